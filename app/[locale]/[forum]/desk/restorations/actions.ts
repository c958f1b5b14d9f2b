'use server'

import { submit } from '@/app/_request/submit'
import { askRestoration, confirmRestoration, objectToRestoration } from '@/lib/appointments/commands.ts'

export const askRestorationAction = submit(askRestoration, () => '/desk/restorations')
export const confirmRestorationAction = submit(confirmRestoration, () => '/desk/restorations')
export const objectToRestorationAction = submit(objectToRestoration, () => '/desk/restorations')
