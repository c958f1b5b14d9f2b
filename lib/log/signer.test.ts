import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCheckpoint } from './checkpoint.ts'
import { formatKey } from './note.ts'
import { originOf, publicKeyIn, Signer, SigningRefused } from './signer.ts'
import type { Exclusively, Head, SignedCheckpoint } from './signer.ts'
import { consistencyProof, EMPTY_ROOT, leafHash, readerOver, rootOf } from './tree.ts'
import type { Hash } from './tree.ts'
import { hex } from './vectors.ts'

const forum = '5f0c2c1e-3a0e-4b0a-8e55-6a4e8f2f9b10'
const seed = new Uint8Array(32).fill(7)
const leavesOf = (size: number, told = 'leaf'): Hash[] =>
  Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`${told} ${index}`)))

/** The head of an honest log: grown from whatever was signed last. */
const headOf =
  (leaves: Hash[]) =>
  async (last: SignedCheckpoint | null): Promise<Head> => ({
    size: leaves.length,
    root: rootOf(leaves),
    proof:
      last && last.size <= leaves.length
        ? await consistencyProof(last.size, leaves.length, readerOver(leaves))
        : [],
  })

const lock = (): Exclusively => {
  let before: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = before.then(work, work)
    before = mine
    return mine
  }
}

let keysDir = ''
const open = (exclusively = lock()) => Signer.open({ keysDir, forum, exclusively, seed })

beforeEach(async () => {
  keysDir = join(await mkdtemp(join(tmpdir(), 'keys-')), 'keys')
})
afterEach(() => rm(keysDir, { recursive: true, force: true }))

describe('a signer', () => {
  test('signs the growing log of one forum, under a name free of any host', async () => {
    const signer = await open()
    for (const size of [0, 1, 2, 7, 256, 300]) {
      const signed = await signer.sign(headOf(leavesOf(size)))
      expect(openCheckpoint(signed.note, signer.key)).toMatchObject({
        origin: `mesa-abierta/${forum}`,
        size,
      })
    }
    expect(signer.key.name).toBe(originOf(forum))
  })

  test('gives the same note for the same head, however often it is asked', async () => {
    const signer = await open()
    const { note } = await signer.sign(headOf(leavesOf(5)))
    expect((await signer.sign(headOf(leavesOf(5)))).note).toBe(note)
    expect((await (await open()).sign(headOf(leavesOf(5)))).note).toBe(note)
  })

  test('refuses a log that is smaller: cut, or restored from an old copy', async () => {
    const signer = await open()
    const { note } = await signer.sign(headOf(leavesOf(5)))
    await expect(signer.sign(headOf(leavesOf(4)))).rejects.toThrow(SigningRefused)
    await expect((await open()).sign(headOf([]))).rejects.toThrow('it was cut')
    expect((await signer.sign(headOf(leavesOf(5)))).note).toBe(note)
  })

  test('refuses another root for the same size', async () => {
    const signer = await open()
    await signer.sign(headOf(leavesOf(5)))
    await expect(signer.sign(headOf(leavesOf(5, 'other')))).rejects.toThrow('it was rewritten')
  })

  test('refuses a larger log that does not begin as the signed one', async () => {
    const signer = await open()
    await signer.sign(headOf(leavesOf(5)))
    for (const size of [6, 8, 9, 300]) {
      await expect(signer.sign(headOf(leavesOf(size, 'other')))).rejects.toThrow('does not continue')
    }
    await expect(signer.sign(headOf(leavesOf(9).with(2, EMPTY_ROOT)))).rejects.toThrow(
      'does not continue',
    )
    expect((await signer.sign(headOf(leavesOf(9)))).size).toBe(9)
  })

  test('refuses growth without its proof, or with the proof of another', async () => {
    const signer = await open()
    await signer.sign(headOf(leavesOf(5)))
    const leaves = leavesOf(9)
    const proof = await consistencyProof(4, 9, readerOver(leaves))
    for (const given of [[], proof, [EMPTY_ROOT]]) {
      const head = { size: 9, root: rootOf(leaves), proof: given }
      await expect(signer.sign(() => Promise.resolve(head))).rejects.toThrow(SigningRefused)
    }
  })

  test('refuses an empty log with a root', async () => {
    const head = { size: 0, root: leafHash(seed), proof: [] }
    await expect((await open()).sign(() => Promise.resolve(head))).rejects.toThrow(SigningRefused)
  })

  test('never signs two heads that contradict each other, whatever it is asked', async () => {
    const told = fc.array(fc.tuple(fc.constantFrom('leaf', 'other'), fc.nat(40)), {
      minLength: 1,
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(told, async (heads) => {
        await rm(keysDir, { recursive: true, force: true })
        const signer = await open()
        const signed: { leaves: Hash[]; size: number }[] = []
        for (const [name, size] of heads) {
          const leaves = leavesOf(size, name)
          if (
            await signer.sign(headOf(leaves)).then(
              () => true,
              () => false,
            )
          )
            signed.push({ leaves, size })
        }
        for (const { leaves, size } of signed) {
          const final = signed.at(-1)?.leaves ?? []
          expect(size).toBeLessThanOrEqual(final.length)
          expect(rootOf(final.slice(0, size))).toEqual(rootOf(leaves))
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('its store', () => {
  test('is one file, for its owner alone', async () => {
    await (await open()).sign(headOf(leavesOf(3)))
    expect(await readdir(keysDir)).toEqual([`${forum}.json`])
    expect((await stat(join(keysDir, `${forum}.json`))).mode & 0o777).toBe(0o600)
    expect((await stat(keysDir)).mode & 0o777).toBe(0o700)
  })

  test('gives the public key to readers, and makes none for them', async () => {
    expect(await publicKeyIn(keysDir, forum)).toBeNull()
    const { key } = await open()
    expect(await publicKeyIn(keysDir, forum)).toEqual(key)
    expect(formatKey(key)).toMatch(/^mesa-abierta\/5f0c2c1e-3a0e-4b0a-8e55-6a4e8f2f9b10\+[0-9a-f]{8}\+A/)
  })

  test('keeps its key, whatever seed a later caller brings', async () => {
    const { key } = await open()
    const other = await Signer.open({ keysDir, forum, exclusively: lock(), seed: new Uint8Array(32) })
    expect(other.key).toEqual(key)
  })

  test('makes one key, though twenty ask at the same time', async () => {
    const signers = await Promise.all(
      Array.from({ length: 20 }, () => Signer.open({ keysDir, forum, exclusively: lock() })),
    )
    expect(new Set(signers.map(({ key }) => key.id)).size).toBe(1)
    expect(await readdir(keysDir)).toEqual([`${forum}.json`])
  })

  test('a crash between store and answer loses nothing: the word was given, and is given again', async () => {
    await (await open()).sign(headOf(leavesOf(1)))
    const hashes = [rootOf(leavesOf(5)), ...(await consistencyProof(1, 5, readerOver(leavesOf(5))))]
    // A process that is killed once the store is written and before `sign` can answer.
    const dying = `
      const { Signer } = await import(${JSON.stringify(new URL('./signer.ts', import.meta.url))})
      const die = async (work) => { await work(); process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}) }
      const signer = await Signer.open({ keysDir: ${JSON.stringify(keysDir)}, forum: '${forum}', exclusively: die })
      const [root, ...proof] = ${JSON.stringify(hashes.map(hex))}.map((text) => Buffer.from(text, 'hex'))
      await signer.sign(async () => ({ size: 5, root, proof }))`
    const killed = spawnSync(process.execPath, ['--input-type=module', '--eval', dying], {
      encoding: 'utf8',
    })
    expect(killed).toMatchObject({ signal: 'SIGKILL', stderr: '' })
    const kept = (JSON.parse(await readFile(join(keysDir, `${forum}.json`), 'utf8')) as { last: string })
      .last
    expect(kept).toContain('\n5\n')
    expect((await (await open()).sign(headOf(leavesOf(5)))).note).toBe(kept)
    await expect((await open()).sign(headOf(leavesOf(4)))).rejects.toThrow(SigningRefused)
  })

  test('a crash before the store leaves the word before it, and the log may still grow otherwise', async () => {
    const signer = await open()
    await signer.sign(headOf(leavesOf(5)))
    await writeFile(join(keysDir, `${forum}.json.half-written`), '{"name":')
    expect((await (await open()).sign(headOf(leavesOf(6)))).size).toBe(6)
  })

  test.each([
    ['half a file', '{"name":'],
    ['another forum’s name', JSON.stringify({ name: 'mesa-abierta/x', seed: 'AAAA', last: null })],
    ['no memory', JSON.stringify({ name: originOf(forum), seed: Buffer.from(seed).toString('base64') })],
  ])('with %s is not signed with', async (_, text) => {
    await open()
    await writeFile(join(keysDir, `${forum}.json`), text)
    await expect(open()).rejects.toThrow()
  })

  test('with a word that its key never gave is not signed with', async () => {
    const signer = await open()
    const { note } = await signer.sign(headOf(leavesOf(5)))
    const stored = JSON.parse(await readFile(join(keysDir, `${forum}.json`), 'utf8')) as Record<
      string,
      string
    >
    await writeFile(
      join(keysDir, `${forum}.json`),
      JSON.stringify({ ...stored, last: note.replace('\n5\n', '\n1\n') }),
    )
    await expect(signer.sign(headOf(leavesOf(5)))).rejects.toThrow('a bad signature')
  })

  test('takes no forum id that is a path', async () => {
    for (const bad of ['../x', 'a/b', '', 'A', '.']) {
      await expect(Signer.open({ keysDir, forum: bad, exclusively: lock() })).rejects.toThrow(RangeError)
    }
  })
})

describe('several at once', () => {
  test('under one lock each asks for its head when its turn comes, and all agree', async () => {
    const exclusively = lock()
    const signers = await Promise.all(Array.from({ length: 4 }, () => open(exclusively)))
    let size = 0
    const heads = await Promise.all(
      Array.from({ length: 40 }, (_, turn) =>
        signers[turn % 4]?.sign((last) => headOf(leavesOf((size += turn % 3)))(last)),
      ),
    )
    const final = leavesOf(size)
    for (const head of heads) expect(head?.root).toEqual(rootOf(final.slice(0, head?.size)))
  })

  test('without the lock the one who comes second is refused', async () => {
    const unlocked: Exclusively = (work) => work()
    const [one, other] = [await open(unlocked), await open(unlocked)]
    const meanwhile = one.sign(async (last) => {
      await other.sign(headOf(leavesOf(6)))
      return headOf(leavesOf(5, 'other'))(last)
    })
    await expect(meanwhile).rejects.toThrow('without the lock')
    expect((await one.sign(headOf(leavesOf(6)))).size).toBe(6)
  })
})
