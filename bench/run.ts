// Measures what an issue names, as ratios to floors of the same run, and writes docs/performance.md.
//   npm run bench                      all of it (some minutes)
//   npm run bench -- --quick           shorter rounds, nothing written
//   npm run bench -- roadmaps plans    these figures alone: their rows are written among those of the last whole run
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { Mistake } from '../lib/settings.ts'
import { environment, orExplain } from '../scripts/command.ts'
import { ROOT } from '../scripts/child.ts'
import { startPostgres } from '../scripts/postgres.ts'
import { cloneDatabase, prepareTemplate } from '../testing/databases.ts'
import { benchActs, benchLastPositions } from './act.ts'
import { benchArchive } from './archive.ts'
import { benchAsOf } from './as-of.ts'
import { benchEditor } from './editor.ts'
import { benchEdits } from './edits.ts'
import { meets, ratioOf } from './figures.ts'
import type { Figure } from './figures.ts'
import { benchLive } from './live.ts'
import { benchCrashes } from './live-crash.ts'
import { benchLog } from './log.ts'
import { BENCH_SECRET, benchPages } from './pages.ts'
import type { Weight } from './pages.ts'
import { benchPlans } from './plans.ts'
import { benchDeskProposals, benchReadingWhileActing } from './reading-while-acting.ts'
import { benchChart, benchComparison } from './roadmaps.ts'
import { benchSearch } from './search.ts'
import { benchTree } from './tree.ts'
import { benchUploads } from './uploads.ts'
import { benchYears } from './years.ts'

const quick = process.argv.includes('--quick')
const asked = process.argv.slice(2).filter((one) => !one.startsWith('--'))
const PAGE = join(ROOT, 'docs/performance.md')
const number = (value: number) =>
  value.toLocaleString('en-GB', { maximumFractionDigits: value < 100 ? 2 : 0 })
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

function verdictOn(figure: Figure): string {
  const met = meets(figure)
  if (met === null) return ''
  return met ? 'met' : 'missed'
}

function row(figure: Figure): string {
  const aims = [
    figure.target !== undefined && `${figure.better === 'lower' ? '≤' : '≥'} ${figure.target}`,
    figure.most !== undefined && `≤ ${figure.most} ${figure.unit}`,
  ]
  const aim = aims.filter((one) => one !== false).join(', ') || '—'
  const cells = [
    figure.name,
    `${number(figure.ours)} ${figure.unit}`,
    `${number(figure.floor)} ${figure.unit}`,
    `**${ratioOf(figure).toFixed(2)}**`,
    aim,
    verdictOn(figure),
  ]
  return `| ${cells.join(' | ')} |`
}

function weightRow({ path, html, script, all, requests }: Weight): string {
  const cells = [`\`${path}\``, kilobytes(html), kilobytes(script), kilobytes(all), requests]
  return `| ${cells.join(' | ')} |`
}

function page({
  figures,
  weights,
  fresh,
  rounds,
}: {
  figures: Figure[]
  weights: Weight[]
  fresh: number
  rounds: { rounds: number; once: number; ms: number }
}): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown'
  const gibibytes = Math.round(totalmem() / 2 ** 30)
  return `# Performance

Written by \`npm run bench\`: the last result, on ${cpus().length} processors (${processor}), ${gibibytes} GiB
of memory, Node ${process.versions.node}; load generator, server and database share them. Single times say
little on such a machine: read the ratios, each to a floor that was measured in the same run.

| what | ours | floor | ratio | aim | |
|---|---|---|---|---|---|
${figures.map(row).join('\n')}

The floors: for a page, bare node:http that serves the same bytes from one query with Postgres.js; for an act,
an insert and its commit under the same kind of lock with Postgres.js; for the tree, a loop of one-shot
SHA-256 over the same bytes; for a comparison, both versions parsed and written again; for the log's tiles,
bare node:http with the same bytes in memory; for an entry in a large log, one in a small (a proof in a log of
a million reads five tiles in all); for the check in a browser, the terminal’s command from its start to its
last word, and the same function in Node; for the chart, the same rows as the table beneath it; for the plan
of 100 commitments, the same page of a plan of 13; for the page that compares, the same page of a version with
itself; for a page as of a day or of a log number, the same page of today in the same database; for an upload,
bare node:http that writes the same bytes to a file and digests them (memory that the process grew by, for
each of four at once). A page of the portal is rendered once and kept whole until the log grows: *kept* is
what readers get, *first rendering* what the first of them waits for. A plan of more than 25 commitments is
read in parts of 25: what is measured is its first part.

Reading while acting: fifty readers go through the same two hundred pages of the practice forum, in the same
run, at rest (every page kept) and while a member takes a position once a second, by the form of the desk and
from a process of its own. How old a page was is counted from when the act was sent that it lacks, by the
log's size that the page says of itself; so it holds the act's own time too. Alone:
\`npm run bench -- reading-while-acting desk-proposals\`.

A draft that several people write: the floor of a letter is a bare relay in the protocol of y-websocket, which
keeps nothing and commits nothing (in turn with ours, in the same process; the writers of the crowd are in
another); with twenty who write, and across two servers, it is ours with two and with one. Fifty windows are
of four people, each letter with its cursor; the floor beside p99 is p50, and beside the memory of a reader
all that the server has. Words that were lost are counted against those that were acknowledged: four people
type 500 each into one text, everything is killed at a random instant (of PostgreSQL, all its processes),
their windows are gone, and what is found afterwards is compared; then the windows come back with what they
had kept, and nothing at all may be missing or stand twice. The page where minutes are written is measured in
Chromium with an empty cache, beside the plain form of the same draft; of the 100 pages, beside 1 page in as
many items.

**Fresh**: the first page that shows an act came ${number(fresh)} ms after its commit (aim: 1,000 ms), written
by another process.

**Three last positions in the same instant**: ${rounds.rounds} rounds, ${rounds.once} adopted once and only
once, in ${number(rounds.ms / 1000)} s.

| page | HTML, gzip | JavaScript, gzip | cold, with styles and fonts | requests |
|---|---|---|---|---|
${weights.map(weightRow).join('\n')}

Aims: JavaScript of a public page at most 150 kB, the whole page cold at most 300 kB.
`
}

/** The page as it stands, with these rows in place of those of the same name, or after the last. */
function amended(text: string, figures: Figure[]): string {
  const lines = text.split('\n')
  for (const figure of figures) {
    const known = lines.findIndex((line) => line.startsWith(`| ${figure.name} |`))
    const last = lines.findIndex((line, at) => line.startsWith('| ') && !lines[at + 1]?.startsWith('|'))
    lines.splice(known === -1 ? last + 1 : known, known === -1 ? 0 : 1, row(figure))
  }
  return lines.join('\n')
}

type Server = Parameters<typeof prepareTemplate>[0]

/** What can be measured by itself, by the name that one asks for it. */
const parts: Record<string, (server: Server) => Promise<Figure[]>> = {
  'reading-while-acting': async (server) =>
    benchReadingWhileActing(
      await cloneDatabase(await prepareTemplate(server, { seeded: true })),
      quick ? 6 : 20,
    ),
  'desk-proposals': async (server) =>
    benchDeskProposals(
      await cloneDatabase(await prepareTemplate(server, { seeded: true })),
      quick ? 20 : 60,
    ),
  years: async (server) => {
    const template = await prepareTemplate(server)
    return benchYears(
      [await cloneDatabase(template), await cloneDatabase(template)],
      quick ? { rounds: 1, times: 10 } : { rounds: 5, times: 40 },
    )
  },
  roadmaps: async () => [
    ...(await benchComparison(quick ? 100 : 400)),
    ...(await benchChart(quick ? 50 : 200)),
  ],
  archive: async (server) =>
    benchArchive(
      server,
      quick
        ? { entries: 100_000, rounds: 2, restored: 6_000 }
        : { entries: 1_000_000, rounds: 3, restored: 100_000 },
    ),
  uploads: async (server) =>
    benchUploads(await cloneDatabase(await prepareTemplate(server, { seeded: true }))),
  plans: async (server) =>
    benchPlans(await cloneDatabase(await prepareTemplate(server, { seeded: true })), quick ? 40 : 150),
  asof: async (server) =>
    benchAsOf(await cloneDatabase(await prepareTemplate(server, { seeded: true })), quick ? 20 : 80),
  search: async (server) =>
    benchSearch(
      await cloneDatabase(await prepareTemplate(server, { seeded: true })),
      quick ? { passages: 20_000, rounds: 5 } : { passages: 1_000_000, rounds: 20 },
    ),
  log: async (server) =>
    benchLog(
      await cloneDatabase(await prepareTemplate(server, { seeded: true })),
      await cloneDatabase(await prepareTemplate(server)),
      quick
        ? { seconds: 1, entries: 20_000, checked: 5_000 }
        : { seconds: 3, entries: 1_000_000, checked: 100_000 },
    ),
  edits: async (server) =>
    benchEdits(
      await cloneDatabase(await prepareTemplate(server, { seeded: true })),
      await cloneDatabase(await prepareTemplate(server)),
      quick ? 50 : 1_000,
    ),
  editor: async (server) =>
    benchEditor(await cloneDatabase(await prepareTemplate(server, { seeded: true })), quick ? 2 : 9),
  live: async (server) =>
    benchLive(
      await cloneDatabase(await prepareTemplate(server)),
      quick ? { trials: 60, seconds: 10, readers: 50 } : { trials: 400, seconds: 60, readers: 60 },
    ),
  'live-crash': async ({ dataDir }) =>
    benchCrashes(join(dataDir, 'crash'), quick ? { rounds: 3, marks: 150 } : { rounds: 50, marks: 500 }),
}

async function measure(names: string[], server: Server): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const name of names) {
    console.log(`${name} …`)
    figures.push(...((await parts[name]?.(server)) ?? []))
  }
  return figures
}

async function wholePage(server: Server): Promise<{ text: string; figures: Figure[]; sound: boolean }> {
  const empty = await cloneDatabase(await prepareTemplate(server))
  const seeded = await cloneDatabase(await prepareTemplate(server, { seeded: true }))
  console.log('acts …')
  const acts = await benchActs({ ...empty, rounds: quick ? 100 : 400 })
  const rounds = await benchLastPositions({ ...empty, rounds: quick ? 100 : 1_000 })
  console.log('tree …')
  const tree = benchTree()
  console.log('pages …')
  const pages = await benchPages(seeded, quick ? 3 : 8)
  const figures: Figure[] = [
    ...pages.figures,
    ...acts,
    {
      name: `The tree of ${tree.entries.toLocaleString('en-GB')} entries, as \`npm run verify\` computes it`,
      ours: 1000 / tree.treeMs,
      floor: 1000 / tree.floorMs,
      unit: 'trees/s',
      better: 'higher',
      target: 0.5,
    },
    ...(await measure(Object.keys(parts), server)),
  ]
  return { text: page({ ...pages, figures, rounds }), figures, sound: rounds.once === rounds.rounds }
}

await orExplain(async () => {
  const unknown = asked.find((one) => !parts[one])
  if (unknown)
    throw new Mistake(`no figures are called ${unknown}: there are ${Object.keys(parts).join(', ')}`)
  Object.assign(process.env, { MESA_MODE: 'demonstration', SESSION_SECRET: BENCH_SECRET })
  // A server that keeps its promises: with the tests' throwaway one a commit would cost nothing.
  const dataDir = join(environment().dataDir, 'bench')
  const postgres = await startPostgres({ dataDir })
  const server = { ...postgres, dataDir }
  try {
    const figures = asked.length > 0 ? await measure(asked, server) : null
    const {
      text,
      sound,
      figures: measured,
    } = figures
      ? { text: amended(readFileSync(PAGE, 'utf8'), figures), sound: true, figures }
      : await wholePage(server)
    if (!quick) writeFileSync(PAGE, text)
    console.log(figures ? figures.map(row).join('\n') : text)
    if (measured.some((figure) => meets(figure) === false) || !sound) process.exitCode = 1
  } finally {
    await postgres.stop()
  }
  process.exit()
})
