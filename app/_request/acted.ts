import type { Localised } from '@/lib/act/fields.ts'
import { inLanguage } from './dates.ts'

type Said = (
  key: 'record.actedBy' | 'record.seatActed' | 'desk.erasedPerson' | 'bodies.unnamed',
  values?: Record<string, string>,
) => string

/** Somebody's act for a seat. A capacity is null where the record does not say in which mandate it was done. */
export type Acted = {
  person: string | null
  capacity: string | null
  seat: { name: Localised } | null
}

/**
 * Who acted, in which capacity where it was not the seat's own titular, and for which seat of which body. It is said the
 * same way wherever an act of a seat is shown: what an alternate did never stands under the titular's office alone.
 */
export function actedBy(
  t: Said,
  locale: string,
  { person, capacity, seat }: Acted,
  body: { name: Localised } | null,
): string {
  const of = {
    seat: seat ? inLanguage(seat.name, locale).text : '',
    body: body ? inLanguage(body.name, locale).text : 'none',
  }
  if (capacity === null) return seat ? t('record.seatActed', of) : ''
  // Null: erased. Empty: they are not named in public.
  const said = person === '' ? t('bodies.unnamed') : (person ?? t('desk.erasedPerson'))
  return t('record.actedBy', { ...of, capacity, person: said })
}
