import type {
  BlockContent,
  DefinitionContent,
  Heading,
  Link,
  List,
  Paragraph,
  PhrasingContent,
  RootContent,
  Table,
} from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'

/** The few kinds of node that are left of a text once it is made plain: every writer knows them all. */
export type Block = Exclude<BlockContent, { type: 'html' }>

/** Deeper lists and quotations are no use to a reader, and would run off the paper. */
const DEEPEST = 6
/** Headings in a text stand below the two that the document has itself. */
const HIGHEST = 3

/**
 * What a person wrote, as blocks that can be printed. As on the pages: HTML stays the letters that were typed, a
 * picture is a link. References and footnotes are resolved here, for two texts of one document may use the same
 * name; a link that leads into the house gets its address.
 */
export function saidIn(text: string, base: string): Block[] {
  try {
    const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
    return plainly(base, tree.children)
  } catch (error) {
    // A thousand quotations in each other: nobody reads them as such.
    if (!(error instanceof RangeError)) throw error
    return text
      .split(/\n{2,}/)
      .map((one) => ({ type: 'paragraph', children: [{ type: 'text', value: one }] }))
  }
}

type Node = RootContent | DefinitionContent

/** A text while it is made plain: what its references mean, and the level of the heading that was passed last. */
type Said = {
  base: string
  targets: Map<string, string>
  notes: Map<string, number>
  definitions: Map<string, Node[]>
  level: number
}

function plainly(base: string, nodes: RootContent[]): Block[] {
  const said: Said = {
    base,
    targets: new Map(),
    notes: new Map(),
    definitions: new Map(),
    level: HIGHEST - 1,
  }
  collect(said, nodes)
  return [
    ...nodes.flatMap((node) => blocks(said, node, 0)),
    ...[...said.notes].flatMap(([name, number]) =>
      footnote(said, number, said.definitions.get(name) ?? []),
    ),
  ]
}

function collect(said: Said, among: Node[]): void {
  const { targets, notes, definitions } = said
  for (const node of among) {
    if (node.type === 'definition' && !targets.has(node.identifier))
      targets.set(node.identifier, node.url)
    if (node.type === 'footnoteDefinition' && !definitions.has(node.identifier))
      definitions.set(node.identifier, node.children)
    if (node.type === 'footnoteReference' && !notes.has(node.identifier))
      notes.set(node.identifier, notes.size + 1)
    if ('children' in node) collect(said, node.children)
  }
}

function blocks(said: Said, node: Node, depth: number): Block[] {
  switch (node.type) {
    case 'paragraph':
      return [paragraph(words(said, node.children))]
    case 'heading':
      // No level is left out, whatever the text does: one who listens goes by them.
      said.level = Math.min(HIGHEST + node.depth - 1, said.level + 1, 6)
      return [
        {
          type: 'heading',
          depth: said.level as Heading['depth'],
          children: words(said, node.children),
        },
      ]
    case 'html':
      return [paragraph([{ type: 'text', value: node.value }])]
    case 'code':
      return [{ type: 'code', value: node.value }]
    case 'thematicBreak':
      return [{ type: 'thematicBreak' }]
    case 'blockquote': {
      const inside = node.children.flatMap((child) => blocks(said, child, depth + 1))
      return depth < DEEPEST ? [{ type: 'blockquote', children: inside }] : inside
    }
    case 'list':
      return list(said, node, depth)
    case 'table':
      return [table(said, node)]
    default:
      return []
  }
}

function list(said: Said, node: List, depth: number): Block[] {
  const items = node.children.map((item) => ({
    checked: item.checked ?? null,
    children: item.children.flatMap((child) => blocks(said, child, depth + 1)),
  }))
  if (depth >= DEEPEST) return items.flatMap((item) => item.children)
  return [
    {
      type: 'list',
      ordered: Boolean(node.ordered),
      start: node.start ?? 1,
      spread: false,
      children: items.map(({ checked, children }): List['children'][number] => ({
        type: 'listItem',
        spread: false,
        checked,
        children,
      })),
    },
  ]
}

function table(said: Said, node: Table): Table {
  return {
    type: 'table',
    align: node.align ?? null,
    children: node.children.map((row): Table['children'][number] => ({
      type: 'tableRow',
      children: row.children.map((cell) => ({
        type: 'tableCell',
        children: words(said, cell.children),
      })),
    })),
  }
}

function footnote(said: Said, number: number, children: Node[]): Block[] {
  const [first, ...rest] = children.flatMap((child) => blocks(said, child, 1))
  const mark: PhrasingContent = { type: 'text', value: `[${number}] ` }
  return first?.type === 'paragraph'
    ? [paragraph([mark, ...first.children]), ...rest]
    : [paragraph([mark]), ...(first ? [first, ...rest] : rest)]
}

function words(said: Said, nodes: PhrasingContent[], inLink = false): PhrasingContent[] {
  const { base, targets, notes } = said
  // A link within a link is none.
  const linkTo = (url: string, children: PhrasingContent[]) =>
    inLink ? children : link(base, url, children)
  return nodes.flatMap((node): PhrasingContent[] => {
    switch (node.type) {
      case 'text':
      case 'inlineCode':
        return [{ type: node.type, value: node.value }]
      case 'html':
        return [{ type: 'text', value: node.value }]
      case 'break':
        return [{ type: 'break' }]
      case 'emphasis':
      case 'strong':
      case 'delete':
        return [{ type: node.type, children: words(said, node.children, inLink) }]
      case 'link':
        return linkTo(node.url, words(said, node.children, true))
      case 'linkReference':
        return linkTo(targets.get(node.identifier) ?? '', words(said, node.children, true))
      case 'image':
        return linkTo(node.url, [{ type: 'text', value: node.alt || node.url }])
      case 'imageReference':
        return linkTo(targets.get(node.identifier) ?? '', [
          { type: 'text', value: node.alt || node.identifier },
        ])
      case 'footnoteReference':
        return [{ type: 'text', value: `[${notes.get(node.identifier) ?? ''}]` }]
      default:
        return []
    }
  })
}

function link(base: string, url: string, children: PhrasingContent[]): PhrasingContent[] {
  const target = URL.canParse(url, base) ? new URL(url, base) : null
  return target && /^(https?|mailto):$/.test(target.protocol)
    ? [{ type: 'link', url: target.href, children: children as Link['children'] }]
    : children
}

function paragraph(children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children }
}

/** The letters alone. */
export function plainText(words: PhrasingContent[]): string {
  return words.map(lettersOf).join('')
}

function lettersOf(node: PhrasingContent): string {
  if ('value' in node) return node.value
  return 'children' in node ? plainText(node.children as PhrasingContent[]) : ' '
}
