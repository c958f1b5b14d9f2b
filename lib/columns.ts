import { columns as appointments } from './appointments/facts.ts'
import { columns as bodies } from './bodies/facts.ts'
import { columns as commitments } from './commitments/facts.ts'
import { columns as confirmations } from './confirmations/facts.ts'
import type { ColumnsOf } from './db/columns.ts'
import { columns as documents } from './documents/facts.ts'
import { columns as events } from './events/facts.ts'
import { columns as evidence } from './evidence/facts.ts'
import { columns as foundings } from './foundings/door.ts'
import { columns as history } from './log/facts.ts'
import { columns as handovers } from './handovers/facts.ts'
import { columns as keeping } from './keeping/facts.ts'
import { columns as meetings } from './meetings/facts.ts'
import { columns as drafts } from './minutes/drafts/voices.ts'
import { columns as minutes } from './minutes/facts.ts'
import { columns as plans } from './plans/facts.ts'
import { columns as preparing } from './preparing/facts.ts'
import { columns as proposals } from './proposals/facts.ts'
import { columns as readings } from './readings/facts.ts'
import { columns as records } from './records/facts.ts'
import { columns as roadmapDrafts } from './roadmaps/draft.ts'
import { columns as roadmaps } from './roadmaps/facts.ts'
import { columns as series } from './series/facts.ts'

/**
 * What stands in the columns that the database knows only as JSON, or as text, by the schemas of the facts that write them. The types of all
 * rows follow from it. Nothing is parsed when a row is read: it was when it was written, and a test parses every row of the demonstration.
 */
export const columns = {
  ...history,
  ...bodies,
  ...proposals,
  ...commitments,
  ...roadmaps,
  ...roadmapDrafts,
  ...plans,
  ...evidence,
  ...events,
  ...readings,
  ...meetings,
  ...minutes,
  ...drafts,
  ...series,
  ...preparing,
  ...documents,
  ...keeping,
  ...records,
  ...handovers,
  ...foundings,
  ...appointments,
  ...confirmations,
}

type All = ColumnsOf<typeof columns>

declare module './db/columns.ts' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it is all there is to say
  interface Columns extends All {}
}
