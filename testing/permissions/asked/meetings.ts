import type { AnyCommand } from '../../../lib/act/command.ts'
import { personViewer } from '../../../lib/act/viewer.ts'
import type { Viewer } from '../../../lib/act/viewer.ts'
import * as calendars from '../../../lib/calendars/seen.ts'
import * as meetings from '../../../lib/meetings/seen.ts'
import * as drafts from '../../../lib/minutes/draft-seen.ts'
import { itemText } from '../../../lib/minutes/drafts/protocol.ts'
import * as minutes from '../../../lib/minutes/seen.ts'
import * as voices from '../../../lib/minutes/voices-seen.ts'
import * as work from '../../../lib/minutes/work-seen.ts'
import { noteGuest } from '../../../lib/preparing/commands.ts'
import { setSeries, setSeriesException, setTemplate } from '../../../lib/series/commands.ts'
import * as series from '../../../lib/series/seen.ts'
import * as sessions from '../../../lib/sittings/seen.ts'
import { bodyId, es, personId, seatId } from '../../../prisma/demonstration/table.ts'
import { done } from '../../../prisma/small-table.ts'
import { noon } from '../people.ts'
import { asking, heldOn, minutesOf, minutesText, observation, ownAction } from './question.ts'
import type { Question, Scene } from './question.ts'

export async function ofMeetings(scene: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('meetings', scene.practice), asking('meetings', scene.reserve)]
  const chair = await scene.db.mandate.findFirstOrThrow({
    where: { seatId: seatId('committee/chair'), capacity: 'titular' },
  })
  const circulating = await heldOn(scene, 'committee', '2026-11-12')
  const [group, toCome] = [
    await heldOn(scene, 'gtp-1', '2026-11-18'),
    await heldOn(scene, 'committee', '2027-02-10'),
  ]
  return [
    ask(meetings.sectorNames, 'the names of the sectors', ['Sociedad civil']),
    ask(
      meetings.seatNames,
      'a seat by its name',
      ['Fernando Quintanar Ríos'],
      [seatId('committee/chair')],
    ),
    ask(meetings.holders, 'who held a seat', ['Fernando Quintanar Ríos'], [chair.id]),
    ask(
      meetings.meetingsSeenBy,
      'of the Committee, and which have minutes in circulation',
      [circulating.id, minutesOf(circulating)],
      { body: bodyId('committee') },
    ),
    ask(meetings.upcomingMeetings, 'to come, of the Committee', [toCome.id], [bodyId('committee')]),
    ask(
      meetings.meetingSeenBy,
      'of a working group, and its video link',
      ['Qué falta para concluir', '/sala-1'],
      group.id,
    ),
    inReserve(
      meetings.meetingSeenBy,
      'of the Committee, and an open proposal that hangs on it, where those are not public',
      ['Revisión de medio término', 'RESERVA título'],
      toCome.id,
    ),
    ask(
      sessions.sessionSeenBy,
      'how a session of the Committee goes',
      ['"mayRun":', '"items":[{'],
      toCome.id,
    ),
    ask(
      sessions.sessionSeenBy,
      'whether one runs it: only who keeps the Committee’s book',
      ['"mayPlan":true'],
      toCome.id,
    ),
    ask(
      sessions.followsMeeting,
      'whether one follows a meeting of the Committee as it goes',
      ['true'],
      toCome.id,
    ),
    ask(meetings.openActionsOf, 'actions agreed in published minutes', [ownAction], {}),
    ask(meetings.openActionPages, 'actions of one’s own seats, and of the others in their bodies', [
      ownAction,
    ]),
    ask(meetings.overdueActions, 'how many actions have passed their day', ['"overdue":']),
    ask(
      meetings.quietSeenBy,
      'since when the Committee has neither met nor been convened',
      ['null'],
      bodyId('committee'),
    ),
  ]
}

export async function noteOlga(scene: Scene, secretary: Viewer, meeting: string) {
  const office = es('Archivo')
  done(
    await scene.mesa.act(noteGuest, {
      clock: () => noon,
      viewer: secretary,
      key: 'permissions-guest',
      input: { as: seatId('committee/secretary'), meeting, name: 'Olga Invitada', office },
    }),
  )
  return scene.db.guest.findFirstOrThrow({ where: { meetingId: meeting } })
}

export async function ofMinutes(scene: Scene): Promise<Question[]> {
  const ask = asking('meetings', scene.practice)
  const [begun, circulating] = [
    await heldOn(scene, 'committee', '2026-11-19'),
    await heldOn(scene, 'committee', '2026-11-12'),
  ]
  const group = await heldOn(scene, 'gtp-1', '2026-11-18')
  const { agendaItemId } = await scene.db.draftItem.findFirstOrThrow({ where: { meetingId: begun.id } })
  const writer = await personViewer(scene.db, scene.practice, personId('mariana.escobedo'), noon)
  await scene.mesa.draft.comment(writer, {
    meeting: begun.id,
    place: itemText(agendaItemId),
    text: 'Falta decir quién lo pidió',
  })
  await scene.mesa.draft.nameVersion(writer, { meeting: begun.id, name: 'Antes de la revisión' })
  return [
    ask(
      minutes.minutesSeenBy,
      'published',
      ['Se adopta el calendario de sesiones de 2026'],
      'CC-2026-02',
    ),
    ask(minutes.minutesSeenBy, 'in circulation in the Committee', [minutesText], circulating.id),
    ask(
      minutes.minutesSeenBy,
      'an observation on minutes in circulation in the Committee',
      [observation],
      circulating.id,
    ),
    ask(
      minutes.minutesSeenBy,
      'in circulation in a working group',
      ['Dos de los tres reportes ya están reescritos'],
      group.id,
    ),
    ask(
      drafts.draftOf,
      'that the Committee is writing',
      ['la lista no debió', 'Proponer cómo se cuidan los datos'],
      begun.id,
    ),
    ask(
      drafts.draftAccess,
      'who comes to the shared draft that the Committee is writing, and whether one writes',
      ['"mayWrite":true'],
      begun.id,
    ),
    ask(drafts.draftAccess, 'who comes to that draft at all', ['"state":"held"'], begun.id),
    ask(drafts.referencesSeenBy, 'what it can point to', ['Compras escolares'], begun.id),
    ask(drafts.draftOf, 'of minutes in circulation in the Committee', [minutesText], circulating.id),
    ask(
      drafts.revisionsOf,
      'every text that was saved for an item of that draft',
      ['la lista no debió'],
      agendaItemId,
    ),
    ask(voices.voicesSeenBy, 'a comment on that draft', ['Falta decir quién lo pidió'], begun.id),
    ask(
      voices.voicesSeenBy,
      'whether one settles it: who made it, and who keeps the Committee’s book',
      ['"mayClose":true'],
      begun.id,
    ),
    ask(voices.versionsSeenBy, 'how that draft stood', ['Antes de la revisión'], begun.id),
    ask(
      voices.versionSeenBy,
      'what it said then',
      ['la lista no debió'],
      begun.id,
      1,
      'before' as const,
    ),
    ask(drafts.writesFor, 'whether one writes for the Committee', ['true'], bodyId('committee')),
    ask(drafts.mayWriteDraft, 'whether one writes this draft of the Committee', ['true'], begun),
    ask(work.minutesWorkOf, 'minutes that wait for one’s own approval', [
      `"minutes":"${minutesOf(circulating)}"`,
    ]),
    ask(work.minutesWorkOf, 'an action of SFP’s second seat', [ownAction]),
  ]
}

/**
 * The practice table has no series of its own: the working group's secretary sets one, with a template and a
 * day that falls out.
 */
export async function ofSeries({ mesa, db, practice }: Scene): Promise<Question[]> {
  const ask = asking('meetings', practice)
  const secretary = await personViewer(db, practice, personId('nayeli.cortes'), noon)
  const act = async (command: AnyCommand, key: string, input: object) =>
    done(
      await mesa.act(command, {
        viewer: secretary,
        key: `permissions-${key}`,
        clock: () => noon,
        input: { as: seatId('gtp-1/secretary'), ...input },
      }),
    )
  const body = bodyId('gtp-1')
  const { template } = await act(setTemplate, 'template', {
    body,
    name: { es: 'Ordinaria del grupo' },
    kind: 'ordinary',
    items: [{ title: { es: 'Avances del mes' }, minutes: 40 }],
  })
  const rhythm = {
    body,
    kind: 'ordinary',
    rhythm: 'month',
    nth: 'second',
    weekday: 'tuesday',
    fromOn: '2026-12-01',
    time: '10:00',
    template: String(template),
  }
  const { series: id } = await act(setSeries, 'series-set', rhythm)
  await act(setSeriesException, 'series-exception', {
    series: id,
    day: '2027-01-12',
    change: 'out',
    reason: es('Se pinta la sala'),
  })
  const like = (await heldOn({ db }, 'gtp-1', '2026-11-18')).id
  return [
    ask(
      series.templatesSeenBy,
      'the templates of a working group',
      ['Ordinaria del grupo', 'Avances del mes'],
      body,
    ),
    ask(
      series.seriesSeenBy,
      'the days that a working group plans, and why one falls out',
      ['"day":"2026-12-08"', 'Se pinta la sala'],
      [body],
    ),
    ask(
      series.proposedMeeting,
      'with what a call of a working group can begin',
      ['Avances del mes'],
      body,
      { series: String(id) },
      'es',
    ),
    ask(
      series.proposedMeeting,
      'a meeting of a working group again, and its video link',
      ['Qué falta para concluir', '/sala-1'],
      body,
      { like },
      'es',
    ),
  ]
}

export async function ofCalendars(scene: Scene): Promise<Question[]> {
  const ask = asking('publication', scene.practice)
  const group = await heldOn(scene, 'gtp-1', '2026-11-18')
  return [
    ask(
      calendars.meetingInCalendar,
      'a meeting of a working group, and its video link',
      ['Qué falta para concluir', '/sala-1'],
      group.id,
    ),
    ask(
      calendars.bodyInCalendar,
      'the meetings of a working group, and their video links',
      ['Qué falta para concluir', '/sala-1'],
      bodyId('gtp-1'),
    ),
  ]
}
