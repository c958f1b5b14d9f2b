import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { HOUR_MS, wholeSeconds } from '../act/calendar.ts'
import type { Database } from '../db/client.ts'
import { settings } from '../settings.ts'
import { hashPassword, isPassword, passwordProblem } from './password.ts'

const MINUTE = 60_000
const DAY = 24 * HOUR_MS

/** A sign-in lapses when nobody used it for so long, and in any case after so many days. */
const IDLE = 12 * HOUR_MS
export const LONGEST_SIGN_IN = 30 * DAY
/** A sign-in in use is prolonged at most this often: reading must not be writing. */
const PROLONGED_EVERY = HOUR_MS
const INVITATION_LASTS = 7 * DAY

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

/**
 * The door for logins: who may come in, and how long. Logins are unrecorded (docs/decisions/020-sign-in.md): what somebody does
 * once inside is done for a seat, and that is recorded.
 */
export function openAccounts(database: Database, clock: () => Date = () => new Date()) {
  /** For the seed and for tests. People get theirs by invitation. */
  async function createUser(email: string, password: string): Promise<string> {
    const passwordHash = await hashPassword(password)
    const { id } = await database.user.upsert({
      where: { email: address(email) },
      update: { passwordHash },
      create: { id: randomUUID(), email: address(email), passwordHash },
    })
    return id
  }

  async function signIn(email: string, password: string): Promise<SignInOutcome> {
    const account = accountDigest(email)
    const seconds = await secondsToWait(account)
    if (seconds > 0) return { is: 'wait', seconds }
    const user = await database.user.findUnique({ where: { email: address(email) } })
    if (!(await isPassword(password, user?.passwordHash ?? null)) || !user) return { is: 'refused' }
    await database.signInFailure.deleteMany({ where: { account } })
    return { is: 'signed-in', signIn: await begin(user), user: user.id }
  }

  /**
   * Counts the try before the password is looked at, so that many at once are not one; success forgets them all. Whoever tries
   * an e-mail that nobody has waits just as long.
   */
  async function secondsToWait(account: Uint8Array<ArrayBuffer>): Promise<number> {
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

  async function begin(user: { id: string; epoch: number }): Promise<string> {
    const now = wholeSeconds(clock())
    const { id } = await database.signIn.create({
      data: {
        id: randomUUID(),
        userId: user.id,
        epoch: user.epoch,
        startedAt: now,
        expiresAt: new Date(now.getTime() + IDLE),
      },
    })
    await forgetTheOld(now)
    return id
  }

  async function forgetTheOld(now: Date): Promise<void> {
    await database.signInFailure.deleteMany({
      where: { lastAt: { lt: new Date(now.getTime() - QUIET) } },
    })
    await database.signIn.deleteMany({
      where: { expiresAt: { lt: new Date(now.getTime() - LONGEST_SIGN_IN) } },
    })
  }

  /** One click, for the invented people of a demonstration alone. */
  async function signInAs(email: string): Promise<SignInOutcome> {
    if (settings().mode !== 'demonstration') return { is: 'refused' }
    const user = await database.user.findUnique({ where: { email: address(email) } })
    return user ? { is: 'signed-in', signIn: await begin(user), user: user.id } : { is: 'refused' }
  }

  /** For whoever has just shown that they hold a passkey of theirs: nobody else may ask this. */
  async function signInVerified(email: string): Promise<SignInOutcome> {
    const user = await database.user.findUnique({ where: { email: address(email) } })
    return user ? { is: 'signed-in', signIn: await begin(user), user: user.id } : { is: 'refused' }
  }

  /** Asked with each request, one read by primary key: what ended a moment ago is over now. */
  async function signedIn(id: string): Promise<SignedIn | null> {
    const found = await database.signIn.findUnique({ where: { id }, include: { user: true } })
    const now = clock()
    if (!found || found.endedAt || found.expiresAt <= now || found.epoch !== found.user.epoch)
      return null
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
  async function stillSignedIn(ids: string[]): Promise<Set<string>> {
    const rows = await database.signIn.findMany({
      where: { id: { in: ids }, endedAt: null, expiresAt: { gt: clock() } },
      include: { user: { select: { epoch: true } } },
    })
    return new Set(rows.filter((row) => row.epoch === row.user.epoch).map((row) => row.id))
  }

  async function signOut(id: string): Promise<void> {
    await database.signIn.updateMany({
      where: { id, endedAt: null },
      data: { endedAt: wholeSeconds(clock()) },
    })
  }

  async function signOutEverywhere(user: string): Promise<void> {
    await fromNowOn(user, {})
  }

  /** A new epoch voids every sign-in of the account at once, also one that is being made at this moment. */
  async function fromNowOn(
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

  /** When somebody came in, and nothing about from where: no address and no browser is kept. */
  function signInsOf(user: string) {
    return database.signIn.findMany({
      where: { userId: user, endedAt: null, expiresAt: { gt: clock() } },
      orderBy: { startedAt: 'desc' },
      select: { id: true, startedAt: true },
    })
  }

  /** Ends every sign-in of the account; the answer is a new one for the person who changed it. */
  async function changePassword(user: string, current: string, next: string): Promise<PasswordOutcome> {
    const found = await database.user.findUniqueOrThrow({ where: { id: user } })
    const account = accountDigest(found.email)
    const seconds = await secondsToWait(account)
    if (seconds > 0) return { is: 'wait', seconds }
    if (!(await isPassword(current, found.passwordHash))) return { is: 'refused' }
    await database.signInFailure.deleteMany({ where: { account } })
    const problem = passwordProblem(next, found.email)
    return problem ? { is: 'problem', key: problem } : replacePassword(found.id, next)
  }

  async function replacePassword(user: string, password: string): Promise<SignInOutcome> {
    const changed = await fromNowOn(user, { passwordHash: await hashPassword(password) })
    return { is: 'signed-in', signIn: await begin(changed), user }
  }

  /** The secret of a link that works once, within a week; the database keeps its hash alone. The way back for a lost password, too. */
  async function inviteUser(email: string): Promise<string> {
    const token = randomBytes(32).toString('base64url')
    const user = await database.user.upsert({
      where: { email: address(email) },
      create: { id: randomUUID(), email: address(email) },
      update: {},
    })
    const expiresAt = wholeSeconds(new Date(clock().getTime() + INVITATION_LASTS))
    await database.invitation.deleteMany({ where: { userId: user.id, usedAt: null } })
    await database.invitation.create({ data: { tokenHash: hashOf(token), userId: user.id, expiresAt } })
    return token
  }

  async function hasPassword(email: string): Promise<boolean> {
    return (
      (await database.user.count({ where: { email: address(email), passwordHash: { not: null } } })) > 0
    )
  }

  /** For whoever appoints somebody. An account with a password is its owner's: nobody else gets a way into it. */
  async function inviteNewcomer(email: string): Promise<string | null> {
    return (await hasPassword(email)) ? null : inviteUser(email)
  }

  async function invitation(token: string): Promise<{ user: string; email: string } | null> {
    const found = await database.invitation.findUnique({
      where: { tokenHash: hashOf(token) },
      include: { user: true },
    })
    return found && !found.usedAt && found.expiresAt > clock()
      ? { user: found.userId, email: found.user.email }
      : null
  }

  async function acceptInvitation(token: string, password: string): Promise<PasswordOutcome> {
    const invited = await invitation(token)
    if (!invited) return { is: 'refused' }
    const problem = passwordProblem(password, invited.email)
    if (problem) return { is: 'problem', key: problem }
    const { count } = await database.invitation.updateMany({
      where: { tokenHash: hashOf(token), usedAt: null },
      data: { usedAt: wholeSeconds(clock()) },
    })
    return count === 1 ? replacePassword(invited.user, password) : { is: 'refused' }
  }

  return {
    createUser,
    signIn,
    signInAs,
    signInVerified,
    signedIn,
    stillSignedIn,
    signOut,
    signOutEverywhere,
    signInsOf,
    changePassword,
    inviteUser,
    hasPassword,
    inviteNewcomer,
    invitation,
    acceptInvitation,
  }
}

/** Pauses of 1, 2, 4 ... seconds after the third failure; after the tenth, a quarter of an hour. */
export function pauseAfter(failures: number): number {
  if (failures >= TRIES) return QUIET
  return failures < 3 ? 0 : 1000 * 2 ** (failures - 3)
}

function address(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}

/** Keyed, so that the table of failures tells nobody whose accounts are being tried. */
function accountDigest(email: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    createHmac('sha256', settings().sessionSecret)
      .update(`sign-in/v1\0${address(email)}`)
      .digest(),
  )
}

function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest())
}
