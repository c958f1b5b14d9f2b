import { hash } from 'node:crypto'
import { Edge, leafHash } from '../lib/log/tree.ts'

/**
 * The fastest round of each in milliseconds. `floorMs` gets each digest as bytes, as the tree does; `quickestMs` leaves it as
 * characters, which is the least that OpenSSL can be asked for through Node. `ratio` is to the floor: 1 is as fast.
 */
export type TreeBench = {
  entries: number
  bytes: number
  treeMs: number
  floorMs: number
  quickestMs: number
  ratio: number
}

/**
 * `npm run verify`'s tree against a bare SHA-256 loop over the same entries. The tree hashes each with its prefix, and a node of
 * 65 bytes besides. The rounds take turns, so that a busy machine hurts them alike.
 */
export function benchTree({ entries = 100_000, bytes = 700, rounds = 9 } = {}): TreeBench {
  const bodies = Array.from({ length: entries }, (_, index) =>
    Buffer.alloc(bytes, `{"v":1,"index":${index},`),
  )
  let [treeMs, floorMs, quickestMs] = [Infinity, Infinity, Infinity]
  for (let round = 0; round < rounds; round += 1) {
    floorMs = Math.min(
      floorMs,
      timed(() => bodies.forEach((body) => hash('sha256', body, 'buffer'))),
    )
    quickestMs = Math.min(
      quickestMs,
      timed(() => bodies.forEach((body) => hash('sha256', body, 'binary'))),
    )
    treeMs = Math.min(
      treeMs,
      timed(() => growTree(bodies)),
    )
  }
  return { entries, bytes, treeMs, floorMs, quickestMs, ratio: floorMs / treeMs }
}

function growTree(bodies: Uint8Array[]): void {
  const edge = new Edge()
  for (const body of bodies) edge.append(leafHash(body))
  edge.root()
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

if (import.meta.main) console.table([300, 700, 1500].map((bytes) => benchTree({ bytes })))
