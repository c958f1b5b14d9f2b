import type { Metadata } from 'next'
import { askedOn, portal } from '@/app/_request/portal'
import type { InForum, Query } from '@/app/_request/portal'
import { Breadcrumb, EmptyState, Lead, PageTitle, Pagination } from '@/components/page/page'
import { recordsSeenBy } from '@/lib/records/seen.ts'
import { Taken } from '../../_plans/taken'

type Props = { params: InForum; searchParams: Query }

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('taken.title') }
}

/** What was taken over from before the system, and what each sector says of it. */
export default async function RecordsPage({ params, searchParams }: Props) {
  const [page, asked] = [await portal(params), await askedOn('/records', searchParams)]
  const { t, to, viewer, forumName } = page
  const records = await recordsSeenBy(viewer, { before: asked.before })
  const last = records.at(-1)?.number ?? 1
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
      <Pagination
        label={t('taken.pages')}
        first={asked.before ? { href: to.at('/records'), label: t('taken.latest') } : null}
        next={last > 1 ? { href: `${to.at('/records')}?before=${last}`, label: t('taken.older') } : null}
      />
    </>
  )
}
