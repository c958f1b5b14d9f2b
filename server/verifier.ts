import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Where the build leaves the one script of the portal: what checks the log in a reader's own browser. */
export const VERIFIER = resolve(import.meta.dirname, '../.next/verify.js')

export type Verifier = { script: string; hash: string }

/** Ready to stand within a page: nothing in it ends the element early. */
export function verifierScript(): Verifier | null {
  if (!existsSync(VERIFIER)) return null
  const script = readFileSync(VERIFIER, 'utf8').replaceAll('</script', '<\\/script').trim()
  return { script, hash: `sha256-${createHash('sha256').update(script).digest('base64')}` }
}
