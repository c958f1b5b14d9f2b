import { InputRule, Mark, markPasteRule, mergeAttributes, Node } from '@tiptap/core'
import type { Extensions } from '@tiptap/core'
import { Blockquote } from '@tiptap/extension-blockquote'
import { Bold } from '@tiptap/extension-bold'
import { Code } from '@tiptap/extension-code'
import { CodeBlock } from '@tiptap/extension-code-block'
import { Collaboration } from '@tiptap/extension-collaboration'
import { Document } from '@tiptap/extension-document'
import { HardBreak } from '@tiptap/extension-hard-break'
import { Heading } from '@tiptap/extension-heading'
import { HorizontalRule } from '@tiptap/extension-horizontal-rule'
import { Italic } from '@tiptap/extension-italic'
import { BulletList } from '@tiptap/extension-list/bullet-list'
import { ListItem } from '@tiptap/extension-list/item'
import { ListKeymap } from '@tiptap/extension-list/keymap'
import { OrderedList } from '@tiptap/extension-list/ordered-list'
import { Paragraph } from '@tiptap/extension-paragraph'
import { Strike } from '@tiptap/extension-strike'
import { Text } from '@tiptap/extension-text'
import { Dropcursor } from '@tiptap/extensions/drop-cursor'
import { Gapcursor } from '@tiptap/extensions/gap-cursor'
import { Plugin } from '@tiptap/pm/state'
import { goToNextCell, tableEditing } from '@tiptap/pm/tables'
import type { XmlFragment } from 'yjs'
import { isSafeAddress } from '@/lib/minutes/drafts/protocol.ts'

// What a text of the draft may hold. lib/minutes/drafts/document.ts says the Markdown of each of these, and refuses whatever else comes in;
// whoever adds something here adds it there, and raises SHAPE.

const tableRoles: Record<string, string | undefined> = {
  table: 'table',
  tableRow: 'row',
  tableCell: 'cell',
  tableHeader: 'header_cell',
}

const cell = (name: 'tableCell' | 'tableHeader', tag: 'td' | 'th') =>
  Node.create({
    name,
    content: 'inline*',
    isolating: true,
    addAttributes: () => ({
      colspan: { default: 1 },
      rowspan: { default: 1 },
      colwidth: { default: null, rendered: false },
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
  })

const Table = Node.create({
  name: 'table',
  group: 'block',
  content: 'tableRow+',
  isolating: true,
  // Asked for every node of the schema; prosemirror-tables knows its own by this.
  extendNodeSchema: ({ name }) => ({ tableRole: tableRoles[name] }),
  parseHTML: () => [{ tag: 'table' }],
  renderHTML: () => ['div', { class: 'scroll' }, ['table', ['tbody', 0]]],
  addKeyboardShortcuts() {
    const go = (direction: 1 | -1) => () =>
      this.editor.commands.command(({ state, dispatch }) => goToNextCell(direction)(state, dispatch))
    return { Tab: go(1), 'Shift-Tab': go(-1) }
  },
  addProseMirrorPlugins: () => [tableEditing()],
})

const TableRow = Node.create({
  name: 'tableRow',
  content: '(tableCell | tableHeader)*',
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: () => ['tr', 0],
})

/** An address becomes a link when it is typed or pasted as it stands; pasted over words, it becomes theirs. */
const Link = Mark.create({
  name: 'link',
  inclusive: false,
  keepOnSplit: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [
    {
      tag: 'a[href]',
      getAttrs: (element) => (isSafeAddress(element.getAttribute('href')) ? null : false),
    },
  ],
  renderHTML: ({ HTMLAttributes }) => [
    'a',
    mergeAttributes(HTMLAttributes, { rel: 'noopener noreferrer nofollow' }),
    0,
  ],
  addInputRules() {
    return [
      new InputRule({
        find: /(?:^|\s)(https?:\/\/[^\s<>"]+?)[.,;:!?)]*\s$/,
        handler: ({ state, range, match: [all, href = ''] }) => {
          if (!isSafeAddress(href)) return null
          const from = range.from + all.indexOf(href)
          state.tr
            .addMark(from, from + href.length, this.type.create({ href }))
            .insertText(' ', range.to)
          return undefined
        },
      }),
    ]
  },
  addPasteRules() {
    return [
      markPasteRule({
        find: /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/g,
        type: this.type,
        getAttributes: ([href]) => (isSafeAddress(href) ? { href } : false),
      }),
    ]
  },
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          handlePaste: (view, _, slice) => {
            const href = slice.content.textBetween(0, slice.content.size).trim()
            return (
              !view.state.selection.empty &&
              /^https?:/.test(href) &&
              isSafeAddress(href) &&
              this.editor.commands.setMark('link', { href })
            )
          },
        },
      }),
    ]
  },
})

/** The editor's parts for one text. Nothing in them changes the document by itself: what nobody typed is not written (tiptap#5032). */
export function extensionsFor(fragment: XmlFragment): Extensions {
  return [
    Document,
    Paragraph,
    Text,
    Heading,
    Blockquote,
    BulletList,
    OrderedList,
    ListItem,
    ListKeymap,
    CodeBlock,
    HorizontalRule,
    HardBreak,
    Bold,
    Italic,
    Strike,
    Code,
    Link,
    Dropcursor,
    Gapcursor,
    Table,
    TableRow,
    cell('tableCell', 'td'),
    cell('tableHeader', 'th'),
    Collaboration.configure({ fragment }),
  ]
}

/** What is left of a page or a Word document when it is pasted: cells hold one line, and pictures are told of. */
export function cleanPasted(html: string, told: (left: 'pictures') => void): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const one of page.querySelectorAll('script, style, meta, link, object, iframe, svg, title'))
    one.remove()
  const pictures = page.querySelectorAll('img, picture, video, canvas')
  if (pictures.length > 0) told('pictures')
  for (const picture of pictures) picture.remove()
  // What a reviewer struck out in Word is not in the text any more.
  for (const one of page.querySelectorAll('del, .msoDel')) one.remove()
  for (const one of page.querySelectorAll('td, th')) {
    const lines = [...one.querySelectorAll('p, div, li')].filter(
      (block) => !block.querySelector('p, div, li'),
    )
    if (lines.length > 0) one.innerHTML = lines.map((block) => block.innerHTML).join('<br>')
  }
  return page.body.innerHTML
}
