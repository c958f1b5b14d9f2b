'use server'

import { submit } from '@/app/_request/submit'
import { closeAgreement } from '@/lib/minutes/commands.ts'

export const closeAgreementAction = submit(closeAgreement, () => '/desk/actions')
