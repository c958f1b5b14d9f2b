import type { BlockContent, PhrasingContent, Root, RootContent, TableRow } from 'mdast'
import { gfmToMarkdown } from 'mdast-util-gfm'
import { toMarkdown } from 'mdast-util-to-markdown'
import type { Part, Print } from './print.ts'

/**
 * CommonMark with the tables of GitHub. What somebody typed is escaped by what they meant: a title stays one line,
 * and letters stay letters.
 */
export function writeMarkdown({ parts, mark, foot, example }: Print): Buffer {
  const ends: RootContent[] = [
    { type: 'thematicBreak' },
    paragraph([{ type: 'text', value: [example, mark, foot].filter(Boolean).join(' · ') }]),
  ]
  const tree: Root = { type: 'root', children: [...parts.flatMap(nodesOf), ...ends] }
  return Buffer.from(
    toMarkdown(tree, {
      extensions: [gfmToMarkdown({ tablePipeAlign: false })],
      bullet: '-',
      rule: '-',
      emphasis: '*',
      listItemIndent: 'one',
    }),
  )
}

function nodesOf(part: Part): BlockContent[] {
  switch (part.is) {
    case 'heading':
      return [{ type: 'heading', depth: part.level, children: part.words }]
    case 'line':
      return [paragraph(part.before ? [{ type: 'strong', children: part.words }] : part.words)]
    case 'said':
      return part.quoted ? [{ type: 'blockquote', children: part.blocks }] : part.blocks
    case 'box':
      return [{ type: 'blockquote', children: part.parts.flatMap(nodesOf) }]
    case 'facts':
      return [
        {
          type: 'list',
          spread: false,
          children: part.rows.map(({ label, value }) => ({
            type: 'listItem',
            spread: false,
            children: [
              paragraph([
                { type: 'strong', children: [{ type: 'text', value: `${label}:` }] },
                { type: 'text', value: ' ' },
                ...value.words,
              ]),
            ],
          })),
        },
      ]
    case 'table':
      return [
        ...(part.titled
          ? []
          : [paragraph([{ type: 'strong', children: [{ type: 'text', value: part.caption }] }])]),
        {
          type: 'table',
          children: [
            row(part.columns.map((column) => [{ type: 'text', value: column }])),
            ...part.rows.map((cells) => row(cells.map((cell) => cell.words))),
          ],
        },
      ]
  }
}

function row(cells: PhrasingContent[][]): TableRow {
  return { type: 'tableRow', children: cells.map((children) => ({ type: 'tableCell', children })) }
}

function paragraph(children: PhrasingContent[]) {
  return { type: 'paragraph' as const, children }
}
