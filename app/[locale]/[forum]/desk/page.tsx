import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { asOfLog } from '@/app/_request/as-of-log'
import { mayAct } from '@/app/_request/may'
import { ButtonLink, EmptyState, Notice, Section, TwoColumns } from '@/components/page/page'
import { voiceGapsSeenBy } from '@/lib/bodies/seen.ts'
import { speaksFor } from '@/lib/bodies/rules.ts'
import { requestsAwaiting } from '@/lib/confirmations/seen.ts'
import { convene } from '@/lib/meetings/commands.ts'
import { workSeenBy } from '@/lib/brief/work-seen.ts'
import type { Work } from '@/lib/brief/work-seen.ts'
import { quietSeenBy } from '@/lib/meetings/seen.ts'
import type { Desk } from '@/lib/notices/seen.ts'
import { Quiet } from '../_pauses/quiet'
import { LineList } from './brief/lines'
import { deskFrame, self } from './frame'
import type { DeskFrame } from './frame'
import { Done, PageHead, VoiceGaps } from './parts'
import { proposableBy } from './proposals/proposable'

/** So many lines of each: all of them stand in the brief. */
const AT_ONCE = 7

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
  const own = viewer.seats.map(({ seat }) => seat)
  const [work, { seats }, gaps] = await Promise.all([
    asOfLog(viewer, 'desk', () => workSeenBy(viewer, own)),
    self(forum),
    asOfLog(viewer, 'voice', () => voiceGapsSeenBy(viewer)),
  ])
  const voiceless = gaps.filter((gap) => viewer.seats.some((seat) => seat.sector === gap.sector.id))
  const committee = viewer.seats.find((seat) => seat.bodyKind === 'committee')
  const quiet = committee ? await quietSeenBy(viewer, committee.body) : null
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
  const brief = `${desk}/brief`
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
      <PageHead title={t('desk.home.title')} lead={t('brief.desk.lead')}>
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
      <VoiceGaps frame={frame} gaps={voiceless} />
      <Confirmations frame={frame} />
      <Quiet quiet={quiet} dates={frame.dates} />
      <TwoColumns
        aside={
          <>
            <TheBrief frame={frame} href={brief} />
            <NextMeetings frame={frame} upcoming={work.upcoming} />
            <MyBodies frame={frame} bodies={work.bodies} />
          </>
        }
      >
        <WorkLists frame={frame} work={work} brief={brief} />
      </TwoColumns>
      <p className="when mt-8">
        <a href={`/api/archive/${forum}.tar`}>{t('archive.fromDesk')}</a>
      </p>
    </>
  )
}

/** What another sector asked, and the viewer's may answer: it says how many, and where. */
async function Confirmations({ frame }: { frame: DeskFrame }) {
  const { t, viewer, desk } = frame
  const count = await asOfLog(viewer, 'confirmations', () => requestsAwaiting(viewer))
  if (count === 0) return null
  return (
    <Notice tone="warning" title={t('confirmations.desk.waits', { count })}>
      <p className="max-w-prose">{t('confirmations.desk.waitsText')}</p>
      <p className="mt-2">
        <a href={`${desk}/confirmations`}>{t('confirmations.desk.toPage')}</a>
      </p>
    </Notice>
  )
}

const reaches = ['seat', 'sector', 'body'] as const

/** Mine, my sector's, my bodies': the first part of the brief, as far as a desk shows it. */
function WorkLists({ frame, work, brief }: { frame: DeskFrame; work: Work; brief: string }) {
  const { t } = frame
  return reaches.map((whose) => {
    const lines = work.lines[whose]
    return (
      <Section
        key={whose}
        id={`work-${whose}`}
        title={t(`brief.desk.${whose}`, { count: lines.length })}
        aside={
          lines.length > AT_ONCE && <a href={brief}>{t('brief.desk.all', { count: lines.length })}</a>
        }
      >
        {lines.length === 0 && <NothingWaits frame={frame} whose={whose} />}
        <LineList frame={frame} lines={lines.slice(0, AT_ONCE)} due />
      </Section>
    )
  })
}

function NothingWaits({ frame: { t }, whose }: { frame: DeskFrame; whose: (typeof reaches)[number] }) {
  if (whose === 'seat')
    return <EmptyState title={t('desk.home.nothing')}>{t('desk.home.nothingText')}</EmptyState>
  return (
    <p className="text-soft">
      {t(whose === 'sector' ? 'brief.desk.noneSector' : 'brief.desk.noneBody')}
    </p>
  )
}

function TheBrief({ frame: { t, desk }, href }: { frame: DeskFrame; href: string }) {
  return (
    <Section title={t('brief.title')}>
      <p className="m-0">{t('brief.desk.openText')}</p>
      <p className="mt-2 flex flex-wrap gap-x-6">
        <a href={href} className="py-1">
          {t('brief.desk.open')}
        </a>
        <a href={`${desk}/balance`} className="py-1">
          {t('brief.balance.title')}
        </a>
      </p>
    </Section>
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
