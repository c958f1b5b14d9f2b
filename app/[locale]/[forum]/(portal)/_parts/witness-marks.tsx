import { ConsensusMarks } from '@/components/proposals/marks'
import type { Portal } from '@/app/_request/portal'
import type { SectorWitness, WitnessesSeen } from '@/lib/witnesses/seen.ts'

/** How a sector's witness stands towards the log, or, with `act`, towards one act of it: which words say so. */
export function standOf(
  { witness, cosigned, behind, silent }: SectorWitness,
  act?: number,
): 'none' | 'never' | 'silent' | 'behind' | 'current' {
  if (!witness) return 'none'
  if (!cosigned || !behind) return 'never'
  if (act !== undefined) return cosigned.size > act ? 'current' : 'behind'
  if (silent) return 'silent'
  return behind.acts > 0 ? 'behind' : 'current'
}

/** One mark a sector: filled where its witness has signed all of it, a ring where it has not. */
export function WitnessMarks({
  page: { t, marked },
  seen,
  act,
}: {
  page: Pick<Portal, 't' | 'marked'>
  seen: WitnessesSeen
  act?: number
}) {
  return (
    <ConsensusMarks
      stands={seen.sectors.map((sectorWitness) => {
        const [sector, stand] = [marked(sectorWitness.sector), standOf(sectorWitness, act)]
        return {
          sector,
          filled: stand === 'current',
          label: t(
            act === undefined
              ? `witnesses.marks.${stand}`
              : `witnesses.actMarks.${stand === 'current' ? 'signed' : 'unsigned'}`,
            { sector: sector.name, acts: sectorWitness.behind?.acts ?? 0 },
          ),
        }
      })}
    />
  )
}
