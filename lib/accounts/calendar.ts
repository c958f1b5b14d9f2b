import { createHash, randomBytes } from 'node:crypto'
import { wholeSeconds } from '../act/calendar.ts'
import { forumBySlug, personViewer, sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import type { Database } from '../db/client.ts'

export type CalendarDoor = ReturnType<typeof openCalendarDoor>

/**
 * The door for calendars, which cannot sign in: an address with a secret, for one person and one body. It is worth as much as its owner's
 * sign-in and seat are at the moment when it is asked.
 */
export function openCalendarDoor(database: Database, clock: () => Date = () => new Date()) {
  /** The secret of a new address, told this once; the one before it is void. Null for whoever does not sit in the body. */
  async function make(user: string, viewer: Viewer, body: string): Promise<string | null> {
    const owner = sitsIn(viewer, body) && (await database.user.findUnique({ where: { id: user } }))
    if (!owner) return null
    const token = randomBytes(32).toString('base64url')
    const row = { tokenHash: hashOf(token), epoch: owner.epoch, madeAt: wholeSeconds(clock()) }
    const key = { userId: user, bodyId: body }
    await database.calendarAddress.upsert({
      where: { userId_bodyId: key },
      create: { ...key, forumId: viewer.forum.id, ...row },
      update: row,
    })
    return token
  }

  async function revoke(user: string, body: string): Promise<void> {
    await database.calendarAddress.deleteMany({ where: { userId: user, bodyId: body } })
  }

  /** Since when there is an address that works. */
  async function madeAt(user: string, body: string): Promise<Date | null> {
    const found = await database.calendarAddress.findUnique({
      where: { userId_bodyId: { userId: user, bodyId: body } },
      include: { user: true },
    })
    return found && found.epoch === found.user.epoch ? found.madeAt : null
  }

  /** Who asks with this secret, with the seats that they hold today, and for which body; null where they hold none of it any longer. */
  async function viewerWith(
    token: string,
    slug: string,
  ): Promise<{ viewer: Viewer; body: string } | null> {
    const [found, forum] = await Promise.all([
      database.calendarAddress.findUnique({
        where: { tokenHash: hashOf(token) },
        include: { user: true },
      }),
      forumBySlug(database, slug),
    ])
    if (!found || !forum || found.forumId !== forum.id || found.epoch !== found.user.epoch) return null
    const person = await database.person.findFirst({
      where: { forumId: forum.id, email: found.user.email },
      select: { id: true },
    })
    const viewer = person && (await personViewer(database, forum, person.id, clock()))
    return viewer && sitsIn(viewer, found.bodyId) ? { viewer, body: found.bodyId } : null
  }

  return { make, revoke, madeAt, viewerWith }
}

function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest())
}
