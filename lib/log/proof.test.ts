import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCheckpoint } from './checkpoint.ts'
import { publicKeyOf } from './ed25519.ts'
import { keyOf, signNote } from './note.ts'
import { formatReceipt, parseReceipt, verifyReceipt } from './proof.ts'
import { inclusionProof, leafHash, readerOver, rootOf } from './tree.ts'
import { vectors } from './vectors.ts'

const origin = 'mesa-abierta/practica'
const seed = new Uint8Array(32).fill(7)
const key = keyOf(origin, publicKeyOf(seed))
const entries = Array.from({ length: 5 }, (_, index) => Buffer.from(`{"acto":${index}}`))
const leaves = entries.map(leafHash)
const checkpoint = signNote(formatCheckpoint({ origin, size: 5, root: rootOf(leaves) }), origin, seed)
const entryAt = (index: number): Uint8Array => entries[index] ?? new Uint8Array()
const receiptAt = async (index: number) =>
  formatReceipt({ index, proof: await inclusionProof(index, 5, readerOver(leaves)), checkpoint })

describe('a receipt', () => {
  test('has these bytes for ever', async () => {
    const digest = createHash('sha256')
      .update(await receiptAt(3))
      .digest('hex')
    expect(digest).toBe('8d01c1a0c0ef29d5ff63a5d5ac0b34a9fe2373f39e6b3f9e0106bbf15cb77736')
    expect((await receiptAt(4)).split('\n').slice(0, 2)).toEqual(['c2sp.org/tlog-proof@v1', 'index 4'])
  })

  test('proves its entry, and no other', async () => {
    for (const [index, entry] of entries.entries()) {
      const receipt = await receiptAt(index)
      expect(verifyReceipt(receipt, entry, key)).toMatchObject({ origin, size: 5 })
      expect(() => verifyReceipt(receipt, entryAt((index + 1) % 5), key)).toThrow('the entry is not')
      expect(() =>
        verifyReceipt(receipt.replace(/index \d/, `index ${(index + 1) % 5}`), entry, key),
      ).toThrow('the entry is not')
    }
  })

  test('is refused whichever character of it is changed', async () => {
    const receipt = await receiptAt(3)
    for (let place = 0; place < receipt.length; place += 1) {
      const changed =
        receipt.slice(0, place) + (receipt[place] === '1' ? '2' : '1') + receipt.slice(place + 1)
      expect(() => verifyReceipt(changed, entryAt(3), key)).toThrow()
    }
  })

  test('is refused by the key of another log', async () => {
    const receipt = await receiptAt(0)
    expect(() => verifyReceipt(receipt, entryAt(0), keyOf('other', publicKeyOf(seed)))).toThrow()
    expect(() =>
      verifyReceipt(receipt, entryAt(0), keyOf(origin, publicKeyOf(new Uint8Array(32)))),
    ).toThrow()
  })

  test('reads as it was written', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
    const proofs = fc.array(hash, { maxLength: 64 })
    fc.assert(
      fc.property(fc.maxSafeNat(), proofs, fc.option(fc.uint8Array()), (index, proof, extra) => {
        const receipt = { index, proof, checkpoint, ...(extra && { extra }) }
        expect(parseReceipt(formatReceipt(receipt))).toEqual(receipt)
      }),
    )
  })

  test.each([
    ['another header', 'c2sp.org/tlog-proof@v2\nindex 0\n\nx\n'],
    ['no index', 'c2sp.org/tlog-proof@v1\n\nx\n'],
    ['a leading zero', 'c2sp.org/tlog-proof@v1\nindex 00\n\nx\n'],
    ['no checkpoint', 'c2sp.org/tlog-proof@v1\nindex 0\n'],
    ['a short hash', 'c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx\n'],
    ['extra after the index', 'c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\nx\n'],
    ['carriage returns', 'c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\nx\r\n'],
    ['65 hashes', `c2sp.org/tlog-proof@v1\nindex 0\n${`${'A'.repeat(43)}=\n`.repeat(65)}\nx\n`],
  ])('with %s is refused', (_, text) => {
    expect(() => parseReceipt(text)).toThrow()
  })
})

describe.runIf(vectors)('vectors', () => {
  const { marshal = [], must_reject = [] } = vectors?.tlog_proof_text ?? {}

  test.each(marshal)('index $index', ({ index, hashes_sha256_of, extra, checkpoint: given, want }) => {
    const proof = hashes_sha256_of.map(
      (text) => new Uint8Array(createHash('sha256').update(text).digest()),
    )
    const receipt = {
      index,
      proof,
      checkpoint: given,
      ...(extra && { extra: new Uint8Array(Buffer.from(extra)) }),
    }
    expect(formatReceipt(receipt)).toBe(want)
    expect(parseReceipt(want)).toEqual(receipt)
  })

  test.each(must_reject)('$name', ({ text }) => {
    expect(() => parseReceipt(text)).toThrow()
  })
})
