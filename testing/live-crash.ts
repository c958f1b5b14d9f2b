import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { LiveCommittee } from './live-committee.ts'
import { eventually, forkLiveServer, keepHere, openWriter } from './live-table.ts'
import type { Writer } from './live-table.ts'
import { killPostgres, startPostgres } from '../scripts/postgres.ts'
import type { Postgres } from '../scripts/postgres.ts'

// Four people write the minutes, each of their words once only, and at some instant the server, or
// PostgreSQL, is killed. What was said to be saved must then be there, once; and what was not, once more when
// the windows come back that kept it.

export const victims = ['the server', 'PostgreSQL'] as const
export type Victim = (typeof victims)[number]

type Given = {
  committee: LiveCommittee
  databaseUrl: string
  postgres: Postgres
  dataDir: string
  files: string
  victim: Victim
  rounds: number
  marks: number
}
export type CrashCount = {
  rounds: number
  typed: number
  acknowledged: number
  lost: number
  doubled: number
  cameBack: number
  lostWithKeep: number
}

/** What runs at the moment: each strike ends one of both, and the next start brings it back. */
type Running = { server: Awaited<ReturnType<typeof forkLiveServer>>; postgres: Postgres }

export async function crashRounds(given: Given): Promise<CrashCount> {
  const { postgres: first, rounds } = given
  const running: Running = { server: await startServer(given), postgres: first }
  const count: CrashCount = {
    rounds,
    typed: 0,
    acknowledged: 0,
    lost: 0,
    doubled: 0,
    cameBack: 0,
    lostWithKeep: 0,
  }
  try {
    for (let round = 0; round < rounds; round += 1) await crashOnce(given, running, count)
    return count
  } finally {
    await killed(running.server.child)
    if (running.postgres !== first) await running.postgres.stop()
  }
}

const startServer = ({ databaseUrl, files }: Given, port?: number) =>
  forkLiveServer({ databaseUrl, directory: files, ...(port && { port }) })

async function crashOnce(given: Given, running: Running, count: CrashCount): Promise<void> {
  const { committee } = given
  const { meeting, item } = await committee.convened()
  const open = (place: number, keep = keepHere()) =>
    openWriter({
      port: running.server.port,
      forum: committee.forum,
      meeting,
      cookie: committee.cookies[place] ?? '',
      keep,
    })
  const keeps = committee.cookies.map(() => keepHere())
  const windows = keeps.map((keep, place) => open(place, keep))
  await Promise.all(windows.map((window) => window.synced()))
  const typed = await typeUntilStruck(given, running, windows, item)
  // Each mark is one change, kept under its rank until it is acknowledged.
  const unacknowledged = new Set<string>()
  for (const [place, keep] of keeps.entries())
    for (const { id } of await keep.all()) unacknowledged.add(mark(place, id))
  const acknowledged = typed.filter((one) => !unacknowledged.has(one))

  await startAgain(given, running)
  const stored = await storedMarks(committee, open(0), item)
  const cameBack = windows.map((_, place) => open(place, keeps[place]))
  await Promise.all(cameBack.map((writer) => writer.until('saved')))
  await eventually(() => keeps.every((keep) => keep.size() === 0))
  for (const writer of cameBack) writer.stop()
  const afterwards = await storedMarks(committee, open(0), item)

  count.typed += typed.length
  count.acknowledged += acknowledged.length
  count.lost += acknowledged.filter((one) => !stored.has(one)).length
  count.doubled += [stored, afterwards]
    .flatMap((all) => [...all.values()])
    .filter((times) => times > 1).length
  count.cameBack += typed.filter((one) => !stored.has(one) && afterwards.has(one)).length
  count.lostWithKeep += typed.filter((one) => !afterwards.has(one)).length
}

/** Answers what was typed, in all windows. */
async function typeUntilStruck(
  { victim, marks }: Given,
  { server, postgres }: Running,
  windows: Writer[],
  item: string,
): Promise<string[]> {
  const stop = new AbortController()
  const typed: string[] = []
  const last = windows.length * marks * Math.random() * 0.9
  const { promise: struck, resolve: strike } = Promise.withResolvers<void>()
  const told = (one: string) => {
    if (typed.push(one) >= last) strike()
  }
  const typing = windows.map((window, place) =>
    typeMarks(window, item, { place, marks, told, signal: stop.signal }),
  )
  await struck
  if (victim === 'PostgreSQL') killPostgres(postgres.data)
  else await killed(server.child)
  await Promise.all(windows.map((window) => window.until('offline')))
  stop.abort()
  await Promise.all(typing)
  for (const window of windows) window.stop()
  return typed
}

async function startAgain(given: Given, running: Running): Promise<void> {
  const { victim, dataDir } = given
  if (victim === 'PostgreSQL') running.postgres = { ...(await startPostgres({ dataDir })) }
  else running.server = await startServer(given, running.server.port)
}

const mark = (place: number, rank: number) => `m${place}x${rank}`

type Typing = { place: number; marks: number; told: (mark: string) => void; signal: AbortSignal }

/** As fast as the line takes it, and on without it. */
async function typeMarks(
  window: Writer,
  item: string,
  { place, marks, told, signal }: Typing,
): Promise<void> {
  for (let rank = 1; rank <= marks && !signal.aborted; rank += 1) {
    told(mark(place, rank))
    await window.typeAndSend(item, `${mark(place, rank)} `)
  }
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await gone
}

/**
 * How often each mark stands in the draft, as a new window reads it; and the rows that would be circulated
 * say the same.
 */
async function storedMarks(
  { database }: LiveCommittee,
  reader: Writer,
  item: string,
): Promise<Map<string, number>> {
  await reader.synced()
  const found = marksIn(reader.text(item))
  reader.stop()
  const row = async () =>
    marksIn((await database.draftItem.findUnique({ where: { agendaItemId: item } }))?.text ?? '')
  await eventually(
    async () => String([...(await row())].toSorted()) === String([...found].toSorted()),
    undefined,
    () => `the rows of ${found.size} marks`,
  )
  return found
}

function marksIn(text: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const [one] of text.matchAll(/m\d+x\d+/g)) found.set(one, (found.get(one) ?? 0) + 1)
  return found
}
