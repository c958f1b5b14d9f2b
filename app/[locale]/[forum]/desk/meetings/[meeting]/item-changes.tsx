import { WordDiff } from '@/components/page/text'
import type { ItemDiff, Piece } from '@/lib/meetings/rules.ts'
import type { DeskFrame } from '../../frame'

export const partsOf = (pieces: Piece[]) =>
  pieces.map(({ text, is }) => ({ text, change: is === 'removed' ? ('gone' as const) : is }))

/** What one text of minutes says otherwise than another, item by item and word by word. */
export function ItemChanges({
  frame: { t },
  diff,
  same,
}: {
  frame: DeskFrame
  diff: ItemDiff[]
  same: string
}) {
  const changed = diff.filter((one) => one.change !== 'same')
  if (changed.length === 0) return <p>{same}</p>
  return changed.map((one) => (
    <div key={one.item} className="border-b border-rule py-3">
      <h3 lang={one.title.lang}>
        {one.title.text} <span className="tag">{t(`desk.minutes.change.${one.change}`)}</span>
      </h3>
      <WordDiff parts={partsOf(one.pieces)} lang={one.title.lang} />
      {one.agreements.some((piece) => piece.is !== 'same') && (
        <WordDiff parts={partsOf(one.agreements)} lang={one.title.lang} />
      )}
    </div>
  ))
}
