'use server'

import { submit } from '@/app/_request/submit'
import { askAppointment, askTakedown, confirm, decline, withdraw } from '@/lib/confirmations/commands.ts'

export const askTakedownAction = submit(askTakedown, () => '/desk/confirmations')
export const askAppointmentAction = submit(askAppointment, () => '/desk/confirmations')
export const confirmAction = submit(confirm, () => '/desk/confirmations')
export const declineAction = submit(decline, () => '/desk/confirmations')
export const withdrawAction = submit(withdraw, () => '/desk/confirmations')
