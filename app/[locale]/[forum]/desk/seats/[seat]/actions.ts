'use server'

import { submit } from '@/app/_request/submit'
import { appoint, endMandate } from '@/lib/bodies/commands.ts'

export const appointAction = submit(appoint, ({ input }) => `/desk/seats/${input.seat}`)
export const endMandateAction = submit(endMandate, ({ result }) => `/desk/seats/${result.seat}`)
