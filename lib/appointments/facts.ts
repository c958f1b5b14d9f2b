import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Id, kept, Prose } from '../act/fields.ts'
import { Letter } from '../bodies/facts.ts'
import { capacities } from '../bodies/rules.ts'
import { factKind } from '../log/fact.ts'
import { outcomes } from './rules.ts'

/** What a decision brings about for a sector in which nobody holds a voice: somebody's seat from a day on. */
export const APPOINTMENT = 'appointments.appoint'
export const AppointmentEffect = z.strictObject({
  kind: z.literal(APPOINTMENT),
  seat: Id,
  person: Id,
  capacity: z.enum(capacities),
  fromOn: Day,
  untilOn: Day.nullable(),
})
export type AppointmentEffect = z.output<typeof AppointmentEffect>

/** The same for the end of a mandate there. */
export const ENDING = 'appointments.end'
export const EndingEffect = z.strictObject({
  kind: z.literal(ENDING),
  mandate: Id,
  seat: Id,
  person: Id,
  untilOn: Day,
})
export type EndingEffect = z.output<typeof EndingEffect>

export function asksForAppointment(effect: { kind: string }): effect is AppointmentEffect {
  return effect.kind === APPOINTMENT
}

export function asksForEnding(effect: { kind: string }): effect is EndingEffect {
  return effect.kind === ENDING
}

/** An organisation's letter names somebody for a seat with the voice of a sector that has nobody left who could. */
export const restorationAsked = factKind('appointments.restoration-asked/1', {
  notices: [{ kind: 'asked', to: 'voices', urgent: true }],
  fields: z.strictObject({
    restoration: Id,
    seat: Id,
    body: Id,
    sector: Id,
    person: Id,
    letter: Letter,
    reason: Prose,
    by: Id,
    askedOn: Day,
  }),
  sealed: { reason: 'open' },
  about: ({ seat, body, sector, person, askedOn }) => ({ seat, body, sector, person, on: askedOn }),
  apply: (tx, { restoration, seat, sector, person, letter, reason, by, askedOn }, { forum, index }) =>
    tx.restoration.create({
      data: {
        id: restoration,
        forumId: forum,
        seatId: seat,
        sectorId: sector,
        personId: person,
        letter,
        reason,
        askedBy: by,
        askedOn: toDate(askedOn),
        entryIndex: index,
      },
    }),
})

export const restorationConfirmed = factKind('appointments.restoration-confirmed/1', {
  notices: [],
  binds: true,
  fields: z.strictObject({
    confirmation: Id,
    restoration: Id,
    seat: Id,
    body: Id,
    sector: Id,
    /** the sector that says that the letter is true, and for it */
    confirmer: Id,
    by: Id,
    mandate: Id,
    confirmedOn: Day,
  }),
  about: ({ seat, body, sector, confirmedOn }) => ({ seat, body, sector, on: confirmedOn }),
  apply: (tx, { confirmation, restoration, confirmer, by, mandate, confirmedOn }, { forum, index }) =>
    tx.restorationConfirmation.create({
      data: {
        id: confirmation,
        forumId: forum,
        restorationId: restoration,
        sectorId: confirmer,
        seatId: by,
        mandateId: mandate,
        confirmedOn: toDate(confirmedOn),
        entryIndex: index,
      },
    }),
})

/** Every sector that had to has confirmed it: it stands open to objection until a day. */
export const restorationOpened = factKind('appointments.restoration-opened/1', {
  notices: [{ kind: 'known', to: 'forum', urgent: true }],
  fields: z.strictObject({
    restoration: Id,
    seat: Id,
    body: Id,
    sector: Id,
    person: Id,
    openedOn: Day,
    /** exclusive: on this day it is in force */
    objectUntil: Day,
  }),
  about: ({ seat, body, sector, person, openedOn }) => ({ seat, body, sector, person, on: openedOn }),
  consequence: ({ objectUntil }) => ({
    says: 'consequences.restorationOpened',
    params: { day: objectUntil },
    final: true,
  }),
  apply: (tx, { restoration, openedOn, objectUntil }) =>
    tx.restoration.update({
      where: { id: restoration },
      data: { confirmedOn: toDate(openedOn), objectUntil: toDate(objectUntil) },
    }),
})

/** A seat objected: what the letter asks for does not come about. Another letter may. */
export const restorationObjected = factKind('appointments.restoration-objected/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  fields: z.strictObject({
    restoration: Id,
    seat: Id,
    body: Id,
    sector: Id,
    by: Id,
    reason: Prose,
    objectedOn: Day,
  }),
  sealed: { reason: 'open' },
  about: ({ seat, body, sector, objectedOn }) => ({ seat, body, sector, on: objectedOn }),
  apply: (tx, { restoration, by, reason, objectedOn }) =>
    tx.restoration.update({
      where: { id: restoration },
      data: {
        outcome: 'objected',
        closedBy: by,
        closedWhy: reason,
        closedOn: toDate(objectedOn),
      },
    }),
})

/** Nobody objected: whoever the letter names is in office, by the mandate that begins in the same act. */
export const restorationCarriedOut = factKind('appointments.restoration-carried-out/1', {
  // Above the appointment that it brings about: it says why.
  act: { weight: 70 },
  notices: [
    { kind: 'changed', to: 'person' },
    { kind: 'known', to: 'forum' },
  ],
  fields: z.strictObject({
    restoration: Id,
    mandate: Id,
    seat: Id,
    body: Id,
    sector: Id,
    person: Id,
    fromOn: Day,
  }),
  about: ({ seat, body, sector, person, fromOn }) => ({ seat, body, sector, person, on: fromOn }),
  apply: (tx, { restoration, mandate, fromOn }) =>
    tx.restoration.update({
      where: { id: restoration },
      data: { outcome: 'carried-out', mandateId: mandate, closedOn: toDate(fromOn) },
    }),
})

/** The sector had somebody again, or whoever was named is not there any more. */
export const restorationNeedless = factKind('appointments.restoration-needless/1', {
  notices: [],
  fields: z.strictObject({ restoration: Id, seat: Id, body: Id, sector: Id, closedOn: Day }),
  about: ({ seat, body, sector, closedOn }) => ({ seat, body, sector, on: closedOn }),
  apply: (tx, { restoration, closedOn }) =>
    tx.restoration.update({
      where: { id: restoration },
      data: { outcome: 'needless', closedOn: toDate(closedOn) },
    }),
})

export const columns = {
  restoration: {
    letter: Letter,
    reason: kept(Prose),
    outcome: z.enum(outcomes).nullable(),
    closedWhy: kept(Prose).nullable(),
  },
}

export const facts = [
  restorationAsked,
  restorationConfirmed,
  restorationOpened,
  restorationObjected,
  restorationCarriedOut,
  restorationNeedless,
]
