import { SignedText } from '@/components/page/text'
import type { Localised } from '@/lib/act/fields.ts'
import type { LinkSeen } from '@/lib/events/seen.ts'
import { wordingIn } from './words'
import type { Reading } from './words'

type EventReading = Reading & { portal: string; say: (name: Localised) => string }

/**
 * What outside events did to a roadmap, and what became of each reassessment. `activityAt`: where an
 * activity is told in full.
 */
export function EventLinks({
  reading,
  links,
  activityAt,
  beneath = false,
}: {
  reading: EventReading
  links: LinkSeen[]
  activityAt?: (
    link: LinkSeen,
    activity: string,
  ) => string /** beneath the event itself: only what it did */
  beneath?: boolean
}) {
  return (
    <ul className="grid gap-5">
      {links.map((link) => (
        <li key={link.id}>
          <EventLink reading={reading} link={link} activityAt={activityAt} beneath={beneath} />
        </li>
      ))}
    </ul>
  )
}

function EventLink({
  reading,
  link,
  activityAt,
  beneath,
}: {
  reading: EventReading
  link: LinkSeen
  beneath: boolean
  activityAt: ((link: LinkSeen, activity: string) => string) | undefined
}) {
  const { t, dates, locale, portal, say } = reading
  return (
    <>
      {!beneath && (
        <>
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="when">{dates.day(link.happenedOn)}</span>
            <b className="font-serif text-[1.08rem]">{wordingIn(link.what, locale)}</b>
          </p>
          <EventSource source={link.source} t={t} locale={locale} />
        </>
      )}
      <p className="mt-1">
        {activityAt && link.activities[0] ? (
          <a href={activityAt(link, link.activities[0])}>
            {t('events.hits', { count: link.numbers.length, numbers: listOf(link.numbers, locale) })}
          </a>
        ) : (
          t('events.hits', { count: link.numbers.length, numbers: listOf(link.numbers, locale) })
        )}
      </p>
      <SignedText text={link.effect.text} lang={link.effect.lang} />
      <p className="when">
        {t('events.by', { seat: say(link.seat.name), day: dates.day(link.linkedOn) })} ·{' '}
        <a href={`${portal}/history/${link.entryIndex}`}>
          {t('roadmaps.report.entry', { number: link.entryIndex })}
        </a>
      </p>
      <Reassessed reading={reading} link={link} />
    </>
  )
}

function saidOf({ postponed, state }: NonNullable<LinkSeen['reassessed']>) {
  if (postponed) return 'postponed'
  if (state === 'held') return 'reassessed'
  return state === 'cancelled' || state === 'not-held' ? 'due' : 'scheduled'
}

/** A day that is due is said until a meeting has taken it up. */
function Reassessed({
  reading: { t, dates, portal },
  link: { reassessed, body },
}: {
  reading: EventReading
  link: LinkSeen
}) {
  if (!reassessed) return <p className="font-semibold">{t('events.due', { body: body.shortName })}</p>
  const said = saidOf(reassessed)
  return (
    <p>
      <a href={`${portal}/meetings/${reassessed.meeting}`}>
        {t(`events.${said}`, { body: body.shortName, day: dates.day(reassessed.heldOn) })}
      </a>
    </p>
  )
}

export function EventSource({
  source,
  t,
  locale,
}: { source: LinkSeen['source'] } & Pick<Reading, 't' | 'locale'>) {
  const name = locale === 'en' && source.en ? source.en : source.text
  return (
    <p className="when">
      {t('portal.from')}{' '}
      {source.url ? (
        <a href={source.url} rel="noreferrer nofollow external">
          {name}
        </a>
      ) : (
        name
      )}
    </p>
  )
}

function listOf(numbers: string[], locale: string): string {
  return new Intl.ListFormat(locale === 'en' ? 'en-GB' : 'es-MX').format(numbers)
}
