import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesUnder, linesThat } from './files.ts'
import { root } from './rooms.ts'

describe('tests', () => {
  const tests = [
    ...['lib', 'app', 'components', 'prisma', 'server', 'scripts', 'stranger', 'testing', 'bench']
      .flatMap((folder) => filesUnder(join(root, folder)))
      .filter((file) => /\.test\.tsx?$|\/live-(?:table|crash|committee)\.ts$/.test(file)),
    ...filesUnder(join(root, 'e2e')),
  ].filter((file) => !file.includes('testing/architecture/'))

  it('wait for what is said, and never for a while', () => {
    expect(
      linesThat(/waitForTimeout|timers\/promises|\bset(?:Timeout|Interval)\(|pg_sleep/, tests, {
        'testing/live-table.ts': 'asks again, with a pause, until it is so',
        'e2e/by-the-documents.spec.ts': 'has a patience of its own (below)',
        'server/rooms.test.ts': 'a line that is slow is what it tries',
      }),
    ).toEqual([])
  })

  it('do not say how long anything takes: beside other work it takes longer', () => {
    expect(
      linesThat(
        /performance\.now|hrtime|expect\(Date\.now|- Date\.now\(\)|(?:toBe|toEqual|toBeLess\w*|toBeGreater\w*)\([^()]*Date\.now/,
        tests,
        {},
      ),
    ).toEqual([])
  })

  it('have one patience, that of their runner', () => {
    expect(
      linesThat(/test\.setTimeout|until\(.*, \d|toBeVisible\(\{ timeout: \d{4,}/, tests, {
        'e2e/by-the-documents.spec.ts': 'walks a whole manual, with installations and builds',
      }),
    ).toEqual([])
  })
})
