import { getTranslations } from 'next-intl/server'
import { inLanguage } from '@/app/_request/dates'
import type { Dates } from '@/app/_request/dates'
import { WordDiff } from '@/components/page/text'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { wordsChanged } from '@/lib/minutes/rules.ts'
import type { Piece } from '@/lib/minutes/rules.ts'

type Item = MeetingSeen['agenda'][number]
type Wording = Pick<Item, 'title' | 'note' | 'proposedBy'> & { commitment: number | null }

const inRed = (pieces: Piece[]) =>
  pieces.map(({ text, is }) => ({ text, change: is === 'removed' ? ('gone' as const) : is }))

/** What an item said before each time that it was corrected, word by word. */
export async function EarlierWordings({
  item,
  dates,
  locale,
  portal,
}: {
  item: Item
  dates: Dates
  locale: string
  portal: string
}) {
  if (item.earlier.length === 0) return null
  const t = await getTranslations()
  const now: Wording = { ...item, commitment: item.commitment?.number ?? null }
  const seatOf = ({ proposedBy }: Wording) =>
    proposedBy ? inLanguage(proposedBy.name, locale).text : t('preparing.nobody')
  return (
    <details>
      <summary className="when cursor-pointer">
        {t('preparing.corrected', { count: item.earlier.length })}
      </summary>
      <ol className="m-0 grid list-none gap-3 border-l-2 border-rule p-0 pl-4">
        {item.earlier.map((before, place) => {
          const after = item.earlier[place + 1] ?? now
          return (
            <li key={before.number} className="grid gap-1">
              <p className="when m-0">
                {t('preparing.correctedAt', { at: dates.moment(before.correctedAt) })} ·{' '}
                <a href={`${portal}/history/${before.entryIndex}`}>
                  {t('history.act', { number: before.entryIndex })}
                </a>
              </p>
              <WordDiff
                parts={inRed(wordsChanged(before.title.text, after.title.text))}
                lang={after.title.lang}
              />
              {before.note?.text !== after.note?.text && (
                <WordDiff
                  parts={inRed(wordsChanged(before.note?.text ?? '', after.note?.text ?? ''))}
                  lang={(after.note ?? before.note)?.lang ?? locale}
                />
              )}
              {before.commitment !== after.commitment && (
                <p className="m-0">
                  {t('preparing.commitment')}: <del>{before.commitment ?? t('preparing.none')}</del> →{' '}
                  {after.commitment ?? t('preparing.none')}
                </p>
              )}
              {before.proposedBy?.id !== after.proposedBy?.id && (
                <p className="m-0">
                  {t('preparing.broughtBy')}: <del>{seatOf({ ...before })}</del> → {seatOf({ ...after })}
                </p>
              )}
            </li>
          )
        })}
      </ol>
    </details>
  )
}
