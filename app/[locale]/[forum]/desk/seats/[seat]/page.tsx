import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { invite } from '@/app/_request/invitation-actions'
import { inviteeOf } from '@/app/_request/invitations'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormDay, FormSelect, FormText } from '@/components/form/action-form'
import { Section } from '@/components/page/page'
import { hasEnded } from '@/lib/act/in-force.ts'
import { appoint, endMandate } from '@/lib/bodies/commands.ts'
import { reliedOnSeenBy, seatSeenBy, voiceGapsSeenBy } from '@/lib/bodies/queries.ts'
import { seatCalled } from '@/lib/act/seat-called.ts'
import type { MandateSeen } from '@/lib/bodies/record.ts'
import { deskFrame } from '../../frame'
import type { DeskFrame } from '../../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, SectorName, VoiceGaps, Why } from '../../parts'
import { appointAction, endMandateAction } from './actions'
import { ShownOnce } from '../../shown-once'

type Props = {
  params: Promise<{ locale: string; forum: string; seat: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { viewer, say } = await deskFrame(params)
  const seat = await seatSeenBy(viewer, (await params).seat)
  return { title: seat ? say(seatCalled(seat)) : '' }
}

export default async function SeatPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk, dates } = frame
  const seat = (await seatSeenBy(viewer, (await params).seat)) ?? notFound()
  const [mayAppoint, reliedOn, gaps] = await Promise.all([
    mayAct(viewer, appoint, { seat: seat.id, email: 'nobody@nowhere.invalid' }),
    reliedOnSeenBy(viewer, seat.id),
    voiceGapsSeenBy(viewer),
  ])
  const here = gaps.filter(
    (gap) => gap.sector.id === seat.sector.id && gap.bodies.some(({ id }) => id === seat.body.id),
  )
  const current = seat.mandates.filter((mandate) => !hasEnded(mandate.untilOn, viewer.today))
  const past = seat.mandates.filter((mandate) => !current.includes(mandate))
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/bodies`, label: t('desk.bodies.title') },
          { href: `${desk}/bodies/${seat.body.slug}`, label: seat.body.shortName },
        ]}
        here={say(seat.name)}
      />
      <PageHead title={say(seat.name)}>
        <p className="m-0">
          <SectorName frame={frame} sector={seat.sector} /> · {t(`words.functions.${seat.function}`)}
          {seat.voice && ` · ${t('desk.seats.voice')}`}
        </p>
      </PageHead>
      <Done searchParams={searchParams} frame={frame} />
      <VoiceGaps frame={frame} gaps={here} at={seat.id} />
      <Section title={t('desk.seats.holders')}>
        {current.length === 0 && (
          <p className="m-0 text-accent">
            {seat.vacantSince
              ? t('desk.seats.vacantSince', { day: dates.day(seat.vacantSince) })
              : t('desk.seats.vacant')}
          </p>
        )}
        {current.map((mandate) => (
          <Mandate
            key={mandate.id}
            frame={frame}
            mandate={mandate}
            lost={reliedOn[mandate.id] ?? null}
            names={mayAppoint.seats.length > 0 && mandate.capacity === 'titular'}
          />
        ))}
      </Section>
      <Appoint frame={frame} seat={seat} may={mayAppoint} />
      {past.length > 0 && (
        <Section title={t('desk.seats.past')}>
          <ul className="m-0 list-none p-0">
            {past.map((mandateSeen) => (
              <li key={mandateSeen.id} className="border-b border-rule py-2">
                {mandateSeen.name ?? t('desk.erasedPerson')}{' '}
                <span className="text-sm text-soft">{daysOf(mandateSeen, frame)}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

type SeatRecord = NonNullable<Awaited<ReturnType<typeof seatSeenBy>>>

function Appoint({ frame, seat, may }: { frame: DeskFrame; seat: SeatRecord; may: May }) {
  const { t } = frame
  return (
    <Section title={t('desk.seats.appoint')}>
      {may.seats.length === 0 ? (
        <Why>{may.refusal}</Why>
      ) : (
        <Act signs frame={frame} action={appointAction} submit={t('desk.seats.appointButton')}>
          <p className="m-0 max-w-prose">{t('desk.seats.appointText')}</p>
          <ActingSeat frame={frame} may={may} />
          <input type="hidden" name="seat" value={seat.id} />
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
            options={['titular', 'alternate'].map((value) => ({
              value,
              label: t(`words.capacities.${value}`),
            }))}
          />
          <FormDay name="fromOn" label={t('desk.seats.from')} required />
          <FormDay name="lastOn" label={t('desk.seats.until')} hint={t('desk.seats.untilHint')} />
        </Act>
      )}
    </Section>
  )
}

function daysOf({ fromOn, lastOn, capacity }: MandateSeen, { t, dates }: DeskFrame): string {
  const days = lastOn
    ? t('desk.seats.fromUntil', { from: dates.day(fromOn), until: dates.day(lastOn) })
    : t('desk.seats.since', { from: dates.day(fromOn) })
  return `${t(`words.capacities.${capacity}`)} · ${days}`
}

type MandateProps = {
  frame: DeskFrame
  mandate: MandateSeen
  /** the day on which nobody could appoint, were it to end */
  lost: string | null
  /** whether the viewer may say who follows */
  names: boolean
}

async function Mandate({ frame, mandate, lost, names }: MandateProps) {
  const { t, viewer, dates } = frame
  const [may, invitee] = await Promise.all([
    mayAct(viewer, endMandate, { mandate: mandate.id }),
    inviteeOf(viewer, mandate.id),
  ])
  return (
    <div className="border-b border-rule py-3">
      <p className="m-0 font-semibold">{mandate.name ?? t('desk.erasedPerson')}</p>
      <p className="m-0 text-sm text-soft">{daysOf(mandate, frame)}</p>
      {invitee && (
        <ShownOnce
          action={invite}
          hidden={{ mandate: mandate.id, forum: frame.forum, locale: frame.locale }}
          words={{
            text: t('account.invite.text', { name: mandate.name ?? invitee }),
            submit: t('account.invite.submit'),
            sending: t('account.invite.sending'),
            link: t('account.invite.link'),
            hint: t('account.invite.hint'),
            refused: t('account.invite.refused'),
          }}
        />
      )}
      {may.seats.length > 0 && (
        <Act
          signs
          frame={frame}
          fold={t('desk.seats.end')}
          action={endMandateAction}
          hidden={{ mandate: mandate.id }}
          submit={t('desk.seats.endButton')}
        >
          <p className="max-w-prose">{t('desk.seats.endText')}</p>
          <ActingSeat frame={frame} may={may} />
          <FormDay
            name="lastOn"
            label={t('desk.seats.endDay')}
            hint={t('desk.seats.endDayHint')}
            required
          />
          {(names || lost) && (
            <p className="max-w-prose">
              <strong className="block">{t('desk.seats.follows')}</strong>
              {lost
                ? t('desk.seats.followsNeeded', { day: dates.day(lost) })
                : t('desk.seats.followsText')}
            </p>
          )}
          {names && <FormText name="successor.name" label={t('desk.seats.followsName')} />}
          {names && (
            <FormText
              name="successor.email"
              type="email"
              label={t('desk.seats.followsEmail')}
              hint={t('desk.seats.emailHint')}
            />
          )}
        </Act>
      )}
    </div>
  )
}
