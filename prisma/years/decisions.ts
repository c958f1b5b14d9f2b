import { addDays } from '../../lib/act/calendar.ts'
import { proposeAmendment } from '../../lib/amendments/commands.ts'
import { endMandate } from '../../lib/bodies/commands.ts'
import { proposeStatus } from '../../lib/commitments/commands.ts'
import { proposeClosing, proposePlan } from '../../lib/plans/commands.ts'
import {
  closeWithoutConsensus,
  proposeResolution,
  resumeParticipation,
  suspendParticipation,
  takePosition,
} from '../../lib/proposals/commands.ts'
import type { Stance } from '../../lib/proposals/rules.ts'
import { by, commitmentOf, es, id, mailOf, planOf, termOf, voicesOf } from './years.ts'
import type { Years } from './years.ts'

/** How a written procedure is asked for on a day: it ends two weeks later, if not before. */
export function inWriting(day: string, title: string) {
  return {
    mode: 'written' as const,
    title: es(title),
    text: es(`${title}: se pide porque así se habló en la última sesión.`),
    deadlineOn: addDays(day, 14),
  }
}

/** Every voice says its word, all agreeing where nothing else is said. */
export async function decide(
  years: Years,
  body: string,
  proposal: unknown,
  words: Partial<Record<string, Stance>> = {},
): Promise<void> {
  const asked = String(proposal)
  const { digest } = await years.stage.db.proposal.findUniqueOrThrow({ where: { id: asked } })
  for (const path of voicesOf(body)) {
    const stance = words[path] ?? 'agree'
    await by(years, path, takePosition, {
      proposal: asked,
      digest,
      stance,
      ...(stance !== 'agree' && { reason: es('Que se escuche antes a quienes lo usan.') }),
    })
  }
  if (Object.values(words).includes('object'))
    await by(years, `${body}/secretary`, closeWithoutConsensus, { proposal: asked, digest })
}

/** What a table decides besides: statements and calendars, some with a reservation, some not adopted. */
export async function decideAnything(years: Years, day: string): Promise<void> {
  const count = (years.counted.decisions += 1)
  const body = count % 4 === 1 ? 'group-1' : 'committee'
  const { proposal } = await by(years, `${body}/secretary`, proposeResolution, {
    body: id(years, body),
    of: count % 2 === 0 ? 'statement' : 'calendar',
    ...inWriting(day, `Calendario y pronunciamiento ${count}`),
  })
  if (count % 7 === 3) await decide(years, body, proposal, { [`${body}/civil`]: 'object' })
  else if (count % 5 === 2)
    await decide(years, body, proposal, { [`${body}/oversight`]: 'agree-with-reservation' })
  else await decide(years, body, proposal)
}

/** The next plan, each of whose commitments goes on from one of the plan before; and that one is closed. */
export async function adoptPlan(years: Years, day: string, place: number): Promise<void> {
  const { stage, size } = years
  const [startsOn, endsOn] = termOf(years, place)
  const lines = Array.from({ length: size.commitments }, (_, at) => {
    const { title, objective } = commitmentOf(place, at + 1)
    return `${at + 1} | ${title} | ${objective} | EXECUTIVE | CIVIL | Gobierno abierto | ${at + 1}`
  })
  const { proposal } = await by(years, 'committee/chair', proposePlan, {
    ...inWriting(day, `Adoptar el plan ${place + 1}`),
    slug: planOf(place),
    nameEs: `Plan ${place + 1}`,
    nameEn: `Plan ${place + 1}`,
    startsOn,
    endsOn,
    lang: 'es',
    lines: lines.join('\n'),
  })
  await decide(years, 'committee', proposal)
  await closePlan(years, day)
  const plan = await stage.db.plan.findFirstOrThrow({
    where: { forumId: stage.forumId, slug: planOf(place) },
  })
  years.plan = { id: plan.id, number: place }
}

async function closePlan(years: Years, day: string): Promise<void> {
  const commitments = await years.stage.db.commitment.findMany({
    where: { planId: years.plan.id },
    orderBy: { number: 'asc' },
  })
  const { proposal } = await by(years, 'committee/chair', proposeClosing, {
    ...inWriting(day, 'Cerrar el plan anterior'),
    plan: years.plan.id,
    outcomes: commitments.map(({ id: commitment, number }) => ({
      commitment,
      outcome: number % 3 === 0 ? ('carried-over' as const) : ('completed' as const),
    })),
  })
  await decide(years, 'committee', proposal)
}

/** An organisation gives its place, its seats and what it owes to one that is registered with it. */
export async function succeed(years: Years, day: string, turn: number): Promise<void> {
  const { proposal } = await by(years, 'committee/chair', proposeAmendment, {
    ...inWriting(day, `Sucesión ${turn}`),
    inForceOn: day,
    change: {
      kind: 'organisation-succeeded',
      predecessors: [years.oversight],
      registers: {
        name: { es: `Garante ${turn}`, en: `Oversight ${turn}` },
        shortName: `GARANTE ${turn}`,
      },
    },
  })
  await decide(years, 'committee', proposal)
  const heir = await years.stage.db.organisation.findFirstOrThrow({
    where: { forumId: years.stage.forumId, shortName: `GARANTE ${turn}` },
  })
  years.oversight = heir.id
}

/** A seat goes to somebody else, without a day between them. */
export async function handOver(years: Years, path: string, day: string): Promise<void> {
  const { stage, counted } = years
  const turn = (counted.persons += 1)
  const mandate = await stage.db.mandate.findFirstOrThrow({
    where: { seatId: id(years, path), untilOn: null },
  })
  const { person } = await by(years, path, endMandate, {
    mandate: mandate.id,
    lastOn: day,
    successor: { name: `Persona ${path}, ${turn}`, email: mailOf(path, turn) },
  })
  years.holders.set(path, String(person))
}

/** A commitment rests because of what happened outside, and another is paused by a sector for a month. */
export async function rest(years: Years, day: string): Promise<void> {
  const last = years.commitments.at(-1)
  if (!last) return
  const { proposal } = await by(years, 'committee/chair', proposeStatus, {
    ...inWriting(day, 'Declarar inactivo'),
    commitment: last.commitment,
    to: 'inactive',
    reasonClass: 'outside-event',
    tried: es('Dos oficios y tres llamadas.'),
    conditions: es('Que entre en vigor el registro.'),
    reviewOn: addDays(day, 180),
  })
  await decide(years, 'committee', proposal, { 'committee/oversight': 'agree-with-reservation' })
}

export async function pause(years: Years): Promise<void> {
  const [first] = years.commitments
  if (!first) return
  const sector = 'committee/civil'
  await by(years, sector, suspendParticipation, {
    scope: first.commitment,
    reason: es('Las fechas cambiaron sin aviso.'),
    conditions: [],
  })
  const open = await years.stage.db.suspension.findFirstOrThrow({
    where: { forumId: years.stage.forumId, commitmentId: first.commitment, resumedAt: null },
  })
  await by(years, sector, resumeParticipation, { suspension: open.id, note: es('Hay calendario.') })
}
