'use server'

import { submit } from '@/app/_request/submit'
import { submitDraft } from '@/app/_request/submit-draft'
import { approveErratum, approveMinutes, circulateMinutes, observe, proposeErratum, withdrawErratum } from '@/lib/meetings/minutes-commands.ts'

export const circulateMinutesAction = submit(circulateMinutes, ({ input }) => `/desk/meetings/${input.meeting}/minutes`)
export const observeAction = submit(observe, ({ result }) => `/desk/meetings/${result.meeting}/minutes`)
export const approveMinutesAction = submit(approveMinutes, ({ result }) => `/desk/meetings/${result.meeting}/minutes`)
export const proposeErratumAction = submit(proposeErratum, ({ result }) => `/desk/meetings/${result.meeting}/minutes`)
export const approveErratumAction = submit(approveErratum, ({ result }) => `/desk/meetings/${result.meeting}/minutes`)
export const withdrawErratumAction = submit(withdrawErratum, ({ result }) => `/desk/meetings/${result.meeting}/minutes`)

export const saveItemAction = submitDraft('saveItem')
export const settleItemAction = submitDraft('settleItem')
export const saveAgreementAction = submitDraft('saveAgreement')
export const removeAgreementAction = submitDraft('removeAgreement')
export const saveClaimAction = submitDraft('saveClaim')
export const removeClaimAction = submitDraft('removeClaim')
