import { personViewer } from '../../../lib/act/viewer.ts'
import type { Viewer } from '../../../lib/act/viewer.ts'
import * as balance from '../../../lib/brief/balance-seen.ts'
import * as people from '../../../lib/brief/people-seen.ts'
import * as scopes from '../../../lib/brief/scope-seen.ts'
import * as briefs from '../../../lib/brief/seen.ts'
import * as standing from '../../../lib/brief/standing-seen.ts'
import * as works from '../../../lib/brief/work-seen.ts'
import * as letters from '../../../lib/letters/seen.ts'
import { observationMade } from '../../../lib/minutes/facts.ts'
import * as notices from '../../../lib/notices/seen.ts'
import { bodyId, personId, seatId } from '../../../prisma/demonstration/table.ts'
import { noon } from '../people.ts'
import type { Mesa } from '../people.ts'
import { asking, heldOn, ownAction, pause, water } from './question.ts'
import type { Question, Scene } from './question.ts'

export async function ofNotices(scene: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('notices', scene.practice), asking('notices', scene.reserve)]
  const circulating = await heldOn(scene, 'committee', '2026-11-12')
  return [
    ask(notices.deskOf, 'minutes to approve or to observe', [`"meeting":"${circulating.id}"`]),
    ask(notices.deskOf, 'an action of SFP’s second seat', [ownAction]),
    inReserve(
      notices.deskOf,
      'an open proposal that waits for one’s own sector, where those are not public',
      ['RESERVA título'],
    ),
    ask(notices.choicesFor, 'what a proposal can be about', [water, 'Revisión de medio término']),
    ask(notices.selfOf, 'the name of who holds SFP’s second seat', ['Gabriela Montaño Silva']),
  ]
}

/** Of SFP's head: each part by itself, from the work of that seat as its holder reads it, and the whole. */
export async function ofBrief({ db, practice, reserve }: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('brief', practice), asking('brief', reserve)]
  const seat = seatId('committee/chair')
  const holder = await personViewer(db, practice, personId('fernando.quintanar'), noon)
  const work = await works.workSeenBy(holder, [seat])
  const committee = { bodies: [bodyId('committee')], since: null }
  return [
    ask(scopes.scopeSeenBy, 'what SFP’s head has to do with', [water, 'Titular de la SFP'], [seat]),
    ask(
      works.workSeenBy,
      'what waits for SFP’s head, in minutes that circulate and elsewhere',
      ['brief.work.minutes-pending', 'brief.work.proposal-too-late'],
      [seat],
    ),
    ask(works.roadmapsNow, 'the roadmaps in force', ['Diccionario de datos'], work.scope),
    ask(works.reportedNow, 'what was reported of activities', ['{}'], work.scope),
    ask(standing.blockedSeenBy, 'what stands still, and by whose word', [pause], work),
    ask(standing.changedSeenBy, 'what changed in roadmaps', ['brief.changed.dropped'], work, null),
    ask(
      standing.disagreementsSeenBy,
      'what sectors see differently',
      ['dos de los tres formatos'],
      work,
    ),
    ask(standing.outsideSeenBy, 'what outside events threaten', ['no deja pagar la línea'], work),
    ask(people.peopleSeenBy, 'who is new, and which seats are empty', ['Hugo Barrera Solís'], work),
    ask(people.presenceSeenBy, 'who came to the Committee', ['"there":8'], work.scope, committee),
    ask(
      people.nextSeenBy,
      'what to read before, with minutes that circulate',
      ['brief.next.asked-again', '"state":"circulated"'],
      work,
    ),
    ask(
      briefs.briefSeenBy,
      'of SFP’s head, with minutes that circulate',
      ['brief.blocked.inactive', 'brief.work.minutes-pending', '"state":"circulated"'],
      { seat },
    ),
    inReserve(
      briefs.briefSeenBy,
      'of SFP’s head, with an open proposal, where those are not public',
      ['RESERVA título'],
      { seat },
    ),
    ask(balance.balanceSeenBy, 'how the work is spread', ['"rows":{"sector":']),
  ]
}

/** The same person at an act of the past, by the handle that is theirs. */
export function atAct(mesa: Mesa, viewer: Viewer, at: number): Viewer {
  const { db, published } = mesa.then({ at })
  return { ...viewer, db: viewer.db === mesa.published ? published : db, moment: { at } }
}

/** What is told by mail is read as its reader: whoever asks, they learn what their own desk says. */
export async function ofLetters(scene: Scene): Promise<Question[]> {
  const { mesa, practice } = scene
  const ask = asking('letters', practice)
  const circulating = await heldOn(scene, 'committee', '2026-11-12')
  await mesa.notices.stopAddress('fernando.quintanar@practica.example', '550 5.1.1')
  const line = await scene.db.historyLine.findFirstOrThrow({
    where: { meetingId: circulating.id, kind: observationMade.kind },
  })
  const notice = {
    id: circulating.id,
    forumId: practice.id,
    index: line.index,
    ordinal: line.ordinal,
    personId: personId('mariana.escobedo'),
    kind: 'known',
    bodyId: circulating.bodyId,
    thingId: circulating.id,
    asks: false,
    turn: 0,
    urgent: false,
    dueAt: null,
    at: noon,
    letterId: null,
  }
  return [
    ask(
      letters.letterSeenBy,
      'an act that is held: an observation on minutes in circulation',
      ['"kind":"meetings.observation-made'],
      [notice],
    ),
    ask(letters.stoppedSeenBy, 'whose address takes no mail', ['550 5.1.1']),
  ]
}
