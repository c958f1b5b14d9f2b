import { actedBy } from '@/app/_request/acted'
import { PositionsTable } from '@/components/proposals/positions'
import { SignedText } from '@/components/page/text'
import type { ProposalLine, ProposalSeen, StandSeen } from '@/lib/proposals/seen.ts'
import type { DeskFrame } from '../frame'
import { markOf } from '../parts'

const agrees = new Set(['agree', 'agree-with-reservation', 'stand-aside'])

/** Filled: the sector's word stands for it. A ring: it is missing, or it objects. */
export function marksOf(frame: DeskFrame, { stands, closedAt }: ProposalLine) {
  const { t, say } = frame
  return stands.map((stand) => ({
    sector: markOf(frame, stand.sector),
    filled: agrees.has(stand.position?.stance ?? ''),
    says: stand.position?.stance ?? (stand.suspended ? 'suspended' : null),
    label: `${say(stand.sector.name)}: ${t(`proposals.said.${saidBy(stand, closedAt !== null)}`)}`,
  }))
}

/** What stands beside the sector's mark: its stance, or why there is none. */
export function saidBy({ position, suspended, voiceHeld }: StandSeen, closed: boolean): string {
  if (position) return position.stance
  if (suspended) return 'suspended'
  if (!voiceHeld) return 'no-voice'
  return closed ? 'silence' : 'waiting'
}

/** What each sector said to the text as it stands, silence included. */
export function Stands({ frame, proposal }: { frame: DeskFrame; proposal: ProposalSeen }) {
  const { t, dates, locale } = frame
  return (
    <PositionsTable
      caption={t('proposals.page.positions')}
      words={{
        sector: t('proposals.page.sector'),
        position: t('proposals.page.position'),
        reason: t('proposals.page.reason'),
      }}
      rows={proposal.stands.map((stand) => ({
        key: stand.sector.id,
        sector: markOf(frame, stand.sector),
        position: (
          <>
            <span className={stand.position ? 'font-semibold' : 'text-soft italic'}>
              {t(`proposals.said.${saidBy(stand, proposal.closedAt !== null)}`)}
            </span>
            {stand.position && (
              <span className="when block">
                {actedBy(t, locale, stand.position, proposal.body)} · {dates.day(stand.position.takenOn)}
              </span>
            )}
            {stand.before?.ended && (
              <span className="when block">
                {actedBy(t, locale, stand.before, proposal.body)}.{' '}
                {t('record.before', {
                  stance: t(`words.stances.${stand.before.stance}`),
                  day: dates.day(stand.before.takenOn),
                  ended: t(`record.ended.${stand.before.ended.by}`, {
                    day: dates.day(dates.dayOf(stand.before.ended.at)),
                  }),
                })}
              </span>
            )}
            {stand.position?.origin === 'minutes' && (
              <span className="when block">{t('proposals.page.byMinutes')}</span>
            )}
            {stand.suspendedSince && (
              <span className="when block">
                {t('proposals.page.suspendedSince', { day: dates.moment(stand.suspendedSince) })}
              </span>
            )}
          </>
        ),
        reason: stand.position?.reason ? <SignedText {...stand.position.reason} /> : '',
      }))}
    />
  )
}
