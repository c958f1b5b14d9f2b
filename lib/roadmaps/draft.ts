import { z } from 'zod'
import { problemIn } from '../act/act.ts'
import type { FieldProblem } from '../act/act.ts'
import { Day, Id, Wording } from '../act/fields.ts'
import { isRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal, Standing } from '../act/refusal.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import type { Database, Reader, Writer } from '../db/client.ts'
import { inTransaction } from '../act/transaction.ts'
import { byNumber } from './compare.ts'
import { RoadmapText } from './facts.ts'
import { draftingBodies, sealedVersions } from './record.ts'
import { dependencies } from './rules.ts'

// The working paper of a roadmap is no act: this door writes draft_roadmap, and nothing else
// (decision 040).

/** An unfinished text: a language may be empty, and so may both. */
const words = (side: 'es' | 'en') =>
  z.preprocess(
    (text) => (text === null || (typeof text === 'string' && text.trim() === '') ? undefined : text),
    Wording.shape[side],
  )
const Draft = z
  .strictObject({ es: words('es'), en: words('en') })
  .default({ es: undefined, en: undefined })
const DraftDay = z
  .preprocess((day) => (day === null || day === '' ? undefined : day), Day.optional())
  .transform((day) => day ?? '')
const Ids = z.array(Id).max(50).default([])

const Whole = z.strictObject({
  kind: z.literal('whole'),
  aim: Draft,
  finalAim: Draft,
  accountability: Draft,
  possible: z.boolean().default(true),
  how: Draft,
  who: Draft,
  when: Draft,
  feedback: Draft,
  why: Draft,
})
const KeyActionDraft = z.strictObject({
  kind: z.literal('key-action'),
  id: Id,
  number: z.coerce
    .number()
    .pipe(z.int().min(1, 'errors.roadmapNumber').max(999, 'errors.roadmapNumber')),
  title: Draft,
  weight: z.coerce
    .number()
    .pipe(
      z.int('errors.roadmapWeight').min(1, 'errors.roadmapWeight').max(1000, 'errors.roadmapWeight'),
    ),
  responsible: Ids,
  startsOn: DraftDay,
  endsOn: DraftDay,
})
const ActivityDraft = z.strictObject({
  kind: z.literal('activity'),
  id: Id,
  keyAction: Id,
  number: z
    .string()
    .trim()
    .regex(/^\d{1,3}\.\d{1,3}$/, 'errors.roadmapNumber'),
  title: Draft,
  product: Draft,
  responsible: Ids,
  startsOn: DraftDay,
  endsOn: DraftDay,
  verification: Draft,
  after: Ids,
  dependsOn: z.array(z.enum(dependencies)).default([]),
})
const Item = z.discriminatedUnion('kind', [Whole, KeyActionDraft, ActivityDraft])
export type DraftItem = z.output<typeof Item>

const at = { at: z.int().min(0) }
/**
 * What the working paper holds: its items by id (`whole` for what belongs to none), each with the revision
 * that wrote it last.
 */
const DraftRoadmap = z.strictObject({
  items: z.record(
    z.string(),
    z.discriminatedUnion('kind', [
      Whole.extend(at),
      KeyActionDraft.extend(at),
      ActivityDraft.extend(at),
    ]),
  ),
})
export type DraftRoadmap = z.output<typeof DraftRoadmap>

export const columns = { draftRoadmap: { content: DraftRoadmap } }

const Base = z.coerce.number().pipe(z.int().min(0))
const SaveInput = z.strictObject({ commitment: Id, base: Base, item: Item })
const DropInput = z.strictObject({ commitment: Id, base: Base, id: Id })
const TakeInInput = z.strictObject({
  commitment: Id,
  base: Base,
  keyActions: RoadmapText.shape.keyActions,
})
const ReplaceInput = z.strictObject({ commitment: Id, base: Base, roadmap: RoadmapText.nullable() })

/** What each save takes, for the form that sends it. */
export const roadmapInputs = {
  saveItem: SaveInput,
  dropItem: DropInput,
  replace: ReplaceInput,
  takeIn: TakeInInput,
}

export type RoadmapSaved =
  | { is: 'saved'; revision: number }
  /** somebody wrote the same item in between: what they wrote is here, nothing of either is lost */
  | { is: 'conflict'; revision: number; theirs: DraftItem | null }
  | { is: 'refused'; refusal: Refusal }
  | { is: 'invalid'; problems: FieldProblem[] }
  | { is: 'missing' }

type Drafts = Reader & Pick<Writer, 'draftRoadmap'>
type Paper = { content: DraftRoadmap; revision: number; over: number }

/** A sealed version, or a proposed one, as working paper. */
export function draftFrom(
  roadmap: (Partial<RoadmapText> & Pick<RoadmapText, 'keyActions'>) | null,
  at: number,
): DraftRoadmap {
  const blank = { es: undefined, en: undefined }
  const text = (wording: { es?: string | undefined; en?: string | undefined } | null) => ({
    es: wording?.es,
    en: wording?.en,
  })
  const how = roadmap?.participation
  const items: DraftRoadmap['items'] = {
    whole: {
      kind: 'whole',
      at,
      aim: text(roadmap?.aim ?? null),
      finalAim: text(roadmap?.finalAim ?? null),
      accountability: text(roadmap?.accountability ?? null),
      possible: how?.possible ?? true,
      ...(how?.possible
        ? { how: how.how, who: how.who, when: how.when, feedback: how.feedback }
        : { how: blank, who: blank, when: blank, feedback: blank }),
      why: how && !how.possible ? how.why : blank,
    },
  }
  for (const { activities, ...keyAction } of roadmap?.keyActions ?? []) {
    items[keyAction.id] = { kind: 'key-action', at, ...keyAction, title: text(keyAction.title) }
    for (const activity of activities) {
      items[activity.id] = {
        kind: 'activity',
        at,
        keyAction: keyAction.id,
        ...activity,
        title: text(activity.title),
        product: text(activity.product),
        verification: text(activity.verification),
      }
    }
  }
  return { items }
}

/** The working paper as a roadmap, in order; unfinished parts are unfinished, and `RoadmapText` says which. */
export function roadmapIn({ items }: DraftRoadmap): unknown {
  const all = Object.values(items)
  const whole = all.find((one) => one.kind === 'whole')
  const activities = all.flatMap((one) => (one.kind === 'activity' ? [one] : []))
  return {
    aim: whole && some(whole.aim),
    finalAim: whole ? some(whole.finalAim) : null,
    accountability: whole ? some(whole.accountability) : null,
    participation: whole ? participationIn(whole) : null,
    keyActions: all
      .flatMap((one) => (one.kind === 'key-action' ? [one] : []))
      .toSorted((one, other) => one.number - other.number)
      .map(({ kind: _kind, at: _at, title, ...fields }) => ({
        ...fields,
        title: some(title),
        activities: activities
          .filter((activity) => activity.keyAction === fields.id)
          .toSorted((one, other) => byNumber(one.number, other.number))
          .map(
            ({
              kind: _of,
              at: _when,
              keyAction: _within,
              title: name,
              product,
              verification,
              ...rest
            }) => ({
              ...rest,
              title: some(name),
              product: some(product),
              verification: some(verification),
            }),
          ),
      })),
  }
}

/** A text in the languages in which there is something of it. */
function some({ es, en }: { es?: string | undefined; en?: string | undefined }) {
  return es || en ? { ...(es && { es }), ...(en && { en }) } : null
}

function participationIn(whole: Extract<DraftItem, { kind: 'whole' }>) {
  if (!whole.possible) return { possible: false, why: some(whole.why) }
  return {
    possible: true,
    how: some(whole.how),
    who: some(whole.who),
    when: some(whole.when),
    feedback: some(whole.feedback),
  }
}

/** Where in a roadmap something is wrong, as people say it: the number of the item, and the field. */
export type Unfinished = { number: string; field: string }

/** What must still be filled in before others can be asked, in order. */
export function unfinishedIn(content: DraftRoadmap): Unfinished[] {
  const given = roadmapIn(content) as {
    keyActions: { number: number; activities: { number: string }[] }[]
  }
  const parsed = RoadmapText.safeParse(given)
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path: [top, at, name, position, field] }) => {
        const keyAction = typeof at === 'number' ? given.keyActions[at] : undefined
        const activity =
          name === 'activities' && typeof position === 'number'
            ? keyAction?.activities[position]
            : undefined
        if (activity) return { number: activity.number, field: String(field) }
        return keyAction
          ? { number: String(keyAction.number), field: String(name) }
          : { number: '', field: String(top === 'participation' && at ? at : top) }
      })
}

function mayWrite({ forum, person }: Viewer, takesPart: boolean): Standing {
  if (!person || !takesPart) return refuse('roadmaps.notOfThisGroup')
  return forum.kind === 'record' ? refuse('bodies.recordOnly') : ok
}

async function openPaper(
  drafts: Drafts,
  viewer: Viewer,
  commitment: string,
): Promise<(Paper & { writes: Standing; forum: string; person: string }) | null> {
  const { forum, person } = viewer
  const found = await drafts.commitment.findFirst({ where: { id: commitment, forumId: forum.id } })
  if (!found) return null
  const bodies = await draftingBodies(drafts, forum.id, commitment)
  const takesPart = viewer.seats.some(
    (seat) => bodies.includes(seat.body) && sitsIn(viewer, seat.body) && seat.function !== 'observer',
  )
  const writes = mayWrite(viewer, takesPart)
  const row = await drafts.draftRoadmap.findUnique({ where: { commitmentId: commitment } })
  const paper = row ? { content: row.content, revision: row.revision, over: row.over } : null
  const versions = paper ? [] : await sealedVersions(drafts, commitment)
  const latest = versions.at(-1)
  return {
    ...(paper ?? {
      content: draftFrom(latest?.roadmap ?? null, 0),
      revision: 0,
      over: latest?.number ?? 0,
    }),
    writes,
    forum: forum.id,
    person: person ?? '',
  }
}

async function write(
  drafts: Drafts,
  commitment: string,
  { forum, person, over, revision }: { forum: string; person: string; over: number; revision: number },
  content: DraftRoadmap,
) {
  const row = {
    content: content as object,
    over,
    revision: revision + 1,
    savedBy: person,
    savedAt: new Date(),
  }
  await drafts.draftRoadmap.upsert({
    where: { commitmentId: commitment },
    update: row,
    create: { commitmentId: commitment, forumId: forum, ...row },
  })
  return { is: 'saved' as const, revision: row.revision }
}

async function saveItem(
  drafts: Drafts,
  viewer: Viewer,
  { commitment, base, item }: z.output<typeof SaveInput>,
): Promise<RoadmapSaved> {
  const paper = await openPaper(drafts, viewer, commitment)
  if (!paper) return { is: 'missing' }
  if (isRefusal(paper.writes)) return { is: 'refused', refusal: paper.writes }
  const id = item.kind === 'whole' ? 'whole' : item.id
  const before = paper.content.items[id]
  if (before && before.kind !== item.kind) return { is: 'missing' }
  if (item.kind === 'activity' && paper.content.items[item.keyAction]?.kind !== 'key-action')
    return { is: 'missing' }
  if (before && before.at > base) return { is: 'conflict', revision: paper.revision, theirs: before }
  const at = paper.revision + 1
  return write(drafts, commitment, paper, { items: { ...paper.content.items, [id]: { ...item, at } } })
}

async function dropItem(
  drafts: Drafts,
  viewer: Viewer,
  { commitment, base, id }: z.output<typeof DropInput>,
): Promise<RoadmapSaved> {
  const paper = await openPaper(drafts, viewer, commitment)
  if (!paper) return { is: 'missing' }
  if (isRefusal(paper.writes)) return { is: 'refused', refusal: paper.writes }
  const item = paper.content.items[id]
  if (!item || item.kind === 'whole') return { is: 'missing' }
  if (item.at > base) return { is: 'conflict', revision: paper.revision, theirs: item }
  const kept = Object.entries(paper.content.items)
    .filter(([key, one]) => key !== id && !(one.kind === 'activity' && one.keyAction === id))
    .map(
      ([key, one]) =>
        [
          key,
          one.kind === 'activity' ? { ...one, after: one.after.filter((other) => other !== id) } : one,
        ] as const,
    )
  return write(drafts, commitment, paper, { items: Object.fromEntries(kept) })
}

/** Begins anew: from a spreadsheet, from a request that is to be rewritten, or (null) from the version in force. */
async function replace(
  drafts: Drafts,
  viewer: Viewer,
  { commitment, base, roadmap }: z.output<typeof ReplaceInput>,
): Promise<RoadmapSaved> {
  const paper = await openPaper(drafts, viewer, commitment)
  if (!paper) return { is: 'missing' }
  if (isRefusal(paper.writes)) return { is: 'refused', refusal: paper.writes }
  if (base !== paper.revision) return { is: 'refused', refusal: refuse('roadmaps.draftChanged') }
  const latest = (await sealedVersions(drafts, commitment)).at(-1)
  const at = paper.revision + 1
  return write(
    drafts,
    commitment,
    { ...paper, over: latest?.number ?? 0 },
    draftFrom(roadmap ?? latest?.roadmap ?? null, at),
  )
}

/**
 * Puts key actions and activities from a spreadsheet in place of the paper's; aims, participation and
 * accountability stay as they are.
 */
async function takeIn(
  drafts: Drafts,
  viewer: Viewer,
  { commitment, base, keyActions }: z.output<typeof TakeInInput>,
): Promise<RoadmapSaved> {
  const paper = await openPaper(drafts, viewer, commitment)
  if (!paper) return { is: 'missing' }
  if (isRefusal(paper.writes)) return { is: 'refused', refusal: paper.writes }
  if (base !== paper.revision) return { is: 'refused', refusal: refuse('roadmaps.draftChanged') }
  const at = paper.revision + 1
  const { whole: _blank, ...items } = draftFrom({ keyActions }, at).items
  const { whole } = paper.content.items
  return write(drafts, commitment, paper, { items: { ...(whole && { whole }), ...items } })
}

/** The handle must be the application's: its role owns nothing, and the guard of recorded tables holds for it. */
export function openRoadmapDoor(database: Database) {
  const door =
    <I extends z.ZodObject>(
      input: I,
      save: (drafts: Drafts, viewer: Viewer, given: z.output<I>) => Promise<RoadmapSaved>,
    ) =>
    async (viewer: Viewer, given: unknown): Promise<RoadmapSaved> => {
      const parsed = input.safeParse(given)
      if (!parsed.success) return { is: 'invalid', problems: parsed.error.issues.map(problemIn) }
      return inTransaction(database, async (tx) => {
        const lock = `draft-roadmap/${String(parsed.data.commitment)}`
        await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))::text`
        return save(tx, viewer, parsed.data)
      })
    }
  return {
    saveItem: door(SaveInput, saveItem),
    dropItem: door(DropInput, dropItem),
    replace: door(ReplaceInput, replace),
    takeIn: door(TakeInInput, takeIn),
  }
}
export type RoadmapDoor = ReturnType<typeof openRoadmapDoor>
