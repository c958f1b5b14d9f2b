/** What a sector can say to a proposal. A reservation and an objection need a reason (docs/rules.md, 3). */
export const stances = ['agree', 'agree-with-reservation', 'stand-aside', 'object'] as const
export type Stance = (typeof stances)[number]

export const outcomes = ['full-consensus', 'consensus-with-reservations', 'no-consensus'] as const
export type ConsensusOutcome = (typeof outcomes)[number]

/** What stands in the way of adoption, the gravest first. */
export const obstacles = ['objection', 'suspension', 'no-voice', 'silence', 'quorum'] as const
export type Obstacle = (typeof obstacles)[number]

/** One sector with a position, as it stands towards a proposal. */
export type SectorStand = {
  sector: string
  /** somebody holds a seat with the sector's voice in the deciding body */
  voiceHeld: boolean
  suspended: boolean
  stance: Stance | null
}

export type Reckoning = {
  adopted: boolean
  outcome: ConsensusOutcome
  obstacle: Obstacle | null
  waitingFor: string[]
  allSpoke: boolean
}

export function needsReason(stance: Stance): boolean {
  return stance === 'agree-with-reservation' || stance === 'object'
}

function obstacleOf(stand: SectorStand): Obstacle | null {
  if (stand.stance === 'object') return 'objection'
  if (stand.stance) return null
  if (stand.suspended) return 'suspension'
  return stand.voiceHeld ? 'silence' : 'no-voice'
}

/**
 * Consensus by sector (docs/rules.md, 3): adopted when every sector with a position has given one, quorum
 * was met, and none objects. No sector outvotes another, the chair has no casting vote, silence is silence.
 */
export function outcomeOf(stands: SectorStand[], quorate: boolean): Reckoning {
  const found = new Set(stands.map(obstacleOf))
  if (stands.length === 0) found.add('no-voice')
  if (!quorate) found.add('quorum')
  const obstacle = obstacles.find((one) => found.has(one)) ?? null
  const waitingFor = stands.filter((stand) => !stand.stance).map((stand) => stand.sector)
  return {
    adopted: !obstacle,
    outcome: obstacle ? 'no-consensus' : consensusOf(stands),
    obstacle,
    waitingFor,
    allSpoke: stands.length > 0 && waitingFor.length === 0,
  }
}

function consensusOf(stands: SectorStand[]) {
  return stands.every((stand) => stand.stance === 'agree')
    ? 'full-consensus'
    : 'consensus-with-reservations'
}

/** What makes a position lapse: its sector's own suspension, or another version of the minutes that it came with. */
export const lapseCauses = ['suspension', 'new-minutes'] as const
export type LapseCause = (typeof lapseCauses)[number]

/** Why a position does not count any more, each cause by itself. */
export const endings = [...lapseCauses, 'changed', 'new-text'] as const
export type Ending = { by: (typeof endings)[number]; at: Date }

type Ended = {
  sector: string
  digest: string
  takenAt: Date
  entryIndex: number
  lapsedAt: Date | null
  lapsedBy: LapseCause | null
}

/**
 * What ended a position, and when; null while nothing did. A sector may have changed its position before it suspended
 * its participation, and a text be changed after both: what came first is what ended it.
 */
export function endingOf(
  position: Ended,
  { positions, versions }: { positions: Ended[]; versions: { digest: string; madeAt: Date }[] },
): Ending | null {
  const later = positions.find(
    (one) => one.sector === position.sector && one.entryIndex > position.entryIndex,
  )
  const about = versions.findLastIndex((version) => version.digest === position.digest)
  // Where only the current text was read, it is the first that came after any other.
  const next = versions[about + 1]
  const found: Ending[] = []
  if (position.lapsedAt && position.lapsedBy)
    found.push({ by: position.lapsedBy, at: position.lapsedAt })
  if (later) found.push({ by: 'changed', at: later.takenAt })
  if (next) found.push({ by: 'new-text', at: next.madeAt })
  return found.toSorted((one, other) => one.at.getTime() - other.at.getTime())[0] ?? null
}

export type GivenPosition = {
  sector: string
  digest: string
  stance: string
  /** where the log has it; null of one in the making: it comes after all that the log has */
  entryIndex: number | null
  lapsedAt: Date | null
}

/**
 * The position of a sector that counts: the latest that any seat with its voice gave on exactly this text,
 * and that has not lapsed. Order is the log's, not the clock's.
 */
export function positionInForce<P extends GivenPosition>(
  positions: P[],
  sector: string,
  digest: string,
): P | null {
  const given = positions.filter(
    (position) => position.sector === sector && position.digest === digest && !position.lapsedAt,
  )
  return given.reduce<P | null>((latest, one) => (latest && !isLater(one, latest) ? latest : one), null)
}

function isLater(one: GivenPosition, other: GivenPosition): boolean {
  if (other.entryIndex === null) return false
  return one.entryIndex === null || one.entryIndex > other.entryIndex
}

/** One who may speak for a sector, by mandate. */
export type VoiceHeld = { seat: string; mandate: string; capacity: string }

/**
 * Who is listed as having the voice of a sector when a proposal closes: whoever holds it then, and whoever gave the
 * position that counts. Their word stands though their mandate ended since, even on the day on which they spoke
 * (docs/rules.md, 4).
 */
export function voicesListed(
  held: VoiceHeld[],
  position: { seatId: string; mandateId: string; capacity: string } | null,
): VoiceHeld[] {
  const listed = held.map(({ seat, mandate, capacity }) => ({ seat, mandate, capacity }))
  if (!position || held.some((voice) => voice.mandate === position.mandateId)) return listed
  return [...listed, { seat: position.seatId, mandate: position.mandateId, capacity: position.capacity }]
}

type FrozenSector = {
  sector: string
  suspended: boolean
  voices: unknown[]
  stance: Stance | null
}

/**
 * Of a closed proposal, the sectors that qualified or withheld their agreement, by what each did: the result is told
 * with them, for "with reservations" may be one sector's reservation, or another's standing aside.
 */
export function whoDidNotAgree(sectors: FrozenSector[]) {
  const those = (is: (one: FrozenSector) => boolean) => sectors.filter(is).map((one) => one.sector)
  return {
    reserved: those((one) => one.stance === 'agree-with-reservation'),
    aside: those((one) => one.stance === 'stand-aside'),
    objected: those((one) => one.stance === 'object'),
    suspended: those((one) => !one.stance && one.suspended),
    voiceless: those((one) => !one.stance && !one.suspended && one.voices.length === 0),
    silent: those((one) => !one.stance && !one.suspended && one.voices.length > 0),
  }
}

/** A suspension is in force until it is resumed: the same as a condition on rows. */
export const notResumed = { resumedAt: null } as const

/** A suspension blocks what names the forum or that commitment; one of the whole forum blocks everything. */
export function blocks(
  suspension: { commitmentId: string | null; resumedAt: Date | null },
  commitment: string | null,
): boolean {
  return (
    suspension.resumedAt === null &&
    (suspension.commitmentId === null || suspension.commitmentId === commitment)
  )
}

/** What is decided beside the changes that the forum knows how to make: its text alone is the decision. */
export const resolutions = ['statement', 'calendar', 'candidacy', 'appointment', 'other'] as const
export type Resolution = (typeof resolutions)[number]
