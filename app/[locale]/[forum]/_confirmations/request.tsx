import type { ReactNode } from 'react'
import type { Dates } from '@/app/_request/dates'
import { Facts } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import type { Localised } from '@/lib/act/fields.ts'
import type { RequestSeen } from '@/lib/confirmations/seen.ts'

type Reading = {
  t: unknown
  dates: Pick<Dates, 'day'>
  say: (name: Localised) => string
  /** the forum's own part of the portal, `/es/forum` */
  portal: string
  forum: string
}
type Say = (key: string, values?: Record<string, string | number>) => string
type Row = { label: string; value: ReactNode }

export function requestTitle(
  { t: words, say }: Pick<Reading, 't' | 'say'>,
  request: RequestSeen,
): string {
  const t = words as Say
  return request.appointment
    ? t('confirmations.kinds.appointment', { seat: say(request.appointment.seat.called) })
    : t('confirmations.kinds.takedown', { count: request.texts?.count ?? 1 })
}

/** Who asked, why, and what the other sectors answered: for the desk and the public alike. */
export function RequestFacts({ reading, request }: { reading: Reading; request: RequestSeen }) {
  const t = reading.t as Say
  const { asked, declined, closed } = request
  return (
    <Facts
      items={[
        {
          label: t('confirmations.state'),
          value: (
            <strong>
              {closed ? t(`confirmations.outcomes.${closed.outcome}`) : t('confirmations.open')}
            </strong>
          ),
        },
        ...whatRows(reading, request),
        { label: t('confirmations.askedBy'), value: <Word reading={reading} word={asked} /> },
        ...declined.map((word) => ({
          label: t('confirmations.declinedBy'),
          value: <Word reading={reading} word={word} />,
        })),
        ...(closed?.by
          ? [
              {
                label: t(`confirmations.${closed.outcome}By`),
                value: <Word reading={reading} word={{ ...closed, ...closed.by }} />,
              },
            ]
          : []),
      ]}
    />
  )
}

function whatRows(
  { t: words, dates, portal, forum }: Reading,
  { texts, appointment }: RequestSeen,
): Row[] {
  const t = words as Say
  if (texts)
    return [
      {
        label: t('confirmations.stands'),
        value: texts.acts.map((act, at) => (
          <span key={act}>
            {at > 0 && ', '}
            <a href={`${portal}/history/${act}`}>{t('confirmations.act', { number: act })}</a>
          </span>
        )),
      },
    ]
  if (!appointment) return []
  const { person, capacity, fromOn, lastOn, letter } = appointment
  const said = {
    capacity: t(`words.capacities.${capacity}`),
    from: dates.day(fromOn),
    until: lastOn ? dates.day(lastOn) : '',
  }
  return [
    {
      label: t('confirmations.person'),
      value: person === '' ? t('bodies.unnamed') : (person ?? t('bodies.erased')),
    },
    {
      label: t('confirmations.days'),
      value: t(`confirmations.${lastOn ? 'fromUntil' : 'since'}`, said),
    },
    ...(letter && person
      ? [
          {
            label: t('seating.restorations.letter'),
            value: (
              <a href={`/${forum}/files/${letter.digest}/${encodeURIComponent(letter.name)}`}>
                {letter.name}
              </a>
            ),
          },
        ]
      : []),
  ]
}

type Word = Omit<RequestSeen['asked'], 'why'> & { why?: RequestSeen['asked']['why'] }

/** A sector's word: which, by which seat, on which day, with its reason and its act. */
function Word({ reading: { t: words, dates, say, portal }, word }: { reading: Reading; word: Word }) {
  const t = words as Say
  return (
    <>
      {say(word.sector.name)}
      {word.by && ` · ${say(word.by)}`} · {dates.day(word.on)} ·{' '}
      <a href={`${portal}/history/${word.act}`}>{t('confirmations.act', { number: word.act })}</a>
      {word.why && <SignedText text={word.why.text} lang={word.why.lang} />}
    </>
  )
}
