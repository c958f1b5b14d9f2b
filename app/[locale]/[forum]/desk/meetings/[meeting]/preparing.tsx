import { mayAct } from '@/app/_request/may'
import {
  FormArea,
  FormDay,
  FormHidden,
  FormSelect,
  FormText,
  FormTime,
} from '@/components/form/action-form'
import { EmptyState, Section } from '@/components/page/page'
import { timeIn } from '@/lib/act/calendar.ts'
import { bodySeenBy } from '@/lib/bodies/seen.ts'
import { rulesOf } from '@/lib/bodies/rules.ts'
import { documentsSeenBy } from '@/lib/documents/seen.ts'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import { choicesFor } from '@/lib/notices/seen.ts'
import {
  correctAgendaItem,
  moveMeeting,
  noteGuest,
  removeGuest,
  reorderAgenda,
} from '@/lib/preparing/commands.ts'
import { mayReassign } from '@/lib/preparing/rules.ts'
import { actorFor } from '@/lib/act/viewer.ts'
import { DocumentList } from '../../../_documents/list'
import { Guests } from '../../../_planning/guests'
import { wordingIn } from '../../../_roadmap/words'
import type { DeskFrame } from '../../frame'
import { Act, ActingSeat, Why } from '../../parts'
import {
  correctItemAction,
  moveMeetingAction,
  noteGuestAction,
  removeGuestAction,
  reorderAction,
} from './preparing-actions'

type Given = { frame: DeskFrame; meeting: MeetingSeen }
type Item = MeetingSeen['agenda'][number]

/** The form is filled with the call as it stands: what one leaves stays. */
export async function MoveMeeting({ frame, meeting }: Given) {
  const { t, viewer, locale, dates } = frame
  if (meeting.state !== 'convened') return null
  const may = await mayAct(viewer, moveMeeting, { meeting: meeting.id })
  if (may.seats.length === 0) return null
  const { noticeDays } = rulesOf(viewer.forum)
  return (
    <Act
      fold={t('preparing.move.fold')}
      frame={frame}
      action={moveMeetingAction}
      hidden={{ meeting: meeting.id, seen: String(meeting.moves.length), 'reason.lang': locale }}
      submit={t('preparing.move.submit')}
      kind="quiet"
      labels={{
        day: t('desk.convene.day'),
        time: t('desk.convene.time'),
        'place.text': t('desk.convene.place'),
        videoLink: t('desk.convene.link'),
        'reason.text': t('desk.form.reason'),
      }}
    >
      <p>{t('preparing.move.text')}</p>
      <p className="hint">
        {t('preparing.move.notice', {
          ordinary: noticeDays.ordinary,
          extraordinary: noticeDays.extraordinary,
          kind: meeting.kind ?? 'ordinary',
        })}
      </p>
      <ActingSeat frame={frame} may={may} />
      <FormDay name="day" label={t('desk.convene.day')} start={meeting.heldOn} required />
      <FormTime
        name="time"
        label={t('desk.convene.time')}
        hint={t('desk.convene.zone', { zone: dates.zone })}
        start={meeting.startsAt ? timeIn(viewer.forum.timeZone, meeting.startsAt) : '10:00'}
        required
      />
      <FormHidden name="place.lang" start={meeting.place?.lang ?? locale} />
      <FormText
        name="place.text"
        label={t('desk.convene.place')}
        start={meeting.place?.text ?? ''}
        hint={t('desk.convene.placeHint')}
      />
      <FormText
        name="videoLink"
        type="url"
        label={t('desk.convene.link')}
        start={meeting.videoLink ?? ''}
        hint={t('desk.convene.linkHint')}
      />
      <FormArea
        name="reason.text"
        label={t('desk.form.reason')}
        hint={t('preparing.move.reasonHint')}
        rows={3}
        required
      />
    </Act>
  )
}

/** Two buttons, each a form of its own: they work without scripts, and say which item they move. */
export async function ReorderItem({
  frame,
  item,
  place,
  of,
}: {
  frame: DeskFrame
  item: Item
  /** from 1 on */
  place: number
  of: number
}) {
  const { t, viewer } = frame
  const may = await mayAct(viewer, reorderAgenda, { item: item.id })
  if (may.seats.length === 0 || of < 2) return null
  const ways = [
    { to: 'up', shown: place > 1 },
    { to: 'down', shown: place < of },
  ] as const
  return (
    <div className="flex flex-wrap gap-2">
      {ways
        .filter(({ shown }) => shown)
        .map(({ to }) => (
          <Act
            key={to}
            frame={frame}
            action={reorderAction}
            hidden={{ item: item.id, seen: String(place), to, as: may.seats[0]?.seat ?? '' }}
            submit={t(`preparing.order.${to}`, { number: place })}
            kind="plain"
            small
            className="contents"
          />
        ))}
    </div>
  )
}

/** Its words, who brings it, and what it is about; filled with what it says now. */
export async function CorrectItem({ frame, meeting, item }: Given & { item: Item }) {
  const { t, viewer, locale, say } = frame
  const may = await mayAct(viewer, correctAgendaItem, { item: item.id })
  if (may.seats.length === 0) return null
  const [{ commitments }, body] = await Promise.all([
    choicesFor(viewer, { underWay: true }),
    bodySeenBy(viewer, meeting.body.slug),
  ])
  const holds = item.proposals.some((proposal) => !proposal.closedAt)
  const reassigns = may.seats.some((seat) => mayReassign(actorFor(viewer, seat.seat), item))
  return (
    <Act
      fold={t('preparing.correct.fold')}
      frame={frame}
      action={correctItemAction}
      hidden={{
        item: item.id,
        seen: String(item.earlier.length),
        'title.lang': item.title.lang,
        'note.lang': item.note?.lang ?? locale,
        ...(holds && item.commitment && { commitment: item.commitment.id }),
      }}
      submit={t('preparing.correct.submit')}
      kind="quiet"
      labels={{
        'title.text': t('desk.agenda.itemTitle'),
        'note.text': t('desk.agenda.note'),
        commitment: t('desk.agenda.commitment'),
        by: t('preparing.broughtBy'),
      }}
    >
      <p>{t('preparing.correct.text')}</p>
      <ActingSeat frame={frame} may={may} />
      <FormText name="title.text" label={t('desk.agenda.itemTitle')} start={item.title.text} required />
      <FormArea name="note.text" label={t('desk.agenda.note')} start={item.note?.text ?? ''} rows={3} />
      {holds ? (
        <p className="hint">{t('refusals.meetings.itemHoldsProposal')}</p>
      ) : (
        <FormSelect
          name="commitment"
          label={t('desk.agenda.commitment')}
          empty={t('desk.convene.noCommitment')}
          start={item.commitment?.id ?? ''}
          options={commitments.map((commitment) => ({
            value: commitment.id,
            label: `${commitment.number}. ${wordingIn(commitment.title, locale)} (${say(commitment.plan)})`,
          }))}
        />
      )}
      {reassigns && body && (
        <FormSelect
          name="by"
          label={t('preparing.broughtBy')}
          start={item.proposedBy?.id ?? ''}
          {...(item.proposedBy ? {} : { empty: t('preparing.nobody') })}
          options={body.seats
            .filter((seat) => seat.function !== 'observer')
            .map((seat) => ({ value: seat.id, label: say(seat.name) }))}
        />
      )}
    </Act>
  )
}

/** Who comes without a seat, and the form for one more. */
export async function GuestsHere({ frame, meeting }: Given) {
  const { t, viewer, locale } = frame
  const may = await mayAct(viewer, noteGuest, { meeting: meeting.id })
  if (meeting.guests.length === 0 && may.seats.length === 0) return null
  const removing = await Promise.all(
    meeting.guests.map(async ({ id }) => ({
      id,
      may: await mayAct(viewer, removeGuest, { guest: id }),
    })),
  )
  return (
    <Section id="guests" title={t('preparing.guests.title')}>
      {meeting.guests.length === 0 && (
        <EmptyState title={t('preparing.guests.none')}>{t('preparing.guests.lead')}</EmptyState>
      )}
      <Guests
        guests={meeting.guests}
        acts={({ id }) => {
          const own = removing.find((one) => one.id === id)?.may
          return own && own.seats.length > 0 ? (
            <Act
              frame={frame}
              action={removeGuestAction}
              hidden={{ guest: id, as: own.seats[0]?.seat ?? '' }}
              submit={t('preparing.guests.remove')}
              kind="plain"
              small
              className="contents"
            />
          ) : null
        }}
      />
      {may.seats.length > 0 ? (
        <Act
          fold={t('preparing.guests.add')}
          frame={frame}
          action={noteGuestAction}
          hidden={{ meeting: meeting.id, 'office.lang': locale }}
          submit={t('preparing.guests.addButton')}
          kind="quiet"
          labels={{ name: t('preparing.guests.name'), 'office.text': t('preparing.guests.office') }}
        >
          <ActingSeat frame={frame} may={may} />
          <FormText
            name="name"
            label={t('preparing.guests.name')}
            hint={t('preparing.guests.nameHint')}
          />
          <FormText
            name="office.text"
            label={t('preparing.guests.office')}
            hint={t('preparing.guests.officeHint')}
          />
        </Act>
      ) : (
        <Why>{may.refusal}</Why>
      )}
    </Section>
  )
}

/** What was handed in for the meeting as a whole, and the way to hand in more. */
export async function DocumentsHere({ frame, meeting }: Given) {
  const { t, viewer, desk, dates, locale, forum } = frame
  const documents = await documentsSeenBy(viewer, [meeting.id])
  return (
    <Section id="documents" title={t('documents.title')}>
      <DocumentList documents={documents} forum={forum} locale={locale} dates={dates} />
      <p>
        <a href={`${desk}/documents/meeting/${meeting.id}`}>{t('documents.handInHere')}</a>
      </p>
    </Section>
  )
}
