import type { Localised } from '../act/fields.ts'
import type { LanguageChoice } from '../bodies/rules.ts'
import type { Change, SeatAsked } from './facts.ts'
import { ruleNames } from './rules.ts'
import type { RuleName, RuleValue } from './rules.ts'

export type NamedThing = 'seat' | 'body' | 'sector' | 'organisation' | 'commitment'

/** What stands in a cell of a red-line: whoever shows it says it in the reader's language. */
export type Value =
  | { is: 'name'; name: Localised }
  | { is: 'text'; text: string }
  | { is: 'rule'; rule: RuleName; value: RuleValue }
  | { is: NamedThing; id: string }
  | { is: 'word'; word: string }
  | { is: 'languages'; choice: LanguageChoice }
  | { is: 'asked'; seat: SeatAsked }

/** One line: what it is about, what stood there, what is to stand there. */
export type Line = {
  field: string
  of: Value | null
  rule?: RuleName
  before: Value[]
  after: Value[]
}

const name = (given: Localised): Value => ({ is: 'name', name: given })
const short = (given: string | null): Value[] => (given === null ? [] : [{ is: 'text', text: given }])
const ref = (is: NamedThing, id: string): Value => ({ is, id })
const languages = (choice: LanguageChoice): Value => ({ is: 'languages', choice })
const word = (given: string): Value => ({ is: 'word', word: given })
const line = (field: string, of: Value | null, before: Value[], after: Value[]): Line => ({
  field,
  of,
  before,
  after,
})
const sameName = (one: Localised, other: Localised) => one.es === other.es && one.en === other.en

type Named = { name: Localised; shortName: string | null }

function renamed(of: Value, from: Named, to: Named): Line[] {
  return [
    ...(sameName(from.name, to.name) ? [] : [line('name', of, [name(from.name)], [name(to.name)])]),
    ...(from.shortName === to.shortName
      ? []
      : [line('shortName', of, short(from.shortName), short(to.shortName))]),
  ]
}

const actionsLine = (seat: string | null): Line[] =>
  seat === null ? [] : [line('actions', null, [], [ref('seat', seat)])]

/** What a change takes away and what it puts there: from the proposal alone, as whoever takes a position on it reads it. */
export function redLineOf(change: Change): Line[] {
  switch (change.kind) {
    case 'amendments.rules':
      return ruleNames.flatMap((rule): Line[] => {
        const [from, to] = [change.from[rule], change.to[rule]]
        if (to === undefined) return []
        const said = (value: RuleValue | undefined): Value[] =>
          value === undefined ? [] : [{ is: 'rule', rule, value }]
        return [{ ...line('rule', null, said(from), said(to)), rule }]
      })
    case 'amendments.forum-renamed':
      return [line('forumName', null, [name(change.from)], [name(change.to)])]
    case 'amendments.zone-changed':
      return [line('timeZone', null, short(change.from), short(change.to))]
    case 'amendments.languages-changed':
      return [line('languages', null, [languages(change.from)], [languages(change.to)])]
    case 'amendments.body-established':
      return [
        line('body', null, [], [name(change.name), ...short(change.shortName)]),
        ...change.seats.map((seat) => line('seat', null, [], [{ is: 'asked', seat }])),
      ]
    case 'amendments.body-renamed':
      return renamed(ref('body', change.body), change.from, change.to)
    case 'amendments.body-closed':
      return [
        line('body', null, [ref('body', change.body)], change.into ? [ref('body', change.into)] : []),
        line('itsSeats', null, [], [word(change.seats)]),
        ...actionsLine(change.actionsTo),
      ]
    case 'amendments.seat-added':
      return [line('seat', ref('body', change.seat.body), [], [{ is: 'asked', seat: change.seat }])]
    case 'amendments.seat-renamed':
      return [line('name', ref('seat', change.seat), [name(change.from)], [name(change.to)])]
    case 'amendments.voice-changed': {
      const said = (voice: boolean) => word(voice ? 'voice' : 'noVoice')
      return [line('voice', ref('seat', change.seat), [said(!change.to)], [said(change.to)])]
    }
    case 'amendments.seat-moved':
      return [
        line('inBody', ref('seat', change.seat), [ref('body', change.from)], [ref('body', change.to)]),
      ]
    case 'amendments.seat-closed':
      return [line('seat', null, [ref('seat', change.seat)], []), ...actionsLine(change.actionsTo)]
    default:
      return ofSectorsAndOrganisations(change)
  }
}

type OfThese = Extract<
  Change,
  {
    kind:
      | 'amendments.sector-added'
      | 'amendments.sector-renamed'
      | 'amendments.sector-marked'
      | 'amendments.sector-split'
      | 'amendments.sector-ended'
      | 'amendments.organisation-registered'
      | 'amendments.organisation-renamed'
      | 'amendments.organisation-succeeded'
  }
>

function ofSectorsAndOrganisations(change: OfThese): Line[] {
  switch (change.kind) {
    case 'amendments.sector-added':
      return [
        line(
          'sector',
          null,
          [],
          [name(change.name), word(change.hasPosition ? 'position' : 'noPosition')],
        ),
        ...change.seats.map((seat) => line('seat', ref('body', seat.body), [], [{ is: 'asked', seat }])),
      ]
    case 'amendments.sector-renamed':
      return [line('name', ref('sector', change.sector), [name(change.from)], [name(change.to)])]
    case 'amendments.sector-marked': {
      const said = ({ shape, hue }: { shape: string; hue: string }) => [word(shape), word(hue)]
      return [line('mark', ref('sector', change.sector), said(change.from), said(change.to))]
    }
    case 'amendments.sector-split': {
      const half = (id: string): Value[] =>
        change.into.flatMap((one) => (one.sector === id ? [name(one.name)] : []))
      return [
        line(
          'sector',
          null,
          [ref('sector', change.sector)],
          change.into.map((one) => name(one.name)),
        ),
        ...change.into.map((one) => line('mark', name(one.name), [], [word(one.shape), word(one.hue)])),
        ...change.organisations.map(({ organisation, to }) =>
          line('ofSector', ref('organisation', organisation), [ref('sector', change.sector)], half(to)),
        ),
        ...change.seats.map(({ seat, to }) =>
          line('ofSector', ref('seat', seat), [ref('sector', change.sector)], half(to)),
        ),
      ]
    }
    case 'amendments.sector-ended':
      return [line('sector', null, [ref('sector', change.sector)], []), ...actionsLine(change.actionsTo)]
    case 'amendments.organisation-registered':
      return [
        line(
          'organisation',
          ref('sector', change.registers.sector),
          [],
          [name(change.registers.name), ...short(change.registers.shortName)],
        ),
      ]
    case 'amendments.organisation-renamed':
      return renamed(ref('organisation', change.organisation), change.from, change.to)
    case 'amendments.organisation-succeeded': {
      const { registers } = change
      const heir = (id: string): Value =>
        registers?.organisation === id ? name(registers.name) : ref('organisation', id)
      return [
        line(
          'organisation',
          null,
          change.predecessors.map((id) => ref('organisation', id)),
          [...(registers ? [registers.organisation] : []), ...change.successors].map(heir),
        ),
        ...change.seats.map(({ seat, to }) =>
          line('seatOf', ref('seat', seat), [], to === null ? [word('closes')] : [heir(to)]),
        ),
        ...(change.commitments ?? []).map(({ commitment, to }) =>
          line('answers', ref('commitment', commitment), [], [to === null ? word('nobody') : heir(to)]),
        ),
        ...actionsLine(change.actionsTo),
      ]
    }
  }
}

/** What a change touches, by its id; a rule by its name. Two that touch the same are told of together. */
export function touchedBy(change: Change): string[] {
  switch (change.kind) {
    case 'amendments.rules':
      return Object.keys(change.to)
    case 'amendments.forum-renamed':
      return ['forumName']
    case 'amendments.zone-changed':
      return ['timeZone']
    case 'amendments.languages-changed':
      return ['languages']
    case 'amendments.body-established':
    case 'amendments.body-renamed':
      return [change.body]
    case 'amendments.body-closed':
      return [change.body, ...(change.into ? [change.into] : [])]
    case 'amendments.seat-added':
      return [change.seat.seat, change.seat.body]
    case 'amendments.seat-moved':
      return [change.seat, change.from, change.to]
    case 'amendments.seat-renamed':
    case 'amendments.voice-changed':
    case 'amendments.seat-closed':
      return [change.seat]
    case 'amendments.sector-added':
    case 'amendments.sector-renamed':
    case 'amendments.sector-marked':
    case 'amendments.sector-ended':
      return [change.sector]
    case 'amendments.sector-split':
      return [
        change.sector,
        ...change.into.map((one) => one.sector),
        ...change.seats.map(({ seat }) => seat),
        ...change.organisations.map(({ organisation }) => organisation),
      ]
    case 'amendments.organisation-registered':
      return [change.registers.organisation]
    case 'amendments.organisation-renamed':
      return [change.organisation]
    case 'amendments.organisation-succeeded':
      return [
        ...change.predecessors,
        ...change.successors,
        ...(change.registers ? [change.registers.organisation] : []),
        ...change.seats.map(({ seat }) => seat),
        ...(change.commitments ?? []).map(({ commitment }) => commitment),
      ]
  }
}
