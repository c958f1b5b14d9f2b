import type { Reader } from '../../lib/db/client.ts'
import type { Sizes } from './pages.ts'

/** How many entries each forum's log has, by its slug: of one forum, or of all. By the handle that pages are read with, so as new as they are. */
export async function logSizes(published: Reader, slug: string | null): Promise<Sizes> {
  const rows = await published.$queryRaw<{ slug: string; size: number }[]>`
    SELECT f.slug, h.size FROM forum f JOIN log_head h ON h."forumId" = f.id WHERE ${slug}::text IS NULL OR f.slug = ${slug}`
  return new Map(rows.map((row) => [row.slug, row.size]))
}
