import { facts as amendments } from './amendments/facts.ts'
import { facts as appointments } from './appointments/facts.ts'
import { facts as bodies } from './bodies/facts.ts'
import { facts as commitments } from './commitments/facts.ts'
import { facts as confirmations } from './confirmations/facts.ts'
import { facts as devices } from './devices/facts.ts'
import { facts as documents } from './documents/facts.ts'
import { facts as events } from './events/facts.ts'
import { facts as evidence } from './evidence/facts.ts'
import { facts as handovers } from './handovers/facts.ts'
import { facts as keeping } from './keeping/facts.ts'
import type { AnyFactKind, Lexicon, Telling } from './log/fact.ts'
import { facts as log } from './log/facts.ts'
import { facts as meetings } from './meetings/facts.ts'
import { facts as minutes } from './minutes/facts.ts'
import { facts as plans } from './plans/facts.ts'
import { facts as preparing } from './preparing/facts.ts'
import { facts as proposals } from './proposals/facts.ts'
import { facts as readings } from './readings/facts.ts'
import { facts as records } from './records/facts.ts'
import { facts as roadmaps } from './roadmaps/facts.ts'
import { facts as series } from './series/facts.ts'
import { facts as witnesses } from './witnesses/facts.ts'

/** Everything that can ever have happened. A kind that is not here cannot be replayed, and a test says so. */
export const factKinds: readonly AnyFactKind[] = [
  ...log,
  ...bodies,
  ...witnesses,
  ...proposals,
  ...amendments,
  ...commitments,
  ...roadmaps,
  ...plans,
  ...evidence,
  ...events,
  ...readings,
  ...meetings,
  ...minutes,
  ...series,
  ...records,
  ...preparing,
  ...documents,
  ...keeping,
  ...devices,
  ...handovers,
  ...appointments,
  ...confirmations,
]

export const factKindNamed: ReadonlyMap<string, AnyFactKind> = new Map(
  factKinds.map((kind) => [kind.kind, kind]),
)

/** The kinds that are told in one place, as their facts declare. */
export function kindsToldIn(place: Telling): string[] {
  return factKinds.filter((kind) => kind.toldIn.includes(place)).map((kind) => kind.kind)
}

export const lexicon: Lexicon = {
  binding: factKinds.filter((kind) => kind.binds).map((kind) => kind.kind),
  lessons: Object.fromEntries(
    factKinds.flatMap(({ kind, teaches }) => (teaches ? [[kind, teaches]] : [])),
  ),
}
