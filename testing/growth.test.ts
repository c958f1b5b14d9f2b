import { beforeAll, describe, expect, inject, it } from 'vitest'
import { grown, readPage, withYears } from '../bench/years.ts'
import type { Reading, Served } from '../bench/years.ts'
import { openMesa } from '../lib/mesa.ts'
import { playYears } from '../prisma/years/play.ts'
import { halfAYear } from '../prisma/years/years.ts'
import type { Size } from '../prisma/years/years.ts'
import { arePagesStale, buildPages } from '../scripts/ready.ts'
import { READER } from '../scripts/roles.ts'
import { cloneDatabase, prepareTemplate } from './databases.ts'

// A page of an old forum asks no more of the database than the same page of a young one: so many
// statements, and of each so many rows. Nothing is timed. The old forum has three times the past of the
// young one, which has more of each thing already than a page shows at once.

const young: Size = {
  ...halfAYear,
  slug: 'joven',
  plans: 2,
  months: 3,
  commitments: 3,
  activities: 2,
  meetings: 24,
  mandate: 3,
  decisions: [8, 8],
}
const old: Size = { ...young, slug: 'vieja', plans: 6, meetings: 72 }

/** So much may differ without being growth: a plan more in a list of plans, a holder more of a seat. */
const CHANCE = { statements: 2, rows: 8 }
const ROUNDS = 2

/** Pages that do ask more, and why. */
const asksMore: Record<string, string> = {
  '/commitments/[number]': 'tells of the commitment of this number in each plan: four statements a plan',
  '/desk/participation':
    'shows ten of the suspensions that ended, with three statements each; the young forum has fewer',
}

/** What is answered with more rows, and why it may. */
const known: { route: string; about: RegExp; why: string }[] = [
  {
    route: '/desk/balance',
    about: /FROM position o JOIN proposal p/,
    why: 'counts the answers of a year, and the young forum has half of one',
  },
  {
    route: '/bodies',
    about: /"commitment"/,
    why: 'names what the changes of the forum name: twelve more with each plan',
  },
  { route: '/desk/forum', about: /"commitment"/, why: 'the same' },
  {
    route: '/history',
    about: /"history_line".*"index" IN/,
    why: 'tells thirty acts whole, and those of the old forum’s last days have more facts each',
  },
  {
    route: '/desk/participation',
    about: /"commitment"/,
    why: 'of whichever plan, a sector’s suspension is there to be resumed',
  },
  {
    route: '/desk/roadmaps/[commitment]/lineage',
    about: /"commitment"/,
    why: 'chooses among the commitments of earlier plans',
  },
]

async function laid(size: Size) {
  const database = await cloneDatabase(await prepareTemplate(inject('server')))
  const mesa = openMesa(database.appUrl)
  await playYears(mesa, size)
  await mesa.close()
  return database
}

type Asked = { status: number; asked: Map<string, { times: number; rows: number }> }
type Answer = Reading['answers'][number]

/** Of the portal, what its own role asks, as nothing else does; of the desk, what the background never asks. */
function asFor(route: string, { answers }: Reading, idle: Set<string>): Map<string, Answer[]> {
  const isDesk = route.startsWith('/desk')
  const own = answers.filter(({ role, statement }) =>
    isDesk ? role !== READER && !idle.has(statement) : role === READER,
  )
  return Map.groupBy(own, ({ statement }) => statement)
}

/**
 * What a page asks: of the portal, in the round in which it was made anew, since it is kept otherwise; of
 * the desk, what it asked in every round.
 */
function askedBy(route: string, readings: Reading[], idle: Set<string>): Asked {
  const rounds = readings.map((reading) => asFor(route, reading, idle))
  const [most = new Map<string, Answer[]>()] = rounds.toSorted((one, other) => other.size - one.size)
  const counted = route.startsWith('/desk') ? rounds : [most]
  const least = (statement: string, of: (answers: Answer[]) => number) =>
    Math.min(...counted.map((round) => of(round.get(statement) ?? [])))
  return {
    status: readings[0]?.status ?? 0,
    asked: new Map(
      [...most.keys()].flatMap((statement) => {
        const times = least(statement, (all) => all.length)
        const rows = least(statement, (all) => Math.max(0, ...all.map((one) => one.rows)))
        return times > 0 ? [[statement, { times, rows }] as const] : []
      }),
    ),
  }
}

/** Every page, in rounds: an act before each round makes all that was kept stale. */
async function readAll(served: Served) {
  const idle = new Set<string>()
  const readings = new Map<string, Reading[]>()
  for (let round = 0; round < ROUNDS; round += 1) {
    // The longer wait sees what the server does every twenty seconds by itself.
    const { statements } = await grown(served, round === 0 ? 22_000 : 2_500)
    for (const statement of statements) idle.add(statement)
    for (const route of served.addresses.keys())
      readings.set(route, [...(readings.get(route) ?? []), await readPage(served, route)])
  }
  return { idle, readings }
}

const times = ({ asked }: Asked) => [...asked.values()].reduce((sum, one) => sum + one.times, 0)
const short = (statement: string) =>
  statement.replaceAll(/\s+/g, ' ').replace(/^ ?SELECT .*? FROM/, 'FROM')

let pages: { route: string; old: Asked; young: Asked }[] = []
beforeAll(async () => {
  if (arePagesStale()) await buildPages()
  const [one, other] = [await laid(young), await laid(old)]
  const before = await withYears(one, young, readAll)
  const after = await withYears(other, old, readAll)
  const idle = new Set([...before.idle, ...after.idle])
  pages = [...after.readings].flatMap(([route, readings]) => {
    const same = before.readings.get(route)
    return same
      ? [{ route, old: askedBy(route, readings, idle), young: askedBy(route, same, idle) }]
      : []
  })
  await Promise.all([one.drop(), other.drop()])
})

describe('a page of an old forum', { tags: ['long'] }, () => {
  it('is there, as in a young one', () => {
    expect(pages.length).toBeGreaterThan(70)
    expect(pages.filter((page) => page.old.status !== page.young.status)).toEqual([])
    expect(pages.filter((page) => page.old.status === 200).length).toBeGreaterThan(60)
  })

  it('asks no more statements', () => {
    const more = pages.filter(
      (page) => !(page.route in asksMore) && times(page.old) > times(page.young) + CHANCE.statements,
    )
    expect(
      more.map(({ route, old: now, young: before }) => {
        const asked = [...now.asked].filter(
          ([statement, one]) => one.times > (before.asked.get(statement)?.times ?? 0),
        )
        return [
          `${route}: ${times(now)}, ${times(before)}`,
          ...asked.map(([statement, one]) => `${one.times} ${short(statement)}`),
        ]
      }),
    ).toEqual([])
  })

  it('is answered with no more rows', () => {
    const more = pages.flatMap((page) =>
      [...page.old.asked].flatMap(([statement, { rows }]) => {
        const before = page.young.asked.get(statement)?.rows
        if (before === undefined || rows <= before + CHANCE.rows || rows <= before * 1.3) return []
        if (known.some(({ route, about }) => route === page.route && about.test(statement))) return []
        return [`${page.route}: ${rows}, ${before}: ${short(statement)}`]
      }),
    )
    expect(more).toEqual([])
  })
})
