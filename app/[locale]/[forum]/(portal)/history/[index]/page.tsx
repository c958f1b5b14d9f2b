import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { mesa } from '@/app/_request/mesa'
import { portal } from '@/app/_request/portal'
import type { Portal } from '@/app/_request/portal'
import { Breadcrumb, Facts, Lead, Notice, PageTitle, Section } from '@/components/page/page'
import { Digest } from '@/components/page/text'
import { receiptOf } from '@/lib/log/publish.ts'
import { entrySeenBy } from '@/lib/history/seen.ts'
import { witnessesOf } from '@/lib/witnesses/seen.ts'
import { WitnessMarks } from '../../_parts/witness-marks'
import { DeviceMark, HistoryLines } from '../lines'

type Props = { params: Promise<{ locale: string; forum: string; index: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations('history'))('act', { number: (await params).index }) }
}

/** One act as the log keeps it: its sentences, its exact bytes, its proof, and how to check it without us. */
export default async function EntryPage({ params }: Props) {
  const { locale, forum, index } = await params
  const page = await portal(params)
  const { viewer } = page
  const entry = /^(0|[1-9]\d{0,8})$/.test(index) ? await entrySeenBy(viewer, Number(index)) : null
  if (!entry) notFound()
  const [t, words] = await Promise.all([getTranslations('history'), getTranslations()])
  const receipt = await receiptOf(mesa().log, viewer.forum.id, entry.index)
  const witnesses = viewer.forum.kind === 'record' ? null : await witnessesOf(viewer)
  const here = `/${locale}/${forum}/history`
  return (
    <>
      <Breadcrumb
        label={t('crumbs')}
        items={[{ href: here, label: t('title') }, { label: t('act', { number: entry.index }) }]}
      />
      <PageTitle>{t('actTitle', { number: entry.index })}</PageTitle>
      <Lead>{t('entryLead')}</Lead>
      {entry.held && <Notice title={t('heldTitle')}>{t('heldText')}</Notice>}
      {entry.lines.length > 0 && (
        <Section title={t('whatHappened')}>
          <HistoryLines viewer={viewer} locale={locale} lines={entry.lines} names={entry.names} />
        </Section>
      )}
      <InTheLog page={page} t={t} entry={entry} witnesses={witnesses} />
      <p className="mt-4 flex flex-wrap gap-x-6 gap-y-1">
        <a href={`/${locale}/${forum}/plan?at=${entry.index}`} rel="nofollow">
          {words('asOf.readAt')}
        </a>
        {entry.lines[0] && (
          <a href={`/${locale}/${forum}/plan?on=${entry.lines[0].happenedOn}`} rel="nofollow">
            {words('asOf.readOn')}
          </a>
        )}
      </p>
      <Section title={t('bytes')}>
        <p className="when mb-2">{t('bytesText', { count: entry.body.length })}</p>
        <pre className="card digest overflow-x-auto whitespace-pre-wrap" tabIndex={0}>
          {Buffer.from(entry.body).toString('utf8')}
        </pre>
      </Section>
      {entry.payloads.length > 0 && <Payloads t={t} forum={forum} payloads={entry.payloads} />}
      {entry.payloads.some(({ value }) => value === null) && (
        <p className="mt-4">
          <a href={page.to.at('/confirmations')}>{words('confirmations.fromErased')}</a>
        </p>
      )}
      <Proof t={t} locale={locale} forum={forum} index={entry.index} receipt={receipt} />
    </>
  )
}

type T = Awaited<ReturnType<typeof getTranslations<'history'>>>
type Entry = NonNullable<Awaited<ReturnType<typeof entrySeenBy>>>

function InTheLog({
  page,
  t,
  entry,
  witnesses,
}: {
  page: Portal
  t: T
  entry: Entry
  witnesses: Awaited<ReturnType<typeof witnessesOf>> | null
}) {
  const { dates } = page
  const recordedAt = entry.lines[0]?.recordedAt
  return (
    <Section title={t('inTheLog')}>
      <Facts
        items={[
          { label: t('number'), value: t('numberOf', { number: entry.index, size: entry.size }) },
          ...(recordedAt
            ? [
                {
                  label: t('recorded'),
                  value: <time dateTime={recordedAt.toISOString()}>{dates.exact(recordedAt)}</time>,
                },
              ]
            : []),
          ...(witnesses
            ? [
                {
                  label: page.t('witnesses.entry'),
                  value: (
                    <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
                      <WitnessMarks page={page} seen={witnesses} act={entry.index} />{' '}
                      <a href={page.to.at('/witnesses')}>{page.t('witnesses.entryAll')}</a>
                    </span>
                  ),
                },
              ]
            : []),
          ...(entry.signedBy
            ? [{ label: t('device'), value: <DeviceMark signed={entry.signedBy === 'device'} /> }]
            : []),
          { label: t('leaf'), value: <Digest>{Buffer.from(entry.leaf).toString('hex')}</Digest> },
        ]}
      />
    </Section>
  )
}

/** Texts stand beside the log, which holds only their seals: they can be erased, and the log still adds up. */
function Payloads({ t, forum, payloads }: { t: T; forum: string; payloads: Entry['payloads'] }) {
  return (
    <Section title={t('beside')}>
      <p className="when mb-3">{t('besideText')}</p>
      <ul className="grid gap-4">
        {payloads.map((payload) => (
          <li key={Buffer.from(payload.seal).toString('hex')} className="card grid gap-2">
            <Facts
              items={[
                {
                  label: t('seal'),
                  value: (
                    <a href={`/${forum}/log/payload/${Buffer.from(payload.seal).toString('hex')}`}>
                      <Digest>{Buffer.from(payload.seal).toString('base64')}</Digest>
                    </a>
                  ),
                },
                {
                  label: t('salt'),
                  value: payload.salt ? (
                    <Digest>{Buffer.from(payload.salt).toString('base64')}</Digest>
                  ) : (
                    t('erased')
                  ),
                },
              ]}
            />
            {payload.value !== null && (
              <details>
                <summary className="cursor-pointer">{t('value')}</summary>
                <pre className="digest mt-2 max-h-96 overflow-auto whitespace-pre-wrap" tabIndex={0}>
                  {payload.value}
                </pre>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Proof({
  t,
  locale,
  forum,
  index,
  receipt,
}: {
  t: T
  locale: string
  forum: string
  index: number
  receipt: Awaited<ReturnType<typeof receiptOf>>
}) {
  return (
    <Section title={t('proof')}>
      {receipt ? (
        <>
          <p className="mb-2 max-w-[62ch]">{t('proofText')}</p>
          <p className="mb-3">
            <a className="button button-plain" href={`/${forum}/log/proof/${index}`} download>
              {t('download')}
            </a>
          </p>
          <details>
            <summary className="cursor-pointer">{t('showProof')}</summary>
            <pre className="card digest mt-2 overflow-x-auto" tabIndex={0}>
              {receipt}
            </pre>
          </details>
        </>
      ) : (
        <p>{t('notSignedYet')}</p>
      )}
      <p className="mt-4">
        <a href={`/${locale}/${forum}/verify`}>{t('howToCheck')}</a>
      </p>
    </Section>
  )
}
