import type { Portal } from '@/app/_request/portal'
import type { Source } from '@/lib/act/fields.ts'

/** A source by its name, which leads to it where it has an address; and how sure it is, where that is less than read in it. */
export function SourceName({
  page: { t, locale },
  source,
}: {
  page: Pick<Portal, 't' | 'locale'>
  source: Source
}) {
  const sure =
    source.sure && source.sure !== 'read' && t.has(`commitments.facts.sureWords.${source.sure}`)
      ? t(`commitments.facts.sureWords.${source.sure}`)
      : null
  const name = locale === 'en' && source.en ? source.en : source.text
  return (
    <>
      {source.url ? (
        <a href={source.url} rel="noopener noreferrer">
          {name}
        </a>
      ) : (
        name
      )}
      {sure && ` (${sure})`}
    </>
  )
}

export function SourceLine({ page, sources }: { page: Portal; sources: Source[] }) {
  if (sources.length === 0) return null
  return (
    <p className="when mt-2">
      {page.t('portal.from')}{' '}
      {sources.map((source, at) => (
        <span key={source.text}>
          {at > 0 && '; '}
          <SourceName page={page} source={source} />
        </span>
      ))}
    </p>
  )
}
