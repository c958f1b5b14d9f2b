import { getTranslations } from 'next-intl/server'
import { exampleOf } from '@/lib/act/example.ts'
import type { ForumHead } from '@/lib/act/viewer.ts'
import { defaultLocale } from './locales'

/** A receipt's bytes are the format's own, to be proved: of a practice table, its name says that it is an example. */
export async function receiptName(forum: ForumHead, index: number | string): Promise<string> {
  const example = exampleOf(forum)
  const t = await getTranslations({ locale: defaultLocale })
  return `${forum.slug}${example ? `-${t(example.word)}` : ''}-${index}.tlog-proof`
}
