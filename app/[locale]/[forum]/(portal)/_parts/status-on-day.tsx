import { Section } from '@/components/page/page'
import type { Asked, Portal } from '@/app/_request/portal'
import { isDay } from '@/lib/act/calendar.ts'
import type { CommitmentSeen } from '@/lib/commitments/seen.ts'
import { changeOn, planIsOver, standingIn } from '@/lib/commitments/rules.ts'
import { capital } from './words'

/**
 * "What was it on this day", by both times: when it happened, and when it was recorded. A GET form, so the
 * answer has an address.
 */
export function StatusOnDay({
  page,
  commitment,
  asked,
}: {
  page: Portal
  commitment: CommitmentSeen
  asked: Asked<'/commitments/[number]'>
}) {
  const { t, to } = page
  const day = asked.on
  const known = day !== undefined && isDay(day)
  return (
    <Section title={t('commitments.one.dayTitle')} id="day">
      <p className="max-w-[62ch]">{t('commitments.one.dayText')}</p>
      <form
        action={`${to.commitment(commitment.plan.slug, commitment.number)}#day`}
        method="get"
        data-own=""
        className="no-print mt-3 flex flex-wrap items-end gap-3"
      >
        <label className="grid gap-1 text-[0.9rem]">
          <span className="text-soft">{t('commitments.one.day')}</span>
          <input
            type="date"
            name="on"
            className="input w-auto"
            required
            defaultValue={known ? day : undefined}
            {...(day && !known && { 'aria-invalid': true, 'aria-describedby': 'day-fault' })}
          />
        </label>
        <button type="submit" className="button button-plain">
          {t('commitments.one.dayAsk')}
        </button>
      </form>
      {day && !known && (
        <p className="fault mt-2" id="day-fault">
          {t('commitments.one.dayWrong', { day: day.slice(0, 40) })}
        </p>
      )}
      {known && (
        <dl className="mt-5 grid gap-4 sm:grid-cols-2">
          {(['happened', 'recorded'] as const).map((by) => (
            <Answer key={by} page={page} commitment={commitment} day={day} by={by} />
          ))}
        </dl>
      )}
    </Section>
  )
}

const words = {
  happened: {
    by: 'commitments.one.dayHappened',
    text: 'commitments.one.dayHappenedText',
    nothing: 'commitments.one.dayNothingHappened',
  },
  recorded: {
    by: 'commitments.one.dayRecorded',
    text: 'commitments.one.dayRecordedText',
    nothing: 'commitments.one.dayNothingRecorded',
  },
} as const

function Answer({
  page: { t, to, dates, viewer },
  commitment: { changes, plan },
  day,
  by,
}: {
  page: Portal
  commitment: CommitmentSeen
  day: string
  by: keyof typeof words
}) {
  const change = changeOn(changes, day, by)
  const over = viewer.forum.kind !== 'practice' && planIsOver(plan, day)
  const said = words[by]
  return (
    <div className="card">
      <dt className="when">{t(said.by)}</dt>
      <dd>
        <b className="font-serif text-xl font-semibold">
          {change
            ? capital(t(`words.statuses.${standingIn({ over }, change.to)}`))
            : t('commitments.one.dayNothing')}
        </b>
        <p>{change ? t(said.text, { day: dates.day(day) }) : t(said.nothing)}</p>
        {change && (
          <p className="when">
            {t(`commitments.one.dayOf.${change.dayIs ?? 'decision'}`, {
              day: dates.day(change.decidedOn),
            })}{' '}
            ·{' '}
            <a href={to.entry(change.entryIndex)}>
              {t('commitments.one.act', { index: change.entryIndex })}
            </a>
          </p>
        )}
      </dd>
    </div>
  )
}
