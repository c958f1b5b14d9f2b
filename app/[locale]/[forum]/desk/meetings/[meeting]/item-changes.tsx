import { WordDiff } from '@/components/page/text'
import type { ItemDiff, Piece } from '@/lib/minutes/rules.ts'
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
  const changed = diff.filter((itemDiff) => itemDiff.change !== 'same')
  if (changed.length === 0) return <p>{same}</p>
  return changed.map((itemDiff) => (
    <div key={itemDiff.item} className="border-b border-rule py-3">
      <h3 lang={itemDiff.title.lang}>
        {itemDiff.title.text} <span className="tag">{t(`desk.minutes.change.${itemDiff.change}`)}</span>
      </h3>
      <WordDiff parts={partsOf(itemDiff.pieces)} lang={itemDiff.title.lang} />
      {itemDiff.agreements.some((piece) => piece.is !== 'same') && (
        <WordDiff parts={partsOf(itemDiff.agreements)} lang={itemDiff.title.lang} />
      )}
    </div>
  ))
}
