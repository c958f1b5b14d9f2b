import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Database, Reader, Writer } from '../db/client.ts'
import { inTransaction, NothingKept } from './transaction.ts'
import type { Transacting } from './transaction.ts'
import { append, EntryTooLarge, seal } from '../log/append.ts'
import type { Draw, Payload, SealedEntry, Stamp, WholeAct } from '../log/append.ts'
import type { SignedAssertion } from '../log/assertion.ts'
import { canonicalBytes } from '../log/canonical.ts'
import { FactUnfit } from '../log/fact.ts'
import type { EntryContext, Fact } from '../log/fact.ts'
import { dayIn, toInstant, wholeSeconds } from './calendar.ts'
import type { AnyCommand, Circumstances, Command, Decided } from './command.ts'
import type { Effects } from './effect.ts'
import { Key } from './fields.ts'
import { consequencesOf, secondLook } from './gravity.ts'
import type { SecondLook } from './gravity.ts'
import { isRefusal, ok, refuse } from './refusal.ts'
import type { Refusal, Standing } from './refusal.ts'
import type { Actor, ForumHead, HeldSeat, Viewer } from './viewer.ts'

/** What is wrong with one field of what was sent, as a message key. */
export type FieldProblem = { path: string; key: string; params?: Record<string, string | number> }

export type Outcome =
  | { is: 'done'; index: number; result: Record<string, string | number>; again: boolean }
  | { is: 'refused'; refusal: Refusal }
  | { is: 'invalid'; problems: FieldProblem[] }
  | { is: 'missing' }
  | { is: 'conflict' }
  /** A form sent it, and what it brings about was not shown yet: nothing was done. */
  | ({ is: 'look' } & SecondLook)

/** What the member's own device signed, and who judges, within the act's transaction, whether it signed this act. */
export type Signature = {
  signed: SignedAssertion
  judge: (tx: Writer, whole: WholeAct) => Promise<Standing>
}

export type Request = {
  viewer: Viewer
  key: string
  input: unknown
  clock?: () => Date
  draw?: Draw
  signature?: Signature
  /**
   * A form says here what was shown before (a second look's token; '' for nothing), and is answered with what must be. Whoever acts without a
   * form (an office, the demonstration, a test) leaves it out.
   */
  looked?: string
}

export type Act = <I extends z.ZodType, S>(command: Command<I, S>, request: Request) => Promise<Outcome>

/** An act as it would be recorded now, without being done: what a device is asked to sign. */
export type Prepared = {
  is: 'prepared'
  whole: WholeAct
  payloads: Payload[]
  look: SecondLook | null
}

export type Prepare = <I extends z.ZodType, S>(
  command: Command<I, S>,
  request: Omit<Request, 'signature'>,
) => Promise<Outcome | Prepared>

export const randomDraw: Draw = { id: () => randomUUID(), salt: () => randomBytes(32) }

/** What the database itself refuses, as last resort, in the words of the rule that it keeps. */
const guarded: Record<string, string> = {
  one_titular_at_a_time: 'bodies.seatTaken',
  person_forumId_email_key: 'bodies.emailTaken',
  log_is_frozen: 'keeping.frozen',
}

/** Decided and sealed, and not yet appended. */
type Ready = {
  tx: Writer
  viewer: Viewer
  facts: Fact[]
  sealed: SealedEntry & { whole: WholeAct }
  stamp: Stamp
  actor: Actor
  today: string
  held: boolean
  digest: Uint8Array
  actorId: string
  key: string
  result: Record<string, string | number>
  look: SecondLook | null
}

/**
 * The only door for writes. In this order: parse; open a transaction; take the forum's one-writer lock; load
 * the subject; ask `standing`, then `check`; `decide`; ask for a second look, where a form sent what is final;
 * ask for the device's signature, where one came; append one entry with its facts; apply each; commit. No network call inside it, ever.
 */
export function openDoor(database: Transacting, effects: Effects): Act {
  return (command, request) =>
    decided(
      database,
      effects,
      command,
      request,
      async ({
        tx,
        viewer,
        facts,
        sealed,
        stamp,
        actor,
        today,
        held,
        digest,
        actorId,
        key,
        result,
        look,
      }) => {
        // In the act's own transaction: what was shown is what is recorded, whoever acted in between.
        if (look && request.looked !== undefined && request.looked !== look.token)
          return { is: 'look' as const, ...look }
        const judged = request.signature
          ? refusalIn(await request.signature.judge(tx, sealed.whole))
          : null
        if (judged) return { is: 'refused' as const, refusal: judged }
        const entry = await append(tx, viewer.forum.id, sealed, {
          stamp,
          today,
          sector: actor.kind === 'seat' ? actor.sector : null,
          held,
          answer: { actorId, key, digest, result },
        })
        await applyAll(tx, facts, entry, undatedIn(stamp, today))
        return { is: 'done' as const, index: entry.index, result, again: false }
      },
    )
}

/**
 * Several acts that are all recorded or not at all: a forum is founded whole. Whatever `work` throws comes out as it was thrown, and nothing of it
 * is kept.
 */
export type Together = <T>(work: (act: Act, tx: Writer) => Promise<T>) => Promise<T>

/** A forum of forty bodies takes some hundred acts. */
const TOGETHER_MS = 120_000

export function openTogether(database: Database, effects: Effects): Together {
  return async (work) => {
    try {
      return await inTransaction(
        database,
        (tx) => work(openDoor({ $transaction: (part) => part(tx) }, effects), tx),
        { timeout: TOGETHER_MS },
      )
    } catch (error) {
      throw thrownIn(error)
    }
  }
}

class Hindered extends Error {
  readonly outcomes: Outcome[]
  constructor(outcomes: Outcome[]) {
    super('not all of these acts can be done')
    this.outcomes = outcomes
  }
}

/** Several acts of one sending, all of which are recorded or none. What hinders each is answered of each. */
export async function allOrNone(
  together: Together,
  acts: { command: AnyCommand; request: Request }[],
): Promise<Outcome[]> {
  try {
    return await together(async (act) => {
      const outcomes: Outcome[] = []
      for (const { command, request } of acts) outcomes.push(await act(command, request))
      if (outcomes.some(({ is }) => is !== 'done')) throw new Hindered(outcomes)
      return outcomes
    })
  } catch (error) {
    if (error instanceof Hindered) return error.outcomes
    throw error
  }
}

function thrownIn(error: unknown): unknown {
  return error instanceof NothingKept && error.cause !== undefined ? thrownIn(error.cause) : error
}

/** The same way as far as an act can go without being one: nothing is written. */
export function openPreparing(database: Database, effects: Effects): Prepare {
  return (command, request) =>
    decided(database, effects, command, request, async ({ sealed, look }) => ({
      is: 'prepared' as const,
      whole: sealed.whole,
      payloads: sealed.payloads,
      look,
    }))
}

async function decided<I extends z.ZodType, S, E>(
  database: Transacting,
  effects: Effects,
  command: Command<I, S>,
  { viewer, key, input, clock = () => new Date(), draw = randomDraw, signature }: Request,
  end: (ready: Ready) => Promise<E>,
): Promise<Outcome | E> {
  const parsed = command.input.safeParse(input)
  if (!parsed.success) return { is: 'invalid', problems: problemsOf(parsed.error) }
  if (!Key.safeParse(key).success)
    return { is: 'invalid', problems: [{ path: '', key: 'errors.badKey' }] }
  const actorId = viewer.person ?? viewer.office ?? 'public'
  const digest = digestOfAct(command.name, input)
  try {
    return await inTransaction(database, async (tx): Promise<Outcome | E> => {
      const {
        prior,
        now,
        today,
        forum,
        held: seat,
      } = await enter(tx, viewer, { actorId, key, as: seatIn(parsed.data) }, clock)
      if (prior)
        return Buffer.from(prior.digest).equals(digest)
          ? { ...prior.outcome, again: true }
          : { is: 'conflict' as const }
      const circumstances: Circumstances = { forum, now, today, effects }
      const subject = await command.subject(tx, parsed.data, circumstances)
      if (subject === null) return { is: 'missing' as const }
      const actor = actorAtThisMoment(viewer, seat)
      const standing =
        refusalIn(forumAllows(forum, actor)) ??
        refusalIn(command.standing(actor, subject, circumstances)) ??
        refusalIn(mayActBy(command, actor))
      if (standing) return { is: 'refused' as const, refusal: standing }
      const faults = [command.check?.(subject, parsed.data, circumstances, actor) ?? true]
        .flat()
        .filter(isRefusal)
      if (faults[0] && faults.some((fault) => fault.field))
        return { is: 'invalid' as const, problems: faults.map(problemOf) }
      if (faults[0]) return { is: 'refused' as const, refusal: faults[0] }

      const decision = command.decide({ as: actor, subject, input: parsed.data, draw, ...circumstances })
      const { facts, result = {} }: Decided = Array.isArray(decision) ? { facts: decision } : decision
      if (facts.length === 0)
        return { is: 'refused' as const, refusal: refuse('errors.nothingToRecord') }
      const beside = command.brings?.({ subject, facts, ...circumstances })
      const look = secondLook(command, input, consequencesOf(facts, beside))
      const held = command.held?.(subject, circumstances, facts) ?? false
      const stamp = stampOf(actor, now, key)
      const sealed = seal(stamp, facts, { held, draw, ...(signature && { signed: signature.signed }) })
      return end({
        tx,
        viewer,
        facts,
        sealed,
        stamp,
        actor,
        today: circumstances.today,
        held,
        digest,
        actorId,
        key,
        result,
        look,
      })
    })
  } catch (error) {
    const why = error instanceof NothingKept ? error.cause : error
    if (why instanceof EntryTooLarge)
      return { is: 'refused', refusal: refuse('errors.actTooLarge', { size: why.size }) }
    if (why instanceof FactUnfit) return unfit(command.name, parsed.data, why)
    const rule = guardedRule(error)
    if (rule) return { is: 'refused', refusal: refuse(rule) }
    throw error
  }
}

/**
 * What was decided does not fit into its fact. Nothing was written; whoever operates this is told, and
 * whoever sent it reads at which of their fields, where it is one of theirs.
 */
function unfit(command: string, input: unknown, fault: FactUnfit): Outcome {
  console.error(`${command}: nothing was recorded.`, fault)
  const problems = fault.faults.flatMap(({ value, issue }): FieldProblem[] => {
    const path = typeof value === 'string' ? pathOf(value, input) : null
    return path === null ? [] : [{ ...problemIn(issue), path }]
  })
  if (problems.length > 0) return { is: 'invalid', problems }
  return {
    is: 'refused',
    refusal: refuse('errors.factUnfit', { fact: fault.kind, field: fault.faults[0]?.path ?? '' }),
  }
}

/** Where in what was sent a text stands. */
function pathOf(text: string, input: unknown, at: string[] = []): string | null {
  if (typeof input === 'string') return input === text ? at.join('.') : null
  if (typeof input !== 'object' || input === null) return null
  for (const [name, value] of Object.entries(input)) {
    const found = pathOf(text, value, [...at, name])
    if (found !== null) return found
  }
  return null
}

/** What was sent, as one value: the same key with something else is another act. */
export function digestOfAct(name: string, input: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    createHash('sha256')
      .update(canonicalBytes({ command: name, input: jsonOf(input) }))
      .digest(),
  )
}

function guardedRule(error: unknown): string | undefined {
  const { meta } = (error as { meta?: unknown } | null) ?? {}
  const told = `${error instanceof Error ? error.message : ''} ${JSON.stringify(meta ?? '')}`
  return Object.entries(guarded).find(([constraint]) => told.includes(constraint))?.[1]
}

function jsonOf(input: unknown): unknown {
  return JSON.parse(JSON.stringify(input ?? null))
}

function problemsOf(error: z.ZodError): FieldProblem[] {
  return error.issues.map(problemIn)
}

/** What a schema says, as a sentence at a field. */
export function problemIn(issue: z.core.$ZodIssue): FieldProblem {
  const params = issue.code === 'custom' ? (issue.params as FieldProblem['params']) : undefined
  return {
    path: issue.path.join('.'),
    key: /^[a-z]+\.\w+$/i.test(issue.message) ? issue.message : 'errors.notUnderstood',
    ...(params && { params }),
  }
}

function problemOf({ refused, params, field = '' }: Refusal): FieldProblem {
  return { path: field, key: refused, ...(params && { params }) }
}

type Prior = {
  digest: Uint8Array
  outcome: { is: 'done'; index: number; result: Record<string, string | number> }
}

type Entering = { actorId: string; key: string; as: string | null }
/** What a forum is by its own decisions: it may have changed since the page was loaded. */
type HeadNow = Pick<ForumHead, 'name' | 'timeZone' | 'rules'>
type Held = {
  prior: Prior | null
  last: Date | null
  held: HeldSeat | null
  head: HeadNow | null
}
type Entered = {
  prior: Prior | null
  now: Date
  today: string
  forum: ForumHead
  held: HeldSeat | null
}

/**
 * Takes the forum's one-writer lock, and asks in the same statement what holds under it: whether this
 * key was answered before, when the last act was recorded, what the forum's rules and its zone are now,
 * and whether the viewer's person holds the seat that they act for: in force today, in the forum's zone,
 * not when the page was loaded.
 */
async function enter(
  tx: Writer,
  viewer: Viewer,
  entering: Entering,
  clock: () => Date,
): Promise<Entered> {
  const asked = dayIn(viewer.forum.timeZone, clock())
  const first = await enterOn(tx, viewer, entering, asked)
  // Whether it is open is left as the viewer has it: who sets a forum up says so there. What is not
  // founded yet has no row.
  const forum = { ...viewer.forum, ...first.head }
  // Order comes from the index; a clock that was set back must not make the record run backwards.
  const now = new Date(Math.max(wholeSeconds(clock()).getTime(), first.last?.getTime() ?? 0))
  const today = dayIn(forum.timeZone, now)
  // While one waited for the lock the day may have ended, and with it a mandate.
  const { prior, held } = today === asked ? first : await enterOn(tx, viewer, entering, today)
  return { prior, now, today, forum, held }
}

async function enterOn(
  tx: Writer,
  { forum, person }: Viewer,
  { actorId, key, as }: Entering,
  day: string,
): Promise<Held> {
  type Row = {
    last: Date | null
    index: number | null
    digest: Uint8Array | null
    result: unknown
    held: HeldSeat | null
    head: HeadNow | null
  }
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT last, index, digest, result, held, head
    FROM enter_forum(${forum.id}::uuid, ${actorId}, ${key}, ${person}::uuid, ${as}::uuid, ${day}::date)`
  if (!row) throw new Error('enter_forum gave no row')
  const result = (row.result ?? {}) as Record<string, string | number>
  const prior: Prior | null =
    row.digest && row.index !== null
      ? { digest: row.digest, outcome: { is: 'done', index: row.index, result } }
      : null
  return { prior, last: row.last, held: row.held, head: row.head }
}

function seatIn(input: unknown): string | null {
  const seat = (input as { as?: unknown } | null)?.as
  return typeof seat === 'string' ? seat : null
}

function actorAtThisMoment(viewer: Viewer, held: HeldSeat | null): Actor {
  if (viewer.office) return { kind: 'office', office: viewer.office }
  return held ? { kind: 'seat', ...held } : { kind: 'public' }
}

/**
 * What a command decides is written for a seat, or for an office: no other comes that far, should its
 * `standing` have forgotten one.
 */
function mayActBy({ by }: { by: Command['by'] }, actor: Actor): Standing {
  return by === 'either' || by === actor.kind ? ok : refuse('errors.notInThisCapacity')
}

/** Nobody acts in a record of the past, and nobody but the operator before a forum is opened. */
export function forumAllows(forum: ForumHead, actor: Actor) {
  if (actor.kind !== 'seat') return true
  if (forum.kind === 'record') return refuse('bodies.recordOnly')
  return forum.openedAt ? true : refuse('bodies.notOpenYet')
}

/** A log that was closed takes nothing in, whoever asks. An act hears it from the trigger on the log; a button asks here. */
export async function logAllows(db: Reader, forum: ForumHead): Promise<Standing> {
  return (await db.logFreeze.count({ where: { forumId: forum.id } })) > 0 ? refuse('keeping.frozen') : ok
}

function refusalIn(standing: unknown): Refusal | null {
  return isRefusal(standing) ? standing : null
}

function stampOf(actor: Actor, now: Date, key: string): Stamp {
  return { recordedAt: toInstant(now), ...namedInStamp(actor), key }
}

function namedInStamp(actor: Actor): Pick<Stamp, 'seat' | 'mandate' | 'office'> {
  switch (actor.kind) {
    case 'seat':
      return { seat: actor.seat, mandate: actor.mandate }
    case 'office':
      return { office: actor.office }
    case 'public':
      return {}
  }
}

/**
 * A fact that gives no day of its own is of the day of its act; what the operator's office takes over is of
 * no day that anybody knows.
 */
export function undatedIn({ office }: Pick<Stamp, 'office'>, today: string): string {
  return office === 'operator' ? '-infinity' : today
}

/** Each fact tells the rows that it writes on which day it happened: by it their past is read (migration `past`). */
export async function applyAll(
  tx: Writer,
  facts: Fact[],
  entry: EntryContext,
  undated: string,
): Promise<void> {
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
