import type { Viewer } from '@/lib/act/viewer.ts'
import { appoint } from '@/lib/bodies/commands.ts'
import { mayAct } from './may'
import { mesa } from './mesa'

/** The e-mail to invite, where the viewer may fill this mandate's seat and its person has no password yet; else null. */
export async function inviteeOf(viewer: Viewer, mandate: string): Promise<string | null> {
  const found = await viewer.db.mandate.findFirst({
    where: { id: mandate, forumId: viewer.forum.id },
    include: { person: true },
  })
  const email = found?.person.email
  if (!found || !email || (await mesa().accounts.hasPassword(email))) return null
  const may = await mayAct(viewer, appoint, { seat: found.seatId, email })
  return may.seats.length > 0 ? email : null
}
