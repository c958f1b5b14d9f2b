import type { z } from 'zod'
import type { Reader } from '../db/client.ts'
import type { Draw } from '../log/append.ts'
import type { Consequence, Fact } from '../log/fact.ts'
import type { Effects } from './effect.ts'
import type { Gravity } from './gravity.ts'
import type { Refusal, Standing } from './refusal.ts'
import type { Actor, ForumHead } from './viewer.ts'

/** Who acts by a command: somebody in a seat, an office, or either of them. */
type Doer = {
  seat: Extract<Actor, { kind: 'seat' }>
  office: Extract<Actor, { kind: 'office' }>
  either: Actor
}
export type SeatActor = Doer['seat']

/** What surrounds an act: the forum, its clock, and what adopted proposals can bring about. */
export type Circumstances = { forum: ForumHead; now: Date; today: string; effects: Effects }

/** What a command decides: facts, and for the caller the ids of what came to be. */
export type Decided = { facts: Fact[]; result?: Record<string, string | number> }

type Parts<By extends keyof Doer, I extends z.ZodType, S> = {
  /** capability and verb: `proposals.take-position` */
  name: string
  input: I
  /** What the command is about, read inside the act's transaction; null where there is no such thing in this forum. */
  subject: (db: Reader, input: z.output<I>, circumstances: Circumstances) => Promise<S | null>
  /**
   * The subjects of several inputs at once, each as `subject` would find it: for a page that asks of
   * many things whether they may be done.
   */
  subjects?: (db: Reader, inputs: z.output<I>[], circumstances: Circumstances) => Promise<(S | null)[]>
  /** How much it weighs: what its form asks of whoever acts follows from this (lib/act/gravity.ts). */
  gravity: Gravity
  /** May you, as whom, and if not, why not. It never sees the input: the button asks it too. */
  standing: (actor: Actor, subject: S, circumstances: Circumstances) => Standing
  /** Is what you sent still about this? One refusal, or one for each field that wants mending. */
  check?: (
    subject: S,
    input: z.output<I>,
    circumstances: Circumstances,
    actor: Doer[By],
  ) => Standing | Refusal[]
  /** Pure: no database, no clock, no randomness but `draw`. */
  decide: (
    given: { as: Doer[By]; subject: S; input: z.output<I>; draw: Draw } & Circumstances,
  ) => Decided | Fact[]
  /** What it brings about, beyond what its facts say of themselves (`consequence`): said before it is recorded. */
  brings?: (given: { subject: S; facts: Fact[] } & Circumstances) => Consequence[]
  /** Whether the act is not yet public, and enters the log as a seal over its whole body. */
  held?: (subject: S, circumstances: Circumstances, facts: Fact[]) => boolean
}

export type Command<I extends z.ZodType = z.ZodType, S = unknown> = Parts<'either', I, S> & {
  by: keyof Doer
}

/** Any command, for lists of them: input and subject are its own affair. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of all commands admits no other type: parameters are contravariant
export type AnyCommand = Command<any, any>

/**
 * Declares a command of people in seats. Without `standing` and `gravity` it does not compile: silence means no. What it
 * checks and decides is given a seat: the door turns everybody else away, whatever `standing` said
 * (lib/act/act.ts).
 */
export function seatCommand<I extends z.ZodType, S>(parts: Parts<'seat', I, S>): Command<I, S> {
  return { ...parts, by: 'seat' } as Command<I, S>
}

/** The same, of offices: the system's, and the operator's. */
export function officeCommand<I extends z.ZodType, S>(parts: Parts<'office', I, S>): Command<I, S> {
  return { ...parts, by: 'office' } as Command<I, S>
}

/** The same, of either. */
export function command<I extends z.ZodType, S>(parts: Parts<'either', I, S>): Command<I, S> {
  return { ...parts, by: 'either' }
}
