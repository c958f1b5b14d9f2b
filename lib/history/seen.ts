import { endOfDay, fromDate, startOfDay, toDate } from '../act/calendar.ts'
import type { Viewer } from '../act/viewer.ts'
import type { Localised } from '../act/fields.ts'
import { seatCalled } from '../act/seat-called.ts'
import { factKindNamed, kindsToldIn, lexicon } from '../facts.ts'
import { binds } from '../log/assertion.ts'
import type { SignableBody } from '../log/assertion.ts'
import { fromUtf8, toBase64 } from '../log/encoding.ts'
import { sealIn, sealsAmong } from '../log/seal.ts'
import { minutesCirculated } from '../minutes/facts.ts'
import { proposalNames } from '../proposals/seen.ts'
import { seesLine } from './rules.ts'

export type HistoryFilter = {
  topic?: string /** kinds of fact, whole */
  kinds?: string[]
  body?: string
  sector?: string
  commitment?: string
  seat?: string
  person?: string
  meeting?: string
  proposal?: string
  /** days on which it happened, both included */
  from?: string
  to?: string
  /** read by when it was recorded instead of when it happened */
  by?: 'happened' | 'recorded'
  /** the last line of the page before: `index.ordinal` */
  before?: string
  /** only what was recorded after this act */
  after?: number
}

export type HistoryLine = {
  index: number
  ordinal: number
  kind: string
  fields: Record<string, unknown>
  recordedAt: Date
  happenedOn: string
  seatId: string | null
  mandateId: string | null
  office: string | null
  sectorId: string | null
  bodyId: string | null
  commitmentId: string | null
  aboutSeatId: string | null
  personId: string | null
  meetingId: string | null
  proposalId: string | null
  held: boolean
}

export const pageSize = 30

/**
 * The history, newest first, by the cursor of the line before. One sentence a line: a fact with who, for
 * which seat, and when.
 */
export async function historySeenBy(viewer: Viewer, filter: HistoryFilter = {}, size = pageSize) {
  const rows = await viewer.db.historyLine.findMany({
    where: await linesWithin(filter, viewer),
    orderBy: [{ index: 'desc' }, { ordinal: 'desc' }],
    take: size + 1,
  })
  const lines = rows.slice(0, size).map(lineOf)
  const last = lines.at(-1)
  return {
    lines,
    names: await namesIn(lines, viewer),
    next: rows.length > size && last ? `${last.index}.${last.ordinal}` : null,
  }
}

/**
 * The lines that the viewer may read, of those that are asked for: a part of each question of the history,
 * and none itself.
 */
export async function linesWithin(filter: HistoryFilter, viewer: Viewer) {
  const [index, ordinal] = (filter.before ?? '').split('.').map(Number)
  const before =
    index !== undefined && ordinal !== undefined && Number.isInteger(index) && Number.isInteger(ordinal)
      ? { OR: [{ index: { lt: index } }, { index, ordinal: { lt: ordinal } }] }
      : {}
  const ownBodies = viewer.seats.map((seat) => seat.body)
  const days = {
    ...(filter.from && { gte: toDate(filter.from) }),
    ...(filter.to && { lte: toDate(filter.to) }),
  }
  const recorded = {
    ...(filter.from && { gte: startOfDay(viewer.forum.timeZone, filter.from) }),
    ...(filter.to && { lt: endOfDay(viewer.forum.timeZone, filter.to) }),
  }
  return {
    forumId: viewer.forum.id,
    AND: [
      { OR: [{ held: false }, { bodyId: { in: ownBodies } }] },
      before,
      filter.after === undefined ? {} : { index: { gt: filter.after } },
      filter.seat ? { OR: [{ seatId: filter.seat }, { aboutSeatId: filter.seat }] } : {},
      filter.person
        ? {
            OR: [
              { personId: filter.person },
              { mandateId: { in: await mandatesOf(viewer, filter.person) } },
            ],
          }
        : {},
    ],
    ...(filter.topic && { kind: { startsWith: `${filter.topic}.` } }),
    ...(filter.kinds && { kind: { in: filter.kinds } }),
    ...(filter.body && { bodyId: filter.body }),
    ...(filter.sector && { sectorId: filter.sector }),
    ...(filter.commitment && { commitmentId: filter.commitment }),
    ...(filter.meeting && { meetingId: filter.meeting }),
    ...(filter.proposal && { proposalId: filter.proposal }),
    ...((filter.from || filter.to) &&
      (filter.by === 'recorded' ? { recordedAt: recorded } : { happenedOn: days })),
  }
}

/** Single lines, by act and place within it, in the order of the log: those of them that the viewer may read. */
export async function linesSeenBy(viewer: Viewer, places: { index: number; ordinal: number }[]) {
  const rows = await viewer.db.historyLine.findMany({
    where: {
      forumId: viewer.forum.id,
      OR: places.map(({ index, ordinal }) => ({ index, ordinal })),
    },
    orderBy: [{ index: 'asc' }, { ordinal: 'asc' }],
  })
  const lines = rows.filter((row) => seesLine(row, viewer)).map(lineOf)
  return { lines, names: await namesIn(lines, viewer) }
}

async function mandatesOf(viewer: Viewer, person: string): Promise<string[]> {
  const found = await viewer.db.mandate.findMany({
    where: { personId: person, forumId: viewer.forum.id },
    select: { id: true },
  })
  return found.map((one) => one.id)
}

type Row = Omit<HistoryLine, 'happenedOn'> & { happenedOn: Date }

export function lineOf(row: Row): HistoryLine {
  return { ...row, happenedOn: fromDate(row.happenedOn) }
}

export type Names = {
  seats: Record<string, { name: Localised; body: string; sector: string; shape: string; hue: string }>
  bodies: Record<string, { slug: string; shortName: string; name: Localised }>
  sectors: Record<string, { slug: string; name: Localised; shape: string; hue: string }>
  commitments: Record<string, { number: number; title: { es?: string; en?: string }; plan: string }>
  plans: Record<string, { slug: string; name: Localised }>
  persons: Record<string, string | null>
  /** who held the seat that acted: mandate -> person */
  holders: Record<string, { person: string; name: string | null; capacity: string }>
  organisations: Record<string, { name: Localised; shortName: string | null }>
  proposals: Record<string, { number: number; title: { lang: string; text: string } }>
  meetings: Record<string, { body: string; heldOn: string; number: number; year: number }>
  /** sealed values that the reader may see, by the seal in the entry */
  values: Record<string, unknown>
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function idsIn(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    if (uuid.test(value)) found.add(value)
  } else if (value && typeof value === 'object') {
    for (const one of Object.values(value)) idsIn(one, found)
  }
}

function sealsOf({ kind, fields }: HistoryLine): string[] {
  return sealsAmong(fields, factKindNamed.get(kind)?.sealed ?? {}).map(([, seal]) => seal)
}

/** Every name that these lines speak of, in a fixed number of statements however many lines there are. */
export async function namesIn(lines: HistoryLine[], viewer: Viewer): Promise<Names> {
  const found = new Set<string>()
  for (const line of lines) {
    idsIn(line.fields, found)
    idsBeside(line, found)
  }
  const [ofTheTable, ofPlans, ofPeople, proposals, meetings, values] = await Promise.all([
    tableNames(viewer, [...found]),
    planNames(viewer, [...found]),
    peopleNames(viewer, [...found]),
    proposalNames(viewer, [...found]),
    meetingNames(viewer, [...found]),
    openValues(viewer, lines.flatMap(sealsOf)),
  ])
  return { ...ofTheTable, ...ofPlans, ...ofPeople, proposals, meetings, values }
}

/** What a line names outside its fields. */
function idsBeside(line: HistoryLine, found: Set<string>): void {
  for (const id of [
    line.seatId,
    line.mandateId,
    line.sectorId,
    line.bodyId,
    line.commitmentId,
    line.aboutSeatId,
    line.personId,
    line.meetingId,
    line.proposalId,
  ]) {
    if (id) found.add(id)
  }
}

function byId<T extends { id: string }, V>(rows: T[], value: (row: T) => V): Record<string, V> {
  return Object.fromEntries(rows.map((row) => [row.id, value(row)]))
}

async function tableNames(
  { db, forum }: Viewer,
  ids: string[],
): Promise<Pick<Names, 'seats' | 'bodies' | 'sectors'>> {
  const [seats, bodies, sectors] = await Promise.all([
    db.seat.findMany({
      where: { forumId: forum.id, id: { in: ids } },
      include: { sector: true, body: true },
    }),
    db.body.findMany({ where: { forumId: forum.id } }),
    db.sector.findMany({ where: { forumId: forum.id } }),
  ])
  return {
    seats: byId(seats, ({ name, body, bodyId, sectorId, sector }) => ({
      name: seatCalled({ name, body }),
      body: bodyId,
      sector: sectorId,
      shape: sector.shape,
      hue: sector.hue,
    })),
    bodies: byId(bodies, ({ slug, shortName, name }) => ({
      slug,
      shortName,
      name,
    })),
    sectors: byId(sectors, ({ slug, name, shape, hue }) => ({
      slug,
      name,
      shape,
      hue,
    })),
  }
}

async function planNames(
  { db, forum }: Viewer,
  ids: string[],
): Promise<Pick<Names, 'commitments' | 'plans'>> {
  const [commitments, plans] = await Promise.all([
    db.commitment.findMany({ where: { forumId: forum.id, id: { in: ids } }, include: { plan: true } }),
    db.plan.findMany({ where: { forumId: forum.id } }),
  ])
  return {
    commitments: byId(commitments, ({ number, title, plan }) => ({
      number,
      title,
      plan: plan.slug,
    })),
    plans: byId(plans, ({ slug, name }) => ({ slug, name })),
  }
}

async function peopleNames(
  { db, forum }: Viewer,
  ids: string[],
): Promise<Pick<Names, 'persons' | 'holders' | 'organisations'>> {
  const among = { forumId: forum.id, id: { in: ids } }
  const [persons, mandates, organisations] = await Promise.all([
    db.person.findMany({ where: among }),
    db.mandate.findMany({ where: among, include: { person: true } }),
    db.organisation.findMany({ where: among }),
  ])
  return {
    persons: byId(persons, ({ name }) => name),
    holders: byId(mandates, ({ personId, person, capacity }) => ({
      person: personId,
      name: person.name,
      capacity,
    })),
    organisations: byId(organisations, ({ name, shortName }) => ({
      name,
      shortName,
    })),
  }
}

async function meetingNames({ db, forum }: Viewer, ids: string[]): Promise<Names['meetings']> {
  const meetings = await db.meeting.findMany({ where: { forumId: forum.id, id: { in: ids } } })
  return byId(meetings, ({ bodyId, heldOn, number, year }) => ({
    body: bodyId,
    heldOn: fromDate(heldOn),
    number,
    year,
  }))
}

async function openValues({ db, forum }: Viewer, seals: string[]): Promise<Names['values']> {
  const payloads = await db.logPayload.findMany({
    where: {
      forumId: forum.id,
      open: true,
      seal: { in: seals.map((one) => Buffer.from(one, 'base64')) },
    },
    orderBy: { seal: 'asc' },
  })
  return Object.fromEntries(
    payloads.flatMap(({ seal, value }) =>
      value === null ? [] : [[Buffer.from(seal).toString('base64'), JSON.parse(value) as unknown]],
    ),
  )
}

/**
 * One entry: its exact bytes, its facts as lines, and what stands beside it and is public. Null where there
 * is none in this forum.
 */
export async function entrySeenBy(viewer: Viewer, index: number) {
  const { db, forum } = viewer
  const [entry, rows, payloads, head] = await Promise.all([
    db.logEntry.findUnique({ where: { forumId_index: { forumId: forum.id, index } } }),
    db.historyLine.findMany({ where: { forumId: forum.id, index }, orderBy: { ordinal: 'asc' } }),
    db.logPayload.findMany({ where: { forumId: forum.id, index, open: true } }),
    db.logHead.findUnique({ where: { forumId: forum.id } }),
  ])
  if (!entry) return null
  // An act that is held has no line at all for readers of what is published.
  const held = rows.length === 0 || !rows.every((row) => seesLine(row, viewer))
  const lines = held ? [] : rows.map(lineOf)
  return {
    index,
    body: entry.body,
    leaf: entry.leaf,
    held,
    signedBy: held ? null : signedBy(entry.body, payloads),
    lines,
    names: await namesIn(lines, viewer),
    payloads: held ? [] : payloads,
    size: head?.size ?? 0,
  }
}

export type Signatures = Readonly<Record<number, 'device' | 'server'>>

/** Of these acts, those that bind and that the viewer may read: which ones their members' own devices signed. */
export async function signaturesAmong(viewer: Viewer, indices: number[]): Promise<Signatures> {
  const { db, forum } = viewer
  const of = { forumId: forum.id, index: { in: indices } }
  const lines = await db.historyLine.findMany({
    where: of,
    select: { index: true, held: true, bodyId: true },
  })
  const seen = {
    forumId: forum.id,
    index: {
      in: [...new Set(lines.filter((line) => seesLine(line, viewer)).map((line) => line.index))],
    },
  }
  const [entries, payloads] = await Promise.all([
    db.logEntry.findMany({ where: seen, select: { index: true, body: true } }),
    db.logPayload.findMany({
      where: { ...seen, open: true },
      select: { index: true, seal: true, value: true },
    }),
  ])
  return Object.fromEntries(
    entries.flatMap((entry): [number, 'device' | 'server'][] => {
      const by = signedBy(
        entry.body,
        payloads.filter((payload) => payload.index === entry.index),
      )
      return by ? [[entry.index, by]] : []
    }),
  )
}

/**
 * Of an act that binds: whether the member's own device signed it, or the server alone says so; null of all
 * others. What was held stands beside its entry.
 */
function signedBy(
  body: Uint8Array,
  payloads: { seal: Uint8Array; value: string | null }[],
): 'device' | 'server' | null {
  const outside = JSON.parse(fromUtf8(body)) as SignableBody
  const over = sealIn(outside)
  const inside = over && payloads.find((payload) => toBase64(payload.seal) === over)?.value
  const whole = inside ? (JSON.parse(inside) as SignableBody) : outside
  if (!Array.isArray(whole.facts) || !binds(whole, lexicon)) return null
  return whole.signed ? 'device' : 'server'
}

/** The newest signed checkpoint of the forum's log, and how many acts it has. */
export async function logHeadSeenBy(viewer: Viewer) {
  const { db, forum } = viewer
  const [head, checkpoint] = await Promise.all([
    db.logHead.findUnique({ where: { forumId: forum.id } }),
    db.logCheckpoint.findFirst({ where: { forumId: forum.id }, orderBy: { size: 'desc' } }),
  ])
  return { size: head?.size ?? 0, checkpoint }
}

/** What stands beside an entry, with the salt that opens its seal: for whoever checks a text against the log. */
export async function openPayload(viewer: Viewer, seal: string) {
  const { db, forum } = viewer
  const payload = await db.logPayload.findUnique({
    where: { forumId_seal: { forumId: forum.id, seal: Buffer.from(seal, 'hex') } },
  })
  if (!payload?.open) return null
  const held = await db.historyLine.count({
    where: { forumId: forum.id, index: payload.index, held: true },
  })
  if (held > 0) return null
  return {
    entry: payload.index,
    seal,
    salt: payload.salt && Buffer.from(payload.salt).toString('hex'),
    value: payload.value,
    erasedAt: payload.erasedAt?.toISOString() ?? null,
  }
}

/** What an act that is not public yet says, for the person who did it: its sealed body, and the salt that opens it. */
export async function ownHeldAct(
  { db, forum, person }: Viewer,
  index: number,
): Promise<{ salt: string; value: string } | null> {
  if (!person) return null
  const line = await db.historyLine.findFirst({ where: { forumId: forum.id, index, held: true } })
  const mandate = line?.mandateId && (await db.mandate.findUnique({ where: { id: line.mandateId } }))
  return mandate && mandate.personId === person ? openedBody(db, forum.id, index) : null
}

/**
 * The text that an act of circulating minutes sealed, with the salt that opens it. Null where it was
 * erased, or is not public.
 */
export async function sealedText({ db, forum }: Viewer, entry: number) {
  const lines = await db.historyLine.findMany({
    where: { forumId: forum.id, index: entry, kind: minutesCirculated.kind, held: false },
  })
  const seal = sealIn(lines[0]?.fields.content)
  if (seal === null) return null
  const payload = await db.logPayload.findUnique({
    where: { forumId_seal: { forumId: forum.id, seal: Buffer.from(seal, 'base64') } },
  })
  if (!payload?.salt || payload.value === null) return null
  const body = await openedBody(db, forum.id, entry)
  return {
    entry,
    seal,
    salt: Buffer.from(payload.salt).toString('base64'),
    value: payload.value,
    ...(body && { body }),
  }
}

/** What an entry that was not public when it was recorded is the seal of. Only for whom the act itself is shown. */
async function openedBody(
  db: Viewer['db'],
  forumId: string,
  index: number,
): Promise<{ salt: string; value: string } | null> {
  const entry = await db.logEntry.findUnique({ where: { forumId_index: { forumId, index } } })
  const seal = sealIn(JSON.parse(Buffer.from(entry?.body ?? '{}').toString('utf8')))
  const payload =
    seal &&
    (await db.logPayload.findUnique({
      where: { forumId_seal: { forumId, seal: Buffer.from(seal, 'base64') } },
    }))
  return payload && payload.salt && payload.value !== null
    ? { salt: Buffer.from(payload.salt).toString('base64'), value: payload.value }
    : null
}

/** What moves a commitment: what somebody did about it, not what was taken over or looked at by a machine. */
const movements = kindsToldIn('movements')

/** The day on which something last moved in each of these commitments, where anything ever did. */
export async function lastMovements(
  { db, forum }: Viewer,
  commitments: string[],
): Promise<Record<string, string>> {
  const rows = await db.$queryRaw<{ id: string; on: Date }[]>`
    SELECT c.id::text, l."happenedOn" AS on FROM unnest(${commitments}::uuid[]) AS c(id)
    CROSS JOIN LATERAL (
      SELECT h."happenedOn" FROM history_line h
      WHERE h."commitmentId" = c.id AND h."forumId" = ${forum.id}::uuid AND NOT h.held AND h.kind = ANY(${movements})
      ORDER BY h.index DESC LIMIT 1) l`
  return Object.fromEntries(rows.map((row) => [row.id, fromDate(row.on)]))
}
