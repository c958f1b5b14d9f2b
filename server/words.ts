import { readFileSync } from 'node:fs'
import { createTranslator } from 'next-intl'
import { toDate } from '../lib/act/calendar.ts'
import type { MailWords } from '../lib/letters/mail.ts'

type Translator = ReturnType<typeof createTranslator>

const languages = { es: 'es-MX', en: 'en-GB' } as const
type Lang = keyof typeof languages

const read = new Map<Lang, Translator>()

function translatorIn(lang: Lang): Translator {
  const known = read.get(lang)
  if (known) return known
  const messages = JSON.parse(
    readFileSync(new URL(`../messages/${lang}.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>
  const t = createTranslator({ locale: lang, messages, timeZone: 'UTC' }) as Translator
  read.set(lang, t)
  return t
}

/** The words of a mail: those of the pages, for a reader whose page nobody asked for. */
export function mailWords(language: string | null, timeZone: string): MailWords {
  const lang = language === 'en' ? 'en' : 'es'
  const t = translatorIn(lang)
  const long = { day: 'numeric', month: 'long', year: 'numeric' } as const
  // days: a mail leaves without a page, so its days are written in words here, as those of pages in dates.ts.
  const day = new Intl.DateTimeFormat(languages[lang], { ...long, timeZone: 'UTC' })
  // days: and its hours, in the forum's zone.
  const moment = new Intl.DateTimeFormat(languages[lang], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  })
  return {
    lang,
    say: (key, values) => t(key as never, values as never),
    knows: (key) => t.has(key as never),
    day: (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? day.format(toDate(text)) : text),
    moment: (instant) => moment.format(instant),
  }
}
