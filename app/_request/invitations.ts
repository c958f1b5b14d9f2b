import { forumAllows } from '@/lib/act/act.ts'
import { isRefusal } from '@/lib/act/refusal.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { fillsSeatsOf, seatAmong } from '@/lib/bodies/commands.ts'
import { mesa } from './mesa'

export type Invitee = {
  email: string
  person: string
  seat: string
  /** whether the viewer may give them a link: they say who sits there, and nobody has a password yet */
  invites: boolean
  /** a link that is out, and that the viewer may take back: they made it, or say who sits there */
  out: { expiresAt: Date } | null
}

/** What the viewer may do about the login of whoever holds a mandate; null where it is nothing. */
export async function inviteeOf(viewer: Viewer, mandate: string): Promise<Invitee | null> {
  const found = await viewer.db.mandate.findFirst({
    where: { id: mandate, forumId: viewer.forum.id },
    include: { person: true },
  })
  const email = found?.person.email
  if (!found || !email || viewer.moment || (await mesa().accounts.hasPassword(email))) return null
  const [among, link] = await Promise.all([
    seatAmong(viewer.db, viewer, found.seatId),
    mesa().accounts.invitationOut(email),
  ])
  const invites =
    among !== null &&
    viewer.seats.some((seat) => {
      const actor = { kind: 'seat' as const, ...seat }
      return (
        !isRefusal(forumAllows(viewer.forum, actor)) &&
        !isRefusal(fillsSeatsOf(actor, among, viewer.today))
      )
    })
  const out = link && (invites || link.madeBy === viewer.person) ? { expiresAt: link.expiresAt } : null
  return invites || out ? { email, person: found.personId, seat: found.seatId, invites, out } : null
}
