import { readFileSync } from 'node:fs'

type Words = { [name: string]: string | Words }

/** What a page would say of a message key, in the terminal's language: `errors.badEmail`, or a refusal such as `bodies.slugTaken`. */
export const sentenceOf = (key: string, params: Record<string, string | number> = {}): string => {
  const words = JSON.parse(
    readFileSync(new URL('../messages/en.json', import.meta.url), 'utf8'),
  ) as Words
  const path = key.startsWith('errors.') ? key.split('.') : ['refusals', ...key.split('.')]
  const found = path.reduce<string | Words | undefined>(
    (here, name) => (typeof here === 'object' ? here[name] : undefined),
    words,
  )
  const sentence = typeof found === 'string' ? found : key
  return sentence.replace(/\{(\w+)[^}]*\}/g, (whole, one: string) => String(params[one] ?? whole))
}

/**
 * Which acts of a log: those that come after its first `from` acts, as far as its first `to`. Acts are numbered from 0, so the last of them
 * bears a number that is one less than how many there are.
 */
export const actsSaid = (from: number, to: number): string => {
  const count = to - from
  if (count <= 0) return `no acts; the log has ${to}`
  return count === 1 ? `1 act, number ${from}` : `${count} acts, numbers ${from} to ${to - 1}`
}
