import type { MinutesDocument } from '../document.ts'
import type { Part } from '../print.ts'
import { heading, line, momentOf, named, quoting, small } from './lines.ts'
import type { Printing } from './lines.ts'

// What stands below the text: observations, who approved, and how it is checked.

export function observations(printing: Printing): Part[] {
  const { minutes, say } = printing
  if (minutes.observations.length === 0) return []
  return [
    heading(2, say('record.observations')),
    ...minutes.observations.flatMap((observation) => [
      small(
        [
          printing.who(observation, minutes.body),
          momentOf(printing, observation.at),
          observation.item === null ? '' : say('record.item', { number: observation.item }),
          say('record.onVersion', { number: observation.version }),
        ]
          .filter(Boolean)
          .join(' · '),
        true,
      ),
      quoting(printing, observation.text),
    ]),
  ]
}

export function approvals(printing: Printing): Part[] {
  const { minutes, say } = printing
  return [
    heading(2, say('takeAway.approvals')),
    small(say('takeAway.approvalsText')),
    {
      is: 'table',
      titled: true,
      caption: say('takeAway.approvals'),
      columns: [
        say('record.sector'),
        say('takeAway.said'),
        say('takeAway.who'),
        say('takeAway.at'),
        say('takeAway.act'),
      ],
      rows: minutes.approvals.map((approval) => [
        named(printing, approval.sector),
        line(saidBy(printing, approval)),
        line(approval.at === null ? '' : printing.who(approval, minutes.body)),
        line(momentOf(printing, approval.at)),
        line(approval.logEntry === null ? '' : String(approval.logEntry)),
      ]),
    },
    ...(minutes.silenceIsAssent ? [small(say('record.silenceRule'))] : []),
  ]
}

function saidBy(
  { minutes, say, day }: Printing,
  { says, since }: MinutesDocument['approvals'][number],
): string {
  switch (says) {
    case 'approved':
      return say('record.approved')
    case 'suspended':
      return say('record.suspendedSince', { day: since ? day(since) : '' })
    case 'silence':
      return say(minutes.approvedAt ? 'record.silenceCounted' : 'record.silence')
    default:
      return say('record.notYet')
  }
}

export function proof({ minutes, say, lang }: Printing): Part[] {
  const address = minutes.addresses?.[lang]
  return [
    heading(2, say('takeAway.proof')),
    small(say(address ? 'takeAway.proofText' : 'takeAway.proofCirculated')),
    {
      is: 'facts',
      ...(address && { code: { address, says: say('takeAway.code', { address }) } }),
      rows: [
        { label: say('takeAway.digest'), value: line(minutes.digest) },
        { label: say('record.inLog'), value: line(say('history.act', { number: minutes.logEntry })) },
        ...(address
          ? [
              {
                label: say('takeAway.address'),
                value: {
                  words: [
                    {
                      type: 'link' as const,
                      url: address,
                      children: [{ type: 'text' as const, value: address }],
                    },
                  ],
                },
              },
            ]
          : []),
      ],
    },
  ]
}
