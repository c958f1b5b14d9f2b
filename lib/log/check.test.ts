import { describe, expect, test } from 'vitest'
import { checkReceipt, checkWhole, verdictOf } from './check.ts'
import type { LogSource } from './check.ts'
import { formatCheckpoint, openCheckpoint } from './checkpoint.ts'
import { publicKeyOf } from './ed25519.ts'
import { toUtf8 } from './encoding.ts'
import { COSIGNATURE, cosignatureLine, keyOf, signNote } from './note.ts'
import { formatReceipt } from './proof.ts'
import { bundleBytes, TILE_WIDTH } from './tiles.ts'
import { inclusionProof, leafHash, readerOver, rootOf } from './tree.ts'

const origin = 'mesa-abierta/practica'
const [seed, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
const key = keyOf(origin, publicKeyOf(seed))
const witness = keyOf('civil.example', publicKeyOf(other), COSIGNATURE)
const actsOf = (count: number, told = 'act') =>
  Array.from({ length: count }, (_, index) => toUtf8(`{"${told}":${index}}`))

function noteOf(entries: Uint8Array[], by = seed) {
  const text = formatCheckpoint({ origin, size: entries.length, root: rootOf(entries.map(leafHash)) })
  return `${signNote(text, origin, by)}${cosignatureLine(text, 'civil.example', other, 1_800_000_000)}`
}

async function receiptOf(
  entries: Uint8Array[],
  index: number,
  { extra = true, note = noteOf(entries) } = {},
) {
  const proof = await inclusionProof(index, entries.length, readerOver(entries.map(leafHash)))
  const [bytes] = entries.slice(index)
  return formatReceipt({ index, proof, checkpoint: note, ...(extra && bytes && { extra: bytes }) })
}

function sourceOf(entries: Uint8Array[], note = noteOf(entries), told = entries): LogSource {
  const levels = [entries.map(leafHash)]
  for (let below = levels[0] ?? []; below.length >= TILE_WIDTH; below = levels.at(-1) ?? []) {
    levels.push(
      Array.from({ length: Math.floor(below.length / TILE_WIDTH) }, (_, tile) =>
        rootOf(below.slice(tile * TILE_WIDTH, (tile + 1) * TILE_WIDTH)),
      ),
    )
  }
  return {
    checkpoint: () => Promise.resolve(note),
    tile: ({ level, index, width }) =>
      Promise.resolve(
        level === 'entries'
          ? bundleBytes(told.slice(index * TILE_WIDTH, index * TILE_WIDTH + width))
          : Buffer.concat((levels[level] ?? []).slice(index * TILE_WIDTH, index * TILE_WIDTH + width)),
      ),
  }
}

const wordOf = async (source: LogSource, seen?: Parameters<typeof checkWhole>[2]) => {
  const { steps } = await checkWhole(source, { log: [key], witnesses: [witness] }, seen)
  return [verdictOf(steps), steps.find((step) => step.ok === false)?.name]
}

describe('a receipt', () => {
  test('proves its entry, offline, by what it carries itself', async () => {
    const { steps, index } = checkReceipt(await receiptOf(actsOf(300), 257), {
      log: [key],
      witnesses: [witness],
    })
    expect([verdictOf(steps), index]).toEqual(['verified', 257])
    expect(steps.find((step) => step.name === 'witnessed')?.told).toMatchObject({ count: 1, of: 1 })
  })

  test('of an entry that is not there, of another log, or by another key is not taken', async () => {
    const entries = actsOf(9)
    const receipt = await receiptOf(entries, 4)
    expect(verdictOf(checkReceipt(receipt, { log: [key] }, toUtf8('{"act":5}')).steps)).toBe('false')
    expect(
      verdictOf(checkReceipt(await receiptOf(entries, 4, { extra: false }), { log: [key] }).steps),
    ).toBe('incomplete')
    expect(verdictOf(checkReceipt(receipt, { log: [] }).steps)).toBe('incomplete')
    const elsewhere = checkReceipt(receipt, {
      log: [keyOf('mesa-abierta/otra', publicKeyOf(seed))],
    }).steps
    expect(elsewhere.find((step) => step.ok === false)).toMatchObject({
      name: 'origin',
      told: { origin, expected: 'mesa-abierta/otra' },
    })
    expect(
      verdictOf(
        checkReceipt(await receiptOf(entries, 4, { note: noteOf(entries, other) }), { log: [key] })
          .steps,
      ),
    ).toBe('false')
  })

  test('altered anywhere is never verified, and never breaks the reader', async () => {
    const receipt = await receiptOf(actsOf(20), 7)
    for (let place = 0; place < receipt.length; place += 1) {
      const altered = `${receipt.slice(0, place)}${receipt[place] === 'A' ? 'B' : 'A'}${receipt.slice(place + 1)}`
      const { steps } = checkReceipt(altered, { log: [key], witnesses: [witness] })
      // Another's signature line may be anything: it is left aside, and then the witness is missing among those who signed.
      const whole =
        verdictOf(steps) === 'verified' &&
        steps.find((step) => step.name === 'witnessed')?.told.count === 1
      expect(whole, `place ${place}`).toBe(false)
    }
    for (let length = 0; length < receipt.length; length += 7)
      expect(verdictOf(checkReceipt(receipt.slice(0, length), { log: [key] }).steps)).not.toBe(
        'verified',
      )
  })
})

describe('the whole log', () => {
  test.each([0, 1, 2, 255, 256, 257, 700, 66_000])('of %d acts is found whole', async (size) => {
    expect(await wordOf(sourceOf(actsOf(size)))).toEqual(['verified', undefined])
  })

  test('shows what its host did to it', async () => {
    const entries = actsOf(700)
    const rewritten = entries.with(300, toUtf8('{"act":"otro"}'))
    expect(await wordOf(sourceOf(entries, noteOf(entries), rewritten))).toEqual([
      'false',
      'root-recomputed',
    ])
    expect(await wordOf(sourceOf(entries, noteOf(rewritten)))).toEqual(['false', 'root-recomputed'])
    expect(await wordOf(sourceOf(entries, noteOf(entries), entries.slice(0, 690)))).toEqual([
      'false',
      'entries-counted',
    ])
    expect(await wordOf(sourceOf(entries, noteOf(entries, other)))).toEqual([
      'false',
      'checkpoint-signed',
    ])
    const honest = sourceOf(entries)
    const other256 = await sourceOf(rewritten).tile({ level: 1, index: 0, width: 2 })
    expect(
      await wordOf({
        ...honest,
        tile: async (tile) => (tile.level === 1 ? other256 : honest.tile(tile)),
      }),
    ).toEqual(['false', 'tiles-agree'])
  })

  test('is compared with what its reader saw before', async () => {
    const seenAt = (entries: Uint8Array[]) => ({ seen: openCheckpoint(noteOf(entries), key) })
    const entries = actsOf(700)
    expect(await wordOf(sourceOf(entries), seenAt(entries.slice(0, 600)))).toEqual([
      'verified',
      undefined,
    ])
    expect(await wordOf(sourceOf(entries), seenAt(entries))).toEqual(['verified', undefined])
    expect(await wordOf(sourceOf(entries.slice(0, 600)), seenAt(entries))).toEqual([
      'false',
      'grown-from',
    ])
    const rewritten = entries.with(5, toUtf8('{"act":"otro"}'))
    expect(await wordOf(sourceOf(rewritten), seenAt(entries.slice(0, 600)))).toEqual([
      'false',
      'grown-from',
    ])
  })
})
