import { invite, mailInvitation, withdrawInvitation } from '@/app/_request/invitation-actions'
import { inviteeOf } from '@/app/_request/invitations'
import { mayAct } from '@/app/_request/may'
import { FormDay, FormSelect, FormText } from '@/components/form/action-form'
import { Press } from '@/components/form/press'
import { endMandate } from '@/lib/bodies/commands.ts'
import type { MandateSeen } from '@/lib/bodies/record.ts'
import { capacities } from '@/lib/bodies/rules.ts'
import { sendsMail, settings } from '@/lib/settings.ts'
import type { Pending } from '@/lib/roster/seen.ts'
import type { DeskFrame } from '../../frame'
import type { Upload } from '../../bring'
import { Act, ActingSeat } from '../../parts'
import { ShownOnce } from '../../shown-once'
import { endMandateAction } from './actions'

export function daysOf({ fromOn, lastOn, capacity }: MandateSeen, { t, dates }: DeskFrame): string {
  const days = lastOn
    ? t('desk.seats.fromUntil', { from: dates.day(fromOn), until: dates.day(lastOn) })
    : t('desk.seats.since', { from: dates.day(fromOn) })
  return `${t(`words.capacities.${capacity}`)} · ${days}`
}

/** The letter by which somebody was appointed, as everybody may read it. */
export function LetterLink({
  frame: { t, forum },
  letter,
}: {
  frame: Pick<DeskFrame, 't' | 'forum'>
  letter: MandateSeen['letter']
}) {
  return (
    letter && (
      <a
        className="block text-sm"
        href={`/${forum}/files/${letter.digest}/${encodeURIComponent(letter.name)}`}
      >
        {t('seating.letter.read', { name: letter.name })}
      </a>
    )
  )
}

type Props = {
  frame: DeskFrame
  mandate: MandateSeen
  body: string
  /** the day on which nobody could appoint, were it to end */
  lost: string | null
  /** whether the viewer may say who follows */
  names: boolean
  pending: Pending | null
  letter: Upload | null
}

export async function Mandate({ frame, mandate, body, lost, names, pending, letter }: Props) {
  const { t, viewer } = frame
  const [may, invitee] = await Promise.all([
    mayAct(viewer, endMandate, { mandate: mandate.id }),
    inviteeOf(viewer, mandate.id),
  ])
  return (
    <div className="border-b border-rule py-3">
      <p className="m-0 font-semibold">{mandate.name ?? t('desk.erasedPerson')}</p>
      <p className="m-0 text-sm text-soft">{daysOf(mandate, frame)}</p>
      <LetterLink frame={frame} letter={mandate.letter} />
      {invitee?.out && <LinkOut frame={frame} mandate={mandate} until={invitee.out.expiresAt} />}
      {invitee?.invites && sendsMail(settings()) && (
        <div className="mt-2">
          <Press
            action={mailInvitation}
            hidden={{ mandate: mandate.id, forum: frame.forum, locale: frame.locale }}
            sending={t('desk.form.sending')}
            kind="quiet"
            small
          >
            {t('account.invite.mail', { email: invitee.email })}
          </Press>
        </div>
      )}
      {invitee?.invites && (
        <ShownOnce
          action={invite}
          hidden={{ mandate: mandate.id, forum: frame.forum, locale: frame.locale }}
          words={{
            text: t('account.invite.text', { name: mandate.name ?? invitee.email }),
            submit: t('account.invite.submit'),
            sending: t('account.invite.sending'),
            link: t('account.invite.link'),
            hint: t('account.invite.hint'),
            refused: t('account.invite.refused'),
          }}
        />
      )}
      {may.seats.length > 0 && (
        <Act
          signs
          frame={frame}
          fold={t('desk.seats.end')}
          open={letter !== null}
          action={endMandateAction}
          hidden={{ mandate: mandate.id, ...(letter && names && { 'successor.letter': letter.id }) }}
          submit={t('desk.seats.endButton')}
        >
          <p className="max-w-prose">{t('desk.seats.endText')}</p>
          {pending && mandate.capacity !== 'alternate' && (
            <StaysWithTheSeat frame={frame} pending={pending} body={body} />
          )}
          <ActingSeat frame={frame} may={may} />
          <FormDay
            name="lastOn"
            label={t('desk.seats.endDay')}
            hint={t('desk.seats.endDayHint')}
            required
          />
          <Follows frame={frame} lost={lost} names={names} />
        </Act>
      )}
    </div>
  )
}

/** A link that was given and not used yet. */
function LinkOut({
  frame: { t, forum, locale, dates },
  mandate,
  until,
}: {
  frame: DeskFrame
  mandate: MandateSeen
  until: Date
}) {
  return (
    <div className="mt-2 grid gap-2">
      <p className="m-0 text-sm text-soft">{t('account.invite.out', { until: dates.moment(until) })}</p>
      <Press
        action={withdrawInvitation}
        hidden={{ mandate: mandate.id, forum, locale }}
        sending={t('desk.form.sending')}
        kind="quiet"
        small
      >
        {t('account.invite.withdraw')}
      </Press>
    </div>
  )
}

/** What the person who leaves does not take along, counted, each with the page on which it is told. */
function StaysWithTheSeat({
  frame: { t, desk },
  pending,
  body,
}: {
  frame: DeskFrame
  pending: Pending
  body: string
}) {
  const lines = [
    { key: 'actions', count: pending.actions, href: `${desk}/actions` },
    { key: 'overdue', count: pending.overdue, href: `${desk}/actions` },
    { key: 'minutes', count: pending.minutes, href: `${desk}/bodies/${body}` },
    { key: 'proposals', count: pending.proposals, href: `${desk}/proposals` },
    { key: 'evidence', count: pending.evidence, href: `${desk}/roadmaps` },
  ].filter(({ count }) => count > 0)
  return (
    <div className="max-w-prose">
      <strong className="block">{t('seating.pending.title')}</strong>
      {lines.length === 0 ? (
        <p className="m-0 text-soft">{t('seating.pending.none')}</p>
      ) : (
        <ul className="m-0">
          {lines.map(({ key, count, href }) => (
            <li key={key}>
              <a href={href}>{t(`seating.pending.${key}`, { count })}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Who follows: the newcomer's first day stands beside the other's last, and nobody is named where nobody is. */
function Follows({
  frame: { t, dates },
  lost,
  names,
}: {
  frame: DeskFrame
  lost: string | null
  names: boolean
}) {
  if (!names && !lost) return null
  return (
    <>
      <p className="max-w-prose">
        <strong className="block">{t('desk.seats.follows')}</strong>
        {lost ? t('desk.seats.followsNeeded', { day: dates.day(lost) }) : t('desk.seats.followsText')}
      </p>
      {names && (
        <>
          <FormText name="successor.name" label={t('desk.seats.followsName')} />
          <FormText
            name="successor.email"
            type="email"
            label={t('desk.seats.followsEmail')}
            hint={t('desk.seats.emailHint')}
          />
          <FormSelect
            name="successor.capacity"
            label={t('seating.follows.capacity')}
            hint={t('seating.follows.capacityHint')}
            empty={t('seating.follows.sameCapacity')}
            options={capacities.map((value) => ({ value, label: t(`words.capacities.${value}`) }))}
          />
          <FormDay
            name="successor.fromOn"
            label={t('seating.follows.from')}
            hint={t('seating.follows.fromHint')}
          />
          <FormDay
            name="successor.lastOn"
            label={t('seating.follows.until')}
            hint={t('seating.follows.untilHint')}
          />
        </>
      )}
    </>
  )
}
