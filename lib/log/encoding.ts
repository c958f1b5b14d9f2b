/** What was read does not have the form that its specification demands. */
export class Malformed extends Error {
  override name = 'Malformed'
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** Standard base64 (RFC 4648, section 4) and nothing else: Buffer alone would take URL letters, blanks and loose tail bits. */
export function fromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw new Malformed('not standard base64')
  return new Uint8Array(bytes)
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

/** A byte order mark stays in the text: what is signed is every byte. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
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
