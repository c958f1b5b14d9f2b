// Every query, read by every kind of person: what docs/permissions.md tells of them is what they answer.
import { observationMade } from '../../lib/minutes/facts.ts'
import { participationSuspended } from '../../lib/proposals/facts.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toDate } from '../../lib/act/calendar.ts'
import type { AnyCommand } from '../../lib/act/command.ts'
import { officeViewer, personViewer, publicViewer } from '../../lib/act/viewer.ts'
import type { ForumHead, Viewer } from '../../lib/act/viewer.ts'
import * as amendments from '../../lib/amendments/seen.ts'
import * as archives from '../../lib/archive/seen.ts'
import { appoint } from '../../lib/bodies/commands.ts'
import * as appointments from '../../lib/appointments/seen.ts'
import * as bodies from '../../lib/bodies/seen.ts'
import * as confirmations from '../../lib/confirmations/seen.ts'
import { proposeStatus } from '../../lib/commitments/commands.ts'
import * as plans from '../../lib/commitments/plan-seen.ts'
import * as commitments from '../../lib/commitments/seen.ts'
import * as sources from '../../lib/commitments/source-seen.ts'
import { openDatabase } from '../../lib/db/client.ts'
import { handInDocumentLink } from '../../lib/documents/commands.ts'
import * as documents from '../../lib/documents/seen.ts'
import * as events from '../../lib/events/seen.ts'
import * as evidence from '../../lib/evidence/seen.ts'
import * as keeping from '../../lib/keeping/seen.ts'
import { publishCheckpoint } from '../../lib/log/publish.ts'
import { logRows } from '../../lib/log/rows.ts'
import { itemText } from '../../lib/minutes/drafts/protocol.ts'
import * as drafts from '../../lib/minutes/draft-seen.ts'
import * as minutes from '../../lib/minutes/seen.ts'
import * as voices from '../../lib/minutes/voices-seen.ts'
import * as work from '../../lib/minutes/work-seen.ts'
import * as meetings from '../../lib/meetings/seen.ts'
import { setSeries, setSeriesException, setTemplate } from '../../lib/series/commands.ts'
import * as series from '../../lib/series/seen.ts'
import * as roster from '../../lib/roster/seen.ts'
import * as sessions from '../../lib/sittings/seen.ts'
import { openMesa } from '../../lib/mesa.ts'
import { readSettings } from '../../lib/settings.ts'
import * as notices from '../../lib/notices/seen.ts'
import { nameReturnConditions } from '../../lib/pauses/commands.ts'
import { noteGuest } from '../../lib/preparing/commands.ts'
import * as pauses from '../../lib/pauses/seen.ts'
import { takePosition } from '../../lib/proposals/commands.ts'
import * as proposals from '../../lib/proposals/seen.ts'
import * as readings from '../../lib/readings/seen.ts'
import * as roadmaps from '../../lib/roadmaps/seen.ts'
import * as texts from '../../lib/plans/seen.ts'
import * as records from '../../lib/records/seen.ts'
import * as results from '../../lib/roadmaps/result-seen.ts'
import * as balance from '../../lib/brief/balance-seen.ts'
import * as people from '../../lib/brief/people-seen.ts'
import * as briefs from '../../lib/brief/seen.ts'
import * as scopes from '../../lib/brief/scope-seen.ts'
import * as standing from '../../lib/brief/standing-seen.ts'
import * as works from '../../lib/brief/work-seen.ts'
import * as calendars from '../../lib/calendars/seen.ts'
import * as letters from '../../lib/letters/seen.ts'
import * as publication from '../../lib/history/seen.ts'
import * as then from '../../lib/then/seen.ts'
import { enrolDevice } from '../../lib/devices/commands.ts'
import * as devices from '../../lib/devices/seen.ts'
import * as witnesses from '../../lib/witnesses/seen.ts'
import { bodyId, commitmentId, es, id, personId, seatId } from '../../prisma/demonstration/table.ts'
import { done, smallTable } from '../../prisma/small-table.ts'
import { amendedLater, whileProposalsAreHeld } from './amendments.ts'
import { adviser, everyone, forumNamed, noon } from './people.ts'
import type { Mesa, Someone } from './people.ts'

export type Reading = { someone: Someone; answer: string; seen: 'whole' | 'part' | 'nothing' }
/** A query, asked about something, and what each kind of person reads of it. */
export type Read = {
  capability: string
  query: string
  situation: string
  cells: Reading[]
  /** what the portal's own role reads; null: it may not ask at all */
  published: string | null
  /**
   * what the public is told by the rows of the past at the last act, which is what there is now: with the
   * application's role, and with the portal's
   */
  atLast: { application: string; portal: string | null }
}

/** Queries without a viewer that pages call all the same, and what stands before each. */
export const otherDoors: Record<string, string> = {
  desksOf:
    'the forums in which somebody has, or had, a seat. Asked for the e-mail of who is signed in, or has ' +
    'just signed in, and for no other.',
  seatsAwaiting:
    'the seats for which somebody is invited, as their forums show them to everybody. Asked for the e-mail ' +
    'of a link that still works, and for no other.',
  inventedPeople:
    'the invented people of the demonstration, as whom one can sign in there. Its page and its form ' +
    'exist in the demonstration alone.',
  reassessmentsDue:
    'what outside events put on the agenda of a new meeting. Asked for a body that the viewer may ' +
    'convene (`convene`); all of it is public.',
  leftOverIn:
    'what the agenda of a new meeting begins with. Asked for a body that the viewer may convene ' +
    '(`convene`); all of it stands in public agendas.',
  errataDue:
    'errata that come onto the agenda of a new meeting. Asked for a body that the viewer may convene ' +
    '(`convene`); all of it stands beside published minutes.',
  witnessKeys:
    'the keys of witnesses in force. Asked for co-signatures that arrive, and for the log’s policies; ' +
    'all of it is public.',
  paperOf: 'a draft as it would be circulated. Shown to whom `draftOf` answers, and to nobody else.',
}

/** The questions, on a database with the demonstration: what they need beyond it is brought about by acts. */
export async function walkQueries(appUrl: string, readerUrl: string): Promise<Read[]> {
  const mesa = openMesa(appUrl, { ...readSettings(), databaseReaderUrl: readerUrl })
  const database = openDatabase(appUrl)
  const reads: Read[] = []
  try {
    const people = await everyone(mesa, await smallTable(database, 'otra-mesa'))
    const asked = await questions(mesa)
    // What of a log is shown depends on its being signed. The key is of this walk alone.
    const keysDir = mkdtempSync(join(tmpdir(), 'permissions-keys-'))
    try {
      await publishCheckpoint(logRows(database), (await forumNamed(mesa, 'practica')).id, keysDir)
    } finally {
      rmSync(keysDir, { recursive: true })
    }
    for (const { forum, marks, ask, ...shown } of asked) {
      const cells = await Promise.all(
        people.map(async (someone): Promise<Reading> => {
          const answer = textOf(await ask(await someone.viewer(forum, noon)))
          const found = marks.filter((mark) => answer.includes(mark)).length
          return {
            someone,
            answer,
            seen: seenOf(found, marks.length),
          }
        }),
      )
      const toThePortal = (db: Viewer['db']) =>
        Promise.resolve(ask(publicViewer(db, forum, noon))).then(textOf, (error: unknown) => {
          if (/permission denied|does not exist/.test(String(error))) return null
          throw error
        })
      const last = mesa.then({
        at: ((await mesa.db.logHead.findUnique({ where: { forumId: forum.id } }))?.size ?? 0) - 1,
      })
      const atLast = {
        application: textOf(await ask(publicViewer(last.db, forum, noon))),
        portal: await toThePortal(last.published),
      }
      reads.push({ ...shown, cells, published: await toThePortal(mesa.published), atLast })
    }
  } finally {
    await Promise.all([mesa.close(), database.$disconnect()])
  }
  return reads
}

function seenOf(found: number, marks: number): Reading['seen'] {
  if (found === marks) return 'whole'
  return found > 0 ? 'part' : 'nothing'
}

/** An answer as one text, in which a mark is found; bytes as what they say. */
export function textOf(answer: unknown): string {
  return JSON.stringify(answer, (_name, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : value,
  )
}

/** What is asked, in which forum, and the marks that the whole answer bears. */
type Question = {
  capability: string
  query: string
  situation: string
  forum: ForumHead
  marks: string[]
  ask: (viewer: Viewer) => unknown
}

const asking =
  (capability: string, forum: ForumHead) =>
  <Rest extends unknown[]>(
    query: (viewer: Viewer, ...rest: Rest) => unknown,
    situation: string,
    marks: string[],
    ...rest: Rest
  ): Question => ({
    capability,
    query: query.name,
    situation,
    forum,
    marks,
    ask: (viewer) => query(viewer, ...rest),
  })

/** The practice table; the same where open proposals are not public, with one of them; and the record of the past. */
type Scene = {
  mesa: Mesa
  db: Mesa['db']
  practice: ForumHead
  reserve: ForumHead
  record: ForumHead
  reserved: { id: string; number: number }
  amended: Awaited<ReturnType<typeof amendedLater>>
  upload: string
}

/** A proposal that the public does not read yet, and what a sector said to it. */
async function proposeInReserve(mesa: Mesa, practice: ForumHead) {
  const act = { clock: () => noon }
  const { proposal } = done(
    await mesa.act(proposeStatus, {
      ...act,
      viewer: await personViewer(mesa.db, practice, personId('mariana.escobedo'), noon),
      key: 'permissions-proposal',
      input: {
        as: seatId('committee/representative'),
        commitment: commitmentId('2019-2022', 9),
        mode: 'written',
        to: 'concluded',
        title: es('RESERVA título'),
        text: es('RESERVA texto'),
        reasonClass: 'fulfilled',
        tried: es('RESERVA intento'),
        deadlineOn: '2027-12-15',
        agendaItem: await itemOfMeetingToCome(mesa),
      },
    }),
  )
  const reserved = await mesa.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  done(
    await mesa.act(takePosition, {
      ...act,
      viewer: await personViewer(mesa.db, practice, personId('elvira.santoyo'), noon),
      key: 'permissions-position',
      input: {
        as: seatId('committee/commissioner'),
        proposal: reserved.id,
        digest: reserved.digest,
        stance: 'object',
        reason: es('RESERVA motivo'),
      },
    }),
  )
  return reserved
}

async function questions(mesa: Mesa): Promise<Question[]> {
  const [practice, record] = [await forumNamed(mesa, 'practica'), await forumNamed(mesa, 'mexico')]
  const reserve: ForumHead = {
    ...practice,
    rules: { ...(practice.rules as object), openProposalsArePublic: false },
  }
  done(
    await mesa.act(appoint, {
      clock: () => noon,
      // As it was founded: this seat is of a sector that has no voice to fill it.
      viewer: officeViewer(mesa.db, { ...practice, openedAt: null }, 'operator', noon),
      key: 'permissions-adviser',
      input: { seat: seatId('committee/technical-adviser'), ...adviser, capacity: 'titular' },
    }),
  )
  const reserved = await whileProposalsAreHeld(mesa, practice, () => proposeInReserve(mesa, practice))
  const amended = await amendedLater(mesa, practice)
  const form = new FormData()
  form.append('file', new Blob(['Un archivo que espera']), 'espera.txt')
  const upload = await mesa.receiving.form(
    await personViewer(mesa.db, practice, personId('gabriela.montano'), noon),
    new Request('http://localhost/', { method: 'POST', body: form }),
  )
  const scene = {
    mesa,
    db: mesa.db,
    practice,
    reserve,
    record,
    reserved,
    amended,
    upload: String(upload),
  }
  return [
    ...ofBodies(scene),
    ...ofSeating(scene),
    ...(await ofCommitments(scene)),
    ...(await ofProposals(scene)),
    ...ofAmendments(scene),
    ...(await ofRoadmaps(scene)),
    ...ofPlans(scene),
    ...(await ofEvidence(scene)),
    ...ofEvents(scene),
    ...ofWitnesses(scene),
    ...(await ofReadings(scene)),
    ...(await ofMeetings(scene)),
    ...(await ofMinutes(scene)),
    ...(await ofSeries(scene)),
    ...(await ofNotices(scene)),
    ...(await ofBrief(scene)),
    ...(await ofPublication(scene)),
    ...ofKeeping(scene),
    ...(await ofDevices(scene)),
    ...(await ofDocumentsAndPauses(scene)),
  ]
}

async function heldOn({ db }: Pick<Mesa, 'db'>, body: string, day: string) {
  return db.meeting.findFirstOrThrow({
    where: { bodyId: bodyId(body), heldOn: toDate(day) },
    include: { minutes: true, agenda: { orderBy: { rank: 'asc' } } },
  })
}

function minutesOf({ minutes }: Awaited<ReturnType<typeof heldOn>>): string {
  if (!minutes) throw new Error('this meeting has no minutes')
  return minutes.id
}

async function itemOfMeetingToCome(mesa: Mesa): Promise<string | undefined> {
  return (await heldOn(mesa, 'committee', '2027-02-10')).agenda[0]?.id
}

const water = 'Datos del agua que se entienden en cada colonia'
const pause = 'cambió dos veces de fecha'
const minutesText = 'Cinco municipios ya contestaron que sí'
const observation = 'Falta decir quién recibe las candidaturas'
const ownAction = 'Preguntar otra vez a los siete municipios'
const reservedWords = ['RESERVA título', 'RESERVA motivo']

function ofBodies({ practice }: Scene): Question[] {
  const ask = asking('bodies', practice)
  return [
    ask(bodies.sectorsSeenBy, 'the sectors', ['Sociedad civil']),
    ask(bodies.organisationsSeenBy, 'the organisations', ['Red Nopal Azul']),
    ask(bodies.bodiesSeenBy, 'the bodies and who sits in them', [
      'Comité Coordinador',
      'Mariana Escobedo Luna',
    ]),
    ask(bodies.bodiesSeenBy, 'the e-mail addresses of those who sit in them', ['@practica.example']),
    ask(
      bodies.bodySeenBy,
      'a body and who sits in it',
      ['Comité Coordinador', 'Mariana Escobedo Luna'],
      'coordinating-committee',
    ),
    ask(
      bodies.seatSeenBy,
      'a seat and everybody who has held it',
      ['Hugo Barrera Solís', 'Gabriela Montaño Silva'],
      seatId('committee/head-of-unit'),
    ),
    ask(bodies.voiceGapsSeenBy, 'where a sector has nobody left who may appoint: nowhere', ['[]']),
    ask(
      bodies.reliedOnSeenBy,
      'the mandates of a seat that its sector cannot do without',
      ['"2026-11-23"'],
      seatId('committee/chair'),
    ),
  ]
}

function ofSeating({ practice }: Scene): Question[] {
  const [ask, asked] = [asking('roster', practice), asking('appointments', practice)]
  const asks = asking('confirmations', practice)
  const seat = seatId('committee/chair')
  return [
    ask(roster.rosterSeenBy, 'who sits where, and the contact of the office', [
      'Comité Coordinador',
      'Mariana Escobedo Luna',
    ]),
    ask(roster.seatContactSeenBy, 'the contact of an office: none was given', ['null'], seat),
    ask(roster.pendingOfSeatSeenBy, 'what stays with a seat, counted', ['"actions"'], seat),
    ask(roster.seatsToFillSeenBy, 'the seats of one’s sector that wait for somebody: none', ['[]']),
    ask(roster.ownNamingSeenBy, 'whether one’s own name is told in public', ['"named"']),
    ask(
      roster.personNameSeenBy,
      'the name of somebody who holds a seat',
      ['Mariana Escobedo Luna'],
      personId('mariana.escobedo'),
    ),
    asked(appointments.restorationsSeenBy, 'the letters for a sector without a voice: none', ['[]']),
    asks(confirmations.requestsSeenBy, 'what sectors asked another to confirm: nothing', [
      '"requests":[]',
    ]),
    asks(confirmations.requestsAwaiting, 'how much of it waits for one’s own sector', ['0']),
    asks(
      confirmations.textsBesideSeenBy,
      'the texts beside an act that is not public: none',
      ['[]'],
      [0],
    ),
    asked(appointments.lostVoicesSeenBy, 'the seats whose sector has lost their voice: none', ['[]']),
  ]
}

async function ofCommitments({ db, practice, record }: Scene): Promise<Question[]> {
  const [ask, ofRecord] = [asking('commitments', practice), asking('commitments', record)]
  const [commitment, past] = [
    commitmentId('2026-2028', 1),
    await plans.planSeenBy(publicViewer(db, record, noon), '2019-2022'),
  ]
  if (!past) throw new Error('the record has no plan 2019-2022')
  return [
    ask(plans.tablesSeenBy, 'the tables of the installation', ['"practica"', '"mexico"']),
    ask(plans.plansSeenBy, 'the plans', ['Cuarto Plan de Acción']),
    ask(plans.planSeenBy, 'a plan', ['Cuarto Plan de Acción'], '2019-2022'),
    ask(commitments.commitmentsSeenBy, 'the commitments of a plan', [water], id('2026-2028')),
    ask(commitments.commitmentSeenBy, 'a commitment and its pauses', [water, pause], 1, '2026-2028'),
    ask(
      commitments.conditionsOfPause,
      'what an inactive commitment would have to meet',
      ['Que entre en vigor el nuevo registro de proveedores.'],
      commitmentId('2026-2028', 2),
    ),
    ask(commitments.commitmentNamed, 'the name of a commitment', [water], commitment),
    ask(commitments.lineageSeenBy, 'where a commitment comes from', ['"ancestors":'], commitment),
    ask(commitments.suspensionsSeenBy, 'the pauses of a commitment', [pause], {
      commitments: [commitment],
      open: false,
    }),
    ask(
      sources.statementsAbout,
      'what the sources say of a commitment',
      ['"field":"title-es"'],
      commitmentId('2019-2022', 1),
    ),
    ofRecord(plans.planResultsSeenBy, 'what was found about a plan', ['"author":"irm"'], past),
    ofRecord(sources.eventsSeenBy, 'what happened outside', ['"happenedOn":']),
    ofRecord(sources.sourcesSeenBy, 'the sources', ['"count":']),
  ]
}

async function ofProposals({ db, practice, reserve, reserved }: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('proposals', practice), asking('proposals', reserve)]
  const [open, closed] = [
    'open, and what was said to it',
    'the same, where open proposals are not public',
  ]
  const words = ['Los reportes por colonia se publican cada mes', 'Falta el diccionario de datos']
  const { id: proposal } = await db.proposal.findFirstOrThrow({
    where: { forumId: practice.id, number: 5 },
  })
  return [
    ask(proposals.proposalsSeenBy, open, words),
    inReserve(proposals.proposalsSeenBy, closed, reservedWords),
    ask(proposals.proposalPagesSeenBy, 'a page of proposals', [
      'Los reportes por colonia se publican cada mes',
    ]),
    inReserve(proposals.proposalPagesSeenBy, 'a page of proposals, where open ones are not public', [
      reservedWords[0] ?? '',
    ]),
    ask(proposals.proposalSeenBy, open, words, proposal),
    inReserve(proposals.proposalSeenBy, closed, reservedWords, reserved.id),
    ask(proposals.proposalNumbered, open, words, '5', 'proposal'),
    inReserve(proposals.proposalNumbered, closed, reservedWords, String(reserved.number), 'proposal'),
    ask(proposals.wroteTheText, 'whether one wrote the text of an open one', ['"own":true'], proposal),
    ask(
      proposals.proposalNames,
      'the name of an open one',
      ['Dar por concluido el compromiso 1'],
      [proposal],
    ),
    inReserve(
      proposals.proposalNames,
      'the name of an open one, where open proposals are not public',
      ['RESERVA título'],
      [reserved.id],
    ),
    inReserve(proposals.decisionsSeenBy, 'the decisions, where open proposals are not public', [
      '"no-consensus"',
      '"consensus-with-reservations"',
    ]),
    ask(proposals.suspensionsDeclared, 'the pauses that sectors declared', [pause]),
  ]
}

function ofAmendments({ practice, amended }: Scene): Question[] {
  const ask = asking('amendments', practice)
  return [
    ask(amendments.amendmentsSeenBy, 'what the forum decided to change of itself', [
      '"state":"waiting"',
      '"draftDays":200',
    ]),
    ask(amendments.rulesSeenBy, 'its rules, with their past', ['"rule":"quorumShare"', '"foundedOn"']),
    ask(amendments.changeNames, 'what a change names', ['INAI']),
    ask(amendments.forumParts, 'what a change can be about', ['"timeZone"', '"underWay"']),
    ask(
      amendments.changeForeseen,
      'what a change would bring about',
      ['"observationDays":9'],
      { kind: 'rules' as const, rules: { observationDays: 9 } },
      '2027-12-15',
    ),
    ask(amendments.changeAskedBy, 'the change that a proposal asked for', ['"draftDays":200'], amended),
  ]
}

const nopalAnswers = {
  id: id('roadmap/water/1'),
  number: 1,
  title: { es: 'x' },
  weight: 1,
  responsible: [id('organisation/nopal')],
  startsOn: '2026-01-01',
  endsOn: '2026-01-02',
  activities: [],
}

async function ofRoadmaps({ db, practice, reserve }: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('roadmaps', practice), asking('roadmaps', reserve)]
  const commitment = commitmentId('2026-2028', 1)
  const inForce = 'Seis talleres en seis colonias'
  const decisions = await db.decision.findMany({ where: { forumId: practice.id }, select: { id: true } })
  return [
    ask(roadmaps.roadmapsSeenBy, 'how far each commitment got', ['"number":2', '"done":']),
    ask(
      roadmaps.roadmapSeenBy,
      'sealed versions, what was reported, and the change that is asked for',
      [inForce, 'Abrimos el archivo', 'dos meses más al convenio'],
      commitment,
    ),
    inReserve(
      roadmaps.roadmapSeenBy,
      'the same, where open proposals are not public',
      [inForce, 'dos meses más al convenio'],
      commitment,
    ),
    ask(
      roadmaps.unmetSeenBy,
      'what a roadmap promised and nobody called complete',
      ['Lectura telefónica'],
      commitment,
    ),
    ask(
      roadmaps.responsiblesSeenBy,
      'the names of who answers for something',
      ['Red Nopal Azul'],
      [{ keyActions: [nopalAnswers] }],
    ),
    ask(
      results.effectsOfDecisions,
      'what adopted decisions brought about',
      ['"of":"status"', '"of":"roadmap"'],
      decisions.map((one) => one.id),
    ),
    ask(roadmaps.roadmapDraftSeenBy, 'the working paper of the next change', [inForce], commitment),
  ]
}

function ofPlans({ practice }: Scene): Question[] {
  const ask = asking('plans', practice)
  const commitment = commitmentId('2026-2028', 1)
  return [
    ask(texts.commitmentTextsSeenBy, 'how a commitment has read', ['[]'], commitment),
    ask(texts.planChangesSeenBy, 'what decisions changed in a plan', ['"changes":'], id('2026-2028')),
    ask(texts.plansToChange, 'plans with their commitments, for forms', ['"organisations":']),
    ask(
      texts.namesInPlans,
      'the names of what an effect names',
      ['Red Nopal Azul'],
      [id('organisation/nopal')],
    ),
    asking('records', practice)(records.recordsSeenBy, 'what was taken over from before', ['[']),
  ]
}

function ofEvents({ practice }: Scene): Question[] {
  const ask = asking('events', practice)
  return [
    ask(
      events.eventLinksSeenBy,
      'what outside events did to a roadmap',
      ['Recorte', 'no deja pagar la línea'],
      { commitment: commitmentId('2026-2028', 1) },
    ),
    ask(events.eventRegister, 'the outside events on record', ['Recorte']),
  ]
}

async function ofEvidence({ db, practice, upload }: Scene): Promise<Question[]> {
  const ask = asking('evidence', practice)
  const commitment = commitmentId('2026-2028', 1)
  const file = await db.evidence.findFirstOrThrow({
    where: { forumId: practice.id, kind: 'file' },
    orderBy: { entryIndex: 'asc' },
  })
  return [
    ask(
      evidence.evidenceSeenBy,
      'what was handed in for a roadmap, and what the sectors say of it',
      ['inventario-datos-de-agua.csv', 'dos de los tres formatos'],
      { commitment },
    ),
    ask(
      evidence.evidenceCounts,
      'how much was handed in for each activity',
      ['"questioned":1'],
      commitment,
    ),
    ask(
      evidence.fileSeenBy,
      'a file by its digest',
      ['inventario-datos-de-agua.csv'],
      file.digest ?? '',
    ),
    ask(evidence.linksSeenBy, 'links that no longer answer', ['formatos-de-prueba'], { state: 'dead' }),
    ask(evidence.linkCounts, 'how many links answer', ['"dead":1']),
    ask(evidence.waitingFile, 'where its bytes lie', ['"digest":'], upload),
    ask(
      evidence.uploadSeenBy,
      'a file that SFP’s second seat brought and has not handed in',
      ['espera.txt'],
      upload,
    ),
  ]
}

async function ofReadings({ db, practice, record }: Scene): Promise<Question[]> {
  const [ask, ofRecord] = [asking('readings', practice), asking('readings', record)]
  const third = await db.plan.findFirstOrThrow({ where: { forumId: record.id, slug: '2016-2018' } })
  const commitment = commitmentId('2026-2028', 1)
  return [
    ask(
      readings.readingsSeenBy,
      'what each sector says of how far a commitment got',
      ['Hay reportes, y en cuatro', 'Falta el diccionario de datos', '"disputed":true'],
      commitment,
    ),
    ask(
      readings.disputedSeenBy,
      'the commitments of a plan on which readings differ',
      [commitment],
      id('2026-2028'),
    ),
    ofRecord(
      readings.disputedSeenBy,
      'two counts of a plan that contradict each other',
      ['"irm"', '"government-board"'],
      third.id,
    ),
    ask(
      readings.assessmentsSeenBy,
      'the self-assessments of a plan',
      ['Un reporte publicado no es todavía un reporte entendido'],
      id('2026-2028'),
    ),
  ]
}

async function ofMeetings(scene: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('meetings', scene.practice), asking('meetings', scene.reserve)]
  const chair = await scene.db.mandate.findFirstOrThrow({
    where: { seatId: seatId('committee/chair'), capacity: 'titular' },
  })
  const circulating = await heldOn(scene, 'committee', '2026-11-12')
  const [group, toCome] = [
    await heldOn(scene, 'gtp-1', '2026-11-18'),
    await heldOn(scene, 'committee', '2027-02-10'),
  ]
  return [
    ask(meetings.sectorNames, 'the names of the sectors', ['Sociedad civil']),
    ask(
      meetings.seatNames,
      'a seat by its name',
      ['Fernando Quintanar Ríos'],
      [seatId('committee/chair')],
    ),
    ask(meetings.holders, 'who held a seat', ['Fernando Quintanar Ríos'], [chair.id]),
    ask(
      meetings.meetingsSeenBy,
      'of the Committee, and which have minutes in circulation',
      [circulating.id, minutesOf(circulating)],
      { body: bodyId('committee') },
    ),
    ask(meetings.upcomingMeetings, 'to come, of the Committee', [toCome.id], [bodyId('committee')]),
    ask(
      meetings.meetingSeenBy,
      'of a working group, and its video link',
      ['Qué falta para concluir', '/sala-1'],
      group.id,
    ),
    inReserve(
      meetings.meetingSeenBy,
      'of the Committee, and an open proposal that hangs on it, where those are not public',
      ['Revisión de medio término', 'RESERVA título'],
      toCome.id,
    ),
    ask(
      sessions.sessionSeenBy,
      'how a session of the Committee goes',
      ['"mayRun":', '"items":[{'],
      toCome.id,
    ),
    ask(
      sessions.sessionSeenBy,
      'whether one runs it: only who keeps the Committee’s book',
      ['"mayPlan":true'],
      toCome.id,
    ),
    ask(
      sessions.followsMeeting,
      'whether one follows a meeting of the Committee as it goes',
      ['true'],
      toCome.id,
    ),
    ask(meetings.openActionsOf, 'actions agreed in published minutes', [ownAction], {}),
    ask(meetings.openActionPages, 'actions of one’s own seats, and of the others in their bodies', [
      ownAction,
    ]),
    ask(meetings.overdueActions, 'how many actions have passed their day', ['"overdue":']),
    ask(
      meetings.quietSeenBy,
      'since when the Committee has neither met nor been convened',
      ['null'],
      bodyId('committee'),
    ),
  ]
}

async function noteOlga(scene: Scene, secretary: Viewer, meeting: string) {
  const office = es('Archivo')
  done(
    await scene.mesa.act(noteGuest, {
      clock: () => noon,
      viewer: secretary,
      key: 'permissions-guest',
      input: { as: seatId('committee/secretary'), meeting, name: 'Olga Invitada', office },
    }),
  )
  return scene.db.guest.findFirstOrThrow({ where: { meetingId: meeting } })
}

/** What stands beside a meeting and a suspension. */
async function ofDocumentsAndPauses(scene: Scene): Promise<Question[]> {
  const [documented, paused] = [asking('documents', scene.practice), asking('proposals', scene.practice)]
  const toCome = await heldOn(scene, 'committee', '2027-02-10')
  const suspension = await scene.db.suspension.findFirstOrThrow({
    where: { forumId: scene.practice.id, resumedAt: null },
  })
  const [secretary, voice] = await Promise.all(
    ['omar.villasenor', 'mariana.escobedo'].map((person) =>
      personViewer(scene.mesa.db, scene.practice, personId(person), noon),
    ),
  )
  const act = { clock: () => noon }
  if (!secretary || !voice) throw new Error('the demonstration has these people')
  done(
    await scene.mesa.act(handInDocumentLink, {
      ...act,
      viewer: secretary,
      key: 'permissions-document',
      input: {
        as: seatId('committee/secretary'),
        of: 'meeting',
        thing: toCome.id,
        address: 'https://a.example/',
        title: es('Convocatoria'),
      },
    }),
  )
  done(
    await scene.mesa.act(nameReturnConditions, {
      ...act,
      viewer: voice,
      key: 'permissions-condition',
      input: {
        as: seatId('committee/representative'),
        suspension: suspension.id,
        conditions: [es('Publicar un calendario.')],
      },
    }),
  )
  const guest = await noteOlga(scene, secretary, toCome.id)
  return [
    documented(
      minutes.guestsNamed,
      'who comes to a meeting without a seat',
      ['Olga Invitada'],
      [{ guest: guest.id, office: null }],
    ),
    documented(
      documents.documentsSeenBy,
      'beside a meeting of the Committee',
      ['Convocatoria'],
      [toCome.id],
    ),
    documented(
      documents.documentPlaceSeenBy,
      'where documents of a meeting stand',
      [toCome.id],
      'meeting',
      toCome.id,
    ),
    paused(
      pauses.pausesSeenBy,
      'what a sector that paused asks for to come back',
      ['Publicar un calendario.'],
      [suspension.id],
    ),
  ]
}

async function ofMinutes(scene: Scene): Promise<Question[]> {
  const ask = asking('meetings', scene.practice)
  const [begun, circulating] = [
    await heldOn(scene, 'committee', '2026-11-19'),
    await heldOn(scene, 'committee', '2026-11-12'),
  ]
  const group = await heldOn(scene, 'gtp-1', '2026-11-18')
  const { agendaItemId } = await scene.db.draftItem.findFirstOrThrow({ where: { meetingId: begun.id } })
  const writer = await personViewer(scene.db, scene.practice, personId('mariana.escobedo'), noon)
  await scene.mesa.draft.comment(writer, {
    meeting: begun.id,
    place: itemText(agendaItemId),
    text: 'Falta decir quién lo pidió',
  })
  await scene.mesa.draft.nameVersion(writer, { meeting: begun.id, name: 'Antes de la revisión' })
  return [
    ask(
      minutes.minutesSeenBy,
      'published',
      ['Se adopta el calendario de sesiones de 2026'],
      'CC-2026-02',
    ),
    ask(minutes.minutesSeenBy, 'in circulation in the Committee', [minutesText], circulating.id),
    ask(
      minutes.minutesSeenBy,
      'an observation on minutes in circulation in the Committee',
      [observation],
      circulating.id,
    ),
    ask(
      minutes.minutesSeenBy,
      'in circulation in a working group',
      ['Dos de los tres reportes ya están reescritos'],
      group.id,
    ),
    ask(
      drafts.draftOf,
      'that the Committee is writing',
      ['la lista no debió', 'Proponer cómo se cuidan los datos'],
      begun.id,
    ),
    ask(
      drafts.draftAccess,
      'who comes to the shared draft that the Committee is writing, and whether one writes',
      ['"mayWrite":true'],
      begun.id,
    ),
    ask(drafts.draftAccess, 'who comes to that draft at all', ['"state":"held"'], begun.id),
    ask(drafts.referencesSeenBy, 'what it can point to', ['Compras escolares'], begun.id),
    ask(drafts.draftOf, 'of minutes in circulation in the Committee', [minutesText], circulating.id),
    ask(
      drafts.revisionsOf,
      'every text that was saved for an item of that draft',
      ['la lista no debió'],
      agendaItemId,
    ),
    ask(voices.voicesSeenBy, 'a comment on that draft', ['Falta decir quién lo pidió'], begun.id),
    ask(
      voices.voicesSeenBy,
      'whether one settles it: who made it, and who keeps the Committee’s book',
      ['"mayClose":true'],
      begun.id,
    ),
    ask(voices.versionsSeenBy, 'how that draft stood', ['Antes de la revisión'], begun.id),
    ask(
      voices.versionSeenBy,
      'what it said then',
      ['la lista no debió'],
      begun.id,
      1,
      'before' as const,
    ),
    ask(drafts.writesFor, 'whether one writes for the Committee', ['true'], bodyId('committee')),
    ask(drafts.mayWriteDraft, 'whether one writes this draft of the Committee', ['true'], begun),
    ask(work.minutesWorkOf, 'minutes that wait for one’s own approval', [
      `"minutes":"${minutesOf(circulating)}"`,
    ]),
    ask(work.minutesWorkOf, 'an action of SFP’s second seat', [ownAction]),
  ]
}

/**
 * The practice table has no series of its own: the working group's secretary sets one, with a template and a
 * day that falls out.
 */
async function ofSeries({ mesa, db, practice }: Scene): Promise<Question[]> {
  const ask = asking('meetings', practice)
  const secretary = await personViewer(db, practice, personId('nayeli.cortes'), noon)
  const act = async (command: AnyCommand, key: string, input: object) =>
    done(
      await mesa.act(command, {
        viewer: secretary,
        key: `permissions-${key}`,
        clock: () => noon,
        input: { as: seatId('gtp-1/secretary'), ...input },
      }),
    )
  const body = bodyId('gtp-1')
  const { template } = await act(setTemplate, 'template', {
    body,
    name: { es: 'Ordinaria del grupo' },
    kind: 'ordinary',
    items: [{ title: { es: 'Avances del mes' }, minutes: 40 }],
  })
  const rhythm = {
    body,
    kind: 'ordinary',
    rhythm: 'month',
    nth: 'second',
    weekday: 'tuesday',
    fromOn: '2026-12-01',
    time: '10:00',
    template: String(template),
  }
  const { series: id } = await act(setSeries, 'series-set', rhythm)
  await act(setSeriesException, 'series-exception', {
    series: id,
    day: '2027-01-12',
    change: 'out',
    reason: es('Se pinta la sala'),
  })
  const like = (await heldOn({ db }, 'gtp-1', '2026-11-18')).id
  return [
    ask(
      series.templatesSeenBy,
      'the templates of a working group',
      ['Ordinaria del grupo', 'Avances del mes'],
      body,
    ),
    ask(
      series.seriesSeenBy,
      'the days that a working group plans, and why one falls out',
      ['"day":"2026-12-08"', 'Se pinta la sala'],
      [body],
    ),
    ask(
      series.proposedMeeting,
      'with what a call of a working group can begin',
      ['Avances del mes'],
      body,
      { series: String(id) },
      'es',
    ),
    ask(
      series.proposedMeeting,
      'a meeting of a working group again, and its video link',
      ['Qué falta para concluir', '/sala-1'],
      body,
      { like },
      'es',
    ),
  ]
}

async function ofNotices(scene: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('notices', scene.practice), asking('notices', scene.reserve)]
  const circulating = await heldOn(scene, 'committee', '2026-11-12')
  return [
    ask(notices.deskOf, 'minutes to approve or to observe', [`"meeting":"${circulating.id}"`]),
    ask(notices.deskOf, 'an action of SFP’s second seat', [ownAction]),
    inReserve(
      notices.deskOf,
      'an open proposal that waits for one’s own sector, where those are not public',
      ['RESERVA título'],
    ),
    ask(notices.choicesFor, 'what a proposal can be about', [water, 'Revisión de medio término']),
    ask(notices.selfOf, 'the name of who holds SFP’s second seat', ['Gabriela Montaño Silva']),
  ]
}

/** Of SFP's head: each part by itself, from the work of that seat as its holder reads it, and the whole. */
async function ofBrief({ db, practice, reserve }: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('brief', practice), asking('brief', reserve)]
  const seat = seatId('committee/chair')
  const holder = await personViewer(db, practice, personId('fernando.quintanar'), noon)
  const work = await works.workSeenBy(holder, [seat])
  const committee = { bodies: [bodyId('committee')], since: null }
  return [
    ask(scopes.scopeSeenBy, 'what SFP’s head has to do with', [water, 'Titular de la SFP'], [seat]),
    ask(
      works.workSeenBy,
      'what waits for SFP’s head, in minutes that circulate and elsewhere',
      ['brief.work.minutes-pending', 'brief.work.proposal-too-late'],
      [seat],
    ),
    ask(works.roadmapsNow, 'the roadmaps in force', ['Diccionario de datos'], work.scope),
    ask(works.reportedNow, 'what was reported of activities', ['{}'], work.scope),
    ask(standing.blockedSeenBy, 'what stands still, and by whose word', [pause], work),
    ask(standing.changedSeenBy, 'what changed in roadmaps', ['brief.changed.dropped'], work, null),
    ask(
      standing.disagreementsSeenBy,
      'what sectors see differently',
      ['dos de los tres formatos'],
      work,
    ),
    ask(standing.outsideSeenBy, 'what outside events threaten', ['no deja pagar la línea'], work),
    ask(people.peopleSeenBy, 'who is new, and which seats are empty', ['Hugo Barrera Solís'], work),
    ask(people.presenceSeenBy, 'who came to the Committee', ['"there":8'], work.scope, committee),
    ask(
      people.nextSeenBy,
      'what to read before, with minutes that circulate',
      ['brief.next.asked-again', '"state":"circulated"'],
      work,
    ),
    ask(
      briefs.briefSeenBy,
      'of SFP’s head, with minutes that circulate',
      ['brief.blocked.inactive', 'brief.work.minutes-pending', '"state":"circulated"'],
      { seat },
    ),
    inReserve(
      briefs.briefSeenBy,
      'of SFP’s head, with an open proposal, where those are not public',
      ['RESERVA título'],
      { seat },
    ),
    ask(balance.balanceSeenBy, 'how the work is spread', ['"rows":{"sector":']),
  ]
}

/** The same person at an act of the past, by the handle that is theirs. */
function atAct(mesa: Mesa, viewer: Viewer, at: number): Viewer {
  const { db, published } = mesa.then({ at })
  return { ...viewer, db: viewer.db === mesa.published ? published : db, moment: { at } }
}

function ofWitnesses({ practice }: Scene): Question[] {
  const ask = asking('witnesses', practice)
  return [
    ask(witnesses.witnessesOf, 'whose witness saw how much of the log', ['"sectors":', '"days":7']),
    ask(
      witnesses.policyOf,
      'of a sector as long as nobody has named a witness',
      ['null'],
      'civil-society',
      [],
    ),
    ask(witnesses.namingTextFor, 'for a key that is none', ['null'], 'civil-society', ''),
  ]
}

async function ofDevices({ mesa, db, practice }: Scene): Promise<Question[]> {
  done(
    await mesa.act(enrolDevice, {
      viewer: await personViewer(db, practice, personId('mariana.escobedo'), noon),
      key: 'permissions-passkey',
      clock: () => noon,
      input: {
        as: seatId('committee/representative'),
        credentialId: 'B'.repeat(22),
        publicKey: Buffer.from(`a4010103272006215820${'01'.repeat(32)}`, 'hex').toString('base64'),
        rpId: 'localhost',
        label: 'Mi llave',
      },
    }),
  )
  const ask = asking('devices', practice)
  return [
    ask(devices.devicesOf, 'a passkey of one’s own, as one calls it', ['"label":"Mi llave"']),
    ask(devices.devicesOf, 'what the witness of civil society is to sign, for one of its members', [
      'mesa-abierta device enrolment v1',
    ]),
  ]
}

function ofKeeping({ practice }: Scene): Question[] {
  return [
    asking('keeping', practice)(
      keeping.keepingSeenBy,
      'whether the log goes on, and how its key came to be',
      ['"freeze":null', '"changes":['],
    ),
  ]
}

async function ofPublication(scene: Scene): Promise<Question[]> {
  return [
    ...(await ofCalendars(scene)),
    ...(await ofHistory(scene)),
    ...(await ofActs(scene)),
    ...(await ofLetters(scene)),
    ...ofLog(scene),
    ...(await ofComparisons(scene)),
  ]
}

async function ofCalendars(scene: Scene): Promise<Question[]> {
  const ask = asking('publication', scene.practice)
  const group = await heldOn(scene, 'gtp-1', '2026-11-18')
  return [
    ask(
      calendars.meetingInCalendar,
      'a meeting of a working group, and its video link',
      ['Qué falta para concluir', '/sala-1'],
      group.id,
    ),
    ask(
      calendars.bodyInCalendar,
      'the meetings of a working group, and their video links',
      ['Qué falta para concluir', '/sala-1'],
      bodyId('gtp-1'),
    ),
  ]
}

async function ofHistory(scene: Scene): Promise<Question[]> {
  const { practice, reserve, reserved } = scene
  const [ask, inReserve] = [asking('publication', practice), asking('publication', reserve)]
  const circulating = await heldOn(scene, 'committee', '2026-11-12')
  return [
    ask(publication.historySeenBy, 'what is public', [pause], {
      kinds: [participationSuspended.kind],
    }),
    ask(
      publication.historySeenBy,
      'of a meeting, and an observation on its minutes in circulation',
      ['Perfil de la asesoría técnica', observation],
      { meeting: circulating.id },
    ),
    inReserve(
      publication.historySeenBy,
      'of an open proposal, where those are not public',
      reservedWords,
      { proposal: reserved.id },
    ),
  ]
}

/** What is told by mail is read as its reader: whoever asks, they learn what their own desk says. */
async function ofLetters(scene: Scene): Promise<Question[]> {
  const { mesa, practice } = scene
  const ask = asking('letters', practice)
  const circulating = await heldOn(scene, 'committee', '2026-11-12')
  await mesa.notices.stopAddress('fernando.quintanar@practica.example', '550 5.1.1')
  const line = await scene.db.historyLine.findFirstOrThrow({
    where: { meetingId: circulating.id, kind: observationMade.kind },
  })
  const notice = {
    id: circulating.id,
    forumId: practice.id,
    index: line.index,
    ordinal: line.ordinal,
    personId: personId('mariana.escobedo'),
    kind: 'known',
    bodyId: circulating.bodyId,
    thingId: circulating.id,
    asks: false,
    turn: 0,
    urgent: false,
    dueAt: null,
    at: noon,
    letterId: null,
  }
  return [
    ask(
      letters.letterSeenBy,
      'an act that is held: an observation on minutes in circulation',
      ['"kind":"meetings.observation-made'],
      [notice],
    ),
    ask(letters.stoppedSeenBy, 'whose address takes no mail', ['550 5.1.1']),
  ]
}

async function ofActs({ db, practice, reserve }: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('publication', practice), asking('publication', reserve)]
  const beside = async (words: string) => {
    const value = { startsWith: '{"lang"', contains: words }
    const payload = await db.logPayload.findFirstOrThrow({
      where: { forumId: practice.id, value },
      orderBy: { index: 'asc' },
    })
    return { index: payload.index, seal: Buffer.from(payload.seal).toString('hex') }
  }
  const [open, held, position] = [
    await beside(pause),
    await beside(observation),
    await beside('RESERVA motivo'),
  ]
  const leaf = '"leaf":'
  const published = await db.minutesVersion.findFirstOrThrow({
    where: { forumId: practice.id, minutes: { approvedAt: { not: null } } },
    orderBy: { entryIndex: 'asc' },
  })
  return [
    ask(publication.entrySeenBy, 'an act that is public, and what was said', [leaf, pause], open.index),
    ask(
      publication.entrySeenBy,
      'an act that is held (its leaf is public): an observation on minutes in circulation',
      [leaf, observation],
      held.index,
    ),
    inReserve(
      publication.entrySeenBy,
      'an act that is held: a position, where open proposals are not public',
      [leaf, 'RESERVA motivo'],
      position.index,
    ),
    inReserve(
      publication.signaturesAmong,
      'whether a device signed an act that binds and is held: a position, where open proposals are not public',
      ['"server"'],
      [position.index],
    ),
    ask(
      publication.linesSeenBy,
      'single lines, of an act that is public and of one that is held',
      ['"kind":"proposals.', '"kind":"meetings.observation-made'],
      [
        { index: open.index, ordinal: 0 },
        { index: held.index, ordinal: 0 },
      ],
    ),
    ask(publication.openPayload, 'what stands beside an act that is public', [pause], open.seal),
    ask(publication.openPayload, 'what stands beside an act that is held', [observation], held.seal),
    ask(
      publication.ownHeldAct,
      'one’s own act that is held: an observation on minutes in circulation',
      ['"salt":'],
      held.index,
    ),
    ask(
      publication.sealedText,
      'the text that published minutes put under seal',
      ['"salt":'],
      published.entryIndex,
    ),
  ]
}

function ofLog({ practice }: Scene): Question[] {
  const ask = asking('publication', practice)
  return [
    ask(
      publication.lastMovements,
      'when something last moved in a commitment',
      ['2026-1'],
      [commitmentId('2026-2028', 1)],
    ),
    ask(archives.archiveSeenBy, 'what the archive holds', ['"size":']),
    ask(publication.logHeadSeenBy, 'how long the log is', ['"size":']),
  ]
}

async function ofComparisons(scene: Scene): Promise<Question[]> {
  const { mesa, practice } = scene
  const ask = asking('publication', practice)
  const circulating = await heldOn(scene, 'committee', '2026-11-12')
  return [
    ask(then.toldOf, 'what is compared of a plan', [water], { is: 'plan', plan: undefined }),
    ask(then.toldOf, 'what is compared of minutes in circulation', ['agreements'], {
      is: 'minutes',
      number: minutesOf(circulating),
    }),
    {
      capability: 'publication',
      query: 'sinceThen',
      situation: 'what was done about a commitment since an act',
      forum: practice,
      marks: [pause],
      ask: (viewer) =>
        then.sinceThen(
          atAct(mesa, viewer, 40),
          viewer,
          { is: 'commitment', plan: '2026-2028', number: 1 },
          60,
        ),
    },
    {
      capability: 'publication',
      query: 'comparisonSeenBy',
      situation: 'two moments of the plan',
      forum: practice,
      marks: [water],
      ask: (viewer) =>
        then.comparisonSeenBy(
          viewer,
          [{ ...atAct(mesa, viewer, 40), today: '2026-01-01' }, viewer],
          undefined,
        ),
    },
  ]
}
