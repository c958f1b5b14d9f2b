import { z } from 'zod'
import { HOUR_MS } from '../act/calendar.ts'
import { Prose } from '../act/fields.ts'
import { officeCommand } from '../act/command.ts'
import { longest } from '../act/lengths.ts'
import { isRefusal, ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import { isSignedBy } from '../log/checkpoint.ts'
import type { Fact } from '../log/fact.ts'
import { originOf } from '../log/signer.ts'
import { keyChanged, logFrozen, payloadsErased } from './facts.ts'
import { keptNow, leavesNobody, payloadsNamed } from './record.ts'
import type { KeptNow, NamedPayload } from './record.ts'
import {
  CLOSING_COUNTS_FOR_DAYS,
  erasureText,
  freezeText,
  keyChangeText,
  readableKey,
  SECTORS_NEEDED,
  sectorsThatSigned,
  signersOf,
  VerifierKey,
} from './rules.ts'

/** Who keeps the machine does these things, and none of them by the operator's word alone: keys sign what is done. */
function byTheOperator(actor: Actor): Standing {
  return actor.kind === 'office' && actor.office === 'operator' ? ok : refuse('keeping.operatorOnly')
}

const Note = z.string().max(longest.prose)
const Size = z.int().min(0)

/** The key that the log was signed with last, where this is it. */
function keyOfNow(log: KeptNow, origin: string, text: string) {
  const key = readableKey(text)
  if (key?.name !== origin) return null
  const said = log.keys.at(-1)
  return (said ? said === text : !log.checkpoint || isSignedBy(log.checkpoint, key)) ? key : null
}

/**
 * From the next checkpoint on another key signs. The old one signs the change as well; where it is lost, or in hands that would not, the
 * witnesses of at least two sectors do.
 */
export const changeKey = officeCommand({
  name: 'keeping.change-key',
  input: z.strictObject({ previous: VerifierKey, key: VerifierKey, after: Size, note: Note }),
  subject: (db, _, { forum }) => keptNow(db, forum.id),
  gravity: 'irreversible',
  standing: (actor) => byTheOperator(actor),
  check: (log, { previous, key, after, note }, { forum }) => {
    const origin = originOf(forum.id)
    const [old, fresh] = [keyOfNow(log, origin, previous), readableKey(key)]
    if (!old) return refuse('keeping.notTheKeyOfNow')
    if (fresh?.name !== origin) return refuse('keeping.notThisLogsKey')
    if (key === previous || log.keys.includes(key)) return refuse('keeping.keyUsedBefore')
    if (after > log.size) return refuse('keeping.beyondTheLog', { size: log.size })
    const text = keyChangeText({ origin, previous, key, size: after })
    if (signersOf(note, text, [fresh]).length === 0) return refuse('keeping.newKeyDidNotSign')
    const agreed =
      signersOf(note, text, [old]).length > 0 ||
      sectorsThatSigned(note, text, log.witnesses).length >= SECTORS_NEEDED
    return agreed ? ok : refuse('keeping.nobodyAgreed', { needed: SECTORS_NEEDED })
  },
  decide: ({ input: { previous, key, after, note }, forum, draw }) => {
    const old = readableKey(previous)
    const text = keyChangeText({ origin: originOf(forum.id), previous, key, size: after })
    return [
      keyChanged({
        change: draw.id(),
        previous,
        key,
        note,
        withoutOld: !old || signersOf(note, text, [old]).length === 0,
      }),
    ]
  },
})

/** Nothing is appended after this. The log's key and the witnesses of at least two sectors sign it, and the key of the log that goes on. */
export const freezeLog = officeCommand({
  name: 'keeping.freeze-log',
  input: z.strictObject({
    key: VerifierKey,
    after: Size,
    successor: VerifierKey.nullable(),
    note: Note,
    reason: Prose,
  }),
  subject: (db, _, { forum }) => keptNow(db, forum.id),
  gravity: 'irreversible',
  standing: (actor) => byTheOperator(actor),
  check: (log, { key, after, successor, note }, { forum, now }) => {
    const origin = originOf(forum.id)
    const [own, next] = [keyOfNow(log, origin, key), successor === null ? null : readableKey(successor)]
    if (!own) return refuse('keeping.notTheKeyOfNow')
    if (after > log.size) return refuse('keeping.beyondTheLog', { size: log.size })
    const text = freezeText({ origin, size: after, successor })
    if (signersOf(note, text, [own]).length === 0) return refuse('keeping.logDidNotSign')
    if (next && signersOf(note, text, [next]).length === 0) return refuse('keeping.newKeyDidNotSign')
    if (sectorsThatSigned(note, text, log.witnesses).length < SECTORS_NEEDED)
      return refuse('keeping.sectorsDidNotSign', { needed: SECTORS_NEEDED })
    const since = new Date(now.getTime() - CLOSING_COUNTS_FOR_DAYS * 24 * HOUR_MS)
    return sectorsThatSigned(note, text, log.witnesses, { since }).length >= SECTORS_NEEDED
      ? ok
      : refuse('keeping.signedLongAgo', { days: CLOSING_COUNTS_FOR_DAYS })
  },
  decide: ({ input: { note, reason, successor } }) => [logFrozen({ note, reason, successor })],
})

/** A value beside an entry, as the log names it. */
export const Seal = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'errors.unknownThing')

/** Why these values cannot go, whoever asks it. */
export function cannotBeErased(
  { named, last }: { named: NamedPayload[]; last: boolean },
  payloads: string[],
): Standing {
  if (named.length < new Set(payloads).size) return refuse('keeping.noSuchValue')
  if (named.some((namedPayload) => namedPayload.erased)) return refuse('keeping.erasedBefore')
  if (named.some((namedPayload) => !namedPayload.isText)) return refuse('keeping.notAText')
  const alike = named.flatMap((namedPayload) => namedPayload.alike)
  if (alike.length > 0)
    return refuse('keeping.saidElsewhere', {
      entries: [...new Set(alike)].toSorted((a, b) => a - b).join(', '),
    })
  return last ? refuse('keeping.lastWhoCanAct') : ok
}

export function erasing(
  named: NamedPayload[],
  { reason, note }: { reason: Prose; note: string | null },
): Fact {
  return payloadsErased({
    payloads: named.map(({ seal }) => seal).toSorted(),
    entries: [...new Set(named.map(({ index }) => index))].toSorted((a, b) => a - b),
    reason,
    note,
  })
}

/**
 * What stands beside entries goes, and the rows forget it. Personal data the operator erases, whom the law asks; what somebody said on the
 * record, only where the witnesses of at least two sectors sign it.
 */
export const erasePayloads = officeCommand({
  name: 'keeping.erase-payloads',
  input: z.strictObject({
    payloads: z.array(Seal).min(1).max(100),
    reason: Prose,
    note: Note.nullable(),
  }),
  subject: async (db, { payloads }, { forum, today }) => ({
    named: await payloadsNamed(db, forum.id, payloads),
    last: await leavesNobody(db, { id: forum.id, today }, payloads),
    ...(await keptNow(db, forum.id)),
  }),
  gravity: 'irreversible',
  standing: (actor) => byTheOperator(actor),
  check: ({ named, last, witnesses }, { payloads, note }, { forum }) => {
    const cannot = cannotBeErased({ named, last: last && forum.openedAt !== null }, payloads)
    if (isRefusal(cannot)) return cannot
    if (!named.some((namedPayload) => namedPayload.open)) return ok
    const text = erasureText({ origin: originOf(forum.id), payloads: [...payloads].toSorted() })
    return note && sectorsThatSigned(note, text, witnesses).length >= SECTORS_NEEDED
      ? ok
      : refuse('keeping.sectorsDidNotSign', { needed: SECTORS_NEEDED })
  },
  decide: ({ subject: { named }, input: { reason, note } }) => [erasing(named, { reason, note })],
})

export const commands = [changeKey, freezeLog, erasePayloads]
