import { getTranslations } from 'next-intl/server'

type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** What an act leaves behind on the page it leads to: the key of `proposals.take-position` is `done.proposals.take-position`. */
export async function doneNotice(
  searchParams: SearchParams,
): Promise<{ text: string; entry: number | null } | null> {
  const { done, entry } = await searchParams
  if (typeof done !== 'string' || !/^[a-z-]+\.[a-z-]+$/.test(done)) return null
  const t = await getTranslations()
  const key = `done.${done}`
  return t.has(key)
    ? {
        text: t(key),
        entry: typeof entry === 'string' && /^\d{1,9}$/.test(entry) ? Number(entry) : null,
      }
    : null
}
