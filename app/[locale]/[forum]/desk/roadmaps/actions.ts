'use server'

import { submit } from '@/app/_request/submit'
import { submitRoadmap, submitSheet } from '@/app/_request/submit-roadmap'
import { recordDescent } from '@/lib/commitments/commands.ts'
import { linkEvent } from '@/lib/events/commands.ts'
import { handInFile, handInLink, judgeEvidence, withdrawEvidence } from '@/lib/evidence/commands.ts'
import { fileAssessment, giveReading } from '@/lib/readings/commands.ts'
import { proposeRoadmap, reportProgress, reviseRoadmapProposal } from '@/lib/roadmaps/commands.ts'

export const saveItemAction = submitRoadmap('saveItem')
export const dropItemAction = submitRoadmap('dropItem')
export const takeInAction = submitSheet()
export const replaceAction = submitRoadmap('replace')
export const proposeRoadmapAction = submit(
  proposeRoadmap,
  ({ result }) => `/desk/proposals/${result.proposal}`,
)
export const reviseRoadmapAction = submit(
  reviseRoadmapProposal,
  ({ input }) => `/desk/proposals/${input.proposal}`,
)

const atEvidence = ({ result }: { result: Record<string, string | number> }) =>
  `/desk/roadmaps/${result.commitment}/activities/${result.activity}#evidence-${result.evidence}`
export const handInFileAction = submit(handInFile, atEvidence)
export const handInLinkAction = submit(handInLink, atEvidence)
export const judgeEvidenceAction = submit(judgeEvidence, atEvidence)
export const withdrawEvidenceAction = submit(withdrawEvidence, atEvidence)
export const reportProgressAction = submit(
  reportProgress,
  ({ input }) => `/desk/roadmaps/${input.commitment}/activities/${input.activity}`,
)
export const linkEventAction = submit(linkEvent, ({ input }) => `/desk/roadmaps/${input.commitment}`)
export const recordDescentAction = submit(recordDescent, ({ input }) => `/desk/roadmaps/${input.heir}`)
export const giveReadingAction = submit(
  giveReading,
  ({ input }) => `/desk/roadmaps/${input.commitment}/reading`,
)
export const fileAssessmentAction = submit(
  fileAssessment,
  ({ result }) => `/desk/roadmaps/assessments/${result.plan}`,
)
