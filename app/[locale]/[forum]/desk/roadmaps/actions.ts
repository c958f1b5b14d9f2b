'use server'

import { submit } from '@/app/_request/submit'
import { submitRoadmap } from '@/app/_request/submit-roadmap'
import { fileAssessment, giveReading } from '@/lib/readings/commands.ts'
import { proposeRoadmap, reportProgress, reviseRoadmapProposal } from '@/lib/roadmaps/commands.ts'

export const saveItemAction = submitRoadmap('saveItem')
export const dropItemAction = submitRoadmap('dropItem')
export const replaceAction = submitRoadmap('replace')
export const proposeRoadmapAction = submit(proposeRoadmap, ({ result }) => `/desk/proposals/${result.proposal}`)
export const reviseRoadmapAction = submit(reviseRoadmapProposal, ({ input }) => `/desk/proposals/${input.proposal}`)
export const reportProgressAction = submit(reportProgress, ({ input }) => `/desk/roadmaps/${input.commitment}/activities/${input.activity}`)
export const giveReadingAction = submit(giveReading, ({ input }) => `/desk/roadmaps/${input.commitment}/reading`)
export const fileAssessmentAction = submit(fileAssessment, ({ result }) => `/desk/roadmaps/assessments/${result.plan}`)
