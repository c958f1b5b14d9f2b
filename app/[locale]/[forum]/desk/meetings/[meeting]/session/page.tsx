import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { followed } from '@/app/_request/changes'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormText } from '@/components/form/action-form'
import { clock, overrun } from '@/components/meetings/clock'
import { Follow } from '@/components/meetings/follow'
import { Shortcuts } from '@/components/meetings/shortcuts'
import { Elapsed, ItemTimer } from '@/components/meetings/timer'
import { ButtonLink, EmptyState, Section, TwoColumns } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { SignedText } from '@/components/page/text'
import { recordAttendance } from '@/lib/meetings/commands.ts'
import { draftOf } from '@/lib/minutes/draft-seen.ts'
import type { Draft } from '@/lib/minutes/draft-seen.ts'
import { meetingSeenBy } from '@/lib/meetings/seen.ts'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { sessionSeenBy } from '@/lib/sittings/seen.ts'
import type { SessionSeen } from '@/lib/sittings/seen.ts'
import { deskFrame } from '../../../frame'
import type { DeskFrame } from '../../../frame'
import { Act, Crumbs, Done, PageHead, Why } from '../../../parts'
import { AttendanceRead, QuorumNow } from '../attendance'
import { Claims } from '../draft/claims'
import {
  beginSessionAction,
  goAction,
  goOnAction,
  pauseAction,
  planAction,
  removeClaimHereAction,
  saveClaimHereAction,
} from './actions'
import { AttendanceSeats } from './attendance-seats'
import { QuorumLost } from './quorum-lost'
import { followWords, timerWords } from './words'

type Props = {
  params: Promise<{ locale: string; forum: string; meeting: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}
type Given = { frame: DeskFrame; meeting: MeetingSeen; session: SessionSeen }
type Item = MeetingSeen['agenda'][number]

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t, viewer, dates } = await deskFrame(params)
  const meeting = await meetingSeenBy(viewer, (await params).meeting)
  return {
    title: meeting
      ? t('desk.session.title', { body: meeting.body.shortName, day: dates.day(meeting.heldOn) })
      : '',
  }
}

/** Where whoever keeps the book runs the session: the item on the table, its time, the quorum, and what sectors say. */
export default async function SessionPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk, dates, locale } = frame
  const { meeting: id } = await params
  const following = followed(viewer, id)
  const [session, meeting, draft] = await Promise.all([
    sessionSeenBy(viewer, id),
    meetingSeenBy(viewer, id),
    draftOf(viewer, id),
  ])
  if (!session || !meeting) notFound()
  const mayRecord = await mayAct(viewer, recordAttendance, { meeting: id })
  const item = meeting.agenda.find((one) => one.id === session.item)
  return (
    <>
      <Crumbs
        frame={frame}
        here={t('desk.session.crumb')}
        path={[
          { href: `${desk}/meetings`, label: t('desk.meetings.title') },
          {
            href: `${desk}/meetings/${id}`,
            label: t('desk.meetings.line', {
              body: meeting.body.shortName,
              number: meeting.number,
              year: String(meeting.year),
            }),
          },
        ]}
      />
      <PageHead
        title={t('desk.session.title', { body: meeting.body.shortName, day: dates.day(meeting.heldOn) })}
        tags={[t(`desk.meetings.states.${meeting.state}`)]}
      >
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <a href={`${desk}/meetings/${id}/projection`} target="_blank">
            {t('desk.session.projection')}
          </a>
          <a href={`${desk}/meetings/${id}/session`}>{t('desk.session.refresh')}</a>
          <Follow
            {...following}
            words={followWords(frame)}
            locale={locale}
            timeZone={viewer.forum.timeZone}
          />
        </div>
      </PageHead>
      <Done searchParams={searchParams} frame={frame} />
      <QuorumLost frame={frame} meeting={meeting} />
      <TwoColumns
        aside={
          <div className="grid gap-8">
            <QuorumNow frame={frame} meeting={meeting} />
            <Attendance frame={frame} meeting={meeting} may={mayRecord} />
            {session.mayRun && <Keys frame={frame} />}
          </div>
        }
      >
        {item ? (
          <OnTheTable frame={frame} meeting={meeting} session={session} item={item} draft={draft} />
        ) : (
          <NotBegun frame={frame} meeting={meeting} session={session} />
        )}
        <Section
          id="times"
          title={t('desk.session.items.title')}
          aside={<Total frame={frame} session={session} />}
        >
          <Times frame={frame} meeting={meeting} session={session} />
          {session.mayPlan && session.items.length > 0 && (
            <Plan frame={frame} meeting={meeting} session={session} />
          )}
        </Section>
      </TwoColumns>
    </>
  )
}

function Attendance({ frame, meeting, may }: Omit<Given, 'session'> & { may: May }) {
  const { t, desk } = frame
  return (
    <section id="attendance" aria-labelledby="attendance-title">
      <h2 id="attendance-title" className="mb-2">
        {t('desk.attendance.title')}
      </h2>
      {may.seats.length > 0 ? (
        <>
          <AttendanceSeats frame={frame} meeting={meeting} may={may} />
          <p className="mt-3">
            <a href={`${desk}/meetings/${meeting.id}#attendance`}>
              {t('desk.session.attendance.whole')}
            </a>
          </p>
        </>
      ) : (
        <AttendanceRead frame={frame} meeting={meeting} />
      )}
    </section>
  )
}

function NotBegun({ frame, meeting, session }: Given) {
  const { t, desk } = frame
  const open = meeting.state === 'convened' || meeting.state === 'in-session'
  const there = (
    <ButtonLink href={`${desk}/meetings/${meeting.id}`} kind="plain">
      {t('desk.draft.toMeeting')}
    </ButtonLink>
  )
  if (session.items.length === 0)
    return (
      <EmptyState title={t('desk.agenda.empty')} action={there}>
        {t('desk.session.noItems')}
      </EmptyState>
    )
  return (
    <div className="card card-strong grid gap-4">
      <p className="font-serif text-lg font-semibold">
        {t(`desk.session.notBegun.${open ? meeting.state : 'over'}`)}
      </p>
      {session.mayRun ? (
        <div id="press-next">
          <Act
            frame={frame}
            action={beginSessionAction}
            hidden={{ meeting: meeting.id }}
            submit={t('desk.session.begin')}
          />
        </div>
      ) : (
        <>
          <Why>{meeting.state === 'in-session' && t('refusals.meetings.bookKeeperOnly')}</Why>
          <p>{there}</p>
        </>
      )}
    </div>
  )
}

/** The item that is dealt with, large, and what is pressed from here. */
function OnTheTable({
  frame,
  meeting,
  session,
  item,
  draft,
}: Given & { item: Item; draft: Draft | null }) {
  const { t, desk, portal, locale } = frame
  const place = session.items.findIndex((one) => one.item === item.id)
  const time = session.items[place]
  const drafted = draft?.items.find((one) => one.item === item.id)
  const counting = { ms: time?.spentMs ?? 0, at: session.at.getTime(), running: session.running }
  return (
    <>
      <section className="card card-strong" aria-labelledby="on-the-table">
        <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
          <div className="grid min-w-0 flex-1 basis-72 gap-2">
            <p className="when">
              {place < 0
                ? t('desk.session.withdrawn')
                : t('desk.session.item', { number: place + 1, total: session.items.length })}
            </p>
            <h2 id="on-the-table" className="on-the-table" lang={item.title.lang}>
              {item.title.text}
            </h2>
            <ItemMarks frame={frame} item={item} />
            {item.commitment && (
              <p>
                <a
                  href={`${portal}/plans/${item.commitment.plan}/commitments/${item.commitment.number}`}
                >
                  {t('desk.agenda.about', {
                    number: item.commitment.number,
                    title:
                      item.commitment.title[locale as 'es' | 'en'] ?? item.commitment.title.es ?? '',
                  })}
                </a>
              </p>
            )}
            {item.note && <SignedText {...item.note} />}
          </div>
          <ItemTimer
            key={item.id}
            counting={counting}
            plannedMinutes={time?.planned ?? null}
            words={timerWords(frame)}
          />
        </div>
        {session.mayRun ? (
          <Presses frame={frame} meeting={meeting} session={session} />
        ) : (
          <Why>{meeting.state === 'in-session' && t('refusals.meetings.bookKeeperOnly')}</Why>
        )}
      </section>
      {draft && (
        <section className="section stack" aria-labelledby="said">
          <h2 id="said">{t('desk.session.said')}</h2>
          <p className="flex flex-wrap items-center gap-x-5 gap-y-2">
            <ButtonLink href={`${desk}/meetings/${meeting.id}/draft#item-${item.id}`} kind="plain">
              {t('desk.session.write')}
            </ButtonLink>
            <span className="when">
              {t('desk.session.agreements', { count: drafted?.agreements.length ?? 0 })}
            </span>
          </p>
          {drafted?.proposals.map((proposal) => (
            <Claims
              key={proposal}
              frame={frame}
              draft={draft}
              proposal={proposal}
              actions={{ save: saveClaimHereAction, remove: removeClaimHereAction }}
            />
          ))}
        </section>
      )}
    </>
  )
}

function ItemMarks({ frame: { t }, item }: { frame: DeskFrame; item: Item }) {
  const marks = [
    item.continues && t('desk.agenda.continues'),
    item.postponedAt && t('desk.agenda.postponed'),
  ].filter(Boolean)
  return (
    marks.length > 0 && (
      <p className="flex flex-wrap gap-2">
        {marks.map((mark) => (
          <span key={mark} className="tag">
            {mark}
          </span>
        ))}
      </p>
    )
  )
}

function Presses({ frame, meeting, session }: Given) {
  const { t, desk } = frame
  const here = { meeting: meeting.id, from: session.item ?? '' }
  const next = meeting.agenda.find((item) => item.id === session.next)
  return (
    <div className="mt-5 grid gap-3">
      <div className="flex flex-wrap items-start gap-3">
        <div id="press-next">
          {next ? (
            <Act
              frame={frame}
              action={goAction}
              hidden={{ ...here, to: 'next' }}
              submit={t('desk.session.next')}
              className=""
            />
          ) : (
            <ButtonLink href={`${desk}/meetings/${meeting.id}`}>{t('desk.session.finish')}</ButtonLink>
          )}
        </div>
        <div id="press-pause">
          {session.running ? (
            <Act
              frame={frame}
              action={pauseAction}
              hidden={here}
              submit={t('desk.session.pause')}
              kind="plain"
              className=""
            />
          ) : (
            <Act
              frame={frame}
              action={goOnAction}
              hidden={here}
              submit={t('desk.session.goOn')}
              kind="plain"
              className=""
            />
          )}
        </div>
        {session.previous && (
          <div id="press-previous">
            <Act
              frame={frame}
              action={goAction}
              hidden={{ ...here, to: 'previous' }}
              submit={t('desk.session.previous')}
              kind="plain"
              className=""
            />
          </div>
        )}
      </div>
      <p className="when">
        {next ? (
          <>
            {t('desk.session.nextIs')} <span lang={next.title.lang}>{next.title.text}</span>
          </>
        ) : (
          t('desk.session.last')
        )}
      </p>
    </div>
  )
}

function Total({ frame: { t }, session }: Pick<Given, 'frame' | 'session'>) {
  const planned = session.items.reduce((sum, one) => sum + (one.planned ?? 0), 0)
  if (session.elapsedMs === null && planned === 0) return null
  return (
    <>
      {session.elapsedMs !== null && (
        <>
          {t('desk.session.elapsed')}{' '}
          <Elapsed
            ms={session.elapsedMs}
            at={session.at.getTime()}
            running={session.state === 'in-session'}
          />
        </>
      )}
      {planned > 0 && <> {t('desk.session.plannedTotal', { minutes: planned })}</>}
    </>
  )
}

function Times({ frame, meeting, session }: Given) {
  const { t } = frame
  const at = session.at.getTime()
  const spent = (ms: number) => (ms > 0 ? clock(ms) : '—')
  return (
    <DataTable
      caption={t('desk.session.items.caption')}
      hideCaption
      columns={[
        { key: 'item', label: t('desk.session.items.item'), heading: true },
        { key: 'planned', label: t('desk.session.items.planned'), figure: true },
        { key: 'spent', label: t('desk.session.items.spent'), figure: true },
        ...(session.mayRun && session.item ? [{ key: 'go', label: t('desk.session.items.go') }] : []),
      ]}
      rows={session.items.flatMap(({ item: id, planned, spentMs }, place) => {
        const item = meeting.agenda.find((one) => one.id === id)
        if (!item) return []
        const current = id === session.item
        const over = overrun(spentMs, planned)
        return [
          {
            key: id,
            cells: {
              item: (
                <span {...(current && { 'aria-current': 'step' as const, className: 'font-semibold' })}>
                  {place + 1}. <span lang={item.title.lang}>{item.title.text}</span>
                  {current && (
                    <>
                      {' '}
                      <span className="tag">{t('desk.session.items.current')}</span>
                    </>
                  )}
                  {item.postponedAt && (
                    <>
                      {' '}
                      <span className="tag">{t('desk.session.items.postponed')}</span>
                    </>
                  )}
                </span>
              ),
              planned: planned === null ? '—' : t('desk.session.minutes', { minutes: planned }),
              spent: (
                <>
                  {current ? <Elapsed ms={spentMs} at={at} running={session.running} /> : spent(spentMs)}
                  {!current && over !== null && (
                    <span className="block text-bad">
                      {t('desk.session.over', { over: clock(over) })}
                    </span>
                  )}
                </>
              ),
              go: !current && !item.postponedAt && session.item && (
                <Act
                  frame={frame}
                  action={goAction}
                  hidden={{ meeting: meeting.id, from: session.item, to: id }}
                  submit={t('desk.session.goTo', { number: place + 1 })}
                  kind="plain"
                  small
                  className=""
                />
              ),
            },
          },
        ]
      })}
    />
  )
}

function Plan({ frame, meeting, session }: Given) {
  const { t } = frame
  const titled = session.items.map((one) => ({
    ...one,
    title: meeting.agenda.find((item) => item.id === one.item)?.title.text ?? '',
  }))
  return (
    <div className="mt-4">
      <Act
        frame={frame}
        action={planAction}
        submit={t('desk.session.plan.save')}
        kind="quiet"
        fold={t('desk.session.plan.fold')}
        hidden={{
          meeting: meeting.id,
          ...Object.fromEntries(titled.map(({ item }, place) => [`items.${place}.item`, item])),
        }}
      >
        <p className="hint">{t('desk.session.plan.hint')}</p>
        <div className="grid gap-3">
          {titled.map(({ item, title, planned }, place) => (
            <FormText
              key={item}
              name={`items.${place}.minutes`}
              type="number"
              label={t('desk.session.plan.minutes', { number: place + 1, title })}
              start={planned === null ? '' : String(planned)}
            />
          ))}
        </div>
      </Act>
    </div>
  )
}

function Keys({ frame: { t } }: { frame: DeskFrame }) {
  const keys = [
    ['n', 'next', '#press-next button, #press-next a'],
    ['b', 'previous', '#press-previous button'],
    ['p', 'pause', '#press-pause button'],
    ['a', 'attendance', '#attendance select'],
  ] as const
  return (
    <Shortcuts
      title={t('desk.session.keys.title')}
      on={t('desk.session.keys.on')}
      shortcuts={keys.map(([key, name, target]) => ({
        key,
        target,
        label: t(`desk.session.keys.${name}`),
      }))}
    />
  )
}
