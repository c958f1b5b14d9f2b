import { FormRadios } from '@/components/form/action-form'
import { addDays } from '@/lib/act/calendar.ts'
import { rulesOf } from '@/lib/bodies/rules.ts'
import { meetingKinds } from '@/lib/meetings/rules.ts'
import type { DeskFrame } from '../../frame'

/** Which kind of meeting, each with the notice that the forum's rules want of it. */
export function Kind({ frame: { t, viewer, dates } }: { frame: DeskFrame }) {
  const { noticeDays } = rulesOf(viewer.forum)
  return (
    <FormRadios
      name="kind"
      label={t('desk.convene.kind')}
      options={meetingKinds.map((value) => ({
        value,
        label: t(`words.meetingKinds.${value}`),
        hint: t('desk.convene.notice', {
          days: noticeDays[value],
          day: dates.day(addDays(viewer.today, noticeDays[value])),
        }),
      }))}
    />
  )
}
