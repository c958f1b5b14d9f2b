import { Facts, Section } from '@/components/page/page'
import type { Portal } from '@/app/_request/portal'
import type { CommitmentSeen } from '@/lib/commitments/seen.ts'
import { areaName } from './area'
import { Undated } from './as-of'
import { SourceName } from './source-line'
import { InBoth, Words, capital } from './words'

/** The IRM sets these for every commitment; where it did not publish them by name, that is what the page says. */
const always = ['completion', 'early-results']

export function CommitmentFindings({
  page,
  commitment,
  assessed,
}: {
  page: Portal
  commitment: CommitmentSeen
  assessed: boolean
}) {
  const { t } = page
  const { findings } = commitment
  const measures = [
    ...new Set([...(assessed ? always : []), ...findings.map((finding) => finding.measure)]),
  ]
  const data = dataOf(page, commitment)
  return (
    <>
      <Section title={t('commitments.one.findings')} id="findings">
        {measures.length > 0 && <Undated page={page} />}
        {measures.length === 0 ? (
          <p>{t('commitments.one.findingsNone')}</p>
        ) : (
          <>
            <p className="mb-3 max-w-[62ch]">{t('commitments.one.findingsText')}</p>
            <Facts
              items={measures.map((measure) => {
                const found = findings.filter((finding) => finding.measure === measure)
                return {
                  label: capital(t(`words.measures.${measure}`)),
                  value: <Found page={page} found={found} />,
                }
              })}
            />
          </>
        )}
      </Section>
      {data.length > 0 && (
        <Section title={t('commitments.one.data')} id="data">
          <Facts items={data} />
        </Section>
      )}
    </>
  )
}

/** What is known of a commitment in a word each; where no source gives it as such, that it follows from one. */
function dataOf(page: Portal, commitment: CommitmentSeen) {
  const { t, dates } = page
  const { ogpId, policyArea, origin, startsOn, endsOn, statements, plan } = commitment
  const sure = (...fields: string[]) => <HowSure page={page} statements={statements} fields={fields} />
  return [
    ...(ogpId ? [{ label: t('commitments.one.ogpId'), value: ogpId }] : []),
    ...(policyArea
      ? [
          {
            label: t('commitments.one.area'),
            value: (
              <>
                {areaName(page, policyArea)} {sure('policy-area')}
              </>
            ),
          },
        ]
      : []),
    ...(origin
      ? [
          {
            label: t('commitments.one.origin'),
            value: (
              <>
                {capital(t(`commitments.origins.${origin}`))} {sure('origin')}
              </>
            ),
          },
        ]
      : []),
    ...(startsOn && endsOn
      ? [
          {
            label: t('commitments.one.period'),
            value: (
              <>
                {t('commitments.one.periodText', { from: dates.day(startsOn), to: dates.day(endsOn) })}{' '}
                {sure('starts-on', 'ends-on')}
                {plan.extendedTo && (
                  <span className="when block">
                    {t('commitments.plan.extended', { day: dates.day(plan.extendedTo) })}
                  </span>
                )}
              </>
            ),
          },
        ]
      : []),
  ]
}

/** Of a value that no source gives as such: that it follows from one, or from which words it is. */
export function HowSure({
  page,
  statements,
  fields,
}: {
  page: Portal
  statements: CommitmentSeen['statements']
  fields: string[]
}) {
  const { t } = page
  const said = statements.filter(
    ({ field, sure, value }) => fields.includes(field) && value !== null && sure !== 'read',
  )
  return said.map((statement) => (
    <span key={statement.id} className="when block">
      {t(`words.statementFields.${statement.field}`)}:{' '}
      {t(`commitments.facts.sureWords.${statement.sure}`)}
      {statement.note && (
        <>
          {'. '}
          <InBoth page={page} line={statement.note} />
        </>
      )}
    </span>
  ))
}

function Found({ page, found }: { page: Portal; found: CommitmentSeen['findings'] }) {
  const { t, sourced } = page
  if (found.length === 0) return <em className="text-soft">{t('commitments.one.perCommitment')}</em>
  return found.map((findingSeen) => {
    const note = sourced(findingSeen.note)
    return (
      <span key={findingSeen.id} className="block">
        <strong className="font-semibold">{capital(t(`words.levels.${findingSeen.level}`))}</strong>{' '}
        <span className="when">
          · {t(`words.authors.${findingSeen.author}`)} ·{' '}
          <SourceName page={page} source={findingSeen.source} />
        </span>
        {note && (
          <span className="when block">
            <Words of={note} />
          </span>
        )}
      </span>
    )
  })
}
