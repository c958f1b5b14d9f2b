import { personViewer } from '../../../lib/act/viewer.ts'
import type { ForumHead } from '../../../lib/act/viewer.ts'
import { proposeStatus } from '../../../lib/commitments/commands.ts'
import { takePosition } from '../../../lib/proposals/commands.ts'
import * as proposals from '../../../lib/proposals/seen.ts'
import { commitmentId, es, personId, seatId } from '../../../prisma/demonstration/table.ts'
import { done } from '../../../prisma/small-table.ts'
import { noon } from '../people.ts'
import type { Mesa } from '../people.ts'
import { asking, itemOfMeetingToCome, pause, reservedWords } from './question.ts'
import type { Question, Scene } from './question.ts'

/** A proposal that the public does not read yet, and what a sector said to it. */
export async function proposeInReserve(mesa: Mesa, practice: ForumHead) {
  const act = { clock: () => noon }
  const { proposal } = done(
    await mesa.act(proposeStatus, {
      ...act,
      viewer: await personViewer(mesa.db, practice, personId('mariana.escobedo'), noon),
      key: 'permissions-proposal',
      input: {
        as: seatId('committee/representative'),
        commitment: commitmentId('2019-2022', 9),
        mode: 'written',
        to: 'concluded',
        title: es('RESERVA título'),
        text: es('RESERVA texto'),
        reasonClass: 'fulfilled',
        tried: es('RESERVA intento'),
        deadlineOn: '2027-12-15',
        agendaItem: await itemOfMeetingToCome(mesa),
      },
    }),
  )
  const reserved = await mesa.db.proposal.findUniqueOrThrow({ where: { id: String(proposal) } })
  done(
    await mesa.act(takePosition, {
      ...act,
      viewer: await personViewer(mesa.db, practice, personId('elvira.santoyo'), noon),
      key: 'permissions-position',
      input: {
        as: seatId('committee/commissioner'),
        proposal: reserved.id,
        digest: reserved.digest,
        stance: 'object',
        reason: es('RESERVA motivo'),
      },
    }),
  )
  return reserved
}

export async function ofProposals({ db, practice, reserve, reserved }: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('proposals', practice), asking('proposals', reserve)]
  const [open, closed] = [
    'open, and what was said to it',
    'the same, where open proposals are not public',
  ]
  const words = ['Los reportes por colonia se publican cada mes', 'Falta el diccionario de datos']
  const { id: proposal } = await db.proposal.findFirstOrThrow({
    where: { forumId: practice.id, number: 5 },
  })
  return [
    ask(proposals.proposalsSeenBy, open, words),
    inReserve(proposals.proposalsSeenBy, closed, reservedWords),
    ask(proposals.proposalPagesSeenBy, 'a page of proposals', [
      'Los reportes por colonia se publican cada mes',
    ]),
    inReserve(proposals.proposalPagesSeenBy, 'a page of proposals, where open ones are not public', [
      reservedWords[0] ?? '',
    ]),
    ask(proposals.proposalSeenBy, open, words, proposal),
    inReserve(proposals.proposalSeenBy, closed, reservedWords, reserved.id),
    ask(proposals.proposalNumbered, open, words, '5', 'proposal'),
    inReserve(proposals.proposalNumbered, closed, reservedWords, String(reserved.number), 'proposal'),
    ask(proposals.wroteTheText, 'whether one wrote the text of an open one', ['"own":true'], proposal),
    ask(
      proposals.proposalNames,
      'the name of an open one',
      ['Dar por concluido el compromiso 1'],
      [proposal],
    ),
    inReserve(
      proposals.proposalNames,
      'the name of an open one, where open proposals are not public',
      ['RESERVA título'],
      [reserved.id],
    ),
    inReserve(proposals.decisionsSeenBy, 'the decisions, where open proposals are not public', [
      '"no-consensus"',
      '"consensus-with-reservations"',
    ]),
    ask(proposals.suspensionsDeclared, 'the pauses that sectors declared', [pause]),
  ]
}
