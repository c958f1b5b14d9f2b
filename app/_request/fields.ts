import type { z } from 'zod'
import { Id } from '@/lib/act/fields.ts'

/** What a form sent, as the command's input, with the way back from a path of the input to the field's name. */
export type Sent = {
  input: Record<string, unknown>
  values: Record<string, string>
  nameOf: (path: string) => string
}

/**
 * What was sent, where it can be the id of something; empty where not, so that an address that is made of
 * it leads nowhere else.
 */
export function idIn(value: unknown): string {
  return Id.safeParse(value).data ?? ''
}

type Node = { name: string; value?: string; children: Map<string, Node> }

/** Fields that carry the form itself, and are not part of any input. */
const reserved = new Set(['key', 'forum', 'locale', 'signing', 'looked'])
const fieldName = /^[A-Za-z][A-Za-z0-9]*(\.(\d{1,3}|[A-Za-z][A-Za-z0-9]*)){0,7}$/

/**
 * Reads dotted names as paths (`items.0.title.text`) and strings as what the schema asks for. What is empty
 * was left out; what the schema does not know stays, for the schema to refuse.
 */
export function inputFrom(schema: z.ZodType, form: FormData): Sent {
  const root: Node = { name: '', children: new Map() }
  const values: [string, string][] = []
  for (const [name, value] of form.entries()) {
    if (name.startsWith('$ACTION') || typeof value !== 'string') continue
    values.push([name, value])
    if (!reserved.has(name)) place(root, name, value)
  }
  const names = new Map<string, string>()
  const input = objectFrom(root, partsOf(schema), '', names)
  return {
    input,
    values: Object.fromEntries(values),
    nameOf: (path) =>
      fieldFor(
        path,
        names,
        values.map(([name]) => name),
      ),
  }
}

function place(root: Node, name: string, value: string): void {
  let node = root
  for (const segment of fieldName.test(name) ? name.split('.') : [name]) {
    const next = node.children.get(segment) ?? {
      name: node.name ? `${node.name}.${segment}` : segment,
      children: new Map(),
    }
    node.children.set(segment, next)
    node = next
  }
  node.value = value
}

type Parts = {
  type: string
  innerType?: z.ZodType
  in?: z.ZodType
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  options?: z.ZodType[]
}

const wrappers = new Set([
  'optional',
  'nullable',
  'default',
  'prefault',
  'readonly',
  'catch',
  'nonoptional',
])

/** What a schema is made of, without what is wrapped around it. */
function partsOf(schema: z.ZodType | undefined): Parts | undefined {
  const parts = schema?.def as Parts | undefined
  if (!parts) return undefined
  if (wrappers.has(parts.type)) return partsOf(parts.innerType)
  return parts.type === 'pipe' ? partsOf(parts.in) : parts
}

function valueFrom(
  node: Node,
  parts: Parts | undefined,
  path: string,
  names: Map<string, string>,
): unknown {
  names.set(path, node.name)
  if (node.children.size === 0) return scalarFrom(node.value ?? '', parts?.type)
  if (parts?.type === 'array') return arrayFrom(node, partsOf(parts.element), path, names)
  const chosen = parts?.type === 'union' ? optionFor(node, parts) : parts
  const found = objectFrom(node, chosen, path, names)
  // A language alone is the select box beside a text that nobody wrote.
  return Object.keys(found).some((key) => key !== 'lang') ? found : undefined
}

function booleanFrom(text: string): boolean | string {
  if (text === 'on' || text === 'true') return true
  return text === 'false' ? false : text
}

function scalarFrom(text: string, type: string | undefined): unknown {
  if (text.trim() === '') return undefined
  if (type === 'boolean') return booleanFrom(text)
  return (type === 'number' || type === 'int') && /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text
}

/** Rows that were left empty are no rows; the others keep their order. */
function arrayFrom(
  node: Node,
  element: Parts | undefined,
  path: string,
  names: Map<string, string>,
): unknown[] | undefined {
  const found: unknown[] = []
  for (const [, child] of [...node.children].toSorted(([a], [b]) => Number(a) - Number(b))) {
    const value = valueFrom(child, element, `${path}.${found.length}`, names)
    if (value !== undefined) found.push(value)
  }
  return found.length > 0 ? found : undefined
}

function objectFrom(
  node: Node,
  parts: Parts | undefined,
  path: string,
  names: Map<string, string>,
): Record<string, unknown> {
  const found = [...node.children].map(([key, child]): [string, unknown] => [
    key,
    valueFrom(child, partsOf(parts?.shape?.[key]), path ? `${path}.${key}` : key, names),
  ])
  // A box that was not ticked sends nothing.
  const unticked = Object.entries(parts?.shape ?? {})
    .filter(([key, schema]) => schema.def.type === 'boolean' && !node.children.has(key))
    .map(([key]): [string, unknown] => [key, false])
  return Object.fromEntries([...found.filter(([, value]) => value !== undefined), ...unticked])
}

/** Of several shapes, the one whose literals are what was sent. */
function optionFor(node: Node, { options = [] }: Parts): Parts | undefined {
  const shapes = options.map(partsOf)
  return shapes.find((parts) =>
    Object.entries(parts?.shape ?? {}).every(([key, schema]) => {
      const { type, values = [] } = schema.def as { type: string; values?: unknown[] }
      return type !== 'literal' || values.includes(node.children.get(key)?.value)
    }),
  )
}

/**
 * The field at which a problem is shown: the one that was sent for this path, or the text of the object
 * that is missing.
 */
function fieldFor(path: string, names: Map<string, string>, sent: string[]): string {
  const segments = path.split('.')
  let known = segments.length
  while (known > 0 && !names.has(segments.slice(0, known).join('.'))) known -= 1
  const name = [names.get(segments.slice(0, known).join('.')), ...segments.slice(known)]
    .filter(Boolean)
    .join('.')
  if (sent.includes(name)) return name
  const inside = sent.filter((one) => one.startsWith(`${name}.`))
  return inside.find((one) => one.endsWith('.text')) ?? inside[0] ?? name
}
