import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { done, smallTable } from '../prisma/small-table.ts'
import { startMailServer } from '../testing/mail-server.ts'
import type { MailServer } from '../testing/mail-server.ts'
import { useDatabase } from '../testing/use-database.ts'
import { proposeStatus } from '../lib/commitments/commands.ts'
import { tokenOf } from '../lib/accounts/ways-in.ts'
import { openDatabase } from '../lib/db/client.ts'
import { openMesa } from '../lib/mesa.ts'
import { openNoticesDoor } from '../lib/notices/door.ts'
import { stoppingIn } from '../lib/notices/stopping.ts'
import { forServer, readSettings } from '../lib/settings.ts'
import type { ServerSettings } from '../lib/settings.ts'
import { carrierOf, follow, handOver, smtpCarrier } from './post.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const given = {
  DATABASE_URL: appUrl,
  SESSION_SECRET: 's'.repeat(32),
  PUBLIC_URL: 'https://mesa.example.org',
}
let server: MailServer
let settings: ServerSettings
const mesa = openMesa(appUrl, readSettings(given))
let hours = 0
/** The same committee, some hours later. */
const later = () => ({
  ...mesa,
  notices: openNoticesDoor(database, () => new Date(Date.now() + hours * 60 * 60_000)),
})

beforeAll(async () => {
  server = await startMailServer()
  settings = forServer(readSettings({ ...given, SMTP_URL: server.url, MAIL_FROM: 'avisos@example.org' }))
})
beforeEach(async () => {
  hours = 0
  server.taken.length = 0
  server.answers.recipient = () => undefined
  server.answers.mail = () => undefined
  await database.letter.deleteMany()
  await database.notice.deleteMany()
})
afterAll(async () => {
  await server.stop()
  await mesa.close()
  await database.$disconnect()
})

const prose = (text: string) => ({ lang: 'es', text })
let count = 0

/** Two people are asked for their position: there are two letters to hand over. */
async function twoLetters() {
  const table = await smallTable(database, `correo-${(count += 1)}`)
  const carrier = smtpCarrier(server.url, 500)
  await follow(mesa, table.forum, carrier)
  const { proposal } = done(
    await table.civil.as(proposeStatus, {
      commitment: table.commitment,
      mode: 'written',
      to: 'inactive',
      title: prose('Pausa <b>en secreto</b>'),
      text: prose('Se propone'),
      reasonClass: 'law',
      tried: prose('Todo'),
      conditions: prose('Otra ley'),
      reviewOn: '2031-01-01',
      deadlineOn: '2030-01-31',
    }),
  )
  await follow(mesa, table.forum, carrier)
  carrier.close()
  const address = async (person: string) =>
    (await database.person.findUniqueOrThrow({ where: { id: person } })).email ?? ''
  return {
    table,
    proposal: String(proposal),
    addresses: [await address(table.oversight.person), await address(table.executive.person)] as const,
    send: () => {
      const own = smtpCarrier(server.url, 500)
      return handOver(later(), settings, own).finally(() => own.close())
    },
    outcomes: async () =>
      (await database.letter.findMany({ where: { forumId: table.forum.id } }))
        .map((letter) => letter.outcome ?? 'waits')
        .toSorted(),
  }
}

describe('a mail', () => {
  it('says what is asked, by when and what else follows, in two parts that say the same', async () => {
    const { table, proposal, send } = await twoLetters()
    await send()
    const [taken] = server.taken.toSorted((one, other) => one.to.localeCompare(other.to))
    const { mail, raw } = taken ?? { mail: null, raw: '' }
    const address = `https://mesa.example.org/es/${table.forum.slug}/desk/proposals/${proposal}`
    expect(mail?.subject).toBe('Mesa: se le pide una respuesta, hasta el final del 31 de enero de 2030')
    for (const part of [mail?.text, mail?.html]) {
      expect(part).toContain('Buen día, Persona 1:')
      expect(part).toContain('Tomar posición: 1. Pausa')
      expect(part).toContain('Si falta la posición de un sector, no hay consenso.')
      expect(part).toContain('31 de enero de 2030')
      expect(part).toContain(address)
      expect(part).toContain('Deje de recibir los avisos de este tipo')
    }
    // What people write stays text.
    expect(mail?.html).toContain('Pausa &lt;b&gt;en secreto&lt;/b&gt;')
    // Nobody learns that it was opened, and a locked telephone shows nothing of it.
    expect(mail?.html).not.toMatch(/<img|<link|<script|src=|url\(|@import/i)
    expect(mail?.subject).not.toContain('secreto')
    expect(raw.split('\r\n\r\n')[0]).not.toContain('secreto')
  })

  it('can be stopped by one click, keeps programs from answering, and lies with what is about the same', async () => {
    const { table, proposal, send } = await twoLetters()
    await send()
    const { mail } = server.taken[0] ?? { mail: null }
    const header = (name: string) => mail?.headers.find((one) => one.key === name)?.value
    expect(header('auto-submitted')).toBe('auto-generated')
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    const link = header('list-unsubscribe') ?? ''
    expect(link).toMatch(/^<https:\/\/mesa\.example\.org\/api\/stop-mail\/[\w.-]+>$/)
    expect(stoppingIn(link.slice(1, -1).split('/').at(-1) ?? '', settings.loginSecret)).toMatchObject({
      kinds: ['asked'],
    })
    expect(mail?.references).toBe(`<${proposal}.${table.forum.slug}@example.org>`)
    const letters = await database.letter.findMany({ where: { forumId: table.forum.id } })
    expect(server.taken.map((one) => one.mail.messageId).toSorted()).toEqual(
      letters.map((letter) => `<${letter.id}@example.org>`).toSorted(),
    )
  })

  it('is written in the reader’s language', async () => {
    const { table, addresses, send } = await twoLetters()
    await mesa.notices.choose(table.forum.id, table.oversight.person, [], 'en')
    await send()
    expect(server.taken.find((one) => one.to === addresses[0])?.mail.subject).toBe(
      'Mesa: your answer is needed, by the end of 31 January 2030',
    )
    expect(server.taken.find((one) => one.to === addresses[1])?.mail.text).toContain('Se le pide')
  })

  it('goes out once, by however many processes', async () => {
    const { send, outcomes } = await twoLetters()
    await Promise.all([send(), send(), send()])
    await send()
    expect(server.taken).toHaveLength(2)
    expect(await outcomes()).toEqual(['sent', 'sent'])
  })
})

describe('a mail that brings a link', () => {
  /** Somebody who has no password yet is invited. */
  async function invited(language: 'es' | 'en') {
    const table = await smallTable(database, `correo-${(count += 1)}`)
    const { id, email } = await database.person.findUniqueOrThrow({
      where: { id: table.oversight.person },
    })
    const person = { id, forumId: table.forum.id, email: email ?? '' }
    await mesa.accounts.mailNewcomer({ person, language, madeBy: null })
    const send = () => {
      const own = smtpCarrier(server.url, 500)
      return handOver(later(), settings, own).finally(() => own.close())
    }
    return { table, email: person.email, send }
  }

  it('says for which seats and until when, and is no mail of a list', async () => {
    const { table, email, send } = await invited('en')
    await send()
    const [{ mail, to } = { mail: null, to: '' }] = server.taken
    expect(to).toBe(email)
    expect(mail?.subject).toBe('Mesa: an invitation for you')
    const { id = '' } = (await database.letter.findFirst({ where: { forumId: table.forum.id } })) ?? {}
    const link = `https://mesa.example.org/en/invitation/${tokenOf(id)}`
    for (const part of [mail?.text, mail?.html]) {
      expect(part).toContain(link)
      expect(part).toContain('You are invited to Mesa')
      expect(part).toContain('do nothing')
    }
    expect(mail?.headers.map(({ key }) => key)).not.toContain('list-unsubscribe')
    expect(mail?.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated')
    expect(mail?.html).not.toMatch(/<img|<link|<script|src=|url\(|@import/i)
  })

  it('says the same however often it is put off, and nothing once the link was used or taken back', async () => {
    const { email, send } = await invited('es')
    server.answers.recipient = () => ({ code: 451, text: '4.7.1 Greylisted' })
    await send()
    await mesa.accounts.withdrawInvitation(email)
    server.answers.recipient = () => undefined
    hours = 1
    await send()
    expect(server.taken).toEqual([])
    expect(await database.letter.findFirst({ orderBy: { madeAt: 'desc' } })).toMatchObject({
      outcome: 'nothing-to-say',
    })
  })
})

describe('a server that does not take it', () => {
  it('says later: it comes later (greylisting)', async () => {
    const { send, outcomes } = await twoLetters()
    server.answers.recipient = () => ({ code: 451, text: '4.7.1 Greylisted' })
    await send()
    expect(await outcomes()).toEqual(['waits', 'waits'])
    server.answers.recipient = () => undefined
    await send()
    expect(server.taken).toEqual([])
    hours = 1
    await send()
    expect(await outcomes()).toEqual(['sent', 'sent'])
    expect(server.taken).toHaveLength(2)
  })

  it('knows nobody of that name: that address is stopped, and keeps back nobody else', async () => {
    const { table, addresses, send, outcomes } = await twoLetters()
    server.answers.recipient = (address) =>
      address === addresses[0] ? { code: 550, text: '5.1.1 No such user' } : undefined
    await send()
    expect(await outcomes()).toEqual(['refused', 'sent'])
    expect(await mesa.notices.isStopped(addresses[0].toUpperCase())).toBe(true)
    expect(await mesa.notices.isStopped(addresses[1])).toBe(false)
    const { stoppedSeenBy } = await import('../lib/letters/seen.ts')
    expect(await stoppedSeenBy(await table.viewerOf(table.secretary.person))).toMatchObject([
      { person: table.oversight.person, name: 'Persona 1', answer: expect.stringContaining('5.1.1') },
    ])
    expect(await stoppedSeenBy(await table.viewerOf(table.adviser.person))).toEqual([])
    await mesa.notices.tryAddress(addresses[0])
    expect(await mesa.notices.isStopped(addresses[0])).toBe(false)
  })

  it('refuses the mail itself: that mail is over, and the address is not', async () => {
    const { addresses, send, outcomes } = await twoLetters()
    server.answers.mail = (to) => (to === addresses[0] ? { code: 554, text: 'no' } : undefined)
    await send()
    expect(await outcomes()).toEqual(['refused', 'sent'])
    expect(await mesa.notices.isStopped(addresses[0])).toBe(false)
  })

  it('hangs: it is not waited for', async () => {
    const { send, outcomes } = await twoLetters()
    server.answers.mail = () => null
    await send()
    expect(await outcomes()).toEqual(['waits', 'waits'])
  })

  it('is down for a day: nothing is lost, and nothing comes twice', async () => {
    const { send, outcomes } = await twoLetters()
    const port = Number(new URL(server.url).port)
    await server.stop()
    for (hours = 0; hours < 24; hours += 3) await send()
    expect(await outcomes()).toEqual(['waits', 'waits'])
    server = await startMailServer(port)
    hours = 30
    await send()
    expect(await outcomes()).toEqual(['sent', 'sent'])
    expect(server.taken).toHaveLength(2)
  })
})

describe('where no server is named', () => {
  it('an installation sends nothing, and catches nothing; a demonstration catches', async () => {
    expect(carrierOf(mesa, forServer(readSettings(given)))).toBeNull()
    const demonstration = forServer(
      readSettings({ ...given, MESA_MODE: 'demonstration', PUBLIC_URL: '' }),
    )
    const carrier = carrierOf(mesa, demonstration)
    const { outcomes } = await twoLetters()
    if (!carrier) throw new Error('a demonstration catches')
    await handOver(mesa, demonstration, carrier)
    expect(await outcomes()).toEqual(['sent', 'sent'])
    expect(mesa.caught).toHaveLength(2)
    expect(mesa.caught[0]?.raw).toContain('Auto-Submitted: auto-generated')
  })
})
