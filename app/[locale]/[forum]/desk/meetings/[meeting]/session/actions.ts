'use server'

import { submit } from '@/app/_request/submit'
import { submitDraft } from '@/app/_request/submit-draft'
import { submitSession } from '@/app/_request/submit-session'
import { recordAttendance } from '@/lib/meetings/commands.ts'

export const beginSessionAction = submitSession('begin')
export const goAction = submitSession('go')
export const pauseAction = submitSession('pause')
export const goOnAction = submitSession('goOn')
export const planAction = submitSession('plan')
export const saveClaimHereAction = submitDraft('saveClaim', 'session')
export const removeClaimHereAction = submitDraft('removeClaim', 'session')
export const recordAttendanceHereAction = submit(
  recordAttendance,
  ({ input }) => `/desk/meetings/${input.meeting}/session#attendance`,
)
