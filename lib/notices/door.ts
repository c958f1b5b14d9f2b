import { HOUR_MS, dayIn, toDate, wholeSeconds } from '../act/calendar.ts'
import type { ForumHead } from '../act/viewer.ts'
import { inTransaction } from '../act/transaction.ts'
import type { Database, Row, Writer } from '../db/client.ts'
import { noticeKinds } from '../log/fact.ts'
import type { NoticeKind } from '../log/fact.ts'
import { isDaylight, isGivenUp, waitAfter, whens } from './rules.ts'
import type { When } from './rules.ts'
import { noticesOf } from './telling.ts'
import type { Line, Seated } from './telling.ts'

/** So many acts are looked at in one transaction. */
const ACTS_TOGETHER = 200
/** Longer than any mail server is waited for: whoever took a letter and is silent for so long was killed. */
const TAKEN_FOR_MS = 10 * 60_000
/** What was sent is forgotten then; the log remembers of what. */
const KEPT_FOR_MS = 90 * 24 * HOUR_MS
const MOST_CHARACTERS = 300

export type NoticesDoor = ReturnType<typeof openNoticesDoor>
export type Letter = Row<'letter'>
type Choice = { body: string; kind: NoticeKind; chosen: When }
type Outcome =
  | 'sent'
  | 'nothing-to-say'
  | 'no-address'
  | 'stopped'
  | 'refused'
  | 'given-up'
  | 'came-back'

/** As lib/letters/bounces.ts reads it. */
type Bounce = { letter: string; address: boolean; answer: string }

type Post = { database: Database; clock: () => Date }

/**
 * The door for what people are told without asking (decision 087). It follows the log from a cursor, in
 * transactions of its own: no act waits for it or knows of it. A notice stands in the row of its act,
 * person and thing, and is in one letter; a letter is with one process.
 */
export function openNoticesDoor(database: Database, clock: () => Date = () => new Date()) {
  const post: Post = { database, clock }
  return {
    /** Looks at the acts that came since; answers how many. `tell`: whether anybody is told at all. */
    follow: (forum: ForumHead, options: { tell: boolean }) => follow(post, forum, options),
    /** Puts what is due by now into letters, one for each person. */
    gather: (forum: ForumHead) => gather(post, forum),
    /** Letters to be handed over now, for this process alone. */
    take: (most: number) => take(post, most),
    noticesIn: (letter: string) =>
      database.notice.findMany({
        where: { letterId: letter },
        orderBy: [{ index: 'asc' }, { ordinal: 'asc' }],
      }),
    end: (letter: string, outcome: Outcome, answer?: string) => end(post, letter, outcome, answer),
    postpone: (letter: Letter, answer: string) => postpone(post, letter, answer),
    isStopped: async (email: string) =>
      (await database.stoppedAddress.count({ where: { email: email.toLowerCase() } })) > 0,
    stopAddress: (email: string, answer: string) => stopAddress(post, email, answer),
    /** A mail that was taken, and came back later. */
    comeBack: (bounce: Bounce) => comeBack(post, bounce),
    /** Somebody says that the address works: it is tried again. */
    tryAddress: async (email: string) => {
      await database.stoppedAddress.deleteMany({ where: { email: email.toLowerCase() } })
    },
    languageOf: async (person: string) =>
      (await database.noticeReader.findUnique({ where: { personId: person } }))?.language ?? null,
    choicesOf: (person: string) => choicesOf(post, person),
    choose: (forum: string, person: string, choices: Choice[], language?: string) =>
      choose(post, { forum, person, choices, language }),
    /** One click: nothing of these kinds any more, in any body of the forum. */
    stopKinds: (person: string, kinds: NoticeKind[]) => stopKinds(post, person, kinds),
    tidy: () => tidy(post),
  }
}

/**
 * A forum that is met for the first time, be it new, restored or copied, is followed from its end:
 * nobody is told what was before.
 */
async function follow(
  { database, clock }: Post,
  forum: ForumHead,
  { tell }: { tell: boolean },
): Promise<number> {
  return inTransaction(database, async (tx) => {
    const size = (await tx.logHead.findUnique({ where: { forumId: forum.id } }))?.size ?? 0
    await tx.noticeCursor.createMany({ data: [{ forumId: forum.id, next: size }], skipDuplicates: true })
    const [cursor] = await tx.$queryRaw<{ next: number }[]>`
      SELECT next FROM notice_cursor WHERE "forumId" = ${forum.id}::uuid FOR UPDATE`
    const from = cursor?.next ?? size
    if (from >= size) return 0
    const to = tell ? Math.min(size, from + ACTS_TOGETHER) : size
    if (tell) await tellOf(tx, { forum, from, to, now: clock() })
    await tx.noticeCursor.update({ where: { forumId: forum.id }, data: { next: to } })
    return to - from
  })
}

async function tellOf(
  tx: Writer,
  { forum, from, to, now }: { forum: ForumHead; from: number; to: number; now: Date },
): Promise<void> {
  const lines: Line[] = await tx.historyLine.findMany({
    where: { forumId: forum.id, index: { gte: from, lt: to } },
    orderBy: [{ index: 'asc' }, { ordinal: 'asc' }],
  })
  const [seated, choices] = await Promise.all([
    seatedIn(tx, forum, dayIn(forum.timeZone, now)),
    tx.noticeChoice.findMany({ where: { forumId: forum.id } }),
  ])
  const known = new Map(choices.map((one) => [`${one.personId} ${one.bodyId} ${one.kind}`, one.chosen]))
  const chosen = (person: string, body: string, kind: NoticeKind) =>
    [body, forum.id]
      .map((place) => whens.find((when) => when === known.get(`${person} ${place} ${kind}`)))
      .find((when) => when !== undefined)
  const acts = Map.groupBy(lines, (line) => line.index)
  await tx.notice.createMany({
    data: [...acts.values()].flatMap((of) => noticesOf(of, { forum, seated, chosen })),
    skipDuplicates: true,
  })
}

function seatedIn(tx: Writer, forum: ForumHead, today: string): Promise<Seated[]> {
  return tx.$queryRaw<Seated[]>`
    SELECT m."seatId" AS seat, m.id AS mandate, m."personId" AS person, s."bodyId" AS body, b.kind AS "bodyKind",
           s."sectorId" AS sector, t."hasPosition", s.function, s.voice, m.capacity
    FROM mandate m JOIN seat s ON s.id = m."seatId" JOIN body b ON b.id = s."bodyId" JOIN sector t ON t.id = s."sectorId"
    WHERE m."forumId" = ${forum.id}::uuid
      AND public.in_force(m."fromOn", m."untilOn", ${toDate(today)}::date) AND NOT public.has_ended(s."endedOn", ${toDate(today)}::date)`
}

/** What can wait waits for the day, also where the server was down in the morning. */
async function gather({ database, clock }: Post, forum: ForumHead): Promise<number> {
  const now = wholeSeconds(clock())
  const day = isDaylight(forum.timeZone, now)
  return database.$executeRaw`
    WITH due AS (
      SELECT id, "personId" FROM notice
      WHERE "forumId" = ${forum.id}::uuid AND "letterId" IS NULL AND at <= ${now}::timestamptz AND (urgent OR ${day}::boolean)
      FOR UPDATE SKIP LOCKED
    ), person AS (
      SELECT "personId", gen_random_uuid() AS letter FROM due GROUP BY "personId"
    ), told AS (
      UPDATE notice n SET "letterId" = p.letter FROM due d JOIN person p ON p."personId" = d."personId" WHERE n.id = d.id
    )
    INSERT INTO letter (id, "forumId", "personId", "madeAt", "nextAt", tries)
    SELECT letter, ${forum.id}::uuid, "personId", ${now}::timestamptz, ${now}::timestamptz, 0 FROM person`
}

function take({ database, clock }: Post, most: number): Promise<Letter[]> {
  const now = clock()
  return database.$queryRaw<Letter[]>`
    UPDATE letter SET tries = tries + 1, "takenUntil" = ${new Date(now.getTime() + TAKEN_FOR_MS)}::timestamptz
    WHERE id IN (
      SELECT id FROM letter
      WHERE "endedAt" IS NULL AND "nextAt" <= ${now}::timestamptz AND ("takenUntil" IS NULL OR "takenUntil" <= ${now}::timestamptz)
      ORDER BY "nextAt", id LIMIT ${most}::int FOR UPDATE SKIP LOCKED
    ) RETURNING *`
}

async function end(
  { database, clock }: Post,
  letter: string,
  outcome: Outcome,
  answer?: string,
): Promise<void> {
  await database.letter.update({
    where: { id: letter },
    data: {
      endedAt: wholeSeconds(clock()),
      takenUntil: null,
      outcome,
      answer: answer?.slice(0, MOST_CHARACTERS) ?? null,
    },
  })
}

/** Not now: the server said so, or there is none. */
async function postpone(post: Post, letter: Letter, answer: string): Promise<Outcome | null> {
  const now = post.clock()
  if (isGivenUp((now.getTime() - letter.madeAt.getTime()) / HOUR_MS)) {
    await end(post, letter.id, 'given-up', answer)
    return 'given-up'
  }
  await post.database.letter.update({
    where: { id: letter.id },
    data: {
      nextAt: new Date(now.getTime() + waitAfter(letter.tries)),
      takenUntil: null,
      answer: answer.slice(0, MOST_CHARACTERS),
    },
  })
  return null
}

async function stopAddress({ database, clock }: Post, email: string, answer: string): Promise<void> {
  await database.stoppedAddress.createMany({
    data: [
      {
        email: email.toLowerCase(),
        stoppedAt: wholeSeconds(clock()),
        answer: answer.slice(0, MOST_CHARACTERS),
      },
    ],
    skipDuplicates: true,
  })
}

/** Of whoever the letter was written to, whatever address the report names: mail is passed on. */
async function comeBack(
  post: Post,
  { letter, address, answer }: Bounce,
): Promise<'unknown' | 'noted' | 'stopped'> {
  const found = await post.database.letter.findUnique({ where: { id: letter } })
  if (!found) return 'unknown'
  await end(post, letter, 'came-back', answer)
  const person = address && (await post.database.person.findUnique({ where: { id: found.personId } }))
  if (!person || !person.email) return 'noted'
  await stopAddress(post, person.email, answer)
  return 'stopped'
}

async function choicesOf({ database }: Post, person: string): Promise<Choice[]> {
  const rows = await database.noticeChoice.findMany({ where: { personId: person } })
  return rows.flatMap(({ bodyId, kind, chosen }) => {
    const [known, when] = [noticeKinds.find((one) => one === kind), whens.find((one) => one === chosen)]
    return known && when ? [{ body: bodyId, kind: known, chosen: when }] : []
  })
}

async function choose(
  { database }: Post,
  {
    forum,
    person,
    choices,
    language,
  }: { forum: string; person: string; choices: Choice[]; language: string | undefined },
): Promise<void> {
  await inTransaction(database, async (tx) => {
    // What is left out is chosen no more.
    await tx.noticeChoice.deleteMany({ where: { personId: person } })
    for (const { body, kind, chosen } of choices) {
      const key = { personId: person, bodyId: body, kind }
      await tx.noticeChoice.create({ data: { ...key, forumId: forum, chosen } })
      if (chosen === 'none') await forgetWaiting(tx, { personId: person, bodyId: body, kind })
    }
    if (language)
      await tx.noticeReader.upsert({
        where: { personId: person },
        create: { personId: person, forumId: forum, language },
        update: { language },
      })
  })
}

/** What waits to be told and is not wanted any more; that a deadline comes is told once all the same. */
async function forgetWaiting(
  tx: Writer,
  of: { personId: string; bodyId?: string; kind: string },
): Promise<void> {
  const told = of.kind === 'asked' ? { OR: [{ turn: { gt: 0 } }, { dueAt: null }] } : {}
  await tx.notice.deleteMany({ where: { ...of, letterId: null, ...told } })
}

async function stopKinds({ database }: Post, person: string, kinds: NoticeKind[]): Promise<void> {
  await inTransaction(database, async (tx) => {
    const of = await tx.person.findUnique({ where: { id: person }, select: { forumId: true } })
    if (!of) return
    const { forumId } = of
    for (const kind of kinds) {
      await tx.noticeChoice.deleteMany({ where: { personId: person, kind } })
      await tx.noticeChoice.create({
        data: { personId: person, bodyId: forumId, kind, forumId, chosen: 'none' },
      })
      await forgetWaiting(tx, { personId: person, kind })
    }
  })
}

async function tidy({ database, clock }: Post): Promise<void> {
  const before = new Date(clock().getTime() - KEPT_FOR_MS)
  const old = await database.letter.findMany({
    where: { endedAt: { lt: before } },
    select: { id: true },
    take: 5_000,
  })
  const ids = old.map(({ id }) => id)
  await database.notice.deleteMany({ where: { letterId: { in: ids } } })
  await database.letter.deleteMany({ where: { id: { in: ids } } })
}
