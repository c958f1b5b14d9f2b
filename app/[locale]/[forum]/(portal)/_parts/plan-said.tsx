import { Section } from '@/components/page/page'
import { SectorMark } from '@/components/proposals/marks'
import type { Portal } from '@/app/_request/portal'
import type { sectorsSeenBy } from '@/lib/bodies/seen.ts'
import type { StatementSeen } from '@/lib/commitments/source-seen.ts'
import { Undated } from './as-of'
import { CitedSource, Value } from './facts-table'
import { InBoth } from './words'

/**
 * What is said of one thing in several statements, in the order in which they were numbered: `event-1`,
 * `event-2`.
 */
export function saidAs(statements: StatementSeen[], of: string): StatementSeen[] {
  const place = ({ field }: StatementSeen) => Number(field.slice(of.length + 1))
  return statements
    .filter(({ field, value }) => value !== null && field.startsWith(`${of}-`))
    .filter((statement) => Number.isInteger(place(statement)))
    .toSorted((one, other) => place(one) - place(other))
}

/** Statements one below the other, each with where it was read. */
export function Said({ page, statements }: { page: Portal; statements: StatementSeen[] }) {
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
export function NextPlan({ page, statements }: { page: Portal; statements: StatementSeen[] }) {
  if (statements.length === 0) return null
  return (
    <Section title={page.t('commitments.plan.nextPlan')} id="next-plan">
      <Undated page={page} />
      <p className="mb-4 max-w-[62ch]">{page.t('commitments.plan.nextPlanText')}</p>
      <Said page={page} statements={statements} />
    </Section>
  )
}

/**
 * What an evaluation says, sentence by sentence, in its own order: `report-` and two digits each for part,
 * paragraph and sentence.
 */
export function Report({ page, statements }: { page: Portal; statements: StatementSeen[] }) {
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
        <details key={part} className="mt-3">
          <summary className="font-semibold">{t(`commitments.plan.reportParts.${part}`)}</summary>
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
        </details>
      ))}
      {said[0] && (
        <p className="when mt-4">
          {t('portal.from')} <CitedSource page={page} statement={said[0]} />
        </p>
      )}
    </Section>
  )
}

type Sectors = Awaited<ReturnType<typeof sectorsSeenBy>>

function readingsIn(statements: StatementSeen[], sectors: Sectors) {
  const of = (field: string) =>
    statements.find((statement) => statement.field === field && statement.value !== null)
  const sides = (['civil-society', 'executive'] as const).flatMap((slug) => {
    const [statement, sector] = [
      of(`reading-${slug}`),
      sectors.find((sectorSeen) => sectorSeen.slug === slug),
    ]
    return statement && sector ? [{ statement, sector }] : []
  })
  const factors = (['helped', 'hindered'] as const).flatMap((field) => of(field) ?? [])
  return { sides, factors }
}

export function hasReadings(statements: StatementSeen[], sectors: Sectors): boolean {
  const { sides, factors } = readingsIn(statements, sectors)
  return sides.length + factors.length > 0
}

/** Two readings of one plan, and what helped and hindered: each with its source, none above the other. */
export function Readings({
  page,
  statements,
  sectors,
}: {
  page: Portal
  statements: StatementSeen[]
  sectors: Sectors
}) {
  const { t, marked } = page
  const { sides, factors } = readingsIn(statements, sectors)
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
