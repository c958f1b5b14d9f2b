import { DataTable } from '@/components/page/table'
import { Notice, Tag } from '@/components/page/page'
import { SectorMark } from '@/components/proposals/marks'
import type { Portal } from '@/app/_request/portal'
import { addDays } from '@/lib/act/calendar.ts'
import type { Localised } from '@/lib/act/fields.ts'
import { bodySeenBy, voiceGapsSeenBy } from '@/lib/bodies/seen.ts'
import type { SeatSeen } from '@/lib/bodies/seen.ts'
import type { MandateSeen } from '@/lib/bodies/record.ts'
import { TodayIs } from './as-of'
import { Words, capital, lasting, onDay } from './words'

/** Seats with who holds them; a seat that nobody holds says for how long. A record of the past keeps seats, and no people. */
export async function SeatList({
  page,
  body,
  seats,
}: {
  page: Portal /** its slug */
  body: string
  seats: SeatSeen[]
}) {
  const { t, to, named, marked, viewer, dates } = page
  const people = viewer.forum.kind !== 'record'
  const today = viewer.moment && people ? ((await bodySeenBy(page.present, body))?.seats ?? []) : []
  const heldNow = new Map(today.map((seat) => [seat.id, nameOf(page, seat)]))
  return (
    <DataTable
      caption={t('bodies.seats')}
      hideCaption
      labels={false}
      columns={[
        { key: 'seat', label: t('bodies.seat'), heading: true },
        { key: 'organisation', label: t('bodies.organisation') },
        { key: 'function', label: t('bodies.function') },
        people
          ? { key: 'titular', label: t('bodies.titular') }
          : { key: 'known', label: t('bodies.known') },
      ]}
      rows={seats.map((seat) => ({
        key: seat.id,
        cells: {
          seat: (
            <span className="inline-flex items-baseline gap-2">
              <SectorMark
                sector={marked(seat.sector)}
                label={marked(seat.sector).name}
                filled={people ? (seat.titular ?? seat.acting) !== null : !seat.takenOver?.vacantUntil}
              />
              <a href={to.seat(seat.id)}>
                <Words of={named(seat.name)} />
              </a>
            </span>
          ),
          organisation: seat.organisation
            ? (seat.organisation.shortName ?? <Words of={named(seat.organisation.name)} />)
            : marked(seat.sector).name,
          function: (
            <>
              {capital(t(`words.functions.${seat.function}`))}
              {seat.voice && !seat.endedOn && <span className="when block">{t('bodies.voice')}</span>}
              {seat.endedOn && (
                <span className="when block">
                  {t('amendments.closedOn', { day: dates.day(addDays(seat.endedOn, -1)) })}
                </span>
              )}
            </>
          ),
          known: <SeatDays page={page} seat={seat} />,
          titular: (
            <>
              <SeatHolders page={page} seat={seat} />
              <TodayIs page={page} then={nameOf(page, seat)} now={heldNow.get(seat.id)} />
            </>
          ),
        },
      }))}
    />
  )
}

/** Who holds the seat, by name. */
function nameOf({ t }: Portal, { titular, acting }: SeatSeen): string {
  const holder = titular ?? acting
  return holder ? holder.name || t('bodies.unnamed') : t('asOf.vacant')
}

/** Of a seat taken over: what its source gives of its days, and what no source gives. */
export function SeatDays({ page, seat }: { page: Portal; seat: SeatSeen }) {
  const { t, dates } = page
  const { since, attestedOn, until, vacantUntil } = seat.takenOver ?? {}
  // Of an organisation that another took over from, no seat goes on under its name.
  const succeeded = until ? undefined : seat.organisation?.successors.at(-1)
  const lines = [
    since ? t('bodies.knownSince', onDay(page, since)) : t('bodies.knownSinceNot'),
    attestedOn && t('bodies.attested', onDay(page, attestedOn)),
    until && t('bodies.knownUntil', onDay(page, until)),
    succeeded &&
      t('bodies.endedWith', {
        ...onDay(page, succeeded.happenedOn),
        name: seat.organisation?.shortName ?? '',
      }),
    vacantUntil && t('bodies.vacantUntil', { day: dates.day(vacantUntil) }),
  ].filter(Boolean)
  return lines.map((line) => (
    <span key={String(line)} className="block">
      {line}
    </span>
  ))
}

/** Of a body, or of one of its sectors: where nobody may say today who sits. */
export async function Voiceless({
  page: { t, named, viewer },
  body,
  sector,
}: {
  page: Portal
  body: { id: string; name: Localised }
  sector?: string
}) {
  const gaps = (await voiceGapsSeenBy(viewer)).filter(
    (gap) => gap.from <= viewer.today && gap.bodies.some(({ id }) => id === body.id),
  )
  return gaps
    .filter((gap) => !sector || gap.sector.id === sector)
    .map((gap) => {
      const said = { sector: named(gap.sector.name).text, bodies: named(body.name).text }
      return (
        <Notice key={gap.sector.id} tone="warning" title={t('bodies.voiceless', said)}>
          <p>{t('bodies.voicelessText', said)}</p>
        </Notice>
      )
    })
}

export function SeatHolders({ page, seat }: { page: Portal; seat: SeatSeen }) {
  const { t, dates, viewer } = page
  return (
    <>
      {seat.titular ? (
        <>
          <MandateHolder page={page} mandate={seat.titular} />{' '}
          <span className="when block">
            {t('bodies.from', { from: dates.day(seat.titular.fromOn) })}
          </span>
        </>
      ) : (
        seat.vacantSince && (
          <>
            <Tag>{t('bodies.vacant')}</Tag>{' '}
            <span className="when block">
              {t('bodies.vacantSince', {
                day: dates.day(seat.vacantSince),
                duration: lasting(page, seat.vacantSince, viewer.today),
              })}
            </span>
          </>
        )
      )}
      {seat.acting && (
        <span className="block">
          <MandateHolder page={page} mandate={seat.acting} />{' '}
          <span className="when block">
            {t('bodies.actingFrom', { from: dates.day(seat.acting.fromOn) })}
          </span>
        </span>
      )}
      {seat.alternates.length > 0 && (
        <span className="when block">
          {t('bodies.alternates', { count: seat.alternates.length })}:{' '}
          {seat.alternates.map((alternate, at) => (
            <span key={alternate.id}>
              {at > 0 && ', '}
              <MandateHolder page={page} mandate={alternate} />
            </span>
          ))}
        </span>
      )}
    </>
  )
}

/** Whoever was erased is still somebody who held the seat, and so is who chose not to be named. */
export function MandateHolder({ page: { t, to }, mandate }: { page: Portal; mandate: MandateSeen }) {
  return !mandate.name ? (
    <em>{t(mandate.name === null ? 'bodies.erased' : 'bodies.unnamed')}</em>
  ) : (
    <a href={to.historyOf({ person: mandate.person })}>
      <bdi>{mandate.name}</bdi>
    </a>
  )
}
