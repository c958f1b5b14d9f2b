import { effectsOf } from './act/effect.ts'
import { effects as amendments } from './amendments/effects.ts'
import { effects as appointments } from './appointments/effects.ts'
import { effects as commitments } from './commitments/effects.ts'
import { effects as plans } from './plans/effects.ts'
import { effects as proposals } from './proposals/effects.ts'
import { effects as roadmaps } from './roadmaps/effects.ts'

export const effectKinds = [
  ...proposals,
  ...commitments,
  ...roadmaps,
  ...plans,
  ...amendments,
  ...appointments,
]

/** What an adopted decision can bring about, each kind with the capability that owns it. Proposals know none of them by name. */
export const effects = effectsOf(effectKinds)
