import { Id } from '@/lib/act/fields.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { commitmentNamed, commitmentSeenBy } from '@/lib/commitments/seen.ts'
import { minutesSeenBy } from '@/lib/minutes/seen.ts'
import { proposalNumbered, proposalsSeenBy } from '@/lib/proposals/seen.ts'

/**
 * The public page of what a page of the desk is about, as a path within the forum: the thing's own where there is one that the public may read,
 * else the list in which it stands or will stand. The viewer is the public.
 */
export async function publicPageOf(viewer: Viewer, inside: string): Promise<string> {
  const [room = '', thing = ''] = inside.split('/').slice(1)
  const isThing = Id.safeParse(thing).success
  switch (room) {
    case 'meetings':
      return isThing ? `/meetings/${thing}` : '/meetings'
    case 'seats':
      return isThing ? `/seats/${thing}` : '/bodies'
    case 'restorations':
      return '/roster'
    case 'confirmations':
      return '/confirmations'
    case 'bodies':
      return /^[a-z0-9-]+$/.test(thing) ? `/bodies/${thing}` : '/bodies'
    case 'proposals': {
      const [seen] = isThing ? await proposalsSeenBy(viewer, { ids: [thing], brief: true }) : []
      if (!seen) return '/decisions'
      return seen.decision ? `/decisions/${seen.decision.number}` : `/proposals/${seen.number}`
    }
    case 'roadmaps': {
      const seen = isThing ? await commitmentNamed(viewer, thing) : null
      return seen ? `/plans/${seen.plan}/commitments/${seen.number}/roadmap` : '/plan'
    }
    case 'records':
      return '/records'
    case 'actions':
      return '/meetings'
    case 'forum':
      return '/forum'
    case 'witness':
      return '/witnesses'
    case 'search':
      return '/search'
    default:
      return ''
  }
}

/** And back: the page of the desk on which one works at what a public page tells, as a path within the desk. */
export async function deskPageOf(viewer: Viewer, inside: string): Promise<string> {
  const [room = '', thing = '', , number = ''] = inside.split('/').slice(1)
  const isThing = Id.safeParse(thing).success
  switch (room) {
    case 'forum':
      return '/forum'
    case 'meetings':
      return isThing ? `/meetings/${thing}` : '/meetings'
    case 'minutes': {
      const seen = await minutesSeenBy(viewer, decodeURIComponent(thing))
      return seen ? `/meetings/${seen.meeting.id}/minutes` : '/meetings'
    }
    case 'seats':
      return isThing ? `/seats/${thing}` : '/bodies'
    case 'bodies':
      return /^[a-z0-9-]+$/.test(thing) ? `/bodies/${thing}` : '/bodies'
    case 'proposals':
    case 'decisions': {
      const by = room === 'decisions' ? 'decision' : 'proposal'
      const seen = thing ? await proposalNumbered(viewer, thing, by) : null
      return seen ? `/proposals/${seen.id}` : '/proposals'
    }
    case 'records':
      return '/records'
    case 'confirmations':
      return '/confirmations'
    case 'plans':
    case 'commitments': {
      const [plan, which] = room === 'plans' ? [thing, number] : [undefined, thing]
      const seen = /^\d{1,4}$/.test(which) ? await commitmentSeenBy(viewer, Number(which), plan) : null
      return seen ? `/roadmaps/${seen.id}` : '/roadmaps'
    }
    case 'plan':
      return '/roadmaps'
    case 'witnesses':
      return '/participation'
    default:
      return ''
  }
}
