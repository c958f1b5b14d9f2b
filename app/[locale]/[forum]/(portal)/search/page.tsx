import type { Metadata } from 'next'
import { askedOn, portal } from '@/app/_request/portal'
import type { InForum, Query } from '@/app/_request/portal'
import { publicSearcherOf } from '@/app/_request/who'
import { PageTitle } from '@/components/page/page'
import { searchSeenBy } from '@/lib/search/seen.ts'
import { askedOf, choicesOf } from '../../_search/asked'
import { Search } from '../../_search/search'

type Props = { params: InForum; searchParams: Query }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  // There are as many of these as words.
  return { title: t('search.title'), robots: { index: false } }
}

/** Everything that everybody may read, by its words. */
export default async function SearchPage({ params, searchParams }: Props) {
  const [page, query] = [await portal(params), await askedOn('/search', searchParams)]
  const { t, to, locale, dates, viewer, slug, moment } = page
  const choices = await choicesOf(viewer)
  const given = {
    q: query.q,
    kind: query.kind,
    body: query.body,
    sector: query.sector,
    plan: query.plan,
    from: query.from,
    to: query.to,
    after: query.after,
    ...moment.asked,
  }
  const asked = askedOf(given, choices)
  const seen = await searchSeenBy(await publicSearcherOf(slug), asked)
  return (
    <>
      <PageTitle>{t('search.title')}</PageTitle>
      <Search
        reading={{ t, locale, dates, portal: to.home, here: to.at('/search'), desk: false }}
        given={given}
        asked={asked}
        choices={choices}
        seen={seen}
      />
    </>
  )
}
