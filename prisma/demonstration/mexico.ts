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
import { checked } from './mexico-checked.ts'
import events from './mexico-events.json' with { type: 'json' }
import notes from './mexico-notes.json' with { type: 'json' }
import organisations from './mexico-organisations.json' with { type: 'json' }
import planThree from './mexico-plan-3.json' with { type: 'json' }
import planFour from './mexico-plan-4.json' with { type: 'json' }
import report from './mexico-report.json' with { type: 'json' }
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
  const { text, url } = sources[key as SourceKey] as { text: string; url?: string }
  return { text, ...(url && { url }), sure }
}

/** The same with its name in English, where the two differ: this record is read in both languages. */
function from(key: string, sure = 'read') {
  const { en } = sources[key as SourceKey] as { en?: string }
  return { ...source(key, sure), ...(en && { en }) }
}

/** A source as one line of text, the way a statement names it. */
function cited(key: string | null): string | null {
  if (key === null) return null
  const { text, url } = sources[key as SourceKey] as { text: string; url?: string }
  return url ? `${text}, ${url}` : text
}

type Said = Pick<Statement, 'field' | 'value'> & {
  source: string | null
  sure: string
  note?: string | null
  noteIn?: Text
}

/** What a source says, with the note and the name of the source in both languages. */
function told({ field, value, source: key, sure, note = null, noteIn }: Said): Statement {
  const inBoth = noteIn ?? (note === null ? undefined : { es: note, en: inEnglish(note) })
  return {
    field,
    value,
    source: cited(key),
    sure,
    note: null,
    ...(inBoth && { noteIn: inBoth }),
    ...(key !== null && { cites: from(key, sure) }),
  }
}

function inEnglish(note: string): string {
  const en = (notes as Record<string, string>)[note]
  if (!en) throw new Error(`no English for the note: ${note}`)
  return en
}

function says(
  field: string,
  value: Statement['value'],
  key: SourceKey | null,
  sure: Sure = 'read',
  note: string | null = null,
): Statement {
  return told({ field, value, source: key, sure, note })
}

function saidOf(subject: keyof typeof statements): Statement[] {
  return (statements[subject] as Said[]).map(told)
}

/** In the field's name: `report-020301` is of part two. */
const partOf = ({ field }: Statement) => field.slice(0, 'report-00'.length)

/** What the evaluator's report says, sentence by sentence: part, paragraph (or note) and sentence, two digits each. */
function saidByTheReport(): Statement[] {
  return (report as { at: string; es?: string; en?: string }[]).flatMap(({ at, es, en }) => {
    const [part, paragraph, sentence] = [at.slice(0, 2), Number(at.slice(2, 4)), Number(at.slice(4))]
    if (!es || !en) return []
    const noteIn =
      part === '05'
        ? { es: `nota ${paragraph}`, en: `note ${paragraph}` }
        : {
            es: `párrafo ${paragraph}, frase ${sentence}`,
            en: `paragraph ${paragraph}, sentence ${sentence}`,
          }
    return [
      told({ field: `report-${at}`, value: { es, en }, source: 'irm-results', sure: 'read', noteIn }),
    ]
  })
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
      source: from(key),
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
  for (const { key: slug, name, shortName, sector, source: key, sure } of organisations) {
    await stage.office(registerOrganisation, {
      id: id(slug),
      sector: id(sector),
      name,
      source: from(key, sure),
      ...(shortName && { shortName }),
    })
  }
  await stage.office(recordSuccession, {
    predecessor: id('sfp'),
    successor: id('sabg'),
    happenedOn: '2025-01',
    source: {
      text: `${sources['mexiquense-2025'].text}; ${sources['idc-2024'].text}`,
      en: `${sources['mexiquense-2025'].en}; ${sources['idc-2024'].en}`,
      url: sources['idc-2024'].url,
      sure: 'read',
    },
  })
  await stage.office(recordSuccession, {
    predecessor: id('inai'),
    successor: id('sabg'),
    happenedOn: '2025-03',
    source: from('estepais'),
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
    source: from('ogp-mexico'),
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
    // It was presented on that day; on which day it was adopted, no source says.
    startsOn: '2019-12-10',
    endsOn: '2021-08-31',
    extendedTo: '2022-08-31',
    source: from('irm-results'),
  })
  for (const commitment of planFour) {
    const { number, participants, statements: said, ...fields } = checked(commitment)
    await stage.office(recordCommitment, {
      id: id(`plan-4/${number}`),
      plan: id('plan-4'),
      number,
      ...commitmentFields(fields),
      inForceFrom: {
        day: '2019-12-10',
        dayIs: 'presentation',
        source: from('r3d-2019', 'derived'),
      },
      participants: participants.map(({ organisation, role, source: key, sure }) => ({
        organisation: id(organisation),
        role: role as 'lead' | 'support',
        source: from(key, sure),
      })),
      statements: said.map(told),
    })
  }
}

/** As the practice table keeps it: in the words of the source list alone. */
export function statementOf(statement: (typeof planFour)[number]['statements'][number]): Statement {
  return { ...statement, source: cited(statement.source) }
}

type PlanFourCommitment = Omit<
  (typeof planFour)[number],
  'number' | 'participants' | 'statements' | 'title'
> & { title: { es?: string; en?: string } }

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
    source: from('freedominfo'),
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
      source: from('irm-results'),
    })
  }
}

const adviser = {
  id: id('seat/adviser'),
  slug: 'technical-adviser',
  sector: id('academia'),
  function: 'adviser' as const,
  name: { es: 'Asesoría técnica de la academia', en: 'Technical adviser from academia' },
  // The report: the Committee must have it, and by the end of the plan it had not been put into operation.
  required: true,
  takenOver: { vacantUntil: '2022-08-31' },
  source: from('irm-results'),
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
    takenOver: { attestedOn: '2019-12' },
    source: from('plan-4'),
  })
  await stage.office(establishBody, {
    id: id('committee'),
    slug: 'cc-aga',
    kind: 'committee',
    shortName: 'CC-AGA MX',
    since: '2019-03-05',
    source: from('ogp-resumes'),
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
      adviser,
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
  source: from(key),
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
  source: from(key, sure),
  sure,
  ...(note && { note }),
})

const boardFinding = (
  measure: string,
  level: string,
  count: number | null,
  note: Text,
  sure: Sure = 'read',
) => ({
  author: 'government-board' as const,
  measure,
  level,
  count,
  note,
  source: from('board-3', sure),
  sure,
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
  const said = saidByTheReport()
  for (const part of new Set(said.map(partOf)))
    await stage.office(keepStatements, {
      subject: id('plan-4'),
      statements: said.filter((statement) => partOf(statement) === part),
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
        'board-progress',
        'completed',
        null,
        noted(
          '93 % completado, 7 % en proceso y nada sin avance, según el tablero. Que cuente actividades se ' +
            'deduce de que usa esas palabras para ellas; el informe del IRM no da esta cifra.',
          '93% completed, 7% in process and none without progress, according to the board. That it counts ' +
            'activities is derived from its using these words for them; the IRM’s report does not give this figure.',
        ),
        'derived',
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
    {
      ...irmCount('minimum-requirements', 'met', 0),
      count: null,
      note: noted(
        'La ejecución del cuarto plan cumple los requisitos mínimos de los Estándares de Participación y ' +
          'Cocreación. La página de OGP nombra además una carta de febrero de 2023, posterior al plan: ' +
          '«en contra del proceso».',
        'The implementation of the fourth plan meets the minimum requirements of the Participation and ' +
          'Co-Creation Standards. OGP’s page also names a letter of February 2023, after the plan: ' +
          '“contrary to process”.',
      ),
    },
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

type TakenOver = { number: number; body: string; day: string; minutes: Text; lost: Text }

const lostLink = noted('El enlace a la minuta: se perdió.', 'The link to the minutes: it was lost.')
const ofTheCommittee = noted('la minuta del Comité', 'the minutes of the Committee')

/** The three whose minutes the report's footnotes name. Who was there and what each sector said, no source tells. */
const inactive: TakenOver[] = [
  {
    number: 1,
    body: 'group/1',
    day: '2021-12-13',
    minutes: noted('la minuta del grupo de trabajo', 'the minutes of the working group'),
    lost: noted(
      'El enlace a la minuta: queda solo un fragmento.',
      'The link to the minutes: only a fragment is left.',
    ),
  },
  { number: 5, body: 'committee', day: '2022-05-03', minutes: ofTheCommittee, lost: lostLink },
  { number: 9, body: 'committee', day: '2022-10-20', minutes: ofTheCommittee, lost: lostLink },
]

async function takeOverStatuses(stage: Stage): Promise<void> {
  for (const { number, body, day, minutes, lost } of inactive) {
    const meeting = id(`meeting/${number}`)
    await stage.office(takeOverMeeting, {
      id: meeting,
      body: id(body),
      heldOn: day,
      dayIs: 'minutes',
      source: from('irm-results'),
      missing: [
        noted(
          'El día de la sesión: la fuente fecha la minuta.',
          'The day of the meeting: the source dates the minutes.',
        ),
        noted('El texto de la minuta.', 'The text of the minutes.'),
        noted('La asistencia.', 'Who attended.'),
        noted('El orden del día.', 'The agenda.'),
        noted(
          'La hora, el lugar y el tipo de sesión.',
          'The hour, the place and the kind of the meeting.',
        ),
      ],
    })
    await stage.office(takeOverStatus, {
      commitment: id(`plan-4/${number}`),
      to: 'inactive',
      decidedOn: day,
      dayIs: 'minutes',
      knownUntil: '2023-02-27',
      body: id('committee'),
      meeting,
      source: from('irm-results'),
      missing: [
        noted(
          `El día en que decidió el Comité: solo se conoce el de ${minutes.es}.`,
          `The day on which the Committee decided: only that of ${minutes.en} is known.`,
        ),
        noted('La posición de cada sector.', 'The position of each sector.'),
        noted(
          'Las razones: la fuente remite a la minuta.',
          'The reasons: the source refers to the minutes.',
        ),
        lost,
      ],
    })
    await stage.office(keepStatements, {
      subject: id(`plan-4/${number}`),
      statements: ofTheDecision(minutes),
    })
  }
  await stage.office(takeOverSuspension, {
    sector: id('civil-society'),
    declaredOn: '2022-10-27',
    source: from('ifex'),
    reason: {
      lang: 'es',
      text:
        'El NOSC declaró que no existe la confianza mínima para cocrear un quinto plan de acción y ' +
        'detuvo su trabajo en el ámbito federal hasta que se resuelvan los casos de ' +
        'espionaje.\n\n(Resumen de la fuente, no su texto.)',
    },
    reasonIn: {
      lang: 'en',
      text:
        'The NOSC declared that the minimum trust to co-create a fifth action plan does not exist, and ' +
        'stopped its work at the federal level until the cases of spying are resolved.\n\n' +
        '(A summary of the source, not its text.)',
    },
  })
}

/** Who decided that a commitment stops, when and why, as far as the report says. */
function ofTheDecision(minutes: Text): Statement[] {
  return [
    told({
      field: 'decided-on',
      value: null,
      source: 'irm-results',
      sure: 'unknown',
      noteIn: noted(
        `El informe fecha ${minutes.es}, que da las razones, y no la decisión del Comité.`,
        `The report dates ${minutes.en}, which give the reasons, and not the Committee’s decision.`,
      ),
    }),
    told({
      field: 'reasons',
      value: noted(
        'El Comité concluyó que, por varias razones, no había condiciones para continuar con su ejecución. ' +
          'Las de este compromiso están en una minuta que no se pudo leer.',
        'The Committee concluded that, for several reasons, there were no conditions to continue its ' +
          'implementation. Those of this commitment stand in minutes that could not be read.',
      ),
      source: 'irm-results',
      sure: 'read',
      note: 'Comentarios de la SFP del 27 de febrero de 2023, que el informe recoge en su nota 2.',
    }),
    told({
      field: 'effect',
      value: noted('Se dejó de trabajar en él.', 'Work on it was stopped.'),
      source: 'irm-results',
      sure: 'read',
      note: 'Nota 6 del informe.',
    }),
    told({
      field: 'civil-society-pause',
      value: noted(
        'La sociedad civil pausó su trabajo en este compromiso.',
        'Civil society paused its work in this commitment.',
      ),
      source: 'irm-results',
      sure: 'read',
      note: 'El informe no da el día.',
    }),
  ]
}
