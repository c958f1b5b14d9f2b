import type { Reader } from '../db/client.ts'

/** The witnesses in force, by sector: whose co-signatures count. */
export async function witnessKeys(
  db: Reader,
  forumId: string,
): Promise<{ sector: string; key: string }[]> {
  const rows = await db.witness.findMany({
    where: { forumId, dismissedAt: null },
    orderBy: { entryIndex: 'asc' },
  })
  return rows.map(({ sectorId, key }) => ({ sector: sectorId, key }))
}
