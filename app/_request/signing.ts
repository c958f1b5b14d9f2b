import { z } from 'zod'
import type { Answer } from '@/lib/devices/signing.ts'

/** In the field `signing` of a form: show first what a device could sign. */
export const PREPARE = 'prepare'

const Answered = z.strictObject({
  credentialId: z.string().max(1400),
  authenticatorData: z.string().max(4000),
  clientDataJSON: z.string().max(8000),
  signature: z.string().max(400),
})

/** In the same field, what a device answered; null where there is none. */
export function answerIn(text: string): Answer | null {
  if (!text.startsWith('{')) return null
  try {
    return Answered.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
