import { Fragment } from 'react'
import type { ReactNode } from 'react'
import { Breadcrumb, Contents, Section, TwoColumns } from '@/components/page/page'
import type { Asked, Portal } from '@/app/_request/portal'
import { sectorsSeenBy } from '@/lib/bodies/seen.ts'
import { meetingsSeenBy, quietSeenBy } from '@/lib/meetings/seen.ts'
import { commitmentsSeenBy } from '@/lib/commitments/seen.ts'
import { planResultsSeenBy, plansSeenBy } from '@/lib/commitments/plan-seen.ts'
import { eventsSeenBy, statementsAbout } from '@/lib/commitments/source-seen.ts'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import type { StatementSeen } from '@/lib/commitments/source-seen.ts'
import { planChangesSeenBy } from '@/lib/plans/seen.ts'
import { assessmentsSeenBy, disputedSeenBy } from '@/lib/readings/seen.ts'
import { Quiet } from '../../_pauses/quiet'
import { outsideOnly } from './commitment-life'
import { FactsTable } from './facts-table'
import { PlanAside } from './plan-aside'
import { ChangesOfPlan, hasChanged } from './plan-changes'
import { COMMITMENTS_SHOWN, CommitmentsInParts, firstOfEachPart } from './plan-commitments'
import { Compared, OtherFindings, Results, SelfReport } from './plan-findings'
import { Head, Statuses } from './plan-head'
import { Assessments, TwoCounts } from './plan-readings'
import { hasReadings, NextPlan, Readings, Report, saidAs } from './plan-said'

async function read({ viewer }: Portal, plan: PlanSeen, from: number) {
  const [
    plans,
    results,
    statements,
    commitments,
    events,
    later,
    takenOver,
    disputed,
    assessments,
    quiet,
    changes,
    sectors,
  ] = await Promise.all([
    plansSeenBy(viewer),
    planResultsSeenBy(viewer, plan),
    statementsAbout(viewer, plan.id),
    commitmentsSeenBy(viewer, plan.id, { part: { skip: from - 1, take: COMMITMENTS_SHOWN } }),
    plan.startsOn ? eventsSeenBy(viewer, { from: plan.startsOn, to: plan.lastDay }) : [],
    plan.over && plan.current ? eventsSeenBy(viewer, { from: plan.lastDay }) : [],
    meetingsSeenBy(viewer, { takenOver: true }, 200),
    disputedSeenBy(viewer, plan.id),
    assessmentsSeenBy(viewer, plan.id),
    plan.current ? quietSeenBy(viewer) : null,
    planChangesSeenBy(viewer, plan.id),
    sectorsSeenBy(viewer),
  ])
  return {
    plans,
    results,
    statements,
    commitments,
    events,
    later,
    takenOver,
    disputed,
    assessments,
    quiet,
    changes,
    sectors,
  }
}

/**
 * A plan: what it is and where it stands, then its commitments, then what others found: the forum's own
 * statuses, what the IRM found, and what a party said of itself, each for itself.
 */
export async function PlanPage({
  page,
  plan,
  asked,
}: {
  page: Portal
  plan: PlanSeen
  asked: Asked<'/plan'>
}) {
  const { t, to, forumName } = page
  const places = firstOfEachPart(plan)
  const from = places.find((first) => String(first) === asked.from) ?? 1
  const seen = await read(page, plan, from)
  const { statements, disputed } = seen
  const parts = [
    {
      id: 'commitments',
      title: t('commitments.plan.commitments'),
      body: (
        <CommitmentsInParts
          page={page}
          plan={plan}
          commitments={seen.commitments}
          disputed={disputed.commitments}
          parts={places}
          from={from}
        />
      ),
    },
    ...(await foundOf(page, plan, seen)),
    ...saidOf(page, plan, seen),
    {
      id: 'vocabularies',
      title: t('commitments.vocabularies.title'),
      body: <Vocabularies page={page} />,
    },
  ].filter(({ body }) => body !== null)
  return (
    <TwoColumns
      aside={
        <PlanAside
          page={page}
          plan={plan}
          plans={seen.plans}
          events={outsideOnly(seen.events, seen.takenOver.meetings)}
          undated={saidAs(statements, 'event')}
          later={outsideOnly(seen.later, seen.takenOver.meetings).filter(
            ({ happenedOn }) => happenedOn > (plan.lastDay ?? ''),
          )}
        />
      }
    >
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[{ href: to.home, label: forumName }, { label: t('commitments.plan.title') }]}
      />
      <Head page={page} plan={plan} disputed={Boolean(disputed.whole)} statements={statements} />
      <Quiet quiet={seen.quiet} dates={page.dates} />
      <Statuses page={page} plan={plan} />
      <Contents label={t('portal.contents')} items={parts} />
      {parts.map(({ id, body }) => (
        <Fragment key={id}>{body}</Fragment>
      ))}
      <AllFacts page={page} statements={statements.filter(({ field }) => !inTheOpen(field))} />
    </TwoColumns>
  )
}

type Seen = Awaited<ReturnType<typeof read>>
type Part = { id: string; title: string; body: ReactNode }

/** What became of the plan, and what was found about it. */
async function foundOf(page: Portal, plan: PlanSeen, seen: Seen): Promise<Part[]> {
  const { t, viewer } = page
  const { results, disputed } = seen
  const previous = seen.plans.find((planSeen) => planSeen.rank < plan.rank)
  const before = previous && { plan: previous, ...(await planResultsSeenBy(viewer, previous)) }
  const ofIrm = ({ author }: { author: string }) => author === 'irm'
  const irm = results.distributions.filter(ofIrm)
  const compared = before && irm.length > 0 && before.distributions.some(ofIrm) ? before : undefined
  const found = results.others.filter(ofIrm)
  const own = results.others.filter((other) => !ofIrm(other))
  const ownBefore = (compared?.others ?? []).filter((other) => !ofIrm(other))
  return [
    {
      id: 'changes',
      title: t('plans.page.changes'),
      body: hasChanged(seen.changes) ? (
        <ChangesOfPlan page={page} plan={plan} seen={seen.changes} />
      ) : null,
    },
    {
      id: 'results',
      title: t('commitments.plan.results'),
      body: (
        <Results
          page={page}
          plan={plan}
          irm={irm}
          summary={saidAs(seen.statements, 'results-summary')}
        />
      ),
    },
    {
      id: 'two-counts',
      title: t('readings.counts.title'),
      body: disputed.whole ? <TwoCounts page={page} plan={plan} dispute={disputed.whole} /> : null,
    },
    {
      id: 'previous',
      title: t('commitments.plan.previous'),
      body: compared ? <Compared page={page} plan={plan} irm={irm} before={compared} /> : null,
    },
    {
      id: 'self-report',
      title: t('commitments.plan.selfReport'),
      body:
        own.length + ownBefore.length > 0 ? (
          <SelfReport page={page} plan={plan} own={own} before={compared} />
        ) : null,
    },
    {
      id: 'findings',
      title: t('commitments.plan.otherFindings'),
      body: found.length > 0 ? <OtherFindings page={page} plan={plan} found={found} /> : null,
    },
  ]
}

/** What was said of the plan: by its parties, for the next one, by themselves, in the report. */
function saidOf(page: Portal, plan: PlanSeen, { statements, sectors, assessments }: Seen): Part[] {
  const { t, viewer } = page
  const next = saidAs(statements, 'fifth-plan')
  return [
    {
      id: 'readings',
      title: t('commitments.plan.readings'),
      body: hasReadings(statements, sectors) ? (
        <Readings page={page} statements={statements} sectors={sectors} />
      ) : null,
    },
    {
      id: 'next-plan',
      title: t('commitments.plan.nextPlan'),
      body: next.length > 0 ? <NextPlan page={page} statements={next} /> : null,
    },
    {
      id: 'assessments',
      title: t('readings.assessments.title'),
      body:
        assessments.length > 0 || viewer.forum.kind !== 'record' ? (
          <Assessments page={page} plan={plan} assessments={assessments} />
        ) : null,
    },
    {
      id: 'report',
      title: t('commitments.plan.report'),
      body:
        saidAs(statements, 'report').length > 0 ? <Report page={page} statements={statements} /> : null,
    },
  ]
}
/** These stand on the page itself, and not once more in its table of facts. */
function inTheOpen(field: string): boolean {
  return /^(report|event|fifth-plan|results-summary)-\d+$/.test(field)
}

function Vocabularies({ page: { t } }: { page: Portal }) {
  return (
    <Section title={t('commitments.vocabularies.title')} id="vocabularies">
      <dl className="grid gap-4 sm:grid-cols-2">
        {(['forum', 'ogp', 'self', 'irm'] as const).map((word) => (
          <div key={word}>
            <dt className="font-semibold">{t(`commitments.vocabularies.${word}`)}</dt>
            <dd>{t(`commitments.vocabularies.${word}Text`)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function AllFacts({ page, statements }: { page: Portal; statements: StatementSeen[] }) {
  const { t, to } = page
  if (statements.length === 0) return null
  return (
    <details className="section">
      <summary className="cursor-pointer font-serif text-[1.35rem] font-semibold">
        {t('commitments.plan.facts')}
      </summary>
      <p className="when my-3">
        {t('commitments.one.factsText', { count: statements.length })}{' '}
        <a href={to.sources}>{t('portal.sources.title')}</a>
      </p>
      <FactsTable page={page} statements={statements} caption={t('commitments.plan.facts')} />
    </details>
  )
}
