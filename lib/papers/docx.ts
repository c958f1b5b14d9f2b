import {
  AlignmentType,
  BorderStyle,
  Document,
  ExternalHyperlink,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  LevelFormat,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
} from 'docx'
import type { IParagraphOptions, IRunOptions, IStylesOptions } from 'docx'
import type { PhrasingContent } from 'mdast'
import QRCode from 'qrcode'
import type { Part, Print } from './print.ts'
import { plainText } from './said.ts'
import type { Block } from './said.ts'

type Options = { -readonly [name in keyof IParagraphOptions]: IParagraphOptions[name] }
type Run = { -readonly [name in keyof IRunOptions]: IRunOptions[name] }
/** What stands around a block: how far it is from the edge, the line beside it, the language. */
type Around = { indent: number; bar?: string; lang?: string | undefined }
type Picture = { data: Buffer; says: string } | null

const [soft, accent, rule, warn] = ['5D574C', '7A2E1D', 'C9C1B1', '8A5A00']
const bars = { warning: warn, agreement: accent, plain: rule }
/** In twentieths of a point: Letter, with the same margins as the PDF. */
const page = { width: 12_240, height: 15_840, side: 1_800, top: 1_440 }
const width = page.width - 2 * page.side
const levels = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
]
const DEEPEST = 9

/** Each numbered list of the document, for each counts for itself. */
type Lists = { start: number; reference: string }[]

/**
 * A document that word processors open and people go on writing in: real headings, lists and tables, in fonts that
 * they have.
 */
export async function writeDocx(print: Print): Promise<Buffer> {
  const picture = await pictureOf(print)
  const lists: Lists = []
  const children = print.parts.flatMap((part) => partOf(part, { indent: 0 }, lists, picture))
  const document = new Document({
    title: print.title,
    subject: print.subject,
    creator: print.author,
    lastModifiedBy: print.author,
    description: print.foot,
    keywords: `sha256:${print.digest}`,
    styles: stylesIn(print.lang),
    numbering: { config: numberingOf(lists) },
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: { left: page.side, right: page.side, top: page.top, bottom: page.top },
          },
        },
        ...((print.example ?? print.mark) !== null && { headers: { default: headerOf(print) } }),
        footers: { default: footerOf(print) },
        children,
      },
    ],
  })
  return Packer.toBuffer(document)
}

/** The code that the print has, as a picture. */
async function pictureOf(print: Print): Promise<Picture> {
  const code = print.parts.flatMap((part) => (part.is === 'facts' && part.code ? [part.code] : [])).at(0)
  if (!code) return null
  return {
    data: await QRCode.toBuffer(code.address, { errorCorrectionLevel: 'M', margin: 0, scale: 8 }),
    says: code.says,
  }
}

function stylesIn(lang: Print['lang']): IStylesOptions {
  const headings = levels.map((_, place) => [
    `heading${place + 1}`,
    {
      run: {
        font: 'Georgia',
        bold: true,
        italics: place > 3,
        color: '1F1C18',
        size: [40, 27, 23, 21, 21, 21][place] ?? 21,
      },
      paragraph: {
        keepNext: true,
        spacing: { before: [60, 360][place] ?? 200, after: 100 },
      },
    },
  ])
  return {
    default: {
      document: {
        run: {
          font: 'Georgia',
          size: 21,
          language: { value: lang === 'es' ? 'es-MX' : 'en-GB' },
        },
        paragraph: { spacing: { after: 140, line: 288, lineRule: LineRuleType.AUTO } },
      },
      ...Object.fromEntries(headings),
    },
  }
}

function numberingOf(lists: Lists) {
  return [
    {
      reference: 'points',
      levels: levelsOf((level) => ({
        format: LevelFormat.BULLET,
        text: level % 2 === 0 ? '•' : '–',
      })),
    },
    ...lists.map(({ reference, start }) => ({
      reference,
      levels: levelsOf((level) => ({
        format: LevelFormat.DECIMAL,
        text: `%${level + 1}.`,
        start: level === 0 ? start : 1,
      })),
    })),
  ]
}

function headerOf({ example, mark }: Print): Header {
  const words = [example, mark].filter((text) => text !== null)
  return new Header({
    children: [
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        children: [run(words.join(' · '), { bold: true, size: 17, color: warn })],
      }),
    ],
  })
}

function footerOf({ foot, pageWords }: Print): Footer {
  return new Footer({
    children: [
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: width }],
        border: { top: { style: BorderStyle.SINGLE, size: 4, color: rule, space: 6 } },
        children: [
          run(foot, { size: 17, color: soft }),
          new TextRun({
            size: 17,
            color: soft,
            children: [
              '\t',
              `${pageWords.page} `,
              PageNumber.CURRENT,
              ` ${pageWords.of} `,
              PageNumber.TOTAL_PAGES,
            ],
          }),
        ],
      }),
    ],
  })
}

function levelsOf(
  of: (level: number) => {
    format: (typeof LevelFormat)[keyof typeof LevelFormat]
    text: string
    start?: number
  },
) {
  return Array.from({ length: DEEPEST }, (_, level) => ({
    level,
    alignment: AlignmentType.LEFT,
    ...of(level),
    style: { paragraph: { indent: { left: 420 * (level + 1), hanging: 420 } } },
  }))
}

function partOf(part: Part, around: Around, lists: Lists, picture: Picture): (Paragraph | Table)[] {
  switch (part.is) {
    case 'heading':
      return [
        paragraph(
          part.words,
          { ...around, lang: part.lang },
          { heading: levels[part.level - 1] ?? HeadingLevel.HEADING_6 },
        ),
      ]
    case 'line':
      return [
        paragraph(
          part.words,
          { ...around, lang: part.lang },
          { keepNext: part.before, spacing: { after: part.before ? 40 : 120 } },
          { size: 18, color: soft, ...(part.before && { bold: true }) },
        ),
      ]
    case 'said':
      return blocks(
        part.blocks,
        part.quoted ? deeper(around, rule, part.lang) : { ...around, lang: part.lang },
        lists,
      )
    case 'box':
      return part.parts.flatMap((one) => partOf(one, deeper(around, bars[part.tone]), lists, picture))
    case 'facts':
      return [
        ...(part.code && picture ? [pictured(picture)] : []),
        grid(
          null,
          part.rows.map(({ label, value }) => [{ words: [{ type: 'text', value: label }] }, value]),
          true,
        ),
        gap(),
      ]
    case 'table':
      return [
        ...(part.titled ? [] : [captionOf(part.caption, around)]),
        grid(
          part.columns.map((column) => [{ type: 'text', value: column }]),
          part.rows,
          false,
        ),
        gap(),
      ]
  }
}

function pictured({ data, says }: NonNullable<Picture>): Paragraph {
  return new Paragraph({
    keepNext: true,
    spacing: { before: 120 },
    children: [
      new ImageRun({
        type: 'png',
        data,
        transformation: { width: 144, height: 144 },
        altText: { title: says, description: says, name: 'QR' },
      }),
    ],
  })
}

function captionOf(caption: string, around: Around): Paragraph {
  return paragraph(
    [{ type: 'text', value: caption }],
    around,
    { keepNext: true, spacing: { before: 160, after: 60 } },
    { size: 18, bold: true, color: soft },
  )
}

function deeper(around: Around, bar: string, lang = around.lang): Around {
  return { indent: around.indent + 280, bar, lang }
}

function blocks(given: Block[], around: Around, lists: Lists): (Paragraph | Table)[] {
  return given.flatMap((block): (Paragraph | Table)[] => {
    switch (block.type) {
      case 'paragraph':
        return [paragraph(block.children, around)]
      case 'heading':
        return [
          paragraph(block.children, around, {
            heading: levels[block.depth - 1] ?? HeadingLevel.HEADING_6,
          }),
        ]
      case 'blockquote':
        return blocks(block.children as Block[], deeper(around, rule), lists)
      case 'code':
        return block.value
          .split('\n')
          .map((one) =>
            paragraph(
              [{ type: 'inlineCode', value: one }],
              { ...around, indent: around.indent + 240 },
              { spacing: { after: 0 } },
            ),
          )
      case 'thematicBreak':
        return [
          new Paragraph({
            border: { bottom: { style: BorderStyle.SINGLE, size: 4, color: rule, space: 1 } },
            children: [],
          }),
        ]
      case 'table': {
        const [head, ...rows] = block.children.map((row) =>
          row.children.map((cell) => ({ words: cell.children, lang: around.lang })),
        )
        return head
          ? [
              grid(
                head.map((cell) => cell.words),
                rows.map((row) => head.map((_, place) => row[place] ?? { words: [] })),
                false,
              ),
              gap(),
            ]
          : []
      }
      case 'list':
        return list(block, around, lists, 0)
      default:
        return []
    }
  })
}

function list(
  given: Extract<Block, { type: 'list' }>,
  around: Around,
  lists: Lists,
  level: number,
): (Paragraph | Table)[] {
  // Each numbered list counts for itself.
  const reference = given.ordered ? `numbers-${lists.length + 1}` : 'points'
  if (given.ordered) lists.push({ reference, start: given.start ?? 1 })
  const left = around.indent + 420 * (level + 1)
  return given.children.flatMap((item) => {
    const [first, ...rest] = item.children as Block[]
    const sign: PhrasingContent[] =
      typeof item.checked === 'boolean' ? [{ type: 'text', value: item.checked ? '[x] ' : '[ ] ' }] : []
    const words = first?.type === 'paragraph' ? first.children : []
    const others = first && first.type !== 'paragraph' ? [first, ...rest] : rest
    return [
      paragraph(
        [...sign, ...words],
        { ...around, indent: 0 },
        {
          numbering: { reference, level: Math.min(level, DEEPEST - 1) },
          indent: { left, hanging: 420 },
          spacing: { after: 60 },
        },
      ),
      ...others.flatMap((other) =>
        other.type === 'list'
          ? list(other, around, lists, level + 1)
          : blocks([other], { ...around, indent: left }, lists),
      ),
    ]
  })
}

function grid(
  head: PhrasingContent[][] | null,
  rows: { words: PhrasingContent[]; lang?: string | undefined }[][],
  facts: boolean,
): Table {
  const columns = head?.length ?? 2
  const widths = facts
    ? [1_900, width - 1_900]
    : shares([head ?? [], ...rows.map((cells) => cells.map((one) => one.words))], columns)
  const line = { style: BorderStyle.SINGLE, size: 4, color: rule }
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
  const cell = (words: PhrasingContent[], place: number, look: Run, lang?: string) =>
    new TableCell({
      width: { size: widths[place] ?? 0, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: facts ? 0 : 80, right: 80 },
      children: [
        paragraph(
          words,
          { indent: 0, lang },
          { spacing: { after: 0, line: 252, lineRule: LineRuleType.AUTO } },
          { size: 18, ...look },
        ),
      ],
    })
  return new Table({
    width: { size: widths.reduce((sum, one) => sum + one, 0), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: {
      top: none,
      left: none,
      right: none,
      insideVertical: none,
      bottom: facts ? none : line,
      insideHorizontal: facts ? none : line,
    },
    rows: [
      ...(head
        ? [
            new TableRow({
              tableHeader: true,
              cantSplit: true,
              children: head.map((words, place) =>
                cell(words, place, {
                  bold: true,
                  color: soft,
                  shading: { type: ShadingType.CLEAR, fill: 'auto' },
                }),
              ),
            }),
          ]
        : []),
      ...rows.map(
        (cells) =>
          new TableRow({
            cantSplit: true,
            children: cells.map(({ words, lang }, place) =>
              cell(words, place, facts && place === 0 ? { color: soft } : {}, lang),
            ),
          }),
      ),
    ],
  })
}

/** Columns by what stands in them: the longest gets no more than five times the shortest. */
function shares(rows: PhrasingContent[][][], columns: number): number[] {
  const lengths = Array.from({ length: columns }, (_, place) =>
    Math.min(40, Math.max(8, ...rows.map((cells) => plainText(cells[place] ?? []).length))),
  )
  const all = lengths.reduce((sum, one) => sum + one, 0)
  return lengths.map((length) => Math.floor((length / all) * width))
}

/** Two tables that touch would be one. */
function gap(): Paragraph {
  return new Paragraph({ spacing: { after: 0 }, children: [] })
}

function paragraph(
  words: PhrasingContent[],
  { indent, bar, lang }: Around,
  options: Options = {},
  look: Run = {},
): Paragraph {
  return new Paragraph({
    ...(indent > 0 && { indent: { left: indent } }),
    ...(bar && { border: { left: { style: BorderStyle.SINGLE, size: 12, color: bar, space: 8 } } }),
    ...options,
    children: runsOf(words, {
      ...look,
      ...(lang && { language: { value: lang === 'es' ? 'es-MX' : 'en-GB' } }),
    }),
  })
}

function runsOf(words: PhrasingContent[], look: Run): (TextRun | ExternalHyperlink)[] {
  return words.flatMap((node): (TextRun | ExternalHyperlink)[] => {
    switch (node.type) {
      case 'text':
        return [run(node.value.replace(/\s*\n\s*/g, ' '), look)]
      case 'inlineCode':
        return [run(node.value, { ...look, font: 'Courier New' })]
      case 'break':
        return [new TextRun({ break: 1 })]
      case 'strong':
        return runsOf(node.children, { ...look, bold: true })
      case 'emphasis':
        return runsOf(node.children, { ...look, italics: true })
      case 'delete':
        return runsOf(node.children, { ...look, strike: true })
      case 'link':
        return [
          new ExternalHyperlink({
            link: node.url,
            children: runsOf(node.children, { ...look, color: accent, underline: {} }),
          }),
        ]
      default:
        return []
    }
  })
}

/** XML has no words for control characters and half letters, and Word opens no file that has them. */
function run(text: string, look: Run): TextRun {
  return new TextRun({
    ...look,
    text: text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD'),
  })
}
