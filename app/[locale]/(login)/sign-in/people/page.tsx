import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { safeAddress } from '@/app/_request/address'
import { inLanguage } from '@/app/_request/dates'
import { mesa } from '@/app/_request/mesa'
import { signInAs } from '@/app/_request/login-actions'
import { speaker } from '@/app/_request/words'
import { Press } from '@/components/form/press'
import { EmptyState, Lead, Notice, PageTitle } from '@/components/page/page'
import { SectorName } from '@/components/proposals/marks'
import { inventedPeople } from '@/lib/accounts/people.ts'
import type { Invented } from '@/lib/accounts/people.ts'
import { settings } from '@/lib/settings.ts'

type Props = {
  params: Promise<{ locale: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('login.people')
  return { title: t('title') }
}

export default async function PeoplePage({ params, searchParams }: Props) {
  if (settings().mode !== 'demonstration') notFound()
  const [{ locale }, { to: wanted, refused }] = await Promise.all([params, searchParams])
  const [t, say, forums] = await Promise.all([
    getTranslations('login.people'),
    speaker(locale),
    inventedPeople(mesa().db, new Date()),
  ])
  const to = safeAddress(wanted, '')
  const seatsOf = ({ seats }: Invented) => {
    const [first, ...others] = seats.map((seat) =>
      t('seat', {
        seat: inLanguage(seat.name, locale).text,
        body: inLanguage(seat.body, locale).text,
        capacity: seat.capacity,
      }),
    )
    return others.length > 0 ? `${first}, ${t('more', { count: others.length })}` : first
  }
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('lead')}</Lead>
      {(refused === 'errors.foreignOrigin' || refused === 'errors.unknownThing') && (
        <Notice tone="error">{say(refused)}</Notice>
      )}
      {forums.length === 0 && <EmptyState title={t('nobody')} />}
      {forums.flatMap((forum) =>
        forum.sectors.map((sector) => (
          <section key={sector.id} className="section" aria-labelledby={sector.id}>
            <h2 id={sector.id}>
              <SectorName sector={{ ...sector, name: inLanguage(sector.name, locale).text }} />
            </h2>
            <ul className="grid gap-x-8 sm:grid-cols-2">
              {sector.people.map((person) => (
                <li
                  key={person.id}
                  className="flex items-center justify-between gap-4 border-b border-rule py-3"
                >
                  <div className="min-w-0">
                    <p className="font-semibold">
                      <bdi>{person.name}</bdi>
                    </p>
                    <p className="text-soft">{seatsOf(person)}</p>
                  </div>
                  <Press
                    action={signInAs}
                    hidden={{ locale, person: person.id, to }}
                    sending={t('sending')}
                    kind="quiet"
                    small
                  >
                    {t('submit')}
                    <span className="sr-only"> {t('as', { name: person.name })}</span>
                  </Press>
                </li>
              ))}
            </ul>
          </section>
        )),
      )}
      <p className="mt-6 text-soft">{t('vacant')}</p>
      <p className="mt-2">
        <a href={`/${locale}/sign-in?${new URLSearchParams({ other: '1', ...(to && { to }) })}`}>
          {t('byPassword')}
        </a>
      </p>
    </>
  )
}
