'use server'

import { submit } from '@/app/_request/submit'
import {
  approveErratum,
  approveMinutes,
  observe,
  proposeErratum,
  withdrawErratum,
} from '@/lib/minutes/commands.ts'

export const observeAction = submit(observe, ({ result }) => `/desk/meetings/${result.meeting}/minutes`)
export const approveMinutesAction = submit(
  approveMinutes,
  ({ result }) => `/desk/meetings/${result.meeting}/minutes`,
)
export const proposeErratumAction = submit(
  proposeErratum,
  ({ result }) => `/desk/meetings/${result.meeting}/minutes`,
)
export const approveErratumAction = submit(
  approveErratum,
  ({ result }) => `/desk/meetings/${result.meeting}/minutes`,
)
export const withdrawErratumAction = submit(
  withdrawErratum,
  ({ result }) => `/desk/meetings/${result.meeting}/minutes`,
)
