import { getTranslations } from 'next-intl/server'
import { beginningSaid } from '@/app/_request/dates'
import type { Dates } from '@/app/_request/dates'
import { SignedText } from '@/components/page/text'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'

type Props = { meeting: Pick<MeetingSeen, 'moves'>; dates: Dates; portal: string }

/** From which day to which a meeting was moved, each time: what no longer holds is struck through, and stays. */
export async function Moves({ meeting: { moves }, dates, portal }: Props) {
  if (moves.length === 0) return null
  const t = await getTranslations()
  return (
    <section aria-label={t('preparing.moved')} className="washed mt-4 max-w-2xl">
      <h2 className="m-0 text-base font-semibold">{t('preparing.moved')}</h2>
      <ol className="m-0 grid list-none gap-3 p-0">
        {moves.map((move) => {
          const [from, to] = [beginningSaid(t, dates, move.from), beginningSaid(t, dates, move.to)]
          const otherPlace = move.from.place?.text !== move.to.place?.text
          return (
            <li key={move.number} className="grid gap-1">
              <p className="m-0">
                {from !== to && (
                  <>
                    <del>
                      <span className="sr-only">{t('preparing.before')} </span>
                      {from}
                    </del>{' '}
                    <ins className="no-underline">
                      <span className="sr-only">{t('preparing.now')} </span>→ {to}
                    </ins>
                  </>
                )}
                {otherPlace && (
                  <span className="block">
                    {move.from.place && <del lang={move.from.place.lang}>{move.from.place.text}</del>}{' '}
                    {move.to.place && <span lang={move.to.place.lang}>→ {move.to.place.text}</span>}
                  </span>
                )}
                {from === to && !otherPlace && t('preparing.linkChanged')}
              </p>
              <SignedText {...move.reason} />
              <p className="when m-0">
                {dates.moment(move.movedAt)} ·{' '}
                <a href={`${portal}/history/${move.entryIndex}`}>
                  {t('history.act', { number: move.entryIndex })}
                </a>
              </p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

/** On a line of a list: the day for which it was called, struck through. */
export async function MovedFrom({ day, dates }: { day: string | null; dates: Dates }) {
  if (!day) return null
  const t = await getTranslations('preparing')
  return (
    <span className="when block">
      {t('movedFrom')} <del>{dates.day(day)}</del>
    </span>
  )
}
