// What is typed into the form in which a forum is founded, and the plan that it makes: one for all ways in which a plan is given.
import { z } from 'zod'
import { checkedPlan, slugOf } from './plan.ts'
import type { Plan } from './plan.ts'
import type { Fault } from './shape.ts'
import type { Kind } from './making.ts'

/** The steps, in their order. */
export const steps = ['name', 'sectors', 'bodies', 'rules', 'people', 'plan'] as const
export type Step = (typeof steps)[number]
export const Step = z.enum(steps)

/** As they were typed: nothing is lost because it does not make sense yet. */
const Typed = z.record(z.string(), z.string())
export type Typed = z.output<typeof Typed>
/** By step, with the revision that wrote it last. */
export const Answers = z.partialRecord(Step, z.strictObject({ at: z.int(), values: Typed }))
export type Answers = z.output<typeof Answers>

export type FieldFault = Omit<Fault, 'path'> & { step: Step; field: string }

export const MOST_SECTORS = 6
export const MOST_SEATS = 40

/** What a form holds by itself where nothing was typed. */
export const defaultZone = 'America/Mexico_City'

/** How the rules are asked for: their names in the form, in the order in which they are explained. */
export const numberRules = {
  quorumShare: 50,
  quorumPerSector: 1,
  noticeOrdinary: 5,
  noticeExtraordinary: 1,
  writtenProcedureDays: 5,
  observationDays: 5,
  witnessDays: 7,
  draftDays: 180,
  conveneAfterDays: 90,
  objectionDays: 10,
} as const
export const choiceRules = {
  statusDecidedBy: ['committee', 'group'],
  roadmapsDecidedBy: ['committee', 'group'],
  openProposalsArePublic: ['yes', 'no'],
  silenceIsAssentForMinutes: ['no', 'yes'],
} as const

export function valuesOf(answers: Answers, step: Step): Typed {
  return answers[step]?.values ?? {}
}

/** Rows of a step that have something in one of these fields, each with its number in the form. */
export function rowsIn(values: Typed, list: string, fields: string[], most: number): number[] {
  return Array.from({ length: most }, (_, row) => row).filter((row) =>
    fields.some((field) => textIn(values, `${list}.${row}.${field}`) !== ''),
  )
}

export function textIn(values: Typed, name: string): string {
  return (values[name] ?? '').trim()
}

export function kindOf(answers: Answers): Kind {
  return valuesOf(answers, 'name').kind === 'practice' ? 'practice' : 'live'
}

export function sectorRows(answers: Answers): number[] {
  return rowsIn(valuesOf(answers, 'sectors'), 'sectors', ['es', 'en'], MOST_SECTORS)
}

export function seatRows(answers: Answers): number[] {
  return rowsIn(valuesOf(answers, 'bodies'), 'seats', ['es', 'en'], MOST_SEATS)
}

/** The plan that the answers make, and all that is wrong with them, each at its field. */
export function planOf(answers: Answers): { plan: Plan | null; faults: FieldFault[] } {
  const draft = new Draft()
  const given = {
    ...nameIn(answers, draft),
    ...sectorsIn(answers, draft),
    rules: rulesIn(answers, draft),
    ...bodiesIn(answers, draft),
    plans: plansIn(answers, draft),
  }
  const { plan, faults } = checkedPlan(given)
  const told = [
    ...draft.faults,
    ...firstVoicesMissing(answers),
    ...faults.filter(({ says }) => says !== 'foundings.noVoice').map((fault) => draft.placed(fault)),
  ]
  const once = told.filter(
    (fault, place) =>
      !told.slice(0, place).some((one) => one.step === fault.step && one.field === fault.field),
  )
  return { plan: once.length === 0 ? plan : null, faults: once }
}

/** Remembers from which field each value of the plan came. */
class Draft {
  readonly faults: FieldFault[] = []
  private readonly fields = new Map<string, { step: Step; field: string }>()

  /** A value of the plan, where there is one, and its field. */
  put(path: string, step: Step, field: string): void {
    this.fields.set(path, { step, field })
  }

  wrong(step: Step, field: string, says: string, params?: Fault['params']): void {
    this.faults.push({ step, field, says, ...(params && { params }) })
  }

  placed({ path, says, params }: Fault): FieldFault {
    const field = this.fieldOf(path)
    const plain: Record<string, string> = {
      'foundings.missing': 'errors.required',
      'foundings.wantsText': 'errors.required',
      'foundings.wantsNumber': 'foundings.plainNumber',
      'foundings.wantsWhole': 'foundings.plainNumber',
    }
    return { ...field, says: plain[says] ?? says, ...(params && { params }) }
  }

  private fieldOf(path: PropertyKey[]): { step: Step; field: string } {
    for (let length = path.length; length > 0; length -= 1) {
      const found = this.fields.get(path.slice(0, length).map(String).join('.'))
      if (found) return found
    }
    return { step: 'name', field: '' }
  }
}

function localised(values: Typed, name: string) {
  const [es, en] = [textIn(values, `${name}.es`), textIn(values, `${name}.en`)]
  return { ...(es && { es }), ...(en && { en }) }
}

/** The address is made from the name where nobody chose one; practice gets one of its own, so that the real forum's stays free. */
export function slugFrom(values: Typed): string {
  const typed = textIn(values, 'slug')
  if (typed) return typed
  const made = slugOf(textIn(values, 'name.es'))
  return values.kind === 'practice' && made ? `${made.slice(0, 30).replace(/-+$/, '')}-practica` : made
}

function nameIn(answers: Answers, draft: Draft) {
  const values = valuesOf(answers, 'name')
  draft.put('name', 'name', 'name.es')
  draft.put('name.es', 'name', 'name.es')
  draft.put('name.en', 'name', 'name.en')
  draft.put('slug', 'name', 'slug')
  draft.put('timeZone', 'name', 'timeZone')
  const slug = slugFrom(values)
  const name = localised(values, 'name')
  // Without a name there is no address to complain of.
  return { name, slug: name.es ? slug : 'no-name', timeZone: textIn(values, 'timeZone') || defaultZone }
}

/** The name by which the plan knows a sector, by its row. */
function sectorSlug(answers: Answers, row: number): string {
  const made = slugOf(textIn(valuesOf(answers, 'sectors'), `sectors.${row}.es`))
  return made.length > 1 ? made : `sector-${row + 1}`
}

function sectorsIn(answers: Answers, draft: Draft) {
  const values = valuesOf(answers, 'sectors')
  draft.put('sectors', 'sectors', 'sectors.0.es')
  const sectors = sectorRows(answers).map((row, place) => {
    for (const part of ['', '.slug', '.name', '.name.es'])
      draft.put(`sectors.${place}${part}`, 'sectors', `sectors.${row}.es`)
    draft.put(`sectors.${place}.name.en`, 'sectors', `sectors.${row}.en`)
    return {
      slug: sectorSlug(answers, row),
      name: localised(values, `sectors.${row}`),
      hasPosition: values[`sectors.${row}.position`] !== 'no',
    }
  })
  return { sectors }
}

function rulesIn(answers: Answers, draft: Draft) {
  const values = valuesOf(answers, 'rules')
  const paths: Record<string, string> = {
    noticeOrdinary: 'noticeDays.ordinary',
    noticeExtraordinary: 'noticeDays.extraordinary',
  }
  for (const name of [...Object.keys(numberRules), ...Object.keys(choiceRules)])
    draft.put(`rules.${paths[name] ?? name}`, 'rules', name)
  const number = (name: keyof typeof numberRules) => {
    const text = textIn(values, name).replace(',', '.') || String(numberRules[name])
    return /^\d{1,6}(\.\d+)?$/.test(text) ? Number(text) : text
  }
  const share = number('quorumShare')
  if (typeof share === 'number' && (share > 100 || share < 1))
    draft.wrong('rules', 'quorumShare', 'foundings.percent')
  const yes = (name: keyof typeof choiceRules) => (values[name] ?? choiceRules[name][0]) === 'yes'
  const by = (name: 'statusDecidedBy' | 'roadmapsDecidedBy') =>
    values[name] === 'group' ? 'group' : 'committee'
  return {
    quorumShare: typeof share === 'number' ? Math.min(1, share / 100) : share,
    quorumPerSector: number('quorumPerSector'),
    noticeDays: { ordinary: number('noticeOrdinary'), extraordinary: number('noticeExtraordinary') },
    writtenProcedureDays: number('writtenProcedureDays'),
    observationDays: number('observationDays'),
    witnessDays: number('witnessDays'),
    draftDays: number('draftDays'),
    conveneAfterDays: number('conveneAfterDays'),
    objectionDays: number('objectionDays'),
    statusDecidedBy: by('statusDecidedBy'),
    roadmapsDecidedBy: by('roadmapsDecidedBy'),
    openProposalsArePublic: yes('openProposalsArePublic'),
    silenceIsAssentForMinutes: yes('silenceIsAssentForMinutes'),
  }
}

type Seats = { seats: Record<string, unknown>[]; organisations: Record<string, unknown>[] }

function bodiesIn(answers: Answers, draft: Draft) {
  const values = valuesOf(answers, 'bodies')
  const { seats, organisations } = seatsIn(answers, draft)
  draft.put('bodies', 'bodies', 'body.es')
  draft.put('bodies.0.name.en', 'bodies', 'body.en')
  draft.put('bodies.0.shortName', 'bodies', 'body.short')
  draft.put('bodies.0.seats', 'bodies', 'seats.0.es')
  const committee = {
    slug: 'committee',
    kind: 'committee',
    name: localised(values, 'body'),
    shortName: textIn(values, 'body.short'),
    seats,
  }
  return { bodies: [committee, ...groupsIn(answers, draft)], organisations }
}

function seatsIn(answers: Answers, draft: Draft): Seats {
  const values = valuesOf(answers, 'bodies')
  const people = valuesOf(answers, 'people')
  const organisations: Seats['organisations'] = []
  const seats = seatRows(answers).map((row, place) => {
    const at = `bodies.0.seats.${place}`
    const field = (name: string) => `seats.${row}.${name}`
    for (const part of ['', '.slug', '.name', '.name.es'])
      draft.put(`${at}${part}`, 'bodies', field('es'))
    for (const [part, name] of [
      ['name.en', 'en'],
      ['sector', 'sector'],
      ['function', 'function'],
      ['voice', 'voice'],
      ['organisation', 'organisation'],
    ] as const)
      draft.put(`${at}.${part}`, 'bodies', field(name))
    const sector = sectorSlug(answers, Number(values[field('sector')] ?? 0))
    const organisation = textIn(values, field('organisation'))
    const slug = slugOf(`${sector.slice(0, 20)} ${organisation}`)
    if (organisation && !organisations.some((one) => one.slug === slug)) {
      draft.put(`organisations.${organisations.length}`, 'bodies', field('organisation'))
      organisations.push({ slug, sector, name: { es: organisation }, shortName: organisation })
    }
    return {
      slug: `seat-${row + 1}`,
      sector,
      ...(organisation && { organisation: slug }),
      name: localised(values, `seats.${row}`),
      function: values[field('function')] ?? 'member',
      voice: values[field('voice')] === 'yes',
      people: personIn(people, row, at, draft),
    }
  })
  return { seats, organisations }
}

function personIn(people: Typed, row: number, at: string, draft: Draft) {
  const [name, email] = [textIn(people, `people.${row}.name`), textIn(people, `people.${row}.email`)]
  if (!name && !email) return []
  draft.put(`${at}.people`, 'people', `people.${row}.name`)
  draft.put(`${at}.people.0.name`, 'people', `people.${row}.name`)
  draft.put(`${at}.people.0.email`, 'people', `people.${row}.email`)
  if (!name || !email)
    draft.wrong('people', `people.${row}.${name ? 'email' : 'name'}`, 'foundings.nameOrEmail')
  return [{ name, email }]
}

/** Working groups, a line for each; in each of them every sector has a seat, which it fills itself. */
function groupsIn(answers: Answers, draft: Draft) {
  const lines = linesIn(valuesOf(answers, 'bodies').groups ?? '')
  const sectors = sectorsIn(answers, new Draft()).sectors
  return lines.map(({ text }, place) => {
    const name = inTwo(text)
    draft.put(`bodies.${place + 1}`, 'bodies', 'groups')
    return {
      slug: slugOf(name.es).length > 1 ? slugOf(name.es) : `group-${place + 1}`,
      kind: 'group',
      name,
      shortName: name.es,
      seats: sectors.map((sector, rank) => ({
        slug: `seat-${rank + 1}`,
        sector: sector.slug,
        name: sector.name,
        function: rank === 0 ? 'chair' : memberOrAdviser(sector.hasPosition),
        voice: sector.hasPosition,
      })),
    }
  })
}

export function memberOrAdviser(hasPosition: boolean): 'member' | 'adviser' {
  return hasPosition ? 'member' : 'adviser'
}

/** Lines that are not empty, each with its number. */
function linesIn(text: string): { text: string; line: number }[] {
  return text
    .split(/\r\n?|\n/)
    .map((one, place) => ({ text: one.trim(), line: place + 1 }))
    .filter((one) => one.text !== '')
}

/** “Título | Title”: the second language stands behind a bar. */
function inTwo(text: string): { es: string; en?: string } {
  const [es = '', en = ''] = text.split(/\t|\|/).map((part) => part.trim())
  return { es, ...(en && { en }) }
}

function plansIn(answers: Answers, draft: Draft) {
  const values = valuesOf(answers, 'plan')
  if (values.has !== 'now') return []
  const name = localised(values, 'plan')
  for (const [path, field] of [
    ['', 'plan.es'],
    ['.name', 'plan.es'],
    ['.name.en', 'plan.en'],
    ['.adoptedOn', 'adoptedOn'],
    ['.startsOn', 'startsOn'],
    ['.endsOn', 'endsOn'],
    ['.source', 'source'],
    ['.source.url', 'url'],
    ['.commitments', 'lines'],
  ] as const)
    draft.put(`plans.0${path}`, 'plan', field)
  const day = (field: string) => (textIn(values, field) ? { [field]: textIn(values, field) } : {})
  const url = textIn(values, 'url')
  return [
    {
      slug: slugOf(name.es ?? '').length > 1 ? slugOf(name.es ?? '') : 'plan',
      name,
      ...day('adoptedOn'),
      ...day('startsOn'),
      ...day('endsOn'),
      source: { text: textIn(values, 'source') || (name.es ?? ''), ...(url && { url }) },
      commitments: commitmentsIn(values.lines ?? '', draft),
    },
  ]
}

/** “3. Título | Title”; what has no number is counted on. */
function commitmentsIn(text: string, draft: Draft) {
  const lines = linesIn(text)
  if (lines.length === 0) draft.wrong('plan', 'lines', 'foundings.planNeedsLines')
  let last = 0
  return lines.map(({ text: typed, line }) => {
    const [, number, rest = ''] = /^(?:(\d{1,4})[.):\-\t ]+)?(.*)$/s.exec(typed) ?? []
    const title = inTwo(rest)
    if (!title.es) draft.wrong('plan', 'lines', 'foundings.planLine', { line })
    last = number === undefined ? last + 1 : Number(number)
    return { number: last, title }
  })
}

/** The seat, by its row, whose holder speaks first for a sector: the first of the committee with its voice. */
export function firstVoices(answers: Answers): { sector: number; seat: number | null }[] {
  const values = valuesOf(answers, 'bodies')
  const sectors = valuesOf(answers, 'sectors')
  return sectorRows(answers)
    .filter((row) => sectors[`sectors.${row}.position`] !== 'no')
    .map((sector) => ({
      sector,
      seat:
        seatRows(answers).find(
          (row) =>
            Number(values[`seats.${row}.sector`] ?? 0) === sector &&
            values[`seats.${row}.voice`] === 'yes',
        ) ?? null,
    }))
}

/** Each sector that decides has a seat with its voice, and somebody who is asked to accept for it. */
function firstVoicesMissing(answers: Answers): FieldFault[] {
  const people = valuesOf(answers, 'people')
  const names = valuesOf(answers, 'sectors')
  return firstVoices(answers).flatMap(({ sector, seat }): FieldFault[] => {
    const name = textIn(names, `sectors.${sector}.es`)
    if (seat === null)
      return [{ step: 'bodies', field: 'seats.0.voice', says: 'foundings.noVoice', params: { name } }]
    const said = textIn(people, `people.${seat}.name`) || textIn(people, `people.${seat}.email`)
    return said ? [] : [{ step: 'people', field: `people.${seat}.name`, says: 'foundings.needsPerson' }]
  })
}
