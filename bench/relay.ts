// The floor of a shared draft: what y-websocket's own server does (its protocol, one document), which passes updates on and keeps nothing.
// That server itself cannot be had whole: as published, 0.1.5 mixes two generations of Yjs, and takes in no update.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'

const SYNC = 0
const doc = new Y.Doc()
const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false })

function message(write: (to: encoding.Encoder) => void): Uint8Array | null {
  const to = encoding.createEncoder()
  encoding.writeVarUint(to, SYNC)
  write(to)
  return encoding.length(to) > 1 ? encoding.toUint8Array(to) : null
}

function say(socket: WebSocket, bytes: Uint8Array | null) {
  if (bytes) socket.send(bytes)
}

doc.on('update', (update: Uint8Array) => {
  const bytes = message((to) => writeUpdate(to, update))
  for (const client of sockets.clients) say(client, bytes)
})
sockets.on('connection', (socket) => {
  socket.binaryType = 'arraybuffer'
  socket.on('message', (data) => {
    const from = decoding.createDecoder(new Uint8Array(data as ArrayBuffer))
    if (decoding.readVarUint(from) === SYNC)
      say(
        socket,
        message((to) => {
          readSyncMessage(from, to, doc, socket)
        }),
      )
  })
  say(
    socket,
    message((to) => writeSyncStep1(to, doc)),
  )
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit(0))
