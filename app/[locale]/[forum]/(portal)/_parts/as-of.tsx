import type { Portal } from '@/app/_request/portal'
import { askedAddress } from '@/app/_request/portal'
import { AsOfBar, Differences, NowMark } from '@/components/page/as-of'
import { isDay } from '@/lib/act/calendar.ts'
import { queryOf, readsAsOf } from '@/lib/act/moment.ts'
import type { Moment } from '@/lib/act/moment.ts'
import { planSeenBy } from '@/lib/commitments/queries.ts'
import type { HistoryFilter } from '@/lib/publication/queries.ts'
import { sinceThen, subjectAt } from '@/lib/publication/then-queries.ts'
import type { Difference, Value } from '@/lib/publication/then-queries.ts'
import { HistoryLines } from '../history/lines'
import { capital, listed } from './words'

/** More differences than these are for the comparison of two days. */
const DIFFERENCES_SHOWN = 12

/** Above every page that has a past: at which moment it is read, another to choose, and what is different today. */
export async function AsOf({ page }: { page: Portal }) {
  const { t, present, moment: { asked, moment, fault, last }, to, dates } = page
  const address = await askedAddress()
  if (!readsAsOf(address)) return null
  const path = address.split(/[?#]/, 1)[0] ?? to.plan
  const subject = subjectAt(address)
  const plan = await planSeenBy(present, subject && 'plan' in subject ? subject.plan : undefined)
  const days = ([['planStarts', plan?.startsOn], ['planEnds', plan?.endsOn], ['planExtended', plan?.extendedTo]] as const)
    .flatMap(([word, day]) => (day && isDay(day) && day <= present.today ? [{ word, day }] : []))
  const saidOf = (field: 'on' | 'at') => fault?.field === field
    ? t(fault.key, Object.fromEntries(Object.entries(fault.params).map(([name, value]) => [name, typeof value === 'string' && isDay(value) ? dates.day(value) : value])))
    : null
  return (
    <AsOfBar
      words={{
        label: t('asOf.label'), summary: t('asOf.summary'), day: t('asOf.day'), number: t('asOf.number'), numberHelp: t('asOf.numberHelp', { last }), read: t('asOf.read'),
        presets: t('asOf.presets'),
      }}
      action={path}
      day={{ value: asked.on, fault: saidOf('on'), max: present.today }}
      number={{ value: asked.at, fault: saidOf('at'), max: last }}
      presets={days.map(({ word, day }) => ({ href: `${path}?on=${day}`, label: t(`asOf.${word}`, { day: dates.day(day) }), current: asked.on === day }))}
      more={moment && 'on' in moment
        ? { href: `${to.history}/compare?${new URLSearchParams({ from: moment.on, to: present.today })}`, label: t('asOf.compare') }
        : { href: `${to.history}/compare`, label: t('asOf.compareTwo') }}
      reading={moment && { ...told(page, moment), query: queryOf(moment), today: { href: path, label: t('asOf.today') }, children: <Since page={page} /> }}
    />
  )
}

function told({ t, dates, viewer }: Portal, moment: Moment): { title: string; text: string } {
  return 'on' in moment
    ? { title: t('asOf.title.on', { day: dates.day(moment.on) }), text: t('asOf.text.on') }
    : { title: t('asOf.title.at', { number: moment.at }), text: t('asOf.text.at', { day: dates.day(viewer.today) }) }
}

async function Since({ page }: { page: Portal }) {
  const { t, viewer, present, locale, to } = page
  const since = await sinceThen(viewer, present, subjectAt(await askedAddress()))
  if (!since) return null
  const { differences, history, filter } = since
  return (
    <>
      <details className="mt-4" open={differences.length > 0 && differences.length <= DIFFERENCES_SHOWN}>
        <summary className="font-semibold">{differences.length > 0 ? `${t('asOf.differences')} (${differences.length})` : t('asOf.same')}</summary>
        {differences.length > 0 && <DifferenceList page={page} differences={differences} words={{ then: t('asOf.then'), now: t('asOf.now') }} />}
      </details>
      {history && (
        <details className="mt-2">
          <summary className="font-semibold">{t(history.lines.length > 0 ? 'asOf.since' : 'asOf.sinceNone')}</summary>
          {history.lines.length > 0 && <div className="mt-2"><HistoryLines viewer={present} locale={locale} lines={history.lines} names={history.names} /></div>}
          {filter && <p className="mt-2"><a href={to.historyOf(wordsOf(filter))}>{t('asOf.sinceAll')}</a></p>}
        </details>
      )}
    </>
  )
}

function wordsOf(filter: HistoryFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}

/** What differs between two moments, each with what it is about. */
export function DifferenceList({ page, differences, words }: { page: Portal; differences: Difference[]; words: { then: string; now: string } }) {
  const { t, sourced } = page
  const subjects = new Set(differences.map((one) => one.of.id))
  const named = ({ of, field }: Difference) => {
    const name = of.name && sourced(of.name)
    const what = t(`asOf.fields.${field}`)
    if (!name || (subjects.size === 1 && of.number !== undefined)) return what
    return <>{of.number !== undefined && <span className="number">{of.number}</span>}<bdi lang={name.lang}>{name.text}</bdi>: {what.toLowerCase()}</>
  }
  return (
    <Differences words={words} rows={differences.map((one) => ({
      key: `${one.of.id} ${one.field}`, what: named(one), then: inWords(page, one.then, one.field), now: inWords(page, one.now, one.field),
    }))} />
  )
}

export function inWords(page: Portal, value: Value | null, field: Difference['field']): string {
  const { t, dates, sourced } = page
  if (value === null) return t(field === 'holder' ? 'asOf.vacant' : field === 'outcome' ? 'asOf.open' : 'asOf.none')
  if ('word' in value) return t(`words.${value.of}.${value.word}`)
  if ('day' in value) return dates.day(value.day)
  if ('number' in value) return field === 'roadmap' ? t('asOf.version', { number: value.number }) : dates.number(value.number)
  if ('text' in value) return value.text
  return listed(page, value.names.map((name) => sourced(name)?.text ?? ''))
}

/** Beside a value of then: what it is today, where that is something else. */
export function TodayIs({ page: { t, viewer }, then, now }: { page: Portal; then: string; now: string | undefined }) {
  return viewer.moment && now !== undefined && now !== then ? <NowMark>{t('asOf.nowIs', { value: capital(now) })}</NowMark> : null
}
