import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import type { Outcome } from '../act/act.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { publicViewer } from '../act/viewer.ts'
import { compareRows } from '../act/verify.ts'
import { proposeStatus, reviseStatusProposal } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import { factKindNamed } from '../facts.ts'
import { resumeParticipation, suspendParticipation } from '../proposals/commands.ts'
import { proposalSeenBy } from '../proposals/seen.ts'
import { deskOf } from '../notices/seen.ts'
import {
  cancelMeeting,
  closeMeeting,
  convene,
  openMeeting,
  postponeAgendaItem,
  recordAttendance,
  withdrawAgendaItem,
} from '../meetings/commands.ts'
import { openDraftDoor } from './drafts/door.ts'
import {
  approveErratum,
  approveMinutes,
  circulateMinutes,
  closeAgreement,
  concludeMinutes,
  dueMeetingsWork,
  observe,
  proposeErratum,
  withdrawErratum,
} from './commands.ts'
import { draftOf } from './draft-seen.ts'
import { minutesSeenBy } from './seen.ts'
import { minutesWorkOf } from './work-seen.ts'
import { meetingSeenBy, openActionsOf } from '../meetings/seen.ts'
import { errataDue } from '../meetings/record.ts'
import { proposedMeeting } from '../series/seen.ts'

const { appUrl } = await useDatabase()
const empty = await useDatabase()
const database = openDatabase(appUrl)
const draft = openDraftDoor(database)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())
const year = today.slice(0, 4)
const call = { kind: 'ordinary', day: today, time: '23:59', place: prose('Sala') }
const atOnce = { noticeDays: { ordinary: 0, extraordinary: 0 } }
const refused = (key: string) => ({ is: 'refused', refusal: { refused: `meetings.${key}` } })

type Table = Awaited<ReturnType<typeof smallTable>>
type Who = 'civil' | 'oversight' | 'executive' | 'secretary' | 'adviser' | 'observer'
type Claims = Partial<Record<Who, [stance: string, reason?: string]>>
let count = 0
const tableWith = (rules: object = {}) =>
  smallTable(database, `minutas-${(count += 1)}`, { rules: { ...atOnce, ...rules } })
const kindsOf = async (table: Table, outcome: Outcome) =>
  (
    await table.db.historyLine.findMany({
      where: { forumId: table.forum.id, index: outcome.is === 'done' ? outcome.index : -1 },
      orderBy: { ordinal: 'asc' },
    })
  ).map((line) => line.kind)
const anybody = (table: Table) => publicViewer(table.db, table.forum, new Date())
const viewer = (table: Table, who: Who) => table.viewerOf(table[who].person)
const status = async (table: Table) =>
  (await table.db.commitment.findUniqueOrThrow({ where: { id: table.commitment } })).status
const all = { civil: 'present', oversight: 'remote', executive: 'present' }
const agree: Claims = { civil: ['agree'], oversight: ['agree'], executive: ['agree'] }

async function saved(outcome: Promise<{ is: string }>) {
  expect(await outcome).toMatchObject({ is: 'saved' })
}

async function convened(table: Table, titles = ['Uno', 'Dos'], parts: object = {}) {
  const { meeting } = done(
    await table.secretary.as(convene, {
      body: table.body,
      ...call,
      ...parts,
      items: titles.map((title) => ({ title: prose(title) })),
    }),
  )
  const items = (
    await table.db.agendaItem.findMany({
      where: { meetingId: String(meeting) },
      orderBy: { rank: 'asc' },
    })
  ).map((item) => item.id)
  return { meeting: String(meeting), items, item: items[0] ?? '' }
}

async function proposed(table: Table, agendaItem: string) {
  const { proposal } = done(
    await table.civil.as(proposeStatus, {
      commitment: table.commitment,
      mode: 'session',
      agendaItem,
      to: 'inactive',
      title: prose('Pausa'),
      text: prose('Se propone'),
      reasonClass: 'law',
      tried: prose('Se intentó'),
      conditions: prose('Si cambia la ley'),
      reviewOn: '2031-01-01',
    }),
  )
  return String(proposal)
}

async function hold(table: Table, meeting: string, attendance: Record<string, string> = all) {
  done(await table.secretary.as(openMeeting, { meeting }))
  const seats = Object.entries(attendance).map(([who, state]) => ({
    seat: table[who as Who].seat,
    state,
  }))
  done(await table.secretary.as(recordAttendance, { meeting, seats }))
  done(await table.secretary.as(closeMeeting, { meeting }))
}

async function claim(table: Table, meeting: string, proposal: string, claims: Claims) {
  for (const [who, [stance, reason]] of Object.entries(claims)) {
    await saved(
      draft.saveClaim(await viewer(table, 'secretary'), {
        meeting,
        proposal,
        sector: table[who as Who].sector,
        stance,
        lang: 'es',
        base: 0,
        ...(reason && { reason }),
      }),
    )
  }
}

async function circulate(table: Table, meeting: string) {
  const paper = await draftOf(await viewer(table, 'secretary'), meeting)
  return table.secretary.as(circulateMinutes, { meeting, digest: paper?.digest ?? '' })
}

/** A session with a proposal in it, held, written and circulated. */
async function circulated(
  table: Table,
  { claims = agree, attendance = all }: { claims?: Claims; attendance?: Record<string, string> } = {},
) {
  const { meeting, items, item } = await convened(table)
  const proposal = await proposed(table, item)
  await hold(table, meeting, attendance)
  const secretary = await viewer(table, 'secretary')
  await saved(draft.saveItem(secretary, { agendaItem: item, lang: 'es', text: 'Se deliberó', base: 0 }))
  await saved(
    draft.saveAgreement(secretary, {
      id: randomUUID(),
      agendaItem: item,
      kind: 'resolution',
      lang: 'es',
      text: 'Se acuerda',
      proposal,
      base: 0,
    }),
  )
  await saved(
    draft.saveAgreement(secretary, {
      id: randomUUID(),
      agendaItem: items[1],
      kind: 'action',
      lang: 'es',
      text: 'Avisar',
      seat: table.civil.seat,
      dueOn: addDays(today, 10),
      base: 0,
    }),
  )
  await claim(table, meeting, proposal, claims)
  const outcome = await circulate(table, meeting)
  const minutes = String(done(outcome).minutes)
  const { digest } = await table.db.minutes.findUniqueOrThrow({ where: { id: minutes } })
  return { meeting, items, item, proposal, minutes, digest, outcome }
}
const approve = (table: Table, who: Who, minutes: string, digest: string) =>
  table[who].as(approveMinutes, { minutes, digest })

describe('the last approval', () => {
  it('says before it is given what it brings about: publication, a decision, a status, and the end of the window', async () => {
    const table = await tableWith()
    const { minutes, digest } = await circulated(table)
    for (const who of ['civil', 'oversight'] as const) done(await approve(table, who, minutes, digest))
    const press = async (looked: string) =>
      table.act(approveMinutes, {
        viewer: await viewer(table, 'executive'),
        key: table.key(),
        input: { as: table.executive.seat, minutes, digest },
        looked,
      })
    const shown = await press('')
    if (shown.is !== 'look') throw new Error(JSON.stringify(shown))
    expect(shown.consequences.map(({ says }) => says.replace('consequences.', ''))).toEqual([
      'minutesApproved',
      'positionConfirmed',
      'minutesPublished',
      'adopted',
      'statusChanged',
      'windowCloses',
    ])
    expect(await status(table)).toBe('in-force')
    expect(await press(shown.token)).toMatchObject({ is: 'done' })
    expect(await status(table)).not.toBe('in-force')
  })
})

describe('the money shot: minutes, approved by each sector, change a status', () => {
  it('by one act, at the last approval', async () => {
    const table = await tableWith()
    const { meeting, minutes, digest, proposal, outcome } = await circulated(table)
    expect(await kindsOf(table, outcome)).toEqual(['meetings.minutes-circulated/1'])
    expect(await minutesSeenBy(anybody(table), minutes)).toBeNull()
    expect(await meetingSeenBy(anybody(table), meeting)).toMatchObject({ minutes: null })
    expect(await minutesSeenBy(await viewer(table, 'observer'), meeting)).toMatchObject({
      state: 'circulated',
      windowOpen: true,
      version: 1,
    })
    expect((await minutesWorkOf(await viewer(table, 'oversight'))).toApprove).toMatchObject([
      { minutes, seat: table.oversight.seat },
    ])

    const first = await approve(table, 'civil', minutes, digest)
    expect(await kindsOf(table, first)).toEqual([
      'meetings.minutes-approved/1',
      'proposals.position-taken/1',
    ])
    expect(done(await approve(table, 'oversight', minutes, digest))).toMatchObject({ published: 0 })
    expect(await status(table)).toBe('in-force')
    const index = first.is === 'done' ? first.index : -1
    const entry = await table.db.logEntry.findUniqueOrThrow({
      where: { forumId_index: { forumId: table.forum.id, index } },
    })
    expect(Object.keys(JSON.parse(Buffer.from(entry.body).toString()) as object).toSorted()).toEqual([
      'commitment',
      'recordedAt',
      'v',
    ])

    const last = await approve(table, 'executive', minutes, digest)
    expect(last).toMatchObject({ result: { published: 1, number: `CC-${year}-01` } })
    expect(await kindsOf(table, last)).toEqual([
      'meetings.minutes-approved/1',
      'proposals.position-taken/1',
      'meetings.minutes-published/1',
      'meetings.agreement-reached/1',
      'meetings.agreement-reached/1',
      'proposals.decided/1',
      'commitments.status-changed/1',
      'log.opened/1',
    ])
    expect(await status(table)).toBe('inactive')
    expect(await table.db.historyLine.count({ where: { forumId: table.forum.id, held: true } })).toBe(0)
    expect(await table.db.decision.findUniqueOrThrow({ where: { proposalId: proposal } })).toMatchObject(
      {
        outcome: 'full-consensus',
        frozen: {
          mode: 'session',
          quorum: { reached: true, there: 3, of: 4, needed: 2 },
          sectors: [{ there: 1 }, { there: 1 }, { there: 1, of: 2 }],
        },
      },
    )
    expect(
      await table.db.statusChange.findFirstOrThrow({
        where: { commitmentId: table.commitment, takenOver: false },
      }),
    ).toMatchObject({ meetingId: meeting })
    expect(await minutesSeenBy(anybody(table), `CC-${year}-01`)).toMatchObject({
      state: 'approved',
      approvals: [{ says: 'approved', person: 'Persona 0' }, { says: 'approved' }, { says: 'approved' }],
      agreements: [
        { number: `CC-${year}-01/1`, kind: 'resolution', proposal },
        { number: `CC-${year}-01/2`, seat: { id: table.civil.seat } },
      ],
      content: {
        items: [{ text: prose('Se deliberó') }, { text: null }],
        attendance: [
          { state: 'present' },
          { state: 'remote' },
          { state: 'present' },
          { state: 'unrecorded' },
          {},
          {},
        ],
      },
    })
    expect(await approve(table, 'executive', minutes, digest)).toMatchObject(refused('isPublished'))
    expect(await circulate(table, meeting)).toMatchObject(refused('isPublished'))

    const into = openDatabase(empty.appUrl)
    try {
      expect(await compareRows(database, into, table.forum.id, factKindNamed)).toEqual([])
    } finally {
      await into.$disconnect()
    }
  })

  it('not while a sector objects: the objection and its reason stand with the decision', async () => {
    const table = await tableWith()
    const { minutes, digest, proposal } = await circulated(table, {
      claims: { ...agree, oversight: ['object', 'Sin consulta previa'] },
    })
    for (const who of ['civil', 'oversight', 'executive'] as const)
      done(await approve(table, who, minutes, digest))
    expect(await status(table)).toBe('in-force')
    expect(await table.db.decision.findUniqueOrThrow({ where: { proposalId: proposal } })).toMatchObject(
      { outcome: 'no-consensus', obstacle: 'objection' },
    )
    expect(
      await table.db.position.findFirstOrThrow({ where: { proposalId: proposal, stance: 'object' } }),
    ).toMatchObject({
      reason: prose('Sin consulta previa'),
      origin: 'minutes',
      sectorId: table.oversight.sector,
    })
  })

  it('not without the quorum of the session: an absent sector stays silent', async () => {
    const table = await tableWith()
    const { minutes, digest, proposal } = await circulated(table, {
      attendance: { civil: 'present', executive: 'present' },
      claims: { civil: ['agree'], executive: ['agree'] },
    })
    for (const who of ['civil', 'oversight', 'executive'] as const)
      done(await approve(table, who, minutes, digest))
    const decision = await table.db.decision.findUniqueOrThrow({ where: { proposalId: proposal } })
    expect(decision).toMatchObject({
      outcome: 'no-consensus',
      obstacle: 'silence',
      frozen: { quorum: { reached: false } },
    })
    expect(await status(table)).toBe('in-force')
  })

  it('once, when the three approve in the same instant', async () => {
    const table = await tableWith()
    for (let round = 0; round < 10; round += 1) {
      const { meeting, item } = await convened(table, ['Uno'])
      await hold(table, meeting)
      await saved(
        draft.saveItem(await viewer(table, 'secretary'), {
          agendaItem: item,
          lang: 'es',
          text: `Ronda ${round}`,
          base: 0,
        }),
      )
      const minutes = String(done(await circulate(table, meeting)).minutes)
      const { digest } = await table.db.minutes.findUniqueOrThrow({ where: { id: minutes } })
      const key = table.key()
      const [civil, again, ...others] = await Promise.all([
        table.civil.as(approveMinutes, { minutes, digest }, key),
        table.civil.as(approveMinutes, { minutes, digest }, key),
        approve(table, 'oversight', minutes, digest),
        approve(table, 'executive', minutes, digest),
      ])
      expect(done(civil)).toEqual(done(again))
      expect([civil, ...others].map((outcome) => done(outcome).published).toSorted()).toEqual([0, 0, 1])
    }
    expect(
      (await table.db.minutes.findMany({ where: { forumId: table.forum.id } }))
        .map((one) => one.number)
        .toSorted(),
    ).toEqual(Array.from({ length: 10 }, (_, at) => `CC-${year}-${String(at + 1).padStart(2, '0')}`))
  })
})

describe('circulating', () => {
  it('wants a session that is over, the draft as it stands, and nothing missing', async () => {
    const table = await tableWith()
    const { meeting, items, item } = await convened(table)
    const proposal = await proposed(table, item)
    expect(await circulate(table, meeting)).toMatchObject(refused('notClosedYet'))
    await hold(table, meeting)
    expect(await circulate(table, meeting)).toMatchObject(refused('nothingInIt'))
    const secretary = await viewer(table, 'secretary')
    await saved(draft.saveItem(secretary, { agendaItem: item, lang: 'es', text: 'Uno', base: 0 }))
    const missing = await circulate(table, meeting)
    expect(missing).toMatchObject({
      is: 'refused',
      refusal: { refused: 'meetings.claimMissing', params: { proposal: 1, sectorEs: 'civil' } },
    })
    await claim(table, meeting, proposal, agree)
    expect(
      await draft.saveItem(await viewer(table, 'civil'), {
        agendaItem: item,
        lang: 'es',
        text: 'Otro',
        base: 0,
      }),
    ).toMatchObject({ is: 'conflict' })
    expect(await circulate(table, meeting)).toMatchObject({
      is: 'refused',
      refusal: { refused: 'meetings.twoVersions', params: { item: 1 } },
    })
    const paper = await draftOf(secretary, meeting)
    const [aside] = paper?.items[0]?.asides ?? []
    await saved(
      draft.settleItem(secretary, {
        agendaItem: item,
        lang: 'es',
        text: 'Uno y otro',
        base: paper?.items[0]?.revision,
        asides: [aside?.revision],
      }),
    )
    expect(await table.secretary.as(circulateMinutes, { meeting, digest: paper?.digest })).toMatchObject(
      refused('draftChanged'),
    )
    expect(
      await table.civil.as(circulateMinutes, {
        meeting,
        digest: (await draftOf(secretary, meeting))?.digest,
      }),
    ).toMatchObject(refused('bookKeeperOnly'))
    done(await circulate(table, meeting))
    expect(await circulate(table, meeting)).toMatchObject(refused('sameAsCirculated'))
    expect(items).toHaveLength(2)
  })

  it('anew starts approval again: what sectors confirmed lapses, the earlier approvals stay visible, and the change is shown', async () => {
    const table = await tableWith()
    const { meeting, item, minutes, digest, proposal } = await circulated(table)
    done(await approve(table, 'civil', minutes, digest))
    done(await approve(table, 'oversight', minutes, digest))
    await saved(
      draft.saveItem(await viewer(table, 'secretary'), {
        agendaItem: item,
        lang: 'es',
        text: 'Se deliberó largamente',
        base: 1,
      }),
    )
    const second = await circulate(table, meeting)
    expect(await kindsOf(table, second)).toEqual([
      'meetings.minutes-circulated/1',
      'proposals.positions-lapsed/1',
    ])
    expect(await table.db.position.count({ where: { proposalId: proposal, lapsedAt: null } })).toBe(0)
    expect(await approve(table, 'executive', minutes, digest)).toMatchObject(refused('textChanged'))
    const seen = await minutesSeenBy(await viewer(table, 'civil'), minutes)
    expect(seen).toMatchObject({
      version: 2,
      versions: [{ approvals: [{}, {}] }, { approvals: [] }],
      approvals: [{ says: 'waiting' }, { says: 'waiting' }, { says: 'waiting' }],
    })
    expect(seen?.diff?.[0]).toMatchObject({
      change: 'changed',
      pieces: [{ is: 'same' }, { is: 'added', text: ' largamente' }],
    })
    // The approval that was promised to stay in sight does, with why it is asked for again and who sent the new version.
    expect(seen?.approvals.find((one) => one.sector.id === table.oversight.sector)?.earlier).toEqual(
      expect.objectContaining({
        version: 1,
        person: 'Persona 1',
        capacity: 'titular',
        changed: { items: [1], positions: [], meeting: false },
      }),
    )
    expect(seen?.approvals.find((one) => one.sector.id === table.executive.sector)?.earlier).toBeNull()
    expect(seen?.versions.at(-1)).toMatchObject({
      by: { id: table.secretary.seat },
      person: 'Persona 3',
      capacity: 'titular',
    })
    const waits = async (who: Who) => (await deskOf(await viewer(table, who))).waiting[0]
    expect(await waits('oversight')).toMatchObject({
      kind: 'approve-minutes',
      again: { version: 1, now: 2, changed: { items: [1], positions: [], meeting: false } },
    })
    expect(await waits('executive')).toMatchObject({ kind: 'approve-minutes', again: null })
    // INAI never paused: its position ended because another version circulated, and says so.
    const open = await proposalSeenBy(await viewer(table, 'civil'), proposal)
    expect(open?.stands.map(({ before }) => before?.ended?.by ?? null)).toEqual([
      'new-minutes',
      'new-minutes',
      null,
    ])
    for (const who of ['civil', 'oversight', 'executive'] as const)
      done(await approve(table, who, minutes, seen?.digest ?? ''))
    expect(await status(table)).toBe('inactive')
    // Decided since, each position that counts is there, and the ones of the version before still say what ended them.
    const decided = await proposalSeenBy(anybody(table), proposal)
    expect(decided?.stands.every(({ position, before }) => position && !before)).toBe(true)
    expect(decided?.positions.filter(({ ended }) => ended).map(({ ended }) => ended?.by)).toEqual([
      'new-minutes',
      'new-minutes',
    ])
  })

  it('leaves a proposal open whose text was changed since: the session did not deliberate on that', async () => {
    const table = await tableWith()
    const { minutes, digest, proposal } = await circulated(table)
    const { digest: text } = await table.db.proposal.findUniqueOrThrow({ where: { id: proposal } })
    done(
      await table.civil.as(reviseStatusProposal, {
        proposal,
        digest: text,
        to: 'inactive',
        title: prose('Pausa'),
        text: prose('Otro texto'),
        reasonClass: 'law',
        tried: prose('x'),
        conditions: prose('x'),
        reviewOn: '2031-01-01',
      }),
    )
    for (const who of ['civil', 'oversight', 'executive'] as const)
      done(await approve(table, who, minutes, digest))
    expect(await table.db.proposal.findUniqueOrThrow({ where: { id: proposal } })).toMatchObject({
      closedAt: null,
    })
    expect(await status(table)).toBe('in-force')
    const { meeting } = await convened(table, [])
    expect(
      (await meetingSeenBy(anybody(table), meeting))?.agenda.map((item) => [
        item.title.text,
        item.proposals.length,
      ]),
    ).toEqual([
      ['Uno', 1],
      ['Dos', 0],
    ])
  })

  it('carries a postponed proposal to the next session, which decides it', async () => {
    const table = await tableWith()
    const first = await convened(table, ['Uno', 'Dos'], { day: addDays(today, 1) })
    const proposal = await proposed(table, first.item)
    done(
      await table.secretary.as(postponeAgendaItem, { item: first.item, reason: prose('Falta un dato') }),
    )
    const next = await convened(table, [])
    await hold(table, next.meeting)
    await claim(table, next.meeting, proposal, agree)
    const { minutes } = done(await circulate(table, next.meeting))
    const { digest } = await table.db.minutes.findUniqueOrThrow({ where: { id: String(minutes) } })
    for (const who of ['civil', 'oversight', 'executive'] as const)
      done(await approve(table, who, String(minutes), digest))
    expect(await status(table)).toBe('inactive')
    expect(
      await table.db.statusChange.findFirstOrThrow({
        where: { commitmentId: table.commitment, takenOver: false },
      }),
    ).toMatchObject({ meetingId: next.meeting })
  })
})

describe('observing and approving', () => {
  it('any seat but an observer’s comments within the window, and only the body reads it', async () => {
    const table = await tableWith()
    const { minutes, digest, item } = await circulated(table)
    const made = await table.adviser.as(observe, { minutes, item, text: prose('Falta la fuente') })
    expect(await kindsOf(table, made)).toEqual(['meetings.observation-made/1'])
    expect(await table.observer.as(observe, { minutes, text: prose('x') })).toMatchObject(
      refused('notOfThisBody'),
    )
    expect(await table.civil.as(observe, { minutes, text: prose('') })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'text.text' }],
    })
    expect(
      await table.civil.as(observe, { minutes, item: randomUUID(), text: prose('x') }),
    ).toMatchObject({ is: 'invalid', problems: [{ path: 'item', key: 'errors.unknownThing' }] })
    expect((await minutesSeenBy(await viewer(table, 'civil'), minutes))?.observations).toMatchObject([
      { item, text: prose('Falta la fuente'), seat: { id: table.adviser.seat } },
    ])
    const later = new Date(Date.now() + 9 * 864e5)
    expect(
      await table.act(observe, {
        viewer: await table.viewerOf(table.civil.person, later),
        key: table.key(),
        input: { as: table.civil.seat, minutes, text: prose('Tarde') },
        clock: () => later,
      }),
    ).toMatchObject(refused('windowOver'))
    expect(await approve(table, 'adviser', minutes, digest)).toMatchObject(refused('noVoice'))
    expect(await approve(table, 'secretary', minutes, digest)).toMatchObject(refused('noVoice'))
    expect(await approve(table, 'civil', minutes, '0'.repeat(64))).toMatchObject(refused('textChanged'))
    expect(await approve(table, 'civil', minutes, 'no digest')).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'digest', key: 'errors.staleText' }],
    })
    done(await approve(table, 'civil', minutes, digest))
    expect(await approve(table, 'civil', minutes, digest)).toMatchObject(refused('alreadyApproved'))
    expect(await approve(await tableWith(), 'civil', minutes, digest)).toEqual({ is: 'missing' })
  })

  it('waits for no sector that is suspended, and says since when', async () => {
    const table = await tableWith()
    const { minutes, digest, proposal } = await circulated(table)
    const { suspension } = done(
      await table.oversight.as(suspendParticipation, {
        scope: 'forum',
        reason: prose('Sin condiciones'),
      }),
    )
    expect(await approve(table, 'oversight', minutes, digest)).toMatchObject(refused('sectorSuspended'))
    done(await approve(table, 'civil', minutes, digest))
    expect(done(await approve(table, 'executive', minutes, digest))).toMatchObject({ published: 1 })
    expect(await table.db.minutes.findUniqueOrThrow({ where: { id: minutes } })).toMatchObject({
      silentSectors: [{ sector: table.oversight.sector, why: 'suspended', since: today }],
    })
    expect(await table.db.decision.findUniqueOrThrow({ where: { proposalId: proposal } })).toMatchObject(
      { outcome: 'no-consensus', obstacle: 'suspension' },
    )
    done(await table.oversight.as(resumeParticipation, { suspension }))
    expect((await minutesSeenBy(anybody(table), minutes))?.approvals).toMatchObject([
      { says: 'approved' },
      { says: 'suspended', since: today },
      { says: 'approved' },
    ])
  })

  it('a suspension declared after an approval undoes nothing that was voiced', async () => {
    const table = await tableWith()
    const { minutes, digest } = await circulated(table)
    done(await approve(table, 'oversight', minutes, digest))
    done(
      await table.oversight.as(suspendParticipation, {
        scope: 'forum',
        reason: prose('Sin condiciones'),
      }),
    )
    done(await approve(table, 'civil', minutes, digest))
    done(await approve(table, 'executive', minutes, digest))
    expect(await status(table)).toBe('inactive')
  })
})

describe('the system’s office', () => {
  it('publishes minutes when the last that was waited for suspends its participation', async () => {
    const table = await tableWith()
    const { minutes, digest } = await circulated(table)
    done(await approve(table, 'civil', minutes, digest))
    done(await approve(table, 'executive', minutes, digest))
    expect(await dueMeetingsWork(table.db, table.forum, new Date())).toEqual([])
    expect(await table.system(concludeMinutes, { minutes })).toMatchObject(refused('stillWaiting'))
    done(
      await table.oversight.as(suspendParticipation, {
        scope: 'forum',
        reason: prose('Sin condiciones'),
      }),
    )
    const [due] = await dueMeetingsWork(table.db, table.forum, new Date())
    expect(due).toMatchObject({ command: concludeMinutes, input: { minutes } })
    expect(await table.operate(concludeMinutes, { minutes })).toMatchObject({
      is: 'refused',
      refusal: { refused: 'act.systemOnly' },
    })
    expect(done(await table.system(concludeMinutes, due?.input as object))).toMatchObject({
      number: `CC-${year}-01`,
    })
    expect(await table.system(concludeMinutes, { minutes })).toMatchObject(refused('isPublished'))
    expect(await dueMeetingsWork(table.db, table.forum, new Date())).toEqual([])
  })

  it('counts silence as assent to minutes where the rule says so, after the window, and never as a position', async () => {
    const table = await tableWith({ silenceIsAssentForMinutes: true, observationDays: 1 })
    const { minutes, digest, proposal } = await circulated(table)
    done(await approve(table, 'civil', minutes, digest))
    expect(await dueMeetingsWork(table.db, table.forum, new Date())).toEqual([])
    const later = new Date(Date.now() + 3 * 864e5)
    expect(await dueMeetingsWork(table.db, table.forum, later)).toHaveLength(1)
    done(await table.system(concludeMinutes, { minutes }, later))
    const seen = await minutesSeenBy(anybody(table), minutes)
    expect(
      seen?.approvals.map((approval) => [approval.sector.slug, approval.says, approval.since]),
    ).toEqual([
      ['civil', 'approved', null],
      ['oversight', 'silence', today],
      ['executive', 'silence', today],
    ])
    expect(await table.db.position.count({ where: { proposalId: proposal } })).toBe(1)
    expect(await table.db.decision.findUniqueOrThrow({ where: { proposalId: proposal } })).toMatchObject(
      { outcome: 'no-consensus', obstacle: 'silence' },
    )
    expect(await status(table)).toBe('in-force')
  })

  it('counts nothing as assent where no rule says so', async () => {
    const table = await tableWith()
    const { minutes, digest } = await circulated(table)
    done(await approve(table, 'civil', minutes, digest))
    expect(await dueMeetingsWork(table.db, table.forum, new Date(Date.now() + 90 * 864e5))).toEqual([])
  })
})

describe('after they are published', () => {
  it('actions stay open on the seat’s desk and the next agenda until they are closed with what shows it', async () => {
    const table = await tableWith()
    const { minutes, digest, items } = await circulated(table)
    for (const who of ['civil', 'oversight', 'executive'] as const)
      done(await approve(table, who, minutes, digest))
    const [action] = await openActionsOf(anybody(table), { seats: [table.civil.seat] })
    expect(action).toMatchObject({
      number: `CC-${year}-01/2`,
      dueOn: addDays(today, 10),
      overdue: false,
      seat: { id: table.civil.seat },
    })
    expect((await minutesWorkOf(await viewer(table, 'civil'))).actions).toHaveLength(1)
    const { meeting } = await convened(table, ['Nuevo'])
    expect(
      (await meetingSeenBy(anybody(table), meeting))?.agenda.map((item) => [
        item.title.text,
        item.continues,
      ]),
    ).toEqual([
      ['Dos', items[1]],
      ['Nuevo', null],
    ])

    const agreement = action?.id
    expect(await table.oversight.as(closeAgreement, { agreement, note: prose('x') })).toMatchObject(
      refused('notYourAction'),
    )
    expect(await table.civil.as(closeAgreement, { agreement })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'note.text', key: 'meetings.noteOrEvidence' }],
    })
    expect(await table.civil.as(closeAgreement, { agreement, evidence: 'ftp://x' })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'evidence', key: 'errors.badAddress' }],
    })
    const resolution = await table.db.agreement.findFirstOrThrow({
      where: { minutesId: minutes, kind: 'resolution' },
    })
    expect(
      await table.secretary.as(closeAgreement, { agreement: resolution.id, note: prose('x') }),
    ).toMatchObject(refused('isResolution'))
    const closed = await table.civil.as(closeAgreement, {
      agreement,
      evidence: 'https://ejemplo.mx/oficio',
    })
    expect(await kindsOf(table, closed)).toEqual(['meetings.agreement-closed/1'])
    expect(await table.secretary.as(closeAgreement, { agreement, note: prose('x') })).toMatchObject(
      refused('actionClosed'),
    )
    expect(await openActionsOf(anybody(table), { body: table.body })).toEqual([])
    expect((await minutesSeenBy(anybody(table), minutes))?.agreements[1]).toMatchObject({
      evidence: 'https://ejemplo.mx/oficio',
      closedBy: { id: table.civil.seat },
    })
  })

  it('errata are approved by each sector, numbered by the last, and shown beside the text that never changes', async () => {
    const table = await tableWith()
    const { minutes, digest, item } = await circulated(table)
    const wrong = {
      minutes,
      item,
      wrong: prose('Se deliberó'),
      right: prose('Se discutió'),
      reason: prose('Palabra equivocada'),
    }
    expect(await table.adviser.as(proposeErratum, wrong)).toMatchObject(refused('notPublishedYet'))
    for (const who of ['civil', 'oversight', 'executive'] as const)
      done(await approve(table, who, minutes, digest))
    expect(await table.observer.as(proposeErratum, wrong)).toMatchObject(refused('notOfThisBody'))
    expect(await table.adviser.as(proposeErratum, { ...wrong, right: wrong.wrong })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'right.text', key: 'meetings.nothingCorrected' }],
    })
    expect(await table.adviser.as(proposeErratum, { ...wrong, item: randomUUID() })).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'item' }],
    })
    expect(
      await table.adviser.as(proposeErratum, { ...wrong, wrong: prose('Nadie lo dijo') }),
    ).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'wrong.text', key: 'meetings.wordsNotThere' }],
    })
    const { erratum } = done(await table.adviser.as(proposeErratum, wrong))
    const text = (await table.db.erratum.findUniqueOrThrow({ where: { id: String(erratum) } })).digest
    expect((await minutesWorkOf(await viewer(table, 'civil'))).errata).toMatchObject([{ erratum }])
    expect(await table.adviser.as(approveErratum, { erratum, digest: text })).toMatchObject(
      refused('noVoice'),
    )
    expect(await table.civil.as(approveErratum, { erratum, digest })).toMatchObject(
      refused('textChanged'),
    )
    done(await table.civil.as(approveErratum, { erratum, digest: text }))
    expect(await table.civil.as(approveErratum, { erratum, digest: text })).toMatchObject(
      refused('alreadyApproved'),
    )
    expect(await table.civil.as(withdrawErratum, { erratum })).toMatchObject(refused('onlyItsProposer'))
    done(await table.oversight.as(approveErratum, { erratum, digest: text }))
    expect(
      await kindsOf(table, await table.executive.as(approveErratum, { erratum, digest: text })),
    ).toEqual(['meetings.erratum-approved/1'])
    expect(await table.adviser.as(withdrawErratum, { erratum })).toMatchObject(
      refused('erratumApproved'),
    )
    const seen = await minutesSeenBy(anybody(table), minutes)
    expect(seen).toMatchObject({
      digest,
      errata: [{ number: 1, item, right: prose('Se discutió'), waitingFor: [] }],
      content: { items: [{ text: prose('Se deliberó') }, {}] },
    })

    const { erratum: other } = done(
      await table.civil.as(proposeErratum, {
        minutes,
        wrong: prose('a'),
        right: prose('b'),
        reason: prose('c'),
      }),
    )
    done(await table.civil.as(withdrawErratum, { erratum: other }))
    expect(await table.oversight.as(approveErratum, { erratum: other, digest: text })).toMatchObject(
      refused('erratumWithdrawn'),
    )
  })
})

describe('what comes onto an agenda by itself', () => {
  async function published(table: Table) {
    const made = await circulated(table)
    for (const who of ['civil', 'oversight', 'executive'] as const)
      done(await approve(table, who, made.minutes, made.digest))
    return made
  }
  const wrong = (minutes: string, words = 'Se deliberó') => ({
    minutes,
    wrong: prose(words),
    right: prose('Se discutió'),
    reason: prose('Palabra equivocada'),
  })
  const agendaOf = async (table: Table, meeting: string) =>
    (await meetingSeenBy(anybody(table), meeting))?.agenda ?? []
  const number = `CC-${year}-01`

  it('says where it comes from: an action still open, a meeting before, an erratum', async () => {
    const table = await tableWith()
    const { meeting, minutes } = await published(table)
    const { erratum } = done(await table.adviser.as(proposeErratum, wrong(minutes)))
    const outcome = await table.secretary.as(convene, {
      body: table.body,
      ...call,
      items: [{ title: prose('Nuevo') }],
    })
    expect(await kindsOf(table, outcome)).toEqual(
      [
        'convened',
        'agenda-item-added',
        'agenda-item-added',
        'erratum-scheduled',
        'agenda-item-added',
      ].map((kind) => `meetings.${kind}/1`),
    )
    const next = String(done(outcome).meeting)
    expect(await agendaOf(table, next)).toMatchObject([
      {
        title: prose('Dos'),
        origin: { is: 'actions', actions: [{ number: `${number}/2`, minutes: number }] },
      },
      {
        title: prose(`${number}: Se deliberó → Se discutió`),
        note: prose('Palabra equivocada'),
        proposedBy: { id: table.adviser.seat },
        origin: { is: 'erratum', minutes: number },
      },
      { title: prose('Nuevo'), origin: null },
    ])
    expect(await errataDue(table.db, table.body)).toEqual([])
    expect(
      (await proposedMeeting(anybody(table), table.body, { like: next }, 'es')).items.map(
        (item) => item.title.text,
      ),
    ).toEqual(['Nuevo'])
    done(await table.secretary.as(cancelMeeting, { meeting: next, reason: prose('Sismo') }))
    const third = (await convened(table, [])).meeting
    expect(await agendaOf(table, third)).toMatchObject([
      { title: prose('Dos'), origin: { is: 'actions' } },
      { title: prose('Nuevo'), origin: { is: 'meeting', meeting: next, heldOn: today, body: 'CC' } },
      { origin: { is: 'erratum' } },
    ])
    expect(await table.db.erratumItem.count({ where: { erratumId: String(erratum) } })).toBe(2)
    expect(meeting).not.toBe(third)
    const into = openDatabase((await useDatabase()).appUrl)
    try {
      expect(await compareRows(database, into, table.forum.id, factKindNamed)).toEqual([])
    } finally {
      await into.$disconnect()
    }
  })

  it('an erratum comes until it is approved or withdrawn, once at a time, and again when it was put off', async () => {
    const table = await tableWith()
    const { minutes } = await published(table)
    const { erratum } = done(await table.adviser.as(proposeErratum, wrong(minutes)))
    const corrections = async (meeting: string) =>
      (await agendaOf(table, meeting)).filter((item) => item.origin?.is === 'erratum')
    const first = (await convened(table, [])).meeting
    const second = (await convened(table, [], { day: addDays(today, 1) })).meeting
    expect([(await corrections(first)).length, (await corrections(second)).length]).toEqual([1, 0])
    const [item] = await corrections(first)
    const { proposal } = done(
      await table.civil.as(proposeStatus, {
        commitment: table.commitment,
        mode: 'session',
        agendaItem: item?.id,
        to: 'withdrawn',
        title: prose('Retiro'),
        text: prose('x'),
        reasonClass: 'law',
        tried: prose('x'),
      }),
    )
    done(
      await table.secretary.as(postponeAgendaItem, {
        item: item?.id,
        reason: prose('Falta la grabación'),
      }),
    )
    const third = (await convened(table, [], { day: addDays(today, 2) })).meeting
    // The same item goes on, with the proposal that hangs on it, and not beside itself.
    expect(await corrections(third)).toMatchObject([
      { continues: item?.id, proposals: [{ id: proposal }] },
    ])
    done(await table.adviser.as(withdrawErratum, { erratum }))
    expect(await errataDue(table.db, table.body)).toEqual([])

    const { erratum: other } = done(await table.adviser.as(proposeErratum, wrong(minutes, 'Avisar')))
    const fourth = (await convened(table, [], { day: addDays(today, 3) })).meeting
    const [again] = await corrections(fourth)
    done(await table.adviser.as(withdrawAgendaItem, { item: again?.id }))
    expect((await errataDue(table.db, table.body)).map((erratumDue) => erratumDue.id)).toEqual([other])
    const digest = (await table.db.erratum.findUniqueOrThrow({ where: { id: String(other) } })).digest
    for (const who of ['civil', 'oversight', 'executive'] as const)
      done(await table[who].as(approveErratum, { erratum: other, digest }))
    expect(await corrections((await convened(table, [], { day: addDays(today, 4) })).meeting)).toEqual(
      [],
    )
  })

  it('errata however long, and however many, leave the meeting room to be convened', async () => {
    const table = await tableWith()
    const { minutes } = await published(table)
    for (let place = 0; place < 23; place += 1)
      done(
        await table.adviser.as(proposeErratum, {
          ...wrong(minutes, `${place} ${'😀 \n'.repeat(300)}`),
          right: prose('a'.repeat(19_000)),
        }),
      )
    const first = (await convened(table, [])).meeting
    expect(
      (await agendaOf(table, first))
        .filter((item) => item.origin?.is === 'erratum')
        .map((item) => [...item.title.text].length <= 200),
    ).toEqual(Array.from({ length: 20 }, () => true))
    const second = (await convened(table, [], { day: addDays(today, 1) })).meeting
    expect((await agendaOf(table, second)).filter((item) => item.origin?.is === 'erratum')).toHaveLength(
      3,
    )
  })

  it('of approved minutes the working paper goes after its days, and what was circulated stays', async () => {
    const table = await tableWith()
    const { meeting, minutes, digest } = await circulated(table)
    const clear = (days: number) => draft.clear(table.forum, new Date(Date.now() + days * 864e5))
    expect(await clear(4000)).toBe(0)
    for (const who of ['civil', 'oversight', 'executive'] as const)
      done(await approve(table, who, minutes, digest))
    const { approvedAt } = await table.db.minutes.findUniqueOrThrow({ where: { id: minutes } })
    const over = new Date((approvedAt?.getTime() ?? 0) + 180 * 864e5 - 1)
    expect((await draftOf(await viewer(table, 'secretary'), meeting))?.keptUntil).toBe(
      dayIn('America/Mexico_City', over),
    )
    expect(await clear(179)).toBe(0)
    expect(await clear(181)).toBe(1)
    expect(await table.db.draftRevision.count({ where: { meetingId: meeting } })).toBe(0)
    expect(await minutesSeenBy(anybody(table), minutes)).toMatchObject({
      digest,
      content: { items: [{ text: prose('Se deliberó') }, {}] },
    })
  })
})
