import { linkEvent } from '../../lib/events/commands.ts'
import { activityId } from './practice-roadmaps.ts'
import { water } from './practice-words.ts'
import { es } from './table.ts'
import type { Table } from './table.ts'

// What happens outside the practice table, all of it invented, and what it does to the water roadmap.

const source = 'Ejemplo de la mesa de práctica'

export async function recordTheCut(table: Table): Promise<void> {
  table.stage.at('2026-09-02', '10:00')
  await table.by('gtp-1/secretary', linkEvent, {
    commitment: water,
    happenedOn: '2026-08-20',
    what: es('Recorte al presupuesto de comunicación del año (ejemplo)'),
    source,
    activities: [activityId('2.4'), activityId('3.2')],
    effect: es('El recorte no deja pagar la línea telefónica ni los doce talleres.'),
  })
}

/** It stands on the next agenda of the water group, whoever convenes it. */
export async function leaveEventToReassess(table: Table): Promise<void> {
  table.stage.at('2026-11-20', '12:00')
  await table.by('gtp-1/civil-society', linkEvent, {
    commitment: water,
    happenedOn: '2026-11-17',
    what: es('Cambio de dirección en el organismo de agua (ejemplo)'),
    source,
    activities: [activityId('4.1')],
    effect: es('Quien negociaba el convenio ya no está; hay que explicarlo todo de nuevo.'),
  })
}
