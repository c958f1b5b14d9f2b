import type { TimerWords } from '@/components/meetings/timer'
import type { FollowWords } from '@/components/meetings/follow'
import type { DeskFrame } from '../../../frame'

// What islands say: with the places left open that only they can fill.

export function timerWords({ t }: DeskFrame): TimerWords {
  const raw = (name: string) => t.raw(`desk.session.timer.${name}`) as string
  return {
    label: raw('label'),
    planned: raw('planned'),
    unplanned: raw('unplanned'),
    over: raw('over'),
    announced: raw('announced'),
    paused: raw('paused'),
  }
}

export function followWords({ t }: DeskFrame): FollowWords {
  return { lost: t.raw('desk.session.follow.lost') as string, reload: t('desk.session.follow.reload') }
}
