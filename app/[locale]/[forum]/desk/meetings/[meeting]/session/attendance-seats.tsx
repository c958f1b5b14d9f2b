import type { May } from '@/app/_request/may'
import { FormSelect } from '@/components/form/action-form'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { attendanceStates } from '@/lib/meetings/rules.ts'
import type { DeskFrame } from '../../../frame'
import { Act, SectorName } from '../../../parts'
import { recordAttendanceHereAction } from './actions'

type Given = { frame: DeskFrame; meeting: MeetingSeen; may: May }

/** Somebody comes or leaves while the session goes: one seat at a time, each an act with its hour. */
export function AttendanceSeats({ frame, meeting, may }: Given) {
  const { t, say } = frame
  const as = may.seats[0]?.seat ?? ''
  const rest = meeting.attendance.filter((seat) => !seat.state && seat.titular)
  return (
    <>
      {rest.length > 1 && (
        <Act
          frame={frame}
          action={recordAttendanceHereAction}
          submit={t('desk.session.attendance.rest', { count: rest.length })}
          kind="plain"
          small
          hidden={{
            as,
            meeting: meeting.id,
            ...Object.fromEntries(
              rest.flatMap((seat, place) => [
                [`seats.${place}.seat`, seat.seat.id],
                [`seats.${place}.state`, 'present'],
              ]),
            ),
          }}
        />
      )}
      <ul>
        {meeting.attendance.map((seat) => (
          <li key={seat.seat.id} className="border-b border-rule py-3">
            <p className="mb-1 font-semibold">{say(seat.seat.name)}</p>
            <p className="when mb-1.5">
              <SectorName frame={frame} sector={seat.seat.sector} />
              {seat.vacant && <> · {t('desk.seats.vacant')}</>}
            </p>
            {!seat.vacant && (
              <Act
                frame={frame}
                action={recordAttendanceHereAction}
                submit={t('desk.session.attendance.save')}
                kind="plain"
                small
                className="attendance-seat"
                hidden={{ as, meeting: meeting.id, 'seats.0.seat': seat.seat.id }}
              >
                <FormSelect
                  name="seats.0.state"
                  label={t('desk.session.attendance.state', { seat: say(seat.seat.name) })}
                  start={seat.state ?? ''}
                  {...(!seat.state && { empty: t('desk.attendance.notTaken') })}
                  options={attendanceStates
                    .filter((state) =>
                      state === 'represented'
                        ? seat.alternate
                        : state === 'absent' || state === 'excused' || seat.titular,
                    )
                    .map((value) => ({ value, label: t(`words.attendances.${value}`) }))}
                />
              </Act>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
