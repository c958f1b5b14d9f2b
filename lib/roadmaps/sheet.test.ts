import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../act/refusal.ts'
import { dependencies } from './rules.ts'
import type { Activity, KeyAction } from './rules.ts'
import { columns, dayIn, faultCount, roadmapIn, rowsOf } from './sheet.ts'
import type { Column, SheetRoadmap, SheetWords } from './sheet.ts'
import { LARGEST_SHEET, readSheet, writeCsv, writeWorkbook } from './workbook.ts'

const spanish: Record<Column, string> = {
  number: 'Número',
  titleEs: 'Título (español)',
  titleEn: 'Título (inglés)',
  weight: 'Peso',
  productEs: 'Producto (español)',
  productEn: 'Producto (inglés)',
  responsible: 'Responsables',
  startsOn: 'Inicio',
  endsOn: 'Fin',
  verificationEs: 'Medio de verificación (español)',
  verificationEn: 'Medio de verificación (inglés)',
  after: 'Espera a',
  dependsOn: 'De qué depende',
}
const english: Record<Column, string> = {
  number: 'Number',
  titleEs: 'Title (Spanish)',
  titleEn: 'Title (English)',
  weight: 'Weight',
  productEs: 'Product (Spanish)',
  productEn: 'Product (English)',
  responsible: 'Who answers',
  startsOn: 'Start',
  endsOn: 'End',
  verificationEs: 'Means of verification (Spanish)',
  verificationEn: 'Means of verification (English)',
  after: 'Waits for',
  dependsOn: 'Depends on',
}
const es: SheetWords = {
  columns: spanish,
  dependencies: {
    law: 'una ley',
    'other-power': 'otro poder',
    'absent-party': 'quien no está',
    'no-budget': 'sin presupuesto',
  },
  example: 'ejemplo',
}
const en: SheetWords = {
  columns: english,
  dependencies: {
    law: 'a law',
    'other-power': 'another power',
    'absent-party': 'an absent party',
    'no-budget': 'no budget',
  },
  example: 'example',
}
const organisations = Array.from({ length: 3 }, (_, at) => ({
  id: `00000000-0000-4000-8000-00000000000${at}`,
  names: [`Organización ${at}`, `ORG${at}`],
}))

let count = 0
const newId = () => `10000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`
async function read(bytes: Buffer | string, known = new Map<string, string>()): Promise<SheetRoadmap> {
  const sheet = await readSheet(Buffer.from(bytes))
  if (isRefusal(sheet)) throw new Error(sheet.refused)
  return roadmapIn(sheet, { words: [es, en], responsibles: organisations, known, newId })
}
const refusalOf = async (bytes: Buffer) => {
  const sheet = await readSheet(bytes)
  return isRefusal(sheet) ? sheet.refused : 'read'
}

const head = 'Número,Título (español),Peso,Responsables,Inicio,Fin,Espera a,De qué depende\n'
const keyAction = '1,Saber,2,ORG0,2026-01-01,2026-12-31,,\n'
const line = (row: string) => `${head}${keyAction}${row}\n`
const faultsIn = async (csv: string) => {
  const { rows, faults } = await read(csv)
  return [...faults, ...rows.flatMap((row) => row.faults)].map((rowFault) => [
    rowFault.row,
    rowFault.column,
    rowFault.key,
  ])
}

/** A ZIP archive, each part deflated; `size` may lie about what a part holds. */
function archive(parts: Record<string, string | { data: Buffer; size: number }>): Buffer {
  const [local, central]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const [name, given] of Object.entries(parts)) {
    const data = typeof given === 'string' ? Buffer.from(given) : given.data
    const [path, packed] = [Buffer.from(name), typeof given === 'string' ? deflateRawSync(data) : data]
    const header = Buffer.alloc(26)
    header.writeUInt16LE(20, 0)
    header.writeUInt16LE(8, 4)
    header.writeUInt32LE(typeof given === 'string' ? crc32(data) : 0, 10)
    header.writeUInt32LE(packed.length, 14)
    header.writeUInt32LE(typeof given === 'string' ? data.length : given.size, 18)
    header.writeUInt16LE(path.length, 22)
    const entry = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), header, path, packed])
    const own = Buffer.alloc(42)
    own.writeUInt16LE(20, 0)
    header.copy(own, 2)
    own.writeUInt32LE(offset, 38)
    local.push(entry)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), own, path]))
    offset += entry.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(local.length, 4)
  end.writeUInt16LE(local.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06', 'latin1'), end])
}

const ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
const rowOf = (cells: string[], number: number) => `<row r="${number}">${cells.join('')}</row>`
const headRow = rowOf(['Número', 'Título (español)', 'Inicio', 'Fin'].map(inline), 1)
const good = (number: string, at: number) =>
  rowOf([inline(number), inline('Saber'), inline('2026-01-01'), inline('2026-12-31')], at)
function workbook(
  rows: string,
  {
    more = {},
    after = '',
    styles = '',
    from1904 = false,
  }: {
    more?: Record<string, string | { data: Buffer; size: number }>
    after?: string
    styles?: string
    from1904?: boolean
  } = {},
): Buffer {
  return archive({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook ${ns} xmlns:r="r">${from1904 ? '<workbookPr date1904="1"/>' : ''}<sheets><sheet name="Hoja" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/styles.xml': `<styleSheet ${ns}>${styles}<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${ns}><sheetData>${rows}</sheetData>${after}</worksheet>`,
    ...more,
  })
}

describe('a day as people write it', () => {
  it.each([
    ['2021-08-31', '2021-08-31'],
    ['2021/8/31', '2021-08-31'],
    ['31/08/2021', '2021-08-31'],
    ['08/31/2021', '2021-08-31'],
    ['31.8.2021', '2021-08-31'],
    ['31 de agosto de 2021', '2021-08-31'],
    ['31 de Agosto del 2021', '2021-08-31'],
    ['1º de enero de 2022', '2022-01-01'],
    ['31 August 2021', '2021-08-31'],
    ['August 31, 2021', '2021-08-31'],
    ['31-ago-2021', '2021-08-31'],
    ['31-Aug-2021', '2021-08-31'],
    ['2021-08-31T00:00:00', '2021-08-31'],
    ['05/05/2021', '2021-05-05'],
    ['sept 5, 2021', '2021-09-05'],
  ])('%s is %s', (text, day) => expect(dayIn({ text })).toEqual({ is: 'day', day }))

  it('that could be two is never guessed', () => {
    expect(dayIn({ text: '03/04/2021' })).toEqual({
      is: 'either',
      one: '2021-04-03',
      other: '2021-03-04',
    })
  })

  it.each([
    '31/02/2021',
    '2021-13-01',
    'mañana',
    '31/08/21',
    '44439',
    '32 de agosto de 2021',
    '12 de brumario de 2021',
  ])('%s is none', (text) => {
    expect(dayIn({ text })).toEqual({ is: 'unknown' })
  })
})

describe('rows as a roadmap', () => {
  it('are read in either language, in any order and spelling, whatever separates them', async () => {
    const csv =
      '\ufeffend;START;  title (SPANISH) ;number;Notas;numero\n2026-12-31;2026-01-01;Saber;1;x;9\n30/06/2026;2026-01-01;"Leer; en voz alta";1.1;;\n'
    const { keyActions, ignored, rows } = await read(csv)
    expect(keyActions).toMatchObject([
      {
        number: 1,
        title: { es: 'Saber' },
        weight: 1,
        activities: [{ number: '1.1', title: { es: 'Leer; en voz alta' }, endsOn: '2026-06-30' }],
      },
    ])
    expect(ignored.columns).toEqual(['Notas', 'numero'])
    expect(rows.flatMap((row) => row.faults)).toEqual([])
  })

  it('keep the identity of what bore the same number', async () => {
    const known = new Map([
      ['1', 'a0000000-0000-4000-8000-000000000001'],
      ['1.1', 'a0000000-0000-4000-8000-000000000002'],
    ])
    const {
      keyActions: [one],
    } = await read(
      `${line('1.1,A,,,2026-01-01,2026-02-01,,')}1.2,B,,,2026-01-01,2026-02-01,1.1,\n`,
      known,
    )
    expect([one?.id, one?.activities[0]?.id]).toEqual([...known.values()])
    expect(one?.activities[1]?.after).toEqual([known.get('1.1')])
  })

  it('in windows-1252, as a spreadsheet saves them, are read as well', async () => {
    const { keyActions } = await read(Buffer.from(line('1.1,Año,,,2026-01-01,2026-02-01,,'), 'latin1'))
    expect(keyActions[0]?.activities[0]?.title).toEqual({ es: 'Año' })
  })

  it('that are examples are left out, and told', async () => {
    const { rows, ignored } = await read(
      `${line('1.1,A,,,2026-01-01,2026-02-01,,')}Ejemplo 1.2,x,,,nunca,,,\nexample 3,x,,,,,,\n`,
    )
    expect([rows.length, ignored.examples]).toEqual([2, 2])
  })

  it.each([
    ['a formula', '1.1,=A1,,,2026-01-01,2026-02-01,,', 3, 'titleEs', 'roadmaps.sheetFormula'],
    ['no number', ',A,,,2026-01-01,2026-02-01,,', 3, 'number', 'errors.roadmapNumber'],
    ['a number that is none', '1.1.1,A,,,2026-01-01,2026-02-01,,', 3, 'number', 'errors.roadmapNumber'],
    [
      'a number twice',
      '1.1,A,,,2026-01-01,2026-02-01,,\n1.1,B,,,2026-01-01,2026-02-01,,',
      4,
      'number',
      'roadmaps.numberTwice',
    ],
    [
      'no key action',
      '2.1,A,,,2026-01-01,2026-02-01,,\n1.1,A,,,2026-01-01,2026-02-01,,',
      3,
      'number',
      'roadmaps.sheetNoKeyAction',
    ],
    ['no title', '1.1,,,,2026-01-01,2026-02-01,,', 3, 'titleEs', 'errors.required'],
    [
      'an end before the start',
      '1.1,A,,,2026-03-01,2026-02-01,,',
      3,
      'endsOn',
      'errors.endsBeforeItStarts',
    ],
    [
      'a day outside of its key action',
      '1.1,A,,,2026-01-01,2027-02-01,,',
      3,
      'endsOn',
      'roadmaps.outsideKeyAction',
    ],
    ['no day', '1.1,A,,,2026-01-01,,,', 3, 'endsOn', 'errors.required'],
    ['a day that is none', '1.1,A,,,2026-01-01,pronto,,', 3, 'endsOn', 'roadmaps.sheetNoDay'],
    [
      'a day that could be two',
      '1.1,A,,,2026-01-01,03/04/2026,,',
      3,
      'endsOn',
      'roadmaps.sheetEitherDay',
    ],
    [
      'a weight of an activity',
      '1.1,A,3,,2026-01-01,2026-02-01,,',
      3,
      'weight',
      'roadmaps.sheetWeightOfActivity',
    ],
    [
      'somebody unknown',
      '1.1,A,,ORG0; Nadie,2026-01-01,2026-02-01,,',
      3,
      'responsible',
      'roadmaps.sheetUnknownName',
    ],
    [
      'an unknown predecessor',
      '1.1,A,,,2026-01-01,2026-02-01,9.9,',
      3,
      'after',
      'roadmaps.sheetUnknownNumber',
    ],
    [
      'an unknown dependency',
      '1.1,A,,,2026-01-01,2026-02-01,,la suerte',
      3,
      'dependsOn',
      'roadmaps.sheetUnknownDependency',
    ],
    [
      'a text that is too long',
      `1.1,${'x'.repeat(2_001)},,,2026-01-01,2026-02-01,,`,
      3,
      'titleEs',
      'errors.tooLong',
    ],
    [
      'a circle',
      '1.1,A,,,2026-01-01,2026-02-01,1.2,\n1.2,B,,,2026-01-01,2026-02-01,1.1,',
      null,
      null,
      'roadmaps.circle',
    ],
  ])('with %s say so at the row', async (_what, rows, row, column, key) => {
    const told = await faultsIn(line(rows))
    expect(told).toEqual([[row, column, key]])
  })

  it('with a weight that is none say so', async () => {
    expect(
      await faultsIn(`${head}1,A,0,,2026-01-01,2026-12-31,,\n1.1,A,,,2026-01-01,2026-02-01,,\n`),
    ).toEqual([[2, 'weight', 'errors.roadmapWeight']])
  })

  it('without a column that is needed are not read at all', async () => {
    const { faults, rows } = await read('Número,Inicio\n1,2026-01-01\n')
    expect(faults.map((fault) => [fault.column, fault.key])).toEqual([
      ['endsOn', 'roadmaps.sheetColumnMissing'],
      ['titleEs', 'roadmaps.sheetColumnMissing'],
    ])
    expect(rows).toEqual([])
  })
})

describe('a workbook', () => {
  it('is read with its texts, its numbers and its days, in either system of counting', async () => {
    const rows =
      headRow +
      rowOf(
        [
          '<c r="A2"><v>1</v></c>',
          '<c r="B2" t="inlineStr"><is><t>Sa</t><t>ber</t></is></c>',
          '<c r="C2" s="1"><v>46023</v></c>',
          '<c r="D2" s="2"><v>46387</v></c>',
        ],
        2,
      )
    const styles = '<numFmts><numFmt numFmtId="164" formatCode="dd&quot; de &quot;mmmm"/></numFmts>'
    expect((await read(workbook(rows, { styles }))).keyActions).toMatchObject([
      { number: 1, title: { es: 'Saber' }, startsOn: '2026-01-01', endsOn: '2026-12-31' },
    ])
    const since1904 = rows.replace('46023', '44561').replace('46387', '44925')
    expect((await read(workbook(since1904, { styles, from1904: true }))).keyActions).toMatchObject([
      { startsOn: '2026-01-01', endsOn: '2026-12-31' },
    ])
  })

  it('with a formula is told at its cell, whatever it computes', async () => {
    const { rows } = await read(
      workbook(
        headRow +
          rowOf(
            [
              inline('1'),
              '<c r="B2" t="str"><f>HYPERLINK("http://x","y")</f><v>y</v></c>',
              inline('2026-01-01'),
              inline('2026-12-31'),
            ],
            2,
          ),
      ),
    )
    expect(rows[0]?.faults).toContainEqual({ row: 2, column: 'titleEs', key: 'roadmaps.sheetFormula' })
  })

  it('with merged cells is told at each of their rows', async () => {
    const { rows } = await read(
      workbook(headRow + good('1', 2) + good('2', 3) + good('3', 4), {
        after: '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>',
      }),
    )
    expect(rows.map((row) => row.faults.some((fault) => fault.key === 'roadmaps.sheetMerged'))).toEqual([
      true,
      true,
      false,
    ])
  })

  it('says that there are other sheets', async () => {
    const sheets = `<workbook ${ns} xmlns:r="r"><sheets><sheet name="a" r:id="rId1"/><sheet name="b" r:id="rId2"/><sheet name="c" state="hidden" r:id="rId3"/></sheets></workbook>`
    expect(
      (await read(workbook(headRow + good('1', 2), { more: { 'xl/workbook.xml': sheets } }))).ignored
        .sheets,
    ).toBe(1)
  })

  it.each([
    ['with macros', workbook(headRow, { more: { 'xl/vbaProject.bin': 'x' } }), 'roadmaps.sheetMacros'],
    [
      'of 100,000 rows',
      workbook(headRow + Array.from({ length: 100_000 }, (_, at) => good('1', at + 2)).join('')),
      'roadmaps.sheetTooLong',
    ],
    ['without rows', workbook(''), 'roadmaps.sheetEmpty'],
    [
      'with an entity',
      workbook('', {
        more: {
          'xl/worksheets/sheet1.xml':
            '<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>',
        },
      }),
      'roadmaps.sheetUnreadable',
    ],
    ['with broken XML', workbook('<row><c>'), 'roadmaps.sheetUnreadable'],
    ['that is another archive', archive({ 'a.txt': 'a' }), 'roadmaps.sheetUnreadable'],
    ['cut off', workbook(headRow + good('1', 2)).subarray(0, 400), 'roadmaps.sheetUnreadable'],
    [
      'of before 2007, or under a password',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
      'roadmaps.sheetOld',
    ],
    ['that is nothing', Buffer.alloc(0), 'roadmaps.sheetEmpty'],
    ['too large', Buffer.alloc(LARGEST_SHEET + 1), 'roadmaps.sheetTooLarge'],
    ['that is binary', Buffer.from([65, 0, 1, 2]), 'roadmaps.sheetUnreadable'],
  ])('%s is refused with its reason', async (_what, bytes, key) =>
    expect(await refusalOf(bytes)).toBe(key),
  )

  it('that is a ZIP bomb is refused, whether it says its size or lies about it', async () => {
    const zeros = deflateRawSync(Buffer.alloc(200 * 1024 * 1024, 0x20), { level: 9 })
    const before = process.memoryUsage().rss
    expect(
      await refusalOf(
        workbook('', { more: { 'xl/worksheets/sheet1.xml': { data: zeros, size: 200 * 1024 * 1024 } } }),
      ),
    ).toBe('roadmaps.sheetBomb')
    expect(
      await refusalOf(
        workbook('', { more: { 'xl/worksheets/sheet1.xml': { data: zeros, size: 1_000 } } }),
      ),
    ).toMatch(/sheetBomb|sheetUnreadable/)
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
  })

  it('of 1,001 rows of text is refused as well', async () => {
    expect(await refusalOf(Buffer.from(head + keyAction.repeat(1_001)))).toBe('roadmaps.sheetTooLong')
  })
})

// U+FFFD stands for letters that were lost before; no workbook is written with it.
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((one) =>
    one
      .normalize('NFC')
      .replace(/[\p{C}\p{Z}\uFFFD]+/gu, ' ')
      .trim(),
  )
  .filter((one) => one !== '' && !/^'[=+\-@]/.test(one))
const dangerous = fc.constantFrom(
  '=1+1',
  '+52 55',
  '-nada',
  '@usuario',
  "'=1",
  "''-",
  '＝1',
  '＠x',
  'a,b',
  'con "comillas"',
  '1; 2',
  '2026-01-01',
  '1/2',
  'ejemplo de algo',
)
const words = fc.oneof(text, dangerous)
const wording = fc
  .record({ es: words, en: fc.option(words, { nil: undefined }) })
  .map(({ es: one, en: other }) => ({ es: one, ...(other && { en: other }) }))
const days = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
  .map(([start, length]) => {
    const day = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 864e5).toISOString().slice(0, 10)
    return { startsOn: day(start), endsOn: day(start + length) }
  })
const someone = fc.uniqueArray(
  fc.constantFrom(...organisations.map((organisation) => organisation.id)),
  { maxLength: 3 },
)
const activityOf = (number: string) =>
  fc
    .record({
      id: fc.constant(`id-${number}`),
      number: fc.constant(number),
      title: wording,
      product: fc.option(wording),
      responsible: someone,
      when: days,
      verification: fc.option(wording),
      after: fc.constant<string[]>([]),
      dependsOn: fc.uniqueArray(fc.constantFrom(...dependencies)),
    })
    .map(({ when, ...rest }): Activity => ({ ...rest, ...when }))
const roadmap = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }).chain((sizes) =>
  fc.tuple(
    ...sizes.map((size, at) =>
      fc.record({
        id: fc.constant(`id-${at + 1}`),
        number: fc.constant(at + 1),
        title: wording,
        weight: fc.integer({ min: 1, max: 1_000 }),
        responsible: someone,
        startsOn: fc.constant('2026-01-01'),
        endsOn: fc.constant('2026-12-31'),
        activities: fc.tuple(
          ...Array.from({ length: size }, (_, place) => activityOf(`${at + 1}.${place + 1}`)),
        ),
      }),
    ),
  ),
) as fc.Arbitrary<KeyAction[]>

describe('what is taken out comes in again the same', () => {
  const chained = (keyActions: KeyAction[]) =>
    keyActions.map((action) => ({
      ...action,
      activities: action.activities.map((each, at) => ({
        ...each,
        after: action.activities.slice(Math.max(0, at - 1), at).map((before) => before.id),
      })),
    }))
  const known = (keyActions: KeyAction[]) =>
    new Map(
      keyActions.flatMap((action) => [
        [String(action.number), action.id] as const,
        ...action.activities.map((each) => [each.number, each.id] as const),
      ]),
    )
  const nameOf = (id: string) =>
    organisations.find((organisation) => organisation.id === id)?.names[1] ?? ''
  const same = (keyActions: KeyAction[]) =>
    JSON.parse(
      JSON.stringify(
        keyActions.map((action) => ({
          ...action,
          activities: action.activities.map((each) => ({
            ...each,
            dependsOn: [...each.dependsOn].toSorted(),
            responsible: [...each.responsible].toSorted(),
          })),
          responsible: [...action.responsible].toSorted(),
        })),
      ),
    ) as unknown

  it.each([
    ['CSV', 60],
    ['XLSX', 25],
  ] as const)('as %s, whatever its words', async (format, numRuns) => {
    await fc.assert(
      fc.asyncProperty(roadmap, fc.constantFrom(es, en), async (given, language) => {
        const keyActions = chained(given)
        const rows = rowsOf({ keyActions }, language, nameOf)
        const bytes =
          format === 'CSV' ? Buffer.from(writeCsv(rows)) : await writeWorkbook([{ name: 'Hoja', rows }])
        const back = await read(bytes, known(keyActions))
        // Identities of the test are no UUIDs: that is all that may be wrong.
        expect(same(back.keyActions)).toEqual(same(keyActions))
      }),
      { numRuns },
    )
  })

  it('and no cell of the CSV can be read as a formula', () => {
    const cells = writeCsv([['=1+1', '+52', '-1', '@x', '\tx', 'x=1']])
      .replace('\ufeff', '')
      .trim()
      .split(',')
    expect(cells.map((cell) => cell.replaceAll('"', ''))).toEqual([
      "'=1+1",
      "'+52",
      "'-1",
      "'@x",
      "'\tx",
      'x=1',
    ])
  })

  it('with every column known', () => {
    expect(rowsOf({ keyActions: [] }, es, nameOf)[0]).toHaveLength(columns.length)
    expect(faultCount({ rows: [], faults: [] })).toBe(0)
  })
})
