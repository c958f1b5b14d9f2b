import * as Y from 'yjs'
import { z } from 'zod'
import { fromDate, isDay, toDate } from '../../act/calendar.ts'
import { Day, Id, Lang } from '../../act/fields.ts'
import { Prisma } from '../../db/generated/client.ts'
import type { Database, Reader, Writer } from '../../db/client.ts'
import { readAgreements, readItem, writeAgreement, writeItem } from './document.ts'
import { agreementKinds, agreementText, AGREEMENTS, itemText, LANGUAGES } from './protocol.ts'

// What several people write at once is kept here: each update is a row before anybody hears that it is saved. The rows of the draft
// (draft_item, draft_agreement) follow from the updates, as the working paper that is circulated.

/** What this door writes. */
export type Papers = Reader &
  Pick<
    Writer,
    | 'draftItem'
    | 'draftAgreement'
    | 'draftDocument'
    | 'draftUpdate'
    | 'draftAuthor'
    | 'draftVersion'
    | 'draftComment'
    | 'draftRevision'
    | '$executeRaw'
  >

export type Written = { update: Uint8Array<ArrayBuffer>; person: string }
export type Numbered = Written & { seq: number }

/** Who last wrote in which text of a document, as it takes updates in. */
export type Hands = Map<string, string>

/** Updates are folded into one state when there are so many of them. */
const FOLD_AFTER = 500
const TIMED_VERSION_MS = 15 * 60_000

export type DraftLog = ReturnType<typeof openDraftLog>

export function openDraftLog(database: Database) {
  return {
    /** The document as it was last committed; made from the draft's rows the first time that anybody opens it. */
    async open(
      meeting: string,
    ): Promise<{ doc: Y.Doc; seq: number; hands: Hands; authors: Map<number, string> }> {
      await database.$transaction((tx) => begin(tx, meeting))
      return database.$transaction(
        async (tx) => {
          const loaded = await load(tx, meeting)
          if (!loaded) throw new Error(`The draft of meeting ${meeting} has gone.`)
          const authors = await tx.draftAuthor.findMany({ where: { meetingId: meeting } })
          return {
            ...loaded,
            authors: new Map(authors.map((author) => [Number(author.client), author.person])),
          }
        },
        { isolationLevel: 'RepeatableRead' },
      )
    },

    /**
     * Stores what was written, in one commit, and tells every server. Resolves when it is on the disk, with the number of the last one;
     * null: the draft has gone. Only then may anybody be told "saved".
     */
    async append(meeting: string, written: Written[]): Promise<number | null> {
      const rows = Prisma.join(
        written.map(
          ({ update, person }, place) =>
            Prisma.sql`(${place + 1}::int, ${update}::bytea, ${person}::uuid)`,
        ),
      )
      // The document's row is the lock: numbers are committed in their order, by whichever server.
      const [told] = await database.$queryRaw<{ seq: number }[]>`
        WITH head AS (
          UPDATE draft_document SET seq = seq + ${written.length}::int WHERE "meetingId" = ${meeting}::uuid
          RETURNING seq - ${written.length}::int AS before, seq, "forumId"
        ), added AS (
          INSERT INTO draft_update ("meetingId", "forumId", seq, "update", "savedBy", "savedAt")
          SELECT ${meeting}::uuid, head."forumId", head.before + one.place, one.bytes, one.person, clock_timestamp()
          FROM head, (VALUES ${rows}) AS one(place, bytes, person)
        )
        SELECT seq, pg_notify('drafts', ${meeting} || ' ' || seq)::text AS told FROM head`
      return told?.seq ?? null
    },

    /** What was written after `seq`, by anybody. Null: some of it was folded already, and the document must be opened anew. */
    async since(meeting: string, seq: number): Promise<Numbered[] | null> {
      // In one statement: it sees one state of both tables, and others wait for it to see the letter.
      const rows = await database.$queryRaw<
        { folded: number; seq: number | null; update: Uint8Array; savedBy: string }[]
      >`
        SELECT folded, one.seq, "update", "savedBy" FROM draft_document LEFT JOIN draft_update AS one
          ON one."meetingId" = draft_document."meetingId" AND one.seq > ${seq}::int
        WHERE draft_document."meetingId" = ${meeting}::uuid ORDER BY one.seq`
      if (!rows[0] || rows[0].folded > seq) return null
      return rows.flatMap((row) =>
        row.seq === null
          ? []
          : [{ seq: row.seq, update: Uint8Array.from(row.update), person: row.savedBy }],
      )
    },

    /** Whose a Yjs client is: the first who writes under its number, for good. */
    async authorOf(meeting: string, client: number, person: string): Promise<string> {
      await database.$executeRaw`
        INSERT INTO draft_author ("meetingId", client, "forumId", person)
        SELECT ${meeting}::uuid, ${client}::bigint, "forumId", ${person}::uuid FROM draft_document WHERE "meetingId" = ${meeting}::uuid
        ON CONFLICT DO NOTHING`
      const row = await database.draftAuthor.findUnique({
        where: { meetingId_client: { meetingId: meeting, client: BigInt(client) } },
      })
      return row?.person ?? person
    },

    /** Makes the draft's rows say what the document says. True if something was settled. */
    settle: (meeting: string): Promise<boolean> => database.$transaction((tx) => settleIn(tx, meeting)),
  }
}

type Loaded = { doc: Y.Doc; seq: number; settled: number; hands: Hands }

async function load(papers: Papers, meeting: string): Promise<Loaded | null> {
  const head = await papers.draftDocument.findUnique({ where: { meetingId: meeting } })
  if (!head) return null
  const updates = await papers.draftUpdate.findMany({
    where: { meetingId: meeting, seq: { gt: head.folded } },
    orderBy: { seq: 'asc' },
  })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, head.state)
  for (const update of updates) if (update.seq <= head.settled) Y.applyUpdate(doc, update.update)
  const hands = watchHands(doc)
  for (const update of updates)
    if (update.seq > head.settled) Y.applyUpdate(doc, update.update, update.savedBy)
  return { doc, seq: updates.at(-1)?.seq ?? head.folded, settled: head.settled, hands }
}

/** From now on notes who changes which text. Updates are applied with the person as their origin. */
export function watchHands(doc: Y.Doc): Hands {
  const hands: Hands = new Map()
  doc.on('afterTransaction', ({ changed, origin }: Y.Transaction) => {
    if (typeof origin !== 'string') return
    for (const type of changed.keys()) {
      let root = type as unknown as Y.AbstractType<unknown>
      while (root._item) root = root._item.parent as Y.AbstractType<unknown>
      for (const [name, shared] of doc.share) if (shared === root) hands.set(name, origin)
    }
  })
  return hands
}

/** The first opening: what was written in the plain form so far, under the names of those who wrote it. */
async function begin(papers: Papers, meeting: string): Promise<void> {
  await papers.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`draft/${meeting}`}, 0))`
  if (await papers.draftDocument.count({ where: { meetingId: meeting } })) return
  const [items, agreements] = await Promise.all([
    papers.draftItem.findMany({ where: { meetingId: meeting } }),
    papers.draftAgreement.findMany({ where: { meetingId: meeting } }),
  ])
  const { forumId } = await papers.meeting.findUniqueOrThrow({
    where: { id: meeting },
    select: { forumId: true },
  })
  const doc = new Y.Doc()
  const clients = new Map<string, number>()
  const as = (person: string, write: () => void) => {
    doc.clientID = clients.get(person) ?? new Y.Doc().clientID
    clients.set(person, doc.clientID)
    write()
  }
  for (const item of items) as(item.savedBy, () => writeItem(doc, item.agendaItemId, item))
  for (const agreement of agreements) {
    as(agreement.savedBy, () =>
      writeAgreement(doc, {
        id: agreement.id,
        item: agreement.agendaItemId,
        kind: agreement.kind,
        lang: agreement.lang,
        rank: agreement.rank,
        text: agreement.text,
        proposal: agreement.proposalId,
        seat: agreement.seatId,
        dueOn: agreement.dueOn && fromDate(agreement.dueOn),
      }),
    )
  }
  await papers.draftDocument.create({
    data: {
      meetingId: meeting,
      forumId,
      seq: 0,
      settled: 0,
      folded: 0,
      state: Uint8Array.from(Y.encodeStateAsUpdate(doc)),
    },
  })
  await papers.draftAuthor.createMany({
    data: [...clients].map(([person, client]) => ({
      meetingId: meeting,
      client: BigInt(client),
      forumId,
      person,
    })),
  })
}

/** Inside a transaction of the draft's door: the rows as the document has them, and what is long enough folded. */
export async function settleIn(papers: Papers, meeting: string): Promise<boolean> {
  await papers.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`draft/${meeting}`}, 0))`
  await keepCirculatedVersion(papers, meeting)
  const loaded = await load(papers, meeting)
  if (!loaded || loaded.seq <= loaded.settled) return false
  const { doc, seq, hands } = loaded
  await settleTexts(papers, meeting, loaded)
  await keepTimedVersion(papers, meeting, [...hands.values()].at(-1) ?? null)
  // Last, for it holds up whoever appends until this is committed.
  const head = await papers.draftDocument.update({
    where: { meetingId: meeting },
    data: { settled: seq },
    select: { folded: true },
  })
  if (seq - head.folded >= FOLD_AFTER) {
    await papers.draftDocument.update({
      where: { meetingId: meeting },
      data: { folded: seq, state: Uint8Array.from(Y.encodeStateAsUpdate(doc)) },
    })
    await papers.draftUpdate.deleteMany({ where: { meetingId: meeting, seq: { lte: seq } } })
  }
  return true
}

async function settleTexts(papers: Papers, meeting: string, { doc, hands }: Loaded): Promise<void> {
  const { forumId, bodyId } = await papers.meeting.findUniqueOrThrow({
    where: { id: meeting },
    select: { forumId: true, bodyId: true },
  })
  const [agenda, items, agreements, seats, proposals] = await Promise.all([
    papers.agendaItem.findMany({ where: { meetingId: meeting }, select: { id: true } }),
    papers.draftItem.findMany({ where: { meetingId: meeting } }),
    papers.draftAgreement.findMany({ where: { meetingId: meeting } }),
    papers.seat.findMany({ where: { bodyId, endedOn: null }, select: { id: true } }),
    papers.proposal.findMany({ where: { bodyId }, select: { id: true } }),
  ])
  const someone = [...hands.values()].at(-1)
  const savedAt = new Date()
  for (const { id } of agenda) {
    const savedBy = hands.get(itemText(id)) ?? (hands.has(LANGUAGES) ? someone : undefined)
    if (!savedBy) continue
    const { lang, text } = readItem(doc, id)
    const row = items.find((item) => item.agendaItemId === id)
    if (row ? row.text === text && (lang === null || row.lang === lang) : text === '') continue
    const data = {
      lang: lang ?? row?.lang ?? 'es',
      text,
      revision: await nextRevision(papers, id, row?.revision ?? 0),
      savedBy,
      savedAt,
    }
    await papers.draftItem.upsert({
      where: { agendaItemId: id },
      update: data,
      create: { agendaItemId: id, meetingId: meeting, forumId, ...data },
    })
  }
  const drafted = readAgreements(doc).filter((one) => agenda.some(({ id }) => id === one.item))
  for (const { id, item, kind, lang, rank, text, ...given } of drafted) {
    const row = agreements.find((agreement) => agreement.id === id)
    const ofAction = kind === 'action'
    // What names a seat or a proposal of another body was never offered by the editor.
    const fields = {
      kind,
      lang,
      rank,
      text,
      agendaItemId: item,
      seatId: ofAction && seats.some((seat) => seat.id === given.seat) ? given.seat : null,
      proposalId: proposals.some((proposal) => proposal.id === given.proposal) ? given.proposal : null,
      dueOn: ofAction && given.dueOn && isDay(given.dueOn) ? toDate(given.dueOn) : null,
    }
    if (
      row &&
      (Object.keys(fields) as (keyof typeof fields)[]).every(
        (name) => String(row[name]) === String(fields[name]),
      )
    )
      continue
    const data = {
      ...fields,
      savedBy: hands.get(agreementText(id)) ?? hands.get(AGREEMENTS) ?? someone ?? row?.savedBy ?? '',
      savedAt,
      revision: (row?.revision ?? 0) + 1,
    }
    await papers.draftAgreement.upsert({
      where: { id },
      update: data,
      create: { id, meetingId: meeting, forumId, ...data },
    })
  }
  await papers.draftAgreement.deleteMany({
    where: { meetingId: meeting, id: { notIn: drafted.map((one) => one.id) } },
  })
}

/** One count for an item's text, whichever way it was written. */
export async function nextRevision(
  papers: Pick<Papers, 'draftRevision'>,
  item: string,
  revision: number,
): Promise<number> {
  const { _max } = await papers.draftRevision.aggregate({
    where: { agendaItemId: item },
    _max: { revision: true },
  })
  return Math.max(_max.revision ?? 0, revision) + 1
}

/**
 * What is written beside the shared document (in a plain form, by restoring a version) goes into it as well: an update like anybody's, under a
 * client number of that person. The rows must say the same already, so nothing is left to settle.
 */
export async function alsoInDocument(
  papers: Papers,
  meeting: string,
  person: string,
  change: (doc: Y.Doc) => void,
): Promise<void> {
  const written = await writeInDocument(papers, meeting, person, change)
  // Somebody else's update may have come in since it was loaded; then the next settling reads both.
  if (written && written.seq === written.after + 1)
    await papers.draftDocument.update({ where: { meetingId: meeting }, data: { settled: written.seq } })
}

/** An update like anybody's, which is still to be settled. Null: nothing was changed, or there is no document. */
export async function writeInDocument(
  papers: Papers,
  meeting: string,
  person: string,
  change: (doc: Y.Doc) => void,
): Promise<{ seq: number; after: number } | null> {
  const loaded = await load(papers, meeting)
  if (!loaded) return null
  const { doc } = loaded
  const before = Y.encodeStateVector(doc)
  const deletions = Y.snapshot(doc)
  change(doc)
  if (Y.equalSnapshots(deletions, Y.snapshot(doc))) return null
  const { seq, forumId } = await papers.draftDocument.update({
    where: { meetingId: meeting },
    data: { seq: { increment: 1 } },
    select: { seq: true, forumId: true },
  })
  await papers.draftUpdate.create({
    data: {
      meetingId: meeting,
      seq,
      forumId,
      update: Uint8Array.from(Y.encodeStateAsUpdate(doc, before)),
      savedBy: person,
      savedAt: new Date(),
    },
  })
  await papers.draftAuthor.create({
    data: { meetingId: meeting, client: BigInt(doc.clientID), forumId, person },
  })
  await papers.$executeRaw`SELECT pg_notify('drafts', ${`${meeting} ${seq}`})`
  return { seq, after: loaded.seq }
}

/** The document as it is now, to look something up in. */
export async function documentOf(papers: Papers, meeting: string): Promise<Y.Doc | null> {
  return (await load(papers, meeting))?.doc ?? null
}

/** The draft as its rows have it, as a version keeps it. */
export const DraftContent = z.strictObject({
  items: z.array(z.strictObject({ item: Id, lang: Lang, text: z.string() })),
  agreements: z.array(
    z.strictObject({
      id: Id,
      item: Id,
      kind: z.enum(agreementKinds),
      lang: Lang,
      rank: z.int(),
      text: z.string(),
      proposal: Id.nullable(),
      seat: Id.nullable(),
      dueOn: Day.nullable(),
    }),
  ),
})
export type DraftContent = z.output<typeof DraftContent>

export async function draftContent(papers: Reader, meeting: string): Promise<DraftContent> {
  const [items, agreements] = await Promise.all([
    papers.draftItem.findMany({ where: { meetingId: meeting }, orderBy: { agendaItemId: 'asc' } }),
    papers.draftAgreement.findMany({
      where: { meetingId: meeting },
      orderBy: [{ rank: 'asc' }, { id: 'asc' }],
    }),
  ])
  return {
    items: items.map((item) => ({ item: item.agendaItemId, lang: item.lang, text: item.text })),
    agreements: agreements.map((agreement) => ({
      id: agreement.id,
      item: agreement.agendaItemId,
      kind: agreement.kind,
      lang: agreement.lang,
      rank: agreement.rank,
      text: agreement.text,
      proposal: agreement.proposalId,
      seat: agreement.seatId,
      dueOn: agreement.dueOn && fromDate(agreement.dueOn),
    })),
  }
}

export async function keepVersion(
  papers: Papers,
  meeting: string,
  { reason, name = null, person }: { reason: string; name?: string | null; person: string | null },
): Promise<number> {
  const { forumId } = await papers.meeting.findUniqueOrThrow({
    where: { id: meeting },
    select: { forumId: true },
  })
  const { _max } = await papers.draftVersion.aggregate({
    where: { meetingId: meeting },
    _max: { number: true },
  })
  const number = (_max.number ?? 0) + 1
  await papers.draftVersion.create({
    data: {
      id: crypto.randomUUID(),
      meetingId: meeting,
      forumId,
      number,
      reason,
      name,
      content: await draftContent(papers, meeting),
      savedBy: person,
      savedAt: new Date(),
    },
  })
  return number
}

async function keepTimedVersion(papers: Papers, meeting: string, person: string | null): Promise<void> {
  const last = await papers.draftVersion.findFirst({
    where: { meetingId: meeting },
    orderBy: { number: 'desc' },
    select: { savedAt: true },
  })
  if (!last || Date.now() - last.savedAt.getTime() >= TIMED_VERSION_MS)
    await keepVersion(papers, meeting, { reason: 'timed', person })
}

/**
 * What was circulated last, once, before anything is written over it: the rows say what was circulated until the first settling after it.
 * Once the minutes are approved they are the record themselves.
 */
async function keepCirculatedVersion(papers: Papers, meeting: string): Promise<void> {
  const circulated = await papers.minutesVersion.findFirst({
    where: { minutes: { meetingId: meeting, approvedAt: null } },
    orderBy: { number: 'desc' },
    select: { number: true },
  })
  if (!circulated) return
  const name = String(circulated.number)
  if (await papers.draftVersion.count({ where: { meetingId: meeting, reason: 'circulated', name } }))
    return
  if (await papers.draftItem.count({ where: { meetingId: meeting } }))
    await keepVersion(papers, meeting, { reason: 'circulated', name, person: null })
}

/** The shared documents of drafts whose days are over, with all that was ever typed in them; not of those in which somebody writes just now. */
export async function clearDocuments(papers: Papers, meetings: string[], before: Date): Promise<void> {
  const busy = await papers.draftUpdate.findMany({
    where: { meetingId: { in: meetings }, savedAt: { gte: before } },
    select: { meetingId: true },
    distinct: ['meetingId'],
  })
  const where = {
    meetingId: {
      in: meetings.filter((meeting) => !busy.some(({ meetingId }) => meetingId === meeting)),
    },
  }
  await papers.draftDocument.deleteMany({ where })
  await papers.draftUpdate.deleteMany({ where })
  await papers.draftAuthor.deleteMany({ where })
  await papers.draftVersion.deleteMany({ where })
  await papers.draftComment.deleteMany({ where })
}
