import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { planOf } from './answers.ts'
import type { Answers, Step, Typed } from './answers.ts'
import { ForumPlan } from './plan.ts'

type Def = {
  type: string
  innerType?: z.ZodType
  in?: z.ZodType
  element?: z.ZodType
  shape?: Record<string, z.ZodType>
}

/** Every value that a file may hold, by its path; what stands in a list as one. */
function leavesOf(schema: z.ZodType, path = ''): string[] {
  const def = schema.def as Def
  const inner = def.innerType ?? def.in
  if (inner) return leavesOf(inner, path)
  if (def.element) return leavesOf(def.element, `${path}[]`)
  if (!def.shape) return [path]
  return Object.entries(def.shape).flatMap(([name, field]) =>
    leavesOf(field, path ? `${path}.${name}` : name),
  )
}

function pathsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => pathsIn(one, `${path}[]`))
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, field]) =>
    pathsIn(field, path ? `${path}.${name}` : name),
  )
}

const everything: Record<Step, Typed> = {
  name: { 'name.es': 'Foro', 'name.en': 'Forum', slug: 'foro-entero', timeZone: 'America/Tijuana' },
  sectors: {
    'sectors.0.es': 'Sociedad civil',
    'sectors.0.en': 'Civil society',
    'sectors.1.es': 'Gobierno',
    'sectors.2.es': 'Academia',
    'sectors.2.position': 'no',
  },
  bodies: {
    'body.es': 'Comité',
    'body.en': 'Committee',
    'body.short': 'CC',
    'seats.0.es': 'Sociedad civil',
    'seats.0.en': 'Civil society',
    'seats.0.sector': '0',
    'seats.0.organisation': 'Nopal | Prickly pear',
    'seats.0.function': 'chair',
    'seats.0.voice': 'yes',
    'seats.1.es': 'Gobierno',
    'seats.1.sector': '1',
    'seats.1.organisation': 'Secretaría',
    'seats.1.function': 'secretary',
    'seats.1.voice': 'yes',
    groups: 'Grupo de agua | Water group | 3',
  },
  rules: {},
  people: {
    'people.0.name': 'Ana',
    'people.0.email': 'ana@example.org',
    'people.0.altName': 'Alba',
    'people.0.altEmail': 'alba@example.org',
    'people.0.altName2': 'Alma',
    'people.0.altEmail2': 'alma@example.org',
    'people.1.name': 'Beto',
    'people.1.email': 'beto@example.org',
  },
  plan: {
    has: 'now',
    'plan.es': 'Cuarto plan',
    'plan.en': 'Fourth plan',
    adoptedOn: '2026-01-05',
    startsOn: '2026-01-05',
    endsOn: '2028-01-04',
    source: 'Acta',
    url: 'https://example.org/acta',
    lines:
      '3. Agua limpia | Clean water\nObjetivo: Que llegue | That it arrives\nTema: agua\nResponde: secretaría\nApoya: Nopal',
  },
}
const answers = (values: Partial<Record<Step, Typed>> = {}): Answers =>
  Object.fromEntries(
    Object.entries({ ...everything, ...values }).map(([step, typed]) => [
      step,
      { at: 1, values: typed },
    ]),
  )

describe('the form', () => {
  const { plan, faults } = planOf(answers())

  test('says all that a file can say', () => {
    expect(faults).toEqual([])
    const said = new Set(pathsIn(plan))
    expect(leavesOf(ForumPlan).filter((path) => !said.has(path))).toEqual([])
  })

  test('has alternates, the group of a commitment, and what a commitment is for and who responds for it', () => {
    expect(plan?.bodies[0]?.seats[0]?.people).toMatchObject([
      { name: 'Ana', capacity: 'titular' },
      { name: 'Alba', email: 'alba@example.org', capacity: 'alternate' },
      { name: 'Alma', email: 'alma@example.org', capacity: 'alternate' },
    ])
    expect(plan?.bodies[1]).toMatchObject({
      name: { es: 'Grupo de agua', en: 'Water group' },
      commitment: { plan: 'cuarto-plan', number: 3 },
    })
    expect(plan?.plans[0]?.commitments).toMatchObject([
      {
        number: 3,
        title: { es: 'Agua limpia', en: 'Clean water' },
        objective: { es: 'Que llegue', en: 'That it arrives' },
        policyArea: 'agua',
        lead: ['gobierno-secretaria'],
        support: ['sociedad-civil-nopal'],
      },
    ])
  })

  const wrong: [string, Step, Typed, string, string][] = [
    [
      'an alternate without an e-mail',
      'people',
      { 'people.0.altEmail': '' },
      'people.0.altEmail',
      'foundings.nameOrEmail',
    ],
    [
      'an alternate without a name',
      'people',
      { 'people.0.altName': '' },
      'people.0.altName',
      'foundings.nameOrEmail',
    ],
    [
      'an organisation of no seat',
      'plan',
      { lines: '3. Agua\nResponde: Otra' },
      'lines',
      'foundings.planOrganisation',
    ],
    [
      'a detail of no commitment',
      'plan',
      { lines: 'Objetivo: Que llegue\n3. Agua' },
      'lines',
      'foundings.planDetail',
    ],
    [
      'an organisation twice',
      'plan',
      { lines: '3. Agua\nResponde: Nopal\nApoya: Nopal' },
      'lines',
      'foundings.organisationTwice',
    ],
    [
      'a group of a commitment that there is not',
      'bodies',
      { groups: 'Agua | Water | 9' },
      'groups',
      'foundings.noSuchCommitment',
    ],
  ]
  test.each(wrong)('says at its field what is wrong: %s', (_what, step, values, field, says) => {
    const found = planOf(answers({ [step]: { ...everything[step], ...values } }))
    expect(found.plan).toBeNull()
    expect(found.faults).toMatchObject([{ step, field, says }])
  })
})
