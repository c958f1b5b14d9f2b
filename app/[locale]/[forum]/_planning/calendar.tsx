import type { getTranslations } from 'next-intl/server'

type Props = { t: Awaited<ReturnType<typeof getTranslations>>; address: string; webcal: string }

/** What everybody may subscribe to: opened by the calendar itself, or copied into it. */
export function CalendarAddress({ t, address, webcal }: Props) {
  return (
    <div className="max-w-[62ch]">
      <p>
        <a href={webcal}>{t('calendar.subscribe')}</a>
      </p>
      <div className="mt-4 grid gap-1">
        <label className="label" htmlFor="calendar-address">
          {t('calendar.address')}
        </label>
        <p className="hint" id="calendar-address-hint">
          {t('calendar.addressHint')}
        </p>
        <input
          id="calendar-address"
          className="input"
          readOnly
          value={address}
          aria-describedby="calendar-address-hint"
        />
      </div>
    </div>
  )
}
