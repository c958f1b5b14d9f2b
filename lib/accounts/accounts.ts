import { randomBytes, randomUUID } from 'node:crypto'
import { HOUR_MS, wholeSeconds } from '../act/calendar.ts'
import type { Database, Writer } from '../db/client.ts'
import { settings } from '../settings.ts'
import { accountDigest, address, hashOf } from './digests.ts'
import { hashPassword, isPassword, passwordProblem } from './password.ts'
import { answerWaysBack, askWayBack, INVITATION_LASTS, mailInvitation } from './ways-in.ts'
import { stillOut, withdrawInvitations } from './ways-in.ts'
import type { MailedInvitation } from './ways-in.ts'

const MINUTE = 60_000
const DAY = 24 * HOUR_MS

/** A sign-in lapses when nobody used it for so long, and in any case after so many days. */
const IDLE = 12 * HOUR_MS
export const LONGEST_SIGN_IN = 30 * DAY
/** A sign-in in use is prolonged at most this often: reading must not be writing. */
const PROLONGED_EVERY = HOUR_MS

/** ASVS 5.0, 6.3.1: ten tries in a quarter of an hour, ever slower. */
const TRIES = 10
const QUIET = 15 * MINUTE

export type SignedIn = { signIn: string; user: string; email: string; startedAt: Date }

export type SignInOutcome =
  | { is: 'signed-in'; signIn: string; user: string }
  | { is: 'refused' }
  | { is: 'wait'; seconds: number }

/** What else may be wrong where a new password is chosen, as a message key. */
export type PasswordOutcome = SignInOutcome | { is: 'problem'; key: string }

export type Accounts = ReturnType<typeof openAccounts>

type Logins = { database: Database; clock: () => Date }

/**
 * The door for logins: who may come in, and how long. Logins are unrecorded (docs/decisions/020-sign-in.md): what
 * somebody does once inside is done for a seat, and that is recorded.
 */
export function openAccounts(database: Database, clock: () => Date = () => new Date()) {
  const logins: Logins = { database, clock }
  return {
    createUser: (email: string, password: string) => createUser(logins, email, password),
    signIn: (email: string, password: string) => signIn(logins, email, password),
    signInAs: (email: string) => signInAs(logins, email),
    signInVerified: (email: string) => signInVerified(logins, email),
    signedIn: (id: string) => signedIn(logins, id),
    /** when the account came in before this sign-in; null: never, or longer ago than sign-ins are kept */
    cameInBefore: (now: SignedIn) => cameInBefore(logins, now),
    stillSignedIn: (ids: string[]) => stillSignedIn(logins, ids),
    signOut: (id: string) => signOut(logins, id),
    signOutEverywhere: (user: string) => signOutEverywhere(logins, user),
    signInsOf: (user: string) => signInsOf(logins, user),
    changePassword: (user: string, current: string, next: string) =>
      changePassword(logins, user, current, next),
    forget: (email: string) => forget(logins, email),
    inviteUser: (email: string, madeBy?: string | null) => inviteUser(logins, email, madeBy),
    hasPassword: (email: string) => hasPassword(logins, email),
    inviteNewcomer: (email: string, madeBy?: string | null) => inviteNewcomer(logins, email, madeBy),
    /** the same, and a letter brings it: nobody but its reader sees the link */
    mailNewcomer: (invited: MailedInvitation) => mailNewcomer(logins, invited),
    /** a way back for a lost password, by mail; the answer is the same whoever has that e-mail */
    askWayBack: (email: string, language: 'es' | 'en') => askWayBack(logins, email, language),
    answerWaysBack: () => answerWaysBack(logins),
    invitationOut: (email: string) => invitationOut(logins, email),
    withdrawInvitation: (email: string) => withdrawInvitation(logins, email),
    invitation: (token: string) => invitation(logins, token),
    acceptInvitation: (token: string, password: string) => acceptInvitation(logins, token, password),
  }
}

/** For the seed and for tests. People get theirs by invitation. */
async function createUser({ database }: Logins, email: string, password: string): Promise<string> {
  const passwordHash = await hashPassword(password)
  const { id } = await database.user.upsert({
    where: { email: address(email) },
    update: { passwordHash },
    create: { id: randomUUID(), email: address(email), passwordHash },
  })
  return id
}

async function signIn(logins: Logins, email: string, password: string): Promise<SignInOutcome> {
  const account = accountDigest(email, 'sign-in/v1')
  const seconds = await secondsToWait(logins, account)
  if (seconds > 0) return { is: 'wait', seconds }
  const user = await logins.database.user.findUnique({ where: { email: address(email) } })
  if (!(await isPassword(password, user?.passwordHash ?? null)) || !user) return { is: 'refused' }
  await logins.database.signInFailure.deleteMany({ where: { account } })
  return { is: 'signed-in', signIn: await begin(logins, user), user: user.id }
}

/**
 * Counts the try before the password is looked at, so that many at once are not one; success forgets them all.
 * Whoever tries an e-mail that nobody has waits just as long.
 */
async function secondsToWait(
  { database, clock }: Logins,
  account: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const now = clock()
  const [counted] = await database.$queryRaw<unknown[]>`
    INSERT INTO sign_in_failure AS f (account, failures, "lastAt") VALUES (${account}, 1, ${now})
    ON CONFLICT (account) DO UPDATE SET "lastAt" = ${now},
      failures = CASE WHEN f."lastAt" <= ${now}::timestamptz - make_interval(secs => ${QUIET / 1000}) THEN 1
        ELSE f.failures + 1 END
    WHERE f."lastAt" <= ${now}::timestamptz - make_interval(secs =>
      CASE WHEN f.failures >= ${TRIES} THEN ${QUIET / 1000} WHEN f.failures < 3 THEN 0 ELSE 2 ^ (f.failures - 3) END)
    RETURNING failures`
  if (counted) return 0
  const failed = await database.signInFailure.findUnique({ where: { account } })
  if (!failed) return 0
  return Math.max(
    1,
    Math.ceil((failed.lastAt.getTime() + pauseAfter(failed.failures) - now.getTime()) / 1000),
  )
}

async function begin(logins: Logins, user: { id: string; epoch: number }): Promise<string> {
  const now = wholeSeconds(logins.clock())
  const { id } = await logins.database.signIn.create({
    data: {
      id: randomUUID(),
      userId: user.id,
      epoch: user.epoch,
      startedAt: now,
      expiresAt: new Date(now.getTime() + IDLE),
    },
  })
  await forgetTheOld(logins, now)
  return id
}

async function forgetTheOld({ database }: Logins, now: Date): Promise<void> {
  await database.signInFailure.deleteMany({
    where: { lastAt: { lt: new Date(now.getTime() - QUIET) } },
  })
  await database.signIn.deleteMany({
    where: { expiresAt: { lt: new Date(now.getTime() - LONGEST_SIGN_IN) } },
  })
}

/** One click, for the invented people of a demonstration alone. */
async function signInAs(logins: Logins, email: string): Promise<SignInOutcome> {
  if (settings().mode !== 'demonstration') return { is: 'refused' }
  const user = await logins.database.user.findUnique({ where: { email: address(email) } })
  return user ? { is: 'signed-in', signIn: await begin(logins, user), user: user.id } : { is: 'refused' }
}

/** For whoever has just shown that they hold a passkey of theirs: nobody else may ask this. */
async function signInVerified(logins: Logins, email: string): Promise<SignInOutcome> {
  const user = await logins.database.user.findUnique({ where: { email: address(email) } })
  return user ? { is: 'signed-in', signIn: await begin(logins, user), user: user.id } : { is: 'refused' }
}

/** Asked with each request, one read by primary key: what ended a moment ago is over now. */
async function signedIn({ database, clock }: Logins, id: string): Promise<SignedIn | null> {
  const found = await database.signIn.findUnique({ where: { id }, include: { user: true } })
  const now = clock()
  if (!found || found.endedAt || found.expiresAt <= now || found.epoch !== found.user.epoch) return null
  const latest = new Date(Math.min(now.getTime() + IDLE, found.startedAt.getTime() + LONGEST_SIGN_IN))
  if (latest.getTime() - found.expiresAt.getTime() > PROLONGED_EVERY) {
    await database.signIn.updateMany({
      where: { id, endedAt: null },
      data: { expiresAt: wholeSeconds(latest) },
    })
  }
  return { signIn: id, user: found.userId, email: found.user.email, startedAt: found.startedAt }
}

/** Which of these sign-ins still hold: for connections that stay open. Prolongs none. */
async function stillSignedIn({ database, clock }: Logins, ids: string[]): Promise<Set<string>> {
  const rows = await database.signIn.findMany({
    where: { id: { in: ids }, endedAt: null, expiresAt: { gt: clock() } },
    include: { user: { select: { epoch: true } } },
  })
  return new Set(rows.filter((row) => row.epoch === row.user.epoch).map((row) => row.id))
}

async function signOut({ database, clock }: Logins, id: string): Promise<void> {
  await database.signIn.updateMany({
    where: { id, endedAt: null },
    data: { endedAt: wholeSeconds(clock()) },
  })
}

/**
 * Takes a login away, with all that hangs on it, where nobody in any forum has its e-mail any more. Answers
 * whether there was one.
 */
async function forget({ database }: Logins, email: string): Promise<boolean> {
  const [user] = await database.$queryRaw<unknown[]>`
    DELETE FROM "user" u WHERE u.email = ${address(email)}
      AND NOT EXISTS (SELECT FROM person p WHERE p.email = u.email) RETURNING u.id`
  return user !== undefined
}

async function signOutEverywhere(logins: Logins, user: string): Promise<void> {
  await fromNowOn(logins, user, {})
}

/** A new epoch voids every sign-in of the account at once, also one that is being made at this moment. */
async function fromNowOn(
  { database, clock }: Logins,
  user: string,
  change: { passwordHash?: string },
): Promise<{ id: string; epoch: number }> {
  const changed = await database.user.update({
    where: { id: user },
    data: { ...change, epoch: { increment: 1 } },
  })
  await database.signIn.updateMany({
    where: { userId: user, endedAt: null, epoch: { lt: changed.epoch } },
    data: { endedAt: wholeSeconds(clock()) },
  })
  return changed
}

async function cameInBefore({ database }: Logins, { user, startedAt }: SignedIn): Promise<Date | null> {
  const before = await database.signIn.findFirst({
    where: { userId: user, startedAt: { lt: startedAt } },
    orderBy: { startedAt: 'desc' },
    select: { startedAt: true },
  })
  return before?.startedAt ?? null
}

/** When somebody came in, and nothing about from where: no address and no browser is kept. */
function signInsOf({ database, clock }: Logins, user: string) {
  return database.signIn.findMany({
    where: { userId: user, endedAt: null, expiresAt: { gt: clock() } },
    orderBy: { startedAt: 'desc' },
    select: { id: true, startedAt: true },
  })
}

/** Ends every sign-in of the account; the answer is a new one for the person who changed it. */
async function changePassword(
  logins: Logins,
  user: string,
  current: string,
  next: string,
): Promise<PasswordOutcome> {
  const found = await logins.database.user.findUniqueOrThrow({ where: { id: user } })
  const account = accountDigest(found.email, 'sign-in/v1')
  const seconds = await secondsToWait(logins, account)
  if (seconds > 0) return { is: 'wait', seconds }
  if (!(await isPassword(current, found.passwordHash))) return { is: 'refused' }
  await logins.database.signInFailure.deleteMany({ where: { account } })
  const problem = passwordProblem(next, found.email)
  return problem ? { is: 'problem', key: problem } : replacePassword(logins, found.id, next)
}

async function replacePassword(logins: Logins, user: string, password: string): Promise<SignInOutcome> {
  const changed = await fromNowOn(logins, user, { passwordHash: await hashPassword(password) })
  return { is: 'signed-in', signIn: await begin(logins, changed), user }
}

/**
 * The secret of a link that works once, within a week; the database keeps its hash alone. The way back for a lost
 * password, too.
 */
async function inviteUser(logins: Logins, email: string, madeBy: string | null = null): Promise<string> {
  const { database, clock } = logins
  const token = randomBytes(32).toString('base64url')
  const user = await database.user.upsert({
    where: { email: address(email) },
    create: { id: randomUUID(), email: address(email) },
    update: {},
  })
  const now = clock()
  const expiresAt = wholeSeconds(new Date(now.getTime() + INVITATION_LASTS))
  await withdrawInvitation(logins, user.email)
  await database.invitation.deleteMany({
    where: { userId: user.id, expiresAt: { lt: new Date(now.getTime() - LONGEST_SIGN_IN) } },
  })
  await database.invitation.create({
    data: { tokenHash: hashOf(token), userId: user.id, expiresAt, madeBy },
  })
  return token
}

/** The link that somebody was given and has not used, while it can be: who made it, and until when it holds. */
async function invitationOut(
  { database, clock }: Logins,
  email: string,
): Promise<{ madeBy: string | null; expiresAt: Date } | null> {
  return database.invitation.findFirst({
    where: { user: { email: address(email) }, ...stillOut(clock()) },
    select: { madeBy: true, expiresAt: true },
  })
}

/** Answers whether there was a link to take back: one that is being used at this moment is used. */
async function withdrawInvitation({ database, clock }: Logins, email: string): Promise<boolean> {
  return (await withdrawInvitations(database, address(email), clock())) > 0
}

async function hasPassword({ database }: Logins, email: string): Promise<boolean> {
  return (
    (await database.user.count({ where: { email: address(email), passwordHash: { not: null } } })) > 0
  )
}

/** For whoever appoints somebody. An account with a password is its owner's: nobody else gets a way into it. */
async function inviteNewcomer(
  logins: Logins,
  email: string,
  madeBy: string | null = null,
): Promise<string | null> {
  return (await hasPassword(logins, email)) ? null : inviteUser(logins, email, madeBy)
}

/** Answers whether a letter is on its way: nobody is mailed a way into an account that has a password. */
async function mailNewcomer(logins: Logins, invited: MailedInvitation): Promise<boolean> {
  if (await hasPassword(logins, invited.person.email)) return false
  await mailInvitation(logins, invited)
  return true
}

/** Within the act that opens a forum: the password that a first voice chose, where the account has none by now. */
export async function keepPassword(tx: Writer, email: string, passwordHash: string): Promise<void> {
  const there = await tx.user.findUnique({ where: { email: address(email) } })
  if (!there) await tx.user.create({ data: { id: randomUUID(), email: address(email), passwordHash } })
  else if (there.passwordHash === null)
    await tx.user.update({ where: { id: there.id }, data: { passwordHash } })
}

/** What a link is worth now. */
export type Invited =
  | { is: 'open'; user: string; email: string; until: Date }
  | { is: 'withdrawn' }
  | { is: 'over' }

async function invitation({ database, clock }: Logins, token: string): Promise<Invited> {
  const found = await database.invitation.findUnique({
    where: { tokenHash: hashOf(token) },
    include: { user: true },
  })
  if (found?.withdrawnAt) return { is: 'withdrawn' }
  return found && !found.usedAt && found.expiresAt > clock()
    ? { is: 'open', user: found.userId, email: found.user.email, until: found.expiresAt }
    : { is: 'over' }
}

async function acceptInvitation(
  logins: Logins,
  token: string,
  password: string,
): Promise<PasswordOutcome> {
  const invited = await invitation(logins, token)
  if (invited.is !== 'open') return { is: 'refused' }
  const problem = passwordProblem(password, invited.email)
  if (problem) return { is: 'problem', key: problem }
  const { count } = await logins.database.invitation.updateMany({
    where: { tokenHash: hashOf(token), ...stillOut(logins.clock()) },
    data: { usedAt: wholeSeconds(logins.clock()) },
  })
  if (count !== 1) return { is: 'refused' }
  // Whoever else was sent a link for this account finds it closed.
  await withdrawInvitation(logins, invited.email)
  return replacePassword(logins, invited.user, password)
}

/** Pauses of 1, 2, 4 ... seconds after the third failure; after the tenth, a quarter of an hour. */
export function pauseAfter(failures: number): number {
  if (failures >= TRIES) return QUIET
  return failures < 3 ? 0 : 1000 * 2 ** (failures - 3)
}
