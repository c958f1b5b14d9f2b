import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { datesOf } from '@/app/_request/dates'
import { wordsOf } from '@/app/_request/printed'
import { isLocale } from '@/app/_request/locales'
import { viewerOf } from '@/app/_request/who'
import { newest } from '@/lib/act/newest.ts'
import { languageFor } from '@/lib/bodies/rules.ts'
import { minutesSeenBy } from '@/lib/minutes/seen.ts'
import { writeDocx } from '@/lib/papers/docx.ts'
import { documentOf, fileNameOf, formats, markOf } from '@/lib/papers/document.ts'
import type { Format, MinutesDocument } from '@/lib/papers/document.ts'
import { writeJson } from '@/lib/papers/json.ts'
import { writeMarkdown } from '@/lib/papers/markdown.ts'
import { writePdf } from '@/lib/papers/pdf.ts'
import { printOf } from '@/lib/papers/print.ts'
import type { Print } from '@/lib/papers/print.ts'
import { originOf } from '@/lib/log/signer.ts'
import { sealedText } from '@/lib/history/seen.ts'
import { settings } from '@/lib/settings.ts'

type Asked = { params: Promise<{ forum: string; file: string }> }

const types: Record<Format, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json',
}

/** Public documents that somebody asked for lately: many ask for the same minutes on the same day. */
const MOST_KEPT = 40
const keep = newest<Promise<Buffer>>(MOST_KEPT)

/**
 * Minutes to take away, by their number or their meeting's id. Approved ones are everybody's, and their ETag is what they say; circulated
 * ones are for those who sit in the body, and no cache on the way keeps them. A draft that never circulated is in no file.
 */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { forum, file } = await params
  const { key, format } = /^(?<key>.+)\.(?<format>[a-z]+)$/.exec(decoded(file))?.groups ?? {}
  const asked = new URL(request.url).searchParams.get('lang')
  if (!key || !isFormat(format) || (asked !== null && !isLocale(asked))) notFound()
  const viewer = await viewerOf(forum)
  const lang = languageFor(viewer.forum, asked)
  const seen = await minutesSeenBy(viewer, key)
  if (!seen) notFound()
  const { publicUrl } = settings()
  const minutes = documentOf(seen, viewer.forum, publicUrl)
  const t = await getTranslations({ locale: lang })
  const dates = datesOf(lang, viewer.forum.timeZone)
  const print = printOf(minutes, wordsOf(lang, t, dates), publicUrl)
  if (format === 'pdf' && minutes.state === 'approved') {
    const sealed = await sealedText(viewer, seen.entryIndex)
    if (sealed) print.attached = { origin: originOf(viewer.forum.id), ...sealed }
  }
  const mark = `"${markOf(minutes, print, format)}"`
  const headers = new Headers({
    'Content-Type': types[format],
    'Content-Disposition': `attachment; ${namesOf(`${fileNameOf(minutes, t('takeAway.word'))}.${format}`)}`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    ...(minutes.state === 'approved'
      ? { ETag: mark, 'Cache-Control': 'no-cache' }
      : { 'Cache-Control': 'private, no-store' }),
  })
  if (minutes.state === 'approved' && request.headers.get('if-none-match') === mark)
    return new Response(null, { status: 304, headers })
  const body = await (minutes.state === 'approved'
    ? keep(mark, () => write(format, minutes, print))
    : write(format, minutes, print))
  headers.set('Content-Length', String(body.length))
  return new Response(new Uint8Array(body), { headers })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

function isFormat(text: string | undefined): text is Format {
  return formats.some((format) => format === text)
}

/** For programs that know the letters of every language, and for those that do not (RFC 6266). */
function namesOf(name: string): string {
  const plain = name.normalize('NFD').replace(/[^\x20-\x7E]|["\\%]/g, '')
  return `filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)}`
}

async function write(format: Format, minutes: MinutesDocument, print: Print): Promise<Buffer> {
  switch (format) {
    case 'pdf':
      return writePdf(print)
    case 'docx':
      return writeDocx(print)
    case 'md':
      return writeMarkdown(print)
    case 'json':
      return writeJson(minutes)
  }
}
