import { ConsensusMarks } from '@/components/proposals/marks'
import type { Portal } from '@/app/_request/portal'
import type { StandSeen } from '@/lib/proposals/seen.ts'

/** Where each sector stands towards a proposal, as marks; silence is said in the words that fit an open or a closed one. */
export function Stands({
  page: { t, marked },
  stands,
  silent,
}: {
  page: Portal
  stands: StandSeen[]
  silent: string
}) {
  return (
    <ConsensusMarks
      stands={stands.map(({ sector, position }) => {
        const said = position ? t(`words.stances.${position.stance}`) : silent
        return {
          sector: marked(sector),
          filled: position !== null && position.stance !== 'object',
          says: position?.stance,
          label: `${marked(sector).name}: ${said}`,
        }
      })}
    />
  )
}
