import type { IncomingMessage } from 'node:http'
import { decode } from 'next-auth/jwt'
import type { RawData, WebSocket } from 'ws'
import { loginCookieName } from '../../lib/accounts/origin.ts'
import { forumBySlug, personViewer } from '../../lib/act/viewer.ts'
import type { Viewer } from '../../lib/act/viewer.ts'
import { LARGEST_UPDATE, SHAPE, TRY_AGAIN } from '../../lib/minutes/drafts/protocol.ts'
import { draftAccess } from '../../lib/minutes/draft-seen.ts'
import type { ServerSettings } from '../../lib/settings.ts'
import { BYTES, full, MESSAGES } from './allowance.ts'
import { leave } from './closing.ts'
import type { Connection, Hall, Room } from './hall.ts'
import { hear } from './hearing.ts'
import { roomOf } from './opening.ts'
import { tellAuthors, tellWelcome } from './telling.ts'

/** Windows of one person in all drafts. */
const MOST_OPEN = 20

type Guest = Pick<Connection, 'signIn' | 'forum' | 'meeting' | 'person' | 'name' | 'hue' | 'access'>
type TurnedAway = { code: number; why?: string }

export async function enter(hall: Hall, request: IncomingMessage, socket: WebSocket) {
  const waiting = keepWaiting(socket)
  const guest = await guestOf(hall, request)
  if ('code' in guest) return socket.close(guest.code, guest.why)
  const room = await roomOf(hall, guest.meeting)
  if (hall.stopped || socket.readyState !== socket.OPEN) return socket.close(TRY_AGAIN)
  const connection = seat(hall, room, guest, socket)
  tellWelcome(connection)
  await tellAuthors(hall, room, connection)
  const early = waiting.end()
  socket.on('message', (data) => hear(hall, room, connection, data))
  for (const data of early) hear(hall, room, connection, data)
}

/** What comes before we know who it is waits, within bounds. */
function keepWaiting(socket: WebSocket): { end: () => RawData[] } {
  const early: RawData[] = []
  let bytes = 0
  const wait = (data: RawData) => {
    bytes += Array.isArray(data) ? Buffer.concat(data).byteLength : data.byteLength
    if (early.push(data) > 50 || bytes > LARGEST_UPDATE) socket.terminate()
  }
  socket.on('message', wait)
  return {
    end() {
      socket.off('message', wait)
      return early
    },
  }
}

async function guestOf(hall: Hall, request: IncomingMessage): Promise<Guest | TurnedAway> {
  const { mesa, settings } = hall
  const url = new URL(request.url ?? '/', settings.publicUrl)
  const [, , slug = '', meeting = ''] = url.pathname.split('/')
  if (Number(url.searchParams.get('shape')) !== SHAPE) return { code: 4409 }
  const signIn = await signInOf(request, settings)
  const user = signIn ? await mesa.accounts.signedIn(signIn) : null
  if (!user) return { code: 4401 }
  const forum = await forumBySlug(mesa.db, slug)
  const person =
    forum && (await mesa.db.person.findFirst({ where: { forumId: forum.id, email: user.email } }))
  if (!person || !/^[0-9a-f-]{36}$/.test(meeting)) return { code: 4403 }
  const viewer = await personViewer(mesa.db, forum, person.id, new Date())
  const access = await draftAccess(viewer, meeting)
  if (!access) return { code: 4403 }
  const hue = await hueOf(hall, viewer)
  if ([...hall.connections].filter((one) => one.person === person.id).length >= MOST_OPEN)
    return { code: TRY_AGAIN, why: 'too many windows' }
  const { id, name } = person
  return { signIn: user.signIn, forum, meeting, person: id, name: name ?? '', hue, access }
}

async function signInOf(
  request: IncomingMessage,
  { publicUrl, loginSecret }: ServerSettings,
): Promise<string | null> {
  const name = loginCookieName(publicUrl)
  const cookie = (request.headers.cookie ?? '').split(/;\s*/).find((one) => one.startsWith(`${name}=`))
  if (!cookie) return null
  const opened = await decode({
    token: decodeURIComponent(cookie.slice(name.length + 1)),
    secret: loginSecret,
  }).catch(() => null)
  return typeof opened?.signIn === 'string' ? opened.signIn : null
}

async function hueOf({ mesa }: Hall, { seats: [seat] }: Viewer): Promise<string | null> {
  const sector =
    seat && (await mesa.db.sector.findUnique({ where: { id: seat.sector }, select: { hue: true } }))
  return sector?.hue ?? null
}

function seat(hall: Hall, room: Room, guest: Guest, socket: WebSocket): Connection {
  const now = Date.now()
  const connection: Connection = {
    ...guest,
    socket,
    client: null,
    synced: false,
    messages: full(MESSAGES, now),
    bytes: full(BYTES, now),
  }
  hall.connections.add(connection)
  room.connections.add(connection)
  clearTimeout(room.emptyTimer)
  socket.on('close', () => leave(hall, room, connection))
  return connection
}
