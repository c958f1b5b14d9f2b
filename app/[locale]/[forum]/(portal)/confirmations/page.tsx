import type { Metadata } from 'next'
import { cursorIn } from '@/app/_request/cursor'
import { inLanguage } from '@/app/_request/dates'
import { askedOn, portal } from '@/app/_request/portal'
import type { InForum, Query } from '@/app/_request/portal'
import { Breadcrumb, Card, EmptyState, Lead, PageTitle, Pagination } from '@/components/page/page'
import { requestsSeenBy } from '@/lib/confirmations/seen.ts'
import { RequestFacts, requestTitle } from '../../_confirmations/request'

type Props = { params: InForum; searchParams: Query }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('confirmations.title') }
}

/** What one sector asked another to confirm, who asked it and who confirmed it. */
export default async function ConfirmationsPage({ params, searchParams }: Props) {
  const [page, query] = [await portal(params), await askedOn('/confirmations', searchParams)]
  const { t, to, viewer, locale, dates, slug, forumName } = page
  const cursor = cursorIn(query.before)
  const { requests, next } = await requestsSeenBy(viewer, { before: cursor })
  const here = to.at('/confirmations')
  const reading = {
    t,
    dates,
    say: (name: { es: string; en?: string }) => inLanguage(name, locale).text,
    portal: to.home,
    forum: slug,
  }
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[{ href: to.home, label: forumName }, { label: t('confirmations.title') }]}
      />
      <PageTitle>{t('confirmations.title')}</PageTitle>
      <Lead>{t('confirmations.lead')}</Lead>
      {requests.length === 0 && (
        <EmptyState title={t('confirmations.none')}>{t('confirmations.noneText')}</EmptyState>
      )}
      <div className="mt-6 grid gap-4">
        {requests.map((request) => (
          <Card key={request.id}>
            <h2 className="mt-0 mb-2">{requestTitle(reading, request)}</h2>
            <RequestFacts reading={reading} request={request} />
          </Card>
        ))}
      </div>
      <Pagination
        label={t('confirmations.pages')}
        first={cursor === undefined ? null : { href: here, label: t('confirmations.newest') }}
        next={next === null ? null : { href: `${here}?before=${next}`, label: t('confirmations.older') }}
      />
    </>
  )
}
