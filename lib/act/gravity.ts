import type { Consequence, Fact } from '../log/fact.ts'
import { digestOf } from './fields.ts'

/**
 * How much an act weighs, declared by its command. What a form asks of whoever acts follows from it, and never the other way round
 * (decision 069):
 *
 * - `routine`: the daily work of a body; the next act of the same kind puts it right.
 * - `public`: read and relied upon by others at once, and answered by another act.
 * - `binding`: somebody's word for a sector or for a body. Its form starts empty, whatever the page knows, so that nothing is said that nobody
 *   said; where what it brings about is final, it is shown once more before it is recorded.
 * - `irreversible`: no later act takes it back. The same, and always shown once more.
 */
export const gravities = ['routine', 'public', 'binding', 'irreversible'] as const
export type Gravity = (typeof gravities)[number]

/** Whether its form starts empty: every choice, day and word in it is the person's own. */
export function startsEmpty(gravity: Gravity): boolean {
  return gravity === 'binding' || gravity === 'irreversible'
}

/** What is shown before an act is recorded, and the mark by which it is known that just this was shown. */
export type SecondLook = { token: string; consequences: Consequence[] }

type Weighed = { name: string; gravity: Gravity }

/** What these facts bring about, each said once, in their order; then what their command says beside. */
export function consequencesOf(facts: Fact[], beside: Consequence[] = []): Consequence[] {
  const said = [...facts.flatMap(({ of, fields }) => of.consequence?.(fields as never) ?? []), ...beside]
  const seen = new Set<string>()
  return said.filter((one) => {
    const key = JSON.stringify([one.says, one.params])
    return seen.size < seen.add(key).size
  })
}

/**
 * What must be looked at once more before this is recorded; null where nothing must. It is made of the facts that would be recorded, so it
 * says neither more nor less than will be done; and its token is of what was sent and of what was said of it, so whoever confirms confirms
 * just that.
 */
export function secondLook(
  { name, gravity }: Weighed,
  input: unknown,
  said: Consequence[],
): SecondLook | null {
  const isFinal = said.some((one) => one.final)
  if (isFinal && !startsEmpty(gravity))
    throw new Error(`${name} is declared ${gravity}, and what it brings about is final: it is binding`)
  if (!isFinal && gravity !== 'irreversible' && !said.some((one) => one.shown)) return null
  const consequences =
    said.length > 0 ? said : [{ says: 'consequences.cannotBeUndone', final: true } as const]
  return lookAt(name, input, consequences)
}

/** The same of what is no act: working paper of which something is lost for good. */
export function lookAt(name: string, input: unknown, consequences: Consequence[]): SecondLook {
  const sent: unknown = JSON.parse(JSON.stringify(input ?? null))
  return { consequences, token: digestOf({ name, input: sent, consequences }) }
}
