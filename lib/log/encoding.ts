import { looselyFromBase64, toBase64 } from '#platform'

export { concat, toBase64 } from '#platform'

/** What was read does not have the form that its specification demands. */
export class Malformed extends Error {
  override name = 'Malformed'
}

/** Standard base64 (RFC 4648, section 4) and nothing else: decoders alone take URL letters, blanks and loose tail bits. */
export function fromBase64(text: string): Uint8Array {
  const bytes = looselyFromBase64(text)
  if (toBase64(bytes) !== text) throw new Malformed('not standard base64')
  return bytes
}

/** The caller knows that it is hexadecimal. */
export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * A size or an index: decimal digits without a leading zero (tlog-checkpoint, tlog-proof). BigInt(text) would take "0x7b", " 7 "
 * and "". The formats allow 64 bits; we refuse what a JavaScript number cannot hold exactly, 2^53 - 1 entries being out of any
 * forum's reach.
 */
export function fromDecimal(text: string): number {
  const value = Number(text)
  if (!/^(0|[1-9][0-9]*)$/.test(text) || !Number.isSafeInteger(value)) {
    throw new Malformed(`not a size: ${JSON.stringify(text.slice(0, 40))}`)
  }
  return value
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A byte order mark stays in the text: what is signed is every byte. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch {
    throw new Malformed('not UTF-8')
  }
}

export function toUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place])
}
