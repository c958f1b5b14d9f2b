import { FormDay, FormRadios, FormSelect } from '@/components/form/action-form'
import type { Choices } from '@/lib/notices/seen.ts'
import type { DeskFrame } from '../frame'

type Choosing = { frame: DeskFrame; choices: Choices; items: Choices['items'] }

/** How it is decided: in a session, under an item of it; or in writing, until a day. */
export function Way({ frame, choices, items }: Choosing) {
  const { t, dates } = frame
  return (
    <>
      <Mode t={t} />
      <AtAMeeting frame={frame} items={items} />
      <div className="border-l-2 border-rule pl-4 [form:not(:has([name=mode][value=written]:checked))_&]:hidden">
        <FormDay
          name="deadlineOn"
          label={t('proposals.form.deadline')}
          hint={t('proposals.form.deadlineHint', {
            earliest: dates.day(choices.earliestDeadline),
            zone: dates.zone,
          })}
        />
      </div>
    </>
  )
}

/** With what the fields above begin: nobody chose yet how it is decided. */
export function startOfWay(choices: Choices, asked = ''): Record<string, string> {
  return { agendaItem: asked, deadlineOn: choices.earliestDeadline }
}

function Mode({ t }: { t: DeskFrame['t'] }) {
  return (
    <FormRadios
      name="mode"
      label={t('proposals.form.mode')}
      options={[
        {
          value: 'session',
          label: t('proposals.form.session'),
          hint: t('proposals.form.sessionHint'),
        },
        {
          value: 'written',
          label: t('proposals.form.written'),
          hint: t('proposals.form.writtenHint'),
        },
      ]}
    />
  )
}

function AtAMeeting({ frame: { t, desk, dates }, items }: Pick<Choosing, 'frame' | 'items'>) {
  return (
    <div className="border-l-2 border-rule pl-4 [form:not(:has([name=mode][value=session]:checked))_&]:hidden">
      {items.length === 0 ? (
        <p className="max-w-[62ch]">
          {t('proposals.form.noItems')} <a href={`${desk}/meetings`}>{t('proposals.form.toMeetings')}</a>
        </p>
      ) : (
        <FormSelect
          name="agendaItem"
          label={t('proposals.form.item')}
          hint={t('proposals.form.itemHint')}
          empty={t('desk.form.choose')}
          options={items.map((one) => ({
            value: one.id,
            label: t('proposals.form.itemLabel', {
              day: dates.day(one.meeting.heldOn),
              title: one.title.text,
            }),
          }))}
        />
      )}
    </div>
  )
}
