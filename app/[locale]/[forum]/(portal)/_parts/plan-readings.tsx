import { Section, Tag } from '@/components/page/page'
import { SectorMark } from '@/components/proposals/marks'
import { DisputedMark } from '@/components/readings/disputed'
import type { Portal } from '@/app/_request/portal'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import type { FindingSeen } from '@/lib/commitments/source-seen.ts'
import type { AssessmentSeen, PlanDispute } from '@/lib/readings/seen.ts'
import { levelOf, levels as scale } from '@/lib/readings/rules.ts'
import { SourceLine } from './source-line'
import { Words, capital } from './words'

/** Two counts of one plan that contradict each other: each with what it says and its source, none above the other. */
export function TwoCounts({
  page,
  plan,
  dispute,
}: {
  page: Portal
  plan: PlanSeen
  dispute: PlanDispute
}) {
  const { t } = page
  return (
    <Section
      title={t('readings.counts.title')}
      id="two-counts"
      aside={<DisputedMark>{t('readings.disputed')}</DisputedMark>}
    >
      <p className="mb-4 max-w-[62ch]">{t('readings.counts.text')}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        {(
          [
            ['irm', dispute.irm],
            ['government-board', dispute.board],
          ] as const
        ).map(([author, findings]) => (
          <Count
            key={author}
            page={page}
            author={author}
            findings={findings}
            plan={plan}
            levels={dispute.levels}
          />
        ))}
      </div>
    </Section>
  )
}

type CountProps = {
  page: Portal
  author: string
  findings: FindingSeen[]
  plan: PlanSeen
  levels: PlanDispute['levels']
}

function Count({ page, author, findings, plan, levels }: CountProps) {
  const { t, sourced } = page
  const rank = (level: string) => (scale as readonly (string | null)[]).indexOf(levelOf(level))
  const told = findings
    .flatMap((finding) => (finding.count === null ? [] : [{ ...finding, count: finding.count }]))
    .toSorted((one, other) => rank(other.level) - rank(one.level))
  // A level at which the two part and that this one does not name: it told of all the others.
  const none = levels.filter((level) => !told.some((one) => levelOf(one.level) === level))
  const notes = findings.flatMap((finding) => sourced(finding.note) ?? [])
  const sources = [...new Map(findings.map((finding) => [finding.source.text, finding.source])).values()]
  return (
    <figure className="card">
      <figcaption className="mb-2 font-semibold">{capital(t(`words.authors.${author}`))}</figcaption>
      <ul className="font-serif text-[1.05rem]">
        {none.map((level) => (
          <li key={level}>
            {t('readings.counts.none', {
              level: capital(t(`words.levels.${level}`)),
              of: plan.commitments,
            })}
          </li>
        ))}
        {told.map((one) => (
          <li key={one.id}>
            {t('readings.counts.line', {
              level: capital(t(`words.levels.${one.level}`)),
              count: one.count,
              of: plan.commitments,
            })}
          </li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note.text} className="mt-2">
          <Words of={note} />
        </p>
      ))}
      <SourceLine page={page} sources={sources} />
    </figure>
  )
}

export function assessmentName(
  { t }: Pick<Portal, 't'>,
  { term }: Pick<AssessmentSeen, 'term'>,
): string {
  return capital(t('readings.assessments.name', { term: t(`words.terms.${term}`) }))
}

/** The self-assessments of a plan as documents; in a record, where nobody can file one, only those that there are. */
export function Assessments({
  page,
  plan,
  assessments,
}: {
  page: Portal
  plan: PlanSeen
  assessments: AssessmentSeen[]
}) {
  const { t, to, viewer, marked, named, dates } = page
  if (assessments.length === 0 && viewer.forum.kind === 'record') return null
  return (
    <Section title={t('readings.assessments.title')} id="assessments">
      <p className="mb-3 max-w-[62ch]">{t('readings.assessments.text')}</p>
      {assessments.length === 0 && (
        <p>
          <em className="text-soft">{t('readings.assessments.none')}</em>
        </p>
      )}
      <ul>
        {assessments.map((assessment) => (
          <li key={assessment.id} className="border-b border-rule py-3">
            <a
              href={`${to.planNamed(plan.slug)}/assessments/${assessment.id}`}
              className="font-serif text-[1.08rem]"
              lang={assessment.title.lang === page.locale ? undefined : assessment.title.lang}
            >
              {assessment.title.text}
            </a>{' '}
            {assessment.replacedBy && <Tag>{t('readings.assessments.replaced')}</Tag>}
            <span className="when block">
              {assessment.sector && <SectorMark sector={marked(assessment.sector)} />}{' '}
              {assessmentName(page, assessment)} ·{' '}
              {t('readings.assessments.filed', {
                day: dates.day(assessment.filedOn),
                sector: assessment.sector ? marked(assessment.sector).name : '',
                seat: named(assessment.seat.name).text,
              })}
              {' · '}
              <a href={to.entry(assessment.entryIndex)}>
                {t('readings.entry', { number: assessment.entryIndex })}
              </a>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
