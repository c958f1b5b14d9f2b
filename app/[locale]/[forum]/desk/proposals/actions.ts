'use server'

import { submit } from '@/app/_request/submit'
import { proposeStatus, reviseStatusProposal } from '@/lib/commitments/commands.ts'
import { closeWithoutConsensus, takePosition, withdrawProposal } from '@/lib/proposals/commands.ts'

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
