'use server'

import { submit } from '@/app/_request/submit'
import {
  acceptCondition,
  answerSuspension,
  dropCondition,
  nameReturnConditions,
  sayConditionMet,
} from '@/lib/pauses/commands.ts'
import { resumeParticipation, suspendParticipation } from '@/lib/proposals/commands.ts'

const here = () => '/desk/participation'
const atSuspension = ({ result }: { result: Record<string, string | number> }) =>
  `/desk/participation#suspension-${result.suspension}`

export const suspendAction = submit(suspendParticipation, here)
export const resumeAction = submit(resumeParticipation, here)
export const answerAction = submit(answerSuspension, atSuspension)
export const nameConditionsAction = submit(nameReturnConditions, atSuspension)
export const sayMetAction = submit(sayConditionMet, atSuspension)
export const acceptConditionAction = submit(acceptCondition, atSuspension)
export const dropConditionAction = submit(dropCondition, atSuspension)
