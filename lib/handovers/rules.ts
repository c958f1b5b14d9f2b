import type { Actor, Viewer } from '../act/viewer.ts'

/** For whom a note is left: whoever holds the seat after its author, or all who sit in the body. */
export const audiences = ['successor', 'body'] as const
export type Audience = (typeof audiences)[number]

type Note = { audience: Audience; seat: string; body: string }

/** A note is read by whoever holds the seat, and where it is for the body by all who sit there. */
export function mayReadNote({ seats }: Pick<Viewer, 'seats'>, note: Note): boolean {
  return seats.some(
    (seat) => seat.seat === note.seat || (note.audience === 'body' && seat.body === note.body),
  )
}

export function holdsASeat(actor: Actor): boolean {
  return actor.kind === 'seat'
}
