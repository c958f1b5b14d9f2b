import type { Encoding } from '../rendering.ts'

/** A page as it is kept. It shows its logs up to `sizes` as a whole: nothing of it is older, and nothing newer. */
export type Page = {
  /** of what was heard of its forum, when its rendering began */
  version: number
  day: string
  sizes: ReadonlyMap<string, number>
  begun: number
  status: number
  location: string | undefined
  etag: string
  body: Buffer
  encoded: Partial<Record<Encoding, Promise<Buffer>>>
  /** the bytes of those encodings that are made */
  packed: number
}

/** What a page weighs beside its letters: its row here, its headers. */
const OVERHEAD = 1_000

/** One page may take so much of all, or it is not kept. */
const LARGEST_SHARE = 1 / 4

/** Of what its forum takes, pages that were asked for once give way first, until they are this part of it. */
const ONCE_SHARE = 1 / 5

type Shelf = { once: Map<string, Kept>; again: Map<string, Kept>; bytes: number; bytesOnce: number }
type Kept = { page: Page; bytes: number }

export type PageStore = {
  /** Being asked for makes it the last that has to go. */
  get: (room: string, address: string) => Page | undefined
  has: (room: string, address: string) => boolean
  put: (room: string, address: string, page: Page) => void
  drop: (room: string, address: string) => void
  /** It has grown by an encoding. */
  weigh: (room: string, address: string) => void
  bytes: (room?: string) => number
}

export function weightOf(address: string, page: Page): number {
  return OVERHEAD + 2 * address.length + page.body.length + page.packed
}

/**
 * Pages within a number of bytes. Where there is no more room, the forum that takes most of it gives up the page that was least recently asked
 * for: so whoever takes less than an equal share loses nothing to the others' crowd. Addresses that are asked for once, and never again, push out
 * each other and not what is read.
 */
export function pageStore(mostBytes: number): PageStore {
  const shelves = new Map<string, Shelf>()
  let total = 0

  function shelfOf(room: string): Shelf {
    const shelf = shelves.get(room) ?? {
      once: new Map<string, Kept>(),
      again: new Map<string, Kept>(),
      bytes: 0,
      bytesOnce: 0,
    }
    shelves.set(room, shelf)
    return shelf
  }

  function remove(room: string, shelf: Shelf, address: string) {
    const kept = shelf.once.get(address) ?? shelf.again.get(address)
    if (!kept) return
    if (shelf.once.delete(address)) shelf.bytesOnce -= kept.bytes
    shelf.again.delete(address)
    shelf.bytes -= kept.bytes
    total -= kept.bytes
    if (shelf.once.size + shelf.again.size === 0) shelves.delete(room)
  }

  function add(room: string, address: string, kept: Kept, of: 'once' | 'again') {
    const shelf = shelfOf(room)
    shelf[of].set(address, kept)
    if (of === 'once') shelf.bytesOnce += kept.bytes
    shelf.bytes += kept.bytes
    total += kept.bytes
  }

  function makeRoom() {
    while (total > mostBytes) {
      const [room, shelf] = [...shelves].reduce((most, one) =>
        one[1].bytes > most[1].bytes ? one : most,
      )
      const onceFirst =
        shelf.again.size === 0 || (shelf.once.size > 0 && shelf.bytesOnce > shelf.bytes * ONCE_SHARE)
      const [oldest = ''] = (onceFirst ? shelf.once : shelf.again).keys()
      remove(room, shelf, oldest)
    }
  }

  return {
    get(room, address) {
      const shelf = shelves.get(room)
      const proven = shelf?.again.get(address)
      if (shelf && proven) {
        shelf.again.delete(address)
        shelf.again.set(address, proven)
        return proven.page
      }
      const kept = shelf?.once.get(address)
      if (!shelf || !kept) return undefined
      shelf.once.delete(address)
      shelf.again.set(address, kept)
      shelf.bytesOnce -= kept.bytes
      return kept.page
    },
    has: (room, address) =>
      Boolean(shelves.get(room)?.again.has(address)) || Boolean(shelves.get(room)?.once.has(address)),
    put(room, address, page) {
      const shelf = shelves.get(room)
      const proven = shelf?.again.has(address) ?? false
      if (shelf) remove(room, shelf, address)
      const bytes = weightOf(address, page)
      if (bytes > mostBytes * LARGEST_SHARE) return
      add(room, address, { page, bytes }, proven ? 'again' : 'once')
      makeRoom()
    },
    drop(room, address) {
      const shelf = shelves.get(room)
      if (shelf) remove(room, shelf, address)
    },
    weigh(room, address) {
      const shelf = shelves.get(room)
      const kept = shelf?.again.get(address) ?? shelf?.once.get(address)
      if (!shelf || !kept) return
      const more = weightOf(address, kept.page) - kept.bytes
      kept.bytes += more
      shelf.bytes += more
      total += more
      if (shelf.once.has(address)) shelf.bytesOnce += more
      makeRoom()
    },
    bytes: (room) => (room === undefined ? total : (shelves.get(room)?.bytes ?? 0)),
  }
}
