import { randomUUID } from 'node:crypto'
import type { FormState } from '@/components/form/form-state'

/** A form as it is first shown: a fresh idempotency key, and the values it starts with. */
export function newForm(values: Record<string, string> = {}): FormState {
  return { ok: true, key: randomUUID(), errors: {}, values }
}
