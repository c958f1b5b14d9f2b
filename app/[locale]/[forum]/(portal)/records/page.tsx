import type { Metadata } from 'next'
import { portal } from '@/app/_request/portal'
import type { InForum } from '@/app/_request/portal'
import { Breadcrumb, EmptyState, Lead, PageTitle } from '@/components/page/page'
import { recordsSeenBy } from '@/lib/records/queries.ts'
import { Taken } from '../../_plans/taken'

type Props = { params: InForum }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('taken.title') }
}

/** What was taken over from before the system, and what each sector says of it. */
export default async function RecordsPage({ params }: Props) {
  const page = await portal(params)
  const { t, to, viewer, forumName } = page
  const records = await recordsSeenBy(viewer)
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[{ href: to.home, label: forumName }, { label: t('taken.title') }]}
      />
      <PageTitle>{t('taken.title')}</PageTitle>
      <Lead>{t('taken.lead')}</Lead>
      {records.length === 0 && <EmptyState title={t('taken.none')}>{t('taken.noneText')}</EmptyState>}
      <ul className="mt-6 grid gap-4">
        {records.map((record) => (
          <Taken key={record.id} reading={page} record={record} at={to.home} />
        ))}
      </ul>
    </>
  )
}
