import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import { FormArea, FormSelect, FormText } from '@/components/form/action-form'
import { Card, EmptyState, Section } from '@/components/page/page'
import { askRestoration, confirmRestoration, objectToRestoration } from '@/lib/appointments/commands.ts'
import { lostVoicesSeenBy, restorationsSeenBy } from '@/lib/appointments/seen.ts'
import type { LostVoice, RestorationSeen } from '@/lib/appointments/seen.ts'
import { RestorationFacts } from '../../_seating/restoration'
import { deskFrame } from '../frame'
import type { DeskFrame } from '../frame'
import { broughtTo } from '../bring'
import { LetterStep } from '../letter'
import { Act, ActingSeat, Crumbs, Done, PageHead, Why } from '../parts'
import { askRestorationAction, confirmRestorationAction, objectToRestorationAction } from './actions'

type Asked = Record<string, string | string[] | undefined>
type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<Asked>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('seating'))('restorations.title') }
}

/** A sector that has nobody left who may say who sits for it, and how it gets its voice back. */
export default async function RestorationsPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, say } = frame
  const [lost, letters] = await Promise.all([lostVoicesSeenBy(viewer), restorationsSeenBy(viewer)])
  const [open, closed] = [
    letters.filter(({ outcome }) => outcome === null),
    letters.filter(({ outcome }) => outcome !== null),
  ]
  return (
    <>
      <Crumbs frame={frame} here={t('seating.restorations.title')} />
      <PageHead title={t('seating.restorations.title')} lead={t('seating.restorations.lead')} />
      <Done searchParams={searchParams} frame={frame} />
      {open.map((letter) => (
        <Section key={letter.id} title={say(letter.seat.called)}>
          <Card strong>
            <RestorationFacts reading={frame} letter={letter} />
          </Card>
          <Answers frame={frame} letter={letter} />
        </Section>
      ))}
      <Section title={t('seating.restorations.ask')} id="evidence">
        {lost.length === 0 ? (
          <EmptyState title={t('seating.restorations.nobodyLost')} />
        ) : (
          <Ask frame={frame} lost={lost} asked={await searchParams} />
        )}
      </Section>
      {closed.length > 0 && (
        <Section title={t('seating.restorations.past')}>
          {closed.map((letter) => (
            <Card key={letter.id}>
              <h3>{say(letter.seat.called)}</h3>
              <RestorationFacts reading={frame} letter={letter} />
            </Card>
          ))}
        </Section>
      )}
    </>
  )
}

async function Answers({ frame, letter }: { frame: DeskFrame; letter: RestorationSeen }) {
  const { t, viewer, locale } = frame
  const [confirm, object] = await Promise.all([
    mayAct(viewer, confirmRestoration, { restoration: letter.id }),
    mayAct(viewer, objectToRestoration, { restoration: letter.id }),
  ])
  const hidden = { restoration: letter.id }
  return (
    <div className="mt-4 grid gap-4">
      {confirm.seats.length > 0 ? (
        <Act
          signs
          frame={frame}
          action={confirmRestorationAction}
          hidden={hidden}
          submit={t('seating.restorations.confirm')}
        >
          <p className="m-0 max-w-prose">{t('seating.restorations.confirmText')}</p>
          <ActingSeat frame={frame} may={confirm} />
        </Act>
      ) : (
        <Why>{confirm.refusal}</Why>
      )}
      {object.seats.length > 0 && (
        <Act
          frame={frame}
          action={objectToRestorationAction}
          fold={t('seating.restorations.object')}
          hidden={{ ...hidden, 'reason.lang': locale }}
          labels={{ 'reason.text': t('seating.restorations.whyObject') }}
          submit={t('seating.restorations.object')}
          kind="quiet"
        >
          <p className="m-0 max-w-prose">{t('seating.restorations.objectText')}</p>
          <ActingSeat frame={frame} may={object} />
          <FormArea name="reason.text" label={t('seating.restorations.whyObject')} rows={3} />
        </Act>
      )}
    </div>
  )
}

async function Ask({ frame, lost, asked }: { frame: DeskFrame; lost: LostVoice[]; asked: Asked }) {
  const { t, viewer, say, desk, locale } = frame
  const [letter, answers] = await Promise.all([
    broughtTo(frame, asked),
    Promise.all(
      lost.map(async (one) => ({
        ...one,
        may: await mayAct(viewer, askRestoration, {
          seat: one.seat.id,
          email: 'nobody@nowhere.invalid',
        }),
      })),
    ),
  ])
  const able = answers.filter(({ may }) => may.seats.length > 0)
  const [first] = able
  if (!first) return <Why>{answers[0]?.may.refusal}</Why>
  return (
    <>
      <LetterStep
        frame={frame}
        here={`${desk}/restorations`}
        brought={letter}
        text={t('seating.restorations.letterFirst')}
      />
      {letter.file && (
        <Act
          frame={frame}
          action={askRestorationAction}
          hidden={{ letter: letter.file.id, 'reason.lang': locale }}
          labels={{ 'reason.text': t('seating.restorations.why') }}
          submit={t('seating.restorations.submit')}
        >
          <ActingSeat frame={frame} may={first.may} />
          <FormSelect
            name="seat"
            label={t('bodies.seat')}
            options={able.map(({ seat, sector }) => ({
              value: seat.id,
              label: `${say(sector.name)}: ${say(seat.called)}`,
            }))}
          />
          <FormText name="name" label={t('seating.restorations.name')} required />
          <FormText
            name="email"
            type="email"
            label={t('desk.seats.email')}
            hint={t('desk.seats.emailHint')}
            required
          />
          <FormArea name="reason.text" label={t('seating.restorations.why')} rows={3} />
        </Act>
      )}
    </>
  )
}
