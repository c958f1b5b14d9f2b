import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'

type Guest = MeetingSeen['guests'][number]

/** Those who come without a seat: by name and office, as far as each is known. */
export async function Guests({ guests, acts }: { guests: Guest[]; acts?: (guest: Guest) => ReactNode }) {
  if (guests.length === 0) return null
  const t = await getTranslations('preparing.guests')
  return (
    <>
      <p className="when">{t('lead')}</p>
      <ul className="m-0 grid list-none gap-2 p-0">
        {guests.map((guest) => (
          <li key={guest.id} className="grid gap-1">
            <span>
              {guest.name}
              {guest.name && guest.office && ', '}
              {guest.office && <span lang={guest.office.lang}>{guest.office.text}</span>}
              {!guest.name && !guest.office && t('unnamed')}
            </span>
            {acts?.(guest)}
          </li>
        ))}
      </ul>
    </>
  )
}
