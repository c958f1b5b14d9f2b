/** Sentences with names in braces: no more than what a page without a framework needs. */
export type Words = Record<string, string>

export function sayer(words: Words) {
  return (key: string, told: Record<string, string | number> = {}): string =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in told ? String(told[name]) : whole,
    )
}

export type Say = ReturnType<typeof sayer>
