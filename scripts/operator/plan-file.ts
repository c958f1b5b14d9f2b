// A file that describes a forum: read, and all that is wrong with it told at once, each with its line.
import { readFileSync } from 'node:fs'
import { checkedPlan } from '../../lib/foundings/plan.ts'
import type { Plan } from '../../lib/foundings/plan.ts'
import type { Fault } from '../../lib/foundings/shape.ts'
import { Mistake } from '../../lib/settings.ts'
import { sentenceOf } from '../words.ts'

export function planInFile(file: string): Plan {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new Mistake(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  return planIn(bytes)
}

/** A file's bytes as a plan, or a mistake with every fault of it. */
export function planIn(bytes: Uint8Array): Plan {
  const text = textIn(bytes)
  const given = jsonIn(text)
  const places = placesIn(text)
  const again = places.again.map(
    (path): Fault => ({ path, says: 'foundings.fieldTwice', params: { name: String(path.at(-1)) } }),
  )
  return planOr(given, again, places.lines)
}

/** The same of what did not come out of a file. */
export function planFrom(given: unknown): Plan {
  return planOr(given, [], new Map())
}

function planOr(given: unknown, more: Fault[], lines: Map<string, number>): Plan {
  const { plan, faults } = checkedPlan(given)
  if (plan && more.length === 0) return plan
  const told = [...more, ...faults]
    .map((fault) => ({ ...fault, line: lineOf(fault.path, lines) }))
    .toSorted((one, other) => one.line - other.line)
    .map(
      ({ path, says, params, line }) =>
        `  ${line > 0 ? `line ${line}, ` : ''}${pathSaid(path)}: ${sentenceOf(says, params)}`,
    )
  throw new Mistake(`The forum cannot be made as described:\n${[...new Set(told)].join('\n')}`)
}

function pathSaid(path: PropertyKey[]): string {
  return path.map(String).join('.') || 'the whole'
}

function textIn(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
  try {
    // A byte order mark, which some editors put before a text without showing it, is no part of it.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Mistake(
      'The file is not text in UTF-8, so its accents cannot be read. Save it as UTF-8 and try again.',
    )
  }
}

function jsonIn(text: string): unknown {
  if (text.trim() === '') throw new Mistake('The file is empty.')
  try {
    return JSON.parse(text)
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    const at = /at position (\d+)/.exec(said)?.[1]
    const line = text.slice(0, at === undefined ? text.length : Number(at)).split('\n').length
    throw new Mistake(
      `The forum cannot be made as described:\n  line ${line}: It is not JSON. Look on this line and the one before for a comma, a quotation mark or a bracket that is missing or too much.`,
    )
  }
}

type Open = { path: PropertyKey[]; list: boolean; count: number; name: string | null }
type Places = { lines: Map<string, number>; again: PropertyKey[][] }

/** No field of a plan lies further within. */
const DEEPEST = 12

/** On which line of a JSON text, which is known to be one, each value begins; and what its objects have twice. */
function placesIn(text: string): Places {
  const lines = new Map<string, number>()
  const again: PropertyKey[][] = []
  const open: Open[] = []
  let [line, seen] = [1, 0]
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    for (; seen < index; seen += 1) if (text[seen] === '\n') line += 1
    const here = open.at(-1)
    if (token === '}' || token === ']') open.pop()
    else if (token === ',' && here) [here.count, here.name] = [here.count + 1, null]
    else if (here && !here.list && here.name === null) here.name = JSON.parse(token) as string
    else if (token !== ':' && token !== ',') {
      const isFar = open.length > DEEPEST
      const step = here && !isFar ? [here.list ? here.count : (here.name ?? '')] : []
      const path = [...(here?.path ?? []), ...step]
      const name = path.map(String).join('.')
      if (step.length > 0 && lines.has(name)) again.push(path)
      if (!isFar) lines.set(name, line)
      if (token === '{' || token === '[') open.push({ path, list: token === '[', count: 0, name: null })
    }
  }
  return { lines, again }
}

/** Of what is not there: where it would have to be. 0 where no line is known. */
function lineOf(path: PropertyKey[], lines: Map<string, number>): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const line = lines.get(path.slice(0, length).map(String).join('.'))
    if (line !== undefined) return line
  }
  return 0
}
