import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../prisma/small-table.ts'
import { withClient } from '../scripts/roles.ts'
import { useDatabase } from '../testing/use-database.ts'
import {
  addDays,
  dayIn,
  endOfDay,
  fromDate,
  hoursAfter,
  startOfDay,
  toDate,
  toInstant,
} from './act/calendar.ts'
import { viewerAt } from './act/moment.ts'
import { publicViewer } from './act/viewer.ts'
import { proposeStatus, reviseStatusProposal } from './commitments/commands.ts'
import { inSchema, openDatabase, openIn } from './db/client.ts'
import { closeMeeting, convene, openMeeting, recordAttendance } from './meetings/commands.ts'
import { openDraftDoor } from './minutes/drafts/door.ts'
import { circulateMinutes, concludeMinutes, dueMeetingsWork, observe } from './minutes/commands.ts'
import { draftOf } from './minutes/draft-seen.ts'
import { keptDrafts } from './minutes/draft-record.ts'
import { deskOf } from './notices/seen.ts'
import { closeAtDeadline, takePosition } from './proposals/commands.ts'
import { proposalsDue } from './proposals/record.ts'
import { historySeenBy } from './history/seen.ts'

const { appUrl, ownerUrl } = await useDatabase()
// A database that was set up far away: where it is already tomorrow.
await withClient(ownerUrl, (client) =>
  client.query(
    `ALTER DATABASE ${client.escapeIdentifier(new URL(appUrl).pathname.slice(1))} SET TimeZone = 'Pacific/Kiritimati'`,
  ),
)
const database = openDatabase(appUrl)
const draft = openDraftDoor(database)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const refused = (key: string) => ({ is: 'refused', refusal: { refused: key } })

/** Zones in which a day is odd, that day, and the instant at which it is over, as the tz database has it. */
const odd = [
  ['summer time begins at midnight', 'America/Santiago', '2026-09-05', '2026-09-06T04:00:00Z'],
  ['clocks are set back over midnight', 'America/Santiago', '2026-04-04', '2026-04-05T04:00:00Z'],
  ['summer time begins at midnight', 'Asia/Beirut', '2026-03-28', '2026-03-28T22:00:00Z'],
  ['clocks are set back over midnight', 'Asia/Beirut', '2026-10-24', '2026-10-24T22:00:00Z'],
  ['summer time begins at midnight', 'Africa/Cairo', '2026-04-23', '2026-04-23T22:00:00Z'],
  ['summer time begins at midnight', 'America/Havana', '2026-03-07', '2026-03-08T05:00:00Z'],
  ['midnight comes twice', 'America/Havana', '2026-10-31', '2026-11-01T04:00:00Z'],
  ['midnight is skipped', 'Atlantic/Azores', '2026-03-28', '2026-03-29T01:00:00Z'],
  ['the last hour is skipped', 'America/Scoresbysund', '2026-03-28', '2026-03-29T01:00:00Z'],
  ['the last hour comes twice', 'America/Nuuk', '2026-10-24', '2026-10-25T02:00:00Z'],
  ['clocks are set by half an hour', 'Australia/Lord_Howe', '2026-10-04', '2026-10-04T13:00:00Z'],
  ['clocks are set by two hours', 'Antarctica/Troll', '2026-03-29', '2026-03-29T22:00:00Z'],
  ['its midnight is at half past', 'America/St_Johns', '2026-03-08', '2026-03-09T02:30:00Z'],
  ['its midnight is at a quarter past', 'Pacific/Chatham', '2026-09-26', '2026-09-26T11:15:00Z'],
  [
    'the day is over before that of UTC begins',
    'Pacific/Kiritimati',
    '2026-06-15',
    '2026-06-15T10:00:00Z',
  ],
  ['the day is over after that of UTC', 'Etc/GMT+12', '2026-06-15', '2026-06-16T12:00:00Z'],
  ['nothing is set any more', 'America/Asuncion', '2026-10-03', '2026-10-04T03:00:00Z'],
  ['nothing is set any more', 'Pacific/Apia', '2026-09-26', '2026-09-26T11:00:00Z'],
  ['nothing is set any more', 'America/Mexico_City', '2026-04-04', '2026-04-05T06:00:00Z'],
] as const

/** A table in a zone, with its clock on a wire: a proposal in writing and minutes, both until the end of the same day. */
async function tableUntil(zone: string, day: string, slug: string, options: { untilOn?: string } = {}) {
  let now = startOfDay(zone, addDays(day, -6))
  const table = await smallTable(database, slug, {
    ...options,
    timeZone: zone,
    clock: () => now,
    rules: {
      silenceIsAssentForMinutes: true,
      observationDays: 5,
      writtenProcedureDays: 5,
      draftDays: 3,
      noticeDays: { ordinary: 0, extraordinary: 0 },
    },
  })
  const request = {
    to: 'inactive',
    title: prose('Pausa'),
    text: prose('Se propone'),
    reasonClass: 'law',
    tried: prose('Se intentó'),
    conditions: prose('Si cambia la ley'),
    reviewOn: addDays(day, 90),
    deadlineOn: day,
  }
  const early = { ...request, deadlineOn: addDays(day, -1) }
  const { proposal } = done(
    await table.civil.as(proposeStatus, { commitment: table.commitment, mode: 'written', ...early }),
  )
  const first = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  now = startOfDay(zone, addDays(day, -5))
  done(await table.civil.as(reviseStatusProposal, { proposal, digest: first.digest, ...request }))
  const call = { kind: 'extraordinary', day: addDays(day, -5), time: '12:00', place: prose('Sala') }
  const { meeting } = done(
    await table.secretary.as(convene, { body: table.body, ...call, items: [{ title: prose('Uno') }] }),
  )
  const item = await table.db.agendaItem.findFirstOrThrow({ where: { meetingId: String(meeting) } })
  now = hoursAfter(now, 13)
  done(await table.secretary.as(openMeeting, { meeting }))
  done(
    await table.secretary.as(recordAttendance, {
      meeting,
      seats: [{ seat: table.civil.seat, state: 'present' }],
    }),
  )
  done(await table.secretary.as(closeMeeting, { meeting }))
  const secretary = await table.viewerOf(table.secretary.person)
  expect(
    await draft.saveItem(secretary, { agendaItem: item.id, lang: 'es', text: 'Se deliberó', base: 0 }),
  ).toMatchObject({ is: 'saved' })
  const paper = await draftOf(secretary, String(meeting))
  const { minutes } = done(
    await table.secretary.as(circulateMinutes, { meeting, digest: paper?.digest ?? '' }),
  )
  const { digest } = await table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  return {
    table,
    request,
    proposal: String(proposal),
    minutes: String(minutes),
    meeting: String(meeting),
    digest,
    setClock: (to: Date) => {
      now = to
    },
  }
}

it('the zone of the database moves no instant and no day', async () => {
  const own = await withClient(
    appUrl,
    async (client) =>
      (await client.query<{ zone: string }>(`SELECT current_setting('TimeZone') AS zone`)).rows,
  )
  expect(own).toEqual([{ zone: 'Pacific/Kiritimati' }])
  const instant = new Date('2026-03-29T22:00:00Z')
  const read = (url: string, schema: string) => {
    const handle = openIn({ connectionString: inSchema(url, schema) }, schema)
    return handle.$queryRaw`SELECT ${instant}::timestamptz AS at, ${'2026-03-29'}::date AS on, ${toDate('2026-03-29')}::date AS from`.finally(
      () => handle.$disconnect(),
    )
  }
  for (const schema of ['public', 'asof'])
    expect(await read(appUrl, schema)).toEqual([
      { at: instant, on: toDate('2026-03-29'), from: toDate('2026-03-29') },
    ])
})

describe('a deadline comes at the end of its day and not a second before', () => {
  it.each(odd)('where %s: %s, %s', async (_why, zone, day, over) => {
    const slug = `${zone}-${day}`.toLowerCase().replace(/[^a-z0-9]+/g, '-')
    const { table, proposal, minutes, meeting, digest, setClock } = await tableUntil(zone, day, slug)
    const [end, lastSecond] = [new Date(over), new Date(Date.parse(over) - 1000)]
    const due = async (now: Date) => [
      (await proposalsDue(table.db, table.forum.id, now)).length,
      (await dueMeetingsWork(table.db, table.forum, now)).length,
    ]
    const stance = { proposal, digest, stance: 'agree' }
    const note = { minutes, text: prose('Falta un dato') }

    setClock(lastSecond)
    expect(dayIn(zone, lastSecond)).toBe(day)
    expect((await deskOf(await table.viewerOf(table.oversight.person))).waiting).toMatchObject([
      { kind: 'approve-minutes', dueOn: day, dueAt: end },
      { kind: 'take-position', dueOn: day, dueAt: end },
    ])
    expect(await due(lastSecond)).toEqual([0, 0])
    expect(await table.system(closeAtDeadline, { proposal })).toMatchObject(
      refused('proposals.notYetDue'),
    )
    expect(await table.system(concludeMinutes, { minutes })).toMatchObject(
      refused('meetings.stillWaiting'),
    )
    done(await table.civil.as(takePosition, stance))
    done(await table.adviser.as(observe, note))

    setClock(end)
    expect(dayIn(zone, end)).toBe(addDays(day, 1))
    expect(await due(end)).toEqual([1, 1])
    expect(await table.oversight.as(takePosition, stance)).toMatchObject(
      refused('proposals.pastDeadline'),
    )
    expect(await table.adviser.as(observe, note)).toMatchObject(refused('meetings.windowOver'))
    done(await table.system(closeAtDeadline, { proposal }))
    done(await table.system(concludeMinutes, { minutes }))
    expect(await due(end)).toEqual([0, 0])

    const decision = await table.db.decision.findUniqueOrThrow({ where: { proposalId: proposal } })
    expect([fromDate(decision.decidedOn), decision.recordedAt]).toEqual([day, end])
    // Its working paper goes with the third day after.
    const kept = await keptDrafts(table.db, { forum: table.forum, now: end }, meeting)
    expect(kept).toEqual([{ meeting, keptUntil: endOfDay(zone, addDays(day, 3)) }])
    // A page of that day is of its last second, and the acts recorded on a day are those between its ends.
    const later = publicViewer(table.db, table.forum, hoursAfter(end, 24))
    expect((await viewerAt(later, table.db, { on: day })).now).toEqual(lastSecond)
    const recorded = (on: string) => historySeenBy(later, { from: on, to: on, by: 'recorded' }, 200)
    const before = new Set((await recorded(day)).lines.map((line) => toInstant(line.recordedAt)))
    expect([...before]).toEqual([toInstant(lastSecond)])
    expect(
      (await recorded(addDays(day, 1))).lines.some((line) => line.kind === 'proposals.decided/1'),
    ).toBe(true)
  })

  it('counts whose word was a sector’s on its last day, however late the office comes', async () => {
    const [zone, day] = ['America/Mexico_City', '2026-05-15']
    const { table, proposal, digest, setClock } = await tableUntil(zone, day, 'tarde', {
      untilOn: addDays(day, 1),
    })
    for (const place of [table.civil, table.oversight])
      done(await place.as(takePosition, { proposal, digest, stance: 'agree' }))
    setClock(new Date('2026-05-19T18:00:00Z'))
    done(await table.system(closeAtDeadline, { proposal }))
    const { decidedOn, obstacle, frozen } = await table.db.decision.findUniqueOrThrow({
      where: { proposalId: proposal },
    })
    expect([fromDate(decidedOn), obstacle]).toEqual([day, 'silence'])
    expect(frozen).toMatchObject({ sectors: [{ voices: [{}] }, { voices: [{}] }, { voices: [{}] }] })
  })

  it('is refused where it would come for nobody', async () => {
    const { table, proposal, digest, request } = await tableUntil(
      'America/Mexico_City',
      '2026-06-15',
      'lejos',
    )
    expect(
      await table.civil.as(reviseStatusProposal, {
        proposal,
        digest,
        ...request,
        deadlineOn: '9999-12-31',
      }),
    ).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'deadlineOn', key: 'proposals.deadlineTooFar' }],
    })
  })
})
