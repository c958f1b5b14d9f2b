/** What a sector does not do on its word alone (decision 083). */
export const asked = ['takedown', 'appointment'] as const
export type Asked = (typeof asked)[number]

/** What became of it; a request that nobody answered stays open. */
export const outcomes = ['confirmed', 'declined', 'withdrawn'] as const
export type Outcome = (typeof outcomes)[number]

/**
 * One other sector is enough to confirm, so one that declines closes nothing while another can still
 * confirm: or each sector could forbid every other what two of them may do.
 */
export function declinedByAll(able: string[], declined: string[]): boolean {
  return able.every((sector) => declined.includes(sector))
}
