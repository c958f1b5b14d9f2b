import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readSettings } from '../lib/settings.ts'
import { documentedIn, documents } from './documents.ts'

const read = (file: string) => readFileSync(file, 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'documents-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Whatever `readSettings` asks the environment for. */
const settings = (() => {
  const asked = new Set<string>()
  const bucket = {
    FILES_S3_URL: 'https://s3.example.org/mesa',
    FILES_S3_KEY_ID: 'id',
    FILES_S3_SECRET: 'secret',
  }
  readSettings(
    new Proxy<Record<string, string | undefined>>(bucket, {
      get: (given, name: string) => {
        asked.add(name)
        return given[name]
      },
    }),
  )
  return asked
})()

type Service = {
  environment: Record<string, string>
  build?: string
  image?: string
  ports?: string[]
  volumes: string[]
}
const compose = parse(read('compose.yaml')) as {
  services: { mesa: Service; database: Service }
  volumes: Record<string, null>
}
const { mesa, database } = compose.services

/** `${NAME:?what to do}` and `${NAME:-otherwise}`, as compose puts them in. */
const filledIn = (text: string) =>
  [...text.matchAll(/\$\{([A-Z][A-Z0-9_]*)(:?[?-])?/g)].map(([, name = '', how = '']) => ({
    name,
    wanted: how.endsWith('?'),
  }))
const variables = filledIn(read('compose.yaml').replace(/^\s*#.*/gm, ''))
const wanted = new Set(variables.filter((variable) => variable.wanted).map(({ name }) => name))
const passwords = [
  'POSTGRES_PASSWORD',
  'MESA_OWNER_PASSWORD',
  'MESA_APP_PASSWORD',
  'MESA_READER_PASSWORD',
]

const example = new Set(
  [...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name),
)
const namesIn = (text: string) =>
  new Set(
    [...text.matchAll(/`([A-Z][A-Z0-9_]+\*?)(?:[=/][^`]*)?`/g)]
      .map(([, name = '']) => name)
      .flatMap((name) =>
        name.endsWith('*')
          ? [...settings].filter((setting) => setting.startsWith(name.slice(0, -1)))
          : [name],
      ),
  )
const table = namesIn(
  [...read('README.md').matchAll(/^\| (`[A-Z].*?) \|/gm)].map(([, cell]) => cell).join('\n'),
)
const operations = new Set([
  ...namesIn(read('docs/operations.md')),
  ...documentedIn('docs/operations.md').flatMap(({ text }) =>
    [...text.matchAll(/\b([A-Z]+(?:_[A-Z]+)+)\b/g)].map(([, name = '']) => name),
  ),
])
const roles = new Set(
  [...read('docker/roles.sh').matchAll(/\$([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name),
)
const image = new Set(
  [...read('Dockerfile').matchAll(/^ENV (.*)$/gm)].flatMap(([, line = '']) =>
    [...line.matchAll(/([A-Z_]+)=/g)].map(([, name = '']) => name),
  ),
)

const without = (all: Iterable<string>, some: Iterable<string>) =>
  [...new Set(all)].filter((name) => !new Set(some).has(name)).toSorted()

describe('a setting is named alike wherever it is named', () => {
  // Who chooses it, where it is not the operator.
  const byTheCommand = ['MESA_MODE']
  const byTheImage = ['DATA_DIR', 'KEYS_DIR', 'FILES_DIR', 'PORT', 'HOST']
  const fromPasswords = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_READER_URL']

  test('lib/settings.ts and .env.example', () => {
    expect(settings.size).toBeGreaterThan(15)
    expect(without(settings, example)).toEqual(byTheCommand)
    expect(without(example, settings)).toEqual(passwords.toSorted())
  })

  test('lib/settings.ts and the table of README.md', () => {
    expect(without(settings, table)).toEqual([])
    expect(without(table, settings)).toEqual([])
  })

  test('lib/settings.ts and docs/operations.md', () => {
    expect(without(settings, operations)).toEqual(byTheCommand)
    // What else is written in capitals there is what compose.yaml asks for.
    expect(without(operations, [...settings, ...passwords])).toEqual([])
    expect(without(passwords, operations)).toEqual([])
  })

  test('lib/settings.ts and compose.yaml, which hands on only what it names', () => {
    expect(without(Object.keys(mesa.environment), settings)).toEqual([])
    expect(without(settings, Object.keys(mesa.environment))).toEqual(
      [...byTheCommand, ...byTheImage].toSorted(),
    )
    for (const name of without(Object.keys(mesa.environment), [...fromPasswords, 'ARCHIVE_DIR'])) {
      expect(filledIn(mesa.environment[name] ?? '').map((one) => one.name)).toEqual([name])
    }
    expect(without(image, [...settings, 'NODE_ENV'])).toEqual([])
  })

  test('compose.yaml and .env.example', () => {
    const names = variables.map(({ name }) => name)
    expect(without(names, example)).toEqual([])
    expect(without(example, names)).toEqual([...byTheImage, ...fromPasswords, 'ARCHIVE_DIR'].toSorted())
  })

  test('compose.yaml and docker/roles.sh', () => {
    expect(without(roles, Object.keys(database.environment))).toEqual([])
    expect(without(Object.keys(database.environment), roles)).toEqual(['POSTGRES_PASSWORD'])
    const volumes = [...mesa.volumes, ...database.volumes].map((one) => one.split(':')[0] ?? '')
    expect(
      without(
        volumes.filter((volume) => !volume.startsWith('.')),
        Object.keys(compose.volumes),
      ),
    ).toEqual([])
  })
})

const blocks = documents.flatMap(documentedIn).filter(({ language }) => language !== 'inline')
const blockOf = (document: string, heading: string, language: string) =>
  blocks.find(
    (block) => block.document === document && block.heading === heading && block.language === language,
  )?.text ?? ''

test('the file .env that the documents write for compose.yaml has all that it demands, and nothing that it ignores', () => {
  const [written = ''] = blockOf('docs/operations.md', 'With Docker', 'sh').split(/^docker compose/m)
  expect(spawnSync('bash', ['-e', '-c', written], { cwd: folder, encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  })
  const env = parseEnv(read(join(folder, '.env')))
  expect(without(wanted, Object.keys(env))).toEqual([])
  expect(
    without(
      Object.keys(env),
      variables.map(({ name }) => name),
    ),
  ).toEqual([])
  for (const name of wanted) expect(env[name]).toMatch(/^[0-9a-f]{64}$/)
  // And as many as the two texts say.
  expect(wanted.size).toBe(5)
  for (const text of [read('docs/operations.md'), read('compose.yaml')])
    expect(text).toMatch(/Write five secrets into a file `?\.env/)
  expect(
    [...wanted].filter((name) => !read('compose.yaml').split('services:')[0]?.includes(name)),
  ).toEqual([])
})

test('the roles of the container are those of the documents', () => {
  const [, script = ''] = /<<'SQL'\n([^]*?)^SQL$/m.exec(read('docker/roles.sh')) ?? []
  const plain = (sql: string) => sql.replace(/PASSWORD (?::?'[^']*')/g, 'PASSWORD …').trim()
  expect(plain(script)).toBe(plain(blockOf('docs/operations.md', 'Without Docker', 'sql')))
})

test('the unit of systemd starts what is there, as its documents say, and systemd can read it', () => {
  const unit = read('docs/mesa-abierta.service')
  const [folderOfIt = '', command = ''] = ['WorkingDirectory', 'ExecStart'].map(
    (name) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '',
  )
  const [node = '', script = ''] = command.split(' ')
  // Packages for this machine are linked there by npm ci; the file of a Node of its own need not be on every one.
  expect(node).toBe(`${folderOfIt}/node_modules/.bin/node`)
  expect(read('package.json')).toContain(`"serve": "node ${script}"`)
  expect(existsSync(script)).toBe(true)
  const here = join(folder, 'mesa-abierta.service')
  const filledInHere = unit.replaceAll(`${folderOfIt}/node_modules/.bin/node`, process.execPath)
  writeFileSync(
    here,
    filledInHere.replaceAll(folderOfIt, process.cwd()).replace(/^User=.*$/m, 'User=root'),
  )
  const verified = spawnSync('systemd-analyze', ['verify', '--man=no', here], { encoding: 'utf8' })
  // Where there is no systemd, there is nobody to ask.
  if (verified.error === undefined)
    expect(verified.stderr.split('\n').filter((line) => line.includes('mesa-abierta.service'))).toEqual(
      [],
    )
})

test('each block of the shell can be read by it, and each npm script is there', () => {
  const shell = blocks.filter(({ language }) => ['sh', 'bash', ''].includes(language))
  expect(shell.length).toBeGreaterThan(5)
  for (const { text } of shell)
    expect(spawnSync('bash', ['-n', '-c', text], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    })
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const called = ['CONTRIBUTING.md', ...documents]
    .flatMap(documentedIn)
    .flatMap(({ text }) => [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name))
  expect(called.length).toBeGreaterThan(20)
  expect(without(called, Object.keys(scripts))).toEqual([])
})
