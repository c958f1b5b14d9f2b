import { z } from 'zod'
import { addDays, instantIn, toInstant } from '../act/calendar.ts'
import { seatCommand } from '../act/command.ts'
import type { Circumstances } from '../act/command.ts'
import { Day, Id, Line, Prose, SeatId, ShortProse, TimeOfDay, WebAddress } from '../act/fields.ts'
import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal, Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import { rulesOf } from '../bodies/rules.ts'
import { meetingRecord } from '../meetings/record.ts'
import type { MeetingRecord } from '../meetings/record.ts'
import { isOnTheTable, isWithinAnHour, keepsBookOf } from '../meetings/rules.ts'
import { agendaItemCorrected, agendaReordered, guestNoted, guestRemoved, meetingMoved } from './facts.ts'
import { correctable, movable } from './record.ts'
import type { Correctable } from './record.ts'
import { mayReassign, reordered } from './rules.ts'

function isBookKeeper(actor: Actor, meeting: MeetingRecord): Standing {
  return keepsBookOf(actor, meeting) ? ok : refuse('meetings.bookKeeperOnly')
}

/** Until it is opened a call may still change, and its agenda be put right. */
function isNotOpened({ state }: { state: string }): Standing {
  return state === 'convened' ? ok : refuse('meetings.onlyBeforeItOpens', { state })
}

type Movable = NonNullable<Awaited<ReturnType<typeof movable>>>
type Where = { day: string; time: string; place?: object | undefined; videoLink?: string | undefined }

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
const placeOf = (place: { lang: string; text: string } | null | undefined) =>
  place ? { lang: place.lang, text: place.text } : null

/** Notice counts anew for another day, as it does for a call (`convene`): who is called must be able to come. */
function whyNotThen(meeting: Movable, { day, time }: Where, { forum, now, today }: Circumstances) {
  const { noticeDays } = rulesOf(forum)
  const kind = meeting.kind ?? 'ordinary'
  const earliest = addDays(today, noticeDays[kind])
  const startsAt = instantIn(forum.timeZone, day, time)
  const faults: (Refusal | false)[] = [
    day < today && refuse('errors.inThePast', undefined, 'day'),
    day >= today &&
      day !== meeting.heldOn &&
      day < earliest &&
      refuse(
        kind === 'ordinary' ? 'meetings.moveNoticeOrdinary' : 'meetings.noticeTooShort',
        { days: noticeDays[kind], earliest, others: noticeDays.extraordinary },
        'day',
      ),
    !startsAt && refuse('errors.timeDoesNotExist', undefined, 'time'),
    startsAt !== null &&
      day === today &&
      startsAt.getTime() + 60_000 <= now.getTime() &&
      refuse('errors.inThePast', undefined, 'time'),
    startsAt !== null &&
      meeting.besides.some((other) => isWithinAnHour(other.startsAt, startsAt)) &&
      refuse('meetings.sameHour', undefined, 'time'),
  ]
  return faults.filter((fault) => fault !== false)
}

/** What differs from the call as it stands. */
function changesIn(meeting: Movable, where: Where, zone: string) {
  const startsAt = instantIn(zone, where.day, where.time)
  return {
    startsAt,
    moved: where.day !== meeting.heldOn || startsAt?.getTime() !== meeting.startsAt?.getTime(),
    place: !same(placeOf(meeting.place), where.place ?? null),
    videoLink: meeting.videoLink !== (where.videoLink ?? null),
  }
}

/**
 * A meeting that is convened and not yet opened gets another day, hour, place or link, with the reason. It stays
 * the meeting that it was: its number, its agenda, the proposals that wait for it, its place in a series.
 */
export const moveMeeting = seatCommand({
  name: 'meetings.move',
  input: z.strictObject({
    as: SeatId,
    meeting: Id,
    /** how often it had been moved when the form was made */
    seen: z.int(),
    day: Day,
    time: TimeOfDay,
    place: ShortProse.optional(),
    videoLink: WebAddress.optional(),
    reason: Prose,
  }),
  subject: (db, { meeting }, circumstances) => movable(db, circumstances, meeting),
  gravity: 'public',
  standing: (actor, meeting) => firstRefusal(isBookKeeper(actor, meeting), isNotOpened(meeting)),
  check: (meeting, input, circumstances) => {
    if (input.seen !== meeting.moves) return refuse('meetings.movedBySomebody', { day: meeting.heldOn })
    const faults = whyNotThen(meeting, input, circumstances)
    if (!input.place && !input.videoLink)
      faults.push(refuse('meetings.placeOrLink', undefined, 'place.text'))
    if (faults.length > 0) return faults
    const changed = changesIn(meeting, input, circumstances.forum.timeZone)
    return changed.moved || changed.place || changed.videoLink
      ? ok
      : refuse('meetings.nothingMoved', undefined, 'day')
  },
  decide: ({ subject: meeting, input, forum }) => {
    const changed = changesIn(meeting, input, forum.timeZone)
    if (!changed.startsAt) return []
    const fact = meetingMoved({
      meeting: meeting.id,
      body: meeting.bodyId,
      number: meeting.moves + 1,
      fromDay: meeting.heldOn,
      day: input.day,
      startsAt: toInstant(changed.startsAt),
      ...(changed.place && { place: input.place ?? null }),
      ...(changed.videoLink && { videoLink: input.videoLink ?? null }),
      reason: input.reason,
    })
    return { facts: [fact], result: { meeting: meeting.id } }
  },
})

function isStillOn({ item, meeting }: Correctable): Standing {
  if (item.withdrawnAt) return refuse('meetings.itemWithdrawn')
  return item.postponedAt ? refuse('meetings.itemPostponed') : isNotOpened(meeting)
}

type Words = { lang: string; text: string }
const textOf = (words: { lang: string; text: string } | null | undefined): Words | null =>
  words ? { lang: words.lang, text: words.text } : null

type Corrected = {
  title: Words
  note?: Words | undefined
  commitment?: string | undefined
  by?: string | undefined
}

/** What differs from the item as it stands. */
function corrections({ item }: Correctable, { title, note, commitment, by }: Corrected) {
  return {
    title: !same(textOf(item.title), title),
    note: !same(textOf(item.note), note ?? null),
    commitment: item.commitmentId !== (commitment ?? null),
    brought: by !== undefined && by !== item.proposedBy,
  }
}

/**
 * Before the meeting opens, an item is put right: its words, who brings it, what it is about. What it said before
 * stays in its history. Which item it is does not change, so that whatever points to it still does.
 */
export const correctAgendaItem = seatCommand({
  name: 'meetings.correct-agenda-item',
  input: z.strictObject({
    as: SeatId,
    item: Id,
    /** how often it had been corrected when the form was made */
    seen: z.int(),
    title: ShortProse,
    note: Prose.optional(),
    commitment: Id.optional(),
    by: SeatId.optional(),
  }),
  subject: (db, input, circumstances) => correctable(db, circumstances, input),
  gravity: 'public',
  standing: (actor, subject) => firstRefusal(isBookKeeper(actor, subject.meeting), isStillOn(subject)),
  check: (subject, input, _circumstances, actor) => {
    if (input.seen !== subject.corrections) return refuse('meetings.itemCorrectedBySomebody')
    const changed = corrections(subject, input)
    const faults: (Refusal | false)[] = [
      changed.commitment &&
        subject.proposals > 0 &&
        refuse('meetings.itemHoldsProposal', undefined, 'commitment'),
      changed.brought &&
        !mayReassign(actor, subject.item) &&
        refuse('meetings.broughtByAnother', undefined, 'by'),
      changed.brought &&
        subject.seat?.function === 'observer' &&
        refuse('meetings.observerBringsNothing', undefined, 'by'),
      !Object.values(changed).some(Boolean) &&
        refuse('meetings.nothingCorrected', undefined, 'title.text'),
    ]
    return faults.filter((fault) => fault !== false)
  },
  decide: ({ subject, input }) => {
    const { item, meeting, seat } = subject
    const changed = corrections(subject, input)
    const fact = agendaItemCorrected({
      item: item.id,
      meeting: meeting.id,
      body: meeting.bodyId,
      number: subject.corrections + 1,
      ...(changed.title && { title: input.title }),
      ...(changed.note && { note: input.note ?? null }),
      ...(changed.commitment && { commitment: input.commitment ?? null }),
      ...(changed.brought && seat && { brought: { seat: seat.id, sector: seat.sectorId } }),
    })
    return { facts: [fact], result: { meeting: meeting.id, item: item.id } }
  },
})

/** An item changes places with the one before or behind it. */
export const reorderAgenda = seatCommand({
  name: 'meetings.reorder-agenda',
  input: z.strictObject({
    as: SeatId,
    item: Id,
    /** its place on the agenda when the button was made, from 1 on */
    seen: z.int(),
    to: z.enum(['up', 'down']),
  }),
  subject: (db, { item }, circumstances) => correctable(db, circumstances, { item }),
  gravity: 'routine',
  standing: (actor, subject) =>
    firstRefusal(
      isBookKeeper(actor, subject.meeting),
      subject.item.withdrawnAt ? refuse('meetings.itemWithdrawn') : ok,
      isNotOpened(subject.meeting),
    ),
  check: ({ item, meeting }, { seen, to }) => {
    const shown = meeting.agenda.filter((one) => !one.withdrawnAt)
    if (shown.findIndex((one) => one.id === item.id) + 1 !== seen)
      return refuse('meetings.agendaReorderedBySomebody')
    return reordered(meeting.agenda, item.id, to)
      ? ok
      : refuse(to === 'up' ? 'meetings.isFirst' : 'meetings.isLast')
  },
  decide: ({ subject: { item, meeting }, input }) => {
    const order = reordered(meeting.agenda, item.id, input.to)
    return {
      facts: order
        ? [agendaReordered({ meeting: meeting.id, body: meeting.bodyId, item: item.id, order })]
        : [],
      result: { meeting: meeting.id, item: item.id },
    }
  },
})

/** Guests can be noted until the minutes that name them circulate. */
function takesGuests(meeting: MeetingRecord): Standing {
  return isOnTheTable(meeting.state) || (meeting.state === 'held' && !meeting.minutes)
    ? ok
    : refuse('meetings.guestsAreFixed')
}

const mostGuests = 60

/** Somebody who comes without a seat: named, or by their office. They are in the minutes, and never in the quorum. */
export const noteGuest = seatCommand({
  name: 'meetings.note-guest',
  input: z.strictObject({
    as: SeatId,
    meeting: Id,
    name: Line.optional(),
    office: ShortProse.optional(),
  }),
  subject: async (db, { meeting: id }, circumstances) => {
    const meeting = await meetingRecord(db, circumstances, id)
    const guests = await db.guest.findMany({ where: { meetingId: id, removedAt: null } })
    return meeting && { meeting, guests }
  },
  gravity: 'routine',
  standing: (actor, { meeting }) => firstRefusal(isBookKeeper(actor, meeting), takesGuests(meeting)),
  check: ({ guests }, { name, office }) => {
    if (!name && !office) return refuse('meetings.guestNeedsNameOrOffice', undefined, 'name')
    if (guests.length >= mostGuests) return refuse('meetings.tooManyGuests', { max: mostGuests }, 'name')
    const isHere = guests.some(
      (guest) =>
        guest.name === (name ?? null) && (textOf(guest.office)?.text ?? '') === (office?.text ?? ''),
    )
    return isHere ? refuse('meetings.guestIsThere', undefined, 'name') : ok
  },
  decide: ({ subject: { meeting }, input, draw }) => ({
    facts: [
      guestNoted({
        guest: draw.id(),
        meeting: meeting.id,
        body: meeting.bodyId,
        name: input.name ?? null,
        office: input.office ?? null,
      }),
    ],
    result: { meeting: meeting.id },
  }),
})

/** Noted by mistake, or did not come. */
export const removeGuest = seatCommand({
  name: 'meetings.remove-guest',
  input: z.strictObject({ as: SeatId, guest: Id }),
  subject: async (db, { guest: id }, circumstances) => {
    const guest = await db.guest.findFirst({ where: { id, forumId: circumstances.forum.id } })
    const meeting = guest && (await meetingRecord(db, circumstances, guest.meetingId))
    return guest && meeting && { guest, meeting }
  },
  gravity: 'routine',
  standing: (actor, { guest, meeting }) =>
    firstRefusal(
      isBookKeeper(actor, meeting),
      guest.removedAt ? refuse('meetings.guestIsGone') : ok,
      takesGuests(meeting),
    ),
  decide: ({ subject: { guest, meeting } }) => ({
    facts: [guestRemoved({ guest: guest.id, meeting: meeting.id, body: meeting.bodyId })],
    result: { meeting: meeting.id },
  }),
})

export const commands = [moveMeeting, correctAgendaItem, reorderAgenda, noteGuest, removeGuest]
