import { fromDate } from '../act/calendar.ts'
import { Id } from '../act/fields.ts'
import type { Localised, Prose } from '../act/fields.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { holdsTheSeat, rulesOf } from '../bodies/rules.ts'
import type { Row } from '../db/client.ts'
import type { Frozen, ProposalText } from './facts.ts'
import { blocks, endingOf, positionInForce } from './rules.ts'
import type { Ending, LapseCause, Stance, VoiceHeld } from './rules.ts'
import { voicesIn, decidingSectors, openSuspensions } from './record.ts'

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
  lapsedBy: LapseCause | null
  /** why it does not count any more, and since when; null: it counts */
  ended: Ending | null
  entryIndex: number
  seat: { id: string; name: Localised } | null
  person: string | null
  capacity: string | null
  mandate: string
}
/** Who could speak for a sector: when it was decided, or today where it is open. */
export type VoiceSeen = {
  mandate: string
  seat: { id: string; name: Localised } | null
  person: string | null
  /** alone: the alternate of a seat that nobody held */
  capacity: 'titular' | 'alternate' | 'alone' | 'acting'
}
export type StandSeen = {
  sector: SectorName
  position: PositionSeen | null
  /** what it said last, where nothing that it said counts */
  before: PositionSeen | null
  voices: VoiceSeen[]
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
  /** closed by this act */ decidedIn?: number
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
  {
    ids,
    decision,
    decidedIn,
    body,
    bodies,
    mode,
    commitment,
    meeting,
    open,
    latest,
    brief = false,
  }: Filter,
) {
  return viewer.db.proposal.findMany({
    where: {
      forumId: viewer.forum.id,
      ...readableBy(viewer),
      ...(ids && { id: { in: ids } }),
      ...(decision && { decision: { id: decision } }),
      ...(decidedIn !== undefined && { decision: { entryIndex: decidedIn } }),
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
  const [sectors, suspensions, voices] = await Promise.all([
    decidingSectors(db, forum.id),
    openSuspensions(db, forum.id),
    Promise.all(bodies.map((one) => voicesIn(db, one, today))),
  ])
  const listed = [...voices.flat(), ...rows.flatMap(voicesFrozen)]
  const [seats, mandates] = await Promise.all([
    db.seat.findMany({
      where: { id: { in: [...seatIds, ...listed.map((voice) => voice.seat)] } },
      include: { sector: true, body: true },
    }),
    db.mandate.findMany({
      where: {
        id: {
          in: [
            ...rows.flatMap((row) => row.positions.map((position) => position.mandateId)),
            ...listed.map((voice) => voice.mandate),
          ],
        },
      },
      include: { person: true },
    }),
  ])
  return { sectors, suspensions, voices: voices.flat(), seats, mandates }
}

function voicesFrozen({ decision }: ProposalRow): VoiceHeld[] {
  return decision?.frozen.sectors.flatMap((sector) => sector.voices) ?? []
}

type Around = Awaited<ReturnType<typeof aroundThem>>

function proposalOf(viewer: Viewer, row: ProposalRow, around: Around): ProposalSeen {
  const hidesMinutes = !row.decision && !sitsIn(viewer, row.bodyId)
  // Until its proposal is decided, a position that came with minutes belongs to approvals that may still be
  // held, though the proposal be withdrawn.
  const given = row.positions.filter((position) => !(hidesMinutes && position.origin === 'minutes'))
  const positions = positionsOf(row, given, around)
  const content = row.versions.find((version) => version.digest === row.digest)?.content
  if (!content) throw new Error(`proposal ${row.id} has no version of its digest`)
  const proposer = around.seats.find((seat) => seat.id === row.proposedBy)
  return {
    id: row.id,
    number: row.number,
    mode: row.mode,
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
      name: row.body.name,
    },
    proposedBy: proposer ? { id: proposer.id, name: proposer.name, sector: proposer.sectorId } : null,
    proposedAt: row.proposedAt,
    deadlineAt: row.deadlineAt,
    closedAt: row.closedAt,
    withdrawnAt: row.withdrawnAt,
    entryIndex: row.entryIndex,
    positions,
    versions: row.versions.map(({ number, digest, content: text, madeAt, entryIndex }) => ({
      number,
      digest,
      content: text,
      madeAt,
      entryIndex,
    })),
    stands: around.sectors.map((sector) => standOf(sector, row, positions, around)),
    decision: row.decision && {
      ...row.decision,
      frozen: row.decision.frozen,
      decidedOn: fromDate(row.decision.decidedOn),
    },
  }
}

/** Each with what ended it. Of a list, which knows a proposal's current text alone, an older text is told by the digest. */
function positionsOf(row: ProposalRow, given: Row<'position'>[], around: Around): PositionSeen[] {
  const positions = given.map((position) => positionOf(position, around))
  return positions.map((position) => ({
    ...position,
    ended: endingOf(position, { positions, versions: row.versions }),
  }))
}

function positionOf(row: Row<'position'>, { seats, mandates }: Around): PositionSeen {
  const seat = seats.find((one) => one.id === row.seatId)
  const mandate = mandates.find((held) => held.id === row.mandateId)
  return {
    id: row.id,
    sector: row.sectorId,
    digest: row.digest,
    stance: row.stance,
    reason: row.reason,
    origin: row.origin,
    takenOn: fromDate(row.takenOn),
    takenAt: row.takenAt,
    lapsedAt: row.lapsedAt,
    lapsedBy: row.lapsedBy,
    ended: null,
    entryIndex: row.entryIndex,
    seat: seat ? { id: seat.id, name: seat.name } : null,
    person: mandate?.person.name ?? null,
    capacity: mandate?.capacity ?? null,
    mandate: row.mandateId,
  }
}

/** As it was when the proposal was decided, or as it is while it is open. */
function standOf(
  sector: Around['sectors'][number],
  row: ProposalRow,
  positions: PositionSeen[],
  around: Around,
): StandSeen {
  const { suspensions } = around
  const name: SectorName = {
    id: sector.id,
    slug: sector.slug,
    name: sector.name,
    shape: sector.shape,
    hue: sector.hue,
  }
  const own = positions.filter((position) => position.sector === sector.id)
  const frozen = row.decision?.frozen?.sectors.find((one) => one.sector === sector.id)
  if (frozen) {
    const counted = positions.find((position) => position.id === frozen.position) ?? null
    return {
      sector: name,
      position: counted,
      before: counted ? null : (own.at(-1) ?? null),
      voices: voicesSeen(frozen.voices, around),
      suspended: frozen.suspended,
      suspendedSince: null,
      voiceHeld: frozen.voices.length > 0,
    }
  }
  const voices = around.voices.filter((voice) => voice.sector === sector.id && voice.body === row.bodyId)
  const position = positionInForce(positions, sector.id, row.digest)
  const suspension = suspensions.find(
    (one) => one.sectorId === sector.id && blocks(one, row.commitmentId),
  )
  return {
    sector: name,
    position,
    before: position ? null : (own.at(-1) ?? null),
    voices: voicesSeen(voices, around),
    suspended: Boolean(suspension),
    suspendedSince: suspension?.declaredAt ?? null,
    voiceHeld: voices.length > 0,
  }
}

/** An alternate acts beside whoever holds their seat, or alone where nobody does: the list says which. */
function voicesSeen(held: VoiceHeld[], { seats, mandates }: Around): VoiceSeen[] {
  const capacityOf = ({ seat, capacity }: VoiceHeld): VoiceSeen['capacity'] => {
    if (capacity === 'titular' || capacity === 'acting') return capacity
    return held.some((one) => one.seat === seat && holdsTheSeat(one)) ? 'alternate' : 'alone'
  }
  return held.map((voice) => {
    const seat = seats.find((one) => one.id === voice.seat)
    return {
      mandate: voice.mandate,
      seat: seat ? { id: seat.id, name: seat.name } : null,
      person: mandates.find((one) => one.id === voice.mandate)?.person.name ?? null,
      capacity: capacityOf(voice),
    }
  })
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
  return Object.fromEntries(rows.map(({ id, number, title }) => [id, { number, title }]))
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
    reason: row.reason,
    reasonIn: row.reasonIn,
    resumeNote: row.resumeNote,
  }))
}
