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

type KeptPage = { page: Page; bytes: number }

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
 * The pages of one forum: those asked for once, and those asked for again, each from the least to the most
 * recently asked for.
 */
class Shelf {
  readonly #once = new Map<string, KeptPage>()
  readonly #again = new Map<string, KeptPage>()
  #bytesOnce = 0
  bytes = 0

  get isEmpty(): boolean {
    return this.#once.size + this.#again.size === 0
  }

  find(address: string): KeptPage | undefined {
    return this.#again.get(address) ?? this.#once.get(address)
  }

  /** Asked for again: from now on it is among those that are. */
  ask(address: string): Page | undefined {
    const kept = this.find(address)
    if (!kept) return undefined
    this.remove(address)
    this.#add(address, kept, 'again')
    return kept.page
  }

  put(address: string, kept: KeptPage): void {
    const of = this.#again.has(address) ? 'again' : 'once'
    this.remove(address)
    this.#add(address, kept, of)
  }

  remove(address: string): void {
    const kept = this.find(address)
    if (!kept) return
    if (this.#once.delete(address)) this.#bytesOnce -= kept.bytes
    this.#again.delete(address)
    this.bytes -= kept.bytes
  }

  grow(address: string, more: number): void {
    const kept = this.find(address)
    if (!kept) return
    kept.bytes += more
    this.bytes += more
    if (this.#once.has(address)) this.#bytesOnce += more
  }

  removeLeastAsked(): void {
    const isOnceFirst =
      this.#again.size === 0 || (this.#once.size > 0 && this.#bytesOnce > this.bytes * ONCE_SHARE)
    const [oldest = ''] = (isOnceFirst ? this.#once : this.#again).keys()
    this.remove(oldest)
  }

  #add(address: string, kept: KeptPage, of: 'once' | 'again'): void {
    const pages = of === 'once' ? this.#once : this.#again
    pages.set(address, kept)
    if (of === 'once') this.#bytesOnce += kept.bytes
    this.bytes += kept.bytes
  }
}

/**
 * Pages within a number of bytes. Where there is no more room, the forum that takes most of it gives up the page that was least recently asked
 * for: so whoever takes less than an equal share loses nothing to the others' crowd. Addresses that are asked for once, and never again, push out
 * each other and not what is read.
 */
export function pageStore(mostBytes: number): PageStore {
  const shelves = new Map<string, Shelf>()
  let total = 0

  /** Changes a shelf, and counts what that changed of all. */
  function within(room: string, change: (shelf: Shelf) => void) {
    const shelf = shelves.get(room) ?? new Shelf()
    const before = shelf.bytes
    change(shelf)
    total += shelf.bytes - before
    if (shelf.isEmpty) shelves.delete(room)
    else shelves.set(room, shelf)
  }

  function makeRoom() {
    while (total > mostBytes) {
      const [largest] = [...shelves].reduce((most, each) =>
        each[1].bytes > most[1].bytes ? each : most,
      )
      within(largest, (shelf) => shelf.removeLeastAsked())
    }
  }

  return {
    get: (room, address) => shelves.get(room)?.ask(address),
    has: (room, address) => shelves.get(room)?.find(address) !== undefined,
    put(room, address, page) {
      const bytes = weightOf(address, page)
      const isTooLarge = bytes > mostBytes * LARGEST_SHARE
      within(room, (shelf) => (isTooLarge ? shelf.remove(address) : shelf.put(address, { page, bytes })))
      makeRoom()
    },
    drop: (room, address) => within(room, (shelf) => shelf.remove(address)),
    weigh(room, address) {
      within(room, (shelf) => {
        const kept = shelf.find(address)
        if (kept) shelf.grow(address, weightOf(address, kept.page) - kept.bytes)
      })
      makeRoom()
    },
    bytes: (room) => (room === undefined ? total : (shelves.get(room)?.bytes ?? 0)),
  }
}
