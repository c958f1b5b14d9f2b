import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import {
  agree,
  ask as askOn,
  asked,
  paper as paperOn,
  sealedRoadmap,
  smallRoadmap,
} from '../../prisma/small-roadmap.ts'
import type { Table } from '../../prisma/small-roadmap.ts'
import { done, smallTable } from '../../prisma/small-table.ts'
import type { Place } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { openDatabase } from '../db/client.ts'
import { withdrawProposal } from '../proposals/commands.ts'
import { proposeRoadmap, reportProgress, reviseRoadmapProposal } from './commands.ts'
import type { RoadmapText } from './facts.ts'
import { reportsSeenBy, roadmapSeenBy } from './seen.ts'
import { sealedVersions } from './record.ts'
import { activitiesOf, progressOf } from './rules.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const change = { reasonClass: 'law', effectOnGoal: prose('Se llega más tarde') }
const { mode: _mode, ...words } = asked
const sample = smallRoadmap
const paper = (table: Table, roadmap: RoadmapText | null) => paperOn(database, table, roadmap)
const ask = (table: Table, roadmap: RoadmapText, more = {}, by: Place = table.civil) =>
  askOn(database, table, roadmap, more, by)
const sealed = (slug: string) => sealedRoadmap(database, slug)

/** The same roadmap with the activity of that number written otherwise. */
function rewritten(roadmap: RoadmapText, number: string, more: object): RoadmapText {
  return {
    ...roadmap,
    keyActions: roadmap.keyActions.map((action) => ({
      ...action,
      activities: action.activities.map((each) =>
        each.number === number ? { ...each, ...more } : each,
      ),
    })),
  }
}

describe('sealing a roadmap', () => {
  it('takes the consensus of the sectors: then the baseline is there, with its decision and its exact text', async () => {
    const { table, roadmap } = await sealed('sellada')
    const [baseline, ...others] = await sealedVersions(table.db, table.commitment)
    expect(others).toEqual([])
    expect(baseline).toMatchObject({ number: 1, roadmap, reasonClass: null, effectOnGoal: null })
    const decision = await table.db.decision.findUniqueOrThrow({
      where: { id: baseline?.decisionId ?? '' },
    })
    expect(decision).toMatchObject({ outcome: 'full-consensus', notCarriedOut: null })
    const line = await table.db.historyLine.findFirstOrThrow({
      where: { forumId: table.forum.id, kind: 'roadmaps.version-sealed/1' },
    })
    expect(JSON.stringify(line.fields)).not.toContain('Actividad')
  })

  it.each<[string, (roadmap: RoadmapText) => RoadmapText, object, object]>([
    [
      'numbers twice',
      (one) => rewritten(one, '1.2', { number: '1.1' }),
      {},
      { is: 'refused', refusal: { refused: 'roadmaps.numberTwice' } },
    ],
    [
      'a circle',
      (one) => rewritten(one, '1.1', { after: [activitiesOf(one)[0]?.id] }),
      {},
      { is: 'refused', refusal: { refused: 'roadmaps.circle' } },
    ],
    [
      'an end before its start',
      (one) => rewritten(one, '1.1', { endsOn: '2025-01-01' }),
      {},
      { is: 'refused', refusal: { refused: 'errors.endsBeforeItStarts' } },
    ],
    [
      'no deadline',
      (one) => one,
      { deadlineOn: undefined },
      { is: 'invalid', problems: [{ path: 'deadlineOn', key: 'proposals.deadlineNeeded' }] },
    ],
    [
      'a session without an item',
      (one) => one,
      { mode: 'session' },
      { is: 'invalid', problems: [{ path: 'agendaItem', key: 'commitments.itemNeeded' }] },
    ],
  ])('is refused with %s', async (name, spoiled, more, outcome) => {
    const table = await smallTable(database, `mal-${name.replace(/\W/g, '-').slice(0, 20)}`)
    expect(await ask(table, spoiled(sample()), more)).toMatchObject(outcome)
  })

  it('is asked for by those who take part alone, once, and over the paper that was looked at', async () => {
    const table = await smallTable(database, 'quien-pide')
    expect(await ask(table, sample(), {}, table.observer)).toMatchObject({
      is: 'refused',
      refusal: { refused: 'roadmaps.notOfThisGroup' },
    })
    const stale = await paper(table, sample())
    await paper(table, sample())
    expect(
      await table.civil.as(proposeRoadmap, { commitment: table.commitment, revision: stale, ...asked }),
    ).toMatchObject({ refusal: { refused: 'roadmaps.draftChanged' } })
    done(await ask(table, sample(), {}, table.adviser))
    expect(await ask(table, sample())).toMatchObject({ refusal: { refused: 'roadmaps.alreadyAsked' } })
  })
})

describe('changing a sealed roadmap', () => {
  it('wants a reason and its effect on the goal, and something that changes', async () => {
    const { table, roadmap } = await sealed('cambio')
    expect(await ask(table, roadmap, change)).toMatchObject({
      refusal: { refused: 'roadmaps.nothingChanged' },
    })
    const later = rewritten(roadmap, '2.1', { endsOn: '2026-08-29' })
    expect(await ask(table, later)).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'reasonClass' }, { path: 'effectOnGoal.text' }],
    })
    const { proposal } = done(await ask(table, later, change))
    expect(await sealedVersions(table.db, table.commitment)).toHaveLength(1)
    await agree(table, proposal)
    const [, second] = await sealedVersions(table.db, table.commitment)
    expect(second).toMatchObject({
      number: 2,
      roadmap: later,
      reasonClass: 'law',
      effectOnGoal: change.effectOnGoal,
      askedBy: table.civil.seat,
    })
  })

  it('two requests that touch different things are both carried out', async () => {
    const { table, roadmap } = await sealed('dos-distintas')
    const one = done(await ask(table, rewritten(roadmap, '1.1', { endsOn: '2026-07-31' }), change))
    const other = done(await ask(table, rewritten(roadmap, '2.1', { endsOn: '2026-09-30' }), change))
    await agree(table, one.proposal)
    await agree(table, other.proposal)
    const third = (await sealedVersions(table.db, table.commitment)).at(-1)
    expect(third?.number).toBe(3)
    expect(third && activitiesOf(third.roadmap).map((each) => each.endsOn)).toEqual([
      '2026-07-31',
      '2026-06-30',
      '2026-09-30',
    ])
  })

  it('of two that touch the same activity the second is told, and is written anew: never lost, never carried out blindly', async () => {
    const { table, roadmap } = await sealed('dos-iguales')
    const one = done(await ask(table, rewritten(roadmap, '1.1', { endsOn: '2026-07-31' }), change))
    const other = done(await ask(table, rewritten(roadmap, '1.1', { endsOn: '2026-09-30' }), change))
    await agree(table, one.proposal)
    const viewer = await table.viewerOf(table.civil.person)
    expect((await roadmapSeenBy(viewer, table.commitment))?.requests).toMatchObject([
      { over: 1, conflicts: ['1.1'] },
    ])

    const { digest } = await table.db.proposal.findUniqueOrThrow({
      where: { id: String(other.proposal) },
    })
    const revision = await paper(table, rewritten(roadmap, '1.1', { endsOn: '2026-09-30' }))
    done(
      await table.civil.as(reviseRoadmapProposal, {
        proposal: other.proposal,
        digest,
        revision,
        ...words,
        ...change,
      }),
    )
    expect((await roadmapSeenBy(viewer, table.commitment))?.requests).toMatchObject([
      { over: 2, conflicts: [] },
    ])
    await agree(table, other.proposal)
    const last = (await sealedVersions(table.db, table.commitment)).at(-1)
    expect(last).toMatchObject({ number: 3 })
    expect(last && activitiesOf(last.roadmap)[0]?.endsOn).toBe('2026-09-30')
  })

  it('an overtaken request that everybody agrees to all the same is adopted, and not carried out', async () => {
    const { table, roadmap } = await sealed('rebasada')
    const one = done(await ask(table, rewritten(roadmap, '1.1', { endsOn: '2026-07-31' }), change))
    const other = done(await ask(table, rewritten(roadmap, '1.1', { endsOn: '2026-09-30' }), change))
    await agree(table, one.proposal)
    await agree(table, other.proposal)
    expect(
      await table.db.decision.findUniqueOrThrow({ where: { proposalId: String(other.proposal) } }),
    ).toMatchObject({ notCarriedOut: 'roadmaps.overtaken' })
    expect(await sealedVersions(table.db, table.commitment)).toHaveLength(2)
  })

  it('a request about a status may stand beside one about the roadmap', async () => {
    const { table, roadmap } = await sealed('junto-al-estado')
    const { proposal } = done(
      await ask(table, rewritten(roadmap, '1.1', { endsOn: '2026-07-31' }), change),
    )
    done(await table.civil.as(withdrawProposal, { proposal, reason: prose('Otra vez será') }))
    expect(
      (await roadmapSeenBy(await table.viewerOf(table.civil.person), table.commitment))?.requests,
    ).toEqual([])
  })
})

describe('reporting progress', () => {
  it('what one sector calls complete another verifies; backwards wants a reason; the latest word counts', async () => {
    const { table, roadmap } = await sealed('avance')
    const [first] = activitiesOf(roadmap)
    const about = { commitment: table.commitment, activity: first?.id ?? '' }
    const refusal = (key: string) => ({ is: 'invalid', problems: [{ key }] })
    expect(await table.executive.as(reportProgress, { ...about, state: 'verified' })).toMatchObject(
      refusal('roadmaps.notCompleteYet'),
    )
    expect(await table.executive.as(reportProgress, { ...about, state: 'not-started' })).toMatchObject(
      refusal('roadmaps.alreadySaid'),
    )
    done(
      await table.executive.as(reportProgress, {
        ...about,
        state: 'complete',
        note: prose('Se publicó'),
      }),
    )
    expect(
      await table.executive.as(reportProgress, { ...about, state: 'verified', note: prose('Visto') }),
    ).toMatchObject(refusal('roadmaps.verifiedByAnother'))
    expect(
      await table.adviser.as(reportProgress, { ...about, state: 'verified', note: prose('Visto') }),
    ).toMatchObject(refusal('roadmaps.verifiedByAnother'))
    expect(await table.civil.as(reportProgress, { ...about, state: 'verified' })).toMatchObject(
      refusal('errors.reasonNeeded'),
    )
    done(
      await table.civil.as(reportProgress, { ...about, state: 'verified', note: prose('La liga abre') }),
    )
    expect(await table.oversight.as(reportProgress, { ...about, state: 'in-progress' })).toMatchObject(
      refusal('errors.reasonNeeded'),
    )
    expect(await table.observer.as(reportProgress, { ...about, state: 'in-progress' })).toMatchObject({
      refusal: { refused: 'roadmaps.notOfThisGroup' },
    })
    expect(
      await table.civil.as(reportProgress, { ...about, activity: randomUUID(), state: 'complete' }),
    ).toEqual({ is: 'missing' })

    const viewer = await table.viewerOf(table.civil.person)
    const seen = await roadmapSeenBy(viewer, table.commitment)
    const all = await reportsSeenBy(viewer, about)
    expect(all).toMatchObject({ reports: [{ state: 'verified' }, { state: 'complete' }], next: null })
    expect(await reportsSeenBy(viewer, { ...about, before: all.reports[0]?.entryIndex })).toMatchObject({
      reports: [{ state: 'complete' }],
    })
    expect(progressOf(roadmap, seen?.reported ?? new Map(), '2026-07-01')).toMatchObject({
      done: 3 / 8,
      verified: 3 / 8,
      late: 2,
    })
  })
})
