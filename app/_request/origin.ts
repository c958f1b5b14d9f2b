import { headers } from 'next/headers'
import { isOwnOrigin } from '@/lib/accounts/origin.ts'
import { settings } from '@/lib/settings.ts'

/** Asked before anything is written: by actions here, and by route handlers, which answer 403. */
export async function cameFromHere(): Promise<boolean> {
  const sent = await headers()
  return isOwnOrigin(sent.get('origin'), sent.get('sec-fetch-site'), settings().publicUrl)
}
