import { z } from 'zod'
import { toDate } from '../../act/calendar.ts'
import { cleanText, Id, Lang, Line } from '../../act/fields.ts'
import { longest } from '../../act/lengths.ts'
import { isRefusal, refuse } from '../../act/refusal.ts'
import type { Viewer } from '../../act/viewer.ts'
import { Prisma } from '../../db/generated/client.ts'
import type { Database, Row } from '../../db/client.ts'
import { openMeeting, keepRevision, save, saving } from './door.ts'
import type { Drafts, Saved } from './door.ts'
import {
  agreementsOf,
  changeWords,
  languagesOf,
  passageIn,
  removeAgreementFrom,
  writeAgreement,
  writeItem,
} from './document.ts'
import {
  alsoInDocument,
  documentOf,
  DraftContent,
  keepVersion,
  settleIn,
  writeInDocument,
} from './updates.ts'
import { agreementKinds } from './protocol.ts'
import { seatsOn } from '../../meetings/record.ts'
import { keepsBook } from '../../meetings/rules.ts'
import { stances } from '../../proposals/rules.ts'

// What is said about a draft, and how it stood before: comments and suggested changes on its passages, named
// versions, and going back to one. Working paper like the draft itself: nothing of it is recorded.

/** Longer ones are read badly in a margin, and are no passage any more. */
const longestPassage = 500

const Clock = z.strictObject({ client: z.int().min(0), clock: z.int().min(0) })
const Position = z.strictObject({
  type: Clock.optional(),
  tname: z.string().max(80).optional(),
  item: Clock.optional(),
  assoc: z.int().min(-1).max(1).optional(),
})
/** A form sends it as text. */
const Passage = z.preprocess(
  (given) => (typeof given === 'string' ? parsed(given) : given),
  z.strictObject({ from: Position, to: Position }),
)

export const columns = {
  draftVersion: { content: DraftContent },
  draftComment: { passage: Passage.nullable() },
  draftItem: { lang: Lang },
  draftAgreement: { kind: z.enum(agreementKinds), lang: Lang },
  draftClaim: { stance: z.enum(stances), lang: Lang },
}

const Place = z
  .string()
  .regex(/^(item|agreement)\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'errors.unknownThing')
const Number_ = z.coerce.number().pipe(z.int().min(1))

const CommentInput = z.strictObject({
  meeting: Id,
  place: Place,
  passage: Passage.nullish(),
  text: cleanText(longest.comment),
})
const SuggestionInput = z.strictObject({
  // Nothing at all may stand in a passage's place: that is how one suggests to leave it out.
  meeting: Id,
  place: Place,
  passage: Passage,
  replacement: z
    .preprocess((text) => (blank(text) ? undefined : text), cleanText(longest.comment).optional())
    .transform((text) => (text ?? '').replace(/\s*\n\s*/g, ' ')),
  text: z
    .preprocess((text) => (blank(text) ? undefined : text), cleanText(longest.comment).optional())
    .transform((text) => text ?? ''),
})
const ClosedInput = z.strictObject({
  comment: Id,
  outcome: z.enum(['accepted', 'turned-down', 'settled'], { error: 'errors.notUnderstood' }),
})
const NamedInput = z.strictObject({ meeting: Id, name: Line })
const RestoredInput = z.strictObject({ meeting: Id, number: Number_, item: Id.optional() })

const blank = (text: unknown) => typeof text === 'string' && text.trim() === ''

function parsed(text: string): unknown {
  try {
    return text.length <= 2_000 ? JSON.parse(text) : null
  } catch {
    return null
  }
}

const saved = (revision = 0): Saved<never> => ({ is: 'saved', revision })
const refused = (...given: Parameters<typeof refuse>): Saved<never> => ({
  is: 'refused',
  refusal: refuse(...given),
})

const comment = save<typeof CommentInput, never>({
  input: CommentInput,
  queue: ({ meeting }) => meeting,
  write: (drafts, viewer, { passage, ...given }) =>
    speak(drafts, viewer, { ...given, passage: passage ?? null, replacement: null }),
})

const suggest = save<typeof SuggestionInput, never>({
  input: SuggestionInput,
  queue: ({ meeting }) => meeting,
  write: (drafts, viewer, given) => speak(drafts, viewer, given),
})

type Spoken = {
  meeting: string
  place: string
  passage: z.output<typeof Passage> | null
  text: string
  replacement: string | null
}

/** The words are the document's own, as the server has them: nobody quotes what does not stand there. */
async function speak(
  drafts: Drafts,
  viewer: Viewer,
  { meeting: id, place, passage, text, replacement }: Spoken,
): Promise<Saved<never>> {
  const meeting = await openMeeting(drafts, viewer, id)
  if (!meeting) return { is: 'missing' }
  if (isRefusal(meeting.writes)) return { is: 'refused', refusal: meeting.writes }
  await settleIn(drafts, id)
  const seat = viewer.seats.find(
    (heldSeat) => heldSeat.body === meeting.bodyId && heldSeat.function !== 'observer',
  )
  if (!seat || !(await isPlaceOf(drafts, id, place))) return { is: 'missing' }
  const doc = passage && (await documentOf(drafts, id))
  const found = passage && doc && passageIn(doc, place, passage)
  if (passage && !found?.words) return refused('meetings.passageNotFound')
  if (found && found.words.length > longestPassage)
    return refused('meetings.passageTooLong', { max: longestPassage })
  if (found && replacement !== null && !found.text) return refused('meetings.passageNotOne')
  if (found && replacement === found.words) return refused('meetings.nothingSuggested')
  await drafts.draftComment.create({
    data: {
      id: crypto.randomUUID(),
      meetingId: id,
      forumId: meeting.forumId,
      place,
      passage: passage ?? Prisma.JsonNull,
      quoted: found?.words ?? '',
      text,
      replacement,
      seatId: seat.seat,
      savedBy: meeting.person,
      savedAt: new Date(),
    },
  })
  return saved()
}

async function isPlaceOf(drafts: Drafts, meetingId: string, place: string): Promise<boolean> {
  const [kind, id] = place.split('/')
  const found =
    kind === 'item'
      ? await drafts.agendaItem.count({ where: { id, meetingId, withdrawnAt: null } })
      : await drafts.draftAgreement.count({ where: { id, meetingId } })
  return found > 0
}

/**
 * A suggestion is accepted or turned down by whoever keeps the body's book; a comment is settled by them, or
 * by who made it.
 */
const closeComment = save<typeof ClosedInput, never>({
  input: ClosedInput,
  queue: ({ comment: id }) => id,
  write: async (drafts, viewer, { comment: id, outcome }) => {
    const found = await drafts.draftComment.findFirst({ where: { id, forumId: viewer.forum.id } })
    const meeting = found && (await openMeeting(drafts, viewer, found.meetingId))
    if (!meeting) return { is: 'missing' }
    if (isRefusal(meeting.writes)) return { is: 'refused', refusal: meeting.writes }
    const isSuggestion = found.replacement !== null
    if (isSuggestion === (outcome === 'settled'))
      return { is: 'invalid', problems: [{ path: 'outcome', key: 'errors.notUnderstood' }] }
    const seats = await seatsOn(drafts, meeting.bodyId, viewer.today)
    const keeps = viewer.seats.some((seat) =>
      keepsBook({ kind: 'seat', ...seat }, meeting.bodyId, seats),
    )
    if (!keeps && (isSuggestion || found.savedBy !== viewer.person))
      return refused(isSuggestion ? 'meetings.bookKeeperOnly' : 'meetings.notYourComment')
    if (found.closedAt) return refused('meetings.commentClosed')
    if (outcome === 'accepted' && !(await accept(drafts, found)))
      return refused('meetings.passageChanged')
    await drafts.draftComment.update({
      where: { id },
      data: { outcome, closedBy: meeting.person, closedAt: new Date() },
    })
    return saved()
  },
})

type Accepted = {
  meetingId: string
  place: string
  passage: z.output<typeof Passage> | null
  quoted: string
  replacement: string | null
  savedBy: string
}

/** The words go in as whose they are: who suggested them wrote them. False: the passage says something else by now. */
async function accept(
  drafts: Drafts,
  { meetingId, place, passage, quoted, replacement, savedBy }: Accepted,
): Promise<boolean> {
  await settleIn(drafts, meetingId)
  const written = await writeInDocument(drafts, meetingId, savedBy, (doc) => {
    const found = passage === null ? null : passageIn(doc, place, passage)
    const { words, text, at } = found ?? {}
    if (text && at !== undefined && words === quoted)
      doc.transact(() => changeWords(text, at, quoted, replacement ?? ''))
  })
  if (written) await settleIn(drafts, meetingId)
  return written !== null
}

const nameVersion = save<typeof NamedInput, never>({
  input: NamedInput,
  queue: ({ meeting }) => meeting,
  write: async (drafts, viewer, { meeting: id, name }) => {
    const meeting = await openMeeting(drafts, viewer, id)
    if (!meeting) return { is: 'missing' }
    if (isRefusal(meeting.writes)) return { is: 'refused', refusal: meeting.writes }
    await settleIn(drafts, id)
    const number = await keepVersion(drafts, id, { reason: 'named', name, person: meeting.person })
    return saved(number)
  },
})

/** As a new version: the present is kept before, and what others write at this moment stays in the shared document. */
const restoreVersion = save<typeof RestoredInput, never>({
  input: RestoredInput,
  queue: ({ meeting }) => meeting,
  write: async (drafts, viewer, { meeting: id, number, item }) => {
    const meeting = await openMeeting(drafts, viewer, id)
    const version =
      meeting &&
      (await drafts.draftVersion.findUnique({ where: { meetingId_number: { meetingId: id, number } } }))
    if (!meeting || !version) return { is: 'missing' }
    if (isRefusal(meeting.writes)) return { is: 'refused', refusal: meeting.writes }
    await settleIn(drafts, id)
    const agenda = await drafts.agendaItem.findMany({
      where: { meetingId: id, withdrawnAt: null, ...(item && { id: item }) },
      select: { id: true },
    })
    if (agenda.length === 0) return { is: 'missing' }
    await keepVersion(drafts, id, { reason: 'restored', name: String(number), person: meeting.person })
    await restore(
      drafts,
      meeting,
      agenda.map((one) => one.id),
      version.content,
    )
    return saved(number)
  },
})

type Restored = { id: string; forumId: string; person: string; bodyId: string }
type Stamp = { savedBy: string; savedAt: Date }

async function restore(
  drafts: Drafts,
  meeting: Restored,
  items: string[],
  content: DraftContent,
): Promise<void> {
  const { id: meetingId, bodyId, person } = meeting
  const stamp: Stamp = { savedBy: person, savedAt: new Date() }
  const [rows, agreements, seats, proposals] = await Promise.all([
    drafts.draftItem.findMany({ where: { meetingId } }),
    drafts.draftAgreement.findMany({ where: { meetingId } }),
    drafts.seat.findMany({ where: { bodyId, endedOn: null }, select: { id: true } }),
    drafts.proposal.findMany({ where: { bodyId }, select: { id: true } }),
  ])
  const texts = items.flatMap((item) => {
    const row = rows.find((one) => one.agendaItemId === item)
    const { lang, text } = content.items.find((one) => one.item === item) ?? {
      lang: row?.lang ?? 'es',
      text: '',
    }
    return (row?.text ?? '') === text ? [] : [{ item, lang, text, base: row?.revision ?? 0 }]
  })
  for (const text of texts) await restoreText(drafts, meeting, stamp, text)
  const wanted = content.agreements.filter((agreement) => items.includes(agreement.item))
  const gone = agreements.filter(
    (agreement) =>
      items.includes(agreement.agendaItemId) && !wanted.some(({ id }) => id === agreement.id),
  )
  await drafts.draftAgreement.deleteMany({ where: { id: { in: gone.map((one) => one.id) } } })
  // A seat that ended since answers for nothing any more.
  const kept = wanted.map((one) => ({
    ...one,
    seat: seats.some(({ id }) => id === one.seat) ? one.seat : null,
    proposal: proposals.some(({ id }) => id === one.proposal) ? one.proposal : null,
  }))
  for (const one of kept) {
    const row = agreements.find((agreement) => agreement.id === one.id)
    await restoreAgreement(drafts, meeting, stamp, one, row)
  }
  await alsoInDocument(drafts, meetingId, person, (doc) =>
    doc.transact(() => {
      for (const { item, ...text } of texts)
        if (languagesOf(doc).has(item) || text.text) writeItem(doc, item, text)
      for (const one of gone) if (agreementsOf(doc).has(one.id)) removeAgreementFrom(doc, one.id)
      for (const one of kept) writeAgreement(doc, one)
    }),
  )
}

async function restoreText(
  drafts: Drafts,
  { id: meetingId, forumId, person }: Restored,
  stamp: Stamp,
  { item, lang, text, base }: { item: string; lang: string; text: string; base: number },
) {
  const { revision } = await keepRevision(
    drafts,
    { id: item, meetingId, forumId, person },
    { lang, text, base },
    false,
  )
  const data = { lang, text, revision, ...stamp }
  await drafts.draftItem.upsert({
    where: { agendaItemId: item },
    update: data,
    create: { agendaItemId: item, meetingId, forumId, ...data },
  })
}

async function restoreAgreement(
  drafts: Drafts,
  { id: meetingId, forumId }: Restored,
  stamp: Stamp,
  { id, item, seat, proposal, dueOn, ...fields }: DraftContent['agreements'][number],
  row: Row<'draftAgreement'> | undefined,
) {
  const said = {
    ...fields,
    agendaItemId: item,
    seatId: seat,
    proposalId: proposal,
    dueOn: dueOn === null ? null : toDate(dueOn),
  }
  const names = Object.keys(said) as (keyof typeof said)[]
  if (row && names.every((name) => String(row[name]) === String(said[name]))) return
  const data = { ...said, revision: (row?.revision ?? 0) + 1, ...stamp }
  await drafts.draftAgreement.upsert({
    where: { id },
    update: data,
    create: { id, meetingId, forumId, ...data },
  })
}

/** The handle must be the application's, as for the draft's own door. */
export function openVoicesDoor(database: Database) {
  const door = saving(database)
  return {
    comment: door(comment),
    suggest: door(suggest),
    closeComment: door(closeComment),
    nameVersion: door(nameVersion),
    restoreVersion: door(restoreVersion),
  }
}
