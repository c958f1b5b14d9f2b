import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { mayAct } from '@/app/_request/may'
import type { May } from '@/app/_request/may'
import { FormArea, FormDay, FormRadios, FormSelect, FormText } from '@/components/form/action-form'
import { Section } from '@/components/page/page'
import { hasEnded } from '@/lib/act/in-force.ts'
import { seatCalled } from '@/lib/act/seat-called.ts'
import { proposeAppointment } from '@/lib/appointments/commands.ts'
import { appoint, choosePublicNaming, giveSeatContact, nameRecoverySeat } from '@/lib/bodies/commands.ts'
import { reliedOnSeenBy, seatSeenBy, voiceGapsSeenBy } from '@/lib/bodies/seen.ts'
import { capacities } from '@/lib/bodies/rules.ts'
import { askAppointment } from '@/lib/confirmations/commands.ts'
import { ownNamingSeenBy, pendingOfSeatSeenBy, seatContactSeenBy } from '@/lib/roster/seen.ts'
import { deskFrame } from '../../frame'
import type { DeskFrame } from '../../frame'
import { broughtTo } from '../../bring'
import type { Brought } from '../../bring'
import { LetterStep } from '../../letter'
import { Act, ActingSeat, Crumbs, Done, PageHead, SectorName, VoiceGaps, Why } from '../../parts'
import { askAppointmentAction } from '../../confirmations/actions'
import {
  appointAction,
  choosePublicNamingAction,
  giveSeatContactAction,
  nameRecoverySeatAction,
} from './actions'
import { daysOf, LetterLink, Mandate } from './mandate'

type Asked = Record<string, string | string[] | undefined>
type Props = {
  params: Promise<{ locale: string; forum: string; seat: string }>
  searchParams: Promise<Asked>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { viewer, say } = await deskFrame(params)
  const seat = await seatSeenBy(viewer, (await params).seat)
  return { title: seat ? say(seatCalled(seat)) : '' }
}

export default async function SeatPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say, desk, dates } = frame
  const seat = (await seatSeenBy(viewer, (await params).seat)) ?? notFound()
  const asked = await searchParams
  const [mayAppoint, reliedOn, gaps, pending, letter] = await Promise.all([
    mayAct(viewer, appoint, { seat: seat.id, email: 'nobody@nowhere.invalid' }),
    reliedOnSeenBy(viewer, seat.id),
    voiceGapsSeenBy(viewer),
    pendingOfSeatSeenBy(viewer, seat.id),
    broughtTo(frame, asked),
  ])
  const here = gaps.filter(
    (gap) => gap.sector.id === seat.sector.id && gap.bodies.some(({ id }) => id === seat.body.id),
  )
  const current = seat.mandates.filter((mandate) => !hasEnded(mandate.untilOn, viewer.today))
  const past = seat.mandates.filter((mandate) => !current.includes(mandate))
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${desk}/bodies`, label: t('desk.bodies.title') },
          { href: `${desk}/bodies/${seat.body.slug}`, label: seat.body.shortName },
        ]}
        here={say(seat.name)}
      />
      <PageHead title={say(seat.name)}>
        <p className="m-0">
          <SectorName frame={frame} sector={seat.sector} /> · {t(`words.functions.${seat.function}`)}
          {seat.voice && ` · ${t('desk.seats.voice')}`}
        </p>
      </PageHead>
      <Done searchParams={searchParams} frame={frame} />
      <VoiceGaps frame={frame} gaps={here} at={seat.id} />
      <Section title={t('desk.seats.holders')}>
        {seat.vacantSince && (
          <p className="m-0 text-accent">
            {t('desk.seats.vacantSince', { day: dates.day(seat.vacantSince) })}
          </p>
        )}
        {current.map((mandate) => (
          <Mandate
            key={mandate.id}
            frame={frame}
            mandate={mandate}
            body={seat.body.slug}
            lost={reliedOn[mandate.id] ?? null}
            names={mayAppoint.seats.length > 0 && mandate.capacity !== 'alternate'}
            pending={pending}
            letter={letter.file}
          />
        ))}
      </Section>
      <Appoint frame={frame} seat={seat} may={mayAppoint} letter={letter} />
      <Office frame={frame} seat={seat} />
      <Naming frame={frame} seat={seat} />
      {past.length > 0 && (
        <Section title={t('desk.seats.past')}>
          <ul className="m-0 list-none p-0">
            {past.map((mandateSeen) => (
              <li key={mandateSeen.id} className="border-b border-rule py-2">
                {mandateSeen.name ?? t('desk.erasedPerson')}{' '}
                <span className="text-sm text-soft">{daysOf(mandateSeen, frame)}</span>
                <LetterLink frame={frame} letter={mandateSeen.letter} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

type SeatRecord = NonNullable<Awaited<ReturnType<typeof seatSeenBy>>>
type AppointProps = {
  frame: DeskFrame
  seat: SeatRecord
  may: May
  letter: Brought
}

async function Appoint({ frame, seat, may, letter }: AppointProps) {
  const { t, viewer, desk } = frame
  const about = { seat: seat.id, email: 'nobody@nowhere.invalid' }
  const [decides, asks] =
    may.seats.length > 0
      ? [null, null]
      : await Promise.all([
          mayAct(viewer, proposeAppointment, about),
          mayAct(viewer, askAppointment, about),
        ])
  return (
    <Section title={t('desk.seats.appoint')} id="evidence">
      {decides && decides.seats.length > 0 && (
        <p className="max-w-prose">
          {t('seating.decision.text')}{' '}
          <a href={`${desk}/seats/${seat.id}/propose`}>{t('seating.decision.toForm')}</a>
        </p>
      )}
      {asks && asks.seats.length > 0 && (
        <AskAppointment frame={frame} seat={seat} may={asks} letter={letter} />
      )}
      {decides?.seats.length === 0 && asks?.seats.length === 0 && <Why>{may.refusal}</Why>}
      {may.seats.length > 0 && (
        <>
          <LetterStep
            frame={frame}
            here={`${desk}/seats/${seat.id}`}
            brought={letter}
            text={t('seating.letter.text')}
          />
          <Act
            signs
            frame={frame}
            action={appointAction}
            submit={t('desk.seats.appointButton')}
            hidden={{ seat: seat.id, ...(letter.file && { letter: letter.file.id }) }}
          >
            <p className="m-0 max-w-prose">{t('desk.seats.appointText')}</p>
            <ActingSeat frame={frame} may={may} />
            <Somebody frame={frame} />
          </Act>
        </>
      )}
    </Section>
  )
}

/** Who, in which capacity, and from when until when. */
function Somebody({ frame: { t } }: { frame: DeskFrame }) {
  return (
    <>
      <FormText name="name" label={t('desk.seats.name')} required />
      <FormText
        name="email"
        type="email"
        label={t('desk.seats.email')}
        hint={t('desk.seats.emailHint')}
        required
      />
      <FormSelect
        name="capacity"
        label={t('desk.seats.capacity')}
        hint={t('seating.capacityHint')}
        options={capacities.map((value) => ({ value, label: t(`words.capacities.${value}`) }))}
      />
      <FormDay name="fromOn" label={t('desk.seats.from')} required />
      <FormDay name="lastOn" label={t('desk.seats.until')} hint={t('desk.seats.untilHint')} />
    </>
  )
}

/** The seat speaks for one's sector where one does not sit: it is asked for, and another sector confirms it. */
function AskAppointment({ frame, seat, may, letter }: AppointProps) {
  const { t, desk, locale } = frame
  return (
    <>
      <p className="max-w-prose">{t('confirmations.desk.appointText')}</p>
      <LetterStep
        frame={frame}
        here={`${desk}/seats/${seat.id}`}
        brought={letter}
        text={t('seating.letter.text')}
      />
      <Act
        frame={frame}
        action={askAppointmentAction}
        submit={t('confirmations.desk.appointAsk')}
        hidden={{ seat: seat.id, 'reason.lang': locale, ...(letter.file && { letter: letter.file.id }) }}
        labels={{ 'reason.text': t('confirmations.desk.whyAppoint') }}
      >
        <ActingSeat frame={frame} may={may} />
        <Somebody frame={frame} />
        <FormArea name="reason.text" label={t('confirmations.desk.whyAppoint')} rows={3} />
      </Act>
    </>
  )
}

/** What the public is told of the office, and which seat appoints where nobody else of the sector can. */
async function Office({ frame, seat }: { frame: DeskFrame; seat: SeatRecord }) {
  const { t, viewer } = frame
  const [mayGive, mayName, contact] = await Promise.all([
    mayAct(viewer, giveSeatContact, { seat: seat.id }),
    mayAct(viewer, nameRecoverySeat, { seat: seat.id }),
    seatContactSeenBy(viewer, seat.id),
  ])
  if (mayGive.seats.length === 0 && mayName.seats.length === 0) return null
  return (
    <Section title={t('seating.office.title')}>
      {mayGive.seats.length > 0 && (
        <Act
          frame={frame}
          action={giveSeatContactAction}
          fold={t('seating.office.contact')}
          submit={t('seating.office.publish')}
          hidden={{ seat: seat.id }}
          start={{ email: contact?.email ?? '', phone: contact?.phone ?? '' }}
        >
          <p className="m-0 max-w-prose">{t('seating.office.contactText')}</p>
          <ActingSeat frame={frame} may={mayGive} />
          <FormText name="email" type="email" label={t('seating.office.email')} />
          <FormText name="phone" label={t('seating.office.phone')} />
        </Act>
      )}
      {mayName.seats.length > 0 && (
        <Act
          frame={frame}
          action={nameRecoverySeatAction}
          fold={t('seating.recovery.title')}
          submit={t('seating.recovery.submit')}
          hidden={{ seat: seat.id }}
        >
          <p className="m-0 max-w-prose">{t('seating.recovery.text')}</p>
          <ActingSeat frame={frame} may={mayName} />
        </Act>
      )}
    </Section>
  )
}

/** Of one's own seat: whether one is named in public. */
async function Naming({ frame, seat }: { frame: DeskFrame; seat: SeatRecord }) {
  const { t, viewer } = frame
  if (!viewer.seats.some((held) => held.seat === seat.id)) return null
  const [may, { named }] = await Promise.all([
    mayAct(viewer, choosePublicNaming, {}),
    ownNamingSeenBy(viewer),
  ])
  if (may.seats.length === 0) return null
  return (
    <Section title={t('seating.naming.title')}>
      <p className="max-w-prose">{t(named ? 'seating.naming.isNamed' : 'seating.naming.isNotNamed')}</p>
      <Act
        frame={frame}
        action={choosePublicNamingAction}
        fold={t('seating.naming.change')}
        submit={t('seating.naming.submit')}
        hidden={{ as: seat.id }}
      >
        <p className="m-0 max-w-prose">{t('seating.naming.text')}</p>
        <FormRadios
          name="named"
          label={t('seating.naming.label')}
          options={['yes', 'no'].map((value) => ({ value, label: t(`seating.naming.${value}`) }))}
        />
      </Act>
    </Section>
  )
}
