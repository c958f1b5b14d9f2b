import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { askedOn, portal } from '@/app/_request/portal'
import type { Query } from '@/app/_request/portal'
import { Breadcrumb, Lead, PageTitle, Section } from '@/components/page/page'
import { commitmentSeenBy } from '@/lib/commitments/seen.ts'
import { compare } from '@/lib/roadmaps/compare.ts'
import { roadmapSeenBy } from '@/lib/roadmaps/seen.ts'
import { RoadmapChanges } from '../../../../../../../_roadmap/changes'
import { numberIn } from '../../../../../../_parts/number-in'

type Props = {
  params: Promise<{ locale: string; forum: string; plan: string; number: string }>
  searchParams: Query
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('roadmaps.page.compareTitle') }
}

/** Any two versions of a roadmap, side by side by words; without being asked, the baseline and the one in force. */
export default async function ComparePage({ params, searchParams }: Props) {
  const [page, { plan, number }, asked] = await Promise.all([
    portal(params),
    params,
    askedOn('/plans/[plan]/commitments/[number]/roadmap/compare', searchParams),
  ])
  const { t, to, viewer, forumName } = page
  const commitment = (await commitmentSeenBy(viewer, numberIn(number), plan)) ?? notFound()
  const roadmap = await roadmapSeenBy(viewer, commitment.id, 'versions')
  const versions = roadmap?.versions ?? []
  const named = (value: string | undefined, otherwise: number) =>
    versions.find((each) => String(each.number) === (value ?? String(otherwise)))
  const [from, until] = [named(asked.from, 1), named(asked.to, versions.length)]
  if (!roadmap || !from || !until) notFound()
  const here = `${to.commitment(commitment.plan.slug, commitment.number)}/roadmap`
  const name = (version: number) => t('roadmaps.page.versionN', { number: version })
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[
          { href: to.home, label: forumName },
          {
            href: to.commitment(commitment.plan.slug, commitment.number),
            label: t('portal.units.commitment', { number: commitment.number }),
          },
          { href: here, label: t('roadmaps.page.title') },
          { label: t('roadmaps.page.compareTitle') },
        ]}
      />
      <PageTitle>{t('roadmaps.page.compareTitle')}</PageTitle>
      <Lead>{t('roadmaps.page.compareLead', { from: name(from.number), to: name(until.number) })}</Lead>
      <form
        action={`${here}/compare`}
        method="get"
        className="no-print mt-6 flex flex-wrap items-end gap-3"
      >
        {(
          [
            ['from', from.number],
            ['to', until.number],
          ] as const
        ).map(([which, chosen]) => (
          <label key={which} className="grid gap-1 text-[0.9rem]">
            <span className="text-soft">{t(`roadmaps.page.${which}`)}</span>
            <select name={which} className="input w-auto" defaultValue={chosen}>
              {versions.map((each) => (
                <option key={each.id} value={each.number}>
                  {name(each.number)}
                </option>
              ))}
            </select>
          </label>
        ))}
        <button type="submit" className="button button-plain">
          {t('roadmaps.page.compareSubmit')}
        </button>
      </form>
      <Section title={t('roadmaps.ask.changes')} id="changes">
        <RoadmapChanges
          reading={page}
          names={roadmap.names}
          comparison={compare(from.roadmap, until.roadmap)}
        />
      </Section>
    </>
  )
}
