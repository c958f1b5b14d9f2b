// Every query, read by every kind of person: what docs/permissions.md tells of them is what they answer.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { officeViewer, personViewer, publicViewer } from '../../lib/act/viewer.ts'
import type { ForumHead, Viewer } from '../../lib/act/viewer.ts'
import { appoint } from '../../lib/bodies/commands.ts'
import { openDatabase } from '../../lib/db/client.ts'
import { publishCheckpoint } from '../../lib/log/publish.ts'
import { logRows } from '../../lib/log/rows.ts'
import { openMesa } from '../../lib/mesa.ts'
import { readSettings } from '../../lib/settings.ts'
import { personId, seatId } from '../../prisma/demonstration/table.ts'
import { done, smallTable } from '../../prisma/small-table.ts'
import { amendedLater, whileProposalsAreHeld } from './amendments.ts'
import { ofAmendments, ofBodies, ofDocumentsAndPauses, ofKeeping, ofSeating } from './asked/bodies.ts'
import { ofBrief, ofNotices } from './asked/brief.ts'
import { ofProposals, proposeInReserve } from './asked/decisions.ts'
import { ofMeetings, ofMinutes, ofSeries } from './asked/meetings.ts'
import { ofCommitments, ofEvents, ofEvidence, ofPlans, ofReadings, ofRoadmaps } from './asked/plans.ts'
import { textOf } from './asked/question.ts'
import type { Question } from './asked/question.ts'
import { ofDevices, ofPublication, ofSearch, ofWitnesses } from './asked/record.ts'
import { adviser, everyone, forumNamed, noon } from './people.ts'
import type { Mesa, Someone } from './people.ts'

export type Reading = { someone: Someone; answer: string; seen: 'whole' | 'part' | 'nothing' }

/** A query, asked about something, and what each kind of person reads of it. */
export type Read = {
  capability: string
  query: string
  situation: string
  cells: Reading[]
  /** what the portal's own role reads; null: it may not ask at all */
  published: string | null
  /**
   * what the public is told by the rows of the past at the last act, which is what there is now: with the
   * application's role, and with the portal's
   */
  atLast: { application: string; portal: string | null }
}

/** Queries without a viewer that pages call all the same, and what stands before each. */
export const otherDoors: Record<string, string> = {
  desksOf:
    'the forums in which somebody has, or had, a seat. Asked for the e-mail of who is signed in, or has ' +
    'just signed in, and for no other.',
  seatsAwaiting:
    'the seats for which somebody is invited, as their forums show them to everybody. Asked for the e-mail ' +
    'of a link that still works, and for no other.',
  inventedPeople:
    'the invented people of the demonstration, as whom one can sign in there. Its page and its form ' +
    'exist in the demonstration alone.',
  reassessmentsDue:
    'what outside events put on the agenda of a new meeting. Asked for a body that the viewer may ' +
    'convene (`convene`); all of it is public.',
  leftOverIn:
    'what the agenda of a new meeting begins with. Asked for a body that the viewer may convene ' +
    '(`convene`); all of it stands in public agendas.',
  errataDue:
    'errata that come onto the agenda of a new meeting. Asked for a body that the viewer may convene ' +
    '(`convene`); all of it stands beside published minutes.',
  witnessKeys:
    'the keys of witnesses in force. Asked for co-signatures that arrive, and for the log’s policies; ' +
    'all of it is public.',
  paperOf: 'a draft as it would be circulated. Shown to whom `draftOf` answers, and to nobody else.',
}

/** The questions, on a database with the demonstration: what they need beyond it is brought about by acts. */
export async function walkQueries(appUrl: string, readerUrl: string): Promise<Read[]> {
  const mesa = openMesa(appUrl, { ...readSettings(), databaseReaderUrl: readerUrl })
  const database = openDatabase(appUrl)
  const reads: Read[] = []
  try {
    const people = await everyone(mesa, await smallTable(database, 'otra-mesa'))
    const asked = await questions(mesa)
    // What of a log is shown depends on its being signed. The key is of this walk alone.
    const keysDir = mkdtempSync(join(tmpdir(), 'permissions-keys-'))
    try {
      await publishCheckpoint(logRows(database), (await forumNamed(mesa, 'practica')).id, keysDir)
    } finally {
      rmSync(keysDir, { recursive: true })
    }
    for (const { forum, marks, ask, ...shown } of asked) {
      const cells = await Promise.all(
        people.map(async (someone): Promise<Reading> => {
          const answer = textOf(await ask(await someone.viewer(forum, noon)))
          const found = marks.filter((mark) => answer.includes(mark)).length
          return {
            someone,
            answer,
            seen: seenOf(found, marks.length),
          }
        }),
      )
      const toThePortal = (db: Viewer['db']) =>
        Promise.resolve(ask(publicViewer(db, forum, noon))).then(textOf, (error: unknown) => {
          if (/permission denied|does not exist/.test(String(error))) return null
          throw error
        })
      const last = mesa.then({
        at: ((await mesa.db.logHead.findUnique({ where: { forumId: forum.id } }))?.size ?? 0) - 1,
      })
      const atLast = {
        application: textOf(await ask(publicViewer(last.db, forum, noon))),
        portal: await toThePortal(last.published),
      }
      reads.push({ ...shown, cells, published: await toThePortal(mesa.published), atLast })
    }
  } finally {
    await Promise.all([mesa.close(), database.$disconnect()])
  }
  return reads
}

function seenOf(found: number, marks: number): Reading['seen'] {
  if (found === marks) return 'whole'
  return found > 0 ? 'part' : 'nothing'
}

async function questions(mesa: Mesa): Promise<Question[]> {
  const [practice, record] = [await forumNamed(mesa, 'practica'), await forumNamed(mesa, 'mexico')]
  const reserve: ForumHead = {
    ...practice,
    rules: { ...(practice.rules as object), openProposalsArePublic: false },
  }
  done(
    await mesa.act(appoint, {
      clock: () => noon,
      // As it was founded: this seat is of a sector that has no voice to fill it.
      viewer: officeViewer(mesa.db, { ...practice, openedAt: null }, 'operator', noon),
      key: 'permissions-adviser',
      input: { seat: seatId('committee/technical-adviser'), ...adviser, capacity: 'titular' },
    }),
  )
  const reserved = await whileProposalsAreHeld(mesa, practice, () => proposeInReserve(mesa, practice))
  const amended = await amendedLater(mesa, practice)
  const form = new FormData()
  form.append('file', new Blob(['Un archivo que espera']), 'espera.txt')
  const upload = await mesa.receiving.form(
    await personViewer(mesa.db, practice, personId('gabriela.montano'), noon),
    new Request('http://localhost/', { method: 'POST', body: form }),
  )
  const scene = {
    mesa,
    db: mesa.db,
    practice,
    reserve,
    record,
    reserved,
    amended,
    upload: String(upload),
  }
  return [
    ...ofBodies(scene),
    ...ofSeating(scene),
    ...(await ofCommitments(scene)),
    ...(await ofProposals(scene)),
    ...ofAmendments(scene),
    ...(await ofRoadmaps(scene)),
    ...ofPlans(scene),
    ...(await ofEvidence(scene)),
    ...ofEvents(scene),
    ...ofWitnesses(scene),
    ...(await ofReadings(scene)),
    ...(await ofMeetings(scene)),
    ...(await ofMinutes(scene)),
    ...(await ofSeries(scene)),
    ...(await ofNotices(scene)),
    ...(await ofBrief(scene)),
    ...(await ofPublication(scene)),
    ...ofKeeping(scene),
    ...(await ofSearch(scene)),
    ...(await ofDevices(scene)),
    ...(await ofDocumentsAndPauses(scene)),
  ]
}
