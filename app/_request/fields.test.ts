import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Id, Prose, SeatId } from '../../lib/act/fields.ts'
import { inputFrom } from './fields.ts'

const schema = z.strictObject({
  as: SeatId,
  proposal: Id,
  reason: Prose.optional(),
  number: z.int().optional(),
  public: z.boolean(),
  later: z.boolean().optional(),
  items: z.array(z.strictObject({ title: Prose, days: z.int().default(1) })).default([]),
  request: z
    .discriminatedUnion('to', [
      z.strictObject({ to: z.literal('inactive'), reviewIn: z.int() }),
      z.strictObject({ to: z.literal('concluded'), note: z.string() }),
    ])
    .optional(),
})

function form(fields: Record<string, string> | [string, string | File][]): FormData {
  const made = new FormData()
  for (const [name, value] of Array.isArray(fields) ? fields : Object.entries(fields))
    made.append(name, value)
  return made
}

describe('what a form sends', () => {
  test('dotted names are paths, strings become what the schema asks for', () => {
    const { input } = inputFrom(
      schema,
      form({
        as: 'a',
        'reason.lang': 'es',
        'reason.text': 'porque sí',
        number: '12',
        public: 'on',
        'items.0.title.lang': 'es',
        'items.0.title.text': 'uno',
        'items.0.days': '3',
        'request.to': 'inactive',
        'request.reviewIn': '30',
      }),
    )
    expect(input).toEqual({
      as: 'a',
      reason: { lang: 'es', text: 'porque sí' },
      number: 12,
      public: true,
      items: [{ title: { lang: 'es', text: 'uno' }, days: 3 }],
      request: { to: 'inactive', reviewIn: 30 },
    })
  })

  test('what is empty was left out, and a language alone says nothing', () => {
    const { input } = inputFrom(
      schema,
      form({
        as: '',
        'reason.lang': 'es',
        'reason.text': '  ',
        number: '',
        'items.0.title.lang': 'es',
        'items.0.title.text': '',
      }),
    )
    expect(input).toEqual({ public: false })
  })

  test('empty rows are no rows, and an error goes back to the row that was sent', () => {
    const { input, nameOf } = inputFrom(
      schema,
      form({
        'items.2.title.text': 'dos',
        'items.10.title.text': 'diez',
        'items.10.title.lang': 'en',
        'items.3.title.text': '',
      }),
    )
    expect(input.items).toEqual([{ title: { text: 'dos' } }, { title: { text: 'diez', lang: 'en' } }])
    expect(nameOf('items.1.title.text')).toBe('items.10.title.text')
    expect(nameOf('items.0.title')).toBe('items.2.title.text')
    expect(nameOf('items.0.days')).toBe('items.2.days')
  })

  test('a missing object is mended at its text', () => {
    expect(inputFrom(schema, form({ 'reason.lang': 'es', 'reason.text': '' })).nameOf('reason')).toBe(
      'reason.text',
    )
    expect(inputFrom(schema, form({})).nameOf('stance')).toBe('stance')
  })

  test.each([
    '__proto__.polluted',
    'constructor.prototype.x',
    'reason[text]',
    'items..title',
    'x',
    'reason.more',
    '0',
  ])('%s is not let in', (name) => {
    const { input } = inputFrom(
      schema,
      form({ as: crypto.randomUUID(), proposal: crypto.randomUUID(), [name]: 'x' }),
    )
    expect(schema.safeParse(input).success).toBe(false)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('fields of the form itself and files are no input', () => {
    const { input, values } = inputFrom(
      schema,
      form([
        ['key', 'k'],
        ['forum', 'practica'],
        ['locale', 'es'],
        ['$ACTION_KEY', 'k1'],
        ['as', new File(['x'], 'x.txt')],
      ]),
    )
    expect(input).toEqual({ public: false })
    expect(values).toEqual({ key: 'k', forum: 'practica', locale: 'es' })
  })

  test('a number that is none stays as typed, for the schema to refuse', () => {
    expect(inputFrom(schema, form({ number: 'doce', public: 'perhaps' })).input).toEqual({
      number: 'doce',
      public: 'perhaps',
    })
    expect(inputFrom(schema, form({ number: '9'.repeat(40) })).input.number).toBe('9'.repeat(40))
  })
})
