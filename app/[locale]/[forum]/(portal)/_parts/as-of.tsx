import type { Portal } from '@/app/_request/portal'
import { askedAddress } from '@/app/_request/portal'
import { AsOfBar, Differences, NowMark } from '@/components/page/as-of'
import { isDay } from '@/lib/act/calendar.ts'
import { queryOf, readsAsOf } from '@/lib/act/moment.ts'
import type { Moment } from '@/lib/act/moment.ts'
import { planSeenBy } from '@/lib/commitments/plan-seen.ts'
import type { HistoryFilter } from '@/lib/history/seen.ts'
import { sinceThen, subjectAt } from '@/lib/then/seen.ts'
import type { Difference, Value } from '@/lib/then/seen.ts'
import { HistoryLines } from '../history/lines'
import { capital, listed } from './words'

/** More differences than these are for the comparison of two days. */
const DIFFERENCES_SHOWN = 12

/** Above every page that has a past: at which moment it is read, another to choose, and what is different today. */
export async function AsOf({ page }: { page: Portal }) {
  const {
    t,
    present,
    moment: { asked, moment, fault, last },
    to,
    dates,
  } = page
  const address = await askedAddress()
  if (!readsAsOf(address)) return null
  const path = address.split(/[?#]/, 1)[0] ?? to.plan
  const subject = subjectAt(address)
  const plan = await planSeenBy(present, subject && 'plan' in subject ? subject.plan : undefined)
  // The record does not know on which day its plan was adopted.
  const counted = present.forum.kind === 'record' && !plan?.adoptedOn
  const days = (
    [
      [counted ? 'planCounted' : 'planStarts', plan?.startsOn],
      ['planEnds', plan?.endsOn],
      ['planExtended', plan?.extendedTo],
    ] as const
  ).flatMap(([word, day]) =>
    day && isDay(day) && day <= present.today && !namesOneThing(path) ? [{ word, day }] : [],
  )
  const saidOf = (field: 'on' | 'at') =>
    fault?.field === field
      ? t(
          fault.key,
          Object.fromEntries(
            Object.entries(fault.params).map(([name, value]) => [
              name,
              typeof value === 'string' && isDay(value) ? dates.day(value) : value,
            ]),
          ),
        )
      : null
  return (
    <AsOfBar
      words={{
        label: t('asOf.label'),
        summary: t('asOf.summary'),
        day: t('asOf.day'),
        number: t('asOf.number'),
        numberHelp: t('asOf.numberHelp', { last }),
        read: t('asOf.read'),
        presets: t('asOf.presets'),
        choose: t('asOf.choose'),
      }}
      action={path}
      day={{ value: asked.on, fault: saidOf('on'), max: present.today }}
      number={{ value: asked.at, fault: saidOf('at'), max: last }}
      presets={days.map(({ word, day }) => ({
        href: `${path}?on=${day}`,
        label: t(`asOf.${word}`, { day: dates.day(day) }),
        current: asked.on === day,
      }))}
      more={
        moment && 'on' in moment
          ? {
              href: `${to.history}/compare?${new URLSearchParams({ from: moment.on, to: present.today })}`,
              label: t('asOf.compare'),
            }
          : { href: `${to.history}/compare`, label: t('asOf.compareTwo') }
      }
      reading={
        moment && {
          ...told(page, moment),
          query: queryOf(moment),
          today: { href: path, label: t('asOf.today') },
          children: <Since page={page} />,
        }
      }
    />
  )
}

/** A meeting or a proposal was mostly not there yet on the days of the plan: none of them leads to where nothing is. */
function namesOneThing(path: string): boolean {
  return /\/(?:bodies|seats|meetings|minutes|decisions|proposals|records|roadmap|assessments)\/./.test(
    path,
  )
}

function told({ t, dates, viewer }: Portal, moment: Moment): { title: string; text: string } {
  return 'on' in moment
    ? { title: t('asOf.title.on', { day: dates.day(moment.on) }), text: t('asOf.text.on') }
    : {
        title: t('asOf.title.at', { number: moment.at }),
        text: t('asOf.text.at', { day: dates.day(viewer.today) }),
      }
}

async function Since({ page }: { page: Portal }) {
  const { t, viewer, present, locale, to } = page
  const subject = subjectAt(await askedAddress())
  const since = await sinceThen(viewer, present, subject)
  if (!since || !subject) return null
  const { differences, history, filter } = since
  const whole = subject?.is === 'plan' || subject?.is === 'bodies' || subject?.is === 'body'
  return (
    <>
      {differences.length > 0 ? (
        <details className="mt-3" open={differences.length <= DIFFERENCES_SHOWN}>
          <summary className="font-semibold">
            {t('asOf.differences')} ({differences.length})
          </summary>
          <DifferenceList
            page={page}
            differences={differences}
            words={{ then: t('asOf.then'), now: t('asOf.now') }}
            plain={!whole}
          />
        </details>
      ) : (
        since.compared.length > 0 && (
          <p className="mt-3">
            {t('asOf.same', {
              compared: listed(
                page,
                since.compared.map((field) => t(`asOf.fields.${field}`).toLowerCase()),
              ),
            })}
          </p>
        )
      )}
      {history && history.lines.length === 0 && <p className="mt-1">{t('asOf.sinceNone')}</p>}
      {history && history.lines.length > 0 && (
        <details className="mt-2">
          <summary className="font-semibold">{t('asOf.since')}</summary>
          <div className="mt-2">
            <HistoryLines viewer={present} locale={locale} lines={history.lines} names={history.names} />
          </div>
          {filter && (
            <p className="mt-2">
              <a href={to.historyOf(wordsOf(filter))}>{t('asOf.sinceAll')}</a>
            </p>
          )}
        </details>
      )}
    </>
  )
}

function wordsOf(filter: HistoryFilter): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
}

/** What differs between two moments, each with what it is about. */
export function DifferenceList({
  page,
  differences,
  words,
  plain = false,
}: {
  page: Portal
  differences: Difference[]
  words: { then: string; now: string } /** they stand under the name of what they are about */
  plain?: boolean
}) {
  const { t, sourced, dates } = page
  const named = ({ of, field }: Difference) => {
    const name = of.name && sourced(of.name)
    const what = t(`asOf.fields.${field}`)
    if (of.day) return t('asOf.meetingOf', { body: name?.text ?? '', day: dates.day(of.day) })
    if (field === 'outcome' && of.number !== undefined)
      return t('asOf.decisionNumbered', { number: of.number })
    if (!name || plain) return what
    return (
      <>
        {of.number !== undefined && <span className="number">{of.number}</span>}
        <bdi lang={name.lang}>{name.text}</bdi>: {what.toLowerCase()}
      </>
    )
  }
  return (
    <Differences
      words={words}
      rows={differences.map((difference) => ({
        key: `${difference.of.id} ${difference.field}`,
        what: named(difference),
        then: inWords(page, difference.then, difference.field),
        now: inWords(page, difference.now, difference.field),
      }))}
    />
  )
}

/** What there is instead, where a thing has no such value. */
const absent: Partial<Record<Difference['field'], string>> = {
  holder: 'asOf.vacant',
  outcome: 'asOf.open',
  state: 'asOf.notThere',
  status: 'asOf.notThere',
  there: 'asOf.notThere',
}

export function inWords(page: Portal, value: Value | null, field: Difference['field']): string {
  const { t, dates, sourced } = page
  if (value === null) return t(absent[field] ?? 'asOf.none')
  if ('word' in value) return t(`words.${value.of}.${value.word}`)
  if ('day' in value) return dates.day(value.day)
  if ('number' in value)
    return field === 'roadmap' ? t('asOf.version', { number: value.number }) : dates.number(value.number)
  if ('text' in value) return value.text
  return listed(
    page,
    value.names.map((name) => sourced(name)?.text ?? ''),
  )
}

/** Beside a value of then: what it is today, where that is something else. */
export function TodayIs({
  page: { t, viewer },
  then,
  now,
}: {
  page: Portal
  then: string
  now: string | undefined
}) {
  return viewer.moment && now !== undefined && now !== then ? (
    <NowMark>{t('asOf.nowIs', { value: capital(now) })}</NowMark>
  ) : null
}

/** Under something that the record gives no day for, on a page of a day: it may have come later. */
export function Undated({ page: { t, dates, viewer } }: { page: Portal }) {
  return viewer.moment && 'on' in viewer.moment ? (
    <p className="now-mark mb-3">{t('asOf.undated', { day: dates.day(viewer.moment.on) })}</p>
  ) : null
}
