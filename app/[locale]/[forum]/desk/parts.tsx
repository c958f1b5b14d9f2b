import type { ReactNode } from 'react'
import { newForm } from '@/app/_request/form'
import { whyNothingIsTakenIn } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { otherLanguage } from '@/app/_request/languages'
import { doneNotice } from '@/app/_request/notice'
import { publicPageOf } from '@/app/_request/counterpart'
import { askedAddress } from '@/app/_request/portal'
import { resultSaid } from '@/app/_request/result'
import { signOut } from '@/app/_request/login-actions'
import type { FormAction } from '@/app/_request/seam'
import { publicViewerToday } from '@/app/_request/who'
import { ActionForm, FormSelect } from '@/components/form/action-form'
import { Brings } from '@/components/form/brings'
import { SendOrLookAgain } from '@/components/form/look-again'
import { Press } from '@/components/form/press'
import { SearchKey } from '@/components/form/search-key'
import type { SigningWords } from '@/components/form/sign-offer'
import { Breadcrumb, Lead, Notice, PageTitle, Tag } from '@/components/page/page'
import { Banner, Shell } from '@/components/page/shell'
import { SectorName as NamedSector } from '@/components/proposals/marks'
import type { Localised } from '@/lib/act/fields.ts'
import { startsEmpty } from '@/lib/act/gravity.ts'
import { LARGEST_FORM } from '@/lib/act/lengths.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import type { VoiceGap } from '@/lib/bodies/seen.ts'
import { keepingSeenBy } from '@/lib/keeping/seen.ts'
import type { MeetingLine } from '@/lib/meetings/seen.ts'
import { proposalsSeenBy } from '@/lib/proposals/seen.ts'
import type { ProposalLine } from '@/lib/proposals/seen.ts'
import { stances } from '@/lib/proposals/rules.ts'
import { effectsOfDecisions } from '@/lib/roadmaps/result-seen.ts'
import type { DecisionEffect } from '@/lib/roadmaps/result-seen.ts'
import { settings } from '@/lib/settings.ts'
import { MovedFrom } from '../_planning/moves'
import { self } from './frame'
import type { DeskFrame } from './frame'

const pages = ['', '/meetings', '/proposals', '/roadmaps', '/actions', '/bodies', '/participation']

/** The page of the navigation under which an address lies; some lie under one that is not named in theirs. */
function roomOf(inside: string): string {
  if (/^\/(?:seats|forum|restorations|confirmations)/.test(inside)) return '/bodies'
  if (inside.startsWith('/witness')) return '/participation'
  return pages.find((page) => page && inside.startsWith(page)) ?? ''
}

/** The desk's own head: what belongs to the person, and the way out to what everybody reads. */
export async function DeskShell({ frame, children }: { frame: DeskFrame; children: ReactNode }) {
  const { t, locale, viewer, say, desk, portal, dates } = frame
  const [{ name, seats }, { freeze }] = await Promise.all([self(frame.forum), keepingSeenBy(viewer)])
  const other = otherLanguage(viewer.forum, locale)
  const asked = (await askedAddress()).split(/[?#]/)[0] ?? ''
  const inside = asked.startsWith(`${desk}/`) ? asked.slice(desk.length) : ''
  const [practice, demonstration] = [
    viewer.forum.kind === 'practice',
    settings().mode === 'demonstration',
  ]
  const room = roomOf(inside)
  const inPublic = `${portal}${await publicPageOf(await publicViewerToday(frame.forum), inside)}`
  return (
    <Shell
      brand={{ href: portal, label: say(viewer.forum.name) }}
      nav={pages.map((page) => ({
        href: `${desk}${page}`,
        label: t(`desk.nav.${page.slice(1) || 'home'}`),
        current: page === room,
      }))}
      navLabel={t('desk.nav.label')}
      skip={t('desk.nav.skip')}
      {...(other && {
        language: {
          href: `/${other}/${frame.forum}/desk${inside}`,
          label: t('desk.nav.language'),
          lang: other,
        },
      })}
      {...(!inside.startsWith('/search') && {
        search: {
          action: `${desk}/search`,
          label: t('search.field'),
          submit: t('search.submit'),
          focusedBy: <SearchKey />,
        },
      })}
      account={
        <>
          <a className="to-public" href={inPublic}>
            {t('desk.nav.toPortal')}
          </a>
          <Person frame={frame} name={name} seats={seats} />
        </>
      }
      footer={
        <>
          <a className="to-public" href={inPublic}>
            {t('desk.nav.toPortal')}
          </a>
          <span>{t('portal.foot.zone', { zone: dates.zone })}</span>
        </>
      }
      banners={
        <>
          {freeze && (
            <Banner title={t('keeping.frozen')}>
              {t('keeping.frozenText', { day: frame.dates.moment(freeze.frozenAt) })}
            </Banner>
          )}
          {(practice || demonstration) && (
            <Banner title={t(practice ? 'portal.practice' : 'portal.demonstrationTitle')}>
              {practice && t('desk.nav.practice')} {demonstration && t('portal.demonstration')}
            </Banner>
          )}
        </>
      }
    >
      {children}
    </Shell>
  )
}

/** Who one is here: the seats, the keys, the account, and the way out. */
function Person({ frame, name, seats }: { frame: DeskFrame } & Awaited<ReturnType<typeof self>>) {
  const { t, locale, desk, say } = frame
  return (
    <details className="relative">
      <summary className="text-ink">
        <span>{name ?? t('desk.erasedPerson')}</span>
      </summary>
      <div className="card absolute right-0 z-10 mt-1 grid w-72 gap-3 text-ink">
        {seats.length > 0 ? (
          <ul className="grid gap-2">
            {seats.map((seat) => (
              <li key={seat.id}>
                <a href={`${desk}/seats/${seat.id}`}>{say(seat.called)}</a>{' '}
                <span className="block text-soft">
                  <SectorName frame={frame} sector={seat.sector} />
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-soft">{t('desk.home.noSeat')}</p>
        )}
        <a href={`${desk}/notices`}>{t('notices.title')}</a>
        <a href={`${desk}/devices`}>{t('devices.title')}</a>
        <a href={`/${locale}/account`}>{t('desk.nav.account')}</a>
        <Press action={signOut} hidden={{ locale }} sending={t('desk.form.sending')} kind="plain" small>
          {t('desk.nav.signOut')}
        </Press>
      </div>
    </details>
  )
}

export function Crumbs({
  frame: { t, desk },
  path = [],
  here,
}: {
  frame: DeskFrame
  path?: { href: string; label: string }[]
  here: string
}) {
  return (
    <Breadcrumb
      label={t('desk.nav.crumbs')}
      items={[{ href: desk, label: t('desk.nav.home') }, ...path, { label: here }]}
    />
  )
}

export function PageHead({
  title,
  number,
  lead,
  tags = [],
  lang,
  children,
}: {
  title: string
  number?: number
  lead?: string | undefined
  tags?: string[]
  lang?: string | undefined
  children?: ReactNode
}) {
  return (
    <header className="mb-6">
      <PageTitle lang={lang} {...(number !== undefined && { number })}>
        {title}
      </PageTitle>
      {tags.length > 0 && (
        <p className="mt-2 flex flex-wrap gap-2">
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </p>
      )}
      {lead && <Lead>{lead}</Lead>}
      {children && <div className="mt-5 grid gap-3">{children}</div>}
    </header>
  )
}

/** How a closed proposal ended, by whose word, and what holds since. */
export function resultOf(
  frame: Pick<DeskFrame, 't' | 'dates' | 'locale' | 'say'>,
  { decision, stands }: ProposalLine,
  effect: DecisionEffect | null | undefined,
): string {
  const nameOf = (id: string) => {
    const stand = stands.find((one) => one.sector.id === id)
    return stand ? frame.say(stand.sector.name) : ''
  }
  return decision ? resultSaid(frame, decision, nameOf, effect) : ''
}

/** What an act decided: the result is told first, to whoever gave the last word, too. */
async function decidedIn(viewer: Viewer, entry: number) {
  const decided = (await proposalsSeenBy(viewer, { decidedIn: entry, brief: true })).filter(
    ({ decision }) => decision,
  )
  const effects = await effectsOfDecisions(
    viewer,
    decided.flatMap(({ decision }) => decision?.id ?? []),
  )
  return decided.map((proposal) => ({ proposal, effect: effects[proposal.decision?.id ?? ''] }))
}

/** What the last act did, with its line in the log. */
export async function Done({
  frame,
  searchParams,
}: {
  frame: DeskFrame
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { t, portal, forum, viewer } = frame
  const done = await doneNotice(searchParams)
  const entry = done?.entry ?? null
  const decided = entry === null ? [] : await decidedIn(viewer, entry)
  return (
    done && (
      <Notice tone="done">
        {decided.length > 0 && (
          <ul className="font-semibold">
            {decided.map(({ proposal, effect }) => (
              <li key={proposal.id}>{resultOf(frame, proposal, effect)}.</li>
            ))}
          </ul>
        )}
        {done.text}
        {done.entry !== null && (
          <>
            {' '}
            <a href={`${portal}/history/${done.entry}`}>
              {t('desk.form.entry', { number: done.entry })}
            </a>
            {' · '}
            <a href={`/api/receipts/${forum}/${done.entry}`} download>
              {t('verify.receipt')}
            </a>
          </>
        )}
      </Notice>
    )
  )
}

type ActProps = {
  frame: DeskFrame
  action: FormAction
  submit: string
  children?: ReactNode
  start?: Record<string, string>
  hidden?: Record<string, string>
  labels?: Record<string, string>
  kind?: 'main' | 'quiet' | 'plain'
  small?: boolean
  className?: string
  /** what it would bring about if it were done as the title says: the command's own answer (`foreseen`) */
  ahead?: { title: string; said: string[] } | null
  /** what one presses to see the form, where not everybody needs it */
  fold?: string
  open?: boolean
  /** an act that binds: a passkey may sign it */
  signs?: boolean
}

const bindingActs = [
  'minutes-approved',
  'erratum-approved',
  'position-taken',
  'participation-suspended',
  'participation-resumed',
  'mandate-began',
] as const
const signingSaid = [
  'title',
  'text',
  'sign',
  'without',
  'cancel',
  'bytes',
  'broken',
  'cancelled',
  'waiting',
] as const

function signingWords(t: DeskFrame['t']): SigningWords {
  const said = Object.fromEntries(
    signingSaid.map((key) => [key, t(`devices.signing.${key}`)]),
  ) as Record<(typeof signingSaid)[number], string>
  return {
    ...said,
    acts: Object.fromEntries(bindingActs.map((key) => [key, t(`devices.acts.${key}`)])),
    stances: Object.fromEntries(stances.map((stance) => [stance, t(`words.stances.${stance}`)])),
  }
}

/**
 * A form that acts, with a fresh key. Its safeguards follow from what its act weighs, which the action says itself: one that binds starts
 * empty, and what it brings about for good is shown before it is recorded (decision 069). Where the log is closed, it says so and there is
 * nothing to fill in.
 */
export async function Act({
  frame: { t, forum, locale, viewer },
  action,
  submit,
  children,
  start = {},
  hidden = {},
  labels = {},
  kind = 'main',
  small = false,
  className = 'stack',
  ahead = null,
  fold,
  open = false,
  signs = false,
}: ActProps) {
  const closed = await whyNothingIsTakenIn(viewer)
  if (closed !== null) return <Why>{closed}</Why>
  const { acts } = action
  const grave =
    acts && startsEmpty(acts.gravity) ? { ...acts, choose: t('desk.form.choose') } : undefined
  return (
    <ActionForm
      action={action}
      state={newForm(grave ? {} : start)}
      grave={grave}
      forum={forum}
      locale={locale}
      faults={t('desk.form.faults')}
      unreachable={t('errors.unreachable')}
      tooLarge={t('errors.formTooLarge', { most: LARGEST_FORM / 1024 / 1024 })}
      hidden={hidden}
      labels={labels}
      className={className}
      {...(fold && { fold: { title: fold, open } })}
      {...(signs && { signing: signingWords(t) })}
      preview={{
        write: t('desk.form.write'),
        preview: t('desk.form.preview'),
        nothing: t('desk.form.nothing'),
      }}
    >
      {children}
      {ahead && ahead.said.length > 0 && (
        <Notice tone="warning" title={ahead.title}>
          <Brings said={ahead.said} />
        </Notice>
      )}
      <SendOrLookAgain
        sending={t('desk.form.sending')}
        kind={kind}
        small={small}
        words={{
          title: t('desk.form.look'),
          change: t('desk.form.lookChange'),
          confirm: t('desk.form.lookConfirm', { act: submit }),
          keep: t('desk.form.keep'),
        }}
      >
        {submit}
      </SendOrLookAgain>
    </ActionForm>
  )
}

/** For which seat one acts: said where there is one, asked where there are several. */
export async function ActingSeat({ frame: { t, say, forum }, may }: { frame: DeskFrame; may: May }) {
  const { seats } = await self(forum)
  const own = seats.filter((seat) => may.seats.some((heldSeat) => heldSeat.seat === seat.id))
  const [first] = own
  if (!first) return null
  if (own.length === 1) {
    return (
      <p className="when">
        <input type="hidden" name="as" value={first.id} />
        {t('desk.form.as', { seat: say(first.called) })}
      </p>
    )
  }
  return (
    <FormSelect
      name="as"
      label={t('desk.form.asWhich')}
      options={own.map((seat) => ({ value: seat.id, label: say(seat.called) }))}
      start={first.id}
    />
  )
}

/** Why there is no button: the command's own refusal. */
export function Why({ children }: { children: ReactNode }) {
  return children ? (
    <p className="when max-w-[62ch]" data-why="">
      {children}
    </p>
  ) : null
}

type SectorLike = { name: Localised; shape: string; hue: string }

/** Where a sector has nobody left who may say who sits for it, or will have nobody, and what can be done. */
export function VoiceGaps({
  frame: { t, say, dates, desk, viewer },
  gaps,
  at,
}: {
  frame: DeskFrame
  gaps: VoiceGap[]
  /** the seat whose page this is */ at?: string
}) {
  return gaps.map(({ sector, bodies, from, seat }) => {
    const said = {
      sector: say(sector.name),
      day: dates.day(from),
      bodies: bodies.map((body) => say(body.name)).join(', '),
    }
    const name = from > viewer.today ? 'voiceEnds' : 'voiceless'
    return (
      <Notice key={`${sector.id} ${from}`} tone="warning" title={t(`bodies.${name}`, said)}>
        <p className="max-w-prose">{t(`bodies.${name}Text`, said)}</p>
        {name === 'voiceless' && (
          <p className="mt-2">
            <a href={`${desk}/restorations`}>{t('seating.restorations.toPage')}</a>
          </p>
        )}
        {seat !== at && name === 'voiceEnds' && (
          <p className="mt-2">
            <a href={`${desk}/seats/${seat}`}>{t('bodies.voiceEndsSeat')}</a>
          </p>
        )}
      </Notice>
    )
  })
}

export function markOf({ say }: Pick<DeskFrame, 'say'>, { name, shape, hue }: SectorLike) {
  return { name: say(name), shape, hue }
}

export function SectorName({ frame, sector }: { frame: Pick<DeskFrame, 'say'>; sector: SectorLike }) {
  return <NamedSector sector={markOf(frame, sector)} />
}

export function MeetingLines({
  frame: { t, desk, dates },
  meetings,
}: {
  frame: DeskFrame
  meetings: MeetingLine[]
}) {
  return (
    <ul>
      {meetings.map((meeting) => (
        <li key={meeting.id} className="border-b border-rule py-3">
          <a href={`${desk}/meetings/${meeting.id}`} className="font-semibold">
            {t('desk.meetings.line', {
              body: meeting.body.shortName,
              number: meeting.number,
              year: String(meeting.year),
            })}
          </a>
          <span className="block text-soft">
            {[
              meeting.startsAt ? dates.moment(meeting.startsAt) : dates.day(meeting.heldOn),
              t(`desk.meetings.states.${meeting.state}`),
            ].join(' · ')}
          </span>
          <MovedFrom day={meeting.movedFrom} dates={dates} />
          {meeting.minutes && (
            <a className="when block" href={`${desk}/meetings/${meeting.id}/minutes`}>
              {meeting.minutes.number ?? t(`desk.minutes.states.${meeting.minutes.state}`)}
            </a>
          )}
        </li>
      ))}
    </ul>
  )
}
