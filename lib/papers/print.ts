import type { PhrasingContent } from 'mdast'
import { asExample } from '../act/example.ts'
import type { MinutesDocument, Speaker, TakenDecision, TakenErratum } from './document.ts'
import { approvals, observations, proof } from './print/closing.ts'
import { box, heading, inWords, line, momentOf, named, small, textOf } from './print/lines.ts'
import type { Printing } from './print/lines.ts'
import { erratum, item, positions } from './print/items.ts'
import { attendance, meetingFacts } from './print/opening.ts'
import type { Block } from './said.ts'

export type Words = {
  lang: 'es' | 'en'
  say: (key: string, values?: Record<string, string | number>) => string
  day: (day: string) => string
  moment: (instant: Date) => string
  /** when it was held, and for when it was convened */
  times: (meeting: MinutesDocument['meeting']) => { label: string; value: string }[]
  /** what came of a proposal, the result first */
  result: (decision: TakenDecision) => string
  /** who acted, in which capacity, for which seat of this body */
  who: (speaker: Speaker, body: MinutesDocument['body']) => string
}

export type Spoken = { /** where it is not the document's */ lang?: string }
export type Line = { words: PhrasingContent[] } & Spoken

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
  /** what the log has under seal, with the salt that opens it: for whoever checks the file (components/verify) */
  attached?: {
    origin: string
    entry: number
    seal: string
    salt: string
    value: string
    body?: { salt: string; value: string }
  }
  /** on each page: what these minutes are, that they are not approved where they are not, and the count */
  foot: string
  mark: string | null
  /** on each page too: that they are of a practice table */
  example: string | null
  pageOf: (page: number, pages: number) => string
  pageWords: { page: string; of: string }
}

/** Minutes in one language of the pages; texts stay in the language in which they were written. */
export function printOf(minutes: MinutesDocument, words: Words, publicUrl: string): Print {
  const { say, day, lang } = words
  const here = `${publicUrl}/${lang}/${minutes.forum.slug}`
  const printing: Printing = { ...words, minutes, here }
  const body = named(printing, minutes.body.name)
  const title = line(
    say('record.meetingOf', { body: textOf(body), day: day(minutes.meeting.heldOn) }),
    body.lang,
  )
  const kind = minutes.number
    ? say('desk.minutes.numbered', { number: minutes.number })
    : say('record.minutesTitle')
  const state = stateOf(printing)
  const name = `${kind} · ${textOf(title)}`
  return {
    lang,
    title: minutes.example ? say(asExample.titled, { name }) : name,
    subject: state,
    author: inWords(printing, minutes.forum.name),
    digest: minutes.digest,
    madeAt: lastChangeOf(minutes),
    parts: partsOf(printing, title, state),
    foot: say('takeAway.foot', { kind, version: minutes.version, digest: minutes.digest.slice(0, 12) }),
    mark: minutes.state === 'circulated' ? say('takeAway.mark') : null,
    example: minutes.example ? say(asExample.mark) : null,
    pageOf: (page, pages) => say('takeAway.page', { page, pages }),
    pageWords: { page: say('takeAway.pageWord'), of: say('takeAway.ofWord') },
  }
}

/** Whether they circulate or are approved, and which errata they have since. */
function stateOf({ minutes, say }: Printing): string {
  if (minutes.state === 'circulated') return say('takeAway.circulated', { version: minutes.version })
  const errata = errataOf(minutes)
    .map(({ number }) => number)
    .toSorted((one, other) => one - other)
  return say('takeAway.approved', {
    version: minutes.version,
    errata: errata.length,
    numbers: errata.join(', '),
  })
}

/** Of the minutes as a whole, and of each item. */
function errataOf(minutes: MinutesDocument): TakenErratum[] {
  return [...minutes.errata, ...minutes.items.flatMap((each) => each.errata)]
}

function partsOf(printing: Printing, title: Line, state: string): Part[] {
  const { minutes, say } = printing
  return [
    ...(minutes.example ? [box('warning', small(say(asExample.sentence)))] : []),
    { is: 'line', before: true, ...named(printing, minutes.forum.name) },
    { is: 'heading', level: 1, ...title },
    ...(minutes.state === 'circulated' ? [warningOf(printing)] : []),
    { is: 'facts', rows: meetingFacts(printing, state) },
    ...(minutes.erased
      ? [box('plain', heading(2, say('record.erasedTitle')), small(say('record.erasedText')))]
      : textParts(printing)),
    ...otherPositions(printing),
    ...observations(printing),
    ...approvals(printing),
    ...proof(printing),
  ]
}

/** They are not the last word. */
function warningOf(printing: Printing): Part {
  const at = momentOf(printing, printing.minutes.circulatedAt)
  return box('warning', small(printing.say('takeAway.circulatedText', { at })))
}

function textParts(printing: Printing): Part[] {
  const { minutes } = printing
  return [
    ...attendance(printing),
    ...minutes.errata.map((one) => erratum(printing, one)),
    ...minutes.items.flatMap((one) => item(printing, one)),
  ]
}

/** Positions that were taken on what no agreement speaks of. */
function otherPositions(printing: Printing): Part[] {
  const { minutes, say } = printing
  const shown = new Set(minutes.items.flatMap((each) => each.agreements.map(({ proposal }) => proposal)))
  return minutes.proposals
    .filter((proposal) => !shown.has(proposal.number) && proposal.positions.length > 0)
    .flatMap((proposal) => [
      heading(2, say('record.proposal', { number: proposal.number })),
      ...positions(printing, proposal),
    ])
}

/** The instant at which the document became what it is: the same minutes give the same bytes on every day. */
function lastChangeOf(minutes: MinutesDocument): Date {
  const instants = [
    minutes.circulatedAt,
    minutes.approvedAt,
    ...errataOf(minutes).map(({ approvedAt }) => approvedAt),
  ]
  return new Date(
    instants
      .filter((instant) => instant !== null)
      .toSorted()
      .at(-1) ?? minutes.observationsUntil,
  )
}
