import { fromDate, toDate } from '../act/calendar.ts'
import type { Circumstances } from '../act/command.ts'
import type { Ruling } from '../act/effect.ts'
import { Id } from '../act/fields.ts'
import type { Localised, Prose } from '../act/fields.ts'
import { refuse } from '../act/refusal.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { rulesOf } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import type { Position, Proposal, ProposalVersion } from '../db/generated/client.ts'
import type { Frozen, ProposalText } from './facts.ts'
import { blocks, positionInForce } from './rules.ts'
import type { SectorStand, Stance } from './rules.ts'

type Voice = { seat: string; mandate: string; capacity: string; sector: string; body: string }

/** The seats that hold a sector's voice in a body on a day, with whoever holds them, titular first. */
export async function voicesIn(db: Reader, body: string, today: string): Promise<Voice[]> {
  return db.$queryRaw<Voice[]>`
    SELECT s.id AS seat, m.id AS mandate, m.capacity, s."sectorId" AS sector, s."bodyId" AS body
    FROM seat s JOIN sector t ON t.id = s."sectorId" AND t."hasPosition"
    JOIN mandate m ON m."seatId" = s.id AND m."fromOn" <= ${toDate(today)}::date
      AND (m."untilOn" IS NULL OR m."untilOn" > ${toDate(today)}::date)
    WHERE s."bodyId" = ${body}::uuid AND s.voice AND (s."endedOn" IS NULL OR s."endedOn" > ${toDate(today)}::date)
    ORDER BY s.rank, m.capacity DESC, m.id`
}

/** The sectors that must say something for this body to decide: those with a position, in their order. */
export async function decidingSectors(db: Reader, forum: string) {
  return db.sector.findMany({ where: { forumId: forum, hasPosition: true }, orderBy: { rank: 'asc' } })
}

export async function openSuspensions(db: Reader, forum: string) {
  return db.suspension.findMany({ where: { forumId: forum, resumedAt: null } })
}

const nothing: Ruling = { legal: refuse('proposals.closed'), facts: () => [] }

type OpenSuspension = { id: string; sectorId: string; commitmentId: string | null; resumedAt: null }
type Loaded = {
  proposal: Proposal
  versions: ProposalVersion[]
  positions: Position[]
  sectors: { id: string; rank: number }[]
  voices: Voice[]
  suspensions: OpenSuspension[]
  nextDecision: number
  /** the other proposals about the same commitment that nobody has closed, by their numbers */
  alsoOpen: number[]
}

/** A row as JSON has its times as text. Their names tell them: `...At` is an instant, `...On` a day. */
function revived<T extends object>(row: T): T {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' && /[a-z](At|On)$/.test(name) ? new Date(value) : value,
    ]),
  ) as T
}

/** One statement, for an act holds its forum's lock for as long as it reads. */
async function loaded(db: Reader, forum: string, id: string, today: string): Promise<Loaded | null> {
  const [row] = await db.$queryRaw<Loaded[]>`
    SELECT to_jsonb(p) AS proposal,
      (SELECT jsonb_agg(to_jsonb(v) ORDER BY v.number) FROM proposal_version v WHERE v."proposalId" = p.id) AS versions,
      (SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o."entryIndex"), '[]')
       FROM position o WHERE o."proposalId" = p.id) AS positions,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'rank', t.rank) ORDER BY t.rank), '[]')
       FROM sector t WHERE t."forumId" = p."forumId" AND t."hasPosition") AS sectors,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('seat', s.id, 'mandate', m.id, 'capacity', m.capacity,
                                                    'sector', s."sectorId", 'body', s."bodyId")
                                 ORDER BY s.rank, m.capacity DESC, m.id), '[]')
       FROM seat s JOIN sector t ON t.id = s."sectorId" AND t."hasPosition"
       JOIN mandate m ON m."seatId" = s.id AND m."fromOn" <= ${today}::date
         AND (m."untilOn" IS NULL OR m."untilOn" > ${today}::date)
       WHERE s."bodyId" = p."bodyId" AND s.voice AND (s."endedOn" IS NULL OR s."endedOn" > ${today}::date)) AS voices,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'sectorId', u."sectorId",
                                                    'commitmentId', u."commitmentId", 'resumedAt', null)), '[]')
       FROM suspension u WHERE u."forumId" = p."forumId" AND u."resumedAt" IS NULL) AS suspensions,
      (SELECT coalesce(max(d.number), 0) + 1 FROM decision d WHERE d."forumId" = p."forumId") AS "nextDecision",
      (SELECT coalesce(jsonb_agg(q.number ORDER BY q.number), '[]') FROM proposal q
       WHERE q."forumId" = p."forumId" AND q."commitmentId" = p."commitmentId" AND q.id <> p.id
         AND q."closedAt" IS NULL AND q."withdrawnAt" IS NULL) AS "alsoOpen"
    FROM proposal p WHERE p.id = ${id}::uuid AND p."forumId" = ${forum}::uuid`
  return row ?? null
}

/**
 * A proposal with all that its next position, its closing and its page need: read inside the act, under the
 * forum's lock.
 */
export async function deliberation(db: Reader, { forum, today, effects }: Circumstances, id: string) {
  const row = await loaded(db, forum.id, id, today)
  if (!row) return null
  const { proposal, versions, positions, ...table } = row
  const whole = {
    ...revived(proposal),
    versions: versions.map(revived),
    positions: positions.map(revived),
    ...table,
  }
  // Only the position that completes the consensus carries the effect out: while two sectors or more stand
  // against it, none can.
  const against = standsOf(whole).filter((stand) => !stand.stance || stand.stance === 'object').length
  const ruling = proposal.closedAt || against > 1 ? nothing : await effects.ruling(db, proposal.effect)
  return { ...whole, ruling }
}
export type Deliberation = NonNullable<Awaited<ReturnType<typeof deliberation>>>

type Weighed = Pick<Proposal, 'digest' | 'commitmentId'> &
  Pick<Loaded, 'positions' | 'sectors' | 'voices' | 'suspensions'>

/** How each sector with a position stands towards the current text. */
export function standsOf(
  proposal: Weighed,
): (SectorStand & { position: Weighed['positions'][number] | null })[] {
  const given = proposal.positions.map((position) => ({ ...position, sector: position.sectorId }))
  return proposal.sectors.map(({ id: sector }) => {
    const position = positionInForce(given, sector, proposal.digest)
    return {
      sector,
      position,
      stance: (position?.stance ?? null) as Stance | null,
      voiceHeld: proposal.voices.some((voice) => voice.sector === sector),
      suspended: proposal.suspensions.some(
        (suspension) => suspension.sectorId === sector && blocks(suspension, proposal.commitmentId),
      ),
    }
  })
}

/** Written procedures whose deadline has passed, and which nobody has closed. */
export async function proposalsDue(db: Reader, forum: string, now: Date) {
  return db.proposal.findMany({
    where: { forumId: forum, closedAt: null, deadlineAt: { lte: now } },
    select: { id: true },
    orderBy: { deadlineAt: 'asc' },
  })
}

export type SectorName = { id: string; slug: string; name: Localised; shape: string; hue: string }
export type PositionSeen = {
  id: string
  sector: string
  digest: string
  stance: Stance
  reason: Prose | null
  origin: string
  takenOn: string
  takenAt: Date
  lapsedAt: Date | null
  entryIndex: number
  seat: { id: string; name: Localised } | null
  person: string | null
  capacity: string | null
}
export type StandSeen = {
  sector: SectorName
  position: PositionSeen | null
  suspended: boolean
  suspendedSince: Date | null
  voiceHeld: boolean
}
export type DecisionSeen = {
  id: string
  number: number
  outcome: string
  obstacle: string | null
  digest: string
  frozen: Frozen
  decidedOn: string
  recordedAt: Date
  notCarriedOut: string | null
  entryIndex: number
}
export type ProposalSeen = {
  id: string
  number: number
  mode: 'session' | 'written'
  digest: string
  title: Prose
  text: Prose
  effect: { kind: string } & Record<string, unknown>
  commitmentId: string | null
  meetingId: string | null
  agendaItemId: string | null
  body: { id: string; slug: string; shortName: string; name: Localised }
  proposedBy: { id: string; name: Localised; sector: string } | null
  proposedAt: Date
  deadlineAt: Date | null
  closedAt: Date | null
  withdrawnAt: Date | null
  entryIndex: number
  stands: StandSeen[]
  positions: PositionSeen[]
  versions: { number: number; digest: string; content: ProposalText; madeAt: Date; entryIndex: number }[]
  decision: DecisionSeen | null
}

type Filter = {
  ids?: string[]
  decision?: string
  body?: string
  bodies?: string[]
  mode?: ProposalSeen['mode']
  commitment?: string
  meeting?: string
  open?: boolean /** no more than these, the newest */
  latest?: number
  /** of their texts the current one alone */ brief?: boolean
}

/**
 * Open proposals are read by the public only where the forum's rule says so; whoever sits in the body reads
 * them always.
 */
function readableBy(viewer: Viewer) {
  return rulesOf(viewer.forum).openProposalsArePublic
    ? {}
    : { OR: [{ closedAt: { not: null } }, { bodyId: { in: viewer.seats.map((seat) => seat.body) } }] }
}

/** A proposal in a list: as it stands, without the texts that it had before. */
export type ProposalLine = Omit<ProposalSeen, 'versions'>

export type ProposalPages = {
  open: ProposalLine[]
  closed: ProposalLine[] /** where the next page begins; null: there is none */
  next: string | null
}

/**
 * Proposals a page at a time: the open ones first, the newest of them first; then those that are closed, as
 * they were closed last. The cursor says which of the two and after which number (`open.12`, `closed.7`), so
 * a page costs the same however many there are.
 */
export async function proposalPagesSeenBy(
  viewer: Viewer,
  { cursor = '', only }: { cursor?: string | undefined; only?: 'open' } = {},
  size = 20,
): Promise<ProposalPages> {
  const { db, forum } = viewer
  const [, of = 'open', after] = /^(open|closed)\.([1-9]\d{0,8})$/.exec(cursor) ?? []
  const number = after === undefined ? undefined : Number(after)
  const readable = { forumId: forum.id, ...readableBy(viewer) }
  const open =
    of === 'closed'
      ? []
      : await db.proposal.findMany({
          where: {
            AND: [readable, { closedAt: null, ...(number !== undefined && { number: { lt: number } }) }],
          },
          select: { id: true, number: true },
          orderBy: { number: 'desc' },
          take: size + 1,
        })
  const left = size + 1 - open.length
  const closed =
    only === 'open' || left === 0
      ? []
      : await closedAfter(viewer, of === 'closed' ? number : undefined, left)
  const found = [
    ...open.map((row) => ({ ...row, of: 'open' })),
    ...closed.map((row) => ({ ...row, of: 'closed' })),
  ]
  const shown = found.slice(0, size)
  const seen = await proposalsSeenBy(viewer, { ids: shown.map((row) => row.id), brief: true })
  const linesOf = (which: string) =>
    shown
      .filter((row) => row.of === which)
      .flatMap((row) => seen.find((proposalSeen) => proposalSeen.id === row.id) ?? [])
  const last = found.length > size ? shown.at(-1) : undefined
  return {
    open: linesOf('open'),
    closed: linesOf('closed'),
    next: last ? `${last.of}.${last.number}` : null,
  }
}

/** Closed proposals, in the order in which they were closed, the latest first, after the one of this number. */
async function closedAfter({ db, forum }: Viewer, number: number | undefined, take: number) {
  const last =
    number === undefined
      ? null
      : await db.proposal.findFirst({ where: { forumId: forum.id, number }, select: { closedAt: true } })
  const after =
    last?.closedAt && number !== undefined
      ? {
          OR: [{ closedAt: { lt: last.closedAt } }, { closedAt: last.closedAt, number: { lt: number } }],
        }
      : {}
  return db.proposal.findMany({
    where: { forumId: forum.id, AND: [{ closedAt: { not: null } }, after] },
    select: { id: true, number: true },
    orderBy: [{ closedAt: 'desc' }, { number: 'desc' }],
    take,
  })
}

/** Proposals with where each sector stands, newest first, in a fixed number of statements. */
export async function proposalsSeenBy(viewer: Viewer, filter: Filter = {}): Promise<ProposalSeen[]> {
  if (filter.ids?.length === 0) return []
  const rows = await proposalRows(viewer, filter)
  if (rows.length === 0) return []
  const around = await aroundThem(viewer, rows)
  return rows.map((row) => proposalOf(viewer, row, around))
}

function proposalRows(
  viewer: Viewer,
  { ids, decision, body, bodies, mode, commitment, meeting, open, latest, brief = false }: Filter,
) {
  return viewer.db.proposal.findMany({
    where: {
      forumId: viewer.forum.id,
      ...readableBy(viewer),
      ...(ids && { id: { in: ids } }),
      ...(decision && { decision: { id: decision } }),
      ...(body && { bodyId: body }),
      ...(bodies && { bodyId: { in: bodies } }),
      ...(mode && { mode }),
      ...(commitment && { commitmentId: commitment }),
      ...(meeting && { meetingId: meeting }),
      ...(open !== undefined && { closedAt: open ? null : { not: null } }),
    },
    include: {
      body: true,
      decision: true,
      versions: brief ? { orderBy: { number: 'desc' }, take: 1 } : { orderBy: { number: 'asc' } },
      positions: { orderBy: { entryIndex: 'asc' } },
    },
    orderBy: { number: 'desc' },
    ...(latest && { take: latest }),
  })
}

type ProposalRow = Awaited<ReturnType<typeof proposalRows>>[number]

/** What proposals speak of: the sectors and what holds for them today, the seats, and who holds them. */
async function aroundThem({ db, forum, today }: Viewer, rows: ProposalRow[]) {
  const bodies = [...new Set(rows.map((row) => row.bodyId))]
  const seatIds = rows.flatMap((row) => [
    row.proposedBy,
    ...row.positions.map((position) => position.seatId),
  ])
  const [sectors, suspensions, voices, seats, mandates] = await Promise.all([
    decidingSectors(db, forum.id),
    openSuspensions(db, forum.id),
    Promise.all(bodies.map((one) => voicesIn(db, one, today))),
    db.seat.findMany({ where: { id: { in: seatIds } }, include: { sector: true } }),
    db.mandate.findMany({
      where: { id: { in: rows.flatMap((row) => row.positions.map((position) => position.mandateId)) } },
      include: { person: true },
    }),
  ])
  return { sectors, suspensions, voices: voices.flat(), seats, mandates }
}

type Around = Awaited<ReturnType<typeof aroundThem>>

function proposalOf(viewer: Viewer, row: ProposalRow, around: Around): ProposalSeen {
  const hidesMinutes = !row.decision && !sitsIn(viewer, row.bodyId)
  // Until its proposal is decided, a position that came with minutes belongs to approvals that may still be
  // held, though the proposal be withdrawn.
  const given = row.positions.filter((position) => !(hidesMinutes && position.origin === 'minutes'))
  const positions = given.map((position) => positionOf(position, around))
  const content = row.versions.find((version) => version.digest === row.digest)?.content as ProposalText
  const proposer = around.seats.find((seat) => seat.id === row.proposedBy)
  return {
    id: row.id,
    number: row.number,
    mode: row.mode as ProposalSeen['mode'],
    digest: row.digest,
    title: content.title,
    text: content.text,
    effect: content.effect,
    commitmentId: row.commitmentId,
    meetingId: row.meetingId,
    agendaItemId: row.agendaItemId,
    body: {
      id: row.body.id,
      slug: row.body.slug,
      shortName: row.body.shortName,
      name: row.body.name as Localised,
    },
    proposedBy: proposer
      ? { id: proposer.id, name: proposer.name as Localised, sector: proposer.sectorId }
      : null,
    proposedAt: row.proposedAt,
    deadlineAt: row.deadlineAt,
    closedAt: row.closedAt,
    withdrawnAt: row.withdrawnAt,
    entryIndex: row.entryIndex,
    positions,
    versions: row.versions.map(({ number, digest, content: text, madeAt, entryIndex }) => ({
      number,
      digest,
      content: text as ProposalText,
      madeAt,
      entryIndex,
    })),
    stands: around.sectors.map((sector) => standOf(sector, row, positions, around)),
    decision: row.decision && {
      ...row.decision,
      frozen: row.decision.frozen as Frozen,
      decidedOn: fromDate(row.decision.decidedOn),
    },
  }
}

function positionOf(row: Position, { seats, mandates }: Around): PositionSeen {
  const seat = seats.find((one) => one.id === row.seatId)
  const mandate = mandates.find((held) => held.id === row.mandateId)
  return {
    id: row.id,
    sector: row.sectorId,
    digest: row.digest,
    stance: row.stance as Stance,
    reason: row.reason as Prose | null,
    origin: row.origin,
    takenOn: fromDate(row.takenOn),
    takenAt: row.takenAt,
    lapsedAt: row.lapsedAt,
    entryIndex: row.entryIndex,
    seat: seat ? { id: seat.id, name: seat.name as Localised } : null,
    person: mandate?.person.name ?? null,
    capacity: mandate?.capacity ?? null,
  }
}

/** As it was when the proposal was decided, or as it is while it is open. */
function standOf(
  sector: Around['sectors'][number],
  row: ProposalRow,
  positions: PositionSeen[],
  { suspensions, voices }: Around,
): StandSeen {
  const name: SectorName = {
    id: sector.id,
    slug: sector.slug,
    name: sector.name as Localised,
    shape: sector.shape,
    hue: sector.hue,
  }
  const frozen = (row.decision?.frozen as Frozen | undefined)?.sectors.find(
    (one) => one.sector === sector.id,
  )
  if (frozen)
    return {
      sector: name,
      position: positions.find((position) => position.id === frozen.position) ?? null,
      suspended: frozen.suspended,
      suspendedSince: null,
      voiceHeld: frozen.voices.length > 0,
    }
  const suspension = suspensions.find(
    (one) => one.sectorId === sector.id && blocks(one, row.commitmentId),
  )
  return {
    sector: name,
    position: positionInForce(positions, sector.id, row.digest),
    suspended: Boolean(suspension),
    suspendedSince: suspension?.declaredAt ?? null,
    voiceHeld: voices.some((voice) => voice.sector === sector.id && voice.body === row.bodyId),
  }
}

export async function proposalSeenBy(viewer: Viewer, id: string): Promise<ProposalSeen | null> {
  return Id.safeParse(id).success ? ((await proposalsSeenBy(viewer, { ids: [id] }))[0] ?? null) : null
}

export type DecisionFilter = {
  body?: string | undefined
  outcome?: string | undefined
  cursor?: string | undefined
}

/**
 * Decisions, the newest first, a page at a time by their number; and the proposals that are open, where this
 * reader may see them.
 */
export async function decisionsSeenBy(
  viewer: Viewer,
  { body, outcome, cursor }: DecisionFilter = {},
  size = 20,
) {
  const before = Number(cursor)
  const rows = await viewer.db.decision.findMany({
    where: {
      forumId: viewer.forum.id,
      ...(body && Id.safeParse(body).success && { bodyId: body }),
      ...(outcome && { outcome }),
      ...(Number.isInteger(before) && before > 0 && { number: { lt: before } }),
    },
    select: { proposalId: true, number: true },
    orderBy: { number: 'desc' },
    take: size + 1,
  })
  const shown = rows.slice(0, size)
  const proposals = await proposalsSeenBy(viewer, { ids: shown.map((row) => row.proposalId) })
  const decisions = shown.flatMap(
    (row) => proposals.find((proposal) => proposal.id === row.proposalId) ?? [],
  )
  return { decisions, next: rows.length > size ? String(shown.at(-1)?.number) : null }
}

/** By the number of its decision, or by its own. */
export async function proposalNumbered(
  viewer: Viewer,
  number: string,
  of: 'decision' | 'proposal',
): Promise<ProposalSeen | null> {
  if (!/^[1-9]\d{0,6}$/.test(number)) return null
  const where = { forumId: viewer.forum.id, number: Number(number) }
  const id =
    of === 'decision'
      ? (await viewer.db.decision.findFirst({ where, select: { proposalId: true } }))?.proposalId
      : (await viewer.db.proposal.findFirst({ where, select: { id: true } }))?.id
  return id ? proposalSeenBy(viewer, id) : null
}

/** Whether the viewer wrote the text that a proposal has now: whoever revises it for the same seat may be somebody else. */
export async function wroteTheText(viewer: Viewer, proposal: string): Promise<{ own: boolean }> {
  if (!viewer.person || !Id.safeParse(proposal).success) return { own: false }
  const latest = await viewer.db.proposalVersion.findFirst({
    where: { proposalId: proposal, proposal: { forumId: viewer.forum.id, ...readableBy(viewer) } },
    orderBy: { number: 'desc' },
    select: { entryIndex: true },
  })
  const line =
    latest &&
    (await viewer.db.historyLine.findFirst({
      where: { forumId: viewer.forum.id, index: latest.entryIndex },
      select: { mandateId: true },
    }))
  const own = line?.mandateId
    ? await viewer.db.mandate.count({ where: { id: line.mandateId, personId: viewer.person } })
    : 0
  return { own: own > 0 }
}

/** Proposals by name, those that the viewer may read. */
export async function proposalNames(
  viewer: Viewer,
  ids: string[],
): Promise<Record<string, { number: number; title: Prose }>> {
  const rows = await viewer.db.proposal.findMany({
    where: { forumId: viewer.forum.id, id: { in: ids }, ...readableBy(viewer) },
  })
  return Object.fromEntries(rows.map(({ id, number, title }) => [id, { number, title: title as Prose }]))
}

/** A sector's declarations that it paused, the newest first: those of the past with how they ended. */
export async function suspensionsDeclared({ db, forum }: Viewer, most = 50) {
  const rows = await db.suspension.findMany({
    where: { forumId: forum.id },
    orderBy: [{ declaredOn: 'desc' }, { entryIndex: 'desc' }],
    take: most,
  })
  return rows.map((row) => ({
    ...row,
    declaredOn: fromDate(row.declaredOn),
    resumedOn: row.resumedOn && fromDate(row.resumedOn),
    reason: row.reason as Prose,
    resumeNote: row.resumeNote as Prose | null,
  }))
}
