import { expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { connectDraft } from './connection.ts'
import type { Socket } from './connection.ts'
import { fromServer, LARGEST_UPDATE, readFromBrowser } from './protocol.ts'

it('what was written without a connection goes in as many messages as it takes, each as large as one may be', async () => {
  const doc = new Y.Doc()
  const sent: Uint8Array[] = []
  const socket: Socket = {
    readyState: 1,
    binaryType: 'arraybuffer',
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    close: () => undefined,
    send: (data) => {
      sent.push(data as Uint8Array)
    },
  }
  const live = connectDraft({
    doc,
    openSocket: () => socket,
    keep: { add: async () => null, all: async () => [], remove: async () => undefined },
    tell: () => undefined,
    onEvent: () => undefined,
    onPresence: () => undefined,
    onSynced: () => undefined,
  })
  for (let at = 0; at < 7; at += 1) doc.getText(`item/${at}`).insert(0, 'ñ'.repeat(500_000))
  const sync = fromServer({ is: 'sync', update: Y.encodeStateAsUpdate(new Y.Doc()) })
  socket.onmessage?.call(
    socket as WebSocket,
    { data: sync.buffer.slice(sync.byteOffset, sync.byteOffset + sync.byteLength) } as MessageEvent,
  )

  const server = new Y.Doc()
  let read = 0
  await vi.waitFor(
    () => {
      for (; read < sent.length; read += 1) {
        const message = readFromBrowser(sent[read] ?? new Uint8Array())
        if (message?.is === 'update') Y.applyUpdate(server, message.update)
      }
      expect(server.getText('item/6').length).toBe(500_000)
    },
    { timeout: 15_000 },
  )
  live.stop()
  expect(sent.length).toBeGreaterThan(1)
  expect(Math.max(...sent.map((one) => one.byteLength))).toBeLessThanOrEqual(LARGEST_UPDATE + 1024)
  expect(Y.encodeStateVector(server)).toEqual(Y.encodeStateVector(doc))
})
