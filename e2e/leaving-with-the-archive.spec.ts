import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { cloneDatabase, prepareTemplate } from '../testing/databases.ts'
import { expect, startServer, test, testServer } from './server.ts'
import { commitmentPage, signedIn } from './table.ts'

const run = promisify(execFile)

/** What stands on a page, line by line, whichever host it is read from; when that host had the checkpoint it does not matter. */
async function linesOf(page: Page, address: string): Promise<string[]> {
  expect((await page.goto(address))?.status(), address).toBe(200)
  return (await page.getByRole('main').innerText())
    .replaceAll(/http:\/\/localhost:\d+/g, 'https://host')
    .split('\n')
    .map((line) => line.trim().replace(/, firmado el .*/, ''))
    .filter(Boolean)
}

test('a member of civil society leaves with the archive and stands the forum up elsewhere: the same pages, the same root', async ({
  browser,
  page,
}, { outputDir }) => {
  await page.goto('/es/practica/history')
  await page.getByRole('link', { name: 'Llevarse el archivo' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Llevarse el archivo' })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const download = async (on: Page, link: RegExp | string) => {
    const coming = on.waitForEvent('download')
    await on.getByRole('link', { name: link }).click()
    const file = await coming
    expect(file.suggestedFilename()).toMatch(/^practica-0{9}-\d{9}\.tar$/)
    const path = join(outputDir, `${on === page ? 'public' : 'own'}-${file.suggestedFilename()}`)
    await file.saveAs(path)
    return path
  }
  const forEverybody = await download(page, 'Descargar el archivo')
  const mariana = await signedIn(browser, 'mariana')
  const hers = await download(mariana, /Llevarse el archivo del foro/)

  // Hers has what her bodies hold back; neither has anybody's e-mail address.
  const member = (archive: string, name: string) =>
    execFileSync('tar', ['-xOf', archive, name], { encoding: 'utf8' })
  expect(JSON.parse(member(forEverybody, 'archive.json'))).toMatchObject({
    for: 'public',
    forum: { slug: 'practica' },
  })
  expect(JSON.parse(member(hers, 'archive.json'))).toMatchObject({ for: 'seats' })
  for (const archive of [forEverybody, hers]) {
    expect(member(archive, 'sha256sums')).toContain('  archive.json')
    expect(
      execFileSync('tar', ['-xOf', archive], { encoding: 'latin1', maxBuffer: 1 << 28 }),
    ).not.toContain('@practica.example')
    const { stdout } = await run(process.execPath, ['scripts/operator/verify.ts', '--archive', archive])
    expect(stdout).toContain('holds: practica')
  }

  // Another machine: an empty database, no keys, no files.
  const database = await cloneDatabase(await prepareTemplate(testServer()))
  const filesDir = join(outputDir, 'files')
  const installation = {
    ...process.env,
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_READER_URL: database.readerUrl,
    KEYS_DIR: database.keysDir,
  }
  try {
    const { stdout } = await run(process.execPath, ['scripts/operator/restore.ts', hers], {
      env: { ...installation, FILES_DIR: filesDir },
    })
    const [, root = 'no root'] = /root (\S+)/.exec(stdout) ?? []
    const checked = await run(process.execPath, ['scripts/operator/verify.ts'], {
      env: installation,
    })
    expect(checked.stdout).toMatch(
      /^practica: \d+ acts, 1 signed checkpoints, .*; the rows are what the log says; a copy, whose archive left out \d+ values/,
    )
    const elsewhere = await startServer(database, filesDir)
    try {
      const there = await (
        await browser.newContext({ baseURL: elsewhere.url, javaScriptEnabled: false })
      ).newPage()
      const checkpoint = await (await there.request.get('/practica/log/checkpoint')).text()
      expect(checkpoint).toBe(member(hers, 'checkpoint'))
      expect(checkpoint.split('\n')[2]).toBe(root)
      // Whoever checks the copy does so by the keys of the log that it is a copy of.
      expect(await (await there.request.get('/practica/log/keys')).text()).toBe(
        await (await page.request.get('/practica/log/keys')).text(),
      )
      await run(process.execPath, [
        'scripts/operator/verify.ts',
        '--url',
        elsewhere.url,
        '--forum',
        'practica',
      ])
      for (const address of [
        commitmentPage(1),
        commitmentPage(7),
        '/es/practica/minutes/CC-2026-05',
        '/es/practica/decisions',
        '/es/practica/plan',
      ]) {
        const [before, after] = [await linesOf(page, address), await linesOf(there, address)]
        expect(after, address).toEqual(before)
      }
      expect((await there.request.get('/es/practica/desk', { maxRedirects: 0 })).status()).toBe(307)
    } finally {
      await elsewhere.stop()
    }
  } finally {
    await database.drop()
  }
})

test('what is asked for wrongly is said, and comes in no archive', async ({ request }) => {
  for (const [path, status] of [
    ['practica.tar?since=-1', 400],
    ['practica.tar?since=1e3', 400],
    ['practica.tar?since=999999', 400],
    ['nadie.tar', 404],
    ['practica.zip', 404],
    ['..%2Fpractica.tar', 404],
  ] as const) {
    expect((await request.get(`/api/archive/${path}`)).status(), path).toBe(status)
  }
  const since = await request.get('/api/archive/practica.tar?since=100')
  expect(since.headers()).toMatchObject({
    'content-type': 'application/x-tar',
    'cache-control': 'no-store, no-transform',
    'x-content-type-options': 'nosniff',
  })
})
