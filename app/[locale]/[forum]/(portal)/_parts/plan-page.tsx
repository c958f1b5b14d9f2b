import { Timeline } from '@/components/commitments/life'
import {
  Breadcrumb,
  EmptyState,
  Lead,
  PageTitle,
  Section,
  Tag,
  TwoColumns,
} from '@/components/page/page'
import { SectorMark } from '@/components/proposals/marks'
import { DisputedMark } from '@/components/readings/disputed'
import type { Asked, Portal } from '@/app/_request/portal'
import { meetingsSeenBy, quietSeenBy } from '@/lib/meetings/seen.ts'
import { sectorsSeenBy } from '@/lib/bodies/seen.ts'
import { commitmentsSeenBy } from '@/lib/commitments/seen.ts'
import { planResultsSeenBy, plansSeenBy } from '@/lib/commitments/plan-seen.ts'
import { eventsSeenBy, statementsAbout } from '@/lib/commitments/source-seen.ts'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import type { EventSeen, StatementSeen } from '@/lib/commitments/source-seen.ts'
import { assessmentsSeenBy, disputedSeenBy } from '@/lib/readings/seen.ts'
import { Quiet } from '../../_pauses/quiet'
import { Undated } from './as-of'
import { outsideOnly } from './commitment-life'
import { CommitmentLines, Paused } from './commitment-lines'
import { CitedSource, FactsTable, Value } from './facts-table'
import { ChangesOfPlan } from './plan-changes'
import { Assessments, TwoCounts } from './plan-readings'
import { DistributionChart, FindingsTable, PlanComparison } from './results'
import { SourceLine, SourceName } from './source-line'
import { StatusCounts } from './status-counts'
import { InBoth, Words, onDay } from './words'

/**
 * More commitments than these are read in parts: the page begins with what is said of the plan, and must
 * not wait for a hundred.
 */
const COMMITMENTS_SHOWN = 25

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
  }
}

/**
 * A plan and its results: the forum's own statuses, what the IRM found, and what a party said of itself,
 * each for itself.
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
  const { t, to, viewer, forumName } = page
  const parts = firstOfEachPart(plan)
  const from = parts.find((first) => String(first) === asked.from) ?? 1
  const {
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
  } = await read(page, plan, from)
  const previous = plans.find((planSeen) => planSeen.rank < plan.rank)
  const before = previous && { plan: previous, ...(await planResultsSeenBy(viewer, previous)) }
  const irm = results.distributions.filter((distribution) => distribution.author === 'irm')
  const compared =
    before &&
    irm.length > 0 &&
    before.distributions.some((distribution) => distribution.author === 'irm')
  const found = results.others.filter((other) => other.author === 'irm')
  const ownReport = results.others.filter((other) => other.author !== 'irm')
  return (
    <TwoColumns
      aside={
        <Aside
          page={page}
          plan={plan}
          plans={plans}
          events={outsideOnly(events, takenOver.meetings)}
          undated={saidAs(statements, 'event')}
          later={outsideOnly(later, takenOver.meetings).filter(
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
      <Quiet quiet={quiet} dates={page.dates} />
      <Statuses page={page} plan={plan} />
      <ChangesOfPlan page={page} plan={plan} />
      <Results page={page} plan={plan} irm={irm} summary={saidAs(statements, 'results-summary')} />
      {disputed.whole && <TwoCounts page={page} plan={plan} dispute={disputed.whole} />}
      {compared && before && <Compared page={page} plan={plan} irm={irm} before={before} />}
      <SelfReport page={page} plan={plan} own={ownReport} before={compared ? before : undefined} />
      <OtherFindings page={page} plan={plan} found={found} />
      <Readings page={page} statements={statements} />
      <NextPlan page={page} statements={saidAs(statements, 'fifth-plan')} />
      <Assessments page={page} plan={plan} assessments={assessments} />
      <CommitmentsInParts
        page={page}
        plan={plan}
        commitments={commitments}
        disputed={disputed.commitments}
        parts={parts}
        from={from}
      />
      <Report page={page} statements={statements} />
      <Vocabularies page={page} />
      <AllFacts page={page} statements={statements.filter(({ field }) => !inTheOpen(field))} />
    </TwoColumns>
  )
}

function firstOfEachPart({ commitments }: PlanSeen): number[] {
  return Array.from(
    { length: Math.ceil(commitments / COMMITMENTS_SHOWN) },
    (_, part) => part * COMMITMENTS_SHOWN + 1,
  )
}

function Statuses({ page, plan }: { page: Portal; plan: PlanSeen }) {
  const { t } = page
  return (
    <Section title={t('commitments.plan.statuses')} id="statuses">
      <p className="mb-4 max-w-[62ch]">
        {t('commitments.plan.statusesText')}{' '}
        <a href="#vocabularies">{t('commitments.vocabularies.title')}</a>.
      </p>
      <StatusCounts page={page} plan={plan} />
    </Section>
  )
}

/** What is said of one thing in several statements, in the order in which they were numbered: `event-1`, `event-2`. */
function saidAs(statements: StatementSeen[], of: string): StatementSeen[] {
  const place = ({ field }: StatementSeen) => Number(field.slice(of.length + 1))
  return statements
    .filter(({ field, value }) => value !== null && field.startsWith(`${of}-`))
    .filter((statement) => Number.isInteger(place(statement)))
    .toSorted((one, other) => place(one) - place(other))
}

/** These stand on the page itself, and not once more in its table of facts. */
function inTheOpen(field: string): boolean {
  return /^(report|event|fifth-plan|results-summary)-\d+$/.test(field)
}

type Finding = PlanResults['others'][number]
type PlanResults = Awaited<ReturnType<typeof planResultsSeenBy>>
type Earlier = PlanResults & { plan: PlanSeen }

function Head({
  page,
  plan,
  disputed,
  statements,
}: {
  page: Portal
  plan: PlanSeen
  disputed: boolean
  statements: StatementSeen[]
}) {
  const { t, named, dates } = page
  // No source gives the day of its adoption: the plan is counted from the day on which it was presented.
  const presented = statements.find(
    ({ field, value }) => field === 'presented' && value === plan.startsOn && !plan.adoptedOn,
  )
  const loose = Boolean(plan.startsOn && plan.endsOn && plan.startsOn.length < 10)
  return (
    <>
      <PageTitle lang={named(plan.name).lang}>{named(plan.name).text}</PageTitle>
      <Lead>
        {t(loose ? 'commitments.plan.leadLoose' : 'commitments.plan.lead', {
          count: plan.commitments,
          from: plan.startsOn ?? 'none',
          fromDay: dates.day(plan.startsOn ?? ''),
          to: plan.endsOn ?? 'none',
          toDay: dates.day(plan.endsOn ?? ''),
        })}{' '}
        {plan.extendedTo && t('commitments.plan.extended', { day: dates.day(plan.extendedTo) })}{' '}
        {plan.over && t('commitments.plan.overSince', onDay(page, plan.lastDay))}
      </Lead>
      {presented && (
        <p className="when mt-1 max-w-[62ch]">
          {t('commitments.plan.countedFromPresentation', { day: dates.day(plan.startsOn ?? '') })}{' '}
          <CitedSource page={page} statement={presented} />
        </p>
      )}
      <p className="mt-2 flex gap-2">
        {plan.over && <Tag>{t('commitments.plan.over')}</Tag>}
        {plan.current && !plan.over && <Tag>{t('commitments.plan.current')}</Tag>}
        {plan.invented && <Tag>{t('commitments.plan.example')}</Tag>}
        {disputed && (
          <a href="#two-counts">
            <DisputedMark>{t('readings.disputed')}</DisputedMark>
          </a>
        )}
      </p>
    </>
  )
}

/** What the IRM found, in its own measures. */
function Results({
  page,
  plan,
  irm,
  summary,
}: {
  page: Portal
  plan: PlanSeen
  irm: PlanResults['distributions']
  summary: StatementSeen[]
}) {
  const { t } = page
  return (
    <Section title={t('commitments.plan.results')} id="results">
      <Undated page={page} />
      {summary.length > 0 && <Said page={page} statements={summary} />}
      {irm.length > 0 ? (
        <>
          <p className="mb-6 max-w-[62ch]">{t('commitments.plan.resultsText')}</p>
          <div className="grid gap-10">
            {irm.map((distribution) => (
              <DistributionChart key={distribution.measure} page={page} drawing={distribution} />
            ))}
          </div>
        </>
      ) : (
        <EmptyState
          title={t(plan.invented ? 'commitments.plan.noResultsInvented' : 'commitments.plan.noResults')}
        />
      )}
    </Section>
  )
}

function Compared({
  page,
  plan,
  irm,
  before,
}: {
  page: Portal
  plan: PlanSeen
  irm: PlanResults['distributions']
  before: Earlier
}) {
  const { t } = page
  return (
    <Section title={t('commitments.plan.previous')} id="previous">
      <PlanComparison page={page} results={[{ plan, distributions: irm }, before]} />
      <SourceLine
        page={page}
        sources={before.distributions
          .filter((distribution) => distribution.author === 'irm')
          .flatMap((distribution) => distribution.sources)
          .slice(0, 1)}
      />
    </Section>
  )
}

/** What a party said of itself: of this plan, and of the one before where the two can be compared. */
function SelfReport({
  page,
  plan,
  own,
  before,
}: {
  page: Portal
  plan: PlanSeen
  own: Finding[]
  before: Earlier | undefined
}) {
  const { t, to, named } = page
  const reportBefore = before?.others.filter((other) => other.author !== 'irm') ?? []
  if (own.length === 0 && reportBefore.length === 0) return null
  return (
    <Section title={t('commitments.plan.selfReport')} id="self-report">
      <Undated page={page} />
      <p className="mb-3 max-w-[62ch]">{t('commitments.plan.selfReportText')}</p>
      {own.length > 0 && (
        <FindingsTable
          page={page}
          findings={own}
          of={plan.commitments}
          caption={named(plan.name).text}
        />
      )}
      {before && reportBefore.length > 0 && (
        <>
          <p className="mt-4 font-semibold">
            <a href={to.planNamed(before.plan.slug)}>
              <Words of={named(before.plan.name)} />
            </a>
          </p>
          <FindingsTable
            page={page}
            findings={reportBefore}
            of={before.plan.commitments}
            caption={named(before.plan.name).text}
          />
        </>
      )}
    </Section>
  )
}

function OtherFindings({ page, plan, found }: { page: Portal; plan: PlanSeen; found: Finding[] }) {
  const { t } = page
  if (found.length === 0) return null
  return (
    <Section title={t('commitments.plan.otherFindings')} id="findings">
      <Undated page={page} />
      <FindingsTable
        page={page}
        findings={found}
        of={plan.commitments}
        caption={t('commitments.plan.otherFindings')}
      />
    </Section>
  )
}

function CommitmentsInParts({
  page,
  plan,
  commitments,
  disputed,
  parts,
  from,
}: {
  page: Portal
  plan: PlanSeen
  commitments: Awaited<ReturnType<typeof commitmentsSeenBy>>
  disputed: string[]
  parts: number[]
  from: number
}) {
  const { t, to } = page
  const next = parts.find((first) => first > from)
  return (
    <Section
      title={t('commitments.plan.commitments')}
      id="commitments"
      aside={<a href={`${to.commitments}?plan=${plan.slug}`}>{t('commitments.list.filters')}</a>}
    >
      <Paused page={page} suspensions={commitments.paused} />
      {parts.length > 1 && (
        <nav
          id="parts"
          aria-label={t('commitments.plan.parts')}
          className="no-print mb-4 flex flex-wrap gap-3"
        >
          {parts.map((first) => (
            <PartLink key={first} page={page} plan={plan} first={first} current={first === from} />
          ))}
        </nav>
      )}
      <CommitmentLines page={page} plan={plan} lines={commitments.lines} disputed={disputed} />
      {next !== undefined && (
        <p className="no-print mt-6">
          <PartLink page={page} plan={plan} first={next} current={false} />
        </p>
      )}
    </Section>
  )
}

function PartLink({
  page: { t, to },
  plan,
  first,
  current,
}: {
  page: Portal
  plan: PlanSeen
  first: number
  current: boolean
}) {
  return (
    <a
      className="button button-plain"
      href={`${to.planNamed(plan.slug)}?from=${first}#parts`}
      {...(current && { 'aria-current': 'page' })}
    >
      {t('commitments.plan.part', {
        first,
        last: Math.min(first + COMMITMENTS_SHOWN - 1, plan.commitments),
      })}
    </a>
  )
}

/** Statements one below the other, each with where it was read. */
function Said({ page, statements }: { page: Portal; statements: StatementSeen[] }) {
  return (
    <ul className="mb-6 grid gap-2">
      {statements.map((statement) => (
        <li key={statement.id} className="max-w-[68ch]">
          <Value page={page} field={statement.field} value={statement.value} />
          <span className="when block">
            {statement.note && (
              <>
                <InBoth page={page} line={statement.note} /> ·{' '}
              </>
            )}
            <CitedSource page={page} statement={statement} />
            {statement.sure !== 'read' &&
              ` · ${page.t(`commitments.facts.sureWords.${statement.sure}`)}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What whoever evaluated the plan asks of the next one. */
function NextPlan({ page, statements }: { page: Portal; statements: StatementSeen[] }) {
  if (statements.length === 0) return null
  return (
    <Section title={page.t('commitments.plan.nextPlan')} id="next-plan">
      <Undated page={page} />
      <p className="mb-4 max-w-[62ch]">{page.t('commitments.plan.nextPlanText')}</p>
      <Said page={page} statements={statements} />
    </Section>
  )
}

/** What an evaluation says, sentence by sentence, in its own order: `report-` and two digits each for part, paragraph and sentence. */
function Report({ page, statements }: { page: Portal; statements: StatementSeen[] }) {
  const { t } = page
  const said = saidAs(statements, 'report')
  if (said.length === 0) return null
  const partOf = ({ field }: StatementSeen) => field.slice('report-'.length, 'report-'.length + 2)
  const parts = [...new Set(said.map(partOf))]
  return (
    <Section title={t('commitments.plan.report')} id="report">
      <Undated page={page} />
      <p className="mb-4 max-w-[62ch]">{t('commitments.plan.reportText')}</p>
      {parts.map((part) => (
        <div key={part} className="mt-5">
          <h3>{t(`commitments.plan.reportParts.${part}`)}</h3>
          <ul className="mt-2 grid gap-1.5">
            {said
              .filter((statement) => partOf(statement) === part)
              .map((statement) => (
                <li key={statement.id} className="max-w-[68ch]">
                  <Value page={page} field={statement.field} value={statement.value} />{' '}
                  <span className="when">
                    {statement.note && <InBoth page={page} line={statement.note} />}
                  </span>
                </li>
              ))}
          </ul>
        </div>
      ))}
      {said[0] && (
        <p className="when mt-4">
          {t('portal.from')} <CitedSource page={page} statement={said[0]} />
        </p>
      )}
    </Section>
  )
}

function EventLines({ page, title, events }: { page: Portal; title: string; events: EventSeen[] }) {
  const { dates, sourced } = page
  return (
    <section className="mb-8">
      <h2 className="mb-3 text-[1.1rem]">{title}</h2>
      <Timeline
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

function Aside({
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

/** Two readings of one plan, and what helped and hindered: each with its source, none above the other. */
async function Readings({ page, statements }: { page: Portal; statements: StatementSeen[] }) {
  const { t, viewer, marked } = page
  const of = (field: string) =>
    statements.find((statement) => statement.field === field && statement.value !== null)
  const sectors = await sectorsSeenBy(viewer)
  const sides = (['civil-society', 'executive'] as const).flatMap((slug) => {
    const [statement, sector] = [
      of(`reading-${slug}`),
      sectors.find((sectorSeen) => sectorSeen.slug === slug),
    ]
    return statement && sector ? [{ statement, sector }] : []
  })
  const factors = (['helped', 'hindered'] as const).flatMap((field) => of(field) ?? [])
  if (sides.length === 0 && factors.length === 0) return null
  return (
    <Section title={t('commitments.plan.readings')} id="readings">
      <Undated page={page} />
      <p className="mb-4 max-w-[62ch]">{t('commitments.plan.readingsText')}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        {sides.map(({ statement, sector }) => (
          <figure key={sector.id} className="card">
            <figcaption className="mb-2 inline-flex items-baseline gap-2 font-semibold">
              <SectorMark sector={marked(sector)} />
              {marked(sector).name}
            </figcaption>
            <p className="font-serif text-[1.05rem]">
              <Value page={page} field={statement.field} value={statement.value} />
            </p>
          </figure>
        ))}
        {factors.map((factor) => (
          <div key={factor.id}>
            <h3>{t(`commitments.plan.${factor.field}`)}</h3>
            <div className="mt-1">
              <Value page={page} field={factor.field} value={factor.value} />
            </div>
          </div>
        ))}
      </div>
      {sides[0] && (
        <p className="when mt-3">
          {t('portal.from')} <CitedSource page={page} statement={sides[0].statement} />
        </p>
      )}
    </Section>
  )
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
