import { LARGEST_UPDATE } from '../../lib/minutes/drafts/protocol.ts'

type Limit = { most: number; perSecond: number }

/** A person types some ten messages a second; a burst after a lost connection may be longer. */
export const MESSAGES: Limit = { most: 600, perSecond: 120 }
export const BYTES: Limit = { most: 8 * LARGEST_UPDATE, perSecond: 1024 * 1024 }

export type Bucket = { left: number; at: number }

export function full({ most }: Limit, now: number): Bucket {
  return { left: most, at: now }
}

export function spend(bucket: Bucket, { most, perSecond }: Limit, cost: number): boolean {
  const now = Date.now()
  bucket.left = Math.min(most, bucket.left + ((now - bucket.at) / 1000) * perSecond) - cost
  bucket.at = now
  return bucket.left >= 0
}
