import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { EmptyState, Section } from '@/components/page/page'
import { addDays } from '@/lib/act/calendar.ts'
import { bodiesSeenBy } from '@/lib/bodies/seen.ts'
import { seatsToFillSeenBy } from '@/lib/roster/seen.ts'
import type { BodySeen } from '@/lib/bodies/seen.ts'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { Crumbs, PageHead } from '../parts'

type Props = { params: Promise<{ locale: string; forum: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('desk'))('bodies.title') }
}

export default async function BodiesPage({ params }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk } = frame
  const bodies = (await bodiesSeenBy(viewer)).filter((body) => body.kind !== 'former')
  const own = bodies.filter((body) => viewer.seats.some((seat) => seat.body === body.id))
  // A sector appoints to its own seats, in whichever body they stand.
  const others = bodies.filter(
    (body) =>
      !own.includes(body) &&
      body.seats.some((seat) =>
        viewer.seats.some((held) => held.voice && held.sector === seat.sector.id),
      ),
  )
  return (
    <>
      <Crumbs frame={frame} here={t('desk.bodies.title')} />
      <PageHead title={t('desk.bodies.title')} lead={t('desk.bodies.lead')}>
        <p className="m-0">
          <a href={`${desk}/forum`}>{t('amendments.desk.title')}</a> ·{' '}
          <a href={`${desk}/confirmations`}>{t('confirmations.title')}</a>
        </p>
      </PageHead>
      <ToFill frame={frame} />
      <Section title={t('desk.bodies.mine')}>
        {own.length === 0 && (
          <EmptyState title={t('desk.bodies.none')}>{t('desk.bodies.noneText')}</EmptyState>
        )}
        <BodyList frame={frame} bodies={own} />
      </Section>
      {others.length > 0 && (
        <Section title={t('desk.bodies.mySectors')}>
          <BodyList frame={frame} bodies={others} />
        </Section>
      )}
    </>
  )
}

/** Seats of one's sector that nobody holds, or from which somebody leaves within sixty days with nobody after them. */
async function ToFill({ frame }: { frame: DeskFrame }) {
  const { t, viewer, say, desk, dates } = frame
  const seats = await seatsToFillSeenBy(viewer)
  if (seats.length === 0) return null
  return (
    <Section title={t('seating.toFill.title')}>
      <ul className="m-0 list-none p-0">
        {seats.map(({ seat, body, endsOn }) => (
          <li key={seat.id} className="border-b border-rule py-3">
            <a href={`${desk}/seats/${seat.id}`} className="font-semibold">
              {say(seat.name)}
            </a>
            <span className="block text-sm text-soft">
              {body.shortName}
              {seat.vacantSince &&
                ` · ${t('desk.seats.vacantSince', { day: dates.day(seat.vacantSince) })}`}
              {endsOn && ` · ${t('seating.toFill.ends', { day: dates.day(addDays(endsOn, -1)) })}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function BodyList({ frame: { t, say, desk }, bodies }: { frame: DeskFrame; bodies: BodySeen[] }) {
  return (
    <ul className="m-0 list-none p-0">
      {bodies.map((body) => {
        const vacant = body.seats.filter((seat) => seat.vacantSince && seat.required).length
        return (
          <li key={body.id} className="border-b border-rule py-3">
            <a href={`${desk}/bodies/${body.slug}`} className="font-semibold">
              {say(body.name)}
            </a>
            <span className="block text-sm text-soft">
              {t('desk.bodies.seats', { count: body.seats.length })}
              {vacant > 0 && ` · ${t('desk.bodies.vacant', { count: vacant })}`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
