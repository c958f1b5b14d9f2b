import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { inLanguage } from '@/app/_request/dates'
import type { Dates } from '@/app/_request/dates'
import { SignedText } from '@/components/page/text'
import { SectorMark } from '@/components/proposals/marks'
import type { ConditionSeen, PauseSeen, Said, Settled } from '@/lib/pauses/seen.ts'

type Reading = { locale: string; dates: Dates; portal: string }

/** Beside a suspension: what its sector asks for to come back, who says that it is met, and what the others answer. */
export async function Pause({
  pause: { conditions, answers },
  reading,
  acts,
}: {
  pause: PauseSeen
  reading: Reading
  acts?: (one: ConditionSeen) => ReactNode
}) {
  const t = await getTranslations('pauses')
  return (
    <>
      {conditions.length > 0 && (
        <section className="mt-4 grid gap-3">
          <h3 className="m-0 text-base">{t('conditions')}</h3>
          <ol className="m-0 grid list-none gap-4 p-0">
            {conditions.map((one) => (
              <li key={one.id} className="grid gap-2 border-l-2 border-rule pl-4">
                <p className="m-0 font-semibold">
                  {t('condition', { number: one.number })}{' '}
                  <span className="tag">{t(`states.${stateOf(one)}`)}</span>
                </p>
                <SignedText {...one.text} />
                {one.words.map((word) => (
                  <Words key={word.id} reading={reading} said={word} says="met" />
                ))}
                {one.accepted && <Settling reading={reading} settled={one.accepted} says="accepted" />}
                {one.dropped && <Settling reading={reading} settled={one.dropped} says="dropped" />}
                {acts?.(one)}
              </li>
            ))}
          </ol>
        </section>
      )}
      {answers.length > 0 && (
        <section className="mt-4 grid gap-3">
          <h3 className="m-0 text-base">{t('answers')}</h3>
          {answers.map((answer) => (
            <Words key={answer.id} reading={reading} said={answer} says="answered" />
          ))}
        </section>
      )}
    </>
  )
}

function stateOf({ accepted, dropped, words }: ConditionSeen) {
  if (accepted) return 'accepted'
  if (dropped) return 'dropped'
  return words.length > 0 ? 'said' : 'open'
}

/** Whose word it is stands with each: nobody speaks for another. */
async function Words({
  reading: { locale, dates, portal },
  said,
  says,
}: {
  reading: Reading
  said: Said
  says: 'met' | 'answered'
}) {
  const t = await getTranslations()
  const name = inLanguage(said.sector.name, locale).text
  return (
    <div className="grid gap-1">
      <p className="when m-0">
        <SectorMark sector={{ ...said.sector, name }} /> {t(`pauses.${says}`, { sector: name })} ·{' '}
        {dates.day(said.on)} ·{' '}
        <a href={`${portal}/history/${said.entryIndex}`}>
          {t('history.act', { number: said.entryIndex })}
        </a>
      </p>
      <SignedText {...said.text} />
      {said.address && (
        <p className="m-0">
          <a href={said.address} rel="noopener noreferrer">
            {said.address}
          </a>
        </p>
      )}
    </div>
  )
}

async function Settling({
  reading: { dates, portal },
  settled,
  says,
}: {
  reading: Reading
  settled: Settled
  says: 'accepted' | 'dropped'
}) {
  const t = await getTranslations()
  return (
    <div className="grid gap-1">
      <p className="m-0">
        {t(`pauses.${says}On`, { day: dates.day(settled.on) })} ·{' '}
        <a className="when" href={`${portal}/history/${settled.entryIndex}`}>
          {t('history.act', { number: settled.entryIndex })}
        </a>
      </p>
      {settled.note && <SignedText {...settled.note} />}
    </div>
  )
}
