import { Extension } from '@tiptap/core'
import type { Editor } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorState } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'

/** A passage, by what stands at its ends: it moves with the text. */
export type Passage = { from: unknown; to: unknown }
export type Commented = { id: string; passage: Passage }

type Marked = { commented: Commented[]; title: string; marks: DecorationSet }
const key = new PluginKey<Marked>('passages')

type Binding = {
  doc: Y.Doc
  type: Y.XmlFragment
  mapping: Parameters<typeof absolutePositionToRelativePosition>[2]
}
const bindingIn = (state: EditorState) =>
  (ySyncPluginKey.getState(state) as { binding?: Binding } | undefined)?.binding

/** Underlines what was said something about. */
export function commentedPassages() {
  return Extension.create({
    name: 'passages',
    addProseMirrorPlugins: () => [
      new Plugin<Marked>({
        key,
        state: {
          init: () => ({ commented: [], title: '', marks: DecorationSet.empty }),
          apply: (transaction, was, _, state) => {
            const given = transaction.getMeta(key) as Pick<Marked, 'commented' | 'title'> | undefined
            // What others wrote is in the document by now, so that its positions can be asked; one's own letters come there a moment later.
            if (!given && !transaction.getMeta(ySyncPluginKey))
              return { ...was, marks: was.marks.map(transaction.mapping, transaction.doc) }
            const { commented, title } = given ?? was
            return {
              commented,
              title,
              marks: DecorationSet.create(
                transaction.doc,
                commented.flatMap((one) => markOf(state, one, title)),
              ),
            }
          },
        },
        props: { decorations: (state) => key.getState(state)?.marks },
      }),
    ],
  })
}

function markOf(state: EditorState, { passage }: Commented, title: string): Decoration[] {
  const binding = bindingIn(state)
  if (!binding) return []
  const [from, to] = [passage.from, passage.to].map((end) =>
    relativePositionToAbsolutePosition(
      binding.doc,
      binding.type,
      Y.createRelativePositionFromJSON(end),
      binding.mapping,
    ),
  )
  return typeof from === 'number' && typeof to === 'number' && from < to && to <= state.doc.content.size
    ? [Decoration.inline(from, to, { class: 'live-commented', title })]
    : []
}

export function showPassages(editor: Editor, commented: Commented[], title: string): void {
  editor.view.dispatch(editor.state.tr.setMeta(key, { commented, title }))
}

/** What is selected, as a passage; null where nothing is. */
export function selectedPassage({ state }: Editor): { words: string; passage: Passage } | null {
  const [binding, { from, to, empty }] = [bindingIn(state), state.selection]
  if (empty || !binding) return null
  const end = (position: number): unknown =>
    Y.relativePositionToJSON(
      absolutePositionToRelativePosition(position, binding.type, binding.mapping) as Y.RelativePosition,
    )
  return { words: state.doc.textBetween(from, to, ' '), passage: { from: end(from), to: end(to) } }
}
