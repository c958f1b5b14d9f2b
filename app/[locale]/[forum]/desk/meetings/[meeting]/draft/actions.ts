'use server'

import { submit } from '@/app/_request/submit'
import { submitDraft } from '@/app/_request/submit-draft'
import { circulateMinutes } from '@/lib/minutes/commands.ts'

export const saveItemAction = submitDraft('saveItem')
export const settleItemAction = submitDraft('settleItem')
export const saveAgreementAction = submitDraft('saveAgreement')
export const removeAgreementAction = submitDraft('removeAgreement')
export const saveClaimAction = submitDraft('saveClaim')
export const removeClaimAction = submitDraft('removeClaim')
export const commentAction = submitDraft('comment')
export const closeCommentAction = submitDraft('closeComment')
export const nameVersionAction = submitDraft('nameVersion', 'draft/history')
export const restoreVersionAction = submitDraft('restoreVersion')
export const circulateMinutesAction = submit(
  circulateMinutes,
  ({ input }) => `/desk/meetings/${input.meeting}/minutes`,
)
