export const locales = ['es', 'en'] as const
export type Locale = (typeof locales)[number]
export const defaultLocale: Locale = 'es'

export function isLocale(text: unknown): text is Locale {
  return locales.some((locale) => locale === text)
}
