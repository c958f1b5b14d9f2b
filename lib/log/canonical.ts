import canonicalize from 'canonicalize'
import { toUtf8 } from './encoding.ts'

/**
 * The one way to write a value down as bytes: JSON Canonicalization Scheme (RFC 8785).
 *
 * It throws on what has no JSON (NaN, infinities, BigInt, lone surrogates, cycles) and on what JSON.stringify would change
 * without a word (a Date, a Map, a hole in a list). A member that is `undefined` is an absent member.
 */
export function canonicalBytes(value: unknown): Uint8Array {
  return toUtf8(canonicalText(value))
}

export function canonicalText(value: unknown): string {
  refuseWhatChanges(value)
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('a value without JSON has no canonical bytes')
  return text
}

/** A record must not be read back as something else than was written: a hole as null, a Date as text, a Map as {}. */
function refuseWhatChanges(value: unknown, path: object[] = []): void {
  if (value === null || typeof value !== 'object') return
  if (path.includes(value)) throw new TypeError('a cycle has no canonical bytes')
  const within = [...path, value]
  if (Array.isArray(value)) {
    for (const item of value) {
      if (item === undefined || typeof item === 'function' || typeof item === 'symbol') {
        throw new TypeError('a list with a hole has no canonical bytes')
      }
      refuseWhatChanges(item, within)
    }
    return
  }
  const prototype = Object.getPrototypeOf(value) as unknown
  if ((prototype !== Object.prototype && prototype !== null) || 'toJSON' in value) {
    throw new TypeError('only plain objects have canonical bytes')
  }
  for (const member of Object.values(value)) {
    if (typeof member === 'function' || typeof member === 'symbol')
      throw new TypeError('a function has no canonical bytes')
    refuseWhatChanges(member, within)
  }
}
