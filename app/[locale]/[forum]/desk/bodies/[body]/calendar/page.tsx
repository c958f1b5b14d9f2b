import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { asWebcal, calendarAddresses } from '@/app/_request/calendar'
import { makeCalendarAddress, revokeCalendarAddress } from '@/app/_request/calendar-actions'
import { mesa } from '@/app/_request/mesa'
import { signedIn } from '@/app/_request/who'
import { Press } from '@/components/form/press'
import { Section } from '@/components/page/page'
import { sitsIn } from '@/lib/act/viewer.ts'
import { bodySeenBy } from '@/lib/bodies/seen.ts'
import { CalendarAddress } from '../../../../_planning/calendar'
import { deskFrame } from '../../../frame'
import { Crumbs, Done, PageHead } from '../../../parts'
import { ShownOnce } from '../../../shown-once'

type Props = {
  params: Promise<{ locale: string; forum: string; body: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('calendar'))('title') }
}

export default async function CalendarPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk, dates, forum, locale } = frame
  const body = (await bodySeenBy(viewer, (await params).body)) ?? notFound()
  const [user, sits] = [await signedIn(), sitsIn(viewer, body.id)]
  const made = user && sits ? await mesa().calendars.madeAt(user.user, body.id) : null
  const address = calendarAddresses(forum, locale).body(body.id)
  const hidden = { forum, locale, body: body.slug }
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/bodies`, label: t('desk.bodies.title') },
          { href: `${desk}/bodies/${body.slug}`, label: body.shortName },
        ]}
        here={t('calendar.title')}
      />
      <PageHead title={`${t('calendar.title')}: ${say(body.name)}`} lead={t('calendar.lead')} />
      <Done searchParams={searchParams} frame={frame} />
      <Section id="public" title={t('calendar.forAll')}>
        <CalendarAddress t={t} address={address} webcal={asWebcal(address)} />
      </Section>
      {sits && (
        <Section id="own" title={t('calendar.own.title')}>
          <div className="max-w-[62ch]">
            <p>{t('calendar.own.text')}</p>
            <p className="mt-2">{t('calendar.own.ends')}</p>
            {made && (
              <p className="mt-2 font-semibold">
                {t('calendar.own.since', { when: dates.moment(made) })}
              </p>
            )}
            <ShownOnce
              key={made ? 'made' : 'none'}
              action={makeCalendarAddress}
              hidden={hidden}
              words={{
                text: t(made ? 'calendar.own.again' : 'calendar.own.none'),
                submit: t(made ? 'calendar.own.renew' : 'calendar.own.make'),
                sending: t('calendar.own.sending'),
                link: t('calendar.own.link'),
                hint: t('calendar.own.hint'),
                refused: t('calendar.own.refused'),
              }}
            />
            {made && (
              <Press
                action={revokeCalendarAddress}
                hidden={hidden}
                sending={t('calendar.own.sending')}
                kind="plain"
                small
                className="mt-5"
              >
                {t('calendar.own.revoke')}
              </Press>
            )}
          </div>
        </Section>
      )}
    </>
  )
}
