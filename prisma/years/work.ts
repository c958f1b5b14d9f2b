import { linkEvent } from '../../lib/events/commands.ts'
import { handInLink, judgeEvidence } from '../../lib/evidence/commands.ts'
import { personViewer } from '../../lib/act/viewer.ts'
import { fileAssessment, giveReading } from '../../lib/readings/commands.ts'
import { proposeRoadmap, reportProgress } from '../../lib/roadmaps/commands.ts'
import type { RoadmapText } from '../../lib/roadmaps/facts.ts'
import { Refused } from '../demonstration/stage.ts'
import { decide, inWriting } from './decisions.ts'
import { by, es, id, named, termOf, voicesOf } from './years.ts'
import type { Years } from './years.ts'

type Activity = RoadmapText['keyActions'][number]['activities'][number]

/** Two actions of three activities, spread over the plan; `later` moves the last of them to its end. */
function roadmapOf(years: Years, commitment: string, later: boolean): RoadmapText {
  const { size, plan } = years
  const [startsOn, endsOn] = termOf(years, plan.number)
  const halves = [1, 2]
  const activity = (half: number, at: number): Activity => ({
    id: id(years, `activity/${commitment}/${half}.${at}`),
    number: `${half}.${at}`,
    title: named(`Actividad ${half}.${at}: datos publicados y probados`),
    product: named('Informe'),
    responsible: [id(years, 'organisation/executive')],
    startsOn,
    endsOn: later && at === 1 ? endsOn : endsOn.slice(0, 8) + '15',
    verification: null,
    after: [],
    dependsOn: [],
  })
  return {
    aim: named('Que se entienda'),
    finalAim: null,
    accountability: null,
    participation: { possible: false, why: named('No se halló cómo') },
    keyActions: halves.map((half) => ({
      id: id(years, `action/${commitment}/${half}`),
      number: half,
      title: named(`Acción ${half}`),
      weight: 1,
      responsible: [],
      startsOn,
      endsOn,
      activities: Array.from({ length: Math.ceil(size.activities / 2) }, (_, at) =>
        activity(half, at + 1),
      ),
    })),
  }
}

/** The roadmap of each commitment of the plan that is under way is asked for, and sealed. */
export async function sealRoadmaps(years: Years, day: string): Promise<void> {
  const { stage, plan } = years
  const rows = await stage.db.commitment.findMany({
    where: { planId: plan.id },
    orderBy: { number: 'asc' },
  })
  years.commitments = []
  for (const { id: commitment, number } of rows) {
    const roadmap = await seal(years, { commitment, number, day, later: false })
    const activities = roadmap.keyActions.flatMap((one) => one.activities.map((each) => each.id))
    years.commitments.push({ commitment, number, activities })
  }
}

/** The roadmap of the first commitment moves an activity to the end of the plan. */
export async function moveRoadmap(years: Years, day: string): Promise<void> {
  const [first] = years.commitments
  if (first) await seal(years, { ...first, day, later: true })
}

type Sealing = { commitment: string; number: number; day: string; later: boolean }

async function seal(years: Years, { commitment, number, day, later }: Sealing): Promise<RoadmapText> {
  const { stage, doors } = years
  const path = 'committee/chair'
  const roadmap = roadmapOf(years, commitment, later)
  const viewer = await personViewer(stage.db, stage.forum, years.holders.get(path) ?? '', stage.now)
  const before = await stage.db.draftRoadmap.findUnique({ where: { commitmentId: commitment } })
  const paper = await doors.roadmapDraft.replace(viewer, {
    commitment,
    base: before?.revision ?? 0,
    roadmap,
  })
  if (paper.is !== 'saved') throw new Refused(JSON.stringify(paper))
  const { proposal } = await by(years, path, proposeRoadmap, {
    ...inWriting(day, `Hoja de ruta del compromiso ${number}`),
    commitment,
    revision: paper.revision,
    ...(later && { reasonClass: 'budget', effectOnGoal: es('Se llega, seis semanas después.') }),
  })
  await decide(years, 'committee', proposal)
  return roadmap
}

/** A word on each activity that is looked at in this month; in the plan's last month all are complete. */
export async function report(years: Years, month: number, all: boolean): Promise<void> {
  const inPlan = month % years.size.months
  const last = inPlan === years.size.months - 1
  const state = inPlan % 2 === 0 ? ('in-progress' as const) : ('not-started' as const)
  const lines = years.commitments.flatMap((one) =>
    one.activities.map((activity) => ({ commitment: one.commitment, activity })),
  )
  for (const [place, line] of lines.entries()) {
    // Whoever reports in every month says in the second that it stands still.
    if (!last && !all && (place % 6 !== Math.floor(inPlan / 2) % 6 || inPlan % 2 === 1)) continue
    const said = await years.stage.db.progressReport.findFirst({
      where: { activityId: line.activity },
      orderBy: { entryIndex: 'desc' },
    })
    const next = last ? ('complete' as const) : state
    if ((said?.state ?? 'not-started') === next) continue
    await by(years, 'committee/secretary', reportProgress, {
      ...line,
      state: next,
      note: es('Se revisó con quienes lo usan, y se dijo qué falta.'),
    })
  }
}

/** Links that show the work, of which every ninth is questioned. */
export async function handIn(years: Years, many: number): Promise<void> {
  const { counted, commitments } = years
  for (let at = 0; at < many; at += 1) {
    const count = (counted.links += 1)
    const about = commitments[count % commitments.length]
    const activity = about?.activities[count % about.activities.length]
    if (!about || !activity) return
    const { evidence } = await by(years, 'committee/secretary', handInLink, {
      commitment: about.commitment,
      activity,
      address: `https://decenio.example/prueba/${count}`,
      title: es(`Prueba ${count}`),
    })
    if (count % 9 === 0)
      await by(years, 'committee/civil', judgeEvidence, {
        evidence: String(evidence),
        word: 'questioned',
        reason: es('No dice qué se entregó ni a quién.'),
      })
  }
}

/** How far each sector finds each commitment. */
export async function read(years: Years, month: number): Promise<void> {
  for (const { commitment, number } of years.commitments)
    for (const [place, path] of voicesOf('committee').entries())
      await by(years, path, giveReading, {
        commitment,
        level: (number + place + month) % 3 === 0 ? 'limited' : 'substantial',
        text: es(`Lectura del mes ${month}: se avanza, y falta decirlo más claro.`),
      })
}

export async function hit(years: Years, day: string): Promise<void> {
  const [first] = years.commitments
  const activity = first?.activities[0]
  if (!first || !activity) return
  await by(years, 'committee/secretary', linkEvent, {
    commitment: first.commitment,
    happenedOn: day,
    what: es(`Recorte del presupuesto, ${day}`),
    source: 'Diario oficial',
    activities: [activity],
    effect: es('Hay que decidir qué se deja para después.'),
  })
}

export async function assess(years: Years): Promise<void> {
  await by(years, 'committee/chair', fileAssessment, {
    plan: years.plan.id,
    term: 'mid',
    title: es('Autoevaluación de medio término'),
    text: es('La mitad de lo comprometido está hecha.'),
  })
}
