import { ConsensusMarks } from '@/components/proposals/marks'
import type { Portal } from '@/app/_request/portal'
import type { ProposalSeen } from '@/lib/proposals/queries.ts'
import { Words } from './words'

/** A closed proposal in a line: its marks, what was asked, how it ended. */
export function DecisionLine({ page: { t, to, dates, marked }, proposal }: { page: Portal; proposal: ProposalSeen }) {
  const { decision, title } = proposal
  if (!decision) return null
  return (
    <li className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-4 py-3">
      <ConsensusMarks stands={proposal.stands.map(({ sector, position }) => ({
        sector: marked(sector), filled: position !== null && position.stance !== 'object', says: position?.stance,
        label: `${marked(sector).name}: ${position ? t(`words.stances.${position.stance}`) : t('commitments.one.silent')}`,
      }))} />
      <div>
        <p className="font-serif text-[1.05rem]"><a href={to.decision(decision.number)}><Words of={title} /></a></p>
        <p className="when">{t('portal.home.decision', { number: decision.number })} · {t(`words.outcomes.${decision.outcome}`)} · {dates.day(decision.decidedOn)}</p>
      </div>
    </li>
  )
}
