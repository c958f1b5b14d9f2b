import { isSignedBy, parseCheckpoint } from './checkpoint.ts'
import { formatKey, parseNote } from './note.ts'
import { formatReceipt, withOpened } from './proof.ts'
import type { Opened } from './proof.ts'
import { keysOf, publicKeyIn, Signer, SigningRefused } from './signer.ts'
import type { SignedCheckpoint } from './signer.ts'
import { levelsOver, readerOfTiles } from './tiles.ts'
import type { LevelReader } from './tiles.ts'
import { consistencyProof, inclusionProof, rootAt } from './tree.ts'

/** What publishing needs of the database. Ranges are from..to-1. */
export type LogRows = {
  size(forumId: string): Promise<number>
  leaves(forumId: string, from: number, to: number): Promise<Uint8Array[]>
  entries(forumId: string, from: number, to: number): Promise<Uint8Array[]>
  latestCheckpoint(forumId: string): Promise<string | null>
  /** The verifier keys that the log says it was signed with since it was first changed, the newest first. */
  changedKeys(forumId: string): Promise<string[]>
  /** The log's own note over exactly so many entries. */
  checkpointAt(forumId: string, size: number): Promise<string | null>
  /** What witnesses signed: under one checkpoint, or the last word of each, the newest checkpoint first. */
  cosignatures(forumId: string, size?: number): Promise<Cosigned[]>
  /** False where this witness's word about this size is kept already, or a later one. */
  saveCosignature(forumId: string, cosigned: Cosigned): Promise<boolean>
  /** Saving the same one again changes nothing. */
  saveCheckpoint(forumId: string, size: number, note: string): Promise<void>
  /**
   * Runs the work while nobody else signs for this forum, in this process or another: an advisory lock of its own transaction.
   */
  exclusively<T>(forumId: string, work: () => Promise<T>): Promise<T>
}

/** A witness's line under a checkpoint of ours: by which key, and when it says that it signed, in seconds. */
export type Cosigned = { keyId: string; size: number; time: number; line: string }

/** What has been hashed and cannot change any more, for as long as its reader lives. */
const known = new WeakMap<LogRows, Map<string, LevelReader>>()

/**
 * Signs the log as it stands and makes that known: the root over the leaves, the proof that it continues what was signed last,
 * the signature, and the row from which it is served. It throws SigningRefused where the rows contradict an earlier signature.
 *
 * A growth by k entries reads k leaves and at most two tiles; the first call reads the whole log, and so compares all of it with
 * what was signed before the restart. `seed` makes the key where there is none yet (the demonstration's fixed one).
 */
export async function publishCheckpoint(
  rows: LogRows,
  forumId: string,
  keysDir: string,
  seed?: Uint8Array,
): Promise<SignedCheckpoint> {
  if (!seed && !(await publicKeyIn(keysDir, forumId)) && (await rows.latestCheckpoint(forumId))) {
    throw new SigningRefused(
      `the key of this log is not in ${keysDir}: put the key store back, for a new key is a new log`,
    )
  }
  const [inForce] = await rows.changedKeys(forumId)
  const signer = await Signer.open({
    keysDir,
    forum: forumId,
    exclusively: (work) => rows.exclusively(forumId, work),
    inForce,
    ...(seed && { seed }),
  })
  const latest = await rows.latestCheckpoint(forumId)
  if (latest && inForce !== formatKey(signer.key) && !isSignedBy(latest, signer.key)) {
    throw new SigningRefused(
      'another key signed this log so far, and no act says that this one goes on: see `npm run log -- continue`',
    )
  }
  const read = readerOfTiles(levelsOf(rows, forumId))
  const signed = await signer.sign(async (last) => {
    const size = await rows.size(forumId)
    const proof = last && last.size <= size ? await consistencyProof(last.size, size, read) : []
    return { size, root: await rootAt(size, read), proof }
  })
  if (latest !== signed.note) await rows.saveCheckpoint(forumId, signed.size, signed.note)
  return signed
}

/**
 * The receipt of an entry (a .tlog-proof file): under the newest checkpoint that a witness co-signed, as long as none of those covers it under
 * the latest, or null as long as none covers it at all. It carries the entry's own bytes, so that it proves offline, whatever the host still has;
 * and, for whoever may have it, what a held entry is the seal of.
 */
export async function receiptOf(
  rows: LogRows,
  forumId: string,
  index: number,
  opened?: Opened,
): Promise<string | null> {
  const witnessed = await witnessedCheckpoint(rows, forumId)
  const checkpoint =
    witnessed && signedSize(witnessed) > index ? witnessed : await rows.latestCheckpoint(forumId)
  const size = checkpoint ? signedSize(checkpoint) : 0
  if (!checkpoint || index >= size) return null
  const proof = await inclusionProof(index, size, readerOfTiles(levelsOf(rows, forumId)))
  const [entry] = await rows.entries(forumId, index, index + 1)
  return formatReceipt({
    index,
    proof,
    checkpoint,
    ...(entry && { extra: opened ? withOpened(entry, opened) : entry }),
  })
}

/** By which keys this log is checked: the one that signs now first, then those before it, for what they signed is still to be checked. */
export async function keysToCheckBy(rows: LogRows, forumId: string, keysDir: string): Promise<string[]> {
  return [...new Set([...(await keysOf(keysDir, forumId)), ...(await rows.changedKeys(forumId))])]
}

/** The newest checkpoint that at least one witness co-signed, with their lines. */
export async function witnessedCheckpoint(rows: LogRows, forumId: string): Promise<string | null> {
  const [newest] = await rows.cosignatures(forumId)
  const checkpoint = newest && (await rows.checkpointAt(forumId, newest.size))
  return checkpoint ? withCosignatures(rows, forumId, checkpoint) : null
}

/** A checkpoint of ours with the lines of all who co-signed exactly it. */
export async function withCosignatures(
  rows: LogRows,
  forumId: string,
  checkpoint: string,
): Promise<string> {
  const lines = await rows.cosignatures(forumId, signedSize(checkpoint))
  return `${checkpoint}${lines.map((line) => line.line).join('')}`
}

export function levelsOf(rows: LogRows, forumId: string): LevelReader {
  const logs = known.get(rows) ?? new Map<string, LevelReader>()
  const levels = logs.get(forumId) ?? levelsOver((from, to) => rows.leaves(forumId, from, to))
  known.set(rows, logs.set(forumId, levels))
  return levels
}

/** Our own checkpoint, from our own table: read, not verified. */
export function signedSize(checkpoint: string): number {
  return parseCheckpoint(parseNote(checkpoint).text).size
}
