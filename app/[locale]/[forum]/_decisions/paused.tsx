import { Section } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import type { Viewer } from '@/lib/act/viewer.ts'
import { asksForStatus } from '@/lib/commitments/facts.ts'
import { conditionsOfPause } from '@/lib/commitments/seen.ts'
import type { PausedSeen } from '@/lib/commitments/seen.ts'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'
import type { Reading } from '../_roadmap/words'

type Given = { reading: Pick<Reading, 't' | 'dates'>; viewer: Viewer; proposal: ProposalSeen }

/** What a proposal to bring a commitment back has to meet: the conditions that the forum set when it declared it inactive. */
export async function ConditionsToMeet({ reading, viewer, proposal }: Given) {
  const { effect, commitmentId, decision } = proposal
  if (!commitmentId || !asksForStatus(effect) || effect.to !== 'in-force') return null
  const paused = await conditionsOfPause(viewer, commitmentId, decision?.entryIndex)
  return paused && <PausedConditions reading={reading} paused={paused} />
}

export function PausedConditions({
  reading: { t, dates },
  paused: { conditions, decidedOn, reviewOn },
}: {
  reading: Given['reading']
  paused: PausedSeen
}) {
  return (
    <Section title={t('record.conditionsThen')}>
      <p className="when">
        {t('record.conditionsOf', { day: dates.day(decidedOn) })}
        {reviewOn && ` ${t('record.conditionsReview', { day: dates.day(reviewOn) })}`}
      </p>
      <SignedText text={conditions.text} lang={conditions.lang} />
    </Section>
  )
}
