import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Database, Writer } from '../db/client.ts'
import { append, EntryTooLarge, seal } from '../log/append.ts'
import type { Draw, Stamp } from '../log/append.ts'
import { canonicalBytes } from '../log/canonical.ts'
import type { EntryContext, Fact } from '../log/fact.ts'
import { dayIn, toInstant, wholeSeconds } from './calendar.ts'
import type { Circumstances, Command, Decided } from './command.ts'
import type { Effects } from './effect.ts'
import { Key } from './fields.ts'
import { isRefusal, refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import type { Actor, ForumHead, HeldSeat, Viewer } from './viewer.ts'

/** What is wrong with one field of what was sent, as a message key. */
export type FieldProblem = { path: string; key: string; params?: Record<string, string | number> }

export type Outcome =
  | { is: 'done'; index: number; result: Record<string, string | number>; again: boolean }
  | { is: 'refused'; refusal: Refusal }
  | { is: 'invalid'; problems: FieldProblem[] }
  | { is: 'missing' }
  | { is: 'conflict' }

export type Request = { viewer: Viewer; key: string; input: unknown; clock?: () => Date; draw?: Draw }

export type Act = <I extends z.ZodType, S>(command: Command<I, S>, request: Request) => Promise<Outcome>

export const randomDraw: Draw = { id: () => randomUUID(), salt: () => randomBytes(32) }

/** What the database itself refuses, as last resort, in the words of the rule that it keeps. */
const guarded: Record<string, string> = { one_titular_at_a_time: 'bodies.seatTaken', person_forumId_email_key: 'bodies.emailTaken', log_is_frozen: 'keeping.frozen' }

/**
 * The only door for writes. In this order: parse; open a transaction; take the forum's one-writer lock; load the subject; ask
 * `standing`, then `check`; `decide`; append one entry with its facts; apply each; commit. No network call inside it, ever.
 */
export function openDoor(database: Database, effects: Effects): Act {
  return async (command, { viewer, key, input, clock = () => new Date(), draw = randomDraw }) => {
    const parsed = command.input.safeParse(input)
    if (!parsed.success) return { is: 'invalid', problems: problemsOf(parsed.error) }
    if (!Key.safeParse(key).success) return { is: 'invalid', problems: [{ path: '', key: 'errors.badKey' }] }
    const actorId = viewer.person ?? viewer.office ?? 'public'
    const digest = createHash('sha256').update(canonicalBytes({ command: command.name, input: jsonOf(input) })).digest()
    try {
      return await database.$transaction(async (tx) => {
        const { prior, last, held: seat } = await enter(tx, viewer, { actorId, key, as: seatIn(parsed.data), moment: clock() })
        if (prior) return Buffer.from(prior.digest).equals(digest) ? { ...prior.outcome, again: true } : { is: 'conflict' as const }
        // Order comes from the index; a clock that was set back must not make the record run backwards.
        const now = new Date(Math.max(wholeSeconds(clock()).getTime(), last?.getTime() ?? 0))
        const forum = viewer.forum
        const circumstances: Circumstances = { forum, now, today: dayIn(forum.timeZone, now), effects }
        const subject = await command.subject(tx, parsed.data, circumstances)
        if (subject === null) return { is: 'missing' as const }
        const actor = actorAtThisMoment(viewer, seat)
        const standing = refusalIn(forumAllows(forum, actor)) ?? refusalIn(command.standing(actor, subject, circumstances))
        if (standing) return { is: 'refused' as const, refusal: standing }
        const faults = [command.check?.(subject, parsed.data, circumstances, actor) ?? true].flat().filter(isRefusal)
        if (faults[0] && faults.some((one) => one.field)) return { is: 'invalid' as const, problems: faults.map(problemOf) }
        if (faults[0]) return { is: 'refused' as const, refusal: faults[0] }

        const decided = command.decide({ as: actor, subject, input: parsed.data, draw, ...circumstances })
        const { facts, result = {} }: Decided = Array.isArray(decided) ? { facts: decided } : decided
        const held = command.held?.(subject, circumstances, facts) ?? false
        const stamp = stampOf(actor, now, key)
        const entry = await append(tx, forum.id, seal(stamp, facts, { held, draw }), {
          stamp, today: circumstances.today, sector: actor.kind === 'seat' ? actor.sector : null, held,
          answer: { actorId, key, digest, result },
        })
        await applyAll(tx, facts, entry, undatedIn(stamp, circumstances.today))
        return { is: 'done' as const, index: entry.index, result, again: false }
      })
    } catch (error) {
      if (error instanceof EntryTooLarge) return { is: 'refused', refusal: refuse('errors.actTooLarge', { size: error.size }) }
      const rule = guardedRule(error)
      if (rule) return { is: 'refused', refusal: refuse(rule) }
      throw error
    }
  }
}

function guardedRule(error: unknown): string | undefined {
  const told = `${error instanceof Error ? error.message : ''} ${JSON.stringify((error as { meta?: unknown } | null)?.meta ?? '')}`
  return Object.entries(guarded).find(([constraint]) => told.includes(constraint))?.[1]
}

function jsonOf(input: unknown): unknown {
  return JSON.parse(JSON.stringify(input ?? null))
}

function problemsOf(error: z.ZodError): FieldProblem[] {
  return error.issues.map((issue) => {
    const params = issue.code === 'custom' ? (issue.params as FieldProblem['params']) : undefined
    return { path: issue.path.join('.'), key: /^[a-z]+\.\w+$/i.test(issue.message) ? issue.message : 'errors.notUnderstood', ...(params && { params }) }
  })
}

function problemOf({ refused, params, field = '' }: Refusal): FieldProblem {
  return { path: field, key: refused, ...(params && { params }) }
}

type Prior = { digest: Uint8Array; outcome: { is: 'done'; index: number; result: Record<string, string | number> } }

type Entering = { actorId: string; key: string; as: string | null; moment: Date }
type Entered = { prior: Prior | null; last: Date | null; held: HeldSeat | null }

/**
 * Takes the forum's one-writer lock, then asks in one statement whether this key was answered before, when the last act was recorded, and
 * whether the viewer's person holds the seat that they act for: in force today, in the forum's zone, not when the page was loaded.
 */
async function enter(tx: Writer, { forum, person }: Viewer, { actorId, key, as, moment }: Entering): Promise<Entered> {
  type Row = { last: Date | null; index: number | null; digest: Uint8Array | null; result: unknown; held: HeldSeat | null }
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT last, index, digest, result, held
    FROM enter_forum(${forum.id}::uuid, ${actorId}, ${key}, ${person}::uuid, ${as}::uuid, ${moment}::timestamptz, ${forum.timeZone})`
  if (!row) throw new Error('enter_forum gave no row')
  const result = (row.result ?? {}) as Record<string, string | number>
  const prior: Prior | null = row.digest && row.index !== null ? { digest: row.digest, outcome: { is: 'done', index: row.index, result } } : null
  return { prior, last: row.last, held: row.held }
}

function seatIn(input: unknown): string | null {
  const seat = (input as { as?: unknown } | null)?.as
  return typeof seat === 'string' ? seat : null
}

function actorAtThisMoment(viewer: Viewer, held: HeldSeat | null): Actor {
  if (viewer.office) return { kind: 'office', office: viewer.office }
  return held ? { kind: 'seat', ...held } : { kind: 'public' }
}

/** Nobody acts in a record of the past, and nobody but the operator before a forum is opened. */
export function forumAllows(forum: ForumHead, actor: Actor) {
  if (actor.kind !== 'seat') return true
  if (forum.kind === 'record') return refuse('bodies.recordOnly')
  return forum.openedAt ? true : refuse('bodies.notOpenYet')
}

function refusalIn(standing: unknown): Refusal | null {
  return isRefusal(standing) ? standing : null
}

function stampOf(actor: Actor, now: Date, key: string): Stamp {
  const who = actor.kind === 'seat' ? { seat: actor.seat, mandate: actor.mandate } : actor.kind === 'office' ? { office: actor.office } : {}
  return { recordedAt: toInstant(now), ...who, key }
}

/** A fact that gives no day of its own is of the day of its act; what the operator's office takes over is of no day that anybody knows. */
export function undatedIn({ office }: Pick<Stamp, 'office'>, today: string): string {
  return office === 'operator' ? '-infinity' : today
}

/** Each fact tells the rows that it writes on which day it happened: by it their past is read (migration `past`). */
export async function applyAll(tx: Writer, facts: Fact[], entry: EntryContext, undated: string): Promise<void> {
  let told: string | undefined
  for (const { of, fields } of facts) {
    const day = happenedOn({ of, fields }, undated)
    if (day !== told) await tx.$queryRaw`SELECT set_config('mesa.happened_on', ${day}, true)`
    told = day
    await of.apply(tx, fields as never, entry)
  }
}

export function happenedOn({ of, fields }: Fact, undated: string): string {
  const { on, inForceOn } = of.about(fields as never)
  return (inForceOn === undefined ? on : inForceOn) ?? undated
}
