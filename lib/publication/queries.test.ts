import { afterAll, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../scripts/use-database.ts'
import { publicViewer } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { bodiesSeenBy } from '../bodies/queries.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { commitmentSeenBy, commitmentsSeenBy, plansSeenBy } from '../commitments/queries.ts'
import { openDatabase } from '../db/client.ts'
import { addAgendaItem, closeMeeting, convene, openMeeting, recordAttendance } from '../meetings/commands.ts'
import { openDraftDoor } from '../meetings/draft.ts'
import { draftOf, minutesSeenBy, minutesWorkOf, revisionsOf } from '../meetings/minutes-queries.ts'
import { meetingSeenBy, meetingsSeenBy, openActionsOf } from '../meetings/queries.ts'
import { deskOf } from '../notices/queries.ts'
import { takePosition } from '../proposals/commands.ts'
import { decisionsSeenBy, proposalNumbered, proposalSeenBy, proposalsSeenBy } from '../proposals/queries.ts'
import { entrySeenBy, historySeenBy, openPayload } from './queries.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es' as const, text })

it('what is not public yet is read by its body alone: proposals, positions, drafts, history and what stands beside it', async () => {
  const table = await smallTable(database, 'reserva', { rules: { openProposalsArePublic: false, noticeDays: { ordinary: 0, extraordinary: 0 } } })
  const other = await smallTable(database, 'vecina')
  const today = (await table.viewerOf(table.civil.person)).today
  const { proposal } = done(await table.civil.as(proposeStatus, {
    commitment: table.commitment, mode: 'written', to: 'concluded', title: prose('RESERVA título'), text: prose('RESERVA texto'), reasonClass: 'law',
    tried: prose('RESERVA intento'), deadlineOn: '2029-01-01',
  }))
  const { digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  done(await table.oversight.as(takePosition, { proposal, digest, stance: 'object', reason: prose('RESERVA motivo') }))
  const { meeting } = done(await table.secretary.as(convene, { body: table.body, kind: 'ordinary', day: today, time: '23:59', place: prose('Sala') }))
  const { item } = done(await table.civil.as(addAgendaItem, { meeting, title: prose('Uno') }))
  done(await table.secretary.as(openMeeting, { meeting }))
  done(await table.secretary.as(recordAttendance, { meeting, seats: [{ seat: table.civil.seat, state: 'present' }] }))
  done(await table.secretary.as(closeMeeting, { meeting }))
  const secretary = await table.viewerOf(table.secretary.person)
  await openDraftDoor(database).saveItem(secretary, { agendaItem: String(item), ...prose('RESERVA borrador'), base: 0 })

  const held = await table.db.historyLine.findMany({ where: { forumId: table.forum.id, held: true } })
  const payloads = await table.db.logPayload.findMany({ where: { forumId: table.forum.id, index: { in: held.map((line) => line.index) } } })
  const everything = async (viewer: Viewer) => JSON.stringify(await Promise.all([
    proposalsSeenBy(viewer), proposalSeenBy(viewer, String(proposal)), proposalNumbered(viewer, '1', 'proposal'), decisionsSeenBy(viewer),
    commitmentSeenBy(viewer, 1), commitmentsSeenBy(viewer, table.plan), plansSeenBy(viewer), bodiesSeenBy(viewer),
    meetingSeenBy(viewer, String(meeting)), meetingsSeenBy(viewer), minutesSeenBy(viewer, String(meeting)), minutesWorkOf(viewer),
    draftOf(viewer, String(meeting)), revisionsOf(viewer, String(item)), openActionsOf(viewer, {}), deskOf(viewer), historySeenBy(viewer),
    ...held.map((line) => entrySeenBy(viewer, line.index)),
    ...payloads.map((one) => openPayload(viewer, Buffer.from(one.commitment).toString('base64'))),
  ].map((query) => Promise.resolve(query).catch(() => null))))

  expect(held.length).toBe(2)
  const member = await everything(secretary)
  for (const words of ['título', 'texto', 'motivo', 'borrador']) expect(member).toContain(`RESERVA ${words}`)
  const stranger = { ...(await other.viewerOf(other.civil.person)), forum: table.forum }
  for (const viewer of [publicViewer(table.db, table.forum, new Date()), await other.viewerOf(other.civil.person), stranger]) {
    expect(await everything(viewer)).not.toContain('RESERVA')
  }
})
