import { getTranslations } from 'next-intl/server'
import { isRefusal } from '@/lib/act/refusal.ts'
import type { Refusal } from '@/lib/act/refusal.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { locales } from './locales'
import { sheetIn } from './sheets'

/** The columns of a plan, in the order in which its lines have them. */
const columns = ['number', 'title', 'objective', 'leads', 'supports', 'policyArea', 'from'] as const

/** A spreadsheet of commitments that this person brought, as the lines of a plan: they are read, and mended, in the form. */
export async function planSheetBrought(viewer: Viewer, upload: string): Promise<string | Refusal> {
  const sheet = await sheetIn(viewer, upload)
  if (isRefusal(sheet)) return sheet
  const rows = sheet.rows.map(({ cells }) => cells.map(({ text }) => plainCell(text)))
  const places = await headIn(rows[0] ?? [])
  const lines = places
    ? rows.slice(1).map((row) => columns.map((column) => row[places.get(column) ?? -1] ?? ''))
    : rows
  return lines.map((cells) => cells.join(' | ').replace(/( \| )+$/, '')).join('\n')
}

/** A cell stays in its line, and does not part it. */
function plainCell(text: string): string {
  return text.replace(/[\s|]+/g, ' ').trim()
}

/** Where each column stands, if the first row names them in either language; else they stand in their order. */
async function headIn(head: string[]): Promise<Map<string, number> | null> {
  const said = await Promise.all(
    locales.map(async (locale) => {
      const t = await getTranslations({ locale })
      return columns.map((column) => [plain(t(`plans.columns.${column}`)), column] as const)
    }),
  )
  const names = new Map(said.flat())
  const found = head.flatMap((text, place): [string, number][] => {
    const column = names.get(plain(text))
    return column ? [[column, place]] : []
  })
  return found.some(([column]) => column === 'title') ? new Map(found.toReversed()) : null
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
