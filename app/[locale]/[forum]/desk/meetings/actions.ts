'use server'

import { submit } from '@/app/_request/submit'
import { submitSeveral } from '@/app/_request/submit-several'
import {
  addAgendaItem,
  cancelMeeting,
  closeMeeting,
  convene,
  declareNotHeld,
  openMeeting,
  postponeAgendaItem,
  recordAttendance,
  withdrawAgendaItem,
} from '@/lib/meetings/commands.ts'

export const conveneAction = submit(convene, ({ result }) => `/desk/meetings/${result.meeting}`)
export const conveneSeveralAction = submitSeveral(convene, {
  when: 'time',
  leadsTo: '/desk/meetings',
  done: 'meetings.convene-several',
})
export const addAgendaItemAction = submit(
  addAgendaItem,
  ({ input }) => `/desk/meetings/${input.meeting}`,
)
export const withdrawAgendaItemAction = submit(
  withdrawAgendaItem,
  ({ result }) => `/desk/meetings/${result.meeting}`,
)
export const postponeAgendaItemAction = submit(
  postponeAgendaItem,
  ({ result }) => `/desk/meetings/${result.meeting}`,
)
export const openMeetingAction = submit(openMeeting, ({ input }) => `/desk/meetings/${input.meeting}`)
export const recordAttendanceAction = submit(
  recordAttendance,
  ({ input }) => `/desk/meetings/${input.meeting}`,
)
export const closeMeetingAction = submit(closeMeeting, ({ input }) => `/desk/meetings/${input.meeting}`)
export const cancelMeetingAction = submit(
  cancelMeeting,
  ({ input }) => `/desk/meetings/${input.meeting}`,
)
export const declareNotHeldAction = submit(
  declareNotHeld,
  ({ input }) => `/desk/meetings/${input.meeting}`,
)
