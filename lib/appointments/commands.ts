import { z } from 'zod'
import { addDays } from '../act/calendar.ts'
import { officeCommand, seatCommand } from '../act/command.ts'
import type { Circumstances } from '../act/command.ts'
import { alsoNeeding, Day, Email, Id, Line, Prose, SeatId, ShortProse } from '../act/fields.ts'
import { hasEnded } from '../act/in-force.ts'
import { firstRefusal, isRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal, Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import { letterIsTheirs, personBy, sitsElsewhere } from '../bodies/commands.ts'
import { beginning, ending, personRegistered } from '../bodies/facts.ts'
import { letterArrived } from '../bodies/record.ts'
import {
  capacities,
  holdsTheSeat,
  makingWay,
  rulesOf,
  seatIsTaken,
  takesPart,
  voicesOver,
} from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import type { Draw } from '../log/append.ts'
import type { Fact } from '../log/fact.ts'
import {
  deadlineOf,
  mayBeTabled,
  mayPropose,
  needsOfItsWay,
  onTheTable,
  proposing,
} from '../proposals/commands.ts'
import {
  APPOINTMENT,
  ENDING,
  restorationAsked,
  restorationCarriedOut,
  restorationConfirmed,
  restorationNeedless,
  restorationObjected,
  restorationOpened,
} from './facts.ts'
import type { AppointmentEffect, EndingEffect } from './facts.ts'
import { dueOf, openRestoration, seatAmongAll } from './record.ts'
import type { OpenRestoration, SeatAmongAll } from './record.ts'
import { confirmedByAll, confirming, objectionDays, voiceIsLost } from './rules.ts'

/** The Committee decides who sits for a sector that has no voice of its own to say it. */
async function committeesSubject(
  db: Reader,
  seat: string,
  agendaItem: string | undefined,
  circumstances: Circumstances,
) {
  const { forum } = circumstances
  const [among, body, table] = await Promise.all([
    seatAmongAll(db, forum.id, seat),
    db.body.findFirst({
      where: { forumId: forum.id, kind: 'committee' },
      orderBy: { slug: 'asc' },
    }),
    onTheTable(db, circumstances, agendaItem),
  ])
  return among && body && table ? { ...among, body, ...table } : null
}

function committeeDecides(
  actor: Actor,
  { seat, ofSector, body }: SeatAmongAll & { body: { id: string } },
  today: string,
): Standing {
  return firstRefusal(
    mayPropose(actor, body.id),
    hasEnded(seat.endedOn, today) ? refuse('bodies.seatEnded') : ok,
    voicesOver(seat, ofSector, today).length > 0 ? refuse('appointments.sectorAppoints') : ok,
  )
}

const asked = {
  as: SeatId,
  mode: z.enum(['session', 'written'], { error: 'errors.chooseMode' }),
  agendaItem: Id.optional(),
  deadlineOn: Day.optional(),
  title: ShortProse,
  text: Prose,
}

export const proposeAppointment = seatCommand({
  name: 'appointments.propose',
  input: alsoNeeding(
    z.strictObject({
      ...asked,
      seat: Id,
      name: Line,
      email: Email,
      capacity: z.enum(capacities, { error: 'errors.chooseOne' }),
      fromOn: Day,
      lastOn: Day.optional(),
    }),
    ...needsOfItsWay,
  ),
  subject: async (db, { seat, agendaItem, email, capacity, fromOn, lastOn }, circumstances) => {
    const subject = await committeesSubject(db, seat, agendaItem, circumstances)
    if (!subject) return null
    const known = await personBy(db, circumstances.forum.id, email)
    const days = { capacity, fromOn, untilOn: lastOn ? addDays(lastOn, 1) : null }
    const elsewhere = await sitsElsewhere(db, known, subject.seat.sector, days)
    return { ...subject, known, elsewhere }
  },
  gravity: 'public',
  standing: (actor, subject, { today }) => committeeDecides(actor, subject, today),
  check: ({ seat, body, item, elsewhere }, input, circumstances) => {
    const { capacity, fromOn, lastOn } = input
    const untilOn = lastOn ? addDays(lastOn, 1) : null
    const taken = seatIsTaken(seat.mandates, { capacity, fromOn, untilOn }, 'fromOn')
    const faults: (Refusal | false | null)[] = [
      fromOn < circumstances.today && refuse('bodies.beginsInThePast', undefined, 'fromOn'),
      hasEnded(untilOn, fromOn) && refuse('errors.endsBeforeItStarts', undefined, 'lastOn'),
      taken,
      elsewhere && refuse('bodies.ofAnotherSector', undefined, 'email'),
      ...mayBeTabled({ item }, body.id, input, circumstances),
    ]
    return faults.filter(isRefusal)
  },
  decide: ({ as, subject: { seat, body, next, item, known }, input, draw, forum }) => {
    const person = known?.id ?? draw.id()
    const effect: AppointmentEffect = {
      kind: APPOINTMENT,
      seat: seat.id,
      person,
      capacity: input.capacity,
      fromOn: input.fromOn,
      untilOn: input.lastOn ? addDays(input.lastOn, 1) : null,
    }
    const { proposal, facts } = proposing({
      body: body.id,
      number: next,
      mode: input.mode,
      commitment: null,
      content: { title: input.title, text: input.text, effect },
      seat: as.seat,
      draw,
      meeting: item?.meetingId ?? null,
      agendaItem: item?.id ?? null,
      deadlineAt: deadlineOf(input, { forum }),
    })
    const { name, email } = input
    const registered = known ? [] : [personRegistered({ person, name, email })]
    return { facts: [...registered, ...facts], result: { proposal } }
  },
  held: (_subject, { forum }) => !rulesOf(forum).openProposalsArePublic,
})

export const proposeEnding = seatCommand({
  name: 'appointments.propose-ending',
  input: alsoNeeding(z.strictObject({ ...asked, seat: Id, mandate: Id, lastOn: Day }), ...needsOfItsWay),
  subject: (db, { seat, agendaItem }, circumstances) =>
    committeesSubject(db, seat, agendaItem, circumstances),
  gravity: 'public',
  standing: (actor, subject, { today }) => committeeDecides(actor, subject, today),
  check: ({ seat, body, item }, input, circumstances) => {
    const mandate = seat.mandates.find(({ id }) => id === input.mandate)
    const over = !mandate || hasEnded(mandate.untilOn, addDays(input.lastOn, 1))
    const faults: (Refusal | false)[] = [
      over && refuse('bodies.mandateEnded', undefined, 'mandate'),
      input.lastOn < circumstances.today && refuse('bodies.endInThePast', undefined, 'lastOn'),
      ...mayBeTabled({ item }, body.id, input, circumstances),
    ]
    return faults.filter(isRefusal)
  },
  decide: ({ as, subject: { seat, body, next, item }, input, draw, forum }) => {
    const effect: EndingEffect = {
      kind: ENDING,
      mandate: input.mandate,
      seat: seat.id,
      person: seat.mandates.find(({ id }) => id === input.mandate)?.person ?? input.mandate,
      untilOn: addDays(input.lastOn, 1),
    }
    const { proposal, facts } = proposing({
      body: body.id,
      number: next,
      mode: input.mode,
      commitment: null,
      content: { title: input.title, text: input.text, effect },
      seat: as.seat,
      draw,
      meeting: item?.meetingId ?? null,
      agendaItem: item?.id ?? null,
      deadlineAt: deadlineOf(input, { forum }),
    })
    return { facts, result: { proposal } }
  },
  held: (_subject, { forum }) => !rulesOf(forum).openProposalsArePublic,
})

/** May this actor say for their sector that a letter of another is true? */
function confirmsFor(actor: Actor, sectors: string[]): boolean {
  return actor.kind === 'seat' && actor.voice && holdsTheSeat(actor) && sectors.includes(actor.sector)
}

type Restoring = {
  among: SeatAmongAll
  restoration: string
  person: string
  confirmed: string[]
} & Pick<Circumstances, 'forum' | 'today'>

/** Once all have confirmed it that can, everybody has a while to object. */
function openedWhenConfirmed(restoring: Restoring): Fact[] {
  const { among, restoration, person, confirmed, forum, today } = restoring
  const { id, body, sector } = among.seat
  const wanted = confirming(sector, among.sectors, among.seats, today)
  if (!confirmedByAll(wanted, confirmed)) return []
  const days = objectionDays(rulesOf(forum), confirmed.length)
  return [
    restorationOpened({
      restoration,
      seat: id,
      body,
      sector,
      person,
      openedOn: today,
      objectUntil: addDays(today, days + 1),
    }),
  ]
}

function confirmed(
  as: { sector: string; seat: string; mandate: string },
  { seat }: SeatAmongAll,
  { restoration, today, draw }: { restoration: string; today: string; draw: Draw },
): Fact {
  return restorationConfirmed({
    confirmation: draw.id(),
    restoration,
    seat: seat.id,
    body: seat.body,
    sector: seat.sector,
    confirmer: as.sector,
    by: as.seat,
    mandate: as.mandate,
    confirmedOn: today,
  })
}

/**
 * A sector has lost its voice. Its organisation names somebody by letter; any seat hands the letter in, and where it has the voice of a
 * sector that must confirm it, this is its word.
 */
export const askRestoration = seatCommand({
  name: 'appointments.ask-restoration',
  input: z.strictObject({
    as: SeatId,
    seat: Id,
    name: Line,
    email: Email,
    letter: Id,
    reason: Prose,
  }),
  subject: async (db, { seat, email, letter }, { forum, today }) => {
    const among = await seatAmongAll(db, forum.id, seat)
    if (!among) return null
    const known = await personBy(db, forum.id, email)
    const days = { capacity: 'titular', fromOn: today, untilOn: null }
    const [open, arrived, elsewhere] = await Promise.all([
      db.restoration.count({ where: { seatId: seat, outcome: null } }),
      letterArrived(db, forum.id, letter),
      sitsElsewhere(db, known, among.seat.sector, days),
    ])
    return { ...among, known, arrived, elsewhere, open: open > 0 }
  },
  gravity: 'irreversible',
  standing: (actor, { seat, ofSector, open }, { today }) => {
    if (actor.kind !== 'seat' || !takesPart(actor, actor.body)) return refuse('act.noSeat')
    if (hasEnded(seat.endedOn, today)) return refuse('bodies.seatEnded')
    if (!seat.voice)
      return refuse(
        voicesOver(seat, ofSector, today).length > 0
          ? 'appointments.voiceFirst'
          : 'appointments.committeeDecides',
      )
    if (!voiceIsLost(seat, ofSector, today)) return refuse('appointments.sectorHasSomebody')
    return open ? refuse('appointments.askedAlready') : ok
  },
  check: ({ arrived, elsewhere }, _input, _circumstances, actor) => [
    ...letterIsTheirs(arrived, actor),
    ...(elsewhere ? [refuse('bodies.ofAnotherSector', undefined, 'email')] : []),
  ],
  decide: ({ as, subject, input, draw, forum, today }) => {
    const { known, arrived, seat, seats, sectors } = subject
    if (!arrived) return []
    const [restoration, person] = [draw.id(), known?.id ?? draw.id()]
    const { name, email } = input
    const own = confirmsFor(as, confirming(seat.sector, sectors, seats, today))
    return {
      facts: [
        ...(known ? [] : [personRegistered({ person, name, email })]),
        restorationAsked({
          restoration,
          seat: seat.id,
          body: seat.body,
          sector: seat.sector,
          person,
          letter: arrived.letter,
          reason: input.reason,
          by: as.seat,
          askedOn: today,
        }),
        ...(own ? [confirmed(as, subject, { restoration, today, draw })] : []),
        ...(own
          ? openedWhenConfirmed({
              among: subject,
              restoration,
              person,
              confirmed: [as.sector],
              forum,
              today,
            })
          : []),
      ],
      result: { restoration, seat: seat.id },
    }
  },
})

function isOpen({ restoration }: OpenRestoration): Standing {
  return restoration.outcome ? refuse('appointments.closed') : ok
}

/** Another sector says that the letter is true. */
export const confirmRestoration = seatCommand({
  name: 'appointments.confirm-restoration',
  input: z.strictObject({ as: SeatId, restoration: Id }),
  subject: (db, { restoration }, { forum }) => openRestoration(db, forum.id, restoration),
  gravity: 'binding',
  standing: (actor, subject, { today }) => {
    const { seat, seats, sectors, restoration } = subject
    return firstRefusal(
      isOpen(subject),
      restoration.objectUntil ? refuse('appointments.confirmedByAll') : ok,
      confirmsFor(actor, confirming(seat.sector, sectors, seats, today))
        ? ok
        : refuse('appointments.otherSectorsConfirm'),
      actor.kind === 'seat' && restoration.confirmed.includes(actor.sector)
        ? refuse('appointments.confirmedByYours')
        : ok,
    )
  },
  decide: ({ as, subject, input: { restoration }, draw, forum, today }) => ({
    facts: [
      confirmed(as, subject, { restoration, today, draw }),
      ...openedWhenConfirmed({
        among: subject,
        restoration,
        person: subject.restoration.person,
        confirmed: [...subject.restoration.confirmed, as.sector],
        forum,
        today,
      }),
    ],
    result: { restoration },
  }),
})

/** One objection is enough: the letter comes to nothing, its reason is public, and another letter may be handed in. */
export const objectToRestoration = seatCommand({
  name: 'appointments.object-to-restoration',
  input: z.strictObject({ as: SeatId, restoration: Id, reason: Prose }),
  subject: (db, { restoration }, { forum }) => openRestoration(db, forum.id, restoration),
  gravity: 'irreversible',
  standing: (actor, subject) =>
    firstRefusal(
      actor.kind === 'seat' && takesPart(actor, actor.body) ? ok : refuse('act.noSeat'),
      isOpen(subject),
    ),
  decide: ({ as, subject: { seat }, input: { restoration, reason }, today }) => ({
    facts: [
      restorationObjected({
        restoration,
        seat: seat.id,
        body: seat.body,
        sector: seat.sector,
        by: as.seat,
        reason,
        objectedOn: today,
      }),
    ],
    result: { restoration },
  }),
})

/**
 * By the system's office: the sector has somebody again; all that can have confirmed it, since one that could lost its voice; or the last
 * day to object is over.
 */
export const settleRestoration = officeCommand({
  name: 'appointments.settle-restoration',
  input: z.strictObject({ restoration: Id }),
  subject: (db, { restoration }, { forum }) => openRestoration(db, forum.id, restoration),
  gravity: 'irreversible',
  standing: (actor, subject, circumstances) =>
    firstRefusal(
      actor.kind === 'office' && actor.office === 'system' ? ok : refuse('act.systemOnly'),
      isOpen(subject),
      dueOf(subject, circumstances.today) ? ok : refuse('appointments.notYetDue'),
    ),
  decide: ({ subject, draw, ...circumstances }) => {
    const { forum, today } = circumstances
    const { restoration, seat } = subject
    const at = { restoration: restoration.id, seat: seat.id, body: seat.body, sector: seat.sector }
    const due = dueOf(subject, circumstances.today)
    if (due === 'needless') return [restorationNeedless({ ...at, closedOn: today })]
    if (due === 'open')
      return openedWhenConfirmed({
        among: subject,
        restoration: restoration.id,
        person: restoration.person,
        confirmed: restoration.confirmed,
        forum,
        today,
      })
    return [...inOffice(subject, at, { mandate: draw.id(), today })]
  },
})

function inOffice(
  { restoration, seat }: OpenRestoration,
  at: { restoration: string; seat: string; body: string; sector: string },
  { mandate, today }: { mandate: string; today: string },
): Fact[] {
  // Whoever was named for later, before the sector lost its voice, begins on their day.
  const next = seat.mandates
    .filter((held) => holdsTheSeat(held) && !held.erased && held.fromOn > today)
    .map((held) => held.fromOn)
    .toSorted()[0]
  const days = { capacity: 'titular' as const, fromOn: today, untilOn: next ?? null }
  return [
    restorationCarriedOut({ ...at, mandate, person: restoration.person, fromOn: today }),
    ...makingWay(seat, days).map((held) => ending(seat, held.mandate, held.untilOn)),
    beginning(mandate, { seat, person: restoration.person, ...days, letter: restoration.letter }),
  ]
}

export const commands = [
  proposeAppointment,
  proposeEnding,
  askRestoration,
  confirmRestoration,
  objectToRestoration,
  settleRestoration,
]
