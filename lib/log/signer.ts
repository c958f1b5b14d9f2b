import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { formatCheckpoint, isSignedBy, openCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { newSeed, publicKeyOf, SEED_LENGTH } from './ed25519.ts'
import { fromBase64, Malformed, sameBytes, toBase64 } from './encoding.ts'
import { formatKey, keyOf, parseNote, signNote } from './note.ts'
import type { Key } from './note.ts'
import { EMPTY_ROOT, verifyConsistency } from './tree.ts'
import type { Hash } from './tree.ts'

/**
 * What the signer was asked to sign contradicts what it has signed: the log was cut, rewritten, or an old copy of it restored.
 */
export class SigningRefused extends Error {
  override name = 'SigningRefused'
}

/** A signed checkpoint, as it was signed and as it reads. */
export type SignedCheckpoint = Checkpoint & { note: string }

/** The head of a log, with the consistency proof from the checkpoint signed last (empty where there is none). */
export type Head = { size: number; root: Hash; proof: Hash[] }

/** Runs a piece of work while nobody else, in this process or another, signs for this forum: the caller's advisory lock. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>

/**
 * On the disk: the key's secret, and the last word it gave. They are one file, so that whoever carries the key to another machine
 * carries its memory too; a key without its memory would sign anything.
 */
type Stored = {
  name: string
  seed: string
  last: string | null
  /** the seed of the key that takes over once the act that says so is in the log */
  next?: string
  /** the seed of the key before, which signs beside the new one for readers who know no other yet */
  retiring?: string
}

/** Free of any host, for the record can move. It is the checkpoint's origin and the key's name. */
export function originOf(forum: string): string {
  return `mesa-abierta/${forum}`
}

/**
 * Signs the checkpoints of one forum's log, and never two that contradict each other.
 *
 * Its memory lies outside the database, since a restored database is a rollback of history (after FiloSottile/sunlight, whose
 * lock store must never be restored either). It knows nothing between calls: each reads the file, decides, and has the new word
 * on the disk before it gives it. A crash in between costs nothing: asked again for the same head, it gives the same note.
 */
export class Signer {
  readonly key: Key
  readonly #forum: string
  readonly #path: string
  readonly #exclusively: Exclusively

  private constructor({
    key,
    forum,
    path,
    exclusively,
  }: { key: Key; forum: string; path: string; exclusively: Exclusively }) {
    this.key = key
    this.#forum = forum
    this.#path = path
    this.#exclusively = exclusively
  }

  /** Makes the key on first use. A given `seed` (the demonstration's) is for that first time; a stored key always wins. */
  static async open({
    keysDir,
    forum,
    exclusively,
    seed,
    inForce,
  }: {
    keysDir: string
    forum: string
    exclusively: Exclusively
    seed?: Uint8Array
    /** the verifier key that the log itself says it is signed with, where it was ever changed */
    inForce?: string | null
  }): Promise<Signer> {
    const path = storeOf(keysDir, forum)
    if (inForce) await exclusively(() => takeOver(path, forum, inForce))
    const key = (await publicKeyIn(keysDir, forum)) ?? (await firstKey(path, forum, seed ?? newSeed()))
    return new Signer({ key, forum, path, exclusively })
  }

  /**
   * Signs the head of a log that has grown since the last one signed. The question for the head is asked under the lock, so that
   * nobody signs between it and the answer. The same head gives the same note again; a smaller one, another root, or growth that
   * the proof does not prove is refused.
   */
  sign(headAfter: (last: SignedCheckpoint | null) => Promise<Head>): Promise<SignedCheckpoint> {
    return this.#exclusively(async () => {
      const stored = await this.#read()
      const last = this.#lastOf(stored)
      const { size, root, proof } = await headAfter(last)
      if (last?.size === size && sameBytes(last.root, root)) return last
      refuseContradiction(last, { size, root, proof })
      const checkpoint = { origin: this.key.name, size, root }
      const note = signNote(formatCheckpoint(checkpoint), this.key.name, ...seedsIn(stored))
      // The lock should have seen to it; where it did not, nothing has been given away yet.
      const now = await this.#read()
      if (now.last !== stored.last)
        throw new SigningRefused('somebody else signed at the same time, without the lock')
      await replace(this.#path, { ...stored, last: note })
      return { ...checkpoint, note }
    })
  }

  async #read(): Promise<Stored> {
    const stored = await readStore(this.#path, this.#forum)
    if (keyIn(stored).id !== this.key.id)
      throw new SigningRefused('the key in the store is not the one that was opened')
    return stored
  }

  /** Its own signature is checked each time: a word that it cannot have given is no memory. */
  #lastOf(stored: Stored): SignedCheckpoint | null {
    const { last } = stored
    if (last === null) return null
    const { origin, size, root } = openCheckpoint(
      last,
      keysIn(stored).find((key) => isSignedBy(last, key)) ?? this.key,
    )
    return { origin, size, root, note: last }
  }
}

/** The new key before the one that retires. */
function seedsIn({ seed, retiring }: Stored): [Uint8Array, ...Uint8Array[]] {
  return [fromBase64(seed), ...(retiring ? [fromBase64(retiring)] : [])]
}

function keysIn(stored: Stored): Key[] {
  return seedsIn(stored).map((seed) => keyOf(stored.name, publicKeyOf(seed)))
}

/** The act that changes the key is in the log: the key that was waiting signs from here on. Asked again, it changes nothing. */
async function takeOver(path: string, forum: string, inForce: string): Promise<void> {
  const stored = await readStore(path, forum)
  if (formatKey(keyIn(stored)) === inForce) return
  if (!stored.next || formatKey(keyIn({ ...stored, seed: stored.next })) !== inForce) {
    throw new SigningRefused(
      `the log says that it is signed with ${inForce}, and that key is not in the store`,
    )
  }
  const { name, seed, last, next } = stored
  await replace(path, { name, seed: next, last, retiring: seed })
}

/** A key that waits to take over, made at the first asking; and the text of the change signed by it and by the one that signs now. */
export async function signKeyChange(
  keysDir: string,
  forum: string,
  textOf: (previous: string, key: string) => string,
): Promise<{ previous: string; key: string; note: string }> {
  const path = storeOf(keysDir, forum)
  const stored = await readStore(path, forum)
  const next = stored.next ?? toBase64(newSeed())
  if (!stored.next) await replace(path, { ...stored, next })
  const [previous, key] = [formatKey(keyIn(stored)), formatKey(keyIn({ ...stored, seed: next }))]
  return {
    previous,
    key,
    note: signNote(textOf(previous, key), stored.name, fromBase64(next), fromBase64(stored.seed)),
  }
}

/** The log's own word on something else than a checkpoint: that it is frozen. */
export async function signAsLog(keysDir: string, forum: string, text: string): Promise<string> {
  const stored = await readStore(storeOf(keysDir, forum), forum)
  return signNote(text, stored.name, ...seedsIn(stored))
}

/** A log whose key is elsewhere goes on with a new one, whose memory begins with the checkpoint from which it goes on. */
export async function beginStore(keysDir: string, forum: string, last: string): Promise<Key> {
  const path = storeOf(keysDir, forum)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await createOnce(path, { name: originOf(forum), seed: toBase64(newSeed()), last: null })
  const stored = await readStore(path, forum)
  if (stored.last === null)
    await replace(path, {
      ...stored,
      last: signNote(parseNote(last).text, stored.name, fromBase64(stored.seed)),
    })
  return keyIn(stored)
}

/** The log's public key, without making one; null before the log was first signed. */
export async function publicKeyIn(keysDir: string, forum: string): Promise<Key | null> {
  try {
    return keyIn(await readStore(storeOf(keysDir, forum), forum))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

/** Where a host keeps the verifier keys that an archive brought, as long as it has no key store of its own. */
export function keysBroughtTo(keysDir: string, forum: string): string {
  return join(keysDir, `${forum}.vkeys`)
}

/** The verifier keys (C2SP vkey) of a log, the one that signs first: of a copy without its key store, those that its archive brought. */
export async function keysOf(keysDir: string, forum: string): Promise<string[]> {
  const own = await publicKeyIn(keysDir, forum)
  return own ? [formatKey(own)] : keysBroughtIn(keysDir, forum)
}

/** The log's verifier keys as an archive brought them here, the one that signed last first. */
export async function keysBroughtIn(keysDir: string, forum: string): Promise<string[]> {
  try {
    return (await readFile(keysBroughtTo(keysDir, forum), 'utf8'))
      .split('\n')
      .filter((key) => key.startsWith(`${originOf(forum)}+`))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    throw error
  }
}

/** What this log's signer signed last, as its own store remembers it: a word that no restored database takes back. */
export async function lastSignedIn(keysDir: string, forum: string): Promise<string | null> {
  try {
    return (await readStore(storeOf(keysDir, forum), forum)).last
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

function refuseContradiction(last: SignedCheckpoint | null, { size, root, proof }: Head): void {
  if (size === 0 && !sameBytes(root, EMPTY_ROOT))
    throw new SigningRefused('an empty log has one root, and this is another')
  if (!last) return
  if (size < last.size) {
    throw new SigningRefused(
      `the log has ${size} entries, ${last.size} were signed: it was cut, or an old copy restored`,
    )
  }
  if (size === last.size)
    throw new SigningRefused(
      `the log of ${size} entries is not the one that was signed: it was rewritten`,
    )
  if (last.size > 0 && !verifyConsistency({ old: last.size, size, oldRoot: last.root, root, proof })) {
    throw new SigningRefused(
      `the log of ${size} entries does not continue the signed one of ${last.size}: it was rewritten`,
    )
  }
}

function storeOf(keysDir: string, forum: string): string {
  if (!/^[a-z0-9-]{1,64}$/.test(forum))
    throw new RangeError('a forum id is of small letters, digits and hyphens')
  return join(keysDir, `${forum}.json`)
}

function keyIn({ name, seed }: Pick<Stored, 'name' | 'seed'>): Key {
  return keyOf(name, publicKeyOf(fromBase64(seed)))
}

async function readStore(path: string, forum: string): Promise<Stored> {
  const stored = JSON.parse(await readFile(path, 'utf8')) as Partial<Stored>
  const { name, seed, last, next, retiring } = stored
  if (
    name !== originOf(forum) ||
    typeof seed !== 'string' ||
    fromBase64(seed).length !== SEED_LENGTH ||
    (last !== null && typeof last !== 'string')
  ) {
    throw new Malformed(`${path} is not the key store of ${originOf(forum)}`)
  }
  return { name, seed, last, ...(next && { next }), ...(retiring && { retiring }) }
}

async function firstKey(path: string, forum: string, seed: Uint8Array): Promise<Key> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await createOnce(path, { name: originOf(forum), seed: toBase64(seed), last: null })
  return keyIn(await readStore(path, forum))
}

/** link() makes a name only where there is none: of two processes at the first start one makes the key. */
async function createOnce(path: string, stored: Stored): Promise<void> {
  const fresh = await writeBeside(path, stored)
  try {
    await link(fresh, path)
    await flushFolder(path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(fresh)
  }
}

/** After the rename is on the disk there is no way back: from here on the word counts as given. */
async function replace(path: string, stored: Stored): Promise<void> {
  await rename(await writeBeside(path, stored), path)
  await flushFolder(path)
}

async function writeBeside(path: string, stored: Stored): Promise<string> {
  const beside = `${path}.${randomUUID()}`
  const file = await open(beside, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(stored, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  return beside
}

/** A rename lasts once its folder is written (fsync(2)). */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
