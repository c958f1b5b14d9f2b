import { z } from 'zod'
import { problemIn } from '../act/act.ts'
import type { FieldProblem } from '../act/act.ts'
import { Id } from '../act/fields.ts'
import { firstRefusal, isRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal, Standing } from '../act/refusal.ts'
import type { Viewer } from '../act/viewer.ts'
import type { Database, Reader, Writer } from '../db/client.ts'
import { inTransaction } from '../act/transaction.ts'
import { seatsOn } from '../meetings/record.ts'
import { isOnTheTable } from '../meetings/rules.ts'
import { isOpen, keepsSession, movedTo, neighbour, pausedAt, resumedAt } from './rules.ts'
import type { Course } from './rules.ts'

// Which item is on the table, and for how long, is working paper and no act (decision 046): this door writes draft_session and
// draft_session_item, and nothing else.

type Drafts = Reader & Pick<Writer, 'draftSession' | 'draftSessionItem'>

export type SessionSaved =
  | { is: 'saved' }
  | { is: 'refused'; refusal: Refusal }
  | { is: 'invalid'; problems: FieldProblem[] }
  | { is: 'missing' }

const Minutes = z
  .int('errors.plannedMinutes')
  .min(1, 'errors.plannedMinutes')
  .max(600, 'errors.plannedMinutes')
const PlanInput = z.strictObject({
  meeting: Id,
  items: z
    .array(z.strictObject({ item: Id, minutes: Minutes.optional() }))
    .min(1, 'errors.required')
    .max(200, 'errors.tooMany'),
})
const BeginInput = z.strictObject({ meeting: Id })
/** Whoever presses names the item that they leave: a press that comes late must not skip one. */
const HereInput = z.strictObject({ meeting: Id, from: Id })
const GoInput = z.strictObject({ ...HereInput.shape, to: z.union([z.enum(['next', 'previous']), Id]) })

/** What each press takes, for the form that sends it. */
export const sessionInputs = {
  plan: PlanInput,
  begin: BeginInput,
  go: GoInput,
  pause: HereInput,
  goOn: HereInput,
}

type Opened = NonNullable<Awaited<ReturnType<typeof openSession>>>
type Step = Course | Refusal

/** A press: where the session goes from here, or why it does not. */
function step<I extends { meeting: string }>(decide: (meeting: Opened, input: I) => Step) {
  return async (drafts: Drafts, viewer: Viewer, input: I): Promise<SessionSaved> => {
    const meeting = await openSession(drafts, viewer, input.meeting)
    if (!meeting) return { is: 'missing' }
    const inSession: Standing =
      meeting.state === 'in-session' ? ok : refuse('meetings.notNow', { state: meeting.state })
    const standing = firstRefusal(meeting.keeps, inSession)
    if (isRefusal(standing)) return { is: 'refused', refusal: standing }
    const course = decide(meeting, input)
    if (isRefusal(course)) return { is: 'refused', refusal: course }
    await keepCourse(drafts, meeting, course)
    return { is: 'saved' }
  }
}

const begin = step(({ course, agenda, at }) => {
  if (course) return movedMeanwhile(agenda, course)
  const first = agenda.find(isOpen)
  return first ? movedTo(null, first.id, at) : refuse('meetings.emptyAgenda')
})

const go = step<z.output<typeof GoInput>>(({ course, agenda, at }, { from, to }) => {
  if (course?.item !== from) return movedMeanwhile(agenda, course)
  if (to === 'next' || to === 'previous') {
    const item = neighbour(agenda, from, to)
    return item
      ? movedTo(course, item, at)
      : refuse(to === 'next' ? 'meetings.lastItem' : 'meetings.firstItem')
  }
  const item = agenda.find((one) => one.id === to)
  if (!item) return refuse('errors.unknownThing')
  return isOpen(item)
    ? movedTo(course, to, at)
    : refuse(item.withdrawnAt ? 'meetings.itemWithdrawn' : 'meetings.itemPostponed')
})

const pause = step<z.output<typeof HereInput>>(({ course, agenda, at }, { from }) => {
  if (course?.item !== from) return movedMeanwhile(agenda, course)
  return course.since ? pausedAt(course, at) : refuse('meetings.alreadyPaused')
})

const goOn = step<z.output<typeof HereInput>>(({ course, agenda, at }, { from }) => {
  if (course?.item !== from) return movedMeanwhile(agenda, course)
  return course.since ? refuse('meetings.alreadyRunning') : resumedAt(course, at)
})

/** Minutes are planned from the call on; an item without a figure has none. */
async function plan(
  drafts: Drafts,
  viewer: Viewer,
  { meeting: id, items }: z.output<typeof PlanInput>,
): Promise<SessionSaved> {
  const meeting = await openSession(drafts, viewer, id)
  if (!meeting) return { is: 'missing' }
  const open: Standing = isOnTheTable(meeting.state)
    ? ok
    : refuse('meetings.notNow', { state: meeting.state })
  const standing = firstRefusal(meeting.keeps, open)
  if (isRefusal(standing)) return { is: 'refused', refusal: standing }
  if (items.some(({ item }) => !meeting.agenda.some((one) => one.id === item))) return { is: 'missing' }
  for (const { item, minutes } of items)
    await keepItem(drafts, meeting, item, { plannedMinutes: minutes ?? null })
  return { is: 'saved' }
}

/** The handle must be the application's: its role owns nothing, and the guard of recorded tables holds for it. */
export function openSessionDoor(database: Database) {
  const door =
    <I extends z.ZodType<{ meeting: string }>>(
      schema: I,
      write: (drafts: Drafts, viewer: Viewer, input: z.output<I>) => Promise<SessionSaved>,
    ) =>
    async (viewer: Viewer, given: unknown): Promise<SessionSaved> => {
      const parsed = schema.safeParse(given)
      if (!parsed.success) return { is: 'invalid', problems: parsed.error.issues.map(problemIn) }
      return inTransaction(database, async (tx) => {
        // Presses of one session wait for each other, and the later one sees what the earlier did.
        await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`session/${parsed.data.meeting}`}, 0))::text`
        return write(tx, viewer, parsed.data)
      })
    }
  return {
    plan: door(PlanInput, plan),
    begin: door(BeginInput, begin),
    go: door(GoInput, go),
    pause: door(HereInput, pause),
    goOn: door(HereInput, goOn),
  }
}
export type SessionDoor = ReturnType<typeof openSessionDoor>

/** A meeting of which the viewer keeps the book or does not, asked again at every press; and the moment, by the database's clock. */
async function openSession(drafts: Drafts, viewer: Viewer, id: string) {
  const meeting = await drafts.meeting.findFirst({
    where: { id, forumId: viewer.forum.id },
    include: { agenda: { orderBy: [{ rank: 'asc' }, { id: 'asc' }] } },
  })
  if (!meeting) return null
  const [seats, session, items, [clock]] = await Promise.all([
    seatsOn(drafts, meeting.bodyId, viewer.today),
    drafts.draftSession.findUnique({ where: { meetingId: id } }),
    drafts.draftSessionItem.findMany({ where: { meetingId: id } }),
    drafts.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`,
  ])
  const course: Course | null = session && {
    item: session.itemId,
    since: session.runningSince,
    spent: Object.fromEntries(items.map((item) => [item.agendaItemId, item.spentMs])),
  }
  return {
    ...meeting,
    course,
    keeps: keepsSession(viewer, meeting, seats),
    person: viewer.person ?? '',
    at: clock?.at ?? viewer.now,
  }
}

function movedMeanwhile(agenda: Opened['agenda'], course: Course | null): Refusal {
  const place = agenda.filter((item) => !item.withdrawnAt).findIndex((item) => item.id === course?.item)
  return course ? refuse('meetings.movedMeanwhile', { item: place + 1 }) : refuse('meetings.notBegun')
}

async function keepCourse(drafts: Drafts, meeting: Opened, after: Course): Promise<void> {
  const { id: meetingId, forumId, course: before, at } = meeting
  if (before && before.item !== after.item)
    await keepItem(drafts, meeting, before.item, { spentMs: after.spent[before.item] ?? 0 })
  await keepItem(drafts, meeting, after.item, { spentMs: after.spent[after.item] ?? 0 })
  await drafts.draftSessionItem.updateMany({
    where: { agendaItemId: after.item, begunAt: null },
    data: { begunAt: at },
  })
  const row = { itemId: after.item, runningSince: after.since, savedBy: meeting.person, savedAt: at }
  await drafts.draftSession.upsert({
    where: { meetingId },
    update: row,
    create: { meetingId, forumId, ...row },
  })
}

type KeptTime = { plannedMinutes: number | null } | { spentMs: number }

async function keepItem(
  drafts: Drafts,
  { id: meetingId, forumId }: Opened,
  agendaItemId: string,
  kept: KeptTime,
): Promise<void> {
  await drafts.draftSessionItem.upsert({
    where: { agendaItemId },
    update: kept,
    create: { agendaItemId, meetingId, forumId, plannedMinutes: null, spentMs: 0, ...kept },
  })
}
