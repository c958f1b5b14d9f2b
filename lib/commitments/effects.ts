import { effectKind } from '../act/effect.ts'
import { ok, refuse } from '../act/refusal.ts'
import { STATUS_EFFECT, statusChanged, StatusEffect } from './facts.ts'
import { mayMove } from './rules.ts'

const statusEffect = effectKind({
  kind: STATUS_EFFECT,
  schema: StatusEffect,
  present: (db, { commitment }) =>
    db.commitment.findFirst({
      where: { id: commitment },
      select: { status: true, plan: { select: { closedOn: true } } },
    }),
  stillLegal: ({ to }, found) => {
    const from = found?.status ?? 'unknown'
    if (found?.plan.closedOn) return refuse('plans.isClosed')
    return mayMove(from, to) ? ok : refuse('commitments.illegalMove', { from, to })
  },
  facts: (effect, { decision, proposal, body, decidedOn, meeting, draw }, found) => [
    statusChanged({
      change: draw.id(),
      commitment: effect.commitment,
      body,
      from: found?.status ?? 'unknown',
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
