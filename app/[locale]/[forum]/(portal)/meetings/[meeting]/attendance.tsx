import { inLanguage } from '@/app/_request/dates'
import { QuorumMeter } from '@/components/meetings/quorum'
import { Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { SectorName } from '@/components/proposals/marks'
import type { Sector } from '@/components/proposals/marks'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { attendanceOf, quorumKnown } from '@/lib/meetings/rules.ts'
import type { MeetingReading } from './agenda'

type Given = { reading: MeetingReading; meeting: MeetingSeen }
type SectorSeen = {
  name: { es: string; en?: string | undefined }
  shape: string
  hue: string
}

function shown({ name, shape, hue }: SectorSeen, locale: string): Sector {
  return {
    name: inLanguage({ es: name.es, ...(name.en && { en: name.en }) }, locale).text,
    shape,
    hue,
  }
}

/** Who was there, by sectors as the quorum counts them, and seat by seat. */
export function Attendance({ reading, meeting }: Given) {
  const { t, locale } = reading
  const { quorum, sectors } = meeting
  const known = quorumKnown(meeting)
  return (
    <Section title={t('record.attendance')}>
      <QuorumMeter
        known={known.is}
        sentence={t(`record.quorumIs.${known.is}`, {
          there: quorum.there,
          of: quorum.of,
          needed: quorum.needed,
          unmarked: known.unmarked,
        })}
        rows={quorum.sectors.flatMap((one) => {
          const sector = sectors.find((sectorName) => sectorName.id === one.sector)
          return sector
            ? [
                {
                  key: one.sector,
                  sector: shown(sector, locale),
                  there: one.there,
                  of: one.of,
                  needed: one.needed,
                  text: t('record.thereOf', { there: one.there, of: one.of }),
                },
              ]
            : []
        })}
      />
      <div className="mt-4">
        <SeatBySeat reading={reading} meeting={meeting} />
      </div>
    </Section>
  )
}

function SeatBySeat({ reading: { t, locale }, meeting }: Given) {
  return (
    <DataTable
      caption={t('record.attendance')}
      hideCaption
      columns={[
        { key: 'seat', label: t('record.seat'), heading: true },
        { key: 'sector', label: t('record.sector') },
        { key: 'state', label: t('record.attended') },
      ]}
      rows={meeting.attendance.map((mark) => ({
        key: mark.seat.id,
        cells: {
          seat: (
            <>
              <bdi>{inLanguage(mark.seat.name, locale).text}</bdi>
              {mark.sat?.name && (
                <span className="when block">
                  <bdi>{mark.sat.name}</bdi>
                </span>
              )}
            </>
          ),
          sector: <SectorName sector={shown(mark.seat.sector, locale)} />,
          state: t(`words.attendances.${attendanceOf(mark)}`),
        },
      }))}
    />
  )
}
