import type { Portal } from '@/app/_request/portal'
import { resultSaid } from '@/app/_request/result'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'
import type { DecisionEffect } from '@/lib/roadmaps/result-seen.ts'
import { Stands } from './stands'
import { Words } from './words'

/** A closed proposal in a line: its marks, how it ended and what holds since, and what was asked. */
export function DecisionLine({
  page,
  proposal,
  effect,
}: {
  page: Portal
  proposal: ProposalSeen
  effect: DecisionEffect | undefined
}) {
  const { t, to, dates, marked } = page
  const { decision, title, stands } = proposal
  if (!decision) return null
  const nameOf = (id: string) => {
    const stand = stands.find((one) => one.sector.id === id)
    return stand ? marked(stand.sector).name : ''
  }
  return (
    <li className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-4 py-3">
      <Stands page={page} stands={stands} silent={t('commitments.one.silent')} />
      <div>
        <p className="font-semibold">{resultSaid(page, decision, nameOf, effect)}.</p>
        <p className="font-serif text-[1.05rem]">
          <a href={to.decision(decision.number)}>
            <Words of={title} />
          </a>
        </p>
        <p className="when">
          {t('portal.home.decision', { number: decision.number })} · {dates.day(decision.decidedOn)}
        </p>
      </div>
    </li>
  )
}
