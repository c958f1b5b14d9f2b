import type { Metadata } from 'next'
import { mayAct } from '@/app/_request/may'
import { ButtonLink, EmptyState, Notice, Section, Tag } from '@/components/page/page'
import { recordDescent } from '@/lib/commitments/commands.ts'
import { lineageSeenBy } from '@/lib/commitments/seen.ts'
import { linkEvent } from '@/lib/events/commands.ts'
import { eventLinksSeenBy } from '@/lib/events/seen.ts'
import { giveReading } from '@/lib/readings/commands.ts'
import { proposeRoadmap } from '@/lib/roadmaps/commands.ts'
import { unfinishedIn } from '@/lib/roadmaps/draft.ts'
import { activitiesOf, isDone, isLate, progressOf } from '@/lib/roadmaps/rules.ts'
import type { DeskFrame } from '../../frame'
import { FrozenBy } from '../../../_pauses/frozen'
import { Act, Crumbs, Done, PageHead, Why } from '../../parts'
import { replaceAction } from '../actions'
import { EventLinks } from '../../../_roadmap/events'
import { percent, wordingIn } from '../../../_roadmap/words'
import { ordered, roadmapDesk } from './read'
import type { ActivityPaper, KeyActionPaper, RoadmapDesk, RoadmapParams } from './read'

type Props = {
  params: RoadmapParams
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const {
    frame: { t },
    commitment,
  } = await roadmapDesk(params)
  return { title: t('roadmaps.of', { number: commitment.number }) }
}

export default async function RoadmapDeskPage({ params, searchParams }: Props) {
  const desk = await roadmapDesk(params)
  const { frame, commitment, latest, roadmap } = desk
  const { t, portal, locale } = frame
  const [{ kept }, mayRead] = await Promise.all([
    searchParams,
    mayAct(frame.viewer, giveReading, { commitment: commitment.id }),
  ])
  return (
    <>
      <Crumbs
        frame={frame}
        path={[{ href: `${frame.desk}/roadmaps`, label: t('roadmaps.list.title') }]}
        here={t('roadmaps.of', { number: commitment.number })}
      />
      <PageHead
        title={wordingIn(commitment.title, locale)}
        number={commitment.number}
        lead={latest ? undefined : t('roadmaps.desk.leadUnsealed')}
      >
        <p className="m-0">
          {mayRead.seats.length > 0 ? (
            <a href={`${frame.desk}/roadmaps/${commitment.id}/reading`}>{t('readings.give.link')}</a>
          ) : (
            <a href={`${portal}/plans/${commitment.plan}/commitments/${commitment.number}#readings`}>
              {t('readings.give.toPublic')}
            </a>
          )}
        </p>
        {latest && (
          <p className="m-0">
            <a href={`${portal}/plans/${commitment.plan}/commitments/${commitment.number}/roadmap`}>
              {t('roadmaps.desk.toPublic')}
            </a>
          </p>
        )}
      </PageHead>
      {kept === 'dropItem' && <Notice tone="done">{t('roadmaps.desk.dropped')}</Notice>}
      {(kept === 'saveItem' || kept === 'replace') && (
        <Notice tone="done">{t('roadmaps.desk.saved')}</Notice>
      )}
      <Done frame={frame} searchParams={searchParams} />
      <FrozenBy
        viewer={frame.viewer}
        locale={locale}
        commitments={[commitment.id]}
        where="roadmap"
        at={`${frame.desk}/participation`}
      />
      {roadmap.requests.length > 0 && <Requests desk={desk} />}
      {latest && <InForce desk={desk} />}
      <Paper desk={desk} />
      <Around desk={desk} />
    </>
  )
}

/** What is asked of the sectors at this moment; a request that was overtaken is told so where its author comes by. */
function Requests({
  desk: {
    frame: { t, desk },
    roadmap,
  },
}: {
  desk: RoadmapDesk
}) {
  return (
    <Section title={t('roadmaps.desk.requests')}>
      <ul className="grid gap-3">
        {roadmap.requests.map(({ proposal, over, conflicts }) => (
          <li key={proposal.id} className="card grid gap-1">
            <a
              href={`${desk}/proposals/${proposal.id}`}
              className="font-semibold"
              lang={proposal.title.lang}
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

/** The version in force: how far it got, and where one says so. */
function InForce({ desk: { frame, roadmap, latest, commitment } }: { desk: RoadmapDesk }) {
  const { t, desk, dates, locale, viewer } = frame
  if (!latest) return null
  const progress = progressOf(latest.roadmap, roadmap.reported, viewer.today)
  return (
    <Section
      title={t('roadmaps.desk.inForce', { number: latest.number, day: dates.day(latest.sealedOn) })}
    >
      <p>
        {t('roadmaps.done', { percent: percent(progress.done) })} ·{' '}
        {t('roadmaps.verified', { percent: percent(progress.verified) })}
        {progress.late > 0 && (
          <strong className="text-accent"> · {t('roadmaps.late', { count: progress.late })}</strong>
        )}
      </p>
      <ul className="mt-3">
        {activitiesOf(latest.roadmap).map((activity) => {
          const state = roadmap.reported.get(activity.id) ?? 'not-started'
          const late = isLate(activity, roadmap.reported, viewer.today)
          const when = isDone(state)
            ? dates.day(activity.endsOn)
            : t(late ? 'roadmaps.wasDue' : 'roadmaps.due', { day: dates.day(activity.endsOn) })
          return (
            <li
              key={activity.id}
              className="grid gap-x-6 border-b border-rule py-2.5 sm:grid-cols-[1fr_9rem_12rem]"
            >
              <a href={`${desk}/roadmaps/${commitment.id}/activities/${activity.id}`}>
                {activity.number} {wordingIn(activity.title, locale)}
              </a>
              <span>{t(`words.progressStates.${state}`)}</span>
              <span className={late ? 'font-semibold text-accent' : 'when'}>{when}</span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

/** What surrounds it: events outside that hit it, and the commitment that it comes from. */
async function Around({ desk: { frame, commitment, latest } }: { desk: RoadmapDesk }) {
  const { t, viewer, portal, locale } = frame
  const here = `${frame.desk}/roadmaps/${commitment.id}`
  const [links, { ancestors }, mayLink, mayDescend] = await Promise.all([
    eventLinksSeenBy(viewer, { commitment: commitment.id }),
    lineageSeenBy(viewer, commitment.id),
    mayAct(viewer, linkEvent, { commitment: commitment.id }),
    mayAct(viewer, recordDescent, { heir: commitment.id }),
  ])
  return (
    <>
      {latest && (
        <Section title={t('events.title')} id="events">
          {links.length === 0 ? (
            <p className="max-w-[62ch] text-soft">{t('events.noneText')}</p>
          ) : (
            <EventLinks reading={{ ...frame, portal }} links={links} />
          )}
          {mayLink.seats.length > 0 && (
            <p className="mt-4">
              <a href={`${here}/event`}>{t('events.link')}</a>
            </p>
          )}
        </Section>
      )}
      <Section title={t('lineage.title')} id="lineage">
        {ancestors.length === 0 ? (
          <p className="max-w-[62ch] text-soft">{t('lineage.none')}</p>
        ) : (
          <ul>
            {ancestors.map((ancestor) => (
              <li key={ancestor.id}>
                <a href={`${portal}/plans/${ancestor.plan.slug}/commitments/${ancestor.number}`}>
                  {ancestor.number}. {wordingIn(ancestor.title, locale)}
                </a>
              </li>
            ))}
          </ul>
        )}
        {mayDescend.seats.length > 0 && (
          <p className="mt-4">
            <a href={`${here}/lineage`}>{t('lineage.record')}</a>
          </p>
        )}
      </Section>
    </>
  )
}

async function Paper({ desk }: { desk: RoadmapDesk }) {
  const { frame, commitment, paper, latest } = desk
  const { t, viewer } = frame
  const may = await mayAct(viewer, proposeRoadmap, { commitment: commitment.id })
  const here = `${frame.desk}/roadmaps/${commitment.id}`
  const groups = ordered(paper.content)
  if (may.seats.length === 0)
    return (
      <Section title={t('roadmaps.desk.paper')}>
        <Why>{may.refusal}</Why>
      </Section>
    )
  const asDraft = new URLSearchParams({ version: 'draft', lang: frame.locale })
  const overtaken = paper.begun && paper.over !== (latest?.number ?? 0)
  return (
    <Section id="paper" title={t('roadmaps.desk.paper')}>
      <p className="max-w-[62ch] text-soft">
        {t(latest ? 'roadmaps.desk.paperTextSealed' : 'roadmaps.desk.paperText')}
      </p>
      {overtaken && (
        <Notice tone="warning">
          {t('roadmaps.desk.paperOvertaken', { over: paper.over, number: latest?.number ?? 0 })}
        </Notice>
      )}
      <p className="mt-4 flex flex-wrap gap-x-6 gap-y-2">
        <a href={`${here}/items/whole`}>{t('roadmaps.desk.whole')}</a>
        <a href={`${here}/items/new-key-action`}>{t('roadmaps.desk.newKeyAction')}</a>
        <a href={`${here}/import`}>{t('roadmaps.sheet.title')}</a>
        {paper.begun && (
          <a href={`/api/sheets/${frame.forum}/${commitment.id}?${asDraft}`}>
            {t('roadmaps.sheet.export')} ({t('roadmaps.sheet.draft')}, {t('roadmaps.sheet.xlsx')})
          </a>
        )}
      </p>
      {groups.length === 0 && (
        <EmptyState title={t('roadmaps.desk.empty')}>{t('roadmaps.desk.emptyText')}</EmptyState>
      )}
      {groups.map(({ keyAction, activities }) => (
        <Group
          key={keyAction.id}
          frame={frame}
          here={here}
          keyAction={keyAction}
          activities={activities}
        />
      ))}
      {groups.length > 0 && <MissingOrAsk desk={desk} here={here} />}
      {paper.begun && latest && (
        <div className="mt-8">
          <Act
            frame={frame}
            action={replaceAction}
            hidden={{ commitment: commitment.id, base: String(paper.revision) }}
            submit={t('roadmaps.desk.again')}
            kind="quiet"
            small
          />
        </div>
      )}
    </Section>
  )
}

function MissingOrAsk({ desk, here }: { desk: RoadmapDesk; here: string }) {
  const {
    frame: { t },
    paper,
    latest,
  } = desk
  const missing = unfinishedIn(paper.content)
  return (
    <div className="mt-8">
      {missing.length > 0 ? (
        <Notice title={t('roadmaps.desk.missing')}>
          <ul className="list-disc pl-5">
            {missing.slice(0, 12).map((unfinished) => (
              <li key={`${unfinished.number}${unfinished.field}`}>
                {t('roadmaps.desk.missingOne', {
                  number: unfinished.number || t('roadmaps.desk.wholeShort'),
                  field: t(`roadmaps.fields.${unfinished.field}`),
                })}
              </li>
            ))}
          </ul>
        </Notice>
      ) : (
        <p>
          <ButtonLink href={`${here}/ask`}>
            {t(latest ? 'roadmaps.desk.askChange' : 'roadmaps.desk.askSeal')}
          </ButtonLink>
        </p>
      )}
    </div>
  )
}

function Group({
  frame: { t, dates, locale },
  here,
  keyAction,
  activities,
}: {
  frame: DeskFrame
  here: string
  keyAction: KeyActionPaper
  activities: ActivityPaper[]
}) {
  const days = (one: { startsOn: string; endsOn: string }) =>
    [one.startsOn, one.endsOn]
      .map((day) => (day ? dates.day(day) : t('roadmaps.desk.noDay')))
      .join(' – ')
  return (
    <section className="mt-6" aria-labelledby={`ka-${keyAction.id}`}>
      <h3 id={`ka-${keyAction.id}`} className="flex flex-wrap items-baseline gap-x-3">
        <a href={`${here}/items/${keyAction.id}`}>
          {keyAction.number}. {wordingIn(keyAction.title, locale) || t('roadmaps.desk.untitled')}
        </a>
        <span className="when font-normal">
          {t('roadmaps.weight', { weight: keyAction.weight })} · {days(keyAction)}
        </span>
      </h3>
      <ul>
        {activities.map((activity) => (
          <li
            key={activity.id}
            className="grid gap-x-6 border-b border-rule py-2 sm:grid-cols-[1fr_22rem]"
          >
            <span>
              <a href={`${here}/items/${activity.id}`}>
                {activity.number} {wordingIn(activity.title, locale) || t('roadmaps.desk.untitled')}
              </a>
              {activity.dependsOn.length > 0 && (
                <>
                  {' '}
                  {activity.dependsOn.map((each) => (
                    <Tag key={each}>{t(`words.dependencies.${each}`)}</Tag>
                  ))}
                </>
              )}
            </span>
            <span className="when">{days(activity)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-2">
        <a href={`${here}/items/new-activity?in=${keyAction.id}`}>
          {t('roadmaps.desk.newActivity', { number: keyAction.number })}
        </a>
      </p>
    </section>
  )
}
