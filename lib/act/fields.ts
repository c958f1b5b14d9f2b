import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalBytes } from '../log/canonical.ts'
import { isDay } from './calendar.ts'
import { longest } from './lengths.ts'

// Every message here is a key under `errors` in messages/: a sentence that the reader can act on.

/**
 * Characters that reorder or hide text (CVE-2021-42574): in a record of agreements a reordered sentence is an attack on the
 * agreement. The joiner that builds emoji is allowed where it stands behind one.
 */
const hiding =
  /[\u061C\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]|(?<![\p{Extended_Pictographic}\uFE0F\u{1F3FB}-\u{1F3FF}])\u200D/u
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/

export function cleanText(max: number) {
  return z
    .string({ error: 'errors.required' })
    .refine((text) => text.isWellFormed(), 'errors.brokenText')
    .transform((text) => text.replace(/\r\n?/g, '\n').normalize('NFC').trim())
    .superRefine((text, context) => {
      if (hiding.test(text)) context.addIssue({ code: 'custom', message: 'errors.hidingCharacters' })
      if (control.test(text)) context.addIssue({ code: 'custom', message: 'errors.controlCharacters' })
      if (text.length === 0) context.addIssue({ code: 'custom', message: 'errors.required' })
      if (text.length > max)
        context.addIssue({ code: 'custom', message: 'errors.tooLong', params: { max, is: text.length } })
    })
}

export const Id = z.uuid({ error: 'errors.unknownThing' })
export const SeatId = Id
export const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'errors.staleText')
export const Key = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, 'errors.badKey')
export const Lang = z.enum(['es', 'en'], { error: 'errors.chooseLanguage' })
export const Day = z.string({ error: 'errors.required' }).refine(isDay, 'errors.noSuchDay')
/** A day, a month or a year, as exactly as the source gives it. */
export const LooseDay = z
  .string()
  .refine((text) => /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(text) || isDay(text), 'errors.noSuchLooseDay')
export const Instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)
export const TimeOfDay = z
  .string({ error: 'errors.required' })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'errors.noSuchTime')
export const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$/, 'errors.badSlug')

export const Line = cleanText(longest.line).refine((text) => !text.includes('\n'), 'errors.oneLine')
export const Email = z
  .string({ error: 'errors.required' })
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: 'errors.badEmail' }).max(254, 'errors.badEmail'))
/** A web address that a reader may follow; nothing but http and https, so no script. */
export const WebAddress = z
  .string()
  .trim()
  .max(2000, 'errors.badAddress')
  .regex(/^https?:\/\/[^\s<>"]+$/, 'errors.badAddress')

/** Names that exist in Spanish and, where their authors wrote it, in English. */
export const Localised = z.strictObject({ es: Line, en: Line.optional() })
export type Localised = z.output<typeof Localised>

/** A text in one or both of the forum's languages, each as its authors wrote it. */
export const Wording = z
  .strictObject({ es: cleanText(longest.wording).optional(), en: cleanText(longest.wording).optional() })
  .refine(({ es, en }) => es !== undefined || en !== undefined, 'errors.required')

/** A text that a person wrote, in the language they wrote it in: Markdown as typed. */
export const Prose = z.strictObject({ lang: Lang, text: cleanText(longest.prose) })
export type Prose = z.output<typeof Prose>
export const ShortProse = z.strictObject({ lang: Lang, text: cleanText(longest.title) })
/** What was said under an item of the agenda, and what corrects it. */
export const MinutesText = z.strictObject({ lang: Lang, text: cleanText(longest.minutes) })

/** Where a fact was read, and how sure it is. */
export const Source = z.strictObject({
  text: z.string(),
  url: z.string().optional(),
  sure: z.string().optional(),
  /** its name in English, where `text` is not the same in both languages */
  en: z.string().optional(),
})
export type Source = z.output<typeof Source>

/** What a row has in the place of a text that was erased, as a replay of its log finds it (lib/act/replay.ts). */
const Erased = z.strictObject({ lang: z.literal('es'), text: z.literal(''), erased: z.literal(true) })

/** A text as it stands in its row: as somebody wrote it, until it is erased. */
export function kept<S extends z.ZodType>(field: S) {
  return z.union([field, Erased])
}

/** A line of text in both languages, as whoever recorded it wrote it; a line of older records stands in one, which is Spanish. */
export const LineInBoth = z.union([Line, z.strictObject({ es: Line, en: Line })])
export type LineInBoth = z.output<typeof LineInBoth>

/** SHA-256 of a value's RFC 8785 bytes, in hex: what people approve, and what positions belong to. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalBytes(value)).digest('hex')
}

/** A field that something else which was sent makes necessary. */
export type Need<T> = { field: string; says: string; missing: (sent: Partial<T>) => boolean }

/**
 * What was sent, with fields that are needed only with others. It is told together with all else that is wrong with it: a `check` speaks only
 * once every field can be read, and whoever mended those would be refused a second time.
 */
export function alsoNeeding<S extends z.ZodObject>(input: S, ...needs: Need<z.output<S>>[]): S {
  return needs.reduce(
    (schema, { field, says, missing }) =>
      schema.refine((sent) => !missing(sent as Partial<z.output<S>>), {
        path: field.split('.'),
        error: says,
        when: ({ value }) => typeof value === 'object' && value !== null,
      }),
    input,
  )
}
