import { longest } from '../act/lengths.ts'
import { inBoth, twice } from './rules.ts'
import type { InBoth, Role } from './rules.ts'

// A plan as people paste it: a commitment to a line, its cells parted by tabs (as a spreadsheet copies them) or by `|`. The cells, in their
// order: number, title, objective, who leads, who supports, policy area, and which earlier commitment it goes on from. Only a title is needed.

/** A cell in two languages has this between them, Spanish first. */
const BETWEEN_LANGUAGES = /\s+\/\/\s+/
export const MOST_COMMITMENTS = 150

export type NewCommitment = {
  number: number
  title: InBoth
  objective: InBoth | null
  policyArea: string | null
  organisations: { organisation: string; role: Role }[]
  /** the commitments of before that it goes on from */
  from: string[]
}
/** What is wrong with a line, as a message key; the line by its place in what was pasted. */
export type LineFault = { line: number; key: string; params?: Record<string, string | number> }
export type Pasted = { commitments: NewCommitment[]; faults: LineFault[] }

export type Known = {
  lang: 'es' | 'en'
  /** by every name that they go by */
  organisations: readonly { id: string; names: readonly string[] }[]
  /** what a commitment may go on from: `plan` is the slug of its plan; the latest plan's come first */
  earlier: readonly { id: string; number: number; plan: string }[]
  /** the first number of a line that gives none */
  first?: number
}

const plain = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()

const listed = (text: string) =>
  text
    .split(';')
    .map((one) => one.trim())
    .filter(Boolean)

/** Every line that says something, as cells. */
function cellsOf(text: string): { line: number; cells: string[] }[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line, place) => ({
      line: place + 1,
      cells: line.split(line.includes('\t') ? '\t' : '|').map((cell) => cell.trim()),
    }))
    .filter(({ cells }) => cells.some(Boolean))
    .map(({ line, cells }) => ({ line, cells: withNumber(cells) }))
}

/** `3. A title` alone in its line: the number stands with the title. */
function withNumber(cells: string[]): string[] {
  const [first = ''] = cells
  const isNumber = cells.length > 1 ? /^\d+\.?$/ : /^\d{1,3}\.?$/
  if (first === '' || isNumber.test(first)) return cells
  const [, number, title] = /^(\d{1,3})[.)]\s+(.+)$/.exec(first) ?? []
  return number && title ? [number, title, ...cells.slice(1)] : ['', ...cells]
}

export function commitmentsIn(text: string, known: Known): Pasted {
  const faults: LineFault[] = []
  const lines = cellsOf(text)
  if (lines.length === 0) return { commitments: [], faults: [{ line: 1, key: 'errors.required' }] }
  if (lines.length > MOST_COMMITMENTS)
    return {
      commitments: [],
      faults: [{ line: MOST_COMMITMENTS + 1, key: 'plans.tooMany', params: { most: MOST_COMMITMENTS } }],
    }
  const commitments: NewCommitment[] = []
  let next = known.first ?? 1
  for (const { line, cells } of lines) {
    const tell = (key: string, params?: LineFault['params']) =>
      faults.push({ line, key, ...(params && { params }) })
    const commitment = commitmentOf(cells, next, known, tell)
    next = commitment.number + 1
    commitments.push(commitment)
  }
  const double = twice(commitments.map(({ number }) => number))
  for (const [place, { number }] of commitments.entries()) {
    const isFirst = commitments.findIndex((one) => one.number === number) === place
    if (double.includes(number) && !isFirst)
      faults.push({ line: lines[place]?.line ?? 0, key: 'plans.numberTwice', params: { number } })
  }
  return { commitments, faults: faults.toSorted((one, other) => one.line - other.line) }
}

type Tell = (key: string, params?: LineFault['params']) => void

function commitmentOf(cells: string[], next: number, known: Known, tell: Tell): NewCommitment {
  const [number = '', title = '', objective = '', leads = '', supports = '', area = '', from = ''] =
    cells
  if (cells.length > 7) tell('plans.tooManyCells', { count: cells.length })
  const own = number ? Number(number.replace('.', '')) : next
  if (own < 1 || own > 999) tell('plans.lineNumber', { number: own })
  if (!title) tell('plans.lineTitleNeeded')
  if (area.length > longest.line) tell('plans.lineTooLong', { max: longest.line, is: area.length })
  const given = inLanguages(title, known.lang)
  for (const text of Object.values(given))
    if (text && text.length > longest.title)
      tell('plans.lineTooLong', { max: longest.title, is: text.length })
  const goal = inLanguages(objective, known.lang)
  for (const text of Object.values(goal))
    if (text && text.length > longest.wording)
      tell('plans.lineTooLong', { max: longest.wording, is: text.length })
  return {
    number: own,
    title: given,
    objective: objective ? goal : null,
    policyArea: area || null,
    organisations: [
      ...organisationsIn(leads, 'lead', known, tell),
      ...organisationsIn(supports, 'support', known, tell),
    ],
    from: earlierIn(from, known, tell),
  }
}

function inLanguages(text: string, lang: 'es' | 'en'): InBoth {
  const [es, en] = text.split(BETWEEN_LANGUAGES)
  if (en !== undefined) return inBoth(es, en)
  return lang === 'es' ? inBoth(text, undefined) : inBoth(undefined, text)
}

function organisationsIn(text: string, role: Role, { organisations }: Known, tell: Tell) {
  return [...new Set(listed(text))].flatMap((name) => {
    const found = organisations.filter(({ names }) => names.some((one) => plain(one) === plain(name)))
    const [one] = found
    if (one && found.length === 1) return [{ organisation: one.id, role }]
    tell(found.length === 0 ? 'plans.unknownOrganisation' : 'plans.twoOfThatName', {
      name: name.slice(0, 80),
    })
    return []
  })
}

/** `3` is number 3 of the latest plan before; `2019-2022/3` is that of the plan of this address. */
function earlierIn(text: string, { earlier }: Known, tell: Tell): string[] {
  const latest = earlier[0]?.plan
  return [...new Set(listed(text.replaceAll(',', ';')))].flatMap((given) => {
    const [, plan = latest, number] = /^(?:([a-z0-9-]+)\s*\/\s*)?(\d{1,3})$/.exec(given) ?? []
    const found = earlier.find((one) => one.plan === plan && one.number === Number(number))
    if (found) return [found.id]
    tell('plans.unknownEarlier', { text: given.slice(0, 40) })
    return []
  })
}
