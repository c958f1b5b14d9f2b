import { getTranslations } from 'next-intl/server'
import { actedBy } from '@/app/_request/acted'
import { datesOf, inLanguage } from '@/app/_request/dates'
import { HistoryList } from '@/components/log/proof'
import type { HistoryRow } from '@/components/log/proof'
import { SectorMark } from '@/components/proposals/marks'
import { dayIn } from '@/lib/act/calendar.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import type { HistoryLine, Names } from '@/lib/history/seen.ts'
import { sentenceKey } from '@/lib/history/rules.ts'
import { dayOfLine, sentenceParams } from '@/lib/history/sentences.ts'

type Props = {
  viewer: Viewer
  locale: string
  lines: HistoryLine[]
  names: Names
  /** how a line is told that speaks for its act, and under which day it stands; else by its own sentence */
  act?: (line: HistoryLine) => { key: string; counts: Record<string, number> }
}

/** Facts as sentences in the reader's language, with who, for which seat, when it happened and when it was recorded. */
export async function HistoryLines({ viewer, locale, lines, names }: Props) {
  const rows = await rowsOf({ viewer, locale, lines, names })
  return <HistoryList rows={rows} />
}

/** Whether the member's own device signed an act that binds. */
export async function DeviceMark({ signed }: { signed: boolean }) {
  const t = await getTranslations('devices.marks')
  return (
    <span className={signed ? '' : 'text-soft'}>
      {t(signed ? 'signed' : 'unsigned')}
      {signed && <span className="block text-soft">{t('signedText')}</span>}
    </span>
  )
}

export async function rowsOf({ viewer, locale, lines, names, act }: Props): Promise<HistoryRow[]> {
  const t = await getTranslations()
  const { forum } = viewer
  const dates = datesOf(locale, forum.timeZone)
  const lang = locale === 'en' ? 'en' : 'es'
  const say = {
    word: (vocabulary: string, word: string) =>
      t.has(`words.${vocabulary}.${word}`) ? t(`words.${vocabulary}.${word}`) : word,
    day: (day: string) => dates.day(day),
    withheld: t('history.withheld'),
  }
  const recordedAs = (happened: string, recorded: string, by: string | null) => {
    if (by && !act) return t('history.recordedByOn', { day: dates.day(recorded), who: by })
    if (happened === recorded || by) return null
    if (happened > recorded) return t('history.forDay', { day: dates.day(happened) })
    // The heading of an act says on which day it was recorded.
    return act ? null : t('history.recordedOn', { day: dates.day(recorded) })
  }
  return lines.map((line) => {
    const { key, counts } = act?.(line) ?? {
      key: `history.sentences.${sentenceKey(line.kind)}`,
      counts: {},
    }
    const seat = line.seatId ? names.seats[line.seatId] : undefined
    const holder = line.mandateId ? names.holders[line.mandateId] : undefined
    const sector = line.sectorId ? names.sectors[line.sectorId] : undefined
    const office = line.office ? t(`history.offices.${line.office}`) : ''
    const acted = {
      seat: seat ?? null,
      person: holder?.name ?? null,
      capacity: holder?.capacity ?? null,
    }
    const who = seat ? actedBy(t, locale, acted, null) : office
    const recordedOn = dayIn(forum.timeZone, line.recordedAt)
    const sameDay = recordedOn === line.happenedOn
    // In a record of the past the operator's office records, and does nothing else: its day is that of the record.
    const takenOver = line.office === 'operator' && (!sameDay || forum.kind === 'record')
    // What is to come did not happen then: it was said on the day of the act.
    const isAhead = line.happenedOn > recordedOn
    return {
      key: `${line.index}.${line.ordinal}`,
      sentence: t.has(key)
        ? t(key, { ...sentenceParams(line, names, lang, say), ...counts })
        : line.kind,
      // An office that records the past did nothing on the day of which the record speaks.
      who: takenOver && !act ? null : who,
      happened:
        (takenOver || act) && (sameDay || isAhead)
          ? null
          : dates.day(isAhead ? recordedOn : dayOfLine(line)),
      recorded: recordedAs(line.happenedOn, recordedOn, takenOver ? office : null),
      number: {
        href: `/${locale}/${forum.slug}/history/${line.index}`,
        label: t('history.act', { number: line.index }),
      },
      mark: sector ? (
        <SectorMark
          sector={{ name: inLanguage(sector.name, locale).text, shape: sector.shape, hue: sector.hue }}
        />
      ) : null,
      held: line.held ? t('history.held') : null,
    }
  })
}
