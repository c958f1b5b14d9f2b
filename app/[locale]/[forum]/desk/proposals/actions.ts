'use server'

import { submit } from '@/app/_request/submit'
import { proposeStatus, reviseStatusProposal } from '@/lib/commitments/commands.ts'
import {
  proposeClosing,
  proposeCommitment,
  proposeMerger,
  proposePlan,
  proposeRewording,
  proposeSplit,
} from '@/lib/plans/commands.ts'
import {
  closeWithoutConsensus,
  proposeResolution,
  reviseText,
  takePosition,
  withdrawProposal,
} from '@/lib/proposals/commands.ts'

export const proposeStatusAction = submit(
  proposeStatus,
  ({ result }) => `/desk/proposals/${result.proposal}`,
)
export const reviseProposalAction = submit(
  reviseStatusProposal,
  ({ input }) => `/desk/proposals/${input.proposal}`,
)
export const takePositionAction = submit(
  takePosition,
  ({ input }) => `/desk/proposals/${input.proposal}`,
)
export const withdrawProposalAction = submit(
  withdrawProposal,
  ({ input }) => `/desk/proposals/${input.proposal}`,
)
export const closeWithoutConsensusAction = submit(
  closeWithoutConsensus,
  ({ input }) => `/desk/proposals/${input.proposal}`,
)

const atProposal = ({ result }: { result: Record<string, string | number> }) =>
  `/desk/proposals/${result.proposal}`
export const proposeResolutionAction = submit(proposeResolution, atProposal)
export const reviseTextAction = submit(reviseText, ({ input }) => `/desk/proposals/${input.proposal}`)
export const proposePlanAction = submit(proposePlan, atProposal)
export const proposeCommitmentAction = submit(proposeCommitment, atProposal)
export const proposeRewordingAction = submit(proposeRewording, atProposal)
export const proposeSplitAction = submit(proposeSplit, atProposal)
export const proposeMergerAction = submit(proposeMerger, atProposal)
export const proposeClosingAction = submit(proposeClosing, atProposal)
