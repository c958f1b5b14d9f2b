import { randomUUID } from 'node:crypto'
import { endOfDay, isDay } from '../act/calendar.ts'
import type { HeldSeat } from '../act/viewer.ts'
import type { Row } from '../db/client.ts'
import { factKindNamed } from '../facts.ts'
import type { Notice, NoticeKind } from '../log/fact.ts'
import { tellings, usualWhen } from './rules.ts'
import type { When } from './rules.ts'

/** Who sits in a forum today: each seat that each person holds. */
export type Seated = HeldSeat
export type Line = Pick<
  Row<'historyLine'>,
  | 'index'
  | 'ordinal'
  | 'kind'
  | 'fields'
  | 'recordedAt'
  | 'mandateId'
  | 'bodyId'
  | 'meetingId'
  | 'proposalId'
  | 'aboutSeatId'
  | 'personId'
>
type Circumstances = {
  forum: { id: string; timeZone: string }
  seated: Seated[]
  /** what a person chose for what is of a kind in a body; undefined: nothing */
  chosen: (person: string, body: string, kind: NoticeKind) => When | undefined
}
type Fit = { line: Line; rule: Notice<never>; person: string; body: string; thing: string }

/**
 * Whom these lines of one act are told to: each person once for each thing, of the line that asks most
 * of them. Whoever acted knows it.
 */
export function noticesOf(lines: Line[], circumstances: Circumstances): Row<'notice'>[] {
  const sits = new Set(circumstances.seated.map((seat) => `${seat.person} ${seat.body}`))
  const best = new Map<string, Fit>()
  for (const fit of lines.flatMap((line) => fitsOf(line, circumstances, sits))) {
    const key = `${fit.person} ${fit.thing}`
    const before = best.get(key)
    if (!before || weightOf(fit.rule) > weightOf(before.rule)) best.set(key, fit)
  }
  return [...best.values()].flatMap((fit) => rowsOf(fit, circumstances))
}

const weights: Record<NoticeKind, number> = { asked: 4, changed: 2, known: 0 }
function weightOf({ kind, urgent }: Notice<never>): number {
  return weights[kind] + (urgent ? 1 : 0)
}

function fitsOf(line: Line, { forum, seated }: Circumstances, sits: Set<string>): Fit[] {
  const actor = seated.find((seat) => seat.mandate === line.mandateId)?.person
  const fields = line.fields as never
  const told = new Set(actor ? [actor] : [])
  return (factKindNamed.get(line.kind)?.notices ?? [])
    .filter((rule) => rule.when?.(fields) ?? true)
    .flatMap((rule) =>
      toldBy(rule.to, line, seated)
        .filter((person) => !told.has(person) && told.add(person))
        .map((person) => ({
          line,
          rule,
          person,
          // Chosen by the body where one sits in it, and for the whole forum where one does not.
          body: line.bodyId && sits.has(`${person} ${line.bodyId}`) ? line.bodyId : forum.id,
          thing: rule.thing?.(fields) ?? line.meetingId ?? line.proposalId ?? forum.id,
        })),
    )
}

function toldBy(to: Notice<never>['to'], line: Line, seated: Seated[]): string[] {
  if (to === 'person') return line.personId ? [line.personId] : []
  const isTold: Record<Exclude<typeof to, 'person'>, (seat: Seated) => boolean> = {
    voices: (seat) => seat.body === line.bodyId && seat.voice && seat.hasPosition,
    'committee-voices': (seat) => seat.bodyKind === 'committee' && seat.voice && seat.hasPosition,
    body: (seat) => seat.body === line.bodyId,
    seat: (seat) => seat.seat === line.aboutSeatId,
    forum: () => true,
  }
  return [...new Set(seated.filter(isTold[to]).map((seat) => seat.person))]
}

function rowsOf({ line, rule, person, body, thing }: Fit, { forum, chosen }: Circumstances) {
  const { kind, urgent = false } = rule
  const until = rule.until?.(line.fields as never) ?? null
  const dueAt = until === null ? null : instantOf(forum.timeZone, until)
  const when = chosen(person, body, kind) ?? usualWhen(kind, urgent)
  return tellings(forum.timeZone, { kind, when, from: line.recordedAt, dueAt }).map((telling) => ({
    id: randomUUID(),
    forumId: forum.id,
    index: line.index,
    ordinal: line.ordinal,
    personId: person,
    kind,
    bodyId: body,
    thingId: thing,
    asks: kind === 'asked' && rule.thing !== undefined,
    dueAt,
    letterId: null,
    ...telling,
  }))
}

function instantOf(zone: string, until: string): Date {
  return isDay(until) ? endOfDay(zone, until) : new Date(until)
}
