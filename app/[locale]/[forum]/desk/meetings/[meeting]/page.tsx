import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { calendarAddresses } from '@/app/_request/calendar'
import { timesSaid } from '@/app/_request/dates'
import { foreseen } from '@/app/_request/foreseen'
import { warningSaid } from '@/app/_request/balance'
import { briefWords } from '@/app/_request/brief-words'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormArea, FormSelect, FormText } from '@/components/form/action-form'
import { ButtonLink, Card, EmptyState, Section, TwoColumns } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import {
  addAgendaItem,
  cancelMeeting,
  closeMeeting,
  convene,
  declareNotHeld,
  openMeeting,
  postponeAgendaItem,
  recordAttendance,
  withdrawAgendaItem,
} from '@/lib/meetings/commands.ts'
import { meetingSeenBy } from '@/lib/meetings/seen.ts'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { balanceSeenBy } from '@/lib/brief/balance-seen.ts'
import { choicesFor } from '@/lib/notices/seen.ts'
import { documentsSeenBy } from '@/lib/documents/seen.ts'
import type { DocumentSeen } from '@/lib/documents/seen.ts'
import { writesFor } from '@/lib/minutes/draft-seen.ts'
import { deskFrame } from '../../frame'
import type { DeskFrame } from '../../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, SectorName, Why } from '../../parts'
import {
  addAgendaItemAction,
  cancelMeetingAction,
  closeMeetingAction,
  declareNotHeldAction,
  openMeetingAction,
  postponeAgendaItemAction,
  withdrawAgendaItemAction,
} from '../actions'
import { proposableBy } from '../../proposals/proposable'
import { DocumentList } from '../../../_documents/list'
import { FrozenBy } from '../../../_pauses/frozen'
import { EarlierWordings } from '../../../_planning/earlier'
import { Moves } from '../../../_planning/moves'
import { ItemOrigin } from '../../../_planning/origin'
import { wordingIn } from '../../../_roadmap/words'
import { CorrectItem, DocumentsHere, GuestsHere, MoveMeeting, ReorderItem } from './preparing'
import { AttendanceForm, AttendanceRead, QuorumNow } from './attendance'

type Props = {
  params: Promise<{ locale: string; forum: string; meeting: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const frame = await deskFrame(params)
  const meeting = await meetingSeenBy(frame.viewer, (await params).meeting)
  return { title: meeting ? titleOf(frame, meeting) : '' }
}

function titleOf({ t, dates }: DeskFrame, { kind, body, heldOn }: MeetingSeen): string {
  return t('desk.meeting.title', { kind: kind ?? 'other', body: body.shortName, day: dates.day(heldOn) })
}

export default async function MeetingPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, desk } = frame
  const meeting = (await meetingSeenBy(viewer, (await params).meeting)) ?? notFound()
  const [mayRecord, mayConvene] = await Promise.all([
    mayAct(viewer, recordAttendance, { meeting: meeting.id }),
    mayAct(viewer, convene, { body: meeting.body.id }),
  ])
  const documents = await documentsSeenBy(
    viewer,
    meeting.agenda.map((item) => item.id),
  )
  const on = meeting.agenda.filter((item) => !item.withdrawnAt)
  return (
    <>
      <Crumbs
        frame={frame}
        path={[{ href: `${desk}/meetings`, label: t('desk.meetings.title') }]}
        here={t('desk.meetings.line', {
          body: meeting.body.shortName,
          number: meeting.number,
          year: String(meeting.year),
        })}
      />
      <PageHead title={titleOf(frame, meeting)} tags={[t(`desk.meetings.states.${meeting.state}`)]}>
        <WhenAndWhere frame={frame} meeting={meeting} />
        {meeting.bySector && (
          <p>{t('preparing.bySector', { sector: frame.say(meeting.bySector.name) })}</p>
        )}
        <Moves meeting={meeting} dates={frame.dates} portal={frame.portal} />
        {meeting.reason && (
          <div className="washed max-w-2xl">
            <p className="font-semibold">{t('desk.meeting.reason')}</p>
            <SignedText {...meeting.reason} />
          </div>
        )}
      </PageHead>
      <Done searchParams={searchParams} frame={frame} />
      <TwoColumns aside={<Beside frame={frame} meeting={meeting} mayConvene={mayConvene} />}>
        <NextStep frame={frame} meeting={meeting} />
        <WhatIsFrozen frame={frame} meeting={meeting} />
        <Section id="agenda" title={t('desk.agenda.title')}>
          {on.length === 0 && (
            <EmptyState title={t('desk.agenda.empty')}>{t('desk.agenda.emptyText')}</EmptyState>
          )}
          <ol>
            {meeting.agenda.map((item) => (
              <AgendaLine
                key={item.id}
                frame={frame}
                item={item}
                number={on.indexOf(item) + 1}
                of={on.length}
                documents={documents.filter((document) => document.thing === item.id)}
                meeting={meeting}
              />
            ))}
          </ol>
          <AddItem frame={frame} meeting={meeting} asked={(await searchParams).item === 'balance'} />
        </Section>
        <GuestsHere frame={frame} meeting={meeting} />
        <DocumentsHere frame={frame} meeting={meeting} />
        <Section id="attendance" title={t('desk.attendance.title')}>
          {mayRecord.seats.length > 0 ? (
            <AttendanceForm frame={frame} meeting={meeting} may={mayRecord} />
          ) : (
            <>
              <AttendanceRead frame={frame} meeting={meeting} />
              {(meeting.state === 'convened' || meeting.state === 'in-session') && (
                <Why>{mayRecord.refusal}</Why>
              )}
            </>
          )}
        </Section>
      </TwoColumns>
    </>
  )
}

type Given = { frame: DeskFrame; meeting: MeetingSeen }

function WhatIsFrozen({ frame: { viewer, locale, desk }, meeting }: Given) {
  if (meeting.state !== 'convened' && meeting.state !== 'in-session') return null
  return (
    <FrozenBy
      viewer={viewer}
      locale={locale}
      commitments={meeting.agenda.filter((item) => !item.withdrawnAt).map((item) => item.commitment?.id)}
      where="meeting"
      at={`${desk}/participation`}
    />
  )
}

function WhenAndWhere({ frame: { t, dates }, meeting }: Given) {
  return (
    <p>
      {timesSaid(t, dates, meeting)
        .map(({ label, value }) => `${label}: ${value}`)
        .join(' · ')}
      {meeting.place && (
        <>
          {' '}
          · <span lang={meeting.place.lang}>{meeting.place.text}</span>
        </>
      )}
      {meeting.videoLink && (
        <>
          {' '}
          ·{' '}
          <a href={meeting.videoLink} rel="noopener noreferrer">
            {t('desk.meeting.link')}
          </a>
        </>
      )}
    </p>
  )
}

function Beside({ frame, meeting, mayConvene }: Given & { mayConvene: May }) {
  const { t, desk, portal } = frame
  return (
    <aside className="grid gap-6">
      <QuorumNow frame={frame} meeting={meeting} />
      <a href={`${portal}/meetings/${meeting.id}`}>{t('desk.meeting.public')}</a>
      <a href={calendarAddresses(frame.forum, frame.locale).meeting(meeting.id)}>
        {t(meeting.videoLink ? 'calendar.addWithVideo' : 'calendar.add')}
      </a>
      {mayConvene.seats.length > 0 && (
        <a href={`${desk}/meetings/new?body=${meeting.body.slug}&like=${meeting.id}`}>
          {t('planning.like.link')}
        </a>
      )}
    </aside>
  )
}

/** What the meeting wants next, from whoever keeps its book; to the others, what it waits for. */
async function NextStep({ frame, meeting }: Given) {
  const { t, viewer } = frame
  const about = { meeting: meeting.id }
  const [mayOpen, mayClose, mayCancel, mayDeclare] = await Promise.all([
    mayAct(viewer, openMeeting, about),
    mayAct(viewer, closeMeeting, about),
    mayAct(viewer, cancelMeeting, about),
    mayAct(viewer, declareNotHeld, about),
  ])
  const hidden = { meeting: meeting.id }
  const closing = await foreseen(viewer, closeMeeting, mayClose, hidden)
  const approved = meeting.minutes?.state === 'approved'
  const circulatedOr = meeting.minutes ? 'circulated' : meeting.state
  return (
    <Card strong>
      <p className="font-serif text-lg font-semibold">
        {t(`desk.meeting.next.${approved ? 'approved' : circulatedOr}`)}
      </p>
      <div className="mt-3 grid gap-3">
        {mayOpen.seats.length > 0 && (
          <Act
            frame={frame}
            action={openMeetingAction}
            hidden={hidden}
            submit={t('desk.meeting.open')}
            className="grid gap-2"
          >
            <ActingSeat frame={frame} may={mayOpen} />
          </Act>
        )}
        {meeting.state === 'convened' && mayOpen.seats.length === 0 && <Why>{mayOpen.refusal}</Why>}
        <WaysOn frame={frame} meeting={meeting} approved={approved} />
        {mayClose.seats.length > 0 && (
          <Act
            frame={frame}
            action={closeMeetingAction}
            hidden={hidden}
            submit={t('desk.meeting.close')}
            kind="quiet"
            ahead={closing && { title: t('desk.meeting.closeAhead'), said: closing }}
            className="grid gap-2"
          >
            <p className="hint">{t('desk.meeting.closeText')}</p>
            <ActingSeat frame={frame} may={mayClose} />
          </Act>
        )}
        {meeting.state === 'in-session' && mayClose.seats.length === 0 && <Why>{mayClose.refusal}</Why>}
        {mayDeclare.seats.length > 0 && (
          <Act
            fold={t('desk.meeting.notHeld')}
            frame={frame}
            action={declareNotHeldAction}
            hidden={hidden}
            submit={t('desk.meeting.notHeldButton')}
            kind="quiet"
          >
            <p>{t('desk.meeting.notHeldText')}</p>
            <ActingSeat frame={frame} may={mayDeclare} />
          </Act>
        )}
        <MoveMeeting frame={frame} meeting={meeting} />
        {mayCancel.seats.length > 0 && <Cancel frame={frame} meeting={meeting} may={mayCancel} />}
      </div>
    </Card>
  )
}

/** Where its papers are, and its session. */
function WaysOn({ frame: { t, desk, viewer }, meeting, approved }: Given & { approved: boolean }) {
  // Whoever only watches reads the draft, as its page says.
  const writes = writesFor(viewer, meeting.body.id)
  const drafts =
    meeting.ofBody && !meeting.takenOver && !['cancelled', 'not-held'].includes(meeting.state)
  return (
    <p className="flex flex-wrap gap-3">
      {meeting.minutes && (
        <ButtonLink href={`${desk}/meetings/${meeting.id}/minutes`}>
          {t(approved ? 'desk.meeting.readMinutes' : 'desk.meeting.reviewMinutes')}
        </ButtonLink>
      )}
      {drafts && !approved && (
        <ButtonLink
          href={`${desk}/meetings/${meeting.id}/draft`}
          kind={meeting.state === 'held' && !meeting.minutes ? 'main' : 'plain'}
        >
          {t(writes ? 'desk.meeting.draft' : 'desk.meeting.readDraft')}
        </ButtonLink>
      )}
      {meeting.state === 'in-session' && (
        <ButtonLink href="#attendance" kind="plain">
          {t('desk.attendance.title')}
        </ButtonLink>
      )}
      {drafts && (meeting.state === 'convened' || meeting.state === 'in-session') && (
        <>
          <ButtonLink
            href={`${desk}/meetings/${meeting.id}/session`}
            kind={meeting.state === 'in-session' ? 'main' : 'plain'}
          >
            {t('desk.session.link')}
          </ButtonLink>
          <ButtonLink href={`${desk}/meetings/${meeting.id}/projection`} kind="plain">
            {t('desk.session.projected.link')}
          </ButtonLink>
        </>
      )}
    </p>
  )
}

function Cancel({ frame, meeting, may }: Given & { may: May }) {
  const { t } = frame
  return (
    <Act
      fold={t('desk.meeting.cancel')}
      frame={frame}
      action={cancelMeetingAction}
      hidden={{ meeting: meeting.id, 'reason.lang': frame.locale }}
      submit={t('desk.meeting.cancelButton')}
      kind="quiet"
    >
      <ActingSeat frame={frame} may={may} />
      <FormArea
        name="reason.text"
        label={t('desk.form.reason')}
        hint={t('desk.meeting.cancelHint')}
        rows={3}
        required
      />
    </Act>
  )
}

type Item = MeetingSeen['agenda'][number]

async function AgendaLine({
  frame,
  item,
  number,
  of,
  documents,
  meeting,
}: {
  frame: DeskFrame
  item: Item
  number: number
  of: number
  documents: DocumentSeen[]
  meeting: MeetingSeen
}) {
  const { t, viewer, desk, portal, locale, dates } = frame
  const open =
    !item.withdrawnAt &&
    !item.postponedAt &&
    (meeting.state === 'convened' || meeting.state === 'in-session')
  const [mayWithdraw, mayPostpone] = open
    ? await Promise.all([
        mayAct(viewer, withdrawAgendaItem, { item: item.id }),
        mayAct(viewer, postponeAgendaItem, { item: item.id }),
      ])
    : [null, null]
  const over = item.withdrawnAt ?? item.postponedAt
  return (
    <li id={`item-${item.id}`} className="grid grid-cols-[2rem_1fr] border-b border-rule py-4">
      <span className="font-serif text-lg font-semibold text-accent">
        {item.withdrawnAt ? '—' : number}
      </span>
      <div className="grid gap-1.5">
        <p
          className={`font-serif text-lg ${over ? 'text-soft line-through' : 'font-semibold'}`}
          lang={item.title.lang}
        >
          {item.title.text}
        </p>
        {item.commitment && <About frame={frame} commitment={item.commitment} />}
        {item.note && <SignedText {...item.note} />}
        <p className="when flex flex-wrap gap-x-2">
          {item.proposedBy && (
            <>
              <SectorName frame={frame} sector={item.proposedBy.sector} />
              <span>{t('desk.agenda.proposedBy', { seat: frame.say(item.proposedBy.name) })}</span>
            </>
          )}
          {item.minutes !== null && <span>· {t('planning.minutesOf', { minutes: item.minutes })}</span>}
          {item.withdrawnAt && (
            <span>· {t('desk.agenda.withdrawn', { at: dates.moment(item.withdrawnAt) })}</span>
          )}
        </p>
        {item.origin && (
          <p className="when">
            <ItemOrigin
              item={item}
              meetings={`${desk}/meetings`}
              portal={portal}
              locale={locale}
              dates={dates}
            />
          </p>
        )}
        <BelowItem
          frame={frame}
          item={item}
          place={{ number, of }}
          documents={documents}
          meeting={meeting}
          may={open ? { mayWithdraw, mayPostpone } : null}
        />
      </div>
    </li>
  )
}

/** What it said before, what stands beside it, and what may be done with it. */
function BelowItem({
  frame,
  item,
  place,
  documents,
  meeting,
  may,
}: {
  frame: DeskFrame
  item: Item
  place: { number: number; of: number }
  documents: DocumentSeen[]
  meeting: MeetingSeen
  /** null: it is off the agenda, or the agenda is closed */
  may: { mayWithdraw: May | null; mayPostpone: May | null } | null
}) {
  const { t, desk, portal, locale, dates } = frame
  return (
    <>
      {item.postponedReason && (
        <div className="washed">
          <p className="font-semibold">{t('desk.agenda.postponed')}</p>
          <SignedText {...item.postponedReason} />
        </div>
      )}
      {item.proposals.map((proposal) => (
        <p key={proposal.id}>
          <a href={`${desk}/proposals/${proposal.id}`}>
            {t('desk.agenda.proposal', { number: proposal.number, title: proposal.title.text })}
          </a>
        </p>
      ))}
      <EarlierWordings item={item} dates={dates} locale={locale} portal={portal} />
      <DocumentList documents={documents} forum={frame.forum} locale={locale} dates={dates} />
      {meeting.ofBody && !item.withdrawnAt && !item.postponedAt && (
        <p className="when">
          <a href={`${desk}/documents/item/${item.id}`}>
            {t('documents.onItem', { number: place.number })}
          </a>
        </p>
      )}
      {may && (
        <>
          <ReorderItem frame={frame} item={item} place={place.number} of={place.of} />
          <CorrectItem frame={frame} meeting={meeting} item={item} />
          <ItemActs
            frame={frame}
            item={item}
            mayWithdraw={may.mayWithdraw}
            mayPostpone={may.mayPostpone}
          />
        </>
      )}
    </>
  )
}

function About({
  frame: { t, portal, locale },
  commitment,
}: {
  frame: DeskFrame
  commitment: NonNullable<Item['commitment']>
}) {
  return (
    <p>
      <a href={`${portal}/plans/${commitment.plan}/commitments/${commitment.number}`}>
        {t('desk.agenda.about', {
          number: commitment.number,
          title:
            commitment.title[locale as 'es' | 'en'] ?? commitment.title.es ?? commitment.title.en ?? '',
        })}
      </a>
    </p>
  )
}

/** What may still be done with an item that is on. */
async function ItemActs({
  frame,
  item,
  mayWithdraw,
  mayPostpone,
}: {
  frame: DeskFrame
  item: Item
  mayWithdraw: May | null
  mayPostpone: May | null
}) {
  const { t, desk, locale, viewer } = frame
  const { open } = await proposableBy(viewer)
  const proposable = item.commitment ? open.has(item.commitment.id) : open.size > 0
  return (
    <div>
      {item.proposals.length === 0 && proposable && (
        <p>
          <a
            href={`${desk}/proposals/new?item=${item.id}${item.commitment ? `&commitment=${item.commitment.id}` : ''}`}
          >
            {t('desk.agenda.proposeHere')}
          </a>
        </p>
      )}
      {mayWithdraw && mayWithdraw.seats.length > 0 && (
        <Act
          fold={t('desk.agenda.withdraw')}
          frame={frame}
          action={withdrawAgendaItemAction}
          hidden={{ item: item.id }}
          submit={t('desk.agenda.withdrawButton')}
          kind="quiet"
        >
          <p>{t('desk.agenda.withdrawText')}</p>
          <ActingSeat frame={frame} may={mayWithdraw} />
        </Act>
      )}
      {mayPostpone && mayPostpone.seats.length > 0 && (
        <Act
          fold={t('desk.agenda.postpone')}
          frame={frame}
          action={postponeAgendaItemAction}
          hidden={{ item: item.id, 'reason.lang': locale }}
          submit={t('desk.agenda.postponeButton')}
          kind="quiet"
        >
          <ActingSeat frame={frame} may={mayPostpone} />
          <FormArea
            name="reason.text"
            label={t('desk.form.reason')}
            hint={t('desk.agenda.postponeHint')}
            rows={3}
            required
          />
        </Act>
      )}
    </div>
  )
}

/** `asked`: the page of the balance proposes an item, in words made of its figures. */
async function AddItem({ frame, meeting, asked }: Given & { asked: boolean }) {
  const { t, viewer, locale, say, dates } = frame
  if (meeting.state !== 'convened' && meeting.state !== 'in-session') return null
  const may = await mayAct(viewer, addAgendaItem, { meeting: meeting.id })
  if (may.seats.length === 0) return <Why>{may.refusal}</Why>
  const { commitments } = await choicesFor(viewer, { underWay: true })
  const balance = asked ? await balanceSeenBy(viewer) : null
  const words = briefWords(locale, t, dates)
  return (
    <div className="mt-4" id="add-item">
      <Act
        fold={t('desk.agenda.add')}
        open={meeting.agenda.length === 0 || balance !== null}
        {...(balance && {
          start: {
            'title.text': t('brief.balance.item'),
            'note.text': balance.warnings.map((warning) => warningSaid(words, warning)).join('\n\n'),
          },
        })}
        frame={frame}
        action={addAgendaItemAction}
        hidden={{ meeting: meeting.id, 'title.lang': locale, 'note.lang': locale }}
        submit={t('desk.agenda.addButton')}
        kind="quiet"
      >
        <ActingSeat frame={frame} may={may} />
        <FormText name="title.text" label={t('desk.agenda.itemTitle')} required />
        <FormSelect
          name="commitment"
          label={t('desk.agenda.commitment')}
          empty={t('desk.convene.noCommitment')}
          options={commitments.map((commitment) => ({
            value: commitment.id,
            label: `${commitment.number}. ${wordingIn(commitment.title, locale)} (${say(commitment.plan)})`,
          }))}
        />
        <FormArea name="note.text" label={t('desk.agenda.note')} rows={3} />
      </Act>
    </div>
  )
}
