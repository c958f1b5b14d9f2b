import { createHash, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Act, Outcome } from '../act/act.ts'
import { dayIn } from '../act/calendar.ts'
import type { Command } from '../act/command.ts'
import { forumBySlug, officeViewer } from '../act/viewer.ts'
import type { ForumHead } from '../act/viewer.ts'
import {
  appoint,
  establishBody,
  foundForum,
  openForum,
  recordAcceptance,
  registerOrganisation,
} from '../bodies/commands.ts'
import { recordCommitment, recordPlan } from '../commitments/commands.ts'
import type { Reader } from '../db/client.ts'
import { marks, nameOf } from './plan.ts'
import type { Plan } from './plan.ts'
import type { Fault } from './shape.ts'

/** What the acts themselves refused, although the plan was checked: somebody took the address meanwhile, say. */
export class NotMade extends Error {
  readonly faults: Fault[]
  constructor(command: string, faults: Fault[]) {
    super(`${command}: ${faults.map(({ says }) => says).join(', ')}`)
    this.faults = faults
  }
}

export type Kind = 'live' | 'practice'
/** Who accepted the founding text, when, and what they had before them. */
export type Acceptance = { email: string; text: string; acceptedAt: string }
export type Seated = {
  name: string
  email: string
  seat: Plan['bodies'][number]['seats'][number]['name']
  body: string
}
export type Made = { forum: string; seated: Seated[] }

/** By their names in the plan. */
type Ids = Map<string, string>
type Making = {
  db: Reader
  forum: ForumHead
  play: <I extends z.ZodType, S>(
    key: string,
    command: Command<I, S>,
    input: z.input<I>,
  ) => Promise<Record<string, string | number>>
  /** Holders by their e-mails. */
  held: Map<string, { seat: string; person: string }>
}

/**
 * A forum, as acts of the operator's office, each under a key of its own. It belongs into one transaction (`together`): it is made whole, or nothing
 * of it is there.
 */
export async function makeForum(
  { act, db }: { act: Act; db: Reader },
  plan: Plan,
  { kind, acceptances = [] }: { kind: Kind; acceptances?: Acceptance[] },
): Promise<Made> {
  const before = await forumBySlug(db, plan.slug)
  if (before?.openedAt)
    throw new NotMade(foundForum.name, [{ path: ['slug'], says: 'bodies.slugTaken' }])
  const forum: ForumHead = before ?? {
    id: randomUUID(),
    slug: plan.slug,
    name: plan.name,
    kind,
    timeZone: plan.timeZone,
    rules: {},
    openedAt: null,
  }
  const making: Making = { db, forum, play: playing({ act, db }, forum), held: new Map() }
  await making.play('found', foundForum, {
    slug: plan.slug,
    name: plan.name,
    kind,
    timeZone: plan.timeZone,
    rules: plan.rules,
    sectors: plan.sectors.map((sector, rank) => ({ ...sector, ...(marks[rank] ?? marks[0]) })),
  })
  const sectorRows = await db.sector.findMany({ where: { forumId: forum.id } })
  const sectors: Ids = new Map(sectorRows.map(({ slug, id }) => [slug, id]))
  const organisations = await registerOrganisations(making, plan.organisations, sectors)
  const commitments = await recordPlans(making, plan.plans, organisations)
  const seated: Seated[] = []
  for (const body of plan.bodies) {
    const seatIds = await establish(making, body, { sectors, organisations, commitments })
    seated.push(...(await seatPeople(making, body, seatIds)))
  }
  for (const { email, text, acceptedAt } of acceptances) {
    const holder = making.held.get(email)
    if (!holder) throw new NotMade(recordAcceptance.name, [{ path: [], says: 'errors.unknownThing' }])
    await making.play(`acceptance ${email}`, recordAcceptance, { ...holder, text, acceptedAt })
  }
  await making.play('open', openForum, {})
  return { forum: forum.id, seated }
}

async function registerOrganisations(
  { play }: Making,
  planned: Plan['organisations'],
  sectors: Ids,
): Promise<Ids> {
  const organisations: Ids = new Map()
  for (const { slug, sector, ...fields } of planned) {
    const input = { sector: idIn(sectors, sector), ...fields }
    const { organisation } = await play(`organisation ${slug}`, registerOrganisation, input)
    organisations.set(slug, String(organisation))
  }
  return organisations
}

/** Answers their commitments. */
async function recordPlans({ play }: Making, planned: Plan['plans'], organisations: Ids): Promise<Ids> {
  const commitments: Ids = new Map()
  for (const { commitments: promised, adoptedOn, source, ...fields } of planned) {
    const { plan: id } = await play(`plan ${fields.slug}`, recordPlan, { ...fields, adoptedOn, source })
    for (const { lead, support, ...commitment } of promised) {
      const named = [
        ...lead.map((slug) => ({ slug, role: 'lead' as const })),
        ...support.map((slug) => ({ slug, role: 'support' as const })),
      ]
      const name = nameOf({ plan: fields.slug, number: commitment.number })
      const made = await play(`commitment ${name}`, recordCommitment, {
        ...commitment,
        plan: String(id),
        inForceFrom: { day: adoptedOn, source },
        participants: named.map(({ slug, role }) => ({ organisation: idIn(organisations, slug), role })),
      })
      commitments.set(name, String(made.commitment))
    }
  }
  return commitments
}

/** Answers the body's seats. */
async function establish(
  { db, forum, play }: Making,
  { seats, commitment, ...fields }: Plan['bodies'][number],
  { sectors, organisations, commitments }: Record<'sectors' | 'organisations' | 'commitments', Ids>,
): Promise<Ids> {
  const { body } = await play(`body ${fields.slug}`, establishBody, {
    ...fields,
    ...(commitment && { commitment: idIn(commitments, nameOf(commitment)) }),
    seats: seats.map(({ people: _people, sector, organisation, ...seat }) => ({
      ...seat,
      sector: idIn(sectors, sector),
      ...(organisation && { organisation: idIn(organisations, organisation) }),
    })),
  })
  const seatRows = await db.seat.findMany({ where: { forumId: forum.id, bodyId: String(body) } })
  return new Map(seatRows.map(({ slug, id }) => [slug, id]))
}

async function seatPeople(
  { forum, play, held }: Making,
  { slug, shortName, seats }: Plan['bodies'][number],
  seatIds: Ids,
): Promise<Seated[]> {
  const seated: Seated[] = []
  for (const [rank, seat] of seats.entries()) {
    for (const [turn, person] of seat.people.entries()) {
      const id = idIn(seatIds, seat.slug)
      const made = await play(`mandate ${slug} ${rank} ${turn}`, appoint, {
        ...person,
        seat: id,
        fromOn: dayIn(forum.timeZone, new Date()),
      })
      // Whoever holds several seats accepts for the one with the voice.
      if (seat.voice || !held.has(person.email))
        held.set(person.email, { seat: id, person: String(made.person) })
      seated.push({ name: person.name, email: person.email, seat: seat.name, body: shortName })
    }
  }
  return seated
}

function keyOf(label: string): string {
  return createHash('sha256').update(`forum:create ${label}`).digest('base64url')
}

function playing({ act, db }: { act: Act; db: Reader }, forum: ForumHead): Making['play'] {
  return async (key, command, input) => {
    const present = (await forumBySlug(db, forum.slug)) ?? forum
    const outcome = await act(command, {
      viewer: officeViewer(db, present, 'operator', new Date()),
      input,
      key: keyOf(key),
    })
    if (outcome.is === 'done') return outcome.result
    throw new NotMade(command.name, whyNot(outcome))
  }
}

function whyNot(outcome: Exclude<Outcome, { is: 'done' }>): Fault[] {
  if (outcome.is === 'refused') {
    const { refused, params } = outcome.refusal
    return [{ path: [], says: refused, ...(params && { params }) }]
  }
  if (outcome.is === 'invalid')
    return outcome.problems.map(({ path, key, params }) => ({
      path: path.split('.'),
      says: key,
      ...(params && { params }),
    }))
  return [
    { path: [], says: outcome.is === 'conflict' ? 'foundings.begunOtherwise' : 'errors.unknownThing' },
  ]
}

function idIn(ids: Ids, slug: string): string {
  const id = ids.get(slug)
  if (!id)
    throw new NotMade('foundings', [
      { path: [], says: 'foundings.noSuchOrganisation', params: { name: slug } },
    ])
  return id
}
