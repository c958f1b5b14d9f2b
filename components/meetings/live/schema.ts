import { mergeAttributes, Node } from '@tiptap/core'
import type { Extensions } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { Link } from '@tiptap/extension-link'
import { goToNextCell, tableEditing } from '@tiptap/pm/tables'
import { StarterKit } from '@tiptap/starter-kit'
import type { XmlFragment } from 'yjs'
import { isSafeAddress } from '@/lib/meetings/live-protocol.ts'

// What a text of the draft may hold. lib/meetings/draft-document.ts says the Markdown of each of these, and refuses whatever else comes in;
// whoever adds something here adds it there, and raises SHAPE.

const tableRoles: Record<string, string | undefined> = { table: 'table', tableRow: 'row', tableCell: 'cell', tableHeader: 'header_cell' }

const cell = (name: 'tableCell' | 'tableHeader', tag: 'td' | 'th') => Node.create({
  name, content: 'inline*', isolating: true,
  addAttributes: () => ({ colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null, rendered: false } }),
  parseHTML: () => [{ tag }],
  renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
})

const Table = Node.create({
  name: 'table', group: 'block', content: 'tableRow+', isolating: true,
  // Asked for every node of the schema; prosemirror-tables knows its own by this.
  extendNodeSchema: ({ name }) => ({ tableRole: tableRoles[name] }),
  parseHTML: () => [{ tag: 'table' }],
  renderHTML: () => ['div', { class: 'scroll' }, ['table', ['tbody', 0]]],
  addKeyboardShortcuts() {
    const go = (direction: 1 | -1) => () => this.editor.commands.command(({ state, dispatch }) => goToNextCell(direction)(state, dispatch))
    return { Tab: go(1), 'Shift-Tab': go(-1) }
  },
  addProseMirrorPlugins: () => [tableEditing()],
})

const TableRow = Node.create({
  name: 'tableRow', content: '(tableCell | tableHeader)*',
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: () => ['tr', 0],
})

const PlainLink = Link.extend({ addAttributes: () => ({ href: { default: null } }) })

/** The editor's parts for one text. Nothing in them changes the document by itself: what nobody typed is not written (tiptap#5032). */
export function extensionsFor(fragment: XmlFragment): Extensions {
  return [
    StarterKit.configure({ undoRedo: false, trailingNode: false, underline: false, link: false }),
    PlainLink.configure({ openOnClick: false, defaultProtocol: 'https', isAllowedUri: (href) => isSafeAddress(href), HTMLAttributes: { rel: 'noopener noreferrer nofollow' } }),
    Table, TableRow, cell('tableCell', 'td'), cell('tableHeader', 'th'),
    Collaboration.configure({ fragment }),
  ]
}

/** What is left of a page or a Word document when it is pasted: cells hold one line, and pictures are told of. */
export function cleanPasted(html: string, told: (left: 'pictures') => void): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const one of page.querySelectorAll('script, style, meta, link, object, iframe, svg, title')) one.remove()
  const pictures = page.querySelectorAll('img, picture, video, canvas')
  if (pictures.length > 0) told('pictures')
  for (const one of pictures) one.remove()
  // What a reviewer struck out in Word is not in the text any more.
  for (const one of page.querySelectorAll('del, .msoDel')) one.remove()
  for (const one of page.querySelectorAll('td, th')) {
    const lines = [...one.querySelectorAll('p, div, li')].filter((block) => !block.querySelector('p, div, li'))
    if (lines.length > 0) one.innerHTML = lines.map((block) => block.innerHTML).join('<br>')
  }
  return page.body.innerHTML
}
