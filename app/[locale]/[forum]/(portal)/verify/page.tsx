import type { Metadata } from 'next'
import { getMessages, getTranslations } from 'next-intl/server'
import { datesOf } from '@/app/_request/dates'
import type { Dates } from '@/app/_request/dates'
import { mesa } from '@/app/_request/mesa'
import { publicViewerOf } from '@/app/_request/who'
import { Facts, Lead, PageTitle, Section } from '@/components/page/page'
import { Digest } from '@/components/page/text'
import { keysToCheckBy } from '@/lib/log/publish.ts'
import { originOf } from '@/lib/log/signer.ts'
import { logHeadSeenBy } from '@/lib/history/seen.ts'
import { settings } from '@/lib/settings.ts'
import { witnessKeys } from '@/lib/witnesses/record.ts'

type T<N extends string> = Awaited<ReturnType<typeof getTranslations<N>>>
type Props = { params: Promise<{ locale: string; forum: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('verify'))('title') }
}

/**
 * Where a reader's own browser checks this record. The server says what there is to check and with which
 * keys it says that it signs; the arithmetic is in components/verify, put into the page by
 * server/portal-cache.ts.
 */
export default async function VerifyPage({ params }: Props) {
  const { locale, forum } = await params
  const viewer = await publicViewerOf(forum)
  const [t, c, messages, { size, checkpoint }, keys, witnesses] = await Promise.all([
    getTranslations('verify'),
    getTranslations('check'),
    getMessages(),
    logHeadSeenBy(viewer),
    keysToCheckBy(mesa().log, viewer.forum.id, settings().keysDir),
    witnessKeys(viewer.db, viewer.forum.id),
  ])
  const dates = datesOf(locale, viewer.forum.timeZone)
  const { publicUrl } = settings()
  const log = `${publicUrl}/${forum}/log`
  const given = {
    words: (messages.verify as { script: Record<string, string> }).script,
    log,
    keys,
    witnesses: witnesses.map((witness) => witness.key),
    origin: originOf(viewer.forum.id),
    act: `${publicUrl}/${locale}/${forum}/history`,
  }
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Lead>{t('lead')}</Lead>
      <div id="verify" data-given={JSON.stringify(given)}>
        <p data-without-script="" className="washed max-w-[62ch]">
          {t('noScript')}
        </p>
        <Checker t={t} locale={locale} forum={forum} size={size} />
      </div>
      <LogHead
        t={t}
        c={c}
        origin={given.origin}
        size={size}
        keys={keys}
        checkpoint={checkpoint}
        dates={dates}
      />
      <WithoutUs t={t} c={c} log={log} forum={forum} publicUrl={publicUrl} />
      <Section title={c('addresses')}>
        <ul className="grid gap-1">
          {['checkpoint', 'keys', 'tile/0/000.p/1', 'tile/entries/000.p/1', 'proof/0'].map((path) => (
            <li key={path}>
              <a href={`/${forum}/log/${path}`}>
                <Digest>{`${log}/${path}`}</Digest>
              </a>
            </li>
          ))}
        </ul>
        <p className="when mt-3 max-w-[62ch]">{c('formats')}</p>
      </Section>
      <Section title={c('limits')}>
        <p className="max-w-[62ch]">{c('limitsText')}</p>
      </Section>
    </>
  )
}

/** What components/verify fills in and answers. */
function Checker({
  t,
  locale,
  forum,
  size,
}: {
  t: T<'verify'>
  locale: string
  forum: string
  size: number
}) {
  return (
    <div data-with-script="" hidden className="verify mt-6">
      <WaysIn t={t} size={size} />
      <section data-part="result" className="verify-result" aria-live="polite" hidden>
        <p data-part="word" className="verify-word" tabIndex={-1} />
        <p data-part="told" className="max-w-[62ch]" />
        <progress data-part="bar" className="verify-bar" aria-label={t('bar')} hidden />
        <ol data-part="steps" className="verify-steps" />
        <details data-part="text" hidden>
          <summary>{t('text')}</summary>
          <pre className="digest max-h-96 overflow-auto whitespace-pre-wrap" tabIndex={0} />
        </details>
      </section>
      <details className="verify-trust">
        <summary>{t('trust')}</summary>
        <p className="max-w-[62ch]">{t('trustText')}</p>
        <label className="grid gap-1">
          <span>{t('keys')}</span>
          <textarea data-part="keys" rows={2} spellCheck={false} className="input digest" />
        </label>
        <p data-part="remembered" className="when" />
      </details>
      <p className="when">
        {t('save')}{' '}
        <a href={`/${locale}/${forum}/verify?save=1`} download={`${forum}-verify.html`}>
          {t('saveLink')}
        </a>
      </p>
      <p className="when">
        {t('program')} <code className="digest">__VERIFIER__</code>
      </p>
    </div>
  )
}

/** What can be checked: a receipt or a paper from a file, one act, or the whole log. */
function WaysIn({ t, size }: { t: T<'verify'>; size: number }) {
  return (
    <div className="verify-ways">
      <section className="card grid content-start gap-3">
        <h2 className="text-lg font-semibold">{t('file')}</h2>
        <p className="when">{t('fileText')}</p>
        <label className="verify-drop">
          <span>{t('choose')}</span>
          <input
            className="input input-file"
            type="file"
            data-part="file"
            accept=".tlog-proof,.pdf,.txt,text/plain,application/pdf"
          />
        </label>
        <form data-part="receipt-form" className="grid gap-2">
          <label htmlFor="receipt">{t('paste')}</label>
          <textarea
            id="receipt"
            data-part="receipt"
            rows={4}
            required
            spellCheck={false}
            className="input digest"
          />
          <button type="submit" className="button button-plain justify-self-start">
            {t('checkReceipt')}
          </button>
        </form>
      </section>
      <section className="card grid content-start gap-3">
        <h2 className="text-lg font-semibold">{t('act')}</h2>
        <p className="when">{t('actText')}</p>
        <form data-part="entry-form" className="flex flex-wrap items-end gap-2">
          <label className="grid gap-1">
            <span>{t('number')}</span>
            <input
              className="input"
              data-part="number"
              inputMode="numeric"
              pattern="0|[1-9][0-9]{0,8}"
              required
              size={8}
            />
          </label>
          <button type="submit" className="button button-plain">
            {t('checkAct')}
          </button>
        </form>
        <h2 className="mt-4 text-lg font-semibold">{t('whole')}</h2>
        <p className="when">{t('wholeText', { count: size })}</p>
        <button type="button" data-part="whole" className="button justify-self-start">
          {t('checkWhole')}
        </button>
      </section>
    </div>
  )
}

function LogHead({
  t,
  c,
  origin,
  size,
  checkpoint,
  keys,
  dates,
}: {
  t: T<'verify'>
  c: T<'check'>
  origin: string
  size: number
  checkpoint: Awaited<ReturnType<typeof logHeadSeenBy>>['checkpoint']
  keys: string[]
  dates: Dates
}) {
  return (
    <Section title={c('head')}>
      <Facts
        items={[
          { label: c('origin'), value: <Digest>{origin}</Digest> },
          { label: c('size'), value: c('acts', { count: size }) },
          ...(checkpoint
            ? [
                {
                  label: c('signed'),
                  value: c('signedAt', {
                    count: checkpoint.size,
                    moment: dates.exact(checkpoint.signedAt),
                  }),
                },
                {
                  label: c('checkpoint'),
                  value: <pre className="digest whitespace-pre-wrap">{checkpoint.note}</pre>,
                },
              ]
            : []),
          ...keys.map((key, place) => ({
            label: place === 0 ? c('key') : t('earlierKey'),
            value: <Digest>{key}</Digest>,
          })),
        ]}
      />
    </Section>
  )
}

/** The same checks with programs of one's own. */
function WithoutUs({
  t,
  c,
  log,
  forum,
  publicUrl,
}: {
  t: T<'verify'>
  c: T<'check'>
  log: string
  forum: string
  publicUrl: string
}) {
  return (
    <Section title={c('how')}>
      <ol className="signed-text list-decimal pl-6">
        <li>
          {c('stepReader')}
          <pre
            className="card digest mt-2 overflow-x-auto"
            tabIndex={0}
          >{`node stranger/read-log.mjs ${log}`}</pre>
        </li>
        <li>
          {t('stepTerminal')}
          <pre
            className="card digest mt-2 overflow-x-auto"
            tabIndex={0}
          >{`npm run verify -- --url ${publicUrl} --forum ${forum}`}</pre>
        </li>
        <li>{c('stepKeep')}</li>
        <li>{c('stepReceipt')}</li>
        <li>{c('stepText')}</li>
        <li>
          {c('stepRows')}
          <pre className="card digest mt-2 overflow-x-auto" tabIndex={0}>
            npm run verify
          </pre>
        </li>
      </ol>
    </Section>
  )
}
