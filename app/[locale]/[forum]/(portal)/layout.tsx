import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Banner, Shell } from '@/components/page/shell'
import { otherLanguage } from '@/app/_request/languages'
import { askedAddress, portal } from '@/app/_request/portal'
import type { InForum, Portal } from '@/app/_request/portal'
import { mesa } from '@/app/_request/mesa'
import { keepingSeenBy } from '@/lib/keeping/seen.ts'
import { logHeadSeenBy } from '@/lib/history/seen.ts'
import { settings } from '@/lib/settings.ts'
import { AsOf } from './_parts/as-of'

type Props = { children: ReactNode; params: InForum }

const rooms = ['plan', 'commitments', 'bodies', 'meetings', 'decisions', 'history'] as const

/** Which room an address belongs to: a plan's commitments are commitments, a seat belongs to the bodies. */
function roomOf(path: string): string | undefined {
  const [, , , first, , second] = path.split(/[/?]/)
  const belongs: Record<string, string> = {
    plans: 'plan',
    seats: 'bodies',
    roster: 'bodies',
    minutes: 'meetings',
    proposals: 'decisions',
  }
  return first === 'plans' && second === 'commitments' ? 'commitments' : (belongs[first ?? ''] ?? first)
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const {
    t,
    forumName,
    viewer,
    moment: { asked },
  } = await portal(params)
  const path = (await askedAddress()).split(/[?#]/, 1)[0] ?? ''
  const product = t('login.product')
  return {
    title: { default: forumName, template: `%s · ${forumName} · ${product}` },
    description: t(`portal.home.short.${viewer.forum.kind}`),
    // There are as many of these as days: what is found should be the page of today.
    ...((asked.on || asked.at) && {
      robots: { index: false },
      alternates: { canonical: `${settings().publicUrl}${path}` },
    }),
  }
}

/** It never reads a login or a cookie: every page below it is the same for everybody, and is kept. */
export default async function PortalLayout({ children, params }: Props) {
  const page = await portal(params)
  const { locale, slug, viewer, t, to, dates, forumName } = page
  const asked = await askedAddress()
  const room = roomOf(asked)
  const other = otherLanguage(page.present.forum, locale)
  const here = asked.startsWith(`/${locale}/${slug}`) ? asked.slice(`/${locale}`.length) : `/${slug}`
  const { kind } = viewer.forum
  const notSigned = mesa().notSigned.get(viewer.forum.id)
  const [{ freeze }, head] = await Promise.all([
    keepingSeenBy(page.present),
    notSigned ? logHeadSeenBy(page.present) : null,
  ])
  const demonstration = settings().mode === 'demonstration'
  return (
    <Shell
      brand={{ href: to.home, label: forumName }}
      nav={rooms.map((name) => ({
        href: to[name],
        label: t(`portal.nav.${name}`),
        current: name === room,
      }))}
      navLabel={t('portal.nav.label')}
      skip={t('portal.skip')}
      language={
        other
          ? { href: `/${other}${here}`, label: t(`portal.languages.${other}`), lang: other }
          : { label: t('portal.onlySpanish'), lang: 'en' }
      }
      {...(room !== 'search' && {
        search: { action: to.at('/search'), label: t('search.field'), submit: t('search.submit') },
      })}
      account={
        <a
          // It knows not who reads: whoever is signed in already is led on to where they work at this.
          href={`/${locale}/sign-in?${new URLSearchParams({ from: `/${locale}${here.split(/[?#]/, 1)[0] ?? ''}` })}`}
        >
          {t('portal.toDesk')}
        </a>
      }
      banners={
        <>
          {notSigned && (
            <Banner alarm title={t('keeping.notSigned')}>
              {t('keeping.notSignedText', { signed: notSigned.signed, size: head?.size ?? 0 })}
            </Banner>
          )}
          {freeze && (
            <Banner title={t('keeping.frozen')}>
              {t('keeping.frozenText', { day: dates.moment(freeze.frozenAt) })}
            </Banner>
          )}
          {(kind !== 'live' || demonstration) && (
            <Banner title={t(kind === 'live' ? 'portal.demonstrationTitle' : `portal.${kind}`)}>
              {kind !== 'live' && t(`portal.${kind}Text`)} {demonstration && t('portal.demonstration')}
            </Banner>
          )}
        </>
      }
      footer={<Foot page={page} />}
    >
      <AsOf page={page} />
      {children}
    </Shell>
  )
}

function Foot({ page: { locale, slug, t, to, dates, moment, present } }: { page: Portal }) {
  const { last } = moment
  return (
    <>
      <a href={`/${locale}`}>{t('portal.allForums')}</a>
      <a href={to.at('/help')}>{t('help.title')}</a>
      <a href={to.at('/forum')}>{t('amendments.title')}</a>
      <a href={to.sources}>{t('portal.foot.sources')}</a>
      <a href={to.at('/events')}>{t('events.title')}</a>
      <a href={to.at('/records')}>{t('taken.title')}</a>
      <a href={to.at('/confirmations')}>{t('confirmations.title')}</a>
      <a href={to.at('/links')}>{t('evidence.board.title')}</a>
      <a href={to.at('/archive')}>{t('archive.title')}</a>
      <a href={to.at('/witnesses')}>{t('witnesses.title')}</a>
      <a href={to.at('/accessibility')}>{t('accessibility.title')}</a>
      <a href={`/${slug}/log/checkpoint`}>{t('portal.foot.log')}</a>
      {last >= 0 && <a href={to.entry(last)}>{t('portal.foot.upTo', { number: last })}</a>}
      <span>{t('portal.foot.zone', { zone: dates.zone })}</span>
      {otherLanguage(present.forum, locale) === null && <span lang="en">{t('portal.onlySpanish')}</span>}
      <span>{t('portal.foot.privacy')}</span>
    </>
  )
}
