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
 * open: prose and large content; a salted commitment in the entry, the value beside it, shown with its act.
 * personal: the same, and never shown to the public with the log.
 */
export type Seal = 'open' | 'personal'

type Definition<S extends z.ZodObject> = {
  fields: S
  sealed?: { [F in keyof z.output<S> & string]?: Seal }
  about: (fields: z.output<S>) => About
  apply: (tx: Writer, fields: z.output<S>, entry: EntryContext) => Promise<unknown>
}

export type AnyFactKind = {
  kind: string
  fields: z.ZodObject
  sealed: Record<string, Seal | undefined>
  about: (fields: never) => About
  apply: (tx: Writer, fields: never, entry: EntryContext) => Promise<unknown>
}

/** Something that happened, ready to be recorded. */
export type Fact = { of: AnyFactKind; fields: Record<string, unknown> }

export type FactKind<S extends z.ZodObject> = AnyFactKind & { (fields: z.input<S>): Fact }

/**
 * Declares a kind of fact. Its name carries its version (`proposals.position-taken/1`): a kind is added to, never edited. Without
 * `apply` it does not compile, and `apply` is the only code that writes those rows.
 */
export function factKind<S extends z.ZodObject>(
  kind: string,
  { fields, sealed = {}, about, apply }: Definition<S>,
): FactKind<S> {
  const parts = { kind, fields, sealed, about, apply } as AnyFactKind
  const state = (given: z.input<S>): Fact => ({
    of: made,
    fields: fields.parse(given) as Record<string, unknown>,
  })
  const made = Object.assign(state, parts) as FactKind<S>
  return made
}
