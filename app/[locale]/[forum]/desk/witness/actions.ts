'use server'

import { submit } from '@/app/_request/submit'
import { dismissWitness, nameWitness } from '@/lib/witnesses/commands.ts'

export const nameWitnessAction = submit(nameWitness, () => '/desk/witness')
export const dismissWitnessAction = submit(dismissWitness, () => '/desk/witness')
