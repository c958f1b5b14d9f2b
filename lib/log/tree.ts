import { sha256, sha256All } from '#platform'
import { concat, sameBytes } from './encoding.ts'

/**
 * The Merkle tree of RFC 6962, section 2.1 (the same in RFC 9162, whose iterative verification is used here).
 *
 * Sizes and indices are JavaScript numbers up to 2^53 - 1; every function refuses others. Halving is division: `>>` and `|` would
 * cut them to 32 bits. Nothing here recurses.
 */

export type Hash = Uint8Array

/** The hash of a complete subtree: the 2^level leaves from index * 2^level on. Level 0 is the leaves. */
export type Node = { level: number; index: number }

/** Where proofs get the hashes of complete subtrees from: an array of leaves, tiles, somebody else's server. */
export type HashReader = (nodes: Node[]) => Promise<Hash[]>

export const HASH_LENGTH = 32

/** RFC 6962: the hash of an empty tree is the hash of an empty string. */
export const EMPTY_ROOT: Hash = sha256(new Uint8Array())

// One entry and one pair of hashes at a time, in place: a tree of a hundred thousand entries is mostly copying otherwise.
const leafInput = new Uint8Array(0x10000)
const nodeInput = new Uint8Array(1 + 2 * HASH_LENGTH).fill(0x01, 0, 1)

/** SHA-256(0x00 || entry): the first byte keeps a leaf from being taken for a node. */
export function leafHash(entry: Uint8Array): Hash {
  if (entry.length >= leafInput.length) return sha256(concat([Uint8Array.of(0), entry]))
  leafInput.set(entry, 1)
  return sha256(leafInput.subarray(0, entry.length + 1))
}

/** The hashes of many leaves: where it is the faster way, not one after the other. */
export function leafHashes(entries: Uint8Array[]): Promise<Hash[]> {
  return sha256All(
    entries.map((entry) => {
      const input = new Uint8Array(entry.length + 1)
      input.set(entry, 1)
      return input
    }),
  )
}

/** SHA-256(0x01 || left || right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + left.length)
  return sha256(nodeInput.subarray(0, 1 + left.length + right.length))
}

/** The right edge of a growing tree: its complete subtrees, largest first. All that is needed to append and to know the root. */
export class Edge {
  size = 0
  readonly #subtrees: Hash[] = []

  /** One node per leaf on average: each set low bit of the size is a subtree that the new leaf completes. */
  append(leaf: Hash): void {
    let hashed = leaf
    for (let bits = this.size; isOdd(bits); bits = half(bits))
      hashed = nodeHash(this.#subtrees.pop() ?? EMPTY_ROOT, hashed)
    this.#subtrees.push(hashed)
    this.size += 1
  }

  root(): Hash {
    return joined(this.#subtrees)
  }

  /** The root of a tree that goes on with one more, smaller, subtree on its right. */
  rootWith(tail: Hash): Hash {
    return joined([...this.#subtrees, tail])
  }
}

/** The root over leaf hashes. */
export function rootOf(leaves: Iterable<Hash>): Hash {
  const edge = new Edge()
  for (const leaf of leaves) edge.append(leaf)
  return edge.root()
}

/** The root of the first `size` leaves, from a handful of complete subtrees. */
export async function rootAt(size: number, read: HashReader): Promise<Hash> {
  return joined(await read(subtreesOf(0, size)))
}

/** RFC 6962, 2.1.1: the siblings on the way from a leaf to the root. */
export async function inclusionProof(index: number, size: number, read: HashReader): Promise<Hash[]> {
  if (!isSize(index) || !isSize(size) || index >= size)
    throw new RangeError(`no leaf ${index} in a tree of ${size}`)
  const siblings: Span[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + split(to - from)
    if (index < middle) {
      siblings.unshift([middle, to])
      to = middle
    } else {
      siblings.unshift([from, middle])
      from = middle
    }
  }
  return hashesOf(siblings, read)
}

/**
 * RFC 6962, 2.1.2: the tree of the first `old` leaves is how the tree of `size` begins. The empty tree begins every tree,
 * unproven.
 */
export async function consistencyProof(old: number, size: number, read: HashReader): Promise<Hash[]> {
  if (!isSize(old) || !isSize(size) || old > size)
    throw new RangeError(`a tree of ${size} does not continue one of ${old}`)
  if (old === 0) return []
  const parts: Span[] = []
  let [from, to] = [0, size]
  while (to !== old) {
    const middle = from + split(to - from)
    if (old <= middle) {
      parts.unshift([middle, to])
      to = middle
    } else {
      parts.unshift([from, middle])
      from = middle
    }
  }
  // The old tree itself need not be told where it is one complete subtree on the left edge: the verifier knows its root.
  if (from > 0) parts.unshift([from, to])
  return hashesOf(parts, read)
}

/** RFC 9162, 2.1.3.2. */
export function verifyInclusion({
  index,
  size,
  leaf,
  root,
  proof,
}: {
  index: number
  size: number
  leaf: Hash
  root: Hash
  proof: Hash[]
}): boolean {
  if (!isSize(index) || !isSize(size) || index >= size || ![leaf, root, ...proof].every(isHash))
    return false
  let place = index
  let last = size - 1
  let hashed = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (isOdd(place) || place === last) {
      hashed = nodeHash(sibling, hashed)
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)]
    } else {
      hashed = nodeHash(hashed, sibling)
    }
    place = half(place)
    last = half(last)
  }
  return last === 0 && sameBytes(hashed, root)
}

/** RFC 9162, 2.1.4.2. A tree of size 0 is refused: whoever knows nothing yet has nothing to compare. */
export function verifyConsistency({
  old,
  size,
  oldRoot,
  root,
  proof,
}: {
  old: number
  size: number
  oldRoot: Hash
  root: Hash
  proof: Hash[]
}): boolean {
  if (!isSize(old) || !isSize(size) || old === 0 || old > size) return false
  if (old === size) return proof.length === 0 && sameBytes(oldRoot, root)
  if (![oldRoot, root, ...proof].every(isHash)) return false
  let place = old - 1
  let last = size - 1
  while (isOdd(place)) [place, last] = [half(place), half(last)]
  const [first, ...rest] = place === 0 ? [oldRoot, ...proof] : proof
  if (!first || proof.length === 0) return false
  let oldHashed = first
  let hashed = first
  for (const part of rest) {
    if (last === 0) return false
    if (isOdd(place) || place === last) {
      oldHashed = nodeHash(part, oldHashed)
      hashed = nodeHash(part, hashed)
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)]
    } else {
      hashed = nodeHash(hashed, part)
    }
    place = half(place)
    last = half(last)
  }
  return last === 0 && sameBytes(oldHashed, oldRoot) && sameBytes(hashed, root)
}

/** The hashes of an array of leaves, each level made when it is first asked for. */
export function readerOver(leaves: Hash[]): HashReader {
  const levels: Hash[][] = [leaves]
  const levelAt = (level: number): Hash[] => {
    for (let below = levels.length; below <= level; below += 1)
      levels.push(paired(levels[below - 1] ?? []))
    return levels[level] ?? []
  }
  return (nodes) =>
    Promise.resolve(
      nodes.map(({ level, index }) => {
        const found = levelAt(level)[index]
        if (!found) throw new RangeError(`no complete subtree ${index} at level ${level}`)
        return found
      }),
    )
}

/** The hashes of the complete subtrees one level up; what has no pair yet is left out. */
export function paired(hashes: Hash[]): Hash[] {
  const pairs: Hash[] = []
  for (let place = 1; place < hashes.length; place += 2) {
    const [left, right] = [hashes[place - 1], hashes[place]]
    if (left && right) pairs.push(nodeHash(left, right))
  }
  return pairs
}

type Span = readonly [from: number, to: number]

async function hashesOf(spans: Span[], read: HashReader): Promise<Hash[]> {
  const nodes = spans.map(([from, to]) => subtreesOf(from, to))
  const hashes = await read(nodes.flat())
  let taken = 0
  return nodes.map(({ length }) => joined(hashes.slice(taken, (taken += length))))
}

/** The complete subtrees that make up a span of a tree, largest first. The span starts where such a subtree may start. */
function subtreesOf(from: number, to: number): Node[] {
  if (!isSize(from) || !isSize(to)) throw new RangeError(`no leaves from ${from} to ${to}`)
  const nodes: Node[] = []
  for (let at = from; at < to; ) {
    let [level, width] = [0, 1]
    while (at + 2 * width <= to && at % (2 * width) === 0) [level, width] = [level + 1, 2 * width]
    nodes.push({ level, index: at / width })
    at += width
  }
  return nodes
}

/** Subtrees of falling size are joined from the right: RFC 6962 splits at the largest power of two below the size. */
function joined(subtrees: Hash[]): Hash {
  if (subtrees.length === 0) return EMPTY_ROOT
  return subtrees.reduceRight((right, left) => nodeHash(left, right))
}

/** The largest power of two smaller than `count`. */
function split(count: number): number {
  let power = 1
  while (2 * power < count) power *= 2
  return power
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === HASH_LENGTH
}

function isOdd(value: number): boolean {
  return value % 2 === 1
}

function half(value: number): number {
  return Math.floor(value / 2)
}
