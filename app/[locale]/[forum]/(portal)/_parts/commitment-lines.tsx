import { Notice } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { SectorMark } from '@/components/proposals/marks'
import { DisputedMark } from '@/components/readings/disputed'
import type { Portal } from '@/app/_request/portal'
import { commitmentsSeenBy } from '@/lib/commitments/seen.ts'
import type { CommitmentLine, SuspensionSeen } from '@/lib/commitments/seen.ts'
import { planSeenBy } from '@/lib/commitments/plan-seen.ts'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import { standingIn } from '@/lib/commitments/rules.ts'
import { lastMovements } from '@/lib/history/seen.ts'
import { roadmapsSeenBy } from '@/lib/roadmaps/seen.ts'
import { progressWords } from '../../_roadmap/words'
import { TodayIs } from './as-of'
import { Words, capital, onDay } from './words'

const leadsShown = 3

/** Sectors that paused in the whole forum: said once, above the list. */
export function Paused({
  page: { t, marked, dates },
  suspensions,
}: {
  page: Portal
  suspensions: SuspensionSeen[]
}) {
  return suspensions.map((suspension) => (
    <Notice key={suspension.id} tone={suspension.takenOver ? 'info' : 'warning'}>
      <p>
        <SectorMark
          sector={marked(suspension.sector)}
          says={suspension.takenOver ? null : 'suspended'}
        />{' '}
        {t('commitments.one.suspensionForum', {
          sector: marked(suspension.sector).name,
          day: dates.day(suspension.declaredOn),
        })}{' '}
        {suspension.takenOver && t('commitments.one.suspensionEndUnknown')}
      </p>
    </Notice>
  ))
}

type LinesProps = {
  page: Portal
  plan: PlanSeen
  lines: CommitmentLine[] /** whose readings do not agree */
  disputed: string[]
}

/**
 * Commitments in a table: number and title, where the forum put them, how far their roadmap got, who
 * answers for them.
 */
export async function CommitmentLines({ page, plan, lines, disputed }: LinesProps) {
  const { t, to, sourced, viewer } = page
  const ids = lines.map((line) => line.id)
  const [seen, moved, today] = await Promise.all([
    roadmapsSeenBy(viewer, plan.id, ids),
    lastMovements(viewer, ids),
    viewer.moment ? commitmentsSeenBy(page.present, plan.id) : null,
  ])
  const present = today && (await planSeenBy(page.present, plan.slug))
  const statusNow = new Map(
    today?.lines.map((line) => [
      line.id,
      t(`words.statuses.${standingIn(present ?? plan, line.status)}`),
    ]),
  )
  const roadmaps = new Map(seen.map((roadmapLine) => [roadmapLine.commitment.id, roadmapLine]))
  return (
    <DataTable
      caption={t('commitments.list.title')}
      hideCaption
      labels={false}
      columns={[
        { key: 'commitment', label: t('commitments.list.commitment'), heading: true },
        { key: 'status', label: t('commitments.list.status') },
        { key: 'responsible', label: t('commitments.list.responsible') },
      ]}
      rows={lines.map((line) => {
        const title = sourced(line.title)
        return {
          key: line.id,
          cells: {
            commitment: (
              <span className="font-serif text-[1.08rem]">
                <span className="number font-semibold">{line.number}</span>
                <a href={to.commitment(plan.slug, line.number)}>
                  {title ? <Words of={title} /> : t('commitments.one.untitled')}
                </a>
                {!title && line.ogpId && <span className="when"> {line.ogpId}</span>}
                <TitleSure page={page} line={line} />
              </span>
            ),
            status: (
              <Where
                page={page}
                plan={plan}
                line={line}
                at={to.commitment(plan.slug, line.number)}
                now={statusNow.get(line.id)}
                roadmap={roadmaps.get(line.id)}
                moved={moved[line.id]}
                disputed={disputed.includes(line.id)}
              />
            ),
            responsible: <Responsible page={page} line={line} />,
          },
        }
      })}
    />
  )
}

/** That a title is not read in the plan itself or at OGP: then it is nobody’s official title. */
export function TitleSure({
  page: { t, sourced, locale },
  line,
}: {
  page: Portal
  line: Pick<CommitmentLine, 'title' | 'titleSure'>
}) {
  const lang = sourced(line.title)?.lang ?? locale
  const sure = line.titleSure[lang === 'en' ? 'en' : 'es']
  return sure ? <span className="when"> ({t(`commitments.facts.sureWords.${sure}`)})</span> : null
}

/** The day of a status: of the decision, or of what the source gives in its place; of a plan that is over, its last day. */
function Since({ page, plan, line }: { page: Portal; plan: PlanSeen; line: CommitmentLine }) {
  const { t, dates } = page
  if (standingIn(plan, line.status) === 'plan-over')
    return <span className="when block">{t('commitments.list.until', onDay(page, plan.lastDay))}</span>
  return line.statusSince ? (
    <span className="when block">
      {t(`commitments.list.day.${line.statusDayIs ?? 'decision'}`, {
        day: dates.day(line.statusSince),
      })}
    </span>
  ) : null
}

/** Where a commitment stands, since when, how far it got, and what is to be known of that. */
function Where({
  page,
  plan,
  line,
  at,
  now,
  roadmap,
  moved,
  disputed,
}: {
  page: Portal
  plan: PlanSeen
  line: CommitmentLine
  at: string
  now: string | undefined
  roadmap: Awaited<ReturnType<typeof roadmapsSeenBy>>[number] | undefined
  moved: string | undefined
  disputed: boolean
}) {
  const { t, dates, marked } = page
  const standing = t(`words.statuses.${standingIn(plan, line.status)}`)
  const told = roadmap?.progress && progressWords(page, roadmap.progress)
  const drift =
    roadmap && roadmap.drift !== 0 ? t('commitments.list.drift', { days: roadmap.drift }) : null
  return (
    <>
      <strong className="font-semibold">{capital(standing)}</strong>
      <TodayIs page={page} then={standing} now={now} />
      <Since page={page} plan={plan} line={line} />
      {told && (
        <a className="when block" href={`${at}/roadmap`}>
          {[told.done, told.late, drift].filter(Boolean).join(' · ')}
        </a>
      )}
      {moved && moved !== line.statusSince && (
        <span className="when block">{t('commitments.list.moved', { day: dates.day(moved) })}</span>
      )}
      {disputed && (
        <a className="mt-2 block w-fit" href={`${at}#readings`}>
          <DisputedMark>{t('readings.disputed')}</DisputedMark>
        </a>
      )}
      {line.suspendedBy.map((sector) => (
        <span key={sector.id} className="when block">
          <SectorMark sector={marked(sector)} says="suspended" />{' '}
          {t('commitments.list.suspended', { sector: marked(sector).name })}
        </span>
      ))}
    </>
  )
}

function Responsible({
  page: { t, named, marked, viewer },
  line,
}: {
  page: Portal
  line: CommitmentLine
}) {
  const leads = line.participants.filter((participant) => participant.role === 'lead')
  const shown = leads.length > 0 ? leads : line.participants
  if (shown.length === 0)
    return (
      <em className="text-soft">
        {/* Only of what was taken from sources is it they that do not say. */}
        {t(`commitments.list.${viewer.forum.kind === 'record' ? 'unknownResponsible' : 'notRecorded'}`)}
      </em>
    )
  const rest = line.participants.length - Math.min(shown.length, leadsShown)
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5">
      {shown.slice(0, leadsShown).map(({ organisation, role }) => (
        <span key={organisation.id} className="inline-flex items-baseline gap-1.5">
          <SectorMark sector={marked(organisation.sector)} label={marked(organisation.sector).name} />
          {organisation.shortName ?? <Words of={named(organisation.name)} />}
          {role !== 'lead' && <span className="when">({t(`words.roles.${role}`)})</span>}
        </span>
      ))}
      {rest > 0 && <span className="text-soft">{t('commitments.list.more', { count: rest })}</span>}
    </span>
  )
}
