import type { z } from 'zod'
import type { Reader } from '../db/client.ts'
import type { Draw } from '../log/append.ts'
import type { Fact } from '../log/fact.ts'
import { refuse } from './refusal.ts'
import type { Standing } from './refusal.ts'

/** What a proposal asks for. Stored with it, and understood by the capability that owns its kind alone. */
export type Effect = { kind: string } & Record<string, unknown>

export type EffectContext = {
  decision: string
  proposal: string
  body: string
  decidedOn: string
  /** the first day on which it holds: that of the decision, or a later one that was decided on with it */
  inForceOn: string
  meeting: string | null
  content: { conditions?: unknown; reviewOn?: string | null; reasonClass?: string | null }
  draw: Draw
}

export type EffectKind<S extends z.ZodObject> = {
  kind: string
  schema: S
  /** From which day on it is to hold, where it names one: a later day than that of its adoption is waited for (decision 077). */
  inForceOn?: (effect: z.output<S>) => string
  /** What stands at present in this forum. It is read once, so that the two below stay pure. */
  present: (db: Reader, effect: z.output<S>, forum: string) => Promise<unknown>
  /** Is it (still) legal? Asked when the proposal closes, and once more on the day from which it is to hold. */
  stillLegal: (effect: z.output<S>, present: never) => Standing
  facts: (effect: z.output<S>, context: EffectContext, present: never) => Fact[]
}

/** The ruling on an effect at this moment: legal or not, from which day on, and what it would change. */
export type Ruling = {
  legal: Standing
  /** null: it names no day, and holds from that of the decision */
  inForceOn: string | null
  facts: (context: EffectContext) => Fact[]
}

export type Effects = {
  parse(effect: unknown): Effect | null
  ruling(db: Reader, effect: unknown, forum: string): Promise<Ruling>
}

/** Registry of what a decision can bring about (testing/architecture has the order). */
export function effectsOf(kinds: EffectKind<z.ZodObject>[]): Effects {
  const find = (effect: unknown) =>
    kinds.find((kind) => kind.kind === (effect as { kind?: unknown } | null)?.kind)
  return {
    parse(effect) {
      const parsed = find(effect)?.schema.safeParse(effect)
      return parsed?.success ? (parsed.data as Effect) : null
    },
    async ruling(db, effect, forum) {
      const kind = find(effect)
      const parsed = kind?.schema.safeParse(effect)
      if (!kind || !parsed?.success)
        return { legal: refuse('proposals.unknownEffect'), inForceOn: null, facts: () => [] }
      const present = (await kind.present(db, parsed.data, forum)) as never
      return {
        legal: kind.stillLegal(parsed.data, present),
        inForceOn: kind.inForceOn?.(parsed.data) ?? null,
        facts: (context) => kind.facts(parsed.data, context, present),
      }
    },
  }
}

export function effectKind<S extends z.ZodObject, P>(
  kind: Pick<EffectKind<S>, 'kind' | 'schema'> & {
    inForceOn?: (effect: z.output<S>) => string
    present: (db: Reader, effect: z.output<S>, forum: string) => Promise<P>
    stillLegal: (effect: z.output<S>, present: P) => Standing
    facts: (effect: z.output<S>, context: EffectContext, present: P) => Fact[]
  },
): EffectKind<z.ZodObject> {
  return kind as unknown as EffectKind<z.ZodObject>
}
