// npm test, and npm run check (the same without a browser and what takes long): one list, from the
// cheapest question to the dearest.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { whenOrphaned } from '../scripts/bootstrap.mjs'
import { ROOT, run } from '../scripts/child.ts'
import { environment, orExplain } from '../scripts/command.ts'
import {
  arePagesStale,
  buildPages,
  checkDirectories,
  generateClient,
  isClientStale,
} from '../scripts/ready.ts'
import { say, step } from '../scripts/steps.mjs'
import { stopInOrder } from '../scripts/stop.ts'
import { askForHoles } from './audit.ts'
import { startTestServer } from './databases.ts'
import { failedErrands, failedUnits, firstLinesOf } from './failures.ts'
import type { PlaywrightReport, VitestReport } from './failures.ts'

const whole = !process.argv.includes('--quick')
const total = { passed: 0, failed: 0 }
/** What failed and why, told again at the end: a run says thousands of lines, and of many only the last are kept. */
const failures: string[] = []
const { later, stop, whileStarting } = stopInOrder()

const testAll = async () => {
  process.env.MESA_MODE = 'demonstration'
  const settings = environment()
  checkDirectories(settings)
  whenOrphaned(() => process.kill(process.pid, 'SIGTERM'))
  const starting = startTestServer(settings.dataDir)
  later(async () => (await starting.catch(() => undefined))?.stop())
  const results = mkdtempSync(join(settings.dataDir, 'results-'))
  later(async () => rmSync(results, { recursive: true, force: true }))

  if (isClientStale()) await one('Database client generated', generateClient)
  const { ownerUrl, appUrl, readerUrl, dataDir } = await starting
  Object.assign(process.env, {
    TEST_DATABASE_URL: ownerUrl,
    TEST_DATABASE_APP_URL: appUrl,
    TEST_DATABASE_READER_URL: readerUrl,
    TEST_DATA_DIR: dataDir,
  })
  await one('Format (npm run format writes it)', () =>
    tool('node_modules/@biomejs/biome/bin/biome', 'format', '.'),
  )
  await one('Known holes in what is served', async () => say(`  ${askForHoles()}`))
  await Promise.all([
    one('Types', async () => {
      // The types of the routes, and Next's own, are written by this and not committed.
      await tool('node_modules/next/dist/bin/next', 'typegen')
      await tool('node_modules/typescript/bin/tsc', '--noEmit')
    }),
    one('Lint', () =>
      tool(
        'node_modules/eslint/bin/eslint.js',
        '.',
        '--max-warnings=0',
        '--cache',
        '--cache-location=node_modules/.cache/eslint/',
      ),
    ),
  ])
  await one('Migrations say what the schema says', () => tool('testing/migrations.ts', 'check'))
  await unit('Architecture', join(results, 'architecture.json'), 'testing/architecture')
  await one('Build', async () => {
    if (arePagesStale()) await buildPages()
  })
  await unit(
    'Unit and database tests',
    join(results, 'unit.json'),
    '--exclude=testing/architecture/**',
    ...(whole ? [] : ['--tags-filter=!long']),
  )
  if (whole) await browser('Browser tests', join(results, 'browser.json'))
  await stop()
  for (const failure of failures) say(`\nFailed: ${failure}`)
  say(`${total.passed} passed, ${total.failed} failed`)
  process.exit(total.failed === 0 ? 0 : 1)
}

/** A step that passes or fails as one. */
const one = (title: string, work: () => Promise<unknown>) =>
  step(title, work).then(
    () => {
      total.passed += 1
    },
    (error: unknown) => {
      total.failed += 1
      const text = error instanceof Error ? error.message : String(error)
      say(text)
      failures.push(`${title}\n${firstLinesOf(text)}`)
    },
  )

const tool = async (script: string, ...args: string[]) => {
  const { code, text } = await run(script, args)
  if (code !== 0) throw new Error(text)
}

const unit = async (title: string, report: string, ...which: string[]) => {
  const args = ['run', ...which, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await stream(title, 'node_modules/vitest/vitest.mjs', args)
  const said = read(report) as VitestReport
  count(title, code, said.numPassedTests, failedUnits(said))
}

const browser = async (title: string, report: string) => {
  const { findChromium, installChromium } = await import('../scripts/chromium.ts')
  if (!findChromium()) await one('Chromium installed', installChromium)
  const code = await stream(
    title,
    'node_modules/@playwright/test/cli.js',
    ['test', '--reporter=list,json'],
    {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    },
  )
  const said = read(report) as PlaywrightReport
  count(title, code, (said.stats?.expected ?? 0) + (said.stats?.flaky ?? 0), failedErrands(said))
}

/** Its tests are seen as they run. */
const stream = (
  title: string,
  script: string,
  args: string[],
  environment: Record<string, string> = {},
) =>
  new Promise<number | null>((done, failed) => {
    say(`\n${title}`)
    const child = spawn(process.execPath, [join(ROOT, script), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: Object.assign({}, process.env, environment),
    })
    const alongWithUs = () => child.kill()
    process.once('exit', alongWithUs)
    child.on('error', failed)
    child.on('close', (code) => {
      process.off('exit', alongWithUs)
      done(code)
    })
  })

const read = (report: string): unknown =>
  existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}

/** A run that fails without a failed test (a file that does not load, a server that does not start) is a failure too. */
const count = (title: string, code: number | null, passed = 0, failed: string[]) => {
  const told = code !== 0 && failed.length === 0 ? [`${title}: ended with ${code}`] : failed
  total.passed += passed
  total.failed += told.length
  failures.push(...told)
}

await orExplain(() => whileStarting(testAll))
