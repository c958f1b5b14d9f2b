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
