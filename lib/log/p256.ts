import { p256 } from '@noble/curves/nist.js'
import { concat } from './encoding.ts'

const ORDER = p256.Point.Fn.ORDER

/**
 * ECDSA over P-256 with SHA-256, as authenticators sign: DER, strictly. One code for server, browser and terminal, hence one verdict.
 *
 * The rule: r and s in 1..n-1, each in its one shortest DER form and nothing after them; a public key whose coordinates are below p and on the
 * curve. A high s counts: authenticators make both, and an assertion is bound to its act by the challenge, not by its bytes.
 */
export function verifyP256(
  x: Uint8Array,
  y: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const numbers = numbersIn(signature)
  if (!numbers || x.length !== 32 || y.length !== 32) return false
  try {
    return p256.verify(concat(numbers), message, concat([Uint8Array.of(4), x, y]), {
      prehash: true,
      lowS: false,
      format: 'compact',
    })
  } catch {
    return false
  }
}

/** SEQUENCE { INTEGER r, INTEGER s } in DER (X.690): no long lengths, no padding, no negative numbers, no bytes left over. */
function numbersIn(der: Uint8Array): [Uint8Array, Uint8Array] | null {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null
  const r = numberAt(der, 2)
  const s = r && numberAt(der, r.end)
  return r && s && s.end === der.length ? [r.bytes, s.bytes] : null
}

function numberAt(der: Uint8Array, at: number): { bytes: Uint8Array; end: number } | null {
  const length = der[at + 1] ?? 0
  const end = at + 2 + length
  if (der[at] !== 0x02 || length < 1 || length > 33 || end > der.length) return null
  const content = der.subarray(at + 2, end)
  const [first = 0, second = 0] = content
  if (first > 0x7f || (first === 0 && (length === 1 || second < 0x80)) || (length === 33 && first !== 0))
    return null
  const digits = first === 0 ? content.subarray(1) : content
  const bytes = new Uint8Array(32)
  bytes.set(digits, 32 - digits.length)
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  return value > 0n && value < ORDER ? { bytes, end } : null
}
