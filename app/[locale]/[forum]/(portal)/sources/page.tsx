import type { Metadata } from 'next'
import { Breadcrumb, EmptyState, Facts, Lead, PageTitle, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { portal } from '@/app/_request/portal'
import type { InForum, Portal } from '@/app/_request/portal'
import { sourcesSeenBy } from '@/lib/commitments/source-seen.ts'
import { eventRegister } from '@/lib/events/seen.ts'
import { SourceName } from '../_parts/source-line'
import { Words } from '../_parts/words'

type Props = { params: InForum }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('portal.sources.title') }
}

const scale = ['read', 'derived', 'draft', 'press', 'memory', 'unknown'] as const

export default async function SourcesPage({ params }: Props) {
  const page = await portal(params)
  const { t, to, viewer, forumName } = page
  const [{ sources, unknown }, { events, next }] = await Promise.all([
    sourcesSeenBy(viewer),
    eventRegister(viewer),
  ])
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[{ href: to.home, label: forumName }, { label: t('portal.sources.title') }]}
      />
      <PageTitle>{t('portal.sources.title')}</PageTitle>
      <Lead>{t('portal.sources.lead')}</Lead>
      {sources.length === 0 ? (
        <div className="mt-6">
          <EmptyState title={t('portal.sources.none')} />
        </div>
      ) : (
        <>
          <Section
            title={t('portal.sources.name')}
            id="sources"
            aside={t('portal.sources.unknown', { count: unknown })}
          >
            <DataTable
              caption={t('portal.sources.title')}
              hideCaption
              columns={[
                { key: 'name', label: t('portal.sources.name'), heading: true },
                { key: 'used', label: t('portal.sources.used'), figure: true },
              ]}
              rows={sources.map((source) => ({
                key: source.text,
                cells: { name: <SourceName page={page} source={source} />, used: source.count },
              }))}
            />
          </Section>
          <Section title={t('portal.sources.scale')} id="scale">
            <Facts
              items={scale.map((word) => ({
                label: t(`commitments.facts.sureWords.${word}`),
                value: t(`commitments.facts.sureTexts.${word}`),
              }))}
            />
          </Section>
        </>
      )}
      {events.length > 0 && <Events page={page} events={events} more={next !== null} />}
    </>
  )
}

type Register = Awaited<ReturnType<typeof eventRegister>>

function Events({ page, events, more }: { page: Portal; events: Register['events']; more: boolean }) {
  const { t, to, dates, sourced } = page
  return (
    <Section title={t('portal.sources.events')} id="events">
      <DataTable
        caption={t('portal.sources.events')}
        hideCaption
        labels={false}
        columns={[
          { key: 'day', label: t('commitments.one.day'), heading: true },
          { key: 'what', label: t('commitments.plan.eventsAll') },
          { key: 'source', label: t('commitments.facts.source') },
        ]}
        rows={events.map((eventLine) => {
          const what = sourced(eventLine.what)
          return {
            key: eventLine.id,
            cells: {
              day: dates.day(eventLine.happenedOn),
              what: what && <Words of={what} />,
              source: <SourceName page={page} source={eventLine.source} />,
            },
          }
        })}
      />
      {more && (
        <p className="mt-3">
          <a href={to.at('/events')}>{t('events.toRegister')}</a>
        </p>
      )}
    </Section>
  )
}
