'use server'

import { submit } from '@/app/_request/submit'
import {
  correctAgendaItem,
  moveMeeting,
  noteGuest,
  removeGuest,
  reorderAgenda,
} from '@/lib/preparing/commands.ts'

const atMeeting = ({ result }: { result: Record<string, string | number> }) =>
  `/desk/meetings/${result.meeting}`
const atItem = ({ result }: { result: Record<string, string | number> }) =>
  `/desk/meetings/${result.meeting}#item-${result.item}`

export const moveMeetingAction = submit(moveMeeting, atMeeting)
export const correctItemAction = submit(correctAgendaItem, atItem)
export const reorderAction = submit(reorderAgenda, atItem)
export const noteGuestAction = submit(
  noteGuest,
  ({ result }) => `/desk/meetings/${result.meeting}#guests`,
)
export const removeGuestAction = submit(
  removeGuest,
  ({ result }) => `/desk/meetings/${result.meeting}#guests`,
)
