import { z } from 'zod'
import { addDays } from '../act/calendar.ts'
import { seatCommand } from '../act/command.ts'
import type { Circumstances } from '../act/command.ts'
import { alsoNeeding, Day, Id, Prose, SeatId, ShortProse } from '../act/fields.ts'
import { isRefusal, refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import { rulesOf } from '../bodies/rules.ts'
import {
  deadlineOf,
  mayBeTabled,
  mayPropose,
  needsOfItsWay,
  onTheTable,
  proposing,
} from '../proposals/commands.ts'
import { shapeOf } from './record.ts'
import { mayBecome } from './rules.ts'
import type { Shape } from './rules.ts'
import { changeFor, idsOfNothing, isChange, Wish } from './wish.ts'

/** Ten years ahead: what is later was mistyped. */
const furthest = 3652

type Asked = { change: Wish; inForceOn: string }

/** Is it a day to come, does it ask for something, and could it be carried out as the forum stands? */
function canBeAsked(
  shape: Shape,
  { change: wish, inForceOn }: Asked,
  { today }: Pick<Circumstances, 'today'>,
): Refusal[] {
  if (inForceOn < today) return [refuse('amendments.dayIsPast', undefined, 'inForceOn')]
  const latest = addDays(today, furthest)
  if (inForceOn > latest) return [refuse('amendments.dayTooFar', { latest }, 'inForceOn')]
  const change = changeFor(wish, { shape, ids: idsOfNothing(), inForceOn })
  const standing = isChange(change) ? mayBecome(change, shape) : change
  return isRefusal(standing) ? [standing] : []
}

/**
 * Asks the sectors to change what the forum is: its rules, its name, its bodies, seats, sectors and organisations. It is the Committee's to
 * decide, whatever it is about. One that could not be carried out as the forum stands is refused before anybody is asked.
 */
export const proposeAmendment = seatCommand({
  name: 'amendments.propose',
  input: alsoNeeding(
    z.strictObject({
      as: SeatId,
      change: Wish,
      inForceOn: Day,
      title: ShortProse,
      text: Prose,
      mode: z.enum(['session', 'written'], { error: 'errors.chooseMode' }),
      agendaItem: Id.optional(),
      deadlineOn: Day.optional(),
    }),
    ...needsOfItsWay,
  ),
  subject: async (db, { agendaItem, inForceOn }, circumstances) => {
    const { forum, today } = circumstances
    const [committee, table, shape] = await Promise.all([
      db.body.findFirst({ where: { forumId: forum.id, kind: 'committee' }, orderBy: { slug: 'asc' } }),
      onTheTable(db, circumstances, agendaItem),
      shapeOf(db, forum.id, inForceOn ?? today),
    ])
    return committee && table && { committee, shape, ...table }
  },
  gravity: 'public',
  standing: (actor, { committee }) =>
    isRefusal(mayPropose(actor, committee.id)) ? refuse('amendments.committeeOnly') : true,
  check: ({ committee, shape, item }, input, circumstances) => [
    ...canBeAsked(shape, input, circumstances),
    ...mayBeTabled({ item }, committee.id, input, circumstances),
  ],
  decide: ({ as, subject: { committee, shape, next, item }, input, draw, forum }) => {
    const effect = changeFor(input.change, { shape, ids: draw, inForceOn: input.inForceOn })
    // `check` refused what asks for nothing.
    if (!isChange(effect)) return []
    const { proposal, facts } = proposing({
      body: committee.id,
      number: next,
      mode: input.mode,
      commitment: null,
      content: { title: input.title, text: input.text, effect },
      seat: as.seat,
      draw,
      meeting: item?.meetingId ?? null,
      agendaItem: item?.id ?? null,
      deadlineAt: deadlineOf(input, { forum }),
    })
    return { facts, result: { proposal } }
  },
  held: (_subject, { forum }) => !rulesOf(forum).openProposalsArePublic,
})

export const commands = [proposeAmendment]
