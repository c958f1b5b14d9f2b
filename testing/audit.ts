// Known holes in what is served, asked of the registry in `npm run check`, where it answers.
import { spawnSync } from 'node:child_process'
import { ROOT } from '../scripts/child.ts'

type Report = {
  vulnerabilities?: Record<string, { name: string; severity: string; range?: string }>
  metadata?: object
}

/** What `npm audit --json` told: the packages with a grave hole, or null where the registry had no answer. */
export function gravelyIn(output: string): string[] | null {
  let report: Report
  try {
    report = JSON.parse(output) as Report
  } catch {
    return null
  }
  if (!report.vulnerabilities || !report.metadata) return null
  return Object.values(report.vulnerabilities)
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity, range }) => `${name} ${range ?? ''} (${severity})`)
    .toSorted()
}

/** Fails where a grave hole is known; says so where nobody could be asked, for that is no answer. */
export function askForHoles(): string {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 30_000,
  })
  const grave = gravelyIn(stdout)
  if (!grave) return 'not asked: the registry gives no answer'
  if (grave.length > 0) throw new Error(`Grave holes are known in what is served:\n${grave.join('\n')}`)
  return 'no grave hole is known'
}
