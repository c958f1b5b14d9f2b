import { effectKind } from '../act/effect.ts'
import { digestOf } from '../act/fields.ts'
import { ok, refuse } from '../act/refusal.ts'
import { merge } from './compare.ts'
import { ROADMAP_EFFECT, RoadmapEffect, versionSealed } from './facts.ts'
import type { RoadmapText } from './facts.ts'
import { sealedVersions } from './record.ts'

type Present = { number: number; roadmap: RoadmapText | null; conflicts: string[] }

/**
 * Another request may have been adopted since this one was written. Where both touch different things this one's changes are made to the
 * version in force (decision 040); where they touch the same thing it is no longer legal, and is to be written anew.
 */
const roadmapEffect = effectKind({
  kind: ROADMAP_EFFECT,
  schema: RoadmapEffect,
  present: async (db, { commitment, over, roadmap }): Promise<Present> => {
    const versions = await sealedVersions(db, commitment)
    const [number, latest, base] = [
      versions.at(-1)?.number ?? 0,
      versions.at(-1)?.roadmap,
      versions.find((version) => version.number === over)?.roadmap,
    ]
    if (number === over) return { number, roadmap, conflicts: [] }
    if (!base || !latest) return { number, roadmap: null, conflicts: [] }
    return { number, ...merge(base, roadmap, latest) }
  },
  stillLegal: ({ over }, { number, roadmap, conflicts }) => {
    if (!roadmap) return refuse('roadmaps.alreadySealed', { number })
    return conflicts.length === 0
      ? ok
      : refuse('roadmaps.overtaken', { over, number, numbers: conflicts.join(', ') })
  },
  facts: (
    { commitment, over, reasonClass, effectOnGoal, askedBy },
    { decision, proposal, body, decidedOn, draw },
    { number, roadmap },
  ) =>
    roadmap
      ? [
          versionSealed({
            version: draw.id(),
            commitment,
            body,
            number: number + 1,
            over,
            digest: digestOf(roadmap),
            content: roadmap,
            decision,
            proposal,
            sealedOn: decidedOn,
            reasonClass,
            effectOnGoal,
            askedBy,
          }),
        ]
      : [],
})

export const effects = [roadmapEffect]
