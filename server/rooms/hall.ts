import type { WebSocket } from 'ws'
import type * as Y from 'yjs'
import type { ForumHead } from '../../lib/act/viewer.ts'
import type { PresenceEntry } from '../../lib/minutes/drafts/protocol.ts'
import type { Written } from '../../lib/minutes/drafts/updates.ts'
import type { DraftAccess } from '../../lib/minutes/draft-seen.ts'
import type { Mesa } from '../../lib/mesa.ts'
import type { ServerSettings } from '../../lib/settings.ts'
import type { Follower } from '../log-follower.ts'
import type { Bucket } from './allowance.ts'

export type Connection = {
  socket: WebSocket
  signIn: string
  forum: ForumHead
  meeting: string
  person: string
  name: string
  hue: string | null
  access: DraftAccess
  client: number | null
  synced: boolean
  messages: Bucket
  bytes: Bucket
}

export type Waiting = Written & { from: Connection; no: number }

/**
 * One draft, as long as somebody has it open here. Everything in it is committed: what is not yet stands
 * in `waiting`.
 */
export type Room = {
  meeting: string
  doc: Y.Doc
  /** runs ahead of `doc` by what waits to be committed: whoever breaks it breaks nothing */
  trial: Y.Doc
  seq: number
  heard: number
  authors: Map<number, string>
  connections: Set<Connection>
  presence: Map<number, PresenceEntry>
  /** what of it was not told yet */
  moved: Map<number, PresenceEntry>
  movedTimer: NodeJS.Timeout | undefined
  waiting: Waiting[]
  working: Promise<void> | null
  settleTimer: NodeJS.Timeout | undefined
  /** how long it took last */
  settledInMs: number
  unsettledSince: number | null
  emptyTimer: NodeJS.Timeout | undefined
  closed: boolean
}

/** All rooms of this server, and what they share. */
export type Hall = {
  mesa: Mesa
  follower: Follower
  settings: ServerSettings
  rooms: Map<string, Promise<Room>>
  connections: Set<Connection>
  /** by this name it knows its own words when other servers are told them */
  here: string
  stopped: boolean
}

/** A room that everybody left is kept for those who reload. */
export const EMPTY_ROOM_MS = 20_000
