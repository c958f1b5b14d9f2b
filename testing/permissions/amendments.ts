// What a forum changes of itself, for docs/permissions.md: the situations of its commands, and what its queries answer.
import { z } from 'zod'
import { addDays } from '../../lib/act/calendar.ts'
import { officeCommand } from '../../lib/act/command.ts'
import { ok } from '../../lib/act/refusal.ts'
import { officeViewer, personViewer } from '../../lib/act/viewer.ts'
import type { ForumHead } from '../../lib/act/viewer.ts'
import { proposeAmendment } from '../../lib/amendments/commands.ts'
import { rulesChanged } from '../../lib/amendments/facts.ts'
import { takePosition } from '../../lib/proposals/commands.ts'
import { es, personId, seatId } from '../../prisma/demonstration/table.ts'
import { done } from '../../prisma/small-table.ts'
import { noon, today } from './people.ts'
import type { Mesa } from './people.ts'
import type { Walk } from './walk.ts'

const asked = (inForceOn: string) => ({
  change: { kind: 'rules', rules: { draftDays: 200 } },
  inForceOn,
  title: es('Guardar más los borradores'),
  text: es('Para que se puedan consultar'),
  mode: 'written',
  deadlineOn: '2027-12-15',
})
const voices = [
  ['mariana.escobedo', 'committee/representative'],
  ['elvira.santoyo', 'committee/commissioner'],
  ['fernando.quintanar', 'committee/chair'],
] as const

/** Each leaves the table as the next one finds it, but for one rule and its decision. */
export async function amendTheForum({ row, by, mesa, practice }: Walk) {
  const later = addDays(today, 3)
  await row('amendments.propose', 'of a rule of the forum', asked(later))
  const [proposer, seat] = voices[0]
  const { proposal } = await by(proposer, seat, 'amendments.propose', asked(later))
  const { digest } = await mesa.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  for (const [person, place] of voices)
    await by(person, place, 'proposals.take-position', { proposal, digest, stance: 'agree' })
  const waiting = await mesa.db.pendingChange.findFirstOrThrow({ where: { forumId: practice.id } })
  await row('proposals.bring-into-force', 'of which the day has not come', { pending: waiting.id })
  await row(
    'proposals.bring-into-force',
    'of which the day has come',
    { pending: waiting.id },
    { now: new Date('2026-11-27T18:00:00Z') },
  )
}

/** Whether open proposals are public, as if it had been decided so: what is held is looked at in between. */
const decideRule = officeCommand({
  name: 'testing.decide-rule',
  input: z.strictObject({ public: z.boolean() }),
  subject: async (_db, _input, { forum }) => forum,
  gravity: 'public',
  standing: () => ok,
  decide: ({ input, draw, today: inForceOn }) => [
    rulesChanged({
      decision: draw.id(),
      proposal: draw.id(),
      inForceOn,
      from: { openProposalsArePublic: !input.public },
      to: { openProposalsArePublic: input.public },
      rule: 'openProposalsArePublic',
    }),
  ],
})

export async function whileProposalsAreHeld<T>(
  mesa: Mesa,
  practice: ForumHead,
  work: () => Promise<T>,
): Promise<T> {
  const decide = async (isPublic: boolean) =>
    done(
      await mesa.act(decideRule, {
        clock: () => noon,
        viewer: officeViewer(mesa.db, practice, 'system', noon),
        key: `permissions-rule-${String(isPublic)}-000`,
        input: { public: isPublic },
      }),
    )
  await decide(false)
  const made = await work()
  await decide(true)
  return made
}

/** A rule that is to change in three days, and the proposal that asked for it. */
export async function amendedLater(mesa: Mesa, practice: ForumHead) {
  const act = { clock: () => noon }
  const viewer = async (person: string) => personViewer(mesa.db, practice, personId(person), noon)
  const [proposer, seat] = voices[0]
  const { proposal } = done(
    await mesa.act(proposeAmendment, {
      ...act,
      viewer: await viewer(proposer),
      key: 'permissions-amendment',
      input: { as: seatId(seat), ...asked(addDays(today, 3)) },
    }),
  )
  const { digest } = await mesa.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  for (const [person, place] of voices)
    done(
      await mesa.act(takePosition, {
        ...act,
        viewer: await viewer(person),
        key: `permissions-amends-${person.slice(0, 6)}`,
        input: { as: seatId(place), proposal, digest, stance: 'agree' },
      }),
    )
  return mesa.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
}
