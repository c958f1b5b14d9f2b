import type { Reader } from '../db/client.ts'

/** How far the log goes, and how far this mandate's holder has taken over already; null: not at all. */
export async function takingOver(
  db: Reader,
  forum: string,
  seat: string,
): Promise<{ size: number; taken: { mandate: string; upTo: number }[] }> {
  const [head, taken] = await Promise.all([
    db.logHead.findUnique({ where: { forumId: forum } }),
    db.handover.findMany({
      where: { forumId: forum, seatId: seat },
      select: { mandateId: true, upTo: true },
      orderBy: { entryIndex: 'desc' },
      take: 20,
    }),
  ])
  return {
    size: head?.size ?? 0,
    taken: taken.map(({ mandateId, upTo }) => ({ mandate: mandateId, upTo })),
  }
}
