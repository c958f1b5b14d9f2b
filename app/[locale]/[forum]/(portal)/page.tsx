import { Lead, PageTitle, Section, TwoColumns } from '@/components/page/page'
import { SectorMark } from '@/components/proposals/marks'
import { portal } from '@/app/_request/portal'
import type { InForum, Portal } from '@/app/_request/portal'
import { bodiesSeenBy, sectorsSeenBy } from '@/lib/bodies/seen.ts'
import type { SeatSeen, SectorSeen } from '@/lib/bodies/seen.ts'
import { suspensionsSeenBy } from '@/lib/commitments/seen.ts'
import { planSeenBy } from '@/lib/commitments/plan-seen.ts'
import type { SuspensionSeen } from '@/lib/commitments/seen.ts'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import { Quiet } from '../_pauses/quiet'
import { meetingsSeenBy, overdueActions, quietSeenBy, upcomingMeetings } from '@/lib/meetings/seen.ts'
import type { MeetingLine } from '@/lib/meetings/seen.ts'
import { proposalPagesSeenBy, proposalsSeenBy } from '@/lib/proposals/seen.ts'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'
import { effectsOfDecisions } from '@/lib/roadmaps/result-seen.ts'
import { logHeadSeenBy } from '@/lib/history/seen.ts'
import { DecisionLine } from './_parts/decision-line'
import { LogHead } from './_parts/log-head'
import { StatusCounts } from './_parts/status-counts'
import { Waiting } from './_parts/waiting'
import { Words, listed, within } from './_parts/words'

type Props = { params: InForum }

/** Decisions with what each brought about. */
async function withEffects(viewer: Portal['viewer'], proposals: ProposalSeen[]) {
  const effects = await effectsOfDecisions(
    viewer,
    proposals.flatMap(({ decision }) => decision?.id ?? []),
  )
  return proposals.map((proposal) => ({
    proposal,
    effect: effects[proposal.decision?.id ?? ''],
  }))
}

/** The others stand among the decisions. */
const OPEN_SHOWN = 8

export default async function HomePage({ params }: Props) {
  const page = await portal(params)
  const { viewer, t, marked, forumName } = page
  const { kind } = viewer.forum
  const [
    sectors,
    bodies,
    plan,
    closed,
    { open, next: moreOpen },
    suspensions,
    { overdue },
    held,
    head,
    quiet,
  ] = await Promise.all([
    sectorsSeenBy(viewer),
    bodiesSeenBy(viewer),
    planSeenBy(viewer),
    proposalsSeenBy(viewer, { open: false, latest: 8, brief: true }),
    proposalPagesSeenBy(viewer, { only: 'open' }, OPEN_SHOWN),
    suspensionsSeenBy(viewer, { commitments: [], open: true }),
    overdueActions(viewer),
    meetingsSeenBy(viewer, {}, 1),
    logHeadSeenBy(viewer),
    quietSeenBy(viewer),
  ])
  const places = bodies.map((body) => body.id)
  const [upcoming, decided] = await Promise.all([
    upcomingMeetings(viewer, places),
    withEffects(viewer, closed.filter((proposalSeen) => proposalSeen.decision).slice(0, 5)),
  ])
  const next = upcoming.find((one) => one.heldOn >= viewer.today)
  const seats = bodies.filter((body) => body.kind === 'committee').flatMap((body) => body.seats)
  const parties = sectors.filter((sector) => sector.hasPosition)
  return (
    <TwoColumns
      aside={
        <>
          <NextMeeting page={page} next={next} last={held.meetings[0]} />
          {kind !== 'record' && (
            <Waiting
              page={page}
              open={open}
              bodies={bodies}
              suspensions={suspensions}
              more={moreOpen !== null}
              overdue={overdue}
              unopened={upcoming.filter((one) => one.heldOn < viewer.today).length}
            />
          )}
          <LogHead page={page} head={head} />
        </>
      }
    >
      <PageTitle>{t(`portal.home.title.${kind}`, { name: forumName })}</PageTitle>
      <Lead>
        {t(`portal.home.lead.${kind}`, {
          sectors: listed(
            page,
            parties.map((sector) => within(marked(sector).name)),
          ),
        })}
      </Lead>
      <ThreeThings page={page} />
      <Quiet quiet={quiet} dates={page.dates} />
      <Section title={t('portal.home.sectors')} id="sectors">
        <p className="mb-5 max-w-[62ch]">
          {t(kind === 'record' ? 'portal.home.sectorsTextRecord' : 'portal.home.sectorsText')}
        </p>
        <Sectors page={page} sectors={sectors} seats={seats} suspensions={suspensions} />
      </Section>
      <Section title={t('portal.home.plan')} id="plan">
        {plan ? <PlanAtAGlance page={page} plan={plan} /> : <p>{t('portal.home.noPlan')}</p>}
      </Section>
      <Latest page={page} decided={decided} />
    </TwoColumns>
  )
}

/** Where somebody who never saw a forum begins. */
function ThreeThings({ page: { t, to } }: { page: Portal }) {
  const things = [
    ['plan', to.plan],
    ['history', to.history],
    ['verify', to.at('/verify')],
  ] as const
  return (
    <nav aria-label={t('portal.start.title')} className="mt-6">
      <ul className="grid gap-4 sm:grid-cols-3">
        {things.map(([thing, href]) => (
          <li key={thing} className="card">
            <a className="font-semibold" href={href}>
              {t(`portal.start.${thing}`)}
            </a>
            <p className="when mt-1">{t(`portal.start.${thing}Text`)}</p>
          </li>
        ))}
      </ul>
      <p className="mt-3">
        <a href={to.at('/help')}>{t('portal.start.help')}</a>
      </p>
    </nav>
  )
}

function Latest({ page, decided }: { page: Portal; decided: Awaited<ReturnType<typeof withEffects>> }) {
  const { t, to, viewer } = page
  const none = viewer.forum.kind === 'record' ? 'noDecisionsRecord' : 'noDecisions'
  return (
    <Section
      title={t('portal.home.latest')}
      id="decisions"
      aside={decided.length > 0 && <a href={to.decisions}>{t('portal.home.allDecisions')}</a>}
    >
      {decided.length > 0 ? (
        <ul className="divide-y divide-rule border-y border-rule">
          {decided.map(({ proposal, effect }) => (
            <DecisionLine key={proposal.id} page={page} proposal={proposal} effect={effect} />
          ))}
        </ul>
      ) : (
        <p>{t(`portal.home.${none}`)}</p>
      )}
    </Section>
  )
}

function Sectors({
  page: { t, marked, dates, viewer },
  sectors,
  seats,
  suspensions,
}: {
  page: Portal
  sectors: SectorSeen[]
  seats: SeatSeen[]
  suspensions: SuspensionSeen[]
}) {
  const record = viewer.forum.kind === 'record'
  const countOf = (sector: SectorSeen) => seats.filter((seat) => seat.sector.id === sector.id).length
  const others = sectors.filter((sector) => !sector.hasPosition && countOf(sector) > 0)
  const pauseOf = (sector: SectorSeen) =>
    suspensions.find((suspension) => suspension.sector.id === sector.id)
  return (
    <>
      <ul className="grid gap-4 sm:grid-cols-3">
        {sectors
          .filter((sector) => sector.hasPosition)
          .map((sector) => (
            <li key={sector.id} className="card">
              <span className="text-[2rem] leading-none">
                <SectorMark
                  sector={marked(sector)}
                  says={pauseOf(sector)?.takenOver === false ? 'suspended' : undefined}
                />
              </span>
              <p className="mt-2 font-serif text-lg font-semibold">{marked(sector).name}</p>
              <p className="when">
                {t(record ? 'portal.home.partOf' : 'portal.home.withPosition')} ·{' '}
                {t('portal.home.seats', { count: countOf(sector) })}
              </p>
              {pauseOf(sector) && (
                <p className="mt-1">
                  {t('portal.home.suspendedSince', {
                    day: dates.day(pauseOf(sector)?.declaredOn ?? ''),
                  })}
                  {pauseOf(sector)?.takenOver && `. ${t('commitments.one.suspensionEndUnknown')}`}
                </p>
              )}
            </li>
          ))}
      </ul>
      {others.length > 0 && (
        <p className="when mt-4 flex flex-wrap gap-x-4 gap-y-1">
          {t(record ? 'portal.home.alsoSeated' : 'portal.home.withoutPosition')}:
          {others.map((sector) => (
            <span key={sector.id} className="inline-flex items-baseline gap-2">
              <SectorMark sector={marked(sector)} />
              {marked(sector).name}
            </span>
          ))}
        </p>
      )}
    </>
  )
}

function PlanAtAGlance({ page, plan }: { page: Portal; plan: PlanSeen }) {
  const { t, to, named } = page
  return (
    <div className="card">
      <p className="font-serif text-lg font-semibold">
        <a href={to.plan}>
          <Words of={named(plan.name)} />
        </a>
      </p>
      <div className="mt-4">
        <StatusCounts page={page} plan={plan} />
      </div>
      <p className="mt-4 flex flex-wrap gap-x-6 gap-y-1">
        <a href={to.plan}>{t('portal.home.goPlan')}</a>
        <a href={to.commitments}>{t('portal.home.goCommitments')}</a>
      </p>
    </div>
  )
}

function headOf(next: MeetingLine | undefined, shown: MeetingLine | undefined) {
  if (next || !shown) return 'portal.home.next'
  return shown.dayIs === 'minutes' ? 'portal.home.lastMinutes' : 'portal.home.lastMeeting'
}

function NextMeeting({
  page,
  next,
  last,
}: {
  page: Portal
  next: MeetingLine | undefined
  last: MeetingLine | undefined
}) {
  const { t, to, dates, named } = page
  const shown = next ?? (last?.state === 'held' ? last : undefined)
  return (
    <section>
      <h2 className="text-[1.1rem]">{t(headOf(next, shown))}</h2>
      {shown ? (
        <p className="mt-2">
          <a href={to.meeting(shown.id)}>
            {shown.dayIs === 'minutes' && `${t('record.minutesDated')} `}
            <time dateTime={shown.startsAt?.toISOString() ?? shown.heldOn}>
              {shown.startsAt ? dates.moment(shown.startsAt) : dates.day(shown.heldOn)}
            </time>
          </a>
          <br />
          <Words of={named(shown.body.name)} />
          {!shown.takenOver && (
            <>
              <br />
              <span className="when">{t('portal.home.agenda', { count: shown.items })}</span>
            </>
          )}
        </p>
      ) : (
        <p className="mt-2">{t('portal.home.noNext')}</p>
      )}
      <p className="mt-2">
        <a href={to.meetings}>{t('portal.home.allMeetings')}</a>
      </p>
    </section>
  )
}
