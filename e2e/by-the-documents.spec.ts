import { createHash } from 'node:crypto'
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { Client } from 'pg'
import { documentedIn } from '../testing/documents.ts'
import { freePort, startCluster } from '../scripts/postgres.ts'
import { freshClone, openDocuments, openTerminal } from './terminal.ts'
import type { Terminal } from './terminal.ts'
import { pressAndConfirm } from './table.ts'

/** What the documents name and nobody does here, each with its reason. */
const documented = openDocuments({
  'npm test': 'it is what runs this',
  'npm run check': 'it is the same without this and the longest tests',
  'npm start': 'done as PORT=3001 npm start',
  'npm ci': 'the packages are there: installing them anew would take them away from under the tests',
  'npm run build': 'it is done before the browser tests, and the clone brings what it made',
  'DATA_DIR=.data/fresh npm start':
    'npm start with another setting, of which lib/settings.test.ts knows',
  'docker compose build': 'there may be no Docker here; testing/documents.test.ts reads compose.yaml',
  'docker compose up --detach': 'the same',
  'docker compose exec mesa': 'the same',
  'docker compose stop mesa': 'the same',
  'docker compose run --rm mesa': 'the same',
  'kill -9': 'scripts/postgres.test.ts and testing/crash.test.ts do it',
  'GO111MODULE=off GOPATH=/usr/share/gocode go run whole.go https://mesa.example.org/practica/log "$(cat vkey)"':
    'Go is not among what the tests bring',
  [textOf('docs/checking-without-us.md', 'go')]: 'the same',
  [textOf('docs/operations.md', 'sql', 1)]:
    'scripts/operator/commands.test.ts does it, and runs every command behind it',
})

function textOf(document: string, language: string, place = 0): string {
  return documentedIn(document).filter((one) => one.language === language)[place]?.text ?? ''
}

type Walk = {
  operator: Terminal
  browser: Browser
  /** A folder for what is not the operator's: machines of sectors and of strangers. */
  elsewhere: string
  url: string
  database: string
  asAdministrator: (sql: string) => Promise<void>
}

/** The few places where a document cannot know what is here. */
const here = ({ database, url }: Pick<Walk, 'database' | 'url'>, text: string) =>
  text
    .replaceAll('localhost:5432', database)
    .replaceAll('https://mesa.example.org', url)
    .replace(/^npm ci$/m, ': the packages are there')
    .replace(/^docker compose .*$/gm, ': there is no Docker')

const administratorOf = (session: Client) => async (sql: string) => {
  // CREATE DATABASE does not stand beside other statements.
  for (const statement of sql.replaceAll('…', 'password').split(/;\s*/).filter(Boolean))
    await session.query(statement)
}

/** A block that starts the server and goes on in another terminal. */
async function serve({ operator, ...walk }: Walk, block: string, fillIn = () => {}) {
  const [first = '', then = ''] = here(walk, block).split(/^npm run serve\b.*$/m)
  await operator.run(first)
  fillIn()
  return {
    server: await operator.start(documented.command('npm run serve'), /Mesa Abierta is open at/),
    then: then.trim(),
  }
}

const linkFor = (said: string, email: string) =>
  new RegExp(`${email}[^]*?(http\\S+/invitation/\\S+)`).exec(said)?.[1] ?? ''
const password = 'cuatro palabras que no van juntas'

async function accept({ browser, url }: Walk, link: string): Promise<Page> {
  expect(link).toContain(url)
  const page = await (await browser.newContext({ baseURL: url, locale: 'es-MX' })).newPage()
  await page.goto(link)
  await page.getByLabel('Contraseña').fill(password)
  await page.getByRole('button', { name: 'Guardar y entrar' }).click()
  await expect(page).toHaveURL(/done=account\.accept-invitation/)
  return page
}

async function suspend(page: Page, forum: string, reason: string) {
  await page.goto(`/es/${forum}/desk/participation`)
  await page.getByLabel('Alcance').selectOption({ label: 'Todo el foro' })
  await page.getByRole('textbox', { name: 'Razón' }).fill(reason)
  await pressAndConfirm(page, 'Suspender la participación')
  await expect(
    page.getByText('La participación de su sector está suspendida desde este momento.'),
  ).toBeVisible()
}

async function resume(page: Page, forum: string) {
  await page.goto(`/es/${forum}/desk/participation`)
  await pressAndConfirm(page, 'Reanudar la participación')
  await expect(page.getByText('Su sector reanudó su participación.')).toBeVisible()
}

/** What somebody answers who slips now and then. */
const answers = [
  'Mesa local',
  'Local table',
  '',
  'Lima',
  'America/Lima',
  'Sociedad civil',
  'Civil society',
  'maybe',
  'y',
  'Ana Ejemplo',
  'ana',
  'ana@example.org',
  'Sociedad Civil',
  'Municipio',
  '',
  '',
  'Fermín Ejemplo',
  'fermin@example.org',
  '',
  '3',
  '2',
  '',
  'Gala Ejemplo',
  'gala@example.org',
  'Plan local 2027',
  '',
  '2026-31-12',
  '2026-10-01',
  '',
  'Presupuesto claro',
  '',
  '',
]

/** By the README: one forum by answers, one by the file; and people who come in by their links. */
async function found(walk: Walk) {
  await walk.asAdministrator(documented.block('docs/operations.md', 'Without Docker', 'sql'))
  expect(await walk.operator.run(documented.command('openssl rand -hex 32'))).toMatch(/^[0-9a-f]{64}$/m)
  const { server, then } = await serve(walk, documented.block('README.md', 'Production, in short', 'sh'))
  expect((await walk.operator.attempt(documented.command('npm run forum:create'))).said).toContain(
    'There is nobody to ask here.',
  )
  const asked = await walk.operator.run(then, answers.map((line) => `${line}\n`).join(''))
  for (const slip of [
    'No such time zone',
    'Answer y or n.',
    'complete e-mail address',
    'Another sector has that name',
    'a number from 1 to 2',
    'There is no such day',
  ]) {
    expect(asked).toContain(slip)
  }
  const fermin = await accept(walk, linkFor(asked, 'fermin@example.org'))
  await suspend(fermin, 'mesa-local', 'El municipio no ha entregado lo acordado.')
  const fromFile = documented.command('npm run forum:create -- FILE.json', {
    'FILE.json': 'docs/forum.example.json',
  })
  const read = await walk.operator.run(fromFile)
  const [ana, carla] = [
    await accept(walk, linkFor(read, 'ana@example.org')),
    await accept(walk, linkFor(read, 'carla@example.org')),
  ]
  expect((await walk.operator.attempt(fromFile)).said).toContain('open forum at /ejemplo already')
  await makeLink(walk)
  return { server, fermin, ana, carla }
}

/** The link by which a forum is founded in the browser opens its page, until it is withdrawn. */
async function makeLink({ operator, browser, url }: Walk) {
  const made = await operator.run(documented.command('npm run found'))
  const link = /http\S+\/founding\/\S+/.exec(made)?.[0] ?? ''
  expect(link).toContain(url)
  const page = await (await browser.newContext({ locale: 'es-MX' })).newPage()
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1, name: 'Fundar un foro' })).toBeVisible()
  const listed = await operator.run(documented.command('npm run found -- --list'))
  const id = /^([0-9a-f-]{36}) {2}/m.exec(listed)?.[1] ?? ''
  // It is asked for once the founder has put the text before the first voices (found-a-forum…); until then it says so.
  const codes = await operator.attempt(documented.command('npm run found -- --codes ID', { ID: id }))
  expect(codes.said).toContain('It was not put before the first voices yet.')
  const gone = await operator.run(documented.command('npm run found -- --withdraw ID', { ID: id }))
  expect(gone).toContain('Withdrawn')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Este enlace ya no sirve' })).toBeVisible()
}

/** A sector's own machine, and the key that its voice names on the desk. */
async function nameWitness(
  walk: Walk,
  page: Page,
  name: string,
  [make, endorse]: [string, string],
): Promise<Terminal> {
  const machine = openTerminal(join(walk.elsewhere, name))
  copyFileSync('stranger/witness.mjs', join(machine.folder, 'witness.mjs'))
  const vkey = /Key {2}(\S+)/.exec(await machine.run(make))?.[1] ?? ''
  await page.goto('/es/ejemplo/desk/witness')
  await page.getByLabel('Llave del testigo').fill(vkey)
  await page.getByRole('button', { name: 'Mostrar el texto por firmar' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Descargar el texto' }).click(),
  ])
  await download.saveAs(join(machine.folder, 'text'))
  await machine.run(`${endorse} > signed`)
  await page.getByLabel('Texto firmado').fill(readFileSync(join(machine.folder, 'signed'), 'utf8'))
  await page.getByRole('button', { name: 'Nombrar', exact: true }).click()
  await expect(page.getByText('El testigo quedó nombrado.')).toBeVisible()
  return machine
}

const get = async (address: string) => (await fetch(address)).text()
const sizeOf = async (log: string) => Number((await get(`${log}/checkpoint`)).split('\n')[1])

/** Every row of the table of witnesses. */
async function witness(walk: Walk, ana: Page, carla: Page) {
  const base = 'node witness.mjs --key witness.key'
  const row = (text: string, names: Record<string, string>) =>
    `${base} ${documented.command(text, names).replace('… ', '')}`
  const civil = await nameWitness(walk, ana, 'civil', [
    documented.command('node witness.mjs --key witness.key --name civil.example/witness'),
    documented.command('node witness.mjs --key witness.key --endorse FILE', { FILE: 'text' }),
  ])
  const oversight = await nameWitness(walk, carla, 'oversight', [
    documented
      .command('node witness.mjs --key witness.key --name civil.example/testigo')
      .replace('civil', 'oversight'),
    documented.command('node witness.mjs --key witness.key --endorse ARCHIVO', { ARCHIVO: 'text' }),
  ])
  expect(row('… --endorse FILE', { FILE: 'text' })).toBe(`${base} --endorse text`)
  const names = { 'https://mesa.example.org': walk.url, '/FORUM': '/ejemplo', '/FORO': '/ejemplo' }
  const every = row('… --forum https://mesa.example.org/FORUM --every 3600', names)
  for (const one of ['FORUM', 'FORO'] as const) {
    expect(
      documented.command(`${base} --forum https://mesa.example.org/${one} --every 3600`, names),
    ).toBe(every)
  }
  await (await civil.start(every, /co-signed \d+ entries/)).stop()
  const log = `${walk.url}/ejemplo/log`
  const [vkey = ''] = (await get(`${log}/keys`)).split('\n')
  const once = `--forum ${walk.url}/ejemplo`
  expect(await oversight.run(`${row('… --log VKEY', { VKEY: vkey })} ${once}`)).toContain('co-signed')
  const port = await freePort()
  const listening = await civil.start(
    row('… --listen 8090 --log VKEY', { 8090: String(port), VKEY: vkey }),
    /Listening on/,
  )
  const origin = createHash('sha256')
    .update(vkey.split('+')[0] ?? '')
    .digest('hex')
  const compare = row('… --compare ADDRESS', {
    ADDRESS: `http://127.0.0.1:${port}/${origin}/checkpoint`,
  })
  expect(await oversight.run(`${compare} ${once}`)).toContain('co-signed')
  await listening.stop()
  expect(
    await oversight.run(`${row('… --alarm COMMAND', { COMMAND: '"cat > told"' })} ${once}`),
  ).toContain('co-signed')
  expect(await get(`${log}/checkpoint`)).toContain('civil.example/witness')
  return { civil, oversight, vkey }
}

/** The pages for strangers, with programs that are not ours; and the operator's own check. */
async function check(walk: Walk, reason: string) {
  const { operator, url, elsewhere } = walk
  const log = `${url}/ejemplo/log`
  const names = { 'https://mesa.example.org': url, FORUM: 'ejemplo' }
  const save = documented.command(
    'node stranger/read-log.mjs https://mesa.example.org/FORUM/log --save yesterday',
    names,
  )
  expect(await operator.run(save)).toContain('No difference.')
  const since = documented
    .command('node stranger/read-log.mjs https://mesa.example.org/FORUM/log --save yesterday', names)
    .replace('--save', '--since')
  expect(await operator.run(since)).toContain('stand unchanged')
  expect(await operator.run(documented.command('npm run verify'))).toMatch(
    /ejemplo: \d+ acts.*; the rows are what the log says/,
  )

  const stranger = openTerminal(join(elsewhere, 'stranger'))
  const put = async (name: string, path: string) =>
    writeFileSync(join(stranger.folder, name), await get(`${log}/${path}`))
  await put('vkey', 'keys')
  const entryOf = (receipt: string) =>
    Buffer.from(/^extra (.*)$/m.exec(receipt)?.[1] ?? '', 'base64').toString()
  let index = (await sizeOf(log)) - 1
  while (!entryOf(await get(`${log}/proof/${index}`)).includes('participation-suspended')) index -= 1
  await put('receipt.tlog-proof', `proof/${index}`)
  const page = 'docs/checking-without-us.md'
  const proven = await stranger.run(
    [
      documented.block(page, '1. The log signed this checkpoint', 'bash'),
      documented.block(page, '2. The act is in the tree that was signed', 'bash'),
    ].join('\n'),
  )
  expect(proven).toContain('Signature Verified Successfully')
  expect(proven).toContain(`act ${index} is in the tree of ${await sizeOf(log)}`)

  const entry = readFileSync(join(stranger.folder, 'entry'), 'utf8')
  const seals = [...entry.matchAll(/"commitment":"([^"]+)"/g)].map(([, one = '']) =>
    Buffer.from(one, 'base64').toString('hex'),
  )
  const texts = await Promise.all(seals.map((one) => get(`${log}/payload/${one}`)))
  const place = texts.findIndex((text) => text.includes(reason))
  const seal = seals[place] ?? ''
  await put('payload.json', `payload/${seal}`)
  const opened = documented.block(page, '3. A text opens the seal in the act', 'sh')
  expect(await stranger.run(opened)).toContain(seal)
  return seal
}

/** An archive, another that continues it, and one for a key of age's; each checked without a database, and drilled. */
async function archive({ operator, elsewhere }: Walk, vkey: string, meanwhile: () => Promise<void>) {
  const whole = documented.command('npm run archive -- --forum practica --to practica.tar', {
    '--forum practica': '--forum ejemplo',
  })
  const size = Number(/(\d+) acts/.exec(await operator.run(`${whole} && npm run log -- status`))?.[1])
  await meanwhile()
  await operator.run(`npm run archive -- --forum ejemplo --since ${size} --to since.tar`)
  for (const forum of ['ejemplo', 'mesa-local'])
    await operator.run(`npm run archive -- --forum ${forum}`)
  await operator.run('npm run archive -- --forum mesa-local --to local.tar')
  expect(await operator.run(documented.command('npm run drill'))).toMatch(
    /(?:the same log, the same rows[^]*){2}/,
  )
  const names = { '[--key VKEY]': `--key ${vkey}`, FILE: 'practica.tar' }
  expect(
    await operator.run(documented.command('npm run verify -- --archive FILE [--key VKEY]', names)),
  ).toContain('practica.tar holds: ejemplo')
  expect(await operator.run(documented.command('npm run verify -- --archive FILE', names))).toContain(
    'compare it with one from elsewhere',
  )

  const identity = await generateX25519Identity()
  writeFileSync(join(operator.folder, 'age.key'), `${identity}\n`)
  await operator.run(
    `npm run archive -- --forum ejemplo --to secret.tar --age ${await identityToRecipient(identity)}`,
  )
  expect((await operator.attempt('npm run drill -- secret.tar')).said).toContain(
    'secret.tar is encrypted: say --identity FILE',
  )
  expect(await operator.run('npm run drill -- secret.tar --identity age.key')).toContain(
    'the same log, the same rows',
  )

  const reader = openTerminal(join(elsewhere, 'reader'))
  copyFileSync(join(operator.folder, 'practica.tar'), join(reader.folder, 'practica.tar'))
  expect(
    await reader.run(documented.block('docs/archive-format.md', 'The archive of a forum', '')),
  ).toContain('archive.json: OK')
}

/** The database is lost: the archives bring both forums back, and the operator sets the server up by the longer document. */
async function restore(walk: Walk, reason: string) {
  const { operator, asAdministrator } = walk
  const sql = documented.block('docs/operations.md', 'Without Docker', 'sql')
  await asAdministrator(
    `DROP DATABASE mesa WITH (FORCE); ${/^CREATE DATABASE .*$/m.exec(sql)?.[0] ?? ''}`,
  )
  const restored = documented.command('npm run restore -- FILE [FILE that continues it …]', {
    '[FILE that continues it …]': 'since.tar',
    FILE: 'practica.tar',
  })
  expect(await operator.run(restored)).toMatch(/^ejemplo: \d+ acts restored/m)
  expect(
    await operator.run(documented.command('npm run restore -- FILE', { FILE: 'local.tar' })),
  ).toContain('mesa-local:')
  expect(await operator.run('npm run verify')).toMatch(/(?:the rows are what the log says[^]*){2}/)

  const filled = readFileSync(join(operator.folder, '.env'), 'utf8')
  rmSync(join(operator.folder, '.env'))
  const fillIn = () => {
    const path = join(operator.folder, '.env')
    const fields = filled
      .trim()
      .split('\n')
      .map((line) => [line.split('=')[0] ?? '', line] as const)
    const mended = fields.reduce(
      (text, [name, line]) => {
        expect(text).toMatch(new RegExp(`^#${name}=`, 'm'))
        return text.replace(new RegExp(`^#${name}=.*$`, 'm'), () => line)
      },
      readFileSync(path, 'utf8'),
    )
    writeFileSync(path, mended)
  }
  const { server } = await serve(
    walk,
    documented.block('docs/operations.md', 'Without Docker', 'sh'),
    fillIn,
  )
  const ana = await accept(
    walk,
    linkFor(
      await operator.run(documented.command('npm run invite -- ana@example.org')),
      'ana@example.org',
    ),
  )
  const returned = join(walk.elsewhere, 'returned.eml')
  writeFileSync(returned, 'Subject: Out of office\r\n\r\nBack on Monday.\r\n')
  expect(await operator.run(documented.command('npm run bounce < FILE', { FILE: returned }))).toContain(
    'Nothing was noted.',
  )
  await ana.goto('/es/ejemplo/decisions')
  await expect(ana.getByText(reason)).toBeVisible()
  return server
}

/** What witnesses have to sign: written by the first call, signed on their machines, done by the second. */
async function signedByBoth({ operator }: Walk, command: string, witnesses: Terminal[]) {
  const first = await operator.attempt(command)
  expect(first.code).toBe(1)
  expect(first.said).toContain('The witnesses of at least two sectors have to sign this.')
  const file = /It stands in (\S+):/.exec(first.said)?.[1] ?? ''
  for (const { folder } of witnesses) {
    const names = { KEYFILE: join(folder, 'witness.key'), FILE: file }
    const signed = await operator.run(
      documented.command('npm run witness -- --key KEYFILE --endorse FILE', names),
    )
    appendFileSync(
      join(operator.folder, file),
      `${signed
        .trimEnd()
        .split('\n')
        .filter((line) => line.startsWith('— '))
        .at(-1)}\n`,
    )
  }
  expect(await operator.run(`${command} --note ${file}`)).toMatch(/Done: entry \d+ of ejemplo/)
}

/** The table of what the operator's office does to a log, each row. */
async function keep(walk: Walk, seal: string, witnesses: Terminal[]) {
  const { operator } = walk
  const names = { SLUG: 'ejemplo', '"…"': '"Lo ordena la ley"' }
  expect(await operator.run(documented.command('npm run log -- status'))).toContain(
    'civil.example/witness',
  )
  expect(await operator.run(documented.command('npm run log -- rotate --forum SLUG', names))).toContain(
    'signs; the old key signs beside it',
  )
  const text = 'npm run log -- erase --forum SLUG --value SEAL --reason "…"'
  await signedByBoth(walk, documented.command(text, { ...names, SEAL: seal }), witnesses)
  expect(await get(`${walk.url}/ejemplo/log/payload/${seal}`)).not.toContain('confianza')
  const person = documented.command(
    'npm run log -- erase --forum SLUG --person ana@example.org --reason "…"',
    names,
  )
  expect(await operator.run(person)).toContain('It is gone here.')
}

/** The key store is lost, and a new key goes on; then the log is closed. */
async function goOnElsewhere(walk: Walk, witnesses: Terminal[]) {
  const { operator } = walk
  const names = { SLUG: 'ejemplo', '"…"': '"Sigue en otra bitácora"' }
  const vkey = /key {5}(\S+)/.exec(await operator.run('npm run log -- status'))?.[1] ?? ''
  renameSync(join(operator.folder, '.data/keys'), join(operator.folder, 'lost'))
  const continued = documented.command('npm run log -- continue --forum SLUG --previous VKEY', {
    ...names,
    VKEY: vkey,
  })
  await signedByBoth(walk, continued, witnesses)
  await signedByBoth(
    walk,
    documented.command('npm run log -- freeze --forum SLUG --reason "…"', names),
    witnesses,
  )
  expect(await operator.run('npm run log -- status')).toMatch(/closed {2}on \S+ by act \d+/)
  const again = await operator.attempt(
    documented.command('npm run log -- freeze --forum SLUG --reason "…"', names),
  )
  expect(again.said).toMatch(/was closed on \S+ by act \d+, and takes in nothing more/)
  expect(await operator.run('npm run verify -- ejemplo')).toContain('the rows are what the log says')
  await operator.run(documented.command('npm run past'))
}

/** A desk whose log is closed offers nothing to fill in, and says why. */
async function readOnly(walk: Walk) {
  const server = await walk.operator.start('npm run serve', /Mesa Abierta is open at/)
  const said = await walk.operator.run('npm run invite -- carla@example.org')
  const carla = await accept(walk, linkFor(said, 'carla@example.org'))
  await carla.goto('/es/ejemplo/desk/participation')
  await expect(carla.getByText('Esta bitácora está cerrada')).toBeVisible()
  await expect(carla.getByText('La bitácora de este foro está cerrada').first()).toBeVisible()
  await expect(carla.getByRole('button', { name: 'Suspender la participación' })).toHaveCount(0)
  await server.stop()
}

test.describe.configure({ mode: 'serial' })

test('a forum is founded, used, checked, archived, lost and restored by the documents, word for word', async ({
  browser,
}) => {
  test.setTimeout(40 * 60_000)
  const elsewhere = mkdtempSync(join(tmpdir(), 'mesa-elsewhere-'))
  const cluster = await startCluster({ dataDir: join(elsewhere, 'cluster'), throwaway: true })
  const port = await freePort()
  const clone = freshClone()
  const operator = openTerminal(clone, {
    PORT: String(port),
    HOST: '127.0.0.1',
    ARCHIVE_DIR: join(elsewhere, 'archives'),
  })
  const database = `127.0.0.1:${new URL(cluster.url('nobody', '', 'mesa')).port}`
  const walk: Walk = {
    operator,
    browser,
    elsewhere,
    database,
    url: `http://localhost:${port}`,
    asAdministrator: administratorOf(cluster.session),
  }
  const reason = 'Faltan condiciones mínimas de confianza.'
  try {
    await openTerminal(join(elsewhere, 'docker')).run(
      here(walk, documented.block('docs/operations.md', 'With Docker', 'sh')),
    )
    const { server, ana, carla } = await test.step('found', () => found(walk))
    const { civil, oversight, vkey } = await test.step('witness', () => witness(walk, ana, carla))
    await suspend(ana, 'ejemplo', reason)
    const seal = await test.step('check', () => check(walk, reason))
    await test.step('archive', () => archive(walk, vkey, () => resume(ana, 'ejemplo')))
    await server.stop()
    const again = await test.step('restore', () => restore(walk, reason))
    await test.step('keep', () => keep(walk, seal, [civil, oversight]))
    await again.stop()
    await test.step('go on elsewhere', () => goOnElsewhere(walk, [civil, oversight]))
    await test.step('read only', () => readOnly(walk))
  } finally {
    await operator.end()
    await cluster.stop()
    operator.away()
    rmSync(elsewhere, { recursive: true })
  }
})

test('the demonstration is opened and toured by the documents, with the database that comes along', async () => {
  test.setTimeout(40 * 60_000)
  const port = await freePort()
  const operator = openTerminal(freshClone())
  try {
    const server = await operator.start(
      documented.command('PORT=3001 npm start', { 3001: String(port) }),
      /Ctrl-C stops everything/,
    )
    const tour = documented
      .block('README.md', 'A tour in five minutes', 'sh')
      .replaceAll('localhost:3000', `localhost:${port}`)
    expect(await operator.run(tour)).toMatch(
      /No difference\.[^]*practica: \d+ acts.*the rows are what the log says/,
    )
    expect(await operator.run('npm run log -- status')).toMatch(/practica: \d+ acts/)
    expect(await operator.run('npm run invite -- elvira.santoyo@practica.example')).toContain(
      '/es/invitation/',
    )
    await operator.run('npm run archive -- --forum practica --to practica.tar')
    expect(await operator.run('npm run drill -- practica.tar')).toContain('the same log, the same rows')
    await server.stop()
    expect(await operator.run('npm run past && npm run verify -- practica')).toContain(
      'the rows are what the log says',
    )
  } finally {
    await operator.end()
    operator.away()
  }
})

test('every block and every command of the documents was done, or says why not', () => {
  expect(documented.leftOver()).toEqual([])
})
