import { Notice, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { SignedText } from '@/components/page/text'
import type { Portal } from '@/app/_request/portal'
import type { PlanSeen } from '@/lib/commitments/plan-seen.ts'
import { commitmentTextsSeenBy, namesInPlans } from '@/lib/plans/seen.ts'
import type { DecisionName, OutcomeSeen, PlanChanges } from '@/lib/plans/seen.ts'
import { recordsSeenBy } from '@/lib/records/seen.ts'
import { figuresSaid, TextChangeLine } from '../../_plans/asked'
import { Taken } from '../../_plans/taken'
import { Words } from './words'

/** There is something to tell of how the plan came about, changed and ended. */
export function hasChanged({ adopted, closed, changes }: PlanChanges): boolean {
  return Boolean(adopted ?? closed) || changes.length > 0
}

/** Of a plan that the forum adopted itself: by which decision, what changed since, and how it was closed. */
export async function ChangesOfPlan({
  page,
  plan,
  seen,
}: {
  page: Portal
  plan: PlanSeen
  seen: PlanChanges
}) {
  const { t, to, viewer, locale } = page
  const names = await namesInPlans(viewer, seen.changes, locale)
  return (
    <>
      {seen.closed && <Closed page={page} closed={seen.closed} />}
      <Section title={t('plans.page.changes')} id="changes">
        {seen.adopted && (
          <p className="mb-3">
            {t('plans.page.adoptedBy')} <Decision page={page} decision={seen.adopted} />.
          </p>
        )}
        {seen.changes.length === 0 ? (
          <p className="text-soft">{t('plans.page.changesNone')}</p>
        ) : (
          <ul>
            {seen.changes.map((change) => (
              <li key={change.id} className="list-none">
                <p className="mt-3 font-semibold">
                  <a href={to.commitment(plan.slug, change.number)}>
                    {t('plans.page.commitment', { number: change.number })}
                  </a>
                </p>
                <ul>
                  <TextChangeLine reading={page} names={names} change={change} at={to.home} />
                </ul>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}

function Decision({ page: { t, to }, decision }: { page: Portal; decision: DecisionName }) {
  return <a href={to.decision(decision.number)}>{t('record.decision', { number: decision.number })}</a>
}

/** In words and figures what became of a plan, and of each of its commitments. */
function Closed({ page, closed }: { page: Portal; closed: NonNullable<PlanChanges['closed']> }) {
  const { t, to, dates, sourced } = page
  const heirs = (outcome: OutcomeSeen) =>
    outcome.heirs.map(({ plan, number, title }) => (
      <a key={`${plan}/${number}`} className="block" href={to.commitment(plan, number)}>
        {number}. <Words of={sourced(title) ?? { text: '' }} />
      </a>
    ))
  return (
    <Section title={t('plans.page.closed')} id="closed">
      <Notice title={t('plans.page.closedOn', { day: dates.day(closed.closedOn) })}>
        {figuresSaid(page, closed.figures)}{' '}
        {closed.decision && <Decision page={page} decision={closed.decision} />}
      </Notice>
      <DataTable
        caption={t('plans.page.closed')}
        hideCaption
        columns={[
          { key: 'commitment', label: t('plans.asked.commitment'), heading: true },
          { key: 'outcome', label: t('plans.form.outcome') },
          { key: 'note', label: t('plans.form.note') },
          { key: 'heirs', label: t('plans.page.heirs') },
        ]}
        rows={closed.outcomes.map((one) => ({
          key: String(one.number),
          cells: {
            commitment: `${one.number}. ${sourced(one.title)?.text ?? ''}`,
            outcome: t(`words.planOutcomes.${one.outcome}`),
            note: one.note ? <SignedText {...one.note} /> : '',
            heirs: heirs(one),
          },
        }))}
      />
    </Section>
  )
}

/** How a commitment has read: each change with its decision, word by word. */
export async function TextsOfCommitment({ page, commitment }: { page: Portal; commitment: string }) {
  const { t, to, viewer, locale } = page
  const changes = await commitmentTextsSeenBy(viewer, commitment)
  if (changes.length === 0) return null
  const names = await namesInPlans(viewer, changes, locale)
  return (
    <Section title={t('plans.page.texts')} id="texts">
      <p className="mb-3 max-w-[62ch] text-soft">{t('plans.page.textsText')}</p>
      <ul>
        {changes.toReversed().map((change) => (
          <TextChangeLine key={change.id} reading={page} names={names} change={change} at={to.home} />
        ))}
      </ul>
    </Section>
  )
}

/** What was taken over of a commitment from before the system. */
export async function TakenOf({ page, commitment }: { page: Portal; commitment: string }) {
  const { t, to, viewer } = page
  const records = await recordsSeenBy(viewer, { commitment })
  if (records.length === 0) return null
  return (
    <Section title={t('taken.title')} id="records">
      <ul className="grid gap-4">
        {records.map((record) => (
          <Taken heading="h3" key={record.id} reading={page} record={record} at={to.home} />
        ))}
      </ul>
    </Section>
  )
}
