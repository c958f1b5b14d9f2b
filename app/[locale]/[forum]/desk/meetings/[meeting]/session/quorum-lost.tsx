import { rulesOf } from '@/lib/bodies/rules.ts'
import { quorumKnown } from '@/lib/meetings/rules.ts'
import type { MeetingSeen } from '@/lib/meetings/seen.ts'
import type { DeskFrame } from '../../../frame'

/** Nobody overlooks it: there is no quorum, who is missing, and what the rules allow then. */
export function QuorumLost({
  frame: { t, viewer, say },
  meeting,
}: {
  frame: DeskFrame
  meeting: MeetingSeen
}) {
  const { quorum } = meeting
  if (meeting.state !== 'in-session' || quorum.reached) return null
  const { is, unmarked } = quorumKnown(meeting)
  if (is === 'unknown') {
    return (
      <div role="status" className="notice notice-warning my-4">
        {t('desk.session.quorum.notTaken')}
      </div>
    )
  }
  const sectors = quorum.sectors
    .filter((sector) => !sector.reached)
    .flatMap(({ sector }) =>
      meeting.sectors
        .filter((sectorName) => sectorName.id === sector)
        .map((sectorName) => say(sectorName.name)),
    )
  if (is === 'open') {
    return (
      <div role="status" className="notice notice-warning my-4">
        <p>{t('desk.session.quorum.open', { unmarked, there: quorum.there, needed: quorum.needed })}</p>
        {sectors.length > 0 && (
          <p>
            {t('desk.session.quorum.sectors', { count: sectors.length, sectors: sectors.join(', ') })}
          </p>
        )}
      </div>
    )
  }
  const seats = Math.max(0, quorum.needed - quorum.there)
  return (
    <div role="alert" className="quorum-lost">
      <p className="quorum-lost-title">
        <span aria-hidden="true">○ </span>
        {t('desk.session.quorum.lost')}
      </p>
      {sectors.length > 0 && (
        <p className="quorum-lost-who">
          {t('desk.session.quorum.sectors', { count: sectors.length, sectors: sectors.join(', ') })}
        </p>
      )}
      {seats > 0 && (
        <p>
          {t('desk.session.quorum.seats', { count: seats, there: quorum.there, needed: quorum.needed })}
        </p>
      )}
      <details className="mt-2">
        <summary className="w-fit cursor-pointer underline decoration-accent underline-offset-4">
          {t('desk.session.quorum.allowed')}
        </summary>
        <p className="mt-2 max-w-[62ch]">
          {t('desk.session.quorum.rule', {
            needed: quorum.needed,
            of: quorum.of,
            perSector: rulesOf(viewer.forum).quorumPerSector,
          })}
        </p>
        <p className="mt-2 max-w-[62ch]">{t('desk.session.quorum.allowedText')}</p>
      </details>
    </div>
  )
}
