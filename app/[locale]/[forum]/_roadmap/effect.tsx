import { Facts, Notice, Section } from '@/components/page/page'
import { SignedText } from '@/components/page/text'
import { RoadmapTable } from '@/components/roadmaps/roadmap-table'
import type { Viewer } from '@/lib/act/viewer.ts'
import type { ProposalSeen } from '@/lib/proposals/seen.ts'
import { compare } from '@/lib/roadmaps/compare.ts'
import { asksForRoadmap } from '@/lib/roadmaps/facts.ts'
import { responsiblesSeenBy, roadmapSeenBy } from '@/lib/roadmaps/seen.ts'
import { RoadmapChanges } from './changes'
import { tableWords, writesOf } from './words'
import type { Reading } from './words'

/** What a proposal about a roadmap asks for: the whole of a baseline, or what it changes in the version that it was written over. */
export async function RoadmapAsked({
  reading,
  viewer,
  proposal,
}: {
  reading: Reading
  viewer: Viewer
  proposal: ProposalSeen
}) {
  const { t } = reading
  const { effect } = proposal
  if (!asksForRoadmap(effect)) return null
  const [roadmap, names] = await Promise.all([
    roadmapSeenBy(viewer, effect.commitment),
    responsiblesSeenBy(viewer, [effect.roadmap]),
  ])
  const base = roadmap?.versions.find((version) => version.number === effect.over)
  const overtaken =
    roadmap?.requests.find((request) => request.proposal.id === proposal.id)?.conflicts ?? []
  return (
    <Section title={t(base ? 'roadmaps.ask.changes' : 'roadmaps.page.title')} id="roadmap">
      {overtaken.length > 0 && (
        <Notice tone="warning">
          {t('roadmaps.overtaken', { over: effect.over, numbers: overtaken.join(', ') })}
        </Notice>
      )}
      {base ? (
        <>
          <Facts
            items={[
              ...(effect.reasonClass
                ? [
                    {
                      label: t('roadmaps.ask.reason'),
                      value: t(`words.changeReasons.${effect.reasonClass}`),
                    },
                  ]
                : []),
              ...(effect.effectOnGoal
                ? [{ label: t('roadmaps.ask.effect'), value: <SignedText {...effect.effectOnGoal} /> }]
                : []),
            ]}
          />
          <div className="mt-6">
            <RoadmapChanges
              reading={reading}
              names={{ ...roadmap?.names, ...names }}
              comparison={compare(base.roadmap, effect.roadmap)}
            />
          </div>
        </>
      ) : (
        <RoadmapTable
          id={`asked-${proposal.number}`}
          now={effect.roadmap}
          baseline={null}
          reported={new Map()}
          today="0000-01-01"
          writes={writesOf(reading, names)}
          words={tableWords(reading, t('roadmaps.page.table'))}
          hideCaption
        />
      )}
    </Section>
  )
}
