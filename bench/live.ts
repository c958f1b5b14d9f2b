// What a shared draft costs: from one window to another, with many who write, across two servers; and for each who only reads.
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { liveCommittee } from '../testing/live-committee.ts'
import type { LiveCommittee } from '../testing/live-committee.ts'
import { eventually, forkLiveServer, openWriter } from '../testing/live-table.ts'
import type { TestDatabase } from '../testing/databases.ts'
import { quantile } from './figures.ts'
import type { Figure } from './figures.ts'
import type { Crowd } from './live-writers.ts'

/** How long a letter takes from one document to another. */
type Pair = { pass: () => Promise<number>; stop: () => void }

export async function benchLive(
  { appUrl }: TestDatabase,
  { trials, seconds, readers }: { trials: number; seconds: number; readers: number },
): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'mesa-live-'))
  const committee = await liveCommittee(appUrl, `en-vivo-${Date.now()}`)
  const children: ChildProcess[] = []
  const begun = <C extends { child: ChildProcess }>(one: C): C => {
    children.push(one.child)
    return one
  }
  const serve = async () => begun(await forkLiveServer({ databaseUrl: appUrl, directory }))
  try {
    const [one, other, relay] = [await serve(), await serve(), begun(await startRelay())]
    const figures = await propagation(
      committee,
      { one: one.port, other: other.port, relay: relay.port },
      trials,
    )
    figures.push(await fifty(committee, (await serve()).port, seconds))
    figures.push(await idleReaders(committee, await serve(), readers))
    return figures
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await committee.database.$disconnect()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function startRelay(): Promise<{ port: number; child: ChildProcess }> {
  const child = fork(`${import.meta.dirname}/relay.ts`, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return { port, child }
}

async function propagation(
  committee: LiveCommittee,
  ports: { one: number; other: number; relay: number },
  trials: number,
): Promise<Figure[]> {
  const pairs = {
    relay: await relayed(ports.relay),
    alone: await written(committee, ports.one, ports.one),
    across: await written(committee, ports.one, ports.other),
  }
  const alone = await inTurns(pairs, trials)
  const busy = await committee.convened()
  const crowd = await gather({
    port: ports.one,
    forum: committee.forum,
    cookies: committee.cookies,
    windows: 18,
    perSecond: 5,
    ...busy,
  })
  const amidst = { busy: await written(committee, ports.one, ports.one, busy) }
  const writing = crowd.write(trials * 0.07 + 2)
  const twenty = await inTurns(amidst, trials)
  await writing
  for (const pair of [...Object.values(pairs), ...Object.values(amidst)]) pair.stop()
  const p50 = (values: number[]) => quantile(values, 0.5)
  const p95 = (values: number[]) => quantile(values, 0.95)
  return [
    {
      name: 'A letter from one window to another, committed, p50',
      ours: p50(alone.alone),
      floor: p50(alone.relay),
      unit: 'ms',
      better: 'lower',
      target: 3,
    },
    {
      name: 'A letter from one window to another, committed, p95',
      ours: p95(alone.alone),
      floor: p95(alone.relay),
      unit: 'ms',
      better: 'lower',
      target: 3,
      most: 60,
    },
    {
      name: 'The same while twenty write, p95',
      ours: p95(twenty.busy),
      floor: p95(alone.alone),
      unit: 'ms',
      better: 'lower',
      target: 2,
    },
    {
      name: 'The same across two servers, p95',
      ours: p95(alone.across),
      floor: p95(alone.alone),
      unit: 'ms',
      better: 'lower',
      target: 2,
    },
  ]
}

/** One trial of each in turn, so that a machine that slows down slows all. */
async function inTurns<Name extends string>(
  pairs: Record<Name, Pair>,
  trials: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(pairs) as Name[]
  const taken = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>
  for (let trial = -20; trial < trials; trial += 1) {
    for (const name of names) {
      const ms = await pairs[name].pass()
      if (trial >= 0) taken[name].push(ms)
    }
    await sleep(40 + Math.random() * 20)
  }
  return taken
}

async function written(
  committee: LiveCommittee,
  from: number,
  to: number,
  draft?: { meeting: string; item: string },
): Promise<Pair> {
  const { meeting, item } = draft ?? (await committee.convened())
  const open = (port: number, place: number) =>
    openWriter({ port, forum: committee.forum, meeting, cookie: committee.cookies[place] ?? '' })
  const [ana, beto] = [open(from, 0), open(to, 1)]
  await Promise.all([ana.synced(), beto.synced()])
  let letters = 0
  return {
    async pass() {
      letters += 1
      const { promise, resolve } = Promise.withResolvers<number>()
      const started = performance.now()
      // The crowd's letters come in too: only hers count.
      const arrived = (_: Uint8Array, origin: unknown, doc: Y.Doc) => {
        if (Y.getState(doc.store, ana.doc.clientID) < Y.getState(ana.doc.store, ana.doc.clientID)) return
        beto.doc.off('update', arrived)
        resolve(performance.now() - started)
      }
      ana.type(item, String(letters % 10))
      beto.doc.on('update', arrived)
      return promise
    },
    stop() {
      ana.stop()
      beto.stop()
    },
  }
}

async function relayed(port: number): Promise<Pair> {
  const open = () => {
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(`ws://127.0.0.1:${port}`, 'draft', doc, {
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    })
    return { doc, provider }
  }
  const [ana, beto] = [open(), open()]
  await eventually(() => ana.provider.synced && beto.provider.synced)
  return {
    async pass() {
      const { promise, resolve } = Promise.withResolvers<number>()
      const started = performance.now()
      beto.doc.once('update', () => resolve(performance.now() - started))
      ana.doc.getText('text').insert(0, 'a')
      return promise
    },
    stop() {
      ana.provider.destroy()
      beto.provider.destroy()
    },
  }
}

type Written = { waited: number[]; received: number; unanswered: number }

async function gather(
  crowd: Crowd,
): Promise<{ write: (seconds: number) => Promise<Written>; leave: () => void }> {
  const child = fork(`${import.meta.dirname}/live-writers.ts`, [JSON.stringify(crowd)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const failed = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`the crowd's process ended with ${code}`)))
  })
  failed.catch(() => undefined)
  await Promise.race([once(child, 'message'), failed])
  const leave = () => {
    child.kill('SIGKILL')
  }
  return {
    leave,
    async write(seconds) {
      child.send({ seconds })
      const [result] = (await Promise.race([once(child, 'message'), failed])) as [Written]
      leave()
      return result
    },
  }
}

async function fifty(committee: LiveCommittee, port: number, seconds: number): Promise<Figure> {
  const draft = await committee.convened()
  const crowd = await gather({
    port,
    forum: committee.forum,
    cookies: committee.cookies,
    windows: 50,
    perSecond: 5,
    ...draft,
  })
  const { waited, received, unanswered } = await crowd.write(seconds)
  if (unanswered > 0) throw new Error(`${unanswered} letters were not acknowledged`)
  console.log(`  ${waited.length} letters acknowledged, ${received} messages received`)
  return {
    name: 'Fifty windows, five letters a second each, for a minute: acknowledgement, p99',
    ours: quantile(waited, 0.99),
    floor: quantile(waited, 0.5),
    unit: 'ms',
    better: 'lower',
    most: 250,
  }
}

async function idleReaders(
  committee: LiveCommittee,
  { port, child }: { port: number; child: ChildProcess },
  readers: number,
): Promise<Figure> {
  const draft = await committee.convened()
  const memory = async () => {
    await sleep(2_000)
    child.send('memory')
    const [{ rss }] = (await once(child, 'message')) as [{ rss: number }]
    return rss / 1e6
  }
  const come = (windows: number) =>
    gather({ port, forum: committee.forum, cookies: committee.cookies, windows, perSecond: 0, ...draft })
  // The first few warm up what all of them share. A person has at most twenty windows open: four people, eighty.
  const few = await come(10)
  const before = await memory()
  const many = await come(readers)
  const after = await memory()
  few.leave()
  many.leave()
  return {
    name: 'Memory of the server for each window that only reads',
    ours: (after - before) / readers,
    floor: before,
    unit: 'MB',
    better: 'lower',
    most: 1,
  }
}
