import { diffWordsWithSpace } from 'diff'
import { addDays, endOfDay, lastDayBefore } from '../act/calendar.ts'
import type { Prose } from '../act/fields.ts'
import { beginningOf, longest } from '../act/lengths.ts'
import { refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import type { ForumRules, Quorum } from '../bodies/rules.ts'
import { attendanceOf, isVacant, speakersAt } from '../meetings/rules.ts'
import type { AttendanceInMinutes, AttendanceState, MeetingKind, SeatOn } from '../meetings/rules.ts'
import { needsReason, stances } from '../proposals/rules.ts'
import type { Stance } from '../proposals/rules.ts'
import type { AgreementKind } from './drafts/protocol.ts'

/** What the digest of a version of minutes covers. Its schema, permanent, is MinutesContent in facts.ts. */
export type Content = {
  meeting: string
  body: string
  year: number
  number: number
  kind: MeetingKind | null
  heldOn: string
  convenedFor?: string | undefined
  attendance: { seat: string; sector: string; state: AttendanceInMinutes; mandate: string | null }[]
  guests?: { guest: string; office: Prose | null }[] | undefined
  movedFrom?: string | undefined
  quorum: Quorum
  items: ContentItem[]
  claims: {
    proposal: string
    digest: string
    sector: string
    seat: string
    mandate: string
    stance: Stance
    reason: Prose | null
  }[]
}
export type ContentItem = {
  item: string
  title: Prose
  commitment: string | null
  postponed: Prose | null
  text: Prose | null
  agreements: {
    number: number
    kind: AgreementKind
    text: Prose
    proposal: string | null
    seat: string | null
    dueOn: string | null
  }[]
}

/** A draft of minutes with the record of the session that it is about. */
export type Paper = {
  meeting: {
    id: string
    bodyId: string
    year: number
    number: number
    kind: MeetingKind | null
    state: string
    heldOn: string
    convenedFor: string | null
    movedFrom?: string | null
    guests?: { id: string; office: Prose | null }[]
    quorum: Quorum | null
    seats: SeatOn[]
    attendance: { seatId: string; state: AttendanceState; mandateId: string | null }[]
  }
  agenda: {
    id: string
    title: Prose
    commitmentId: string | null
    withdrawnAt: Date | null
    postponedReason: Prose | null
  }[]
  texts: { agendaItemId: string; lang: string; text: string }[]
  /** items with a text that was set aside, and that nobody has settled */
  asides: string[]
  agreements: {
    agendaItemId: string
    kind: AgreementKind
    lang: string
    text: string
    proposalId: string | null
    seatId: string | null
    dueOn: string | null
  }[]
  claims: { proposalId: string; sectorId: string; stance: Stance; lang: string; reason: string }[]
  /** open proposals deliberated in this session */
  proposals: { id: string; number: number; digest: string }[]
}

const textOf = (of: { lang: string }, text: string): Prose => ({
  lang: of.lang === 'en' ? 'en' : 'es',
  text,
})

/**
 * What would be circulated if the draft were circulated now: the one place where a draft becomes a text with
 * a digest.
 */
export function contentOf({ meeting, agenda, texts, agreements, claims, proposals }: Paper): Content {
  const speakers = speakersAt(meeting.seats, meeting.attendance)
  let number = 0
  return {
    meeting: meeting.id,
    body: meeting.bodyId,
    year: meeting.year,
    number: meeting.number,
    kind: meeting.kind,
    heldOn: meeting.heldOn,
    ...(meeting.convenedFor && { convenedFor: meeting.convenedFor }),
    attendance: meeting.seats.map((seat) => {
      const attended = meeting.attendance.find((mark) => mark.seatId === seat.id)
      return {
        seat: seat.id,
        sector: seat.sector,
        state: attendanceOf({ vacant: isVacant(seat), state: attended?.state }),
        mandate: attended?.mandateId ?? null,
      }
    }),
    // Left out where there are none, so that what was circulated before there were any keeps its digest.
    ...(meeting.guests &&
      meeting.guests.length > 0 && {
        guests: meeting.guests.map(({ id, office }) => ({
          guest: id,
          office: office && textOf(office, office.text),
        })),
      }),
    ...(meeting.movedFrom && { movedFrom: meeting.movedFrom }),
    quorum: meeting.quorum ?? { reached: false, there: 0, of: 0, needed: 1, sectors: [] },
    items: agenda
      .filter((item) => !item.withdrawnAt)
      .map((item) => {
        const said = texts.find((text) => text.agendaItemId === item.id)
        return {
          item: item.id,
          title: item.title,
          commitment: item.commitmentId,
          postponed: item.postponedReason,
          text: said?.text ? textOf(said, said.text) : null,
          agreements: agreements
            .filter((agreement) => agreement.agendaItemId === item.id)
            .map((agreement) => ({
              number: ++number,
              kind: agreement.kind,
              text: textOf(agreement, agreement.text),
              proposal: agreement.proposalId,
              seat: agreement.seatId,
              dueOn: agreement.dueOn,
            })),
        }
      }),
    claims: proposals.flatMap((proposal) =>
      speakers.flatMap((speaker) => {
        const claim = claims.find(
          (one) => one.proposalId === proposal.id && one.sectorId === speaker.sector,
        )
        return claim
          ? [
              {
                proposal: proposal.id,
                digest: proposal.digest,
                ...speaker,
                stance: claim.stance,
                reason: claim.reason ? textOf(claim, claim.reason) : null,
              },
            ]
          : []
      }),
    ),
  }
}

const mostAgreements = 40
const mostProposals = 6
/**
 * Of an entry's 65,535 bytes, what the approvals, observations and positions before it leave; and what a fact
 * takes of it at most.
 */
const bytesLeft = 56_000
const bytesOf = { agreement: 700, proposal: 2_500, voice: 150 }

/**
 * The last approval records all agreements and decisions of a session in one entry, with whoever could speak
 * for each sector: so many proposals fit, whatever they say.
 */
export function proposalsThatFit(agreements: number, voices: number): number {
  const room = bytesLeft - Math.min(agreements, mostAgreements) * bytesOf.agreement
  return Math.max(
    1,
    Math.min(mostProposals, Math.floor(room / (bytesOf.proposal + voices * bytesOf.voice))),
  )
}

type SectorName = { id: string; name: { es: string; en?: string } }

/** Everything that keeps a draft from being circulated, each as a sentence that its writer can act on. */
export function hindrances(paper: Paper, sectors: SectorName[]): Refusal[] {
  const { meeting, agenda, proposals, claims } = paper
  if (meeting.state !== 'held') return [refuse('meetings.notClosedYet')]
  const speakers = speakersAt(meeting.seats, meeting.attendance)
  const content = contentOf(paper)
  const items = agenda.filter((item) => !item.withdrawnAt)
  const named = (sector: string, proposal: number) => {
    const name = sectors.find((sectorName) => sectorName.id === sector)?.name ?? { es: sector }
    return { proposal, sectorEs: name.es, sectorEn: name.en ?? name.es }
  }
  const fitting = proposalsThatFit(
    paper.agreements.length,
    meeting.seats.filter((seat) => seat.voice).length,
  )
  const empty =
    content.items.every((item) => !item.text && item.agreements.length === 0) &&
    content.claims.length === 0
  return [
    ...(empty ? [refuse('meetings.nothingInIt')] : []),
    ...(paper.agreements.length > mostAgreements
      ? [refuse('meetings.tooManyAgreements', { max: mostAgreements })]
      : []),
    ...(proposals.length > fitting ? [refuse('meetings.tooManyProposals', { max: fitting })] : []),
    ...items.flatMap((item, place) =>
      paper.asides.includes(item.id) ? [refuse('meetings.twoVersions', { item: place + 1 })] : [],
    ),
    ...content.items.flatMap((item, place) =>
      item.agreements.flatMap((agreement) => [
        ...(agreement.text.text ? [] : [refuse('meetings.agreementEmpty', { item: place + 1 })]),
        ...(agreement.kind === 'action' && (!agreement.seat || !agreement.dueOn)
          ? [refuse('meetings.actionIncomplete', { item: place + 1 })]
          : []),
      ]),
    ),
    ...proposals.flatMap((proposal) =>
      speakers.flatMap(({ sector }) => {
        const claim = claims.find((one) => one.proposalId === proposal.id && one.sectorId === sector)
        if (!claim) return [refuse('meetings.claimMissing', named(sector, proposal.number))]
        return needsReason(claim.stance) && !claim.reason
          ? [refuse('meetings.claimReasonMissing', named(sector, proposal.number))]
          : []
      }),
    ),
    ...proposals.flatMap((proposal) =>
      claims
        .filter(
          (claim) =>
            claim.proposalId === proposal.id &&
            !speakers.some((speaker) => speaker.sector === claim.sectorId),
        )
        .map((claim) => refuse('meetings.claimOfAbsent', named(claim.sectorId, proposal.number))),
    ),
  ]
}

export function isStance(text: string): text is Stance {
  return (stances as readonly string[]).includes(text)
}

export type Consent = {
  sector: string
  /** silence is listed as silence, never as agreement (docs/rules.md, 3) */
  says: 'approved' | 'suspended' | 'waiting' | 'silence'
}

/**
 * How each sector stands towards a text that wants every sector's approval. An approval given before a
 * suspension stands; a sector that is suspended is not waited for. `silence`: the window is over
 * and it has said nothing.
 */
export function consentsOf(
  sectors: string[],
  approved: string[],
  suspended: string[],
  windowIsOver: boolean,
): Consent[] {
  const says = (sector: string): Consent['says'] => {
    if (approved.includes(sector)) return 'approved'
    if (suspended.includes(sector)) return 'suspended'
    return windowIsOver ? 'silence' : 'waiting'
  }
  return sectors.map((sector) => ({ sector, says: says(sector) }))
}

/** Nobody is waited for, and somebody approved: a text on which every sector is suspended is approved by nobody. */
export function isComplete(consents: Consent[], silenceIsAssent: boolean): boolean {
  const settled = consents.every(
    ({ says }) => says === 'approved' || says === 'suspended' || (says === 'silence' && silenceIsAssent),
  )
  const spoken = consents.some(
    ({ says }) => says === 'approved' || (says === 'silence' && silenceIsAssent),
  )
  return settled && spoken
}

/**
 * CC-2026-07: the body's short name, the year of the session, the body's own count of minutes approved of
 * that year.
 */
export function minutesNumber(shortName: string, year: number, count: number): string {
  const code = shortName
    .toUpperCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '')
  // With the number of an agreement behind it, it still is a line.
  return `${beginningOf(code, longest.line - 40)}-${year}-${String(count).padStart(2, '0')}`
}

export type Piece = { text: string; is: 'same' | 'added' | 'removed' }
export type ItemDiff = {
  item: string
  change: 'same' | 'changed' | 'added' | 'removed'
  title: Prose
  pieces: Piece[]
  agreements: Piece[]
}

/** Two texts without a common word cost the square of their edits; past so many, one is shown whole after the other. */
const mostEdits = 2_000
/** The minutes of a long session have a dozen of such texts, and a page compares them all. */
const [longText, mostEditsOfLong] = [60_000, 700]

function becameOf(added: boolean, removed: boolean): Piece['is'] {
  if (added) return 'added'
  return removed ? 'removed' : 'same'
}

export function wordsChanged(
  before: string,
  after: string,
  most = before.length + after.length > longText ? mostEditsOfLong : mostEdits,
): Piece[] {
  if (before === after) return after ? [{ text: after, is: 'same' }] : []
  const found = diffWordsWithSpace(before, after, { maxEditLength: most })
  const whole: Piece[] = [
    { text: before, is: 'removed' },
    { text: after, is: 'added' },
  ]
  const pieces =
    found?.map(
      ({ value, added, removed }): Piece => ({
        text: value,
        is: becameOf(added, removed),
      }),
    ) ?? whole
  return pieces.filter((piece) => piece.text)
}

type Compared = {
  item: string
  title: Prose
  text: Prose | null
  agreements: { number: number; text: Prose; dueOn: string | null }[]
}

function agreementsAsText(item: Compared | undefined): string {
  return (item?.agreements ?? [])
    .map((agreement) =>
      [`${agreement.number}.`, agreement.text.text, agreement.dueOn].filter(Boolean).join(' '),
    )
    .join('\n')
}

/** What a new version of minutes changed, item by item, word by word. */
export function changesBetween(before: { items: Compared[] }, after: { items: Compared[] }): ItemDiff[] {
  const gone = before.items.filter(
    (item) => !after.items.some((compared) => compared.item === item.item),
  )
  return [...after.items, ...gone].map((item) => {
    const was = before.items.find((compared) => compared.item === item.item)
    const is = after.items.find((compared) => compared.item === item.item)
    const pieces = wordsChanged(was?.text?.text ?? '', is?.text?.text ?? '')
    const agreements = wordsChanged(agreementsAsText(was), agreementsAsText(is))
    const same = [...pieces, ...agreements].every((piece) => piece.is === 'same')
    return {
      item: item.item,
      title: item.title,
      pieces,
      agreements,
      change: changeOf(was, is, same),
    }
  })
}

function changeOf(
  was: Compared | undefined,
  is: Compared | undefined,
  same: boolean,
): ItemDiff['change'] {
  if (!was) return 'added'
  if (!is) return 'removed'
  return same ? 'same' : 'changed'
}

/** What two versions of minutes do not have in common. */
export type PartsChanged = {
  /** of the later version, by their number; what it has no more is no item of it */
  items: number[]
  /** proposals on which it says otherwise what a sector said */
  positions: string[]
  /** who was there, the quorum, or which session it was; or an item is gone */
  meeting: boolean
}

/** Why a sector that approved the earlier version is asked again: what the later one says otherwise, all of it. */
export function partsChanged(before: Content, after: Content): PartsChanged {
  const differ = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other)
  const itemIn = (content: Content, id: string) => content.items.find((one) => one.item === id)
  const claimsOn = ({ claims }: Content, proposal: string) =>
    claims.filter((claim) => claim.proposal === proposal)
  const proposals = [...before.claims, ...after.claims].map((claim) => claim.proposal)
  const { items: was, claims: _was, ...sessionThen } = before
  const { items: is, claims: _is, ...session } = after
  return {
    items: is.flatMap((item, place) => (differ(itemIn(before, item.item), item) ? [place + 1] : [])),
    positions: [...new Set(proposals)].filter((one) =>
      differ(claimsOn(before, one), claimsOn(after, one)),
    ),
    meeting: differ(sessionThen, session) || was.some((item) => !itemIn(after, item.item)),
  }
}

/** Working paper with what became of its meeting. `dayOver`: the first instant after the meeting's day. */
export type Shelved = {
  state: string
  dayOver: Date
  closedAt: Date | null
  circulated: boolean
  approvedAt: Date | null
  lastSavedAt: Date
}

const defaultDraftDays = 180

/**
 * Until when working paper of minutes is kept; null while it is at work: circulated and not approved, or its
 * session still to come. Days count from when the minutes were approved, or the meeting was cancelled or not
 * held. A text that never was circulated counts from the end of its session, or of its day where it was never
 * closed; and whoever still writes in it begins the count anew. It ends with the last of them.
 */
export function draftKeptUntil(
  { state, dayOver, closedAt, circulated, approvedAt, lastSavedAt }: Shelved,
  { rules: { draftDays = defaultDraftDays }, zone, now }: { rules: ForumRules; zone: string; now: Date },
): Date | null {
  const since = (): Date | null => {
    if (approvedAt) return approvedAt
    if (circulated) return null
    if (state === 'cancelled' || state === 'not-held') return closedAt ?? dayOver
    const over = state === 'held' ? (closedAt ?? dayOver) : dayOver
    return over > now ? null : new Date(Math.max(over.getTime(), lastSavedAt.getTime()))
  }
  const from = since()
  return from && endOfDay(zone, addDays(lastDayBefore(zone, from), draftDays))
}

/** As somebody copies them from a page: without the marks that set them, and with any space between. */
const asRead = (text: string) =>
  text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*_`#>\\]/g, '')
    .replaceAll(/^\s*([-+]|\d+\.)\s+/gm, '')
    .replaceAll(/\s+/g, ' ')
    .normalize('NFC')
    .trim()
    .toLowerCase()

type Readable = Pick<Content, 'items' | 'claims'>

/** Whether an item of minutes, or without one the minutes, say these words. */
export function wordsStandIn({ items, claims }: Readable, words: string, item?: string | null): boolean {
  const said = items
    .filter((one) => !item || one.item === item)
    .flatMap(({ title, text, postponed, agreements }) => [
      title,
      text,
      postponed,
      ...agreements.map((agreement) => agreement.text),
    ])
  const reasons = claims.map(({ reason }) => reason)
  return [...said, ...reasons].some((one) => one && asRead(one.text).includes(asRead(words)))
}
