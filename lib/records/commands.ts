import { z } from 'zod'
import { lastDayOf } from '../act/calendar.ts'
import { seatCommand } from '../act/command.ts'
import { alsoNeeding, Id, Line, LooseDay, Prose, SeatId, ShortProse, WebAddress } from '../act/fields.ts'
import { ok, refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import { speaksFor } from '../bodies/rules.ts'
import { statusChanged } from '../commitments/facts.ts'
import { decidableStatuses } from '../commitments/rules.ts'
import type { Fact } from '../log/fact.ts'
import { seatsOn } from '../meetings/record.ts'
import { keepsBook } from '../meetings/rules.ts'
import { decidingSectors } from '../proposals/record.ts'
import { recordAnswered, recordTakenOver } from './facts.ts'
import { fillsTheGap, latestOf, stands, takenKinds, words } from './rules.ts'

/** Takes over what a source tells from before the system: a decision, minutes, or where a commitment stood. */
export const takeOver = seatCommand({
  name: 'records.take-over',
  input: alsoNeeding(
    z.strictObject({
      as: SeatId,
      body: Id,
      of: z.enum(takenKinds, { error: 'errors.chooseTakenKind' }),
      commitment: Id.optional(),
      status: z.enum(decidableStatuses, { error: 'errors.chooseStatus' }).optional(),
      title: ShortProse,
      text: Prose,
      happenedOn: LooseDay,
      source: Line,
      address: WebAddress.optional(),
    }),
    {
      field: 'commitment',
      says: 'records.commitmentNeeded',
      missing: ({ of, commitment }) => of === 'status' && !commitment,
    },
    {
      field: 'status',
      says: 'errors.chooseStatus',
      missing: ({ of, status }) => of === 'status' && !status,
    },
  ),
  subject: async (db, { body, commitment }, { forum, today }) => {
    const here = { forumId: forum.id }
    const [found, known, seats, { _max }] = await Promise.all([
      db.body.findFirst({ where: { id: body, ...here }, select: { id: true } }),
      commitment ? db.commitment.count({ where: { id: commitment, ...here } }) : 1,
      seatsOn(db, body, today),
      db.takenOver.aggregate({ where: here, _max: { number: true } }),
    ])
    return found && known > 0 ? { body: found.id, seats, next: (_max.number ?? 0) + 1 } : null
  },
  gravity: 'public',
  standing: (actor, { body, seats }) =>
    keepsBook(actor, body, seats) ? ok : refuse('records.bookOnly'),
  // A loose day is past when its last is: nothing that happens today is from before.
  check: (_subject, { happenedOn }, { today }) =>
    lastDayOf(happenedOn) < today ? ok : refuse('records.notYet', undefined, 'happenedOn'),
  decide: ({ as, subject: { body, next }, input, draw, today }) => {
    const record = draw.id()
    const { of, commitment = null, status, title, text, happenedOn, source, address } = input
    const fact = recordTakenOver({
      record,
      number: next,
      body,
      of,
      commitment,
      status: of === 'status' ? (status ?? null) : null,
      title,
      text,
      happenedOn,
      source: { text: source, ...(address && { url: address }) },
      sector: as.sector,
      seat: as.seat,
      mandate: as.mandate,
      takenOn: today,
    })
    return { facts: [fact], result: { record, number: next } }
  },
})

/**
 * A sector confirms what was taken over, or questions it with its words. The last confirmation of a status that the record does not say makes
 * it the status, marked as taken over; what the forum decided itself is never moved by it.
 */
export const answerRecord = seatCommand({
  name: 'records.answer',
  input: z.strictObject({
    as: SeatId,
    record: Id,
    says: z.enum(words, { error: 'errors.chooseTakenWord' }),
    words: Prose.optional(),
  }),
  subject: async (db, { record: id }, { forum }) => {
    const record = await db.takenOver.findFirst({
      where: { id, forumId: forum.id },
      include: { words: { orderBy: { entryIndex: 'asc' } } },
    })
    if (!record) return null
    const [sectors, commitment] = await Promise.all([
      decidingSectors(db, forum.id),
      record.commitmentId ? db.commitment.findFirst({ where: { id: record.commitmentId } }) : null,
    ])
    const said = record.words.map(({ sectorId, says, entryIndex }) => ({
      sector: sectorId,
      says,
      entryIndex,
    }))
    return { record, said, commitment, sectors: sectors.map((sector) => sector.id) }
  },
  gravity: 'binding',
  standing: (actor, { record }) => (speaksFor(actor, record.bodyId) ? ok : refuse('records.noVoice')),
  check: ({ said }, { says, words: why }, _circumstances, actor): Refusal[] => {
    const before = latestOf(said).find(({ sector }) => sector === actor.sector)
    return [
      ...(says === 'questions' && !why ? [refuse('records.wordsNeeded', undefined, 'words.text')] : []),
      ...(says === 'confirms' && before?.says === 'confirms'
        ? [refuse('records.alreadyConfirmed', undefined, 'says')]
        : []),
    ]
  },
  decide: ({ as, subject: { record, said, sectors, commitment }, input, draw, today }) => {
    const facts: Fact[] = [
      recordAnswered({
        word: draw.id(),
        record: record.id,
        number: record.number,
        body: record.bodyId,
        commitment: record.commitmentId,
        says: input.says,
        words: input.words ?? null,
        sector: as.sector,
        seat: as.seat,
        mandate: as.mandate,
        saidOn: today,
      }),
    ]
    const after = [...said, { sector: as.sector, says: input.says, entryIndex: Number.MAX_SAFE_INTEGER }]
    const { status, happenedOn } = record
    if (status && commitment && fillsTheGap(commitment.status) && stands(after, sectors))
      facts.push(
        statusChanged({
          change: draw.id(),
          commitment: commitment.id,
          body: record.bodyId,
          from: commitment.status,
          to: status,
          decidedOn: lastDayOf(happenedOn),
          decision: null,
          proposal: null,
          takenOver: true,
          source: record.source,
          meeting: null,
          reasonClass: null,
          conditions: null,
          reviewOn: null,
        }),
      )
    return { facts, result: { record: record.id, number: record.number } }
  },
})

export const commands = [takeOver, answerRecord]
