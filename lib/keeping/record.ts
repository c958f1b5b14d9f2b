import { seatsHeld } from '../bodies/record.ts'
import { voicesHeld } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import { witnessKeys } from '../witnesses/record.ts'
import { textIn } from './rules.ts'
import type { SectorKey } from './rules.ts'

/** A log as it is kept now: how long it is, what its checkpoints were signed with, and who witnesses it. */
export type KeptNow = { size: number; keys: string[]; checkpoint: string | null; witnesses: SectorKey[] }

export async function keptNow(db: Reader, forum: string): Promise<KeptNow> {
  const [head, changes, checkpoint, witnesses] = await Promise.all([
    db.logHead.findUnique({ where: { forumId: forum } }),
    db.keyChange.findMany({ where: { forumId: forum }, orderBy: { entryIndex: 'asc' } }),
    db.logCheckpoint.findFirst({ where: { forumId: forum }, orderBy: { size: 'desc' } }),
    witnessKeys(db, forum),
  ])
  const keys = [changes[0]?.previous, ...changes.map((change) => change.key)].filter(
    (one) => one !== undefined,
  )
  return { size: head?.size ?? 0, keys, checkpoint: checkpoint?.note ?? null, witnesses }
}

/**
 * Whether by this nobody would be left in the forum who can act for any sector: whoever was erased cannot sign in, and no term that ends
 * brings them back.
 */
export async function leavesNobody(
  db: Reader,
  { id, today }: { id: string; today: string },
  seals: string[],
): Promise<boolean> {
  const held = voicesHeld(await seatsHeld(db, id, { isGone }), today).map(({ person }) => person)
  if (held.length === 0) return false
  const rows = await db.logPayload.findMany({
    where: {
      forumId: id,
      open: false,
      seal: { in: seals.map((seal) => Buffer.from(seal, 'base64')) },
    },
    select: { value: true },
  })
  const values = rows.flatMap(({ value }) => (value === null ? [] : [JSON.parse(value) as unknown]))
  const said = values.filter((value) => typeof value === 'string')
  const gone = await db.person.findMany({
    where: { forumId: id, id: { in: held }, OR: [{ name: { in: said } }, { email: { in: said } }] },
    select: { id: true },
  })
  return held.every((person) => gone.some((one) => one.id === person))
}

const isGone = ({ name, email }: { name: string | null; email: string | null }) =>
  name === null || email === null

export type NamedPayload = {
  seal: string
  index: number
  open: boolean
  erased: boolean
  isText: boolean
  alike: number[]
}

/** Values beside entries by their seals (base64), and in which other entries the same words stand, alone or within a longer text. */
export async function payloadsNamed(
  db: Reader,
  forum: string,
  seals: string[],
): Promise<NamedPayload[]> {
  const rows = await db.logPayload.findMany({
    where: {
      forumId: forum,
      seal: { in: seals.map((seal) => Buffer.from(seal, 'base64')) },
    },
  })
  return Promise.all(
    rows.map(async ({ seal, index, open, value }) => {
      const alike =
        value === null
          ? []
          : await db.logPayload.findMany({
              where: {
                forumId: forum,
                value: { contains: value },
                open,
                seal: { not: seal },
              },
              select: { index: true, seal: true },
            })
      return {
        seal: Buffer.from(seal).toString('base64'),
        index,
        open,
        erased: value === null,
        isText: value === null || !open || textIn(value) !== null,
        // What is erased in the same act does not stand in its way.
        alike: open
          ? alike
              .filter((one) => !seals.includes(Buffer.from(one.seal).toString('base64')))
              .map((one) => one.index)
          : [],
      }
    }),
  )
}
