import type { ReactNode } from 'react'
import { DataTable } from '@/components/page/table'
import type { Portal } from '@/app/_request/portal'
import { isDay } from '@/lib/act/calendar.ts'
import type { StatementSeen } from '@/lib/commitments/source-seen.ts'
import { SourceName } from './source-line'
import { InBoth } from './words'

/**
 * What the sources say, fact by fact: the value as it was read, the source, and how sure it is. What was looked for and not
 * found says so.
 */
export function FactsTable({
  page,
  statements,
  caption,
}: {
  page: Portal
  statements: StatementSeen[]
  caption: string
}) {
  const { t } = page
  const nameOf = (field: string) =>
    t.has(`words.statementFields.${field}`) ? t(`words.statementFields.${field}`) : field
  return (
    <DataTable
      caption={caption}
      hideCaption
      columns={[
        { key: 'field', label: t('commitments.facts.field'), heading: true },
        { key: 'value', label: t('commitments.facts.value') },
        { key: 'source', label: t('commitments.facts.source') },
        { key: 'sure', label: t('commitments.facts.sure') },
      ]}
      rows={[
        ...statements.filter((statement) => statement.value !== null),
        ...statements.filter((statement) => statement.value === null),
      ].map((statementSeen) => ({
        key: statementSeen.id,
        cells: {
          field: nameOf(statementSeen.field),
          value: (
            <>
              <Value page={page} field={statementSeen.field} value={statementSeen.value} />
              {statementSeen.note && (
                <span className="when block">
                  <InBoth page={page} line={statementSeen.note} />
                </span>
              )}
            </>
          ),
          source: <CitedSource page={page} statement={statementSeen} />,
          sure: t.has(`commitments.facts.sureWords.${statementSeen.sure}`)
            ? t(`commitments.facts.sureWords.${statementSeen.sure}`)
            : statementSeen.sure,
        },
      }))}
    />
  )
}

/** The source of a statement by its name in the reader’s language, where the record has one. */
export function CitedSource({ page, statement }: { page: Portal; statement: StatementSeen }) {
  return statement.cites ? (
    <SourceName page={page} source={{ ...statement.cites, sure: undefined }} />
  ) : (
    <Cited text={statement.source} none={page.t('commitments.facts.noSource')} />
  )
}

/** A statement names its source in one line, which ends in its address where it has one. */
function Cited({ text, none }: { text: string | null; none: string }) {
  if (!text) return <span className="text-soft">{none}</span>
  const found = /^(.*), (https?:\/\/\S+)$/.exec(text)
  return found ? (
    <a href={found[2]} rel="noopener noreferrer">
      {found[1]}
    </a>
  ) : (
    text
  )
}

/** Lists of names, which stand in their own language in both of ours. */
const named = new Set([
  'programmes',
  'lead',
  'support',
  'other-actors',
  'members',
  'members-2017',
  'members-plan-4',
])

/** The language of a value that is no text of ours. */
function languageOf(field: string): string | undefined {
  if (named.has(field)) return 'es'
  return /-(es|en)$/.exec(field)?.[1] ?? (field.endsWith('-label') ? 'en' : undefined)
}

/**
 * A value as its source has it: a word of ours where it is one, a day, an address, a list, a text in the languages in which
 * it was found.
 */
export function Value({
  page,
  field,
  value,
}: {
  page: Portal
  field: string
  value: unknown
}): ReactNode {
  const { t, sourced, dates } = page
  if (value === null || value === undefined)
    return <em className="text-soft">{t('commitments.facts.notInSources')}</em>
  if (Array.isArray(value)) {
    if (value.length === 0) return <em className="text-soft">{t('commitments.facts.notInSources')}</em>
    return (
      <ul className="list-disc pl-5">
        {value.map((one, at) => (
          <li key={at}>
            <Value page={page} field={field} value={one} />
          </li>
        ))}
      </ul>
    )
  }
  if (typeof value === 'object') {
    const text = sourced(value as { es?: string; en?: string })
    return text ? <bdi lang={text.lang}>{text.text}</bdi> : null
  }
  if (typeof value === 'number') return String(value)
  const text = String(value)
  if (isDay(text)) return dates.day(text)
  if (/^\d{4}-\d{2}-\d{2}\/\d{4}-\d{2}-\d{2}$/.test(text))
    return text
      .split('/')
      .map((day) => dates.day(day))
      .join(' – ')
  if (/^https?:\/\/\S+$/.test(text))
    return (
      <a href={text} rel="noopener noreferrer">
        {text}
      </a>
    )
  const word = text.toLowerCase().replaceAll(' ', '-')
  const keys = [`commitments.facts.values.${word}`, `words.levels.${word}`, `commitments.areas.${word}`]
  const key =
    /^[a-z-]+$/.test(word) && !field.startsWith('title-') && !field.endsWith('-label')
      ? keys.find((one) => t.has(one))
      : undefined
  if (key) return t(key)
  const lang = languageOf(field)
  return <bdi lang={lang === page.locale ? undefined : lang}>{text}</bdi>
}
