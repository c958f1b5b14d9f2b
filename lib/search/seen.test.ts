import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyId, personId, seatId } from '../../prisma/demonstration/table.ts'
import { done, smallTable } from '../../prisma/small-table.ts'
import { whileProposalsAreHeld } from '../../testing/permissions/amendments.ts'
import { proposeInReserve } from '../../testing/permissions/asked/decisions.ts'
import { adviser, everyone, forumNamed, noon } from '../../testing/permissions/people.ts'
import type { Someone } from '../../testing/permissions/people.ts'
import { textOf } from '../../testing/permissions/asked/question.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { viewerAt } from '../act/moment.ts'
import { officeViewer, personViewer, publicViewer } from '../act/viewer.ts'
import type { ForumHead, Viewer } from '../act/viewer.ts'
import { appoint } from '../bodies/commands.ts'
import { openDatabase } from '../db/client.ts'
import { addAgendaItem } from '../meetings/commands.ts'
import { minutesSeenBy } from '../minutes/seen.ts'
import { openMesa } from '../mesa.ts'
import { proposalsSeenBy } from '../proposals/seen.ts'
import { readSettings } from '../settings.ts'
import { searchSeenBy } from './seen.ts'
import type { SearchAsked } from './seen.ts'

const { appUrl, ownerUrl, readerUrl } = await useDatabase({ seeded: true })
const mesa = openMesa(appUrl, { ...readSettings(), databaseReaderUrl: readerUrl })
const owner = new pg.Client({ connectionString: ownerUrl })
await owner.connect()
let practice: ForumHead
let record: ForumHead
let people: Someone[]
beforeAll(async () => {
  ;[practice, record] = [await forumNamed(mesa, 'practica'), await forumNamed(mesa, 'mexico')]
  const database = openDatabase(appUrl)
  people = await everyone(mesa, await smallTable(database, 'otra-mesa'))
  await database.$disconnect()
  done(
    await mesa.act(appoint, {
      clock: () => noon,
      viewer: officeViewer(mesa.db, { ...practice, openedAt: null }, 'operator', noon),
      key: 'search-adviser-seated',
      input: { seat: seatId('committee/technical-adviser'), ...adviser, capacity: 'titular' },
    }),
  )
})
afterAll(async () => {
  await Promise.all([owner.end(), mesa.close()])
})

const anybody = (forum: ForumHead = practice): Viewer => publicViewer(mesa.published, forum, noon)
const find = (viewer: Viewer, asked: Partial<SearchAsked> & { q: string }) => searchSeenBy(viewer, asked)
const said = async (viewer: Viewer, q: string, asked: Partial<SearchAsked> = {}) =>
  (await find(viewer, { q, ...asked })).things.flatMap(({ place, passages }) =>
    passages.map(
      ({ excerpt }) => `${place.thing}: ${excerpt.pieces.map((piece) => piece.text).join('')}`,
    ),
  )

describe('what is found', () => {
  it.each([
    'fideicomisos',
    'FIDEICOMISO',
    'fideicomizos',
    'fidecomisos',
    'decreto fideicomisos',
    '"fideicomisos públicos"',
    '"fideicomisos publicos"',
  ])('the trusts, typed as %s', async (q) => {
    expect((await said(anybody(record), q)).join('\n')).toMatch(/fideicomisos/i)
  })

  it('in English by English stems, and says which word of the record was looked for instead', async () => {
    expect((await said(anybody(record), 'trust')).join('\n')).toMatch(/trusts/i)
    const { meant } = await find(anybody(record), { q: 'fideicomizos' })
    expect(meant).toMatchObject([
      { typed: 'fideicomizos', words: expect.arrayContaining(['fideicomisos']) },
    ])
    expect((await find(anybody(record), { q: 'fideicomisos' })).meant).toEqual([])
  })

  it('not where a word is that was not wanted, and not where a phrase stands otherwise', async () => {
    const all = await said(anybody(record), 'fideicomisos')
    const some = await said(anybody(record), 'fideicomisos -decreto')
    expect(some.length).toBeGreaterThan(0)
    expect(some.length).toBeLessThan(all.length)
    expect(some.join('\n')).not.toMatch(/decreto/i)
    expect(await said(anybody(record), '"públicos fideicomisos"')).toEqual([])
  })

  it('accents and ñ are forgiven, and both numbers are one word', async () => {
    const [one, other] = [
      await find(anybody(), { q: 'participación' }),
      await find(anybody(), { q: 'PARTICIPACIONES' }),
    ]
    expect(one.total).toBeGreaterThan(0)
    expect(other.total).toBe(one.total)
    expect((await find(anybody(), { q: 'participacion' })).total).toBe(one.total)
    expect((await find(anybody(), { q: 'montano' })).total).toBeGreaterThan(0)
    expect((await find(anybody(), { q: 'Montaño' })).total).toBe(
      (await find(anybody(), { q: 'montano' })).total,
    )
  })

  it('minutes by item, people by their seats, and each with its page', async () => {
    const [minutes] = (await find(anybody(), { q: 'municipios contestaron', kind: 'minutes' })).things
    expect(minutes).toMatchObject({
      place: { thing: 'minutes', path: expect.stringMatching(/^\/minutes\//) },
    })
    expect(minutes?.passages[0]?.spot).toMatch(/^item-\d+$/)
    const [named] = (await find(anybody(), { q: 'CC-2026-05' })).things
    expect(named?.place).toMatchObject({ thing: 'minutes', path: '/minutes/CC-2026-05' })
    const [person] = (await find(anybody(), { q: 'Mariana Escobedo' })).things
    expect(person?.place).toMatchObject({ thing: 'person', path: expect.stringMatching(/^\/seats\//) })
  })

  it('narrowed by kind, body, sector, plan and days', async () => {
    const q = 'agua'
    const { total } = await find(anybody(), { q })
    const kinds = await find(anybody(), { q, kind: 'commitment' })
    expect(kinds.total).toBeGreaterThan(0)
    expect(kinds.total).toBeLessThan(total)
    expect(new Set(kinds.things.map(({ place }) => place.thing))).toEqual(new Set(['commitment']))
    const none = { body: personId('nadie'), sector: personId('nadie'), plan: personId('nadie') }
    for (const [name, value] of Object.entries(none))
      expect((await find(anybody(), { q, [name]: value })).total, name).toBe(0)
    const dated = await find(anybody(), { q, from: '2026-01-01', to: '2026-12-31' })
    expect(dated.total).toBeLessThan(total)
    expect((await find(anybody(), { q, from: '2150-01-01' })).total).toBe(0)
  })

  it('a page at a time: all of it, each thing once', async () => {
    const q = 'civil'
    const whole = await searchSeenBy(anybody(), { q }, 500)
    const ids: string[] = []
    let after: string | undefined
    for (let pages = 0; pages < 200; pages += 1) {
      const page = await searchSeenBy(anybody(), { q, after }, 3)
      expect(page.total).toBe(whole.total)
      ids.push(...page.things.map(({ place }) => place.id))
      if (!page.next) break
      after = page.next
    }
    expect(whole.total).toBeGreaterThan(9)
    expect(ids).toEqual(whole.things.map(({ place }) => place.id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each([
    ["'; DROP TABLE search.entry; --"],
    ['a & b | !c <-> :* \\'],
    ['((((((((('],
    ['%'],
    ['"""'],
    ['\u0000'],
    ['\ud800'],
    ['🙂'],
    ['de la y el'],
    ['the of and'],
    ['x'.repeat(10_000)],
    [`${'palabra '.repeat(14)}`],
    ['-- --'],
    ['ñ'],
    ['1e400 0x1F 12abc abc12'],
  ])('%j is answered, whatever it is', async (q) => {
    for (const viewer of [anybody(), publicViewer(mesa.db, practice, noon)])
      expect(await find(viewer, { q })).toHaveProperty('things')
  })
})

/** Passages that are not for everybody, as the owner of the database finds them. */
async function shut() {
  const { rows } = await owner.query<{ said: string; thing: string; thingId: string }>(
    `SELECT said, thing, "thingId" FROM search.entry e
     WHERE "forumId" = $1 AND shut IS NOT NULL AND NOT search.is_open(shut, "shutBy") ORDER BY "rowId", source, part`,
    [practice.id],
  )
  return rows
}

/** What the page of a thing tells this viewer. */
async function pageOf(viewer: Viewer, thing: string, id: string): Promise<string> {
  if (thing === 'minutes') return textOf(await minutesSeenBy(viewer, id))
  return textOf(await proposalsSeenBy(viewer, { ids: [id] }))
}

const phraseOf = (text: string) =>
  `"${text
    .replaceAll(/["“”«»]/g, ' ')
    .split(/\s+/)
    .slice(0, 7)
    .join(' ')
    .slice(0, 100)}"`

async function tried(): Promise<{ tries: number; wrong: string[]; read: number }> {
  const held = await shut()
  const wrong: string[] = []
  let [tries, read] = [0, 0]
  const forum = await forumNamed(mesa, 'practica')
  const viewers = [
    { kind: 'the portal', viewer: async () => publicViewer(mesa.published, forum, noon), as: undefined },
    ...people,
  ]
  for (const someone of viewers) {
    const viewer = await someone.viewer(forum, noon)
    for (const { said: text, thing, thingId } of held) {
      const onPage = (await pageOf(viewer, thing, thingId)).includes(JSON.stringify(text).slice(1, -1))
      const found = (await find(viewer, { q: phraseOf(text) })).things.some(
        ({ place }) => place.id === thingId,
      )
      tries += 1
      if (found) read += 1
      if (found !== onPage)
        wrong.push(`${someone.kind}: «${text}» of ${thing}: page ${onPage}, search ${found}`)
    }
  }
  return { tries, wrong, read }
}

describe('what is held', () => {
  it('is found by whoever reads it on its page, and by nobody else: every person, every held text', async () => {
    const { tries, wrong, read } = await tried()
    expect(wrong).toEqual([])
    expect(read).toBeGreaterThan(0)
    expect(tries).toBeGreaterThan(people.length * 5)
  })

  it('also where open proposals are not public', async () => {
    await whileProposalsAreHeld(mesa, practice, async () => {
      await proposeInReserve(mesa, practice)
      const held = await shut()
      expect(held.some((one) => one.thing === 'proposal' && one.said.includes('RESERVA'))).toBe(true)
      const { wrong, read } = await tried()
      expect(wrong).toEqual([])
      expect(read).toBeGreaterThan(0)
    })
  })

  it('tells nothing by the words that were meant: none that is only in what is held', async () => {
    const held = (await shut()).map((one) => one.said)
    const { rows } = await owner.query<{ word: string }>(
      `SELECT w.word FROM search.word w WHERE w."forumId" = $1 AND NOT EXISTS (
         SELECT FROM search.entry e WHERE e."forumId" = $1 AND search.is_open(e.shut, e."shutBy")
           AND w.word = ANY (string_to_array(replace(search.fold(e.said), 'ón', 'on'), ' ')))`,
      [practice.id],
    )
    expect(held.length).toBeGreaterThan(0)
    expect(rows).toEqual([])
  })

  it('is kept from the portal’s role by the database, whatever it asks for', async () => {
    const reader = new pg.Client({ connectionString: readerUrl })
    await reader.connect()
    try {
      const { rows } = await reader.query<{ said: string }>('SELECT said FROM search.entry')
      const told = new Set(rows.map((row) => row.said))
      const { rows: open } = await owner.query<{ said: string }>(
        'SELECT said FROM search.entry e WHERE search.is_open(e.shut, e."shutBy")',
      )
      const public_ = new Set(open.map((row) => row.said))
      expect(told.size).toBeGreaterThan(100)
      expect((await shut()).filter((one) => told.has(one.said) && !public_.has(one.said))).toEqual([])
      // Nor by naming the bodies in which somebody sits.
      const { rows: hits } = await reader.query<{ thingId: string }>(
        `SELECT h."thingId" FROM search.hits($1, search.term('quién recibe las candidaturas'), (SELECT array_agg(id) FROM body), true) h`,
        [practice.id],
      )
      expect(hits).toEqual([])
      await expect(reader.query(`UPDATE search.entry SET said = ''`)).rejects.toThrow(
        /permission denied|read-only/,
      )
    } finally {
      await reader.end()
    }
  })
})

describe('the index', () => {
  it('has an act’s words as soon as it is recorded', async () => {
    const meeting = await mesa.db.meeting.findFirstOrThrow({
      where: { forumId: practice.id, state: 'convened', bodyId: bodyId('committee') },
    })
    const viewer = await personViewer(mesa.db, practice, personId('mariana.escobedo'), noon)
    done(
      await mesa.act(addAgendaItem, {
        viewer,
        key: 'search-new-item-of-the-agenda',
        clock: () => noon,
        input: {
          as: seatId('committee/representative'),
          meeting: meeting.id,
          title: { lang: 'es', text: 'Zanahorias de temporada' },
        },
      }),
    )
    expect(await said(anybody(), 'zanahoria')).toEqual(['meeting: Zanahorias de temporada'])
    expect((await find(anybody(), { q: 'sanahorias' })).things).toHaveLength(1)
  })

  it('loses a text that is taken down in the same moment, its words as well', async () => {
    const { rows } = await owner.query<{ commitment: Buffer }>(
      `SELECT commitment FROM log_payload WHERE "forumId" = $1 AND value LIKE '%Zanahorias de temporada%'`,
      [practice.id],
    )
    expect(rows).toHaveLength(1)
    const left = async () =>
      (
        await owner.query(
          `SELECT said AS left FROM search.entry WHERE said ILIKE '%zanahoria%' UNION ALL SELECT word FROM search.word WHERE word LIKE 'zanahoria%'`,
        )
      ).rows
    expect(await left()).not.toEqual([])
    await owner.query('BEGIN')
    await owner.query(`UPDATE log_head SET xid = pg_current_xact_id()::text WHERE "forumId" = $1`, [
      practice.id,
    ])
    await owner.query('SELECT forget_payload($1, $2, now())', [practice.id, rows[0]?.commitment])
    // Before anything is committed: there is no moment at which the text is gone and is still found.
    expect(await left()).toEqual([])
    await owner.query('COMMIT')
    expect(await said(anybody(), 'zanahoria')).toEqual([])
    expect(
      await said({ ...anybody(), db: mesa.then({ on: '2026-11-23' }).published }, 'zanahoria'),
    ).toEqual([])
  })

  it('is what a new one made of the rows would be, after all of that', async () => {
    await owner.query('BEGIN')
    const all = async () => {
      const entries = await owner.query('SELECT * FROM search.entry ORDER BY "rowId", source, part')
      const words = await owner.query('SELECT * FROM search.word ORDER BY "forumId", word')
      return { entries: entries.rows, words: words.rows }
    }
    const kept = await all()
    await owner.query('SELECT search.rebuild()')
    expect(await all()).toEqual(kept)
    await owner.query('ROLLBACK')
    expect(kept.entries.length).toBeGreaterThan(500)
  })

  it('asks of each table that can be shut what the portal’s role is asked', async () => {
    const { rows } = await owner.query<{ tablename: string }>(
      `SELECT tablename FROM pg_policies WHERE policyname = 'published' AND schemaname = 'public' AND qual <> 'true'
         AND tablename IN (SELECT name FROM search.source) ORDER BY 1`,
    )
    // A source that is not for everybody is one of these; another one wants a word in search.is_open first.
    expect(rows.map((row) => row.tablename)).toEqual([
      'document',
      'minutes',
      'minutes_version',
      'observation',
      'position',
      'proposal_version',
    ])
  })
})

describe('as of another moment', () => {
  it('what was said then is found, and what was said later is not', async () => {
    const at = async (day: string) =>
      viewerAt(anybody(), mesa.searching.then({ on: day }).published, { on: day })
    const q = 'municipios contestaron'
    const now = await find(anybody(), { q })
    expect(now.total).toBeGreaterThan(0)
    expect(await find(await at('2026-11-23'), { q })).toEqual(now)
    expect((await find(await at('2020-01-01'), { q })).total).toBe(0)
  })

  it('at the last act it is what it is now, for everybody', async () => {
    const head = await mesa.db.logHead.findUniqueOrThrow({ where: { forumId: practice.id } })
    const last = mesa.searching.then({ at: head.size - 1 })
    for (const q of ['agua', 'comité', 'candidaturas', 'mariana', 'evidencia'])
      for (const someone of people.slice(0, 8)) {
        const viewer = await someone.viewer(practice, noon)
        expect(await find({ ...viewer, db: last.db }, { q }), `${q}, ${someone.kind}`).toEqual(
          await find(viewer, { q }),
        )
      }
  })
})
