import type { z } from 'zod'
import { addDays, monthAfter } from '../../lib/act/calendar.ts'
import type { Command } from '../../lib/act/command.ts'
import type { Mesa } from '../../lib/mesa.ts'
import { idOf, Stage } from '../demonstration/stage.ts'

// Who and what there is in a forum that is played over years, and how it is called.

/** How long it lasts and how much happens in it. */
export type Size = {
  slug: string
  /** the month that begins after its last day */
  until: string
  plans: number
  /** of each plan */
  months: number
  /** of each plan */
  commitments: number
  /** of each commitment */
  activities: number
  meetings: number
  /** after so many months a seat with a voice passes to somebody else */
  mandate: number
  /** written decisions in a month: before, and in the last mandate */
  decisions: readonly [number, number]
}

/** Ten years, of which the last mandate of three has more than ten thousand acts. */
export const tenYears: Size = {
  slug: 'decenio',
  until: '2026-12',
  plans: 5,
  months: 24,
  commitments: 12,
  activities: 6,
  meetings: 400,
  mandate: 36,
  decisions: [4, 30],
}

/** Its beginning: the same table, as busy as the other is in the end, after half a year. */
export const halfAYear: Size = {
  ...tenYears,
  slug: 'joven',
  plans: 1,
  months: 6,
  meetings: 20,
}

/** As much as a test reads in some seconds. */
export const twoMonths: Size = {
  slug: 'meses',
  until: '2026-12',
  plans: 2,
  months: 2,
  commitments: 2,
  activities: 2,
  meetings: 6,
  mandate: 2,
  decisions: [1, 4],
}

export type Years = {
  stage: Stage
  doors: Pick<Mesa, 'draft' | 'roadmapDraft'>
  size: Size
  /** who acts for a seat, by its path */
  holders: Map<string, string>
  /** of the plan under way, each with its activities */
  commitments: { commitment: string; number: number; activities: string[] }[]
  plan: { id: string; number: number }
  oversight: string
  counted: { decisions: number; meetings: number; links: number; persons: number }
}

export function openYears(
  doors: Pick<Mesa, 'db' | 'act' | 'draft' | 'roadmapDraft'>,
  size: Size,
): Years {
  const stage = new Stage(doors, size.slug, 'America/Mexico_City')
  const years: Years = {
    stage,
    doors,
    size,
    holders: new Map(),
    commitments: [],
    plan: { id: '', number: 0 },
    oversight: '',
    counted: { decisions: 0, meetings: 0, links: 0, persons: 0 },
  }
  years.plan.id = id(years, planOf(0))
  years.oversight = id(years, 'organisation/oversight')
  return years
}

export const id = ({ size }: Pick<Years, 'size'>, name: string) => idOf(`${size.slug}/${name}`)
export const es = (text: string) => ({ lang: 'es' as const, text })
export const named = (text: string) => ({ es: text, en: `${text} (en)` })
export const planOf = (place: number) => `plan-${place + 1}`
export const personOf = (years: Pick<Years, 'size'>, path: string, turn: number) =>
  id(years, `person/${path}/${turn}`)
export const mailOf = (path: string, turn: number) => `${path.replace('/', '.')}.${turn}@decenio.example`

/** The first day of a month, counted from the forum's first. */
export function monthOf({ size }: Pick<Years, 'size'>, month: number): string {
  return `${monthAfter(`${size.until}-01`, month - size.plans * size.months).slice(0, 7)}-01`
}

/** The first and the last day of a plan. */
export function termOf(years: Pick<Years, 'size'>, plan: number): [string, string] {
  const { months } = years.size
  return [monthOf(years, plan * months), addDays(monthOf(years, (plan + 1) * months), -1)]
}

const subjects = ['Agua', 'Compras', 'Obras', 'Bosques', 'Salud', 'Justicia', 'Escuelas', 'Presupuesto']

export function commitmentOf(plan: number, number: number) {
  const subject = subjects[(plan * 5 + number) % subjects.length] ?? 'Agua'
  return {
    title: `${subject} que se entiende en cada colonia, ${plan + 1}.${number}`,
    objective: `Publicar ${subject.toLowerCase()} por colonia, con palabras claras y en formatos abiertos.`,
  }
}

export const sectors = [
  { slug: 'civil', shape: 'circle', hasPosition: true },
  { slug: 'oversight', shape: 'diamond', hasPosition: true },
  { slug: 'executive', shape: 'square', hasPosition: true },
  { slug: 'academia', shape: 'triangle', hasPosition: false },
] as const

export type Seat = {
  slug: string
  sector: (typeof sectors)[number]['slug']
  function: 'chair' | 'secretary' | 'member' | 'adviser'
  voice: boolean
}

const committee: Seat[] = [
  { slug: 'chair', sector: 'executive', function: 'chair', voice: true },
  { slug: 'secretary', sector: 'executive', function: 'secretary', voice: false },
  { slug: 'civil', sector: 'civil', function: 'member', voice: true },
  { slug: 'civil-2', sector: 'civil', function: 'member', voice: false },
  { slug: 'oversight', sector: 'oversight', function: 'member', voice: true },
  { slug: 'adviser', sector: 'academia', function: 'adviser', voice: false },
]
const group: Seat[] = [
  { slug: 'secretary', sector: 'executive', function: 'secretary', voice: true },
  { slug: 'civil', sector: 'civil', function: 'member', voice: true },
  { slug: 'oversight', sector: 'oversight', function: 'member', voice: true },
]

export const bodies: ReadonlyMap<string, readonly Seat[]> = new Map([
  ['committee', committee],
  ['group-1', group],
  ['group-2', group],
  ['group-3', group],
])

/** One seat with a voice for each sector that has a position. */
export function voicesOf(body: string): string[] {
  return (bodies.get(body) ?? []).filter(({ voice }) => voice).map(({ slug }) => `${body}/${slug}`)
}

/** An act of whoever holds this seat. */
export function by<I extends z.ZodType, S>(
  years: Years,
  path: string,
  command: Command<I, S>,
  input: Omit<z.input<I>, 'as'>,
) {
  return years.stage.person(years.holders.get(path) ?? '', command, {
    as: id(years, path),
    ...input,
  } as z.input<I>)
}
