import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Breadcrumb, EmptyState, Facts, PageTitle, Section, Tag } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { SectorName } from '@/components/proposals/marks'
import { portal } from '@/app/_request/portal'
import type { Portal } from '@/app/_request/portal'
import { addDays } from '@/lib/act/calendar.ts'
import { hasEnded } from '@/lib/act/in-force.ts'
import { seatSeenBy } from '@/lib/bodies/seen.ts'
import type { MandateSeen } from '@/lib/bodies/record.ts'
import { ChangesOf } from '../../_parts/changes-of'
import { OrganisationLine } from '../../_parts/responsible'
import { MandateHolder, SeatDays, SeatHolders, Voiceless } from '../../_parts/seat-list'
import { SourceLine } from '../../_parts/source-line'
import { capital } from '../../_parts/words'

type Props = { params: Promise<{ locale: string; forum: string; seat: string }> }

async function read({ params }: Props) {
  const [page, { seat }] = await Promise.all([portal(params), params])
  return { page, seat: (await seatSeenBy(page.viewer, seat)) ?? notFound() }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { page, seat } = await read(props)
  return { title: `${page.named(seat.name).text}, ${seat.body.shortName}` }
}

/** A seat, with everybody who has held it: the work stays with it, whoever comes and goes. */
export default async function SeatPage(props: Props) {
  const { page, seat } = await read(props)
  const { t, to, named, marked, dates, viewer, forumName } = page
  const record = viewer.forum.kind === 'record'
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[
          { href: to.home, label: forumName },
          { href: to.bodies, label: t('bodies.title') },
          { href: to.body(seat.body.slug), label: named(seat.body.name).text },
        ]}
      />
      <PageTitle lang={named(seat.name).lang}>{named(seat.name).text}</PageTitle>
      <div className="mt-6">
        <Facts
          items={[
            { label: t('bodies.sector'), value: <SectorName sector={marked(seat.sector)} /> },
            ...(seat.organisation
              ? [
                  {
                    label: t('bodies.organisation'),
                    value: <OrganisationLine page={page} organisation={seat.organisation} />,
                  },
                ]
              : []),
            {
              label: t('bodies.function'),
              value: (
                <>
                  {capital(t(`words.functions.${seat.function}`))}
                  {seat.voice && (
                    <>
                      {' '}
                      <Tag>{t('bodies.voice')}</Tag>
                    </>
                  )}
                  {seat.required && (
                    <>
                      {' '}
                      <Tag>{t('bodies.required')}</Tag>
                    </>
                  )}
                </>
              ),
            },
            ...(record
              ? [{ label: t('bodies.known'), value: <SeatDays page={page} seat={seat} /> }]
              : [{ label: t('bodies.titular'), value: <SeatHolders page={page} seat={seat} /> }]),
            ...(seat.endedOn
              ? [{ label: t('bodies.until'), value: dates.day(addDays(seat.endedOn, -1)) }]
              : []),
          ]}
        />
        {seat.voice && <p className="when mt-3 max-w-[62ch]">{t('bodies.voiceText')}</p>}
        <Voiceless page={page} body={seat.body} sector={seat.sector.id} />
        {seat.source && <SourceLine page={page} sources={[seat.source]} />}
      </div>
      <Section title={t('bodies.mandates')} id="mandates">
        {record ? (
          <p>
            {seat.takenOver?.vacantUntil
              ? t('bodies.neverHeld', { day: dates.day(seat.takenOver.vacantUntil) })
              : t('bodies.holdersNotKept')}
          </p>
        ) : (
          <Mandates page={page} mandates={seat.mandates} />
        )}
      </Section>
      <ChangesOf page={page} ids={[seat.id]} />
      <p className="mt-8">
        <a href={to.historyOf({ seat: seat.id })}>{t('bodies.seatHistory')}</a>
      </p>
    </>
  )
}

function Mandates({ page, mandates }: { page: Portal; mandates: MandateSeen[] }) {
  const {
    t,
    dates,
    viewer: { today },
  } = page
  if (mandates.length === 0) return <EmptyState title={t('bodies.noMandates')} />
  const stateOf = ({ fromOn, untilOn }: MandateSeen) => {
    if (fromOn > today) return 'toCome'
    return hasEnded(untilOn, today) ? 'over' : 'inForce'
  }
  return (
    <DataTable
      caption={t('bodies.mandates')}
      hideCaption
      columns={[
        { key: 'person', label: t('bodies.person'), heading: true },
        { key: 'capacity', label: t('bodies.capacity') },
        { key: 'days', label: t('bodies.days') },
        { key: 'state', label: t('bodies.state') },
      ]}
      rows={mandates.map((mandate) => ({
        key: mandate.id,
        cells: {
          person: <MandateHolder page={page} mandate={mandate} />,
          capacity: capital(t(`words.capacities.${mandate.capacity}`)),
          days: mandate.lastOn
            ? t('bodies.fromUntil', {
                from: dates.day(mandate.fromOn),
                until: dates.day(mandate.lastOn),
              })
            : t('bodies.from', { from: dates.day(mandate.fromOn) }),
          state: t(`bodies.${stateOf(mandate)}`),
        },
      }))}
    />
  )
}
