import { inLanguage } from '@/app/_request/dates'
import { DataTable } from '@/components/page/table'
import type { Viewer } from '@/lib/act/viewer.ts'
import type { Change } from '@/lib/amendments/facts.ts'
import type { NamesSeen } from '@/lib/amendments/seen.ts'
import { inheritedSeenBy } from '@/lib/roster/seen.ts'
import type { Inherited } from '@/lib/roster/seen.ts'
import type { ChangeReading } from './red-line'

type Succession = Extract<Change, { kind: 'amendments.organisation-succeeded' }>
type Shown = { reading: ChangeReading; names: NamesSeen; change: Succession }

/** What waits for the seats of an organisation that ends, thing by thing, and with whom it goes on. */
export async function WhatIsInherited({
  viewer,
  desk,
  ...shown
}: Shown & { viewer: Viewer /** null: for readers who have none */; desk: string | null }) {
  const { reading, names, change } = shown
  const { t, dates } = reading
  const inherited = await inheritedSeenBy(
    viewer,
    change.seats.map(({ seat }) => seat),
  )
  if (inherited.length === 0) return <p className="mt-3 text-soft">{t('amendments.inherits.none')}</p>
  const thing = (one: Inherited) => {
    const said = t(`amendments.inherits.${one.kind}`, {
      number: one.number,
      text: one.text?.text ?? '',
      day: one.heldOn ? dates.day(one.heldOn) : '',
    })
    return desk === null ? said : <a href={`${desk}${one.to}`}>{said}</a>
  }
  return (
    <DataTable
      caption={t('amendments.inherits.caption')}
      columns={[
        { key: 'what', label: t('amendments.inherits.what'), heading: true },
        { key: 'due', label: t('amendments.inherits.due') },
        { key: 'seat', label: t('amendments.inherits.seat') },
        { key: 'goes', label: t('amendments.inherits.goes') },
      ]}
      rows={inherited.map((one) => ({
        key: `${one.to} ${one.seat}`,
        cells: {
          what: thing(one),
          due: one.dueOn ? dates.day(one.dueOn) : t('amendments.inherits.undated'),
          seat: nameIn(reading, names.seat[one.seat]),
          goes: goesTo(shown, one),
        },
      }))}
    />
  )
}

type Name = { es: string; en?: string | undefined } | undefined

function nameIn({ locale }: ChangeReading, name: Name): string {
  if (!name) return ''
  return inLanguage({ es: name.es, ...(name.en !== undefined && { en: name.en }) }, locale).text
}

/**
 * An action of a seat that closes goes to the seat that is named for it; its word is its sector's to say
 * through another.
 */
function goesTo({ reading, names, change }: Shown, { seat, kind }: Inherited): string {
  const { t } = reading
  const to = change.seats.find((one) => one.seat === seat)?.to ?? null
  if (to === change.registers?.organisation && change.registers)
    return nameIn(reading, change.registers.name)
  if (to !== null) return nameIn(reading, names.organisation[to])
  if (kind !== 'action') return t('amendments.inherits.sector')
  return change.actionsTo
    ? nameIn(reading, names.seat[change.actionsTo])
    : t('amendments.inherits.nobody')
}
