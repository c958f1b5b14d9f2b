import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { datesOf } from '@/app/_request/dates'
import { publicViewerOf } from '@/app/_request/who'
import { Facts, Lead, PageTitle, Section } from '@/components/page/page'
import { Digest } from '@/components/page/text'
import { originOf, publicKeyIn } from '@/lib/log/signer.ts'
import { formatKey } from '@/lib/log/note.ts'
import { logHeadSeenBy } from '@/lib/publication/queries.ts'
import { settings } from '@/lib/settings.ts'

type Props = { params: Promise<{ locale: string; forum: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('check'))('title') }
}

/** How anybody checks this record without trusting whoever hosts it. */
export default async function CheckPage({ params }: Props) {
  const { locale, forum } = await params
  const viewer = await publicViewerOf(forum)
  const t = await getTranslations('check')
  const dates = datesOf(locale, viewer.forum.timeZone)
  const [{ size, checkpoint }, key] = await Promise.all([logHeadSeenBy(viewer), publicKeyIn(settings().keysDir, viewer.forum.id)])
  const log = `${settings().publicUrl}/${forum}/log`
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('lead')}</Lead>
      <Section title={t('head')}>
        <Facts items={[
          { label: t('origin'), value: <Digest>{originOf(viewer.forum.id)}</Digest> },
          { label: t('size'), value: t('acts', { count: size }) },
          ...(checkpoint ? [
            { label: t('signed'), value: t('signedAt', { count: checkpoint.size, moment: dates.moment(checkpoint.signedAt) }) },
            { label: t('checkpoint'), value: <pre className="digest whitespace-pre-wrap">{checkpoint.note}</pre> },
          ] : []),
          ...(key ? [{ label: t('key'), value: <Digest>{formatKey(key)}</Digest> }] : []),
        ]} />
      </Section>
      <Section title={t('how')}>
        <ol className="signed-text list-decimal pl-6">
          <li>{t('stepReader')}<pre className="card digest mt-2 overflow-x-auto" tabIndex={0}>{`node scripts/read-log.mjs ${log}`}</pre></li>
          <li>{t('stepKeep')}</li>
          <li>{t('stepReceipt')}</li>
          <li>{t('stepText')}</li>
          <li>{t('stepRows')}<pre className="card digest mt-2 overflow-x-auto" tabIndex={0}>npm run verify</pre></li>
        </ol>
      </Section>
      <Section title={t('addresses')}>
        <ul className="grid gap-1">
          {['checkpoint', 'keys', 'tile/0/000.p/1', 'tile/entries/000.p/1', 'proof/0'].map((path) => (
            <li key={path}><a href={`/${forum}/log/${path}`}><Digest>{`${log}/${path}`}</Digest></a></li>
          ))}
        </ul>
        <p className="when mt-3 max-w-[62ch]">{t('formats')}</p>
      </Section>
      <Section title={t('limits')}><p className="max-w-[62ch]">{t('limitsText')}</p></Section>
    </>
  )
}
