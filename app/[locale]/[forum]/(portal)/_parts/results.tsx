import { BarDistribution } from '@/components/chart/bars'
import { Notice } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import type { Portal } from '@/app/_request/portal'
import type { Distribution, PlanSeen } from '@/lib/commitments/plan-seen.ts'
import type { FindingSeen } from '@/lib/commitments/source-seen.ts'
import { levels } from '@/lib/commitments/rules.ts'
import { SourceLine, SourceName } from './source-line'
import { Words, capital, listed } from './words'

/** A distribution as bars, and under it how many of each level are known by name: never more than was published. */
export function DistributionChart({ page, drawing }: { page: Portal; drawing: Distribution }) {
  const { t, locale } = page
  const told = drawing.bars.reduce((sum, bar) => sum + bar.count, 0)
  const noteOf = ({ count, identified }: Distribution['bars'][number]) =>
    t(identified.length === count ? 'commitments.plan.identified' : 'commitments.plan.identifiedRest', {
      count: identified.length,
      all: count,
      numbers: listed({ locale }, identified.map(String)),
    })
  return (
    <div className="min-w-0">
      <BarDistribution
        title={t(`commitments.plan.measure.${drawing.measure}`)}
        rows={drawing.bars.map((bar) => ({
          key: bar.level,
          label: t(`words.levels.${bar.level}`),
          count: bar.count,
          note: noteOf(bar),
          named: bar.identified.map(String),
        }))}
        words={{
          level: t('commitments.plan.level'),
          count: t('commitments.plan.count'),
          note: t('commitments.plan.byName'),
          asTable: t('commitments.plan.asTable'),
        }}
      />
      <ul className="when mt-3 grid gap-0.5">
        {drawing.bars.map((bar) => (
          <li key={bar.level}>
            <strong className="text-ink">
              {t.has(`words.levelsCounted.${bar.level}`)
                ? t(`words.levelsCounted.${bar.level}`, { count: bar.count })
                : `${bar.count} ${t(`words.levels.${bar.level}`)}`}
            </strong>
            : {noteOf(bar)}.
          </li>
        ))}
        {told < drawing.of && (
          <li>{t('commitments.plan.notPublished', { count: drawing.of - told })}</li>
        )}
      </ul>
      {drawing.bars.some((bar) => bar.contradicted) && (
        <Notice tone="warning">{t('commitments.plan.contradicted')}</Notice>
      )}
      <SourceLine page={page} sources={drawing.sources} />
    </div>
  )
}

type Results = { plan: PlanSeen; distributions: Distribution[] }

/** Two plans side by side, by the same author's measure. */
export function PlanComparison({ page, results }: { page: Portal; results: [Results, Results] }) {
  const { t, named } = page
  const measures = Object.keys(levels).filter((measure) =>
    results.every(({ distributions }) =>
      distributions.some(
        (distribution) => distribution.author === 'irm' && distribution.measure === measure,
      ),
    ),
  )
  return measures.map((measure) => {
    const countsOf = ({ distributions }: Results) =>
      distributions.find(
        (distribution) => distribution.author === 'irm' && distribution.measure === measure,
      )?.bars ?? []
    const shown = (levels[measure] ?? []).filter((level) =>
      results.some((result) => countsOf(result).some((bar) => bar.level === level)),
    )
    return (
      <div key={measure} className="mt-5 first:mt-0">
        <DataTable
          caption={t(`commitments.plan.measure.${measure}`)}
          columns={[
            { key: 'level', label: t('commitments.plan.level'), heading: true },
            ...results.map(({ plan }) => ({ key: plan.id, label: named(plan.name).text, figure: true })),
          ]}
          rows={shown.map((level) => ({
            key: level,
            cells: {
              level: t(`words.levels.${level}`),
              ...Object.fromEntries(
                results.map((result) => [
                  result.plan.id,
                  countsOf(result).find((bar) => bar.level === level)?.count ??
                    missing(result, countsOf(result), t('commitments.facts.notInSources')),
                ]),
              ),
            },
          }))}
        />
      </div>
    )
  })
}

/** No bar means none at that level only where all of the plan's commitments were told of. */
function missing({ plan }: Results, bars: Distribution['bars'], unknown: string) {
  return bars.reduce((sum, bar) => sum + bar.count, 0) === plan.commitments ? (
    0
  ) : (
    <span className="text-soft">{unknown}</span>
  )
}

/** Findings about a plan that are no distribution, one a line. */
export function FindingsTable({
  page,
  findings,
  of,
  caption,
}: {
  page: Portal
  findings: FindingSeen[]
  of: number
  caption: string
}) {
  const { t, sourced } = page
  return (
    <DataTable
      caption={caption}
      hideCaption
      columns={[
        { key: 'finding', label: t('commitments.plan.finding'), heading: true },
        { key: 'count', label: t('commitments.plan.count') },
        { key: 'source', label: t('commitments.facts.source') },
      ]}
      rows={findings.map((finding) => {
        const note = sourced(finding.note)
        const level =
          finding.level === 'yes'
            ? ''
            : `: ${t.has(`words.levels.${finding.level}`) ? t(`words.levels.${finding.level}`) : finding.level}`
        return {
          key: finding.id,
          cells: {
            finding: (
              <>
                {capital(
                  t.has(`words.measures.${finding.measure}`)
                    ? t(`words.measures.${finding.measure}`)
                    : finding.measure,
                )}
                {level}
                {note && (
                  <span className="when block">
                    <Words of={note} />
                  </span>
                )}
              </>
            ),
            count:
              finding.count === null ? '' : t('commitments.plan.ofAll', { count: finding.count, of }),
            source: <SourceName page={page} source={finding.source} />,
          },
        }
      })}
    />
  )
}
