import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commands } from '../lib/commands.ts'
import { factKinds } from '../lib/facts.ts'
import { sentenceKey } from '../lib/history/rules.ts'

// Each place that a new fact and a new command must be told of: whoever adds one reads here, at once, where
// it is missing (CONTRIBUTING.md).

const textsOf = (...patterns: string[]) =>
  patterns.flatMap((pattern) => globSync(pattern).map((file) => readFileSync(file, 'utf8'))).join('\n')
const messages = Object.fromEntries(
  ['es', 'en'].map((lang) => [
    lang,
    JSON.parse(readFileSync(`messages/${lang}.json`, 'utf8')) as object,
  ]),
)
const wording = (lang: string, key: string) =>
  key
    .split('.')
    .reduce<unknown>(
      (node, part) => (node as Record<string, unknown> | undefined)?.[part],
      messages[lang],
    )

type Declared = { name: string; is: string; by: string }
const declaredIn = (pattern: string, declaration: RegExp): Declared[] =>
  [...textsOf(pattern).matchAll(declaration)].map(({ groups }) => ({
    name: groups?.name ?? '',
    is: groups?.is ?? '',
    by: groups?.by ?? '',
  }))
const names = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text)

/** The places in which a thing is not, by the thing. */
function missing(things: Declared[], places: Record<string, (thing: Declared) => boolean>) {
  return Object.fromEntries(
    things.flatMap((thing) => {
      const lacking = Object.entries(places).filter(([, isThere]) => !isThere(thing))
      return lacking.length > 0 ? [[thing.is, lacking.map(([place]) => place)]] : []
    }),
  )
}

describe('a fact', () => {
  const facts = declaredIn('lib/**/facts.ts', /export const (?<name>\w+) = factKind\('(?<is>[^']+)'/g)
  const kinds = new Set(factKinds.map(({ kind }) => kind))
  /** Another version of it is what is recorded now; this one is read, for ever. */
  const isOfBefore = ({ is }: Declared) => {
    const [name, version] = is.split('/')
    return kinds.has(`${name}/${Number(version) + 1}`)
  }
  const golden = textsOf('lib/**/facts.test.ts')
  const deciding = textsOf('lib/**/{commands,effects,rules,append,act}.ts')

  /** What another place decides, or nobody any more. */
  const decidedElsewhere: Record<string, string> = {
    'bodies.appointed-for-sector/1': 'is replayed alone (decision 080)',
    'bodies.mandate-began/2': 'stands beside /1, and lib/bodies/facts.ts tells which of them it is',
  }

  it('is there to be looked for', () => expect(facts.length).toBeGreaterThan(50))
  it('stands in each place that tells of facts', () => {
    expect(
      missing(facts, {
        'the list at the end of its facts.ts, and lib/facts.ts': ({ is }) => kinds.has(is),
        'messages/es.json, history.sentences': ({ is }) =>
          typeof wording('es', `history.sentences.${sentenceKey(is)}`) === 'string',
        'messages/en.json, history.sentences': ({ is }) =>
          typeof wording('en', `history.sentences.${sentenceKey(is)}`) === 'string',
        'golden bytes in a facts.test.ts': ({ name }) => names(golden, name),
        'a command or an effect that decides it': (fact) =>
          fact.is in decidedElsewhere || names(deciding, fact.name) !== isOfBefore(fact),
      }),
    ).toEqual({})
  })
})

describe('a command', () => {
  const all = declaredIn(
    'lib/**/commands.ts',
    /export const (?<name>\w+) = (?<by>seatCommand|officeCommand|command)\(\{\s*name: '(?<is>[^']+)'/g,
  )
  const known = new Set(commands.map(({ name }) => name))
  const pages = textsOf('app/**/*.{ts,tsx}')
  const tests = textsOf('lib/**/*.test.ts', 'testing/**/*.test.ts', 'prisma/**/*.ts')
  const permissions = readFileSync('docs/permissions.md', 'utf8')
  const callers = textsOf(
    'lib/mesa.ts',
    'lib/minutes/*.ts',
    'lib/foundings/*.ts',
    'scripts/**/*.ts',
    'prisma/**/*.ts',
  )
  const isOfOffices = ({ by }: Declared) => by === 'officeCommand'

  it('is there to be looked for', () => expect(all.length).toBeGreaterThan(50))
  it('stands in each place that tells of commands', () => {
    expect(
      missing(all, {
        'the list at the end of its commands.ts, and lib/commands.ts': ({ is }) => known.has(is),
        'docs/permissions.md (npm run docs:permissions)': ({ is }) =>
          permissions.includes(`\`${is.split('.')[1] ?? ''}\``),
        'a test, or the demonstration': ({ name }) => names(tests, name),
        'a page with a form, or for an office: whoever calls it': (thing) =>
          names(isOfOffices(thing) ? callers : pages, thing.name),
        'messages/es.json, done': (thing) =>
          isOfOffices(thing) || typeof wording('es', `done.${thing.is}`) === 'string',
        'messages/en.json, done': (thing) =>
          isOfOffices(thing) || typeof wording('en', `done.${thing.is}`) === 'string',
      }),
    ).toEqual({})
  })
})
