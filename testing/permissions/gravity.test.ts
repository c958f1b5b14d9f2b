import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AnyCommand } from '../../lib/act/command.ts'
import { startsEmpty } from '../../lib/act/gravity.ts'
import { commands } from '../../lib/commands.ts'
import { ROOT } from '../../scripts/child.ts'
import { useDatabase } from '../use-database.ts'
import { walkPermissions } from './page.ts'

const { appUrl } = await useDatabase({ seeded: true })

/** What a form carries along without anybody's doing: of what it is, and over which text. All else in it somebody chooses or writes. */
const isCarried = (value: unknown) =>
  typeof value === 'string' && /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})$/.test(value)

type Pressed = { is: string; wants: string[]; appended: number }
type Tried = { command: AnyCommand; bare: Pressed; whole: Pressed | null }
const tried: Tried[] = []

// Each act that binds, in a state in which somebody may do it: sent as its form stands there when the page has come, and sent whole, without
// having been looked at a second time.
beforeAll(async () => {
  await walkPermissions(appUrl, async ({ command, input, now, cells }, mesa) => {
    const may = cells.find(({ refusal, someone }) => !refusal && someone.as)
    if (!startsEmpty(command.gravity) || command.by === 'office' || !may) return
    const { someone, viewer } = may
    const size = async () =>
      (await mesa.db.logHead.findUniqueOrThrow({ where: { forumId: viewer.forum.id } })).size
    const press = async (sent: Record<string, unknown>, how: string): Promise<Pressed> => {
      const before = await size()
      const outcome = await mesa.act(command, {
        viewer,
        key: `one-press-${how}-${String(tried.length).padStart(6, '0')}`,
        clock: () => now,
        input: { as: someone.as, ...sent },
        looked: '',
      })
      return {
        is: outcome.is,
        wants: outcome.is === 'invalid' ? outcome.problems.map(({ path }) => path) : [],
        appended: (await size()) - before,
      }
    }
    const carried = Object.fromEntries(Object.entries(input).filter(([, value]) => isCarried(value)))
    tried.push({
      command,
      bare: await press(carried, 'bare'),
      // What is not final may be done by a press with something chosen, and the walk goes on from there by itself.
      whole: command.gravity === 'irreversible' ? await press(input, 'whole') : null,
    })
  })
})

describe('an act that binds', () => {
  const grave = commands.filter(({ by, gravity }) => by !== 'office' && startsEmpty(gravity))

  it('is tried here, each of them', () => {
    expect(grave.length).toBeGreaterThan(15)
    const names = new Set(tried.map(({ command }) => command.name))
    expect(grave.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([])
  })

  it('is not done by a form in which nothing was chosen: a field wants an answer, or what it brings about is shown', () => {
    const done = tried.filter(
      ({ bare }) => bare.appended !== 0 || !(bare.is === 'look' || bare.wants.length > 0),
    )
    expect(done.map(({ command, bare }) => [command.name, bare])).toEqual([])
  })

  it('is never done by one press where nothing takes it back', () => {
    const done = tried.filter(({ whole }) => whole && (whole.appended !== 0 || whole.is === 'done'))
    expect(done.map(({ command, whole }) => [command.name, whole])).toEqual([])
    expect(tried.filter(({ whole }) => whole?.is === 'look').length).toBeGreaterThan(5)
  })
})

it('every consequence is a sentence, in both languages', () => {
  const keys = new Set(
    globSync('{lib,app}/**/*.ts', { cwd: ROOT })
      .filter((file) => !file.endsWith('.test.ts') && !file.includes('generated'))
      .flatMap((file) => [...readFileSync(join(ROOT, file), 'utf8').matchAll(/'consequences\.(\w+)'/g)])
      .map(([, key = '']) => key),
  )
  for (const lang of ['es', 'en']) {
    const { consequences } = JSON.parse(readFileSync(join(ROOT, `messages/${lang}.json`), 'utf8')) as {
      consequences: Record<string, string>
    }
    expect([...keys].toSorted()).toEqual(Object.keys(consequences).toSorted())
  }
})
