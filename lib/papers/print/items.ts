import type { Position, TakenAgreement, TakenErratum, TakenItem, TakenProposal } from '../document.ts'
import type { Line, Part } from '../print.ts'
import { box, inWords, line, momentOf, named, pointing, quoting, small, spoken } from './lines.ts'
import type { Printing } from './lines.ts'

// What was said and agreed under each item, what each sector said to it, and what was put right since.

export function item(printing: Printing, taken: TakenItem): Part[] {
  return [
    {
      is: 'heading',
      level: 2,
      ...line(`${taken.number}. ${taken.title.text}`),
      ...spoken(printing, taken.title),
    },
    ...(taken.commitment ? [commitmentOf(printing, taken.commitment)] : []),
    ...(taken.postponed
      ? [
          box(
            'plain',
            small(printing.say('takeAway.postponed'), true),
            quoting(printing, taken.postponed),
          ),
        ]
      : []),
    ...written(printing, taken),
    ...taken.errata.map((one) => erratum(printing, one)),
    ...taken.agreements.map((one) => agreement(printing, one)),
    ...printing.minutes.proposals
      .filter((each) => taken.agreements.some(({ proposal }) => proposal === each.number))
      .flatMap((each) => positions(printing, each)),
  ]
}

function commitmentOf(printing: Printing, { plan, number }: { plan: string; number: number }): Part {
  return pointing(
    printing,
    `/plans/${plan}/commitments/${number}`,
    printing.say('record.commitment', { number }),
    true,
  )
}

/** That nothing was written is said, but for what was put off. */
function written(printing: Printing, { text, postponed }: TakenItem): Part[] {
  if (text) return [quoting(printing, text)]
  return postponed ? [] : [small(printing.say('record.nothingWritten'))]
}

function agreement(printing: Printing, taken: TakenAgreement): Part {
  const { minutes, say, day } = printing
  const decided = minutes.proposals.find((each) => each.number === taken.proposal)
  const charged = [
    inWords(printing, taken.seat),
    taken.dueOn && say('record.dueOn', { day: day(taken.dueOn) }),
  ]
    .filter(Boolean)
    .join(' · ')
  const number = taken.number.includes('/')
    ? taken.number
    : say('takeAway.agreement', { number: taken.number })
  return box(
    'agreement',
    small(`${number} · ${say(`record.agreements.${taken.kind}`)}`, true),
    quoting(printing, taken.text),
    ...(charged ? [small(charged)] : []),
    ...(decided ? [decisionOf(printing, decided)] : []),
  )
}

/** The proposal that was agreed to, or what was decided on it once something was. */
function decisionOf(printing: Printing, { number, decision }: TakenProposal): Part {
  const { say, result } = printing
  if (!decision) return pointing(printing, `/proposals/${number}`, say('record.proposal', { number }))
  const decided = say('record.decision', { number: decision.number })
  return pointing(printing, `/decisions/${decision.number}`, `${result(decision)} (${decided}).`)
}

/** What each sector said; the words of one that objected stand whole, for they go with the decision. */
export function positions(
  printing: Printing,
  { number, title, positions: taken }: TakenProposal,
): Part[] {
  if (taken.length === 0) return []
  const { say } = printing
  return [
    { ...small(title.text, true), ...spoken(printing, title) },
    {
      is: 'table',
      titled: false,
      caption: `${say('record.positionsTaken')} · ${say('record.proposal', { number })}`,
      columns: [say('record.sector'), say('record.position'), say('record.reason')],
      rows: taken.map((position) => [
        speakerOf(printing, position),
        line(say(`words.stances.${position.stance}`)),
        reasonOf(printing, position),
      ]),
    },
    ...taken.flatMap(({ sector, stance, reason }): Part[] =>
      stance === 'object' && reason
        ? [
            small(say('takeAway.minority', { sector: inWords(printing, sector) }), true),
            quoting(printing, reason, true),
          ]
        : [],
    ),
  ]
}

/** The sector, and who spoke for it. */
function speakerOf(printing: Printing, position: Position): Line {
  const sector = named(printing, position.sector)
  const who = printing.who(position, printing.minutes.body)
  return who ? { ...sector, words: [...sector.words, { type: 'text', value: `: ${who}` }] } : sector
}

function reasonOf(printing: Printing, { stance, reason }: Position): Line {
  if (!reason) return line(printing.say('record.noReason'))
  if (stance === 'object') return line(printing.say('takeAway.below'))
  return { ...line(reason.text), ...spoken(printing, reason) }
}

export function erratum(printing: Printing, taken: TakenErratum): Part {
  const { say } = printing
  const day = momentOf(printing, taken.approvedAt)
  return box(
    'warning',
    small(say('record.erratum', { number: taken.number, day }), true),
    small(say('takeAway.says'), true),
    quoting(printing, taken.wrong),
    small(say('takeAway.shouldSay'), true),
    quoting(printing, taken.right),
    small(say('record.reason'), true),
    quoting(printing, taken.reason),
  )
}
