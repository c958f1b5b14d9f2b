import type { Offer } from '@/lib/devices/signing.ts'

/** What a form shows and what its action answers: the same shape with JavaScript and without. */
export type FormState = {
  ok: boolean
  /** The idempotency key: the same key gives the same answer, however often the form arrives. */
  key: string
  message?: string
  /** A sentence for each field that wants mending, by the field's name. */
  errors: Record<string, string>
  /** What was typed, by the field's name. */
  values: Record<string, string>
  /** The act was not done yet: this is what the member's device may sign first. */
  offer?: Offer
  /** The act was not done yet: this is what it would bring about, and the mark that says that it was shown. */
  look?: { token: string; said: string[] }
}
