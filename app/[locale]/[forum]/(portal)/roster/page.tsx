import type { Metadata } from 'next'
import { Breadcrumb, Card, EmptyState, Lead, PageTitle, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { SectorMark } from '@/components/proposals/marks'
import { portal } from '@/app/_request/portal'
import type { InForum, Portal } from '@/app/_request/portal'
import { addDays, daysBetween } from '@/lib/act/calendar.ts'
import { restorationsSeenBy } from '@/lib/appointments/seen.ts'
import { rosterSeenBy } from '@/lib/roster/seen.ts'
import type { RosterSeat } from '@/lib/roster/seen.ts'
import { RestorationFacts } from '../../_seating/restoration'
import { SeatHolders } from '../_parts/seat-list'
import { Words, capital } from '../_parts/words'

type Props = { params: InForum }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await portal(params)
  return { title: t('seating.roster.title') }
}

/** Who sits where, in which capacity and until when, and how one reaches the office. */
export default async function RosterPage({ params }: Props) {
  const page = await portal(params)
  const { t, to, viewer, named, forumName } = page
  const people = viewer.forum.kind !== 'record'
  const [bodies, letters] = people
    ? await Promise.all([rosterSeenBy(viewer), restorationsSeenBy(viewer)])
    : [[], []]
  const open = letters.filter(({ outcome }) => outcome === null)
  return (
    <>
      <Breadcrumb
        label={t('portal.crumbs')}
        items={[
          { href: to.home, label: forumName },
          { href: to.bodies, label: t('bodies.title') },
          { label: t('seating.roster.title') },
        ]}
      />
      <PageTitle>{t('seating.roster.title')}</PageTitle>
      <Lead>{t(people ? 'seating.roster.lead' : 'bodies.peopleNotKept')}</Lead>
      {open.map((letter) => (
        <Section key={letter.id} title={t('seating.restorations.title')}>
          <Card strong>
            <h3>{named(letter.seat.called).text}</h3>
            <RestorationFacts
              reading={{
                t,
                dates: page.dates,
                say: (name) => named(name).text,
                forum: viewer.forum.slug,
              }}
              letter={letter}
            />
          </Card>
        </Section>
      ))}
      {people && bodies.length === 0 && <EmptyState title={t('bodies.none')} />}
      {bodies.map((body) => (
        <Section key={body.id} title={named(body.name).text} id={body.slug}>
          {body.seats.length === 0 ? (
            <EmptyState title={t('bodies.noSeatsLive')} />
          ) : (
            <Seats page={page} body={named(body.name).text} seats={body.seats} />
          )}
        </Section>
      ))}
    </>
  )
}

function Seats({ page, body, seats }: { page: Portal; body: string; seats: RosterSeat[] }) {
  const { t, to, named, marked } = page
  return (
    <DataTable
      caption={t('seating.roster.caption', { body })}
      hideCaption
      labels={false}
      columns={[
        { key: 'seat', label: t('bodies.seat'), heading: true },
        { key: 'holder', label: t('seating.roster.holder') },
        { key: 'contact', label: t('seating.roster.contact') },
        { key: 'facts', label: t('seating.roster.facts') },
      ]}
      rows={seats.map((seat) => ({
        key: seat.id,
        cells: {
          seat: (
            <span className="inline-flex items-baseline gap-2">
              <SectorMark
                sector={marked(seat.sector)}
                label={marked(seat.sector).name}
                filled={(seat.titular ?? seat.acting) !== null}
              />
              <span>
                <a href={to.seat(seat.id)}>
                  <Words of={named(seat.name)} />
                </a>
                <span className="when block">
                  {seat.organisation
                    ? (seat.organisation.shortName ?? named(seat.organisation.name).text)
                    : marked(seat.sector).name}
                  {' · '}
                  {capital(t(`words.functions.${seat.function}`))}
                  {seat.voice && ` · ${t('bodies.voice')}`}
                </span>
              </span>
            </span>
          ),
          holder: (
            <>
              <SeatHolders page={page} seat={seat} />
              <Until page={page} seat={seat} />
            </>
          ),
          contact: <Contact page={page} seat={seat} />,
          facts: <SaidOfSeat page={page} seat={seat} />,
        },
      }))}
    />
  )
}

function Until({ page: { t, dates }, seat }: { page: Portal; seat: RosterSeat }) {
  const lastOn = (seat.titular ?? seat.acting)?.lastOn
  return lastOn ? (
    <span className="when block">{t('seating.roster.until', { day: dates.day(lastOn) })}</span>
  ) : null
}

/** How the public reaches the office, as its sector gave it. */
function Contact({ page: { t }, seat: { contact } }: { page: Portal; seat: RosterSeat }) {
  if (!contact) return <span className="when">{t('seating.roster.noContact')}</span>
  return (
    <>
      {contact.email && (
        <a className="block" href={`mailto:${contact.email}`}>
          {contact.email}
        </a>
      )}
      {contact.phone && (
        <a className="block" href={`tel:${contact.phone.replace(/[^\d+]/g, '')}`}>
          {contact.phone}
        </a>
      )}
    </>
  )
}

/** What is a fact of a seat, and blames nobody: how long it has been vacant, that a mandate ends, at which meetings nobody was there for it. */
function SaidOfSeat({ page, seat }: { page: Portal; seat: RosterSeat }) {
  const { t, to, dates, viewer } = page
  return (
    <>
      {seat.vacantSince && (
        <span className="block">
          {t('seating.roster.vacantDays', {
            count: Math.max(0, daysBetween(seat.vacantSince, viewer.today)),
            day: dates.day(seat.vacantSince),
          })}
        </span>
      )}
      {seat.endsOn && (
        <span className="block">
          {t('seating.roster.ends', {
            count: Math.max(0, daysBetween(viewer.today, addDays(seat.endsOn, -1))),
            day: dates.day(addDays(seat.endsOn, -1)),
          })}
        </span>
      )}
      {seat.missed.length > 0 && (
        <span className="block">
          {t('seating.roster.missed', { count: seat.missed.length })}{' '}
          {seat.missed.map(({ meeting, heldOn }, at) => (
            <span key={meeting}>
              {at > 0 && ', '}
              <a href={to.meeting(meeting)}>{dates.day(heldOn)}</a>
            </span>
          ))}
        </span>
      )}
      {seat.recovers && <span className="when block">{t('seating.roster.recovers')}</span>}
    </>
  )
}
