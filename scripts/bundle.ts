// The one script of the portal: what checks the log in a reader's own browser, as one file without imports.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'rolldown'
import { ROOT } from './child.ts'

const BUNDLED = join(ROOT, '.next/verify.js')

export const bundleVerifier = () =>
  build({
    input: join(ROOT, 'components/verify/main.ts'),
    platform: 'browser',
    resolve: { conditionNames: ['browser', 'import'] },
    logLevel: 'warn',
    output: { file: BUNDLED, format: 'iife', minify: true },
  })

export type Verifier = { script: string; hash: string }

/** Ready to stand within a page: nothing in it ends the element early. */
export function verifierScript(): Verifier | null {
  if (!existsSync(BUNDLED)) return null
  const script = readFileSync(BUNDLED, 'utf8').replaceAll('</script', '<\\/script').trim()
  return { script, hash: `sha256-${createHash('sha256').update(script).digest('base64')}` }
}
