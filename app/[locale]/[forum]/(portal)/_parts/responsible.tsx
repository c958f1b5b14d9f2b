import { Tag } from '@/components/page/page'
import { SectorMark } from '@/components/proposals/marks'
import type { Portal } from '@/app/_request/portal'
import type { BodySeen, OrganisationSeen } from '@/lib/bodies/seen.ts'
import type { ParticipantSeen } from '@/lib/commitments/seen.ts'
import { SeatList } from './seat-list'
import { Words, capital } from './words'

/** Who answers for a commitment and who helps, under the names they had, with who took over from them. */
export function Responsible({ page, participants }: { page: Portal; participants: ParticipantSeen[] }) {
  const { t, viewer } = page
  if (participants.length === 0)
    return (
      <p>
        {t(
          viewer.forum.kind === 'record'
            ? 'commitments.one.noResponsible'
            : 'commitments.one.noResponsibleHere',
        )}
      </p>
    )
  return (['lead', 'support'] as const).map((role) => {
    const own = participants.filter((participant) => participant.role === role)
    return (
      own.length > 0 && (
        <div key={role} className="mt-4 first:mt-0">
          <h3 className="font-sans text-[0.95rem] text-soft">{capital(t(`words.roles.${role}`))}</h3>
          <ul className="mt-1 grid gap-1.5">
            {own.map(({ organisation, source }) => (
              <li key={organisation.id}>
                <OrganisationLine page={page} organisation={organisation} />
                {source?.sure && source.sure !== 'read' && (
                  <span className="when"> · {t(`commitments.facts.sureWords.${source.sure}`)}</span>
                )}
              </li>
            ))}
          </ul>
        </div>
      )
    )
  })
}

/** An organisation with its sector's mark and its successions. */
export function OrganisationLine({
  page,
  organisation,
}: {
  page: Portal
  organisation: OrganisationSeen
}) {
  const { t, named, dates, marked } = page
  const nameOf = (one: { name: OrganisationSeen['name']; shortName: string | null }) =>
    one.shortName ?? named(one.name).text
  return (
    <span className="inline-flex items-baseline gap-2">
      <SectorMark sector={marked(organisation.sector)} label={marked(organisation.sector).name} />
      <span>
        <Words of={named(organisation.name)} />
        {organisation.shortName &&
          !named(organisation.name).text.includes(organisation.shortName) &&
          ` (${organisation.shortName})`}
        {organisation.invented && (
          <>
            {' '}
            <Tag>{t('portal.example')}</Tag>
          </>
        )}
        {organisation.successors.map((successor) => (
          <span key={successor.organisation.id} className="when">
            {' '}
            ·{' '}
            {t('bodies.succeededBy', {
              name: named(successor.organisation.name).text,
              day: dates.day(successor.happenedOn),
            })}
          </span>
        ))}
        {organisation.predecessors.map((predecessor) => (
          <span key={predecessor.organisation.id} className="when">
            {' '}
            ·{' '}
            {t('bodies.succeeds', {
              name: nameOf(predecessor.organisation),
              day: dates.day(predecessor.happenedOn),
            })}
          </span>
        ))}
      </span>
    </span>
  )
}

/** The working group that looks after a commitment, seat by seat. */
export function WorkingGroup({ page, groups }: { page: Portal; groups: BodySeen[] }) {
  const { t, to, named, viewer } = page
  if (groups.length === 0) return <p>{t('commitments.one.noGroup')}</p>
  return groups.map((group) => (
    <div key={group.id}>
      <p className="mb-3">
        <a href={to.body(group.slug)}>
          <Words of={named(group.name)} />
        </a>
      </p>
      {group.seats.length > 0 ? (
        <details>
          <summary className="cursor-pointer">
            {t('commitments.one.groupSeats', { count: group.seats.length })}
          </summary>
          <SeatList page={page} body={group.slug} seats={group.seats} />
        </details>
      ) : (
        <p>
          {t(viewer.forum.kind === 'record' ? 'commitments.one.groupNoSeats' : 'bodies.noSeatsLive')}
        </p>
      )}
    </div>
  ))
}
