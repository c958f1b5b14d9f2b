import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { isOwnOrigin } from '../lib/accounts/origin.ts'
import { LARGEST_UPDATE, TRY_AGAIN } from '../lib/minutes/drafts/protocol.ts'
import type { Mesa } from '../lib/mesa.ts'
import type { ServerSettings } from '../lib/settings.ts'
import type { Follower } from './log-follower.ts'
import { enter } from './rooms/admission.ts'
import { watchAlive } from './rooms/alive.ts'
import { closeAllRooms } from './rooms/closing.ts'
import { hearElsewhere } from './rooms/elsewhere.ts'
import type { Hall } from './rooms/hall.ts'
import { watchStanding } from './rooms/standing.ts'

export const COLLAB_PATH = '/collab/'

/** A telephone that went to sleep, or left the network, does not hang up. */
const ALIVE_MS = 30_000

export type Collab = {
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  stop: () => Promise<void>
}

/**
 * Drafts that several people write at once. Nothing is acknowledged, and nothing is shown to anybody else,
 * before PostgreSQL has committed it.
 */
export function openCollab(
  mesa: Mesa,
  follower: Follower,
  settings: ServerSettings,
  { aliveMs = ALIVE_MS } = {},
): Collab {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_UPDATE + 1024,
    perMessageDeflate: false,
  })
  const hall: Hall = {
    mesa,
    follower,
    settings,
    rooms: new Map(),
    connections: new Set(),
    here: randomUUID(),
    stopped: false,
  }
  hearElsewhere(hall)
  const standing = watchStanding(hall)
  const alive = watchAlive(hall.connections, aliveMs)

  return {
    upgrade(request, socket, head) {
      if (hall.stopped || !isOwnOrigin(request.headers.origin, undefined, settings.publicUrl)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
        return
      }
      sockets.handleUpgrade(request, socket, head, (opened) => {
        opened.on('error', () => opened.terminate())
        alive.watch(opened)
        void enter(hall, request, opened).catch((error: unknown) => {
          if (!hall.stopped) console.error(error)
          opened.close(TRY_AGAIN)
        })
      })
    },
    async stop() {
      hall.stopped = true
      standing.stop()
      alive.stop()
      await closeAllRooms(hall)
      for (const connection of hall.connections) connection.socket.terminate()
      sockets.close()
    },
  }
}
