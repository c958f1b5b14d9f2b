import { createTransport } from 'nodemailer'
import { seatsAwaiting } from '../lib/accounts/people.ts'
import { tokenOf, waysIn } from '../lib/accounts/ways-in.ts'
import type { WayIn } from '../lib/accounts/ways-in.ts'
import { exampleOf } from '../lib/act/example.ts'
import { forumBySlug, personViewer } from '../lib/act/viewer.ts'
import type { ForumHead, Viewer } from '../lib/act/viewer.ts'
import { languageFor } from '../lib/bodies/rules.ts'
import { chosenIn } from '../lib/brief/said.ts'
import { mailOf, wayInMailOf } from '../lib/letters/mail.ts'
import type { Mail } from '../lib/letters/mail.ts'
import { letterSeenBy } from '../lib/letters/seen.ts'
import type { CaughtMail, Mesa } from '../lib/mesa.ts'
import type { Letter } from '../lib/notices/door.ts'
import { stoppingToken } from '../lib/notices/stopping.ts'
import { isLoopback } from '../lib/settings.ts'
import type { ServerSettings } from '../lib/settings.ts'
import { mailWords } from './words.ts'

/** So many letters are with a process at a time, and handed over at once. */
const AT_ONCE = 10
/** A server that says nothing for so long is not waited for. */
const PATIENCE_MS = 30_000
const MOST_CAUGHT = 200
/** In a demonstration there is no address to send from. */
const CAUGHT_FROM = 'avisos@demostracion.invalid'

type Addressed = Mail & {
  id: string
  to: string
  from: string
  forum: string
  headers: Record<string, string>
  references: string | null
}
/**
 * What became of handing a mail over. `here`: it was our own fault, or nobody answered, and not the
 * reader's address.
 */
type Handed =
  | { is: 'taken' }
  | { is: 'later'; answer: string; here: boolean }
  | { is: 'never'; answer: string; address: boolean }
export type Carrier = { hand: (mail: Addressed) => Promise<Handed>; close: () => void }

/** Who carries mail: the server of the settings, in a demonstration without one its own page, else nobody. */
export function carrierOf(mesa: Mesa, { mail, mode }: ServerSettings): Carrier | null {
  if (mail) return smtpCarrier(mail.url)
  return mode === 'demonstration' ? catcher(mesa.caught) : null
}

/** Over the internet never in the clear: STARTTLS or TLS, or the mail is not handed over. */
export function smtpCarrier(url: string, patience = PATIENCE_MS): Carrier {
  const { hostname, protocol, port, username, password } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const transport = createTransport({
    host,
    port: Number(port || (protocol === 'smtps:' ? 465 : 587)),
    secure: protocol === 'smtps:',
    requireTLS: protocol === 'smtp:' && !isLoopback(host),
    ...(username && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    pool: true,
    maxConnections: 5,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async hand(mail) {
      try {
        await transport.sendMail(messageOf(mail))
        return { is: 'taken' }
      } catch (error) {
        return answerIn(error)
      }
    },
    close: () => transport.close(),
  }
}

/**
 * RFC 5321, 4.2.1: 4yz asks to come again, 5yz not to. What is refused to us (our name, our sender, our
 * connection) says nothing of the reader, and is tried again until somebody has put it right.
 */
function answerIn(error: unknown): Handed {
  const {
    responseCode = 0,
    command = '',
    message,
  } = error as {
    responseCode?: number
    command?: string
    message: string
  }
  const ofReader = command === 'RCPT TO' || command === 'DATA'
  if (responseCode >= 500 && ofReader)
    return { is: 'never', answer: message, address: command === 'RCPT TO' }
  return { is: 'later', answer: message, here: !ofReader }
}

/** For trying: a mail is made whole, and kept to be looked at. */
function catcher(caught: CaughtMail[]): Carrier {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    async hand(mail) {
      const { message } = await transport.sendMail(messageOf(mail))
      const { id, to, subject, text, html } = mail
      caught.push({ id, at: new Date(), to, subject, text, html, raw: String(message) })
      if (caught.length > MOST_CAUGHT) caught.shift()
      return { is: 'taken' }
    },
    close: () => transport.close(),
  }
}

function messageOf({ id, to, from, forum, subject, text, html, headers, references }: Addressed) {
  return {
    from: { name: forum, address: from },
    to,
    subject,
    text,
    html,
    // The same however often it is sent: who gets it twice can tell.
    messageId: `<${id}@${domainOf(from)}>`,
    ...(references && { references, inReplyTo: references }),
    headers,
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

/**
 * Follows one forum's log into letters. Where nobody carries mail the cursor goes on alone: whoever sets
 * up a mail server later does not send out the months before.
 */
export async function follow(mesa: Mesa, forum: ForumHead, carrier: Carrier | null): Promise<void> {
  while ((await mesa.notices.follow(forum, { tell: carrier !== null })) > 0);
  if (carrier) await mesa.notices.gather(forum)
}

/**
 * Hands over what is due. Between the server's "taken" and our own note of it lies the one moment in
 * which a mail can go out twice.
 */
export async function handOver(
  mesa: Mesa,
  settings: ServerSettings,
  carrier: Carrier,
  isStopped = () => false,
): Promise<void> {
  for (;;) {
    const letters = isStopped() ? [] : await mesa.notices.take(AT_ONCE)
    if (letters.length === 0) return
    await Promise.all(
      letters.map((letter) =>
        carry(mesa, settings, carrier, letter).catch(async (error: unknown) => {
          console.error(error)
          await mesa.notices.postpone(letter, 'it could not be written')
        }),
      ),
    )
  }
}

async function carry(mesa: Mesa, settings: ServerSettings, carrier: Carrier, letter: Letter) {
  const { notices } = mesa
  const written = await writtenOf(mesa, settings, letter)
  if ('outcome' in written) return notices.end(letter.id, written.outcome)
  const handed = await carrier.hand(written.mail)
  if (handed.is === 'taken') return notices.end(letter.id, 'sent')
  if (handed.is === 'never') {
    if (handed.address) await notices.stopAddress(written.mail.to, handed.answer)
    return notices.end(letter.id, 'refused', handed.answer)
  }
  if (handed.here) console.error(`MAIL: ${handed.answer}`)
  return void (await notices.postpone(letter, handed.answer))
}

type Written = { mail: Addressed } | { outcome: 'no-address' | 'stopped' | 'nothing-to-say' }

async function writtenOf(mesa: Mesa, settings: ServerSettings, letter: Letter): Promise<Written> {
  const { db, notices } = mesa
  const [row, person] = await Promise.all([
    db.forum.findUniqueOrThrow({ where: { id: letter.forumId }, select: { slug: true } }),
    db.person.findUnique({ where: { id: letter.personId } }),
  ])
  const forum = await forumBySlug(db, row.slug)
  if (!forum || !person?.email) return { outcome: 'no-address' }
  if (await notices.isStopped(person.email)) return { outcome: 'stopped' }
  const about = waysIn.find((one) => one === letter.about)
  if (about)
    return wayIn(mesa, settings, { letter, about, forum, name: person.name, email: person.email })
  const viewer = await personViewer(db, forum, person.id, new Date())
  const told = await notices.noticesIn(letter.id)
  const seen = await letterSeenBy(viewer, told)
  if (!seen) return { outcome: 'nothing-to-say' }
  const words = mailWords(languageFor(forum, await notices.languageOf(person.id)), forum.timeZone)
  const kinds = (['asked', 'changed', 'known'] as const).filter((kind) =>
    told.some((notice) => notice.kind === kind),
  )
  const token = stoppingToken({ person: person.id, kinds }, settings.loginSecret)
  const { publicUrl } = settings
  const name = named(forum, words)
  const mail = mailOf(seen, words, {
    forum: name,
    home: `${publicUrl}/${words.lang}/${forum.slug}`,
    reader: person.name,
    today: viewer.today,
    stop: `${publicUrl}/${words.lang}/stop-mail/${token}`,
  })
  return {
    mail: {
      ...mail,
      ...addressed(settings, { letter, to: person.email, name }),
      ...listed(settings, viewer, { token, thread: seen.thread }),
    },
  }
}

type Newcomer = { letter: Letter; about: WayIn; forum: ForumHead; name: string | null; email: string }

/** A link that was used or taken back meanwhile is sent to nobody. */
async function wayIn(
  { db, accounts }: Mesa,
  settings: ServerSettings,
  { letter, about, forum, name: reader, email }: Newcomer,
): Promise<Written> {
  const token = tokenOf(letter.id)
  const invited = await accounts.invitation(token)
  if (invited.is !== 'open' || invited.email !== email) return { outcome: 'nothing-to-say' }
  const words = mailWords(letter.language, forum.timeZone)
  const name = named(forum, words)
  const awaiting = await seatsAwaiting(db, email, new Date())
  const home = `${settings.publicUrl}/${words.lang}`
  const mail = wayInMailOf(
    {
      about,
      forum: name,
      home: `${home}/${forum.slug}`,
      reader,
      link: `${home}/invitation/${token}`,
      until: invited.until,
      seats: awaiting.find(({ slug }) => slug === forum.slug)?.seats ?? [],
    },
    words,
  )
  return {
    mail: {
      ...mail,
      ...addressed(settings, { letter, to: email, name }),
      references: null,
      headers: quiet,
    },
  }
}

/** Nobody takes what is made up for the real record: a forum of practice says so before its name. */
function named(forum: ForumHead, words: ReturnType<typeof mailWords>): string {
  const name = chosenIn(words.lang, forum.name)
  const example = exampleOf(forum)
  return example ? words.say(example.titled, { name }) : name
}

function addressed({ mail }: ServerSettings, given: { letter: Letter; to: string; name: string }) {
  return { id: given.letter.id, to: given.to, from: senderOf(mail), forum: given.name }
}

function senderOf(mail: ServerSettings['mail']): string {
  return mail?.from ?? CAUGHT_FROM
}

/** No program answers it (RFC 3834). */
const quiet = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

/** A mail of a list, that one leaves by one click. */
function listed(
  { mail, publicUrl }: ServerSettings,
  { forum }: Viewer,
  { token, thread }: { token: string; thread: string | null },
) {
  return {
    // All that is about one meeting or proposal lies together; the head of the thread was never sent (RFC 5322, 3.6.4).
    references: thread && `<${thread}.${forum.slug}@${domainOf(senderOf(mail))}>`,
    headers: {
      'List-Id': `<${forum.slug}.${new URL(publicUrl).hostname}>`,
      'List-Unsubscribe': `<${publicUrl}/api/stop-mail/${token}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      ...quiet,
    },
  }
}
