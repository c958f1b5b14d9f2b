import type { MinutesDocument } from './document.ts'

/** For machines: what each field means stands in docs/minutes-document.md. */
export function writeJson(minutes: MinutesDocument): Buffer {
  return Buffer.from(`${JSON.stringify(minutes, null, 2)}\n`)
}
