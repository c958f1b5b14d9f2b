import { getTranslations } from 'next-intl/server'
import { Fragment } from 'react'
import type { Dates } from '@/app/_request/dates'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { wordingIn } from '../_roadmap/words'

type Item = MeetingSeen['agenda'][number]
type Props = {
  item: Item /** where meetings are read here, and what is public */
  meetings: string
  portal: string
  locale: string
  dates: Dates
}

/** Where an item comes from that nobody wrote for this agenda, with the way there. */
export async function ItemOrigin({ item, meetings, portal, locale, dates }: Props) {
  const t = await getTranslations('planning.arrives')
  const { origin } = item
  if (!origin) return null
  const to = (href: string) => ({ to: (words: React.ReactNode) => <a href={href}>{words}</a> })
  switch (origin.is) {
    case 'meeting':
      return t.rich('meeting', {
        ...to(`${meetings}/${origin.meeting}`),
        body: origin.body,
        day: dates.day(origin.heldOn),
      })
    case 'erratum':
      return t.rich('erratum', {
        ...to(`${portal}/minutes/${origin.minutes ?? ''}`),
        number: origin.minutes ?? '',
      })
    case 'event': {
      const hit = item.commitment
        ? `${portal}/plans/${item.commitment.plan}/commitments/${item.commitment.number}/roadmap#events`
        : `${portal}/events`
      return t.rich('event', {
        ...to(hit),
        what: wordingIn(origin.what, locale) ?? '',
        when: dates.day(origin.happenedOn),
      })
    }
    case 'actions':
      return (
        <>
          {t('actions', { count: origin.actions.length })}
          {origin.actions.map((action, place) => (
            <Fragment key={action.number}>
              {place > 0 && ', '}
              <a href={`${portal}/minutes/${action.minutes ?? ''}`}>{action.number}</a>
            </Fragment>
          ))}
        </>
      )
  }
}
