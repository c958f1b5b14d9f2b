import { randomUUID } from 'node:crypto'
import { afterAll, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { textOf } from '../../testing/permissions/asked/question.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { publicViewer } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { bodiesSeenBy } from '../bodies/seen.ts'
import { proposeStatus, reviseStatusProposal } from '../commitments/commands.ts'
import { commitmentSeenBy, commitmentsSeenBy } from '../commitments/seen.ts'
import { plansSeenBy } from '../commitments/plan-seen.ts'
import { openDatabase } from '../db/client.ts'
import {
  addAgendaItem,
  closeMeeting,
  convene,
  openMeeting,
  recordAttendance,
} from '../meetings/commands.ts'
import { openDraftDoor } from '../minutes/drafts/door.ts'
import { approveMinutes, circulateMinutes, observe } from '../minutes/commands.ts'
import { draftOf, revisionsOf } from '../minutes/draft-seen.ts'
import { minutesSeenBy } from '../minutes/seen.ts'
import { minutesWorkOf } from '../minutes/work-seen.ts'
import { meetingSeenBy, meetingsSeenBy, openActionsOf } from '../meetings/seen.ts'
import { deskOf } from '../notices/seen.ts'
import { takePosition, withdrawProposal } from '../proposals/commands.ts'
import { decisionsSeenBy, proposalNumbered, proposalSeenBy, proposalsSeenBy } from '../proposals/seen.ts'
import { entrySeenBy, historySeenBy, openPayload } from './seen.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const draft = openDraftDoor(database)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es' as const, text })
const noticeDays = { ordinary: 0, extraordinary: 0 }

type Table = Awaited<ReturnType<typeof smallTable>>
type Things = { proposal: unknown; meeting: unknown; item: unknown }

async function held({ db, forum }: Table): Promise<number[]> {
  return (
    await db.historyLine.findMany({ where: { forumId: forum.id, held: true }, distinct: ['index'] })
  ).map((line) => line.index)
}

/** All that can be asked, as one text: `entries` are acts that were held, whether or not they have been opened since. */
async function everything(
  viewer: Viewer,
  table: Table,
  { proposal, meeting, item }: Things,
  entries: number[],
): Promise<string> {
  const payloads = await table.db.logPayload.findMany({
    where: { forumId: table.forum.id, index: { in: entries } },
  })
  return textOf(
    await Promise.all(
      [
        proposalsSeenBy(viewer),
        proposalSeenBy(viewer, String(proposal)),
        proposalNumbered(viewer, '1', 'proposal'),
        decisionsSeenBy(viewer),
        commitmentSeenBy(viewer, 1),
        commitmentsSeenBy(viewer, table.plan),
        plansSeenBy(viewer),
        bodiesSeenBy(viewer),
        meetingSeenBy(viewer, String(meeting)),
        meetingsSeenBy(viewer),
        minutesSeenBy(viewer, String(meeting)),
        minutesWorkOf(viewer),
        draftOf(viewer, String(meeting)),
        revisionsOf(viewer, String(item)),
        openActionsOf(viewer, {}),
        deskOf(viewer),
        historySeenBy(viewer, {}, 500),
        ...entries.map((index) => entrySeenBy(viewer, index)),
        ...payloads.map((payload) => openPayload(viewer, Buffer.from(payload.seal).toString('hex'))),
      ].map((query) => Promise.resolve(query).catch(() => null)),
    ),
  )
}

/** Whoever does not sit in the body: the public, a seat in another body of the forum, persons of another forum, and one who brings their seats. */
async function outsiders(table: Table, other: Table): Promise<Viewer[]> {
  const [member, stranger] = await Promise.all([
    table.viewerOf(table.civil.person),
    other.viewerOf(other.civil.person),
  ])
  return [
    publicViewer(table.db, table.forum, new Date()),
    { ...member, seats: member.seats.map((seat) => ({ ...seat, body: randomUUID() })) },
    await table.viewerOf(other.civil.person),
    stranger,
    { ...stranger, forum: table.forum },
  ]
}

const request = { to: 'concluded', reasonClass: 'law', tried: prose('Intento') }

/** A session on a proposal, held and written down; nobody but the body has seen a word of it. */
async function session(table: Table) {
  const { meeting } = done(
    await table.secretary.as(convene, {
      body: table.body,
      kind: 'ordinary',
      day: (await table.viewerOf(table.civil.person)).today,
      time: '23:59',
      place: prose('Sala'),
      items: [{ title: prose('Uno') }],
    }),
  )
  const { id: item } = await table.db.agendaItem.findFirstOrThrow({
    where: { meetingId: String(meeting) },
  })
  const { proposal } = done(
    await table.civil.as(proposeStatus, {
      commitment: table.commitment,
      mode: 'session',
      agendaItem: item,
      title: prose('Título'),
      text: prose('Texto'),
      ...request,
    }),
  )
  done(await table.secretary.as(openMeeting, { meeting }))
  const seats = [table.civil, table.oversight, table.executive].map(({ seat }) => ({
    seat,
    state: 'present',
  }))
  done(await table.secretary.as(recordAttendance, { meeting, seats }))
  done(await table.secretary.as(closeMeeting, { meeting }))
  const secretary = await table.viewerOf(table.secretary.person)
  await draft.saveItem(secretary, { agendaItem: item, ...prose('RESERVA minuta'), base: 0 })
  await draft.saveAgreement(secretary, {
    id: randomUUID(),
    agendaItem: item,
    kind: 'resolution',
    ...prose('RESERVA acuerdo'),
    proposal,
    base: 0,
  })
  for (const { sector } of [table.civil, table.oversight, table.executive]) {
    await draft.saveClaim(secretary, {
      meeting,
      proposal,
      sector,
      stance: 'object',
      lang: 'es',
      reason: 'RESERVA motivo',
      base: 0,
    })
  }
  const paper = await draftOf(secretary, String(meeting))
  const { minutes } = done(
    await table.secretary.as(circulateMinutes, { meeting, digest: paper?.digest }),
  )
  const { digest } = await table.db.minutes.findUniqueOrThrow({ where: { id: String(minutes) } })
  return { meeting, item, proposal, minutes, digest }
}

it('what is not public yet is read by its body alone: proposals, positions, drafts, history and what stands beside it', async () => {
  const table = await smallTable(database, 'reserva', {
    rules: { openProposalsArePublic: false, noticeDays },
  })
  const other = await smallTable(database, 'vecina')
  const today = (await table.viewerOf(table.civil.person)).today
  const { proposal } = done(
    await table.civil.as(proposeStatus, {
      commitment: table.commitment,
      mode: 'written',
      to: 'concluded',
      title: prose('RESERVA título'),
      text: prose('RESERVA texto'),
      reasonClass: 'law',
      tried: prose('RESERVA intento'),
      deadlineOn: '2029-01-01',
    }),
  )
  const { digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  done(
    await table.oversight.as(takePosition, {
      proposal,
      digest,
      stance: 'object',
      reason: prose('RESERVA motivo'),
    }),
  )
  const { meeting } = done(
    await table.secretary.as(convene, {
      body: table.body,
      kind: 'ordinary',
      day: today,
      time: '23:59',
      place: prose('Sala'),
    }),
  )
  const { item } = done(await table.civil.as(addAgendaItem, { meeting, title: prose('Uno') }))
  done(await table.secretary.as(openMeeting, { meeting }))
  done(
    await table.secretary.as(recordAttendance, {
      meeting,
      seats: [{ seat: table.civil.seat, state: 'present' }],
    }),
  )
  done(await table.secretary.as(closeMeeting, { meeting }))
  const secretary = await table.viewerOf(table.secretary.person)
  await draft.saveItem(secretary, { agendaItem: String(item), ...prose('RESERVA borrador'), base: 0 })

  const [entries, things] = [await held(table), { proposal, meeting, item }]
  expect(entries.length).toBe(2)
  const member = await everything(secretary, table, things, entries)
  for (const words of ['título', 'texto', 'motivo', 'borrador'])
    expect(member).toContain(`RESERVA ${words}`)
  for (const viewer of await outsiders(table, other))
    expect(await everything(viewer, table, things, entries)).not.toContain('RESERVA')
})

it.each([true, false])(
  'minutes that circulate and what is said to them are for the body until published: open proposals public, %s',
  async (openProposalsArePublic) => {
    const table = await smallTable(database, `circula-${openProposalsArePublic}`, {
      rules: { openProposalsArePublic, noticeDays },
    })
    const other = await smallTable(database, `otra-${openProposalsArePublic}`)
    const { minutes, digest, ...things } = await session(table)
    done(
      await table.adviser.as(observe, {
        minutes,
        item: things.item,
        text: prose('RESERVA observación'),
      }),
    )
    done(await table.civil.as(approveMinutes, { minutes, digest }))
    const entries = await held(table)
    const reserved = /RESERVA|minutes-circulated|observation-made|minutes-approved|position-taken/
    const nobodyElseReads = async () => {
      for (const viewer of await outsiders(table, other))
        expect(await everything(viewer, table, things, entries)).not.toMatch(reserved)
    }

    for (const { person } of [table.civil, table.secretary, table.adviser, table.observer]) {
      const read = await everything(await table.viewerOf(person), table, things, entries)
      for (const words of ['minuta', 'acuerdo', 'motivo', 'observación'])
        expect(read).toContain(`RESERVA ${words}`)
    }
    await nobodyElseReads()
    // The proposal is over and public; the approvals, and the position that came with one, are still those of minutes that circulate.
    done(
      await table.civil.as(withdrawProposal, { proposal: things.proposal, reason: prose('Se retira') }),
    )
    await nobodyElseReads()

    for (const place of [table.oversight, table.executive])
      done(await place.as(approveMinutes, { minutes, digest }))
    const read = await everything(
      publicViewer(table.db, table.forum, new Date()),
      table,
      things,
      entries,
    )
    for (const words of ['minuta', 'acuerdo', 'motivo', 'observación'])
      expect(read).toContain(`RESERVA ${words}`)
  },
)

it('published minutes, and their history, do not tell what an open proposal became since they were circulated', async () => {
  const table = await smallTable(database, 'cambia', {
    rules: { openProposalsArePublic: false, noticeDays },
  })
  const other = await smallTable(database, 'ajena')
  const { minutes, digest, ...things } = await session(table)
  const before = await table.db.proposal.findUniqueOrThrow({ where: { id: String(things.proposal) } })
  done(
    await table.civil.as(reviseStatusProposal, {
      proposal: things.proposal,
      digest: before.digest,
      title: prose('OTRO título'),
      text: prose('OTRO texto'),
      ...request,
    }),
  )
  const entries = await held(table)
  for (const place of [table.civil, table.oversight, table.executive])
    done(await place.as(approveMinutes, { minutes, digest }))
  for (const viewer of await outsiders(table, other)) {
    const read = await everything(viewer, table, things, entries)
    expect(read).not.toContain('OTRO')
    expect(read.includes('RESERVA minuta')).toBe(viewer.forum.id === table.forum.id)
  }
  expect(
    await everything(await table.viewerOf(table.observer.person), table, things, entries),
  ).toContain('OTRO título')
})
