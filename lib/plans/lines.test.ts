import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commitmentsIn, MOST_COMMITMENTS } from './lines.ts'
import { differences, figuresOf, merge } from './rules.ts'
import type { Worded } from './rules.ts'

const known = {
  lang: 'es' as const,
  organisations: [
    { id: 'inai', names: ['Instituto Nacional de Transparencia', 'INAI'] },
    { id: 'sfp', names: ['Secretaría de la Función Pública', 'SFP'] },
    { id: 'one', names: ['Red'] },
    { id: 'two', names: ['Red'] },
  ],
  earlier: [
    { id: 'e9', number: 9, plan: '2019-2022' },
    { id: 'e2', number: 2, plan: '2016-2018' },
  ],
}
const faultsOf = (text: string) =>
  commitmentsIn(text, known).faults.map(({ line, key }) => `${line} ${key}`)

describe('the lines of a plan', () => {
  it('are read with tabs or bars, by name or initials, in one or both languages', () => {
    const { commitments, faults } = commitmentsIn(
      [
        '1 | Agua // Water | Que alcance // Enough for all | sfp; INAI | | Agua | 9',
        '',
        'Datos abiertos',
        '7.\tGasto\t\tSecretaria de la función publica\tinai\t\t2016-2018/2; 9',
        '12) Consulta',
      ].join('\r\n'),
      known,
    )
    expect(faults).toEqual([])
    expect(commitments).toEqual([
      {
        number: 1,
        title: { es: 'Agua', en: 'Water' },
        objective: { es: 'Que alcance', en: 'Enough for all' },
        policyArea: 'Agua',
        organisations: [
          { organisation: 'sfp', role: 'lead' },
          { organisation: 'inai', role: 'lead' },
        ],
        from: ['e9'],
      },
      expect.objectContaining({ number: 2, title: { es: 'Datos abiertos' }, from: [] }),
      expect.objectContaining({
        number: 7,
        organisations: [
          { organisation: 'sfp', role: 'lead' },
          { organisation: 'inai', role: 'support' },
        ],
        from: ['e2', 'e9'],
      }),
      expect.objectContaining({ number: 12, title: { es: 'Consulta' } }),
    ])
  })

  it.each([
    ['', ['1 errors.required']],
    ['1 | Agua\n1 | Gasto', ['2 plans.numberTwice']],
    ['1 | | objetivo', ['1 plans.lineTitleNeeded']],
    ['1 | Agua | | IFAI', ['1 plans.unknownOrganisation']],
    ['1 | Agua | | Red', ['1 plans.twoOfThatName']],
    ['1 | Agua | | | | | 44', ['1 plans.unknownEarlier']],
    ['1 | Agua | | | | | | de más', ['1 plans.tooManyCells']],
    [`1 | ${'a'.repeat(301)}`, ['1 plans.lineTooLong']],
    [
      '1 | Agua | | IFAI\n2 |\n1 | Gasto | | | | | 0',
      [
        '1 plans.unknownOrganisation',
        '2 plans.lineTitleNeeded',
        '3 plans.unknownEarlier',
        '3 plans.numberTwice',
      ],
    ],
  ])('tell all that is wrong with them: %j', (text, faults) => expect(faultsOf(text)).toEqual(faults))

  it('has a number from 1 to 999, and cells that fit', () => {
    expect(faultsOf('0 | Nada\n2026 | Agua\n3 | Luz | | | | ' + 'x'.repeat(201))).toEqual([
      '1 plans.lineNumber',
      '2 plans.lineNumber',
      '3 plans.lineTooLong',
    ])
    expect(commitmentsIn('2030', known).commitments).toMatchObject([{ title: { es: '2030' } }])
  })

  it('may be many, and not without end', () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, at) => `Compromiso ${at}`).join('\n')
    expect(commitmentsIn(lines(50), known).commitments).toHaveLength(50)
    expect(faultsOf(lines(MOST_COMMITMENTS + 1))).toEqual([`${MOST_COMMITMENTS + 1} plans.tooMany`])
  })
})

const text = fc.constantFrom('a', 'b', 'c')
const worded: fc.Arbitrary<Worded> = fc.record({
  title: fc.record({ es: text, en: text }),
  objective: fc.record({ es: text, en: text }),
  organisations: fc
    .constantFrom('x', 'y', 'z')
    .map((organisation) => [{ organisation, role: 'lead' as const }]),
})

describe('two rewordings of one commitment', () => {
  const losesNothing = (over: Worded, asked: Worded, now: Worded) => {
    const { wording, conflicts } = merge(over, asked, now)
    const [wanted, since] = [differences(over, asked), differences(over, now)]
    // What both touch otherwise than alike clashes, and nothing else does.
    expect(conflicts).toEqual(
      wanted.filter((part) => since.includes(part) && differences(asked, now).includes(part)),
    )
    if (conflicts.length > 0) return
    expect(differences(wording, asked).filter((part) => wanted.includes(part))).toEqual([])
    expect(differences(wording, now).every((part) => wanted.includes(part))).toBe(true)
  }
  it('lose nothing, or say where they clash', () =>
    fc.assert(fc.property(worded, worded, worded, losesNothing)))
  it('written over what stands changes just what it says', () =>
    fc.assert(
      fc.property(worded, worded, (now, asked) => {
        expect(merge(now, asked, now)).toEqual({ wording: asked, conflicts: [] })
      }),
    ))
})

it('figures count every outcome once', () => {
  expect(figuresOf([{ outcome: 'completed' }, { outcome: 'not' }, { outcome: 'completed' }])).toEqual({
    completed: 2,
    partly: 0,
    not: 1,
    'carried-over': 0,
    replaced: 0,
  })
})
