// What a run of tests says of those that failed: read from the reports of Vitest and Playwright.
import { stripVTControlCharacters } from 'node:util'

export type VitestReport = {
  numPassedTests?: number
  testResults?: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}

type Suite = {
  suites?: Suite[]
  specs?: {
    title: string
    file: string
    ok: boolean
    tests: { results: { errors: { message?: string }[] }[] }[]
  }[]
}

export type PlaywrightReport = {
  stats?: { expected?: number; flaky?: number }
  errors?: { message?: string }[]
  suites?: Suite[]
}

/** Each failed test with its reason; and each file that could not be loaded, which has no test that failed. */
export const failedUnits = ({ testResults = [] }: VitestReport): string[] =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => told(`${name} › ${test.fullName}`, test.failureMessages))
    return status === 'failed' && failed.length === 0 ? [told(name, [message])] : failed
  })

/** Each failed errand with its reasons; and what failed outside all of them. */
export const failedErrands = ({ suites = [], errors = [] }: PlaywrightReport): string[] => [
  ...errors.map(({ message = '' }) => told('outside the tests', [message])),
  ...suites.flatMap(failedIn),
]

const failedIn = ({ suites = [], specs = [] }: Suite): string[] => [
  ...specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const results = tests.flatMap((test) => test.results)
      const errors = results.flatMap((result) => result.errors)
      return told(
        `${file} › ${title}`,
        errors.map(({ message = '' }) => message),
      )
    }),
  ...suites.flatMap(failedIn),
]

const told = (name: string, reasons: string[]) => [name, ...reasons.map(firstLinesOf)].join('\n')

/** Enough to see what it is about. */
export const firstLinesOf = (text: string) =>
  stripVTControlCharacters(text).split('\n').slice(0, 25).join('\n')
