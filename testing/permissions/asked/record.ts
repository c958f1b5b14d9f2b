import { personViewer } from '../../../lib/act/viewer.ts'
import * as archives from '../../../lib/archive/seen.ts'
import { enrolDevice } from '../../../lib/devices/commands.ts'
import * as devices from '../../../lib/devices/seen.ts'
import * as acts from '../../../lib/history/acts-seen.ts'
import * as publication from '../../../lib/history/seen.ts'
import { participationSuspended } from '../../../lib/proposals/facts.ts'
import * as places from '../../../lib/search/place-seen.ts'
import * as search from '../../../lib/search/seen.ts'
import * as then from '../../../lib/then/seen.ts'
import * as witnesses from '../../../lib/witnesses/seen.ts'
import { commitmentId, personId, seatId } from '../../../prisma/demonstration/table.ts'
import { done } from '../../../prisma/small-table.ts'
import { noon } from '../people.ts'
import { atAct, ofLetters } from './brief.ts'
import { ofCalendars } from './meetings.ts'
import { asking, heldOn, minutesOf, observation, pause, reservedWords, water } from './question.ts'
import type { Question, Scene } from './question.ts'

export function ofWitnesses({ practice }: Scene): Question[] {
  const ask = asking('witnesses', practice)
  return [
    ask(witnesses.witnessesOf, 'whose witness saw how much of the log', ['"sectors":', '"days":7']),
    ask(
      witnesses.policyOf,
      'of a sector as long as nobody has named a witness',
      ['null'],
      'civil-society',
      [],
    ),
    ask(witnesses.namingTextFor, 'for a key that is none', ['null'], 'civil-society', ''),
  ]
}

export async function ofDevices({ mesa, db, practice }: Scene): Promise<Question[]> {
  done(
    await mesa.act(enrolDevice, {
      viewer: await personViewer(db, practice, personId('mariana.escobedo'), noon),
      key: 'permissions-passkey',
      clock: () => noon,
      input: {
        as: seatId('committee/representative'),
        credentialId: 'B'.repeat(22),
        publicKey: Buffer.from(`a4010103272006215820${'01'.repeat(32)}`, 'hex').toString('base64'),
        rpId: 'localhost',
        label: 'Mi llave',
      },
    }),
  )
  const ask = asking('devices', practice)
  return [
    ask(devices.devicesOf, 'a passkey of one’s own, as one calls it', ['"label":"Mi llave"']),
    ask(devices.devicesOf, 'what the witness of civil society is to sign, for one of its members', [
      'mesa-abierta device enrolment v1',
    ]),
  ]
}

export async function ofSearch(scene: Scene): Promise<Question[]> {
  const ask = asking('search', scene.practice)
  const circulating = minutesOf(await heldOn(scene, 'committee', '2026-11-12'))
  return [
    ask(search.searchSeenBy, 'a commitment, by a word of its title', ['Datos del '], { q: 'agua' }),
    ask(
      search.searchSeenBy,
      'an observation on minutes in circulation, by its last word',
      ['Falta decir quién recibe las '],
      { q: 'candidaturas' },
    ),
    ask(search.searchSeenBy, 'somebody who holds a seat', ['"thing":"person"'], { q: 'Escobedo' }),
    ask(
      places.placesSeenBy,
      'where minutes in circulation are',
      ['/desk/meetings/'],
      [{ thing: 'minutes', id: circulating, commitment: null }],
    ),
  ]
}

export async function ofPublication(scene: Scene): Promise<Question[]> {
  return [
    ...(await ofCalendars(scene)),
    ...(await ofHistory(scene)),
    ...(await ofActs(scene)),
    ...(await ofLetters(scene)),
    ...ofLog(scene),
    ...(await ofComparisons(scene)),
  ]
}

async function ofHistory(scene: Scene): Promise<Question[]> {
  const { practice, reserve, reserved } = scene
  const [ask, inReserve] = [asking('publication', practice), asking('publication', reserve)]
  const circulating = await heldOn(scene, 'committee', '2026-11-12')
  return [
    ask(publication.historySeenBy, 'what is public', [pause], {
      kinds: [participationSuspended.kind],
    }),
    ask(
      publication.historySeenBy,
      'of a meeting, and an observation on its minutes in circulation',
      ['Perfil de la asesoría técnica', observation],
      { meeting: circulating.id },
    ),
    ask(
      acts.actsSeenBy,
      'by act, of a meeting, and an observation on its minutes in circulation',
      ['Perfil de la asesoría técnica', observation],
      { meeting: circulating.id },
    ),
    inReserve(
      publication.historySeenBy,
      'of an open proposal, where those are not public',
      reservedWords,
      { proposal: reserved.id },
    ),
  ]
}

async function ofActs({ db, practice, reserve }: Scene): Promise<Question[]> {
  const [ask, inReserve] = [asking('publication', practice), asking('publication', reserve)]
  const beside = async (words: string) => {
    const value = { startsWith: '{"lang"', contains: words }
    const payload = await db.logPayload.findFirstOrThrow({
      where: { forumId: practice.id, value },
      orderBy: { index: 'asc' },
    })
    return { index: payload.index, seal: Buffer.from(payload.seal).toString('hex') }
  }
  const [open, held, position] = [
    await beside(pause),
    await beside(observation),
    await beside('RESERVA motivo'),
  ]
  const leaf = '"leaf":'
  const published = await db.minutesVersion.findFirstOrThrow({
    where: { forumId: practice.id, minutes: { approvedAt: { not: null } } },
    orderBy: { entryIndex: 'asc' },
  })
  return [
    ask(publication.entrySeenBy, 'an act that is public, and what was said', [leaf, pause], open.index),
    ask(
      publication.entrySeenBy,
      'an act that is held (its leaf is public): an observation on minutes in circulation',
      [leaf, observation],
      held.index,
    ),
    inReserve(
      publication.entrySeenBy,
      'an act that is held: a position, where open proposals are not public',
      [leaf, 'RESERVA motivo'],
      position.index,
    ),
    inReserve(
      publication.signaturesAmong,
      'whether a device signed an act that binds and is held: a position, where open proposals are not public',
      ['"server"'],
      [position.index],
    ),
    ask(
      publication.linesSeenBy,
      'single lines, of an act that is public and of one that is held',
      ['"kind":"proposals.', '"kind":"meetings.observation-made'],
      [
        { index: open.index, ordinal: 0 },
        { index: held.index, ordinal: 0 },
      ],
    ),
    ask(publication.openPayload, 'what stands beside an act that is public', [pause], open.seal),
    ask(publication.openPayload, 'what stands beside an act that is held', [observation], held.seal),
    ask(
      publication.ownHeldAct,
      'one’s own act that is held: an observation on minutes in circulation',
      ['"salt":'],
      held.index,
    ),
    ask(
      publication.sealedText,
      'the text that published minutes put under seal',
      ['"salt":'],
      published.entryIndex,
    ),
  ]
}

function ofLog({ practice }: Scene): Question[] {
  const ask = asking('publication', practice)
  return [
    ask(
      publication.lastMovements,
      'when something last moved in a commitment',
      ['2026-1'],
      [commitmentId('2026-2028', 1)],
    ),
    ask(archives.archiveSeenBy, 'what the archive holds', ['"size":']),
    ask(publication.logHeadSeenBy, 'how long the log is', ['"size":']),
  ]
}

async function ofComparisons(scene: Scene): Promise<Question[]> {
  const { mesa, practice } = scene
  const ask = asking('publication', practice)
  const circulating = await heldOn(scene, 'committee', '2026-11-12')
  return [
    ask(then.toldOf, 'what is compared of a plan', [water], { is: 'plan', plan: undefined }),
    ask(then.toldOf, 'what is compared of minutes in circulation', ['agreements'], {
      is: 'minutes',
      number: minutesOf(circulating),
    }),
    {
      capability: 'publication',
      query: 'sinceThen',
      situation: 'what was done about a commitment since an act',
      forum: practice,
      marks: [pause],
      ask: (viewer) =>
        then.sinceThen(
          atAct(mesa, viewer, 40),
          viewer,
          { is: 'commitment', plan: '2026-2028', number: 1 },
          60,
        ),
    },
    {
      capability: 'publication',
      query: 'comparisonSeenBy',
      situation: 'two moments of the plan',
      forum: practice,
      marks: [water],
      ask: (viewer) =>
        then.comparisonSeenBy(
          viewer,
          [{ ...atAct(mesa, viewer, 40), today: '2026-01-01' }, viewer],
          undefined,
        ),
    },
  ]
}
