// A plan of a hundred commitments beside one of thirteen, and the comparison of two versions of a large
// roadmap, as their pages are served.
import { randomUUID } from 'node:crypto'
import { openDoor } from '../lib/act/act.ts'
import type { Act, Outcome } from '../lib/act/act.ts'
import type { Command } from '../lib/act/command.ts'
import { forumBySlug, officeViewer, personViewer } from '../lib/act/viewer.ts'
import type { ForumHead, Viewer } from '../lib/act/viewer.ts'
import {
  appoint,
  establishBody,
  foundForum,
  openForum,
  registerOrganisation,
} from '../lib/bodies/commands.ts'
import { recordCommitment, recordOutsideEvents, recordPlan } from '../lib/commitments/commands.ts'
import { openDatabase } from '../lib/db/client.ts'
import type { Reader } from '../lib/db/client.ts'
import { effects } from '../lib/effects.ts'
import { takePosition } from '../lib/proposals/commands.ts'
import { proposeRoadmap } from '../lib/roadmaps/commands.ts'
import { openRoadmapDoor } from '../lib/roadmaps/draft.ts'
import { exampleRoadmap } from '../components/roadmaps/example-roadmap.ts'
import type { Roadmap } from '../lib/roadmaps/rules.ts'
import type { TestDatabase } from '../testing/databases.ts'
import { inTurn } from './figures.ts'
import type { Figure } from './figures.ts'
import { withServer } from './pages.ts'

const SLUG = 'planes'
const SIZES = [13, 100] as const
const prose = (text: string) => ({ lang: 'es', text })
const source = { text: 'Inventada para medir' }
const topics = [
  'Contrataciones abiertas',
  'Beneficiarios finales',
  'Justicia abierta',
  'Datos de agua',
  'Presupuesto de salud',
  'Registro de bosques',
  'Igualdad sustantiva',
]

function done(outcome: Outcome): Record<string, string | number> {
  if (outcome.is !== 'done') throw new Error(JSON.stringify(outcome))
  return outcome.result
}

/** Both versions with identifiers of their own, the same in both. */
function ownVersions(activities: number, organisations: string[]): [Roadmap, Roadmap] {
  const { baseline, now } = exampleRoadmap(activities)
  const ids = new Map(organisations.map((id, at) => [`organisation-${at + 1}`, id]))
  const own = (name: string) => {
    const id = ids.get(name) ?? randomUUID()
    ids.set(name, id)
    return id
  }
  return JSON.parse(
    JSON.stringify([baseline, now]).replace(
      /"((?:key-action|activity|organisation)-[^"]+)"/g,
      (_, name: string) => JSON.stringify(own(name)),
    ),
  ) as [Roadmap, Roadmap]
}

/** An act of the operator's office. */
type Operate = (command: object, input: object) => Promise<ReturnType<typeof done>>
type Sector = { id: string; slug: string; hue: string }
type Seated = { seat: string; viewer: Viewer }

/**
 * A forum with both plans, each commitment with a sealed roadmap, the first with two versions of 200
 * activities: by acts, as a table would.
 */
async function layPlans(appUrl: string): Promise<void> {
  const database = openDatabase(appUrl)
  try {
    const db = database as Reader
    const act = openDoor(database, effects)
    const forum: ForumHead = {
      id: randomUUID(),
      slug: SLUG,
      name: { es: 'Planes' },
      kind: 'practice',
      timeZone: 'America/Mexico_City',
      rules: {},
      openedAt: null,
    }
    const operator = officeViewer(db, forum, 'operator', new Date())
    const operate: Operate = async (command, input) =>
      done(await act(command as Command, { viewer: operator, key: randomUUID(), input }))
    const sectors = await found(operate, forum)
    const people = await seatCommittee(operate, sectors)
    const organisations = await register(operate, sectors)
    const commitments: string[] = []
    for (const size of SIZES) commitments.push(...(await adoptPlan(operate, size, organisations)))
    await operate(recordOutsideEvents, {
      events: exampleRoadmap(0).events.map(({ day, label }) => ({
        happenedOn: day,
        what: { es: label },
        source,
      })),
    })
    await operate(openForum, {})
    const opened = await forumBySlug(db, SLUG)
    if (!opened) throw new Error('the forum did not open')
    const seated: Seated[] = await Promise.all(
      people.map(async ({ seat, person }) => ({
        seat,
        viewer: await personViewer(db, opened, person, new Date()),
      })),
    )
    const [first] = seated
    if (!first) throw new Error('nobody sits here')
    const sealing: Sealing = { db, act, drafts: openRoadmapDoor(database), first, seated }
    for (const [at, commitment] of commitments.entries()) {
      const [baseline, now] = ownVersions(at === 0 ? 200 : 12, organisations)
      const base = await seal(sealing, commitment, baseline, 0)
      if (at === 0) await seal(sealing, commitment, now, base)
    }
  } finally {
    await database.$disconnect()
  }
}

async function found(operate: Operate, forum: ForumHead): Promise<Sector[]> {
  const names = ['civil', 'oversight', 'executive'] as const
  const shapes = { civil: 'circle', oversight: 'diamond', executive: 'square' }
  const sectors = names.map((slug) => ({
    id: randomUUID(),
    slug,
    name: { es: slug },
    hasPosition: true,
    shape: shapes[slug],
    hue: slug,
  }))
  const { slug, name, kind, timeZone, rules } = forum
  await operate(foundForum, { slug, name, kind, timeZone, rules, sectors })
  return sectors
}

async function seatCommittee(
  operate: Operate,
  sectors: Sector[],
): Promise<{ seat: string; person: string }[]> {
  const seats = sectors.map((sector) => ({
    id: randomUUID(),
    sector: sector.id,
    slug: sector.slug,
    name: { es: `Asiento ${sector.slug}` },
    function: sector.hue === 'executive' ? 'chair' : 'member',
    voice: true,
  }))
  await operate(establishBody, {
    slug: 'comite',
    kind: 'committee',
    name: { es: 'Comité' },
    shortName: 'CC',
    seats,
  })
  const people: { seat: string; person: string }[] = []
  for (const [at, seat] of seats.entries()) {
    const { person } = await operate(appoint, {
      seat: seat.id,
      name: `Persona ${at}`,
      email: `persona-${at}@planes.example`,
      capacity: 'titular',
      fromOn: '2020-01-01',
      invented: true,
    })
    people.push({ seat: seat.id, person: String(person) })
  }
  return people
}

async function register(operate: Operate, sectors: Sector[]): Promise<string[]> {
  const organisations: string[] = []
  for (const [at, sector] of sectors.entries()) {
    const { organisation } = await operate(registerOrganisation, {
      sector: sector.id,
      name: { es: `Organización ${at + 1}` },
      shortName: `ORG ${at + 1}`,
      invented: true,
    })
    organisations.push(String(organisation))
  }
  return organisations
}

/** Answers its commitments. */
async function adoptPlan(operate: Operate, size: number, organisations: string[]): Promise<string[]> {
  const { plan } = await operate(recordPlan, {
    slug: `plan-${size}`,
    name: { es: `Plan de ${size}` },
    startsOn: '2026-01-01',
    endsOn: '2027-12-31',
    invented: true,
  })
  const commitments: string[] = []
  for (let number = 1; number <= size; number += 1) {
    const topic = topics[number % topics.length]
    const { commitment } = await operate(recordCommitment, {
      plan,
      number,
      title: { es: `${topic}: publicar lo que falta, con quienes lo usan, en ${number} pasos` },
      invented: true,
      inForceFrom: { day: '2026-01-05' },
      participants: organisations
        .slice(0, 1 + (number % 3))
        .map((organisation) => ({ organisation, role: 'lead' })),
    })
    commitments.push(String(commitment))
  }
  return commitments
}

type Sealing = {
  db: Reader
  act: Act
  drafts: ReturnType<typeof openRoadmapDoor>
  first: Seated
  seated: Seated[]
}

/** Answers the revision of the working paper that was sealed. */
async function seal(
  { db, act, drafts, first, seated }: Sealing,
  commitment: string,
  roadmap: Roadmap,
  base: number,
): Promise<number> {
  const by = async ({ seat, viewer }: Seated, command: object, input: object) =>
    done(await act(command as Command, { viewer, key: randomUUID(), input: { as: seat, ...input } }))
  const saved = await drafts.replace(first.viewer, { commitment, base, roadmap })
  if (saved.is !== 'saved') throw new Error(JSON.stringify(saved))
  const { proposal } = await by(first, proposeRoadmap, {
    commitment,
    revision: saved.revision,
    mode: 'written',
    title: prose('Hoja de ruta'),
    text: prose('Se pide sellarla'),
    deadlineOn: '2029-01-01',
    ...(base > 0 && { reasonClass: 'law', effectOnGoal: prose('Se llega más tarde') }),
  })
  const { digest } = await db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  for (const one of seated) await by(one, takePosition, { proposal, digest, stance: 'agree' })
  return saved.revision
}

async function fetched(url: string): Promise<string> {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
  return text
}

/**
 * A portal page is rendered once and kept whole until the log grows. Kept answers are what readers get; the
 * first rendering is measured at addresses that nobody asked for before.
 */
export async function benchPlans(database: TestDatabase, rounds: number): Promise<Figure[]> {
  await layPlans(database.appUrl)
  return withServer(database, async (url) => {
    const [small, large] = SIZES.map((size) => `${url}/es/${SLUG}/plans/plan-${size}`)
    const compared = `${url}/es/${SLUG}/plans/plan-13/commitments/1/roadmap/compare`
    const first = (page: string, round: number) =>
      fetched(`${page}${page.includes('?') ? '&' : '?'}first=${round}`)
    if (!small || !large) throw new Error('two plans')
    const rows = (await fetched(large)).split('/commitments/').length
    if (rows < 20) throw new Error(`the plan of a hundred shows ${rows} links`)
    for (let warm = -30; warm < 0; warm += 1)
      await Promise.all([small, large, `${compared}?from=1&to=2`].map((page) => first(page, warm)))
    const rendered = await inTurn(
      rounds,
      (round) => first(large, round),
      (round) => first(small, round),
    )
    const kept = await inTurn(
      rounds * 5,
      () => fetched(large),
      () => fetched(small),
    )
    const versions = await inTurn(
      rounds,
      (round) => first(`${compared}?from=1&to=2`, round),
      (round) => first(`${compared}?from=1&to=1`, round),
    )
    return [
      {
        name: 'A plan of 100 commitments beside one of 13, kept',
        ...kept,
        unit: 'ms',
        better: 'lower',
        target: 1.3,
      },
      {
        name: 'A plan of 100 commitments beside one of 13, first rendering',
        ...rendered,
        unit: 'ms',
        better: 'lower',
        target: 1.3,
      },
      {
        name: 'The page that compares two versions of 200 activities, first rendering',
        ...versions,
        unit: 'ms',
        better: 'lower',
        most: 20,
      },
    ]
  })
}
