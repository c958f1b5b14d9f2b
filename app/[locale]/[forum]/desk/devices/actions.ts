'use server'

import { submit } from '@/app/_request/submit'
import { endorseDevice, loseDevice } from '@/lib/devices/commands.ts'

export const endorseDeviceAction = submit(endorseDevice, () => '/desk/devices')
export const loseDeviceAction = submit(loseDevice, () => '/desk/devices')
