// What the server's memory grows by while files of 25 MB come in, four at a time, beside a bare node:http that writes and digests the same.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { LARGEST_FILE } from '../lib/evidence/rules.ts'
import { freePort } from '../scripts/postgres.ts'
import type { TestDatabase } from '../testing/databases.ts'
import { median } from './figures.ts'
import type { Figure } from './figures.ts'
import { cookieOf, ended, startChild, withServer } from './pages.ts'

const AT_ONCE = 4
const ROUNDS = 5
const tus = { 'Tus-Resumable': '1.0.0' }

/** A PDF of its own, piece by piece, so that the sender needs no memory either. */
function body(): ReadableStream<Uint8Array> {
  const head = Buffer.from(`%PDF-1.7\n%${randomBytes(16).toString('hex')}\n`)
  let left = LARGEST_FILE
  return new ReadableStream({
    pull(controller) {
      const piece = left === LARGEST_FILE ? head : Buffer.alloc(Math.min(left, 64 * 1024), 0x20)
      left -= piece.length
      controller.enqueue(new Uint8Array(piece))
      if (left === 0) controller.close()
    },
  })
}

async function sendTo(url: string, headers: Record<string, string>, method: string): Promise<void> {
  const answer = await fetch(url, { method, headers, body: body(), duplex: 'half' } as RequestInit)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
}

async function bring(url: string, cookie: string): Promise<void> {
  const own = { ...tus, cookie, 'X-Forum': 'practica', Origin: url }
  const begun = await fetch(`${url}/api/uploads`, {
    method: 'POST',
    headers: {
      ...own,
      'Upload-Length': String(LARGEST_FILE),
      'Upload-Metadata': `filename ${Buffer.from('a.pdf').toString('base64')}`,
    },
  })
  const at = begun.headers.get('location')
  if (begun.status !== 201 || !at)
    throw new Error(`the upload was not begun: ${begun.status} ${await begun.text()}`)
  await sendTo(
    url + at,
    { ...own, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
    'PATCH',
  )
}

/** Resident memory in megabytes, as the kernel counts it. */
function resident(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

/** What one upload of several adds at its highest, over what the process held just before. */
async function growth(pid: number, send: () => Promise<void>): Promise<number> {
  const before = resident(pid)
  let [most, over] = [before, false]
  const watching = (async () => {
    while (!over) {
      most = Math.max(most, resident(pid))
      await sleep(10)
    }
  })()
  await Promise.all(Array.from({ length: AT_ONCE }, send))
  over = true
  await watching
  return (most - before) / AT_ONCE
}

async function medianGrowth(pid: number, send: () => Promise<void>): Promise<number> {
  // The first files make the process as large as it stays.
  for (let round = 0; round < 3; round += 1) await growth(pid, send)
  const grown: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) grown.push(await growth(pid, send))
  return median(grown)
}

export async function benchUploads(database: TestDatabase): Promise<Figure[]> {
  const floorPort = await freePort()
  const floor = await startChild(
    'bench/floor-server.ts',
    [],
    { PORT: String(floorPort), DATABASE_URL: database.ownerUrl },
    'ready',
  )
  try {
    return await withServer(database, async (url, pid) => {
      const cookie = await cookieOf(database.appUrl, 'omar.villasenor@practica.example')
      const ours = await medianGrowth(pid, () => bring(url, cookie))
      const bare = await medianGrowth(floor.pid ?? 0, () =>
        sendTo(`http://127.0.0.1:${floorPort}/`, {}, 'PUT'),
      )
      return [
        {
          name: 'Memory for an upload of 25 MB, four at once',
          ours: Math.max(0, ours),
          floor: Math.max(0.01, bare),
          unit: 'MB',
          better: 'lower',
          most: 10,
        },
      ]
    })
  } finally {
    await ended(floor)
  }
}
