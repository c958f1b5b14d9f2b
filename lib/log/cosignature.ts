import { verifyEd25519 } from './ed25519.ts'
import { Malformed, toUtf8 } from './encoding.ts'

/**
 * A witness's word that it saw this checkpoint, and none that contradicts it, at this time (C2SP tlog-cosignature,
 * cosignature/v1).
 */
export type Cosignature = { time: number; signature: Uint8Array }

/** In the note: eight bytes of POSIX seconds, big-endian, and 64 of Ed25519. */
export function parseCosignature(bytes: Uint8Array): Cosignature {
  if (bytes.length !== 8 + 64) throw new Malformed('a timestamped cosignature has 72 bytes')
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0))
  if (!Number.isSafeInteger(time)) throw new Malformed('a cosignature from no possible time')
  return { time, signature: bytes.subarray(8) }
}

/** What is signed: the time above the whole note text, so that neither can be moved to another. */
export function cosignedMessage(time: number, text: string): Uint8Array {
  return toUtf8(`cosignature/v1\ntime ${time}\n${text}`)
}

export function verifyCosignature(publicKey: Uint8Array, text: string, bytes: Uint8Array): boolean {
  if (bytes.length !== 8 + 64) return false
  const { time, signature } = parseCosignature(bytes)
  return verifyEd25519(publicKey, cosignedMessage(time, text), signature)
}
