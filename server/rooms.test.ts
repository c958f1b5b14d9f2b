import { randomUUID } from 'node:crypto'
import { createServer, connect } from 'node:net'
import type { AddressInfo, Socket as Tcp } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { openAccounts } from '../lib/accounts/accounts.ts'
import { addDays, dayIn } from '../lib/act/calendar.ts'
import { endMandate } from '../lib/bodies/commands.ts'
import { openDatabase } from '../lib/db/client.ts'
import { addAgendaItem, convene } from '../lib/meetings/commands.ts'
import { markdownOf } from '../lib/minutes/drafts/markdown.ts'
import {
  fromBrowser,
  itemText,
  readFromServer,
  readPresence,
  SHAPE,
  writePresence,
} from '../lib/minutes/drafts/protocol.ts'
import type { FromServer } from '../lib/minutes/drafts/protocol.ts'
import { draftOf } from '../lib/minutes/draft-seen.ts'
import type { Mesa } from '../lib/mesa.ts'
import { done, smallTable } from '../prisma/small-table.ts'
import type { Place } from '../prisma/small-table.ts'
import {
  cookieFor,
  eventually,
  gate,
  keepHere,
  openWriter,
  startLiveServer,
} from '../testing/live-table.ts'
import type { LiveServer, Writer } from '../testing/live-table.ts'
import { filesOf } from '../testing/databases.ts'
import { useDatabase } from '../testing/use-database.ts'

// How other editors lost what people wrote, report by report (the names are their repositories' threads), and that ours does not.

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const accounts = openAccounts(database)
const prose = (text: string) => ({ lang: 'es', text })
const files = { directory: filesOf(inject('server')) }

let table: Awaited<ReturnType<typeof smallTable>>
const cookies = new Map<string, string>()
const signIns = new Map<string, string>()
const open: { stop: () => unknown }[] = []

beforeAll(async () => {
  table = await smallTable(database, 'en-vivo', {
    rules: { noticeDays: { ordinary: 0, extraordinary: 0 } },
  })
  for (const place of [
    table.civil,
    table.oversight,
    table.executive,
    table.secretary,
    table.adviser,
    table.observer,
  ])
    await signIn(place)
})
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.stop()
})
afterAll(() => database.$disconnect())

async function signIn({ person }: Place) {
  const { email } = await database.person.findUniqueOrThrow({ where: { id: person } })
  await accounts.createUser(email ?? '', 'una-frase-larga-para-entrar')
  const outcome = await accounts.signIn(email ?? '', 'una-frase-larga-para-entrar')
  if (outcome.is !== 'signed-in') throw new Error(outcome.is)
  cookies.set(person, await cookieFor(outcome.signIn))
  signIns.set(person, outcome.signIn)
}

let ahead = 0
/** A body has one meeting in an hour: each is on a day of its own. */
const anotherDay = () => addDays(dayIn('America/Mexico_City', new Date()), (ahead += 1))

async function convened() {
  const { meeting } = done(
    await table.secretary.as(convene, {
      body: table.body,
      kind: 'ordinary',
      day: anotherDay(),
      time: '23:59',
      place: prose('Sala'),
    }),
  )
  const { item } = done(await table.civil.as(addAgendaItem, { meeting, title: prose('Uno') }))
  return { meeting: String(meeting), item: String(item) }
}

async function server(
  more: Pick<Parameters<typeof startLiveServer>[0], 'change' | 'port' | 'aliveMs'> = {},
): Promise<LiveServer> {
  const started = await startLiveServer({ databaseUrl: appUrl, files, ...more })
  let stopped: Promise<void> | null = null
  const once = { ...started, stop: () => (stopped ??= started.stop()) }
  open.push(once)
  return once
}

function writer(
  place: Place,
  meeting: string,
  port: number | (() => number),
  more: Partial<Parameters<typeof openWriter>[0]> = {},
): Writer {
  const one = openWriter({
    port,
    meeting,
    forum: table.forum.slug,
    cookie: cookies.get(place.person) ?? '',
    ...more,
  })
  open.push(one)
  return one
}

const row = async (item: string) =>
  (await database.draftItem.findUnique({ where: { agendaItemId: item } }))?.text ?? ''
const settled = async (live: LiveServer, meeting: string, item: string) => {
  await live.mesa.liveDrafts.settle(meeting)
  return row(item)
}

/** Between a writer and the server: it can hold everything back without a word, and it can hang up. */
async function wire(port: number) {
  const pairs = new Set<[Tcp, Tcp]>()
  let held = false
  let isDown = false
  let delay = 0
  const proxy = createServer((near) => {
    if (isDown) return near.destroy()
    const far = connect(port, '127.0.0.1')
    const pair: [Tcp, Tcp] = [near, far]
    pairs.add(pair)
    const pass = (from: Tcp, to: Tcp) => {
      from.on('data', (data) => {
        if (!held) setTimeout(() => to.write(data), delay)
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        pairs.delete(pair)
        if (!held) to.destroy()
      })
    }
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve)
  })
  open.push({
    stop: () => {
      for (const pair of pairs) for (const socket of pair) socket.destroy()
      proxy.close()
    },
  })
  return {
    port: (proxy.address() as AddressInfo).port,
    hold: () => {
      held = true
    },
    letGo: () => {
      held = false
      for (const pair of pairs) for (const socket of pair) socket.destroy()
    },
    down: () => {
      isDown = true
      for (const pair of pairs) for (const socket of pair) socket.destroy()
    },
    up: () => {
      isDown = false
    },
    slow: (ms: number) => {
      delay = ms
    },
  }
}

/** The drafts' table, made slow or made to fail. */
const drafts =
  (change: (log: Mesa['liveDrafts']) => Partial<Mesa['liveDrafts']>) =>
  (mesa: Mesa): Mesa => ({ ...mesa, liveDrafts: { ...mesa.liveDrafts, ...change(mesa.liveDrafts) } })

describe('one writes and another reads', () => {
  it('at once, durably, and in the rows that are circulated', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const [ana, beto] = [
      writer(table.civil, meeting, live.port),
      writer(table.secretary, meeting, live.port),
    ]
    await Promise.all([ana.synced(), beto.synced()])
    ana.type(item, 'Se revisó el avance.')
    expect(ana.standing().is).toBe('saving')
    await ana.until('saved')
    await eventually(() => beto.text(item) === 'Se revisó el avance.')
    expect(await database.draftUpdate.count({ where: { meetingId: meeting } })).toBeGreaterThan(0)
    await eventually(async () => (await row(item)) === 'Se revisó el avance.')
    expect((await draftOf(await table.viewerOf(table.civil.person), meeting))?.items[0]).toMatchObject({
      by: 'Persona 0',
      text: 'Se revisó el avance.',
    })
    expect(beto.events).toContainEqual({ is: 'authors', authors: [[ana.doc.clientID, 'Persona 0']] })
  })

  it('through two servers, and presence too', async () => {
    const [one, other, { meeting, item }] = [await server(), await server(), await convened()]
    const [ana, beto] = [
      writer(table.civil, meeting, one.port),
      writer(table.secretary, meeting, other.port),
    ]
    await Promise.all([ana.synced(), beto.synced()])
    ana.live.sayPresence(writePresence([{ client: ana.doc.clientID, clock: 1, state: { item } }]))
    for (let at = 0; at < 20; at += 1)
      await Promise.all([ana.typeAndSend(item, 'a'), beto.typeAndSend(item, 'b')])
    await Promise.all([ana.until('saved'), beto.until('saved')])
    await eventually(
      () => ana.text(item) === beto.text(item) && ana.text(item).replaceAll('\n', '').length === 40,
    )
    expect((await settled(one, meeting, item)).replaceAll('\n', '')).toHaveLength(40)
    await eventually(() => beto.present().some((who) => who.user.name === 'Persona 0'))
  })
})

describe('how edits were lost elsewhere', () => {
  it('1. hocuspocus#382: a load that fails is no empty document', async () => {
    const { meeting, item } = await convened()
    const first = await server()
    const ana = writer(table.civil, meeting, first.port)
    await ana.synced()
    ana.type(item, 'Lo de ayer')
    await ana.until('saved')
    await first.stop()
    let failed = 0
    const second = await server({
      change: drafts((log) => ({
        open: (id) => ((failed += 1) <= 1 ? Promise.reject(new Error('not now')) : log.open(id)),
      })),
    })
    const beto = writer(table.secretary, meeting, second.port)
    await beto.synced()
    expect(failed).toBe(2)
    expect(beto.text(item)).toBe('Lo de ayer')
    beto.type(item, ' y hoy')
    await beto.until('saved')
    expect(await settled(second, meeting, item)).toBe('Lo de ayer y hoy')
  })

  it('2. hocuspocus#995: what is written while something is being stored is stored as well, though its writer has left', async () => {
    const { meeting, item } = await convened()
    const storing = gate()
    const live = await server({
      change: drafts((log) => ({
        append: async (...given) => {
          await storing.pass()
          return log.append(...given)
        },
      })),
    })
    const ana = writer(table.civil, meeting, live.port)
    await ana.synced()
    ana.type(item, 'Uno')
    await storing.entered
    await ana.typeAndSend(item, ' y dos')
    ana.stop()
    storing.open()
    const beto = writer(table.secretary, meeting, live.port)
    await eventually(() => beto.text(item) === 'Uno y dos')
    expect(await settled(live, meeting, item)).toBe('Uno y dos')
  })

  it('3. hocuspocus#738: a server that is told to stop commits what it has heard', async () => {
    const { meeting, item } = await convened()
    const storing = gate()
    const live = await server({
      change: drafts((log) => ({
        append: async (...given) => {
          await storing.pass()
          return log.append(...given)
        },
      })),
    })
    const ana = writer(table.civil, meeting, live.port)
    await ana.synced()
    ana.type(item, 'Antes de apagar')
    await storing.entered
    const stopped = live.stop()
    storing.open()
    await stopped
    ana.stop()
    expect(await row(item)).toBe('Antes de apagar')
  })

  it('4. hocuspocus#766: a reader who leaves last changes nothing', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const [ana, reader] = [
      writer(table.civil, meeting, live.port),
      writer(table.observer, meeting, live.port),
    ]
    await Promise.all([ana.synced(), reader.synced()])
    expect(reader.events).toContainEqual(expect.objectContaining({ is: 'welcome', mayWrite: false }))
    ana.type(item, 'Firme')
    await ana.until('saved')
    ana.stop()
    reader.type(item, ' y lo que no debe')
    await eventually(() => reader.standing().is === 'refused')
    reader.stop()
    expect(await settled(live, meeting, item)).toBe('Firme')
  })

  it('5. hocuspocus#832: what a plain form writes while nobody is there is seen by whoever comes at once', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const ana = writer(table.civil, meeting, live.port)
    await ana.synced()
    ana.type(item, 'Uno')
    await ana.until('saved')
    ana.stop()
    await live.mesa.liveDrafts.settle(meeting)
    const viewer = await table.viewerOf(table.secretary.person)
    expect(
      await live.mesa.draft.saveItem(viewer, {
        agendaItem: item,
        lang: 'es',
        text: 'Uno\n\nDos',
        base: 1,
      }),
    ).toEqual({ is: 'saved', revision: 2 })
    const beto = writer(table.executive, meeting, live.port)
    await beto.synced()
    await eventually(() => beto.text(item) === 'Uno\nDos')
    beto.type(item, '!')
    await beto.until('saved')
    expect(await settled(live, meeting, item)).toBe('Uno\n\nDos!')
  })

  it('6. hocuspocus#183: after a time offline, what is written then and later is stored', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const line = await wire(live.port)
    const ana = writer(table.civil, meeting, line.port, { origin: `http://localhost:${live.port}` })
    await ana.synced()
    line.down()
    await ana.until('offline')
    ana.type(item, 'Sin red')
    expect(ana.standing()).toEqual({ is: 'offline', kept: 1 })
    line.up()
    await ana.until('saved')
    ana.type(item, ', y con ella')
    await ana.until('saved')
    expect(await settled(live, meeting, item)).toBe('Sin red, y con ella')
  })

  it('7. hocuspocus#344: a restart under open tabs doubles nothing', async () => {
    const { meeting, item } = await convened()
    await openMesaDraft(meeting, item, 'Lo escrito antes')
    const first = await server()
    const [ana, beto] = [
      writer(table.civil, meeting, first.port),
      writer(table.secretary, meeting, first.port),
    ]
    await Promise.all([ana.synced(), beto.synced()])
    ana.type(item, ', y ahora')
    await ana.until('saved')
    await first.stop()
    await Promise.all([ana.until('offline'), beto.until('offline')])
    const second = await server({ port: first.port })
    await Promise.all([ana.until('saved'), beto.until('saved')])
    expect([ana.text(item), beto.text(item), await settled(second, meeting, item)]).toEqual(
      Array<string>(3).fill('Lo escrito antes, y ahora'),
    )
  })

  it('8. hocuspocus#1110: a slow table makes fewer commits, and no storm of them', async () => {
    const { meeting, item } = await convened()
    let appends = 0
    const storing = gate()
    const live = await server({
      change: drafts((log) => ({
        append: async (...given) => {
          appends += 1
          await storing.pass()
          return log.append(...given)
        },
      })),
    })
    const people = [table.civil, table.oversight, table.executive, table.secretary, table.adviser]
    const writers = Array.from({ length: 14 }, (_, at) =>
      writer(people[at % people.length] ?? table.civil, meeting, live.port),
    )
    await Promise.all(writers.map((one) => one.synced()))
    for (let round = 0; round < 10; round += 1)
      await Promise.all(writers.map((one) => one.typeAndSend(item, 'x')))
    // What one says of oneself comes after what one typed: where all are seen, all was heard.
    for (const one of writers)
      one.live.sayPresence(writePresence([{ client: one.doc.clientID, clock: 1, state: { item } }]))
    await eventually(() => writers.every((one) => one.present().length >= writers.length - 1))
    storing.open()
    await Promise.all(writers.map((one) => one.until('saved')))
    expect(appends).toBeLessThanOrEqual(6)
    await eventually(() => writers.every((one) => one.text(item).replaceAll('\n', '').length === 140))
  })

  it('9. y-websocket#39: nobody is in sync before the text was loaded', async () => {
    const { meeting, item } = await convened()
    await openMesaDraft(meeting, item, 'Tarda en llegar')
    const loading = gate()
    const live = await server({
      change: drafts((log) => ({
        open: async (id) => {
          await loading.pass()
          return log.open(id)
        },
      })),
    })
    const ana = writer(table.civil, meeting, live.port)
    await loading.entered
    expect(ana.live.synced()).toBe(false)
    expect(ana.standing().is).toBe('connecting')
    loading.open()
    await ana.synced()
    expect(ana.text(item)).toBe('Tarda en llegar')
  })

  it('10. y-websocket-server#9: it is still there after a restart, with nobody’s tab open', async () => {
    const { meeting, item } = await convened()
    const first = await server()
    const ana = writer(table.civil, meeting, first.port)
    await ana.synced()
    ana.type(item, 'Queda')
    await ana.until('saved')
    ana.stop()
    await first.stop()
    const second = await server()
    const beto = writer(table.secretary, meeting, second.port)
    await beto.synced()
    expect(beto.text(item)).toBe('Queda')
  })

  it('11. outline#3400: two drafts that are written in turns are both stored', async () => {
    const [live, one, other] = [await server(), await convened(), await convened()]
    const [ana, beto] = [
      writer(table.civil, one.meeting, live.port),
      writer(table.civil, other.meeting, live.port),
    ]
    await Promise.all([ana.synced(), beto.synced()])
    for (let at = 0; at < 10; at += 1) {
      await ana.typeAndSend(one.item, 'a')
      await beto.typeAndSend(other.item, 'b')
    }
    await Promise.all([ana.until('saved'), beto.until('saved')])
    expect([
      await settled(live, one.meeting, one.item),
      await settled(live, other.meeting, other.item),
    ]).toEqual(['a'.repeat(10), 'b'.repeat(10)])
  })

  it('12. outline#3230: what is shown as saved is what is stored', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const ana = writer(table.civil, meeting, live.port)
    await ana.synced()
    for (const word of ['Uno ', 'dos ', '*tres* ', '# cuatro ', '| cinco'])
      await ana.typeAndSend(item, word)
    await ana.until('saved')
    expect(await settled(live, meeting, item)).toBe(markdownOf(ana.doc.getXmlFragment(itemText(item))))
  })

  it('13. outline#13405: a whole text that was written over an older one does not delete what came in between', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const ana = writer(table.civil, meeting, live.port)
    await ana.synced()
    ana.type(item, 'En vivo')
    await ana.until('saved')
    const viewer = await table.viewerOf(table.secretary.person)
    expect(
      await live.mesa.draft.saveItem(viewer, {
        agendaItem: item,
        lang: 'es',
        text: 'De una pestaña vieja',
        base: 0,
      }),
    ).toMatchObject({ is: 'conflict', theirs: { text: 'En vivo' } })
    expect(ana.text(item)).toBe('En vivo')
    expect((await draftOf(viewer, meeting))?.items[0]).toMatchObject({
      text: 'En vivo',
      asides: [{ text: 'De una pestaña vieja' }],
    })
  })

  it('14. hedgedoc#6342: eight writers on slow lines come to the same text, and nobody’s is thrown away', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const people = [table.civil, table.oversight, table.executive, table.secretary]
    const writers = await Promise.all(
      Array.from({ length: 8 }, async (_, at) => {
        const line = await wire(live.port)
        line.slow(20 + at * 25)
        return writer(people[at % 4] ?? table.civil, meeting, line.port, {
          origin: `http://localhost:${live.port}`,
        })
      }),
    )
    await Promise.all(writers.map((one) => one.synced()))
    for (let round = 0; round < 12; round += 1)
      await Promise.all(writers.map((one, at) => one.typeAndSend(item, String(at))))
    await Promise.all(writers.map((one) => one.until('saved')))
    const letters = (text: string) => [...text.replaceAll('\n', '')].toSorted().join('')
    const all = Array.from({ length: 8 }, (_, at) => String(at).repeat(12)).join('')
    await eventually(() => writers.every((one) => letters(one.text(item)) === all))
    expect(new Set(writers.map((one) => one.text(item))).size).toBe(1)
    expect(letters(await settled(live, meeting, item))).toBe(all)
  })

  it('15. hedgedoc#6608: a line that is dead without a word is noticed, said, and given up; nothing of it is lost', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const line = await wire(live.port)
    const ana = writer(table.civil, meeting, line.port, {
      patience: 1_000,
      origin: `http://localhost:${live.port}`,
    })
    await ana.synced()
    line.hold()
    ana.type(item, 'Nadie lo oye')
    await ana.until('unconfirmed')
    await ana.until('offline')
    line.letGo()
    await ana.until('saved')
    expect(await settled(live, meeting, item)).toBe('Nadie lo oye')
  })

  it('16. hedgedoc#4262: the last one’s leaving stores what they wrote', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const ana = writer(table.civil, meeting, live.port)
    await ana.synced()
    ana.type(item, 'Y me voy')
    await eventually(() => ana.standing().is === 'saved')
    ana.stop()
    await eventually(async () => (await row(item)) === 'Y me voy')
  })

  it('17. hedgedoc#3894: one whose mandate ended while away is let in no more; the others go on being stored', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const line = await wire(live.port)
    const [gone, ana] = [
      writer(table.oversight, meeting, line.port, { origin: `http://localhost:${live.port}` }),
      writer(table.civil, meeting, live.port),
    ]
    await Promise.all([gone.synced(), ana.synced()])
    line.hold()
    gone.type(item, 'Ya no me toca')
    const mandate = await database.mandate.findFirstOrThrow({
      where: { personId: table.oversight.person },
    })
    done(
      await table.oversight.as(endMandate, {
        mandate: mandate.id,
        untilOn: dayIn('America/Mexico_City', new Date()),
        successor: { name: 'Quien sigue', email: 'quien-sigue@example.org' },
      }),
    )
    line.letGo()
    await eventually(() => gone.standing().is === 'ended')
    expect(gone.standing()).toEqual({ is: 'ended', why: 'not-yours', kept: 1 })
    ana.type(item, 'Seguimos')
    await ana.until('saved')
    expect(await settled(live, meeting, item)).toBe('Seguimos')
  })

  it('18. etherpad#5137: opening a draft again, twice at once, never begins a new one', async () => {
    const [live, other, { meeting, item }] = [await server(), await server(), await convened()]
    await openMesaDraft(meeting, item, 'Una sola vez')
    await Promise.all(
      [live, other, live, other].map((liveServer) => liveServer.mesa.liveDrafts.open(meeting)),
    )
    const { doc } = await live.mesa.liveDrafts.open(meeting)
    expect(markdownOf(doc.getXmlFragment(itemText(item)))).toBe('Una sola vez')
    expect(await database.draftDocument.count({ where: { meetingId: meeting } })).toBe(1)
  })

  it('19. nextcloud/text#5420: two servers that load at once do not merge into a double text', async () => {
    const [live, other, { meeting, item }] = [await server(), await server(), await convened()]
    await openMesaDraft(meeting, item, 'Cargado dos veces')
    const [ana, beto] = [
      writer(table.civil, meeting, live.port),
      writer(table.secretary, meeting, other.port),
    ]
    await Promise.all([ana.synced(), beto.synced()])
    ana.type(item, '.')
    await eventually(() => beto.text(item) === 'Cargado dos veces.')
    expect(ana.text(item)).toBe('Cargado dos veces.')
  })

  it('20. tiptap#6927: an editor that does not know the document’s shape is not let in', async () => {
    const [live, { meeting }] = [await server(), await convened()]
    const old = writer(table.civil, meeting, live.port, { shape: SHAPE - 1 })
    await eventually(() => old.standing().is === 'ended')
    expect(old.standing()).toMatchObject({ why: 'outdated' })
  })

  it('21. stash#978: with the server down nothing counts as begun, and what comes then is its text', async () => {
    const { meeting, item } = await convened()
    await openMesaDraft(meeting, item, 'Lo que había')
    const down = await server()
    await down.stop()
    const ana = writer(table.civil, meeting, down.port)
    await ana.until('offline')
    expect(ana.live.synced()).toBe(false)
    await server({ port: down.port })
    await ana.synced()
    expect(ana.text(item)).toBe('Lo que había')
  })

  /** In the plain form, before anybody opened the shared document. */
  async function openMesaDraft(meeting: string, item: string, text: string) {
    const live = await server()
    expect(
      await live.mesa.draft.saveItem(await table.viewerOf(table.civil.person), {
        agendaItem: item,
        lang: 'es',
        text,
        base: 0,
      }),
    ).toMatchObject({ is: 'saved' })
  }
})

describe('a window that was closed', () => {
  it('leaves what was not acknowledged on the device, for the next one', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const line = await wire(live.port)
    const keep = keepHere()
    const ana = writer(table.civil, meeting, line.port, {
      keep,
      origin: `http://localhost:${live.port}`,
    })
    await ana.synced()
    line.hold()
    ana.type(item, 'Lo último')
    await eventually(() => keep.size() === 1)
    ana.stop()
    const again = writer(table.civil, meeting, live.port, { keep })
    await again.until('saved')
    await eventually(() => keep.size() === 0)
    expect(await settled(live, meeting, item)).toBe('Lo último')
  })
})

describe('who may', () => {
  it('is asked at the door', async () => {
    const [live, { meeting }] = [await server(), await convened()]
    const nobody = writer(table.civil, meeting, live.port, { cookie: '' })
    const elsewhere = writer(table.civil, randomUUID(), live.port)
    const stranger = writer(table.civil, meeting, live.port, { forum: 'otra' })
    await eventually(() => [nobody, elsewhere, stranger].every((one) => one.standing().is === 'ended'))
    expect([nobody, elsewhere, stranger].map((one) => one.standing())).toMatchObject([
      { why: 'signed-out' },
      { why: 'not-yours' },
      { why: 'not-yours' },
    ])
    const foreign = writer(table.civil, meeting, live.port, { origin: 'https://evil.example' })
    await foreign.until('offline')
    expect(foreign.live.synced()).toBe(false)
  })

  it('and asked again: who signs out elsewhere is cut off within a second', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const ana = writer(table.civil, meeting, live.port)
    await ana.synced()
    await accounts.signOut(signIns.get(table.civil.person) ?? '')
    await eventually(() => ana.standing().is === 'ended')
    expect(ana.standing()).toMatchObject({ why: 'signed-out' })
    ana.type(item, 'Tarde')
    expect(await settled(live, meeting, item)).toBe('')
    await signIn(table.civil)
  })

  it('and nobody who comes in while it is asked is taken for one who signed out', async () => {
    const asked = gate()
    const live = await server({
      change: (mesa) => ({
        ...mesa,
        accounts: {
          ...mesa.accounts,
          stillSignedIn: async (ids) => {
            const still = await mesa.accounts.stillSignedIn(ids)
            await asked.pass()
            return still
          },
        },
      }),
    })
    const { meeting, item } = await convened()
    const ana = writer(table.civil, meeting, live.port)
    await ana.synced()
    await asked.entered
    const beto = writer(table.secretary, meeting, live.port)
    await beto.synced()
    asked.open()
    beto.type(item, 'Sigo aquí')
    await beto.until('saved')
    // Heard by both, and after the answer: it was given before this was typed.
    await eventually(() => ana.text(item) === 'Sigo aquí')
    expect([ana, beto].map((one) => one.standing().is)).toEqual(['saved', 'saved'])
  })

  it('whose telephone went to sleep is here no more, and who is quiet stays', async () => {
    const [live, { meeting }] = [await server({ aliveMs: 1_000 }), await convened()]
    const asleep = new WebSocket(
      `ws://127.0.0.1:${live.port}/collab/${table.forum.slug}/${meeting}?shape=${SHAPE}`,
      {
        headers: {
          cookie: cookies.get(table.civil.person) ?? '',
          origin: `http://localhost:${live.port}`,
        },
        autoPong: false,
      },
    )
    let pings = 0
    asleep.on('ping', () => {
      pings += 1
    })
    asleep.on('error', () => undefined)
    open.push({ stop: () => asleep.terminate() })
    const quiet = writer(table.secretary, meeting, live.port)
    await quiet.synced()
    await eventually(() => asleep.readyState === asleep.CLOSED)
    expect(pings).toBe(1)
    expect(quiet.standing()).toMatchObject({ is: 'saved' })
  })
})

describe('what a browser of ours never sends', () => {
  async function raw(place: Place, meeting: string, port: number) {
    const socket = new WebSocket(
      `ws://127.0.0.1:${port}/collab/${table.forum.slug}/${meeting}?shape=${SHAPE}`,
      { headers: { cookie: cookies.get(place.person) ?? '', origin: `http://localhost:${port}` } },
    )
    socket.binaryType = 'arraybuffer'
    const said: FromServer[] = []
    socket.on('message', (data) => {
      const message = readFromServer(new Uint8Array(data as ArrayBuffer))
      if (message) said.push(message)
    })
    let code = 0
    socket.on('close', (given) => {
      code = given
    })
    socket.on('error', () => undefined)
    await eventually(() =>
      said.some((fromServer) => fromServer.is === 'event' && fromServer.event.is === 'welcome'),
    )
    open.push({ stop: () => socket.terminate() })
    return { send: (bytes: Uint8Array) => socket.send(bytes), said, code: () => code }
  }
  const refusals = (said: FromServer[]) =>
    said.flatMap((fromServer) =>
      fromServer.is === 'event' && fromServer.event.is === 'refused' ? [fromServer.event.why] : [],
    )
  const update = (change: (doc: Y.Doc) => void) => {
    const doc = new Y.Doc()
    change(doc)
    return Uint8Array.from(Y.encodeStateAsUpdate(doc))
  }

  it('is refused and told, and the others’ draft is untouched', async () => {
    const [live, { meeting, item }, other] = [await server(), await convened(), await convened()]
    const ana = writer(table.civil, meeting, live.port)
    await ana.synced()
    ana.type(item, 'Intacto')
    await ana.until('saved')
    const forger = await raw(table.executive, meeting, live.port)
    const paragraph = (root: string) => (doc: Y.Doc) => {
      doc.getXmlFragment(root).insert(0, [new Y.XmlElement('paragraph')])
    }
    const asAna = (of: Y.Doc) => {
      const copy = new Y.Doc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(of))
      copy.clientID = of.clientID
      const before = Y.encodeStateVector(copy)
      paragraph(itemText(item))(copy)
      return Uint8Array.from(Y.encodeStateAsUpdate(copy, before))
    }
    const sent = [
      new Uint8Array([9, 9, 9]),
      update((doc) => {
        doc.getXmlFragment(itemText(item)).insert(0, [new Y.XmlElement('script')])
      }),
      update(paragraph(itemText(other.item))),
      update((doc) => {
        doc.getMap('elsewhere').set('a', 1)
      }),
      asAna(ana.doc),
    ]
    sent.forEach((one, no) =>
      forger.send(fromBrowser({ is: 'update', no, update: one as Uint8Array<ArrayBuffer> })),
    )
    await eventually(() => refusals(forger.said).length === sent.length)
    expect(refusals(forger.said).slice(1)).toEqual([
      'unknown-content',
      'unknown-place',
      'unknown-place',
      'not-yours',
    ])
    expect(forger.said.some((fromServer) => fromServer.is === 'saved')).toBe(false)
    expect(ana.text(item)).toBe('Intacto')
    expect(await settled(live, meeting, item)).toBe('Intacto')
  })

  it('ten megabytes at once, and a million small things, end the connection of whoever sends them', async () => {
    const [live, { meeting, item }] = [await server(), await convened()]
    const ana = writer(table.civil, meeting, live.port)
    await ana.synced()
    const large = await raw(table.executive, meeting, live.port)
    large.send(new Uint8Array(10 * 1024 * 1024))
    await eventually(() => large.code() === 1009)
    const many = await raw(table.executive, meeting, live.port)
    for (let at = 0; at < 5_000; at += 1) many.send(fromBrowser({ is: 'ping' }))
    await eventually(() => many.code() !== 0)
    expect(many.said.filter((fromServer) => fromServer.is === 'pong').length).toBeLessThan(1_000)
    ana.type(item, 'Sigo aquí')
    await ana.until('saved')
  })

  it('somebody else’s name and place are not theirs to say', async () => {
    const [live, { meeting }] = [await server(), await convened()]
    const forger = await raw(table.executive, meeting, live.port)
    const watcher = await raw(table.civil, meeting, live.port)
    watcher.send(fromBrowser({ is: 'sync', vector: Y.encodeStateVector(new Y.Doc()) }))
    await eventually(() => watcher.said.some((fromServer) => fromServer.is === 'sync'))
    forger.send(
      fromBrowser({
        is: 'presence',
        update: writePresence([
          {
            client: 77,
            clock: 1,
            state: { name: 'Otra persona', person: table.civil.person, item: 'x' },
          },
        ]),
      }),
    )
    await eventually(() => watcher.said.some((fromServer) => fromServer.is === 'presence'))
    const [seen] = watcher.said.flatMap((fromServer) =>
      fromServer.is === 'presence' ? (readPresence(fromServer.update) ?? []) : [],
    )
    expect(seen).toMatchObject({
      client: 77,
      state: { user: { name: 'Persona 2', person: table.executive.person }, item: 'x' },
    })
  })
})
