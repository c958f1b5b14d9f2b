import { createHash, createHmac } from 'node:crypto'
import { settings } from '../settings.ts'

/** An e-mail as accounts know it. */
export function address(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}

/** Keyed, and by its purpose, so that a table of digests tells nobody whose accounts stand in it. */
export function accountDigest(email: string, purpose: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    createHmac('sha256', settings().loginSecret)
      .update(`${purpose}\0${address(email)}`)
      .digest(),
  )
}

export function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest())
}
