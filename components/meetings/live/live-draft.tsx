'use client'

import { useRouter } from 'next/navigation'
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness'
import * as Y from 'yjs'
import { Toggle } from '@/components/form/toggle'
import { connectDraft } from '@/lib/minutes/drafts/connection.ts'
import type { Live, ConnectionState } from '@/lib/minutes/drafts/connection.ts'
import { SHAPE } from '@/lib/minutes/drafts/protocol.ts'
import type { CirculatedVersion, LiveEvent, Present } from '@/lib/minutes/drafts/protocol.ts'
import { keptOnDevice } from './kept'
import type { Commented } from './passages'
import type { LiveWords } from './words'

/** What can be pointed to from a text: a commitment, an activity, a decision. */
export type Reference = { label: string; href: string }
/** A text under discussion, to be quoted as it stands. */
export type Quotation = { item: string; label: string; paragraphs: string[] }

type Shared = {
  doc: Y.Doc
  awareness: Awareness
  /** the text is here, and may be shown */
  ready: boolean
  /** it may be written in, now */
  writable: boolean
  words: LiveWords
  locale: string
  references: Reference[]
  quotations: Quotation[]
  meeting: string
  keepAddress: string
  commented: (Commented & { place: string })[]
  authorOf: ((client: number) => { name: string; colour: number } | null) | null
  here: Present[]
  enter: (item: string) => void
  say: (sentence: string) => void
}

const SharedDraft = createContext<Shared | null>(null)
export function useLiveDraft(): Shared {
  const shared = useContext(SharedDraft)
  if (!shared) throw new Error('a live text stands inside a live draft')
  return shared
}

type Props = {
  forum: string
  meeting: string
  person: string
  locale: string
  words: LiveWords
  /** what each item is called, for who is where */
  items: { item: string; number: number }[]
  references: Reference[]
  quotations: Quotation[]
  /** what was said something about, and is open */
  commented: (Commented & { place: string })[]
  /** takes what is said about a passage */
  keepAddress: string
  version: number | null
  /** the plain form, for where a connection that stays open cannot be had */
  plainAddress: string
  children: ReactNode
}

/** Long enough to be read twice. */
const SAID_MS = 12_000
const COLOURS = 6

type Seen = {
  standing: ConnectionState
  /** the text is here, and may be shown */
  ready: boolean
  may: { write: boolean; approved: boolean }
  circulated: CirculatedVersion | null
  /** by whom each client's letters are */
  authors: Map<number, string>
  here: Present[]
}

/** What is said once, and is over after a while. */
function useSaid(): [said: string, say: (sentence: string) => void] {
  const [said, say] = useState('')
  useEffect(() => {
    if (!said) return
    const over = setTimeout(() => say(''), SAID_MS)
    return () => clearTimeout(over)
  }, [said])
  return [said, say]
}

/** Tells the others where this window is, and hears where they are. Returns how to stop. */
function sharePresence(
  awareness: Awareness,
  connection: Live,
  setHere: (here: Present[]) => void,
): () => void {
  const changed = (
    { added, updated, removed }: { added: number[]; updated: number[]; removed: number[] },
    origin: unknown,
  ) => {
    if (origin !== connection && [...added, ...updated, ...removed].includes(awareness.clientID)) {
      connection.sayPresence(encodeAwarenessUpdate(awareness, [awareness.clientID]))
    }
    setHere(
      [...awareness.getStates()].flatMap(([client, state]) =>
        client === awareness.clientID || !(state as Partial<Present>).user ? [] : [state as Present],
      ),
    )
  }
  awareness.on('update', changed)
  return () => awareness.off('update', changed)
}

function useConnection(
  doc: Y.Doc,
  awareness: Awareness,
  { forum, meeting, person, version }: Pick<Props, 'forum' | 'meeting' | 'person' | 'version'>,
): Seen {
  const router = useRouter()
  const [standing, setStanding] = useState<ConnectionState>({ is: 'connecting' })
  const [ready, setReady] = useState(false)
  const [may, setMay] = useState({ write: false, approved: false })
  const [circulated, setCirculated] = useState<CirculatedVersion | null>(null)
  const [authors, setAuthors] = useState<Map<number, string>>(new Map())
  const [here, setHere] = useState<Present[]>([])
  const known = useRef(version)

  useEffect(() => {
    let refresh: ReturnType<typeof setTimeout> | undefined
    const refreshSoon = () => {
      clearTimeout(refresh)
      refresh = setTimeout(() => router.refresh(), 400)
    }
    const onEvent = (event: LiveEvent) => {
      if (event.is === 'changed') return refreshSoon()
      if (event.is === 'authors') return setAuthors(new Map(event.authors))
      if (event.is === 'refused') return
      setMay({ write: event.mayWrite, approved: event.approved })
      if (event.version && event.version.number !== known.current) setCirculated(event.version)
      known.current = event.version?.number ?? null
      if (event.is === 'minutes') refreshSoon()
    }
    const connection = connectDraft({
      doc,
      keep: keptOnDevice(`${meeting}/${person}`),
      tell: setStanding,
      onEvent,
      openSocket: () =>
        new WebSocket(
          `${location.origin.replace(/^http/, 'ws')}/collab/${forum}/${meeting}?shape=${SHAPE}`,
        ),
      onPresence: (update) => applyAwarenessUpdate(awareness, update, connection),
      onSynced: () => {
        setReady(true)
        connection.sayPresence(encodeAwarenessUpdate(awareness, [awareness.clientID]))
      },
    })
    const stopSharing = sharePresence(awareness, connection, setHere)
    const again = () => connection.tryNow()
    window.addEventListener('online', again)
    document.addEventListener('visibilitychange', again)
    return () => {
      clearTimeout(refresh)
      window.removeEventListener('online', again)
      document.removeEventListener('visibilitychange', again)
      stopSharing()
      connection.stop()
    }
  }, [awareness, doc, forum, meeting, person, router])

  return { standing, ready, may, circulated, authors, here }
}

function useFarewells(awareness: Awareness, standing: ConnectionState): void {
  // Who was here is not here any more once nobody can be asked.
  useEffect(() => {
    if (standing.is === 'offline' || standing.is === 'ended') {
      removeAwarenessStates(
        awareness,
        [...awareness.getStates().keys()].filter((one) => one !== awareness.clientID),
        'offline',
      )
    }
  }, [awareness, standing.is])

  // A window with unsent text asks before it closes, though the text is kept.
  const unsent = 'kept' in standing && standing.kept > 0
  useEffect(() => {
    if (!unsent) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsent])
}

function authorIn(authors: Map<number, string>): NonNullable<Shared['authorOf']> {
  const names = [...new Set(authors.values())]
  return (client) => {
    const name = authors.get(client)
    return name === undefined ? null : { name, colour: names.indexOf(name) % COLOURS }
  }
}

type Told = Pick<
  Shared,
  'words' | 'locale' | 'references' | 'quotations' | 'meeting' | 'keepAddress' | 'commented'
>

/** What every text on the page shares: the same until something of it is another. */
function useShared(
  { doc, awareness, writable, say }: Pick<Shared, 'doc' | 'awareness' | 'writable' | 'say'>,
  { words, locale, references, quotations, meeting, keepAddress, commented }: Told,
  { ready, authors, here }: Seen,
  coloured: boolean,
): Shared {
  const enter = useCallback((item: string) => awareness.setLocalStateField('item', item), [awareness])
  return useMemo(
    (): Shared => ({
      doc,
      awareness,
      ready,
      writable,
      words,
      locale,
      references,
      quotations,
      meeting,
      keepAddress,
      commented,
      authorOf: coloured ? authorIn(authors) : null,
      here,
      enter,
      say,
    }),
    [
      authors,
      awareness,
      coloured,
      commented,
      doc,
      enter,
      here,
      keepAddress,
      locale,
      meeting,
      quotations,
      ready,
      references,
      say,
      words,
      writable,
    ],
  )
}

/** The draft that several people write at once: one connection, and every text in it. */
export function LiveDraft({ children, ...props }: Props) {
  const { words, items, plainAddress } = props
  const [{ doc, awareness }] = useState(() => {
    const made = new Y.Doc()
    const presence = new Awareness(made)
    presence.setLocalState({ item: null })
    return { doc: made, awareness: presence }
  })
  const [coloured, setColoured] = useState(false)
  const [said, say] = useSaid()
  const seen = useConnection(doc, awareness, props)
  const { standing, ready, may } = seen
  useFarewells(awareness, standing)

  const writable = ready && may.write && !['unconfirmed', 'refused', 'ended'].includes(standing.is)
  const shared = useShared({ doc, awareness, writable, say }, props, seen, coloured)

  return (
    <SharedDraft value={shared}>
      <LiveBar
        seen={seen}
        said={said}
        coloured={coloured}
        colour={setColoured}
        words={words}
        items={items}
        plainAddress={plainAddress}
      />
      <p role="status" className="sr-only">
        {loud(standing) ? sentenceOf(standing, words) : said}
      </p>
      {children}
    </SharedDraft>
  )
}

function LiveBar({
  seen: { standing, ready, may, circulated, authors, here },
  said,
  coloured,
  colour,
  words,
  items,
  plainAddress,
}: Pick<Props, 'words' | 'items' | 'plainAddress'> & {
  seen: Seen
  said: string
  coloured: boolean
  colour: (on: boolean) => void
}) {
  return (
    <div className="live-bar">
      <p className={`live-standing is-${standing.is}`}>
        <span aria-hidden="true" className="live-dot" />
        {sentenceOf(standing, words)}
      </p>
      <Here here={here} items={items} words={words} />
      <Toggle on={coloured} turn={colour} className="live-toggle">
        {words.colours}
      </Toggle>
      {coloured && <Authors names={[...new Set(authors.values())]} />}
      {standing.is === 'ended' && <Ended standing={standing} words={words} />}
      {standing.is === 'refused' && <Refused mayWrite={may.write} words={words} />}
      {circulated && !may.approved && (
        <div role="alert" className="notice">
          <p className="font-semibold">
            {words.circulated.replace('{version}', String(circulated.number))}
          </p>
          <p>{words.circulatedText}</p>
        </div>
      )}
      {may.approved && (
        <div role="alert" className="notice">
          <p className="font-semibold">{words.approved}</p>
        </div>
      )}
      {!ready && standing.is === 'offline' && (
        <p className="hint">
          {words.noConnection} <a href={plainAddress}>{words.plainForm}</a>
        </p>
      )}
      {said && <p className="live-said">{said}</p>}
    </div>
  )
}

function Authors({ names }: { names: string[] }) {
  return (
    <ul className="live-authors">
      {names.map((name, at) => (
        <li key={name}>
          <span className={`author author-${at % COLOURS}`}>{name}</span>
        </li>
      ))}
    </ul>
  )
}

function Ended({
  standing,
  words,
}: {
  standing: Extract<ConnectionState, { is: 'ended' }>
  words: LiveWords
}) {
  return (
    <div role="alert" className="notice notice-warning">
      <p className="font-semibold">{words.ended[standing.why]}</p>
      {standing.kept > 0 && <p>{words.endedKept.replace('{count}', String(standing.kept))}</p>}
      {(standing.why === 'outdated' || standing.why === 'signed-out') && (
        <p>
          <a href="">{words.reload}</a>
        </p>
      )}
    </div>
  )
}

function Refused({ mayWrite, words }: { mayWrite: boolean; words: LiveWords }) {
  return (
    <div role="alert" className="notice notice-warning">
      <p className="font-semibold">{mayWrite ? words.refused : words.readOnly}</p>
      {mayWrite && (
        <p>
          <a href="">{words.reload}</a>
        </p>
      )}
    </div>
  )
}

function loud(standing: ConnectionState): boolean {
  return !['saved', 'saving', 'connecting'].includes(standing.is)
}

function sentenceOf(standing: ConnectionState, words: LiveWords): string {
  switch (standing.is) {
    case 'offline':
      return standing.kept > 0
        ? words.standings.offlineKept.replace('{count}', String(standing.kept))
        : words.standings.offline
    case 'ended':
      return words.standings.ended
    default:
      return words.standings[standing.is]
  }
}

function Here({ here, items, words }: { here: Present[]; items: Props['items']; words: LiveWords }) {
  const people = [...new Map(here.map((present) => [present.user.person, present])).values()]
  if (people.length === 0) return <p className="live-here text-soft">{words.alone}</p>
  return (
    <ul className="live-here" aria-label={words.here}>
      {people.map(({ user, item }) => {
        const number = items.find((one) => one.item === item)?.number
        return (
          <li key={user.person}>
            <span className="live-person" data-hue={user.hue ?? 'other'}>
              {user.name}
            </span>
            {number !== undefined && (
              <a href={`#item-${item}`}>{words.inItem.replace('{number}', String(number))}</a>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** One item of the agenda: whoever works in it is seen there. */
export function LiveItem({ item, children }: { item: string; children: ReactNode }) {
  const { enter, here, words } = useLiveDraft()
  const others = [
    ...new Map(
      here
        .filter((present) => present.item === item)
        .map((present) => [present.user.person, present.user.name]),
    ).values(),
  ]
  return (
    <div className="stack" onFocus={() => enter(item)}>
      {others.length > 0 && (
        <p className="when">{words.writingHere.replace('{names}', others.join(', '))}</p>
      )}
      {children}
    </div>
  )
}
