import { z } from 'zod'
import { effectKind } from '../act/effect.ts'
import { digestOf, Id, Prose } from '../act/fields.ts'
import { ok, refuse } from '../act/refusal.ts'
import { merge } from './compare.ts'
import { RoadmapText, versionSealed } from './facts.ts'
import { sealedVersions } from './queries.ts'
import { changeReasons } from './rules.ts'

/** What a proposal about a roadmap asks for: the baseline (`over` is 0), or another version over the one named. */
export const RoadmapEffect = z.strictObject({
  kind: z.literal('roadmaps.version'),
  commitment: Id,
  over: z.int().min(0),
  roadmap: RoadmapText,
  reasonClass: z.enum(changeReasons).nullable(),
  effectOnGoal: Prose.nullable(),
  askedBy: Id,
})
export type RoadmapEffect = z.output<typeof RoadmapEffect>

type Present = { number: number; roadmap: RoadmapText | null; conflicts: string[] }

/**
 * Another request may have been adopted since this one was written. Where both touch different things this one's changes are made to the
 * version in force (decision 040); where they touch the same thing it is no longer legal, and is to be written anew.
 */
const roadmapEffect = effectKind({
  kind: 'roadmaps.version',
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
