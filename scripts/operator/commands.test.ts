/** @module-tag long */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openDatabase } from '../../lib/db/client.ts'
import { publishCheckpoint } from '../../lib/log/publish.ts'
import { openMesa } from '../../lib/mesa.ts'
import { readSettings } from '../../lib/settings.ts'
import { documentedIn } from '../../testing/documents.ts'
import { startCluster } from '../postgres.ts'
import { reachDatabase } from '../ready.ts'

// As an administrator hands it over: the roles of the tests' own server would hide what is missing here.
const folder = mkdtempSync(join(inject('server').dataDir, 'commands-'))
const cluster = await startCluster({ dataDir: join(folder, 'cluster'), throwaway: true })
const { port } = new URL(cluster.url('nobody', '', 'mesa'))
const address = (user: string, name = 'mesa') =>
  `postgresql://${user}:password@127.0.0.1:${port}/${name}`
afterAll(async () => {
  await cluster.stop()
  rmSync(folder, { recursive: true })
})

async function asAdministrator(sql: string) {
  for (const statement of sql.replaceAll('…', 'password').split(/;\s*/).filter(Boolean))
    await cluster.session.query(statement)
}

type Given = Record<string, string>
const foldersOf = (name: string): Given => ({
  DATA_DIR: join(folder, name),
  PUBLIC_URL: 'https://mesa.example.org',
})

const run = (script: string, args: string[], given: Given, input = '') =>
  new Promise<{ code: number | null; said: string }>((over) => {
    const { HOME, PATH } = process.env
    const env = Object.assign(
      Object.create(null) as NodeJS.ProcessEnv,
      { HOME, PATH, MESA_MODE: '' },
      given,
    )
    const child = spawn(process.execPath, [`scripts/operator/${script}.ts`, ...args], {
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    child.stdin.end(input)
    const said: Buffer[] = []
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => said.push(part))
    child.on('close', (code) => over({ code, said: Buffer.concat(said).toString() }))
  })

/** What the running server does within a second. */
async function sign(given: Given) {
  const { settings } = await reachDatabase(readSettings(given))
  const mesa = openMesa(settings.databaseUrl, settings)
  for (const { id } of await mesa.db.forum.findMany())
    await publishCheckpoint(mesa.log, id, settings.keysDir)
  await mesa.close()
}

const [roles = '', oneUser = ''] = documentedIn('docs/operations.md')
  .filter(({ language }) => language === 'sql')
  .map(({ text }) => text)

async function everyCommand(given: Given, name: string) {
  const does = async (script: string, args: string[], says: string) => {
    const { code, said } = await run(script, args, given)
    expect(said).toContain(says)
    expect(code).toBe(0)
  }
  const archive = join(folder, `${name}.tar`)
  await does('forum-create', ['docs/forum.example.json'], 'https://mesa.example.org/es/invitation/')
  await sign(given)
  await does('invite', ['ana@example.org'], 'https://mesa.example.org/es/invitation/')
  await does(
    'invite',
    ['--language', 'en', 'ana@example.org'],
    'https://mesa.example.org/en/invitation/',
  )
  await bounces(given)
  await does('log', ['status'], 'signed  12 acts')
  await does('log', ['status'], 'witness of Civil society (civil-society): none named')
  await does('archive', ['--forum', 'ejemplo', '--to', archive], '12 acts, numbers 0 to 11;')
  await does('verify', [], 'the rows are what the log says')
  await does('drill', [archive], 'the same log, the same rows')
  await does('past', [], '')
  await does('log', ['rotate', '--forum', 'ejemplo'], 'Done: entry 12')
  return archive
}

/** A letter is written to somebody, and comes back. */
async function bounces(given: Given) {
  const { settings } = await reachDatabase(readSettings(given))
  const mesa = openMesa(settings.databaseUrl, settings)
  const { id, forumId, email } = await mesa.db.person.findFirstOrThrow({
    where: { email: { not: null } },
  })
  const database = openDatabase(settings.databaseUrl)
  const now = new Date()
  const letter = await database.letter.create({
    data: { id: randomUUID(), forumId, personId: id, madeAt: now, nextAt: now, tries: 1 },
  })
  const report = (status: string, number: string) =>
    [
      'From: MAILER-DAEMON@relay.example.org',
      'To: avisos@example.org',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"',
      '',
      '--=_b',
      'Content-Type: text/plain',
      '',
      'It could not be delivered.',
      '--=_b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; relay.example.org',
      '',
      `Final-Recipient: rfc822; ${email}`,
      'Action: failed',
      `Status: ${status}`,
      `Diagnostic-Code: smtp; 550 ${status} no`,
      '',
      '--=_b',
      'Content-Type: message/rfc822',
      '',
      `Message-ID: <${number}@example.org>`,
      'Subject: Mesa',
      '',
      'Buen día:',
      '--=_b--',
      '',
    ].join('\r\n')
  const said = async (input: string) => (await run('bounce', [], given, input)).said
  expect(await said('Subject: hello\r\n\r\nhello')).toContain('Nothing was noted.')
  expect(await said(report('5.1.1', forumId))).toContain('No letter of this installation')
  expect(await said(report('5.2.2', letter.id))).toContain('Noted of one letter: 5.2.2')
  expect(await mesa.notices.isStopped(email ?? '')).toBe(false)
  expect(await said(report('5.1.1', letter.id))).toContain('gets no more mail')
  expect(await mesa.notices.isStopped(email ?? '')).toBe(true)
  expect(await mesa.db.letter.findUnique({ where: { id: letter.id } })).toMatchObject({
    outcome: 'came-back',
  })
  await database.$disconnect()
  await mesa.close()
}

describe('every command of the operator', () => {
  test('with one user for everything, which makes the roles', { timeout: 300_000 }, async () => {
    await asAdministrator(oneUser)
    const given = { ...foldersOf('one-user'), DATABASE_URL: address('mesa') }
    const archive = await everyCommand(given, 'one-user')
    await asAdministrator('ALTER DATABASE mesa RENAME TO replaced; CREATE DATABASE mesa OWNER mesa')
    expect(await run('restore', [archive], given)).toMatchObject({
      code: 0,
      said: expect.stringContaining('12 acts restored') as unknown,
    })
    // On another machine, with an empty store: the log was signed, and by a key that the archive brought.
    const elsewhere = { ...given, KEYS_DIR: join(folder, 'no-keys') }
    await asAdministrator(
      'ALTER DATABASE mesa RENAME TO replaced_again; CREATE DATABASE mesa OWNER mesa',
    )
    await run('restore', [archive], elsewhere)
    const { said } = await run('log', ['status'], elsewhere)
    expect(said).toMatch(/key {5}\S+ \(not in this store\)\n {2}signed {2}12 acts, elsewhere/)
    expect(said).not.toMatch(/before|nothing yet/)
    await asAdministrator(
      'DROP DATABASE replaced; DROP DATABASE replaced_again; DROP DATABASE mesa; DROP ROLE mesa_app, mesa_reader, mesa',
    )
  })

  test('with the documented roles, each with its password', { timeout: 300_000 }, async () => {
    await asAdministrator(roles)
    const given = {
      ...foldersOf('roles'),
      DATABASE_URL: address('mesa_app'),
      DATABASE_OWNER_URL: address('mesa_owner'),
      DATABASE_READER_URL: address('mesa_reader'),
    }
    await everyCommand(given, 'roles')
    // The application is never let into what the portal's reader is.
    const { rows } = await cluster.session.query(
      `SELECT pg_has_role('mesa_app', 'mesa_reader', 'MEMBER') AS member`,
    )
    expect(rows).toEqual([{ member: false }])
  })

  test('without the reader’s address, once the application may take on that role; else it says how', {
    timeout: 300_000,
  }, async () => {
    const given = {
      ...foldersOf('roles'),
      DATABASE_URL: address('mesa_app'),
      DATABASE_OWNER_URL: address('mesa_owner'),
    }
    const { code, said } = await run('log', ['status'], given)
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/may not act as mesa_reader.*GRANT mesa_reader TO "mesa_app"/),
    ])
    await asAdministrator('GRANT mesa_reader TO "mesa_app"')
    expect(await run('log', ['status'], given)).toMatchObject({ code: 0 })
    await asAdministrator('REVOKE mesa_reader FROM "mesa_app"')
  })
})

describe('a mistake of the operator is one sentence', () => {
  const given: Given = {}
  beforeAll(() => {
    Object.assign(given, foldersOf('roles'), {
      DATABASE_URL: address('mesa_app'),
      DATABASE_OWNER_URL: address('mesa_owner'),
      DATABASE_READER_URL: address('mesa_reader'),
    })
    writeFileSync(join(folder, 'no-archive.tar'), 'text')
  })
  const nowhere = 'postgresql://mesa_app:password@127.0.0.1:1/mesa'

  test.each<[string, string[], Given, RegExp]>([
    [
      'forum-create',
      ['docs/forum.example.json'],
      { DATABASE_URL: '', DATABASE_OWNER_URL: '', DATABASE_READER_URL: '' },
      /DATABASE_URL is not set, and there is no built-in database/,
    ],
    ['forum-create', [], {}, /There is nobody to ask here/],
    ['forum-create', ['nowhere.json'], {}, /nowhere\.json cannot be read/],
    ['forum-create', ['docs/forum.example.json'], {}, /There is an open forum at \/ejemplo already/],
    ['invite', [], {}, /Say for whom/],
    ['invite', ['ana@example.org', '--language', 'fr'], {}, /Say --language es or en/],
    ['invite', ['nadie@example.org'], {}, /Nobody in any forum has the e-mail/],
    ['log', ['status'], { DATABASE_URL: nowhere }, /Nothing answers there/],
    ['log', ['status'], { DATABASE_READER_URL: nowhere }, /Nothing answers there/],
    [
      'log',
      ['status'],
      { DATABASE_READER_URL: 'postgresql://mesa_reader:wrong@' },
      /refuses the user or the password in DATABASE_READER_URL/,
    ],
    [
      'log',
      ['status'],
      { DATABASE_OWNER_URL: 'postgresql://mesa_owner:wrong@' },
      /refuses the user or the password in DATABASE_OWNER_URL/,
    ],
    [
      'log',
      ['status'],
      { DATABASE_URL: '', DATABASE_OWNER_URL: '' },
      /DATABASE_READER_URL is set without DATABASE_URL/,
    ],
    ['log', ['--status'], {}, /Unknown option '--status'/],
    ['log', ['stat'], {}, /Say what: npm run log -- status/],
    [
      'log',
      ['freeze', '--forum', 'ejemplo', '--reason', 'x', '--note', 'nowhere.txt'],
      {},
      /nowhere\.txt cannot be used/,
    ],
    [
      'log',
      ['freeze', '--forum', 'ejemplo', '--reason', 'x'],
      {},
      /of the sectors of ejemplo none has named one/,
    ],
    ['log', ['freeze', '--forum', 'ejemplo'], {}, /Say why: --reason/],
    [
      'log',
      ['erase', '--forum', 'ejemplo', '--value', 'x', '--reason', 'x'],
      {},
      /Not done\. payloads\.0: There is no such thing/,
    ],
    ['archive', ['--forum', 'ejemplo'], {}, /Say which forum and whereto/],
    [
      'archive',
      ['--forum', 'ejemplo', '--to', 'x.tar', '--age', 'mine'],
      {},
      /mine is no age recipient/,
    ],
    ['drill', [], {}, /Say which archive, or set ARCHIVE_DIR/],
    ['drill', ['nowhere.tar'], {}, /nowhere\.tar cannot be read/],
    ['restore', ['nowhere.tar'], {}, /nowhere\.tar cannot be used/],
    ['verify', ['nowhere'], {}, /There is no forum nowhere/],
    ['verify', ['--archive', 'nowhere.tar'], {}, /nowhere\.tar cannot be read/],
    ['verify', ['--url', 'http://127.0.0.1:1', '--forum', 'ejemplo'], {}, /does not answer/],
    [
      'verify',
      ['--url', 'http://127.0.0.1:1', '--key', 'mine'],
      {},
      /cannot be read: not a verifier key/,
    ],
  ])('%s %j with %j', { timeout: 60_000 }, async (script, args, other, sentence) => {
    // A wrong password is told of an address; where that is depends on this run.
    const settings = Object.fromEntries(
      Object.entries(other).map(([name, value]) => [
        name,
        value.endsWith('@') ? `${value}127.0.0.1:${port}/mesa` : value,
      ]),
    )
    const { code, said } = await run(script, args, { ...given, ...settings })
    expect(said).toMatch(sentence)
    expect(said).not.toMatch(/^\s+at |errors\.\w|node:internal/m)
    expect(code).toBe(1)
  })

  test('tables of another version are not touched by a command that only reads', {
    timeout: 60_000,
  }, async () => {
    await asAdministrator('CREATE DATABASE untouched OWNER mesa_owner')
    const urls = Object.fromEntries(
      ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_READER_URL'].map((name) => [
        name,
        (given[name] ?? '').replace(/mesa$/, 'untouched'),
      ]),
    )
    const { code, said } = await run('log', ['status'], { ...given, ...urls })
    expect([code, said]).toEqual([1, expect.stringContaining('start the server once')])
  })
})
