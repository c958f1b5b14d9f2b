import { createHash, createHmac, randomBytes, randomInt, randomUUID, timingSafeEqual } from 'node:crypto'
import { keepPassword, openAccounts } from '../accounts/accounts.ts'
import { hashPassword, isPassword, passwordProblem } from '../accounts/password.ts'
import { z } from 'zod'
import type { Together } from '../act/act.ts'
import { HOUR_MS, toInstant, wholeSeconds } from '../act/calendar.ts'
import { digestOf } from '../act/fields.ts'
import { inTransaction } from '../act/transaction.ts'
import type { Database, Row, Writer } from '../db/client.ts'
import { noJson } from '../db/client.ts'
import { Answers, kindOf, planOf, slugFrom, valuesOf } from './answers.ts'
import type { FieldFault, Step, Typed } from './answers.ts'
import { makeForum, NotMade } from './making.ts'
import { ForumPlan } from './plan.ts'
import type { Plan } from './plan.ts'

// A forum that is being founded is nobody's act yet: this door writes `founding` and `founding_voice`, and when the last of the first voices
// has accepted, all acts of the founding are recorded at once, or none (decision 079).

const DAY = 24 * HOUR_MS
const LINK_LASTS = 30 * DAY

const Asked = z.strictObject({ kind: z.enum(['live', 'practice']), plan: ForumPlan })
/** What is put before the first voices. */
export type Asked = { kind: 'live' | 'practice'; plan: Plan }

export const columns = {
  founding: { answers: Answers, asked: Asked.nullable() },
  foundingVoice: { text: Asked.nullable() },
}

export type VoiceSeen = {
  sector: string
  name: string
  email: string
  /** what they said of the text as it is asked now; `earlier`: of a text before it, which counts no more */
  answer: 'accepted' | 'refused' | 'earlier' | null
  reason: string | null
  answeredAt: Date | null
  token: string
}
export type FoundingSeen = {
  id: string
  answers: Answers
  revision: number
  expiresAt: Date
  asked: Asked | null
  /** whether the answers say something else than what is asked */
  changed: boolean
  voices: VoiceSeen[]
  /** the forum that came of it */
  opened: { slug: string; kind: string } | null
}
export type Saved =
  | { is: 'saved'; revision: number }
  | { is: 'conflict'; revision: number; theirs: Typed }
  | { is: 'refused'; says: string }
export type Put =
  | { is: 'asked' }
  | { is: 'faulty'; faults: FieldFault[] }
  | { is: 'refused'; says: string }
export type Invited = {
  asked: Asked
  digest: string
  sector: string
  email: string
  name: string
  hasPassword: boolean
  /** a password was chosen when an earlier text was accepted: it is asked for again */
  hasChosen: boolean
  /** whether the operator's code is asked for: whoever founds has the link, and not the code */
  needsCode: boolean
  answer: VoiceSeen['answer']
  /** the text that they answered to before, where it is another */
  before: Asked | null
  others: { sector: string; answer: VoiceSeen['answer'] }[]
  opened: { slug: string } | null
}
export type Answered =
  | { is: 'accepted'; opened: string | null; email: string }
  | { is: 'refusal-kept' }
  | { is: 'refused'; says: string }
  | { is: 'problem'; field: string; says: string }
/** What a first voice says when they accept. */
export type Accepting = { digest: string; password: string; code: string }
/** For the operator alone, who tells each person theirs. */
export type CodeOf = { sector: string; name: string; email: string; code: string | null }
export type Listed = { id: string; madeAt: Date; expiresAt: Date; slug: string; state: string }

export type FoundingDoor = ReturnType<typeof openFoundingDoor>

type Voice = Row<'foundingVoice'>
type Founding = Row<'founding'> & { voices: Voice[] }
type Open = {
  database: Database
  together: Together
  accounts: ReturnType<typeof openAccounts>
  clock: () => Date
}

export function openFoundingDoor(
  database: Database,
  together: Together,
  clock: () => Date = () => new Date(),
) {
  const open: Open = { database, together, accounts: openAccounts(database, clock), clock }
  return {
    make: () => make(open),
    listed: () => listed(open),
    withdraw: (id: string) => withdraw(open, id),
    seen: (token: string) => seen(open, token),
    save: (token: string, step: Step, base: number, values: Typed) =>
      save(open, token, { step, base, values }),
    ask: (token: string) => ask(open, token),
    discard: (token: string) => discard(open, token),
    beginAnew: (token: string) => beginAnew(open, token),
    invited: (token: string) => invited(open, token),
    accept: (token: string, given: Accepting) => accept(open, token, given),
    codes: (id: string) => codes(open, id),
    decline: (token: string, digest: string, reason: string) => decline(open, token, { digest, reason }),
  }
}

/** The secret of a new link, told this once: the database keeps its hash. What expired a month ago goes, with all that was typed into it. */
async function make({ database, clock }: Open): Promise<{ token: string; expiresAt: Date }> {
  const now = wholeSeconds(clock())
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + LINK_LASTS)
  await database.founding.deleteMany({
    where: { expiresAt: { lt: new Date(now.getTime() - LINK_LASTS) } },
  })
  await database.founding.create({
    data: {
      id: randomUUID(),
      tokenHash: hashOf(token),
      madeAt: now,
      expiresAt,
      answers: {},
      revision: 0,
    },
  })
  return { token, expiresAt }
}

async function listed({ database, clock }: Open): Promise<Listed[]> {
  const rows = await database.founding.findMany({
    orderBy: { madeAt: 'asc' },
    include: { voices: true },
  })
  return rows.map((row) => ({
    id: row.id,
    madeAt: row.madeAt,
    expiresAt: row.expiresAt,
    slug: row.asked?.plan.slug ?? slugFrom(valuesOf(row.answers, 'name')),
    state: stateOf(row, clock()),
  }))
}

function stateOf(row: Founding, now: Date): string {
  if (row.forumId) return 'open'
  if (row.expiresAt <= now) return 'expired'
  const accepted = row.voices.filter((voice) => answerOf(voice, row.askedDigest) === 'accepted')
  return row.asked ? `${accepted.length} of ${row.voices.length} accepted` : 'being written'
}

/** The link works no more, and what was typed is gone. A forum that it opened stays. Answers whether there was one. */
async function withdraw({ database }: Open, id: string): Promise<boolean> {
  const { count } = await database.founding.deleteMany({ where: { id } })
  return count > 0
}

async function seen({ database, clock }: Open, token: string): Promise<FoundingSeen | null> {
  const row = await found(database, token, clock())
  if (!row) return null
  const opened = row.forumId
    ? await database.forum.findUnique({
        where: { id: row.forumId },
        select: { slug: true, kind: true },
      })
    : null
  const { plan } = planOf(row.answers)
  const now = plan && digestOf({ kind: kindOf(row.answers), plan })
  const names = namesIn(row.asked)
  return {
    id: row.id,
    answers: row.answers,
    revision: row.revision,
    expiresAt: row.expiresAt,
    asked: row.asked,
    changed: row.asked !== null && now !== row.askedDigest,
    voices: row.voices
      .toSorted((one, other) => rankIn(row.asked, one) - rankIn(row.asked, other))
      .map((voice) => ({
        sector: voice.sector,
        name: names.get(voice.email) ?? voice.email,
        email: voice.email,
        answer: answerOf(voice, row.askedDigest),
        reason: voice.reason,
        answeredAt: voice.answeredAt,
        token: voiceToken(token, voice.id),
      })),
    opened,
  }
}

/** Whatever was typed is kept, right or wrong. Where another window saved the same step meanwhile, nothing is: both are shown. */
async function save(
  { database, clock }: Open,
  token: string,
  { step, base, values }: { step: Step; base: number; values: Typed },
): Promise<Saved> {
  return inTransaction(database, async (tx): Promise<Saved> => {
    const row = await locked(tx, token, clock())
    if (!row) return { is: 'refused', says: 'foundings.over' }
    if (row.forumId) return { is: 'refused', says: 'foundings.opened' }
    const before = row.answers[step]
    const clean = cleaned(values)
    if (before && sameTyped(before.values, clean)) return { is: 'saved', revision: before.at }
    if (before && before.at > base) return { is: 'conflict', revision: before.at, theirs: before.values }
    const revision = row.revision + 1
    await tx.founding.update({
      where: { id: row.id },
      data: { revision, answers: { ...row.answers, [step]: { at: revision, values: clean } } },
    })
    return { is: 'saved', revision }
  })
}

/** PostgreSQL has no character 0, and JSON no half of one. */
function cleaned(values: Typed): Typed {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [name, text.replaceAll('\u0000', '').toWellFormed()]),
  )
}

function sameTyped(one: Typed, other: Typed): boolean {
  return digestOf(one) === digestOf(other)
}

/** Puts the plan before the first voice of each sector. What they said of an earlier text counts no more. */
async function ask(open: Open, token: string): Promise<Put> {
  const put = await askVoices(open, token)
  // Whom the same text is put to again has accepted it already: what was cut short after the last acceptance goes on here.
  const row = put.is === 'asked' ? await found(open.database, token, open.clock()) : null
  const [first] = row?.voices ?? []
  if (first) await openWhole(open, voiceToken(token, first.id))
  return put
}

async function askVoices({ database, clock }: Open, token: string): Promise<Put> {
  return inTransaction(database, async (tx): Promise<Put> => {
    const row = await locked(tx, token, clock())
    if (!row) return { is: 'refused', says: 'foundings.over' }
    if (row.forumId) return { is: 'refused', says: 'foundings.opened' }
    const { plan, faults } = planOf(row.answers)
    if (!plan) return { is: 'faulty', faults }
    if ((await tx.forum.count({ where: { slug: plan.slug } })) > 0)
      return { is: 'faulty', faults: [{ step: 'name', field: 'slug', says: 'bodies.slugTaken' }] }
    const asked: Asked = { kind: kindOf(row.answers), plan }
    await tx.founding.update({
      where: { id: row.id },
      data: { asked, askedDigest: digestOf(asked) },
    })
    await inviteVoices(tx, row, token, firstVoicesOf(plan))
    return { is: 'asked' }
  })
}

type First = { sector: string; email: string }

/** Of each sector with a position, who holds the first seat of the committee with its voice. */
function firstVoicesOf(plan: Plan): First[] {
  const seats = plan.bodies.filter(({ kind }) => kind === 'committee').flatMap((body) => body.seats)
  return plan.sectors
    .filter((sector) => sector.hasPosition)
    .flatMap(({ slug }) => {
      const email = seats.find((seat) => seat.sector === slug && seat.voice)?.people[0]?.email
      return email === undefined ? [] : [{ sector: slug, email }]
    })
}

/** Whoever is asked again keeps their link; another person gets another one, and the link before is void. */
async function inviteVoices(tx: Writer, row: Founding, token: string, firsts: First[]): Promise<void> {
  const stay = row.voices.filter((voice) =>
    firsts.some(({ sector, email }) => sector === voice.sector && email === voice.email),
  )
  await tx.foundingVoice.deleteMany({
    where: { foundingId: row.id, id: { notIn: stay.map(({ id }) => id) } },
  })
  for (const { sector, email } of firsts) {
    if (stay.some((voice) => voice.sector === sector)) continue
    const id = randomUUID()
    await tx.foundingVoice.create({
      data: {
        id,
        foundingId: row.id,
        tokenHash: hashOf(voiceToken(token, id)),
        code: newCode(),
        sector,
        email,
      },
    })
  }
}

/** What never opened goes whole: its address was never taken, and nobody's name stays behind. */
async function discard({ database, clock }: Open, token: string): Promise<Saved> {
  return inTransaction(database, async (tx): Promise<Saved> => {
    const row = await locked(tx, token, clock())
    if (!row) return { is: 'refused', says: 'foundings.over' }
    if (row.forumId) return { is: 'refused', says: 'foundings.opened' }
    await tx.founding.delete({ where: { id: row.id } })
    return { is: 'saved', revision: 0 }
  })
}

/** The same answers for a forum that is meant in earnest; the one that was tried stays where it is. */
async function beginAnew({ database, clock }: Open, token: string): Promise<Saved> {
  return inTransaction(database, async (tx): Promise<Saved> => {
    const row = await locked(tx, token, clock())
    if (!row) return { is: 'refused', says: 'foundings.over' }
    if (!row.forumId || kindOf(row.answers) !== 'practice')
      return { is: 'refused', says: 'foundings.practiceOnly' }
    const revision = row.revision + 1
    const { slug: _slug, ...name } = valuesOf(row.answers, 'name')
    await tx.foundingVoice.deleteMany({ where: { foundingId: row.id } })
    await tx.founding.update({
      where: { id: row.id },
      data: {
        revision,
        forumId: null,
        asked: noJson,
        askedDigest: null,
        expiresAt: new Date(wholeSeconds(clock()).getTime() + LINK_LASTS),
        answers: { ...row.answers, name: { at: revision, values: { ...name, kind: 'live' } } },
      },
    })
    return { is: 'saved', revision }
  })
}

async function invited({ database, accounts, clock }: Open, token: string): Promise<Invited | null> {
  const voice = await database.foundingVoice.findUnique({
    where: { tokenHash: hashOf(token) },
    include: { founding: { include: { voices: true } } },
  })
  if (!voice) return null
  const { founding } = voice
  if (!founding.asked || founding.expiresAt <= clock()) return null
  const [answer, hasPassword] = [
    answerOf(voice, founding.askedDigest),
    await accounts.hasPassword(voice.email),
  ]
  const opened = founding.forumId
    ? await database.forum.findUnique({ where: { id: founding.forumId }, select: { slug: true } })
    : null
  return {
    asked: founding.asked,
    digest: founding.askedDigest ?? '',
    sector: voice.sector,
    email: voice.email,
    name: namesIn(founding.asked).get(voice.email) ?? voice.email,
    hasPassword,
    hasChosen: voice.passwordHash !== null,
    needsCode: wantsCode(founding, voice, hasPassword),
    answer,
    before: answer === 'earlier' ? voice.text : null,
    others: founding.voices
      .filter((one) => one.id !== voice.id)
      .toSorted((one, other) => rankIn(founding.asked, one) - rankIn(founding.asked, other))
      .map((one) => ({ sector: one.sector, answer: answerOf(one, founding.askedDigest) })),
    opened,
  }
}

/** Accepts for a sector, by its first voice's own link and own password. The last acceptance opens the forum. */
async function accept(
  open: Open,
  token: string,
  { digest, password, code }: Accepting,
): Promise<Answered> {
  const there = await invited(open, token)
  const refused = refusalOf(there, digest)
  if (!there || refused) return refused ?? { is: 'refused', says: 'foundings.over' }
  if (there.needsCode && !(await isCode(open, token, code)))
    return { is: 'problem', field: 'code', says: 'foundings.wrongCode' }
  const chosen = await passwordOf(open, token, { ...there, password })
  if ('is' in chosen) return chosen
  const kept = await answerWith(open, token, digest, {
    answer: 'accepted',
    reason: null,
    ...(chosen.hash !== null && { passwordHash: chosen.hash }),
  })
  if (kept) return kept
  return { is: 'accepted', opened: await openWhole(open, token), email: there.email }
}

async function decline(
  open: Open,
  token: string,
  { digest, reason }: { digest: string; reason: string },
): Promise<Answered> {
  const refused = refusalOf(await invited(open, token), digest)
  if (refused) return refused
  const text = reason.replaceAll('\u0000', '').toWellFormed().trim()
  if (!text) return { is: 'problem', field: 'reason', says: 'foundings.reasonNeeded' }
  if (text.length > 4_000) return { is: 'problem', field: 'reason', says: 'foundings.reasonLong' }
  const kept = await answerWith(open, token, digest, { answer: 'refused', reason: text })
  return kept ?? { is: 'refusal-kept' }
}

function refusalOf(there: Invited | null, digest: string): Answered | null {
  if (!there) return { is: 'refused', says: 'foundings.over' }
  if (there.opened) return { is: 'refused', says: 'foundings.opened' }
  return there.digest === digest ? null : { is: 'refused', says: 'foundings.textChanged' }
}

/**
 * Whoever founds is shown every link, and could open it. What they do not know is asked for besides: the
 * password of whoever has one in this installation; of a newcomer, the code that the operator tells
 * them, and from then on the password that they chose. A practice binds nobody, and asks for no code
 * (decision 084).
 */
function wantsCode(founding: Row<'founding'>, voice: Voice, hasPassword: boolean): boolean {
  return founding.asked?.kind === 'live' && !hasPassword && voice.passwordHash === null
}

/** Ten letters and digits of which none is taken for another, as somebody says them on the telephone. */
function newCode(): string {
  const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
  const code = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')
  return `${code.slice(0, 5)}-${code.slice(5)}`
}

async function isCode({ database }: Open, token: string, typed: string): Promise<boolean> {
  const voice = await database.foundingVoice.findUnique({ where: { tokenHash: hashOf(token) } })
  const plain = (code: string) => hashOf(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))
  return voice !== null && timingSafeEqual(plain(typed), plain(voice.code))
}

/** Each first voice with the code that they are to be told; null where their own password is asked for. */
async function codes({ database, accounts }: Open, id: string): Promise<CodeOf[] | null> {
  const row = await database.founding.findUnique({ where: { id }, include: { voices: true } })
  if (!row) return null
  const names = namesIn(row.asked)
  return Promise.all(
    row.voices
      .toSorted((one, other) => rankIn(row.asked, one) - rankIn(row.asked, other))
      .map(async (voice) => ({
        sector: voice.sector,
        name: names.get(voice.email) ?? voice.email,
        email: voice.email,
        code: wantsCode(row, voice, await accounts.hasPassword(voice.email)) ? voice.code : null,
      })),
  )
}

/** An account with a password is its owner's: they say it. Whoever has none chooses one, which becomes theirs when the forum opens. */
async function passwordOf(
  { accounts, database }: Open,
  token: string,
  { email, hasPassword, hasChosen, password }: Invited & { password: string },
): Promise<{ hash: string | null } | Answered> {
  if (hasPassword) {
    const outcome = await accounts.signIn(email, password)
    if (outcome.is === 'wait') return { is: 'problem', field: 'password', says: 'foundings.wait' }
    if (outcome.is === 'refused')
      return { is: 'problem', field: 'password', says: 'foundings.wrongPassword' }
    await accounts.signOut(outcome.signIn)
    return { hash: null }
  }
  if (hasChosen) {
    const voice = await database.foundingVoice.findUnique({ where: { tokenHash: hashOf(token) } })
    return (await isPassword(password, voice?.passwordHash ?? null))
      ? { hash: null }
      : { is: 'problem', field: 'password', says: 'foundings.wrongChosen' }
  }
  const problem = passwordProblem(password, email)
  return problem
    ? { is: 'problem', field: 'password', says: problem }
    : { hash: await hashPassword(password) }
}

type Answer = Pick<Voice, 'answer' | 'reason'> & { passwordHash?: string }

/** Null: it was kept. The text that they answer to is the one that is asked at this moment. */
async function answerWith(
  { database, clock }: Open,
  token: string,
  digest: string,
  answer: Answer,
): Promise<Answered | null> {
  return inTransaction(database, async (tx): Promise<Answered | null> => {
    const row = await lockedByVoice(tx, token)
    if (!row) return { is: 'refused', says: 'foundings.over' }
    if (row.founding.forumId) return { is: 'refused', says: 'foundings.opened' }
    if (!row.founding.asked || row.founding.askedDigest !== digest)
      return { is: 'refused', says: 'foundings.textChanged' }
    await tx.foundingVoice.update({
      where: { id: row.voice },
      data: { ...answer, digest, text: row.founding.asked, answeredAt: wholeSeconds(clock()) },
    })
    return null
  })
}

/** Where everybody has accepted the text as it is: all acts of the founding, and the logins, or nothing. Answers the forum's address. */
async function openWhole({ together }: Open, token: string): Promise<string | null> {
  try {
    return await together(async (act, tx) => {
      const row = await lockedByVoice(tx, token)
      const founding = row?.founding
      if (!founding?.asked || founding.forumId || !founding.askedDigest) return null
      const { plan, kind } = founding.asked
      if (founding.voices.some((voice) => answerOf(voice, founding.askedDigest) !== 'accepted'))
        return null
      const acceptances = founding.voices
        .toSorted((one, other) => rankIn(founding.asked, one) - rankIn(founding.asked, other))
        .map(({ email, answeredAt }) => ({
          email,
          text: founding.askedDigest ?? '',
          acceptedAt: toInstant(answeredAt ?? new Date()),
        }))
      const { forum } = await makeForum({ act, db: tx }, plan, { kind, acceptances })
      for (const { email, passwordHash } of founding.voices)
        if (passwordHash) await keepPassword(tx, email, passwordHash)
      await settle(tx, founding, forum)
      return plan.slug
    })
  } catch (error) {
    // Somebody took the address meanwhile: the acceptances stand, and whoever founds is told when they look.
    if (error instanceof NotMade) return null
    throw error
  }
}

/** What was typed for an open forum is in its log now; a practice keeps it, to be begun anew. */
async function settle(tx: Writer, founding: Founding, forum: string): Promise<void> {
  const isPractice = founding.asked?.kind === 'practice'
  await tx.foundingVoice.updateMany({
    where: { foundingId: founding.id },
    data: { passwordHash: null },
  })
  await tx.founding.update({
    where: { id: founding.id },
    data: { forumId: forum, ...(!isPractice && { answers: {} }) },
  })
}

async function found(db: Writer, token: string, now: Date): Promise<Founding | null> {
  const row = await db.founding.findUnique({
    where: { tokenHash: hashOf(token) },
    include: { voices: true },
  })
  return row && row.expiresAt > now ? row : null
}

/** One writer at a time: two windows, and a voice that answers while the text is changed. */
async function locked(tx: Writer, token: string, now: Date): Promise<Founding | null> {
  await tx.$queryRaw`SELECT id FROM founding WHERE "tokenHash" = ${hashOf(token)} FOR UPDATE`
  return found(tx, token, now)
}

async function lockedByVoice(
  tx: Writer,
  token: string,
): Promise<{ voice: string; founding: Founding } | null> {
  const voice = await tx.foundingVoice.findUnique({ where: { tokenHash: hashOf(token) } })
  if (!voice) return null
  await tx.$queryRaw`SELECT id FROM founding WHERE id = ${voice.foundingId}::uuid FOR UPDATE`
  const founding = await tx.founding.findUnique({
    where: { id: voice.foundingId },
    include: { voices: true },
  })
  return founding && founding.voices.some(({ id }) => id === voice.id)
    ? { voice: voice.id, founding }
    : null
}

function answerOf(voice: Voice, digest: string | null): VoiceSeen['answer'] {
  if (voice.answer !== 'accepted' && voice.answer !== 'refused') return null
  return voice.digest === digest ? voice.answer : 'earlier'
}

function namesIn(asked: Founding['asked']): Map<string, string> {
  const people = (asked?.plan.bodies ?? []).flatMap(({ seats }) =>
    seats.flatMap((seat) => seat.people ?? []),
  )
  return new Map(people.map(({ name, email }) => [email, name]))
}

function rankIn(asked: Founding['asked'], { sector }: Voice): number {
  return (asked?.plan.sectors ?? []).findIndex(({ slug }) => slug === sector)
}

/** Whoever has the founding's link is shown the first voices' links again, and the database knows none of them. */
function voiceToken(token: string, voice: string): string {
  return createHmac('sha256', token).update(`founding-voice/v1\0${voice}`).digest('base64url')
}

function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest())
}
