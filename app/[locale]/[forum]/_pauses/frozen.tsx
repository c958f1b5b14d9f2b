import { getTranslations } from 'next-intl/server'
import { datesOf, inLanguage } from '@/app/_request/dates'
import { Notice } from '@/components/page/page'
import type { Viewer } from '@/lib/act/viewer.ts'
import { suspensionsSeenBy } from '@/lib/commitments/seen.ts'

type Where = 'proposal' | 'roadmap' | 'minutes' | 'meeting'
type Props = {
  viewer: Viewer
  locale: string
  /** what it is about: these commitments, and the forum as a whole in any case */
  commitments: (string | null | undefined)[]
  where: Where
  /** the page on which a suspension stands with what is asked for to come back */
  at: string
}

/** Where a pause bites: who paused, since when, what that stops here, and where its conditions stand. */
export async function FrozenBy({ viewer, locale, commitments, where, at }: Props) {
  const about = [...new Set(commitments.filter((one) => typeof one === 'string'))]
  const open = await suspensionsSeenBy(viewer, { commitments: about, open: true })
  // What a source tells of before the system stops nothing here; minutes wait for no sector that paused in all.
  const biting = open.filter(
    (one) => !one.takenOver && (where !== 'minutes' || one.commitmentId === null),
  )
  if (biting.length === 0) return null
  const t = await getTranslations('pauses.frozen')
  const dates = datesOf(locale, viewer.forum.timeZone)
  return biting.map((one) => (
    <Notice
      key={one.id}
      tone="warning"
      title={t(one.commitmentId ? 'titleOfCommitment' : 'title', {
        sector: inLanguage(one.sector.name, locale).text,
        day: dates.day(one.declaredOn),
      })}
    >
      <p className="max-w-prose">
        {t(where)} <a href={`${at}#suspension-${one.id}`}>{t('see')}</a>
      </p>
    </Notice>
  ))
}
