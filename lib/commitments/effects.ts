import { z } from 'zod'
import { effectKind } from '../act/effect.ts'
import { Day, Id, Line, Prose, WebAddress } from '../act/fields.ts'
import { ok, refuse } from '../act/refusal.ts'
import { statusChanged } from './facts.ts'
import { decidableStatuses, mayMove, reasonClasses } from './rules.ts'
import type { Status } from './rules.ts'

/** What a proposal about a status asks for, with all that it must say (product.md, rules 2 and 3). */
export const StatusEffect = z.strictObject({
  kind: z.literal('commitments.status'),
  commitment: Id,
  to: z.enum(decidableStatuses),
  reasonClass: z.enum(reasonClasses),
  tried: Prose,
  evidence: z.array(z.strictObject({ title: Line, address: WebAddress.nullable() })),
  conditions: Prose.nullable(),
  reviewOn: Day.nullable(),
})
export type StatusEffect = z.output<typeof StatusEffect>

const statusEffect = effectKind({
  kind: 'commitments.status',
  schema: StatusEffect,
  present: async (db, { commitment }) =>
    (await db.commitment.findUnique({ where: { id: commitment } }))?.status as Status | undefined,
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
