'use server'

import { submit } from '@/app/_request/submit'
import { proposeAmendment } from '@/lib/amendments/commands.ts'

export const proposeAmendmentAction = submit(
  proposeAmendment,
  ({ result }) => `/desk/proposals/${result.proposal}`,
)
