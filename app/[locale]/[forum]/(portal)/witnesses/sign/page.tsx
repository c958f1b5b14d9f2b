import type { Metadata } from 'next'
import { getMessages } from 'next-intl/server'
import { mesa } from '@/app/_request/mesa'
import { portal } from '@/app/_request/portal'
import type { InForum, Portal } from '@/app/_request/portal'
import { Breadcrumb, Lead, PageTitle, Section } from '@/components/page/page'
import { keysToCheckBy } from '@/lib/log/publish.ts'
import { originOf } from '@/lib/log/signer.ts'
import { settings } from '@/lib/settings.ts'
import { witnessesOf } from '@/lib/witnesses/seen.ts'

type Props = { params: InForum }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('witnesses.browser.title') }
}

/** A witness in a browser, for a sector without a machine that runs all day (components/verify/witness.ts). */
export default async function WitnessInBrowserPage({ params }: Props) {
  const { t, to, locale, viewer, slug, named, forumName } = await portal(params)
  const [messages, keys, seen] = await Promise.all([
    getMessages(),
    keysToCheckBy(mesa().log, viewer.forum.id, settings().keysDir),
    witnessesOf(viewer),
  ])
  const given = {
    words: (messages.witnesses as unknown as { browser: { script: Record<string, string> } }).browser
      .script,
    log: `${settings().publicUrl}/${slug}/log`,
    keys,
    origin: originOf(viewer.forum.id),
    named: seen.sectors.flatMap((sector) =>
      sector.witness ? [{ sector: named(sector.sector.name).text, key: sector.witness.key }] : [],
    ),
  }
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[
          { href: to.home, label: forumName },
          { href: to.at('/witnesses'), label: t('witnesses.title') },
          { label: t('witnesses.browser.title') },
        ]}
      />
      <PageTitle>{t('witnesses.browser.title')}</PageTitle>
      <Lead>{t('witnesses.browser.lead')}</Lead>
      <div id="witness" data-given={JSON.stringify(given)}>
        <p data-without-script="" className="washed max-w-[62ch]">
          {t('witnesses.browser.noScript')}
        </p>
        <div data-with-script="" hidden className="verify mt-6">
          <WithoutKey t={t} />
          <WithKey t={t} to={to} />
        </div>
      </div>
      <Section title={t('witnesses.limits')}>
        <p className="max-w-[62ch]">{t('witnesses.browser.limits')}</p>
        <p className="when mt-2">
          <a href={`/${locale}/${slug}/witnesses/sign?save=1`} download={`${slug}-witness.html`}>
            {t('witnesses.browser.save')}
          </a>
        </p>
      </Section>
    </>
  )
}

function WithoutKey({ t }: { t: Portal['t'] }) {
  return (
    <section data-part="without-key" className="card grid gap-4">
      <h2 className="text-lg font-semibold">{t('witnesses.browser.first')}</h2>
      <p className="max-w-[62ch]">{t('witnesses.browser.firstText')}</p>
      <form data-part="make" className="flex flex-wrap items-end gap-2">
        <label className="grid gap-1">
          <span>{t('witnesses.browser.name')}</span>
          <input
            className="input"
            data-part="name"
            required
            size={32}
            placeholder="sociedad-civil.example/testigo"
          />
        </label>
        <button type="submit" className="button button-plain">
          {t('witnesses.browser.make')}
        </button>
      </form>
      <label className="grid gap-1">
        <span>{t('witnesses.browser.import')}</span>
        <input
          className="input input-file"
          type="file"
          data-part="import"
          accept=".json,application/json"
        />
      </label>
      <p data-part="told-make" className="verify-told" role="status" hidden />
    </section>
  )
}

function WithKey({ t, to }: { t: Portal['t']; to: Portal['to'] }) {
  return (
    <div data-part="with-key" hidden className="verify">
      <section className="card grid justify-items-start gap-3">
        <h2 className="text-lg font-semibold">{t('witnesses.browser.check')}</h2>
        <p className="max-w-[62ch]">{t('witnesses.browser.checkText')}</p>
        <p data-part="seen" className="when" />
        <button type="button" data-part="sign" className="button">
          {t('witnesses.browser.sign')}
        </button>
        <progress data-part="bar" className="verify-bar" aria-label={t('verify.bar')} hidden />
        <p data-part="told" className="verify-told" role="status" hidden />
      </section>
      <section className="card grid justify-items-start gap-3">
        <h2 className="text-lg font-semibold">{t('witnesses.browser.key')}</h2>
        <code className="digest break-all" data-part="vkey" />
        <p data-part="named" />
        <p className="when max-w-[62ch]">{t('witnesses.browser.keyText')}</p>
        <p className="flex flex-wrap gap-3">
          <button type="button" data-part="export" className="button button-plain">
            {t('witnesses.browser.export')}
          </button>
          <a className="button button-plain" href={to.at('/desk/witness')}>
            {t('witnesses.browser.toDesk')}
          </a>
        </p>
      </section>
      <Endorse t={t} />
    </div>
  )
}

/** A text that somebody asks this witness to sign. */
function Endorse({ t }: { t: Portal['t'] }) {
  return (
    <details className="grid gap-3">
      <summary className="cursor-pointer font-semibold">{t('witnesses.browser.endorse')}</summary>
      <p className="mt-2 max-w-[62ch]">{t('witnesses.browser.endorseText')}</p>
      <form data-part="endorse" className="mt-3 grid gap-2">
        <label className="grid gap-1">
          <span>{t('witnesses.browser.text')}</span>
          <textarea className="input digest" data-part="text" rows={6} required spellCheck={false} />
        </label>
        <button type="submit" className="button button-plain justify-self-start">
          {t('witnesses.browser.signText')}
        </button>
        <p data-part="told-text" className="verify-told" role="status" hidden />
      </form>
      <label className="mt-3 grid gap-1" hidden>
        <span>{t('witnesses.browser.signedText')}</span>
        <textarea className="input digest" data-part="signed" rows={8} readOnly spellCheck={false} />
      </label>
    </details>
  )
}
