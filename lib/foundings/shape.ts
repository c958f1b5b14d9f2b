// What a schema finds wrong, as sentences that somebody can act on who never saw the schema.
import type { z } from 'zod'

/** What is wrong, where, as a message key with its parameters. */
export type Fault = {
  path: PropertyKey[]
  says: string
  params?: Record<string, string | number>
}

export function faultsOfShape(schema: z.ZodType, given: unknown, error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => faultsIn(schema, given, issue))
}

/** By what was wanted in place of what is there. */
const wanted: Record<string, string> = {
  string: 'foundings.wantsText',
  number: 'foundings.wantsNumber',
  int: 'foundings.wantsWhole',
  boolean: 'foundings.wantsYesOrNo',
  array: 'foundings.wantsList',
  object: 'foundings.wantsObject',
}

function faultsIn(schema: z.ZodType, given: unknown, issue: z.core.$ZodIssue): Fault[] {
  const { path } = issue
  const there = valueAt(given, path)
  // A field says by itself what is wrong with it, but not that it is no text at all.
  if (there === undefined && issue.code !== 'unrecognized_keys')
    return [{ path, says: 'foundings.missing' }]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((name) => unknownField(path, name, namesAt(schema, path)))
    case 'invalid_type':
      return [{ path, says: wanted[issue.expected] ?? 'foundings.notUnderstood' }]
    case 'invalid_value': {
      const values = issue.values.map(String)
      const near = typeof there === 'string' ? nearest(there, values) : null
      const list = values.join(', ')
      return [
        near
          ? { path, says: 'foundings.oneOfNear', params: { values: list, near } }
          : { path, says: 'foundings.oneOf', params: { values: list } },
      ]
    }
    case 'too_small':
      if (issue.origin === 'array') return [{ path, says: 'foundings.wantsOne' }]
      return [
        isKey(issue.message)
          ? { path, says: issue.message }
          : { path, says: 'foundings.tooSmall', params: { least: Number(issue.minimum) } },
      ]
    case 'too_big':
      if (isKey(issue.message)) return [{ path, says: issue.message }]
      return [
        {
          path,
          says: issue.origin === 'array' ? 'foundings.tooMany' : 'foundings.tooLarge',
          params: { most: Number(issue.maximum) },
        },
      ]
    default: {
      const params = issue.code === 'custom' ? (issue.params as Fault['params']) : undefined
      return [
        {
          path,
          says: isKey(issue.message) ? issue.message : 'foundings.notUnderstood',
          ...(params && { params }),
        },
      ]
    }
  }
}

function unknownField(path: PropertyKey[], name: string, names: string[]): Fault {
  const near = nearest(name, names)
  const at = [...path, name]
  if (near) return { path: at, says: 'foundings.unknownFieldNear', params: { name, near } }
  return { path: at, says: 'foundings.unknownField', params: { name, names: names.join(', ') } }
}

function isKey(message: string): boolean {
  return /^[a-z]+\.\w+$/i.test(message)
}

function valueAt(given: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (here, name) =>
      typeof here === 'object' && here !== null && Object.hasOwn(here, name)
        ? (here as Record<PropertyKey, unknown>)[name]
        : undefined,
    given,
  )
}

type Def = {
  type: string
  innerType?: z.ZodType
  in?: z.ZodType
  element?: z.ZodType
  shape?: Record<string, z.ZodType>
}

/** The fields that there may be at a place. */
function namesAt(schema: z.ZodType, path: PropertyKey[]): string[] {
  const at = path.reduce<Def | undefined>((here, step) => {
    if (here?.type === 'array') return unwrapped(here.element)
    return unwrapped(here?.shape?.[String(step)])
  }, unwrapped(schema))
  return Object.keys(at?.shape ?? {})
}

/** What a schema is made of, without what is wrapped around it. */
function unwrapped(schema: z.ZodType | undefined): Def | undefined {
  const def = schema?.def as Def | undefined
  if (def?.innerType) return unwrapped(def.innerType)
  return def?.type === 'pipe' ? unwrapped(def.in) : def
}

/** Whichever of `names` somebody may have meant; null where none is like it. */
export function nearest(name: string, names: string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const [typed] = [plain(name).slice(0, 60)]
  const [best] = names
    .map((one) => ({ one, far: distance(typed, plain(one)) }))
    .toSorted((a, b) => a.far - b.far)
  return best && typed !== '' && best.far <= Math.max(1, Math.floor(best.one.length / 3))
    ? best.one
    : null
}

/** How many letters are put in, taken away or changed (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, against] of [...other].entries()) {
      const changed = (row[j] ?? 0) + (letter === against ? 0 : 1)
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, changed))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
