import { takePosition } from '../../lib/proposals/commands.ts'
import type { Stance } from '../../lib/proposals/rules.ts'
import { commitmentId, es } from './table.ts'
import type { Table } from './table.ts'

// What the sessions of the practice table keep coming back to.

export const water = commitmentId('2026-2028', 1)
export const purchases = commitmentId('2026-2028', 2)
export const works = commitmentId('2026-2028', 3)
export const answers = commitmentId('2026-2028', 4)

export const room = es('Sala de ejemplo, planta baja')

export const item = {
  opening: 'Instalación de la mesa de práctica',
  plan: 'Plan de práctica {y:2026-02-04}-{y:2028-02-03}',
  roadmaps: 'Hojas de ruta de los cuatro compromisos',
  calendar: 'Calendario de sesiones de {y:2026-03-12}',
  pause: 'Pausa de sociedad civil en el compromiso 1',
  works: 'Obra pública decidida con las personas vecinas: cómo seguir',
  purchases: 'Compras escolares a la vista de las familias: propuesta de declararlo inactivo',
  balance: 'Balance del primer año',
  answers: 'Respuestas claras: pausa de sociedad civil en el compromiso 4',
  adviser: 'Perfil de la asesoría técnica de la academia',
  mid: 'Revisión de medio término',
  words: 'Palabras que ya podemos leer en cada colonia',
  pilot: 'Piloto de la guía de lenguaje claro',
  stop: 'Qué hacer sin el registro de proveedores',
}

/** A session of the Committee at which nobody is missing. */
export const everybody = {
  chair: 'present',
  secretary: 'present',
  'head-of-unit': 'present',
  representative: 'present',
  'co-representative': 'remote',
  commissioner: 'present',
  director: 'remote',
  'irm-observer': 'present',
} as const

/** What a seat with its sector's voice says to the text as it stands. */
export async function say(
  table: Table,
  path: string,
  proposal: string,
  stance: Stance,
  reason?: string,
): Promise<void> {
  const { digest } = await table.stage.db.proposal.findUniqueOrThrow({ where: { id: proposal } })
  await table.by(path, takePosition, { proposal, digest, stance, ...(reason && { reason: es(reason) }) })
}
