import { createHmac, randomUUID } from 'node:crypto'
import { HOUR_MS, wholeSeconds } from '../act/calendar.ts'
import { inTransaction } from '../act/transaction.ts'
import type { Database, Writer } from '../db/client.ts'
import { settings } from '../settings.ts'
import { accountDigest, address, hashOf } from './digests.ts'
import { seatsAwaiting } from './people.ts'

type Logins = { database: Database; clock: () => Date }

export const INVITATION_LASTS = 7 * 24 * HOUR_MS
/** Who lost a password waits at the screen; a mailbox that somebody else opens later opens nothing. */
const WAY_BACK_LASTS = 2 * HOUR_MS
/** One mail in so long, however often it is asked for. */
const ASKED_EVERY = HOUR_MS / 4
const AT_ONCE = 50

/** What a letter brings that is no notice. */
export const waysIn = ['invitation', 'password'] as const
export type WayIn = (typeof waysIn)[number]

/**
 * The secret of the link that a letter brings. It follows from the letter, so that the letter says the same
 * however often it is handed over, and neither the database nor its backups hold a link that opens anything.
 */
export function tokenOf(letter: string): string {
  return createHmac('sha256', settings().loginSecret)
    .update(`invitation-by-mail/v1\0${letter}`)
    .digest('base64url')
}

/** Notes that this e-mail asks for a way back; nothing here depends on whether anybody has it. */
export async function askWayBack(
  { database, clock }: Logins,
  email: string,
  language: 'es' | 'en',
): Promise<void> {
  const now = clock()
  await database.$executeRaw`
    INSERT INTO way_back AS w (account, email, language, "askedAt")
    VALUES (${accountDigest(email, 'way-back/v1')}, ${address(email)}, ${language}, ${now})
    ON CONFLICT (account) DO UPDATE SET email = EXCLUDED.email, language = EXCLUDED.language, "askedAt" = ${now}
    WHERE w."askedAt" <= ${now}::timestamptz - make_interval(secs => ${ASKED_EVERY / 1000})`
}

/** Puts a letter on its way to each who asked and has, or will have, a seat. Answers how many. */
export async function answerWaysBack({ database, clock }: Logins): Promise<number> {
  const now = clock()
  await database.wayBack.deleteMany({
    where: { email: null, askedAt: { lt: new Date(now.getTime() - ASKED_EVERY) } },
  })
  return inTransaction(database, async (tx) => {
    const asked = await tx.$queryRaw<
      { account: Uint8Array<ArrayBuffer>; email: string; language: 'es' | 'en' }[]
    >`
      SELECT account, email, language FROM way_back WHERE email IS NOT NULL
      ORDER BY "askedAt" LIMIT ${AT_ONCE}::int FOR UPDATE SKIP LOCKED`
    let letters = 0
    for (const { account, email, language } of asked) {
      const person = await personOf(tx, email, now)
      if (person) {
        const link = { about: 'password', email, language, madeBy: null, now } as const
        await writeLetter(tx, person, link, WAY_BACK_LASTS)
        letters += 1
      }
      await tx.wayBack.update({ where: { account }, data: { email: null } })
    }
    return letters
  })
}

export const stillOut = (now: Date) => ({ usedAt: null, withdrawnAt: null, expiresAt: { gt: now } })

/** Takes back the links of an e-mail that nobody has used; answers how many. */
export async function withdrawInvitations(tx: Writer, email: string, now: Date): Promise<number> {
  const { count } = await tx.invitation.updateMany({
    where: { user: { email }, ...stillOut(now) },
    data: { withdrawnAt: wholeSeconds(now) },
  })
  return count
}

export type MailedInvitation = {
  person: { id: string; forumId: string; email: string }
  language: 'es' | 'en'
  /** the person of the forum who invites */
  madeBy: string | null
}

/** A new invitation, and a letter that brings it; the links of before open nothing any more. */
export async function mailInvitation(
  { database, clock }: Logins,
  { person, language, madeBy }: MailedInvitation,
): Promise<void> {
  const now = clock()
  const email = address(person.email)
  await inTransaction(database, async (tx) => {
    await withdrawInvitations(tx, email, now)
    await writeLetter(
      tx,
      person,
      { about: 'invitation', email, language, madeBy, now },
      INVITATION_LASTS,
    )
  })
}

type Link = { about: WayIn; email: string; language: 'es' | 'en'; madeBy: string | null; now: Date }

async function writeLetter(
  tx: Writer,
  person: { id: string; forumId: string },
  { about, email, language, madeBy, now }: Link,
  lasts: number,
): Promise<void> {
  const id = randomUUID()
  const user = await tx.user.upsert({
    where: { email },
    create: { id: randomUUID(), email },
    update: {},
  })
  const expiresAt = wholeSeconds(new Date(now.getTime() + lasts))
  await tx.invitation.create({
    data: { tokenHash: hashOf(tokenOf(id)), userId: user.id, expiresAt, madeBy },
  })
  await tx.letter.create({
    data: {
      id,
      forumId: person.forumId,
      personId: person.id,
      about,
      language,
      madeAt: wholeSeconds(now),
      nextAt: now,
      tries: 0,
    },
  })
}

/** In the forum that was founded last, of those in which somebody with this e-mail sits or will. */
async function personOf(
  tx: Writer,
  email: string,
  now: Date,
): Promise<{ id: string; forumId: string } | null> {
  const last = (await seatsAwaiting(tx, email, now)).at(-1)
  if (!last) return null
  const { id } = await tx.forum.findUniqueOrThrow({ where: { slug: last.slug } })
  return tx.person.findUnique({
    where: { forumId_email: { forumId: id, email } },
    select: { id: true, forumId: true },
  })
}
