import { fileAssessment, giveReading } from '../../lib/readings/commands.ts'
import type { Level } from '../../lib/readings/rules.ts'
import { water } from './practice-words.ts'
import { es, id } from './table.ts'
import type { Table } from './table.ts'

// How far the practice plan's first commitment got, told by three sectors that do not agree; and the plan's own account of itself. All of
// it invented.

async function read(
  table: Table,
  path: string,
  [day, time]: [string, string],
  level: Level,
  text: string,
) {
  table.stage.at(day, time)
  await table.by(path, giveReading, { commitment: water, level, text: es(text) })
}

export async function readTheWaterDifferently(table: Table): Promise<void> {
  await read(
    table,
    'gtp-1/secretary',
    ['2026-10-14', '13:00'],
    'substantial',
    'Los reportes de {m:2026-08-15} y {m:2026-09-15} ya se publican, colonia por colonia, y el inventario de datos está abierto.',
  )
  await read(
    table,
    'gtp-1/civil-society',
    ['2026-10-14', '17:30'],
    'limited',
    'Hay reportes, y en cuatro de las seis colonias que visitamos **nadie los entiende** todavía. La línea telefónica se quitó y era para quien no lee.',
  )
  await read(
    table,
    'committee/commissioner',
    ['2026-10-14', '19:00'],
    'limited',
    'Falta el diccionario de datos: sin él no se puede comparar una colonia con otra.',
  )
}

export async function assessThePlan(table: Table): Promise<void> {
  table.stage.at('2026-11-04', '10:00')
  await table.by('committee/secretary', fileAssessment, {
    plan: id('2026-2028'),
    term: 'mid',
    title: es('Autoevaluación de medio término del Plan de práctica {y:2026-02-04}-{y:2028-02-03}'),
    text: es(
      '## Lo que se hizo\n\n- **Compromiso 1**: inventario, lecturas en seis colonias y dos reportes mensuales.\n- **Compromiso 4**: la guía ' +
        'de lenguaje claro, a prueba con quienes piden información.\n\n## Lo que falta\n\n- El diccionario de datos del agua y los talleres.\n- El compromiso 2 ' +
        'está inactivo mientras no haya registro de proveedores.\n\n## Lo que aprendimos\n\nUn reporte publicado no es todavía un reporte entendido. Para la ' +
        'segunda mitad, cada formato se prueba antes con quienes lo van a leer.',
    ),
  })
}
