import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { one } from '@/app/_request/portal'
import type { Query } from '@/app/_request/portal'
import { deskSearcher } from '@/app/_request/who'
import { searchSeenBy } from '@/lib/search/seen.ts'
import { askedOf, choicesOf } from '../../_search/asked'
import { Search } from '../../_search/search'
import { deskFrame } from '../frame'
import { Crumbs, PageHead } from '../parts'

type Props = { params: Promise<{ locale: string; forum: string }>; searchParams: Query }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('search'))('title') }
}

/** The same as the public's, and what waits in the bodies in which one sits. */
export default async function DeskSearchPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, locale, dates, viewer, desk, portal, forum } = frame
  const query = await searchParams
  const choices = await choicesOf(viewer)
  const names = ['q', 'kind', 'body', 'sector', 'plan', 'from', 'to', 'after', 'on', 'at'] as const
  const given = Object.fromEntries(names.map((name) => [name, one(query[name])]))
  const asked = askedOf(given, choices)
  const seen = await searchSeenBy(await deskSearcher(forum), asked)
  return (
    <>
      <Crumbs frame={frame} here={t('search.title')} />
      <PageHead title={t('search.title')} lead={t('search.deskLead')} />
      <Search
        reading={{ t, locale, dates, portal, here: `${desk}/search`, desk: true }}
        given={given}
        asked={asked}
        choices={choices}
        seen={seen}
      />
    </>
  )
}
