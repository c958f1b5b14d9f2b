// Where a sector has nobody left who may say who sits for it, the operator's office appoints somebody to a seat with its voice, and says why.
// It goes when a forum has ways of its own back from there (decision 065).
//   npm run appoint        asks
//   npm run appoint -- --forum SLUG --seat BODY/SEAT --name NAME --email E-MAIL --reason TEXT [--lang es|en] [--language es|en] [--from YYYY-MM-DD]
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { dayIn } from '../../lib/act/calendar.ts'
import { forumBySlug, officeViewer } from '../../lib/act/viewer.ts'
import type { ForumHead } from '../../lib/act/viewer.ts'
import { appointForSector } from '../../lib/bodies/commands.ts'
import { effects } from '../../lib/effects.ts'
import type { Mesa } from '../../lib/mesa.ts'
import { Mistake } from '../../lib/settings.ts'
import { orExplain, readArguments, withMesa } from '../command.ts'
import { sentenceOf } from '../words.ts'
import { invitationLink, languageAsked } from './invitation.ts'

type Given = {
  forum?: string
  seat?: string
  name?: string
  email?: string
  reason?: string
  lang?: string
  language?: string
  from?: string
}
export type Appointed = {
  name: string
  email: string
  seat: string
  entry: number
  link: string | null
  /** the day on which somebody whom the sector named begins in this seat */
  untilOn: string | null
}

/** Done as an act of the operator's office; whatever stands against it is a sentence. */
export const appointFor = async (mesa: Mesa, given: Given, publicUrl: string): Promise<Appointed> => {
  languageAsked(given.language)
  const forum = await forumNamed(mesa, given.forum)
  const seat = await seatNamed(mesa, forum, given.seat)
  const [name, email] = [
    said(given.name, 'Say whom: --name "Ana Núñez"'),
    said(given.email, 'Say their e-mail: --email ana@example.org'),
  ]
  const text = said(given.reason, 'Say why: --reason "…". It stands in the history for good.')
  const now = new Date()
  const outcome = await mesa.act(appointForSector, {
    viewer: officeViewer(mesa.db, forum, 'operator', now),
    key: randomUUID(),
    clock: () => now,
    input: {
      seat: seat.id,
      name,
      email,
      fromOn: given.from ?? dayIn(forum.timeZone, now),
      reason: { lang: given.lang ?? 'es', text },
    },
  })
  if (outcome.is === 'invalid') {
    throw new Mistake(
      outcome.problems
        .map(({ path, key, params }) => `${optionOf[path] ?? path}: ${sentenceOf(key, params)}`)
        .join('\n'),
    )
  }
  if (outcome.is === 'refused')
    throw new Mistake(
      `${seat.path} of ${forum.slug}: ${sentenceOf(outcome.refusal.refused, outcome.refusal.params)}`,
    )
  if (outcome.is !== 'done')
    throw new Mistake(`${seat.path} of ${forum.slug}: it was not there any more. Call this again.`)
  const person = await mesa.db.person.findUniqueOrThrow({ where: { id: String(outcome.result.person) } })
  const token = await mesa.accounts.inviteNewcomer(String(person.email))
  return {
    name: person.name ?? name,
    email: person.email ?? email,
    seat: seat.path,
    entry: outcome.index,
    link: token && invitationLink(publicUrl, given.language, token),
    untilOn: outcome.result.untilOn === undefined ? null : String(outcome.result.untilOn),
  }
}

const optionOf: Record<string, string> = {
  name: '--name',
  email: '--email',
  fromOn: '--from',
  'reason.text': '--reason',
  'reason.lang': '--lang',
}

const said = (value: string | undefined, otherwise: string): string => {
  if (!value?.trim()) throw new Mistake(otherwise)
  return value
}

const forumNamed = async (mesa: Mesa, slug: string | undefined): Promise<ForumHead> => {
  const forum = await forumBySlug(mesa.db, slug ?? '')
  if (forum) return forum
  const slugs = (await mesa.db.forum.findMany({ orderBy: { slug: 'asc' } })).map((one) => one.slug)
  throw new Mistake(
    slug
      ? `There is no forum "${slug}". There are: ${slugs.join(', ') || 'none'}.`
      : `Say which: --forum ${slugs.join(' | ') || 'SLUG'}`,
  )
}

/** A seat by its body's name in addresses and its own, or by its own where no other body has one of that name. */
const seatNamed = async (mesa: Mesa, forum: ForumHead, text: string | undefined) => {
  const seats = (
    await mesa.db.seat.findMany({
      where: { forumId: forum.id },
      include: { body: true },
      orderBy: [{ rank: 'asc' }],
    })
  ).map(({ id, slug, body }) => ({ id, slug, path: `${body.slug}/${slug}` }))
  const found = seats.filter(({ slug, path }) => text === path || text === slug)
  if (found[0] && found.length === 1) return found[0]
  if (found.length > 1)
    throw new Mistake(
      `Several bodies have a seat "${text}". Say which: --seat ${found.map((one) => one.path).join(' | ')}`,
    )
  const open = (await openSeats(mesa)).filter((one) => one.forum.id === forum.id).map((one) => one.path)
  const choice =
    open.length > 0
      ? `This can be done for: ${open.join(', ')}.`
      : 'Each of its sectors has somebody who can appoint: there is nothing to do.'
  throw new Mistake(
    `${text ? `${forum.slug} has no seat "${text}".` : 'Say which seat: --seat BODY/SEAT.'} ${choice}`,
  )
}

/** The seats to which the operator's office may appoint somebody today: as its command itself says. */
const openSeats = async (mesa: Mesa) => {
  const rows = await mesa.db.seat.findMany({
    include: { body: { include: { forum: true } }, sector: true },
    orderBy: [{ forumId: 'asc' }, { rank: 'asc' }],
  })
  const now = new Date()
  const asked = await Promise.all(
    rows.map(async ({ id, slug, body, sector }) => {
      const forum: ForumHead = { ...body.forum, name: body.forum.name as ForumHead['name'] }
      const viewer = officeViewer(mesa.db, forum, 'operator', now)
      const circumstances = { forum, now, today: viewer.today, effects }
      const input = {
        seat: id,
        name: 'x',
        email: 'nobody@nowhere.invalid',
        fromOn: viewer.today,
        invented: false,
        reason: { lang: 'es' as const, text: 'x' },
      }
      const operator = { kind: 'office', office: 'operator' } as const
      const subject = await appointForSector.subject(mesa.db, input, circumstances)
      const may =
        subject &&
        appointForSector.standing(operator, subject, circumstances) === true &&
        appointForSector.check?.(subject, input, circumstances, operator) === true
      return may
        ? [{ forum, path: `${body.slug}/${slug}`, sector: (sector.name as ForumHead['name']).es }]
        : []
    }),
  )
  return asked.flat()
}

const asked = async (mesa: Mesa): Promise<Given> => {
  const seats = await openSeats(mesa)
  if (seats.length === 0)
    throw new Mistake('In every forum each sector has somebody who can appoint: there is nothing to do.')
  console.log('Nobody of the sector can appoint to these seats:')
  for (const [at, { forum, path, sector }] of seats.entries())
    console.log(`  ${at + 1}  ${forum.slug}: ${path} (${sector})`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const ask = async (question: string) => (await terminal.question(`${question}: `)).trim()
  try {
    const seat = seats[Number(await ask('Which one? Its number')) - 1]
    if (!seat) throw new Mistake('That is none of the numbers above.')
    const [name, email] = [await ask('Full name of the person'), await ask('Their e-mail')]
    const reason = await ask('Why, for the history')
    const lang = /^en/i.test(await ask('In which language is that written? es or en [es]')) ? 'en' : 'es'
    return { forum: seat.forum.slug, seat: seat.path, name, email, reason, lang }
  } finally {
    terminal.close()
  }
}

const typed = (): Given => {
  const text = { type: 'string' } as const
  return readArguments({
    options: {
      forum: text,
      seat: text,
      name: text,
      email: text,
      reason: text,
      lang: text,
      language: text,
      from: text,
    },
  }).values
}

if (import.meta.main) {
  await orExplain(async () => {
    const given = typed()
    const asks = Object.keys(given).length === 0
    if (asks && !process.stdin.isTTY) {
      throw new Mistake(
        'There is nobody to ask here. Say it all: ' +
          'npm run appoint -- --forum SLUG --seat BODY/SEAT --name NAME --email E-MAIL --reason TEXT',
      )
    }
    await withMesa(async (mesa, { publicUrl }) => {
      const done = await appointFor(mesa, asks ? await asked(mesa) : given, publicUrl)
      console.log(
        `\n${done.name} <${done.email}> holds the seat ${done.seat}${done.untilOn ? `, until somebody whom the sector named begins on ${done.untilOn}` : ''}.`,
      )
      console.log(
        `Everybody sees it, with its reason, as act ${done.entry} of the history. Hand this over in person; it works once, within a week:`,
      )
      console.log(`  ${done.link ?? 'no link is needed: there is a password already'}`)
    })
  })
  process.exit(0)
}
