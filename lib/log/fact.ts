import type { z } from 'zod'
import type { Writer } from '../db/client.ts'

/** What a fact is about: the columns that the history is read by. `on` is the day it happened, where that is not today. */
export type About = {
  body?: string
  commitment?: string | null
  seat?: string
  sector?: string
  person?: string
  meeting?: string
  proposal?: string
  on?: string
  /** from which day on it is in force, where that is not the day it happened: a month counts from its end; null: the day of the act */
  inForceOn?: string | null
}

/** All that `apply` may know of the act that it belongs to; hence replay gives equal rows. */
export type EntryContext = {
  forum: string
  index: number
  recordedAt: Date
  seat: string | null
  mandate: string | null
}

/**
 * open: prose and large content; a seal in the entry, the value beside it, shown with its act.
 * personal: the same, and never shown to the public with the log.
 */
export type Sealing = 'open' | 'personal'

/** Where a fact is told besides the history: as its commitment's last movement, in its commitment's life, where two days are compared. */
export type Telling = 'movements' | 'life' | 'comparison'

/** What whoever judges signatures of devices learns from a fact (lib/devices/ledger.ts). */
export type Lesson =
  | 'holder'
  | 'witness'
  | 'witness-gone'
  | 'device'
  | 'device-vouched-for'
  | 'device-lost'

/** Something is asked of the reader, something that they reckoned with is otherwise, or it is worth knowing. */
export const noticeKinds = ['asked', 'changed', 'known'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/**
 * Whom a fact is told to without their asking, and why (decision 087). Of several that fit a person the
 * first counts. `to` is found by what the fact is about: who speaks for a sector in its body or, for the
 * whole forum, in the committee, who sits there, everybody who sits in the forum, who holds the seat, or
 * the person themselves.
 */
export type Notice<F> = {
  kind: NoticeKind
  to: 'voices' | 'committee-voices' | 'body' | 'forum' | 'seat' | 'person'
  /** told at once where the reader chose nothing else */
  urgent?: true
  when?: (fields: F) => boolean
  /** what is to be answered, as the desk names it: once it stands there no more, nobody is told or reminded */
  thing?: (fields: F) => string
  /** by when: an instant, or a last day */
  until?: (fields: F) => string | null
}

/** A fact as it stands in the history, beside the others of its act. */
export type Together = { kind: string; fields: Record<string, unknown> }

/**
 * How a fact tells the whole act that it is part of, in one line (decision 096). Of the facts of an act the
 * weightiest speaks: by its own sentence or, where it counts the others, by that of `history.acts`.
 */
export type ActTelling = {
  weight: number
  counts?: (facts: readonly Together[]) => Record<string, number>
  /** it says how the seats of its meeting took part, which earlier acts recorded */
  attended?: true
}

/** How many facts of an act are of a kind, or have a field that says one of these words. */
export function manyOf(
  facts: readonly Together[],
  kind: string,
  field?: string,
  ...values: readonly unknown[]
): number {
  return facts.filter(
    (fact) => fact.kind === kind && (field === undefined || values.includes(fact.fields[field])),
  ).length
}

/** What a fact of a kind means to its readers. It stands beside the kind alone; every list of kinds follows from it (lib/facts.ts). */
export type Meaning = {
  /** It binds whom it names: approving, taking a position, suspending, resuming, giving a seat. A member's own device may sign it. */
  binds: boolean
  toldIn: readonly Telling[]
  /** Which list of messages/ (words) a field's value is found in, where it is a word and not a name. */
  words: Readonly<Record<string, string>>
  /** What its sentence says beyond its fields, found within them: a word to choose by, and lists of sectors. */
  tells: ((fields: never) => Record<string, string | string[]>) | null
  teaches: Lesson | null
  /** null: it never speaks for the acts in which it stands with others */
  act: ActTelling | null
  /** Empty: it tells nobody, who does not come to read it. */
  notices: readonly Notice<never>[]
}

/** What a fact brings about, as a message key: said to whoever is about to act. `final`: no act of the same hands takes it back. */
export type Consequence = {
  says: `consequences.${string}`
  params?: Record<string, string | number>
  final: boolean
  /** shown once more before it is recorded though it is not final: what is long is read whole before others are asked about it */
  shown?: true
}

/** As much of the meaning of kinds as a reader of bare entries needs, on whatever machine: plain data. */
export type Lexicon = {
  binding: readonly string[]
  lessons: Readonly<Record<string, Lesson>>
}

type Definition<S extends z.ZodObject> = Partial<Omit<Meaning, 'words' | 'tells' | 'notices'>> & {
  notices: readonly Notice<z.output<S>>[]
  words?: { readonly [F in keyof z.output<S> & string]?: string }
  tells?: (fields: z.output<S>) => Record<string, string | string[]>
  fields: S
  sealed?: { [F in keyof z.output<S> & string]?: Sealing }
  about: (fields: z.output<S>) => About
  /** what whoever acts must know before, where there is more to it than their own words; null where this one needs no word */
  consequence?: (fields: z.output<S>) => Consequence | null
  apply: (tx: Writer, fields: z.output<S>, entry: EntryContext) => Promise<unknown>
}

export type AnyFactKind = Meaning & {
  kind: string
  fields: z.ZodObject
  sealed: Record<string, Sealing | undefined>
  about: (fields: never) => About
  consequence?: (fields: never) => Consequence | null
  apply: (tx: Writer, fields: never, entry: EntryContext) => Promise<unknown>
}

/** Something that happened, ready to be recorded. */
export type Fact = { of: AnyFactKind; fields: Record<string, unknown> }

export type FactKind<S extends z.ZodObject> = AnyFactKind & { (fields: z.input<S>): Fact }

/** What was decided does not fit into its own fact: a mistake of the program, found before anything is written. */
export class FactUnfit extends Error {
  readonly kind: string
  /** where in the fact, what stands there, and what its schema says to it */
  readonly faults: { path: string; value: unknown; issue: z.core.$ZodIssue }[]
  constructor(kind: string, given: unknown, { issues }: z.ZodError) {
    const faults = issues.map((issue) => ({
      path: issue.path.join('.'),
      value: valueAt(given, issue.path),
      issue,
    }))
    super(
      `${kind} does not take what was decided: ${faults.map(({ path, issue }) => `${path}: ${issue.message}`).join('; ')}`,
    )
    this.kind = kind
    this.faults = faults
  }
}

function valueAt(given: unknown, path: PropertyKey[]): unknown {
  return path.reduce(
    (value: unknown, name) => (value as Record<PropertyKey, unknown> | null | undefined)?.[name],
    given,
  )
}

/**
 * Declares a kind of fact. Its name carries its version (`proposals.position-taken/1`): a kind is added to, never edited. Without
 * `apply` it does not compile, and `apply` is the only code that writes those rows.
 */
export function factKind<S extends z.ZodObject>(
  kind: string,
  {
    sealed = {},
    binds = false,
    toldIn = [],
    words = {},
    tells,
    teaches = null,
    act = null,
    ...given
  }: Definition<S>,
): FactKind<S> {
  const meaning = { binds, toldIn, words, tells: tells ?? null, teaches, act }
  const parts = { kind, sealed, ...meaning, ...given } as AnyFactKind
  const state = (fields: z.input<S>): Fact => {
    const parsed = given.fields.safeParse(fields)
    if (!parsed.success) throw new FactUnfit(kind, fields, parsed.error)
    return { of: made, fields: parsed.data }
  }
  const made = Object.assign(state, parts) as FactKind<S>
  return made
}
