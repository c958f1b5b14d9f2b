'use server'

import { submit } from '@/app/_request/submit'
import { leaveNote, takeOver } from '@/lib/handovers/commands.ts'

export const takeOverAction = submit(takeOver, ({ input }) => `/desk/brief?seat=${input.as}#taking`)
export const leaveNoteAction = submit(leaveNote, ({ input }) => `/desk/brief?seat=${input.as}#notes`)
