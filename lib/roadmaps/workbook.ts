import { Readable } from 'node:stream'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { SaxesParser } from 'saxes'
import writeExcelFile from 'write-excel-file/node'
import yauzl from 'yauzl'
import { addDays, isDay, toDate } from '../act/calendar.ts'
import { refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'

/** What a cell holds: its text, the day where it is formatted as one, and what must be told of it. */
export type Cell = { text: string; day?: string; formula?: true; merged?: true }
/** A row that is not empty, by its number in the file. */
export type SheetRow = { row: number; cells: Cell[] }
export type Sheet = { rows: SheetRow[]; others: number }

/** A roadmap of 250 activities weighs 60 kB; what is much larger was not written by hand. */
export const LARGEST_SHEET = 5 * 1024 * 1024
export const MOST_ROWS = 1_000
const MOST_COLUMNS = 60
const MOST_PARTS = 1_000
/** Inflated, all parts that are read together: a ZIP bomb says less than it is, or more than this. */
const MOST_INFLATED = 40 * 1024 * 1024
const MOST_TEXT = 4_000

/** A spreadsheet as rows of cells, whatever its format; or why it cannot be read. Only the first sheet is. */
export async function readSheet(bytes: Buffer): Promise<Sheet | Refusal> {
  if (bytes.length === 0) return refuse('roadmaps.sheetEmpty')
  if (bytes.length > LARGEST_SHEET)
    return refuse('roadmaps.sheetTooLarge', { most: LARGEST_SHEET / 1024 / 1024 })
  // An .xls of before 2007, or an .xlsx under a password: both are OLE containers.
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') return refuse('roadmaps.sheetOld')
  const sheet =
    bytes.subarray(0, 2).toString('latin1') === 'PK' ? await readWorkbook(bytes) : readText(bytes)
  return 'rows' in sheet && sheet.rows.length === 0 ? refuse('roadmaps.sheetEmpty') : sheet
}

function readText(bytes: Buffer): Sheet | Refusal {
  const text = decoded(bytes)
  if (text.includes('\u0000')) return refuse('roadmaps.sheetUnreadable')
  const firstLine = text.slice(0, /\r?\n/.exec(text)?.index ?? text.length)
  const bare = firstLine.replace(/"[^"]*"/g, '')
  const [delimiter = ','] = [',', ';', '\t'].toSorted(
    (one, other) => bare.split(other).length - bare.split(one).length,
  )
  try {
    const records: string[][] = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      to: MOST_ROWS + 2,
      max_record_size: 200_000,
    })
    if (records.length > MOST_ROWS + 1) return refuse('roadmaps.sheetTooLong', { most: MOST_ROWS })
    const rows = records.map((record, at) => ({
      row: at + 1,
      cells: record.slice(0, MOST_COLUMNS).map(cellOfText),
    }))
    return { rows: rows.filter(isFilled), others: 0 }
  } catch {
    return refuse('roadmaps.sheetUnreadable')
  }
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // What a spreadsheet in Mexico saves as “CSV”.
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** What a spreadsheet would compute, in half and in full width; with our own apostrophes before it. */
const computed = /^'*[=+\-@\t\r＝＋－＠]/

/** An apostrophe before what a spreadsheet would compute is what our own export puts there. */
function cellOfText(given: string): Cell {
  const text = given.slice(0, MOST_TEXT).trim()
  if (text.startsWith("'") && computed.test(text)) return { text: text.slice(1) }
  return text.startsWith('=') ? { text, formula: true } : { text }
}

function isFilled({ cells }: SheetRow): boolean {
  return cells.some((cell) => cell.text !== '' || cell.formula || cell.merged)
}

class Unreadable extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

/** Office Open XML, read part by part and no further than what is wanted of it (ECMA-376). */
async function readWorkbook(bytes: Buffer): Promise<Sheet | Refusal> {
  try {
    const zip = await openArchive(bytes)
    const parts = await entriesOf(zip)
    if ([...parts.keys()].some((name) => /vbaProject\.bin$|(^|\/)(activeX|macrosheets)\//i.test(name)))
      return refuse('roadmaps.sheetMacros')
    if (!parts.has('xl/workbook.xml')) return refuse('roadmaps.sheetUnreadable')
    const budget = { left: MOST_INFLATED }
    const read = async (name: string, listener: Listener) => {
      const entry = parts.get(name)
      if (entry) await readXml(zip, entry, budget, listener)
    }
    const book = { sheets: [] as { name: string; relation: string; hidden: boolean }[], from1904: false }
    await read('xl/workbook.xml', {
      open(name, at) {
        if (name === 'sheet')
          book.sheets.push({
            name: at.name ?? '',
            relation: at['r:id'] ?? '',
            hidden: (at.state ?? 'visible') !== 'visible',
          })
        if (name === 'workbookPr') book.from1904 = at.date1904 === '1' || at.date1904 === 'true'
      },
    })
    const targets = new Map<string, string>()
    await read('xl/_rels/workbook.xml.rels', {
      open(name, at) {
        if (name === 'Relationship') targets.set(at.Id ?? '', at.Target ?? '')
      },
    })
    const shown = book.sheets.filter((sheet) => !sheet.hidden)
    const target = targets.get(shown[0]?.relation ?? '') ?? 'worksheets/sheet1.xml'
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
    if (!parts.has(path)) return refuse('roadmaps.sheetUnreadable')
    const strings = await sharedStrings(read)
    const dates = await dateStyles(read)
    return {
      rows: await rowsOf((listener) => read(path, listener), strings, dates, book.from1904),
      others: Math.max(0, shown.length - 1),
    }
  } catch (error) {
    return error instanceof Unreadable ? error.refusal : refuse('roadmaps.sheetUnreadable')
  }
}

type Attributes = Record<string, string | undefined>
type Listener = {
  open?: (name: string, attributes: Attributes) => void
  text?: (text: string) => void
  close?: (name: string) => void
}
type Read = (name: string, listener: Listener) => Promise<void>

function openArchive(bytes: Buffer): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(
      bytes,
      { lazyEntries: true, validateEntrySizes: true, strictFileNames: true },
      (error, zip) => (error ? reject(error) : resolve(zip)),
    )
  })
}

function entriesOf(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > MOST_PARTS)
    throw new Unreadable(refuse('roadmaps.sheetTooLarge', { most: LARGEST_SHEET / 1024 / 1024 }))
  return new Promise((resolve, reject) => {
    const found = new Map<string, yauzl.Entry>()
    zip.on('entry', (entry: yauzl.Entry) => {
      found.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.on('end', () => resolve(found))
    zip.on('error', reject)
    zip.readEntry()
  })
}

/** One part, as it is inflated: more than is left of the budget ends it, whatever the archive says of its size. No entities, no DTD. */
async function readXml(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  budget: { left: number },
  { open, text, close }: Listener,
): Promise<void> {
  const tooMuch = () => new Unreadable(refuse('roadmaps.sheetBomb'))
  if (entry.uncompressedSize > budget.left) throw tooMuch()
  const stream = await new Promise<Readable>((resolve, reject) =>
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  const parser = new SaxesParser()
  let failed: Error | null = null
  parser.on('error', (error) => {
    failed ??= error
  })
  parser.on('doctype', () => {
    failed ??= new Error('a document type')
  })
  parser.on('opentag', ({ name, attributes }) =>
    open?.(name.replace(/^\w+:(?=\w)/, ''), attributes as Attributes),
  )
  parser.on('text', (piece) => text?.(piece))
  parser.on('cdata', (piece) => text?.(piece))
  parser.on('closetag', ({ name }) => close?.(name.replace(/^\w+:(?=\w)/, '')))
  const decoder = new TextDecoder()
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    budget.left -= chunk.length
    if (budget.left < 0) throw tooMuch()
    parser.write(decoder.decode(chunk, { stream: true }))
    if (failed) throw failed as Error
  }
  parser.close()
  if (failed) throw failed as Error
}

/** Texts that cells name by their place. Phonetic readings of a text (`rPh`) are no part of it. */
async function sharedStrings(read: Read): Promise<string[]> {
  const strings: string[] = []
  let [current, inText, aside] = ['', false, 0]
  await read('xl/sharedStrings.xml', {
    open(name) {
      if (name === 'si') current = ''
      if (name === 't') inText = true
      if (name === 'rPh') aside += 1
    },
    text(piece) {
      if (inText && aside === 0 && current.length < MOST_TEXT) current += piece
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') aside -= 1
      if (name === 'si') strings.push(current)
    },
  })
  return strings
}

/** Which cell styles show a number as a day: the built-in formats (ECMA-376, 18.8.30), and own ones that write day, month or year. */
async function dateStyles(read: Read): Promise<boolean[]> {
  const own = new Map<string, boolean>()
  const styles: boolean[] = []
  let inCells = false
  const isDate = (id: string) => own.get(id) ?? /^(1[4-9]|2[0-2]|2[7-9]|3[0-6]|4[5-7]|5[0-8])$/.test(id)
  await read('xl/styles.xml', {
    open(name, at) {
      if (name === 'numFmt')
        own.set(
          at.numFmtId ?? '',
          /[dy]|m(?!.*[0#])/i.test((at.formatCode ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')),
        )
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) styles.push(isDate(at.numFmtId ?? ''))
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}

type OpenCell = Cell & { column: number; type: string; style: number; value: string }

async function rowsOf(
  read: (listener: Listener) => Promise<void>,
  strings: string[],
  dates: boolean[],
  from1904: boolean,
): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  const merged: string[] = []
  let row: SheetRow | null = null
  let cell: OpenCell | null = null
  let inside = ''
  await read({
    open(name, at) {
      if (name === 'row') {
        row = { row: Number(at.r ?? (rows.at(-1)?.row ?? 0) + 1), cells: [] }
        // The file may say so only after a hundred thousand of them: what is read so far is enough to refuse it.
        if (rows.length > MOST_ROWS + 1)
          throw new Unreadable(refuse('roadmaps.sheetTooLong', { most: MOST_ROWS }))
      }
      if (name === 'c' && row)
        cell = {
          text: '',
          value: '',
          column: columnOf(at.r ?? '') ?? row.cells.length,
          type: at.t ?? 'n',
          style: Number(at.s ?? 0),
        }
      if (name === 'f' && cell) cell.formula = true
      if (name === 'v' || name === 't') inside = name
      if (name === 'mergeCell') merged.push(at.ref ?? '')
    },
    text(piece) {
      if (inside && cell && cell.value.length < MOST_TEXT) cell.value += piece
    },
    close(name) {
      if (name === 'v' || name === 't') inside = ''
      if (name === 'c' && cell && row && cell.column < MOST_COLUMNS) {
        while (row.cells.length < cell.column) row.cells.push({ text: '' })
        row.cells[cell.column] = cellOf(cell, strings, dates, from1904)
      }
      if (name === 'c') cell = null
      if (name === 'row' && row) {
        if (isFilled(row)) rows.push(row)
        row = null
      }
    },
  })
  for (const range of merged) {
    const [, from = '', to = ''] = /^[A-Z]+(\d+):[A-Z]+(\d+)$/.exec(range) ?? []
    for (const sheetRow of rows)
      if (sheetRow.row >= Number(from) && sheetRow.row <= Number(to) && sheetRow.cells[0])
        sheetRow.cells[0] = { ...sheetRow.cells[0], merged: true }
  }
  return rows
}

/** `C7` is the third column, counted from nothing. */
function columnOf(reference: string): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1]
  return letters
    ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
    : null
}

function cellOf(
  { type, value, style, formula }: OpenCell,
  strings: string[],
  dates: boolean[],
  from1904: boolean,
): Cell {
  const told = formula ? { formula: true as const } : {}
  if (type === 's') return { text: (strings[Number(value)] ?? '').slice(0, MOST_TEXT).trim(), ...told }
  if (type === 'n' && value !== '' && dates[style]) {
    const day = dayOf(Number(value), from1904)
    return day ? { text: day, day, ...told } : { text: value, ...told }
  }
  // days: a spreadsheet's own text of a day, which has no zone.
  if (type === 'd') {
    const day = value.slice(0, 10)
    return isDay(day) ? { text: day, day, ...told } : { text: value, ...told }
  }
  // 0.1 + 0.2 as a spreadsheet stores it; nobody numbers an activity with fifteen digits.
  if (type === 'n' && /^-?\d+\.\d{6,}$/.test(value))
    return { text: String(Number(Number(value).toFixed(6))), ...told }
  return { text: value.slice(0, MOST_TEXT).trim(), ...told }
}

/** A day by its number: from 1900 (with the leap day that never was) or from 1904, as the workbook says. */
function dayOf(serial: number, from1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 1 || serial > 200_000) return null
  const days = Math.floor(serial) + (from1904 ? 1_462 : 0)
  return addDays('1899-12-30', days)
}

/**
 * Comma and a byte order mark: what every spreadsheet opens by itself, in Mexico as in England. A cell that would be read as a formula gets an
 * apostrophe before it (OWASP, CSV injection).
 */
export function writeCsv(rows: string[][]): string {
  return stringify(
    rows.map((row) => row.map((cell) => (computed.test(cell) ? `'${cell}` : cell))),
    { bom: true, record_delimiter: 'windows' },
  )
}

export type WrittenSheet = {
  name: string
  rows: string[][] /** of the columns, in characters */
  widths?: number[]
}

/** Texts as texts and days as days: nothing in it is computed. The first row of the first sheet stands still. */
export async function writeWorkbook(sheets: WrittenSheet[]): Promise<Buffer> {
  return writeExcelFile(
    sheets.map(({ name, rows, widths }, place) => ({
      sheet: name.slice(0, 31),
      ...(place === 0 && { stickyRowsCount: 1 }),
      ...(widths && { columns: widths.map((width) => ({ width })) }),
      data: rows.map((row, at) =>
        row.map((text) => {
          if (text === '') return null
          if (isDay(text)) return { type: Date, value: toDate(text), format: 'yyyy-mm-dd' }
          // The library keeps texts in an object, and would drop those that every object has: “constructor”.
          return {
            type: String,
            value: text in Object.prototype ? `${text} ` : text,
            wrap: true,
            alignVertical: 'top' as const,
            ...(at === 0 && { fontWeight: 'bold' as const }),
          }
        }),
      ),
    })),
  ).toBuffer()
}
