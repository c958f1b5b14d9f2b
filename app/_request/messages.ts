import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getRequestConfig } from 'next-intl/server'
import { locale as localeOfPage } from 'next/root-params'
import { defaultLocale, isLocale } from './locales'
import type { Locale } from './locales'

type Messages = Record<string, unknown>

const folder = join(/* turbopackIgnore: true */ process.cwd(), 'messages')
const read = new Map<Locale, Messages>()

function messagesIn(locale: Locale): Messages {
  const known = process.env.NODE_ENV === 'production' ? read.get(locale) : undefined
  if (known) return known
  const messages = JSON.parse(readFileSync(join(folder, `${locale}.json`), 'utf8')) as Messages
  read.set(locale, messages)
  return messages
}

/** Server actions and route handlers have no root parameter: they name their locale. */
export default getRequestConfig(async ({ locale: named }) => {
  const asked = named ?? (await localeOfPage())
  const locale = isLocale(asked) ? asked : defaultLocale
  return { locale, messages: messagesIn(locale), timeZone: 'UTC' }
})
