import type { z } from 'zod'
import {
  establishBody,
  foundForum,
  recordSuccession,
  registerOrganisation,
} from '../../lib/bodies/commands.ts'
import {
  keepStatements,
  recordCommitment,
  recordFindings,
  recordOutsideEvents,
  recordPlan,
  takeOverStatus,
} from '../../lib/commitments/commands.ts'
import { takeOverMeeting } from '../../lib/meetings/commands.ts'
import { takeOverSuspension } from '../../lib/proposals/commands.ts'
import events from './mexico-events.json' with { type: 'json' }
import organisations from './mexico-organisations.json' with { type: 'json' }
import planThree from './mexico-plan-3.json' with { type: 'json' }
import planFour from './mexico-plan-4.json' with { type: 'json' }
import sources from './mexico-sources.json' with { type: 'json' }
import statements from './mexico-statements.json' with { type: 'json' }
import { idOf } from './stage.ts'
import type { Stage } from './stage.ts'

// The record of a real forum: only what a source says, with the source and with how sure it is. What was
// looked for and not found is kept as unknown. Nobody acts here, and nothing here was decided in this system.

type SourceKey = keyof typeof sources
type Sure = 'read' | 'press' | 'draft' | 'derived' | 'memory' | 'unknown'
type Statement = z.input<typeof keepStatements.input>['statements'][number]
type Text = { es: string; en: string }

const id = (name: string) => idOf(`mexico/${name}`)

export function source(key: string, sure = 'read') {
  return { ...sources[key as SourceKey], sure }
}

/** A source as one line of text, the way a statement names it. */
function cited(key: string | null): string | null {
  if (key === null) return null
  const { text, url } = sources[key as SourceKey] as { text: string; url?: string }
  return url ? `${text}, ${url}` : text
}

function says(
  field: string,
  value: Statement['value'],
  key: SourceKey | null,
  sure: Sure = 'read',
  note: string | null = null,
): Statement {
  return { field, value, source: cited(key), sure, note }
}

function saidOf(subject: keyof typeof statements): Statement[] {
  return statements[subject].map((one) => ({ ...one, source: cited(one.source) }) as Statement)
}

function keep(stage: Stage, subject: 'inai' | 'nosc' | 'stt' | 'committee') {
  return stage.office(keepStatements, { subject: id(subject), statements: saidOf(subject) })
}

export async function recordMexico(stage: Stage): Promise<void> {
  stage.at('2026-01-12', '09:00')
  await foundTheForum(stage)
  await nameOrganisations(stage)
  await recordPlans(stage)
  await establishBodies(stage)
  await recordThePlansResults(stage)
  await takeOverStatuses(stage)
  await stage.office(recordOutsideEvents, {
    events: events.map(({ happenedOn, source: key, es, en }) => ({
      happenedOn,
      what: { es, en },
      source: source(key),
    })),
  })
}

/** INEGI and the international bodies answer for commitments, and are no party of this table. */
async function foundTheForum(stage: Stage): Promise<void> {
  await stage.office(foundForum, {
    slug: 'mexico',
    name: { es: 'México', en: 'Mexico' },
    kind: 'record',
    timeZone: 'America/Mexico_City',
    sectors: [
      {
        id: id('civil-society'),
        slug: 'civil-society',
        name: { es: 'Sociedad civil', en: 'Civil society' },
        hasPosition: true,
        shape: 'circle',
        hue: 'civil',
      },
      {
        id: id('oversight'),
        slug: 'oversight',
        name: { es: 'Órgano garante', en: 'Oversight institute' },
        hasPosition: true,
        shape: 'diamond',
        hue: 'oversight',
      },
      {
        id: id('executive'),
        slug: 'executive',
        name: { es: 'Gobierno federal', en: 'Federal government' },
        hasPosition: true,
        shape: 'square',
        hue: 'executive',
      },
      {
        id: id('academia'),
        slug: 'academia',
        name: { es: 'Academia', en: 'Academia' },
        hasPosition: false,
        shape: 'triangle',
        hue: 'academia',
      },
      {
        id: id('others'),
        slug: 'others',
        name: { es: 'Otras instituciones', en: 'Other institutions' },
        hasPosition: false,
        shape: 'hexagon',
        hue: 'other',
      },
    ],
  })
  await stage.refresh()
}

async function nameOrganisations(stage: Stage): Promise<void> {
  for (const { key, name, shortName, sector, source: from, sure } of organisations) {
    await stage.office(registerOrganisation, {
      id: id(key),
      sector: id(sector),
      name,
      source: source(from, sure),
      ...(shortName && { shortName }),
    })
  }
  await stage.office(recordSuccession, {
    predecessor: id('sfp'),
    successor: id('sabg'),
    happenedOn: '2025-01',
    source: {
      text: `${sources['mexiquense-2025'].text}; ${sources['idc-2024'].text}`,
      url: sources['idc-2024'].url,
      sure: 'read',
    },
  })
  await stage.office(recordSuccession, {
    predecessor: id('inai'),
    successor: id('sabg'),
    happenedOn: '2025-03',
    source: source('estepais'),
  })
  await keep(stage, 'inai')
  await keep(stage, 'nosc')
}

async function recordPlans(stage: Stage): Promise<void> {
  await stage.office(recordPlan, {
    id: id('plan-3'),
    slug: '2016-2018',
    name: { es: 'Tercer Plan de Acción 2016-2018', en: 'Third Action Plan 2016-2018' },
    startsOn: '2016',
    endsOn: '2018',
    source: source('ogp-mexico'),
  })
  for (const { number, ogpId, title, note } of planThree as {
    number: number
    ogpId: string
    title: string | null
    note?: string
  }[]) {
    await stage.office(recordCommitment, {
      id: id(`plan-3/${number}`),
      plan: id('plan-3'),
      number,
      ogpId,
      title: title ? { en: title } : {},
      statements: [
        says(
          'title-en',
          title,
          title ? 'ogp-mexico' : null,
          title ? 'read' : 'unknown',
          note ?? (title ? 'Título abreviado.' : 'Título no leído en las fuentes.'),
        ),
        says('number', number, 'ogp-mexico', 'derived', 'Por el orden de los identificadores de OGP.'),
        says('forum-status', null, null, 'unknown', 'No se halló en ninguna de las fuentes leídas.'),
      ],
    })
  }
  await stage.office(recordPlan, {
    id: id('plan-4'),
    slug: '2019-2022',
    name: { es: 'Cuarto Plan de Acción 2019-2022', en: 'Fourth Action Plan 2019-2022' },
    adoptedOn: '2019-12-10',
    startsOn: '2019-12-10',
    endsOn: '2021-08-31',
    extendedTo: '2022-08-31',
    source: source('irm-results'),
  })
  for (const { number, participants, statements: said, ...fields } of planFour) {
    await stage.office(recordCommitment, {
      id: id(`plan-4/${number}`),
      plan: id('plan-4'),
      number,
      ...commitmentFields(fields),
      inForceFrom: { day: '2019-12-10', source: source('r3d-2019', 'derived') },
      participants: participants.map(({ organisation, role, source: from, sure }) => ({
        organisation: id(organisation),
        role: role as 'lead' | 'support',
        source: source(from, sure),
      })),
      statements: said.map(statementOf),
    })
  }
}

export function statementOf(statement: (typeof planFour)[number]['statements'][number]): Statement {
  return { ...statement, source: cited(statement.source) }
}

type PlanFourCommitment = Omit<(typeof planFour)[number], 'number' | 'participants' | 'statements'>

/** What the sources give of a commitment as it was adopted. */
export function commitmentFields({ ogpId, title, objective, policyArea, origin }: PlanFourCommitment) {
  return {
    ogpId,
    title,
    objective,
    policyArea,
    origin: origin as 'co-created' | 'proactive',
    startsOn: '2019-12-10',
    endsOn: '2021-08-31',
  }
}

async function establishBodies(stage: Stage): Promise<void> {
  await stage.office(establishBody, {
    id: id('stt'),
    slug: 'stt',
    kind: 'former',
    name: { es: 'Secretariado Técnico Tripartita', en: 'Tripartite Technical ' + 'Secretariat' },
    shortName: 'STT',
    since: '2011-12',
    until: '2019',
    source: source('freedominfo'),
  })
  await keep(stage, 'stt')
  await establishCommittee(stage)
  for (const { number } of planFour) {
    await stage.office(establishBody, {
      id: id(`group/${number}`),
      slug: `gt-${number}`,
      kind: 'group',
      commitment: id(`plan-4/${number}`),
      shortName: `GT ${number}`,
      name: {
        es: `Grupo de trabajo del compromiso ${number}`,
        en: `Working group of commitment ${number}`,
      },
      source: source('irm-results'),
    })
  }
}

/** Seats as the sources name them, without the people. No source says through which of them a sector speaks. */
async function establishCommittee(stage: Stage): Promise<void> {
  const seat = (slug: string, sector: string, name: Text, organisation: string) => ({
    id: id(`seat/${slug}`),
    slug,
    sector: id(sector),
    organisation: id(organisation),
    name,
    function: 'member' as const,
    source: source('plan-4'),
  })
  await stage.office(establishBody, {
    id: id('committee'),
    slug: 'cc-aga',
    kind: 'committee',
    shortName: 'CC-AGA MX',
    since: '2019-03-05',
    source: source('ogp-resumes'),
    name: {
      es: 'Comité Coordinador de la Alianza para el Gobierno Abierto en México',
      en: 'Coordinating Committee of the Open ' + 'Government Partnership in Mexico',
    },
    seats: [
      seat(
        'nosc-representative',
        'civil-society',
        { es: 'Representante del NOSC', en: 'NOSC representative' },
        'gesoc',
      ),
      seat(
        'nosc-co-representative',
        'civil-society',
        { es: 'Correpresentante del NOSC', en: 'NOSC co-representative' },
        'imco',
      ),
      seat(
        'inai-commissioner',
        'oversight',
        { es: 'Comisionado o comisionada del INAI', en: 'INAI commissioner' },
        'inai',
      ),
      seat(
        'inai-director',
        'oversight',
        {
          es: 'Dirección general de gobierno abierto y transparencia del INAI',
          en: 'INAI director general of open government ' + 'and transparency',
        },
        'inai',
      ),
      seat('sfp-minister', 'executive', { es: 'Titular de la SFP', en: 'Minister, SFP' }, 'sfp'),
      seat(
        'sfp-head-of-unit',
        'executive',
        { es: 'Titular de unidad de la SFP', en: 'Head of unit, SFP' },
        'sfp',
      ),
      seat(
        'sfp-director',
        'executive',
        {
          es: 'Dirección general de transparencia de la SFP',
          en: 'SFP director general of ' + 'transparency',
        },
        'sfp',
      ),
      {
        id: id('seat/adviser'),
        slug: 'technical-adviser',
        sector: id('academia'),
        function: 'adviser',
        name: { es: 'Asesoría técnica de la academia', en: 'Technical adviser from academia' },
        source: source('irm-results'),
      },
    ],
  })
  await keep(stage, 'committee')
}

const noted = (es: string, en: string) => ({ es, en })

const irmCount = (
  measure: string,
  level: string,
  count: number,
  key: SourceKey = 'irm-results',
  note?: Text,
) => ({
  author: 'irm' as const,
  measure,
  level,
  count,
  source: source(key),
  sure: 'read',
  ...(note && { note }),
})

const irmFinding = (
  number: number,
  measure: string,
  level: string,
  key: SourceKey,
  sure: Sure = 'read',
  note?: Text,
) => ({
  author: 'irm' as const,
  commitment: id(`plan-4/${number}`),
  measure,
  level,
  source: source(key, sure),
  sure,
  ...(note && { note }),
})

const boardFinding = (measure: string, level: string, count: number | null, note: Text) => ({
  author: 'government-board' as const,
  measure,
  level,
  count,
  note,
  source: source('board-3'),
  sure: 'read',
})

/** OGP’s own pages, each of one commitment. */
const pages: [number, SourceKey][] = [
  [1, 'ogp-mx0075'],
  [2, 'ogp-mx0076'],
  [5, 'ogp-mx0079'],
  [10, 'ogp-mx0084'],
]

async function recordThePlansResults(stage: Stage): Promise<void> {
  await stage.office(recordFindings, {
    plan: id('plan-4'),
    findings: [...ofPlanFour(), ...ofItsCommitments()],
    statements: saidOf('plan-4'),
  })
  await stage.office(recordFindings, {
    plan: id('plan-3'),
    findings: [
      irmCount('completion', 'substantial', 5),
      irmCount('completion', 'limited', 5),
      irmCount('completion', 'not-started', 1),
      irmCount('early-results', 'significant', 2),
      boardFinding(
        'completion',
        'completed',
        8,
        noted(
          '8 de 11 compromisos completos, según el propio tablero del gobierno.',
          '8 of 11 commitments completed, by the government’s own board.',
        ),
      ),
      boardFinding(
        'activities',
        'completed',
        null,
        noted(
          '93 % de las actividades completas, 7 % en proceso, ninguna sin avance.',
          '93% of the activities completed, 7% in process, none without progress.',
        ),
      ),
    ],
    statements: saidOf('plan-3'),
  })
}

/** Counted over the whole plan. */
function ofPlanFour() {
  return [
    irmCount('completion', 'limited', 7),
    irmCount('completion', 'substantial', 5),
    irmCount('completion', 'complete', 1),
    irmCount(
      'early-results',
      'none',
      4,
      'irm-results',
      noted(
        'Cuatro compromisos quedaron sin evidencia de resultados tempranos: los tres inactivos (1, 5 ' +
          'y 9) y uno que el informe no nombra.',
        'Four commitments were left without evidence of early results: the three inactive ones (1, 5 ' +
          'and 9) and one that the report does not name.',
      ),
    ),
    irmCount('early-results', 'marginal', 5),
    irmCount('early-results', 'significant', 3),
    irmCount('early-results', 'outstanding', 1),
    irmCount('relevant', 'yes', 13, 'irm-design'),
    irmCount('transformative', 'yes', 4, 'irm-design'),
    irmCount('starred', 'yes', 4, 'irm-design'),
    irmCount(
      'noteworthy',
      'yes',
      5,
      'irm-results',
      noted(
        'Cinco destacados en el informe de diseño: el 10 se completó y los otros cuatro tuvieron un ' +
          'avance limitado; el informe no los nombra.',
        'Five noteworthy in the design report: 10 was completed and the other four made limited ' +
          'progress; the report does not name them.',
      ),
    ),
  ]
}

function ofItsCommitments() {
  return [
    irmFinding(10, 'completion', 'complete', 'irm-results'),
    irmFinding(10, 'early-results', 'outstanding', 'ogp-mx0084'),
    irmFinding(
      2,
      'early-results',
      'significant',
      'ogp-mx0076',
      'read',
      noted(
        'La página de OGP dice «Major»; el informe, «significant»: es el mismo nivel.',
        'OGP’s page says “Major”, the report “significant”: it is the same level.',
      ),
    ),
    irmFinding(1, 'early-results', 'none', 'ogp-mx0075'),
    irmFinding(5, 'early-results', 'none', 'ogp-mx0079'),
    irmFinding(
      9,
      'early-results',
      'none',
      'irm-results',
      'derived',
      noted(
        'Se sigue de que tres de los cuatro compromisos sin evidencia son los inactivos.',
        'It follows from three of the four commitments without evidence being the inactive ones.',
      ),
    ),
    irmFinding(10, 'noteworthy', 'yes', 'irm-results'),
    ...pages.flatMap(([number, key]) => [
      irmFinding(number, 'verifiable', 'yes', key),
      irmFinding(number, 'relevant', 'yes', key),
      irmFinding(number, 'ambition', 'high', key),
    ]),
  ]
}

type TakenOver = { number: number; body: string; day: string; missing: string[] }

/** The three whose minutes the report's footnotes name. Who was there and what each sector said, no source tells. */
const inactive: TakenOver[] = [
  {
    number: 1,
    body: 'group/1',
    day: '2021-12-13',
    missing: [
      'El día en que decidió el propio Comité: la minuta que se nombra es la del grupo de trabajo.',
      'La posición de cada ' + 'sector.',
      'Las razones: la fuente remite a la minuta.',
      'El enlace a la minuta: queda solo un fragmento.',
    ],
  },
  {
    number: 5,
    body: 'committee',
    day: '2022-05-03',
    missing: [
      'La posición de cada sector.',
      'Las razones: la fuente remite a la minuta.',
      'El enlace a la minuta: se perdió.',
    ],
  },
  {
    number: 9,
    body: 'committee',
    day: '2022-10-20',
    missing: [
      'La posición de cada sector.',
      'Las razones: la fuente remite a la minuta.',
      'El enlace a la minuta: se perdió.',
    ],
  },
]

async function takeOverStatuses(stage: Stage): Promise<void> {
  for (const { number, body, day, missing } of inactive) {
    const meeting = id(`meeting/${number}`)
    await stage.office(takeOverMeeting, {
      id: meeting,
      body: id(body),
      heldOn: day,
      source: source('irm-results'),
      agenda: [
        {
          title: { lang: 'es', text: `Razones para clasificar como inactivo el compromiso ${number}` },
          commitment: id(`plan-4/${number}`),
        },
      ],
      missing: [
        'El texto de la minuta.',
        'La asistencia.',
        'El resto del orden del día.',
        'La hora, el lugar y el tipo de ' + 'sesión.',
      ],
    })
    await stage.office(takeOverStatus, {
      commitment: id(`plan-4/${number}`),
      to: 'inactive',
      decidedOn: day,
      body: id('committee'),
      meeting,
      source: source('irm-results'),
      missing,
    })
    await stage.office(keepStatements, {
      subject: id(`plan-4/${number}`),
      statements: [
        says(
          'civil-society-pause',
          {
            es: 'La sociedad civil pausó su trabajo en este compromiso.',
            en: 'Civil society paused its work in this commitment.',
          },
          'irm-results',
          'read',
          'El informe no da el día.',
        ),
      ],
    })
  }
  await stage.office(takeOverSuspension, {
    sector: id('civil-society'),
    declaredOn: '2022-10-27',
    source: source('ifex'),
    reason: {
      lang: 'es',
      text:
        'El NOSC declaró que no existe la confianza mínima para cocrear un quinto plan de acción y ' +
        'detuvo su trabajo en el ámbito federal hasta que se resuelvan los casos de ' +
        'espionaje.\n\n(Resumen de la fuente, no su texto.)',
    },
  })
}
