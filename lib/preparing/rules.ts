import type { Actor } from '../act/viewer.ts'

/**
 * May the keeper of the book say that another seat brings this item? What another sector put on the table stays
 * theirs: it alone can withdraw it.
 */
export function mayReassign(actor: Actor, item: { sectorId: string | null }): boolean {
  return item.sectorId === null || (actor.kind === 'seat' && actor.sector === item.sectorId)
}

/** The items that one sees in their order, with those that were withdrawn where they were. Null: there is nothing to change places with. */
export function reordered(
  agenda: { id: string; withdrawnAt: Date | null }[],
  item: string,
  to: 'up' | 'down',
): string[] | null {
  const shown = agenda.filter((one) => !one.withdrawnAt).map((one) => one.id)
  const place = shown.indexOf(item)
  const other = place < 0 ? undefined : shown[to === 'up' ? place - 1 : place + 1]
  if (other === undefined) return null
  return agenda.map(({ id }) => {
    if (id === item) return other
    return id === other ? item : id
  })
}
