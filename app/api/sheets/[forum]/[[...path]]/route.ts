import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { inLanguage } from '@/app/_request/dates'
import { sheetWords } from '@/app/_request/sheets'
import { viewerOf } from '@/app/_request/who'
import { exampleOf } from '@/lib/act/example.ts'
import { Id } from '@/lib/act/fields.ts'
import { languageFor } from '@/lib/bodies/rules.ts'
import { organisationsSeenBy } from '@/lib/bodies/seen.ts'
import { roadmapIn } from '@/lib/roadmaps/draft.ts'
import { responsiblesSeenBy, roadmapDraftSeenBy, roadmapSeenBy } from '@/lib/roadmaps/seen.ts'
import type { Roadmap } from '@/lib/roadmaps/rules.ts'
import { columns, rowsOf } from '@/lib/roadmaps/sheet.ts'
import { writeCsv, writeWorkbook } from '@/lib/roadmaps/workbook.ts'
import type { WrittenSheet } from '@/lib/roadmaps/workbook.ts'

type Say = Awaited<ReturnType<typeof getTranslations>>
type Asked = { params: Promise<{ forum: string; path?: string[] }> }

const widths = columns.map((column) => {
  if (/^(title|product|verification)/.test(column)) return 44
  if (column === 'responsible') return 36
  return column === 'dependsOn' ? 28 : 14
})
const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/**
 * Roadmaps as spreadsheets: `template`, or a commitment's id with `version` (a number, or `draft` for those
 * who may see the working paper). What was sealed is for everybody.
 */
export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { forum, path = [] } = await params
  const asked = new URL(request.url).searchParams
  const format = asked.get('format') === 'csv' ? ('csv' as const) : ('xlsx' as const)
  const [what = '', more] = path
  if (more !== undefined) notFound()
  const viewer = await viewerOf(forum)
  const lang = languageFor(viewer.forum, asked.get('lang'))
  const made =
    what === 'template'
      ? await template(lang)
      : await roadmap(viewer, what, asked.get('version') ?? '', lang)
  const [first] = made.sheets
  if (!first) notFound()
  const body = format === 'csv' ? writeCsv(first.rows) : await writeWorkbook(made.sheets)
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
    headers: {
      'Content-Type': types[format],
      'Content-Disposition': `attachment; filename="${made.name}.${format}"`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "sandbox; default-src 'none'",
    },
  })
}

/**
 * Column titles, two rows that are marked as examples (and therefore not read), and a sheet that says how
 * to fill it in.
 */
async function template(lang: string): Promise<{ name: string; sheets: WrittenSheet[] }> {
  const [words, t] = await Promise.all([sheetWords(lang), getTranslations({ locale: lang })])
  const title = (text: string) => (lang === 'en' ? { titleEn: text } : { titleEs: text })
  const row = (cells: Partial<Record<(typeof columns)[number], string>>) =>
    columns.map((column) => cells[column] ?? '')
  return {
    name: t('roadmaps.sheet.template').toLowerCase(),
    sheets: [
      {
        name: t('roadmaps.sheet.sheetName'),
        widths,
        rows: [
          columns.map((column) => words.columns[column]),
          row({
            number: `${words.example} 1`,
            ...title(t('roadmaps.sheet.exampleKeyAction')),
            weight: '2',
            startsOn: '2027-01-11',
            endsOn: '2027-12-15',
          }),
          row({
            number: `${words.example} 1.1`,
            ...title(t('roadmaps.sheet.exampleActivity')),
            ...(lang === 'en'
              ? { productEn: t('roadmaps.sheet.exampleProduct') }
              : { productEs: t('roadmaps.sheet.exampleProduct') }),
            startsOn: '2027-01-11',
            endsOn: '2027-03-31',
            dependsOn: words.dependencies['no-budget'],
          }),
        ],
      },
      {
        name: t('roadmaps.sheet.helpName'),
        widths: [36, 80],
        rows: [
          [t('roadmaps.sheet.helpColumn'), t('roadmaps.sheet.helpText')],
          ...columns.map((column) => [words.columns[column], t(`roadmaps.sheet.columnHints.${column}`)]),
        ],
      },
    ],
  }
}

async function roadmap(
  viewer: Awaited<ReturnType<typeof viewerOf>>,
  commitment: string,
  version: string,
  lang: string,
): Promise<{ name: string; sheets: WrittenSheet[] }> {
  const seen = Id.safeParse(commitment).success ? await roadmapSeenBy(viewer, commitment) : null
  if (!seen) notFound()
  const [words, t, organisations] = await Promise.all([
    sheetWords(lang),
    getTranslations({ locale: lang }),
    organisationsSeenBy(viewer),
  ])
  const paper = version === 'draft' ? await roadmapDraftSeenBy(viewer, commitment) : null
  const sealed =
    version === ''
      ? seen.versions.at(-1)
      : seen.versions.find((sealedVersion) => String(sealedVersion.number) === version)
  const shown = paper ? (roadmapIn(paper.content) as Roadmap) : sealed?.roadmap
  if (!shown) notFound()
  const names = await responsiblesSeenBy(viewer, [shown])
  const short = new Map(organisations.map((organisation) => [organisation.id, organisation.shortName]))
  const [called, which] = [t('roadmaps.sheet.sheetName'), paper ? 'draft' : `v${sealed?.number ?? 0}`]
  const nameOf = (id: string) => short.get(id) ?? (names[id] ? inLanguage(names[id], lang).text : id)
  return {
    name: `${called.toLowerCase().replace(/\W+/g, '-')}-${seen.commitment.number}-${which}`,
    sheets: [
      marked(
        { name: called, widths, rows: rowsOf(unfinished(shown), words, nameOf) },
        exampleOf(viewer.forum),
        t,
      ),
    ],
  }
}

/** Of a practice table each row says that it is an example, in a column of its own at the end: programs find the others where they were. */
function marked(sheet: WrittenSheet, example: ReturnType<typeof exampleOf>, t: Say): WrittenSheet {
  return example
    ? {
        name: t(example.titled, { name: sheet.name }).replace(/[[\]]/g, ''),
        rows: sheet.rows.map((row) => [...row, t(example.word)]),
        widths: [...widths, 14],
      }
    : sheet
}

/** Working paper may lack words where a sealed roadmap has them. */
function unfinished({ keyActions }: Roadmap): Pick<Roadmap, 'keyActions'> {
  return {
    keyActions: keyActions.map((action) => ({
      ...action,
      title: action.title ?? {},
      activities: action.activities.map((each) => ({ ...each, title: each.title ?? {} })),
    })),
  }
}
