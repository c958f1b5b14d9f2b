import { endSaid } from '@/app/_request/dates'
import type { Portal } from '@/app/_request/portal'
import type { BodySeen } from '@/lib/bodies/seen.ts'
import type { SuspensionSeen } from '@/lib/commitments/seen.ts'
import type { ProposalLine } from '@/lib/proposals/seen.ts'
import { Words, lasting, listed } from './words'

type Props = {
  page: Portal
  open: ProposalLine[]
  /** there are more that are open */ more: boolean
  bodies: BodySeen[]
  suspensions: SuspensionSeen[]
  /** actions past their day */ overdue: number
  /** meetings whose day has passed and that nobody opened */ unopened: number
}

/**
 * What waits for somebody: open proposals and who has not spoken, required seats that nobody holds, a sector that paused,
 * actions past their day.
 */
export function Waiting({ page, open, more, bodies, suspensions, overdue, unopened }: Props) {
  const { t, to, dates, named, marked, viewer } = page
  const vacant = bodies.flatMap((body) =>
    body.seats.filter((seat) => seat.required && seat.vacantSince).map((seat) => ({ body, seat })),
  )
  const nothing = open.length + vacant.length + suspensions.length + overdue + unopened === 0
  return (
    <section className="mt-8">
      <h2 className="text-[1.1rem]">{t('portal.home.waiting')}</h2>
      {nothing && <p className="mt-2">{t('portal.home.nothingWaits')}</p>}
      <ul className="mt-2 grid gap-3">
        {suspensions.map((suspension) => (
          <li key={suspension.id}>
            {t('portal.home.suspended', {
              sector: marked(suspension.sector).name,
              day: dates.day(suspension.declaredOn),
            })}
          </li>
        ))}
        {open.map((proposalLine) => {
          const silent = proposalLine.stands
            .filter((stand) => !stand.position)
            .map((stand) => marked(stand.sector).name)
          return (
            <li key={proposalLine.id}>
              <a href={to.proposal(proposalLine.number)}>
                <Words of={proposalLine.title} />
              </a>
              <br />
              <span className="when">
                {t('portal.home.openProposal', { number: proposalLine.number })}
                {proposalLine.deadlineAt &&
                  `, ${t('portal.home.until', { at: endSaid(t, dates, proposalLine.deadlineAt) })}`}
                <br />
                {silent.length > 0
                  ? t('portal.home.waitsFor', {
                      count: silent.length,
                      sectors: listed(page, silent),
                    })
                  : t('portal.home.spoken')}
              </span>
            </li>
          )
        })}
        {more && (
          <li>
            <a href={to.decisions}>{t('portal.home.moreOpen')}</a>
          </li>
        )}
        {vacant.map(({ body, seat }) => (
          <li key={seat.id}>
            <a href={to.seat(seat.id)}>
              <Words of={named(seat.name)} />
            </a>
            <br />
            <span className="when">
              {t('bodies.vacantFor', {
                day: dates.day(seat.vacantSince ?? ''),
                duration: lasting(page, seat.vacantSince ?? '', viewer.today),
              })}{' '}
              · {body.shortName}
            </span>
          </li>
        ))}
        {unopened > 0 && <li>{t('portal.home.unopened', { count: unopened })}</li>}
        {overdue > 0 && <li>{t('portal.home.overdue', { count: overdue })}</li>}
      </ul>
    </section>
  )
}
