// Archives as files: written whole or not at all, encrypted or plain, kept for as long as they should be.
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { Decrypter, Encrypter } from 'age-encryption'
import { signedActs, writeArchive } from './write.ts'
import type { Source } from './write.ts'
import { Mistake } from '../settings.ts'
import type { ArchiveSettings } from '../settings.ts'

const PIECE = 1 << 20
const AGE = 'age-encryption.org/v1\n'
const HOUR = 60 * 60 * 1000

export type Written = { path: string; bytes: number }

/** The operator's whole archive. To a file, or into a folder under a name that says which forum and which log numbers. */
export async function archiveTo(
  source: Source,
  {
    to,
    since = 0,
    recipient,
  }: { to: string; since?: number | undefined; recipient?: string | undefined },
): Promise<Written & { size: number }> {
  const size = await signedActs(source)
  const intoFolder = (await stat(to).catch(() => null))?.isDirectory() ?? to.endsWith('/')
  const path = intoFolder
    ? join(to, `${nameOf(source.forum.slug, since, size)}${recipient ? '.age' : ''}`)
    : to
  const pieces = writeArchive(source, { audience: 'operator', bodies: [] }, since)
  return {
    path,
    bytes: await writeWhole(path, recipient ? await encrypted(pieces, recipient) : pieces),
    size,
  }
}

const nameOf = (slug: string, from: number, to: number) => `${slug}-${digits(from)}-${digits(to)}.tar`
const digits = (size: number) => String(size).padStart(9, '0')

/** age works in pieces of 64 KiB: as little in memory as before. */
async function encrypted(
  pieces: AsyncIterable<Uint8Array>,
  recipient: string,
): Promise<AsyncIterable<Uint8Array>> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return encrypter.encrypt(Readable.toWeb(Readable.from(pieces)) as ReadableStream<Uint8Array>)
}

/** Its name appears when all of it is on the disk: nobody takes half an archive for one. */
async function writeWhole(path: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const arriving = `${path}.arriving`
  let bytes = 0
  const file = await open(arriving, 'w', 0o600)
  try {
    for await (const piece of pieces) {
      await file.writeFile(piece)
      bytes += piece.length
    }
    await file.sync()
    await file.close()
    await rename(arriving, path)
    return bytes
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(arriving, { force: true })
    throw error
  }
}

/** An archive's bytes, decrypted where it is encrypted. */
export async function openArchive(path: string, identity?: string): Promise<AsyncIterable<Uint8Array>> {
  const beginning = await beginningOf(path)
  const stream = createReadStream(path, { highWaterMark: PIECE })
  if (beginning !== AGE) return stream
  if (!identity)
    throw new Mistake(`${path} is encrypted: say --identity FILE, the file with its age key.`)
  const decrypter = new Decrypter()
  for (const line of (await readFile(identity, 'utf8')).split('\n'))
    if (line.startsWith('AGE-SECRET-KEY-')) decrypter.addIdentity(line.trim())
  return decrypter.decrypt(Readable.toWeb(stream) as ReadableStream<Uint8Array>)
}

async function beginningOf(path: string): Promise<string> {
  const file = await open(path).catch((error: unknown) => {
    throw new Mistake(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(AGE.length), 0, AGE.length, 0)
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await file.close()
  }
}

export type KeptArchive = Written & { at: Date; size: number }

/** Whole archives of a forum in a folder, the newest first. */
export async function keptArchives(directory: string, slug: string): Promise<KeptArchive[]> {
  const found: KeptArchive[] = []
  for (const name of await readdir(directory).catch((): string[] => [])) {
    const [, of, size] = /^([a-z0-9-]+)-0{9}-(\d{9})\.tar(?:\.age)?$/.exec(name) ?? []
    if (of !== slug) continue
    const { size: bytes, mtime } = await stat(join(directory, name))
    found.push({ path: join(directory, name), bytes, at: mtime, size: Number(size) })
  }
  return found.toSorted((one, other) => other.at.getTime() - one.at.getTime())
}

/** Those beyond the number that is kept go; the largest log stays whatever its age. */
export async function dropOldArchives(directory: string, slug: string, keep: number): Promise<void> {
  const kept = await keptArchives(directory, slug)
  const largest = Math.max(0, ...kept.map((one) => one.size))
  for (const { path, size } of kept.slice(keep)) if (size < largest) await rm(path)
}

/**
 * What is wrong with the archives of a forum, as a sentence, or null. A job that writes nothing, or ever less, says so nowhere else: on
 * 31 January 2017 GitLab found its backups to be empty files when it needed them.
 */
export async function archiveAlarm(
  { directory, everyHours }: ArchiveSettings,
  slug: string,
  now = new Date(),
): Promise<string | null> {
  const [newest, before] = await keptArchives(directory, slug)
  if (!newest) return `no archive of ${slug} is in ${directory}`
  const hours = (now.getTime() - newest.at.getTime()) / HOUR
  if (hours > 2 * everyHours)
    return `the newest archive of ${slug} is ${Math.floor(hours)} hours old, and one is to be made every ${everyHours}`
  if (before && newest.size < before.size)
    return `the newest archive of ${slug} has ${newest.size} acts, and the one before it ${before.size}`
  // Erasing takes a little away; half of it is no erasure.
  if (before && newest.bytes < before.bytes / 2)
    return `the newest archive of ${slug} has ${newest.bytes} bytes, and the one before it ${before.bytes}`
  return null
}

/** One round of the server: makes what is due, drops what is over, and answers with what is wrong. */
export async function keepArchives(
  source: Source,
  settings: ArchiveSettings,
  now = new Date(),
): Promise<string | null> {
  const { slug } = source.forum
  const [newest] = await keptArchives(settings.directory, slug)
  if (!newest || now.getTime() - newest.at.getTime() >= settings.everyHours * HOUR) {
    await archiveTo(source, { to: `${settings.directory}/`, recipient: settings.recipient })
    await dropOldArchives(settings.directory, slug, settings.keep)
  }
  return archiveAlarm(settings, slug, now)
}
