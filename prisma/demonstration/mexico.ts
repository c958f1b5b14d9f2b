import type { z } from 'zod'
import { establishBody, foundForum, recordSuccession, registerOrganisation } from '../../lib/bodies/commands.ts'
import {
  keepStatements, recordCommitment, recordFindings, recordOutsideEvents, recordPlan, takeOverStatus,
} from '../../lib/commitments/commands.ts'
import { takeOverMeeting } from '../../lib/meetings/commands.ts'
import { takeOverSuspension } from '../../lib/proposals/commands.ts'
import events from './mexico-events.json' with { type: 'json' }
import organisations from './mexico-organisations.json' with { type: 'json' }
import planThree from './mexico-plan-3.json' with { type: 'json' }
import planFour from './mexico-plan-4.json' with { type: 'json' }
import sources from './mexico-sources.json' with { type: 'json' }
import { idOf } from './stage.ts'
import type { Stage } from './stage.ts'

// The record of a real forum: only what a source says, with the source and with how sure it is. What was looked for and not found is kept as
// unknown. Nobody acts here, and nothing here was decided in this system.

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

function says(field: string, value: Statement['value'], key: SourceKey | null, sure: Sure = 'read', note: string | null = null): Statement {
  return { field, value, source: cited(key), sure, note }
}

function notFound(field: string): Statement {
  return says(field, null, null, 'unknown', 'No se halló en ninguna de las fuentes leídas.')
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
    events: events.map(({ happenedOn, source: key, es, en }) => ({ happenedOn, what: { es, en }, source: source(key) })),
  })
}

/** INEGI and the international bodies answer for commitments, and are no party of this table. */
async function foundTheForum(stage: Stage): Promise<void> {
  await stage.office(foundForum, {
    slug: 'mexico', name: { es: 'México', en: 'Mexico' }, kind: 'record', timeZone: 'America/Mexico_City',
    sectors: [
      {
        id: id('civil-society'), slug: 'civil-society', name: { es: 'Sociedad civil', en: 'Civil society' },
        hasPosition: true, shape: 'circle', hue: 'civil',
      },
      {
        id: id('oversight'), slug: 'oversight', name: { es: 'Órgano garante', en: 'Oversight institute' },
        hasPosition: true, shape: 'diamond', hue: 'oversight',
      },
      {
        id: id('executive'), slug: 'executive', name: { es: 'Gobierno federal', en: 'Federal government' },
        hasPosition: true, shape: 'square', hue: 'executive',
      },
      {
        id: id('academia'), slug: 'academia', name: { es: 'Academia', en: 'Academia' },
        hasPosition: false, shape: 'triangle', hue: 'academia',
      },
      {
        id: id('others'), slug: 'others', name: { es: 'Otras instituciones', en: 'Other institutions' },
        hasPosition: false, shape: 'hexagon', hue: 'other',
      },
    ],
  })
  await stage.refresh()
}

async function nameOrganisations(stage: Stage): Promise<void> {
  for (const { key, name, shortName, sector, source: from, sure } of organisations) {
    await stage.office(registerOrganisation, {
      id: id(key), sector: id(sector), name, source: source(from, sure), ...(shortName && { shortName }),
    })
  }
  await stage.office(recordSuccession, {
    predecessor: id('sfp'), successor: id('sabg'), happenedOn: '2025-01',
    source: {
      text: `${sources['mexiquense-2025'].text}; ${sources['idc-2024'].text}`, url: sources['idc-2024'].url, sure: 'read',
    },
  })
  await stage.office(recordSuccession, { predecessor: id('inai'), successor: id('sabg'), happenedOn: '2025-03', source: source('estepais') })
  await stage.office(keepStatements, {
    subject: id('inai'),
    statements: [
      says('ended', '2025-03', 'estepais', 'read', 'Sus funciones pasaron a la Secretaría Anticorrupción y Buen Gobierno, órgano «Transparencia para el Pueblo».'),
      says('ended-day', null, null, 'unknown', 'Las fuentes leídas dan el mes.'),
    ],
  })
  await stage.office(keepStatements, {
    subject: id('nosc'),
    statements: [
      says('members-plan-4', [
        'Artículo 19 México y Centroamérica', 'Causa Natura', 'Contraloría Ciudadana para la Rendición de Cuentas', 'EQUIS Justicia para las Mujeres',
        'Fundar, Centro de Análisis e Investigación', 'GESOC, Agencia para el Desarrollo', 'Instituto de Liderazgo Simone de Beauvoir',
        'Instituto Mexicano para la Competitividad', 'México Evalúa', 'Observatorio Nacional Ciudadano', 'SocialTIC', 'Transparencia Mexicana',
      ], 'board-4', 'derived', 'Doce logotipos al pie del tablero, de octubre de 2019 a noviembre de 2020, leídos por el nombre de sus archivos.'),
      says('members-2017', [
        'Artículo 19', 'CIDAC', 'Contraloría Ciudadana', 'Cultura Ecológica', 'Fundar', 'GESOC', 'IMCO', 'Observatorio Nacional Ciudadano', 'SocialTIC',
        'Transparencia Mexicana',
      ], 'ogp-response', 'read', 'Firmantes de la carta de 2018. En 2016 se sumaron Observatorio Nacional Ciudadano y Contraloría Ciudadana.'),
      says('representation', {
        es: 'Una representación y una correpresentación; el cargo rota cada año y la correpresentación lo asume después.',
        en: 'One representative and one co-representative; the office rotates yearly and the co-representative takes over next.',
      }, 'nosc'),
      says('decision-rule', { es: 'Confianza y consenso.', en: 'Trust and consensus.' }, 'nosc'),
    ],
  })
}

async function recordPlans(stage: Stage): Promise<void> {
  await stage.office(recordPlan, {
    id: id('plan-3'), slug: '2016-2018', name: { es: 'Tercer Plan de Acción 2016-2018', en: 'Third Action Plan 2016-2018' },
    startsOn: '2016', endsOn: '2018', source: source('ogp-mexico'),
  })
  for (const { number, ogpId, title, note } of planThree as { number: number; ogpId: string; title: string | null; note?: string }[]) {
    await stage.office(recordCommitment, {
      id: id(`plan-3/${number}`), plan: id('plan-3'), number, ogpId, title: title ? { en: title } : {},
      statements: [
        says('title-en', title, title ? 'ogp-mexico' : null, title ? 'read' : 'unknown',
          note ?? (title ? 'Título abreviado.' : 'Título no leído en las fuentes.')),
        says('number', number, 'ogp-mexico', 'derived', 'Por el orden de los identificadores de OGP.'),
        notFound('forum-status'),
      ],
    })
  }
  await stage.office(recordPlan, {
    id: id('plan-4'), slug: '2019-2022', name: { es: 'Cuarto Plan de Acción 2019-2022', en: 'Fourth Action Plan 2019-2022' },
    adoptedOn: '2019-12-10', startsOn: '2019-12-10', endsOn: '2021-08-31', extendedTo: '2022-08-31', source: source('irm-results'),
  })
  for (const { number, participants, statements, ...fields } of planFour) {
    await stage.office(recordCommitment, {
      id: id(`plan-4/${number}`), plan: id('plan-4'), number, ...commitmentFields(fields),
      inForceFrom: { day: '2019-12-10', source: source('r3d-2019', 'derived') },
      participants: participants.map(({ organisation, role, source: from, sure }) => ({
        organisation: id(organisation), role: role as 'lead' | 'support', source: source(from, sure),
      })),
      statements: statements.map(statementOf),
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
    ogpId, title, objective, policyArea, origin: origin as 'co-created' | 'proactive', startsOn: '2019-12-10', endsOn: '2021-08-31',
  }
}

/** Seats as the sources name them, without the people. No source says through which of them a sector speaks. */
async function establishBodies(stage: Stage): Promise<void> {
  await stage.office(establishBody, {
    id: id('stt'), slug: 'stt', kind: 'former', name: { es: 'Secretariado Técnico Tripartita', en: 'Tripartite Technical Secretariat' },
    shortName: 'STT', since: '2011-12', until: '2019', source: source('freedominfo'),
  })
  await stage.office(keepStatements, {
    subject: id('stt'),
    statements: [
      says('decision-rule', {
        es: 'Tres partes con igual voz y voto; común acuerdo.', en: 'Three parties with equal voice and vote; common agreement.',
      }, 'freedominfo'),
      says('ended', {
        es: 'De hecho, el 23 de mayo de 2017, cuando se retiró la sociedad civil; el Comité Coordinador lo sustituyó en 2019.',
        en: 'In fact on 23 May 2017, when civil society left; the Coordinating Committee replaced it in 2019.',
      }, 'expansion'),
    ],
  })
  const seat = (slug: string, sector: string, name: Text, organisation: string) => ({
    id: id(`seat/${slug}`), slug, sector: id(sector), organisation: id(organisation), name, function: 'member' as const, source: source('plan-4'),
  })
  await stage.office(establishBody, {
    id: id('committee'), slug: 'cc-aga', kind: 'committee', shortName: 'CC-AGA MX', since: '2019-03-05', source: source('ogp-resumes'),
    name: {
      es: 'Comité Coordinador de la Alianza para el Gobierno Abierto en México', en: 'Coordinating Committee of the Open Government Partnership in Mexico',
    },
    seats: [
      seat('nosc-representative', 'civil-society', { es: 'Representante del NOSC', en: 'NOSC representative' }, 'gesoc'),
      seat('nosc-co-representative', 'civil-society', { es: 'Correpresentante del NOSC', en: 'NOSC co-representative' }, 'imco'),
      seat('inai-commissioner', 'oversight', { es: 'Comisionado o comisionada del INAI', en: 'INAI commissioner' }, 'inai'),
      seat('inai-director', 'oversight', {
        es: 'Dirección general de gobierno abierto y transparencia del INAI', en: 'INAI director general of open government and transparency',
      }, 'inai'),
      seat('sfp-minister', 'executive', { es: 'Titular de la SFP', en: 'Minister, SFP' }, 'sfp'),
      seat('sfp-head-of-unit', 'executive', { es: 'Titular de unidad de la SFP', en: 'Head of unit, SFP' }, 'sfp'),
      seat('sfp-director', 'executive', { es: 'Dirección general de transparencia de la SFP', en: 'SFP director general of transparency' }, 'sfp'),
      {
        id: id('seat/adviser'), slug: 'technical-adviser', sector: id('academia'), name: { es: 'Asesoría técnica de la academia', en: 'Technical adviser from academia' },
        function: 'adviser', source: source('irm-results'),
      },
    ],
  })
  await stage.office(keepStatements, {
    subject: id('committee'),
    statements: [
      says('members', ['NOSC', 'INAI', 'SFP'], 'irm-results'),
      says('chair', { es: 'La SFP lo encabeza.', en: 'SFP leads it.' }, 'irm-results'),
      says('seats-2019', {
        es: 'Asientos de diciembre de 2019: dos del NOSC (GESOC, IMCO), dos del INAI, tres de la SFP.',
        en: 'Seats of December 2019: two of the NOSC (GESOC, IMCO), two of INAI, three of SFP.',
      }, 'plan-4'),
      says('adviser', {
        es: 'Asesoría técnica de la academia: la exigen los lineamientos, y al término del cuarto plan no se había puesto en operación.',
        en: 'Technical adviser from academia: required by the guidelines, and not put into operation by the end of the fourth plan.',
      }, 'irm-results'),
      says('decision-rule', {
        es: 'Consenso («de manera consensuada», para la categoría de inactivo).', en: 'Consensus (“in a consensual manner”, for the category of inactive).',
      }, 'irm-results'),
      says('guidelines', { es: 'Existen y fueron públicos.', en: 'They exist and were public.' }, 'irm-results', 'read', 'No se halló su texto.'),
      ...['voice', 'quorum', 'terms', 'session-kinds', 'no-consensus', 'minutes-deadline'].map((field) =>
        says(field, null, null, 'unknown', 'No se halló el texto de los lineamientos.')),
    ],
  })
  for (const { number } of planFour) {
    await stage.office(establishBody, {
      id: id(`group/${number}`), slug: `gt-${number}`, kind: 'group', commitment: id(`plan-4/${number}`), shortName: `GT ${number}`,
      name: { es: `Grupo de trabajo del compromiso ${number}`, en: `Working group of commitment ${number}` }, source: source('irm-results'),
    })
  }
}

const noted = (es: string, en: string) => ({ es, en })

async function recordThePlansResults(stage: Stage): Promise<void> {
  const irm = (measure: string, level: string, count: number, key: SourceKey = 'irm-results', note?: Text) => ({
    author: 'irm' as const, measure, level, count, source: source(key), sure: 'read', ...(note && { note }),
  })
  const one = (number: number, measure: string, level: string, key: SourceKey, sure: Sure = 'read', note?: Text) => ({
    author: 'irm' as const, commitment: id(`plan-4/${number}`), measure, level, source: source(key, sure), sure, ...(note && { note }),
  })
  const board = (measure: string, level: string, count: number | null, note: Text) => ({
    author: 'government-board' as const, measure, level, count, note, source: source('board-3'), sure: 'read',
  })
  const pages: [number, SourceKey][] = [[1, 'ogp-mx0075'], [2, 'ogp-mx0076'], [5, 'ogp-mx0079'], [10, 'ogp-mx0084']]
  await stage.office(recordFindings, {
    plan: id('plan-4'),
    findings: [
      irm('completion', 'limited', 7), irm('completion', 'substantial', 5), irm('completion', 'complete', 1),
      irm('early-results', 'none', 4, 'irm-results', noted(
        'Cuatro compromisos quedaron sin evidencia de resultados tempranos: los tres inactivos (1, 5 y 9) y uno que el informe no nombra.',
        'Four commitments were left without evidence of early results: the three inactive ones (1, 5 and 9) and one that the report does not name.')),
      irm('early-results', 'marginal', 5), irm('early-results', 'significant', 3), irm('early-results', 'outstanding', 1),
      irm('relevant', 'yes', 13, 'irm-design'), irm('transformative', 'yes', 4, 'irm-design'), irm('starred', 'yes', 4, 'irm-design'),
      irm('noteworthy', 'yes', 5, 'irm-results', noted(
        'Cinco destacados en el informe de diseño: el 10 se completó y los otros cuatro tuvieron un avance limitado; el informe no los nombra.',
        'Five noteworthy in the design report: 10 was completed and the other four made limited progress; the report does not name them.')),
      one(10, 'completion', 'complete', 'irm-results'), one(10, 'early-results', 'outstanding', 'ogp-mx0084'),
      one(2, 'early-results', 'significant', 'ogp-mx0076', 'read', noted(
        'La página de OGP dice «Major»; el informe, «significant»: es el mismo nivel.',
        'OGP’s page says “Major”, the report “significant”: it is the same level.')),
      one(1, 'early-results', 'none', 'ogp-mx0075'), one(5, 'early-results', 'none', 'ogp-mx0079'),
      one(9, 'early-results', 'none', 'irm-results', 'derived', noted(
        'Se sigue de que tres de los cuatro compromisos sin evidencia son los inactivos.',
        'It follows from three of the four commitments without evidence being the inactive ones.')),
      one(10, 'noteworthy', 'yes', 'irm-results'),
      ...pages.flatMap(([number, key]) => [
        one(number, 'verifiable', 'yes', key), one(number, 'relevant', 'yes', key), one(number, 'ambition', 'high', key),
      ]),
    ],
    statements: [
      says('name-es', 'Cuarto Plan de Acción Nacional (4PA)', 'sfp-consultation'), says('name-en', 'Mexico Action Plan 2019-2022', 'ogp-mx0075'),
      says('period-original', '2019-2021, 2021-08-31', 'ogp-mx0075'),
      says('period-extended', '2022-08-31', 'irm-results', 'read', 'Doce meses más, por la resolución de OGP sobre COVID-19.'),
      says('presented', '2019-12-10', 'r3d-2019'), says('commitments', 13, 'irm-results'), says('co-created', 6, 'cepal'), says('proactive', 7, 'cepal'),
      says('participants-online', { es: 'más de 1,100', en: 'more than 1,100' }, 'cepal'),
      says('participants-in-person', 400, 'cepal', 'read', 'Las fuentes difieren: R3D dice 480.'),
      says('participants-in-person', 480, 'r3d-2019', 'read', 'Las fuentes difieren: la CEPAL dice 400.'),
      says('consultation', '2019-05-24/2019-06-14', 'sfp-consultation', 'read', 'Las fuentes difieren: el INAI dice 17 de junio.'),
      says('consultation', '2019-05-24/2019-06-17', 'inai-consultation', 'read', 'Las fuentes difieren: la SFP dice 14 de junio.'),
      says('board', 'https://tablero.gobabiertomx.org/', 'ogp-mexico'),
      says('level-word', {
        es: 'Las páginas de OGP dicen «Major», el informe traducido «significant», y una nota al pie «transformative»: es el mismo nivel.',
        en: 'OGP’s pages say “Major”, the translated report “significant”, and a footnote “transformative”: it is the same level.',
      }, 'irm-results'),
      says('draft-names', {
        es: 'Hubo títulos que cambiaron entre el borrador de noviembre de 2019 y el plan adoptado; no se halló rastro público del cambio.',
        en: 'Some titles changed between the draft of November 2019 and the adopted plan; no public trace of the change was found.',
      }, 'board-4-draft', 'draft'),
      says('reading-executive', {
        es: 'Comentarios de la SFP del 27 de febrero de 2023: hubo un proceso de diálogo y deliberación, y el Comité concluyó de manera consensuada que no había condiciones para continuar con los tres compromisos.',
        en: 'Comments by SFP of 27 February 2023: there was a process of dialogue and deliberation, and the Committee concluded in a consensual manner that there were no conditions to continue with the three commitments.',
      }, 'irm-results', 'read', 'Resumido del informe.'),
      says('reading-civil-society', {
        es: 'El NOSC, por los nuevos casos de intervención de comunicaciones: no existen las condiciones mínimas para cocrear un quinto plan.',
        en: 'The NOSC, over the new cases of interception of communications: the minimum conditions to co-create a fifth plan do not exist.',
      }, 'irm-results', 'read', 'Resumido del informe.'),
      says('helped', {
        es: 'Reuniones virtuales; trabajo con el Comité; disposición de las personas; personas con influencia en el tema; avances en secuencia; información compartida.',
        en: 'Virtual meetings; work with the Committee; willing people; people with influence on the topic; progress in sequence; shared information.',
      }, 'irm-results'),
      says('hindered', {
        es: 'Cambios de titulares y de personal; la pandemia; poca participación en algunos compromisos; la pausa de la sociedad civil en 1, 5 y 9; otras agendas; acciones muy ambiciosas y poco viables; falta de actores clave.',
        en: 'Turnover of heads and staff; the pandemic; low participation in some commitments; civil society’s pause in 1, 5 and 9; other agendas; actions of high ambition and low feasibility; missing key actors.',
      }, 'irm-results'),
      says('working-groups', {
        es: 'Los 13 compromisos instalaron su grupo de trabajo; los grupos llevan minutas.', en: 'All 13 commitments set up their working group; the groups keep minutes.',
      }, 'irm-results'),
    ],
  })
  await stage.office(recordFindings, {
    plan: id('plan-3'),
    findings: [
      irm('completion', 'substantial', 5), irm('completion', 'limited', 5), irm('completion', 'not-started', 1), irm('early-results', 'significant', 2),
      board('completion', 'completed', 8, noted('8 de 11 compromisos completos, según el propio tablero del gobierno.',
        '8 of 11 commitments completed, by the government’s own board.')),
      board('activities', 'completed', null, noted('93 % de las actividades completas, 7 % en proceso, ninguna sin avance.',
        '93% of the activities completed, 7% in process, none without progress.')),
    ],
    statements: [
      says('commitments', 11, 'irm-results'), says('ogp-ids', 'MX0064-MX0074', 'ogp-mexico', 'derived'),
      says('activities-completed', { es: '93 %', en: '93%' }, 'board-3'),
      says('endorsement', {
        es: 'A medio término ninguna organización de la sociedad civil había avalado formalmente los avances.',
        en: 'At mid-term no civil society organisation had formally endorsed the progress.',
      }, 'irm-mid-term'),
      says('titles', null, 'ogp-mexico', 'unknown', 'De cuatro de los once compromisos (MX0070, MX0071, MX0072 y MX0074) no se leyó el título.'),
    ],
  })
}

type TakenOver = { number: number; body: string; day: string; missing: string[] }

/** The three whose minutes the report's footnotes name. Who was there and what each sector said, no source tells. */
const inactive: TakenOver[] = [
  {
    number: 1, body: 'group/1', day: '2021-12-13', missing: [
      'El día en que decidió el propio Comité: la minuta que se nombra es la del grupo de trabajo.', 'La posición de cada sector.',
      'Las razones: la fuente remite a la minuta.', 'El enlace a la minuta: queda solo un fragmento.',
    ],
  },
  {
    number: 5, body: 'committee', day: '2022-05-03', missing: [
      'La posición de cada sector.', 'Las razones: la fuente remite a la minuta.', 'El enlace a la minuta: se perdió.',
    ],
  },
  {
    number: 9, body: 'committee', day: '2022-10-20', missing: [
      'La posición de cada sector.', 'Las razones: la fuente remite a la minuta.', 'El enlace a la minuta: se perdió.',
    ],
  },
]

async function takeOverStatuses(stage: Stage): Promise<void> {
  for (const { number, body, day, missing } of inactive) {
    const meeting = id(`meeting/${number}`)
    await stage.office(takeOverMeeting, {
      id: meeting, body: id(body), heldOn: day, source: source('irm-results'),
      agenda: [{
        title: { lang: 'es', text: `Razones para clasificar como inactivo el compromiso ${number}` }, commitment: id(`plan-4/${number}`),
      }],
      missing: ['El texto de la minuta.', 'La asistencia.', 'El resto del orden del día.', 'La hora, el lugar y el tipo de sesión.'],
    })
    await stage.office(takeOverStatus, {
      commitment: id(`plan-4/${number}`), to: 'inactive', decidedOn: day, body: id('committee'), meeting, source: source('irm-results'), missing,
    })
    await stage.office(keepStatements, {
      subject: id(`plan-4/${number}`),
      statements: [says('civil-society-pause', {
        es: 'La sociedad civil pausó su trabajo en este compromiso.', en: 'Civil society paused its work in this commitment.',
      }, 'irm-results', 'read', 'El informe no da el día.')],
    })
  }
  await stage.office(takeOverSuspension, {
    sector: id('civil-society'), declaredOn: '2022-10-27', source: source('ifex'),
    reason: {
      lang: 'es',
      text: 'El NOSC declaró que no existe la confianza mínima para cocrear un quinto plan de acción y detuvo su trabajo en el ámbito federal ' +
        'hasta que se resuelvan los casos de espionaje.\n\n(Resumen de la fuente, no su texto.)',
    },
  })
}
