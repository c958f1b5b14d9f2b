import type { PhrasingContent } from 'mdast'
import { startOfDay } from '../act/calendar.ts'
import { asExample } from '../act/example.ts'
import { digestOf } from '../act/fields.ts'
import { factKindNamed } from '../facts.ts'
import { sentenceKey } from '../history/rules.ts'
import { sentenceParams } from '../history/sentences.ts'
import type { Part, Print } from '../papers/print.ts'
import { saidIn } from '../papers/said.ts'
import type { Brief } from './seen.ts'
import { daysLeft, dueGroups } from './rules.ts'
import { chosenIn, leftSaid, lineSaid, sentenceOf, spelledSaid, toldIn } from './said.ts'
import type { BriefLine, BriefWords, Quote } from './said.ts'

// A brief on paper, in one language of the pages: the same lines as on the page, all of them. Quotations stay in the language of whoever spoke.

const standing = ['blocked', 'promised', 'changed', 'disputed', 'outside', 'people', 'next'] as const

type Printing = BriefWords & { brief: Brief; here: string; word: (list: string, word: string) => string }
type Forum = { slug: string; name: { es: string; en?: string }; kind: string; timeZone: string }

export function printOfBrief(
  brief: Brief,
  words: BriefWords & Pick<Printing, 'word'>,
  forum: Forum,
  publicUrl: string,
): Print {
  const { say, lang } = words
  const printing: Printing = { ...words, brief, here: `${publicUrl}/${lang}/${forum.slug}` }
  const seat = chosenIn(lang, brief.seat.called)
  const title = say('brief.of', { seat })
  const example = forum.kind === 'practice'
  const last = brief.size - 1
  return {
    lang,
    title: example ? say(asExample.titled, { name: title }) : title,
    subject: say('brief.stands', { day: words.day(brief.today), last }),
    author: chosenIn(lang, forum.name),
    digest: digestOf({ seat: brief.seat.seat, size: brief.size, since: brief.since ?? '' }),
    madeAt: startOfDay(forum.timeZone, brief.today),
    parts: [
      ...(example ? [note(say(asExample.sentence))] : []),
      small(chosenIn(lang, forum.name), true),
      { is: 'heading', level: 1, words: text(title) },
      small(
        [
          say('brief.stands', { day: words.day(brief.today), last }),
          brief.since ? say('brief.sinceDay', { day: words.day(brief.since) }) : say('brief.sinceAll'),
        ].join(' · '),
      ),
      ...(brief.spells.length > 0 ? [small(spelledSaid(words, brief.spells))] : []),
      ...dueParts(printing),
      ...standing.flatMap((name) => sectionParts(printing, name)),
      ...recentParts(printing),
      ...noteParts(printing),
    ],
    foot: say('brief.foot', { seat, last }),
    mark: null,
    example: example ? say(asExample.mark) : null,
    pageOf: (page, pages) => say('takeAway.page', { page, pages }),
    pageWords: { page: say('takeAway.pageWord'), of: say('takeAway.ofWord') },
  }
}

function text(value: string): PhrasingContent[] {
  return [{ type: 'text', value }]
}

function small(value: string, before = false): Part {
  return { is: 'line', before, words: text(value) }
}

function note(value: string): Part {
  return { is: 'box', tone: 'warning', parts: [small(value)] }
}

function heading(level: 2 | 3, value: string): Part {
  return { is: 'heading', level, words: text(value) }
}

function dueParts(printing: Printing): Part[] {
  const { brief, say } = printing
  const groups = dueGroups.filter((group) => brief.due[group].length > 0)
  return [
    heading(2, say('brief.sections.due')),
    ...(groups.length === 0 ? [small(say('brief.none.due'))] : []),
    ...groups.flatMap((group) => [
      heading(3, say(`brief.groups.${group}`)),
      ...joined(brief.due[group].flatMap((line) => lineParts(printing, line, true))),
    ]),
  ]
}

/** Lines without anybody's words between them are one list. */
function joined(parts: Part[]): Part[] {
  return parts.reduce<Part[]>((all, part) => {
    const [before, first, next] = [all.at(-1), listIn(all.at(-1)), listIn(part)]
    if (before?.is !== 'said' || !first || !next) return [...all, part]
    const list = { ...first, children: [...first.children, ...next.children] }
    return [...all.slice(0, -1), { ...before, blocks: [list] }]
  }, [])
}

function listIn(part: Part | undefined) {
  const [block] = part?.is === 'said' && !part.quoted ? part.blocks : []
  return block?.type === 'list' ? block : null
}

function sectionParts(printing: Printing, name: (typeof standing)[number]): Part[] {
  const { brief, say } = printing
  const lines = brief.sections[name]
  return [
    heading(2, say(`brief.sections.${name}`)),
    ...(lines.length === 0 ? [small(say(`brief.none.${name}`))] : []),
    ...joined(lines.flatMap((line) => lineParts(printing, line, false))),
    ...(name === 'people' && brief.presence.length > 0 ? [presenceTable(printing)] : []),
    ...(name === 'people' && brief.presenceSpells.length > 0
      ? [small(spelledSaid(printing, brief.presenceSpells))]
      : []),
  ]
}

/** What it says, leading to its page and its act; what follows if it is not done; and what others said of it. */
function lineParts(printing: Printing, line: BriefLine, due: boolean): Part[] {
  const { brief, say, here } = printing
  const when =
    line.dueOn === null
      ? ''
      : leftSaid(
          printing,
          { dueOn: line.dueOn, lasting: line.lasting },
          daysLeft(line.dueOn, brief.today),
        )
  const words: PhrasingContent[] = [
    ...(line.conflict
      ? [{ type: 'strong' as const, children: text(say('brief.conflict')) }, ...text(': ')]
      : []),
    { type: 'link', url: `${here}${line.to}`, children: text(lineSaid(printing, line)) },
    ...(line.spells.length > 0 ? text(` (${spelledSaid(printing, line.spells)})`) : []),
    ...(when ? text(` · ${when}`) : []),
    ...(line.act === null
      ? []
      : [
          ...text(' · '),
          {
            type: 'link' as const,
            url: `${here}/history/${line.act}`,
            children: text(say('brief.act', { number: line.act })),
          },
        ]),
    ...(line.note ? text(` · ${sentenceOf(printing, line.note)}`) : []),
    ...(due && line.ifNot ? text(` · ${say(line.ifNot)}`) : []),
  ]
  return [listed(words), ...line.quotes.flatMap((quote) => quoteParts(printing, quote))]
}

function quoteParts(printing: Printing, { words, by, on }: Quote): Part[] {
  const { say, day, lang, here } = printing
  return [
    {
      is: 'said',
      quoted: true,
      blocks: saidIn(words.text, here),
      ...(words.lang === lang ? {} : { lang: words.lang }),
    },
    small(say('brief.saidOn', { by: toldIn(printing, by), day: day(on) })),
  ]
}

function presenceTable(printing: Printing): Part {
  const { brief, say, day, lang } = printing
  const columns = ['seat', 'there', 'represented', 'excused', 'absent', 'last'] as const
  return {
    is: 'table',
    caption: say('brief.presence.caption'),
    titled: false,
    columns: columns.map((column) => say(`brief.presence.${column}`)),
    rows: brief.presence.map((one) =>
      [
        chosenIn(lang, one.called),
        say('brief.presence.thereOf', { there: one.there, of: one.of }),
        String(one.represented),
        String(one.excused),
        String(one.absent),
        one.lastThere ? day(one.lastThere) : say('brief.presence.never'),
      ].map((value) => ({ words: text(value) })),
    ),
  }
}

function recentParts(printing: Printing): Part[] {
  const { brief, say, day } = printing
  const { lines } = brief.recent
  return [
    heading(2, say('brief.sections.recent')),
    small(
      say(lines.length === 0 ? 'brief.none.recent' : 'brief.recentSince', {
        day: day(brief.recentFrom),
      }),
    ),
    ...joined(
      lines
        .filter(({ kind }) => factKindNamed.has(kind))
        .map((line) => listed(recentWords(printing, line))),
    ),
  ]
}

/** A fact as the history says it, with its day and its act. */
function recentWords(
  { brief, say, day, lang, here, word }: Printing,
  line: Brief['recent']['lines'][number],
): PhrasingContent[] {
  const told = { word, day, withheld: say('history.withheld') }
  const sentence = say(
    `history.sentences.${sentenceKey(line.kind)}`,
    sentenceParams(line, brief.recent.names, lang, told),
  )
  return [
    ...text(`${sentence} · ${day(line.happenedOn)} · `),
    {
      type: 'link',
      url: `${here}/history/${line.index}`,
      children: text(say('brief.act', { number: line.index })),
    },
  ]
}

function listed(words: PhrasingContent[]): Part {
  return {
    is: 'said',
    quoted: false,
    blocks: [
      {
        type: 'list',
        ordered: false,
        spread: false,
        children: [
          { type: 'listItem', spread: false, children: [{ type: 'paragraph', children: words }] },
        ],
      },
    ],
  }
}

function noteParts(printing: Printing): Part[] {
  const { brief, say, day } = printing
  const somebody = say('brief.taking.somebody')
  return [
    ...(brief.notes.length > 0 ? [heading(2, say('brief.notes.title'))] : []),
    ...brief.notes.flatMap(({ text: written, by, writtenOn, entryIndex }) =>
      written?.text
        ? quoteParts(printing, { words: written, by: by ?? somebody, on: writtenOn, act: entryIndex })
        : [],
    ),
    ...(brief.taken.length > 0 ? [heading(2, say('brief.taking.title'))] : []),
    ...brief.taken.map(({ by, takenOn, upTo }) =>
      small(say('brief.taking.taken', { by: by ?? somebody, day: day(takenOn), last: upTo - 1 })),
    ),
  ]
}
