import { effectKind } from '../act/effect.ts'
import { ok } from '../act/refusal.ts'
import { RESOLUTION_EFFECT, ResolutionEffect } from './facts.ts'

/** Adopting it is all that it does: the decision is on record with its text, and that is never too late. */
const resolutionEffect = effectKind({
  kind: RESOLUTION_EFFECT,
  schema: ResolutionEffect,
  present: () => Promise.resolve(null),
  stillLegal: () => ok,
  facts: () => [],
})

export const effects = [resolutionEffect]
