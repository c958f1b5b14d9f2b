import { expect, it } from 'vitest'
import { failedErrands, failedUnits, firstLinesOf } from './failures.ts'

it('names each unit test that failed, with its reason, and each file that does not load', () => {
  const said = failedUnits({
    numPassedTests: 1,
    testResults: [
      {
        name: 'lib/a.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { status: 'passed', fullName: 'holds', failureMessages: [] },
          {
            status: 'failed',
            fullName: 'does not',
            failureMessages: ['\u001B[31mexpected 1\u001B[39m'],
          },
        ],
      },
      { name: 'lib/b.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] },
      { name: 'lib/c.test.ts', status: 'passed', message: '', assertionResults: [] },
    ],
  })
  expect(said).toEqual(['lib/a.test.ts › does not\nexpected 1', 'lib/b.test.ts\nCannot find module'])
})

it('names each errand that failed, however deep it lies, and what failed outside all of them', () => {
  const spec = (title: string, ok: boolean) => ({
    title,
    file: 'a.spec.ts',
    ok,
    tests: [{ results: [{ errors: ok ? [] : [{ message: 'Timeout' }] }] }],
  })
  const said = failedErrands({
    errors: [{ message: 'No server' }],
    suites: [{ specs: [spec('goes', true)], suites: [{ specs: [spec('stops', false)] }] }],
  })
  expect(said).toEqual(['outside the tests\nNo server', 'a.spec.ts › stops\nTimeout'])
})

it('nothing failed, nothing is said; and of a long reason its first lines', () => {
  expect([...failedUnits({}), ...failedErrands({})]).toEqual([])
  expect(firstLinesOf('line\n'.repeat(100)).split('\n')).toHaveLength(25)
})
