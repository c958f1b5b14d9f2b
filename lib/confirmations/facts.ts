import { z } from 'zod'
import { toDate } from '../act/calendar.ts'
import { Day, Id, kept, Prose } from '../act/fields.ts'
import { Letter } from '../bodies/facts.ts'
import { capacities } from '../bodies/rules.ts'
import { factKind } from '../log/fact.ts'
import { asked, outcomes } from './rules.ts'

/** A text as the log names it: its seal, in base64, and the act beside which it stands. */
const SealedText = z.strictObject({ seal: z.string(), act: z.int() })
export type SealedText = z.output<typeof SealedText>

const what = z.enum(asked)

/** A sector asks that texts be taken down. Nothing happens until another confirms it. */
export const takedownAsked = factKind('confirmations.takedown-asked/1', {
  notices: [{ kind: 'known', to: 'committee-voices', urgent: true }],
  fields: z.strictObject({
    request: Id,
    texts: z.array(SealedText).min(1),
    sector: Id,
    by: Id,
    reason: Prose,
    askedOn: Day,
  }),
  sealed: { reason: 'open' },
  tells: ({ texts }) => ({ acts: actsOf(texts).join(', ') }),
  about: ({ sector, askedOn }) => ({ sector, on: askedOn }),
  apply: (tx, { request, texts, sector, by, reason, askedOn }, { forum, index }) =>
    tx.confirmationRequest.create({
      data: {
        id: request,
        forumId: forum,
        kind: 'takedown',
        texts,
        sectorId: sector,
        askedBy: by,
        reason,
        askedOn: toDate(askedOn),
        entryIndex: index,
      },
    }),
})

export function actsOf(texts: SealedText[]): number[] {
  return [...new Set(texts.map(({ act }) => act))].toSorted((a, b) => a - b)
}

/** Whoever speaks for a sector in one body asks for somebody who speaks for it in another. */
export const appointmentAsked = factKind('confirmations.appointment-asked/1', {
  notices: [{ kind: 'known', to: 'committee-voices', urgent: true }],
  words: { capacity: 'capacities' },
  fields: z.strictObject({
    request: Id,
    seat: Id,
    body: Id,
    sector: Id,
    person: Id,
    capacity: z.enum(capacities),
    fromOn: Day,
    untilOn: Day.nullable(),
    letter: Letter.nullable(),
    by: Id,
    reason: Prose,
    askedOn: Day,
  }),
  sealed: { reason: 'open' },
  about: ({ seat, body, sector, person, askedOn }) => ({ seat, body, sector, person, on: askedOn }),
  apply: (tx, { request, seat, sector, person, fromOn, untilOn, ...fields }, { forum, index }) =>
    tx.confirmationRequest.create({
      data: {
        id: request,
        forumId: forum,
        kind: 'appointment',
        seatId: seat,
        personId: person,
        capacity: fields.capacity,
        fromOn: toDate(fromOn),
        untilOn: untilOn ? toDate(untilOn) : null,
        ...(fields.letter && { letter: fields.letter }),
        sectorId: sector,
        askedBy: fields.by,
        reason: fields.reason,
        askedOn: toDate(fields.askedOn),
        entryIndex: index,
      },
    }),
})

/** Who closes a request, or declines it, and for which sector. */
const answer = { request: Id, what, asker: Id, sector: Id, by: Id }

/** Another sector's word, by which what was asked comes about: what does so are the facts of the same act. */
export const confirmed = factKind('confirmations.confirmed/1', {
  notices: [{ kind: 'known', to: 'forum' }],
  binds: true,
  fields: z.strictObject({ ...answer, mandate: Id, confirmedOn: Day }),
  about: ({ sector, confirmedOn }) => ({ sector, on: confirmedOn }),
  consequence: ({ what: kind }) =>
    kind === 'takedown' ? { says: 'consequences.textTakenDown', final: true } : null,
  apply: (tx, { request, sector, by, confirmedOn }, { index }) =>
    tx.confirmationRequest.update({
      where: { id: request },
      data: {
        outcome: 'confirmed',
        closedSectorId: sector,
        closedBy: by,
        closedOn: toDate(confirmedOn),
        closedIndex: index,
      },
    }),
})

/** Another sector will not confirm it, and says why; by the last that could, it is closed. */
export const declined = factKind('confirmations.declined/1', {
  notices: [{ kind: 'known', to: 'committee-voices' }],
  fields: z.strictObject({
    ...answer,
    refusal: Id,
    reason: Prose,
    closes: z.boolean(),
    declinedOn: Day,
  }),
  sealed: { reason: 'open' },
  about: ({ sector, declinedOn }) => ({ sector, on: declinedOn }),
  apply: async (tx, { request, refusal, reason, sector, by, closes, declinedOn }, { forum, index }) => {
    await tx.confirmationRefusal.create({
      data: {
        id: refusal,
        forumId: forum,
        requestId: request,
        sectorId: sector,
        seatId: by,
        reason,
        declinedOn: toDate(declinedOn),
        entryIndex: index,
      },
    })
    if (closes)
      await tx.confirmationRequest.update({
        where: { id: request },
        data: { outcome: 'declined', closedOn: toDate(declinedOn), closedIndex: index },
      })
  },
})

/** The sector that asked asks no more. */
export const withdrawn = factKind('confirmations.withdrawn/1', {
  notices: [],
  fields: z.strictObject({ request: Id, what, sector: Id, by: Id, withdrawnOn: Day }),
  about: ({ sector, withdrawnOn }) => ({ sector, on: withdrawnOn }),
  apply: (tx, { request, by, withdrawnOn }, { index }) =>
    tx.confirmationRequest.update({
      where: { id: request },
      data: {
        outcome: 'withdrawn',
        closedBy: by,
        closedOn: toDate(withdrawnOn),
        closedIndex: index,
      },
    }),
})

export const columns = {
  confirmationRequest: {
    kind: what,
    texts: z.array(SealedText).nullable(),
    capacity: z.enum(capacities).nullable(),
    letter: Letter.nullable(),
    reason: kept(Prose),
    outcome: z.enum(outcomes).nullable(),
  },
  confirmationRefusal: { reason: kept(Prose) },
}

export const facts = [takedownAsked, appointmentAsked, confirmed, declined, withdrawn]
