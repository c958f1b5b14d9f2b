'use server'

import { submit } from '@/app/_request/submit'
import { proposeAppointment, proposeEnding } from '@/lib/appointments/commands.ts'
import {
  appoint,
  choosePublicNaming,
  endMandate,
  giveSeatContact,
  nameRecoverySeat,
} from '@/lib/bodies/commands.ts'

export const appointAction = submit(appoint, ({ input }) => `/desk/seats/${input.seat}`)
export const endMandateAction = submit(endMandate, ({ result }) => `/desk/seats/${result.seat}`)
export const nameRecoverySeatAction = submit(
  nameRecoverySeat,
  ({ input }) => `/desk/seats/${input.seat}`,
)
export const giveSeatContactAction = submit(giveSeatContact, ({ input }) => `/desk/seats/${input.seat}`)
export const choosePublicNamingAction = submit(
  choosePublicNaming,
  ({ input }) => `/desk/seats/${input.as}`,
)
export const proposeAppointmentAction = submit(
  proposeAppointment,
  ({ result }) => `/desk/proposals/${result.proposal}`,
)
export const proposeEndingAction = submit(
  proposeEnding,
  ({ result }) => `/desk/proposals/${result.proposal}`,
)
