import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { deskFrame } from '@/app/[locale]/[forum]/desk/frame'
import type { DeskFrame } from '@/app/[locale]/[forum]/desk/frame'
import { QuorumLost } from '@/app/[locale]/[forum]/desk/meetings/[meeting]/session/quorum-lost'
import { followWords, timerWords } from '@/app/[locale]/[forum]/desk/meetings/[meeting]/session/words'
import { markOf } from '@/app/[locale]/[forum]/desk/parts'
import { followed, onceForEachChange } from '@/app/_request/changes'
import { clock } from '@/components/meetings/clock'
import { Follow } from '@/components/meetings/follow'
import { ItemTimer } from '@/components/meetings/timer'
import { TopAtNewItem } from '@/components/meetings/top-at-new-item'
import { SignedText } from '@/components/page/text'
import { SectorMark } from '@/components/proposals/marks'
import { exampleOf } from '@/lib/act/example.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { draftOf } from '@/lib/minutes/draft-seen.ts'
import type { Draft } from '@/lib/minutes/draft-seen.ts'
import { meetingSeenBy } from '@/lib/meetings/seen.ts'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { quorumKnown } from '@/lib/meetings/rules.ts'
import { sessionSeenBy } from '@/lib/sittings/seen.ts'
import type { SessionSeen } from '@/lib/sittings/seen.ts'
import { proposalsSeenBy } from '@/lib/proposals/seen.ts'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'

type Props = { params: Promise<{ locale: string; forum: string; meeting: string }> }
type Item = MeetingSeen['agenda'][number]
type Shown = {
  frame: DeskFrame
  meeting: MeetingSeen
  session: SessionSeen
  draft: Draft | null
  proposals: ProposalSeen[]
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await deskFrame(params)
  return { title: t('desk.session.projected.title') }
}

/** What is the same for whoever sits in the body. The clock is not: it is read for each. */
async function projected(viewer: Viewer, id: string) {
  const [meeting, draft] = await Promise.all([meetingSeenBy(viewer, id), draftOf(viewer, id)])
  const ids = draft?.proposals.map((proposal) => proposal.id) ?? []
  return (
    meeting && {
      meeting,
      draft,
      proposals: ids.length > 0 ? await proposalsSeenBy(viewer, { ids }) : [],
    }
  )
}

/** For the shared screen: what is on the table, read only, without anything of the desk around it. It follows along by itself. */
export default async function ProjectionPage({ params }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk, locale, dates } = frame
  const { meeting: id } = await params
  const following = followed(viewer, id)
  const session = (await sessionSeenBy(viewer, id)) ?? notFound()
  const shown = {
    ...((await onceForEachChange(viewer, id, () => projected(viewer, id))) ?? notFound()),
    session,
  }
  const { meeting } = shown
  const example = exampleOf(viewer.forum)
  const item = meeting.agenda.find((one) => one.id === session.item)
  return (
    <div className="projection">
      <header>
        {example && <p className="projection-example">{t(example.mark)}</p>}
        <div className="projection-head">
          <p className="font-serif font-semibold">
            {t('desk.meeting.title', {
              kind: meeting.kind ?? 'other',
              body: meeting.body.shortName,
              day: dates.day(meeting.heldOn),
            })}
          </p>
          <Quorum frame={frame} meeting={meeting} />
        </div>
      </header>
      <main id="content" className="projection-main" tabIndex={-1}>
        <QuorumLost frame={frame} meeting={meeting} />
        {item && meeting.state === 'in-session' ? (
          <OnTheTable frame={frame} item={item} {...shown} />
        ) : (
          <Agenda frame={frame} {...shown} />
        )}
      </main>
      <footer className="projection-foot">
        <a href={`${desk}/meetings/${id}`}>{t('desk.session.projected.back')}</a>
        <Follow
          {...following}
          words={followWords(frame)}
          locale={locale}
          timeZone={viewer.forum.timeZone}
        />
        <noscript>
          <meta httpEquiv="refresh" content="10" />
          <a href={`${desk}/meetings/${id}/projection`}>{t('desk.session.refresh')}</a>
        </noscript>
      </footer>
      <TopAtNewItem item={session.item ?? ''} />
    </div>
  )
}

/** Who is there, of each sector, in a line: a filled mark has its seats, a ring has not. */
function Quorum({ frame, meeting }: Pick<Shown, 'frame' | 'meeting'>) {
  const { t, say } = frame
  const { quorum } = meeting
  if (meeting.state === 'convened') return <p>{t('desk.meetings.states.convened')}</p>
  const { is } = quorumKnown(meeting)
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
      {is === 'reached' && (
        <p className="font-semibold text-good">
          <span aria-hidden="true">● </span>
          {t('desk.session.quorum.there')}
        </p>
      )}
      {is === 'lacking' && (
        <p className="font-semibold text-bad">
          <span aria-hidden="true">○ </span>
          {t('desk.session.quorum.lost')}
        </p>
      )}
      {is === 'open' && <p>{t('desk.session.quorum.notYet')}</p>}
      <ul className="flex flex-wrap gap-x-4">
        {quorum.sectors.flatMap((one) => {
          const sector = meeting.sectors.find((each) => each.id === one.sector)
          return sector
            ? [
                <li key={one.sector} className="flex items-center gap-1.5">
                  <SectorMark sector={markOf(frame, sector)} filled={one.reached} /> {say(sector.name)}{' '}
                  <span className="tabular-nums">
                    {t('desk.attendance.sector', { there: one.there, of: one.of })}
                  </span>
                </li>,
              ]
            : []
        })}
      </ul>
    </div>
  )
}

function OnTheTable({ frame, item, meeting, session, draft, proposals }: Shown & { item: Item }) {
  const { t, locale } = frame
  const place = session.items.findIndex((one) => one.item === item.id)
  const time = session.items[place]
  const drafted = draft?.items.find((one) => one.item === item.id)
  const next = meeting.agenda.find((one) => one.id === session.next)
  return (
    <>
      <div className="projection-item">
        <div className="grid min-w-0 gap-2">
          <p className="text-soft">
            {place < 0
              ? t('desk.session.withdrawn')
              : t('desk.session.item', { number: place + 1, total: session.items.length })}
          </p>
          <h1 className="projection-title" lang={item.title.lang}>
            {item.title.text}
          </h1>
          {item.commitment && (
            <p className="text-soft">
              {t('desk.agenda.about', {
                number: item.commitment.number,
                title: item.commitment.title[locale as 'es' | 'en'] ?? item.commitment.title.es ?? '',
              })}
            </p>
          )}
          {item.postponedAt && (
            <p>
              <span className="tag">{t('desk.agenda.postponed')}</span>
            </p>
          )}
        </div>
        <ItemTimer
          key={item.id}
          counting={{ ms: time?.spentMs ?? 0, at: session.at.getTime(), running: session.running }}
          plannedMinutes={time?.planned ?? null}
          words={timerWords(frame)}
        />
      </div>
      {proposals
        .filter((proposal) => drafted?.proposals.includes(proposal.id))
        .map((proposal) => (
          <Proposal key={proposal.id} frame={frame} proposal={proposal} draft={draft} />
        ))}
      {drafted && (drafted.text || drafted.agreements.length > 0) && (
        <section className="projection-part" aria-labelledby="said">
          <h2 id="said">{t('desk.session.projected.said')}</h2>
          {drafted.text && <SignedText text={drafted.text} lang={drafted.lang ?? 'es'} />}
          {drafted.agreements.length > 0 && (
            <Agreements frame={frame} agreements={drafted.agreements} seats={draft?.seats ?? []} />
          )}
        </section>
      )}
      <p className="projection-next">
        {next ? (
          <>
            <span className="text-soft">{t('desk.session.nextIs')}</span>{' '}
            <span lang={next.title.lang}>{next.title.text}</span>
          </>
        ) : (
          <span className="text-soft">{t('desk.session.last')}</span>
        )}
      </p>
    </>
  )
}

type DraftedAgreement = Draft['items'][number]['agreements'][number]

function Agreements({
  frame: { t, say, dates },
  agreements,
  seats,
}: {
  frame: DeskFrame
  agreements: DraftedAgreement[]
  seats: Draft['seats']
}) {
  return (
    <>
      <h3 className="mt-5">{t('desk.agreements.title')}</h3>
      <ul className="mt-2 grid gap-3">
        {agreements.map((agreement) => {
          const seat = seats.find((each) => each.id === agreement.seat)
          return (
            <li key={agreement.id} className="border-l-4 border-accent pl-4">
              <p className="text-soft">{t(`desk.agreements.kinds.${agreement.kind}`)}</p>
              {agreement.text ? (
                <SignedText text={agreement.text} lang={agreement.lang} />
              ) : (
                <p className="text-soft">{t('desk.form.nothing')}</p>
              )}
              {(seat || agreement.dueOn) && (
                <p className="text-soft">
                  {[
                    seat && say(seat.name),
                    agreement.dueOn &&
                      t('desk.session.projected.due', { day: dates.day(agreement.dueOn) }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}

const agrees = new Set(['agree', 'agree-with-reservation', 'stand-aside'])

/** The exact text, and what each sector said to it as the secretary took it down. */
function Proposal({
  frame,
  proposal,
  draft,
}: {
  frame: DeskFrame
  proposal: ProposalSeen
  draft: Draft | null
}) {
  const { t } = frame
  return (
    <section className="projection-part" aria-labelledby={`proposal-${proposal.id}`}>
      <h2 id={`proposal-${proposal.id}`}>
        {t('desk.session.projected.proposal', { number: proposal.number })}{' '}
        <span lang={proposal.title.lang}>{proposal.title.text}</span>
      </h2>
      <SignedText {...proposal.text} />
      <h3 className="mt-5">{t('desk.session.projected.positions')}</h3>
      <ul className="projection-positions">
        {draft?.sectors.map((sector) => {
          const claim = draft.claims.find(
            (one) => one.proposal === proposal.id && one.sector === sector.id,
          )
          return (
            <li key={sector.id} className="flex items-start gap-3">
              <span className="projection-mark">
                <SectorMark
                  sector={markOf(frame, sector)}
                  filled={agrees.has(claim?.stance ?? '')}
                  says={claim?.stance}
                />
              </span>
              <div className="min-w-0">
                <p className="text-soft">{frame.say(sector.name)}</p>
                <p className={claim ? 'font-semibold' : 'text-soft'}>
                  {claim ? t(`proposals.said.${claim.stance}`) : t('desk.session.projected.notYet')}
                </p>
                {claim?.reason && <SignedText text={claim.reason} lang={claim.lang} />}
              </div>
            </li>
          )
        })}
      </ul>
      <p className="hint mt-3">{t('desk.session.projected.claimNote')}</p>
    </section>
  )
}

/** Before it begins, and when it is over: the agenda, with what each item took. */
function Agenda({ frame, meeting, session }: Shown) {
  const { t } = frame
  return (
    <section aria-labelledby="agenda">
      <p className="text-soft">{t(`desk.session.projected.states.${meeting.state}`)}</p>
      <h1 id="agenda" className="projection-title">
        {t('desk.agenda.title')}
      </h1>
      <ol className="projection-agenda">
        {session.items.map(({ item: id, planned, spentMs }, place) => {
          const item = meeting.agenda.find((one) => one.id === id)
          return (
            item && (
              <li key={id}>
                <span className="text-accent">{place + 1}</span>
                <span lang={item.title.lang}>
                  {item.title.text}
                  {item.postponedAt && (
                    <>
                      {' '}
                      <span className="tag">{t('desk.session.items.postponed')}</span>
                    </>
                  )}
                </span>
                <span className="tabular-nums text-soft">
                  {spentMs > 0
                    ? clock(spentMs)
                    : planned !== null && t('desk.session.minutes', { minutes: planned })}
                </span>
              </li>
            )
          )
        })}
      </ol>
    </section>
  )
}
