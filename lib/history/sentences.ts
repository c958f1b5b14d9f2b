import { addDays, lastDayOf } from '../act/calendar.ts'
import { factKindNamed } from '../facts.ts'
import { sealIn } from '../log/seal.ts'
import { sentenceKey } from './rules.ts'
import type { HistoryLine, Names } from './seen.ts'

type Lang = 'es' | 'en'
type Localised = { es?: string; en?: string }

const longest = 140

export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line
}

/** A sentence of a source, by its place there: the history says of what it is one. */
const oneOfMany = /^(report|event|fifth-plan|results-summary)-\d+$/

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

function chosen(value: Localised, lang: Lang): string {
  return value[lang] ?? value.es ?? value.en ?? ''
}

export type Say = {
  word: (vocabulary: string, word: string) => string
  day: (day: string) => string
  /** for what is not public, or was erased */
  withheld: string
}

/** The name of a thing by the field that names it, or undefined where this reader may not see it. */
function nameOf(field: string, id: string, names: Names, lang: Lang, say: Say): string | undefined {
  const commitment = names.commitments[id]
  const meeting = names.meetings[id]
  switch (field) {
    case 'seat':
      return names.seats[id] && chosen(names.seats[id].name, lang)
    case 'body':
      return names.bodies[id]?.shortName
    case 'sector':
      return names.sectors[id] && chosen(names.sectors[id].name, lang)
    // Some titles were not found in any source: then the number stands alone.
    case 'subject':
      return (
        nameOf('commitment', id, names, lang, say) ??
        nameOf('plan', id, names, lang, say) ??
        nameOf('organisation', id, names, lang, say) ??
        nameOf('body', id, names, lang, say)
      )
    case 'commitment':
    case 'ancestor':
    case 'heir':
      return (
        commitment &&
        [String(commitment.number), chosen(commitment.title, lang)].filter(Boolean).join('. ')
      )
    case 'person':
      // Erased, or not named in public.
      return names.persons[id] || undefined
    case 'organisation':
    case 'predecessor':
    case 'successor':
      return names.organisations[id] && chosen(names.organisations[id].name, lang)
    case 'plan':
      return names.plans[id] && chosen(names.plans[id].name, lang)
    case 'proposal':
      return names.proposals[id]
        ? `${names.proposals[id].number}. ${names.proposals[id].title.text}`
        : say.withheld
    case 'meeting':
      return meeting && `${names.bodies[meeting.body]?.shortName ?? ''}, ${say.day(meeting.heldOn)}`
    default:
      return undefined
  }
}

/**
 * The day of a line as its fact gives it: a month, or a year, where the source knows no more. The line itself counts
 * from the last day of that, on which it is sure to have come.
 */
export function dayOfLine({ fields, happenedOn }: Pick<HistoryLine, 'fields' | 'happenedOn'>): string {
  const loose = Object.values(fields).find(
    (value): value is string =>
      typeof value === 'string' && /^\d{4}(-\d{2})?$/.test(value) && lastDayOf(value) === happenedOn,
  )
  return loose ?? happenedOn
}

/** What a sentence of the history needs to know: every field of its fact in the reader's language. */
export function sentenceParams(
  line: HistoryLine,
  names: Names,
  lang: Lang,
  say: Say,
): Record<string, string | number> {
  const kind = factKindNamed.get(line.kind)
  const { words: own = {}, sealed = {}, tells = null } = kind ?? {}
  const spoken = (field: string, value: unknown): string | number => {
    if (value === null || value === undefined) return ''
    if (typeof value === 'number') return value
    if (typeof value === 'boolean') return String(value)
    if (typeof value === 'string') {
      if (own[field]) return say.word(own[field], value.replace(oneOfMany, '$1'))
      const name = nameOf(field, value, names, lang, say)
      if (name !== undefined) return name
      // A thing without a name for this reader: it was erased, or is not public. Nobody reads an id.
      if (isId(value)) return say.withheld
      // The first day without a mandate: one says its last.
      if (field === 'untilOn') return say.day(addDays(value, -1))
      return /^\d{4}-\d{2}(-\d{2})?$/.test(value) ? say.day(value) : value
    }
    const { text, title, es, en } = value as { text?: unknown; title?: { text?: string } } & Localised
    if (title?.text) return shortened(title.text)
    if (typeof text === 'string') return text ? shortened(text) : say.withheld
    if (es !== undefined || en !== undefined)
      return shortened(
        chosen({ ...(es !== undefined && { es }), ...(en !== undefined && { en }) }, lang),
      )
    return Array.isArray(value) ? value.length : ''
  }
  const told = (field: string, value: unknown): string | number => {
    const seal = sealed[field] ? sealIn(value) : null
    if (seal === null) return spoken(field, value)
    const open = names.values[seal]
    return open === undefined ? say.withheld : spoken(field, open)
  }
  /** What somebody wrote in both languages stands in a second field, `reasonIn`: the reader is told theirs. */
  const inOwn = (field: string, value: unknown) => {
    const seal = sealIn(line.fields[`${field}In`])
    const other = seal === null ? null : (names.values[seal] as { lang?: string } | undefined)
    return other?.lang === lang ? other : value
  }
  const fields = Object.entries(line.fields).map(
    ([field, value]) => [field, told(field, inOwn(field, value))] as const,
  )
  const beyond = Object.entries(tells?.(line.fields as never) ?? {}).flatMap(
    ([name, value]): [string, string | number][] =>
      typeof value === 'string'
        ? [[name, value]]
        : [
            [name, value.length],
            [
              `${name}By`,
              listed(
                value.flatMap((id) => names.sectors[id] ?? []),
                lang,
              ),
            ],
          ],
  )
  // A field that may be left out is named in the sentence as well: it is empty then.
  const left = Object.keys(kind?.fields.shape ?? {}).map((field) => [field, ''] as const)
  return Object.fromEntries([
    ...left,
    ...fields,
    ...beyond,
    // What is recorded from a source was not done on the day on which it is recorded: the sentence says which it is.
    ['sourced', String('source' in line.fields || 'takenOver' in line.fields)],
    ...Object.keys(own).map((field) => [`${field}Word`, String(line.fields[field] ?? '')] as const),
  ])
}

/** The message that tells an act by this fact: its own sentence, or one that counts what stands beside it. */
export function actSentenceKey(kind: string): string {
  const act = factKindNamed.get(kind)?.act
  return `history.${act?.counts || act?.attended ? 'acts' : 'sentences'}.${sentenceKey(kind)}`
}

function listed(sectors: { name: Localised }[], lang: Lang): string {
  return new Intl.ListFormat(lang, { type: 'conjunction' }).format(
    sectors.map((sector) => chosen(sector.name, lang)),
  )
}
