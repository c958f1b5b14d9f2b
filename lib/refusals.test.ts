import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const source = globSync('{lib,app/_request}/**/*.ts', { cwd: root })
  .filter((path) => !path.includes('generated') && !path.endsWith('.test.ts'))
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n')

const refused = [...source.matchAll(/refuse\(\s*'([a-z]+\.\w+)'/gi)].map((match) => match[1] ?? '')
const errors = [...source.matchAll(/'(errors\.\w+)'/g)].map((match) => match[1] ?? '')
const needed = [...source.matchAll(/says: '([a-z]+\.\w+)'/gi)].map((match) => match[1] ?? '')
const guarded = [
  ...(/guarded[^{]*\{([^}]*)\}/.exec(source)?.[1] ?? '').matchAll(/'([a-z]+\.\w+)'/gi),
].map((match) => match[1] ?? '')
const keys = [...new Set([...refused, ...errors, ...needed, ...guarded])].toSorted()

function sentence(locale: string, key: string): unknown {
  const isWhole = /^(?:errors|consequences)\./.test(key)
  const [namespace = '', ...rest] = (isWhole ? key : `refusals.${key}`).split('.')
  const messages = (
    JSON.parse(readFileSync(join(root, `messages/${locale}.json`), 'utf8')) as Record<string, unknown>
  )[namespace]
  return rest.reduce(
    (found: unknown, segment) => (found as Record<string, unknown> | undefined)?.[segment],
    messages,
  )
}

test.each(['es', 'en'])(
  'every refusal, every error and every consequence is a sentence in %s',
  (locale) => {
    expect(keys.length).toBeGreaterThan(60)
    expect(keys.filter((key) => typeof sentence(locale, key) !== 'string')).toEqual([])
  },
)
