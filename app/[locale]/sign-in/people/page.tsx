import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { safeAddress } from '@/app/_request/address'
import { inLanguage } from '@/app/_request/dates'
import { mesa } from '@/app/_request/mesa'
import { signInAs } from '@/app/_request/session-actions'
import { speaker } from '@/app/_request/words'
import { inventedPeople } from '@/lib/accounts/people.ts'
import type { Invented } from '@/lib/accounts/people.ts'
import { settings } from '@/lib/settings.ts'

type Props = { params: Promise<{ locale: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('session.people')
  return { title: t('title') }
}

export default async function PeoplePage({ params, searchParams }: Props) {
  if (settings().mode !== 'demonstration') notFound()
  const [{ locale }, { to: wanted, refused }] = await Promise.all([params, searchParams])
  const [t, say, forums] = await Promise.all([getTranslations('session.people'), speaker(locale), inventedPeople(mesa().db, new Date())])
  const to = safeAddress(wanted, '')
  const seatOf = ({ seats }: Invented) => {
    const [seat] = seats
    return seat && t('seat', { seat: inLanguage(seat.name, locale).text, body: inLanguage(seat.body, locale).text, capacity: seat.capacity })
  }
  return (
    <main id="content" className="page">
      <h1>{t('title')}</h1>
      <p>{t('lead')}</p>
      {typeof refused === 'string' && /^errors\.[a-zA-Z]+$/.test(refused) && <p role="alert" className="form-message">{say(refused)}</p>}
      {forums.flatMap((forum) => forum.sectors.map((sector) => (
        <section key={sector.id} aria-labelledby={sector.id}>
          <h2 id={sector.id}>{inLanguage(sector.name, locale).text}</h2>
          <ul className="people">
            {sector.people.map((person) => (
              <li key={person.id}>
                <form action={signInAs}>
                  <input type="hidden" name="locale" value={locale} />
                  <input type="hidden" name="person" value={person.id} />
                  <input type="hidden" name="to" value={to} />
                  <button type="submit" className="button">{t('submit', { name: person.name })}</button>
                </form>
                <p>{seatOf(person)}{person.seats.length > 1 && `, ${t('more', { count: person.seats.length - 1 })}`}</p>
              </li>
            ))}
          </ul>
        </section>
      )))}
      <p className="muted">{t('vacant')}</p>
      <p><a href={`/${locale}/sign-in`}>{t('byPassword')}</a></p>
    </main>
  )
}
