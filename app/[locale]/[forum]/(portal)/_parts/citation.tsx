import { getTranslations } from 'next-intl/server'
import { Section } from '@/components/page/page'
import { datesOf, inLanguage } from '@/app/_request/dates'
import type { Portal } from '@/app/_request/portal'
import { languagesOf } from '@/lib/bodies/rules.ts'
import { queryOf } from '@/lib/act/moment.ts'
import type { CommitmentSeen, StatusChangeSeen } from '@/lib/commitments/seen.ts'
import { standingIn } from '@/lib/commitments/rules.ts'
import type { logHeadSeenBy } from '@/lib/history/seen.ts'
import { settings } from '@/lib/settings.ts'
import { rootOf } from './log-head'

type Props = {
  page: Portal
  commitment: CommitmentSeen
  change: StatusChangeSeen | undefined
  digest: string | undefined
  head: Awaited<ReturnType<typeof logHeadSeenBy>>
}

/**
 * A citation to copy, in both languages: what, where, on which day, by which act, and the root by which it can be checked
 * later.
 */
export async function Citation({ page, commitment, change, digest, head }: Props) {
  const {
    t,
    slug,
    viewer: { forum, moment },
    present: { today },
  } = page
  const { plan, number, title, ogpId } = commitment
  const root = rootOf(head)
  const standing = standingIn(plan, commitment.status)
  // The day of the decision, or what a source gives in its place; of a plan that is over, its last day.
  const since =
    standing === 'plan-over'
      ? { is: 'planEnd', day: plan.lastDay ?? '' }
      : { is: change?.dayIs ?? 'decision', day: change?.decidedOn ?? '' }
  const inBoth = await Promise.all(
    languagesOf(page.present.forum).map(async (locale) => {
      const say = await getTranslations({ locale, namespace: 'commitments.one' })
      const words = await getTranslations({ locale, namespace: 'words.statuses' })
      const dates = datesOf(locale, forum.timeZone)
      const cited = say('citation', {
        title: title[locale] ?? title.es ?? title.en ?? ogpId ?? say('untitled'),
        number,
        plan: inLanguage(plan.name, locale).text,
        forum: inLanguage(forum.name, locale).text,
        status: words(standing),
        day: change ? since.is : 'none',
        sinceDay: dates.day(since.day),
        precision: since.day.length === 10 ? 'day' : 'loose',
        known: change?.knownUntil ?? 'none',
        knownDay: dates.day(change?.knownUntil ?? ''),
        act: String(change?.entryIndex ?? 'none'),
        address: `${settings().publicUrl}/${locale}/${slug}/plans/${plan.slug}/commitments/${number}${moment ? `?${queryOf(moment)}` : ''}`,
        today: dates.day(today),
      })
      return {
        locale,
        text: [
          cited,
          digest && say('citationDigest', { digest }),
          root && say('citationRoot', { size: head.checkpoint?.size ?? head.size, root }),
        ]
          .filter(Boolean)
          .join(' '),
      }
    }),
  )
  return (
    <Section title={t('commitments.one.cite')} id="cite">
      <p className="when mb-3 max-w-[62ch]">{t('commitments.one.citeText')}</p>
      {inBoth.map(({ locale, text }) => (
        <details key={locale} open={locale === page.locale} className="mt-2">
          <summary className="cursor-pointer" lang={locale}>
            {t(`portal.languages.${locale}`)}
          </summary>
          <p className="washed mt-2 select-all wrap-anywhere text-[0.92rem]" lang={locale}>
            {text}
          </p>
        </details>
      ))}
    </Section>
  )
}
