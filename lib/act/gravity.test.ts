import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import type { Fact } from '../log/fact.ts'
import { leftOpen, suspendParticipation, takePosition } from '../proposals/commands.ts'
import { decided } from '../proposals/facts.ts'
import { consequencesOf, secondLook } from './gravity.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())
const prose = (text: string) => ({ lang: 'es', text })
type Table = Awaited<ReturnType<typeof smallTable>>
type Who = 'civil' | 'oversight' | 'executive'

async function proposed(table: Table, to = 'withdrawn') {
  const { proposal } = done(
    await table.civil.as(proposeStatus, {
      commitment: table.commitment,
      mode: 'written',
      to,
      title: prose('Retirarlo'),
      text: prose('Se propone'),
      reasonClass: 'law',
      tried: prose('Se intentó'),
      deadlineOn: '2029-01-01',
    }),
  )
  const { id, digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  return { proposal: id, digest }
}

/** What a form sends: with what was shown before it was pressed. */
const pressed = async (table: Table, who: Who, input: object, looked: string) =>
  table.act(takePosition, {
    viewer: await table.viewerOf(table[who].person),
    key: table.key(),
    input: { as: table[who].seat, ...input },
    looked,
  })
const size = async (table: Table) =>
  (await table.db.logHead.findUniqueOrThrow({ where: { forumId: table.forum.id } })).size

it('an adoption leaves other proposals about the same commitment open, and says which; what was not adopted leaves nothing', () => {
  const fact = (outcome: string): Fact => ({ of: decided, fields: { outcome } })
  expect(leftOpen([{ alsoOpen: [7, 4] }, { alsoOpen: [4] }], [fact('full-consensus')])).toMatchObject([
    { says: 'consequences.leftOpen', params: { count: 2, numbers: '4, 7' } },
  ])
  expect(leftOpen([{ alsoOpen: [4] }], [fact('no-consensus')])).toEqual([])
  expect(leftOpen([{ alsoOpen: [] }], [fact('full-consensus')])).toEqual([])
})

describe('a second look', () => {
  it('is asked for by the position that adopts, and by none before it; what was shown is what is done', async () => {
    const table = await smallTable(database, 'mirada')
    const about = await proposed(table)
    const agreed = { ...about, stance: 'agree' }
    expect(await pressed(table, 'civil', agreed, '')).toMatchObject({ is: 'done' })
    expect(await pressed(table, 'oversight', agreed, '')).toMatchObject({ is: 'done' })
    const before = await size(table)
    const shown = await pressed(table, 'executive', agreed, '')
    expect(shown).toMatchObject({
      is: 'look',
      consequences: [
        { says: 'consequences.positionTaken', params: { stance: 'agree' } },
        { says: 'consequences.adopted', params: { outcome: 'full-consensus' } },
        { says: 'consequences.statusChanged', params: { to: 'withdrawn' } },
      ],
    })
    const token = shown.is === 'look' ? shown.token : ''

    // Somebody else speaks between the look and the press: what it brings about is another thing, and is shown again.
    const reserved = { ...about, stance: 'agree-with-reservation', reason: prose('Con informe') }
    done(await table.oversight.as(takePosition, reserved))
    const again = await pressed(table, 'executive', agreed, token)
    expect(again).toMatchObject({
      is: 'look',
      consequences: [{}, { params: { outcome: 'consensus-with-reservations' } }, {}],
    })
    expect(await size(table)).toBe(before + 1)

    // What was shown of one answer is not shown of another.
    const fresh = again.is === 'look' ? again.token : ''
    const aside = { ...about, stance: 'stand-aside' }
    expect(await pressed(table, 'executive', aside, fresh)).toMatchObject({ is: 'look' })
    expect(await pressed(table, 'executive', agreed, fresh)).toMatchObject({ is: 'done' })
    expect(
      (await table.db.commitment.findUniqueOrThrow({ where: { id: table.commitment } })).status,
    ).toBe('withdrawn')
  })

  it('is asked of nobody who acts without a form', async () => {
    const table = await smallTable(database, 'sin-forma')
    done(await table.civil.as(suspendParticipation, { scope: 'forum', reason: prose('x') }))
  })

  it('comes after everything that refuses: nobody is shown what would not be done', async () => {
    const table = await smallTable(database, 'antes')
    const outcome = await table.act(suspendParticipation, {
      viewer: await table.viewerOf(table.civil.person),
      key: table.key(),
      input: { as: table.civil.seat, reason: prose('x') },
      looked: '',
    })
    expect(outcome).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'scope', key: 'errors.chooseScope' }],
    })
  })

  it('is never asked of a routine act: one that ends in something final is declared wrongly', () => {
    const said = [{ says: 'consequences.resumed', final: true } as const]
    expect(() => secondLook({ name: 'test.light', gravity: 'routine' }, {}, said)).toThrow('test.light')
    expect(secondLook({ name: 'test.light', gravity: 'public' }, {}, [])).toBeNull()
    expect(secondLook({ name: 'test.grave', gravity: 'binding' }, {}, [])).toBeNull()
    expect(secondLook({ name: 'test.last', gravity: 'irreversible' }, {}, [])?.consequences).toEqual([
      { says: 'consequences.cannotBeUndone', final: true },
    ])
  })

  it('says each thing once', () => {
    const one = { says: 'consequences.resumed', final: true } as const
    expect(
      consequencesOf([], [one, { ...one }, { ...one, says: 'consequences.suspended' }]),
    ).toHaveLength(2)
  })
})
