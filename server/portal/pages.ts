import { isUnbounded } from '../../lib/addresses.ts'
import type { Clock } from './clock.ts'
import { heardVersions } from './freshness.ts'
import type { Freshness } from './freshness.ts'
import { BOUNDS, renderQueue } from './render-queue.ts'
import { pageStore } from './store.ts'
import type { Page } from './store.ts'
import type { Bounds, Urgency } from './waiting-list.ts'

/** How many entries the log of each forum has that a page shows. */
export type Sizes = ReadonlyMap<string, number>

export type Rendered = Pick<Page, 'status' | 'location' | 'etag' | 'body'>

/** What the pages are made of: a room is a forum by its slug, or all of them (''). */
export type Source = {
  /** Whether every act is heard of as it is committed. */
  live: () => boolean
  /** The version of a room that was heard of last, and the zone of its days. Null: there is no such forum. */
  room: (room: string) => { version: number; zone: string } | null
  sizes: (room: string) => Promise<Sizes>
  /**
   * What was read for one page of a version serves for every other of it. Null: nobody knows whether the
   * version still stands.
   */
  render: (address: string, room: string, sizes: Sizes, version: string | null) => Promise<Rendered>
}

export const MOST_BYTES = 96 * 1024 * 1024

/** An act that arrives while a page is rendered tears it: then once more. In an uninterrupted stream of acts no page would ever be whole. */
export const MOST_TRIES = 3

export type Answer = { is: 'page'; page: Page } | { is: 'busy' }

export type PortalPages = {
  /**
   * The page at this address, which shows at least the acts of these numbers, where there are such acts. Never one that is older than
   * GREATEST_AGE_MS after an act that was heard of, unless it was begun after it was asked for.
   */
  at: (address: string, room: string, acts: ReadonlyMap<string, number>) => Promise<Answer>
  /** An encoding of a page has been made. */
  packed: (address: string, room: string, page: Page, bytes: number) => void
  /** A room has this version from now on. */
  heard: (room: string, version: number) => void
  /** What was said while nobody listened is unknown. */
  forget: () => void
  bytes: (room?: string) => number
  waiting: () => { waited: number; ahead: number; running: number }
}

const NONE: ReadonlyMap<string, number> = new Map()

/** The pages that are kept, and which of them may still be shown. */
function keptPages(source: Source, clock: Clock, mostBytes: number) {
  const store = pageStore(mostBytes)
  const versions = heardVersions()

  function standing(page: Page, room: string): Freshness {
    const now = source.room(room)
    if (!source.live() || !now || page.day !== clock.today(now.zone)) return { is: 'over' }
    return versions.standing(room, page.version, clock.now())
  }

  function isFitToShow(page: Page, room: string, acts = NONE): boolean {
    return standing(page, room).is !== 'over' && shows(page.sizes, acts)
  }

  return {
    store,
    versions,
    standing,
    isFitToShow,
    /** What is kept, where it may still be shown. */
    fitAt(address: string, room: string, acts: ReadonlyMap<string, number>): Page | null {
      const page = store.get(room, address)
      return page && isFitToShow(page, room, acts) ? page : null
    },
    /**
     * Errors never; and where there is no such page any more, what was kept of it goes. What was given up,
     * and ends after all, is too late.
     */
    keep(address: string, room: string, page: Page) {
      const kept = store.get(room, address)
      if (kept && kept.begun > page.begun) return
      if (page.status < 400 && isFitToShow(page, room)) store.put(room, address, page)
      if (page.status >= 400 && page.status < 500) store.drop(room, address)
    },
  }
}

export function portalPages(
  source: Source,
  clock: Clock,
  { mostBytes = MOST_BYTES, bounds = BOUNDS }: { mostBytes?: number; bounds?: Bounds } = {},
): PortalPages {
  const { store, versions, ...kept } = keptPages(source, clock, mostBytes)
  const queue = renderQueue(make, clock, bounds)

  async function make(address: string, room: string): Promise<Page> {
    const { page, whole } = await rendered(source, clock, address, room)
    if (whole && !isUnbounded(address)) kept.keep(address, room, page)
    return page
  }

  /**
   * From memory. What is stale is made anew meanwhile; and while nothing else is being made, that is a moment's work, for which one waits: a crowd
   * is answered at once, and a single reader sees what is.
   */
  function fromMemory(address: string, room: string, acts: ReadonlyMap<string, number>): Page | null {
    const page = kept.fitAt(address, room, acts)
    if (!page) return null
    const now = kept.standing(page, room)
    if (now.is !== 'stale') return page
    if (queue.isIdle()) return null
    queue.ahead(address, room, now.until)
    return page
  }

  async function renderedAt(
    address: string,
    room: string,
    acts: ReadonlyMap<string, number>,
  ): Promise<Answer> {
    const coming = queue.current(address)
    if (coming && source.live()) {
      const page = await coming.catch(() => null)
      if (page && kept.isFitToShow(page, room, acts)) return { is: 'page', page }
    }
    const page = await queue.wait(address, room, urgencyOf(acts, store.has(room, address)))
    return page ? { is: 'page', page } : { is: 'busy' }
  }

  /** Where it cannot be made, what is kept still serves for as long as it may. */
  async function madeAt(
    address: string,
    room: string,
    acts: ReadonlyMap<string, number>,
  ): Promise<Answer> {
    const answer = await renderedAt(address, room, acts).catch((error: unknown) => ({
      is: 'failed' as const,
      error,
    }))
    if (answer.is === 'page' && answer.page.status < 500) return answer
    const page = kept.fitAt(address, room, acts)
    if (page) return { is: 'page', page }
    if (answer.is === 'failed') throw answer.error
    return answer
  }

  return {
    async at(address, room, acts) {
      const known = fromMemory(address, room, acts)
      if (known) return { is: 'page', page: known }
      const there = acts.size > 0 ? await actsThere(source, room, acts) : NONE
      const page = there.size < acts.size ? fromMemory(address, room, there) : null
      return page ? { is: 'page', page } : madeAt(address, room, there)
    },
    packed(address, room, page, bytes) {
      page.packed += bytes
      store.weigh(room, address)
    },
    heard: (room, version) => versions.heard(room, version, clock.now()),
    forget: () => versions.forget(),
    bytes: (room) => store.bytes(room),
    waiting: () => queue.waiting(),
  }
}

function urgencyOf(acts: ReadonlyMap<string, number>, isKnown: boolean): Urgency {
  if (acts.size > 0) return 'asked'
  return isKnown ? 'known' : 'unknown'
}

/** Of the acts that an asker names, those that there are: anybody can name a number that nobody has reached yet. */
async function actsThere(
  source: Source,
  room: string,
  acts: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  const sizes = await source.sizes(room)
  return new Map([...acts].filter(([forum, act]) => act < (sizes.get(forum) ?? 0)))
}

/** Made until no act arrives meanwhile, or as often as it is tried. */
async function rendered(
  source: Source,
  clock: Clock,
  address: string,
  room: string,
): Promise<{ page: Page; whole: boolean }> {
  for (let tries = 1; ; tries += 1) {
    // In this order: what is heard of while it is rendered is newer than what the page says of itself.
    const begun = clock.now()
    const { version = 0, zone = 'UTC' } = source.room(room) ?? {}
    const day = clock.today(zone)
    const sizes = await source.sizes(room)
    const named = source.live() ? `${room} ${version} ${day} ${[...sizes].join(' ')}` : null
    const answer = await source.render(address, room, sizes, named)
    const whole = isSame(sizes, await source.sizes(room)) && day === clock.today(zone)
    const page: Page = { ...answer, version, day, sizes, begun, encoded: {}, packed: 0 }
    if (whole || tries === MOST_TRIES) return { page, whole }
  }
}

function shows(sizes: Sizes, acts: ReadonlyMap<string, number>): boolean {
  return [...acts].every(([forum, act]) => (sizes.get(forum) ?? 0) > act)
}

function isSame(sizes: Sizes, others: Sizes): boolean {
  return sizes.size === others.size && [...sizes].every(([forum, size]) => others.get(forum) === size)
}
