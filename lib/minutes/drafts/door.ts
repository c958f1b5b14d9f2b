import { z } from 'zod'
import { fromDate, toDate } from '../../act/calendar.ts'
import { problemIn } from '../../act/act.ts'
import type { FieldProblem } from '../../act/act.ts'
import { Day, Id, Lang, MinutesText, Prose } from '../../act/fields.ts'
import { isRefusal, ok, refuse } from '../../act/refusal.ts'
import type { Refusal, Standing } from '../../act/refusal.ts'
import type { ForumHead, Viewer } from '../../act/viewer.ts'
import type { Database, Writer } from '../../db/client.ts'
import { inTransaction } from '../../act/transaction.ts'
import { stances } from '../../proposals/rules.ts'
import { agreementKinds } from './protocol.ts'
import { removeAgreementFrom, writeAgreement, writeItem as writeItemText } from './document.ts'
import { alsoInDocument, clearDocuments, nextRevision, settleIn } from './updates.ts'
import type { Papers } from './updates.ts'
import { writesFor } from '../draft-seen.ts'
import { keptDrafts, takesDrafts } from '../draft-record.ts'

// The shared draft of minutes is working paper and no act: this door writes draft_* tables, and
// nothing else.

/** All that this door may do: read, wait its turn, and write drafts. */
export type Drafts = Papers & Pick<Writer, 'draftClaim'>

export type Version = { revision: number; lang: string; text: string; by: string | null; at: Date }

export type Saved<V> =
  | { is: 'saved'; revision: number }
  /** somebody else saved in between: both are here, and `mine` is kept as well */
  | { is: 'conflict'; mine: V; theirs: V }
  | { is: 'refused'; refusal: Refusal }
  | { is: 'invalid'; problems: FieldProblem[] }
  | { is: 'missing' }

/** Unlike a text that is signed, a draft may be empty. */
const unfinished = (text: typeof Prose.shape.text) =>
  z
    .preprocess(
      (given) => (typeof given === 'string' && given.trim() === '' ? undefined : given),
      text.optional(),
    )
    .transform((given) => given ?? '')
const DraftText = unfinished(Prose.shape.text)
const Base = z.coerce.number().pipe(z.int().min(0))

const ItemInput = z.strictObject({
  agendaItem: Id,
  lang: Lang,
  text: unfinished(MinutesText.shape.text),
  base: Base,
})
const SettledInput = z.strictObject({
  ...ItemInput.shape,
  asides: z.array(Base).max(200, 'errors.tooMany'),
})
const AgreementInput = z.strictObject({
  id: Id,
  agendaItem: Id,
  kind: z.enum(agreementKinds, { error: 'errors.chooseKind' }),
  lang: Lang,
  text: DraftText,
  proposal: Id.nullish(),
  seat: Id.nullish(),
  dueOn: Day.nullish(),
  base: Base,
})
const RemovedAgreementInput = z.strictObject({ id: Id, base: Base })
const ClaimInput = z.strictObject({
  meeting: Id,
  proposal: Id,
  sector: Id,
  stance: z.enum(stances, { error: 'errors.chooseStance' }),
  lang: Lang,
  reason: DraftText.optional(),
  base: Base,
})
const RemovedClaimInput = z.strictObject({ proposal: Id, sector: Id, base: Base })

/** What is written here and comes into the minutes as it stands. */
export const draftInputs = {
  item: ItemInput,
  settled: SettledInput,
  agreement: AgreementInput,
  claim: ClaimInput,
}

type AgreementVersion = Version & {
  kind: string
  proposal: string | null
  seat: string | null
  dueOn: Date | null
}
type ClaimVersion = Version & { stance: string }

/**
 * One kind of save: what it takes, in which queue it waits (two saves of one thing never cross), and what it
 * writes.
 */
export type Save<I extends z.ZodType, V> = {
  input: I
  queue: (input: z.output<I>) => string
  write: (drafts: Drafts, viewer: Viewer, input: z.output<I>) => Promise<Saved<V>>
}

export function save<I extends z.ZodType, V>(parts: Save<I, V>): Save<I, V> {
  return parts
}

/**
 * Every save is kept. One that was written over an older text is kept aside, and both are shown, until
 * somebody settles them.
 */
const saveItem = save<typeof ItemInput, Version>({
  input: ItemInput,
  queue: ({ agendaItem }) => agendaItem,
  write: async (drafts, viewer, input) => {
    const item = await openItem(drafts, viewer, input.agendaItem)
    if (!item) return { is: 'missing' }
    if (isRefusal(item.writes)) return { is: 'refused', refusal: item.writes }
    await settleIn(drafts, item.meetingId)
    const current = await drafts.draftItem.findUnique({ where: { agendaItemId: item.id } })
    if (isSame(current, input)) return { is: 'saved', revision: current?.revision ?? 0 }
    if (input.base !== (current?.revision ?? 0)) return setAside(drafts, item, input, current)
    return { is: 'saved', revision: await writeItem(drafts, item, input) }
  },
})

/** Two texts become one: what was shown beside it is settled, what came in since is not. */
const settleItem = save<typeof SettledInput, Version>({
  input: SettledInput,
  queue: ({ agendaItem }) => agendaItem,
  write: async (drafts, viewer, input) => {
    const item = await openItem(drafts, viewer, input.agendaItem)
    if (!item) return { is: 'missing' }
    if (isRefusal(item.writes)) return { is: 'refused', refusal: item.writes }
    await settleIn(drafts, item.meetingId)
    const current = await drafts.draftItem.findUnique({ where: { agendaItemId: item.id } })
    const same = isSame(current, input)
    if (!same && input.base !== (current?.revision ?? 0)) return setAside(drafts, item, input, current)
    const revision = same ? (current?.revision ?? 0) : await writeItem(drafts, item, input)
    await drafts.draftRevision.updateMany({
      where: { agendaItemId: item.id, revision: { in: input.asides } },
      data: { aside: false },
    })
    return { is: 'saved', revision }
  },
})

const saveAgreement = save<typeof AgreementInput, AgreementVersion>({
  input: AgreementInput,
  queue: ({ id }) => id,
  write: async (drafts, viewer, { id, agendaItem, kind, lang, text, proposal, seat, dueOn, base }) => {
    const item = await openItem(drafts, viewer, agendaItem)
    if (item) await settleIn(drafts, item.meetingId)
    const before = await drafts.draftAgreement.findUnique({ where: { id } })
    if (!item || (before && before.agendaItemId !== item.id)) return { is: 'missing' }
    if (isRefusal(item.writes)) return { is: 'refused', refusal: item.writes }
    const ofAction = kind === 'action'
    const fields: AgreementFields = {
      kind,
      lang,
      text,
      proposalId: proposal ?? null,
      seatId: ofAction ? (seat ?? null) : null,
      dueOn: ofAction && dueOn ? toDate(dueOn) : null,
    }
    const unknown = await unknownIn(drafts, item, fields)
    if (unknown) return { is: 'invalid', problems: [unknown] }
    const stamp = { savedBy: item.person, savedAt: new Date() }
    if (!before) {
      const { _max } = await drafts.draftAgreement.aggregate({
        where: { agendaItemId: item.id },
        _max: { rank: true },
      })
      const place = {
        id,
        meetingId: item.meetingId,
        agendaItemId: item.id,
        forumId: item.forumId,
        rank: (_max.rank ?? -1) + 1,
      }
      await drafts.draftAgreement.create({ data: { ...place, ...fields, ...stamp, revision: 1 } })
      await alsoAgreement(drafts, item, { ...place, ...fields })
      return { is: 'saved', revision: 1 }
    }
    if (isSameAgreement(before, fields)) return { is: 'saved', revision: before.revision }
    if (base !== before.revision) {
      const mine = await shownAgreement(drafts, { ...fields, ...stamp, revision: base })
      return { is: 'conflict', mine, theirs: await shownAgreement(drafts, before) }
    }
    await drafts.draftAgreement.update({
      where: { id },
      data: { ...fields, ...stamp, revision: base + 1 },
    })
    await alsoAgreement(drafts, item, { ...before, ...fields })
    return { is: 'saved', revision: base + 1 }
  },
})

const removeAgreement = save<typeof RemovedAgreementInput, AgreementVersion>({
  input: RemovedAgreementInput,
  queue: ({ id }) => id,
  write: async (drafts, viewer, { id, base }) => {
    const found = await drafts.draftAgreement.findUnique({ where: { id } })
    const item = found && (await openItem(drafts, viewer, found.agendaItemId))
    if (!item) return { is: 'missing' }
    if (isRefusal(item.writes)) return { is: 'refused', refusal: item.writes }
    await settleIn(drafts, item.meetingId)
    const before = await drafts.draftAgreement.findUnique({ where: { id } })
    if (!before) return { is: 'missing' }
    if (base !== before.revision) return { is: 'refused', refusal: refuse('meetings.changedMeanwhile') }
    await drafts.draftAgreement.delete({ where: { id } })
    await alsoInDocument(drafts, item.meetingId, item.person, (doc) => removeAgreementFrom(doc, id))
    return { is: 'saved', revision: 0 }
  },
})

/**
 * What the secretary takes down as a sector's position: a claim, until that sector approves the minutes.
 */
const saveClaim = save<typeof ClaimInput, ClaimVersion>({
  input: ClaimInput,
  queue: ({ proposal, sector }) => `${proposal}/${sector}`,
  write: async (
    drafts,
    viewer,
    { meeting: meetingId, proposal: proposalId, sector: sectorId, stance, lang, reason = '', base },
  ) => {
    const meeting = await openMeeting(drafts, viewer, meetingId)
    if (!meeting) return { is: 'missing' }
    if (isRefusal(meeting.writes)) return { is: 'refused', refusal: meeting.writes }
    const { forumId, bodyId } = meeting
    const proposals = await drafts.proposal.count({
      where: { id: proposalId, forumId, bodyId, mode: 'session', closedAt: null },
    })
    const sectors = await drafts.sector.count({ where: { id: sectorId, forumId, hasPosition: true } })
    if (proposals === 0 || sectors === 0) return { is: 'missing' }
    const before = await drafts.draftClaim.findUnique({
      where: { proposalId_sectorId: { proposalId, sectorId } },
    })
    const row = {
      meetingId,
      stance,
      lang,
      reason,
      savedBy: meeting.person,
      savedAt: new Date(),
      revision: (before?.revision ?? 0) + 1,
    }
    // What an earlier session took down is not what this one says: it is written over.
    if (before?.meetingId === meetingId) {
      if (before.stance === stance && before.lang === lang && before.reason === reason)
        return { is: 'saved', revision: before.revision }
      if (base !== before.revision) {
        return {
          is: 'conflict',
          mine: await shownClaim(drafts, { ...row, revision: base }),
          theirs: await shownClaim(drafts, before),
        }
      }
    }
    await drafts.draftClaim.upsert({
      where: { proposalId_sectorId: { proposalId, sectorId } },
      update: row,
      create: { proposalId, sectorId, forumId, ...row },
    })
    return { is: 'saved', revision: row.revision }
  },
})

const removeClaim = save<typeof RemovedClaimInput, ClaimVersion>({
  input: RemovedClaimInput,
  queue: ({ proposal, sector }) => `${proposal}/${sector}`,
  write: async (drafts, viewer, { proposal: proposalId, sector: sectorId, base }) => {
    const before = await drafts.draftClaim.findUnique({
      where: { proposalId_sectorId: { proposalId, sectorId } },
    })
    const meeting = before && (await openMeeting(drafts, viewer, before.meetingId))
    if (!meeting) return { is: 'missing' }
    if (isRefusal(meeting.writes)) return { is: 'refused', refusal: meeting.writes }
    if (base !== before.revision) return { is: 'refused', refusal: refuse('meetings.changedMeanwhile') }
    await drafts.draftClaim.delete({ where: { proposalId_sectorId: { proposalId, sectorId } } })
    return { is: 'saved', revision: 0 }
  },
})

/** The handle must be the application's: its role owns nothing, and the guard of recorded tables holds for it. */
export function openDraftDoor(database: Database) {
  const door = saving(database)
  return {
    saveItem: door(saveItem),
    settleItem: door(settleItem),
    saveAgreement: door(saveAgreement),
    removeAgreement: door(removeAgreement),
    saveClaim: door(saveClaim),
    removeClaim: door(removeClaim),
    clear: (forum: ForumHead, now: Date) => clearDrafts(database, forum, now),
  }
}
export type DraftDoor = ReturnType<typeof openDraftDoor>

/** One save, in one transaction, after whoever is before it in its queue. */
export function saving(database: Database) {
  return <I extends z.ZodType, V>({ input: schema, queue, write }: Save<I, V>) =>
    async (viewer: Viewer, given: unknown): Promise<Saved<V>> => {
      const parsed = schema.safeParse(given)
      if (!parsed.success) return { is: 'invalid', problems: parsed.error.issues.map(problemIn) }
      return inTransaction(database, async (tx) => {
        await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`draft/${queue(parsed.data)}`}, 0))::text`
        return write(tx, viewer, parsed.data)
      })
    }
}

/** Whether this viewer may write the draft of this meeting now, asked again at every save. */
export async function openMeeting(drafts: Drafts, viewer: Viewer, id: string) {
  const meeting = await drafts.meeting.findFirst({
    where: { id, forumId: viewer.forum.id },
    include: { minutes: true },
  })
  if (!meeting) return null
  return { ...meeting, writes: mayWrite(viewer, meeting), person: viewer.person ?? '' }
}

function mayWrite(viewer: Viewer, meeting: Parameters<typeof takesDrafts>[0]): Standing {
  if (!viewer.person || !writesFor(viewer, meeting.bodyId)) return refuse('meetings.notOfThisBody')
  if (viewer.forum.kind === 'record') return refuse('bodies.recordOnly')
  if (meeting.minutes?.approvedAt) return refuse('meetings.isPublished')
  return takesDrafts(meeting) ? ok : refuse('meetings.notNow', { state: meeting.state })
}

async function openItem(drafts: Drafts, viewer: Viewer, id: string) {
  const item = await drafts.agendaItem.findFirst({ where: { id, forumId: viewer.forum.id } })
  const meeting = item && (await openMeeting(drafts, viewer, item.meetingId))
  if (!meeting) return null
  const { bodyId, person, writes } = meeting
  return {
    ...item,
    bodyId,
    person,
    writes: item.withdrawnAt ? refuse('meetings.itemWithdrawn') : writes,
  }
}

type ItemText = { lang: string; text: string }
type Stamped = { revision: number; savedBy: string; savedAt: Date }
type OpenItem = { id: string; meetingId: string; forumId: string; person: string }

/** The same text again (a retry, a second tab, a reload) is no revision. */
function isSame(current: ItemText | null, { lang, text }: ItemText): boolean {
  return current ? current.text === text && current.lang === lang : text === ''
}

export async function keepRevision(
  drafts: Drafts,
  item: OpenItem,
  { lang, text, base }: ItemText & { base: number },
  aside: boolean,
) {
  const current = await drafts.draftItem.findUnique({
    where: { agendaItemId: item.id },
    select: { revision: true },
  })
  return drafts.draftRevision.create({
    data: {
      agendaItemId: item.id,
      meetingId: item.meetingId,
      forumId: item.forumId,
      revision: await nextRevision(drafts, item.id, current?.revision ?? 0),
      base,
      lang,
      text,
      aside,
      savedBy: item.person,
      savedAt: new Date(),
    },
  })
}

async function writeItem(
  drafts: Drafts,
  item: OpenItem,
  input: ItemText & { base: number },
): Promise<number> {
  const { lang, text, revision, savedBy, savedAt } = await keepRevision(drafts, item, input, false)
  const row = { lang, text, revision, savedBy, savedAt }
  await drafts.draftItem.upsert({
    where: { agendaItemId: item.id },
    update: row,
    create: { agendaItemId: item.id, meetingId: item.meetingId, forumId: item.forumId, ...row },
  })
  await alsoInDocument(drafts, item.meetingId, item.person, (doc) => writeItemText(doc, item.id, row))
  return revision
}

/** The same agreement in the document that several people write at once, where there is one. */
async function alsoAgreement(
  drafts: Drafts,
  item: OpenItem,
  row: AgreementFields & { id: string; agendaItemId: string; rank: number },
) {
  await alsoInDocument(drafts, item.meetingId, item.person, (doc) =>
    writeAgreement(doc, {
      id: row.id,
      item: row.agendaItemId,
      kind: row.kind,
      lang: row.lang,
      rank: row.rank,
      text: row.text,
      proposal: row.proposalId,
      seat: row.seatId,
      dueOn: row.dueOn && fromDate(row.dueOn),
    }),
  )
}

/**
 * The latest of each person stands beside the shared text until it is settled; the earlier ones remain in the
 * list of revisions.
 */
async function setAside(
  drafts: Drafts,
  item: OpenItem,
  input: ItemText & { base: number },
  current: (ItemText & Stamped) | null,
): Promise<Saved<Version>> {
  const own = { agendaItemId: item.id, aside: true, savedBy: item.person }
  const before = await drafts.draftRevision.findFirst({ where: own, orderBy: { revision: 'desc' } })
  const again = before && isSame(before, input)
  if (!again) await drafts.draftRevision.updateMany({ where: own, data: { aside: false } })
  const mine = again ? before : await keepRevision(drafts, item, input, true)
  const nothingYet = {
    lang: input.lang,
    text: '',
    revision: 0,
    savedBy: item.person,
    savedAt: mine.savedAt,
  }
  return {
    is: 'conflict',
    mine: await shown(drafts, mine),
    theirs: await shown(drafts, current ?? nothingYet),
  }
}

async function shown(
  drafts: Drafts,
  { revision, lang, text, savedBy, savedAt }: ItemText & Stamped,
): Promise<Version> {
  return {
    revision,
    lang,
    text,
    by: (await drafts.person.findUnique({ where: { id: savedBy } }))?.name ?? null,
    at: savedAt,
  }
}

type AgreementFields = ItemText & {
  kind: string
  proposalId: string | null
  seatId: string | null
  dueOn: Date | null
}

function isSameAgreement(one: AgreementFields, other: AgreementFields): boolean {
  return (
    isSame(one, other) &&
    one.kind === other.kind &&
    one.proposalId === other.proposalId &&
    one.seatId === other.seatId &&
    one.dueOn?.getTime() === other.dueOn?.getTime()
  )
}

async function shownAgreement(
  drafts: Drafts,
  one: AgreementFields & Stamped,
): Promise<AgreementVersion> {
  return {
    ...(await shown(drafts, one)),
    kind: one.kind,
    proposal: one.proposalId,
    seat: one.seatId,
    dueOn: one.dueOn,
  }
}

async function shownClaim(
  drafts: Drafts,
  one: { stance: string; lang: string; reason: string } & Stamped,
): Promise<ClaimVersion> {
  return { ...(await shown(drafts, { ...one, text: one.reason })), stance: one.stance }
}

/** The seat and the proposal must be of this body: a forged form names others. */
async function unknownIn(
  drafts: Drafts,
  { bodyId }: { bodyId: string },
  { seatId, proposalId }: AgreementFields,
): Promise<FieldProblem | null> {
  if (seatId && !(await drafts.seat.count({ where: { id: seatId, bodyId, endedOn: null } })))
    return { path: 'seat', key: 'errors.unknownThing' }
  if (proposalId && !(await drafts.proposal.count({ where: { id: proposalId, bodyId } })))
    return { path: 'proposal', key: 'errors.unknownThing' }
  return null
}

/** So many meetings' papers at once: acts of the forum wait that long. */
const clearedAtOnce = 20
/** Longer than any save takes: what was saved since then was perhaps not there yet when we looked. */
const JUST_NOW_MS = 60 * 60 * 1000

/**
 * Deletes working paper whose days are over, for good; answers of how many meetings. It holds the lock of the
 * forum's acts, so that nobody circulates a text while it goes, and that two servers do not meet.
 */
async function clearDrafts(database: Database, forum: ForumHead, now: Date): Promise<number> {
  const cleared = await database.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${forum.id}, 0))::text`
    const over = (await keptDrafts(tx, { forum, now }))
      .filter(({ keptUntil }) => keptUntil && keptUntil <= now)
      .slice(0, clearedAtOnce)
    const where = {
      meetingId: { in: over.map((one) => one.meeting) },
      savedAt: { lt: new Date(now.getTime() - JUST_NOW_MS) },
    }
    await tx.draftItem.deleteMany({ where })
    await tx.draftRevision.deleteMany({ where })
    await tx.draftAgreement.deleteMany({ where })
    await tx.draftClaim.deleteMany({ where })
    await tx.draftSession.deleteMany({ where })
    await tx.draftSessionItem.deleteMany({ where: { meetingId: where.meetingId } })
    await clearDocuments(
      tx,
      over.map((one) => one.meeting),
      where.savedAt.lt,
    )
    return over.length
  })
  return cleared < clearedAtOnce ? cleared : cleared + (await clearDrafts(database, forum, now))
}
