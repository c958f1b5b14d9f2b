import { gfmToMarkdown } from 'mdast-util-gfm'
import { toMarkdown } from 'mdast-util-to-markdown'
import type { BlockContent, List, PhrasingContent, Root, Table } from 'mdast'
import * as Y from 'yjs'
import { isSafeAddress } from './protocol.ts'

// How a text of a draft's document says the Markdown that is circulated. The editor counts by the same when a
// text grows long, so this loads in a browser: nothing of the server's is imported here.

/** The Markdown of a fragment, as it is circulated and signed. Equal documents give equal text. */
export function markdownOf(fragment: Y.XmlFragment): string {
  return printed({ type: 'root', children: blocksIn(fragment) })
}

export function printed(tree: Root): string {
  return toMarkdown(tree, {
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
    bullet: '-',
    rule: '-',
    emphasis: '*',
    listItemIndent: 'one',
  })
    .trim()
    .normalize('NFC')
}

function blocksIn(parent: Y.XmlFragment): BlockContent[] {
  return parent.toArray().flatMap((child): BlockContent[] => {
    // Letters outside any block: no editor writes that, and nothing that somebody wrote is left out.
    if (child instanceof Y.XmlText) return [{ type: 'paragraph', children: phrasingOf([child]) }]
    return child instanceof Y.XmlElement ? blockOf(child) : []
  })
}

export function blockOf(element: Y.XmlElement): BlockContent[] {
  const attributes = element.getAttributes() as Record<string, unknown>
  switch (element.nodeName) {
    case 'heading':
      return [
        {
          type: 'heading',
          depth: Math.min(6, Math.max(1, Number(attributes.level) || 1)) as 1,
          children: phrasingOf(element.toArray()),
        },
      ]
    case 'blockquote':
      return [{ type: 'blockquote', children: blocksIn(element) }]
    case 'bulletList':
    case 'orderedList':
      return [listOf(element, element.nodeName === 'orderedList', Number(attributes.start) || 1)]
    case 'listItem':
      return blocksIn(element)
    case 'codeBlock':
      return [
        {
          type: 'code',
          value: element
            .toArray()
            .map((one) => (one instanceof Y.XmlText ? lettersOf(one) : ''))
            .join(''),
        },
      ]
    case 'horizontalRule':
      return [{ type: 'thematicBreak' }]
    case 'table':
      return [tableOf(element)]
    default: {
      const children = phrasingOf(element.toArray())
      return children.length > 0 ? [{ type: 'paragraph', children }] : []
    }
  }
}

function listOf(element: Y.XmlElement, ordered: boolean, start: number): List {
  const children = element
    .toArray()
    .flatMap((one) =>
      one instanceof Y.XmlElement
        ? [{ type: 'listItem' as const, spread: false, children: blocksIn(one) }]
        : [],
    )
  return { type: 'list', ordered, start: ordered ? start : null, spread: false, children }
}

function tableOf(element: Y.XmlElement): Table {
  const rows = element.toArray().filter((one) => one instanceof Y.XmlElement)
  return {
    type: 'table',
    children: rows.map((row) => ({
      type: 'tableRow',
      children: row
        .toArray()
        .flatMap((cell) =>
          cell instanceof Y.XmlElement
            ? [{ type: 'tableCell' as const, children: phrasingOf(cell.toArray()) }]
            : [],
        ),
    })),
  }
}

export type Marks = {
  bold?: unknown
  italic?: unknown
  strike?: unknown
  code?: unknown
  link?: { href?: unknown }
}
export type Run = { text: string; marks: Marks } | 'break'
const nesting = ['link', 'bold', 'italic', 'strike'] as const

function phrasingOf(children: unknown[]): PhrasingContent[] {
  const runs = children.flatMap((child): Run[] => {
    if (child instanceof Y.XmlElement)
      return child.nodeName === 'hardBreak'
        ? ['break']
        : [
            {
              text: child
                .toArray()
                .map((one) => (one instanceof Y.XmlText ? lettersOf(one) : ''))
                .join(''),
              marks: {},
            },
          ]
    if (!(child instanceof Y.XmlText)) return []
    return (child.toDelta() as { insert: unknown; attributes?: Marks }[]).flatMap(
      ({ insert, attributes }) =>
        typeof insert === 'string' ? [{ text: shown(insert), marks: attributes ?? {} }] : [],
    )
  })
  return nested(linesOf(runs), [...nesting])
}

/** Markdown has no blanks at the ends of a line: there they would stand as `&#x20;` in what people sign. */
function linesOf(runs: Run[]): Run[] {
  const atStart = (given: Run[], cut: (text: string) => string) => {
    let begins = true
    return given.flatMap((run): Run[] => {
      if (run === 'break') {
        begins = true
        return [run]
      }
      const text = begins ? cut(run.text) : run.text
      if (text !== '') begins = false
      return text === '' ? [] : [{ ...run, text }]
    })
  }
  return atStart(atStart(runs, (text) => text.trimStart()).toReversed(), (text) =>
    text.trimEnd(),
  ).toReversed()
}

const lettersOf = (text: Y.XmlText) =>
  (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? shown(insert) : ''))
    .join('')

/**
 * What reorders or hides text never reaches what is signed (lib/act/fields.ts refuses it in forms; in a live
 * text it falls away).
 */
const unseen = new RegExp(
  [
    /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/u,
    /[\u061C\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/u,
    /(?<![\p{Extended_Pictographic}\uFE0F\u{1F3FB}-\u{1F3FF}])\u200D/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
)
function shown(text: string): string {
  return text.toWellFormed().replace(unseen, '').normalize('NFC')
}

/** Runs that share a mark stand in one element of it: `**a *b***`, and not three that touch. */
function nested(runs: Run[], marks: (typeof nesting)[number][]): PhrasingContent[] {
  const [mark, ...rest] = marks
  if (!mark)
    return runs.map((run) => {
      if (run === 'break') return { type: 'break' }
      return { type: run.marks.code ? 'inlineCode' : 'text', value: run.text }
    })
  return groupsBy(runs, (run) =>
    run === 'break' || run.marks[mark] === undefined ? '' : JSON.stringify(run.marks[mark]),
  ).flatMap(({ key, runs: group }): PhrasingContent[] => {
    if (key === '') return nested(group, rest)
    const [before, within, after] = trimmed(group)
    const children = nested(within, rest)
    const edges = [nested(before, rest), nested(after, rest)] as const
    if (children.length === 0) return [...edges[0], ...edges[1]]
    return [...edges[0], ...marked(mark, within, children), ...edges[1]]
  })
}

function marked(
  mark: (typeof nesting)[number],
  runs: Run[],
  children: PhrasingContent[],
): PhrasingContent[] {
  if (mark === 'bold') return [{ type: 'strong', children }]
  if (mark === 'italic') return [{ type: 'emphasis', children }]
  if (mark === 'strike') return [{ type: 'delete', children }]
  const first = runs.find((run) => run !== 'break')
  const href = first ? first.marks.link?.href : undefined
  return isSafeAddress(href) ? [{ type: 'link', url: href, children: children as [] }] : children
}

function groupsBy(runs: Run[], keyOf: (run: Run) => string): { key: string; runs: Run[] }[] {
  const groups: { key: string; runs: Run[] }[] = []
  for (const run of runs) {
    const key = keyOf(run)
    const last = groups.at(-1)
    if (last && last.key === key) last.runs.push(run)
    else groups.push({ key, runs: [run] })
  }
  return groups
}

/** Spaces at the edge of a mark belong outside: `**a** b`, for `**a **b` is no bold in Markdown. */
function trimmed(runs: Run[]): [Run[], Run[], Run[]] {
  const before: Run[] = []
  const after: Run[] = []
  const within = [...runs]
  const edge = (at: 0 | -1, into: Run[]) => {
    const run = within.at(at)
    if (!run || run === 'break') return
    const kept = at === 0 ? run.text.trimStart() : run.text.trimEnd()
    if (kept === run.text) return
    const space =
      at === 0 ? run.text.slice(0, run.text.length - kept.length) : run.text.slice(kept.length)
    into.push({ text: space, marks: {} })
    within.splice(at === 0 ? 0 : within.length - 1, 1, ...(kept === '' ? [] : [{ ...run, text: kept }]))
  }
  edge(0, before)
  edge(-1, after)
  return [before, within, after]
}
