// Lets Node import the pages' components: resolves as the build does, and turns their markup into calls.
import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ts from 'typescript'
import { ROOT } from '../scripts/child.ts'

/** Of a file of our own; a package has none. */
function addressOf(asked: string, within: string): string | null {
  if (asked.startsWith('@/')) return pathToFileURL(join(ROOT, asked.slice(2))).href
  return /^\.\.?\//.test(asked) ? new URL(asked, within).href : null
}

registerHooks({
  resolve: (asked, context, next) => {
    const within = context.parentURL?.includes('/node_modules/') ? null : context.parentURL
    const full = within ? addressOf(asked, within) : null
    const ending =
      full &&
      ['', '.ts', '.tsx'].find(
        (one) => /\.\w+$/.test(full + one) && existsSync(fileURLToPath(full + one)),
      )
    return next(full && typeof ending === 'string' ? full + ending : asked, context)
  },
  load: (url, context, next) => {
    if (!url.endsWith('.tsx')) return next(url, context)
    const { outputText } = ts.transpileModule(readFileSync(fileURLToPath(url), 'utf8'), {
      compilerOptions: {
        jsx: ts.JsxEmit.ReactJSX,
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2024,
        verbatimModuleSyntax: true,
      },
    })
    return { format: 'module', source: outputText, shortCircuit: true }
  },
})
