// What the documents tell an operator to type: their fenced blocks, and the commands that stand within a sentence or a table.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { ROOT } from '../scripts/child.ts'

export type Documented = { document: string; heading: string; language: string; text: string }

/** What an operator reads, or a stranger who checks; for those who change the project there are its tests. */
export const documents = [
  'README.md',
  'SECURITY.md',
  'docs/operations.md',
  'docs/checking-without-us.md',
  'docs/archive-format.md',
  'docs/threat-model.md',
  'docs/guide/es.md',
  'docs/guide/en.md',
]

/** Words that begin a command, with settings before it or without; `…` goes on with the command of the row above. */
const COMMAND =
  /^(?:[A-Z_]+=\S+ )*(?:npm|npx|node|docker|openssl|pg_dump|age-keygen|cp|kill|git|go|psql|sh|bash|…) \S/

export const documentedIn = (document: string): Documented[] => {
  const tree = fromMarkdown(readFileSync(join(ROOT, document), 'utf8'), {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  })
  const found: Documented[] = []
  let heading = ''
  const read = (node: Nodes) => {
    if (node.type === 'heading') heading = textOf(node)
    if (node.type === 'code')
      found.push({ document, heading, language: node.lang ?? '', text: node.value })
    if (node.type === 'inlineCode' && COMMAND.test(node.value))
      found.push({ document, heading, language: 'inline', text: node.value })
    if ('children' in node) for (const child of node.children) read(child)
  }
  read(tree)
  return found
}

const textOf = (node: Nodes): string => {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}
