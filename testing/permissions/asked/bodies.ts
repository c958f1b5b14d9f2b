import { personViewer } from '../../../lib/act/viewer.ts'
import * as amendments from '../../../lib/amendments/seen.ts'
import * as appointments from '../../../lib/appointments/seen.ts'
import * as bodies from '../../../lib/bodies/seen.ts'
import * as confirmations from '../../../lib/confirmations/seen.ts'
import { handInDocumentLink } from '../../../lib/documents/commands.ts'
import * as documents from '../../../lib/documents/seen.ts'
import * as keeping from '../../../lib/keeping/seen.ts'
import * as minutes from '../../../lib/minutes/seen.ts'
import { nameReturnConditions } from '../../../lib/pauses/commands.ts'
import * as pauses from '../../../lib/pauses/seen.ts'
import * as roster from '../../../lib/roster/seen.ts'
import { es, personId, seatId } from '../../../prisma/demonstration/table.ts'
import { done } from '../../../prisma/small-table.ts'
import { noon } from '../people.ts'
import { noteOlga } from './meetings.ts'
import { asking, heldOn } from './question.ts'
import type { Question, Scene } from './question.ts'

export function ofBodies({ practice }: Scene): Question[] {
  const ask = asking('bodies', practice)
  return [
    ask(bodies.sectorsSeenBy, 'the sectors', ['Sociedad civil']),
    ask(bodies.organisationsSeenBy, 'the organisations', ['Red Nopal Azul']),
    ask(bodies.bodiesSeenBy, 'the bodies and who sits in them', [
      'Comité Coordinador',
      'Mariana Escobedo Luna',
    ]),
    ask(bodies.bodiesSeenBy, 'the e-mail addresses of those who sit in them', ['@practica.example']),
    ask(
      bodies.bodySeenBy,
      'a body and who sits in it',
      ['Comité Coordinador', 'Mariana Escobedo Luna'],
      'coordinating-committee',
    ),
    ask(
      bodies.seatSeenBy,
      'a seat and everybody who has held it',
      ['Hugo Barrera Solís', 'Gabriela Montaño Silva'],
      seatId('committee/head-of-unit'),
    ),
    ask(bodies.voiceGapsSeenBy, 'where a sector has nobody left who may appoint: nowhere', ['[]']),
    ask(
      bodies.reliedOnSeenBy,
      'the mandates of a seat that its sector cannot do without',
      ['"2026-11-23"'],
      seatId('committee/chair'),
    ),
  ]
}

export function ofSeating({ practice }: Scene): Question[] {
  const [ask, asked] = [asking('roster', practice), asking('appointments', practice)]
  const asks = asking('confirmations', practice)
  const seat = seatId('committee/chair')
  return [
    ask(roster.contactsSeenBy, 'how the public reaches the forum: nobody has said yet', ['[]']),
    ask(roster.rosterSeenBy, 'who sits where, and the contact of the office', [
      'Comité Coordinador',
      'Mariana Escobedo Luna',
    ]),
    ask(roster.seatContactSeenBy, 'the contact of an office: none was given', ['null'], seat),
    ask(roster.pendingOfSeatSeenBy, 'what stays with a seat, counted', ['"actions"'], seat),
    ask(
      roster.inheritedSeenBy,
      'what goes on with a seat, each by name',
      ['"kind":"proposal"', '"kind":"minutes"'],
      [seatId('committee/commissioner')],
    ),
    ask(roster.seatsToFillSeenBy, 'the seats of one’s sector that wait for somebody: none', ['[]']),
    ask(roster.ownNamingSeenBy, 'whether one’s own name is told in public', ['"named"']),
    ask(
      roster.personNameSeenBy,
      'the name of somebody who holds a seat',
      ['Mariana Escobedo Luna'],
      personId('mariana.escobedo'),
    ),
    asked(appointments.restorationsSeenBy, 'the letters for a sector without a voice: none', ['[]']),
    asks(confirmations.requestsSeenBy, 'what sectors asked another to confirm: nothing', [
      '"requests":[]',
    ]),
    asks(confirmations.requestsAwaiting, 'how much of it waits for one’s own sector', ['0']),
    asks(
      confirmations.textsBesideSeenBy,
      'the texts beside an act that is not public: none',
      ['[]'],
      [0],
    ),
    asked(appointments.lostVoicesSeenBy, 'the seats whose sector has lost their voice: none', ['[]']),
  ]
}

export function ofAmendments({ practice, amended }: Scene): Question[] {
  const ask = asking('amendments', practice)
  return [
    ask(amendments.amendmentsSeenBy, 'what the forum decided to change of itself', [
      '"state":"waiting"',
      '"draftDays":200',
    ]),
    ask(amendments.rulesSeenBy, 'its rules, with their past', ['"rule":"quorumShare"', '"foundedOn"']),
    ask(amendments.changeNames, 'what a change names', ['INAI']),
    ask(amendments.forumParts, 'what a change can be about', ['"timeZone"', '"underWay"']),
    ask(
      amendments.changeForeseen,
      'what a change would bring about',
      ['"observationDays":9'],
      { kind: 'rules' as const, rules: { observationDays: 9 } },
      '2027-12-15',
    ),
    ask(amendments.changeAskedBy, 'the change that a proposal asked for', ['"draftDays":200'], amended),
  ]
}

/** What stands beside a meeting and a suspension. */
export async function ofDocumentsAndPauses(scene: Scene): Promise<Question[]> {
  const [documented, paused] = [asking('documents', scene.practice), asking('proposals', scene.practice)]
  const toCome = await heldOn(scene, 'committee', '2027-02-10')
  const suspension = await scene.db.suspension.findFirstOrThrow({
    where: { forumId: scene.practice.id, resumedAt: null },
  })
  const [secretary, voice] = await Promise.all(
    ['omar.villasenor', 'mariana.escobedo'].map((person) =>
      personViewer(scene.mesa.db, scene.practice, personId(person), noon),
    ),
  )
  const act = { clock: () => noon }
  if (!secretary || !voice) throw new Error('the demonstration has these people')
  done(
    await scene.mesa.act(handInDocumentLink, {
      ...act,
      viewer: secretary,
      key: 'permissions-document',
      input: {
        as: seatId('committee/secretary'),
        of: 'meeting',
        thing: toCome.id,
        address: 'https://a.example/',
        title: es('Convocatoria'),
      },
    }),
  )
  done(
    await scene.mesa.act(nameReturnConditions, {
      ...act,
      viewer: voice,
      key: 'permissions-condition',
      input: {
        as: seatId('committee/representative'),
        suspension: suspension.id,
        conditions: [es('Publicar un calendario.')],
      },
    }),
  )
  const guest = await noteOlga(scene, secretary, toCome.id)
  return [
    documented(
      minutes.guestsNamed,
      'who comes to a meeting without a seat',
      ['Olga Invitada'],
      [{ guest: guest.id, office: null }],
    ),
    documented(
      documents.documentsSeenBy,
      'beside a meeting of the Committee',
      ['Convocatoria'],
      [toCome.id],
    ),
    documented(
      documents.documentPlaceSeenBy,
      'where documents of a meeting stand',
      [toCome.id],
      'meeting',
      toCome.id,
    ),
    paused(
      pauses.pausesSeenBy,
      'what a sector that paused asks for to come back',
      ['Publicar un calendario.'],
      [suspension.id],
    ),
  ]
}

export function ofKeeping({ practice }: Scene): Question[] {
  return [
    asking('keeping', practice)(
      keeping.keepingSeenBy,
      'whether the log goes on, and how its key came to be',
      ['"freeze":null', '"changes":['],
    ),
  ]
}
