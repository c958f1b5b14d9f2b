import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import * as Y from 'yjs'

const key = new PluginKey<DecorationSet>('authors')

/** Colours each letter by who wrote it, on demand. `colourOf` null: not shown. */
export function authorColours(fragment: Y.XmlFragment, colourOf: () => ((client: number) => { name: string; colour: number } | null) | null) {
  return Extension.create({
    name: 'authors',
    addProseMirrorPlugins: () => [new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (transaction, shown) => {
          const colour = colourOf()
          if (!colour) return DecorationSet.empty
          if (!transaction.docChanged && transaction.getMeta(key) === undefined) return shown
          return DecorationSet.create(transaction.doc, decorationsOf(transaction.doc, fragment, colour))
        },
      },
      props: { decorations: (state) => key.getState(state) },
    })],
  })
}

/** Asks the plugin to look again: the colours were switched on or off, or a name arrived. */
export const lookAgain = key

function decorationsOf(doc: Node, fragment: Y.XmlFragment, colour: (client: number) => { name: string; colour: number } | null): Decoration[] {
  const found: Decoration[] = []
  const mark = (from: number, to: number, client: number) => {
    const author = colour(client)
    if (author) found.push(Decoration.inline(from, to, { class: `author author-${author.colour}`, title: author.name }))
  }
  // The editor's tree and the document's have the same shape; only neighbouring letters with other marks are nodes of their own in the editor.
  const walk = (parent: Y.XmlFragment, at: number) => {
    let position = at
    for (const child of parent.toArray()) {
      if (child instanceof Y.XmlText) {
        for (let item = child._start; item; item = item.right) {
          if (item.deleted || !(item.content instanceof Y.ContentString)) continue
          mark(position, position + item.length, item.id.client)
          position += item.length
        }
      } else if (child instanceof Y.XmlElement) {
        const node = doc.nodeAt(position)
        if (!node) return
        if (!node.isLeaf) walk(child, position + 1)
        position += node.nodeSize
      }
    }
  }
  walk(fragment, 0)
  return found.filter((one) => one.to <= doc.content.size)
}
