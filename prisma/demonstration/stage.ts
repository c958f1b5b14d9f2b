import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Act, Outcome } from '../../lib/act/act.ts'
import { instantIn } from '../../lib/act/calendar.ts'
import type { Command } from '../../lib/act/command.ts'
import { forumBySlug, officeViewer, publicViewer } from '../../lib/act/viewer.ts'
import type { ForumHead, Office } from '../../lib/act/viewer.ts'
import type { Reader } from '../../lib/db/client.ts'
import type { Draw } from '../../lib/log/append.ts'
import { Days, WRITTEN_FOR } from './days.ts'

/** The doors that the demonstration goes through: the same as everybody's. */
export type Doors = { db: Reader; act: Act }

type Result = Record<string, string | number>

export class Refused extends Error {}

/** The id of a thing that the demonstration names before it is there: a version 4 UUID made of the name's SHA-256. */
export function idOf(name: string): string {
  return uuidFrom(digestOf(name))
}

/** Ids and salts that are the same everywhere: in a demonstration alone, for salts that can be guessed hide nothing. */
export function fixedDraw(label: string): Draw {
  let count = 0
  const next = () => digestOf(`${label}/${count++}`)
  return { id: () => uuidFrom(next()), salt: () => new Uint8Array(next()) }
}

/** The seed of a forum's signing key, as public as this file. */
export function fixedSeed(slug: string): Uint8Array {
  return new Uint8Array(digestOf(`${slug}/key`))
}

function digestOf(name: string): Buffer {
  return createHash('sha256').update(`mesa-abierta/demonstration/${name}`).digest()
}

function uuidFrom(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, 16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  )
}

/** A forum on which acts are played one after another, each at its hour, by whoever did them. */
export class Stage {
  readonly forumId: string
  readonly days: Days
  readonly #doors: Doors
  readonly #draw: Draw
  readonly #slug: string
  #forum: ForumHead
  #now = new Date(0)
  #acts = 0

  /** without days of its own, everything happens on the day that is written */
  constructor(doors: Doors, slug: string, timeZone: string, days = new Days(WRITTEN_FOR)) {
    this.days = days
    this.#doors = doors
    this.#slug = slug
    this.#draw = fixedDraw(slug)
    this.forumId = idOf(slug)
    this.#forum = {
      id: this.forumId,
      slug,
      name: { es: slug },
      kind: 'live',
      timeZone,
      rules: {},
      openedAt: null,
    }
  }

  get db(): Reader {
    return this.#doors.db
  }

  get now(): Date {
    return this.#now
  }

  get forum(): ForumHead {
    return this.#forum
  }

  /** Sets the clock: a day and a time in the forum's zone. Every act moves it on by a minute. */
  at(day: string, time = '10:00'): this {
    const now = instantIn(this.#forum.timeZone, this.days.day(day), time)
    if (!now || now < this.#now)
      throw new Error(`${day} ${time} does not exist, or lies before ${this.#now.toISOString()}`)
    this.#now = now
    return this
  }

  /** What founding and opening a forum change is known to the acts that follow. */
  async refresh(): Promise<void> {
    const found = await forumBySlug(this.#doors.db, this.#slug)
    if (!found) throw new Error(`there is no forum ${this.#slug}`)
    this.#forum = found
  }

  office<I extends z.ZodType, S>(
    command: Command<I, S>,
    input: z.input<I>,
    office: Office = 'operator',
  ): Promise<Result> {
    return this.#play(command, input, officeViewer(this.#doors.db, this.#forum, office, this.#now))
  }

  person<I extends z.ZodType, S>(
    person: string,
    command: Command<I, S>,
    input: z.input<I>,
  ): Promise<Result> {
    return this.#play(command, input, {
      ...publicViewer(this.#doors.db, this.#forum, this.#now),
      person,
    })
  }

  async #play<I extends z.ZodType, S>(
    command: Command<I, S>,
    input: z.input<I>,
    viewer: Parameters<Act>[1]['viewer'],
  ): Promise<Result> {
    const now = this.#now
    const key = `demonstration-${String(++this.#acts).padStart(5, '0')}`
    const outcome = await this.#doors.act(command, {
      viewer,
      input: this.days.moved(input),
      key,
      clock: () => now,
      draw: this.#draw,
    })
    this.#now = new Date(now.getTime() + 60_000)
    return resultOf(outcome, command.name)
  }
}

function resultOf(outcome: Outcome, name: string): Result {
  if (outcome.is === 'done') return outcome.result
  throw new Refused(`${name}: ${JSON.stringify(outcome)}`)
}
