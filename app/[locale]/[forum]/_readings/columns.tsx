import type { ReactNode } from 'react'
import { SectorName } from '@/components/proposals/marks'
import type { Sector } from '@/components/proposals/marks'
import { SignedText } from '@/components/page/text'
import type { Column } from '@/components/readings/side-by-side'
import type { Localised } from '@/lib/act/fields.ts'
import type { ReadingsSeen, ReadingSeen } from '@/lib/readings/seen.ts'

/** What the portal and the desk both have, by the names that each gives it. */
export type Speech = {
  t: { (key: string, params?: Record<string, string | number>): string }
  say: (name: Localised) => string
  marked: (sector: ReadingsSeen['voices'][number]['sector']) => Sector
  day: (day: string) => string
  entry: (index: number) => string
  /** a record of the past: nobody can speak in it, so silence is not theirs */
  record: boolean
}

/** A column for each sector with a position; who has not said is there as well. */
export function columnsOf(
  { t, say, marked, day, entry, record }: Speech,
  { voices }: Pick<ReadingsSeen, 'voices'>,
): Column[] {
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
  const whenOf = (readingSeen: ReadingSeen): ReactNode => (
    <>
      {say(readingSeen.seat.name)} · {day(readingSeen.givenOn)} ·{' '}
      <a href={entry(readingSeen.entryIndex)}>
        {t('readings.entry', { number: readingSeen.entryIndex })}
      </a>
    </>
  )
  return voices.map(
    ({ sector, role, latest, earlier }): Column => ({
      key: sector.id,
      voice: <SectorName sector={marked(sector)} />,
      ...((latest !== null || role === 'self') && { role: capital(t(`words.readingRoles.${role}`)) }),
      level: latest && capital(t(`words.levels.${latest.level}`)),
      said: latest ? (
        <SignedText {...latest.text} />
      ) : (
        <em className="text-soft">{t(record ? 'readings.silentRecord' : 'readings.silent')}</em>
      ),
      ...(latest && { when: whenOf(latest) }),
      earlier: {
        title: t('readings.earlier', { count: earlier.length }),
        items: earlier.map((readingSeen) => ({
          key: readingSeen.id,
          text: (
            <>
              <b>{capital(t(`words.levels.${readingSeen.level}`))}</b>{' '}
              <span className="when">{whenOf(readingSeen)}</span>
              <SignedText {...readingSeen.text} />
            </>
          ),
        })),
      },
    }),
  )
}
