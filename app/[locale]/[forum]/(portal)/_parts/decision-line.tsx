import type { Portal } from '@/app/_request/portal'
import type { ProposalSeen } from '@/lib/proposals/queries.ts'
import { Stands } from './stands'
import { Words } from './words'

/** A closed proposal in a line: its marks, what was asked, how it ended. */
export function DecisionLine({ page, proposal }: { page: Portal; proposal: ProposalSeen }) {
  const { t, to, dates } = page
  const { decision, title } = proposal
  if (!decision) return null
  return (
    <li className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-4 py-3">
      <Stands page={page} stands={proposal.stands} silent={t('commitments.one.silent')} />
      <div>
        <p className="font-serif text-[1.05rem]">
          <a href={to.decision(decision.number)}>
            <Words of={title} />
          </a>
        </p>
        <p className="when">
          {t('portal.home.decision', { number: decision.number })} ·{' '}
          {t(`words.outcomes.${decision.outcome}`)} · {dates.day(decision.decidedOn)}
        </p>
      </div>
    </li>
  )
}
