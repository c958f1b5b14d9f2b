// Measures what an issue names, as ratios to floors of the same run, and writes docs/performance.md.
//   npm run bench              all of it (some minutes)
//   npm run bench -- --quick   shorter rounds
import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { environment, orExplain } from '../command.ts'
import { ROOT } from '../child.ts'
import { startPostgres } from '../postgres.ts'
import { cloneDatabase, prepareTemplate } from '../test-database.ts'
import { benchActs, benchLastPositions } from './act.ts'
import { meets, ratioOf } from './figures.ts'
import type { Figure } from './figures.ts'
import { BENCH_SECRET, benchPages } from './pages.ts'
import type { Weight } from './pages.ts'
import { benchTree } from './tree.ts'

const quick = process.argv.includes('--quick')
const number = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: value < 100 ? 2 : 0 })
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

function row(figure: Figure): string {
  const aim = figure.target === undefined ? '—' : `${figure.better === 'lower' ? '≤' : '≥'} ${figure.target}`
  const met = meets(figure)
  return `| ${figure.name} | ${number(figure.ours)} ${figure.unit} | ${number(figure.floor)} ${figure.unit} | **${ratioOf(figure).toFixed(2)}** | ${aim} | ${met === null ? '' : met ? 'met' : 'missed'} |`
}

function page({ figures, weights, fresh, rounds }: { figures: Figure[]; weights: Weight[]; fresh: number; rounds: { rounds: number; once: number; ms: number } }): string {
  return `# Performance

Written by \`npm run bench\`: the last result, on ${cpus().length} processors (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB of memory,
Node ${process.versions.node}; load generator, server and database share them. Single times say little on such a machine: read the ratios, each
to a floor that was measured in the same run.

| what | ours | floor | ratio | aim | |
|---|---|---|---|---|---|
${figures.map(row).join('\n')}

The floors: for a page, bare node:http that serves the same bytes from one query with Postgres.js; for an act, an insert and its commit
under the same kind of lock with Postgres.js; for the tree, a loop of one-shot SHA-256 over the same bytes.

**Fresh**: the first page that shows an act came ${number(fresh)} ms after its commit (aim: 1,000 ms), written by another process.

**Three last positions in the same instant**: ${rounds.rounds} rounds, ${rounds.once} adopted once and only once, in ${number(rounds.ms / 1000)} s.

| page | HTML, gzip | JavaScript, gzip | cold, with styles and fonts | requests |
|---|---|---|---|---|
${weights.map((one) => `| \`${one.path}\` | ${kilobytes(one.html)} | ${kilobytes(one.script)} | ${kilobytes(one.all)} | ${one.requests} |`).join('\n')}

Aims: JavaScript of a public page at most 150 kB, the whole page cold at most 300 kB.
`
}

await orExplain(async () => {
  Object.assign(process.env, { MESA_MODE: 'demonstration', SESSION_SECRET: BENCH_SECRET })
  // A server that keeps its promises: with the tests' throwaway one a commit would cost nothing.
  const dataDir = join(environment().dataDir, 'bench')
  const postgres = await startPostgres({ dataDir })
  const server = { ...postgres, dataDir }
  try {
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
      ...pages.figures, ...acts,
      { name: `The tree of ${tree.entries.toLocaleString('en-GB')} entries, as \`npm run verify\` computes it`, ours: 1000 / tree.treeMs, floor: 1000 / tree.floorMs, unit: 'trees/s', better: 'higher', target: 0.5 },
    ]
    const text = page({ ...pages, figures, rounds })
    if (!quick) writeFileSync(join(ROOT, 'docs/performance.md'), text)
    console.log(text)
    if (figures.some((one) => meets(one) === false) || rounds.once !== rounds.rounds) process.exitCode = 1
  } finally {
    await postgres.stop()
  }
  process.exit()
})
