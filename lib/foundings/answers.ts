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
  const { bodies, organisations } = bodiesIn(answers, draft)
  const given = {
    ...nameIn(answers, draft),
    ...sectorsIn(answers, draft),
    rules: rulesIn(answers, draft),
    bodies,
    organisations,
    plans: plansIn(answers, draft, organisations),
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

type Organisation = {
  slug: string
  sector: string
  name: { es: string; en?: string }
  shortName: string
}
type Seats = { seats: Record<string, unknown>[]; organisations: Organisation[] }

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
    const called = inTwo(textIn(values, field('organisation')))
    const organisation = called.es
    const slug = slugOf(`${sector.slice(0, 20)} ${organisation}`)
    if (organisation && !organisations.some((one) => one.slug === slug)) {
      draft.put(`organisations.${organisations.length}`, 'bodies', field('organisation'))
      organisations.push({ slug, sector, name: called, shortName: organisation })
    }
    return {
      slug: `seat-${row + 1}`,
      sector,
      ...(organisation && { organisation: slug }),
      name: localised(values, `seats.${row}`),
      function: values[field('function')] ?? 'member',
      voice: values[field('voice')] === 'yes',
      people: peopleIn(people, row, at, draft),
    }
  })
  return { seats, organisations }
}

/** Who holds a seat, and who stand in for them: the same two fields for each. */
function peopleIn(people: Typed, row: number, at: string, draft: Draft) {
  const held = [
    { capacity: 'titular', fields: ['name', 'email'] },
    { capacity: 'alternate', fields: ['altName', 'altEmail'] },
    { capacity: 'alternate', fields: ['altName2', 'altEmail2'] },
  ] as const
  const there = held.flatMap(({ capacity, fields: [named, mailed] }) => {
    const [name, email] = [
      textIn(people, `people.${row}.${named}`),
      textIn(people, `people.${row}.${mailed}`),
    ]
    if (name && !email) draft.wrong('people', `people.${row}.${mailed}`, 'foundings.nameOrEmail')
    if (email && !name) draft.wrong('people', `people.${row}.${named}`, 'foundings.nameOrEmail')
    return name || email ? [{ capacity, name, email, named, mailed }] : []
  })
  return there.map(({ capacity, name, email, named, mailed }, place) => {
    if (place === 0) draft.put(`${at}.people`, 'people', `people.${row}.${named}`)
    draft.put(`${at}.people.${place}`, 'people', `people.${row}.${named}`)
    draft.put(`${at}.people.${place}.email`, 'people', `people.${row}.${mailed}`)
    return { name, email, ...(capacity === 'alternate' && { capacity }) }
  })
}

/**
 * Working groups, a line for each, with the number of its commitment behind a second bar; in each of
 * them every sector has a seat, which it fills itself.
 */
function groupsIn(answers: Answers, draft: Draft) {
  const lines = linesIn(valuesOf(answers, 'bodies').groups ?? '')
  const sectors = sectorsIn(answers, new Draft()).sectors
  return lines.map(({ text }, place) => {
    const [, , of = ''] = barred(text)
    const name = inTwo(text)
    draft.put(`bodies.${place + 1}`, 'bodies', 'groups')
    return {
      slug: slugOf(name.es).length > 1 ? slugOf(name.es) : `group-${place + 1}`,
      kind: 'group',
      name,
      shortName: name.es,
      ...(/^\d{1,4}$/.test(of) && {
        commitment: { plan: planSlug(answers), number: Number(of) },
      }),
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

function barred(text: string): string[] {
  return text.split(/\t|\|/).map((part) => part.trim())
}

/** “Título | Title”: the second language stands behind a bar. */
function inTwo(text: string): { es: string; en?: string } {
  const [es = '', en = ''] = barred(text)
  return { es, ...(en && { en }) }
}

function planSlug(answers: Answers): string {
  const made = slugOf(textIn(valuesOf(answers, 'plan'), 'plan.es'))
  return made.length > 1 ? made : 'plan'
}

function plansIn(answers: Answers, draft: Draft, organisations: Organisation[]) {
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
      slug: planSlug(answers),
      name,
      ...day('adoptedOn'),
      ...day('startsOn'),
      ...day('endsOn'),
      source: { text: textIn(values, 'source') || (name.es ?? ''), ...(url && { url }) },
      commitments: commitmentsIn(values.lines ?? '', draft, organisations),
    },
  ]
}

/** What a line below a commitment says of it, by the word before its colon. */
const details = {
  objetivo: 'objective',
  objective: 'objective',
  tema: 'policyArea',
  topic: 'policyArea',
  responde: 'lead',
  responsible: 'lead',
  apoya: 'support',
  supports: 'support',
} as const
const detailLine = new RegExp(`^(${Object.keys(details).join('|')})\\s*:\\s*(.+)$`, 'i')

type Detailed = {
  number: number
  title: { es: string; en?: string }
  objective?: { es: string; en?: string }
  policyArea?: string
  lead?: string[]
  support?: string[]
}

/**
 * “3. Título | Title”; what has no number is counted on. Lines that begin with one of `details` say more
 * of the one above.
 */
function commitmentsIn(text: string, draft: Draft, organisations: Organisation[]): Detailed[] {
  const lines = linesIn(text)
  if (lines.length === 0) draft.wrong('plan', 'lines', 'foundings.planNeedsLines')
  const found: Detailed[] = []
  for (const { text: typed, line } of lines) {
    const [, word, said = ''] = detailLine.exec(typed) ?? []
    const above = found.at(-1)
    if (word !== undefined) {
      if (above) detail(above, word, said, { line, draft, organisations })
      else draft.wrong('plan', 'lines', 'foundings.planDetail', { line })
      continue
    }
    const [, number, rest = ''] = /^(?:(\d{1,4})[.):\-\t ]+)?(.*)$/s.exec(typed) ?? []
    const title = inTwo(rest)
    if (!title.es) draft.wrong('plan', 'lines', 'foundings.planLine', { line })
    found.push({ number: number === undefined ? (above?.number ?? 0) + 1 : Number(number), title })
  }
  return found
}

function detail(
  commitment: Detailed,
  word: string,
  said: string,
  { line, draft, organisations }: { line: number; draft: Draft; organisations: Organisation[] },
): void {
  const key = Object.entries(details).find(([name]) => name === word.toLowerCase())?.[1]
  if (key === 'objective') commitment.objective = inTwo(said)
  else if (key === 'policyArea') commitment.policyArea = said
  else if (key) {
    const names = said
      .split(/[;,]/)
      .map((one) => one.trim())
      .filter(Boolean)
    commitment[key] = names.flatMap((name) => {
      const known = organisations.find(({ shortName }) => shortName.toLowerCase() === name.toLowerCase())
      if (!known) draft.wrong('plan', 'lines', 'foundings.planOrganisation', { line, name })
      return known ? [known.slug] : []
    })
  }
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
