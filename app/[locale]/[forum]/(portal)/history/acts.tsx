import { getTranslations } from 'next-intl/server'
import { datesOf } from '@/app/_request/dates'
import { HistoryDays } from '@/components/log/acts'
import { HistoryList } from '@/components/log/proof'
import { dayIn } from '@/lib/act/calendar.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import type { actsSeenBy } from '@/lib/history/acts-seen.ts'
import { actSentenceKey } from '@/lib/history/sentences.ts'
import { rowsOf } from './lines'

type Props = {
  viewer: Viewer
  locale: string
  history: Awaited<ReturnType<typeof actsSeenBy>>
  /** what was asked for: an act found by a fact under its line shows it */
  topic: string | undefined
}

/** A line an act, under the day on which it was recorded, with its facts folded under it. */
export async function HistoryActs({ viewer, locale, history: { acts, names }, topic }: Props) {
  const t = await getTranslations('history')
  const { forum } = viewer
  const dates = datesOf(locale, forum.timeZone)
  const counts = new Map(acts.map((act) => [act.lead, act.counts]))
  const heads = await rowsOf({
    viewer,
    locale,
    names,
    lines: acts.map(({ lead }) => lead),
    act: (lead) => ({ key: actSentenceKey(lead.kind), counts: counts.get(lead) ?? {} }),
  })
  const rows = await Promise.all(
    acts.map(async ({ index, lead, facts, many }, place) => ({
      day: dayIn(forum.timeZone, lead.recordedAt),
      row: heads.slice(place, place + 1),
      under: facts.length > 0 && {
        open: topic !== undefined && !lead.kind.startsWith(`${topic}.`),
        title: t(facts.includes(lead) ? 'fold' : 'foldRest', {
          count: facts.includes(lead) ? many : many - 1,
        }),
        children: <HistoryList rows={await rowsOf({ viewer, locale, names, lines: facts })} />,
        more: moreThan(facts.includes(lead) ? many : many - 1, facts.length, index),
      },
    })),
  )
  function moreThan(many: number, told: number, number: number) {
    if (many <= told) return null
    const href = `/${locale}/${forum.slug}/history/${number}`
    return { href, label: t('foldMore', { count: many - told, number }) }
  }
  const days = [...Map.groupBy(rows, ({ day }) => day)].map(([day, acts]) => ({
    day: t('recordedDay', { day: dates.day(day) }),
    acts: acts.flatMap(({ row, under }) => row.map((own) => ({ ...own, under: under || null }))),
  }))
  return <HistoryDays days={days} />
}
