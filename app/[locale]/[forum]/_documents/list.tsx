import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { inLanguage } from '@/app/_request/dates'
import type { Dates } from '@/app/_request/dates'
import { SignedText } from '@/components/page/text'
import type { DocumentSeen } from '@/lib/documents/seen.ts'
import { fileAddress, sizeOf } from '../_roadmap/evidence'

type Props = {
  documents: DocumentSeen[]
  forum: string
  locale: string
  dates: Dates
  acts?: (one: DocumentSeen) => ReactNode
}

/** What stands beside a thing. What was taken back stays in its place, struck through, with the reason. */
export async function DocumentList({ documents, forum, locale, dates, acts }: Props) {
  if (documents.length === 0) return null
  const t = await getTranslations()
  return (
    <ul className="m-0 grid list-none gap-3 p-0">
      {documents.map((one) => (
        <li key={one.id} id={`document-${one.id}`} className="grid gap-1">
          <span className={one.withdrawn ? 'text-soft line-through' : ''}>
            <a
              href={one.file ? fileAddress(forum, one.file) : (one.address ?? '')}
              lang={one.title.lang}
              hrefLang={one.title.lang}
              {...(one.file ? {} : { rel: 'noopener noreferrer' })}
            >
              {one.title.text}
            </a>{' '}
            <span className="when">
              {one.file
                ? t('documents.file', { name: one.file.name, size: sizeOf(one.file.size, locale) })
                : t('documents.link')}
              {one.title.lang !== locale && ` · ${t(`record.in.${one.title.lang}`)}`}
            </span>
          </span>
          <span className="when">
            {t('documents.by', {
              seat: inLanguage(one.seat.name, locale).text,
              day: dates.day(one.handedInOn),
            })}{' '}
            ·{' '}
            <a href={`/${locale}/${forum}/history/${one.entryIndex}`}>
              {t('history.act', { number: one.entryIndex })}
            </a>
          </span>
          {one.withdrawn && (
            <div className="washed">
              <p className="font-semibold">
                {t('documents.withdrawnOn', { day: dates.day(one.withdrawn.on) })}
              </p>
              <SignedText {...one.withdrawn.reason} />
            </div>
          )}
          {acts?.(one)}
        </li>
      ))}
    </ul>
  )
}
