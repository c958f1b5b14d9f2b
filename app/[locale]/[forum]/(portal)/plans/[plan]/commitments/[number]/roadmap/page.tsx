import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { inLanguage } from '@/app/_request/dates'
import { portal } from '@/app/_request/portal'
import type { Portal, Query } from '@/app/_request/portal'
import {
  Breadcrumb,
  ButtonLink,
  EmptyState,
  Lead,
  Notice,
  PageTitle,
  Section,
} from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { Gantt } from '@/components/roadmaps/gantt'
import { ProgressBar } from '@/components/roadmaps/progress-bar'
import { RoadmapTable } from '@/components/roadmaps/roadmap-table'
import { isDay } from '@/lib/act/calendar.ts'
import { commitmentSeenBy } from '@/lib/commitments/seen.ts'
import { eventsSeenBy } from '@/lib/commitments/source-seen.ts'
import type { CommitmentSeen } from '@/lib/commitments/seen.ts'
import { eventLinksSeenBy } from '@/lib/events/seen.ts'
import type { LinkSeen } from '@/lib/events/seen.ts'
import { evidenceCounts } from '@/lib/evidence/seen.ts'
import { compare } from '@/lib/roadmaps/compare.ts'
import { roadmapSeenBy } from '@/lib/roadmaps/seen.ts'
import type { RoadmapSeen } from '@/lib/roadmaps/seen.ts'
import { activitiesOf, progressOf } from '@/lib/roadmaps/rules.ts'
import type { Roadmap } from '@/lib/roadmaps/rules.ts'
import { EventLinks } from '../../../../../../_roadmap/events'
import {
  ganttWords,
  progressWords,
  tableWords,
  wordingIn,
  writesOf,
} from '../../../../../../_roadmap/words'
import { numberIn } from '../../../../../_parts/number-in'

type Props = {
  params: Promise<{ locale: string; forum: string; plan: string; number: string }>
  searchParams: Query
}

async function read({ params }: Pick<Props, 'params'>) {
  const [page, { plan, number }] = await Promise.all([portal(params), params])
  const commitment = (await commitmentSeenBy(page.viewer, numberIn(number), plan)) ?? notFound()
  return { page, commitment, roadmap: (await roadmapSeenBy(page.viewer, commitment.id)) ?? notFound() }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const {
    page: { t },
    commitment,
  } = await read(props)
  return { title: t('roadmaps.of', { number: commitment.number }) }
}

/**
 * A commitment's roadmap: the baseline behind, today in front, who says how far it got, and every version
 * that there was.
 */
export default async function RoadmapPage(props: Props) {
  const { page, commitment, roadmap } = await read(props)
  const { t, to, viewer, named, sourced, forumName } = page
  const { plan, number } = commitment
  const day = viewer.today
  const version = roadmap.versions.findLast((each) => each.sealedOn <= day)
  const first =
    viewer.moment && !version
      ? (await roadmapSeenBy(page.present, commitment.id, 'versions'))?.versions[0]
      : undefined
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[
          { href: to.home, label: forumName },
          { href: to.planNamed(plan.slug), label: named(plan.name).text },
          { href: to.commitment(plan.slug, number), label: t('portal.units.commitment', { number }) },
          { label: t('roadmaps.page.title') },
        ]}
      />
      <PageTitle>{t('roadmaps.of', { number })}</PageTitle>
      {commitment.title && (
        <Lead lang={sourced(commitment.title)?.lang}>{sourced(commitment.title)?.text}</Lead>
      )}
      {version ? (
        <InForce page={page} commitment={commitment} roadmap={roadmap} version={version} day={day} />
      ) : (
        <NotInForce page={page} commitment={commitment} sealedOn={first?.sealedOn} />
      )}
      {roadmap.requests.length > 0 && <Requests page={page} roadmap={roadmap} />}
      {roadmap.versions.length > 0 && <Versions page={page} commitment={commitment} roadmap={roadmap} />}
    </>
  )
}

type Shown = { page: Portal; commitment: CommitmentSeen; roadmap: RoadmapSeen }

/** The days from the first beginning to the last end, of what was sealed first and of what is in force. */
function daysOf(versions: RoadmapSeen['versions'], day: string): [from: string, until: string] {
  const all = versions.flatMap((version) => activitiesOf(version.roadmap))
  return [
    all.reduce((first, one) => (one.startsOn < first ? one.startsOn : first), day),
    all.reduce((last, one) => (one.endsOn > last ? one.endsOn : last), day),
  ]
}

function evidenceNote(
  { t }: Portal,
  { count = 0, questioned = 0 }: { count?: number; questioned?: number } = {},
): string | undefined {
  if (count === 0) return undefined
  const counted = t('evidence.count', { count })
  return questioned > 0 ? `${counted}, ${t('evidence.questionedCount', { count: questioned })}` : counted
}

async function InForce({
  page,
  commitment,
  roadmap,
  version,
  day,
}: Shown & { version: RoadmapSeen['versions'][number]; day: string }) {
  const { t, dates, to, viewer } = page
  const baseline = roadmap.versions[0]
  const { reported } = roadmap
  const progress = progressOf(version.roadmap, reported, day)
  const writes = writesOf(page, roadmap.names)
  const [from, until] = daysOf(baseline ? [version, baseline] : [version], day)
  const [outside, pieces, links] = await Promise.all([
    eventsSeenBy(viewer, { from, to: until }),
    evidenceCounts(viewer, commitment.id),
    eventLinksSeenBy(viewer, { commitment: commitment.id }),
  ])
  const events = outside.filter((eventSeen) => isDay(eventSeen.happenedOn))
  const leads = (activity: string) => ({
    href: `${to.commitment(commitment.plan.slug, commitment.number)}/roadmap/activities/${activity}`,
    note: evidenceNote(page, pieces[activity]),
  })
  const shown = {
    now: version.roadmap,
    baseline: version.number > 1 ? (baseline?.roadmap ?? null) : null,
    reported,
    today: day,
    writes,
  }
  return (
    <>
      <p className="mt-4">
        {t('roadmaps.page.inForce', { number: version.number, day: dates.day(version.sealedOn) })}{' '}
        <a href={to.entry(version.entryIndex)}>{t('roadmaps.page.check')}</a>
      </p>
      <div className="mt-6">
        <ProgressBar
          progress={progress}
          words={progressWords(page, progress)}
          formula={t('roadmaps.page.formula')}
        />
      </div>
      <Section title={t('roadmaps.page.chart')} id="chart">
        <Gantt
          id="gantt"
          tableId="activities"
          {...shown}
          words={ganttWords(page, t('roadmaps.page.chartText'))}
          events={events.map((eventSeen) => ({
            key: eventSeen.id,
            day: eventSeen.happenedOn,
            label: wordingIn(eventSeen.what, page.locale),
          }))}
        />
      </Section>
      <Outside page={page} commitment={commitment} links={links} />
      <Section
        title={t('roadmaps.page.table')}
        id="table"
        aside={<Sheets page={page} commitment={commitment} version={version.number} />}
      >
        <RoadmapTable
          id="activities"
          {...shown}
          words={tableWords(page, t('roadmaps.page.table'))}
          hideCaption
          leads={leads}
        />
      </Section>
      <Aims page={page} roadmap={version.roadmap} />
    </>
  )
}

function Sheets({
  page: { t, slug, locale },
  commitment,
  version,
}: {
  page: Portal
  commitment: CommitmentSeen
  version: number
}) {
  const address = (format: string) =>
    `/api/sheets/${slug}/${commitment.id}?${new URLSearchParams({ version: String(version), lang: locale, format })}`
  return (['xlsx', 'csv'] as const).map((format) => (
    <a key={format} className="ml-4" href={address(format)}>
      {t(`roadmaps.sheet.${format}`)}
    </a>
  ))
}

/** What happened outside and hit this roadmap: by those who say so, with its source and what became of it. */
function Outside({
  page,
  commitment,
  links,
}: {
  page: Portal
  commitment: CommitmentSeen
  links: LinkSeen[]
}) {
  const { t, to, locale } = page
  if (links.length === 0) return null
  const roadmapAt = `${to.commitment(commitment.plan.slug, commitment.number)}/roadmap`
  return (
    <Section
      title={t('events.title')}
      id="events"
      aside={<a href={to.at('/events')}>{t('events.toRegister')}</a>}
    >
      <EventLinks
        reading={{ ...page, portal: to.home, say: (name) => inLanguage(name, locale).text }}
        links={links}
        activityAt={(_link, activity) => `${roadmapAt}/activities/${activity}`}
      />
    </Section>
  )
}

function Aims({ page, roadmap }: { page: Portal; roadmap: Roadmap }) {
  const { t } = page
  const { aim, finalAim, accountability, participation } = roadmap
  const depends = activitiesOf(roadmap).filter((each) => each.dependsOn.length > 0)
  const texts = [
    ['aim', aim],
    ['finalAim', finalAim],
    ['accountability', accountability],
    ...(participation.possible
      ? ([
          ['how', participation.how],
          ['who', participation.who],
          ['when', participation.when],
          ['feedback', participation.feedback],
        ] as const)
      : ([['why', participation.why]] as const)),
  ] as const
  return (
    <Section title={t('roadmaps.page.aims')} id="aims">
      <dl className="grid max-w-[70ch] gap-4">
        {texts.map(([name, text]) =>
          text ? (
            <div key={name}>
              <dt className="when">{t(`roadmaps.fields.${name}`)}</dt>
              <dd
                className="font-serif text-[1.08rem]"
                lang={page.sourced(text as { es?: string; en?: string })?.lang}
              >
                {page.sourced(text as { es?: string; en?: string })?.text}
              </dd>
            </div>
          ) : null,
        )}
      </dl>
      <h3 className="mt-6">{t('roadmaps.page.feasibility')}</h3>
      {depends.length === 0 ? (
        <p className="mt-1 max-w-[62ch]">{t('roadmaps.page.feasibilityNone')}</p>
      ) : (
        <ul className="mt-2 list-disc pl-5">
          {depends.map((each) => (
            <li key={each.id}>
              {each.number} {wordingIn(each.title, page.locale)}:{' '}
              {each.dependsOn.map((word) => t(`words.dependencies.${word}`)).join(', ')}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Nothing was agreed: what a source has as a draft is shown as a draft. */
/**
 * On the day that is read there was no roadmap yet: a later one is named, else there is only what the plan
 * said of it.
 */
function NotInForce({
  page,
  commitment,
  sealedOn,
}: {
  page: Portal
  commitment: CommitmentSeen
  sealedOn: string | undefined
}) {
  const { t, dates } = page
  if (sealedOn === undefined) return <NotSealed page={page} commitment={commitment} />
  return (
    <EmptyState title={t('roadmaps.page.notYet')}>
      {t('roadmaps.page.notYetText', { day: dates.day(sealedOn) })}
    </EmptyState>
  )
}

function NotSealed({ page, commitment }: { page: Portal; commitment: CommitmentSeen }) {
  const { t } = page
  const draft = commitment.statements.find((statement) => statement.field === 'draft-key-actions')
  const items = Array.isArray(draft?.value)
    ? draft.value.filter((one): one is string => typeof one === 'string')
    : []
  return (
    <>
      <EmptyState title={t('roadmaps.page.notSealed')}>{t('roadmaps.page.notSealedText')}</EmptyState>
      {items.length > 0 && (
        <Section title={t('roadmaps.page.draft')}>
          <p className="max-w-[62ch] text-soft">{t('roadmaps.page.draftText')}</p>
          <ol className="mt-3 list-decimal pl-6" lang="en">
            {items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ol>
          {draft?.source && (
            <p className="when mt-3">
              {t('portal.from')} {draft.source}
            </p>
          )}
        </Section>
      )}
    </>
  )
}

function Requests({ page, roadmap }: { page: Portal; roadmap: RoadmapSeen }) {
  const { t, to } = page
  return (
    <Section title={t('roadmaps.desk.requests')} id="requests">
      <ul className="grid gap-3">
        {roadmap.requests.map(({ proposal, over, conflicts }) => (
          <li key={proposal.id} className="card grid gap-1">
            <a
              href={to.proposal(proposal.number)}
              lang={proposal.title.lang}
              className="font-serif text-[1.08rem]"
            >
              {proposal.number}. {proposal.title.text}
            </a>
            <span className="when">
              {over === 0 ? t('roadmaps.desk.asksBaseline') : t('roadmaps.desk.asksChange', { over })}
            </span>
            {conflicts.length > 0 && (
              <Notice tone="warning">
                {t('roadmaps.overtaken', { over, numbers: conflicts.join(', ') })}
              </Notice>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Versions({ page, commitment, roadmap }: Shown) {
  const { t, to, dates } = page
  const here = `${to.commitment(commitment.plan.slug, commitment.number)}/roadmap`
  const { versions } = roadmap
  const rows = versions.map((version, at) => {
    const before = versions[at - 1]
    const told = before && compare(before.roadmap, version.roadmap)
    return {
      key: version.id,
      cells: {
        number: version.number === 1 ? t('roadmaps.page.baseline') : String(version.number),
        day: <a href={to.entry(version.entryIndex)}>{dates.day(version.sealedOn)}</a>,
        why: version.reasonClass ? t(`words.changeReasons.${version.reasonClass}`) : '',
        effect: version.effectOnGoal ? (
          <span lang={version.effectOnGoal.lang}>{version.effectOnGoal.text}</span>
        ) : (
          ''
        ),
        changes: told ? (
          <a href={`${here}/compare?from=${before.number}&to=${version.number}`}>
            {t('roadmaps.changes.summary', {
              added: told.added.length,
              dropped: told.dropped.length,
              weakened: told.weakened.length,
              moved: told.moved.length,
            })}
          </a>
        ) : (
          ''
        ),
      },
    }
  })
  return (
    <Section title={t('roadmaps.page.versions')} id="versions">
      <DataTable
        caption={t('roadmaps.page.versions')}
        hideCaption
        rows={rows}
        columns={[
          { key: 'number', label: t('roadmaps.page.version'), heading: true },
          { key: 'day', label: t('roadmaps.page.sealed') },
          { key: 'why', label: t('roadmaps.ask.reason') },
          { key: 'effect', label: t('roadmaps.ask.effect') },
          { key: 'changes', label: t('roadmaps.ask.changes') },
        ]}
      />
      {versions.length > 1 && (
        <p className="mt-4">
          <ButtonLink href={`${here}/compare`} kind="quiet">
            {t('roadmaps.page.compareWithBaseline')}
          </ButtonLink>
        </p>
      )}
    </Section>
  )
}
