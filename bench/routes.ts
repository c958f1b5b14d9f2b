// Every page of a forum by its route, at an address that there is: of the portal by its table of routes,
// of the desk by its folders.
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { portalRoutes } from '../lib/addresses.ts'
import type { Reader } from '../lib/db/client.ts'
import { ROOT } from '../scripts/child.ts'

export const deskRoutes = globSync('**/page.tsx', { cwd: join(ROOT, 'app/[locale]/[forum]/desk') })
  .map((path) => dirname(path))
  .map((folder) => (folder === '.' ? '/desk' : `/desk/${folder}`))
  .toSorted()

export const routes: readonly string[] = [...Object.keys(portalRoutes), ...deskRoutes]

type Names = Record<string, string | undefined>

/** What stands in the address of a page in this forum: of each kind the newest thing that has such a page. */
async function namesIn(db: Reader, forumId: string) {
  const here = { forumId }
  const newest = { orderBy: { entryIndex: 'desc' } } as const
  const [body, plan, decision, proposal, asked, minutes, meeting, draft, seat, assessment, head] =
    await Promise.all([
      db.body.findFirst({ where: { ...here, kind: 'committee' }, orderBy: { slug: 'asc' } }),
      db.plan.findFirst({ where: { ...here, commitments: { some: {} } }, orderBy: { rank: 'desc' } }),
      db.decision.findFirst({ where: here, ...newest }),
      db.proposal.findFirst({ where: { ...here, closedAt: { not: null } }, ...newest }),
      db.proposal.findFirst({ where: { ...here, closedAt: null }, ...newest }),
      db.minutes.findFirst({
        where: { ...here, approvedAt: { not: null } },
        orderBy: { approvedAt: 'desc' },
      }),
      db.meeting.findFirst({
        where: { ...here, minutes: { approvedAt: { not: null } } },
        orderBy: { heldOn: 'desc' },
      }),
      db.meeting.findFirst({
        where: { ...here, state: 'closed', minutes: null },
        orderBy: { heldOn: 'desc' },
      }),
      db.seat.findFirst({ where: { ...here, function: 'chair' } }),
      db.assessment.findFirst({ where: here, ...newest }),
      db.logHead.findUnique({ where: { forumId } }),
    ])
  const commitment = await db.commitment.findFirst({
    where: { planId: plan?.id ?? '', number: 1 },
  })
  const version = await db.roadmapVersion.findFirst({
    where: { commitmentId: commitment?.id ?? '' },
    orderBy: { number: 'desc' },
  })
  const [action] = version?.content.keyActions ?? []
  return {
    body,
    plan,
    decision,
    proposal,
    asked,
    minutes,
    meeting,
    draft,
    seat,
    assessment,
    head,
    commitment,
    action,
  }
}

export async function addressesIn(
  db: Reader,
  forum: { id: string; slug: string },
): Promise<Map<string, string>> {
  const found = await namesIn(db, forum.id)
  const common: Names = {
    plan: found.plan?.slug,
    body: found.body?.slug,
    meeting: found.meeting?.id,
    seat: found.seat?.id,
    assessment: found.assessment?.id,
    index: String((found.head?.size ?? 1) - 1),
    commitment: found.commitment?.id,
    activity: found.action?.activities[0]?.id,
    item: found.action?.id,
    proposal: found.asked?.id,
    kind: 'status',
    of: 'meeting',
    thing: found.meeting?.id,
  }
  const numbers: [RegExp, string | undefined][] = [
    [/^\/decisions/, found.decision ? String(found.decision.number) : undefined],
    [/^\/proposals/, found.proposal ? String(found.proposal.number) : undefined],
    [/^\/minutes/, found.minutes?.number ?? undefined],
    [/commitments\/\[number\]/, '1'],
  ]
  return new Map(
    routes.map((route) => {
      const names = {
        ...common,
        ...(/\/desk\/meetings.*(draft|circulate)/.test(route) && { meeting: found.draft?.id }),
        ...(route.startsWith('/desk/roadmaps/assessments') && { plan: found.plan?.id }),
        number: numbers.find(([of]) => of.test(route))?.[1],
      }
      const path = route.replaceAll(/\[(\w+)\]/g, (_all, name: keyof typeof names) =>
        encodeURIComponent(names[name] ?? 'none'),
      )
      return [route, `/es/${forum.slug}${path}`]
    }),
  )
}
