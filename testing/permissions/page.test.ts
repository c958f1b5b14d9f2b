/** @module-tag long */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../../scripts/child.ts'
import { otherDoors, walkQueries } from './queries.ts'
import type { Read } from './queries.ts'
import { permissionsDocument, permissionsFile, walkPermissions } from './page.ts'
import type { Row } from './walk.ts'
import { useDatabase } from '../use-database.ts'
import { commands } from '../../lib/commands.ts'
import { canonicalBytes } from '../../lib/log/canonical.ts'

const [{ appUrl }, reading] = [await useDatabase({ seeded: true }), await useDatabase({ seeded: true })]
const atTheDoor: { pair: string; expected: string; heard: unknown; appended: number }[] = []
let rows: Row[]
let reads: Read[]

// Every refused pair of what people do with each other is tried for real, in the very state in which the
// table was asked.
beforeAll(async () => {
  rows = await walkPermissions(appUrl, async ({ command, situation, input, now, cells }, mesa) => {
    if (!/^(proposals|meetings|evidence)\./.test(command.name)) return
    for (const { someone, viewer, refusal } of cells) {
      if (!refusal) continue
      const size = async () =>
        (await mesa.db.logHead.findUniqueOrThrow({ where: { forumId: viewer.forum.id } })).size
      const before = await size()
      const takesSeat = 'as' in (command.input as unknown as { shape: Record<string, unknown> }).shape
      const outcome = await mesa.act(command, {
        viewer,
        key: `at-the-door-${String(atTheDoor.length).padStart(8, '0')}`,
        clock: () => now,
        input: takesSeat ? { as: someone.as ?? viewer.forum.id, ...input } : input,
      })
      atTheDoor.push({
        pair: `${command.name} (${situation}): ${someone.kind}`,
        expected: refusal.refused,
        heard: outcome.is === 'refused' ? outcome.refusal.refused : outcome,
        appended: (await size()) - before,
      })
    }
  })
  reads = await walkQueries(reading.appUrl, reading.readerUrl)
})

/** The functions that `files` export and whose first parameter is of this type. */
function exported(files: string, first: string): string[] {
  const named = new RegExp(
    String.raw`^export (?:const |(?:async )?function )(\w+)(?: = (?:async )?)?\(\s*(?:\w+|\{[^}]*\}): ${first}\b`,
    'gm',
  )
  return globSync(files, { cwd: ROOT }).flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(named)].map((found) => found[1] ?? ''),
  )
}

/** What no page of the portal asks. */
const deskAlone = ['draftOf']

const queryFiles = 'lib/{*/*seen,accounts/people}.ts'
const recordFiles = 'lib/{*/*{seen,record},accounts/people}.ts'

/** Done by the system where a sector, or a whole forum, has nobody left: lib/appointments/commands.test.ts brings it about. */
const whereNobodyIsLeft = ['bodies.keep-in-office', 'appointments.settle-restoration']

describe('docs/permissions.md', () => {
  it('has a row for every command, and somebody who may', () => {
    for (const command of commands) {
      const own = rows.filter((row) => row.command.name === command.name)
      if (whereNobodyIsLeft.includes(command.name)) {
        expect(own).not.toEqual([])
        continue
      }
      expect(
        own.some((row) => row.cells.some((cell) => !cell.refusal)),
        command.name,
      ).toBe(true)
    }
  })

  it('is what the commands say, and what the queries answer: `npm run docs:permissions` writes it anew', () => {
    expect(readFileSync(permissionsFile, 'utf8')).toBe(permissionsDocument(rows, reads))
  })

  it('never lets in who is signed out, of another forum, or without a mandate in force', () => {
    const outsiders = ['signed out', 'person of another forum', 'whose mandate has ended']
    expect(
      rows.flatMap((row) =>
        row.cells.filter((cell) => outsiders.includes(cell.someone.kind) && !cell.refusal),
      ),
    ).toEqual([])
  })

  it('lets no working group’s voice say who sits in the Committee', () => {
    const groups = rows
      .filter((row) => /^bodies\.(appoint|end-mandate)$/.test(row.command.name))
      .flatMap((row) => row.cells.filter((cell) => /working group/.test(cell.someone.kind)))
    expect(groups.map((cell) => cell.refusal?.refused)).toEqual(
      Array<string>(6).fill('bodies.ownSectorOnly'),
    )
  })

  it('does not lie: whoever it refuses is refused at the door, for that reason, and nothing is appended', () => {
    expect(atTheDoor.length).toBeGreaterThan(200)
    expect(atTheDoor.filter((one) => one.heard !== one.expected || one.appended !== 0)).toEqual([])
  })
})

describe('the queries', () => {
  it('have a row each, and somebody who reads the whole', () => {
    const queries = exported(queryFiles, '(?:Pick<)?Viewer')
    expect(queries.length).toBeGreaterThan(40)
    expect([...new Set(reads.map((read) => read.query))].toSorted()).toEqual(queries.toSorted())
    for (const query of queries) {
      expect(
        reads.some((read) => read.query === query && read.cells.some((cell) => cell.seen === 'whole')),
        query,
      ).toBe(true)
    }
  })

  it('that pages call without a viewer have their door told', () => {
    const pages = globSync('app/**/*.{ts,tsx}', { cwd: ROOT })
      .map((file) => readFileSync(join(ROOT, file), 'utf8'))
      .join('\n')
    const called = exported(recordFiles, 'Reader').filter((query) =>
      new RegExp(String.raw`\b${query}\(`).test(pages),
    )
    expect(called.toSorted()).toEqual(Object.keys(otherDoors).toSorted())
  })

  it('tell whoever holds no seat here what they tell the public, to the letter', () => {
    const outsiders = [
      'person of another forum',
      'whose mandate has ended',
      'the operator’s office',
      'the system’s office',
    ]
    const more = reads
      .filter(({ query }) => query !== 'selfOf')
      .flatMap(({ query, situation, cells }) => {
        const anybody = cells.find((cell) => cell.someone.kind === 'signed out')
        return cells
          .filter((cell) => outsiders.includes(cell.someone.kind) && cell.answer !== anybody?.answer)
          .map((cell) => `${query} (${situation}): ${cell.someone.kind}`)
      })
    expect(more).toEqual([])
  })

  it('tell the portal’s role what they tell anybody signed out, and nothing where only the desk asks', () => {
    const otherwise = reads.filter(
      ({ published, cells }) =>
        published !== null &&
        published !== cells.find((cell) => cell.someone.kind === 'signed out')?.answer,
    )
    expect(otherwise.map(({ query, situation }) => `${query} (${situation})`)).toEqual([])
    expect(
      [
        ...new Set(reads.filter(({ published }) => published === null).map(({ query }) => query)),
      ].toSorted(),
    ).toEqual(deskAlone)
  })

  it('tell the public the same by the rows of the past, at the last act, as by those of now', () => {
    // Names by id stand in the order in which their rows were found.
    const sorted = (answer: string | null | undefined) =>
      answer ? Buffer.from(canonicalBytes(JSON.parse(answer))).toString() : answer
    const otherwise = reads.filter(
      ({ published, atLast, cells }) =>
        sorted(atLast.application) !==
          sorted(cells.find((cell) => cell.someone.kind === 'signed out')?.answer) ||
        sorted(atLast.portal) !== sorted(published),
    )
    expect(otherwise.map(({ query, situation }) => `${query} (${situation})`)).toEqual([])
  })

  it('let an observer read what their body reads', () => {
    const own = ['writesFor', 'mayWriteDraft', 'draftAccess', 'deskOf']
    const seenBy = (kind: string) =>
      reads
        .filter(({ query }) => !own.includes(query))
        .map(({ query, situation, cells }) => [
          query,
          situation,
          cells.find((cell) => cell.someone.kind === kind)?.seen,
        ])
    expect(seenBy('Committee, observer')).toEqual(seenBy('Committee, adviser'))
  })
})
