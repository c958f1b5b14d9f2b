// Every command and every query by every kind of person, asked of themselves: `npm run docs:permissions` writes
// docs/permissions.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../lib/db/client.ts'
import { openMesa } from '../../lib/mesa.ts'
import { smallTable } from '../../prisma/small-table.ts'
import { ROOT } from '../../scripts/child.ts'
import { everyone, forumNamed } from './people.ts'
import type { Mesa } from './people.ts'
import { otherDoors, walkQueries } from './queries.ts'
import type { Read, Reading } from './queries.ts'
import { walkSituations } from './situations.ts'
import { beginWalk } from './walk.ts'
import type { Cell, Row } from './walk.ts'

export const permissionsFile = join(ROOT, 'docs/permissions.md')

/** The situations, one after another, on a database with the demonstration. */
export async function walkPermissions(
  appUrl: string,
  visit: (row: Row, mesa: Mesa) => Promise<void> = async () => undefined,
): Promise<Row[]> {
  const mesa = openMesa(appUrl)
  const database = openDatabase(appUrl)
  try {
    const [practice, record] = [await forumNamed(mesa, 'practica'), await forumNamed(mesa, 'mexico')]
    const people = await everyone(mesa, await smallTable(database, 'otra-mesa'))
    const walk = beginWalk({ mesa, practice, record, people }, visit)
    await walkSituations(walk)
    return walk.rows
  } finally {
    await Promise.all([mesa.close(), database.$disconnect()])
  }
}

/**
 * The rows as the document in docs/: a mark where one may, the number of the reason where one may not; then
 * what each reads.
 */
export function permissionsDocument(rows: Row[], reads: Read[]): string {
  const reasons = [
    ...new Set(rows.flatMap((row) => row.cells.flatMap((cell) => cell.refusal?.refused ?? []))),
  ]
  const mark = ({ refusal }: Cell) => (refusal ? String(reasons.indexOf(refusal.refused) + 1) : '✓')
  const letters = (rows[0]?.cells ?? []).map(
    (cell, place) => [String.fromCharCode(65 + place), cell.someone.kind] as const,
  )
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const table = (of: string[], lines: string[][]) => [
    line([...of, 'Situation', ...letters.map(([letter]) => letter)]),
    line([...of, ''].map(() => '---').concat(letters.map(() => ':-:'))),
    ...lines.map(line),
    '',
  ]
  const titled = (capability: string) => `${capability.charAt(0).toUpperCase()}${capability.slice(1)}`
  const capabilities = [...new Set(rows.map((row) => row.command.name.split('.')[0] ?? ''))]
  return [
    '# Who may do what',
    '',
    'Written by `npm run docs:permissions`, which asks `standing` of every command, and every query itself, ' +
      'on the demonstration’s practice table;',
    'do not edit it by hand. A test makes it again and compares, and tries ' +
      'the refused acts of proposals and meetings at the door.',
    '',
    'Commands: ✓ may; a number says why not. What was sent is checked after that, and can ' +
      'still be refused. [Queries](#queries) follow.',
    aboutGravity,
    '',
    '## The kinds of person',
    '',
    ...letters.map(([letter, kind]) => `- **${letter}**: ${kind}`),
    '',
    ...capabilities.flatMap((capability) => [
      `## ${titled(capability)}`,
      '',
      ...table(
        ['Command', 'Gravity'],
        rows
          .filter((row) => row.command.name.startsWith(`${capability}.`))
          .map((row) => [
            `\`${row.command.name.split('.')[1] ?? ''}\``,
            row.command.gravity,
            row.situation,
            ...row.cells.map(mark),
          ]),
      ),
    ]),
    '## Why not',
    '',
    ...reasons.map((reason, place) => `${place + 1}. ${sentenceOf(reason)} (\`${reason}\`)`),
    '',
    '## Queries',
    '',
    'Each was called as each kind of person, who reads with all the seats that they hold, ' +
      'and marked words were looked for in the answer: ✓ it is whole,',
    '◐ a part of it, – none of what the situation names.',
    '',
    ...[...new Set(reads.map((read) => read.capability))].flatMap((capability) => [
      `### ${titled(capability)}: queries`,
      '',
      ...table(
        ['Query'],
        reads
          .filter((read) => read.capability === capability)
          .map((read) => [
            `\`${read.query}\``,
            read.situation,
            ...read.cells.map(({ seen }) => readMarks[seen]),
          ]),
      ),
    ]),
    '### Queries without a viewer',
    '',
    'These answer commands and the timer. Pages call some of them:',
    '',
    ...Object.entries(otherDoors).map(([query, door]) => `- \`${query}\`: ${door}`),
    '',
  ].join('\n')
}

const aboutGravity =
  'What a form asks of whoever acts follows from the gravity of its act (`lib/act/gravity.ts`): one that is *binding* or ' +
  '*irreversible* starts empty, and what it brings about for good is shown once more before it is recorded.'

const readMarks: Record<Reading['seen'], string> = { whole: '✓', part: '◐', nothing: '–' }

function sentenceOf(refusal: string): string {
  const messages = JSON.parse(readFileSync(join(ROOT, 'messages/en.json'), 'utf8')) as unknown
  const found = ['refusals', ...refusal.split('.')].reduce(
    (part, name) => (part as Record<string, unknown> | undefined)?.[name],
    messages,
  )
  if (typeof found !== 'string') throw new Error(`no sentence says ${refusal}`)
  return found
}

if (import.meta.main) {
  const { environment, orExplain } = await import('../../scripts/command.ts')
  const { cloneDatabase, prepareTemplate, startTestServer } = await import('../databases.ts')
  await orExplain(async () => {
    const server = await startTestServer(environment().dataDir)
    try {
      const template = await prepareTemplate(server, { seeded: true })
      const [acting, reading] = [await cloneDatabase(template), await cloneDatabase(template)]
      writeFileSync(
        permissionsFile,
        permissionsDocument(
          await walkPermissions(acting.appUrl),
          await walkQueries(reading.appUrl, reading.readerUrl),
        ),
      )
      await Promise.all([acting.drop(), reading.drop()])
    } finally {
      await server.stop()
    }
  })
  process.exit(0)
}
