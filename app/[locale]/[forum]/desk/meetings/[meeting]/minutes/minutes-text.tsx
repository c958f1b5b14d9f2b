import type { ReactNode } from 'react'
import { SignedText } from '@/components/page/text'
import { isThere } from '@/lib/meetings/rules.ts'
import type { Content } from '@/lib/minutes/rules.ts'
import type { SeatName } from '@/lib/meetings/queries.ts'
import type { DeskFrame } from '../../../frame'
import { markOf, SectorName } from '../../../parts'
import { PositionsTable } from '@/components/proposals/positions'

export type Naming = {
  seats: Record<string, SeatName>
  holders: Record<string, { name: string | null; capacity: string }>
  proposals: Record<string, { id: string; number: number; title: { lang: string; text: string } }>
}

/** Minutes as they are read and signed: who was there, and item by item what was said, agreed and taken down. */
export function MinutesText({
  frame,
  content,
  minutes,
  after,
}: {
  frame: DeskFrame
  content: Content
  minutes: Naming
  after?: (item: string) => ReactNode
}) {
  return (
    <article>
      <Who frame={frame} content={content} minutes={minutes} />
      {content.items.map((item, place) => (
        <ItemText
          key={item.item}
          frame={frame}
          minutes={minutes}
          item={item}
          place={place}
          after={after?.(item.item)}
        />
      ))}
      <Claims frame={frame} content={content} minutes={minutes} />
    </article>
  )
}

type Given = { frame: DeskFrame; content: Content; minutes: Naming }

function Who({ frame, content, minutes }: Given) {
  const { t, say } = frame
  const there = content.attendance.filter((mark) => isThere(mark.state))
  const away = content.attendance.filter((mark) => !isThere(mark.state))
  return (
    <section className="section" aria-labelledby="who">
      <h2 id="who">{t('desk.minutes.who')}</h2>
      <p>
        {t(content.quorum.reached ? 'desk.attendance.reached' : 'desk.attendance.notReached', {
          there: content.quorum.there,
          of: content.quorum.of,
          needed: content.quorum.needed,
        })}
      </p>
      <ul className="mt-2">
        {there.map((one) => {
          const seat = minutes.seats[one.seat]
          const holder = one.mandate ? minutes.holders[one.mandate] : undefined
          return (
            seat && (
              <li key={one.seat} className="flex flex-wrap items-baseline gap-x-2 py-1">
                <SectorName frame={frame} sector={seat.sector} />
                <span>
                  {[holder?.name, say(seat.name), t(`words.attendances.${one.state}`)]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            )
          )
        })}
      </ul>
      {away.length > 0 && (
        <p className="when mt-2">
          {t('desk.minutes.away', {
            seats: away
              .map(
                (one) =>
                  `${
                    minutes.seats[one.seat] ? say((minutes.seats[one.seat] as SeatName).name) : ''
                  } (${t(`words.attendances.${one.state}`)})`,
              )
              .join('; '),
          })}
        </p>
      )}
    </section>
  )
}

type Item = Content['items'][number]

function ItemText({
  frame,
  minutes,
  item,
  place,
  after,
}: Omit<Given, 'content'> & { item: Item; place: number; after: ReactNode }) {
  const { t } = frame
  return (
    <section id={`item-${item.item}`} className="section" aria-labelledby={`title-${item.item}`}>
      <h2 id={`title-${item.item}`} lang={item.title.lang}>
        <span className="number">{place + 1}</span>
        {item.title.text}
      </h2>
      {item.postponed && (
        <div className="washed mt-2">
          <p className="font-semibold">{t('desk.agenda.postponed')}</p>
          <SignedText {...item.postponed} />
        </div>
      )}
      {item.text ? (
        <div className="mt-2">
          <SignedText {...item.text} />
        </div>
      ) : (
        !item.postponed && <p className="mt-2 text-soft">{t('desk.minutes.nothingSaid')}</p>
      )}
      {item.agreements.length > 0 && (
        <ol className="mt-4 grid gap-3">
          {item.agreements.map((agreement) => (
            <Agreement key={agreement.number} frame={frame} minutes={minutes} agreement={agreement} />
          ))}
        </ol>
      )}
      {after}
    </section>
  )
}

function Agreement({
  frame: { t, say, desk, dates },
  minutes,
  agreement,
}: Omit<Given, 'content'> & { agreement: Item['agreements'][number] }) {
  return (
    <li className="border-l-4 border-accent bg-sheet px-4 py-3">
      <p className="when">{t(`desk.agreements.${agreement.kind}`, { number: agreement.number })}</p>
      <SignedText {...agreement.text} />
      {(agreement.seat || agreement.dueOn || agreement.proposal) && (
        <p className="when">
          {[
            agreement.seat &&
              minutes.seats[agreement.seat] &&
              say((minutes.seats[agreement.seat] as SeatName).name),
            agreement.dueOn && t('desk.actions.due', { day: dates.day(agreement.dueOn) }),
          ]
            .filter(Boolean)
            .join(' · ')}
          {agreement.proposal && minutes.proposals[agreement.proposal] && (
            <a href={`${desk}/proposals/${agreement.proposal}`}>
              {' '}
              {t('desk.agenda.proposal', {
                number: minutes.proposals[agreement.proposal]?.number ?? 0,
                title: minutes.proposals[agreement.proposal]?.title.text ?? '',
              })}
            </a>
          )}
        </p>
      )}
    </li>
  )
}

/** What the book says that each sector said: its position once it approves this text (settled 16). */
function Claims({ frame, content, minutes }: Given) {
  const { t, desk } = frame
  const proposals = [...new Set(content.claims.map((claim) => claim.proposal))]
  return proposals.map((id) => {
    const proposal = minutes.proposals[id]
    return (
      <section key={id} className="section" aria-labelledby={`claims-${id}`}>
        <h2 id={`claims-${id}`}>{t('desk.claims.title', { number: proposal?.number ?? 0 })}</h2>
        <p className="mb-2">
          <a href={`${desk}/proposals/${id}`}>{proposal?.title.text}</a>
        </p>
        <PositionsTable
          caption={t('desk.claims.title', { number: proposal?.number ?? 0 })}
          words={{
            sector: t('proposals.page.sector'),
            position: t('proposals.page.position'),
            reason: t('proposals.page.reason'),
          }}
          rows={content.claims
            .filter((claim) => claim.proposal === id)
            .flatMap((claim) => {
              const seat = minutes.seats[claim.seat]
              return seat
                ? [
                    {
                      key: claim.sector,
                      sector: markOf(frame, seat.sector),
                      position: t(`proposals.said.${claim.stance}`),
                      reason: claim.reason ? <SignedText {...claim.reason} /> : '',
                    },
                  ]
                : []
            })}
        />
      </section>
    )
  })
}
