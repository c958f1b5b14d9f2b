import { publicViewer } from '../../../lib/act/viewer.ts'
import * as plans from '../../../lib/commitments/plan-seen.ts'
import * as commitments from '../../../lib/commitments/seen.ts'
import * as sources from '../../../lib/commitments/source-seen.ts'
import * as events from '../../../lib/events/seen.ts'
import * as evidence from '../../../lib/evidence/seen.ts'
import * as texts from '../../../lib/plans/seen.ts'
import * as readings from '../../../lib/readings/seen.ts'
import * as records from '../../../lib/records/seen.ts'
import * as results from '../../../lib/roadmaps/result-seen.ts'
import * as roadmaps from '../../../lib/roadmaps/seen.ts'
import { commitmentId, id } from '../../../prisma/demonstration/table.ts'
import { noon } from '../people.ts'
import { asking, pause, water } from './question.ts'
import type { Question, Scene } from './question.ts'

export async function ofCommitments({ db, practice, record }: Scene): Promise<Question[]> {
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

export async function ofRoadmaps({ db, practice, reserve }: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('roadmaps', practice), asking('roadmaps', reserve)]
  const commitment = commitmentId('2026-2028', 1)
  const inForce = 'Seis talleres en seis colonias'
  const decisions = await db.decision.findMany({ where: { forumId: practice.id }, select: { id: true } })
  const reported = await db.progressReport.findFirstOrThrow({
    where: { commitmentId: commitment, state: 'verified' },
    orderBy: { entryIndex: 'asc' },
  })
  return [
    ask(roadmaps.roadmapsSeenBy, 'how far each commitment got', ['"number":2', '"done":']),
    ask(
      roadmaps.roadmapSeenBy,
      'sealed versions, what was reported last, and the change that is asked for',
      [inForce, 'dos meses más al convenio'],
      commitment,
    ),
    ask(roadmaps.reportsSeenBy, 'what was said of an activity', ['Abrimos el archivo'], {
      commitment,
      activity: reported.activityId,
    }),
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

export function ofPlans({ practice }: Scene): Question[] {
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

export function ofEvents({ practice }: Scene): Question[] {
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

export async function ofEvidence({ db, practice, upload }: Scene): Promise<Question[]> {
  const ask = asking('evidence', practice)
  const commitment = commitmentId('2026-2028', 1)
  const file = await db.evidence.findFirstOrThrow({
    where: { forumId: practice.id, kind: 'file' },
    orderBy: { entryIndex: 'asc' },
  })
  return [
    ask(
      evidence.evidenceOfActivity,
      'what was handed in for an activity',
      ['inventario-datos-de-agua.csv'],
      { commitment, activity: file.activityId },
    ),
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

export async function ofReadings({ db, practice, record }: Scene): Promise<Question[]> {
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
