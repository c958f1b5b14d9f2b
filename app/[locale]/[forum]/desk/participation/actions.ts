'use server'

import { submit } from '@/app/_request/submit'
import { resumeParticipation, suspendParticipation } from '@/lib/proposals/commands.ts'

export const suspendAction = submit(suspendParticipation, () => '/desk/participation')
export const resumeAction = submit(resumeParticipation, () => '/desk/participation')
