import type { WebSocket } from 'ws'
import type { Connection } from './hall.ts'

/**
 * Hangs up where nobody answers. A browser answers a ping by itself, also for a window in the background
 * (RFC 6455, 5.5.2).
 */
export function watchAlive(
  connections: Set<Connection>,
  everyMs: number,
): { watch: (socket: WebSocket) => void; stop: () => void } {
  const answered = new WeakSet<WebSocket>()
  const timer = setInterval(() => {
    for (const { socket } of connections) {
      if (!answered.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, everyMs)
  return {
    watch(socket) {
      answered.add(socket)
      socket.on('pong', () => answered.add(socket))
    },
    stop: () => clearInterval(timer),
  }
}
