import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import type { PhrasingContent, RootContent } from 'mdast'
import * as Y from 'yjs'
import { blockOf, markdownOf, printed } from './markdown.ts'
import type { Marks, Run } from './markdown.ts'
import {
  agreementKinds,
  AGREEMENTS,
  agreementText,
  isSafeAddress,
  itemText,
  LANGUAGES,
  LARGEST_UPDATE,
} from './protocol.ts'
import { wordsChanged } from '../rules.ts'

// The shared document of a draft: what it may hold, and how it says the Markdown that is circulated. Every
// text is a fragment of its own (of an agenda item, of an agreement), shaped as the editor's schema writes it
// (components/meetings/live/schema.ts).

type Fields = {
  item: string
  kind: string
  lang: string
  rank: number
  proposal: string | null
  seat: string | null
  dueOn: string | null
}
export type DraftedAgreement = Fields & { id: string; text: string }
export type DraftedText = { lang: string | null; text: string }

/** item -> language; an item without one is written in the language of whoever wrote first. */
export const languagesOf = (doc: Y.Doc) => doc.getMap<string>(LANGUAGES)
export const agreementsOf = (doc: Y.Doc) => doc.getMap<Y.Map<string | number | null>>(AGREEMENTS)

export function readItem(doc: Y.Doc, item: string): DraftedText {
  return {
    lang: languagesOf(doc).get(item) ?? null,
    text: markdownOf(doc.getXmlFragment(itemText(item))),
  }
}

export function readAgreements(doc: Y.Doc): DraftedAgreement[] {
  return [...agreementsOf(doc)]
    .flatMap(([id, row]) => {
      const fields = fieldsIn(row)
      return fields ? [{ id, ...fields, text: markdownOf(doc.getXmlFragment(agreementText(id))) }] : []
    })
    .toSorted((one, other) => one.rank - other.rank || (one.id < other.id ? -1 : 1))
}

function fieldsIn(row: unknown): Fields | null {
  if (!(row instanceof Y.Map)) return null
  const text = (name: string) => {
    const value: unknown = row.get(name)
    return typeof value === 'string' && value !== '' ? value : null
  }
  const [item, kind, lang, rank] = [text('item'), text('kind'), text('lang'), Number(row.get('rank'))]
  if (!item || !lang || !agreementKinds.some((agreementKind) => agreementKind === kind)) return null
  return {
    item,
    kind: kind ?? '',
    lang,
    rank: Number.isFinite(rank) ? rank : 0,
    proposal: text('proposal'),
    seat: text('seat'),
    dueOn: text('dueOn'),
  }
}

export function writeItem(
  doc: Y.Doc,
  item: string,
  { lang, text }: { lang: string; text: string },
): void {
  doc.transact(() => {
    if (languagesOf(doc).get(item) !== lang) languagesOf(doc).set(item, lang)
    writeMarkdown(doc.getXmlFragment(itemText(item)), text)
  })
}

export function writeAgreement(doc: Y.Doc, { id, text, ...fields }: DraftedAgreement): void {
  doc.transact(() => {
    const row = agreementsOf(doc).get(id) ?? agreementsOf(doc).set(id, new Y.Map())
    for (const [name, value] of Object.entries(fields)) if (row.get(name) !== value) row.set(name, value)
    writeMarkdown(doc.getXmlFragment(agreementText(id)), text)
  })
}

export function removeAgreementFrom(doc: Y.Doc, id: string): void {
  agreementsOf(doc).delete(id)
}

// --- Markdown in ---

/**
 * Makes the fragment say this Markdown. Blocks that already say what they should stay as they are, with their
 * authors and whoever writes in them.
 */
export function writeMarkdown(fragment: Y.XmlFragment, markdown: string): void {
  const wanted = blocksOf(markdown)
  const present = fragment
    .toArray()
    .map((one) => (one instanceof Y.XmlElement ? printed({ type: 'root', children: blockOf(one) }) : ''))
  const scratch = new Y.Doc()
  const wantedText = wanted.map((block, place) => {
    const draft = scratch.getXmlFragment(String(place))
    draft.insert(0, [elementOf(block)])
    return markdownOf(draft)
  })
  let head = 0
  while (head < present.length && head < wanted.length && present[head] === wantedText[head]) head += 1
  let tail = 0
  while (
    tail < present.length - head &&
    tail < wanted.length - head &&
    present.at(-1 - tail) === wantedText.at(-1 - tail)
  )
    tail += 1
  let at = head
  for (const [place, element] of fragment
    .toArray()
    .slice(head, present.length - tail)
    .entries()) {
    const block = place < wanted.length - head - tail ? wanted[head + place] : null
    if (element instanceof Y.XmlElement && sameText(element, block)) {
      // Never taken away beneath somebody who writes in it at this moment: an empty paragraph says nothing in
      // the text that is circulated.
      rewrite(
        element,
        (block?.children ?? []) as Exclude<Run, 'break'>[],
        wantedText[head + place] ?? '',
      )
      at += 1
    } else {
      fragment.delete(at, 1)
      if (!block) continue
      fragment.insert(at, [elementOf(block)])
      at += 1
    }
  }
  const fresh = wanted
    .slice(Math.max(head, head + present.length - head - tail), wanted.length - tail)
    .map(elementOf)
  if (fresh.length > 0) fragment.insert(at, fresh)
}

/** Whether one line of text can be made the other where it stands. No block: it can be made to say nothing. */
function sameText(element: Y.XmlElement, block: Block | null | undefined): boolean {
  if (element.length > 1 || (element.length === 1 && !(element.get(0) instanceof Y.XmlText)))
    return false
  if (!block) return element.nodeName === 'paragraph'
  const lines =
    block.name === 'paragraph' ||
    (block.name === 'heading' && Number(element.getAttribute('level')) === block.attributes?.level)
  return (
    lines &&
    element.nodeName === block.name &&
    block.children.every((child) => child !== 'break' && 'text' in child)
  )
}

function rewrite(element: Y.XmlElement, runs: Exclude<Run, 'break'>[], markdown: string): void {
  const words = runs.map((run) => run.text).join('')
  if (element.length === 0) element.insert(0, [new Y.XmlText()])
  const text = element.get(0) as Y.XmlText
  changeWords(text, 0, plainOf(text), words)
  if (printed({ type: 'root', children: blockOf(element) }) === markdown) return
  let position = 0
  for (const run of runs) {
    text.format(position, run.text.length, {
      bold: null,
      italic: null,
      strike: null,
      code: null,
      link: null,
      ...run.marks,
    })
    position += run.text.length
  }
}

type Block = { name: string; attributes?: Record<string, string | number>; children: (Block | Run)[] }

function blocksOf(markdown: string): Block[] {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  return tree.children.flatMap((node) => blockFrom(node, markdown))
}

function blockFrom(node: RootContent, source: string): Block[] {
  switch (node.type) {
    case 'paragraph':
      return [{ name: 'paragraph', children: runsFrom(node.children, {}, source) }]
    case 'heading':
      return [
        {
          name: 'heading',
          attributes: { level: node.depth },
          children: runsFrom(node.children, {}, source),
        },
      ]
    case 'blockquote':
      return [
        { name: 'blockquote', children: node.children.flatMap((child) => blockFrom(child, source)) },
      ]
    case 'thematicBreak':
      return [{ name: 'horizontalRule', children: [] }]
    case 'code':
      return [{ name: 'codeBlock', children: [{ text: node.value, marks: {} }] }]
    case 'list':
      return [
        {
          name: node.ordered ? 'orderedList' : 'bulletList',
          ...(node.ordered && { attributes: { start: node.start ?? 1 } }),
          children: node.children.map((item) => ({
            name: 'listItem',
            children: withParagraph(item.children.flatMap((child) => blockFrom(child, source))),
          })),
        },
      ]
    case 'table':
      return [
        {
          name: 'table',
          children: node.children.map((row, rank) => ({
            name: 'tableRow',
            children: row.children.map((cell) => ({
              name: rank === 0 ? 'tableHeader' : 'tableCell',
              children: runsFrom(cell.children, {}, source),
            })),
          })),
        },
      ]
    default: {
      // HTML, footnotes, definitions: the letters as they were typed, as everywhere
      // (components/page/markdown-body.tsx).
      const text = source
        .slice(node.position?.start.offset, node.position?.end.offset)
        .replace(/\s*\n\s*/g, ' ')
        .trim()
      return text ? [{ name: 'paragraph', children: [{ text, marks: {} }] }] : []
    }
  }
}

/** The editor's list items begin with a paragraph. */
function withParagraph(blocks: Block[]): Block[] {
  return blocks[0]?.name === 'paragraph' ? blocks : [{ name: 'paragraph', children: [] }, ...blocks]
}

function runsFrom(nodes: PhrasingContent[], marks: Marks, source: string): Run[] {
  return nodes.flatMap((node): Run[] => {
    switch (node.type) {
      case 'text':
        return [{ text: node.value.replace(/\s*\n\s*/g, ' '), marks }]
      case 'strong':
        return runsFrom(node.children, { ...marks, bold: {} }, source)
      case 'emphasis':
        return runsFrom(node.children, { ...marks, italic: {} }, source)
      case 'delete':
        return runsFrom(node.children, { ...marks, strike: {} }, source)
      case 'inlineCode':
        return [{ text: node.value, marks: { ...marks, code: {} } }]
      case 'break':
        return ['break']
      case 'link':
        return runsFrom(
          node.children,
          isSafeAddress(node.url) ? { ...marks, link: { href: node.url } } : marks,
          source,
        )
      default:
        return [
          {
            text: source
              .slice(node.position?.start.offset, node.position?.end.offset)
              .replace(/\s*\n\s*/g, ' '),
            marks,
          },
        ]
    }
  })
}

function elementOf({ name, attributes = {}, children }: Block): Y.XmlElement {
  const element = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, value as unknown as string)
  const content: (Y.XmlElement | Y.XmlText)[] = []
  let text: Y.XmlText | null = null
  // A text that stands in no document yet does not know its own length.
  let length = 0
  for (const child of children) {
    if (child === 'break' || 'name' in child) {
      text = null
      content.push(child === 'break' ? new Y.XmlElement('hardBreak') : elementOf(child))
    } else if (child.text !== '') {
      if (!text) {
        content.push((text = new Y.XmlText()))
        length = 0
      }
      text.insert(length, child.text, {
        bold: null,
        italic: null,
        strike: null,
        code: null,
        link: null,
        ...child.marks,
      })
      length += child.text.length
    }
  }
  if (content.length > 0) element.insert(0, content)
  return element
}

// --- Passages ---

/** Where a passage is, in Yjs's own terms: it moves with its letters, whatever is written around them. */
export type Passage = { from: unknown; to: unknown }

type Found = { words: string; text: Y.XmlText | null; at: number }

/**
 * The words of a passage as they are now. Null: where it was, is no more, or was never here. `text`: all of
 * it stands in this one.
 */
export function passageIn(doc: Y.Doc, place: string, { from, to }: Passage): Found | null {
  const [start, end] = [positionIn(doc, from), positionIn(doc, to)]
  const texts = textsIn(doc.getXmlFragment(place))
  const [first, last] = [start, end].map((one) => texts.findIndex((text) => one && text === one.type))
  if (!start || !end || first === undefined || last === undefined || first < 0 || last < first)
    return null
  const words = texts
    .slice(first, last + 1)
    .map((text, place) =>
      plainOf(text).slice(place === 0 ? start.index : 0, first + place === last ? end.index : undefined),
    )
    .join('\n')
  return { words, text: first === last ? (texts[first] ?? null) : null, at: start.index }
}

function positionIn(doc: Y.Doc, given: unknown): Y.AbsolutePosition | null {
  try {
    return Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(given), doc)
  } catch {
    // It names nothing at all: no browser of ours sent it.
    return null
  }
}

function textsIn(parent: Y.XmlFragment): Y.XmlText[] {
  return parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return [child]
    return child instanceof Y.XmlElement ? textsIn(child) : []
  })
}

/** As many letters as the text has places, so that indexes hold. */
function plainOf(text: Y.XmlText): string {
  return (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : '\uFFFC'))
    .join('')
}

/** A paragraph in which more is otherwise is another one; and a whole text that was replaced has hundreds of them. */
const MOST_EDITS = 120

/** Only the words that differ are exchanged: the others keep their authors, and whoever writes among them goes on. */
export function changeWords(text: Y.XmlText, at: number, before: string, after: string): void {
  let position = at
  for (const piece of wordsChanged(before, after, MOST_EDITS)) {
    if (piece.is === 'removed') text.delete(position, piece.text.length)
    else {
      if (piece.is === 'added') text.insert(position, piece.text)
      position += piece.text.length
    }
  }
}

// --- What may come in ---

const nodes = new Set([
  'paragraph',
  'heading',
  'blockquote',
  'bulletList',
  'orderedList',
  'listItem',
  'codeBlock',
  'horizontalRule',
  'hardBreak',
  'table',
  'tableRow',
  'tableHeader',
  'tableCell',
])
const marks = new Set(['bold', 'italic', 'strike', 'code', 'link'])
const roots = new Set([AGREEMENTS, LANGUAGES])

export type UpdateFault =
  | 'too-large'
  | 'unreadable'
  | 'unknown-content'
  | 'unknown-place'
  | 'not-yours'
  | 'incomplete'

/**
 * Is this an update that an editor of ours can have made? It may add what the schema knows, to texts of this
 * draft, in the sender's own name, upon what the document already has. Anything else is refused before it is
 * stored, so that the others' draft is untouched. Bytes that pass and still cannot be taken in are found by
 * `takesIn`.
 *
 * @param mayWriteAs whether the sender may write under a Yjs client number
 */
export function faultIn(
  update: Uint8Array,
  doc: Y.Doc,
  { items, mayWriteAs }: { items: ReadonlySet<string>; mayWriteAs: (client: number) => boolean },
): UpdateFault | null {
  if (update.byteLength > LARGEST_UPDATE) return 'too-large'
  let decoded: ReturnType<typeof Y.decodeUpdate>
  try {
    decoded = Y.decodeUpdate(update)
  } catch {
    return 'unreadable'
  }
  const reaches = new Map<number, number>()
  const known = (id: Y.ID | null) =>
    id === null || id.clock < Math.max(reaches.get(id.client) ?? 0, Y.getState(doc.store, id.client))
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id
    const has = Math.max(reaches.get(client) ?? 0, Y.getState(doc.store, client))
    // What the document already has changes nothing: a retry, or another's text that a browser hands back.
    if (clock + struct.length <= has) continue
    if (!mayWriteAs(client)) return 'not-yours'
    if (struct instanceof Y.Skip || clock > has) return 'incomplete'
    reaches.set(client, clock + struct.length)
  }
  for (const struct of decoded.structs) {
    if (
      !(struct instanceof Y.Item) ||
      struct.id.clock + struct.length <= Y.getState(doc.store, struct.id.client)
    )
      continue
    if (
      !known(struct.origin) ||
      !known(struct.rightOrigin) ||
      (struct.parent instanceof Y.ID && !known(struct.parent))
    )
      return 'incomplete'
    if (typeof struct.parent === 'string' && !isPlace(struct.parent, items)) return 'unknown-place'
    if (!isContent(struct.content)) return 'unknown-content'
  }
  for (const [client, ranges] of decoded.ds.clients) {
    if (
      ranges.some(
        ({ clock, len }) =>
          clock + len > Math.max(reaches.get(client) ?? 0, Y.getState(doc.store, client)),
      )
    )
      return 'incomplete'
  }
  return null
}

/** Takes an update into a document that is thrown away should it fail: some faults show only then. */
export function takesIn(trial: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdate(trial, update)
    return trial.store.pendingStructs === null && trial.store.pendingDs === null
  } catch {
    return false
  }
}

function isPlace(root: string, items: ReadonlySet<string>): boolean {
  return (
    roots.has(root) ||
    (root.startsWith('item/') && items.has(root.slice(5))) ||
    /^agreement\/[0-9a-f-]{36}$/.test(root)
  )
}

function isContent(content: Y.Item['content']): boolean {
  if (content instanceof Y.ContentString || content instanceof Y.ContentDeleted) return true
  if (content instanceof Y.ContentFormat)
    return (
      marks.has(content.key) &&
      (content.key !== 'link' ||
        content.value === null ||
        isSafeAddress((content.value as { href?: unknown }).href))
    )
  if (content instanceof Y.ContentAny)
    return content.arr.every(
      (one: unknown) =>
        one === null ||
        (['string', 'number', 'boolean', 'undefined'].includes(typeof one) &&
          String(one).length <= 2000),
    )
  if (!(content instanceof Y.ContentType)) return false
  const { type } = content
  return type instanceof Y.XmlElement
    ? nodes.has(type.nodeName)
    : type instanceof Y.XmlText || type instanceof Y.Map
}
