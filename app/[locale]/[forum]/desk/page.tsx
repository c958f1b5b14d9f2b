import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { changedSaid } from '@/app/_request/again'
import { asOfLog } from '@/app/_request/as-of-log'
import { mayAct } from '@/app/_request/may'
import { ButtonLink, EmptyState, Section, TwoColumns } from '@/components/page/page'
import { addDays } from '@/lib/act/calendar.ts'
import { voiceGapsSeenBy } from '@/lib/bodies/queries.ts'
import { speaksFor } from '@/lib/bodies/rules.ts'
import { convene } from '@/lib/meetings/commands.ts'
import { quietSeenBy } from '@/lib/meetings/queries.ts'
import { deskOf } from '@/lib/notices/queries.ts'
import type { Desk, Waiting } from '@/lib/notices/queries.ts'
import { Quiet } from '../_pauses/quiet'
import { deskFrame, self } from './frame'
import type { DeskFrame } from './frame'
import { Done, PageHead, VoiceGaps } from './parts'
import { proposableBy } from './proposals/proposable'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('desk'))('home.title') }
}

export default async function DeskPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, desk, viewer, forum } = frame
  const [{ waiting, upcoming, bodies }, { seats }, gaps] = await Promise.all([
    asOfLog(viewer, 'desk', () => deskOf(viewer)),
    self(forum),
    asOfLog(viewer, 'voice', () => voiceGapsSeenBy(viewer)),
  ])
  const committee = viewer.seats.find((seat) => seat.bodyKind === 'committee')
  const quiet = committee ? await quietSeenBy(viewer, committee.body) : null
  const own = gaps.filter((gap) => viewer.seats.some((seat) => seat.sector === gap.sector.id))
  // Asked for each body whose book one may keep; a seat with the voice alone finds the way on the page of meetings.
  const keeping = viewer.seats
    .filter(
      (seat) =>
        seat.function === 'secretary' ||
        seat.function === 'chair' ||
        (seat.voice && seat.bodyKind === 'committee'),
    )
    .map((seat) => seat.body)
  const callers = await Promise.all(
    [...new Set(keeping)].map((body) => mayAct(viewer, convene, { body })),
  )
  const convenes = callers.some(({ seats: may }) => may.length > 0)
  // Whoever has no voice for a sector finds who takes part by the navigation.
  const speaks = viewer.seats.some((seat) => speaksFor({ kind: 'seat', ...seat }, seat.body))
  const proposes = (await proposableBy(viewer)).open.size > 0
  if (seats.length === 0) {
    return (
      <>
        <PageHead title={t('desk.home.title')} />
        <EmptyState
          title={t('desk.home.noSeat')}
          action={<ButtonLink href={frame.portal}>{t('desk.home.readPortal')}</ButtonLink>}
        >
          {t('desk.home.noSeatText')}
        </EmptyState>
      </>
    )
  }
  return (
    <>
      <PageHead title={t('desk.home.title')} lead={t('desk.home.lead')}>
        <p className="m-0 flex flex-wrap gap-3">
          {convenes && <ButtonLink href={`${desk}/meetings/new`}>{t('desk.home.convene')}</ButtonLink>}
          {proposes && (
            <ButtonLink href={`${desk}/proposals/new`} kind={convenes ? 'plain' : 'main'}>
              {t('desk.home.propose')}
            </ButtonLink>
          )}
          {speaks && (
            <ButtonLink href={`${desk}/participation`} kind="plain">
              {t('desk.home.participation')}
            </ButtonLink>
          )}
        </p>
      </PageHead>
      <Done searchParams={searchParams} frame={frame} />
      <VoiceGaps frame={frame} gaps={own} />
      <Quiet quiet={quiet} dates={frame.dates} />
      <TwoColumns
        aside={
          <>
            <NextMeetings frame={frame} upcoming={upcoming} />
            <MyBodies frame={frame} bodies={bodies} />
          </>
        }
      >
        <WaitingList frame={frame} waiting={waiting} bodies={bodies} />
      </TwoColumns>
      <p className="when mt-8">
        <a href={`/api/archive/${forum}.tar`}>{t('archive.fromDesk')}</a>
      </p>
    </>
  )
}

function WaitingList({
  frame,
  waiting,
  bodies,
}: {
  frame: DeskFrame
  waiting: Waiting[]
  bodies: Desk['bodies']
}) {
  const {
    t,
    viewer: { today },
  } = frame
  const groups = [
    { name: 'overdue', found: waiting.filter((one) => one.dueOn !== null && one.dueOn < today) },
    {
      name: 'soon',
      found: waiting.filter(
        (one) => one.dueOn !== null && one.dueOn >= today && one.dueOn <= addDays(today, 7),
      ),
    },
    {
      name: 'later',
      found: waiting.filter((one) => one.dueOn !== null && one.dueOn > addDays(today, 7)),
    },
    { name: 'undated', found: waiting.filter((one) => one.dueOn === null) },
  ].filter(({ found }) => found.length > 0)
  return (
    <Section id="waiting" title={t('desk.home.waiting', { count: waiting.length })}>
      {groups.length === 0 && (
        <EmptyState title={t('desk.home.nothing')}>{t('desk.home.nothingText')}</EmptyState>
      )}
      {groups.map(({ name, found }) => (
        <section key={name} aria-labelledby={`waiting-${name}`}>
          <h3
            id={`waiting-${name}`}
            className={`mb-0 mt-6 text-sm font-semibold ${name === 'overdue' ? 'text-accent' : 'text-soft'}`}
          >
            {t(`desk.home.when.${name}`)}
          </h3>
          <ul className="m-0 list-none p-0">
            {found.map((one, place) => (
              <WaitingLine
                key={place}
                frame={frame}
                one={one}
                of={bodies.find((body) => body.id === one.body)}
              />
            ))}
          </ul>
        </section>
      ))}
    </Section>
  )
}

/** Why minutes wait: the window, what they say of the viewer's sector, or that another version circulates since it approved one. */
function whyApprove(
  { t, dates, locale }: DeskFrame,
  { again, claims }: Extract<Waiting, { kind: 'approve-minutes' | 'observe-minutes' }>,
): string {
  if (again)
    return t('desk.home.approveAgain', {
      version: again.version,
      at: dates.moment(again.approvedAt),
      now: again.now,
      since: dates.moment(again.since),
      changed: changedSaid(t, locale, again.changed),
    })
  return claims > 0 ? t('desk.home.confirmClaims', { count: claims }) : t('desk.home.windowEnds')
}

function WaitingLine({
  frame,
  one,
  of,
}: {
  frame: DeskFrame
  one: Waiting
  of: Desk['bodies'][number] | undefined
}) {
  const { t, dates, desk, viewer } = frame
  const [body, slug] = [of?.shortName ?? '', of?.slug ?? '']
  const { href, text, note } = ((): { href: string; text: string; note?: string } => {
    switch (one.kind) {
      case 'approve-minutes':
        return {
          href: `${desk}/meetings/${one.meeting}/minutes`,
          text: t('desk.home.approveMinutes', { body, day: dates.day(one.heldOn) }),
          note: whyApprove(frame, one),
        }
      case 'observe-minutes':
        return {
          href: `${desk}/meetings/${one.meeting}/minutes`,
          text: t('desk.home.observeMinutes', { body, day: dates.day(one.heldOn) }),
          note: t('desk.home.windowEnds'),
        }
      case 'keep-draft':
        return {
          href: `${desk}/meetings/${one.meeting}/draft`,
          text: t('desk.home.keepDraft', { body, day: dates.day(one.heldOn) }),
          note: t('desk.home.keepDraftNote'),
        }
      case 'take-position':
        return {
          href: `${desk}/proposals/${one.proposal.id}`,
          text: t('desk.home.takePosition', {
            number: one.proposal.number,
            title: one.proposal.title.text,
          }),
          note: t('desk.home.takePositionNote'),
        }
      case 'approve-erratum':
        return {
          href: `${desk}/meetings/${one.meeting}/minutes#errata`,
          text: t('desk.home.approveErratum', { number: one.number ?? '' }),
          note: t('desk.home.erratumNote'),
        }
      case 'convene':
        return {
          href: `${desk}/meetings/new?body=${slug}&series=${one.series}&day=${one.day}`,
          text: t('planning.series.waiting', { day: dates.day(one.day) }),
          note: t('planning.series.waitingNote'),
        }
      case 'action':
        return {
          href: `${desk}/actions#${one.agreement}`,
          text: one.text.text,
          note: t('desk.home.action', { number: one.number }),
        }
    }
  })()
  return (
    <li className="grid gap-x-6 border-b border-rule py-3 sm:grid-cols-[8.5rem_1fr]">
      <span
        className={`text-sm ${one.dueOn && one.dueOn < viewer.today ? 'font-semibold text-accent' : 'text-soft'}`}
      >
        {one.dueOn && <time dateTime={one.dueOn}>{dates.day(one.dueOn)}</time>}
      </span>
      <span>
        <a href={href} className="font-semibold">
          {text}
        </a>
        <span className="block text-sm text-soft">{[body, note].filter(Boolean).join(' · ')}</span>
      </span>
    </li>
  )
}

function NextMeetings({
  frame: { t, dates, desk },
  upcoming,
}: {
  frame: DeskFrame
  upcoming: Desk['upcoming']
}) {
  const when = ({ state, startsAt, heldOn }: Desk['upcoming'][number]) => {
    if (state === 'in-session') return t('desk.home.inSession')
    return startsAt ? dates.moment(startsAt) : dates.day(heldOn)
  }
  return (
    <Section title={t('desk.home.meetings')}>
      {upcoming.length === 0 && <p className="m-0 text-soft">{t('desk.home.noMeetings')}</p>}
      <ul className="m-0 grid list-none gap-4 p-0">
        {upcoming.map((one) => (
          <li key={one.id}>
            <a href={`${desk}/meetings/${one.id}`} className="font-semibold">
              {one.body.shortName} · {t(`words.meetingKinds.${one.kind ?? 'ordinary'}`)}
            </a>
            <span className="block text-sm text-soft">{when(one)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-4">
        <a href={`${desk}/meetings`}>{t('desk.home.allMeetings')}</a>
      </p>
    </Section>
  )
}

function MyBodies({ frame: { t, desk, say }, bodies }: { frame: DeskFrame; bodies: Desk['bodies'] }) {
  return (
    <Section title={t('desk.home.bodies')}>
      <ul className="m-0 grid list-none gap-2 p-0">
        {bodies.map((body) => (
          <li key={body.id}>
            <a href={`${desk}/bodies/${body.slug}`}>{say(body.name)}</a>
          </li>
        ))}
      </ul>
    </Section>
  )
}
