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
  /** What stands at present. It is read once, so that the two below stay pure. */
  present: (db: Reader, effect: z.output<S>) => Promise<unknown>
  /** Is it (still) legal? Asked when the proposal closes. */
  stillLegal: (effect: z.output<S>, present: never) => Standing
  facts: (effect: z.output<S>, context: EffectContext, present: never) => Fact[]
}

/** The ruling on an effect at this moment: legal or not, and what it would change. */
export type Ruling = { legal: Standing; facts: (context: EffectContext) => Fact[] }

export type Effects = {
  parse(effect: unknown): Effect | null
  ruling(db: Reader, effect: unknown): Promise<Ruling>
}

/** Registry of what a decision can bring about (lib/architecture.test.ts has the order). */
export function effectsOf(kinds: EffectKind<z.ZodObject>[]): Effects {
  const find = (effect: unknown) =>
    kinds.find((kind) => kind.kind === (effect as { kind?: unknown } | null)?.kind)
  return {
    parse(effect) {
      const parsed = find(effect)?.schema.safeParse(effect)
      return parsed?.success ? (parsed.data as Effect) : null
    },
    async ruling(db, effect) {
      const kind = find(effect)
      const parsed = kind?.schema.safeParse(effect)
      if (!kind || !parsed?.success) return { legal: refuse('proposals.unknownEffect'), facts: () => [] }
      const present = (await kind.present(db, parsed.data)) as never
      return {
        legal: kind.stillLegal(parsed.data, present),
        facts: (context) => kind.facts(parsed.data, context, present),
      }
    },
  }
}

export function effectKind<S extends z.ZodObject, P>(
  kind: Pick<EffectKind<S>, 'kind' | 'schema'> & {
    present: (db: Reader, effect: z.output<S>) => Promise<P>
    stillLegal: (effect: z.output<S>, present: P) => Standing
    facts: (effect: z.output<S>, context: EffectContext, present: P) => Fact[]
  },
): EffectKind<z.ZodObject> {
  return kind as unknown as EffectKind<z.ZodObject>
}
