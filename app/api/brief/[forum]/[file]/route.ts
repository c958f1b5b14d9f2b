import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { briefWords } from '@/app/_request/brief-words'
import { datesOf } from '@/app/_request/dates'
import { isLocale } from '@/app/_request/locales'
import { viewerOf } from '@/app/_request/who'
import { isDay } from '@/lib/act/calendar.ts'
import { Id } from '@/lib/act/fields.ts'
import { languageFor } from '@/lib/bodies/rules.ts'
import { printOfBrief } from '@/lib/brief/print.ts'
import { briefSeenBy } from '@/lib/brief/seen.ts'
import { writeMarkdown } from '@/lib/papers/markdown.ts'
import { writePdf } from '@/lib/papers/pdf.ts'
import { settings } from '@/lib/settings.ts'

type Asked = { params: Promise<{ forum: string; file: string }> }

const types = { pdf: 'application/pdf', md: 'text/markdown; charset=utf-8' }

/** The brief of a seat to take away, for members of the forum: as much as the page shows them, and no cache on the way keeps it. */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { forum, file } = await params
  const [name = '', format] = file.split('.')
  const query = new URL(request.url).searchParams
  const seat = Id.safeParse(name).data
  const asked = query.get('lang')
  if (!seat || (format !== 'pdf' && format !== 'md') || (asked !== null && !isLocale(asked))) notFound()
  const viewer = await viewerOf(forum)
  const lang = languageFor(viewer.forum, asked)
  // What is public of it stands on pages that are kept; making it anew is for members.
  if (!viewer.person) notFound()
  const since = query.get('since')
  const brief = await briefSeenBy(viewer, { seat, since: since && isDay(since) ? since : null })
  if (!brief) notFound()
  const t = await getTranslations({ locale: lang })
  const dates = datesOf(lang, viewer.forum.timeZone)
  const words = {
    ...briefWords(lang, t, dates),
    word: (list: string, word: string) =>
      t.has(`words.${list}.${word}` as never) ? t(`words.${list}.${word}` as never) : word,
  }
  const print = printOfBrief(brief, words, viewer.forum, settings().publicUrl)
  const body = format === 'pdf' ? await writePdf(print) : writeMarkdown(print)
  const called = `${t('brief.file')}-${brief.body.slug}-${brief.seat.name.es
    .normalize('NFD')
    .replace(/[^A-Za-z]+/g, '-')
    .toLowerCase()}-${brief.size - 1}.${format}`
  return new Response(new Uint8Array(body), {
    headers: {
      'Content-Type': types[format],
      'Content-Disposition': `attachment; filename="${called}"`,
      'Content-Length': String(body.length),
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cache-Control': 'private, no-store',
    },
  })
}
