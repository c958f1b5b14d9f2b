import { Section } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import type { Portal } from '@/app/_request/portal'
import { lineageSeenBy } from '@/lib/commitments/seen.ts'
import type { CommitmentSeen, RelativeSeen } from '@/lib/commitments/seen.ts'
import { standingIn } from '@/lib/commitments/rules.ts'
import { unmetSeenBy } from '@/lib/roadmaps/seen.ts'
import { wordingIn } from '../../_roadmap/words'
import { SourceName } from './source-line'
import { Words, capital } from './words'

/** Where a commitment comes from and what goes on from it, with what was promised before and not met. */
export async function Lineage({ page, commitment }: { page: Portal; commitment: CommitmentSeen }) {
  const { ancestors, heirs } = await lineageSeenBy(page.viewer, commitment.id)
  if (ancestors.length + heirs.length === 0) return null
  return (
    <Section title={page.t('lineage.title')} id="lineage">
      <div className="grid gap-6">
        {ancestors.length > 0 && (
          <Relatives page={page} title={page.t('lineage.ancestors')} relatives={ancestors} />
        )}
        {heirs.length > 0 && <Relatives page={page} title={page.t('lineage.heirs')} relatives={heirs} />}
      </div>
    </Section>
  )
}

function Relatives({
  page,
  title,
  relatives,
}: {
  page: Portal
  title: string
  relatives: RelativeSeen[]
}) {
  return (
    <div>
      <h3>{title}</h3>
      <ul className="mt-2 grid gap-4">
        {relatives.map((relative) => (
          <li key={relative.id}>
            <Relative page={page} relative={relative} />
          </li>
        ))}
      </ul>
    </div>
  )
}

async function Relative({ page, relative }: { page: Portal; relative: RelativeSeen }) {
  const { t, to, named, sourced, locale, viewer } = page
  const unmet = await unmetSeenBy(viewer, relative.id)
  const title = sourced(relative.title)
  return (
    <>
      <p className="font-serif text-[1.08rem]">
        <a href={to.commitment(relative.plan.slug, relative.number)}>
          {relative.number}. {title ? <Words of={title} /> : t('commitments.one.untitled')}
        </a>
      </p>
      <p className="when">
        {[
          named(relative.plan.name).text,
          capital(t(`words.statuses.${standingIn(relative.plan, relative.status)}`)),
          relative.completion
            ? t('lineage.completion', { level: t(`words.levels.${relative.completion}`) })
            : '',
        ]
          .filter(Boolean)
          .join(' · ')}{' '}
        ·{' '}
        <a href={to.entry(relative.entryIndex)}>
          {t('roadmaps.report.entry', { number: relative.entryIndex })}
        </a>
      </p>
      {relative.note && <SignedText text={relative.note.text} lang={relative.note.lang} />}
      {relative.source && (
        <p className="when">
          {t('portal.from')} <SourceName page={page} source={relative.source} />
        </p>
      )}
      {unmet.length > 0 && (
        <details className="mt-1">
          <summary className="w-fit cursor-pointer">
            {t('lineage.unmet')} ({unmet.length})
          </summary>
          <ul className="mt-1 list-disc pl-5">
            {unmet.map((one) => (
              <li key={`${one.number}${one.why}`}>
                {one.number} {wordingIn(one.title, locale)}{' '}
                <span className="when">({t(`lineage.${one.why}`)})</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
