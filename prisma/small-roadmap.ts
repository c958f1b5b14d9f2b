import { randomUUID } from 'node:crypto'
import { openRoadmapDoor } from '../lib/roadmaps/draft.ts'
import { proposeRoadmap } from '../lib/roadmaps/commands.ts'
import type { RoadmapText } from '../lib/roadmaps/facts.ts'
import { takePosition } from '../lib/proposals/commands.ts'
import type { Database } from '../lib/db/client.ts'
import { done, smallTable } from './small-table.ts'
import type { Place } from './small-table.ts'

// A roadmap of three activities on the smallest table, for tests: drafted, asked for and sealed by acts.

export type Table = Awaited<ReturnType<typeof smallTable>>

const prose = (text: string) => ({ lang: 'es', text })
export const activity = (
  number: string,
  more = {},
): RoadmapText['keyActions'][number]['activities'][number] => ({
  id: randomUUID(),
  number,
  title: { es: `Actividad ${number}` },
  product: { es: 'Informe' },
  responsible: [],
  startsOn: '2026-01-01',
  endsOn: '2026-06-30',
  verification: null,
  after: [],
  dependsOn: [],
  ...more,
})

export const smallRoadmap = (): RoadmapText => ({
  aim: { es: 'Meta', en: 'Aim' },
  finalAim: null,
  accountability: null,
  participation: { possible: false, why: { es: 'No se halló cómo' } },
  keyActions: [
    {
      id: randomUUID(),
      number: 1,
      title: { es: 'Primera' },
      weight: 3,
      responsible: [],
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      activities: [activity('1.1'), activity('1.2')],
    },
    {
      id: randomUUID(),
      number: 2,
      title: { es: 'Segunda' },
      weight: 1,
      responsible: [],
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      activities: [activity('2.1')],
    },
  ],
})

export const asked = {
  mode: 'written',
  title: prose('Hoja de ruta'),
  text: prose('Se pide sellarla'),
  deadlineOn: '2029-01-01',
}

/** Makes the roadmap the working paper (null: what is in force), and answers with its revision. */
export async function paper(
  database: Database,
  table: Table,
  roadmap: RoadmapText | null,
): Promise<number> {
  const viewer = await table.viewerOf(table.civil.person)
  const row = await table.db.draftRoadmap.findUnique({ where: { commitmentId: table.commitment } })
  const saved = await openRoadmapDoor(database).replace(viewer, {
    commitment: table.commitment,
    base: row?.revision ?? 0,
    roadmap,
  })
  if (saved.is !== 'saved') throw new Error(JSON.stringify(saved))
  return saved.revision
}

export async function ask(
  database: Database,
  table: Table,
  roadmap: RoadmapText,
  more = {},
  by: Place = table.civil,
) {
  const revision = await paper(database, table, roadmap)
  return by.as(proposeRoadmap, { commitment: table.commitment, revision, ...asked, ...more })
}

export async function agree(
  table: Table,
  proposal: unknown,
  places = [table.civil, table.oversight, table.executive],
): Promise<void> {
  const { digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  for (const place of places) done(await place.as(takePosition, { proposal, digest, stance: 'agree' }))
}

export async function sealedRoadmap(
  database: Database,
  slug: string,
): Promise<{ table: Table; roadmap: RoadmapText }> {
  const table = await smallTable(database, slug)
  const roadmap = smallRoadmap()
  const { proposal } = done(await ask(database, table, roadmap))
  await agree(table, proposal)
  return { table, roadmap }
}
