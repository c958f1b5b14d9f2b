import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { briefSeenBy } from '../brief/seen.ts'
import { openDatabase, openPublished } from '../db/client.ts'
import { leaveNote, takeOver } from './commands.ts'
import { mayReadNote } from './rules.ts'

const { appUrl, readerUrl } = await useDatabase()
const database = openDatabase(appUrl)
const published = openPublished(readerUrl)
afterAll(() => Promise.all([database.$disconnect(), published.$disconnect()]))

const prose = (text: string) => ({ lang: 'es', text })
let count = 0
const aTable = () => smallTable(database, `relevo-${(count += 1)}`)
type Table = Awaited<ReturnType<typeof aTable>>
const sizeOf = async (table: Table) =>
  (await database.logHead.findUniqueOrThrow({ where: { forumId: table.forum.id } })).size
const briefFor = async (table: Table, who: 'civil' | 'oversight' | 'observer', seat: string) =>
  briefSeenBy(await table.viewerOf(table[who].person), { seat })

describe('taking over', () => {
  it('says as far as which act, and from then on the brief tells of changes since the mandate began', async () => {
    const table = await aTable()
    const upTo = await sizeOf(table)
    expect((await briefFor(table, 'civil', table.civil.seat))?.since).toBeNull()
    done(await table.civil.as(takeOver, { upTo }))
    const brief = await briefFor(table, 'civil', table.civil.seat)
    expect(brief?.taken).toMatchObject([{ upTo }])
    expect(brief?.since).toBe(brief?.seat.holder?.fromOn)
  })

  it('is refused beyond the log, and a second time for the same', async () => {
    const table = await aTable()
    const upTo = await sizeOf(table)
    expect(await table.civil.as(takeOver, { upTo: upTo + 1 })).toMatchObject({
      refusal: { refused: 'handovers.notThatFar' },
    })
    done(await table.civil.as(takeOver, { upTo }))
    expect(await table.civil.as(takeOver, { upTo })).toMatchObject({
      refusal: { refused: 'handovers.takenAlready' },
    })
    expect(await table.civil.as(takeOver, { upTo: 'mañana' })).toMatchObject({ is: 'invalid' })
  })
})

describe('a note', () => {
  it('for the successor is read in the seat, and nowhere else', async () => {
    const table = await aTable()
    done(await table.civil.as(leaveNote, { audience: 'successor', text: prose('Llame a Nayeli') }))
    const own = await briefFor(table, 'civil', table.civil.seat)
    expect(own?.notes).toMatchObject([{ audience: 'successor', text: { text: 'Llame a Nayeli' } }])
    expect((await briefFor(table, 'oversight', table.civil.seat))?.notes).toEqual([])
  })

  it('for the body is read by all who sit there', async () => {
    const table = await aTable()
    done(await table.civil.as(leaveNote, { audience: 'body', text: prose('Falta un aviso') }))
    for (const who of ['civil', 'oversight', 'observer'] as const)
      expect((await briefFor(table, who, table.civil.seat))?.notes).toMatchObject([
        { text: { text: 'Falta un aviso' } },
      ])
  })

  it('is in no public row, and in no public part of the log', async () => {
    const table = await aTable()
    done(await table.civil.as(leaveNote, { audience: 'body', text: prose('Secreto de relevo') }))
    const here = { where: { forumId: table.forum.id } }
    expect(await published.handoverNote.findMany(here)).toMatchObject([{ text: null }])
    const payloads = await published.logPayload.findMany(here)
    const entries = await published.logEntry.findMany(here)
    const said = [
      ...payloads.map(({ value }) => value),
      ...entries.map(({ body }) => Buffer.from(body).toString()),
    ]
    expect(said.join('\n')).not.toContain('Secreto de relevo')
  })

  it('needs words, and whom it is for', async () => {
    const table = await aTable()
    expect(await table.civil.as(leaveNote, { text: prose('') })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'audience' }, { path: 'text.text' }],
    })
  })
})

it.each([
  ['in the seat', [{ seat: 'a', body: 'x' }], 'successor', true],
  ['in the body', [{ seat: 'b', body: 'x' }], 'successor', false],
  ['in the body, for the body', [{ seat: 'b', body: 'x' }], 'body', true],
  ['elsewhere', [{ seat: 'b', body: 'y' }], 'body', false],
] as const)('a note is read: %s, %s', (_case, seats, audience, reads) => {
  expect(mayReadNote({ seats: seats as never }, { audience, seat: 'a', body: 'x' })).toBe(reads)
})
