import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { mayAct } from '@/app/_request/may'
import { FormArea } from '@/components/form/action-form'
import { Card, EmptyState, Notice, Section } from '@/components/page/page'
import { endorseDevice, loseDevice } from '@/lib/devices/commands.ts'
import { devicesOf } from '@/lib/devices/seen.ts'
import type { DeviceSeen } from '@/lib/devices/seen.ts'
import { deskFrame, self } from '../frame'
import type { DeskFrame } from '../frame'
import { Act, ActingSeat, Crumbs, Done, PageHead, Why } from '../parts'
import { endorseDeviceAction, loseDeviceAction } from './actions'
import { MakePasskey } from './make-passkey'

type Props = {
  params: Promise<{ locale: string; forum: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('devices'))('title') }
}

/** One's own passkeys, and those for which one's sector vouches. */
export default async function DevicesPage({ params, searchParams }: Props) {
  const frame = await deskFrame(params)
  const { t, viewer, locale, forum, say, desk } = frame
  const [{ devices, witnessed }, { name, seats }] = await Promise.all([devicesOf(viewer), self(forum)])
  const [own, others] = [devices.filter((device) => device.own), devices.filter((device) => !device.own)]
  const without = viewer.seats.length > 0 && witnessed.length === 0
  const making = ['make', 'making', 'label', 'labelHint', 'as', 'unsupported', 'cancelled'] as const
  const words = Object.fromEntries(making.map((key) => [key, t(`devices.${key}`)])) as Record<
    (typeof making)[number],
    string
  >
  return (
    <>
      <Crumbs frame={frame} here={t('devices.title')} />
      <PageHead title={t('devices.title')} lead={t('devices.lead')}>
        <p className="max-w-[62ch]">{t('devices.withoutIt')}</p>
      </PageHead>
      <Done searchParams={searchParams} frame={frame} />
      {without && devices.some((device) => device.state === 'waiting') && (
        <Notice tone="warning">
          <p>
            {t('devices.noWitness')} <a href={`${desk}/witness`}>{t('devices.toWitness')}</a>
          </p>
        </Notice>
      )}
      <Section title={t('devices.own')}>
        {own.length === 0 && <EmptyState title={t('devices.none')} />}
        <div className="grid gap-4">
          {own.map((deviceSeen) => (
            <Device key={deviceSeen.id} frame={frame} device={deviceSeen} />
          ))}
        </div>
      </Section>
      {seats.length > 0 && (
        <Section title={t('devices.make')}>
          <p className="mb-3">{t('devices.makeText')}</p>
          <noscript>
            <p className="when">{t('devices.needsScript')}</p>
          </noscript>
          <MakePasskey
            forum={forum}
            locale={locale}
            formKey={randomUUID()}
            person={name ?? t('desk.erasedPerson')}
            words={{ ...words, unreachable: t('errors.unreachable') }}
            seats={seats.map((seat) => ({ value: seat.id, label: say(seat.called) }))}
          />
        </Section>
      )}
      <Section title={t('devices.others')}>
        {others.length === 0 && <EmptyState title={t('devices.othersNone')} />}
        <div className="grid gap-4">
          {others.map((other) => (
            <Device key={other.id} frame={frame} device={other} />
          ))}
        </div>
      </Section>
    </>
  )
}

async function Device({ frame, device }: { frame: DeskFrame; device: DeviceSeen }) {
  const { t, viewer, dates, portal } = frame
  const [endorsing, losing] =
    device.state === 'lost'
      ? []
      : await Promise.all([
          mayAct(viewer, endorseDevice, { device: device.id }),
          mayAct(viewer, loseDevice, { device: device.id }),
        ])
  return (
    <Card>
      <p className="font-semibold">
        {device.own
          ? (device.label ?? t('devices.unnamed'))
          : t('devices.of', { name: device.name ?? t('devices.someone') })}
      </p>
      <p>{t(`devices.states.${device.state}`)}</p>
      <p className="when">
        {t('devices.since', { day: dates.day(device.requestedOn) })}{' '}
        <a href={`${portal}/history/${device.entryIndex}`}>
          {t('devices.entry', { index: device.entryIndex })}
        </a>
      </p>
      {device.state === 'waiting' &&
        endorsing &&
        (endorsing.seats.length === 0 ? (
          <Why>{endorsing.refusal}</Why>
        ) : (
          <Act
            frame={frame}
            action={endorseDeviceAction}
            hidden={{ device: device.id }}
            labels={{ note: t('devices.note') }}
            fold={t('devices.endorse')}
            submit={t('devices.endorse')}
          >
            <ActingSeat frame={frame} may={endorsing} />
            <p>{t('devices.endorseText')}</p>
            <SignedLines label={t('devices.text')} text={device.enrolment} />
            <FormArea name="note" label={t('devices.note')} rows={11} required />
          </Act>
        ))}
      {losing && losing.seats.length > 0 && (
        <Act
          frame={frame}
          action={loseDeviceAction}
          hidden={{ device: device.id }}
          labels={{ note: t('devices.note') }}
          kind="quiet"
          fold={t(device.own ? 'devices.lose' : 'devices.loseOther')}
          submit={t(device.own ? 'devices.lose' : 'devices.loseOther')}
        >
          <ActingSeat frame={frame} may={losing} />
          <p>{t(device.own ? 'devices.loseText' : 'devices.loseOtherText')}</p>
          {!device.own && (
            <>
              <SignedLines label={t('devices.text')} text={device.loss} />
              <FormArea name="note" label={t('devices.note')} rows={11} required />
            </>
          )}
        </Act>
      )}
    </Card>
  )
}

function SignedLines({ label, text }: { label: string; text: string }) {
  return (
    <figure>
      <figcaption className="label">{label}</figcaption>
      <pre className="card digest overflow-x-auto whitespace-pre-wrap" tabIndex={0}>
        {text}
      </pre>
    </figure>
  )
}
