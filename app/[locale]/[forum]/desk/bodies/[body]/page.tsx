import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { mayAct } from '@/app/_request/may'
import { ButtonLink, EmptyState, Section, TwoColumns } from '@/components/page/page'
import { bodySeenBy, voiceGapsSeenBy } from '@/lib/bodies/seen.ts'
import type { SeatSeen } from '@/lib/bodies/seen.ts'
import { convene } from '@/lib/meetings/commands.ts'
import { Quiet } from '../../../_pauses/quiet'
import { meetingsSeenBy, openActionsOf, quietSeenBy } from '@/lib/meetings/seen.ts'
import { deskFrame } from '../../frame'
import type { DeskFrame } from '../../frame'
import { Crumbs, MeetingLines, PageHead, SectorName, VoiceGaps, Why } from '../../parts'

type Props = { params: Promise<{ locale: string; forum: string; body: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { viewer, say } = await deskFrame(params)
  const body = await bodySeenBy(viewer, (await params).body)
  return { title: body ? say(body.name) : '' }
}

export default async function BodyPage({ params }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk, portal } = frame
  const body = (await bodySeenBy(viewer, (await params).body)) ?? notFound()
  const [{ meetings }, actions, mayConvene, gaps, quiet] = await Promise.all([
    meetingsSeenBy(viewer, { body: body.id }, 8),
    openActionsOf(viewer, { body: body.id }),
    mayAct(viewer, convene, { body: body.id }),
    voiceGapsSeenBy(viewer),
    quietSeenBy(viewer, body.id),
  ])
  return (
    <>
      <Crumbs
        frame={frame}
        path={[{ href: `${desk}/bodies`, label: t('desk.bodies.title') }]}
        here={body.shortName}
      />
      <PageHead title={say(body.name)}>
        <Quiet quiet={quiet} dates={frame.dates} />
        {mayConvene.seats.length > 0 ? (
          <p className="m-0">
            <ButtonLink href={`${desk}/meetings/new?body=${body.slug}`}>
              {t('desk.home.convene')}
            </ButtonLink>
          </p>
        ) : (
          <Why>{mayConvene.refusal}</Why>
        )}
        <p className="m-0 flex flex-wrap gap-x-5 gap-y-1">
          <a href={`${desk}/bodies/${body.slug}/series`}>{t('planning.series.title')}</a>
          <a href={`${desk}/bodies/${body.slug}/templates`}>{t('planning.templates.title')}</a>
          <a href={`${desk}/bodies/${body.slug}/calendar`}>{t('calendar.subscribe')}</a>
        </p>
        {body.commitment && (
          <p className="m-0">
            <a href={`${portal}/plans/${body.commitment.plan}/commitments/${body.commitment.number}`}>
              {t('desk.bodies.commitment', { number: body.commitment.number })}
            </a>
          </p>
        )}
      </PageHead>
      <TwoColumns
        aside={
          <>
            <Section title={t('desk.bodies.meetings')}>
              {meetings.length === 0 ? (
                <p className="m-0 text-soft">{t('desk.bodies.noMeetings')}</p>
              ) : (
                <MeetingLines frame={frame} meetings={meetings} />
              )}
            </Section>
            <OpenActions frame={frame} actions={actions} />
          </>
        }
      >
        <VoiceGaps
          frame={frame}
          gaps={gaps.filter((gap) => gap.bodies.some(({ id }) => id === body.id))}
        />
        <Section title={t('desk.bodies.members')}>
          <ul className="m-0 list-none p-0">
            {body.seats.map((seat) => (
              <SeatLine key={seat.id} frame={frame} seat={seat} />
            ))}
          </ul>
        </Section>
      </TwoColumns>
      {body.seats.length === 0 && (
        <EmptyState title={t('desk.bodies.noSeats')}>{t('desk.bodies.noSeatsText')}</EmptyState>
      )}
    </>
  )
}

function OpenActions({
  frame: { t, say, dates },
  actions,
}: {
  frame: DeskFrame
  actions: Awaited<ReturnType<typeof openActionsOf>>
}) {
  return (
    <Section title={t('desk.bodies.actions')}>
      {actions.length === 0 && <p className="m-0 text-soft">{t('desk.bodies.noActions')}</p>}
      <ul className="m-0 grid list-none gap-3 p-0">
        {actions.map((action) => (
          <li key={action.id}>
            <span className="font-serif" lang={action.text.lang}>
              {action.text.text}
            </span>
            <span
              className={`block text-sm ${action.overdue ? 'font-semibold text-accent' : 'text-soft'}`}
            >
              {[
                action.seat && say(action.seat.name),
                action.dueOn &&
                  t(action.overdue ? 'desk.actions.overdue' : 'desk.actions.due', {
                    day: dates.day(action.dueOn),
                  }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function SeatLine({ frame, seat }: { frame: DeskFrame; seat: SeatSeen }) {
  const { t, say, desk, dates, viewer } = frame
  const ownSector = viewer.seats.some((held) => held.sector === seat.sector.id && held.voice)
  return (
    <li className="grid gap-x-6 gap-y-1 border-b border-rule py-3 sm:grid-cols-[1fr_1fr]">
      <span>
        <a href={`${desk}/seats/${seat.id}`} className="font-semibold">
          {say(seat.name)}
        </a>
        <span className="block text-sm">
          <SectorName frame={frame} sector={seat.sector} />
        </span>
        <span className="block text-sm text-soft">
          {[t(`words.functions.${seat.function}`), seat.voice && t('desk.seats.voice')]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span>
        {seat.titular ? (
          (seat.titular.name ?? t('desk.erasedPerson'))
        ) : (
          <em className="text-accent">
            {seat.vacantSince
              ? t('desk.seats.vacantSince', { day: dates.day(seat.vacantSince) })
              : t('desk.seats.vacant')}
          </em>
        )}
        {seat.acting && (
          <span className="block">
            {t('desk.seats.acting', { name: seat.acting.name ?? t('desk.erasedPerson') })}
          </span>
        )}
        {seat.alternates.map((alternate) => (
          <span key={alternate.id} className="block text-sm text-soft">
            {t('desk.seats.alternate', { name: alternate.name ?? t('desk.erasedPerson') })}
          </span>
        ))}
        {ownSector && (
          <a className="block text-sm" href={`${desk}/seats/${seat.id}`}>
            {seat.titular ? t('desk.seats.manage') : t('desk.seats.fill')}
          </a>
        )}
      </span>
    </li>
  )
}
