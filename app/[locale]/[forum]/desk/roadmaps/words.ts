import type { Wording } from '@/lib/roadmaps/rules.ts'

/** In the reader's language, or in the one in which it was written. */
export function wordingIn(text: Wording | null | undefined, locale: string): string {
  return text?.[locale === 'en' ? 'en' : 'es'] ?? text?.es ?? text?.en ?? ''
}

/** A share as a whole number of hundredths; what has begun is never shown as nothing, what is not over never as all. */
export function percent(share: number): number {
  return share <= 0 ? 0 : share >= 1 ? 100 : Math.min(99, Math.max(1, Math.round(share * 100)))
}
