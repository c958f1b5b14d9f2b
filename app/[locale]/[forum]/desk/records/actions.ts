'use server'

import { submit } from '@/app/_request/submit'
import { answerRecord, takeOver } from '@/lib/records/commands.ts'

export const takeOverAction = submit(takeOver, ({ result }) => `/desk/records#record-${result.number}`)
export const answerRecordAction = submit(
  answerRecord,
  ({ result }) => `/desk/records#record-${result.number}`,
)
