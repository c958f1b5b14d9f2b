import { stoppingIn } from '@/lib/notices/stopping.ts'
import type { Stopping } from '@/lib/notices/stopping.ts'
import { settings } from '@/lib/settings.ts'
import { mesa } from './mesa'

type StoppingAsked = Stopping & {
  name: string | null
  forum: { slug: string; name: { es: string; en?: string } }
}

/** Whose mail a link stops, and of which kinds; null for a link that no mail of ours has. */
export async function stoppingAsked(token: string): Promise<StoppingAsked | null> {
  const stopping = stoppingIn(token, settings().loginSecret)
  if (!stopping) return null
  const { db } = mesa()
  const person = await db.person.findUnique({ where: { id: stopping.person } })
  const forum = person && (await db.forum.findUnique({ where: { id: person.forumId } }))
  return forum && { ...stopping, name: person.name, forum: { slug: forum.slug, name: forum.name } }
}
