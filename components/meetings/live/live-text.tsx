'use client'

import { Editor, Extension } from '@tiptap/core'
import type { EditorOptions } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import type { Plugin } from '@tiptap/pm/state'
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable } from '@tiptap/pm/tables'
import { yCursorPlugin } from '@tiptap/y-tiptap'
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import type { XmlFragment } from 'yjs'
import { longest } from '@/lib/act/lengths.ts'
import { isSafeAddress, LONGEST_PASTE } from '@/lib/minutes/drafts/protocol.ts'
import type { Present } from '@/lib/minutes/drafts/protocol.ts'
import { authorColours, showColours } from './authors'
import { addAgreement } from './live-agreements'
import { useLiveDraft } from './live-draft'
import { useLength } from './length'
import type { LiveWords } from './words'
import { commentedPassages, selectedPassage, showPassages } from './passages'
import { cleanPasted, extensionsFor } from './schema'
import type { Spoken } from './speak'

/** Not before somebody has something to say. */
const Speak = lazy(async () => ({ default: (await import('./speak')).Speak }))

type Props = {
  /** the text's name in the document: item/<id> or agreement/<id> */
  place: string
  item: string
  label: string
  /** an agreement's text is small: its tools come when one writes in it */
  small?: boolean
  focus?: boolean
  /** what stands there until the connection has brought the text */
  children?: ReactNode
}

export function LiveText(props: Props) {
  const { ready } = useLiveDraft()
  return ready ? <Writing {...props} /> : <div className="live-waiting">{props.children}</div>
}

function Writing({ place, item, label, small = false, focus = false }: Props) {
  const shared = useLiveDraft()
  const { doc, awareness, writable, words, authorOf, commented } = shared
  const id = useId()
  const [menu, setMenu] = useState<Menu | null>(null)
  const menuKeys = useRef<((event: globalThis.KeyboardEvent) => boolean) | null>(null)
  const fragment = useMemo(() => doc.getXmlFragment(place), [doc, place])
  const most = place.startsWith('item/') ? longest.minutes : longest.prose
  const length = useLength(fragment, most)
  const extensions = useExtensions(fragment, awareness)

  const host = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor | null>(null)
  const open = useEffectEvent(() => {
    const opened = new Editor({
      element: host.current,
      extensions,
      editable: writable,
      injectCSS: false,
      editorProps: { ...behaviourOf(shared, menuKeys), attributes: attributesOf(id, label, small) },
      onCreate: ({ editor: created }) => setEditor(created),
      onUpdate: ({ editor: updated }) => setMenu(menuAt(updated)),
      onSelectionUpdate: ({ editor: selecting }) => setMenu(menuAt(selecting)),
      onBlur: () => setMenu(null),
    })
    // At once: the editor's own way to focus waits for a frame, and what is typed until then goes elsewhere.
    if (focus) opened.view.focus()
    return opened
  })
  useEffect(() => {
    const opened = open()
    return () => opened.destroy()
  }, [extensions])

  useEffect(() => {
    editor?.setEditable(writable, false)
  }, [editor, writable])
  useEffect(() => {
    if (editor && !editor.isDestroyed) showColours(editor, authorOf)
  }, [authorOf, editor])
  useEffect(() => {
    if (editor && !editor.isDestroyed)
      showPassages(
        editor,
        commented.filter((one) => one.place === place),
        words.comments.marked,
      )
  }, [commented, editor, place, words])

  return (
    <div className={`live-writing${small ? ' small' : ''}`}>
      {editor && writable && <Toolbar editor={editor} label={label} place={place} />}
      <div className="relative">
        <div ref={host} />
        {editor && menu && writable && (
          <InsertMenu
            key={menu.from}
            editor={editor}
            item={item}
            menu={menu}
            id={id}
            keysRef={menuKeys}
            close={() => setMenu(null)}
          />
        )}
      </div>
      {length > most && <TooLong is={length} most={most} />}
      {writable && !small && (
        <p id={`${id}-hint`} className="hint">
          {words.insert.hint}
        </p>
      )}
    </div>
  )
}

function useExtensions(fragment: XmlFragment, awareness: Awareness) {
  return useMemo(
    () => [
      ...extensionsFor(fragment),
      authorColours(fragment),
      commentedPassages(),
      Extension.create({
        name: 'presence',
        addProseMirrorPlugins: () => [
          yCursorPlugin(awareness, {
            cursorBuilder: caretOf,
            selectionBuilder: (user: Present['user']) => ({
              class: 'live-selection',
              'data-hue': user.hue ?? 'other',
            }),
          }) as Plugin,
        ],
      }),
    ],
    [awareness, fragment],
  )
}

function attributesOf(id: string, label: string, small: boolean) {
  return {
    class: `live-text signed-text${small ? ' small' : ''}`,
    'aria-label': label,
    'aria-multiline': 'true',
    role: 'textbox',
    'aria-describedby': `${id}-hint`,
  }
}

/** What is pasted is cleaned, or too long; and while the menu is open, keys are for it first. */
function behaviourOf(
  { words, say }: Pick<ReturnType<typeof useLiveDraft>, 'words' | 'say'>,
  menuKeys: MenuProps['keysRef'],
): NonNullable<EditorOptions['editorProps']> {
  return {
    transformPastedHTML: (html) => cleanPasted(html, () => say(words.picturesLeft)),
    handlePaste: (_, event) => {
      const tooLong = ['text/plain', 'text/html'].some(
        (kind, at) => (event.clipboardData?.getData(kind).length ?? 0) > LONGEST_PASTE * (1 + 2 * at),
      )
      if (tooLong) say(words.pasteInParts)
      return tooLong
    },
    handleKeyDown: (_, event) => menuKeys.current?.(event) ?? false,
  }
}

/** Kept as it is, and told of: until it is shorter it cannot be circulated. */
function TooLong({ is, most }: { is: number; most: number }) {
  const { words, locale } = useLiveDraft()
  const number = new Intl.NumberFormat(locale === 'es' ? 'es-MX' : locale)
  const said = Object.entries({ is, max: most, over: is - most })
  return (
    <p role="alert" className="fault">
      {said.reduce(
        (text, [name, value]) => text.replace(`{${name}}`, number.format(value)),
        words.tooLong,
      )}
    </p>
  )
}

function caretOf(user: Present['user']): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'live-caret'
  caret.dataset.hue = user.hue ?? 'other'
  // By the style sheet, so that nobody is read out in the middle of a sentence.
  caret.dataset.name = user.name
  return caret
}

// --- Tools ---

type Tool = {
  name: keyof ReturnType<typeof useLiveDraft>['words']['tools']
  sign: ReactNode
  active?: boolean
  run: () => void
}

const SHOWN_AS_ACTIVE = [
  'bold',
  'italic',
  'strike',
  'heading',
  'bulletList',
  'orderedList',
  'blockquote',
  'link',
  'table',
]

/** What stands at the cursor. As one word list: it is the same until it says something else. */
function useActive(editor: Editor): Set<string> {
  const listen = useCallback(
    (changed: () => void) => {
      editor.on('transaction', changed)
      return () => {
        editor.off('transaction', changed)
      }
    },
    [editor],
  )
  const active = useSyncExternalStore(
    listen,
    () => SHOWN_AS_ACTIVE.filter((one) => editor.isActive(one)).join(' '),
    () => '',
  )
  return new Set(active.split(' '))
}

function textTools(editor: Editor, words: LiveWords, on: Set<string>): Tool[] {
  const chain = () => editor.chain().focus()
  const toggle = (name: Tool['name'], sign: ReactNode, run: () => void): Tool => ({
    name,
    sign,
    active: on.has(name),
    run,
  })
  return [
    {
      name: 'insert',
      sign: '+',
      run: () => {
        const { $from } = editor.state.selection
        chain()
          .insertContent(
            $from.parentOffset === 0 || /\s$/.test($from.parent.textBetween(0, $from.parentOffset))
              ? '/'
              : ' /',
          )
          .run()
      },
    },
    toggle('bold', <b>{words.signs.bold}</b>, () => chain().toggleBold().run()),
    toggle('italic', <i>{words.signs.italic}</i>, () => chain().toggleItalic().run()),
    toggle('strike', <s>{words.signs.strike}</s>, () => chain().toggleStrike().run()),
    toggle('heading', 'H', () => chain().toggleHeading({ level: 3 }).run()),
    toggle('bulletList', '•', () => chain().toggleBulletList().run()),
    toggle('orderedList', '1.', () => chain().toggleOrderedList().run()),
    toggle('blockquote', '”', () => chain().toggleBlockquote().run()),
  ]
}

/** Outside a table there is one to insert; within one, its rows and columns. */
function tableTools(editor: Editor, on: Set<string>): Tool[] {
  if (!on.has('table')) return [{ name: 'table', sign: '▦', run: () => insertTable(editor) }]
  const ofTable = (change: typeof addRowAfter) => () => {
    editor
      .chain()
      .focus()
      .command(({ state, dispatch }) => change(state, dispatch))
      .run()
  }
  return [
    { name: 'rowAfter', sign: '+≡', run: ofTable(addRowAfter) },
    { name: 'rowGone', sign: '−≡', run: ofTable(deleteRow) },
    { name: 'columnAfter', sign: '+‖', run: ofTable(addColumnAfter) },
    { name: 'columnGone', sign: '−‖', run: ofTable(deleteColumn) },
    { name: 'tableGone', sign: '×▦', run: ofTable(deleteTable) },
  ]
}

function ToolButton({ tool: { name, sign, active, run }, first }: { tool: Tool; first: boolean }) {
  const { words } = useLiveDraft()
  return (
    <button
      type="button"
      tabIndex={first ? 0 : -1}
      title={words.tools[name]}
      aria-label={words.tools[name]}
      {...(active !== undefined && { 'aria-pressed': active })}
      onMouseDown={(event) => event.preventDefault()}
      onClick={run}
    >
      {typeof sign === 'string' ? (
        <span aria-hidden="true" data-sign={sign} />
      ) : (
        <span aria-hidden="true">{sign}</span>
      )}
    </button>
  )
}

function Toolbar({ editor, label, place }: { editor: Editor; label: string; place: string }) {
  const { words, say } = useLiveDraft()
  const [linking, setLinking] = useState(false)
  const [speaking, setSpeaking] = useState<Spoken | null>(null)
  const speak = (kind: Spoken['kind']) => () => {
    const selected = selectedPassage(editor)
    if (selected) setSpeaking({ kind, place, ...selected })
    else say(words.comments.selectFirst)
  }
  const on = useActive(editor)
  const tools: Tool[] = [
    ...textTools(editor, words, on),
    { name: 'link', sign: <Chain />, active: on.has('link'), run: () => setLinking(true) },
    ...tableTools(editor, on),
    { name: 'comment', sign: <Balloon />, run: speak('comment') },
    { name: 'suggest', sign: <Pencil />, run: speak('suggest') },
    { name: 'undo', sign: '↶', run: () => editor.chain().focus().undo().run() },
    { name: 'redo', sign: '↷', run: () => editor.chain().focus().redo().run() },
  ]
  return (
    <>
      <div
        role="toolbar"
        aria-label={`${words.toolbar}: ${label}`}
        className="live-tools"
        onKeyDown={walk}
      >
        {tools.map((tool, at) => (
          <ToolButton key={tool.name} tool={tool} first={at === 0} />
        ))}
      </div>
      {speaking && (
        <Suspense>
          <Speak
            key={`${speaking.kind} ${JSON.stringify(speaking.passage)}`}
            {...speaking}
            close={() => {
              setSpeaking(null)
              editor.commands.focus()
            }}
          />
        </Suspense>
      )}
      {linking && (
        <LinkField
          editor={editor}
          close={() => {
            setLinking(false)
            editor.commands.focus()
          }}
        />
      )}
    </>
  )
}

const Drawn = ({ path }: { path: string }) => (
  <svg
    viewBox="0 0 16 16"
    width="16"
    height="16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    className="inline"
  >
    <path d={path} />
  </svg>
)
const Balloon = () => <Drawn path="M2.5 3h11v7.5h-6L4.5 13v-2.5h-2z" />
const Pencil = () => <Drawn path="M3 13l.7-2.8L10.8 3l2.2 2.2-7.2 7.1zM9.4 4.4l2.2 2.2" />

function Chain() {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      className="inline"
    >
      <path
        d={[
          'M6.6 9.4a3 3 0 0 0 4.2 0l2.2-2.2A3 3 0 0 0 8.8 3l-.9.9',
          'M9.4 6.6a3 3 0 0 0-4.2 0L3 8.8A3 3 0 0 0 7.2 13l.9-.9',
        ].join('')}
      />
    </svg>
  )
}

/** One stop for the tabulator; within, the arrows (WAI-ARIA, toolbar pattern). */
function walk(event: KeyboardEvent<HTMLDivElement>) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const next = buttons.at(
    (buttons.indexOf(document.activeElement as HTMLButtonElement) + step) % buttons.length,
  )
  buttons.forEach((button) => {
    button.tabIndex = button === next ? 0 : -1
  })
  next?.focus()
  event.preventDefault()
}

function LinkField({ editor, close }: { editor: Editor; close: () => void }) {
  const { words } = useLiveDraft()
  const [address, setAddress] = useState(String(editor.getAttributes('link').href ?? ''))
  const [wrong, setWrong] = useState(false)
  const set = () => {
    const href = /^[\w-]+(\.[\w-]+)+/.test(address) ? `https://${address}` : address.trim()
    if (!isSafeAddress(href)) return setWrong(true)
    const chain = editor.chain().focus().extendMarkRange('link')
    if (editor.state.selection.empty && !editor.isActive('link'))
      chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run()
    else chain.setMark('link', { href }).run()
    close()
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
    if (event.key !== 'Enter') return
    event.preventDefault()
    set()
  }
  return (
    <div className="live-link">
      <label>
        {words.linkAddress}{' '}
        <input
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          onKeyDown={keys}
          autoFocus
          inputMode="url"
          aria-invalid={wrong}
        />
      </label>
      <button type="button" className="button button-small" onClick={set}>
        {words.linkSet}
      </button>
      {editor.isActive('link') && (
        <button
          type="button"
          className="button button-plain button-small"
          onClick={() => {
            editor.chain().focus().extendMarkRange('link').unsetMark('link').run()
            close()
          }}
        >
          {words.linkGone}
        </button>
      )}
      {wrong && (
        <p role="alert" className="fault">
          {words.linkWrong}
        </p>
      )}
    </div>
  )
}

function insertTable(editor: Editor) {
  const row = (type: string) => ({
    type: 'tableRow',
    content: Array.from({ length: 3 }, () => ({ type })),
  })
  const { from } = editor.state.selection
  editor
    .chain()
    .focus()
    .insertContent({ type: 'table', content: [row('tableHeader'), row('tableCell'), row('tableCell')] })
    .command(({ tr }) => {
      // One goes on writing in the first cell.
      let first: number | null = null
      tr.doc.nodesBetween(Math.max(0, from - 2), tr.doc.content.size, (node, at) => {
        if (first === null && node.type.name === 'tableHeader' && at >= from - 2) first = at + 1
        return first === null
      })
      if (first !== null) tr.setSelection(TextSelection.create(tr.doc, first))
      return true
    })
    .run()
}

// --- What `/` offers ---

type Menu = { from: number; to: number; query: string; left: number; top: number }
type Choice = { group: string; label: string; run: () => void }

/** A stroke at the beginning of a word asks what to insert; what follows it narrows the choice. */
function menuAt(editor: Editor): Menu | null {
  const { selection, doc } = editor.state
  if (!selection.empty || !editor.isFocused || editor.isActive('codeBlock')) return null
  const before = doc.textBetween(selection.$from.start(), selection.from, '\n', '￼')
  const found = /(?:^|\s)\/([^/\n]{0,40})$/.exec(before)
  if (!found) return null
  const query = found[1] ?? ''
  const from = selection.from - query.length - 1
  const at = editor.view.coordsAtPos(from)
  const box = editor.view.dom.getBoundingClientRect()
  return {
    from,
    to: selection.from,
    query,
    left: Math.max(0, Math.min(at.left - box.left, box.width - 300)),
    top: at.bottom - box.top + 4,
  }
}

type MenuProps = {
  editor: Editor
  item: string
  menu: Menu
  id: string
  keysRef: { current: ((event: globalThis.KeyboardEvent) => boolean) | null }
  close: () => void
}

/** All that can be inserted in place of the stroke and what follows it. */
function choicesIn(
  { doc, words, locale, references, quotations, say }: ReturnType<typeof useLiveDraft>,
  { editor, item, menu }: Pick<MenuProps, 'editor' | 'item' | 'menu'>,
): Choice[] {
  const clear = () => editor.chain().focus().deleteRange({ from: menu.from, to: menu.to })
  const agreement = (kind: string) => () => {
    clear().run()
    addAgreement(doc, item, kind, locale)
    say(words.agreement.added)
  }
  const quote = (paragraphs: string[]) => () => {
    clear()
      .insertContent([
        {
          type: 'blockquote',
          content: paragraphs.map((text) => ({
            type: 'paragraph',
            content: text ? [{ type: 'text', text }] : [],
          })),
        },
        { type: 'paragraph' },
      ])
      .run()
  }
  return [
    { group: words.groups.agreements, label: words.insert.resolution, run: agreement('resolution') },
    { group: words.groups.agreements, label: words.insert.action, run: agreement('action') },
    ...quotations
      .filter((quotation) => quotation.item === item)
      .map((quotation) => ({
        group: words.groups.quotations,
        label: `${words.insert.quotation}: ${quotation.label}`,
        run: quote(quotation.paragraphs),
      })),
    {
      group: words.groups.blocks,
      label: words.insert.heading,
      run: () => clear().toggleHeading({ level: 3 }).run(),
    },
    {
      group: words.groups.blocks,
      label: words.insert.bulletList,
      run: () => clear().toggleBulletList().run(),
    },
    {
      group: words.groups.blocks,
      label: words.insert.orderedList,
      run: () => clear().toggleOrderedList().run(),
    },
    {
      group: words.groups.blocks,
      label: words.insert.table,
      run: () => {
        clear().run()
        insertTable(editor)
      },
    },
    ...references.map(({ label, href }) => ({
      group: words.groups.references,
      label,
      run: () =>
        clear()
          .insertContent([
            { type: 'text', text: label, marks: [{ type: 'link', attrs: { href } }] },
            { type: 'text', text: ' ' },
          ])
          .run(),
    })),
  ]
}

function InsertMenu({ editor, item, menu, id, keysRef, close }: MenuProps) {
  const shared = useLiveDraft()
  const { words } = shared
  const [at, setAt] = useState(0)
  const choices = choicesIn(shared, { editor, item, menu })
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const shown = choices
    .filter((choice) => plain(`${choice.group} ${choice.label}`).includes(plain(menu.query.trim())))
    .slice(0, menu.query ? 12 : 30)
  const chosen = Math.min(at, shown.length - 1)

  useEffect(() => {
    keysRef.current = (event) => {
      if (event.key === 'Escape') close()
      else if (shown.length === 0) return false
      else if (event.key === 'ArrowDown') setAt((chosen + 1) % shown.length)
      else if (event.key === 'ArrowUp') setAt((chosen + shown.length - 1) % shown.length)
      else if (event.key === 'Enter' || event.key === 'Tab') shown[chosen]?.run()
      else return false
      return true
    }
    const { dom } = editor.view
    dom.setAttribute('aria-controls', `${id}-menu`)
    dom.setAttribute('aria-activedescendant', `${id}-choice-${chosen}`)
    document.getElementById(`${id}-choice-${chosen}`)?.scrollIntoView({ block: 'nearest' })
    return () => {
      keysRef.current = null
      dom.removeAttribute('aria-controls')
      dom.removeAttribute('aria-activedescendant')
    }
  })

  return (
    <div
      id={`${id}-menu`}
      role="listbox"
      aria-label={words.insert.title}
      className="live-menu"
      style={{ left: menu.left, top: menu.top }}
    >
      {shown.length === 0 && <p className="hint">{words.insert.empty}</p>}
      {shown.map((choice, place) => (
        <div key={`${choice.group}/${choice.label}`} className="contents">
          {choice.group !== shown[place - 1]?.group && (
            <p className="live-group" aria-hidden="true">
              {choice.group}
            </p>
          )}
          <div
            role="option"
            id={`${id}-choice-${place}`}
            aria-selected={place === chosen}
            onMouseDown={(event) => {
              event.preventDefault()
              choice.run()
            }}
          >
            {choice.label}
          </div>
        </div>
      ))}
    </div>
  )
}
