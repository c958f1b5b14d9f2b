import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesUnder } from './files.ts'
import { root } from './rooms.ts'

describe('days', () => {
  // What turns days into instants and back, in all the spellings of it that were found here. Tests may
  // reckon otherwise: so they can disagree.
  const patterns: [what: string, pattern: RegExp][] = [
    [
      'cuts a day out of an instant',
      /\.toISOString\(\)\s*\.(?:slice|substring|substr|split)|slice\(0, ?10\)/,
    ],
    [
      'asks a date of its parts',
      /\.(?:get|set)(?:UTC)?(?:Date|Day|Month|FullYear|Hours)\(|getTimezoneOffset/,
    ],
    [
      'counts a day in hours',
      /\b864e5\b|\b86_?400(?:_?000)?\b|\b36e5\b|\b3_?600_?000\b|24 \* 60|60 \* 60 \* 24|24 \* 3_?600/,
    ],
    [
      'makes an instant of a day',
      /(?:new Date|Date\.parse)\(\s*(?:`|day\b|\w+\.(?:day|\w+On)\b|[\w.]+ ?\+ ?')|T00:00|Date\.UTC\(/,
    ],
    [
      'asks the runtime for clocks',
      /Intl\.DateTimeFormat\b|supportedValuesOf|toLocale(?:Date|Time)?String\((?:[^)]*timeZone|undefined, \{ (?:day|hour|month))/,
    ],
    ['asks the database for clocks', /AT TIME ZONE|current_date|date_trunc|now\(\)::date|EXTRACT\(/i],
  ]
  /** A reason on its line, or at most two lines before it, beginning with this word: a statement may be broken. */
  const reason = /(?:\/\/|--) days: /
  // Migrations that were applied are not edited: what the first asks was taken from it by `days`, and
  // the second's day is of rows that no act writes.
  const applied = ['20261123000002_guard', '20261123000026_past'].map(
    (name) => `prisma/migrations/${name}/migration.sql`,
  )
  const exempt = ['lib/act/calendar.ts', ...applied]
  const folders = ['lib', 'app', 'components', 'server', 'scripts', 'testing', 'prisma', 'e2e']
  const sqlUnder = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.sql'))
      .map((name) => join(folder, name))
  const files = [
    ...folders.flatMap((name) => filesUnder(join(root, name))),
    ...sqlUnder(join(root, 'prisma/migrations')),
  ]
    .map((file) => relative(root, file))
    .filter((file) => !/\.test\.tsx?$/.test(file) && !exempt.includes(file))

  /** What stands in a text and is not allowed there, line by line. */
  function reckoningIn(text: string): string[] {
    const lines = text.split('\n')
    return lines.flatMap((line, at) => {
      const allowed = lines.slice(Math.max(0, at - 2), at + 1).some((one) => reason.test(one))
      return allowed
        ? []
        : patterns
            .filter(([, pattern]) => pattern.test(line))
            .map(([what]) => `${at + 1} ${what}: ${line.trim().slice(0, 100)}`)
    })
  }

  it('are turned into instants, and back, in lib/act/calendar.ts alone', () => {
    const wrong = files.flatMap((file) =>
      reckoningIn(readFileSync(join(root, file), 'utf8')).map((one) => `${file}:${one}`),
    )
    expect(files.length).toBeGreaterThan(400)
    expect(wrong).toEqual([])
  })

  it.each([
    'deadlineAt.toISOString().slice(0, 10)',
    'const [day] = now.toISOString().split("T")',
    'recordedAt.slice(0, 10)',
    'date.setDate(date.getDate() + 1)',
    'new Date().getTimezoneOffset()',
    'now.getTime() + days * 864e5',
    'now + 7 * 86_400_000',
    '24 * 60 * 60 * 1000',
    'new Date(`${day}T00:00:00Z`)',
    "new Date(day + 'T12:00')",
    'Date.parse(`${to}T00:00:00Z`)',
    'new Date(day)',
    'new Date(row.heldOn)',
    'Date.UTC(year, month, 0)',
    "new Intl.DateTimeFormat('es', { timeZone })",
    "Intl.supportedValuesOf('timeZone')",
    "when.toLocaleString('es', { timeZone: zone })",
    '(moment AT TIME ZONE zone)::date',
    'WHERE m."fromOn" <= current_date',
  ])('nobody writes %s', (line) => {
    expect(reckoningIn(line)).toHaveLength(1)
    expect(reckoningIn(`${line} // days: because`)).toEqual([])
    expect(reckoningIn(`// days: because\n${line}`)).toEqual([])
  })
})
