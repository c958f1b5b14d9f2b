import { Extension } from '@tiptap/core'
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import * as Y from 'yjs'

/** Whose letters, and in which colour, by Yjs client; null: not shown. */
export type ColourOf = ((client: number) => { name: string; colour: number } | null) | null

type Shown = { colourOf: ColourOf; marks: DecorationSet }
const key = new PluginKey<Shown>('authors')

/** Colours each letter by who wrote it, on demand. */
export function authorColours(fragment: Y.XmlFragment) {
  return Extension.create({
    name: 'authors',
    addProseMirrorPlugins: () => [
      new Plugin<Shown>({
        key,
        state: {
          init: () => ({ colourOf: null, marks: DecorationSet.empty }),
          apply: (transaction, shown) => {
            const given = transaction.getMeta(key) as ColourOf | undefined
            if (given === undefined && !(shown.colourOf && transaction.docChanged)) return shown
            const colourOf = given === undefined ? shown.colourOf : given
            return {
              colourOf,
              marks: colourOf
                ? DecorationSet.create(
                    transaction.doc,
                    decorationsOf(transaction.doc, fragment, colourOf),
                  )
                : DecorationSet.empty,
            }
          },
        },
        props: { decorations: (state) => key.getState(state)?.marks },
      }),
    ],
  })
}

/** The colours were switched on or off, or a name arrived. */
export function showColours(editor: Editor, colourOf: ColourOf): void {
  editor.view.dispatch(editor.state.tr.setMeta(key, colourOf))
}

function decorationsOf(doc: Node, fragment: Y.XmlFragment, colour: NonNullable<ColourOf>): Decoration[] {
  const found: Decoration[] = []
  const mark = (from: number, to: number, client: number) => {
    const author = colour(client)
    if (author)
      found.push(
        Decoration.inline(from, to, { class: `author author-${author.colour}`, title: author.name }),
      )
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
  return found.filter((decoration) => decoration.to <= doc.content.size)
}
