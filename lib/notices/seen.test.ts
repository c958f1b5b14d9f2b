import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { publicViewer } from '../act/viewer.ts'
import { endMandate } from '../bodies/commands.ts'
import { proposeStatus, reviseStatusProposal } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import { closeMeeting, convene, openMeeting, recordAttendance } from '../meetings/commands.ts'
import { openDraftDoor } from '../minutes/drafts/door.ts'
import { approveMinutes, circulateMinutes } from '../minutes/commands.ts'
import { draftOf } from '../minutes/draft-seen.ts'
import { suspendParticipation, takePosition } from '../proposals/commands.ts'
import { proposalSeenBy, proposalsSeenBy } from '../proposals/seen.ts'
import { choicesFor, deskOf, selfOf } from './seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const draft = openDraftDoor(database)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())
type Table = Awaited<ReturnType<typeof smallTable>>
type Who = 'civil' | 'oversight' | 'executive' | 'secretary' | 'adviser' | 'observer'
let count = 0
const tableWith = (rules: object = {}) =>
  smallTable(database, `escritorio-${(count += 1)}`, {
    rules: { noticeDays: { ordinary: 0, extraordinary: 0 }, ...rules },
  })
const viewer = (table: Table, who: Who) => table.viewerOf(table[who].person)
const waitsFor = async (table: Table, who: Who) =>
  (await deskOf(await viewer(table, who))).waiting.map((waiting) => waiting.kind)

const request = {
  to: 'inactive',
  title: prose('Pausa'),
  text: prose('Se propone'),
  reasonClass: 'law',
  tried: prose('Se intentó'),
  conditions: prose('Si cambia la ley'),
  reviewOn: '2031-01-01',
  deadlineOn: addDays(today, 9),
}

async function written(table: Table) {
  const { proposal } = done(
    await table.civil.as(proposeStatus, { commitment: table.commitment, mode: 'written', ...request }),
  )
  const { digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  return { proposal: String(proposal), digest }
}

/** A session that was held, with a word in its minutes. */
async function held(table: Table) {
  const { meeting } = done(
    await table.secretary.as(convene, {
      body: table.body,
      kind: 'ordinary',
      day: today,
      time: '23:59',
      place: prose('Sala'),
      items: [{ title: prose('Uno') }],
    }),
  )
  done(await table.secretary.as(openMeeting, { meeting }))
  const seats = (['civil', 'oversight', 'executive'] as const).map((who) => ({
    seat: table[who].seat,
    state: 'present',
  }))
  done(await table.secretary.as(recordAttendance, { meeting, seats }))
  done(await table.secretary.as(closeMeeting, { meeting }))
  const item = await table.db.agendaItem.findFirstOrThrow({ where: { meetingId: String(meeting) } })
  const secretary = await viewer(table, 'secretary')
  await draft.saveItem(secretary, { agendaItem: item.id, lang: 'es', text: 'Se dijo', base: 0 })
  await draft.saveAgreement(secretary, {
    id: randomUUID(),
    agendaItem: item.id,
    kind: 'action',
    lang: 'es',
    text: 'Avisar',
    seat: table.civil.seat,
    dueOn: addDays(today, 3),
    base: 0,
  })
  return String(meeting)
}

describe('what waits for a seat', () => {
  it('a written procedure waits for every voice that has said nothing to this text', async () => {
    const table = await tableWith()
    const { proposal, digest } = await written(table)
    const [waiting] = (await deskOf(await viewer(table, 'oversight'))).waiting
    expect(waiting).toMatchObject({
      kind: 'take-position',
      dueOn: request.deadlineOn,
      proposal: { id: proposal },
    })
    expect(await waitsFor(table, 'adviser')).toEqual([])
    expect(await waitsFor(table, 'secretary')).toEqual([])

    done(await table.oversight.as(takePosition, { proposal, digest, stance: 'agree' }))
    expect(await waitsFor(table, 'oversight')).toEqual([])
    done(
      await table.civil.as(reviseStatusProposal, {
        proposal,
        digest,
        ...request,
        text: prose('Otro texto'),
      }),
    )
    expect(await waitsFor(table, 'oversight')).toEqual(['take-position'])
    done(
      await table.oversight.as(suspendParticipation, {
        scope: 'forum',
        reason: prose('Faltan condiciones'),
      }),
    )
    expect(await waitsFor(table, 'oversight')).toEqual([])
  })

  it('minutes wait for whoever keeps the book, then for each voice, then as an action for its seat', async () => {
    const table = await tableWith()
    const meeting = await held(table)
    expect(await waitsFor(table, 'secretary')).toEqual(['keep-draft'])
    expect(await waitsFor(table, 'executive')).toEqual([])

    const paper = await draftOf(await viewer(table, 'secretary'), meeting)
    const { minutes } = done(
      await table.secretary.as(circulateMinutes, { meeting, digest: paper?.digest }),
    )
    expect(await waitsFor(table, 'secretary')).toEqual(['observe-minutes'])
    expect(await waitsFor(table, 'adviser')).toEqual(['observe-minutes'])
    expect(await waitsFor(table, 'observer')).toEqual([])
    for (const who of ['civil', 'oversight', 'executive'] as const) {
      expect(await waitsFor(table, who)).toEqual(['approve-minutes'])
      done(await table[who].as(approveMinutes, { minutes, digest: paper?.digest }))
    }
    expect((await deskOf(await viewer(table, 'civil'))).waiting).toMatchObject([
      { kind: 'action', dueOn: addDays(today, 3), overdue: false },
    ])
    expect(await waitsFor(table, 'oversight')).toEqual([])
  })

  it('the chair keeps the book while nobody is secretary', async () => {
    const table = await tableWith()
    await held(table)
    const mandate = await table.db.mandate.findFirstOrThrow({ where: { seatId: table.secretary.seat } })
    done(await table.executive.as(endMandate, { mandate: mandate.id, untilOn: today }))
    expect(await waitsFor(table, 'executive')).toEqual(['keep-draft'])
    expect((await deskOf(await viewer(table, 'secretary'))).bodies).toEqual([])
    expect(await selfOf(await viewer(table, 'secretary'))).toMatchObject({
      name: 'Persona 3',
      seats: [],
    })
  })
})

describe('what a proposal can choose from', () => {
  it('legal moves, the body that decides, and the items that are on the table', async () => {
    const table = await tableWith()
    const { commitments, items, earliestDeadline } = await choicesFor(await viewer(table, 'civil'))
    expect(commitments).toMatchObject([
      {
        id: table.commitment,
        moves: ['inactive', 'concluded', 'withdrawn'],
        body: table.body,
        planSlug: 'plan-1',
      },
    ])
    expect(items).toEqual([])
    expect(earliestDeadline).toBe(addDays(today, 5))
    done(
      await table.secretary.as(convene, {
        body: table.body,
        kind: 'ordinary',
        day: today,
        time: '23:59',
        place: prose('Sala'),
        items: [{ title: prose('Uno'), commitment: table.commitment }],
      }),
    )
    expect((await choicesFor(await viewer(table, 'civil'))).items).toMatchObject([
      { commitment: table.commitment, body: table.body, title: prose('Uno') },
    ])
  })
})

describe('proposals, as they are seen', () => {
  it('each sector with its position, and what no longer counts', async () => {
    const table = await tableWith()
    const { proposal, digest } = await written(table)
    done(
      await table.oversight.as(takePosition, {
        proposal,
        digest,
        stance: 'object',
        reason: prose('No basta'),
      }),
    )
    done(await table.oversight.as(takePosition, { proposal, digest, stance: 'agree' }))
    const seen = await proposalSeenBy(publicViewer(table.db, table.forum, new Date()), proposal)
    expect(seen?.stands.map((stand) => stand.position?.stance ?? null)).toEqual([null, 'agree', null])
    expect(seen?.positions).toMatchObject([
      { stance: 'object', reason: prose('No basta'), person: 'Persona 1' },
      { stance: 'agree' },
    ])
    expect(await proposalSeenBy(await viewer(table, 'civil'), 'not-an-id')).toBeNull()
  })

  it('an open one is for the body alone where the forum says so', async () => {
    const table = await tableWith({ openProposalsArePublic: false })
    const { proposal } = await written(table)
    expect(await proposalsSeenBy(publicViewer(table.db, table.forum, new Date()))).toEqual([])
    expect(await proposalsSeenBy(await viewer(table, 'observer'))).toMatchObject([{ id: proposal }])
  })
})
