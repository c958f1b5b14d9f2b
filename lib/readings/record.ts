import type { Reader } from '../db/client.ts'

/** The sectors of the organisations that lead these commitments. */
export async function leadingSectors(
  db: Reader,
  forum: string,
  commitments: string[],
): Promise<string[]> {
  const rows = await db.participant.findMany({
    where: { forumId: forum, commitmentId: { in: commitments }, role: 'lead', endedOn: null },
    select: { organisationId: true },
  })
  const organisations = await db.organisation.findMany({
    where: { forumId: forum, id: { in: rows.map((row) => row.organisationId) } },
    select: { sectorId: true },
  })
  return [...new Set(organisations.map((organisation) => organisation.sectorId))]
}
