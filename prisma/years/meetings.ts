import { addDays } from '../../lib/act/calendar.ts'
import { personViewer } from '../../lib/act/viewer.ts'
import { closeMeeting, convene, openMeeting, recordAttendance } from '../../lib/meetings/commands.ts'
import { approveMinutes, circulateMinutes, closeAgreement } from '../../lib/minutes/commands.ts'
import { draftOf } from '../../lib/minutes/draft-seen.ts'
import { Refused } from '../demonstration/stage.ts'
import { bodies, by, es, id, voicesOf } from './years.ts'
import type { Years } from './years.ts'

const tables = [...bodies.keys()]
/** After so many days what was agreed is due. */
const PROMISED = 60

/** A session from its call to the last approval, within three days: two items, of which one leaves an action. */
export async function meet(years: Years, day: string): Promise<void> {
  const { stage, counted, commitments } = years
  const count = (counted.meetings += 1)
  const body = tables[count % tables.length] ?? 'committee'
  const keeper = `${body}/secretary`
  stage.at(day, '09:00')
  const about = commitments[count % commitments.length]
  const { meeting } = await by(years, keeper, convene, {
    body: id(years, body),
    kind: 'ordinary',
    day: addDays(day, 1),
    time: '10:00',
    place: es('Sala de juntas'),
    items: [
      { title: es(`Avances del mes, sesión ${count}`), ...(about && { commitment: about.commitment }) },
      { title: es('Asuntos generales') },
    ],
  })
  const held = String(meeting)
  stage.at(addDays(day, 1), '10:00')
  await by(years, keeper, openMeeting, { meeting: held })
  await by(years, keeper, recordAttendance, {
    meeting: held,
    seats: (bodies.get(body) ?? []).map(({ slug, voice }, place) => ({
      seat: id(years, `${body}/${slug}`),
      state: !voice && (count + place) % 4 === 0 ? ('absent' as const) : ('present' as const),
    })),
  })
  stage.at(addDays(day, 1), '12:00')
  await by(years, keeper, closeMeeting, { meeting: held })
  await approve(years, body, await write(years, body, held, day), day)
}

/** The draft goes through its own door, and is circulated. */
async function write(years: Years, body: string, meeting: string, day: string): Promise<string> {
  const { stage, doors, counted } = years
  const keeper = `${body}/secretary`
  const viewer = await personViewer(stage.db, stage.forum, years.holders.get(keeper) ?? '', stage.now)
  const items = await stage.db.agendaItem.findMany({
    where: { meetingId: meeting, continuesId: null },
    orderBy: { rank: 'asc' },
  })
  const revisions = await stage.db.draftItem.findMany({ where: { meetingId: meeting } })
  for (const { id: agendaItem } of items)
    saved(
      await doors.draft.saveItem(viewer, {
        agendaItem,
        ...es(`Se revisó lo hecho desde la sesión anterior (${counted.meetings}). Nadie pidió cambios.`),
        base: revisions.find((one) => one.agendaItemId === agendaItem)?.revision ?? 0,
      }),
    )
  const [first] = items
  if (first)
    saved(
      await doors.draft.saveAgreement(viewer, {
        id: id(years, `agreement/${first.id}`),
        agendaItem: first.id,
        kind: 'action',
        ...es(`Publicar lo que se acordó en la sesión ${counted.meetings}.`),
        seat: id(years, keeper),
        dueOn: addDays(day, PROMISED),
        base: 0,
      }),
    )
  const draft = await draftOf(viewer, meeting)
  if (!draft) throw new Refused('there is no draft to circulate')
  stage.at(addDays(day, 1), '17:00')
  const { minutes } = await by(years, keeper, circulateMinutes, { meeting, digest: draft.digest })
  return String(minutes)
}

async function approve(years: Years, body: string, minutes: string, day: string): Promise<void> {
  years.stage.at(addDays(day, 2), '09:00')
  const { digest } = await years.stage.db.minutes.findUniqueOrThrow({ where: { id: minutes } })
  for (const path of voicesOf(body)) await by(years, path, approveMinutes, { minutes, digest })
}

/** What was promised is done in the end, all but the last few. */
export async function keepPromises(years: Years): Promise<void> {
  const open = await years.stage.db.agreement.findMany({
    where: { forumId: years.stage.forumId, kind: 'action', closedAt: null },
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
  })
  const slugs = new Map(tables.map((body) => [id(years, body), body]))
  for (const { id: agreement, bodyId } of open.slice(0, -5))
    await by(years, `${slugs.get(bodyId)}/secretary`, closeAgreement, {
      agreement,
      note: es('Publicado, y avisado a los tres sectores.'),
    })
}

function saved(outcome: { is: string }): void {
  if (outcome.is !== 'saved') throw new Refused(`the draft was not saved: ${JSON.stringify(outcome)}`)
}
