import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { posix } from 'node:path'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { attachmentIn } from '../../components/verify/attachment.ts'
import { readPdf } from '../../testing/read-pdf.ts'
import { readZip } from '../../testing/read-zip.ts'
import { writeDocx } from './docx.ts'
import type { MinutesDocument, Speaker, TakenDecision } from './document.ts'
import { writeMarkdown } from './markdown.ts'
import { writePdf } from './pdf.ts'
import { printOf } from './print.ts'
import { saidIn } from './said.ts'

const home = 'https://mesa.example.org'
const es = (text: string) => ({ lang: 'es' as const, text })
const digest = 'ab54'.repeat(16)
const rich = `Se leyó la **lista** y se *dijo* que ~~no~~ sí; véase [la página](https://example.org/a_b) y [el compromiso](/es/practica/commitments/1).

## Lo que se vio

1. Uno
2. Dos
   - dos a
   - dos b

- [x] hecho
- [ ] falta

> Una cita, con nota.[^1]

| Municipio | Respuesta |
| --- | --- |
| Ñuñoa | «Sí, a más tardar el día 3» |

[^1]: La nota.`

const ana = { person: 'Ana Ñandú', capacity: 'alternate', seat: { es: 'Representación' } }
const nobody = { person: null, capacity: null, seat: null }
const minutes: MinutesDocument = {
  schema: 'mesa-abierta/minutes/1',
  forum: {
    slug: 'practica',
    name: { es: 'Mesa de práctica', en: 'Practice table' },
    timeZone: 'America/Mexico_City',
  },
  body: { slug: 'comite', shortName: 'CC', name: { es: 'Comité Coordinador' } },
  meeting: {
    id: 'f0000000-0000-4000-8000-000000000000',
    kind: 'ordinary',
    number: 3,
    year: 2026,
    heldOn: '2026-03-12',
    convenedFor: null,
    movedFrom: null,
    startsAt: '2026-03-12T16:00:00.000Z',
    openedAt: '2026-03-12T16:00:00.000Z',
    closedAt: '2026-03-12T18:00:00.000Z',
    place: es('Sala 1'),
  },
  number: 'CC-2026-03',
  state: 'approved',
  version: 2,
  circulatedAt: '2026-03-14T16:00:00.000Z',
  observationsUntil: '2026-03-21T16:00:00.000Z',
  approvedAt: '2026-03-22T16:00:00.000Z',
  digest,
  logEntry: 41,
  addresses: {
    es: `${home}/es/practica/minutes/CC-2026-03`,
    en: `${home}/en/practica/minutes/CC-2026-03`,
  },
  erased: false,
  quorum: { reached: true, there: 2, of: 3, needed: 2 },
  guests: [{ name: 'Rosa Invitada', office: { lang: 'es', text: 'Dirección de Archivos' } }],
  attendance: [
    {
      sector: { es: 'Sociedad civil' },
      seats: [{ seat: { es: 'Representación' }, person: 'Ana Ñandú', state: 'present' }],
    },
  ],
  items: [
    {
      number: 1,
      title: es('Instalación'),
      commitment: { plan: '2026-2028', number: 4 },
      postponed: null,
      text: es(rich),
      agreements: [
        {
          number: 'CC-2026-03/1',
          kind: 'action',
          text: es('Preguntar a **todas**.'),
          seat: { es: 'Titular' },
          dueOn: '2026-05-01',
          proposal: 7,
        },
      ],
      errata: [
        {
          number: 2,
          approvedAt: '2026-04-01T16:00:00.000Z',
          wrong: es('cinco'),
          right: es('siete'),
          reason: es('Se contó mal.'),
          digest,
        },
      ],
    },
    {
      number: 2,
      title: es('# No es un título | <b>ni HTML</b>'),
      commitment: null,
      postponed: es('Faltó tiempo.'),
      text: null,
      agreements: [],
      errata: [],
    },
  ],
  errata: [
    {
      number: 1,
      approvedAt: '2026-03-28T16:00:00.000Z',
      wrong: es('9:00'),
      right: es('10:00'),
      reason: es('La hora.'),
      digest,
    },
  ],
  proposals: [
    {
      number: 7,
      title: es('Pausa'),
      decision: {
        number: 5,
        outcome: 'no-consensus',
        obstacle: 'objection',
        notCarriedOut: null,
        stood: {
          reserved: [],
          aside: [],
          objected: [{ es: 'Sociedad civil' }],
          suspended: [],
          voiceless: [],
          silent: [],
        },
        effect: null,
      },
      positions: [
        {
          sector: { es: 'Sociedad civil' },
          ...ana,
          stance: 'object',
          reason: es('Nadie *preguntó* a las colonias.'),
        },
        { sector: { es: 'SFP' }, ...nobody, stance: 'agree', reason: null },
      ],
    },
  ],
  observations: [
    {
      item: 1,
      version: 1,
      seat: { es: 'Titular' },
      person: 'Luz Ibarra',
      capacity: 'titular',
      at: '2026-03-15T16:00:00.000Z',
      text: es('Falta el nombre.'),
    },
  ],
  silenceIsAssent: true,
  approvals: [
    {
      sector: { es: 'Sociedad civil' },
      says: 'approved',
      since: null,
      ...ana,
      at: '2026-03-20T16:00:00.000Z',
      logEntry: 44,
    },
    {
      sector: { es: 'SFP' },
      says: 'silence',
      since: '2026-03-21',
      ...nobody,
      at: null,
      logEntry: null,
    },
  ],
}
const words = {
  lang: 'es' as const,
  say: (key: string, values: Record<string, string | number> = {}) =>
    [key, ...Object.values(values)].join(' '),
  day: (day: string) => day,
  moment: (instant: Date) => instant.toISOString(),
  times: ({ startsAt, heldOn }: MinutesDocument['meeting']) => [
    { label: 'record.when', value: startsAt ?? heldOn },
  ],
  result: ({ outcome }: TakenDecision) => outcome,
  who: ({ person, capacity, seat }: Speaker) => [person, capacity, seat?.es].filter(Boolean).join(' '),
}
const printed = (change: Partial<MinutesDocument> = {}) =>
  printOf(
    { ...minutes, ...change },
    {
      ...words,
      say: (key, values) =>
        key === 'takeAway.page' ? `Página ${values?.page} de ${values?.pages}` : words.say(key, values),
    },
    home,
  )
const withText = (text: string) =>
  printed({ items: minutes.items.slice(0, 1).map((item) => ({ ...item, text: es(text) })) })

/** Anything that somebody may type: pieces of Markdown, and letters of all kinds. */
const typed = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '# ',
        '## ',
        '> ',
        '- ',
        '1. ',
        '- [ ] ',
        '| a | b |\n| - | - |\n',
        '```\n',
        '**',
        '*',
        '~~',
        '`',
        '[x](',
        '[^1]',
        '[^1]: ',
        '![a](b)',
        '<b>',
        '\n',
        '\n\n',
        '    ',
        '  \n',
        '---\n',
        'https://example.org/',
        '\\',
        '&amp;',
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('ñ', '😀', 'العربية', '漢字', 'a'.repeat(300)),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''))

describe('PDF', () => {
  it('is tagged, titled, in its language, with its fonts, and says that it is PDF/UA', async () => {
    const { file, tags } = readPdf(await writePdf(printed(), { compress: false }))
    expect(file.slice(0, 8)).toBe('%PDF-1.7')
    for (const told of [
      '/Marked true',
      '/Lang (es-MX)',
      '/DisplayDocTitle true',
      '<pdfuaid:part>1</pdfuaid:part>',
      '/Tabs /S',
      '/Alt (',
      `(sha256:${digest})`,
    ])
      expect(file).toContain(told)
    expect(file).toContain('/FontFile2')
    expect(file).not.toContain('Helvetica')
    for (const tag of [
      'Document',
      'H1',
      'H2',
      'H3',
      'P',
      'L',
      'LI',
      'Lbl',
      'LBody',
      'Table',
      'THead',
      'TBody',
      'TR',
      'TH',
      'TD',
      'Caption',
      'BlockQuote',
      'Link',
      'Figure',
    ])
      expect(tags).toContain(tag)
    expect(tags.filter((tag) => tag === 'H1')).toHaveLength(1)
    expect(file).toContain('/Scope /Column')
    expect(file).toContain('/Scope /Row')
  })

  it('says it all: text, agreement, errata, minority text, approvals with act, digest in full, pages counted', async () => {
    const { text, pages } = readPdf(await writePdf(printed(), { compress: false }))
    for (const told of [
      'Ana Ñandú',
      'Rosa Invitada',
      'Dirección de Archivos',
      'Ñuñoa',
      'CC-2026-03/1',
      'Nadie ',
      'preguntó',
      'Se contó mal.',
      'La hora.',
      'Falta el nombre.',
      '[x]',
      '[1]',
      '# No es un título | <b>ni HTML</b>',
      digest,
      '44',
    ])
      expect(text).toContain(told)
    expect(pages.length).toBeGreaterThan(1)
    pages.forEach((page, place) =>
      expect(page.replaceAll('\u0001', '')).toContain(`Página ${place + 1} de ${pages.length}`),
    )
  })

  it('that is not approved says so on each page, and leads to no public page', async () => {
    const { pages, tags } = readPdf(
      await writePdf(printed({ state: 'circulated', number: null, approvedAt: null, addresses: null }), {
        compress: false,
      }),
    )
    for (const page of pages) expect(page).toContain('takeAway.mark')
    expect(tags).not.toContain('Figure')
  })

  it('names what no font can draw, and loses none of it', async () => {
    const { text } = readPdf(await writePdf(withText('Hola 😀 漢'), { compress: false }))
    expect(text).toContain('Hola [U+1F600] [U+6F22]')
  })

  it('carries the sealed text under the name that its readers know, and is read back', async () => {
    const seal = `${'A'.repeat(43)}=`
    const attached = { origin: 'mesa.example.org', entry: 7, seal, salt: seal, value: '"Uno"' }
    const bytes = await writePdf({ ...printed(), attached }, { compress: false })
    expect(bytes.toString('latin1')).toContain(
      JSON.stringify({
        origin: 'mesa.example.org',
        entry: 7,
        commitment: seal,
        salt: seal,
        value: '"Uno"',
      }),
    )
    expect(await attachmentIn(bytes)).toEqual(attached)
  })

  it('is the same bytes each time', async () => {
    expect((await writePdf(printed())).equals(await writePdf(printed()))).toBe(true)
  })

  it('of two hundred pages takes seconds', { tags: ['long'] }, async () => {
    const long = `${rich}\n\n${'Se habló largamente de la obra pública y de lo que las personas vecinas piden, con nombres y fechas. '.repeat(120)}\n\n`
    const items = Array.from(
      { length: 55 },
      (_, place) =>
        ({ ...minutes.items[0], number: place + 1, text: es(long) }) as MinutesDocument['items'][number],
    )
    const { pages } = readPdf(await writePdf(printed({ items }), { compress: false }))
    expect(pages.length).toBeGreaterThan(200)
  })

  it('keeps every word inside the page, wide tables and long words too', async () => {
    const wide = (columns: number) =>
      `${'| columna '.repeat(columns)}|\n${'| - '.repeat(columns)}|\n${`| ${'palabra'.repeat(9)} `.repeat(columns)}|\n`
    for (const text of [
      wide(3),
      wide(9),
      wide(30),
      'x'.repeat(4_000),
      `https://example.org/${'y'.repeat(900)}`,
      '- '.repeat(40),
    ]) {
      const { file } = readPdf(await writePdf(withText(text), { compress: false }))
      const left = [...file.matchAll(/1 0 0 1 ([\d.-]+) [\d.-]+ Tm/g)].map((found) => Number(found[1]))
      expect(Math.min(...left)).toBeGreaterThanOrEqual(89)
      expect(Math.max(...left)).toBeLessThan(523)
    }
  })

  it('stands whatever is typed', async () => {
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const { tags } = readPdf(await writePdf(withText(text), { compress: false }))
        const levels = tags.flatMap((tag) => (/^H\d$/.test(tag ?? '') ? Number(tag?.slice(1)) : []))
        expect(levels.filter((level) => level === 1)).toHaveLength(1)
      }),
      { numRuns: 60 },
    )
  })
})

describe('Word', () => {
  function checked(parts: Map<string, string>): void {
    for (const [name, xml] of parts) {
      if (!/\.(xml|rels)$/.test(name)) continue
      const parser = new SaxesParser({ xmlns: true })
      parser.on('error', (error) => {
        throw new Error(`${name}: ${error.message}`)
      })
      parser.write(xml).close()
    }
    const types = parts.get('[Content_Types].xml') ?? ''
    for (const name of parts.keys()) {
      const ending = name.split('.').at(-1) ?? ''
      if (name !== '[Content_Types].xml')
        expect(
          types.includes(`PartName="/${name}"`) || types.includes(`Extension="${ending}"`),
          name,
        ).toBe(true)
    }
    for (const [name, xml] of parts) {
      if (!name.endsWith('.rels')) continue
      const base = posix.dirname(posix.dirname(name))
      for (const [whole, target = ''] of xml.matchAll(/<Relationship [^>]*Target="([^"]*)"[^>]*>/g)) {
        if (!whole.includes('TargetMode="External"'))
          expect([...parts.keys()], `${name} leads to ${target}`).toContain(
            target.startsWith('/') ? target.slice(1) : posix.join(base, target),
          )
      }
    }
  }

  it('has real headings, lists and tables with a header row, its language, its properties, and pages counted', async () => {
    const parts = await readZip(await writeDocx(printed()))
    checked(parts)
    const document = parts.get('word/document.xml') ?? ''
    for (const told of [
      'w:val="Heading1"',
      'w:val="Heading2"',
      'w:val="Heading3"',
      '<w:numPr>',
      '<w:tblHeader',
      '<w:hyperlink',
      'Ana Ñandú',
      'Rosa Invitada',
      'Dirección de Archivos',
      'Se contó mal.',
      digest,
      'CC-2026-03/1',
      '<pic:pic',
      '# No es un título | &lt;b&gt;ni HTML&lt;/b&gt;',
    ])
      expect(document).toContain(told)
    expect(parts.get('word/styles.xml')).toContain('w:val="es-MX"')
    expect(parts.get('docProps/core.xml')).toContain('CC-2026-03')
    const footer = [...parts].find(([name]) => /footer\d*\.xml$/.test(name))?.[1] ?? ''
    expect(footer).toContain('NUMPAGES')
    // Rows of a table may not lie about how many columns it has.
    for (const [table] of document.matchAll(/<w:tbl>[\s\S]*?<\/w:tbl>/g)) {
      const columns = [...table.matchAll(/<w:gridCol /g)].length
      for (const [row] of table.matchAll(/<w:tr>[\s\S]*?<\/w:tr>|<w:tr [\s\S]*?<\/w:tr>/g))
        expect([...row.matchAll(/<w:tc>/g)]).toHaveLength(columns)
    }
  })

  it('that is not approved says so in its header', async () => {
    const parts = await readZip(
      await writeDocx(printed({ state: 'circulated', number: null, approvedAt: null, addresses: null })),
    )
    checked(parts)
    expect([...parts].find(([name]) => /header\d*\.xml$/.test(name))?.[1]).toContain('takeAway.mark')
  })

  it('stands whatever is typed', async () => {
    await fc.assert(
      fc.asyncProperty(typed, async (text) => checked(await readZip(await writeDocx(withText(text))))),
      { numRuns: 30 },
    )
  })
})

describe('Markdown', () => {
  const parsed = (text: string) =>
    fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })

  it('escapes what is no Markdown of ours: a title is one heading, HTML is letters', () => {
    const text = writeMarkdown(printed()).toString()
    const tree = parsed(text)
    expect(JSON.stringify(tree)).not.toContain('"type":"html"')
    expect(tree.children.filter((node) => node.type === 'heading' && node.depth === 1)).toHaveLength(1)
    expect(text).toContain(digest)
    expect(text).toContain('| Rosa Invitada | Dirección de Archivos |')
    expect(text).toContain('| Ñuñoa | «Sí, a más tardar el día 3» |')
    expect(text).toContain('[el compromiso](https://mesa.example.org/es/practica/commitments/1)')
  })

  it('says no HTML and no link that runs, whatever is typed', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const made = JSON.stringify(
          parsed(writeMarkdown(withText(`${text}\n\n[a](javascript:alert(1)) <script>`)).toString()),
        )
        // Between two lists of one kind stands an empty comment, as CommonMark asks.
        expect(made.replaceAll(/"type":"html","value":"<!---->"/g, '')).not.toContain('"type":"html"')
        expect(made).not.toContain('"url":"javascript')
      }),
      { numRuns: 200 },
    )
  })
})

describe('what a person wrote', () => {
  it('leaves out no level of heading', () => {
    fc.assert(
      fc.property(typed, (text) => {
        let before = 2
        for (const block of saidIn(text, home))
          if (block.type === 'heading') {
            expect(block.depth).toBeLessThanOrEqual(before + 1)
            before = block.depth
          }
      }),
    )
  })

  it('that is a thousand quotations deep is still read', async () => {
    expect((await writePdf(withText(`${'> '.repeat(5_000)}fondo`))).length).toBeGreaterThan(1_000)
  })
})
