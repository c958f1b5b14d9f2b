import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../../testing/use-database.ts'
import { done, smallTable } from '../../prisma/small-table.ts'
import { proposeStatus, reviseStatusProposal } from '../commitments/commands.ts'
import { dayIn } from '../act/calendar.ts'
import { endMandate } from '../bodies/commands.ts'
import { openDatabase } from '../db/client.ts'
import {
  closeAtDeadline,
  closeWithoutConsensus,
  resumeParticipation,
  suspendParticipation,
  takePosition,
  withdrawProposal,
} from './commands.ts'
import { proposalSeenBy } from './seen.ts'

const prose = (text: string) => ({ lang: 'es', text })
const request = {
  mode: 'written',
  to: 'inactive',
  title: prose('Poner en pausa'),
  text: prose('Se propone'),
  reasonClass: 'law',
  tried: prose('Se intentó'),
  conditions: prose('Si cambia la ley'),
  reviewOn: '2030-01-01',
  deadlineOn: '2029-01-01',
}

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
let table: Awaited<ReturnType<typeof smallTable>>
beforeAll(async () => {
  table = await smallTable(database)
})
afterAll(() => database.$disconnect())

async function proposed(parts: object = {}) {
  const { proposal } = done(
    await table.civil.as(proposeStatus, { commitment: table.commitment, ...request, ...parts }),
  )
  return table.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
}
const position = (digest: string, proposal: string, stance: string, reason?: string) => ({
  proposal,
  digest,
  stance,
  ...(reason && { reason: prose(reason) }),
})
const statusNow = async () =>
  (await table.db.commitment.findUniqueOrThrow({ where: { id: table.commitment } })).status
const withdraw = async (id: string) =>
  done(await table.civil.as(withdrawProposal, { proposal: id, reason: prose('Otra vía') }))

describe('a written procedure', () => {
  it('changes nothing while somebody objects, and keeps the minority text when it is closed', async () => {
    const { id, digest } = await proposed()
    done(await table.civil.as(takePosition, position(digest, id, 'agree')))
    done(await table.oversight.as(takePosition, position(digest, id, 'object', 'No se ha consultado')))
    expect(await table.executive.as(closeWithoutConsensus, { proposal: id, digest })).toMatchObject({
      refusal: { refused: 'proposals.notAllSpoke' },
    })
    done(await table.executive.as(takePosition, position(digest, id, 'agree')))
    expect(await statusNow()).toBe('in-force')
    const closed = await table.executive.as(closeWithoutConsensus, { proposal: id, digest })
    expect(closed).toMatchObject({ is: 'done' })
    const decision = await table.db.decision.findUniqueOrThrow({ where: { proposalId: id } })
    expect(decision).toMatchObject({ outcome: 'no-consensus', obstacle: 'objection' })
    expect(
      await table.db.position.findMany({ where: { proposalId: id, stance: 'object' } }),
    ).toMatchObject([{ reason: prose('No se ha consultado') }])
    expect(await statusNow()).toBe('in-force')
  })

  it('refuses what is no position: no voice, no reason, an older text, another forum, after the end', async () => {
    const { id, digest } = await proposed()
    expect(await table.secretary.as(takePosition, position(digest, id, 'agree'))).toMatchObject({
      refusal: { refused: 'proposals.noVoice' },
    })
    expect(await table.adviser.as(takePosition, position(digest, id, 'agree'))).toMatchObject({
      refusal: { refused: 'proposals.noVoice' },
    })
    expect(await table.civil.as(takePosition, position(digest, id, 'object'))).toMatchObject({
      is: 'invalid',
      problems: [{ path: 'reason.text', key: 'errors.reasonNeeded' }],
    })
    expect(await table.civil.as(takePosition, position('0'.repeat(64), id, 'agree'))).toMatchObject({
      refusal: { refused: 'proposals.textChanged' },
    })
    expect(
      await table.civil.as(takePosition, { ...position(digest, id, 'agree'), as: table.oversight.seat }),
    ).toMatchObject({ refusal: { refused: 'proposals.noVoice' } })
    expect(
      await table.civil.as(takePosition, { ...position(digest, id, 'agree'), extra: 1 }),
    ).toMatchObject({ is: 'invalid' })
    const other = await smallTable(database, 'otra-mesa')
    expect(await other.civil.as(takePosition, position(digest, id, 'agree'))).toEqual({ is: 'missing' })
    await withdraw(id)
    expect(await table.civil.as(takePosition, position(digest, id, 'agree'))).toMatchObject({
      refusal: { refused: 'proposals.withdrawn' },
    })
  })

  it('starts again when the text changes; what was said stays visible and no longer counts', async () => {
    const { id, digest } = await proposed()
    done(await table.oversight.as(takePosition, position(digest, id, 'agree')))
    done(await table.executive.as(takePosition, position(digest, id, 'agree')))
    const { mode: _mode, ...text } = request
    expect(
      await table.oversight.as(reviseStatusProposal, { proposal: id, digest, ...text }),
    ).toMatchObject({ refusal: { refused: 'proposals.onlyItsProposer' } })
    done(
      await table.civil.as(reviseStatusProposal, {
        proposal: id,
        digest,
        ...text,
        text: prose('Otro texto'),
      }),
    )
    const now = await table.db.proposal.findUniqueOrThrow({ where: { id } })
    expect(now.digest).not.toBe(digest)
    done(await table.civil.as(takePosition, position(now.digest, id, 'agree')))
    expect((await table.db.proposal.findUniqueOrThrow({ where: { id } })).closedAt).toBeNull()
    expect(await table.db.position.count({ where: { proposalId: id } })).toBe(3)
    await withdraw(id)
  })

  it('is closed at its deadline by the system’s office alone, silence standing as silence', async () => {
    const { id, digest } = await proposed()
    done(await table.civil.as(takePosition, position(digest, id, 'agree')))
    expect(await table.civil.as(closeAtDeadline, { proposal: id })).toMatchObject({ is: 'invalid' })
    expect(await table.operate(closeAtDeadline, { proposal: id })).toMatchObject({
      refusal: { refused: 'act.systemOnly' },
    })
    expect(await table.system(closeAtDeadline, { proposal: id })).toMatchObject({
      refusal: { refused: 'proposals.notYetDue' },
    })
    const after = new Date('2029-01-02T06:00:00Z')
    const closing = await table.act(closeAtDeadline, {
      viewer: {
        ...(await table.viewerOf(table.civil.person)),
        person: null,
        office: 'system',
        now: after,
        today: '2029-01-02',
      },
      key: table.key(),
      input: { proposal: id },
      clock: () => after,
    })
    expect(closing).toMatchObject({ is: 'done' })
    expect(await table.db.decision.findUniqueOrThrow({ where: { proposalId: id } })).toMatchObject({
      outcome: 'no-consensus',
      obstacle: 'silence',
    })
  })
})

describe('a sector’s own suspension', () => {
  it('lapses its positions, blocks adoption, and ends by its own word alone', async () => {
    // The clock of this table was moved by the deadline above: acts keep the log's order.
    const fresh = await smallTable(database, 'pausa')
    const { proposal } = done(
      await fresh.civil.as(proposeStatus, { commitment: fresh.commitment, ...request }),
    )
    const { digest } = await fresh.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
    done(await fresh.oversight.as(takePosition, position(digest, String(proposal), 'agree')))
    const standing = async () => {
      const viewer = await fresh.viewerOf(fresh.civil.person)
      const seen = await proposalSeenBy(viewer, String(proposal))
      return seen?.stands.find((stand) => stand.sector.id === fresh.oversight.sector)
    }
    expect(
      await fresh.secretary.as(suspendParticipation, { scope: 'forum', reason: prose('No') }),
    ).toMatchObject({
      refusal: { refused: 'proposals.noVoice' },
    })
    const { suspension } = done(
      await fresh.oversight.as(suspendParticipation, {
        scope: 'forum',
        reason: prose('Faltan condiciones mínimas'),
      }),
    )
    expect(
      await fresh.oversight.as(suspendParticipation, { scope: 'forum', reason: prose('Otra vez') }),
    ).toMatchObject({
      refusal: { refused: 'proposals.alreadySuspended' },
    })
    expect(
      await fresh.oversight.as(takePosition, position(digest, String(proposal), 'agree')),
    ).toMatchObject({ refusal: { refused: 'proposals.sectorSuspended' } })
    expect(await standing()).toMatchObject({
      suspended: true,
      before: { stance: 'agree', ended: { by: 'suspension' } },
    })
    done(await fresh.civil.as(takePosition, position(digest, String(proposal), 'agree')))
    done(await fresh.executive.as(takePosition, position(digest, String(proposal), 'agree')))
    expect(
      (await fresh.db.commitment.findUniqueOrThrow({ where: { id: fresh.commitment } })).status,
    ).toBe('in-force')
    expect(await fresh.civil.as(resumeParticipation, { suspension })).toMatchObject({
      refusal: { refused: 'proposals.ownSectorOnly' },
    })
    done(await fresh.oversight.as(resumeParticipation, { suspension }))
    expect(await fresh.oversight.as(resumeParticipation, { suspension })).toMatchObject({
      refusal: { refused: 'proposals.alreadyResumed' },
    })
    expect(
      done(await fresh.oversight.as(takePosition, position(digest, String(proposal), 'agree'))),
    ).toMatchObject({ closed: 1 })
    expect(
      (await fresh.db.commitment.findUniqueOrThrow({ where: { id: fresh.commitment } })).status,
    ).toBe('inactive')
  })
})

describe('the last position', () => {
  it('closes the proposal, freezes who said what, and carries the effect in one act', async () => {
    const fresh = await smallTable(database, 'cierre')
    const { proposal } = done(
      await fresh.civil.as(proposeStatus, { commitment: fresh.commitment, ...request }),
    )
    const { digest } = await fresh.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
    done(await fresh.civil.as(takePosition, position(digest, String(proposal), 'agree')))
    done(
      await fresh.oversight.as(
        takePosition,
        position(digest, String(proposal), 'agree-with-reservation', 'Revisar a los seis meses'),
      ),
    )
    const last = await fresh.executive.as(
      takePosition,
      position(digest, String(proposal), 'stand-aside'),
    )
    const index = last.is === 'done' ? last.index : -1
    const lines = await fresh.db.historyLine.findMany({
      where: { forumId: fresh.forum.id, index },
      orderBy: { ordinal: 'asc' },
    })
    expect(lines.map((line) => line.kind)).toEqual([
      'proposals.position-taken/1',
      'proposals.decided/1',
      'commitments.status-changed/1',
    ])
    const decision = await fresh.db.decision.findUniqueOrThrow({
      where: { proposalId: String(proposal) },
    })
    expect(decision).toMatchObject({
      outcome: 'consensus-with-reservations',
      obstacle: null,
      notCarriedOut: null,
      entryIndex: index,
    })
    expect(decision.frozen).toMatchObject({
      mode: 'written',
      quorum: { reached: true },
      sectors: [
        { stance: 'agree' },
        { stance: 'agree-with-reservation' },
        { stance: 'stand-aside', voices: [{ seat: fresh.executive.seat }] },
      ],
    })
    expect(
      await fresh.executive.as(takePosition, position(digest, String(proposal), 'agree')),
    ).toMatchObject({ refusal: { refused: 'proposals.closed' } })
  })

  it('lists whose word counted, though their mandate ended on the day on which they spoke', async () => {
    const fresh = await smallTable(database, 'relevo')
    const { proposal } = done(
      await fresh.civil.as(proposeStatus, { commitment: fresh.commitment, ...request }),
    )
    const { digest } = await fresh.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
    const agree = position(digest, String(proposal), 'agree')
    const { id: mandate } = await fresh.db.mandate.findFirstOrThrow({
      where: { seatId: fresh.oversight.seat },
    })
    done(await fresh.oversight.as(takePosition, agree))
    const { mandate: next } = done(
      await fresh.oversight.as(endMandate, {
        mandate,
        untilOn: dayIn(fresh.forum.timeZone, new Date()),
        successor: { name: 'Quien sigue', email: 'sigue@relevo.example' },
      }),
    )
    done(await fresh.civil.as(takePosition, agree))
    expect(done(await fresh.executive.as(takePosition, agree))).toMatchObject({ closed: 1 })
    const viewer = await fresh.viewerOf(fresh.civil.person)
    const seen = await proposalSeenBy(viewer, String(proposal))
    const stand = seen?.stands.find(({ sector }) => sector.id === fresh.oversight.sector)
    expect(stand?.position).toMatchObject({ mandate, person: 'Persona 1', capacity: 'titular' })
    expect(stand?.voices.map((voice) => [voice.mandate, voice.person])).toEqual([
      [String(next), 'Quien sigue'],
      [mandate, 'Persona 1'],
    ])
  })

  it('is one, however many arrive at the same instant: nothing is adopted twice, nothing sticks', async () => {
    const fresh = await smallTable(database, 'a-la-vez')
    const rounds = 60
    for (let round = 0; round < rounds; round += 1) {
      const to = round % 2 === 0 ? 'inactive' : 'in-force'
      const { proposal } = done(
        await fresh.civil.as(proposeStatus, { commitment: fresh.commitment, ...request, to }),
      )
      const { digest } = await fresh.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
      const answers = await Promise.all(
        [fresh.civil, fresh.oversight, fresh.executive].map((place) =>
          place.as(takePosition, position(digest, String(proposal), 'agree')),
        ),
      )
      expect(
        answers.map((answer) => (answer.is === 'done' ? answer.result.closed : answer)).toSorted(),
      ).toEqual([0, 0, 1])
    }
    expect(
      await fresh.db.decision.count({ where: { forumId: fresh.forum.id, outcome: 'full-consensus' } }),
    ).toBe(rounds)
    expect(
      await fresh.db.statusChange.count({ where: { forumId: fresh.forum.id, takenOver: false } }),
    ).toBe(rounds)
  })
})

describe('before it is public', () => {
  it('a held proposal enters the log as a seal, and is opened when it is decided', async () => {
    const quiet = await smallTable(database, 'reserva', { rules: { openProposalsArePublic: false } })
    const { proposal } = done(
      await quiet.civil.as(proposeStatus, { commitment: quiet.commitment, ...request }),
    )
    const { digest } = await quiet.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
    done(await quiet.civil.as(takePosition, position(digest, String(proposal), 'agree')))
    done(await quiet.oversight.as(takePosition, position(digest, String(proposal), 'agree')))
    const heldLines = await quiet.db.historyLine.findMany({
      where: { forumId: quiet.forum.id, held: true },
    })
    expect(heldLines).toHaveLength(3)
    const entry = await quiet.db.logEntry.findFirstOrThrow({
      where: { forumId: quiet.forum.id, index: heldLines[0]?.index ?? -1 },
    })
    expect(Object.keys(JSON.parse(Buffer.from(entry.body).toString()) as object).toSorted()).toEqual([
      'commitment',
      'recordedAt',
      'v',
    ])
    const last = await quiet.executive.as(takePosition, position(digest, String(proposal), 'agree'))
    expect(await quiet.db.historyLine.count({ where: { forumId: quiet.forum.id, held: true } })).toBe(0)
    expect(last).toMatchObject({ is: 'done' })
  })
})

it('a withdrawal is its proposer’s, with a reason, and closes nothing else', async () => {
  const fresh = await smallTable(database, 'retiro')
  const { proposal } = done(
    await fresh.civil.as(proposeStatus, { commitment: fresh.commitment, ...request }),
  )
  expect(await fresh.oversight.as(withdrawProposal, { proposal, reason: prose('x') })).toMatchObject({
    refusal: { refused: 'proposals.onlyItsProposer' },
  })
  expect(await fresh.civil.as(withdrawProposal, { proposal })).toMatchObject({ is: 'invalid' })
  const withdrawn = await fresh.civil.as(withdrawProposal, { proposal, reason: prose('x') })
  expect(
    await fresh.db.historyLine.findMany({
      where: { forumId: fresh.forum.id, index: withdrawn.is === 'done' ? withdrawn.index : -1 },
    }),
  ).toMatchObject([{ kind: 'proposals.withdrawn/1' }])
})
