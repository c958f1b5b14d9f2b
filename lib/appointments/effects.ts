import { fromDate } from '../act/calendar.ts'
import { effectKind } from '../act/effect.ts'
import { hasEnded, overlap } from '../act/in-force.ts'
import { ok, refuse } from '../act/refusal.ts'
import { beginning, ending } from '../bodies/facts.ts'
import { makingWay, seatIsTaken, voicesOver } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import { APPOINTMENT, AppointmentEffect, ENDING, EndingEffect } from './facts.ts'
import { seatAmongAll } from './record.ts'

async function forumOf(db: Reader, seat: string) {
  return (await db.seat.findUnique({ where: { id: seat }, select: { forumId: true } }))?.forumId
}

/** Somebody's seat in a sector that has no voice to give it: by the Committee's decision. */
const appointment = effectKind({
  kind: APPOINTMENT,
  schema: AppointmentEffect,
  present: async (db, { seat, person }) => {
    const forum = await forumOf(db, seat)
    const among = forum ? await seatAmongAll(db, forum, seat) : null
    const held = await db.mandate.findMany({
      where: { personId: person },
      include: { seat: { select: { sectorId: true } } },
    })
    const known = await db.person.findUnique({ where: { id: person } })
    return {
      among,
      there: known !== null && known.name !== null && known.email !== null,
      elsewhere: held
        .filter((mandate) => mandate.seat.sectorId !== among?.seat.sector)
        .map(({ fromOn, untilOn }) => ({
          fromOn: fromDate(fromOn),
          untilOn: untilOn && fromDate(untilOn),
        })),
    }
  },
  stillLegal: (effect, { among, there, elsewhere }) => {
    const { capacity, fromOn, untilOn } = effect
    if (!among || hasEnded(among.seat.endedOn, fromOn)) return refuse('bodies.seatEnded')
    if (voicesOver(among.seat, among.ofSector, fromOn).length > 0)
      return refuse('appointments.sectorAppoints')
    if (!there) return refuse('appointments.personGone')
    if (elsewhere.some((days) => overlap(days, { fromOn, untilOn })))
      return refuse('appointments.sitsElsewhere')
    return seatIsTaken(among.seat.mandates, { capacity, fromOn, untilOn }, 'fromOn') ?? ok
  },
  facts: (effect, { decidedOn, draw }, { among }) => {
    if (!among) return []
    // Decided later than it was asked for, it begins on the day of the decision.
    const fromOn = effect.fromOn < decidedOn ? decidedOn : effect.fromOn
    const days = { capacity: effect.capacity, fromOn, untilOn: effect.untilOn }
    if (hasEnded(effect.untilOn, fromOn)) return []
    const { seat } = among
    return [
      ...makingWay(seat, days).map(({ mandate, untilOn }) => ending(seat, mandate, untilOn)),
      beginning(draw.id(), { seat, person: effect.person, ...days, capacity: effect.capacity }),
    ]
  },
})

const endingOf = effectKind({
  kind: ENDING,
  schema: EndingEffect,
  present: async (db, { seat }) => {
    const forum = await forumOf(db, seat)
    return { among: forum ? await seatAmongAll(db, forum, seat) : null }
  },
  stillLegal: ({ mandate: id, untilOn }, { among }) => {
    const mandate = among?.seat.mandates.find((held) => held.id === id)
    if (!among || !mandate) return refuse('bodies.seatEnded')
    if (voicesOver(among.seat, among.ofSector, untilOn).length > 0)
      return refuse('appointments.sectorAppoints')
    return hasEnded(mandate.untilOn, untilOn) ? refuse('bodies.mandateEnded') : ok
  },
  facts: ({ mandate: id, untilOn }, { decidedOn }, { among }) => {
    const mandate = among?.seat.mandates.find((held) => held.id === id)
    // As with a beginning: no earlier than the decision, nor than the mandate itself.
    const day = [untilOn, decidedOn, mandate?.fromOn ?? untilOn].toSorted().at(-1) ?? untilOn
    return among && mandate && !hasEnded(mandate.untilOn, day) ? [ending(among.seat, mandate, day)] : []
  },
})

export const effects = [appointment, endingOf]
