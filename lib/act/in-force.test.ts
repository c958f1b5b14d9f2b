import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../../testing/use-database.ts'
import { openDatabase } from '../db/client.ts'
import { addDays, fromDate, toDate } from './calendar.ts'
import { firstDayAfter, hasEnded, inForceOn, overlap, rowsInForceOn } from './in-force.ts'

const root = resolve(import.meta.dirname, '../..')
const seeded = await useDatabase({ seeded: true })
const database = openDatabase(seeded.appUrl)
const owner = new pg.Client({ connectionString: seeded.ownerUrl })
beforeAll(() => owner.connect())
afterAll(() => Promise.all([database.$disconnect(), owner.end()]))

describe('in force', () => {
  const days = [0, 1, 2, 3, 4].map((count) => addDays('2026-02-27', count))
  const terms = days.flatMap((fromOn) =>
    [null, ...days.filter((day) => day >= fromOn)].map((untilOn) => ({ fromOn, untilOn })),
  )

  it('is the same for the database and for the rule', async () => {
    for (const { fromOn, untilOn } of terms)
      for (const day of days) {
        const [row] = await database.$queryRaw<{ inForce: boolean; ended: boolean }[]>`
          SELECT public.in_force(${toDate(fromOn)}::date, ${untilOn && toDate(untilOn)}::date, ${toDate(day)}::date) AS "inForce",
            public.has_ended(${untilOn && toDate(untilOn)}::date, ${toDate(day)}::date) AS ended`
        expect(row, `${fromOn} ${untilOn} ${day}`).toEqual({
          inForce: inForceOn({ fromOn, untilOn }, day),
          ended: hasEnded(untilOn, day),
        })
      }
  })

  it('is the same as a condition on rows', async () => {
    const mandates = await database.mandate.findMany()
    const turns = mandates.flatMap(({ fromOn, untilOn }) => [fromOn, ...(untilOn ? [untilOn] : [])])
    const around = turns.map(fromDate).flatMap((day) => [addDays(day, -1), day, addDays(day, 1)])
    expect(mandates.some((mandate) => mandate.untilOn)).toBe(true)
    for (const day of new Set(around)) {
      const found = await database.mandate.findMany({ where: rowsInForceOn(day), select: { id: true } })
      const meant = mandates.filter(({ fromOn, untilOn }) =>
        inForceOn({ fromOn: fromDate(fromOn), untilOn: untilOn && fromDate(untilOn) }, day),
      )
      expect(new Set(found.map((one) => one.id)), day).toEqual(new Set(meant.map((one) => one.id)))
    }
  })

  it('ends before the first day after it, and overlaps with what shares a day', () => {
    for (const term of terms) {
      const after = firstDayAfter(term)
      if (after && after > term.fromOn) {
        expect(inForceOn(term, after)).toBe(false)
        expect(inForceOn(term, addDays(after, -1))).toBe(true)
      }
      for (const other of terms.filter(({ fromOn, untilOn }) => fromOn !== untilOn))
        if (term.fromOn !== term.untilOn)
          expect(overlap(term, other)).toBe(
            days.some((day) => inForceOn(term, day) && inForceOn(other, day)),
          )
    }
  })

  it('keeps two titulars apart by the same days', async () => {
    const { rows } = await owner.query<{ means: string }>(
      `SELECT pg_get_constraintdef(oid) AS means FROM pg_constraint WHERE conrelid = 'mandate'::regclass AND contype = 'x'`,
    )
    // A range of dates leaves its end out, as `untilOn` is left out.
    expect(rows.map((row) => row.means)).toEqual([
      expect.stringContaining('daterange("fromOn", "untilOn") WITH &&') as string,
    ])
  })
})

describe('whether something is in force', () => {
  // What is compared with an end: a day against `untilOn`, or against the `endedOn` of a seat.
  const compared = /(?:untilOn|endedOn)"?(?: IS NULL|\s*(?:<=?|>=?)(?!=)\s)|(?:untilOn|endedOn): \{/

  it('is asked by nobody in words of their own', () => {
    const own: Record<string, string> = {
      'lib/act/in-force.ts': 'is it',
      'lib/bodies/commands.ts': 'asks whether a new end is earlier than the old one',
      'lib/bodies/rules.ts': 'asks which of two ends, and of two days, is the later',
    }
    const wrong = ['lib', 'app', 'components', 'server', 'scripts'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|generated\//.test(name))
        .map((name) => `${folder}/${name}`)
        .filter((path) => !(path in own))
        .flatMap((path) =>
          readFileSync(join(root, path), 'utf8')
            .split('\n')
            .flatMap((line) => (compared.test(line) ? [`${path}: ${line.trim()}`] : [])),
        ),
    )
    expect(wrong).toEqual([])
  })

  it('is not written into a function of the database a second time', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosrc ~ '"(untilOn|endedOn)" (IS NULL|[<>])'`,
    )
    expect(rows).toEqual([])
  })
})
