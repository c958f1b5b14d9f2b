import { afterAll, describe, expect, it } from 'vitest'
import { viewerAt } from '../lib/act/moment.ts'
import { forumBySlug, publicViewer } from '../lib/act/viewer.ts'
import { bodiesSeenBy, bodySeenBy } from '../lib/bodies/seen.ts'
import { plansSeenBy } from '../lib/commitments/plan-seen.ts'
import { commitmentSeenBy, commitmentsSeenBy, suspensionsSeenBy } from '../lib/commitments/seen.ts'
import { statementsAbout } from '../lib/commitments/source-seen.ts'
import { standingIn } from '../lib/commitments/rules.ts'
import { openAsOf } from '../lib/db/as-of.ts'
import { openDatabase } from '../lib/db/client.ts'
import { meetingSeenBy, meetingsSeenBy } from '../lib/meetings/seen.ts'
import { comparisonAsData, comparisonSeenBy, sinceThen } from '../lib/then/seen.ts'
import { useDatabase } from '../testing/use-database.ts'
import report from './demonstration/mexico-report.json' with { type: 'json' }
import sources from './demonstration/mexico-sources.json' with { type: 'json' }
import { idOf } from './demonstration/stage.ts'

// The record of a real forum claims nothing: what its sources do not say, no page says.

const seeded = await useDatabase({ seeded: true })
const db = openDatabase(seeded.appUrl, { connections: 4 })
const past = openAsOf(seeded.appUrl, 'asof')
afterAll(() => Promise.all([past.close(), db.$disconnect()]))

const here = { forumId: idOf('mexico') }
const found = await forumBySlug(db, 'mexico')
if (!found) throw new Error('no forum')
const today = publicViewer(db, found, new Date('2026-11-30T18:00:00Z'))
const on = (day: string) => viewerAt(today, past.at({ on: day }), { on: day })
const fourth = async (number: number) => {
  const commitment = await commitmentSeenBy(today, number, '2019-2022')
  if (!commitment) throw new Error(`no commitment ${number}`)
  return commitment
}

describe('a plan whose period is over', () => {
  it('says so, and no plan of the record is the current one', async () => {
    const plans = await plansSeenBy(today)
    expect(plans.map(({ slug, lastDay, over }) => [slug, lastDay, over])).toEqual([
      ['2019-2022', '2022-08-31', true],
      ['2016-2018', '2018', true],
    ])
  })

  it('has ten commitments of which only this is known: nobody declared them inactive', async () => {
    const [plan] = await plansSeenBy(today)
    if (!plan) throw new Error('no plan')
    const { lines } = await commitmentsSeenBy(today, plan.id)
    expect(lines.map(({ status }) => standingIn(plan, status))).toEqual(
      lines.map(({ number }) => ([1, 5, 9].includes(number) ? 'inactive' : 'plan-over')),
    )
  })

  it('was in force before its last day, and its extended one', async () => {
    for (const [day, over] of [
      ['2021-09-01', false],
      ['2022-08-31', false],
      ['2022-09-01', true],
    ] as const)
      expect((await plansSeenBy(await on(day)))[0]?.over, day).toBe(over)
  })

  it('is not touched by what a sector declared later', async () => {
    const [plan] = await plansSeenBy(today)
    expect((await commitmentsSeenBy(today, plan?.id ?? '')).paused).toEqual([])
    expect((await fourth(2)).suspensions).toEqual([])
  })

  it('was presented on a day that no page calls the day of its adoption', async () => {
    expect((await plansSeenBy(today))[0]).toMatchObject({ adoptedOn: null, startsOn: '2019-12-10' })
    const { changes } = await fourth(2)
    expect(changes).toMatchObject([{ decidedOn: '2019-12-10', dayIs: 'presentation' }])
  })
})

describe('a commitment that the Committee declared inactive', () => {
  it.each([
    [1, 'gt-1', '2021-12-13'],
    [5, 'cc-aga', '2022-05-03'],
    [9, 'cc-aga', '2022-10-20'],
  ])(
    '%i: the body that decided, and the minutes of %s, whose day is not that of the decision',
    async (number, body, day) => {
      const { changes, statements } = await fourth(number)
      const change = changes.at(-1)
      expect(change).toMatchObject({
        to: 'inactive',
        dayIs: 'minutes',
        decidedOn: day,
        knownUntil: '2023-02-27',
        body: { slug: 'cc-aga' },
      })
      const meeting = await meetingSeenBy(today, change?.meetingId ?? '')
      expect(meeting).toMatchObject({
        heldOn: day,
        dayIs: 'minutes',
        body: { slug: body },
        agenda: [],
        reasonsFor: [{ to: 'inactive', commitment: { number } }],
      })
      const said = new Map(statements.map(({ field, value }) => [field, value]))
      expect(said.get('decided-on')).toBeNull()
      for (const field of ['decided-by', 'reasons', 'effect', 'civil-society-pause'])
        expect(said.get(field), field).toMatchObject({
          es: expect.stringMatching(/./),
          en: expect.stringMatching(/./),
        })
      expect(
        (await meetingsSeenBy(today, { commitment: idOf(`mexico/plan-4/${number}`) })).meetings,
      ).toHaveLength(1)
    },
  )
})

it('has no act that nobody did: no item that somebody proposed, and no seat required by default', async () => {
  expect(await db.agendaItem.count({ where: here })).toBe(0)
  const seats = await db.seat.findMany({ where: here })
  expect(seats.filter(({ required }) => required).map(({ slug }) => slug)).toEqual(['technical-adviser'])
})

it('does not say that a pause lasts because no source tells its end', async () => {
  expect(await suspensionsSeenBy(today, { commitments: [], open: true })).toMatchObject([
    {
      declaredOn: '2022-10-27',
      takenOver: true,
      reason: { lang: 'es' },
      reasonIn: { lang: 'en' },
    },
  ])
})

it('sets no title from memory, and says of those of the press that they are', async () => {
  const [plan] = await plansSeenBy(today)
  const { lines } = await commitmentsSeenBy(today, plan?.id ?? '')
  const numbers = (of: (line: (typeof lines)[number]) => boolean) =>
    lines.filter(of).map(({ number }) => number)
  expect(numbers(({ title }) => !title.es)).toEqual([8])
  expect(numbers(({ titleSure }) => titleSure.es === 'press')).toEqual([6, 7, 9, 11, 12])
  expect(await db.sourcedStatement.count({ where: { ...here, sure: 'memory' } })).toBe(0)
})

describe('read as of a day', () => {
  it('the committee of 2022 has its seats, with the days that their sources give', async () => {
    const committee = await bodySeenBy(await on('2022-05-03'), 'cc-aga')
    expect(committee?.seats.map(({ slug, takenOver }) => [slug, takenOver])).toEqual([
      ...[
        'nosc-representative',
        'nosc-co-representative',
        'inai-commissioner',
        'inai-director',
        'sfp-minister',
        'sfp-head-of-unit',
        'sfp-director',
      ].map((slug) => [slug, { attestedOn: '2019-12' }]),
      ['technical-adviser', { vacantUntil: '2022-08-31' }],
    ])
    expect(committee?.seats.every(({ vacantSince }) => vacantSince === null)).toBe(true)
    const now = await bodySeenBy(today, 'cc-aga')
    const ends = now?.seats.flatMap(({ organisation }) => organisation?.successors ?? [])
    expect(ends?.map(({ happenedOn }) => happenedOn)).toEqual([
      ...Array.from({ length: 2 }, () => '2025-03'),
      ...Array.from({ length: 3 }, () => '2025-01'),
    ])
  })

  it('no working group is there before the commitment that it looks after', async () => {
    const groups = async (day: string) =>
      (await bodiesSeenBy(await on(day))).filter(({ kind }) => kind === 'group').length
    expect([await groups('2018-06-01'), await groups('2019-12-09')]).toEqual([0, 0])
    expect(await groups('2019-12-10')).toBe(13)
  })

  it('an address without a plan compares a commitment with itself, and not with that of a later plan', async () => {
    const then = await on('2018-06-01')
    const since = await sinceThen(then, today, { is: 'commitment', plan: undefined, number: 1 })
    expect(since?.differences).toEqual([])
    expect(since?.history?.lines.every((line) => line.commitmentId === idOf('mexico/plan-3/1'))).toBe(
      true,
    )
  })

  it('that nothing is different is said only of what was compared', async () => {
    const bodies = await sinceThen(await on('2018-06-01'), today, { is: 'bodies' })
    expect(bodies?.differences.filter(({ field }) => field === 'there').length).toBeGreaterThan(13)
    const plan = await sinceThen(await on('2020-01-01'), today, { is: 'plan', plan: undefined })
    expect(plan?.compared).toContain('status')
    expect(plan?.differences.filter(({ field }) => field === 'status')).toHaveLength(13)
  })

  it('two days compared say what a day is the day of', async () => {
    const days = await Promise.all([on('2021-12-12'), on('2021-12-13')])
    const comparison = await comparisonSeenBy(today, days, '2019-2022')
    if (!comparison) throw new Error('no comparison')
    const data = comparisonAsData(comparison, today, String)
    expect(data.commitments).toMatchObject([
      {
        number: 1,
        differences: [
          {
            field: 'status',
            then: { word: 'in-force', since: '2019-12-10', dayIs: 'presentation' },
            now: { word: 'inactive', since: '2021-12-13', dayIs: 'minutes' },
          },
        ],
        acts: [{ happenedOn: '2021-12-13', dayIs: 'minutes' }],
      },
    ])
  })
})

describe('what was written for the record', () => {
  type Told = [string, unknown]
  /** Every text in it, by where it stands: an object that has one of the two languages must have the other. */
  function lacking([where, value]: Told): string[] {
    if (value === null || typeof value !== 'object') return []
    if (Array.isArray(value)) return value.flatMap((one) => lacking([where, one]))
    if ('es' in value || 'en' in value) {
      const { es, en } = value as { es?: string; en?: string }
      return es && en ? [] : [where]
    }
    return []
  }

  it('stands in Spanish and in English', async () => {
    const [statements, findings, events, changes, meetings, bodies, seats, plans, commitments] =
      await Promise.all([
        db.sourcedStatement.findMany({ where: here }),
        db.finding.findMany({ where: here }),
        db.outsideEvent.findMany({ where: here }),
        db.statusChange.findMany({ where: here }),
        db.meeting.findMany({ where: here }),
        db.body.findMany({ where: here }),
        db.seat.findMany({ where: here }),
        db.plan.findMany({ where: here }),
        db.commitment.findMany({ where: here }),
      ])
    const told: Told[] = [
      ...statements.flatMap(({ field, value, noteIn }): Told[] => [
        [field, value],
        [`note of ${field}`, noteIn],
      ]),
      ...findings.map(({ measure, note }): Told => [measure, note]),
      ...events.map(({ happenedOn, what }): Told => [happenedOn, what]),
      ...changes.map(({ missing }): Told => ['missing', missing]),
      ...meetings.map(({ missing }): Told => ['missing', missing]),
      ...[...bodies, ...seats, ...plans].map(({ name, id }): Told => [id, name]),
      ...commitments.map(({ number, objective }): Told => [`objective ${number}`, objective]),
    ]
    expect(told.flatMap(lacking)).toEqual([])
    expect(statements.filter(({ note }) => note !== null)).toEqual([])
    expect(
      [...changes, ...meetings].flatMap(({ missing }) =>
        ((missing ?? []) as unknown[]).filter((line) => typeof line === 'string'),
      ),
    ).toEqual([])
    // A value that is one string is no text of ours: an identifier, a day, an address, a title or a word of a source.
    const asInTheSource =
      /^(title-|name-|ogp-id|policy-area|early-results-label|board$|presented|consultation|period-extended|starts-on|ends-on|extended-to|roadmap-ends-on|ended$|ogp-ids)/
    expect(
      statements
        .filter(({ value, field }) => typeof value === 'string' && !asInTheSource.test(field))
        .map(({ field }) => field),
    ).toEqual([])
  })

  it('names its sources in both, where a name is not the same in both', () => {
    const alike = ['irm-results', 'irm-design', 'irm-mid-term', 'ogp-response']
    expect(
      Object.entries(sources)
        .filter(([key, source]) => !('en' in source) && !alike.includes(key))
        .map(([key]) => key),
    ).toEqual([])
  })
})

describe('the evaluator’s report', () => {
  /** How many sentences each paragraph, and each note, of its parts has. */
  const sentences: Record<string, number[]> = {
    '01': [4],
    '02': [5, 1, 4, 5, 1],
    '03': [4, 6],
    '04': [3, 3],
    '05': [3, 6, 1, 2, 4, 2, 1, 1, 2, 1, 3],
  }
  const two = (number: number) => String(number).padStart(2, '0')
  const all = Object.entries(sentences).flatMap(([part, paragraphs]) =>
    paragraphs.flatMap((count, paragraph) =>
      Array.from({ length: count }, (_, place) => `${part}${two(paragraph + 1)}${two(place + 1)}`),
    ),
  )

  it('has each of its sentences in the list, once', () => {
    expect(report.map(({ at }) => at)).toEqual(all)
  })

  it('has each sentence that states a fact on the plan’s page, in both languages and with its place; of the others it is said why not', async () => {
    const statements = await statementsAbout(today, idOf('mexico/plan-4'))
    for (const { at, es, en, not } of report as {
      at: string
      es?: string
      en?: string
      not?: { es: string; en: string }
    }[]) {
      const shown = statements.filter(({ field }) => field === `report-${at}`)
      if (not) {
        expect([not.es.length > 20, not.en.length > 20, shown.length], at).toEqual([true, true, 0])
        continue
      }
      expect(shown, at).toMatchObject([
        {
          value: { es, en },
          sure: 'read',
          note: { es: expect.stringMatching(/\d/), en: expect.stringMatching(/\d/) },
          cites: {
            url: 'https://www.opengovpartnership.org/documents/mexico-results-report-2019-2022/',
          },
        },
      ])
    }
  })

  it('has what it asks of a fifth plan, and the events that it gives no day for', async () => {
    const fields = (await statementsAbout(today, idOf('mexico/plan-4'))).map(({ field }) => field)
    expect(fields.filter((field) => field.startsWith('fifth-plan-'))).toHaveLength(4)
    expect(fields.filter((field) => field.startsWith('event-'))).toHaveLength(5)
  })
})
