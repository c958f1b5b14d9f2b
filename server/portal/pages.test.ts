import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Clock } from './clock.ts'
import { GREATEST_AGE_MS } from './freshness.ts'
import { MOST_TRIES, portalPages } from './pages.ts'
import type { Answer, PortalPages, Rendered } from './pages.ts'
import type { Page } from './store.ts'

/** A clock that goes when it is told to, and rings what is due on the way. */
function handClock() {
  let now = 0
  let day = 0
  let timers: { at: number; then: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    today: () => `day ${day}`,
    after(ms, then) {
      const timer = { at: now + ms, then }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
  }
  return {
    clock,
    nextDay() {
      day += 1
    },
    wait(ms: number) {
      const until = now + ms
      for (;;) {
        const [next] = timers
          .filter((timer) => timer.at <= until)
          .toSorted((one, other) => one.at - other.at)
        if (!next) break
        timers = timers.filter((timer) => timer !== next)
        now = Math.max(now, next.at)
        next.then()
      }
      now = until
    },
  }
}

const FORUMS = ['uno', 'dos'] as const
type Forum = (typeof FORUMS)[number]
const ROOMS = ['', ...FORUMS]
const MOST_BYTES = 9_000
const BOUNDS = {
  atOnce: 2,
  mostUnknown: 3,
  mostUnknownOfOne: 2,
  mostWaited: 5,
  mostAhead: 2,
  longestMs: 30_000,
}

/** What each forum's log held when the first and the last letter of a page was read: what is in it lies between. */
type Content = { first: Map<string, number>; last: Map<string, number> }
type Operation = { finish: (status: number) => void }
type Request = {
  arrived: number
  room: string
  acts: Map<string, number>
  fromMemory: boolean
  settled: boolean
}

/** The world around the pages: logs that grow, what is heard of it and when, and renderings that end when and how the test says. */
class World {
  readonly time = handClock()
  readonly logs = new Map<string, number>(FORUMS.map((forum) => [forum, 3]))
  readonly contents = new WeakMap<Buffer, Content>()
  readonly requests: Request[] = []
  readonly wrong: string[] = []
  /** the acts that were heard of, and when; those that were lost count as heard when the connection came back */
  readonly heardAt: { forum: string; act: number; at: number }[] = []
  operations: Operation[] = []
  unheard: { forum: string; act: number }[] = []
  unknown: { forum: string; act: number }[] = []
  live = true
  versions = new Map<string, number>(ROOMS.map((room) => [room, 1]))
  readonly pages: PortalPages

  constructor() {
    this.pages = portalPages(
      {
        live: () => this.live,
        room: (room) => ({ version: this.versions.get(room) ?? 0, zone: 'UTC' }),
        sizes: (room) =>
          this.operation((status) => {
            if (status >= 500) throw new Error('the database is away')
            return this.sizesOf(room)
          }),
        render: (address, room) => {
          const first = this.sizesOf(room)
          return this.operation((status) => this.rendered(address, room, first, status))
        },
      },
      this.time.clock,
      { mostBytes: MOST_BYTES, bounds: BOUNDS },
    )
  }

  sizesOf(room: string): Map<string, number> {
    return new Map([...this.logs].filter(([forum]) => room === '' || forum === room))
  }

  operation<T>(result: (status: number) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.operations.push({
        finish: (status) => {
          try {
            resolve(result(status))
          } catch (error) {
            reject(error as Error)
          }
        },
      })
    })
  }

  rendered(address: string, room: string, first: Map<string, number>, status: number): Rendered {
    const body = Buffer.alloc(700, address)
    this.contents.set(body, { first, last: this.sizesOf(room) })
    return { status, location: status === 307 ? '/es' : undefined, etag: `"${address}"`, body }
  }

  act(forum: Forum) {
    const act = this.logs.get(forum) ?? 0
    this.logs.set(forum, act + 1)
    ;(this.live ? this.unheard : this.unknown).push({ forum, act })
  }

  raise(room: string) {
    const version = (this.versions.get(room) ?? 0) + 1
    this.versions.set(room, version)
    this.pages.heard(room, version)
  }

  hear() {
    const next = this.unheard.shift()
    if (!next) return
    this.heardAt.push({ ...next, at: this.time.clock.now() })
    this.raise(next.forum)
    this.raise('')
  }

  lose() {
    this.live = false
    this.unknown.push(...this.unheard)
    this.unheard = []
  }

  comeBack() {
    if (this.live) return
    for (const room of ROOMS) this.raise(room)
    // What was lost is as old as can be: no page without it may be shown.
    for (const one of this.unknown) this.heardAt.push({ ...one, at: Number.NEGATIVE_INFINITY })
    this.unknown = []
    this.live = true
    this.pages.forget()
  }

  async ask(room: string, place: number, acts: Map<string, number>) {
    const there = new Map([...acts].filter(([forum, act]) => act < (this.logs.get(forum) ?? 0)))
    const request: Request = {
      arrived: this.time.clock.now(),
      room,
      acts: there,
      fromMemory: true,
      settled: false,
    }
    this.requests.push(request)
    this.pages
      .at(`${room}/${place}`, room, acts)
      .then(
        (answer) => this.answered(request, answer),
        () => undefined,
      )
      .finally(() => {
        request.settled = true
      })
    await settle()
    request.fromMemory = false
  }

  answered({ arrived, room, acts, fromMemory }: Request, answer: Answer) {
    if (answer.is === 'busy') return
    const { page } = answer
    this.labelled(page)
    for (const [forum, act] of acts)
      if ((page.sizes.get(forum) ?? 0) <= act)
        this.wrong.push(`older than act ${act} of ${forum}, which was asked for`)
    if (fromMemory && page.status >= 400) this.wrong.push(`an answer ${page.status} was kept`)
    if (page.begun >= arrived && !fromMemory) return
    if (!this.live) this.wrong.push('from before it was asked for, while nobody listens')
    if (page.day !== this.time.clock.today('UTC')) this.wrong.push(`of ${page.day}`)
    const now = this.time.clock.now()
    for (const { forum, act, at } of this.heardAt) {
      const concerned = room === '' || forum === room
      if (concerned && now - at >= GREATEST_AGE_MS && (page.sizes.get(forum) ?? 0) <= act)
        this.wrong.push(`without act ${act} of ${forum}, ${now - at} ms after it`)
    }
  }

  labelled({ body, sizes }: Page) {
    const content = this.contents.get(body)
    for (const [forum, size] of sizes)
      if (!content || size > (content.first.get(forum) ?? 0))
        this.wrong.push(`says ${size} of ${forum} and is older`)
  }

  bounded() {
    const { waited, ahead, running } = this.pages.waiting()
    if (waited > BOUNDS.mostWaited || ahead > BOUNDS.mostAhead || running > BOUNDS.atOnce)
      this.wrong.push(`queue ${JSON.stringify({ waited, ahead, running })}`)
    if (this.pages.bytes() > MOST_BYTES) this.wrong.push(`${this.pages.bytes()} bytes`)
  }

  async finish(which: number, status: number) {
    const [operation] = this.operations.splice(which % Math.max(1, this.operations.length), 1)
    operation?.finish(status)
    await settle()
  }

  /** All that was begun ends well, and time passes: nobody may be left waiting. */
  async end() {
    for (let round = 0; round < 400; round += 1) {
      while (this.operations.length > 0) await this.finish(0, 200)
      this.time.wait(50)
      await settle()
    }
    const left = this.requests.filter((request) => !request.settled).length
    if (left > 0) this.wrong.push(`${left} still wait`)
    if (JSON.stringify(this.pages.waiting()) !== JSON.stringify({ waited: 0, ahead: 0, running: 0 }))
      this.wrong.push('something is still queued')
  }
}

const settle = () =>
  new Promise<void>((later) => {
    setImmediate(later)
  })

type Step = (world: World) => unknown
const step = (name: string, work: Step): Step => Object.assign(work, { toString: () => name })
const forum = fc.constantFrom(...FORUMS)
const status = fc.oneof(
  { weight: 8, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.constant(307) },
  { weight: 1, arbitrary: fc.constant(404) },
  { weight: 1, arbitrary: fc.constant(500) },
)
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        room: fc.constantFrom(...ROOMS),
        place: fc.nat(1),
        led: fc.constantFrom('no', 'last', 'never'),
      })
      .map(({ room, place, led }) =>
        step(`ask ${room}/${place} ${led}`, (world) => {
          const named: Forum = room === 'dos' ? 'dos' : 'uno'
          const last = (world.logs.get(named) ?? 0) - 1
          return world.ask(
            room,
            place,
            led === 'no' ? new Map() : new Map([[named, led === 'last' ? last : last + 1_000]]),
          )
        }),
      ),
  },
  {
    weight: 8,
    arbitrary: fc
      .record({ which: fc.nat(5), status })
      .map((one) =>
        step(`finish ${one.which} ${one.status}`, (world) => world.finish(one.which, one.status)),
      ),
  },
  {
    weight: 3,
    arbitrary: fc.constant(
      step('finish all', async (world) => {
        while (world.operations.length > 0) await world.finish(0, 200)
      }),
    ),
  },
  { weight: 3, arbitrary: forum.map((one) => step(`act ${one}`, (world) => world.act(one))) },
  { weight: 3, arbitrary: fc.constant(step('hear', (world) => world.hear())) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(1, 15, 600, 1_999, 2_001, 31_000).map((ms) =>
      step(`wait ${ms}`, (world) => {
        world.time.wait(ms)
        return settle()
      }),
    ),
  },
  { weight: 1, arbitrary: fc.constant(step('lose', (world) => world.lose())) },
  { weight: 1, arbitrary: fc.constant(step('come back', (world) => world.comeBack())) },
  { weight: 1, arbitrary: fc.constant(step('next day', (world) => world.time.nextDay())) },
)

test('in whatever order acts, readers, renderings, days and connections come: no page is too old, mislabelled or lost, and nothing grows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 35, maxLength: 70 }), async (all) => {
      const world = new World()
      for (const one of all) {
        await one(world)
        world.bounded()
      }
      await world.end()
      expect(world.wrong).toEqual([])
    }),
    { numRuns: 400 },
  )
}, 120_000)

/** Renders what is asked for until nothing is left to do. */
async function finishAll(world: World, how = 200) {
  while (world.operations.length > 0) await world.finish(0, how)
}
const none = new Map<string, number>()

test('a page that lacks the newest act is made anew for whoever asks, if nothing else is', async () => {
  const world = new World()
  await world.ask('uno', 0, none)
  await finishAll(world)
  world.act('uno')
  world.hear()
  const asked = world.pages.at('uno/0', 'uno', none)
  await settle()
  await finishAll(world)
  expect(await asked).toMatchObject({ page: { sizes: new Map([['uno', 4]]) } })
})

test('where it cannot be made, what is kept serves for as long as it may, and no longer', async () => {
  const world = new World()
  await world.ask('uno', 0, none)
  await finishAll(world)
  world.act('uno')
  world.hear()
  const [failed, over] = [
    world.pages.at('uno/0', 'uno', none),
    () => world.pages.at('uno/0', 'uno', none).catch(() => 'failed'),
  ]
  await settle()
  await finishAll(world, 500)
  expect(await failed).toMatchObject({ page: { status: 200, sizes: new Map([['uno', 3]]) } })
  world.time.wait(GREATEST_AGE_MS)
  const late = over()
  await settle()
  await finishAll(world, 500)
  expect(await late).toBe('failed')
})

test('a page that lacks the newest act is answered at once for a while to a crowd, and is made anew meanwhile', async () => {
  const world = new World()
  await world.ask('uno', 0, none)
  await finishAll(world)
  world.act('uno')
  world.hear()
  await world.ask('dos', 1, none)
  const stale = await world.pages.at('uno/0', 'uno', none)
  expect(stale).toMatchObject({ page: { sizes: new Map([['uno', 3]]) } })
  await settle()
  await finishAll(world)
  expect(await world.pages.at('uno/0', 'uno', none)).toMatchObject({
    page: { sizes: new Map([['uno', 4]]) },
  })
  expect(world.operations).toEqual([])
})

test('whoever is led by an act waits for it; a number that nobody has reached costs no rendering', async () => {
  const world = new World()
  await world.ask('uno', 0, none)
  await finishAll(world)
  world.act('uno')
  const led = world.pages.at('uno/0', 'uno', new Map([['uno', 3]]))
  await settle()
  await finishAll(world)
  expect(await led).toMatchObject({ page: { sizes: new Map([['uno', 4]]) } })
  const made = world.pages.at('uno/0', 'uno', new Map([['uno', 900_000]]))
  await settle()
  expect(world.operations).toHaveLength(1)
  await world.finish(0, 200)
  expect(await made).toMatchObject({ page: { sizes: new Map([['uno', 4]]) } })
  expect(world.operations).toEqual([])
})

test('what was torn by an act is made once more, and kept only whole', async () => {
  const world = new World()
  await world.ask('uno', 0, none)
  for (let round = 0; round < MOST_TRIES; round += 1) {
    await world.finish(0, 200)
    world.act('uno')
    await world.finish(0, 200)
    await world.finish(0, 200)
  }
  expect([
    world.operations,
    world.requests.every((request) => request.settled),
    world.pages.bytes(),
  ]).toEqual([[], true, 0])
})

test('strangers’ dead addresses push nothing out, are not kept, and are refused beyond a number; who reads what is known goes first', async () => {
  const world = new World()
  await world.ask('uno', 0, none)
  await finishAll(world)
  const before = world.pages.bytes()
  const strangers = Array.from({ length: 2_005 }, (_, place) =>
    world.pages.at(`uno/dead-${place}`, 'uno', none),
  )
  await settle()
  expect(world.pages.waiting()).toEqual({
    waited: BOUNDS.mostUnknownOfOne,
    ahead: 0,
    running: BOUNDS.atOnce,
  })
  await finishAll(world, 404)
  const answers = await Promise.all(strangers)
  expect(answers.filter((answer) => answer.is === 'busy')).toHaveLength(
    2_005 - BOUNDS.mostUnknownOfOne - BOUNDS.atOnce,
  )
  expect(world.pages.bytes()).toBe(before)
  expect(await world.pages.at('uno/0', 'uno', none)).toMatchObject({ is: 'page' })
  expect(world.operations).toEqual([])
})

test('a page that is no more is gone, though it was kept', async () => {
  const world = new World()
  await world.ask('uno', 0, none)
  await finishAll(world)
  world.act('uno')
  world.hear()
  await world.ask('uno', 0, none)
  await world.finish(0, 200)
  await world.finish(0, 404)
  await world.finish(0, 200)
  expect(world.pages.bytes('uno')).toBe(0)
})

test('a rendering that never ends gives its place back', async () => {
  const world = new World()
  const asked = [0, 1, 2].map((place) =>
    world.pages.at(`uno/${place}`, place === 2 ? 'dos' : 'uno', none).catch((error: unknown) => error),
  )
  await settle()
  world.operations = []
  world.time.wait(BOUNDS.longestMs)
  await settle()
  await finishAll(world)
  expect(await asked[0]).toBeInstanceOf(Error)
  expect(await asked[2]).toMatchObject({ is: 'page' })
})

test('of what is made ahead one is made at a time, and whoever waits has the other place', async () => {
  const world = new World()
  for (const place of [0, 1, 2]) await world.ask('uno', place, none)
  await finishAll(world)
  world.act('uno')
  world.hear()
  for (const place of [0, 1, 2]) await world.ask('uno', place, none)
  expect(world.pages.waiting()).toEqual({ waited: 0, ahead: 1, running: 2 })
  // The place that is free for whoever waits is the other one.
  await world.ask('dos', 0, none)
  expect(world.pages.waiting()).toEqual({ waited: 1, ahead: 1, running: 2 })
  await finishAll(world)
  expect(world.pages.waiting()).toEqual({ waited: 0, ahead: 0, running: 0 })
})
