import { z } from 'zod'
import { addDays } from '../act/calendar.ts'
import { seatCommand } from '../act/command.ts'
import type { SeatActor } from '../act/command.ts'
import { Day, Email, Id, Line, Prose, SeatId } from '../act/fields.ts'
import { hasEnded } from '../act/in-force.ts'
import { firstRefusal, isRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal, Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import {
  appointing,
  cannotBeFilled,
  fillsSeatsOf,
  letterIsTheirs,
  seatToFill,
  wantsAnother,
} from '../bodies/commands.ts'
import { personRegistered } from '../bodies/facts.ts'
import { letterArrived } from '../bodies/record.ts'
import { capacities, speaksForTheForum } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import { cannotBeErased, erasing, Seal } from '../keeping/commands.ts'
import type { Fact } from '../log/fact.ts'
import { appointmentAsked, confirmed, declined, takedownAsked, withdrawn } from './facts.ts'
import { requestNamed, sectorsThatSpeak, textsNamed } from './record.ts'
import type { Asking } from './record.ts'
import { declinedByAll } from './rules.ts'

/** Somebody speaks for a sector with a position before the whole forum, and asks that a text be taken down. */
export const askTakedown = seatCommand({
  name: 'confirmations.ask-takedown',
  input: z.strictObject({
    as: SeatId,
    texts: z.array(Seal, 'confirmations.noText').min(1).max(100),
    reason: Prose,
  }),
  subject: async (db, { texts }, circumstances) => ({
    ...(await textsNamed(db, circumstances, texts)),
    able: await sectorsThatSpeak(db, circumstances.forum.id, circumstances.today),
  }),
  gravity: 'public',
  standing: (actor, { able }) => {
    if (!speaksForTheForum(actor)) return refuse('confirmations.voiceAsks')
    return able.some((sector) => sector !== actor.sector) ? ok : refuse('confirmations.nobodyElse')
  },
  check: ({ named, last, isPublic, waits }, { texts }, { forum }) => {
    if (waits) return refuse('confirmations.askedAlready')
    if (named.length > 0 && !isPublic) return refuse('confirmations.notPublic')
    return cannotBeErased({ named, last: last && forum.openedAt !== null }, texts)
  },
  decide: ({ as, subject: { named }, input: { reason }, draw, today }) => {
    const request = draw.id()
    const texts = named.map(({ seal, index }) => ({ seal, act: index }))
    return {
      facts: [takedownAsked({ request, texts, sector: as.sector, by: as.seat, reason, askedOn: today })],
      result: { request },
    }
  },
})

/** What `bodies.appoint` does not do alone: somebody who speaks for one's sector in a body in which one does not. */
export const askAppointment = seatCommand({
  name: 'confirmations.ask-appointment',
  input: z.strictObject({
    as: SeatId,
    seat: Id,
    name: Line,
    email: Email,
    capacity: z.enum(capacities, { error: 'errors.chooseOne' }),
    fromOn: Day,
    lastOn: Day.optional(),
    letter: Id.optional(),
    reason: Prose,
  }),
  subject: async (db, input, circumstances) => {
    const { id } = circumstances.forum
    const [toFill, arrived, open] = await Promise.all([
      seatToFill(db, input, circumstances),
      letterArrived(db, id, input.letter),
      db.confirmationRequest.count({ where: { forumId: id, seatId: input.seat, outcome: null } }),
    ])
    return toFill && { ...toFill, arrived, open: open > 0 }
  },
  gravity: 'public',
  standing: (actor, subject, { today }) =>
    firstRefusal(
      fillsSeatsOf(actor, subject, today),
      wantsAnother(actor, subject) ? ok : refuse('confirmations.appointsAlone'),
      subject.open ? refuse('confirmations.askedAlready') : ok,
    ),
  check: (subject, { capacity, fromOn, lastOn, letter }, { today }, actor) => [
    ...(fromOn < today ? [refuse('bodies.beginsInThePast', undefined, 'fromOn')] : []),
    ...cannotBeFilled(subject, { capacity, fromOn, untilOn: firstDayAfter(lastOn) }, 'lastOn'),
    ...(letter ? letterIsTheirs(subject.arrived, actor) : []),
  ],
  decide: ({ as, subject: { seat, known, arrived }, input, draw, today }) => {
    const [request, person] = [draw.id(), known?.id ?? draw.id()]
    const { name, email, capacity, fromOn, lastOn, reason } = input
    return {
      facts: [
        ...(known ? [] : [personRegistered({ person, name, email })]),
        appointmentAsked({
          request,
          seat: seat.id,
          body: seat.body,
          sector: seat.sector,
          person,
          capacity,
          fromOn,
          untilOn: firstDayAfter(lastOn),
          letter: arrived?.letter ?? null,
          by: as.seat,
          reason,
          askedOn: today,
        }),
      ],
      result: { request, seat: seat.id },
    }
  },
})

function firstDayAfter(lastOn: string | undefined): string | null {
  return lastOn ? addDays(lastOn, 1) : null
}

/** May this actor say for a sector other than the one that asked whether it is to be? */
function answers(actor: Actor, { sector, outcome, declined: before }: Asking): Standing {
  if (outcome) return refuse('confirmations.closed')
  if (!speaksForTheForum(actor)) return refuse('confirmations.otherVoiceAnswers')
  if (actor.sector === sector) return refuse('confirmations.anotherSector')
  return before.includes(actor.sector) ? refuse('confirmations.declinedByYours') : ok
}

type Now = Parameters<typeof requestNamed>[1] & Parameters<typeof seatToFill>[2]

/**
 * The same request, with what it is about as that stands now: a text may be gone, a seat taken or closed
 * since it was asked.
 */
async function toBringAbout(db: Reader, asking: Asking, now: Now) {
  return { asking, about: (await appointmentOf(db, asking, now)) ?? (await takedownOf(db, asking, now)) }
}
type BringingAbout = Awaited<ReturnType<typeof toBringAbout>>

async function takedownOf(db: Reader, { texts }: Asking, now: Now) {
  const seals = texts.map(({ seal }) => seal)
  return { is: 'takedown' as const, seals, ...(await textsNamed(db, now, seals)) }
}

async function appointmentOf(db: Reader, asking: Asking, now: Now) {
  const { seat, capacity, fromOn, untilOn } = asking
  if (!seat || !capacity || !fromOn || !asking.person) return null
  const person = await db.person.findUnique({ where: { id: asking.person } })
  if (!person?.name || !person.email) return { is: 'gone' as const }
  // Never earlier than the word that makes it so.
  const wanted = { capacity, fromOn: fromOn < now.today ? now.today : fromOn, untilOn }
  const { id, name, email } = person
  const toFill = await seatToFill(db, { seat, email, ...wanted, untilOn: untilOn ?? undefined }, now)
  return toFill && { is: 'appointment' as const, toFill, wanted, person: { person: id, name, email } }
}

function cannotComeAbout({ asking, about }: BringingAbout, today: string): Refusal[] {
  if (asking.reason.text === '') return [refuse('confirmations.reasonGone')]
  if (about.is === 'gone') return [refuse('appointments.personGone')]
  if (about.is === 'takedown') return [cannotBeErased(about, about.seals)].filter(isRefusal)
  if (hasEnded(about.wanted.untilOn, today)) return [refuse('confirmations.overMeanwhile')]
  // Whoever confirms has no field to mend: it was asked by others.
  return cannotBeFilled(about.toFill, about.wanted, '').map(({ field: _field, ...refused }) => refused)
}

/** Another sector's word: with it, and not before, the text goes, or the mandate begins. */
export const confirm = seatCommand({
  name: 'confirmations.confirm',
  input: z.strictObject({ as: SeatId, request: Id }),
  subject: async (db, { request }, circumstances) => {
    const asking = await requestNamed(db, circumstances, request)
    return asking && toBringAbout(db, asking, circumstances)
  },
  gravity: 'irreversible',
  standing: (actor, { asking }) => answers(actor, asking),
  check: (subject, _input, { today }) => cannotComeAbout(subject, today),
  decide: ({ as, subject, draw, today }) => {
    const { asking } = subject
    return {
      facts: [
        confirmed({ ...answerBy(as, asking), mandate: as.mandate, confirmedOn: today }),
        ...broughtAbout(subject, draw.id()),
      ],
      result: { request: asking.id },
    }
  },
})

function broughtAbout({ asking, about }: BringingAbout, mandate: string): Fact[] {
  if (about.is === 'gone') return []
  if (about.is === 'takedown') {
    const { lang, text } = asking.reason
    return [erasing(about.named, { reason: { lang, text }, note: null })]
  }
  const { toFill, wanted, person } = about
  return appointing(
    { seat: toFill.seat, ...person, ...wanted, invented: false, letter: asking.letter },
    { known: true, mandate },
  )
}

function answerBy(as: SeatActor, { id, kind, sector }: Asking) {
  return { request: id, what: kind, asker: sector, sector: as.sector, by: as.seat }
}

/** Another sector will not confirm it. While a third could, it stays open. */
export const decline = seatCommand({
  name: 'confirmations.decline',
  input: z.strictObject({ as: SeatId, request: Id, reason: Prose }),
  subject: (db, { request }, circumstances) => requestNamed(db, circumstances, request),
  gravity: 'binding',
  standing: (actor, asking) => answers(actor, asking),
  decide: ({ as, subject, input: { reason }, draw, today }) => ({
    facts: [
      declined({
        ...answerBy(as, subject),
        refusal: draw.id(),
        reason,
        closes: declinedByAll(subject.able, [...subject.declined, as.sector]),
        declinedOn: today,
      }),
    ],
    result: { request: subject.id },
  }),
})

/** The sector that asked takes it back, by whoever speaks for it. */
export const withdraw = seatCommand({
  name: 'confirmations.withdraw',
  input: z.strictObject({ as: SeatId, request: Id }),
  subject: (db, { request }, circumstances) => requestNamed(db, circumstances, request),
  gravity: 'public',
  standing: (actor, { sector, outcome }) => {
    if (outcome) return refuse('confirmations.closed')
    return speaksForTheForum(actor) && actor.sector === sector
      ? ok
      : refuse('confirmations.askerWithdraws')
  },
  decide: ({ as, subject: { id, kind, sector }, today }) => ({
    facts: [withdrawn({ request: id, what: kind, sector, by: as.seat, withdrawnOn: today })],
    result: { request: id },
  }),
})

export const commands = [askTakedown, askAppointment, confirm, decline, withdraw]
