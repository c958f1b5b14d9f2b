import { Facts } from '@/components/page/page'
import type { Dates } from '@/app/_request/dates'
import { addDays } from '@/lib/act/calendar.ts'
import type { Localised } from '@/lib/act/fields.ts'
import { seatCalled } from '@/lib/act/seat-called.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { asksForAppointment, asksForEnding } from '@/lib/appointments/facts.ts'
import { seatSeenBy } from '@/lib/bodies/seen.ts'
import { personNameSeenBy } from '@/lib/roster/seen.ts'

type Say = (key: string, values?: Record<string, string | number>) => string
type Props = {
  reading: { t: unknown; dates: Pick<Dates, 'day'>; locale: string }
  viewer: Viewer
  effect: { kind: string }
}

/** What a proposal asks for of a seat: whose it is to be, or no more. Nothing where it asks for something else. */
export async function AppointmentAsked({ reading: { t: words, dates, locale }, viewer, effect }: Props) {
  if (!asksForAppointment(effect) && !asksForEnding(effect)) return null
  const t = words as Say
  const [seat, name] = await Promise.all([
    seatSeenBy(viewer, effect.seat),
    personNameSeenBy(viewer, effect.person),
  ])
  const say = (said: Localised) => (locale === 'en' ? (said.en ?? said.es) : said.es)
  const last = effect.untilOn && addDays(effect.untilOn, -1)
  const days = asksForAppointment(effect)
    ? [
        { label: t('desk.seats.capacity'), value: t(`words.capacities.${effect.capacity}`) },
        { label: t('desk.seats.from'), value: dates.day(effect.fromOn) },
      ]
    : []
  return (
    <div className="mt-6">
      <Facts
        items={[
          {
            label: t(asksForAppointment(effect) ? 'seating.decision.appoints' : 'seating.decision.ends'),
            value: <strong>{name === '' ? t('bodies.unnamed') : (name ?? t('bodies.erased'))}</strong>,
          },
          { label: t('bodies.seat'), value: seat ? say(seatCalled(seat)) : '' },
          ...days,
          ...(last ? [{ label: t('desk.seats.until'), value: dates.day(last) }] : []),
        ]}
      />
    </div>
  )
}
