import { Timeline } from '@/components/commitments/life'
import { Tag } from '@/components/page/page'
import type { Portal } from '@/app/_request/portal'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import type { EventSeen, StatementSeen } from '@/lib/commitments/source-seen.ts'
import { Said } from './plan-said'
import { SourceName } from './source-line'
import { Words } from './words'

export function PlanAside({
  page,
  plan,
  plans,
  events,
  undated,
  later,
}: {
  page: Portal
  plan: PlanSeen
  plans: PlanSeen[]
  events: EventSeen[]
  undated: StatementSeen[]
  later: EventSeen[]
}) {
  const { t, to, named } = page
  const others = plans.filter((planSeen) => planSeen.id !== plan.id)
  return (
    <>
      {events.length > 0 && (
        <EventLines page={page} title={t('commitments.plan.events')} events={events} />
      )}
      {undated.length > 0 && (
        <section className="mb-8" id="undated-events">
          <h2 className="mb-3 text-[1.1rem]">{t('commitments.plan.eventsUndated')}</h2>
          <Said page={page} statements={undated} />
        </section>
      )}
      {later.length > 0 && (
        <EventLines page={page} title={t('commitments.plan.eventsLater')} events={later} />
      )}
      {others.length > 0 && (
        <section className="mt-8">
          <h2 className="mb-2 text-[1.1rem]">{t('commitments.plan.other')}</h2>
          <ul className="grid gap-1.5">
            {others.map((other) => (
              <li key={other.id}>
                <a href={to.planNamed(other.slug)}>
                  <Words of={named(other.name)} />
                </a>{' '}
                {other.over && <Tag>{t('commitments.plan.over')}</Tag>}
                {other.current && !other.over && <Tag>{t('commitments.plan.current')}</Tag>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function EventLines({ page, title, events }: { page: Portal; title: string; events: EventSeen[] }) {
  const { dates, sourced, t } = page
  return (
    <section className="mb-8">
      <h2 className="mb-3 text-[1.1rem]">{title}</h2>
      <Timeline
        earlier={(count) => t('portal.earlier', { count })}
        events={events.map((eventSeen) => {
          const what = sourced(eventSeen.what)
          return {
            key: eventSeen.id,
            day: eventSeen.happenedOn,
            when: dates.day(eventSeen.happenedOn),
            what: (
              <>
                {what && <Words of={what} />}{' '}
                <span className="when block">
                  <SourceName page={page} source={eventSeen.source} />
                </span>
              </>
            ),
          }
        })}
      />
    </section>
  )
}
