import type { Viewer } from '../act/viewer.ts'

/** The kinds of the history, as people filter them: the part before the dot of a fact's kind. */
export const historyTopics = [
  'bodies',
  'proposals',
  'amendments',
  'appointments',
  'plans',
  'records',
  'commitments',
  'roadmaps',
  'evidence',
  'documents',
  'readings',
  'events',
  'meetings',
  'witnesses',
  'devices',
  'log',
  'keeping',
  'handovers',
  'confirmations',
] as const
export type HistoryTopic = (typeof historyTopics)[number]

/** `proposals.position-taken/1` -> `proposals.position-taken.1`: a path into messages/. */
export function sentenceKey(kind: string): string {
  return kind.replace('/', '.')
}

/** A held act is read by those whose body it is; to everybody else it does not exist yet. */
export function seesLine(line: { held: boolean; bodyId: string | null }, viewer: Viewer): boolean {
  return !line.held || viewer.seats.some((seat) => seat.body === line.bodyId)
}

/** Of the facts of an act, the one that tells it: the weightiest, and of equals the first. */
export function leadOf<F>(facts: readonly F[], weight: (fact: F) => number): F | undefined {
  return facts.reduce<F | undefined>(
    (lead, fact) => (lead === undefined || weight(fact) > weight(lead) ? fact : lead),
    undefined,
  )
}
