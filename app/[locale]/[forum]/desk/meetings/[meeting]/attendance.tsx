import type { May } from '@/app/_request/may'
import { AttendanceGrid } from '@/components/meetings/attendance-grid'
import { QuorumMeter } from '@/components/meetings/quorum'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { attendanceOf, attendanceStates, quorumKnown } from '@/lib/meetings/rules.ts'
import type { DeskFrame } from '../../frame'
import { Act, ActingSeat, markOf, SectorName } from '../../parts'
import { recordAttendanceAction } from '../actions'

type Given = { frame: DeskFrame; meeting: MeetingSeen }

/** Who sits there, or the vacancy. */
function holderOf({
  frame: { t },
  seat,
}: {
  frame: DeskFrame
  seat: MeetingSeen['attendance'][number]
}): string {
  if (seat.vacant) return t('desk.seats.vacant')
  const name = seat.titular?.name ?? t('desk.erasedPerson')
  const held = seat.titular?.capacity === 'acting' ? t('desk.seats.acting', { name }) : name
  const titular = seat.titular ? held : t('desk.attendance.noTitular')
  return seat.alternate
    ? `${titular} · ${t('desk.seats.alternate', { name: seat.alternate.name ?? t('desk.erasedPerson') })}`
    : titular
}

export function AttendanceForm({ frame, meeting, may }: Given & { may: May }) {
  const { t, say } = frame
  const { quorum } = meeting
  const noteOn = ({ vacant, counts }: MeetingSeen['attendance'][number]) => {
    if (vacant) return t('desk.attendance.vacantNote')
    return counts ? '' : t('desk.attendance.doesNotCount')
  }
  return (
    <Act
      frame={frame}
      action={recordAttendanceAction}
      hidden={{ meeting: meeting.id }}
      submit={t('desk.attendance.save')}
    >
      <p className="max-w-[62ch]">{t('desk.attendance.text')}</p>
      <ActingSeat frame={frame} may={may} />
      <AttendanceGrid
        states={attendanceStates.map((value) => ({ value, label: t(`words.attendances.${value}`) }))}
        rows={meeting.attendance.map((seat) => ({
          seat: seat.seat.id,
          name: say(seat.seat.name),
          holder: holderOf({ frame, seat }),
          sector: markOf(frame, seat.seat.sector),
          sectorId: seat.seat.sector.id,
          counts: seat.counts,
          state: seat.state ?? '',
          vacant: seat.vacant,
          // Nobody can sit in a vacant seat, and without an alternate nobody is represented.
          impossible: [
            ...(seat.titular ? [] : ['present', 'remote']),
            ...(seat.alternate ? [] : ['represented']),
          ],
          note: noteOn(seat),
        }))}
        quorum={{
          needed: quorum.needed,
          of: quorum.of,
          sectors: quorum.sectors.map((sector) => ({
            id: sector.sector,
            needed: sector.needed,
            of: sector.of,
            name: nameOf(frame, meeting, sector.sector),
          })),
        }}
        words={{
          unknown: t.raw('desk.attendance.unknownLive') as string,
          reached: t.raw('desk.attendance.reachedLive') as string,
          open: t.raw('desk.attendance.openLive') as string,
          lacking: t.raw('desk.attendance.lackingLive') as string,
          missing: t.raw('desk.attendance.missingLive') as string,
          missingMany: t.raw('desk.attendance.missingManyLive') as string,
          vacant: t('desk.seats.vacant'),
          rest: t('desk.attendance.rest'),
        }}
      />
    </Act>
  )
}

function nameOf({ say }: DeskFrame, { sectors }: MeetingSeen, id: string): string {
  const sector = sectors.find((sectorName) => sectorName.id === id)
  return sector ? say(sector.name) : ''
}

export function AttendanceRead({ frame, meeting }: Given) {
  const { t, say } = frame
  return (
    <ul>
      {meeting.attendance.map((seat) => (
        <li
          key={seat.seat.id}
          className="grid gap-x-6 border-b border-rule py-2.5 sm:grid-cols-[1fr_12rem]"
        >
          <span>
            {say(seat.seat.name)}{' '}
            <span className="when block">
              <SectorName frame={frame} sector={seat.seat.sector} /> ·{' '}
              {seat.sat?.name ?? holderOf({ frame, seat })}
            </span>
          </span>
          <span className={seat.state ? '' : 'text-soft'}>
            {t(`words.attendances.${attendanceOf(seat)}`)}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The quorum as it stands, in all and of each sector; frozen once the session is closed. */
export function QuorumNow({ frame, meeting }: Given) {
  const { t } = frame
  const { quorum, quorumFrozen } = meeting
  if (meeting.takenOver) return null
  const known = quorumKnown(meeting)
  return (
    <section aria-labelledby="quorum">
      <h2 id="quorum" className="mb-3">
        {t(quorumFrozen ? 'desk.attendance.quorumFrozen' : 'desk.attendance.quorum')}
      </h2>
      <QuorumMeter
        known={known.is}
        sentence={t(`record.quorumIs.${known.is}`, {
          there: quorum.there,
          of: quorum.of,
          needed: quorum.needed,
          unmarked: known.unmarked,
        })}
        rows={quorum.sectors.flatMap((one) => {
          const sector = meeting.sectors.find((each) => each.id === one.sector)
          return sector
            ? [
                {
                  key: one.sector,
                  sector: markOf(frame, sector),
                  there: one.there,
                  of: one.of,
                  needed: one.needed,
                  text: t('desk.attendance.sector', { there: one.there, of: one.of }),
                },
              ]
            : []
        })}
      />
    </section>
  )
}
