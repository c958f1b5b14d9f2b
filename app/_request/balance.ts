import type { Balance } from '@/lib/brief/balance-seen.ts'
import { toldIn } from '@/lib/brief/said.ts'
import type { BriefWords } from '@/lib/brief/said.ts'

/** A warning in words: figures, and nobody's fault. On the page of the balance, and in the item that it proposes. */
export function warningSaid(
  words: BriefWords,
  { is, name, by: _by, ...figures }: Balance['warnings'][number],
): string {
  return words.say(`brief.balance.${is}`, { ...figures, of: String(toldIn(words, { name })) })
}
