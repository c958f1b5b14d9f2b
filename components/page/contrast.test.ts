import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../../app/styles/tokens.css'), 'utf8')

function tokensIn(block: string): Record<string, string> {
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{3,6});/g)].map((found) => [
      found[1] ?? '',
      found[2] ?? '',
    ]),
  )
}

const light = tokensIn(/:root \{([^}]*)\}/.exec(css)?.[1] ?? '')
const dark = {
  ...light,
  ...tokensIn(/prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}/.exec(css)?.[1] ?? ''),
}

function channels(hex: string): number[] {
  const long = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1)
  return [0, 2, 4].map((at) => parseInt(long.slice(at, at + 2), 16) / 255)
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = channels(hex).map((one) =>
    one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** What is read, on what it stands: 4.5 (1.4.3); what only marks an edge or a shape: 3 (1.4.11). */
const grounds = ['paper', 'sheet', 'wash']
const read = [
  'ink',
  'soft',
  'accent',
  'civil',
  'oversight',
  'executive',
  'academia',
  'other',
  'good',
  'warn',
  'bad',
]
const seen = ['edge']
const pairs = [
  ...read.flatMap((text) => grounds.map((ground) => [text, ground, 4.5] as const)),
  ...seen.flatMap((mark) => grounds.map((ground) => [mark, ground, 3] as const)),
  ['on-accent', 'accent', 4.5] as const,
  ['paper', 'bad', 4.5] as const,
]

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('in the %s', (_scheme, tokens) => {
  it.each(pairs)('%s stands out from %s by %d', (text, ground, least) => {
    expect(contrast(tokens[text] ?? '#000', tokens[ground] ?? '#000')).toBeGreaterThanOrEqual(least)
  })
})

describe('contrast', () => {
  it('is 21 between black and white, and 1 between a colour and itself', () => {
    expect(contrast('#000', '#fff')).toBeCloseTo(21)
    expect(contrast('#8c1c3b', '#8c1c3b')).toBe(1)
  })
})
