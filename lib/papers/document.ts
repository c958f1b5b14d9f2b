import { createHash } from 'node:crypto'
import { exampleOf } from '../act/example.ts'
import type { Localised } from '../act/fields.ts'
import type { ForumHead } from '../act/viewer.ts'
import type { MinutesSeen } from '../minutes/seen.ts'
import type { Prose } from '../act/fields.ts'

/** What these fields mean stands in docs/minutes-document.md; a field that changes its meaning raises the number. */
export const SCHEMA = 'mesa-abierta/minutes/1'

export const formats = ['pdf', 'docx', 'md', 'json'] as const
export type Format = (typeof formats)[number]

/** Who acted, for which seat and in which capacity; null where it is not known. */
export type Speaker = { person: string | null; capacity: string | null; seat: Localised | null }
/** What a sector said in the session, and who spoke for it. */
export type Position = Speaker & {
  sector: Localised
  stance: string
  reason: Prose | null
}
type DecisionIn = NonNullable<MinutesSeen['proposals'][string]['decision']>
/** How it ended, and, where it was adopted and changed something, what. */
export type TakenDecision = Omit<DecisionIn, 'stood'> & {
  /** the sectors that did not simply agree, by what each did */
  stood: { [How in keyof DecisionIn['stood']]: Localised[] }
}
export type TakenProposal = {
  number: number
  title: Prose
  decision: TakenDecision | null
  positions: Position[]
}
export type TakenAgreement = {
  number: string
  kind: 'resolution' | 'action'
  text: Prose
  seat: Localised | null
  dueOn: string | null
  proposal: number | null
}
export type TakenErratum = {
  number: number
  approvedAt: string
  wrong: Prose
  right: Prose
  reason: Prose
  digest: string
}
export type TakenItem = {
  number: number
  title: Prose
  commitment: { plan: string; number: number } | null
  postponed: Prose | null
  text: Prose | null
  agreements: TakenAgreement[]
  errata: TakenErratum[]
}

/**
 * Minutes as they leave the house: names in every language they have, texts as they were written, days and
 * instants in ISO 8601.
 */
export type MinutesDocument = {
  schema: typeof SCHEMA
  /** of a practice table: nobody agreed to this */
  example?: true
  forum: { slug: string; name: Localised; timeZone: string }
  body: { slug: string; shortName: string; name: Localised }
  meeting: {
    id: string
    kind: string | null
    number: number
    year: number
    /** the day on which it was opened */
    heldOn: string
    /** the day for which it was convened, where that is another */
    convenedFor: string | null
    /** the day for which it was first convened, where it was moved */
    movedFrom: string | null
    startsAt: string | null
    openedAt: string | null
    closedAt: string | null
    place: Prose | null
  }
  number: string | null
  state: 'circulated' | 'approved'
  version: number
  circulatedAt: string | null
  observationsUntil: string
  approvedAt: string | null
  /** SHA-256 of the exact text that the sectors approve */
  digest: string
  logEntry: number
  /** where everybody reads them, by language; null while they are not public */
  addresses: { es: string; en: string } | null
  /** the text was taken down: what it said is in no field */
  erased: boolean
  quorum: { reached: boolean; there: number; of: number; needed: number } | null
  attendance: {
    sector: Localised
    /** in which capacity, where it is said: acting */
    seats: { seat: Localised; person: string | null; capacity?: string; state: string }[]
  }[]
  /** who came without a seat: by name, by office, or both */
  guests: { name: string | null; office: Prose | null }[]
  items: TakenItem[]
  /** of the minutes as a whole; those of an item stand with it */
  errata: TakenErratum[]
  proposals: TakenProposal[]
  observations: {
    item: number | null
    version: number
    seat: Localised | null
    person: string | null
    capacity: string | null
    at: string
    text: Prose
  }[]
  silenceIsAssent: boolean
  approvals: {
    sector: Localised
    says: string
    since: string | null
    seat: Localised | null
    person: string | null
    /** titular or alternate: in which capacity that person approved */
    capacity: string | null
    at: string | null
    logEntry: number | null
  }[]
}

/** The text itself: what a version that is still to be circulated has already, and what every page and paper draws. */
export type MinutesWritten = Pick<
  MinutesDocument,
  'body' | 'quorum' | 'attendance' | 'guests' | 'items' | 'errata' | 'proposals'
>
/** What the text is made of: its content, and the names of what it speaks of. */
type Spoken = Pick<
  MinutesSeen,
  | 'content'
  | 'guests'
  | 'errata'
  | 'agreements'
  | 'proposals'
  | 'commitments'
  | 'sectors'
  | 'seats'
  | 'holders'
> & { meeting: Pick<MinutesSeen['meeting'], 'body'> }

const instant = (at: Date | null | undefined) => at?.toISOString() ?? null

export function documentOf(
  seen: MinutesSeen,
  forum: Pick<ForumHead, 'slug' | 'name' | 'kind' | 'timeZone'>,
  publicUrl: string,
): MinutesDocument {
  const { meeting } = seen
  const addressIn = (locale: string) =>
    `${publicUrl}/${locale}/${forum.slug}/minutes/${encodeURIComponent(seen.number ?? '')}`
  return {
    schema: SCHEMA,
    ...exampleOf(forum)?.member,
    forum: { slug: forum.slug, name: forum.name, timeZone: forum.timeZone },
    ...writtenIn(seen),
    meeting: {
      id: meeting.id,
      kind: meeting.kind,
      number: meeting.number,
      year: meeting.year,
      heldOn: meeting.heldOn,
      convenedFor: meeting.convenedFor,
      movedFrom: meeting.movedFrom,
      startsAt: instant(meeting.startsAt),
      openedAt: instant(meeting.openedAt),
      closedAt: instant(meeting.closedAt),
      place: meeting.place,
    },
    number: seen.number,
    state: seen.state,
    version: seen.version,
    circulatedAt: instant(seen.versions.at(-1)?.circulatedAt),
    observationsUntil: seen.windowEndsAt.toISOString(),
    approvedAt: instant(seen.approvedAt),
    digest: seen.digest,
    logEntry: seen.entryIndex,
    addresses: seen.approvedAt ? { es: addressIn('es'), en: addressIn('en') } : null,
    erased: seen.erased,
    observations: observationsOn(seen),
    silenceIsAssent: seen.silenceIsAssent,
    approvals: seen.approvals.map(({ sector, says, since, seat, person, capacity, at, entryIndex }) => ({
      sector: sector.name,
      says,
      since,
      seat: seat?.name ?? null,
      person,
      capacity,
      at: instant(at),
      logEntry: entryIndex,
    })),
  }
}

export function writtenIn(seen: Spoken): MinutesWritten {
  const { content, meeting } = seen
  return {
    body: { slug: meeting.body.slug, shortName: meeting.body.shortName, name: meeting.body.name },
    quorum: content && {
      reached: content.quorum.reached,
      there: content.quorum.there,
      of: content.quorum.of,
      needed: content.quorum.needed,
    },
    attendance: attendanceIn(seen),
    guests: content ? seen.guests : [],
    items: itemsIn(seen),
    errata: errataOf(seen, null),
    proposals: proposalsIn(seen),
  }
}

function seatNamed({ seats }: Spoken, id: string | null): Localised | null {
  return id ? (seats[id]?.name ?? null) : null
}

function attendanceIn(seen: Spoken): MinutesDocument['attendance'] {
  return seen.sectors.flatMap((sector) => {
    const seats = (seen.content?.attendance ?? []).filter((mark) => mark.sector === sector.id)
    return seats.length === 0
      ? []
      : [
          {
            sector: sector.name,
            seats: seats.map((seat) => ({
              seat: seatNamed(seen, seat.seat) ?? { es: '' },
              person: seat.mandate ? (seen.holders[seat.mandate]?.name ?? null) : null,
              ...(seat.mandate && seen.holders[seat.mandate]?.capacity === 'acting'
                ? { capacity: 'acting' as const }
                : {}),
              state: seat.state,
            })),
          },
        ]
  })
}

function itemsIn(seen: Spoken): TakenItem[] {
  return (seen.content?.items ?? []).map((item, place) => {
    const commitment = item.commitment ? seen.commitments[item.commitment] : undefined
    return {
      number: place + 1,
      title: item.title,
      commitment: commitment ? { plan: commitment.plan, number: commitment.number } : null,
      postponed: item.postponed,
      text: item.text,
      agreements: item.agreements.map((agreement) => ({
        number:
          seen.agreements.find(
            (each) => each.item === item.item && each.number.endsWith(`/${agreement.number}`),
          )?.number ?? String(agreement.number),
        kind: agreement.kind,
        text: agreement.text,
        seat: seatNamed(seen, agreement.seat),
        dueOn: agreement.dueOn,
        proposal: agreement.proposal ? (seen.proposals[agreement.proposal]?.number ?? null) : null,
      })),
      errata: errataOf(seen, item.item),
    }
  })
}

/** Those of an item, or, where there is none, of the minutes as a whole. */
function errataOf(seen: Spoken, item: string | null): TakenErratum[] {
  return seen.errata.flatMap(({ number, approvedAt, wrong, right, reason, digest, ...one }) =>
    number !== null && approvedAt && one.item === item
      ? [{ number, approvedAt: approvedAt.toISOString(), wrong, right, reason, digest }]
      : [],
  )
}

function proposalsIn(seen: Spoken): TakenProposal[] {
  const sectorNamed = (id: string): Localised =>
    seen.sectors.find((sector) => sector.id === id)?.name ?? { es: '' }
  return Object.values(seen.proposals)
    .toSorted((one, other) => one.number - other.number)
    .map((one) => ({
      // What it became once these minutes were approved; in a text that circulates, nothing is decided yet.
      number: one.number,
      title: one.title,
      decision: one.decision && decisionTaken(one.decision, sectorNamed),
      positions: (seen.content?.claims ?? [])
        .filter((claim) => claim.proposal === one.id)
        .map(({ sector, seat, mandate, stance, reason }) => ({
          sector: sectorNamed(sector),
          person: seen.holders[mandate]?.name ?? null,
          capacity: seen.holders[mandate]?.capacity ?? null,
          seat: seatNamed(seen, seat),
          stance,
          reason,
        })),
    }))
}

function decisionTaken(
  { stood, ...decision }: DecisionIn,
  sectorNamed: (id: string) => Localised,
): TakenDecision {
  const named = (sectors: string[]) => sectors.map(sectorNamed)
  return {
    ...decision,
    stood: {
      reserved: named(stood.reserved),
      aside: named(stood.aside),
      objected: named(stood.objected),
      suspended: named(stood.suspended),
      voiceless: named(stood.voiceless),
      silent: named(stood.silent),
    },
  }
}

function observationsOn(seen: MinutesSeen): MinutesDocument['observations'] {
  const items = seen.content?.items ?? []
  return seen.observations.map((observation) => {
    const place = items.findIndex((item) => item.item === observation.item)
    return {
      item: place < 0 ? null : place + 1,
      version: observation.version,
      seat: observation.seat?.name ?? null,
      person: observation.person,
      capacity: observation.capacity,
      at: observation.at.toISOString(),
      text: observation.text,
    }
  })
}

/** The same minutes have the same mark, whoever asks: errata, an erasure and the words of the pages change it. */
export function markOf(...made: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(made)).digest('base64url').slice(0, 27)
}

/** What its file is called, without the ending: by its number; before it has one, by body, day and version. */
export function fileNameOf({ number, body, meeting, version }: MinutesDocument, word: string): string {
  const name = number ? `${word}-${number}` : `${word}-${body.shortName}-${meeting.heldOn}-v${version}`
  return name.toLowerCase().replace(/[^\p{L}\p{N}.-]+/gu, '-')
}

/** Where the files of some minutes are, by their number or their meeting's id. */
export function filesOf(forum: string, key: string, lang: string): { format: Format; href: string }[] {
  return formats.map((format) => ({
    format,
    href: `/api/minutes/${forum}/${encodeURIComponent(key)}.${format}?lang=${lang}`,
  }))
}
