import { cookies } from 'next/headers'
import { LAST_ACT_SECONDS, lastActCookie } from '@/lib/act/last-act.ts'
import { settings } from '@/lib/settings.ts'

/** Whoever has just acted sees no public page from before (lib/act/last-act.ts). */
export async function carryAct(forum: string, index: number): Promise<void> {
  const jar = await cookies()
  jar.set(lastActCookie(forum), String(index), {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    maxAge: LAST_ACT_SECONDS,
    secure: settings().publicUrl.startsWith('https:'),
  })
}
