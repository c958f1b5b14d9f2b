import { randomUUID } from 'node:crypto'
import { appoint, establishBody, foundForum, openForum } from '../lib/bodies/commands.ts'
import { recordCommitment, recordPlan } from '../lib/commitments/commands.ts'
import type { Database, Reader } from '../lib/db/client.ts'
import { effects } from '../lib/effects.ts'
import { openDoor } from '../lib/act/act.ts'
import type { Act, Outcome } from '../lib/act/act.ts'
import type { Command } from '../lib/act/command.ts'
import { forumBySlug, officeViewer, personViewer } from '../lib/act/viewer.ts'
import type { ForumHead, Viewer } from '../lib/act/viewer.ts'

export type Place = {
  seat: string
  person: string
  sector: string
  as: <S>(command: Command<never, S> | object, input: object, key?: string) => Promise<Outcome>
}

type Options = {
  rules?: object
  kind?: string
  timeZone?: string /** what time it is at this table */
  clock?: () => Date /** of every mandate, exclusive */
  untilOn?: string
}

/** An act of the operator's office. */
type Operate = (command: object, input: object) => Promise<ReturnType<typeof done>>

const names = ['civil', 'oversight', 'executive'] as const

/**
 * A table small enough to read a test by: three sectors with a position, one seat with a voice each, one
 * commitment in force. For tests.
 */
export async function smallTable(
  database: Database,
  slug = 'mesa',
  {
    rules = {},
    kind = 'live',
    timeZone = 'America/Mexico_City',
    clock = () => new Date(),
    untilOn,
  }: Options = {},
) {
  const db = database as Reader
  const door: Act = openDoor(database, effects)
  const act: Act = (command, request) => door(command, { clock, ...request })
  const id = randomUUID()
  const founding: ForumHead = { id, slug, name: { es: 'Mesa' }, kind, timeZone, rules, openedAt: null }
  const operator = officeViewer(db, founding, 'operator', clock())
  const key = () => randomUUID()
  const operate: Operate = async (command, input) =>
    done(await act(command as Command, { viewer: operator, key: key(), input }))

  const { sectors, academia } = await foundWithSectors(operate, { slug, kind, timeZone, rules })
  const { body, seats: all } = await establishCommittee(operate, sectors, academia)
  const people = await seatPeople(operate, all, { slug, untilOn })
  const { plan, commitment } = await adoptPlan(operate)
  await operate(openForum, {})

  const forum = (await forumBySlug(db, slug)) as ForumHead
  const viewerOf = (person: string, now = clock()): Promise<Viewer> =>
    personViewer(db, forum, person, now)
  const place = (at: number): Place => {
    const [seat, person] = [all[at] ?? '', people[at] ?? '']
    return {
      seat,
      person,
      sector: sectors[at] ?? academia,
      as: async (command, input, given = key()) =>
        act(command as Command, {
          viewer: await viewerOf(person),
          key: given,
          input: { as: seat, ...input },
        }),
    }
  }
  return {
    forum,
    act,
    db,
    key,
    viewerOf,
    body: String(body),
    plan: String(plan),
    commitment: String(commitment),
    civil: place(0),
    oversight: place(1),
    executive: place(2),
    secretary: place(3),
    adviser: place(4),
    observer: place(5),
    operate: async (command: object, input: object) =>
      act(command as Command, {
        viewer: officeViewer(db, forum, 'operator', clock()),
        key: key(),
        input,
      }),
    system: async (command: object, input: object, now = clock()) =>
      act(command as Command, {
        viewer: officeViewer(db, forum, 'system', now),
        key: key(),
        input,
        clock: () => now,
      }),
  }
}

async function foundWithSectors(
  operate: Operate,
  { slug, kind, timeZone, rules }: { slug: string; kind: string; timeZone: string; rules: object },
) {
  const sectors = names.map(() => randomUUID())
  const academia = randomUUID()
  await operate(foundForum, {
    slug,
    name: { es: 'Mesa' },
    kind,
    timeZone,
    rules,
    sectors: [
      ...names.map((name, at) => ({
        id: sectors[at],
        slug: name,
        name: { es: name },
        hasPosition: true,
        shape: ['circle', 'diamond', 'square'][at],
        hue: name,
      })),
      {
        id: academia,
        slug: 'academia',
        name: { es: 'academia' },
        hasPosition: false,
        shape: 'triangle',
        hue: 'academia',
      },
    ],
  })
  return { sectors, academia }
}

async function establishCommittee(operate: Operate, sectors: string[], academia: string) {
  const seats = names.map(() => randomUUID())
  const [secretary, adviser, observer] = [randomUUID(), randomUUID(), randomUUID()]
  const { body } = await operate(establishBody, {
    slug: 'comite',
    kind: 'committee',
    name: { es: 'Comité' },
    shortName: 'CC',
    seats: [
      ...names.map((name, at) => ({
        id: seats[at],
        sector: sectors[at],
        slug: `${name}-1`,
        name: { es: `Asiento ${name}` },
        function: at === 2 ? 'chair' : 'member',
        voice: true,
      })),
      {
        id: secretary,
        sector: sectors[2],
        slug: 'secretaria',
        name: { es: 'Secretaría' },
        function: 'secretary',
      },
      { id: adviser, sector: academia, slug: 'asesoria', name: { es: 'Asesoría' }, function: 'adviser' },
      {
        id: observer,
        sector: academia,
        slug: 'observacion',
        name: { es: 'Observación' },
        function: 'observer',
        required: false,
      },
    ],
  })
  return { body, seats: [...seats, secretary, adviser, observer] }
}

async function seatPeople(
  operate: Operate,
  seats: string[],
  { slug, untilOn }: { slug: string; untilOn: string | undefined },
): Promise<string[]> {
  const people: string[] = []
  for (const [at, seat] of seats.entries()) {
    const { person } = await operate(appoint, {
      seat,
      name: `Persona ${at}`,
      email: `persona-${at}@${slug}.example`,
      capacity: 'titular',
      fromOn: '2020-01-01',
      untilOn,
      invented: true,
    })
    people.push(String(person))
  }
  return people
}

async function adoptPlan(operate: Operate) {
  const { plan } = await operate(recordPlan, { slug: 'plan-1', name: { es: 'Plan' }, invented: true })
  const { commitment } = await operate(recordCommitment, {
    plan,
    number: 1,
    title: { es: 'Compromiso' },
    invented: true,
    inForceFrom: { day: '2026-01-05' },
  })
  return { plan, commitment }
}

/** The result of an act that a test takes for granted. */
export function done(outcome: Outcome): Record<string, string | number> {
  if (outcome.is !== 'done') throw new Error(`the act was not done: ${JSON.stringify(outcome)}`)
  return outcome.result
}
