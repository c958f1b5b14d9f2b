import { z } from 'zod'
import { seatCommand } from '../act/command.ts'
import { Prose, SeatId } from '../act/fields.ts'
import { ok, refuse } from '../act/refusal.ts'
import { noteLeft, takenOver } from './facts.ts'
import { takingOver } from './record.ts'
import { audiences, holdsASeat } from './rules.ts'

/** Says for a seat that its brief was read and its work is taken over, as far as the log went when the page was shown. */
export const takeOver = seatCommand({
  name: 'handovers.take-over',
  input: z.strictObject({
    as: SeatId,
    upTo: z.coerce.number('errors.required').int('errors.required').min(1, 'errors.required'),
  }),
  subject: (db, { as }, { forum }) => takingOver(db, forum.id, as),
  gravity: 'public',
  standing: (actor) => (holdsASeat(actor) ? ok : refuse('act.noSeat')),
  check: ({ size, taken }, { upTo }, _circumstances, actor) => {
    if (upTo > size) return refuse('handovers.notThatFar')
    return taken.some((one) => one.mandate === actor.mandate && one.upTo >= upTo)
      ? refuse('handovers.takenAlready')
      : ok
  },
  decide: ({ as, input: { upTo }, draw, today }) => [
    takenOver({
      handover: draw.id(),
      seat: as.seat,
      mandate: as.mandate,
      body: as.body,
      sector: as.sector,
      upTo,
      takenOn: today,
    }),
  ],
})

/** Leaves a note with a seat, in the holder's own words. */
export const leaveNote = seatCommand({
  name: 'handovers.leave-note',
  input: z.strictObject({
    as: SeatId,
    audience: z.enum(audiences, { error: 'errors.chooseAudience' }),
    text: Prose,
  }),
  subject: async () => ({}),
  gravity: 'public',
  standing: (actor) => (holdsASeat(actor) ? ok : refuse('act.noSeat')),
  decide: ({ as, input: { audience, text }, draw, today }) => [
    noteLeft({
      note: draw.id(),
      seat: as.seat,
      mandate: as.mandate,
      body: as.body,
      sector: as.sector,
      audience,
      text,
      writtenOn: today,
    }),
  ],
})

export const commands = [takeOver, leaveNote]
