import type { Comparison, ItemChange } from '@/lib/roadmaps/compare.ts'
import type { Wording } from '@/lib/roadmaps/rules.ts'
import { wordsChanged } from '@/lib/minutes/rules.ts'
import { Tag } from '@/components/page/page'
import { WordDiff } from '@/components/page/text'
import type { Responsible } from '@/lib/roadmaps/seen.ts'
import { responsibleSaid, wordingIn, writesOf } from './words'
import type { Reading } from './words'

type Props = { reading: Reading; names: Record<string, Responsible>; comparison: Comparison }

/** What one roadmap does to another: a sentence, and then item by item, words against words and days against days. */
export function RoadmapChanges({ reading, names, comparison }: Props) {
  const { t } = reading
  const { added, dropped, changed, weakened, moved, whole, drift } = comparison
  if (added.length + dropped.length + changed.length + whole.length === 0)
    return <p>{t('roadmaps.changes.none')}</p>
  const shown = { reading, names }
  return (
    <>
      <p className="max-w-[62ch]">
        {t('roadmaps.changes.summary', {
          added: added.length,
          dropped: dropped.length,
          weakened: weakened.length,
          moved: moved.length,
        })}{' '}
        {t('roadmaps.changes.drift', { days: drift })}
      </p>
      <ul className="mt-4">
        {whole.map((fieldChange) => (
          <li key={fieldChange.field} className="border-b border-rule py-3">
            <b>{t(`roadmaps.fields.${fieldChange.field}`)}</b>
            <Field {...shown} {...fieldChange} />
          </li>
        ))}
        {[...dropped, ...changed, ...added].map((itemChange) => (
          <Item key={itemChange.id} {...shown} one={itemChange} />
        ))}
      </ul>
    </>
  )
}

function changeOf({ before, after }: ItemChange) {
  if (after === null) return 'dropped'
  return before === null ? 'added' : 'changed'
}

const titleAs = {
  dropped: (title: string) => <del>{title}</del>,
  added: (title: string) => <ins>{title}</ins>,
  changed: (title: string) => title,
}

function Item({ reading, names, one }: Omit<Props, 'comparison'> & { one: ItemChange }) {
  const { t, locale } = reading
  const title = `${one.number} ${wordingIn(one.title, locale)}`
  const change = changeOf(one)
  return (
    <li className="border-b border-rule py-3">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <b>{titleAs[change](title)}</b>
        <Tag>{t(`roadmaps.changes.${change}`)}</Tag>
        {one.weakened && <Tag>{t('roadmaps.changes.weakened')}</Tag>}
        {one.drift !== 0 && <span className="when">{writesOf(reading, names).drift(one.drift)}</span>}
      </p>
      {one.fields.map((field) => (
        <div key={field.field} className="mt-1">
          <span className="when">{t(`roadmaps.fields.${field.field}`)}: </span>
          <Field reading={reading} names={names} {...field} />
        </div>
      ))}
    </li>
  )
}

/** One field, before and after. Texts are compared by word; what is short stands whole on both sides. */
function Field({
  reading,
  names,
  field,
  before,
  after,
}: Omit<Props, 'comparison'> & { field: string; before: unknown; after: unknown }) {
  const { t, locale, dates } = reading
  const said = (value: unknown): string => {
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0))
      return t('roadmaps.changes.nothing')
    if (field === 'startsOn' || field === 'endsOn') return dates.day(String(value))
    if (field === 'responsible')
      return (value as string[])
        .flatMap((id) => (names[id] ? [responsibleSaid(reading, names[id])] : []))
        .join('; ')
    if (field === 'dependsOn')
      return (value as string[]).map((word) => t(`words.dependencies.${word}`)).join('; ')
    if (field === 'after') return String((value as string[]).length)
    if (field === 'participation')
      return Object.values(value as Record<string, unknown>)
        .flatMap((one) => (typeof one === 'object' ? [wordingIn(one as Wording, locale)] : []))
        .join('\n')
    return typeof value === 'object' ? wordingIn(value as Wording, locale) : String(value)
  }
  const texts = [
    'title',
    'product',
    'verification',
    'aim',
    'finalAim',
    'accountability',
    'participation',
  ]
  if (texts.includes(field) && before && after) {
    return (
      <WordDiff
        lang={locale}
        parts={wordsChanged(said(before), said(after)).map(({ text, is }) => ({
          text,
          change: is === 'removed' ? ('gone' as const) : is,
        }))}
      />
    )
  }
  return (
    <>
      <del className="words-gone">{said(before)}</del> → <ins className="words-added">{said(after)}</ins>
    </>
  )
}
