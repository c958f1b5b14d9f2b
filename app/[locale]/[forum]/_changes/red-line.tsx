import type { getTranslations } from 'next-intl/server'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { inLanguage } from '@/app/_request/dates'
import type { Dates } from '@/app/_request/dates'
import { speaker } from '@/app/_request/words'
import { Notice, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import type { Viewer } from '@/lib/act/viewer.ts'
import { changeAskedBy, changeNames } from '@/lib/amendments/seen.ts'
import type { AmendmentSeen, MandateEnding, NamesSeen } from '@/lib/amendments/seen.ts'
import type { Line, Value } from '@/lib/amendments/red-line.ts'
import type { RuleName, RuleValue } from '@/lib/amendments/rules.ts'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'

type T = Awaited<ReturnType<typeof getTranslations<never>>>
export type ChangeReading = { t: T; locale: string; dates: Pick<Dates, 'day'> }

/** A rule's value as one says it. */
export function ruleSaid({ t }: Pick<ChangeReading, 't'>, rule: RuleName, value: RuleValue): string {
  if (rule === 'quorumShare')
    return t('amendments.values.share', { share: Math.round(Number(value) * 100) })
  if (rule === 'quorumPerSector') return t('amendments.values.seats', { count: Number(value) })
  if (typeof value === 'number') return t('amendments.values.days', { count: value })
  return t(`amendments.values.${String(value)}`)
}

function valueSaid(reading: ChangeReading, names: NamesSeen, value: Value): string {
  const { t, locale } = reading
  const named = (name: { es: string; en?: string | undefined } | undefined) =>
    name ? inLanguage({ es: name.es, ...(name.en !== undefined && { en: name.en }) }, locale).text : ''
  switch (value.is) {
    case 'name':
      return named(value.name)
    case 'text':
      return value.text
    case 'rule':
      return ruleSaid(reading, value.rule, value.value)
    case 'word':
      return t(`amendments.said.${value.word}`)
    case 'languages':
      return t(`words.languageChoices.${value.choice}`)
    case 'asked':
      return t('amendments.said.seat', {
        name: named(value.seat.name),
        sector: named(names.sector[value.seat.sector]),
        function: t(`words.functions.${value.seat.function}`),
        voice: value.seat.voice ? 'yes' : 'no',
      })
    default:
      return named(names[value.is][value.id])
  }
}

/** What a change takes away, and what it puts there, line by line. */
export function RedLine({
  reading,
  names,
  lines,
}: {
  reading: ChangeReading
  names: NamesSeen
  lines: Line[]
}) {
  const { t } = reading
  const said = (values: Value[]) =>
    values
      .map((value) => valueSaid(reading, names, value))
      .filter(Boolean)
      .join(' · ')
  const cell = (values: Value[], as: 'ins' | 'del'): ReactNode => {
    if (values.length === 0) return <span className="text-soft">{t('amendments.redLine.nothing')}</span>
    const Mark = as
    return <Mark className={as === 'ins' ? 'words-added' : 'words-gone'}>{said(values)}</Mark>
  }
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(reading.locale) + text.slice(1)
  const what = ({ field, of, rule }: Line) => {
    if (rule) return capital(t(`words.ruleNames.${rule}`))
    const about = of && valueSaid(reading, names, of)
    const label = t(`amendments.fields.${field}`)
    return about ? t('amendments.redLine.of', { what: label, of: about }) : label
  }
  return (
    <DataTable
      caption={t('amendments.redLine.title')}
      hideCaption
      columns={[
        { key: 'what', label: t('amendments.redLine.what'), heading: true },
        { key: 'before', label: t('amendments.redLine.before') },
        { key: 'after', label: t('amendments.redLine.after') },
      ]}
      rows={lines.map((line, at) => ({
        key: String(at),
        cells: { what: what(line), before: cell(line.before, 'del'), after: cell(line.after, 'ins') },
      }))}
    />
  )
}

/** Whose mandates a change ends: said to whoever proposes it, and to whoever decides. */
export function Ending({
  reading: { t, locale },
  names,
  ending,
}: {
  reading: ChangeReading
  names: NamesSeen
  ending: MandateEnding[]
}) {
  if (ending.length === 0) return null
  const named = (name: { es: string; en?: string | undefined } | undefined) =>
    name ? inLanguage({ es: name.es, ...(name.en !== undefined && { en: name.en }) }, locale).text : ''
  return (
    <Notice tone="warning" title={t('amendments.ending')}>
      <ul className="mt-1 list-disc pl-5">
        {ending.map(({ seat, person }, at) => (
          <li key={`${seat} ${at}`}>
            {named(names.seat[seat])}
            {person && `: ${person}`}
          </li>
        ))}
      </ul>
      <p className="mt-1">{t('amendments.endingText')}</p>
    </Notice>
  )
}

/** A proposal that changes what the forum is: the red-line, its day of force, and what stands in its way or came of it. */
export async function ChangeAsked({
  reading,
  viewer,
  proposal,
  at,
}: {
  reading: ChangeReading
  viewer: Viewer
  proposal: ProposalSeen
  /** where the portal's pages begin */
  at: string
}) {
  const [asked, names, say] = await Promise.all([
    changeAskedBy(viewer, proposal),
    changeNames(viewer),
    getLocale().then(speaker),
  ])
  if (!asked) return null
  const { t, dates } = reading
  const { decided, refusal, since, ending, change, lines } = asked
  return (
    <Section title={t('amendments.redLine.title')} id="change">
      <p className="mb-3 font-semibold">
        {decided && decided.state !== 'not-carried-out'
          ? forceSaid(reading, decided)
          : t('amendments.askedFor', { day: dates.day(change.inForceOn) })}
      </p>
      {decided?.reason && (
        <Notice tone="warning" title={t('amendments.notCarriedOut')}>
          {say(decided.reason)}
        </Notice>
      )}
      {refusal && !proposal.closedAt && (
        <Notice tone="warning" title={t('amendments.couldNot')}>
          {say(refusal.refused, refusal.params)}
        </Notice>
      )}
      {since.length > 0 && (!proposal.closedAt || decided?.reason) && (
        <p className="mb-3">
          {t('amendments.sinceThen')}{' '}
          {since.map(({ number }, place) => (
            <span key={number}>
              {place > 0 && ', '}
              <a href={`${at}/decisions/${number}`}>{t('amendments.decision', { number })}</a>
            </span>
          ))}
        </p>
      )}
      <RedLine reading={reading} names={names} lines={lines} />
      <Ending reading={reading} names={names} ending={ending} />
    </Section>
  )
}

/** From which day on what was decided holds. */
export function forceSaid(
  { t, dates }: ChangeReading,
  { state, inForceOn }: Pick<AmendmentSeen, 'state' | 'inForceOn'>,
): string {
  if (state === 'not-carried-out') return t('amendments.notCarriedOut')
  return t(state === 'waiting' ? 'amendments.waitsFor' : 'amendments.inForceOn', {
    day: dates.day(inForceOn),
  })
}

/** Changes that the forum decided, each with its red-line, its day and its decision. */
export function Amendments({
  reading,
  names,
  amendments,
  at,
}: {
  reading: ChangeReading
  names: NamesSeen
  amendments: AmendmentSeen[]
  at: string
}) {
  const { t } = reading
  return (
    <ol className="m-0 grid list-none gap-5 p-0">
      {amendments.map((one) => (
        <li key={one.number}>
          <p className="mb-1 font-semibold">
            {forceSaid(reading, one)} ·{' '}
            <a href={`${at}/decisions/${one.number}`}>
              {t('amendments.decision', { number: one.number })}
            </a>
          </p>
          <RedLine reading={reading} names={names} lines={one.lines} />
        </li>
      ))}
    </ol>
  )
}
