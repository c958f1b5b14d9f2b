import type { Reader } from '../db/client.ts'

/** With which passkeys a person can sign now. Asked when an act is prepared. */
export async function signingDevicesOf(db: Reader, forumId: string, person: string) {
  return db.device.findMany({
    where: { forumId, personId: person, endorsedAt: { not: null }, lostAt: null },
    select: { id: true, credentialId: true },
  })
}
