// What is asked, in which scene, and the marks by which an answer is known.
import { toDate } from '../../../lib/act/calendar.ts'
import type { ForumHead, Viewer } from '../../../lib/act/viewer.ts'
import { bodyId } from '../../../prisma/demonstration/table.ts'
import { amendedLater } from '../amendments.ts'
import type { Mesa } from '../people.ts'

/** An answer as one text, in which a mark is found; bytes as what they say. */
export function textOf(answer: unknown): string {
  return JSON.stringify(answer, (_name, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : value,
  )
}

/** What is asked, in which forum, and the marks that the whole answer bears. */
export type Question = {
  capability: string
  query: string
  situation: string
  forum: ForumHead
  marks: string[]
  ask: (viewer: Viewer) => unknown
}

export const asking =
  (capability: string, forum: ForumHead) =>
  <Rest extends unknown[]>(
    query: (viewer: Viewer, ...rest: Rest) => unknown,
    situation: string,
    marks: string[],
    ...rest: Rest
  ): Question => ({
    capability,
    query: query.name,
    situation,
    forum,
    marks,
    ask: (viewer) => query(viewer, ...rest),
  })

/** The practice table; the same where open proposals are not public, with one of them; and the record of the past. */
export type Scene = {
  mesa: Mesa
  db: Mesa['db']
  practice: ForumHead
  reserve: ForumHead
  record: ForumHead
  reserved: { id: string; number: number }
  amended: Awaited<ReturnType<typeof amendedLater>>
  upload: string
}

export async function heldOn({ db }: Pick<Mesa, 'db'>, body: string, day: string) {
  return db.meeting.findFirstOrThrow({
    where: { bodyId: bodyId(body), heldOn: toDate(day) },
    include: { minutes: true, agenda: { orderBy: { rank: 'asc' } } },
  })
}

export function minutesOf({ minutes }: Awaited<ReturnType<typeof heldOn>>): string {
  if (!minutes) throw new Error('this meeting has no minutes')
  return minutes.id
}

export async function itemOfMeetingToCome(mesa: Mesa): Promise<string | undefined> {
  return (await heldOn(mesa, 'committee', '2027-02-10')).agenda[0]?.id
}

export const water = 'Datos del agua que se entienden en cada colonia'

export const pause = 'cambió dos veces de fecha'

export const minutesText = 'Cinco municipios ya contestaron que sí'

export const observation = 'Falta decir quién recibe las candidaturas'

export const ownAction = 'Preguntar otra vez a los siete municipios'

export const reservedWords = ['RESERVA título', 'RESERVA motivo']
