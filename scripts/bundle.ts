// The one script of the portal: what checks the log in a reader's own browser, as one file without imports.
import { join } from 'node:path'
import { build } from 'rolldown'
import { VERIFIER } from '../server/verifier.ts'
import { ROOT } from './child.ts'

export const bundleVerifier = async () => {
  // Only now: the facts bring the database's client, which a fresh clone does not have before its first step.
  const { lexicon } = await import('../lib/facts.ts')
  return build({
    input: join(ROOT, 'components/verify/main.ts'),
    platform: 'browser',
    resolve: { conditionNames: ['browser', 'import'] },
    transform: { define: { __LEXICON__: JSON.stringify(lexicon) } },
    logLevel: 'warn',
    output: { file: VERIFIER, format: 'iife', minify: true },
  })
}
