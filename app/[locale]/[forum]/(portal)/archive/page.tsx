import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { datesOf } from '@/app/_request/dates'
import { publicViewerOf } from '@/app/_request/who'
import { ButtonLink, Facts, Lead, Notice, PageTitle, Section } from '@/components/page/page'
import { archiveSeenBy } from '@/lib/archive/seen.ts'
import { sizeOf } from '../../_roadmap/evidence'

type Props = { params: Promise<{ locale: string; forum: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('archive'))('title') }
}

/** The right to leave: the whole record as one file, and how it is stood up elsewhere. */
export default async function ArchivePage({ params }: Props) {
  const { locale, forum } = await params
  const viewer = await publicViewerOf(forum)
  const [t, archive] = [await getTranslations('archive'), await archiveSeenBy(viewer)]
  const dates = datesOf(locale, viewer.forum.timeZone)
  const address = `/api/archive/${forum}.tar`
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('lead')}</Lead>
      {archive ? (
        <Section title={t('takeAway')}>
          <Facts
            items={[
              { label: t('holds'), value: t('acts', { count: archive.size }) },
              { label: t('signed'), value: dates.exact(archive.signedAt) },
              { label: t('size'), value: t('about', { size: sizeOf(archive.bytes, locale) }) },
            ]}
          />
          <p className="mt-4">
            <ButtonLink href={address}>{t('download')}</ButtonLink>
          </p>
          <p className="when mt-2 max-w-[62ch]">{t('seats')}</p>
          <form action={address} method="get" className="mt-6 flex flex-wrap items-end gap-3">
            <label className="grid gap-1">
              {t('since')}
              <input
                className="input"
                name="since"
                inputMode="numeric"
                pattern="[0-9]{1,9}"
                required
                size={9}
              />
            </label>
            <button className="button button-plain" type="submit">
              {t('downloadSince')}
            </button>
          </form>
        </Section>
      ) : (
        <Notice title={t('none')}>{t('noneText')}</Notice>
      )}
      <Section title={t('inside')}>
        <p className="max-w-[62ch]">{t('insideText')}</p>
      </Section>
      <Section title={t('outside')}>
        <ul className="list-disc pl-6 max-w-[62ch]">
          {(archive?.leftOut ?? []).map((one) => (
            <li key={one}>{t(`leftOut.${one}`)}</li>
          ))}
        </ul>
      </Section>
      <Elsewhere t={t} forum={forum} />
    </>
  )
}

function Elsewhere({
  t,
  forum,
}: {
  t: Awaited<ReturnType<typeof getTranslations<'archive'>>>
  forum: string
}) {
  return (
    <Section title={t('elsewhere')}>
      <ol className="signed-text list-decimal pl-6">
        <li>
          {t('stepCheck')}
          <pre
            className="card digest mt-2 overflow-x-auto"
            tabIndex={0}
          >{`npm run verify -- --archive ${forum}.tar`}</pre>
        </li>
        <li>
          {t('stepRestore')}
          <pre
            className="card digest mt-2 overflow-x-auto"
            tabIndex={0}
          >{`npm run restore -- ${forum}.tar`}</pre>
        </li>
        <li>
          {t('stepPlain')}
          <pre
            className="card digest mt-2 overflow-x-auto"
            tabIndex={0}
          >{`tar -xf ${forum}.tar && sha256sum -c sha256sums`}</pre>
        </li>
      </ol>
      <p className="mt-3 max-w-[62ch]">{t('continues')}</p>
    </Section>
  )
}
