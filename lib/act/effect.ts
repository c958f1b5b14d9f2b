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
  meeting: string | null
  content: { conditions?: unknown; reviewOn?: string | null; reasonClass?: string | null }
  draw: Draw
}

export type EffectKind<S extends z.ZodObject> = {
  kind: string
  schema: S
  /** Is it (still) legal? Asked when it is proposed and again when the proposal closes. */
  stillLegal: (db: Reader, effect: z.output<S>) => Promise<Standing>
  /** What stands at present: decides nothing, and lets `facts` stay pure. */
  before: (db: Reader, effect: z.output<S>) => Promise<unknown>
  facts: (effect: z.output<S>, context: EffectContext, before: never) => Fact[]
}

/** The ruling on an effect at this moment: legal or not, and what it would change. */
export type Ruling = { legal: Standing; facts: (context: EffectContext) => Fact[] }

export type Effects = { parse(effect: unknown): Effect | null; ruling(db: Reader, effect: unknown): Promise<Ruling> }

/** Registry of what a decision can bring about (settled order: bodies < proposals < commitments < meetings). */
export function effectsOf(kinds: EffectKind<z.ZodObject>[]): Effects {
  const find = (effect: unknown) => kinds.find((one) => one.kind === (effect as { kind?: unknown } | null)?.kind)
  return {
    parse(effect) {
      const parsed = find(effect)?.schema.safeParse(effect)
      return parsed?.success ? (parsed.data as Effect) : null
    },
    async ruling(db, effect) {
      const kind = find(effect)
      const parsed = kind?.schema.safeParse(effect)
      if (!kind || !parsed?.success) return { legal: refuse('proposals.unknownEffect'), facts: () => [] }
      const legal = await kind.stillLegal(db, parsed.data)
      const before = await kind.before(db, parsed.data)
      return { legal, facts: (context) => kind.facts(parsed.data, context, before as never) }
    },
  }
}

export function effectKind<S extends z.ZodObject, B>(
  kind: Omit<EffectKind<S>, 'before' | 'facts'> & {
    before: (db: Reader, effect: z.output<S>) => Promise<B>
    facts: (effect: z.output<S>, context: EffectContext, before: B) => Fact[]
  },
): EffectKind<z.ZodObject> {
  return kind as unknown as EffectKind<z.ZodObject>
}
