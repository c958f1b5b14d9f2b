import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cursorIn } from '@/app/_request/cursor'
import { askedOn, portal } from '@/app/_request/portal'
import type { Portal, Query } from '@/app/_request/portal'
import { Breadcrumb, EmptyState, Facts, Notice, PageTitle, Section, Tag } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { inLanguage } from '@/app/_request/dates'
import { daysBetween } from '@/lib/act/calendar.ts'
import { commitmentSeenBy } from '@/lib/commitments/seen.ts'
import { evidenceOfActivity } from '@/lib/evidence/seen.ts'
import { reportsSeenBy, roadmapSeenBy } from '@/lib/roadmaps/seen.ts'
import { activitiesOf, isLate } from '@/lib/roadmaps/rules.ts'
import { EvidenceList } from '../../../../../../../../_roadmap/evidence'
import { ListPages } from '../../../../../../../../_roadmap/pages'
import { wordingIn, writesOf } from '../../../../../../../../_roadmap/words'
import { numberIn } from '../../../../../../../_parts/number-in'

type Props = {
  params: Promise<{ locale: string; forum: string; plan: string; number: string; activity: string }>
  searchParams: Query
}

/** An activity by its identity: numbers move between versions, and what was dropped is still read. */
async function read({ params }: Pick<Props, 'params'>) {
  const [page, { plan, number, activity: id }] = await Promise.all([portal(params), params])
  const commitment = (await commitmentSeenBy(page.viewer, numberIn(number), plan)) ?? notFound()
  const roadmap = (await roadmapSeenBy(page.viewer, commitment.id)) ?? notFound()
  const within = roadmap.versions.flatMap((version) =>
    activitiesOf(version.roadmap)
      .filter((activity) => activity.id === id)
      .map((activity) => ({ version, activity })),
  )
  const last = within.at(-1) ?? notFound()
  return { page, commitment, roadmap, within, last, dropped: last.version !== roadmap.versions.at(-1) }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const {
    page: { t },
    last: { activity },
  } = await read(props)
  return { title: t('evidence.publicTitle', { number: activity.number }) }
}

/** One promise in full: as it stands, as it was sealed first, who said how far it is, and what shows it. */
export default async function ActivityPage(props: Props) {
  const {
    page,
    commitment,
    roadmap,
    within,
    last: { activity, version },
    dropped,
  } = await read(props)
  const { t, to, viewer, named, dates, locale, forumName, slug } = page
  const query = await askedOn(
    '/plans/[plan]/commitments/[number]/roadmap/activities/[activity]',
    props.searchParams,
  )
  const about = { commitment: commitment.id, activity: activity.id }
  const before = { evidence: cursorIn(query.evidence), reports: cursorIn(query.reports) }
  const [{ evidence, next: olderEvidence }, said] = await Promise.all([
    evidenceOfActivity(viewer, { ...about, before: before.evidence }),
    reportsSeenBy(viewer, { ...about, before: before.reports }),
  ])
  const state = roadmap.reported.get(activity.id) ?? 'not-started'
  const first = within[0]?.activity
  const writes = writesOf(page, roadmap.names)
  const [roadmapAt, title] = [
    `${to.commitment(commitment.plan.slug, commitment.number)}/roadmap`,
    writes.text(activity.title),
  ]
  const here = `${roadmapAt}/activities/${activity.id}`
  const next = roadmap.versions[roadmap.versions.indexOf(version) + 1]
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[
          { href: to.home, label: forumName },
          { href: to.planNamed(commitment.plan.slug), label: named(commitment.plan.name).text },
          {
            href: to.commitment(commitment.plan.slug, commitment.number),
            label: t('portal.units.commitment', { number: commitment.number }),
          },
          { href: roadmapAt, label: t('roadmaps.page.title') },
          { label: activity.number },
        ]}
      />
      <PageTitle number={activity.number} lang={title.lang}>
        {dropped ? <del>{title.text}</del> : title.text}
      </PageTitle>
      <p className="mb-5 mt-2 flex flex-wrap gap-2">
        <Tag>{t(`words.progressStates.${state}`)}</Tag>
        {!dropped && isLate(activity, roadmap.reported, viewer.today) && (
          <Tag>{t('roadmaps.chart.late')}</Tag>
        )}
      </p>
      {dropped && next && (
        <Notice tone="warning">
          {t('evidence.dropped', { number: next.number, day: dates.day(next.sealedOn) })}{' '}
          <a href={to.entry(next.entryIndex)}>{t('roadmaps.page.check')}</a>
        </Notice>
      )}
      <Promised page={page} activity={activity} first={first} writes={writes} />
      <Section title={t('evidence.title')} id="evidence">
        {evidence.length === 0 ? (
          <EmptyState title={t('evidence.none')}>{t('evidence.noneText')}</EmptyState>
        ) : (
          <EvidenceList
            evidence={evidence}
            reading={{
              ...page,
              forum: slug,
              portal: to.home,
              say: (name) => inLanguage(name, locale).text,
            }}
          />
        )}
        <ListPages t={t} here={here} list="evidence" before={before.evidence} next={olderEvidence} />
      </Section>
      <Reports page={page} said={said} here={here} before={before.reports} />
    </>
  )
}

type Activity = ReturnType<typeof activitiesOf>[number]

/** What was promised: days, product, who answers for it, how it is verified, and what it hangs on. */
function Promised({
  page: { t, dates, locale },
  activity,
  first,
  writes,
}: {
  page: Portal
  activity: Activity
  first: Activity | undefined
  writes: ReturnType<typeof writesOf>
}) {
  const drift = first ? daysBetween(first.endsOn, activity.endsOn) : 0
  const days = (one: { startsOn: string; endsOn: string }) =>
    `${dates.day(one.startsOn)} – ${dates.day(one.endsOn)}`
  return (
    <Facts
      items={[
        { label: t('roadmaps.fields.days'), value: days(activity) },
        ...(first && drift !== 0
          ? [{ label: t('roadmaps.chart.baseline'), value: `${days(first)}, ${writes.drift(drift)}` }]
          : []),
        ...(activity.product
          ? [{ label: t('roadmaps.fields.product'), value: wordingIn(activity.product, locale) }]
          : []),
        ...(activity.responsible.length > 0
          ? [
              {
                label: t('roadmaps.fields.responsible'),
                value: activity.responsible.map(writes.responsible).join('; '),
              },
            ]
          : []),
        ...(activity.verification
          ? [
              {
                label: t('roadmaps.fields.verification'),
                value: wordingIn(activity.verification, locale),
              },
            ]
          : []),
        ...(activity.dependsOn.length > 0
          ? [
              {
                label: t('roadmaps.fields.dependsOn'),
                value: activity.dependsOn.map((one) => t(`words.dependencies.${one}`)).join('; '),
              },
            ]
          : []),
      ]}
    />
  )
}

function Reports({
  page: { t, to, named, dates },
  said: { reports, next },
  here,
  before,
}: {
  page: Portal
  said: Awaited<ReturnType<typeof reportsSeenBy>>
  here: string
  before: number | undefined
}) {
  return (
    <Section title={t('roadmaps.report.history')} id="reports">
      {reports.length === 0 && (
        <EmptyState title={t('roadmaps.report.none')}>{t('roadmaps.report.noneText')}</EmptyState>
      )}
      <ul className="grid gap-4">
        {reports.map((report) => (
          <li key={report.id}>
            <b>{t(`words.progressStates.${report.state}`)}</b>{' '}
            <span className="when">
              {named(report.seat.name).text} · {dates.day(report.reportedOn)} ·{' '}
              <a href={to.entry(report.entryIndex)}>
                {t('roadmaps.report.entry', { number: report.entryIndex })}
              </a>
            </span>
            {report.note && <SignedText text={report.note.text} lang={report.note.lang} />}
          </li>
        ))}
      </ul>
      <ListPages t={t} here={here} list="reports" before={before} next={next} />
    </Section>
  )
}
