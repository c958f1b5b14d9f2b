import { isDay } from '../act/calendar.ts'
import { RoadmapText } from './facts.ts'
import { dependencies, faultsOf } from './rules.ts'
import type { Activity, Dependency, KeyAction, Roadmap, Wording } from './rules.ts'
import type { Cell, Sheet, SheetRow } from './workbook.ts'

/**
 * The columns of a roadmap's spreadsheet: one row for each key action and each activity. What concerns the
 * whole is not in it.
 */
export const columns = [
  'number',
  'titleEs',
  'titleEn',
  'weight',
  'productEs',
  'productEn',
  'responsible',
  'startsOn',
  'endsOn',
  'verificationEs',
  'verificationEn',
  'after',
  'dependsOn',
] as const
export type Column = (typeof columns)[number]

/** What columns and dependencies are called, in one language; and the word that marks a row as an example. */
export type SheetWords = {
  columns: Record<Column, string>
  dependencies: Record<Dependency, string>
  example: string
}

/** Who can answer for something, by all the names that a row may use. */
export type Responsible = { id: string; names: string[] }

export type RowFault = {
  row: number | null
  column: Column | null
  key: string
  params?: Record<string, string | number>
}
export type ReadRow = {
  row: number
  kind: 'key-action' | 'activity'
  number: string
  title: Wording
  faults: RowFault[]
}
export type SheetRoadmap = {
  keyActions: KeyAction[]
  rows: ReadRow[]
  /** of the file as a whole */
  faults: RowFault[]
  /** columns that nobody knows, rows that are examples: told, and left aside */
  ignored: { columns: string[]; examples: number; sheets: number }
}

type Given = {
  words: SheetWords[]
  responsibles: Responsible[]
  known: Map<string, string>
  newId: () => string
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

/**
 * Rows as key actions and activities. An item keeps the identity of the one that bore its number before
 * (`known`), so that reading a sheet again is a change and not a new roadmap. Everything wrong is told at its
 * row; nothing is guessed.
 */
export function roadmapIn(sheet: Sheet, given: Given): SheetRoadmap {
  const { words, known, newId } = given
  const [head, ...body] = sheet.rows
  const { found, ignored } = columnsIn(head, words)
  const missing = missingColumns(head, found, words)
  if (missing.length > 0)
    return {
      keyActions: [],
      rows: [],
      faults: missing,
      ignored: { columns: ignored, examples: 0, sheets: sheet.others },
    }

  const examples = words.map((word) => plain(word.example))
  const isExample = (row: SheetRow) =>
    examples.some((word) => plain(row.cells[found.get('number') ?? 0]?.text ?? '').startsWith(word))
  const lines = body.filter((row) => !isExample(row)).map((row) => lineOf(row, found))
  const ids = new Map(lines.map((line) => [line.number, known.get(line.number) ?? newId()]))
  const keyActions = keyActionsIn(lines, ids, given)
  const told =
    keyActions.some(({ activities }) => activities.length > 0) || lines.length > 0
      ? wholeFaults(keyActions, lines)
      : [{ row: null, column: null, key: 'roadmaps.sheetEmpty' }]
  return {
    keyActions,
    rows: lines.map(({ row, kind, number, title, faults: own }) => ({
      row,
      kind,
      number,
      title,
      faults: own,
    })),
    faults: told,
    ignored: { columns: ignored, examples: body.filter(isExample).length, sheets: sheet.others },
  }
}

/** Without these nothing can be read; of the titles, one is enough. */
function missingColumns(
  head: SheetRow | undefined,
  found: Map<Column, number>,
  [words]: SheetWords[],
): RowFault[] {
  const row = head?.row ?? null
  const faults: RowFault[] = []
  for (const needed of ['number', 'startsOn', 'endsOn'] as const) {
    if (!found.has(needed))
      faults.push({
        row,
        column: needed,
        key: 'roadmaps.sheetColumnMissing',
        params: { column: words?.columns[needed] ?? needed },
      })
  }
  if (!found.has('titleEs') && !found.has('titleEn')) {
    faults.push({
      row,
      column: 'titleEs',
      key: 'roadmaps.sheetColumnMissing',
      params: { column: words?.columns.titleEs ?? 'title' },
    })
  }
  return faults
}

/** First the key actions, for an activity is looked for among them; what is wrong is told at its line. */
function keyActionsIn(
  lines: Line[],
  ids: Map<string, string>,
  { words, responsibles, newId }: Given,
): KeyAction[] {
  const organisations = namesIn(responsibles)
  const keyActions: KeyAction[] = []
  for (const line of lines) {
    line.faults.push(...cellFaults(line))
    if (line.kind !== 'key-action' || !isNumber(line.number)) continue
    keyActions.push({
      id: ids.get(line.number) ?? newId(),
      number: Number(line.number),
      title: line.title,
      weight: weightOf(line),
      responsible: responsibleOf(line, organisations),
      ...daysOf(line),
      activities: [],
    })
  }
  for (const line of lines) {
    if (line.kind !== 'activity' || !isNumber(line.number)) continue
    const within = keyActions.find((action) => action.number === Number(line.number.split('.')[0]))
    if (!within)
      line.faults.push({
        row: line.row,
        column: 'number',
        key: 'roadmaps.sheetNoKeyAction',
        params: { number: line.number, keyAction: line.number.split('.')[0] ?? '' },
      })
    if (line.text('weight'))
      line.faults.push({ row: line.row, column: 'weight', key: 'roadmaps.sheetWeightOfActivity' })
    within?.activities.push({
      id: ids.get(line.number) ?? newId(),
      number: line.number,
      title: line.title,
      product: wordingOf(line, 'product'),
      responsible: responsibleOf(line, organisations),
      ...daysOf(line),
      verification: wordingOf(line, 'verification'),
      after: afterOf(line, ids),
      dependsOn: dependsOf(line, words),
    })
  }
  return keyActions
}

export function faultCount({ rows, faults }: Pick<SheetRoadmap, 'rows' | 'faults'>): number {
  return faults.length + rows.reduce((sum, row) => sum + row.faults.length, 0)
}

/** Headers in either language, in any order and spelling; the first of two that mean the same counts. */
function columnsIn(
  head: SheetRow | undefined,
  words: SheetWords[],
): { found: Map<Column, number>; ignored: string[] } {
  const names = new Map(
    words.flatMap((word) => columns.map((column) => [plain(word.columns[column]), column] as const)),
  )
  const found = new Map<Column, number>()
  const ignored: string[] = []
  const marks = words.map((word) => plain(word.example))
  for (const [place, { text }] of (head?.cells ?? []).entries()) {
    // The column by which a practice table marks each row says nothing about the roadmap.
    if (marks.includes(plain(text))) continue
    const column = names.get(plain(text))
    if (column && !found.has(column)) found.set(column, place)
    else if (text) ignored.push(text.slice(0, 60))
  }
  return { found, ignored }
}

type Line = ReadRow & { cell: (column: Column) => Cell | undefined; text: (column: Column) => string }

function lineOf(row: SheetRow, found: Map<Column, number>): Line {
  const cell = (column: Column) => row.cells[found.get(column) ?? -1]
  const text = (column: Column) => cell(column)?.text ?? ''
  const number = text('number').replace(',', '.').replace(/\.$/, '')
  const title = {
    ...(text('titleEs') && { es: text('titleEs') }),
    ...(text('titleEn') && { en: text('titleEn') }),
  }
  return {
    row: row.row,
    kind: number.includes('.') ? 'activity' : 'key-action',
    number,
    title,
    faults: mergedFault(row),
    cell,
    text,
  }
}

function isNumber(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3})?$/.test(text)
}

function mergedFault(row: SheetRow): RowFault[] {
  return row.cells.some((cell) => cell.merged)
    ? [{ row: row.row, column: null, key: 'roadmaps.sheetMerged' }]
    : []
}

/**
 * What is wrong with the cells themselves: computed ones, numbers that are none, days that are none or that
 * could be two.
 */
function cellFaults(line: Line): RowFault[] {
  const faults: RowFault[] = []
  const fault = (column: Column, key: string, params?: RowFault['params']) =>
    faults.push({ row: line.row, column, key, ...(params && { params }) })
  for (const column of columns) if (line.cell(column)?.formula) fault(column, 'roadmaps.sheetFormula')
  if (!isNumber(line.number)) fault('number', 'errors.roadmapNumber')
  if (!line.text('titleEs') && !line.text('titleEn')) fault('titleEs', 'errors.required')
  for (const column of ['startsOn', 'endsOn'] as const) {
    const read = dayIn(line.cell(column))
    if (read.is === 'none') fault(column, 'errors.required')
    if (read.is === 'unknown')
      fault(column, 'roadmaps.sheetNoDay', { text: line.text(column).slice(0, 40) })
    if (read.is === 'either')
      fault(column, 'roadmaps.sheetEitherDay', {
        text: line.text(column),
        one: read.one,
        other: read.other,
      })
  }
  return faults
}

function weightOf(line: Line): number {
  const text = line.text('weight')
  const weight = text === '' ? 1 : Number(text.replace(',', '.'))
  if (Number.isInteger(weight) && weight >= 1 && weight <= 1_000) return weight
  line.faults.push({ row: line.row, column: 'weight', key: 'errors.roadmapWeight' })
  return 1
}

function daysOf(line: Line): { startsOn: string; endsOn: string } {
  const day = (column: Column) => {
    const read = dayIn(line.cell(column))
    return read.is === 'day' ? read.day : ''
  }
  return { startsOn: day('startsOn'), endsOn: day('endsOn') }
}

const listed = (text: string) =>
  text
    .split(/[;\n]/)
    .map((one) => one.trim())
    .filter(Boolean)

function namesIn(responsibles: Responsible[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const { id, names } of responsibles)
    for (const name of names) found.set(plain(name), (found.get(plain(name)) ?? new Set()).add(id))
  return found
}

function responsibleOf(line: Line, known: Map<string, Set<string>>): string[] {
  return [
    ...new Set(
      listed(line.text('responsible')).flatMap((name) => {
        const ids = [...(known.get(plain(name)) ?? [])]
        if (ids.length === 1) return ids
        line.faults.push({
          row: line.row,
          column: 'responsible',
          key: ids.length === 0 ? 'roadmaps.sheetUnknownName' : 'roadmaps.sheetTwoOfThatName',
          params: { name: name.slice(0, 100) },
        })
        return []
      }),
    ),
  ]
}

function wordingOf(line: Line, of: 'product' | 'verification'): Wording | null {
  const [es, en] = [line.text(`${of}Es`), line.text(`${of}En`)]
  return es || en ? { ...(es && { es }), ...(en && { en }) } : null
}

function afterOf(line: Line, ids: Map<string, string>): string[] {
  return [
    ...new Set(
      line
        .text('after')
        .split(/[;\n,]\s*(?=\d|$)/)
        .map((one) => one.trim())
        .filter(Boolean)
        .flatMap((number) => {
          const id = number.includes('.') ? ids.get(number) : undefined
          if (id) return [id]
          line.faults.push({
            row: line.row,
            column: 'after',
            key: 'roadmaps.sheetUnknownNumber',
            params: { number: number.slice(0, 40) },
          })
          return []
        }),
    ),
  ]
}

function dependsOf(line: Line, words: SheetWords[]): Dependency[] {
  return [
    ...new Set(
      listed(line.text('dependsOn')).flatMap((text) => {
        const found = dependencies.find((dependency) =>
          [dependency, ...words.map((each) => each.dependencies[dependency])].some(
            (word) => plain(word) === plain(text),
          ),
        )
        if (found) return [found]
        line.faults.push({
          row: line.row,
          column: 'dependsOn',
          key: 'roadmaps.sheetUnknownDependency',
          params: { text: text.slice(0, 60) },
        })
        return []
      }),
    ),
  ]
}

/**
 * What no row alone can know: numbers twice, days outside of their key action, circles. Told at the row,
 * where one is to blame.
 */
function wholeFaults(keyActions: KeyAction[], lines: Line[]): RowFault[] {
  const roadmap = { keyActions } as Roadmap
  const lineAt = (path: (string | number)[]): Line | undefined => {
    const keyAction = keyActions[Number(path[1])]
    const item: KeyAction | Activity | undefined =
      path[2] === 'activities' && path[3] !== undefined
        ? keyAction?.activities[Number(path[3])]
        : keyAction
    const same = lines.filter((line) => line.number === String(item?.number))
    // Of two rows with one number the second is to blame.
    return same.at(-1)
  }
  const columnAt = (path: (string | number)[]): Column | null => {
    const [name, side] = path
      .slice(path.indexOf('activities') === 2 && path.length > 3 ? 4 : 2)
      .map(String)
    return (
      columns.find((column) => column === name || column === `${name}${side === 'en' ? 'En' : 'Es'}`) ??
      null
    )
  }
  const general: RowFault[] = []
  const tell = (path: (string | number)[], key: string, params?: RowFault['params']) => {
    const line = path.length > 1 ? lineAt(path) : undefined
    const fault = { row: line?.row ?? null, column: columnAt(path), key, ...(params && { params }) }
    if (!line) general.push(fault)
    // A cell that is wrong already is not told twice.
    else if (!line.faults.some((rowFault) => rowFault.column === fault.column)) line.faults.push(fault)
  }
  // A day that cannot be read is told once, and nothing is measured by it.
  const daysKnown = (path: (string | number)[]) => {
    const own = lineAt(path)
    const around = lines.find(
      (line) => line.kind === 'key-action' && line.number === own?.number.split('.')[0],
    )
    return [own, around].every((line) =>
      ['startsOn', 'endsOn'].every((column) => dayIn(line?.cell(column as Column)).is === 'day'),
    )
  }
  for (const fault of faultsOf(roadmap)) {
    const path = fault.path.split('.')
    if (/(startsOn|endsOn)$/.test(fault.path) && !daysKnown(path)) continue
    // Its activities may be the rows whose number cannot be read.
    if (fault.key === 'roadmaps.noActivity' && lines.some((line) => !isNumber(line.number))) continue
    tell(path, fault.key, fault.params)
  }
  const parsed = RoadmapText.shape.keyActions.safeParse(keyActions)
  for (const issue of parsed.error?.issues ?? []) {
    const params = issue.code === 'custom' ? (issue.params as RowFault['params']) : undefined
    tell(
      [
        'keyActions',
        ...issue.path.map((propertyKey) => (typeof propertyKey === 'symbol' ? '' : propertyKey)),
      ],
      /^[a-z]+\.\w+$/i.test(issue.message) ? issue.message : 'errors.notUnderstood',
      params,
    )
  }
  return general
}

const months = [
  'ene|jan',
  'feb',
  'mar',
  'abr|apr',
  'may',
  'jun',
  'jul',
  'ago|aug',
  'sep|set',
  'oct',
  'nov',
  'dic|dec',
]

export type ReadDay =
  | { is: 'day'; day: string }
  | { is: 'none' }
  | { is: 'unknown' }
  | { is: 'either'; one: string; other: string }

/** A day as people write it, in either language's order. What could be two days is never guessed (03/04/2021). */
export function dayIn(cell: Cell | undefined): ReadDay {
  const text = plainDay(cell?.text ?? '')
  if (text === '') return { is: 'none' }
  if (cell?.day) return { is: 'day', day: cell.day }
  const day = (year: string, month: number, of: string): ReadDay => {
    const made = `${year}-${String(month).padStart(2, '0')}-${of.padStart(2, '0')}`
    return isDay(made) ? { is: 'day', day: made } : { is: 'unknown' }
  }
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?$/.exec(text)
  if (iso) return day(iso[1] ?? '', Number(iso[2]), iso[3] ?? '')
  const [of, month, year] = namedDay(text)
  if (of && month && year) {
    const at = months.findIndex((names) => new RegExp(`^(${names})`).test(month))
    return at === -1 ? { is: 'unknown' } : day(year, at + 1, of)
  }
  const numbers = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text)
  if (!numbers) return { is: 'unknown' }
  const [, first = '', second = '', inYear = ''] = numbers
  const [dayFirst, monthFirst] = [day(inYear, Number(second), first), day(inYear, Number(first), second)]
  if (dayFirst.is === 'day' && monthFirst.is === 'day' && dayFirst.day !== monthFirst.day)
    return { is: 'either', one: dayFirst.day, other: monthFirst.day }
  return dayFirst.is === 'day' ? dayFirst : monthFirst
}

/** A day with its month as a word: its number, the word and the year, as they are said in Spanish or in English. */
function namedDay(text: string): (string | undefined)[] {
  const named =
    /^(\d{1,2})(?:º|o|st|nd|rd|th)?[ \-/.]+(?:de |of )?([a-z]{3,10})\.?[ \-/.,]+(?:del? |of )?(\d{4})$/.exec(
      text,
    )
  if (named) return [named[1], named[2], named[3]]
  const english = /^([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/.exec(text)
  return english ? [english[2], english[1], english[3]] : []
}

function plainDay(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** A roadmap as rows, the header first: what `roadmapIn` reads back as the same. */
export function rowsOf(
  { keyActions }: Pick<Roadmap, 'keyActions'>,
  words: SheetWords,
  nameOf: (id: string) => string,
): string[][] {
  const numberOf = new Map(
    keyActions.flatMap((action) => action.activities.map((each) => [each.id, each.number] as const)),
  )
  const row = (cells: Partial<Record<Column, string>>) => columns.map((column) => cells[column] ?? '')
  const shared = (item: KeyAction | Activity) => ({
    number: String(item.number),
    titleEs: item.title.es ?? '',
    titleEn: item.title.en ?? '',
    responsible: item.responsible.map(nameOf).join('; '),
    startsOn: item.startsOn,
    endsOn: item.endsOn,
  })
  return [
    columns.map((column) => words.columns[column]),
    ...keyActions.flatMap((keyAction) => [
      row({ ...shared(keyAction), weight: String(keyAction.weight) }),
      ...keyAction.activities.map((activity) =>
        row({
          ...shared(activity),
          productEs: activity.product?.es ?? '',
          productEn: activity.product?.en ?? '',
          verificationEs: activity.verification?.es ?? '',
          verificationEn: activity.verification?.en ?? '',
          after: activity.after.map((id) => numberOf.get(id) ?? '').join('; '),
          dependsOn: activity.dependsOn.map((word) => words.dependencies[word]).join('; '),
        }),
      ),
    ]),
  ]
}
