import { dayIn, HOUR_MS } from '../act/calendar.ts'
import type { Localised } from '../act/fields.ts'
import type { Viewer } from '../act/viewer.ts'
import { rulesOf } from '../bodies/rules.ts'
import { parseKey } from '../log/note.ts'
import { ownPolicy } from '../log/policy.ts'
import { originOf } from '../log/signer.ts'
import { namingText, WITNESS_DAYS, witnessKeyIn } from './rules.ts'
import { witnessKeys } from './record.ts'

export type WitnessSeen = {
  id: string
  key: string
  keyId: string
  name: string
  namedOn: string
  entryIndex: number
  withoutOldKey: boolean
  dismissedOn: string | null
}

export type SectorWitness = {
  sector: { id: string; slug: string; name: Localised; shape: string; hue: string }
  /** null: the sector has named none, or dismissed it */
  witness: WitnessSeen | null
  before: WitnessSeen[]
  /** the newest checkpoint that it co-signed; null: none yet */
  cosigned: { size: number; time: string; on: string; line: string } | null
  /** acts since that checkpoint, and whole days since that word; null where there is none */
  behind: { acts: number; days: number } | null
  /** it has not been heard for longer than the forum's rule says */
  silent: boolean
}

export type WitnessesSeen = {
  sectors: SectorWitness[]
  /** the log as it stands, the head that is signed, and the newest signed head that at least one witness co-signed */
  size: number
  signed: number | null
  witnessed: number | null
  days: number
}

/** Whose witness saw how much of the log, and when: for every sector with a position, also those that have none. */
export async function witnessesOf({ db, forum, now }: Viewer): Promise<WitnessesSeen> {
  const [sectors, rows, lines, head, checkpoint] = await Promise.all([
    db.sector.findMany({ where: { forumId: forum.id, hasPosition: true }, orderBy: { rank: 'asc' } }),
    db.witness.findMany({ where: { forumId: forum.id }, orderBy: { entryIndex: 'desc' } }),
    db.$queryRaw<{ keyId: string; size: number; time: Date; line: string }[]>`
      SELECT DISTINCT ON ("keyId") "keyId", size, time, line FROM log_cosignature WHERE "forumId" = ${forum.id}::uuid ORDER BY "keyId", size DESC`,
    db.logHead.findUnique({ where: { forumId: forum.id } }),
    db.logCheckpoint.findFirst({ where: { forumId: forum.id }, orderBy: { size: 'desc' } }),
  ])
  const days = rulesOf(forum).witnessDays ?? WITNESS_DAYS
  const size = head?.size ?? 0
  const seen = rows.map((row): WitnessSeen & { sector: string } => {
    const { id, name } = parseKey(row.key)
    return {
      id: row.id,
      key: row.key,
      keyId: id,
      name,
      namedOn: dayIn(forum.timeZone, row.namedAt),
      entryIndex: row.entryIndex,
      withoutOldKey: row.withoutOldKey,
      dismissedOn: row.dismissedAt && dayIn(forum.timeZone, row.dismissedAt),
      sector: row.sectorId,
    }
  })
  const told = sectors.map((sector): SectorWitness => {
    const own = seen.filter((one) => one.sector === sector.id)
    const witness = own.find((one) => !one.dismissedOn) ?? null
    const last = witness && lines.find((line) => line.keyId === witness.keyId)
    const behind = last
      ? {
          acts: size - last.size,
          days: Math.max(0, Math.floor((now.getTime() - last.time.getTime()) / (24 * HOUR_MS))),
        }
      : null
    return {
      sector: {
        id: sector.id,
        slug: sector.slug,
        name: sector.name,
        shape: sector.shape,
        hue: sector.hue,
      },
      witness,
      before: own.filter((one) => one.dismissedOn),
      behind,
      silent: behind !== null && behind.days >= days,
      cosigned: last
        ? {
            size: last.size,
            time: last.time.toISOString(),
            on: dayIn(forum.timeZone, last.time),
            line: last.line,
          }
        : null,
    }
  })
  const heights = told.flatMap((sectorWitness) => sectorWitness.cosigned?.size ?? [])
  return {
    sectors: told,
    size,
    signed: checkpoint?.size ?? null,
    witnessed: heights.length > 0 ? Math.max(...heights) : null,
    days,
  }
}

/** What a sector asks for before it believes a checkpoint, for verifiers (C2SP tlog-policy). Null where there is no such sector, or too few witnesses. */
export async function policyOf(
  { db, forum }: Viewer,
  slug: string,
  logKeys: string[],
): Promise<string | null> {
  const [sectors, keys] = await Promise.all([
    db.sector.findMany({ where: { forumId: forum.id, hasPosition: true }, orderBy: { rank: 'asc' } }),
    witnessKeys(db, forum.id),
  ])
  const named = sectors.flatMap((sector) => {
    const found = keys.find((key) => key.sector === sector.id)
    return found ? [{ slug: sector.slug, name: `witness-${sector.slug}`, key: parseKey(found.key) }] : []
  })
  return ownPolicy(
    logKeys.map(parseKey),
    named.find((one) => one.slug === slug),
    named.filter((one) => one.slug !== slug),
  )
}

/** What a key signs to become a sector's witness. Null where that is no witness's key, or there is no such sector. */
export async function namingTextFor(
  { db, forum }: Viewer,
  sector: string,
  vkey: string,
): Promise<string | null> {
  const key = witnessKeyIn(vkey)
  const found =
    key && (await db.sector.findFirst({ where: { forumId: forum.id, slug: sector, hasPosition: true } }))
  if (!found) return null
  const old = await db.witness.findFirst({
    where: { forumId: forum.id, sectorId: found.id },
    orderBy: { entryIndex: 'desc' },
  })
  return namingText({ origin: originOf(forum.id), sector: found.id, key: vkey, old: old?.key ?? null })
}
