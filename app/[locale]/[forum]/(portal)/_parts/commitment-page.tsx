import type { Metadata } from 'next'
import {
  Breadcrumb,
  ButtonLink,
  Lead,
  Notice,
  PageTitle,
  Section,
  Tag,
  TwoColumns,
} from '@/components/page/page'
import { PositionsTable } from '@/components/proposals/positions'
import { DisputedMark } from '@/components/readings/disputed'
import { ProgressBar } from '@/components/roadmaps/progress-bar'
import type { Asked, Portal } from '@/app/_request/portal'
import { endSaid } from '@/app/_request/dates'
import { bodiesSeenBy } from '@/lib/bodies/seen.ts'
import { commitmentSeenBy } from '@/lib/commitments/seen.ts'
import { planResultsSeenBy } from '@/lib/commitments/plan-seen.ts'
import { eventsSeenBy } from '@/lib/commitments/source-seen.ts'
import type { CommitmentSeen } from '@/lib/commitments/seen.ts'
import type { StatementSeen } from '@/lib/commitments/source-seen.ts'
import { meetingSeenBy, meetingsSeenBy } from '@/lib/meetings/seen.ts'
import { proposalsSeenBy } from '@/lib/proposals/seen.ts'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'
import { standingIn } from '@/lib/commitments/rules.ts'
import { kindsToldIn } from '@/lib/facts.ts'
import { historySeenBy, logHeadSeenBy } from '@/lib/history/seen.ts'
import { readingsSeenBy } from '@/lib/readings/seen.ts'
import { roadmapSeenBy } from '@/lib/roadmaps/seen.ts'
import { progressOf } from '@/lib/roadmaps/rules.ts'
import type { Progress } from '@/lib/roadmaps/rules.ts'
import { settings } from '@/lib/settings.ts'
import { progressWords } from '../../_roadmap/words'
import { CommitmentFindings, HowSure } from './commitment-findings'
import { CommitmentLife, outsideOnly } from './commitment-life'
import { CommitmentReadings } from './commitment-readings'
import { CommitmentStatus, Suspensions } from './commitment-status'
import { Citation } from './citation'
import { CitedSource, FactsTable } from './facts-table'
import { Lineage } from './lineage'
import { LogHead } from './log-head'
import { TakenOf, TextsOfCommitment } from './plan-changes'
import { Responsible, WorkingGroup } from './responsible'
import { Stands } from './stands'
import { StatusOnDay } from './status-on-day'
import { InBoth, Words, capital } from './words'

export function commitmentMetadata(
  { t, to, sourced }: Portal,
  { number, title, objective, plan }: CommitmentSeen,
): Metadata {
  return {
    title: `${number}. ${sourced(title)?.text ?? t('commitments.one.untitled')}`,
    ...(objective && { description: sourced(objective)?.text }),
    alternates: { canonical: `${settings().publicUrl}${to.commitment(plan.slug, number)}` },
  }
}

async function read({ viewer, present }: Portal, { id, number, plan, changes }: CommitmentSeen) {
  const today = viewer.moment ? await commitmentSeenBy(present, number, plan.slug) : null
  const change = changes.at(-1)
  const [
    open,
    [ruling],
    meeting,
    { meetings },
    history,
    groups,
    results,
    events,
    takenOver,
    head,
    roadmap,
    readings,
  ] = await Promise.all([
    proposalsSeenBy(viewer, { commitment: id, open: true }),
    change?.decisionId ? proposalsSeenBy(viewer, { decision: change.decisionId }) : [],
    change?.meetingId ? meetingSeenBy(viewer, change.meetingId) : null,
    meetingsSeenBy(viewer, { commitment: id }, 50),
    historySeenBy(viewer, { commitment: id, kinds: kindsToldIn('life') }, 100),
    bodiesSeenBy(viewer, { commitment: id }),
    planResultsSeenBy(viewer, plan),
    plan.startsOn
      ? eventsSeenBy(viewer, { from: plan.startsOn, to: plan.extendedTo ?? plan.endsOn })
      : [],
    meetingsSeenBy(viewer, { takenOver: true }, 200),
    logHeadSeenBy(viewer),
    roadmapSeenBy(viewer, id),
    readingsSeenBy(viewer, id),
  ])
  return {
    today,
    change,
    open,
    ruling,
    meeting,
    meetings,
    history,
    groups,
    results,
    events: outsideOnly(events, takenOver.meetings),
    head,
    roadmap,
    readings,
  }
}

/**
 * All that is known of a commitment: where it stands and why, who said what, its life, who answers for it,
 * and where each fact comes from.
 */
export async function CommitmentPage({
  page,
  commitment,
  asked,
}: {
  page: Portal
  commitment: CommitmentSeen
  asked: Asked<'/commitments/[number]'>
}) {
  const { t, to, viewer } = page
  const { plan, number } = commitment
  const seen = await read(page, commitment)
  const { today, change, open, ruling, results, roadmap, readings } = seen
  const version = roadmap?.versions.at(-1)
  const progress = version && progressOf(version.roadmap, roadmap?.reported ?? new Map(), viewer.today)
  return (
    <TwoColumns aside={<Aside page={page} commitment={commitment} seen={seen} />}>
      <Head page={page} commitment={commitment} />
      <Warnings page={page} invented={commitment.invented} disputed={readings.disputed} />
      <CommitmentStatus
        page={page}
        plan={plan}
        change={change}
        statements={commitment.statements}
        ruling={ruling}
        meeting={seen.meeting}
        today={today ? standingIn(today.plan, today.status) : undefined}
      />
      <Suspensions page={page} suspensions={commitment.suspensions} />
      <Voices
        page={page}
        ruling={ruling}
        takenOver={Boolean(change?.takenOver && change.to !== 'in-force')}
      />
      {change && (
        <p className="mt-6">
          <ButtonLink href={to.entry(change.entryIndex)}>{t('commitments.one.check')}</ButtonLink>
        </p>
      )}
      {open.length > 0 && (
        <Section title={t('commitments.one.open')} id="open">
          <OpenProposals page={page} open={open} />
        </Section>
      )}
      <RoadmapSoFar
        page={page}
        progress={progress}
        roadmapAt={`${to.commitment(plan.slug, number)}/roadmap`}
      />
      <CommitmentReadings page={page} readings={readings} />
      <TextsOfCommitment page={page} commitment={commitment.id} />
      <TakenOf page={page} commitment={commitment.id} />
      <Lineage page={page} commitment={commitment} />
      <StatusOnDay page={page} commitment={today ?? commitment} asked={asked} />
      <Section title={t('commitments.one.responsible')} id="responsible">
        <Responsible page={page} participants={commitment.participants} />
      </Section>
      <Section title={t('commitments.one.group')} id="group">
        <WorkingGroup page={page} groups={seen.groups} />
      </Section>
      <CommitmentFindings
        page={page}
        commitment={commitment}
        assessed={results.distributions.some((distribution) => distribution.author === 'irm')}
      />
      <AllFacts page={page} statements={commitment.statements} />
      <Citation
        page={page}
        commitment={commitment}
        change={change}
        digest={ruling?.decision?.digest}
        head={seen.head}
      />
    </TwoColumns>
  )
}

function Aside({
  page,
  commitment,
  seen,
}: {
  page: Portal
  commitment: CommitmentSeen
  seen: Awaited<ReturnType<typeof read>>
}) {
  const { t, to } = page
  return (
    <>
      <h2 className="mb-3 text-[1.1rem]">{t('commitments.one.life')}</h2>
      <CommitmentLife
        page={page}
        commitment={commitment}
        meetings={seen.meetings}
        history={seen.history}
        events={seen.events}
      />
      <p className="mt-4">
        <a href={to.historyOf({ commitment: commitment.id })}>{t('commitments.one.history')}</a>
      </p>
      <LogHead page={page} head={seen.head} />
    </>
  )
}

function Head({ page, commitment }: { page: Portal; commitment: CommitmentSeen }) {
  const { t, to, named, sourced, forumName } = page
  const { plan, number } = commitment
  const title = sourced(commitment.title)
  const objective = sourced(commitment.objective)
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[
          { href: to.home, label: forumName },
          { href: to.planNamed(plan.slug), label: named(plan.name).text },
        ]}
      />
      <PageTitle number={number} lang={title?.lang}>
        {title?.text ?? t('commitments.one.untitled')}
      </PageTitle>
      <TitleNote page={page} commitment={commitment} />
      {objective && <Lead lang={objective.lang}>{objective.text}</Lead>}
      {objective && <HowSure page={page} statements={commitment.statements} fields={['objective']} />}
    </>
  )
}

/** Whose words the title is, where it is not read in the plan itself; and that there is none in the reader’s language. */
function TitleNote({ page, commitment }: { page: Portal; commitment: CommitmentSeen }) {
  const { t, sourced, locale, viewer } = page
  const title = sourced(commitment.title)
  if (!title || viewer.forum.kind !== 'record') return null
  const said = commitment.statements.find(({ field }) => field === `title-${title.lang ?? locale}`)
  return (
    <p className="when mt-2 max-w-[62ch]">
      {title.lang && `${t('commitments.one.titleOther')} `}
      {said?.note && <InBoth page={page} line={said.note} />}{' '}
      {said && said.sure !== 'read' && <CitedSource page={page} statement={said} />}
    </p>
  )
}

/** What is to be known before the rest is read: an invented example, or that its reading is disputed. */
function Warnings({
  page: { t },
  invented,
  disputed,
}: {
  page: Portal
  invented: boolean
  disputed: boolean
}) {
  if (!invented && !disputed) return null
  return (
    <p className="mt-3 flex flex-wrap gap-2">
      {invented && <Tag>{t('portal.example')}</Tag>}
      {disputed && (
        <a href="#readings">
          <DisputedMark>{t('readings.disputed')}</DisputedMark>
        </a>
      )}
    </p>
  )
}

function RoadmapSoFar({
  page,
  progress,
  roadmapAt,
}: {
  page: Portal
  progress: Progress | undefined
  roadmapAt: string
}) {
  const { t } = page
  return (
    <Section title={t('commitments.one.roadmap')} id="roadmap">
      {progress ? (
        <>
          <ProgressBar progress={progress} words={progressWords(page, progress)} />
          <p className="mt-3">
            <a href={roadmapAt}>{t('commitments.one.roadmapLink')}</a>
          </p>
        </>
      ) : (
        <p>
          {t('commitments.one.roadmapNone')} <a href={roadmapAt}>{t('commitments.one.roadmapLink')}</a>
        </p>
      )}
    </Section>
  )
}

function AllFacts({ page, statements }: { page: Portal; statements: StatementSeen[] }) {
  const { t, to } = page
  if (statements.length === 0) return null
  return (
    <details className="section">
      <summary className="cursor-pointer font-serif text-[1.35rem] font-semibold">
        {t('commitments.one.facts')}
      </summary>
      <p className="when my-3">
        {t('commitments.one.factsText', { count: statements.length })}{' '}
        <a href={to.sources}>{t('portal.sources.title')}</a>
      </p>
      <FactsTable page={page} statements={statements} caption={t('commitments.one.facts')} />
    </details>
  )
}

/**
 * What each sector said to the decision that made the status: silence is said as silence, and what no
 * source gives is not assumed.
 */
function Voices({
  page,
  ruling,
  takenOver,
}: {
  page: Portal
  ruling: ProposalSeen | undefined
  takenOver: boolean
}) {
  const { t, to, marked } = page
  if (!ruling)
    return takenOver ? (
      <Section title={t('commitments.one.voices')} id="voices">
        <p>{t('commitments.one.voicesUnknown')}</p>
      </Section>
    ) : null
  return (
    <Section title={t('commitments.one.voices')} id="voices">
      <PositionsTable
        caption={t('commitments.one.voices')}
        words={{
          sector: t('commitments.one.sector'),
          position: t('commitments.one.position'),
          reason: t('commitments.one.reasonHead'),
        }}
        rows={ruling.stands.map(({ sector, position, suspendedSince }) => ({
          key: sector.id,
          sector: marked(sector),
          position: position ? (
            capital(t(`words.stances.${position.stance}`))
          ) : (
            <em>{t(suspendedSince ? 'commitments.one.suspended' : 'commitments.one.silent')}</em>
          ),
          reason: position?.reason ? (
            <bdi lang={position.reason.lang === page.locale ? undefined : position.reason.lang}>
              {position.reason.text}
            </bdi>
          ) : (
            <span className="text-soft">{t('commitments.one.noReason')}</span>
          ),
        }))}
      />
      {ruling.decision && (
        <p className="when mt-3">
          <a href={to.decision(ruling.decision.number)}>{t('commitments.one.earlier')}</a>
        </p>
      )}
    </Section>
  )
}

function OpenProposals({ page, open }: { page: Portal; open: ProposalSeen[] }) {
  const { t, to, dates } = page
  return (
    <ul className="grid gap-4">
      {open.map((proposalSeen) => (
        <li key={proposalSeen.id} className="card grid gap-1">
          <Stands page={page} stands={proposalSeen.stands} silent={t('commitments.one.stillSilent')} />
          <p className="font-serif text-[1.08rem]">
            <a href={to.proposal(proposalSeen.number)}>
              <Words of={proposalSeen.title} />
            </a>
          </p>
          <p className="when">
            {t('portal.home.openProposal', { number: proposalSeen.number })}
            {typeof proposalSeen.effect.to === 'string' &&
              ` · ${t('commitments.one.openText', { to: t(`words.statuses.${proposalSeen.effect.to}`) })}`}
            {' · '}
            {proposalSeen.deadlineAt
              ? t('commitments.one.openUntil', { at: endSaid(t, dates, proposalSeen.deadlineAt) })
              : t('commitments.one.openSession')}
          </p>
          {proposalSeen.stands.some((stand) => stand.suspendedSince) && (
            <Notice tone="warning">{t('commitments.one.suspensionText')}</Notice>
          )}
        </li>
      ))}
    </ul>
  )
}
