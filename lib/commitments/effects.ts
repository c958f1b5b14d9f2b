import { effectKind } from '../act/effect.ts'
import { ok, refuse } from '../act/refusal.ts'
import { STATUS_EFFECT, statusChanged, StatusEffect } from './facts.ts'
import { mayMove } from './rules.ts'

const statusEffect = effectKind({
  kind: STATUS_EFFECT,
  schema: StatusEffect,
  present: async (db, { commitment }) =>
    (await db.commitment.findUnique({ where: { id: commitment } }))?.status,
  stillLegal: ({ to }, from = 'unknown') =>
    mayMove(from, to) ? ok : refuse('commitments.illegalMove', { from, to }),
  facts: (effect, { decision, proposal, body, decidedOn, meeting, draw }, from = 'unknown') => [
    statusChanged({
      change: draw.id(),
      commitment: effect.commitment,
      body,
      from,
      to: effect.to,
      decidedOn,
      decision,
      proposal,
      takenOver: false,
      meeting,
      reasonClass: effect.reasonClass,
      conditions: effect.conditions,
      reviewOn: effect.reviewOn,
    }),
  ],
})

export const effects = [statusEffect]
