import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { permissionsDocument, permissionsFile, walkPermissions } from '../scripts/permissions.ts'
import type { Row } from '../scripts/permissions.ts'
import { useDatabase } from '../scripts/use-database.ts'
import { commands } from './commands.ts'

const { appUrl } = await useDatabase({ seeded: true })
const atTheDoor: { pair: string; expected: string; heard: unknown; appended: number }[] = []
let rows: Row[]

// Every refused pair of what people do with each other is tried for real, in the very state in which the table was asked.
beforeAll(async () => {
  rows = await walkPermissions(appUrl, async ({ command, situation, input, now, cells }, mesa) => {
    if (!/^(proposals|meetings)\./.test(command.name)) return
    for (const { someone, viewer, refusal } of cells) {
      if (!refusal) continue
      const size = async () => (await mesa.db.logHead.findUniqueOrThrow({ where: { forumId: viewer.forum.id } })).size
      const before = await size()
      const takesSeat = 'as' in (command.input as unknown as { shape: Record<string, unknown> }).shape
      const outcome = await mesa.act(command, {
        viewer, key: `at-the-door-${String(atTheDoor.length).padStart(8, '0')}`, clock: () => now,
        input: takesSeat ? { as: someone.as ?? viewer.forum.id, ...input } : input,
      })
      atTheDoor.push({
        pair: `${command.name} (${situation}): ${someone.kind}`, expected: refusal.refused,
        heard: outcome.is === 'refused' ? outcome.refusal.refused : outcome, appended: (await size()) - before,
      })
    }
  })
})

describe('docs/permissions.md', () => {
  it('has a row for every command, and somebody who may', () => {
    for (const command of commands) {
      const own = rows.filter((row) => row.command.name === command.name)
      expect(own.some((row) => row.cells.some((cell) => !cell.refusal)), command.name).toBe(true)
    }
  })

  it('is what the commands say: `npm run docs:permissions` writes it anew', () => {
    expect(readFileSync(permissionsFile, 'utf8')).toBe(permissionsDocument(rows))
  })

  it('never lets in who is signed out, of another forum, or without a mandate in force', () => {
    const outsiders = ['signed out', 'person of another forum', 'whose mandate has ended']
    expect(rows.flatMap((row) => row.cells.filter((cell) => outsiders.includes(cell.someone.kind) && !cell.refusal))).toEqual([])
  })

  it('lets no working group’s voice say who sits in the Committee', () => {
    const groups = rows.filter((row) => /appoint|end-mandate/.test(row.command.name)).flatMap((row) => row.cells.filter((cell) => /working group/.test(cell.someone.kind)))
    expect(groups.map((cell) => cell.refusal?.refused)).toEqual(Array<string>(6).fill('bodies.ownSectorOnly'))
  })

  it('does not lie: whoever it refuses is refused at the door, for that reason, and nothing is appended', () => {
    expect(atTheDoor.length).toBeGreaterThan(200)
    expect(atTheDoor.filter((one) => one.heard !== one.expected || one.appended !== 0)).toEqual([])
  })
})
