import type { Metadata } from 'next'
import { inLanguage } from '@/app/_request/dates'
import { askedOn, portal } from '@/app/_request/portal'
import type { InForum, Query } from '@/app/_request/portal'
import { Breadcrumb, EmptyState, Lead, PageTitle, Pagination } from '@/components/page/page'
import { commitmentNamed } from '@/lib/commitments/seen.ts'
import { eventRegister } from '@/lib/events/seen.ts'
import { EventLinks, EventSource } from '../../_roadmap/events'
import { wordingIn } from '../../_roadmap/words'

type Props = { params: InForum; searchParams: Query }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('events.title') }
}

/** The register of what happened outside: each event with its source, and the activities that it hit. */
export default async function EventsPage({ params, searchParams }: Props) {
  const [page, query] = [await portal(params), await askedOn('/events', searchParams)]
  const { t, to, viewer, locale, dates, forumName } = page
  const [on, id] = (query.before ?? '').split('_')
  const { events, next } = await eventRegister(
    viewer,
    on && id && /^\d{4}(-\d\d){0,2}$/.test(on) && /^[0-9a-f-]{36}$/.test(id) ? { on, id } : undefined,
  )
  const named = new Map(
    await Promise.all(
      [...new Set(events.flatMap((event) => event.links.map((link) => link.commitment)))].map(
        async (commitment) => [commitment, await commitmentNamed(viewer, commitment)] as const,
      ),
    ),
  )
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[{ href: to.home, label: forumName }, { label: t('events.title') }]}
      />
      <PageTitle>{t('events.title')}</PageTitle>
      <Lead>{t('events.lead')}</Lead>
      {events.length === 0 && (
        <EmptyState title={t('events.registerNone')}>{t('events.registerNoneText')}</EmptyState>
      )}
      <ul className="mt-6">
        {events.map((event) => (
          <li key={event.id} className="grid gap-x-6 border-b border-rule py-4 sm:grid-cols-[10rem_1fr]">
            <span className="when">{dates.day(event.happenedOn)}</span>
            <div>
              <p className="font-serif text-[1.08rem]">{wordingIn(event.what, locale)}</p>
              <EventSource source={event.source} t={t} locale={locale} />
              {[...new Set(event.links.map((link) => link.commitment))].map((commitment) => {
                const of = named.get(commitment)
                return (
                  of && (
                    <section key={commitment} className="mt-4 border-l-2 border-rule pl-4">
                      <h2 className="mb-1 text-[1rem]">
                        <a href={`${to.commitment(of.plan, of.number)}/roadmap`}>
                          {t('events.in', { number: of.number })}: {wordingIn(of.title, locale)}
                        </a>
                      </h2>
                      <EventLinks
                        beneath
                        reading={{
                          ...page,
                          portal: to.home,
                          say: (name) => inLanguage(name, locale).text,
                        }}
                        links={event.links.filter((link) => link.commitment === commitment)}
                      />
                    </section>
                  )
                )
              })}
            </div>
          </li>
        ))}
      </ul>
      {(next || query.before) && (
        <Pagination
          label={t('events.pages')}
          first={query.before ? { href: to.at('/events'), label: t('events.newest') } : null}
          next={
            next
              ? { href: `${to.at('/events')}?before=${next.on}_${next.id}`, label: t('events.older') }
              : null
          }
        />
      )}
    </>
  )
}
