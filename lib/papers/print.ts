import type { PhrasingContent } from 'mdast'
import type { Localised } from '../act/fields.ts'
import type { Prose } from '../act/fields.ts'
import type {
  MinutesDocument,
  TakenAgreement,
  TakenErratum,
  TakenItem,
  TakenProposal,
} from './document.ts'
import { saidIn } from './said.ts'
import type { Block } from './said.ts'

export type Words = {
  lang: 'es' | 'en'
  say: (key: string, values?: Record<string, string | number>) => string
  day: (day: string) => string
  moment: (instant: Date) => string
}

type Spoken = { /** where it is not the document's */ lang?: string }
type Line = { words: PhrasingContent[] } & Spoken

/** A document as it stands on paper, before any format: what each part is, and in which language. */
export type Part =
  | ({ is: 'heading'; level: 1 | 2 | 3 } & Line)
  /** small, above what it belongs to, or below it */
  | ({ is: 'line'; before: boolean } & Line)
  | ({ is: 'said'; blocks: Block[]; quoted: boolean } & Spoken)
  | { is: 'box'; tone: 'plain' | 'agreement' | 'warning'; parts: Part[] }
  | { is: 'facts'; rows: { label: string; value: Line }[]; code?: { address: string; says: string } }
  | {
      is: 'table'
      caption: string /** the heading above it says what it is */
      titled: boolean
      columns: string[]
      rows: Line[][]
    }

export type Print = {
  lang: 'es' | 'en'
  title: string
  subject: string
  author: string
  digest: string
  madeAt: Date
  parts: Part[]
  /** what the log committed to, with the salt that opens it: for whoever checks the file (components/verify) */
  attached?: {
    origin: string
    entry: number
    commitment: string
    salt: string
    value: string
    body?: { salt: string; value: string }
  }
  /** on each page: what these minutes are, that they are not approved where they are not, and the count */
  foot: string
  mark: string | null
  pageOf: (page: number, pages: number) => string
  pageWords: { page: string; of: string }
}

/** Minutes in one language of the pages; texts stay in the language in which they were written. */
export function printOf(minutes: MinutesDocument, words: Words, publicUrl: string): Print {
  const { say, day, moment, lang } = words
  const named = (name: Localised | null): Line =>
    !name
      ? line('')
      : lang === 'en' && !name.en
        ? line(name.es, 'es')
        : line(lang === 'en' ? (name.en ?? name.es) : name.es)
  const inWords = (name: Localised | null) => textOf(named(name))
  const at = (instant: string | null) => (instant ? moment(new Date(instant)) : '')
  const spoken = (text: Prose): Spoken => (text.lang === lang ? {} : { lang: text.lang })
  const here = `${publicUrl}/${lang}/${minutes.forum.slug}`
  const quoting = (text: Prose, quoted = false): Part => ({
    is: 'said',
    blocks: saidIn(text.text, here),
    quoted,
    ...spoken(text),
  })
  const small = (text: string, before = false): Part => ({ is: 'line', before, ...line(text) })
  const heading = (level: 1 | 2 | 3, text: string): Part => ({ is: 'heading', level, ...line(text) })
  const body = named(minutes.body.name)
  const title = say('record.meetingOf', { body: textOf(body), day: day(minutes.meeting.heldOn) })
  const errata = [...minutes.errata, ...minutes.items.flatMap((item) => item.errata)]
    .map((takenErratum) => takenErratum.number)
    .toSorted((one, other) => one - other)
  const kind = minutes.number
    ? say('desk.minutes.numbered', { number: minutes.number })
    : say('record.minutesTitle')
  const state =
    minutes.state === 'circulated'
      ? say('takeAway.circulated', { version: minutes.version })
      : say('takeAway.approved', {
          version: minutes.version,
          errata: errata.length,
          numbers: errata.join(', '),
        })
  const shown = new Set(
    minutes.items.flatMap((item) => item.agreements.map((takenAgreement) => takenAgreement.proposal)),
  )

  return {
    lang,
    title: `${kind} · ${title}`,
    subject: state,
    author: inWords(minutes.forum.name),
    digest: minutes.digest,
    madeAt: lastChangeOf(minutes),
    parts: parts(),
    foot: say('takeAway.foot', { kind, version: minutes.version, digest: minutes.digest.slice(0, 12) }),
    mark: minutes.state === 'circulated' ? say('takeAway.mark') : null,
    pageOf: (page, pages) => say('takeAway.page', { page, pages }),
    pageWords: { page: say('takeAway.pageWord'), of: say('takeAway.ofWord') },
  }

  function parts(): Part[] {
    return [
      { is: 'line', before: true, ...named(minutes.forum.name) },
      {
        is: 'heading',
        level: 1,
        words: [{ type: 'text', value: title }],
        ...(body.lang && { lang: body.lang }),
      },
      ...(minutes.state === 'circulated'
        ? [box('warning', small(say('takeAway.circulatedText', { at: at(minutes.circulatedAt) })))]
        : []),
      {
        is: 'facts',
        rows: [
          {
            label: say('record.minutesTitle'),
            value: line([minutes.number, state].filter(Boolean).join(' · ')),
          },
          ...(minutes.meeting.kind
            ? [
                {
                  label: say('record.sessionOf'),
                  value: line(
                    say('record.session', {
                      kind: say(`words.meetingKinds.${minutes.meeting.kind}`),
                      number: minutes.meeting.number,
                      year: String(minutes.meeting.year),
                    }),
                  ),
                },
              ]
            : []),
          {
            label: say('record.when'),
            value: line(
              minutes.meeting.startsAt ? at(minutes.meeting.startsAt) : day(minutes.meeting.heldOn),
            ),
          },
          ...(minutes.meeting.place
            ? [
                {
                  label: say('record.place'),
                  value: line(
                    minutes.meeting.place.text,
                    minutes.meeting.place.lang === lang ? undefined : minutes.meeting.place.lang,
                  ),
                },
              ]
            : []),
          ...(minutes.approvedAt
            ? [{ label: say('record.approvedOn'), value: line(at(minutes.approvedAt)) }]
            : []),
        ],
      },
      ...(minutes.erased
        ? [box('plain', heading(2, say('record.erasedTitle')), small(say('record.erasedText')))]
        : [...attendance(), ...minutes.errata.map(erratum), ...minutes.items.flatMap(item)]),
      ...minutes.proposals
        .filter((proposal) => !shown.has(proposal.number) && proposal.positions.length > 0)
        .flatMap((proposal) => [
          heading(2, say('record.proposal', { number: proposal.number })),
          { ...small(proposal.title.text), ...spoken(proposal.title) },
          ...positions(proposal),
        ]),
      ...observations(),
      ...approvals(),
      ...proof(),
    ]
  }

  function attendance(): Part[] {
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
          seats.map(({ seat, person, state: came }) => [
            named(sector),
            named(seat),
            line(person ?? ''),
            line(say(`words.attendances.${came}`)),
          ]),
        ),
      },
    ]
  }

  function item(takenItem: TakenItem): Part[] {
    return [
      {
        is: 'heading',
        level: 2,
        ...line(`${takenItem.number}. ${takenItem.title.text}`),
        ...spoken(takenItem.title),
      },
      ...(takenItem.commitment
        ? [
            pointing(
              `/plans/${takenItem.commitment.plan}/commitments/${takenItem.commitment.number}`,
              say('record.commitment', { number: takenItem.commitment.number }),
              true,
            ),
          ]
        : []),
      ...(takenItem.postponed
        ? [box('plain', small(say('takeAway.postponed'), true), quoting(takenItem.postponed))]
        : []),
      ...(takenItem.text
        ? [quoting(takenItem.text)]
        : takenItem.postponed
          ? []
          : [small(say('record.nothingWritten'))]),
      ...takenItem.errata.map(erratum),
      ...takenItem.agreements.map(agreement),
      ...minutes.proposals
        .filter((each) => takenItem.agreements.some(({ proposal }) => proposal === each.number))
        .flatMap(positions),
    ]
  }

  function agreement(takenAgreement: TakenAgreement): Part {
    const decided = minutes.proposals.find((each) => each.number === takenAgreement.proposal)
    const charged = [
      inWords(takenAgreement.seat),
      takenAgreement.dueOn && say('record.dueOn', { day: day(takenAgreement.dueOn) }),
    ]
      .filter(Boolean)
      .join(' · ')
    const told =
      decided &&
      (decided.decision
        ? pointing(
            `/decisions/${decided.decision.number}`,
            `${say('record.decision', { number: decided.decision.number })}: ${say(`words.outcomes.${decided.decision.outcome}`)}`,
          )
        : pointing(`/proposals/${decided.number}`, say('record.proposal', { number: decided.number })))
    return box(
      'agreement',
      small(
        `${takenAgreement.number.includes('/') ? takenAgreement.number : say('takeAway.agreement', { number: takenAgreement.number })} · ${say(`record.agreements.${takenAgreement.kind}`)}`,
        true,
      ),
      quoting(takenAgreement.text),
      ...(charged ? [small(charged)] : []),
      ...(told ? [told] : []),
    )
  }

  /** What each sector said; the words of one that objected stand whole, for they go with the decision. */
  function positions({ number, positions: taken }: TakenProposal): Part[] {
    const minority = taken.filter((position) => position.stance === 'object' && position.reason)
    return taken.length === 0
      ? []
      : [
          {
            is: 'table',
            titled: false,
            caption: `${say('record.positionsTaken')} · ${say('record.proposal', { number })}`,
            columns: [say('record.sector'), say('record.position'), say('record.reason')],
            rows: taken.map((position) => [
              named(position.sector),
              line(say(`words.stances.${position.stance}`)),
              minority.includes(position)
                ? line(say('takeAway.below'))
                : position.reason
                  ? { ...line(position.reason.text), ...spoken(position.reason) }
                  : line(say('record.noReason')),
            ]),
          },
          ...minority.flatMap(({ sector, reason }): Part[] =>
            reason
              ? [
                  small(say('takeAway.minority', { sector: inWords(sector) }), true),
                  quoting(reason, true),
                ]
              : [],
          ),
        ]
  }

  function erratum(takenErratum: TakenErratum): Part {
    return box(
      'warning',
      small(
        say('record.erratum', { number: takenErratum.number, day: at(takenErratum.approvedAt) }),
        true,
      ),
      small(say('takeAway.says'), true),
      quoting(takenErratum.wrong),
      small(say('takeAway.shouldSay'), true),
      quoting(takenErratum.right),
      small(say('record.reason'), true),
      quoting(takenErratum.reason),
    )
  }

  function observations(): Part[] {
    return minutes.observations.length === 0
      ? []
      : [
          heading(2, say('record.observations')),
          ...minutes.observations.flatMap((observation) => [
            small(
              [
                inWords(observation.seat),
                at(observation.at),
                observation.item === null ? '' : say('record.item', { number: observation.item }),
                say('record.onVersion', { number: observation.version }),
              ]
                .filter(Boolean)
                .join(' · '),
              true,
            ),
            quoting(observation.text),
          ]),
        ]
  }

  function approvals(): Part[] {
    const saysOf = ({ says, since }: MinutesDocument['approvals'][number]) =>
      says === 'approved'
        ? say('record.approved')
        : says === 'suspended'
          ? say('record.suspendedSince', { day: since ? day(since) : '' })
          : says === 'silence'
            ? say(minutes.approvedAt ? 'record.silenceCounted' : 'record.silence')
            : say('record.notYet')
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
          named(approval.sector),
          line(saysOf(approval)),
          line([approval.person, inWords(approval.seat)].filter(Boolean).join(', ')),
          line(at(approval.at)),
          line(approval.logEntry === null ? '' : String(approval.logEntry)),
        ]),
      },
      ...(minutes.silenceIsAssent ? [small(say('record.silenceRule'))] : []),
    ]
  }

  function proof(): Part[] {
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
                      { type: 'link', url: address, children: [{ type: 'text', value: address }] },
                    ],
                  } satisfies Line,
                },
              ]
            : []),
        ],
      },
    ]
  }

  function pointing(path: string, text: string, before = false): Part {
    return {
      is: 'line',
      before,
      words: [{ type: 'link', url: `${here}${path}`, children: [{ type: 'text', value: text }] }],
    }
  }
}

function box(tone: 'plain' | 'agreement' | 'warning', ...parts: Part[]): Part {
  return { is: 'box', tone, parts }
}

function line(text: string, lang?: string): Line {
  return { words: [{ type: 'text', value: text }], ...(lang && { lang }) }
}

function textOf({ words: [first] }: Line): string {
  return first?.type === 'text' ? first.value : ''
}

/** The instant at which the document became what it is: the same minutes give the same bytes on every day. */
function lastChangeOf(minutes: MinutesDocument): Date {
  const instants = [
    minutes.circulatedAt,
    minutes.approvedAt,
    ...[...minutes.errata, ...minutes.items.flatMap((item) => item.errata)].map(
      (takenErratum) => takenErratum.approvedAt,
    ),
  ]
  return new Date(
    instants
      .filter((instant) => instant !== null)
      .toSorted()
      .at(-1) ?? minutes.observationsUntil,
  )
}
