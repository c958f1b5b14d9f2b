import { z } from 'zod'
import { parseCosignature } from '../log/cosignature.ts'
import { COSIGNATURE, openNote, parseKey, parseNote } from '../log/note.ts'
import type { Key } from '../log/note.ts'
import { publicKeyIsSound } from '../log/ed25519.ts'

/** What keys sign when the keeping of a log changes: plain lines, so that whoever signs can read them, and nothing else fits them. */

/** A log's verifier key, as C2SP signed-note writes it down. */
export const VerifierKey = z
  .string()
  .refine((text) => readableKey(text) !== null, 'errors.badVerifierKey')

export function readableKey(text: string): Key | null {
  try {
    const key = parseKey(text)
    return publicKeyIsSound(key.publicKey) ? key : null
  } catch {
    return null
  }
}

/** `size`: how many entries there are before this act, so that the same words cannot be used again later. */
export type KeyChangeText = { origin: string; previous: string; key: string; size: number }

export function keyChangeText({ origin, previous, key, size }: KeyChangeText): string {
  return `mesa-abierta key change v1\n${origin}\nfrom ${previous}\nto ${key}\nafter ${size}\n`
}

export function freezeText({
  origin,
  size,
  successor,
}: {
  origin: string
  size: number
  successor: string | null
}): string {
  return `mesa-abierta freeze v1\n${origin}\nafter ${size}\nsuccessor ${successor ?? 'none'}\n`
}

export function erasureText({ origin, payloads }: { origin: string; payloads: string[] }): string {
  return `mesa-abierta erasure v1\n${origin}\n${payloads.map((payload) => `${payload}\n`).join('')}`
}

/** Who of these signed exactly this text. A note with another text, or with a bad signature by one of them, is nobody's. */
export function signersOf(note: string, text: string, keys: Key[]): Key[] {
  try {
    if (parseNote(note).text !== text) return []
    return openNote(note, keys).verified
  } catch {
    return []
  }
}

/**
 * The words of a value beside an entry, where it is one person's text. Plans, roadmaps and minutes are
 * what sectors agreed on as a whole.
 */
export function textIn(value: string | null): { lang: string; text: string } | null {
  const said: unknown = value === null ? null : JSON.parse(value)
  const text = z.strictObject({ lang: z.string(), text: z.string() }).safeParse(said)
  return text.success ? text.data : null
}

export type SectorKey = { sector: string; key: string }

/**
 * Whose witnesses signed: without the old key, or for what no single party may do, at least two sectors must. One could be the host's own.
 */
export const SECTORS_NEEDED = 2

/**
 * For how long a yes to closing the log counts. Closing cannot be taken back, and acts go on while signatures are gathered: what was signed
 * for another occasion and never used must not close the log years later, by whoever has kept it.
 */
export const CLOSING_COUNTS_FOR_DAYS = 30

export function sectorsThatSigned(
  note: string,
  text: string,
  witnesses: SectorKey[],
  { since }: { since?: Date } = {},
): string[] {
  const keys = witnesses.flatMap(({ sector, key }) => {
    const readable = readableKey(key)
    return readable?.type === COSIGNATURE ? [{ sector, key: readable }] : []
  })
  const signed = signersOf(
    note,
    text,
    keys.map((key) => key.key),
  )
  return [
    ...new Set(
      keys
        .filter(({ key }) => signed.includes(key) && (!since || signedAt(note, key) >= since.getTime()))
        .map((key) => key.sector),
    ),
  ]
}

/** When a witness says that it signed, the last time where it did so twice: the time is under its signature. */
function signedAt(note: string, { name, id }: Key): number {
  const own = parseNote(note).signatures.filter((one) => one.name === name && one.id === id)
  return Math.max(...own.map(({ bytes }) => parseCosignature(bytes).time * 1000))
}
