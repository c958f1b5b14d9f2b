import type { getTranslations } from 'next-intl/server'
import type { Dates } from '@/app/_request/dates'
import type { GanttWords } from '@/components/roadmaps/gantt'
import type { RoadmapTableWords } from '@/components/roadmaps/roadmap-table'
import type { RoadmapWords, Writes } from '@/components/roadmaps/rows'
import { progressStates } from '@/lib/roadmaps/rules.ts'
import type { Progress, ProgressState, Wording } from '@/lib/roadmaps/rules.ts'
import type { Responsible } from '@/lib/roadmaps/seen.ts'

type T = Awaited<ReturnType<typeof getTranslations<never>>>
/** What the portal's pages and the desk's both have: the reader's language, words and days. */
export type Reading = { locale: string; t: T; dates: Dates }

/** In the reader's language, or in the one in which it was written. */
export function wordingIn(text: Wording | null | undefined, locale: string): string {
  return text?.[locale === 'en' ? 'en' : 'es'] ?? text?.es ?? text?.en ?? ''
}

/** A share as a whole number of hundredths; what has begun is never shown as nothing, what is not over never as all. */
export function percent(share: number): number {
  if (share <= 0) return 0
  if (share >= 1) return 100
  return Math.min(99, Math.max(1, Math.round(share * 100)))
}

export function progressWords({ t }: Reading, progress: Pick<Progress, 'done' | 'verified' | 'late'>) {
  return {
    done: t('roadmaps.done', { percent: percent(progress.done) }),
    verified: t('roadmaps.verified', { percent: percent(progress.verified) }),
    late: progress.late > 0 ? t('roadmaps.late', { count: progress.late }) : null,
  }
}

/**
 * Who answers, under the name that stands there, with who took over beside it, as on every page of
 * before.
 */
export function responsibleSaid({ locale, t, dates }: Reading, name: Responsible): string {
  const heirs = (name.heirs ?? []).map((heir) =>
    t('bodies.succeededBy', { name: wordingIn(heir.name, locale), day: dates.day(heir.since) }),
  )
  return [wordingIn(name, locale), ...heirs].join(' · ')
}

export function writesOf({ locale, t, dates }: Reading, names: Record<string, Responsible>): Writes {
  const own = locale === 'en' ? 'en' : 'es'
  return {
    text: (wording) =>
      wording[own] !== undefined
        ? { text: wording[own] }
        : { text: wordingIn(wording, locale), lang: own === 'es' ? 'en' : 'es' },
    day: dates.day,
    month: dates.month,
    drift: (days) =>
      t('roadmaps.chart.drift', { direction: days < 0 ? 'earlier' : 'later', days: Math.abs(days) }),
    responsible: (id) => {
      const name = names[id]
      if (!name) return t('roadmaps.chart.unknownResponsible')
      return responsibleSaid({ locale, t, dates }, name)
    },
  }
}

function shared({ t }: Reading): RoadmapWords {
  return {
    states: Object.fromEntries(
      progressStates.map((progressState) => [progressState, t(`words.progressStates.${progressState}`)]),
    ) as Record<ProgressState, string>,
    baseline: t('roadmaps.chart.baseline'),
    added: t('roadmaps.chart.added'),
    dropped: t('roadmaps.chart.dropped'),
    late: t('roadmaps.chart.late'),
    weight: (weight) => t('roadmaps.weight', { weight }),
  }
}

export function ganttWords(reading: Reading, caption: string): GanttWords {
  const { t } = reading
  return {
    ...shared(reading),
    caption,
    region: t('roadmaps.chart.region'),
    asTable: t('roadmaps.chart.asTable'),
    today: t('roadmaps.chart.today'),
    drift: t('roadmaps.chart.driftKey'),
    events: t('roadmaps.chart.events'),
    outOfSight: t('roadmaps.chart.outOfSight'),
    key: t('roadmaps.chart.key'),
  }
}

export function tableWords(reading: Reading, caption: string): RoadmapTableWords {
  const { t } = reading
  return {
    ...shared(reading),
    caption,
    number: t('roadmaps.fields.number'),
    activity: t('roadmaps.chart.activity'),
    responsible: t('roadmaps.fields.responsible'),
    period: t('roadmaps.fields.days'),
    state: t('roadmaps.chart.state'),
    product: t('roadmaps.fields.product'),
    verification: t('roadmaps.fields.verification'),
  }
}
