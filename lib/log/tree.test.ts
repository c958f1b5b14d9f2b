import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  consistencyProof,
  Edge,
  EMPTY_ROOT,
  inclusionProof,
  leafHash,
  nodeHash,
  readerOver,
  rootAt,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts'
import type { Hash, Node } from './tree.ts'
import { hex, unhex, vectors } from './vectors.ts'

const entries = Array.from({ length: 100 }, (_, index) => Buffer.from(`leaf ${index}`))
const leaves = entries.map(leafHash)
const read = readerOver(leaves)
const roots = Array.from({ length: 101 }, (_, size) => rootOf(leaves.slice(0, size)))
const rootOfSize = (size: number): Hash => roots[size] ?? EMPTY_ROOT

/** The definitions of RFC 6962, 2.1, word for word: slow, recursive, and sharing nothing with the code under test. */
const rfc = {
  sha: (...parts: Uint8Array[]): Uint8Array =>
    createHash('sha256').update(Buffer.concat(parts)).digest(),
  k: (n: number): number => 2 ** Math.floor(Math.log2(n - 1)),
  mth: (d: Uint8Array[]): Uint8Array => {
    if (d.length === 0) return rfc.sha()
    if (d.length === 1) return rfc.sha(Buffer.from([0]), ...d)
    const k = rfc.k(d.length)
    return rfc.sha(Buffer.from([1]), rfc.mth(d.slice(0, k)), rfc.mth(d.slice(k)))
  },
  path: (m: number, d: Uint8Array[]): Uint8Array[] => {
    if (d.length === 1) return []
    const k = rfc.k(d.length)
    return m < k
      ? [...rfc.path(m, d.slice(0, k)), rfc.mth(d.slice(k))]
      : [...rfc.path(m - k, d.slice(k)), rfc.mth(d.slice(0, k))]
  },
  subproof: (m: number, d: Uint8Array[], complete: boolean): Uint8Array[] => {
    if (m === d.length) return complete ? [] : [rfc.mth(d)]
    const k = rfc.k(d.length)
    return m <= k
      ? [...rfc.subproof(m, d.slice(0, k), complete), rfc.mth(d.slice(k))]
      : [...rfc.subproof(m - k, d.slice(k), false), rfc.mth(d.slice(0, k))]
  },
}

const flip = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)))

describe('golden bytes', () => {
  test('empty tree, leaf, node', () => {
    expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(hex(leafHash(new Uint8Array()))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    )
    expect(hex(leafHash(Buffer.from('L123456')))).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    )
    const node = nodeHash(Buffer.from('N123'), Buffer.from('N456'))
    expect(hex(node)).toBe('aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb')
  })

  test('a hundred leaves', () => {
    expect(hex(rootOfSize(1))).toBe('1bb97dcc21635d47e2663efdfd0a174686d98dd701352dd2cd06e8b43fd3d305')
    expect(hex(rootOfSize(100))).toBe('13f88915c560dc911a1da0fb209d84a20971051f294ebeb428fb3fc293af2743')
  })

  test('a leaf as long as an entry may be, and longer', () => {
    for (const length of [65_534, 65_535, 65_536, 100_000]) {
      const entry = new Uint8Array(length).fill(7)
      expect(hex(leafHash(entry))).toBe(
        createHash('sha256').update(Buffer.of(0)).update(entry).digest('hex'),
      )
    }
  })
})

describe('every tree up to a hundred leaves', () => {
  test('has the root that the definition gives, however it is computed', async () => {
    for (let size = 0; size <= 100; size += 1) {
      expect(hex(rootOfSize(size))).toBe(hex(rfc.mth(entries.slice(0, size))))
      expect(await rootAt(size, read)).toEqual(rootOfSize(size))
    }
  })

  test('proves each of its leaves, and with one bit flipped none', async () => {
    for (let size = 1; size <= 100; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const proof = await inclusionProof(index, size, read)
        const claim = { index, size, leaf: leaves[index] ?? EMPTY_ROOT, root: rootOfSize(size), proof }
        if (!verifyInclusion(claim)) throw new Error(`leaf ${index} of ${size}`)
        for (const [place, sibling] of proof.entries()) {
          const flipped = proof.with(place, flip(sibling, (size * 31 + index * 7 + place) % 256))
          if (verifyInclusion({ ...claim, proof: flipped }))
            throw new Error(`flipped: leaf ${index} of ${size}, hash ${place}`)
        }
        const falseClaims = [
          { index: index + 1 },
          { leaf: flip(claim.leaf, size) },
          { root: flip(claim.root, index) },
          { proof: [...proof, EMPTY_ROOT] },
          ...(proof.length > 0 ? [{ proof: proof.slice(1) }, { proof: proof.slice(0, -1) }] : []),
        ]
        for (const change of falseClaims) {
          if (verifyInclusion({ ...claim, ...change }))
            throw new Error(`${Object.keys(change).join()}: leaf ${index} of ${size}`)
        }
      }
    }
  })

  test('proves that it continues each smaller one, and with one bit flipped none', async () => {
    for (let size = 1; size <= 100; size += 1) {
      for (let old = 1; old <= size; old += 1) {
        const proof = await consistencyProof(old, size, read)
        const claim = { old, size, oldRoot: rootOfSize(old), root: rootOfSize(size), proof }
        if (!verifyConsistency(claim)) throw new Error(`${old} to ${size}`)
        for (const [place, part] of proof.entries()) {
          const flipped = proof.with(place, flip(part, (size * 31 + old * 7 + place) % 256))
          if (verifyConsistency({ ...claim, proof: flipped }))
            throw new Error(`flipped: ${old} to ${size}, hash ${place}`)
        }
        const falseClaims = [
          { oldRoot: flip(claim.oldRoot, old) },
          { root: flip(claim.root, size) },
          { old: old - 1 },
          { proof: [...proof, EMPTY_ROOT] },
          ...(proof.length > 0 ? [{ proof: proof.slice(1) }, { proof: proof.slice(0, -1) }] : []),
        ]
        for (const change of falseClaims) {
          if (verifyConsistency({ ...claim, ...change }))
            throw new Error(`${Object.keys(change).join()}: ${old} to ${size}`)
        }
      }
    }
  })
})

describe('against a second implementation', () => {
  const tree = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 300 })

  test('roots and proofs are the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.nat(), fc.nat(), async (data, a, b) => {
        const hashes = data.map(leafHash)
        const size = 1 + (a % data.length)
        const smaller = 1 + (b % size)
        const within = data.slice(0, size)
        expect(hex(rootOf(hashes.slice(0, size)))).toBe(hex(rfc.mth(within)))
        const inclusion = await inclusionProof(smaller - 1, size, readerOver(hashes))
        expect(inclusion.map(hex)).toEqual(rfc.path(smaller - 1, within).map(hex))
        const consistency = await consistencyProof(smaller, size, readerOver(hashes))
        expect(consistency.map(hex)).toEqual(rfc.subproof(smaller, within, true).map(hex))
      }),
      { numRuns: 200 },
    )
  })

  test('a changed, moved or missing leaf is another tree', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 60 }),
        fc.nat(),
        (texts, seed) => {
          const hashes = texts.map((text) => leafHash(Buffer.from(text, 'utf16le')))
          const place = seed % (hashes.length - 1)
          const root = hex(rootOf(hashes))
          const [one, next] = [hashes[place] ?? EMPTY_ROOT, hashes[place + 1] ?? EMPTY_ROOT]
          expect(hex(rootOf(hashes.with(place, flip(one, seed % 256))))).not.toBe(root)
          expect(hex(rootOf(hashes.with(place, next).with(place + 1, one)))).not.toBe(root)
          expect(hex(rootOf(hashes.toSpliced(place, 1)))).not.toBe(root)
          expect(hex(rootOf([...hashes, one]))).not.toBe(root)
        },
      ),
    )
  })
})

describe('a large tree', () => {
  test('grows to a million leaves and proves the last of them without recursion', async () => {
    const edge = new Edge()
    const many = Array.from({ length: 1_000_000 }, (_, index) => leaves[index % 100] ?? EMPTY_ROOT)
    let before = EMPTY_ROOT
    for (const leaf of many) {
      edge.append(leaf)
      if (edge.size === 654_321) before = edge.root()
    }
    const large = readerOver(many)
    const [size, index] = [many.length, many.length - 1]
    const proof = await inclusionProof(index, size, large)
    expect(
      verifyInclusion({ index, size, leaf: many[index] ?? EMPTY_ROOT, root: edge.root(), proof }),
    ).toBe(true)
    const growth = await consistencyProof(654_321, size, large)
    expect(
      verifyConsistency({ old: 654_321, size, oldRoot: before, root: edge.root(), proof: growth }),
    ).toBe(true)
  })

  test('keeps its places apart beyond 32 bits', async () => {
    const size = 2 ** 40 + 3
    const complete = async (nodes: Node[]) =>
      nodes.map(({ level, index }) => leafHash(Buffer.from(`${level}/${index}`)))
    const proof = await inclusionProof(2 ** 40 + 1, size, complete)
    expect(proof).toHaveLength(3)
    const leaf = leafHash(Buffer.from(`0/${2 ** 40 + 1}`))
    // 2^40 leaves to the left; to the right two, of which it is the second, and one.
    const [before = EMPTY_ROOT, after = EMPTY_ROOT, left = EMPTY_ROOT] = proof
    const root = nodeHash(left, nodeHash(nodeHash(before, leaf), after))
    expect(verifyInclusion({ index: 2 ** 40 + 1, size, leaf, root, proof })).toBe(true)
    expect(verifyInclusion({ index: 1, size, leaf, root, proof })).toBe(false)
  })

  test.each([-1, 0.5, 2 ** 53, NaN, Infinity])('no tree has the size %s', async (size) => {
    await expect(rootAt(size, read)).rejects.toThrow(RangeError)
    await expect(inclusionProof(0, size, read)).rejects.toThrow(RangeError)
    await expect(consistencyProof(0, size, read)).rejects.toThrow(RangeError)
    expect(verifyInclusion({ index: 0, size, leaf: EMPTY_ROOT, root: EMPTY_ROOT, proof: [] })).toBe(
      false,
    )
    expect(
      verifyConsistency({ old: size, size, oldRoot: EMPTY_ROOT, root: EMPTY_ROOT, proof: [] }),
    ).toBe(false)
  })
})

describe.runIf(vectors)('vectors', () => {
  const { rfc6962_hasher, rfc6962_tree8, inclusion_probes, consistency_probes, tree_100 } = vectors ?? {}
  const unbase = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

  test.each(rfc6962_hasher?.cases ?? [])(
    '$name',
    ({ kind, data_hex = '', left_hex = '', right_hex = '', want_hex }) => {
      const hashed = () => {
        if (kind === 'leaf') return leafHash(unhex(data_hex))
        return kind === 'node' ? nodeHash(unhex(left_hex), unhex(right_hex)) : rootOf([])
      }
      expect(hex(hashed())).toBe(want_hex)
    },
  )

  test('the eight leaves of Certificate Transparency', async () => {
    const eight = (rfc6962_tree8?.leaves_hex ?? []).map((text) => leafHash(unhex(text)))
    expect(rfc6962_tree8?.root_by_size_hex).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7, 8].map((size) => hex(rootOf(eight.slice(0, size)))),
    )
    for (const [level, hashes] of rfc6962_tree8?.complete_subtree_hashes_by_level_hex.entries() ?? []) {
      expect((await readerOver(eight)(hashes.map((_, index) => ({ level, index })))).map(hex)).toEqual(
        hashes,
      )
    }
  })

  test.each(inclusion_probes?.cases ?? [])(
    'inclusion: $desc',
    ({ leafIdx, treeSize, root, leafHash: leaf, proof, wantErr }) => {
      const claim = {
        index: leafIdx,
        size: treeSize,
        leaf: unbase(leaf),
        root: unbase(root),
        proof: (proof ?? []).map(unbase),
      }
      expect(verifyInclusion(claim)).toBe(!wantErr)
    },
  )

  test.each(consistency_probes?.cases ?? [])(
    'consistency: $desc',
    ({ size1, size2, root1, root2, proof, wantErr }) => {
      const claim = {
        old: size1,
        size: size2,
        oldRoot: unbase(root1),
        root: unbase(root2),
        proof: (proof ?? []).map(unbase),
      }
      expect(verifyConsistency(claim)).toBe(!wantErr)
    },
  )

  test('the hundred leaves of golang.org/x/mod', async () => {
    expect(roots.map(hex)).toEqual(tree_100?.root_by_size_hex)
    for (const { index, size, proof_b64 } of tree_100?.inclusion ?? []) {
      expect(await inclusionProof(index, size, read)).toEqual(proof_b64.map(unbase))
    }
    for (const { old, new: size, proof_b64 } of tree_100?.consistency ?? []) {
      expect(await consistencyProof(old, size, read)).toEqual(proof_b64.map(unbase))
    }
  })
})
