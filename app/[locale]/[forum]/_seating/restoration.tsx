import type { ReactNode } from 'react'
import { Facts } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import type { RestorationSeen } from '@/lib/appointments/seen.ts'
import type { Localised } from '@/lib/act/fields.ts'
import type { Dates } from '@/app/_request/dates'

type Reading = {
  t: unknown
  dates: Pick<Dates, 'day'>
  say: (name: Localised) => string
  forum: string
}
type Say = (key: string, values?: Record<string, string | number>) => string

/** A letter that names somebody for a sector without a voice: for the desk and the public alike. */
export function RestorationFacts({
  reading: { t: words, dates, say, forum },
  letter,
}: {
  reading: Reading
  letter: RestorationSeen
}) {
  const t = words as Say
  const { person, closed, objectUntil } = letter
  const listed = (sectors: RestorationSeen['confirmed']) =>
    sectors.map(({ name }) => say(name)).join(', ') || t('seating.restorations.nobody')
  const rows: { label: string; value: ReactNode }[] = [
    {
      label: t('seating.restorations.named'),
      value: person === '' ? t('bodies.unnamed') : (person ?? t('bodies.erased')),
    },
    {
      label: t('seating.restorations.letter'),
      value:
        person === '' ? (
          t('seating.restorations.letterNotShown')
        ) : (
          <a href={`/${forum}/files/${letter.letter.digest}/${encodeURIComponent(letter.letter.name)}`}>
            {letter.letter.name}
          </a>
        ),
    },
    {
      label: t('seating.restorations.why'),
      value: <SignedText text={letter.reason.text} lang={letter.reason.lang} />,
    },
    {
      label: t('seating.restorations.handedIn'),
      value: t('seating.restorations.handedInBy', {
        day: dates.day(letter.askedOn),
        seat: say(letter.askedBy),
      }),
    },
    { label: t('seating.restorations.confirmed'), value: listed(letter.confirmed) },
    ...(letter.outcome === null
      ? [
          {
            label: t('seating.restorations.then'),
            value: objectUntil
              ? t('seating.restorations.objectUntil', {
                  last: dates.day(objectUntil.last),
                  day: dates.day(objectUntil.inForce),
                })
              : t('seating.restorations.awaited', {
                  count: letter.awaited.length,
                  sectors: listed(letter.awaited),
                  days: letter.days,
                }),
          },
        ]
      : []),
    ...(closed && letter.outcome
      ? [
          {
            label: t(`seating.restorations.outcomes.${letter.outcome}`),
            value: (
              <>
                {dates.day(closed.on)}
                {closed.by && ` · ${say(closed.by)}`}
                {closed.why && <SignedText text={closed.why.text} lang={closed.why.lang} />}
              </>
            ),
          },
        ]
      : []),
  ]
  return <Facts items={rows} />
}
