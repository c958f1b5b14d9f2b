import { addDays, dayIn, daysBetween, startOfDay, toDate } from '../act/calendar.ts'
import type { Localised } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { activitiesOf, isDone } from '../roadmaps/rules.ts'
import { middleOf, warningsIn } from './rules.ts'
import type { Load, Warning } from './rules.ts'
import { scopeSeenBy } from './scope-seen.ts'
import type { Scope } from './scope-seen.ts'
import { roadmapsNow, reportedNow } from './work-seen.ts'

export const balances = ['sector', 'organisation', 'seat'] as const
export type BalanceOf = (typeof balances)[number]

export type Balance = {
  from: string
  to: string
  /** by sector, by organisation, by seat, each in the order of the table */
  rows: Record<BalanceOf, (Load & { name: Localised })[]>
  warnings: (Warning & { name: Localised; by: BalanceOf })[]
}

/** So far back it is counted. */
const A_YEAR = 365

type Attended = { seat: string; there: number; of: number }
type Answered = { seat: string; days: number }
type Open = { seat: string; open: number; overdue: number }

/**
 * How the work is spread, counted from the log over a year: for those who hold a seat. Null for everybody else, for a forum has no rule yet that
 * says to whom it is shown.
 */
export async function balanceSeenBy(viewer: Viewer): Promise<Balance | null> {
  if (viewer.seats.length === 0) return null
  const from = addDays(viewer.today, -A_YEAR)
  const scope = await scopeSeenBy(
    viewer,
    viewer.seats.map(({ seat }) => seat),
  )
  const everything = { ...scope, commitments: scope.every }
  const [attended, answered, open, roadmaps, reported] = await Promise.all([
    attendedSince(viewer, from),
    answeredSince(viewer, from),
    openNow(viewer),
    roadmapsNow(viewer, everything),
    reportedNow(viewer, everything),
  ])
  const activities = roadmaps.flatMap(({ roadmap }) =>
    activitiesOf(roadmap)
      .filter(({ id, startsOn }) => !isDone(reported.get(id)) && startsOn <= viewer.today)
      .map(({ responsible, endsOn }) => ({ responsible, overdue: endsOn < viewer.today })),
  )
  const given = { scope, attended, answered, open, activities }
  const rows = {
    sector: [...scope.names.sectors.values()]
      .filter(({ hasPosition }) => hasPosition)
      .map(({ id, name }) => ({ name, ...loadOf(given, id, (seat) => seat.sector === id) })),
    organisation: [...scope.names.organisations].map(([id, { shortName, name }]) => ({
      name: shortName ? { es: shortName } : name,
      ...loadOf(given, id, (seat) => seat.organisation === id),
    })),
    seat: [...scope.names.seats.values()]
      .filter(({ holder }) => holder)
      .map((seat) => ({ name: seat.called, ...loadOf(given, seat.seat, (one) => one === seat) })),
  }
  return {
    from,
    to: viewer.today,
    rows: {
      sector: rows.sector,
      organisation: rows.organisation.filter(isKnown),
      seat: rows.seat.filter(isKnown),
    },
    // A seat is a person: warnings speak of sectors and organisations.
    warnings: (['sector', 'organisation'] as const).flatMap((by) =>
      warningsIn(rows[by].filter(isKnown)).map((warning) => ({
        ...warning,
        by,
        name: rows[by].find(({ of }) => of === warning.of)?.name ?? { es: '' },
      })),
    ),
  }
}

/** Nothing is known of it: it is no row of zeros. */
function isKnown({ meetings, answers, open }: Load): boolean {
  return meetings > 0 || answers > 0 || open > 0
}

type Given = {
  scope: Scope
  attended: Attended[]
  answered: Answered[]
  open: Open[]
  activities: { responsible: string[]; overdue: boolean }[]
}
type Known = Scope['names']['seats'] extends Map<string, infer S> ? S : never

function loadOf(
  { scope, attended, answered, open, activities }: Given,
  id: string,
  isOf: (seat: Known) => boolean,
): Load {
  const seats = new Set([...scope.names.seats.values()].filter(isOf).map(({ seat }) => seat))
  const ofSeats = <T extends { seat: string }>(rows: T[]) => rows.filter(({ seat }) => seats.has(seat))
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0)
  const answersFor = (one: string) =>
    one === id || seats.has(one) || scope.names.organisations.get(one)?.sector === id
  const own = activities.filter(({ responsible }) => responsible.some(answersFor))
  const [of, days] = [
    sum(ofSeats(attended).map((row) => row.of)),
    ofSeats(answered).map((row) => row.days),
  ]
  return {
    of: id,
    attendance: of > 0 ? sum(ofSeats(attended).map(({ there }) => there)) / of : null,
    meetings: of,
    answer: middleOf(days),
    answers: days.length,
    open: sum(ofSeats(open).map((row) => row.open)) + own.length,
    overdue: sum(ofSeats(open).map((row) => row.overdue)) + own.filter(({ overdue }) => overdue).length,
  }
}

async function attendedSince({ db, forum }: Viewer, from: string): Promise<Attended[]> {
  return db.$queryRaw<Attended[]>`
    SELECT a."seatId" AS seat, count(*) FILTER (WHERE a.state IN ('present', 'remote', 'represented'))::int AS there, count(*)::int AS of
    FROM meeting m JOIN attendance a ON a."meetingId" = m.id
    WHERE m."forumId" = ${forum.id}::uuid AND m.state IN ('held', 'not-held') AND m."heldOn" >= ${toDate(from)}::date
    GROUP BY a."seatId"`
}

/** From being asked to answering: a proposal in writing, and approved minutes. What circulates still is told to nobody who does not sit there. */
async function answeredSince({ db, forum }: Viewer, from: string): Promise<Answered[]> {
  type Row = { seat: string; asked: Date; answered: Date }
  const rows = await db.$queryRaw<Row[]>`
    SELECT o."seatId" AS seat, v."madeAt" AS asked, o."takenAt" AS answered
    FROM position o JOIN proposal p ON p.id = o."proposalId" JOIN proposal_version v ON v."proposalId" = p.id AND v.digest = o.digest
    WHERE o."forumId" = ${forum.id}::uuid AND o.origin = 'seat' AND p.mode = 'written' AND p."closedAt" IS NOT NULL
      AND o."takenOn" >= ${toDate(from)}::date
    UNION ALL
    SELECT a."seatId", v."circulatedAt", a."approvedAt"
    FROM approval a JOIN minutes_version v ON v."minutesId" = a."minutesId" AND v.number = a.version
    JOIN minutes n ON n.id = a."minutesId" AND n."approvedAt" IS NOT NULL
    WHERE a."forumId" = ${forum.id}::uuid AND a."approvedAt" >= ${startOfDay(forum.timeZone, from)}`
  const day = (instant: Date) => dayIn(forum.timeZone, instant)
  return rows.map(({ seat, asked, answered }) => ({
    seat,
    days: daysBetween(day(asked), day(answered)),
  }))
}

async function openNow({ db, forum, today }: Viewer): Promise<Open[]> {
  return db.$queryRaw<Open[]>`
    SELECT "seatId" AS seat, count(*)::int AS open, count(*) FILTER (WHERE "dueOn" < ${toDate(today)}::date)::int AS overdue
    FROM agreement WHERE "forumId" = ${forum.id}::uuid AND kind = 'action' AND "closedAt" IS NULL AND "seatId" IS NOT NULL
    GROUP BY "seatId"`
}
