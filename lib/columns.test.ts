import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { useDatabase } from '../testing/use-database.ts'
import { columns } from './columns.ts'
import { openDatabase } from './db/client.ts'

const root = resolve(import.meta.dirname, '..')
const seeded = await useDatabase({ seeded: true })
const database = openDatabase(seeded.appUrl)
afterAll(() => database.$disconnect())

/** All columns of JSON, as the schema has them. */
const json = readdirSync(join(root, 'prisma/schema')).flatMap((file) =>
  [
    ...readFileSync(join(root, 'prisma/schema', file), 'utf8').matchAll(/^model (\w+) \{([^}]*)\}/gm),
  ].flatMap(([, model = '', body = '']) =>
    [...body.matchAll(/^ {2}(\w+) +Json\b/gm)].map(
      ([, column]) => `${model.charAt(0).toLowerCase()}${model.slice(1)}.${column}`,
    ),
  ),
)

it('each column of JSON has the schema of what writes it', () => {
  const known = Object.entries(columns).flatMap(([model, of]) =>
    Object.keys(of).map((column) => `${model}.${column}`),
  )
  // Prisma reads it nowhere: `enter_forum` gives it to the act that comes again.
  expect(json.filter((one) => !known.includes(one))).toEqual(['actKey.result'])
})

it('every row of the demonstration is what its columns say', async () => {
  const faults: string[] = []
  const seen = new Set<string>()
  for (const [model, schemas] of Object.entries(columns)) {
    const table = database[model as 'meeting']
    for (const row of (await table.findMany()) as Record<string, unknown>[])
      for (const [column, schema] of Object.entries(schemas)) {
        seen.add(model)
        const parsed = schema.safeParse(row[column])
        if (!parsed.success) faults.push(`${model}.${column}: ${parsed.error.message}`)
        // Nothing is parsed when a row is read, so nothing may come of parsing that does not stand there.
        else expect(parsed.data, `${model}.${column}`).toEqual(row[column])
      }
  }
  expect(faults).toEqual([])
  // Of these it has none, and the tests of their capabilities alone write some.
  expect(Object.keys(columns).filter((model) => !seen.has(model))).toEqual([
    'suspensionAnswer',
    'returnCondition',
    'returnConditionWord',
    'descent',
    'commitmentChange',
    'planOutcome',
    'draftComment',
    'meetingTemplate',
    'meetingSeries',
    'seriesException',
    'meetingMove',
    'itemCorrection',
    'guest',
    'document',
    'logFreeze',
    'takenOver',
    'takenWord',
    'handoverNote',
    'founding',
    'foundingVoice',
    'restoration',
    'confirmationRequest',
    'confirmationRefusal',
  ])
})

it('nobody says of a column of JSON what it holds: its row does', () => {
  // What a source says of a field may be anything.
  const known = json.filter((one) => one !== 'sourcedStatement.value')
  const names = [...new Set(known.map((one) => one.split('.')[1]))].join('|')
  const said = new RegExp(
    `\\.(?:${names}) as (?!object|never)|\\b(?:${names}) as (?:unknown as )?(?:Localised|Prose|Source|SourcedText)\\b`,
  )
  const files = ['lib', 'app', 'components', 'server'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|generated\//.test(name))
      .map((name) => join(folder, name)),
  )
  const wrong = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line) => (said.test(line) ? [`${file}: ${line.trim()}`] : [])),
  )
  expect(wrong).toEqual([])
})
