// Many windows on one draft, in a process of their own. They read all that they are sent and take none of it in, so that it is the server that
// is measured; with each letter they say where they are, as the editor does.
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import {
  fromBrowser,
  itemText,
  readFromServer,
  SHAPE,
  writePresence,
} from '../lib/minutes/drafts/protocol.ts'

export type Crowd = {
  port: number
  forum: string
  meeting: string
  item: string
  cookies: string[]
  windows: number
  perSecond: number
}

async function open({ port, forum, meeting, item, cookies, perSecond }: Crowd, place: number) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/collab/${forum}/${meeting}?shape=${SHAPE}`, {
    headers: { cookie: cookies[place % cookies.length] ?? '', origin: `http://localhost:${port}` },
    perMessageDeflate: false,
  })
  socket.binaryType = 'arraybuffer'
  const sentAt = new Map<number, number>()
  const waited: number[] = []
  let received = 0
  let closed = false
  const synced = Promise.withResolvers<void>()
  socket.on('open', () =>
    socket.send(fromBrowser({ is: 'sync', vector: Y.encodeStateVector(new Y.Doc()) })),
  )
  socket.on('close', (code) => {
    closed = true
    synced.reject(new Error(`the server hung up: ${code}`))
  })
  socket.on('message', (data) => {
    received += 1
    const message = readFromServer(new Uint8Array(data as ArrayBuffer))
    if (message?.is === 'sync') synced.resolve()
    if (message?.is === 'saved') {
      waited.push(performance.now() - (sentAt.get(message.no) ?? 0))
      sentAt.delete(message.no)
    }
  })
  await synced.promise

  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  const text = new Y.XmlText()
  let no = 0
  doc.on('update', (update: Uint8Array) => {
    no += 1
    sentAt.set(no, performance.now())
    socket.send(fromBrowser({ is: 'update', no, update: Uint8Array.from(update) }))
    const cursor = Y.relativePositionToJSON(
      Y.createRelativePositionFromTypeIndex(text, text.length),
    ) as unknown
    socket.send(
      fromBrowser({
        is: 'presence',
        update: writePresence([
          { client: doc.clientID, clock: no, state: { item, cursor: { anchor: cursor, head: cursor } } },
        ]),
      }),
    )
  })
  if (perSecond > 0)
    doc.transact(() => {
      doc.getXmlFragment(itemText(item)).insert(0, [paragraph])
      paragraph.insert(0, [text])
    })
  return {
    async write(until: number) {
      await sleep((Math.random() * 1000) / perSecond)
      for (let next = performance.now(); next < until; next += 1000 / perSecond) {
        await sleep(Math.max(0, next - performance.now()))
        if (closed) return
        text.insert(text.length, 'a')
      }
    },
    result: () => ({ waited, received, unanswered: sentAt.size }),
  }
}

const crowd = JSON.parse(process.argv[2] ?? '') as Crowd
const windows = await Promise.all(
  Array.from({ length: crowd.windows }, (_, place) => open(crowd, place)),
)
process.on('disconnect', () => process.exit(0))
process.on('message', ({ seconds }: { seconds: number }) => {
  void Promise.all(windows.map((window) => window.write(performance.now() + seconds * 1000)))
    .then(() => sleep(1_000))
    .then(() => {
      const results = windows.map((window) => window.result())
      process.send?.({
        waited: results.flatMap((result) => result.waited),
        received: results.reduce((sum, one) => sum + one.received, 0),
        unanswered: results.reduce((sum, one) => sum + one.unanswered, 0),
      })
    })
})
process.send?.('ready')
