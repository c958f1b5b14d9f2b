import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormArea, FormDay, FormSelect, FormText } from '@/components/form/action-form'
import { Section } from '@/components/page/page'
import { hasEnded } from '@/lib/act/in-force.ts'
import { proposeAppointment, proposeEnding } from '@/lib/appointments/commands.ts'
import { seatSeenBy } from '@/lib/bodies/seen.ts'
import { capacities } from '@/lib/bodies/rules.ts'
import { choicesFor } from '@/lib/notices/seen.ts'
import type { Choices } from '@/lib/notices/seen.ts'
import { deskFrame } from '../../../frame'
import type { DeskFrame } from '../../../frame'
import { Act, ActingSeat, Crumbs, PageHead, Why } from '../../../parts'
import { startOfWay, Way } from '../../../proposals/way'
import { proposeAppointmentAction, proposeEndingAction } from '../actions'

type Props = { params: Promise<{ locale: string; forum: string; seat: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('seating'))('decision.title') }
}

/** A seat of a sector that has no voice: the Committee decides who sits there, and this is how one asks it to. */
export default async function ProposeAppointmentPage({ params }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk, locale } = frame
  const seat = (await seatSeenBy(viewer, (await params).seat)) ?? notFound()
  const [may, mayEnd, choices] = await Promise.all([
    mayAct(viewer, proposeAppointment, { seat: seat.id, email: 'nobody@nowhere.invalid' }),
    mayAct(viewer, proposeEnding, { seat: seat.id }),
    choicesFor(viewer, { underWay: true }),
  ])
  const languages = { 'title.lang': locale, 'text.lang': locale }
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/bodies`, label: t('desk.bodies.title') },
          { href: `${desk}/seats/${seat.id}`, label: say(seat.name) },
        ]}
        here={t('seating.decision.title')}
      />
      <PageHead title={t('seating.decision.title')} lead={t('seating.decision.lead')} />
      <Why>{may.refusal}</Why>
      {may.seats.length > 0 && (
        <Act
          frame={frame}
          action={proposeAppointmentAction}
          hidden={{ seat: seat.id, ...languages }}
          labels={labelsOf(frame)}
          submit={t('proposals.new.submit')}
          start={startOfWay(choices)}
        >
          <ActingSeat frame={frame} may={may} />
          <FormText name="name" label={t('desk.seats.name')} required />
          <FormText
            name="email"
            type="email"
            label={t('desk.seats.email')}
            hint={t('desk.seats.emailHint')}
            required
          />
          <FormSelect
            name="capacity"
            label={t('desk.seats.capacity')}
            hint={t('seating.capacityHint')}
            options={capacities.map((value) => ({ value, label: t(`words.capacities.${value}`) }))}
          />
          <FormDay
            name="fromOn"
            label={t('desk.seats.from')}
            hint={t('seating.decision.fromHint')}
            required
          />
          <FormDay name="lastOn" label={t('desk.seats.until')} hint={t('desk.seats.untilHint')} />
          <Asking frame={frame} choices={choices} body={may} />
        </Act>
      )}
      <End frame={frame} seat={seat} may={mayEnd} choices={choices} />
    </>
  )
}

/** Nobody but the Committee ends a mandate there, unless whoever holds it leaves. */
function End({
  frame,
  seat,
  may,
  choices,
}: {
  frame: DeskFrame
  seat: NonNullable<Awaited<ReturnType<typeof seatSeenBy>>>
  may: May
  choices: Choices
}) {
  const { t, viewer, locale } = frame
  const current = seat.mandates.filter((mandate) => !hasEnded(mandate.untilOn, viewer.today))
  if (may.seats.length === 0 || current.length === 0) return null
  return (
    <Section title={t('seating.decision.endTitle')}>
      <Act
        frame={frame}
        action={proposeEndingAction}
        fold={t('seating.decision.endTitle')}
        hidden={{ seat: seat.id, 'title.lang': locale, 'text.lang': locale }}
        labels={labelsOf(frame)}
        submit={t('proposals.new.submit')}
        start={startOfWay(choices)}
      >
        <ActingSeat frame={frame} may={may} />
        <FormSelect
          name="mandate"
          label={t('seating.decision.whose')}
          options={current.map((mandate) => ({
            value: mandate.id,
            label: mandate.name ?? t('desk.erasedPerson'),
          }))}
        />
        <FormDay name="lastOn" label={t('desk.seats.endDay')} required />
        <Asking frame={frame} choices={choices} body={may} />
      </Act>
    </Section>
  )
}

function labelsOf({ t }: DeskFrame): Record<string, string> {
  return {
    name: t('desk.seats.name'),
    email: t('desk.seats.email'),
    fromOn: t('desk.seats.from'),
    lastOn: t('desk.seats.until'),
    'title.text': t('proposals.form.title'),
    'text.text': t('seating.decision.why'),
    mode: t('proposals.form.mode'),
    agendaItem: t('proposals.form.item'),
    deadlineOn: t('proposals.form.deadline'),
  }
}

/** Why, and how it is decided: in writing until a day, or in a session. */
function Asking({ frame, choices, body }: { frame: DeskFrame; choices: Choices; body: May }) {
  const { t } = frame
  const items = choices.items.filter((item) => body.seats.some((seat) => seat.body === item.body))
  return (
    <>
      <FormText name="title.text" label={t('proposals.form.title')} required />
      <FormArea name="text.text" label={t('seating.decision.why')} rows={5} />
      <Way frame={frame} choices={choices} items={items} />
    </>
  )
}
