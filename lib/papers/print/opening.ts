import type { Line, Part } from '../print.ts'
import { heading, line, momentOf, named, small, spoken } from './lines.ts'
import type { Printing } from './lines.ts'

// What stands above the text: which session it was, and who was there.

export function meetingFacts(printing: Printing, state: string): { label: string; value: Line }[] {
  const { minutes, say } = printing
  const { meeting } = minutes
  const session =
    meeting.kind &&
    say('record.session', {
      kind: say(`words.meetingKinds.${meeting.kind}`),
      number: meeting.number,
      year: String(meeting.year),
    })
  return [
    {
      label: say('record.minutesTitle'),
      value: line([minutes.number, state].filter(Boolean).join(' · ')),
    },
    ...(session ? [{ label: say('record.sessionOf'), value: line(session) }] : []),
    ...printing.times(meeting).map(({ label, value }) => ({ label, value: line(value) })),
    ...(meeting.place
      ? [
          {
            label: say('record.place'),
            value: { ...line(meeting.place.text), ...spoken(printing, meeting.place) },
          },
        ]
      : []),
    ...(minutes.approvedAt
      ? [{ label: say('record.approvedOn'), value: line(momentOf(printing, minutes.approvedAt)) }]
      : []),
  ]
}

export function attendance(printing: Printing): Part[] {
  const { minutes, say } = printing
  const { quorum } = minutes
  return [
    heading(2, say('record.attendance')),
    ...(quorum
      ? [
          small(
            say(quorum.reached ? 'record.quorumMet' : 'record.quorumLacking', {
              there: quorum.there,
              of: quorum.of,
              needed: quorum.needed,
            }),
          ),
        ]
      : []),
    {
      is: 'table',
      titled: true,
      caption: say('record.attendance'),
      columns: [
        say('record.sector'),
        say('record.seat'),
        say('takeAway.person'),
        say('record.attended'),
      ],
      rows: minutes.attendance.flatMap(({ sector, seats }) =>
        seats.map(({ seat, person, capacity, state: came }) => [
          named(printing, sector),
          named(printing, seat),
          line(capacity ? `${person ?? ''} (${say(`words.capacities.${capacity}`)})` : (person ?? '')),
          line(say(`words.attendances.${came}`)),
        ]),
      ),
    },
    ...guests(printing),
  ]
}

/** Who came without a seat: below those who hold one, and in no count. */
function guests(printing: Printing): Part[] {
  const { minutes, say } = printing
  if (minutes.guests.length === 0) return []
  return [
    heading(3, say('preparing.guests.title')),
    {
      is: 'table',
      titled: true,
      caption: say('preparing.guests.title'),
      columns: [say('preparing.guests.name'), say('preparing.guests.office')],
      rows: minutes.guests.map(({ name, office }) => [
        line(name ?? ''),
        office ? { ...line(office.text), ...spoken(printing, office) } : line(''),
      ]),
    },
  ]
}
