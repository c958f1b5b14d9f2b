import { getTranslations } from 'next-intl/server'
import {
  choiceRules,
  defaultZone,
  firstVoices,
  memberOrAdviser,
  numberRules,
  planOf,
  sectorRows,
  textIn,
  valuesOf,
} from '@/lib/foundings/answers.ts'
import type { Answers, FieldFault, Step, Typed } from '@/lib/foundings/answers.ts'
import type { Asked } from '@/lib/foundings/door.ts'
import { readSheet } from '@/lib/roadmaps/workbook.ts'
import type { SheetRow } from '@/lib/roadmaps/workbook.ts'
import { isRefusal, refuse } from '@/lib/act/refusal.ts'
import type { Refusal } from '@/lib/act/refusal.ts'
import { inLanguage } from './dates'
import type { Dates } from './dates'
import { locales } from './locales'

/** Sectors to begin with, every one of them to be changed. */
export const examples = ['mexico', 'two', 'local'] as const
export type Example = (typeof examples)[number]

type Named = { es: string; en: string }
type ExampleSector = Named & { position: string }

export async function exampleValues(example: Example): Promise<Typed> {
  const t = await getTranslations({ locale: 'es', namespace: 'founding.examples' })
  const sectors = t.raw(`${example}.sectors`) as Record<string, ExampleSector>
  return Object.fromEntries(
    Object.entries(sectors).flatMap(([row, sector]) =>
      Object.entries(sector).map(([field, text]) => [`sectors.${row}.${field}`, text]),
    ),
  )
}

/** What a step holds where nothing of it was saved yet: what the steps before it make likely. */
export async function startOf(step: Step, answers: Answers): Promise<Typed> {
  if (step === 'name') return { timeZone: defaultZone, kind: 'live' }
  if (step === 'bodies') return committeeTyped(answers)
  if (step === 'plan') return { has: 'none' }
  if (step !== 'rules') return {}
  return {
    ...Object.fromEntries(Object.entries(numberRules).map(([name, value]) => [name, String(value)])),
    ...Object.fromEntries(Object.entries(choiceRules).map(([name, [first]]) => [name, first])),
  }
}

/** A seat for each sector, the first of which presides, and one that keeps the minutes. */
async function committeeTyped(answers: Answers): Promise<Typed> {
  const [es, en] = await Promise.all(
    locales.map((locale) => getTranslations({ locale, namespace: 'founding.examples' })),
  )
  const values = valuesOf(answers, 'sectors')
  const rows = sectorRows(answers)
  const seats = rows.map((sector, place): Typed => {
    const name = {
      es: textIn(values, `sectors.${sector}.es`),
      en: textIn(values, `sectors.${sector}.en`),
    }
    const hasPosition = values[`sectors.${sector}.position`] !== 'no'
    return {
      [`seats.${place}.es`]: es?.('seat', { sector: name.es }) ?? '',
      ...(name.en && { [`seats.${place}.en`]: en?.('seat', { sector: name.en }) ?? '' }),
      [`seats.${place}.sector`]: String(sector),
      [`seats.${place}.function`]: place === 0 ? 'chair' : memberOrAdviser(hasPosition),
      [`seats.${place}.voice`]: hasPosition ? 'yes' : 'no',
    }
  })
  const secretary = rows.length
  return Object.assign(
    {
      'body.es': es?.('body.es') ?? '',
      'body.en': es?.('body.en') ?? '',
      'body.short': es?.('body.short') ?? '',
      [`seats.${secretary}.es`]: es?.('secretary') ?? '',
      [`seats.${secretary}.en`]: en?.('secretary') ?? '',
      [`seats.${secretary}.sector`]: String(rows[0] ?? 0),
      [`seats.${secretary}.function`]: 'secretary',
      [`seats.${secretary}.voice`]: 'no',
    },
    ...seats,
  ) as Typed
}

export type StepState = 'unset' | 'mend' | 'ready'

/** How far a step is; what nobody opened yet is not wrong. */
export function stateOf(step: Step, answers: Answers, faults: FieldFault[]): StepState {
  if (!answers[step]) return 'unset'
  return faults.some((fault) => fault.step === step) ? 'mend' : 'ready'
}

export function faultsIn(answers: Answers, step: Step): FieldFault[] {
  return planOf(answers).faults.filter((fault) => fault.step === step)
}

/** Whether the holder of a seat is asked to accept for their sector. */
export function isFirstVoice(answers: Answers, seat: number): boolean {
  return firstVoices(answers).some((voice) => voice.seat === seat)
}

export type TextSection = { title: string; lines: string[] }
type T = Awaited<ReturnType<typeof getTranslations<never>>>

/** What is founded, whole, in sentences: what the first voices read before they accept. */
export function foundingText({ kind, plan }: Asked, t: T, locale: string, dates: Dates): TextSection[] {
  const name = (given: { es: string; en?: string | undefined }) =>
    inLanguage({ es: given.es, ...(given.en && { en: given.en }) }, locale).text
  const sectorOf = (slug: string) => {
    const sector = plan.sectors.find((one) => one.slug === slug)
    return sector ? name(sector.name) : slug
  }
  const organisationOf = (slug: string | undefined) => {
    const organisation = plan.organisations.find((one) => one.slug === slug)
    return organisation ? name(organisation.name) : 'none'
  }
  const called = plan.name.en
    ? t('founding.text.calledBoth', { es: plan.name.es, en: plan.name.en })
    : t('founding.text.called', { name: plan.name.es })
  return [
    {
      title: name(plan.name),
      lines: [
        called,
        t('founding.text.at', { slug: plan.slug, zone: plan.timeZone }),
        t(`founding.text.${kind}`),
      ],
    },
    {
      title: t('founding.text.sectors'),
      lines: [
        ...plan.sectors.map((sector) =>
          t(sector.hasPosition ? 'founding.text.decides' : 'founding.text.speaks', {
            name: name(sector.name),
          }),
        ),
        t('founding.text.consensus'),
      ],
    },
    ...plan.bodies.map((body) => ({
      title: name(body.name),
      lines: [
        ...(body.commitment ? [t('founding.text.groupOf', { number: body.commitment.number })] : []),
        ...body.seats.map((seat) =>
          t('founding.text.seat', {
            seat: name(seat.name),
            sector: sectorOf(seat.sector),
            function: t(`words.functions.${seat.function}`),
            voice: seat.voice ? 'yes' : 'no',
            organisation: organisationOf(seat.organisation),
            person:
              seat.people
                .map(({ name: called, capacity }) =>
                  capacity === 'alternate' ? `${called} (${t('words.capacities.alternate')})` : called,
                )
                .join(', ') || 'none',
          }),
        ),
      ],
    })),
    { title: t('founding.text.rules'), lines: rulesSaid(plan.rules, t) },
    { title: t('founding.text.plan'), lines: plansSaid(plan.plans, { t, name, dates, organisationOf }) },
  ]
}

function rulesSaid(rules: Asked['plan']['rules'], t: T): string[] {
  const line = (rule: string, value: string | number | undefined) =>
    value === undefined
      ? []
      : [t('founding.text.rule', { label: t(`founding.rules.${rule}.label`), value: String(value) })]
  const yes = (value: boolean | undefined) => (value ? 'yes' : 'no')
  const share = rules.quorumShare
  return [
    ...line('quorumShare', share === undefined ? undefined : Math.round(share * 10_000) / 100),
    ...line('quorumPerSector', rules.quorumPerSector),
    ...line('noticeOrdinary', rules.noticeDays?.ordinary),
    ...line('noticeExtraordinary', rules.noticeDays?.extraordinary),
    ...line('writtenProcedureDays', rules.writtenProcedureDays),
    ...line('observationDays', rules.observationDays),
    ...line('witnessDays', rules.witnessDays),
    ...line('draftDays', rules.draftDays),
    ...line('conveneAfterDays', rules.conveneAfterDays),
    ...line('objectionDays', rules.objectionDays),
    ...(['statusDecidedBy', 'roadmapsDecidedBy'] as const).flatMap((rule) =>
      line(rule, t(`founding.rules.options.${rules[rule] ?? 'committee'}`)),
    ),
    ...(['openProposalsArePublic', 'silenceIsAssentForMinutes'] as const).flatMap((rule) =>
      line(rule, t(`founding.rules.options.${rule}.${yes(rules[rule])}`)),
    ),
  ]
}

function plansSaid(
  plans: Asked['plan']['plans'],
  {
    t,
    name,
    dates: { day },
    organisationOf,
  }: {
    t: T
    name: (given: { es: string; en?: string | undefined }) => string
    dates: Dates
    organisationOf: (slug: string) => string
  },
): string[] {
  if (plans.length === 0) return [t('founding.text.none')]
  return plans.flatMap((plan) => [
    t('founding.text.adopted', {
      name: name(plan.name),
      day: day(plan.adoptedOn),
      source: [plan.source.text, plan.source.url].filter(Boolean).join(', '),
    }),
    ...(plan.startsOn && plan.endsOn
      ? [t('founding.text.term', { from: day(plan.startsOn), to: day(plan.endsOn) })]
      : []),
    ...plan.commitments.map(({ number, title, objective, policyArea, lead, support }) =>
      t('founding.text.commitment', {
        number,
        title: name(title),
        objective: objective ? name(objective) : 'none',
        area: policyArea ?? 'none',
        lead: lead.map(organisationOf).join(', ') || 'none',
        support: support.map(organisationOf).join(', ') || 'none',
      }),
    ),
  ])
}

/** What one text says and another does not, line by line. */
export function changedLines(before: TextSection[], now: TextSection[]) {
  const [old, present] = [before, now].map((text) => text.flatMap(({ lines }) => lines)) as [
    string[],
    string[],
  ]
  return {
    removed: old.filter((line) => !present.includes(line)),
    added: present.filter((line) => !old.includes(line)),
  }
}

/** Commitments in a spreadsheet, as the lines that would be typed. A head is known by having no number where the others have one. */
export async function linesOfSheet(file: File): Promise<{ lines: string; count: number } | Refusal> {
  if (file.size === 0) return refuse('foundings.chooseFile')
  const sheet = await readSheet(Buffer.from(await file.arrayBuffer()))
  if (isRefusal(sheet)) return sheet
  const isNumber = (text: string | undefined) => /^\d{1,4}[.)]?$/.test((text ?? '').trim())
  const columns = Math.max(...sheet.rows.map((row) => row.cells.length))
  const numbers = Array.from({ length: columns }, (_, at) => at).find(
    (at) => sheet.rows.filter((row) => isNumber(row.cells[at]?.text)).length * 2 >= sheet.rows.length,
  )
  const titles = (row: SheetRow) =>
    row.cells
      .filter((cell, at) => at !== numbers && cell.text.trim() !== '')
      .slice(0, 2)
      .map((cell) => cell.text.replace(/[\s|]+/g, ' ').trim())
  const body = sheet.rows.filter(
    (row, place) => !isHead(row, place, numbers, isNumber) && titles(row).length > 0,
  )
  if (body.length === 0) return refuse('foundings.sheetHasNone')
  const lines = body.map((row, place) => {
    const number =
      numbers === undefined ? String(place + 1) : (row.cells[numbers]?.text ?? '').replace(/\D/g, '')
    return `${number}. ${titles(row).join(' | ')}`
  })
  return { lines: lines.join('\n'), count: body.length }
}

const headWords = /^(?:n[úu]m|no\.?|n\.?º|#|t[íi]tulo|title|compromiso|commitment|number)/i

function isHead(
  row: SheetRow,
  place: number,
  numbers: number | undefined,
  isNumber: (text: string | undefined) => boolean,
): boolean {
  if (place > 0) return false
  if (numbers !== undefined) return !isNumber(row.cells[numbers]?.text)
  return row.cells.some(({ text }) => headWords.test(text.trim()))
}
