import { z } from 'zod'
import { seatCommand } from '../act/command.ts'
import { Id, Prose, SeatId, WebAddress } from '../act/fields.ts'
import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import type { Reader } from '../db/client.ts'
import { mostConditions, namingConditions, speaksAbout } from '../proposals/commands.ts'
import {
  returnConditionAccepted,
  returnConditionDropped,
  returnConditionSaidMet,
  suspensionAnswered,
} from '../proposals/facts.ts'
import { conditionRecord, suspensionRecord } from './record.ts'
import type { ConditionRecord, SuspensionRecord } from './record.ts'

function isInForce({ resumedAt }: SuspensionRecord): Standing {
  return resumedAt ? refuse('proposals.alreadyResumed') : ok
}

/** A voice of the sector that paused: it alone says what it asks for, and whether that is met. */
function isOfItsSector(actor: Actor, suspension: SuspensionRecord): Standing {
  return firstRefusal(
    actor.kind === 'seat' && actor.voice && actor.sector === suspension.sectorId
      ? ok
      : refuse('proposals.ownSectorOnly'),
    speaksAbout(actor, suspension.groups) ? ok : refuse('proposals.voiceDoesNotReach'),
  )
}

/** A voice of another sector with a position. */
function isOfAnother(actor: Actor, suspension: SuspensionRecord): Standing {
  if (actor.kind !== 'seat' || !actor.voice || !actor.hasPosition) return refuse('proposals.noVoice')
  if (actor.sector === suspension.sectorId) return refuse('proposals.otherSectorsAnswer')
  return speaksAbout(actor, suspension.groups) ? ok : refuse('proposals.voiceDoesNotReach')
}

function isOpen({ condition }: ConditionRecord): Standing {
  if (condition.acceptedOn) return refuse('proposals.conditionAccepted')
  return condition.droppedOn ? refuse('proposals.conditionDropped') : ok
}

const mostAnswers = 20

/** Another sector says something to a suspension: beside it, in its own words, and never in its place. */
export const answerSuspension = seatCommand({
  name: 'proposals.answer-suspension',
  input: z.strictObject({ as: SeatId, suspension: Id, text: Prose }),
  subject: (db: Reader, { suspension }, { forum }) => suspensionRecord(db, forum.id, suspension),
  gravity: 'public',
  standing: (actor, suspension) => firstRefusal(isOfAnother(actor, suspension), isInForce(suspension)),
  check: ({ answers }) =>
    answers >= mostAnswers ? refuse('proposals.tooManyAnswers', { max: mostAnswers }, 'text.text') : ok,
  decide: ({ as, subject: suspension, input, draw, today }) => ({
    facts: [
      suspensionAnswered({
        answer: draw.id(),
        suspension: suspension.id,
        sector: as.sector,
        commitment: suspension.commitmentId,
        seat: as.seat,
        text: input.text,
        answeredOn: today,
      }),
    ],
    result: { suspension: suspension.id },
  }),
})

/** The sector that paused names what it asks for to come back; when it pauses, or later. */
export const nameReturnConditions = seatCommand({
  name: 'proposals.name-return-conditions',
  input: z.strictObject({
    as: SeatId,
    suspension: Id,
    conditions: z
      .array(Prose, { error: 'errors.required' })
      .min(1, 'errors.required')
      .max(mostConditions, 'errors.tooMany'),
  }),
  subject: (db: Reader, { suspension }, { forum }) => suspensionRecord(db, forum.id, suspension),
  gravity: 'public',
  standing: (actor, suspension) => firstRefusal(isOfItsSector(actor, suspension), isInForce(suspension)),
  check: ({ conditions: before }, { conditions }) =>
    before.length + conditions.length > mostConditions
      ? refuse('proposals.tooManyConditions', { max: mostConditions }, 'conditions.0.text')
      : ok,
  decide: ({ as, subject: suspension, input, draw, today }) => ({
    facts: namingConditions(suspension, input.conditions, { seat: as.seat, today, draw }),
    result: { suspension: suspension.id },
  }),
})

/** Another sector says that a condition is met, with what shows it. */
export const sayConditionMet = seatCommand({
  name: 'proposals.say-condition-met',
  input: z.strictObject({
    as: SeatId,
    condition: Id,
    text: Prose,
    address: WebAddress.optional(),
  }),
  subject: (db: Reader, { condition }, { forum }) => conditionRecord(db, forum.id, condition),
  gravity: 'public',
  standing: (actor, subject) =>
    firstRefusal(isOfAnother(actor, subject.suspension), isInForce(subject.suspension), isOpen(subject)),
  check: ({ condition }) =>
    condition.words.length >= mostAnswers
      ? refuse('proposals.tooManyAnswers', { max: mostAnswers }, 'text.text')
      : ok,
  decide: ({ as, subject: { condition, suspension }, input, draw, today }) => ({
    facts: [
      returnConditionSaidMet({
        word: draw.id(),
        condition: condition.id,
        sector: as.sector,
        commitment: suspension.commitmentId,
        seat: as.seat,
        number: condition.number,
        text: input.text,
        address: input.address ?? null,
        saidOn: today,
      }),
    ],
    result: { suspension: suspension.id },
  }),
})

const Settling = z.strictObject({ as: SeatId, condition: Id, note: Prose.optional() })

const settled = (
  { condition, suspension }: ConditionRecord,
  seat: string,
  { note, today }: { note: z.output<typeof Prose> | undefined; today: string },
) => ({
  condition: condition.id,
  sector: suspension.sectorId,
  commitment: suspension.commitmentId,
  seat,
  number: condition.number,
  note: note ?? null,
  on: today,
})

/** The sector that paused accepts a condition as met. Whether it comes back is another act, and its own. */
export const acceptCondition = seatCommand({
  name: 'proposals.accept-condition',
  input: Settling,
  subject: (db: Reader, { condition }, { forum }) => conditionRecord(db, forum.id, condition),
  gravity: 'public',
  standing: (actor, subject) =>
    firstRefusal(
      isOfItsSector(actor, subject.suspension),
      isInForce(subject.suspension),
      isOpen(subject),
    ),
  decide: ({ as, subject, input, today }) => ({
    facts: [returnConditionAccepted(settled(subject, as.seat, { note: input.note, today }))],
    result: { suspension: subject.suspension.id },
  }),
})

/** It asks for this no more, and says why if it likes. */
export const dropCondition = seatCommand({
  name: 'proposals.drop-condition',
  input: Settling,
  subject: (db: Reader, { condition }, { forum }) => conditionRecord(db, forum.id, condition),
  gravity: 'public',
  standing: (actor, subject) =>
    firstRefusal(
      isOfItsSector(actor, subject.suspension),
      isInForce(subject.suspension),
      isOpen(subject),
    ),
  decide: ({ as, subject, input, today }) => ({
    facts: [returnConditionDropped(settled(subject, as.seat, { note: input.note, today }))],
    result: { suspension: subject.suspension.id },
  }),
})

export const commands = [
  answerSuspension,
  nameReturnConditions,
  sayConditionMet,
  acceptCondition,
  dropCondition,
]
