import { sha256 } from '#platform'
import { fromBase64, Malformed, toHex } from '../log/encoding.ts'
import { openNote, parseKey } from '../log/note.ts'

export type DeviceNamed = {
  person: string
  sector: string
  credentialId: string
  publicKey: string
  rpId: string
}

/** What a sector's witness signs so that a passkey counts as its member's: whose, and which key. */
export function enrolmentText(origin: string, device: DeviceNamed): string {
  return textOf('mesa-abierta device enrolment v1', origin, device)
}

/** What it signs where the sector, and not the member, says that a device is lost. */
export function lossText(origin: string, device: DeviceNamed): string {
  return textOf('mesa-abierta device loss v1', origin, device)
}

function textOf(
  title: string,
  origin: string,
  { person, sector, credentialId, publicKey, rpId }: DeviceNamed,
): string {
  return [
    title,
    origin,
    person,
    sector,
    credentialId,
    toHex(sha256(fromBase64(publicKey))),
    rpId,
    '',
  ].join('\n')
}

export type Vouched = 'yes' | 'unreadable' | 'other-text' | 'not-signed'

/** Whether the sector's witness signed exactly this. */
export function vouchedFor(note: string, text: string, witness: string): Vouched {
  if (!note.includes('\n\n')) return 'unreadable'
  if (note.slice(0, note.lastIndexOf('\n\n') + 1) !== text) return 'other-text'
  try {
    openNote(note, [parseKey(witness)])
    return 'yes'
  } catch (error) {
    if (error instanceof Malformed) return 'not-signed'
    throw error
  }
}
