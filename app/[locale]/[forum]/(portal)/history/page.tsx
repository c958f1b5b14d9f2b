import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { inLanguage } from '@/app/_request/dates'
import { askedOn } from '@/app/_request/portal'
import type { Query } from '@/app/_request/portal'
import { publicViewerOf } from '@/app/_request/who'
import { EmptyState, FilterBar, Lead, PageTitle, Pagination } from '@/components/page/page'
import { isDay } from '@/lib/act/calendar.ts'
import type { Asks } from '@/lib/addresses.ts'
import { bodiesSeenBy, sectorsSeenBy } from '@/lib/bodies/seen.ts'
import { actsSeenBy } from '@/lib/history/acts-seen.ts'
import { historyTopics } from '@/lib/history/rules.ts'
import { HistoryActs } from './acts'

type Props = { params: Promise<{ locale: string; forum: string }>; searchParams: Query }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('history'))('title') }
}

type T = Awaited<ReturnType<typeof getTranslations<never>>>

const uuid = /^[0-9a-f-]{36}$/

export default async function HistoryPage({ params, searchParams }: Props) {
  const { locale, forum } = await params
  const asked = await askedOn('/history', searchParams)
  const one = (name: Asks<'/history'>, valid: (text: string) => boolean = (text) => uuid.test(text)) => {
    const value = asked[name]
    return value !== undefined && valid(value) ? value : undefined
  }
  const viewer = await publicViewerOf(forum)
  const t = await getTranslations()
  const filter = {
    topic: one('topic', (text) => (historyTopics as readonly string[]).includes(text)),
    body: one('body'),
    sector: one('sector'),
    commitment: one('commitment'),
    seat: one('seat'),
    person: one('person'),
    meeting: one('meeting'),
    proposal: one('proposal'),
    from: one('from', isDay),
    to: one('to', isDay),
    by: one('by', (text) => text === 'recorded') as 'recorded' | undefined,
    before: one('before', (text) => /^\d{1,9}\.\d{1,4}$/.test(text)),
  }
  const given = Object.fromEntries(
    Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  const [history, bodies, sectors] = await Promise.all([
    actsSeenBy(viewer, given),
    bodiesSeenBy(viewer),
    sectorsSeenBy(viewer),
  ])
  const here = `/${locale}/${forum}/history`
  const address = (change: Record<string, string>) =>
    `${here}?${new URLSearchParams({ ...given, ...change })}`
  const { before: _before, ...withoutCursor } = given
  return (
    <>
      <PageTitle>{t('history.title')}</PageTitle>
      <Lead>{t('history.lead')}</Lead>
      <p className="mt-2">
        <a href={`/${locale}/${forum}/verify`}>{t('history.howToCheck')}</a> ·{' '}
        <a href={`${here}/compare`}>{t('asOf.compareTwo')}</a> ·{' '}
        <a href={`/${locale}/${forum}/archive`}>{t('archive.title')}</a>
      </p>
      <Filters
        t={t}
        locale={locale}
        here={here}
        filter={filter}
        filtered={Object.keys(given).length > 0}
        bodies={bodies}
        sectors={sectors}
      />
      {history.acts.length === 0 ? (
        <EmptyState title={t('history.empty')}>{t('history.emptyText')}</EmptyState>
      ) : (
        <HistoryActs viewer={viewer} locale={locale} history={history} topic={filter.topic} />
      )}
      <Pagination
        label={t('history.pages')}
        first={
          filter.before
            ? { href: `${here}?${new URLSearchParams(withoutCursor)}`, label: t('history.newest') }
            : null
        }
        next={
          history.next ? { href: address({ before: history.next }), label: t('history.older') } : null
        }
      />
    </>
  )
}

function Filters({
  t,
  locale,
  here,
  filter,
  filtered,
  bodies,
  sectors,
}: {
  t: T
  locale: string
  here: string
  filter: Partial<Record<'topic' | 'body' | 'sector' | 'by' | 'from' | 'to', string | undefined>>
  filtered: boolean
  bodies: Awaited<ReturnType<typeof bodiesSeenBy>>
  sectors: Awaited<ReturnType<typeof sectorsSeenBy>>
}) {
  const anyone = { value: '', label: t('history.any') }
  return (
    <FilterBar
      action={here}
      label={t('history.filter')}
      submit={t('history.show')}
      clear={filtered ? { href: here, label: t('history.clear') } : undefined}
      choices={[
        {
          name: 'topic',
          label: t('history.topic'),
          value: filter.topic,
          options: [
            anyone,
            ...historyTopics.map((topic) => ({ value: topic, label: t(`history.topics.${topic}`) })),
          ],
        },
        {
          name: 'body',
          label: t('history.body'),
          value: filter.body,
          options: [
            anyone,
            ...bodies.map((body) => ({
              value: body.id,
              label: `${body.shortName} · ${inLanguage(body.name, locale).text}`,
            })),
          ],
        },
        {
          name: 'sector',
          label: t('history.sector'),
          value: filter.sector,
          options: [
            anyone,
            ...sectors.map((sector) => ({
              value: sector.id,
              label: inLanguage(sector.name, locale).text,
            })),
          ],
        },
        {
          name: 'by',
          label: t('history.by'),
          value: filter.by,
          options: [
            { value: '', label: t('history.byHappened') },
            { value: 'recorded', label: t('history.byRecorded') },
          ],
        },
      ]}
      days={[
        { name: 'from', label: t('history.from'), value: filter.from },
        { name: 'to', label: t('history.to'), value: filter.to },
      ]}
    />
  )
}
