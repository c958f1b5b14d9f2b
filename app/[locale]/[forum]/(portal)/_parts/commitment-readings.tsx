import { Section } from '@/components/page/page'
import { DisputedMark } from '@/components/readings/disputed'
import { SideBySide } from '@/components/readings/side-by-side'
import type { Column } from '@/components/readings/side-by-side'
import type { Portal } from '@/app/_request/portal'
import type { ReadingsSeen } from '@/lib/readings/seen.ts'
import { columnsOf } from '../../_readings/columns'
import type { Speech } from '../../_readings/columns'
import { SourceName } from './source-line'
import { Words, capital } from './words'

/** How far a commitment got, as each sector tells it, and then the IRM: level, text, day, and where to check each. */
export function CommitmentReadings({ page, readings }: { page: Portal; readings: ReadingsSeen }) {
  const { t, to, dates, named, marked, sourced, viewer } = page
  const record = viewer.forum.kind === 'record'
  // In a record nobody can speak: a section of nothing but silence would blame them for it.
  if (record && readings.irm.length === 0 && readings.voices.every((voice) => voice.latest === null))
    return null
  const speech: Speech = {
    t: (key, params) => t(key, params),
    say: (name) => named(name).text,
    marked,
    day: dates.day,
    entry: to.entry,
    record,
  }
  const irm: Column[] = readings.irm.map((findingSeen) => {
    const note = sourced(findingSeen.note)
    return {
      key: findingSeen.id,
      voice: t('words.authors.irm'),
      level: capital(t(`words.levels.${findingSeen.level}`)),
      said: note && <Words of={note} />,
      when: (
        <>
          {t('portal.from')} <SourceName page={page} source={findingSeen.source} />
        </>
      ),
    }
  })
  const silent: Column = {
    key: 'irm',
    voice: t('words.authors.irm'),
    level: null,
    said: <em className="text-soft">{t('readings.irmSilent')}</em>,
  }
  return (
    <Section
      title={t('readings.title')}
      id="readings"
      aside={readings.disputed && <DisputedMark>{t('readings.disputed')}</DisputedMark>}
    >
      <p className="mb-4 max-w-[62ch]">
        {readings.disputed && <strong>{t('readings.disputedText')}</strong>} {t('readings.lead')}
      </p>
      <SideBySide columns={[...columnsOf(speech, readings), ...(irm.length > 0 ? irm : [silent])]} />
    </Section>
  )
}
