import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { officeViewer, publicViewer } from '../act/viewer.ts'
import { checkLog, compareRows, Differences } from '../act/verify.ts'
import { recordCommitment } from '../commitments/commands.ts'
import { commitmentSeenBy } from '../commitments/seen.ts'
import { openDatabase } from '../db/client.ts'
import { factKindNamed } from '../facts.ts'
import { answerRecord, takeOver } from './commands.ts'
import { recordsSeenBy } from './seen.ts'
import { confirmedBy, latestOf, stands } from './rules.ts'

const { appUrl } = await useDatabase()
const empty = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const invalid = (path: string, key: string) => ({ is: 'invalid', problems: [{ path, key }] })
let count = 0

/** The small table, with a commitment of which the record does not say where it stands. */
async function tableWithGap() {
  const table = await smallTable(database, `antes-${(count += 1)}`)
  const { commitment } = done(
    await table.act(recordCommitment, {
      viewer: officeViewer(table.db, { ...table.forum, openedAt: null }, 'operator', new Date()),
      key: randomUUID(),
      input: { plan: table.plan, number: 2, title: { es: 'Sin estado' }, invented: true },
    }),
  )
  const asked = {
    body: table.body,
    of: 'status',
    commitment: String(commitment),
    status: 'inactive',
    title: prose('Quedó inactivo'),
    text: prose('Según el informe'),
    happenedOn: '2021-12',
    source: 'Informe de 2021',
  }
  const anybody = () => publicViewer(table.db, table.forum, new Date())
  return { ...table, gap: String(commitment), asked, anybody }
}

describe('a record from before the system', () => {
  it('is taken over by whoever holds the book, with its source and its day', async () => {
    const table = await tableWithGap()
    expect(await table.civil.as(takeOver, table.asked)).toMatchObject({
      is: 'refused',
      refusal: { refused: 'records.bookOnly' },
    })
    const { status: _status, ...without } = table.asked
    expect(await table.secretary.as(takeOver, without)).toMatchObject(
      invalid('status', 'errors.chooseStatus'),
    )
    expect(await table.secretary.as(takeOver, { ...table.asked, happenedOn: '2999' })).toMatchObject(
      invalid('happenedOn', 'records.notYet'),
    )
    done(await table.secretary.as(takeOver, table.asked))
    expect(await recordsSeenBy(table.anybody())).toMatchObject([
      { number: 1, of: 'status', happenedOn: '2021-12', confirmedBy: 0, status: 'inactive' },
    ])
    // One book-keeper's word moves nothing.
    expect(await commitmentSeenBy(table.anybody(), 2)).toMatchObject({ status: 'unknown' })
  })

  it('is confirmed by each sector, or questioned in its words, and fills the gap when all confirm', async () => {
    const table = await tableWithGap()
    const { record } = done(await table.secretary.as(takeOver, table.asked))
    expect(await table.adviser.as(answerRecord, { record, says: 'confirms' })).toMatchObject({
      is: 'refused',
      refusal: { refused: 'records.noVoice' },
    })
    done(await table.civil.as(answerRecord, { record, says: 'confirms' }))
    expect(await table.civil.as(answerRecord, { record, says: 'confirms' })).toMatchObject(
      invalid('says', 'records.alreadyConfirmed'),
    )
    expect(await table.oversight.as(answerRecord, { record, says: 'questions' })).toMatchObject(
      invalid('words.text', 'records.wordsNeeded'),
    )
    const words = prose('El informe dice otra cosa')
    done(await table.oversight.as(answerRecord, { record, says: 'questions', words }))
    done(await table.executive.as(answerRecord, { record, says: 'confirms' }))
    expect(await recordsSeenBy(table.anybody(), { commitment: table.gap })).toMatchObject([
      {
        confirmedBy: 2,
        sectors: [{ says: 'confirms' }, { says: 'questions', words }, { says: 'confirms' }],
      },
    ])
    expect(await commitmentSeenBy(table.anybody(), 2)).toMatchObject({ status: 'unknown' })
    done(await table.oversight.as(answerRecord, { record, says: 'confirms' }))
    expect(await commitmentSeenBy(table.anybody(), 2)).toMatchObject({
      status: 'inactive',
      changes: [{ takenOver: true, decidedOn: '2021-12-31', source: { text: 'Informe de 2021' } }],
    })
  })

  it('never moves what the forum decided itself', async () => {
    const table = await tableWithGap()
    const asked = { ...table.asked, commitment: table.commitment }
    const { record } = done(await table.secretary.as(takeOver, asked))
    for (const place of [table.civil, table.oversight, table.executive])
      done(await place.as(answerRecord, { record, says: 'confirms' }))
    expect(await commitmentSeenBy(table.anybody(), 1)).toMatchObject({ status: 'in-force' })
    const into = openDatabase(empty.appUrl)
    try {
      const differences = new Differences()
      await checkLog(database, table.forum.id, null, differences)
      expect(differences.told).toEqual([])
      expect(await compareRows(database, into, table.forum.id, factKindNamed)).toEqual([])
    } finally {
      await into.$disconnect()
    }
  })
})

it.each([
  [[], 0, false],
  [[['a', 'confirms']], 1, false],
  [
    [
      ['a', 'confirms'],
      ['b', 'confirms'],
    ],
    2,
    true,
  ],
  [
    [
      ['a', 'confirms'],
      ['b', 'questions'],
      ['b', 'confirms'],
    ],
    2,
    true,
  ],
  [
    [
      ['a', 'confirms'],
      ['b', 'confirms'],
      ['a', 'questions'],
    ],
    1,
    false,
  ],
  [
    [
      ['x', 'confirms'],
      ['a', 'confirms'],
    ],
    1,
    false,
  ],
] as [[string, 'confirms' | 'questions'][], number, boolean][])(
  'what sectors say, %j, is reckoned by the latest word of each',
  (words, confirmed, standing) => {
    const said = words.map(([sector, says], entryIndex) => ({ sector, says, entryIndex }))
    expect(confirmedBy(said, ['a', 'b'])).toBe(confirmed)
    expect(stands(said, ['a', 'b'])).toBe(standing)
    expect(new Set(latestOf(said).map(({ sector }) => sector)).size).toBe(latestOf(said).length)
  },
)
