import { comparisonBetween, daysAsked } from '@/app/_request/compare'
import { publicViewerToday } from '@/app/_request/who'
import { comparisonAsData } from '@/lib/then/seen.ts'
import { settings } from '@/lib/settings.ts'

type Asked = { params: Promise<{ forum: string }> }

/** What changed between two days, as data (docs/open-data.md): `?from=…&to=…`, and `&plan=…` where it is not the current one. */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { forum } = await params
  const query = new URL(request.url).searchParams
  const viewer = await publicViewerToday(forum)
  const days = daysAsked({ from: query.get('from') ?? '', to: query.get('to') ?? '' }, viewer.today)
  if (!days.from || !days.to || days.faults.length > 0) {
    return Response.json(
      {
        error: 'from and to are two days, YYYY-MM-DD, none of them to come',
        faults: days.faults.map(({ field, day }) => ({ field, day })),
      },
      { status: 400 },
    )
  }
  const comparison = await comparisonBetween(viewer, days, query.get('plan') ?? undefined)
  if (!comparison) return Response.json({ error: 'there is no such plan' }, { status: 404 })
  const data = comparisonAsData(
    comparison,
    viewer,
    (index) => `${settings().publicUrl}/es/${forum}/history/${index}`,
  )
  return Response.json(data, {
    headers: {
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      'Access-Control-Allow-Origin': '*',
    },
  })
}
