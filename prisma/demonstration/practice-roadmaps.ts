import { takePosition } from '../../lib/proposals/commands.ts'
import { proposeRoadmap, reportProgress } from '../../lib/roadmaps/commands.ts'
import type { RoadmapText } from '../../lib/roadmaps/facts.ts'
import type { ChangeReason, ProgressState } from '../../lib/roadmaps/rules.ts'
import { water } from './practice-words.ts'
import { es, id } from './table.ts'
import type { Prose, Table } from './table.ts'

// The roadmap of the practice plan's first commitment, all of it invented: sealed in April, changed in September, asked to change again.

const nopal = id('organisation/nopal')
const ajolote = id('organisation/ajolote')
const inai = id('organisation/inai')
const sfp = id('organisation/sfp')

type Row = [
  number: string,
  title: { es: string; en?: string },
  product: string | null,
  who: string[],
  startsOn: string,
  endsOn: string,
  verification?: string,
  after?: string[],
]

function activity([
  number,
  title,
  product,
  responsible,
  startsOn,
  endsOn,
  verification,
  after = [],
]: Row): RoadmapText['keyActions'][number]['activities'][number] {
  return {
    id: activityId(number),
    number,
    title,
    product: product ? { es: product } : null,
    responsible,
    startsOn,
    endsOn,
    verification: verification ? { es: verification } : null,
    after: after.map(activityId),
    dependsOn: number === '4.1' ? ['absent-party'] : [],
  }
}
export const activityId = (number: string) => id(`roadmap/water/${number}`)

function keyAction(
  number: number,
  title: { es: string; en?: string },
  weight: number,
  responsible: string[],
  days: [string, string],
  rows: Row[],
): RoadmapText['keyActions'][number] {
  return {
    id: id(`roadmap/water/${number}`),
    number,
    title,
    weight,
    responsible,
    startsOn: days[0],
    endsOn: days[1],
    activities: rows.map(activity),
  }
}

const baseline: RoadmapText = {
  aim: {
    es: 'Que cada colonia pueda leer, cada mes y en palabras claras, cuánta agua recibe y de qué calidad.',
    en: 'That every neighbourhood can read, each month and in plain words, how much water it gets and of what quality.',
  },
  finalAim: { es: 'Que esos datos decidan en qué colonias se repara primero.' },
  accountability: { es: 'El grupo publica cada tres meses lo que se hizo, lo que falta y por qué.' },
  participation: {
    possible: true,
    how: { es: 'Recorridos y lecturas en voz alta con personas de seis colonias.' },
    who: { es: 'Quienes viven ahí; se convoca por los comités vecinales.' },
    when: { es: 'Antes de publicar cada formato de reporte.' },
    feedback: { es: 'Cada observación recibe respuesta escrita en la página del grupo.' },
  },
  keyActions: [
    keyAction(
      1,
      {
        es: 'Saber qué datos del agua hay y qué se entiende',
        en: 'Know what water data there is, and what is understood',
      },
      2,
      [sfp, nopal],
      ['2026-04-20', '2026-08-31'],
      [
        [
          '1.1',
          {
            es: 'Inventario de los datos de agua por colonia',
            en: 'Inventory of water data by neighbourhood',
          },
          'Inventario publicado',
          [sfp],
          '2026-04-20',
          '2026-06-15',
          'Archivo en formato abierto',
        ],
        [
          '1.2',
          { es: 'Lecturas en voz alta en seis colonias' },
          'Memoria de las seis lecturas',
          [nopal],
          '2026-05-04',
          '2026-07-15',
          'Memoria con lo que no se entendió',
          ['1.1'],
        ],
        [
          '1.3',
          { es: 'Lista de palabras que se cambian' },
          'Lista de palabras',
          [ajolote, nopal],
          '2026-07-01',
          '2026-08-31',
          'Lista publicada',
          ['1.2'],
        ],
      ],
    ),
    keyAction(
      2,
      { es: 'Publicar reportes que se entiendan', en: 'Publish reports that people understand' },
      3,
      [sfp, inai],
      ['2026-06-01', '2026-12-15'],
      [
        [
          '2.1',
          { es: 'Tres formatos de prueba' },
          'Tres formatos',
          [sfp, ajolote],
          '2026-06-01',
          '2026-08-15',
          'Los tres formatos, con lo que cada uno enseñó',
        ],
        [
          '2.2',
          { es: 'Reporte mensual por colonia', en: 'Monthly report by neighbourhood' },
          'Reporte publicado cada mes',
          [sfp],
          '2026-08-01',
          '2026-12-15',
          'Liga al reporte de cada mes',
          ['2.1'],
        ],
        [
          '2.3',
          { es: 'Diccionario de datos' },
          'Diccionario de datos',
          [sfp, inai],
          '2026-08-15',
          '2026-10-15',
          'Diccionario publicado junto al reporte',
        ],
        [
          '2.4',
          { es: 'Lectura telefónica del reporte' },
          'Línea telefónica',
          [sfp],
          '2026-09-01',
          '2026-12-15',
        ],
      ],
    ),
    keyAction(
      3,
      { es: 'Capacitar a los comités vecinales', en: 'Train the neighbourhood committees' },
      1,
      [inai],
      ['2026-08-01', '2027-02-28'],
      [
        [
          '3.1',
          { es: 'Guía de lectura del reporte' },
          'Guía impresa y en línea',
          [inai, ajolote],
          '2026-08-01',
          '2026-10-31',
          'La guía',
        ],
        [
          '3.2',
          { es: 'Doce talleres en doce colonias' },
          'Doce talleres',
          [inai, nopal],
          '2026-10-15',
          '2027-02-28',
          'Listas de asistencia sin datos personales',
          ['3.1'],
        ],
      ],
    ),
    keyAction(
      4,
      { es: 'Que los datos decidan las reparaciones', en: 'Let the data decide on repairs' },
      2,
      [sfp],
      ['2026-10-01', '2027-06-30'],
      [
        [
          '4.1',
          { es: 'Convenio con el organismo de agua' },
          'Convenio firmado',
          [sfp],
          '2026-10-01',
          '2027-01-31',
          'El convenio',
        ],
        [
          '4.2',
          { es: 'Criterio público para ordenar las reparaciones' },
          'Criterio publicado',
          [sfp, nopal],
          '2027-02-01',
          '2027-06-30',
          'El criterio y su primera aplicación',
          ['4.1'],
        ],
      ],
    ),
  ],
}

/** The same with some activities written otherwise; null drops one. */
function changed(
  roadmap: RoadmapText,
  rewritten: Record<string, Partial<ReturnType<typeof activity>> | null>,
): RoadmapText {
  return {
    ...roadmap,
    keyActions: roadmap.keyActions.map((action) => ({
      ...action,
      activities: action.activities.flatMap((each) => {
        const more = rewritten[each.number]
        return more === null ? [] : [{ ...each, ...more }]
      }),
    })),
  }
}

/** What September's budget left of it: the telephone line goes, the inventory of words takes longer, the workshops are fewer. */
const afterTheBudget = changed(baseline, {
  '1.3': { endsOn: '2026-08-31' },
  '2.3': { endsOn: '2026-11-30' },
  '2.4': null,
  '3.1': { startsOn: '2026-09-15', endsOn: '2026-12-15' },
  '3.2': {
    title: { es: 'Seis talleres en seis colonias' },
    product: { es: 'Seis talleres' },
    responsible: [inai],
    startsOn: '2026-12-01',
  },
})

/** The water authority asked for more time. */
const afterTheAgreement = changed(afterTheBudget, {
  '4.1': { endsOn: '2027-03-31' },
  '4.2': { startsOn: '2027-04-01', product: null },
})

async function ask(
  table: Table,
  path: string,
  roadmap: RoadmapText,
  words: {
    title: Prose
    text: Prose
    deadlineOn: string
    reasonClass?: ChangeReason
    effectOnGoal?: Prose
  },
) {
  const revision = await table.draftRoadmap(path, water, roadmap)
  const { proposal } = await table.by(path, proposeRoadmap, {
    commitment: water,
    mode: 'written',
    revision,
    ...words,
  })
  return String(proposal)
}

async function agree(
  table: Table,
  proposal: string,
  given: [path: string, day: string, time: string, reservation?: string][],
) {
  const { digest } = await table.stage.db.proposal.findUniqueOrThrow({ where: { id: proposal } })
  for (const [path, day, time, reservation] of given) {
    table.stage.at(day, time)
    await table.by(path, takePosition, {
      proposal,
      digest,
      ...(reservation
        ? { stance: 'agree-with-reservation', reason: es(reservation) }
        : { stance: 'agree' }),
    })
  }
}

async function report(
  table: Table,
  path: string,
  [day, time]: [string, string],
  number: string,
  state: ProgressState,
  note?: string,
) {
  table.stage.at(day, time)
  await table.by(path, reportProgress, {
    commitment: water,
    activity: activityId(number),
    state,
    ...(note && { note: es(note) }),
  })
}

export async function sealTheWaterRoadmap(table: Table): Promise<void> {
  table.stage.at('2026-04-24', '16:00')
  const proposal = await ask(table, 'gtp-1/civil-society', baseline, {
    title: es('Sellar la hoja de ruta del compromiso 1, datos del agua'),
    deadlineOn: '2026-05-15',
    text: es(
      'El grupo de trabajo la preparó en su primera sesión. Cuatro acciones clave y once actividades.',
    ),
  })
  await agree(table, proposal, [
    ['committee/chair', '2026-04-24', '17:30'],
    [
      'committee/commissioner',
      '2026-04-24',
      '18:10',
      'El convenio con el organismo de agua depende de quien no está en la mesa; que se diga en cada reporte.',
    ],
    ['committee/representative', '2026-04-27', '10:00'],
  ])
}

export async function reportFirstSteps(table: Table): Promise<void> {
  await report(
    table,
    'gtp-1/secretary',
    ['2026-06-25', '10:00'],
    '1.1',
    'complete',
    'Se publicó con nueve días de retraso.',
  )
  await report(
    table,
    'gtp-1/civil-society',
    ['2026-06-26', '11:00'],
    '1.1',
    'verified',
    'Abrimos el archivo: están las 214 colonias.',
  )
  await report(table, 'gtp-1/civil-society', ['2026-06-29', '17:00'], '1.2', 'in-progress')
}

export async function changeTheWaterRoadmap(table: Table): Promise<void> {
  await report(
    table,
    'gtp-1/civil-society',
    ['2026-09-03', '10:00'],
    '1.2',
    'complete',
    'Las seis lecturas, con lo que no se entendió.',
  )
  await report(table, 'gtp-1/secretary', ['2026-09-03', '12:00'], '2.1', 'complete')
  table.stage.at('2026-09-04', '09:00')
  const proposal = await ask(table, 'committee/secretary', afterTheBudget, {
    title: es('Ajustar la hoja de ruta del compromiso 1 al presupuesto'),
    deadlineOn: '2026-09-30',
    reasonClass: 'budget',
    text: es('El recorte de {m:2026-08-20} no deja pagar la línea telefónica ni los doce talleres.'),
    effectOnGoal: es(
      'Quien no lee queda sin la lectura por teléfono, y seis colonias sin taller. La meta de reportes mensuales se mantiene.',
    ),
  })
  await agree(table, proposal, [
    ['committee/chair', '2026-09-04', '13:00'],
    [
      'committee/representative',
      '2026-09-08',
      '19:00',
      'Que la línea telefónica vuelva con el siguiente presupuesto.',
    ],
    ['committee/commissioner', '2026-09-09', '10:00'],
  ])
}

export async function reportInAutumn(table: Table): Promise<void> {
  await report(
    table,
    'gtp-1/inai',
    ['2026-10-14', '09:00'],
    '1.2',
    'verified',
    'La memoria está y coincide con lo que se nos contó.',
  )
  await report(
    table,
    'gtp-1/secretary',
    ['2026-10-14', '10:00'],
    '2.2',
    'in-progress',
    'Reportes de {m:2026-08-15} y {m:2026-09-15} publicados.',
  )
  await report(table, 'gtp-1/secretary', ['2026-10-14', '11:00'], '1.3', 'in-progress')
}

export async function leaveRoadmapRequest(table: Table): Promise<void> {
  table.stage.at('2026-11-20', '10:00')
  await ask(table, 'committee/head-of-unit', afterTheAgreement, {
    title: es('Dar dos meses más al convenio con el organismo de agua'),
    deadlineOn: '2027-12-15',
    reasonClass: 'feasibility',
    text: es('El organismo de agua pidió consultar a su consejo, que se reúne en {m:2027-02-15}.'),
    effectOnGoal: es(
      'El criterio para ordenar las reparaciones se publicaría sin su primera aplicación.',
    ),
  })
}
