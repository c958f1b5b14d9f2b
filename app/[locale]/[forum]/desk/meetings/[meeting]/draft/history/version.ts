import type { DeskFrame } from '../../../../frame'

type Version = { number: number; reason: string; name: string | null; by: string | null; at: Date }

/** Why a version was kept, by whom, and when. */
export function sentenceOf({ t, dates }: DeskFrame, { reason, name, by, at }: Version): string {
  const why = t(`liveDraft.versions.reasons.${reason}`, { name: name ?? '' })
  return [why, by, dates.moment(at)].filter(Boolean).join(' · ')
}
