import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { done, smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { addDays, dayIn } from '../act/calendar.ts'
import { publicViewer } from '../act/viewer.ts'
import { proposeStatus } from '../commitments/commands.ts'
import { openDatabase } from '../db/client.ts'
import { fileSeenBy } from '../evidence/seen.ts'
import { convene } from '../meetings/commands.ts'
import { suspendParticipation } from '../proposals/commands.ts'
import { handInDocumentFile, handInDocumentLink, withdrawDocument } from './commands.ts'
import { documentsSeenBy } from './seen.ts'
import { mostDocuments } from './rules.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const prose = (text: string) => ({ lang: 'es', text })
const today = dayIn('America/Mexico_City', new Date())
const title = prose('Carta')
const refused = (key: string) => ({ is: 'refused', refusal: { refused: key } })

let count = 0
async function tableWith(rules: object = {}) {
  const table = await smallTable(database, `documentos-${(count += 1)}`, { rules })
  const { meeting } = done(
    await table.secretary.as(convene, {
      body: table.body,
      kind: 'ordinary',
      day: addDays(today, 9),
      time: '10:00',
      place: prose('Sala'),
      items: [{ title: prose('Uno') }],
    }),
  )
  const item = await table.db.agendaItem.findFirstOrThrow({ where: { meetingId: String(meeting) } })
  const arrived = async (person: string, digest = 'a1'.repeat(32)) => {
    const id = randomUUID()
    await database.upload.create({
      data: {
        id,
        forumId: table.forum.id,
        personId: person,
        name: 'carta.pdf',
        size: 1024,
        type: 'application/pdf',
        digest,
        createdAt: new Date(),
        doneAt: new Date(),
      },
    })
    return id
  }
  const anybody = publicViewer(table.db, table.forum, new Date())
  return { table, meeting: String(meeting), item: item.id, arrived, anybody }
}

const written = (commitment: string) => ({
  commitment,
  to: 'concluded',
  mode: 'written',
  deadlineOn: addDays(today, 30),
  title: prose('Concluir'),
  text: prose('x'),
  reasonClass: 'fulfilled',
  tried: prose('x'),
})

describe('a document', () => {
  it('stands beside a meeting or an item, as a file or a link, and is public', async () => {
    const { table, meeting, item, arrived, anybody } = await tableWith()
    const upload = await arrived(table.adviser.person)
    done(await table.adviser.as(handInDocumentFile, { of: 'meeting', thing: meeting, upload, title }))
    done(
      await table.civil.as(handInDocumentLink, {
        of: 'item',
        thing: item,
        address: 'https://ejemplo.mx/informe',
        title: prose('Informe'),
      }),
    )
    expect(await documentsSeenBy(anybody, [meeting, item])).toMatchObject([
      {
        of: 'meeting',
        thing: meeting,
        title,
        file: { digest: 'a1'.repeat(32), name: 'carta.pdf', size: 1024 },
        address: null,
        withdrawn: null,
      },
      { of: 'item', thing: item, file: null, address: 'https://ejemplo.mx/informe' },
    ])
    expect(await fileSeenBy(anybody, 'a1'.repeat(32))).toMatchObject({ name: 'carta.pdf' })
    expect(
      await table.observer.as(handInDocumentLink, {
        of: 'meeting',
        thing: meeting,
        address: 'https://ejemplo.mx/x',
        title,
      }),
    ).toMatchObject(refused('meetings.notOfThisBody'))
  })

  it('is of whoever brought the file, comes once, and not without end', async () => {
    const { table, meeting, arrived } = await tableWith()
    const upload = await arrived(table.adviser.person)
    const beside = { of: 'meeting', thing: meeting, title }
    expect(await table.civil.as(handInDocumentFile, { ...beside, upload })).toMatchObject(
      refused('evidence.noUpload'),
    )
    done(await table.adviser.as(handInDocumentFile, { ...beside, upload }))
    expect(await table.adviser.as(handInDocumentFile, { ...beside, upload })).toMatchObject(
      refused('documents.alreadyHere'),
    )
    for (let place = 1; place < mostDocuments; place += 1)
      done(
        await table.civil.as(handInDocumentLink, {
          ...beside,
          address: `https://ejemplo.mx/${place}`,
        }),
      )
    expect(
      await table.civil.as(handInDocumentLink, { ...beside, address: 'https://ejemplo.mx/otra' }),
    ).toMatchObject({ is: 'invalid', problems: [{ key: 'documents.tooMany' }] })
    expect(
      await table.civil.as(handInDocumentLink, { ...beside, address: 'javascript:alert(1)' }),
    ).toMatchObject({ is: 'invalid' })
  })

  it('is taken back by its seat with a reason, and its digest stays', async () => {
    const { table, meeting, arrived, anybody } = await tableWith()
    const upload = await arrived(table.adviser.person)
    done(await table.adviser.as(handInDocumentFile, { of: 'meeting', thing: meeting, upload, title }))
    const [one] = await documentsSeenBy(anybody, [meeting])
    const back = { document: one?.id, reason: prose('Era un borrador') }
    expect(await table.secretary.as(withdrawDocument, back)).toMatchObject(
      refused('documents.onlyWhoHandedIn'),
    )
    done(await table.adviser.as(withdrawDocument, back))
    expect(await table.adviser.as(withdrawDocument, back)).toMatchObject(
      refused('documents.isWithdrawn'),
    )
    expect(await documentsSeenBy(anybody, [meeting])).toMatchObject([
      { file: { digest: 'a1'.repeat(32) }, withdrawn: { reason: prose('Era un borrador') } },
    ])
  })

  it('waits where what it stands beside is not public yet', async () => {
    for (const openProposalsArePublic of [true, false]) {
      const { table } = await tableWith({ openProposalsArePublic })
      const { proposal } = done(await table.civil.as(proposeStatus, written(table.commitment)))
      const outcome = await table.civil.as(handInDocumentLink, {
        of: 'proposal',
        thing: proposal,
        address: 'https://ejemplo.mx/informe',
        title,
      })
      if (openProposalsArePublic) done(outcome)
      else expect(outcome).toMatchObject(refused('documents.notPublicYet'))
    }
  })

  it('is a suspension’s statement, by a voice of the sector that declared it', async () => {
    const { table, arrived, anybody } = await tableWith()
    const { suspension } = done(
      await table.civil.as(suspendParticipation, { scope: 'forum', reason: prose('x') }),
    )
    const beside = { of: 'suspension', thing: suspension, title }
    expect(
      await table.oversight.as(handInDocumentLink, { ...beside, address: 'https://ejemplo.mx/a' }),
    ).toMatchObject(refused('proposals.ownSectorOnly'))
    const upload = await arrived(table.civil.person)
    done(await table.civil.as(handInDocumentFile, { ...beside, upload }))
    expect(await documentsSeenBy(anybody, [String(suspension)])).toMatchObject([{ title }])
  })
})
