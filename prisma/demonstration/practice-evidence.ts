import { createHash } from 'node:crypto'
import { handInFile, handInLink, judgeEvidence, recordLinkChecks } from '../../lib/evidence/commands.ts'
import type { Capture } from '../../lib/evidence/rules.ts'
import { activityId } from './practice-roadmaps.ts'
import { water } from './practice-words.ts'
import { es } from './table.ts'
import type { Table } from './table.ts'

// What shows that the activities of the water roadmap were done, and what shows it no longer. All of it is invented.

const inventory = [
  'colonia,fuente,serie,desde,formato,ejemplo',
  'La Noria,Organismo de agua (ejemplo),horas de servicio,2024-01,CSV,sí',
  'Barrio Alto,Organismo de agua (ejemplo),horas de servicio,2024-01,CSV,sí',
  'El Mezquite,Organismo de agua (ejemplo),cloro residual,2025-03,PDF,sí',
  'Las Pilas,Vecinas y vecinos (ejemplo),presión medida en la llave,2026-02,hoja de cálculo,sí',
  '',
].join('\n')

const readings = [
  'Memoria de las lecturas en voz alta (ejemplo)',
  '',
  'La Noria, {d:2026-05-12}: nadie supo qué es «dotación». Se propone «litros por persona al día».',
  'Barrio Alto, {d:2026-05-19}: la fecha del dato no se ve; se pensó que era de hoy.',
  'El Mezquite, {d:2026-06-02}: «cloro residual» asusta. Se propone decir si el agua está bien o no.',
  'Las Pilas, {d:2026-06-09}: se pidió oírlo por teléfono.',
  'San Isidro, {d:2026-06-23}: el mapa no se entiende en blanco y negro.',
  'La Cuesta, {d:2026-07-07}: se pidió comparar con la colonia de al lado.',
  '',
].join('\n')

const at = (number: string) => ({ commitment: water, activity: activityId(number) })

/** What was found at a link that answered on that day. */
function page(title: string): Capture {
  return {
    reached: true,
    problem: null,
    status: 200,
    finalAddress: null,
    title,
    type: 'text/html',
    size: 18_240 + title.length,
    digest: createHash('sha256').update(title).digest('hex'),
  }
}
const gone: Capture = {
  reached: false,
  problem: 'not-found',
  status: 404,
  finalAddress: null,
  title: null,
  type: null,
  size: null,
  digest: null,
}

async function accept(table: Table, path: string, evidence: unknown, [day, time]: [string, string]) {
  table.stage.at(day, time)
  await table.by(path, judgeEvidence, { evidence: String(evidence), word: 'accepted' })
}

export async function handInTheInventory(table: Table): Promise<void> {
  table.stage.at('2026-06-30', '10:00')
  const upload = await table.bring('gtp-1/secretary', 'inventario-datos-de-agua.csv', inventory)
  const { evidence } = await table.by('gtp-1/secretary', handInFile, {
    ...at('1.1'),
    upload,
    title: es('Inventario de los datos de agua por colonia'),
    note: es('Extracto; cada renglón dice de dónde viene la serie.'),
  })
  await accept(table, 'gtp-1/civil-society', evidence, ['2026-06-30', '17:00'])
  await accept(table, 'gtp-1/inai', evidence, ['2026-07-01', '08:30'])
}

export async function handInTheFormats(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-09-09', '11:00')
  const upload = await table.bring('gtp-1/civil-society', 'memoria-de-lecturas.txt', readings)
  const memory = await table.by('gtp-1/civil-society', handInFile, {
    ...at('1.2'),
    upload,
    title: es('Memoria de las seis lecturas en voz alta'),
  })
  await accept(table, 'gtp-1/inai', memory.evidence, ['2026-09-09', '13:00'])
  stage.at('2026-09-09', '16:00')
  const { evidence } = await table.by('gtp-1/secretary', handInLink, {
    ...at('2.1'),
    address: 'https://agua.sfp.example/formatos-de-prueba',
    title: es('Los tres formatos de prueba'),
    note: es('Una página con los tres y lo que cada uno enseñó.'),
  })
  const found = page('Formatos de prueba del reporte de agua (ejemplo)')
  await stage.office(
    recordLinkChecks,
    { changed: [{ evidence: String(evidence), ...found }], unchanged: [] },
    'system',
  )
}

export async function findADeadLink(table: Table): Promise<void> {
  const { stage } = table
  stage.at('2026-10-14', '19:30')
  const report = await table.by('gtp-1/secretary', handInLink, {
    ...at('2.2'),
    address: 'https://agua.sfp.example/reporte/{ym:2026-09-15}',
    title: es('Reporte de {m:2026-09-15} por colonia'),
  })
  const formats = await stage.db.evidence.findFirstOrThrow({
    where: { activityId: activityId('2.1'), kind: 'link' },
  })
  const found = page(stage.days.moved('Reporte de agua por colonia, {m:2026-09-15} (ejemplo)'))
  await stage.office(
    recordLinkChecks,
    {
      changed: [
        { evidence: String(report.evidence), ...found },
        { evidence: formats.id, ...gone },
      ],
      unchanged: [],
    },
    'system',
  )
  stage.at('2026-10-14', '21:00')
  await table.by('gtp-1/civil-society', judgeEvidence, {
    evidence: formats.id,
    word: 'questioned',
    reason: es('La página ya no abre, y solo alcanzamos a ver dos de los tres formatos.'),
  })
}
