import { randomUUID } from 'node:crypto'
import { openAccounts } from '../lib/accounts/accounts.ts'
import { addDays, dayIn, hoursAfter } from '../lib/act/calendar.ts'
import { openDatabase } from '../lib/db/client.ts'
import { addAgendaItem, convene } from '../lib/meetings/commands.ts'
import { done, smallTable } from '../prisma/small-table.ts'
import { cookieFor } from './live-table.ts'

export type LiveCommittee = Awaited<ReturnType<typeof liveCommittee>>

let ahead = 0
/** A body has one meeting in an hour: each is on a day of its own. */
const anotherDay = () => addDays(dayIn('America/Mexico_City', new Date()), (ahead += 1))

/** For tests and figures: a committee whose people are signed in, and that meets whenever one asks it to. */
export async function liveCommittee(appUrl: string, slug: string) {
  const database = openDatabase(appUrl)
  const accounts = openAccounts(database)
  const table = await smallTable(database, slug, {
    rules: { noticeDays: { ordinary: 0, extraordinary: 0 } },
  })
  const cookies: string[] = []
  for (const { person } of [table.civil, table.oversight, table.executive, table.secretary]) {
    const email = (await database.person.findUniqueOrThrow({ where: { id: person } })).email ?? ''
    const userId = await accounts.createUser(email, 'una-frase-larga-para-entrar')
    const now = new Date()
    const { id } = await database.signIn.create({
      data: { id: randomUUID(), userId, epoch: 0, startedAt: now, expiresAt: hoursAfter(now, 24) },
    })
    cookies.push(await cookieFor(id))
  }
  return {
    database,
    table,
    forum: table.forum.slug,
    cookies,
    /** A meeting to come, with one item to write minutes for. */
    async convened() {
      const { meeting } = done(
        await table.secretary.as(convene, {
          body: table.body,
          kind: 'ordinary',
          day: anotherDay(),
          time: '23:59',
          place: { lang: 'es', text: 'Sala' },
        }),
      )
      const { item } = done(
        await table.civil.as(addAgendaItem, { meeting, title: { lang: 'es', text: 'Uno' } }),
      )
      return { meeting: String(meeting), item: String(item) }
    },
  }
}
