// The one script of the portal: what checks the log in a reader's own browser, as one file without imports.
import { join } from 'node:path'
import { build } from 'rolldown'
import { lexicon } from '../lib/facts.ts'
import { VERIFIER } from '../server/verifier.ts'
import { ROOT } from './child.ts'

export const bundleVerifier = () =>
  build({
    input: join(ROOT, 'components/verify/main.ts'),
    platform: 'browser',
    resolve: { conditionNames: ['browser', 'import'] },
    transform: { define: { __LEXICON__: JSON.stringify(lexicon) } },
    logLevel: 'warn',
    output: { file: VERIFIER, format: 'iife', minify: true },
  })
