import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { getTranslations } from 'next-intl/server'
import { Id } from '@/lib/act/fields.ts'
import { isRefusal, refuse } from '@/lib/act/refusal.ts'
import type { Refusal } from '@/lib/act/refusal.ts'
import type { Viewer } from '@/lib/act/viewer.ts'
import { organisationsSeenBy, bodiesSeenBy } from '@/lib/bodies/seen.ts'
import { seatCalled } from '@/lib/act/seat-called.ts'
import { waitingFile } from '@/lib/evidence/seen.ts'
import { roadmapIn as roadmapOfPaper } from '@/lib/roadmaps/draft.ts'
import type { DraftRoadmap } from '@/lib/roadmaps/draft.ts'
import type { Dependency, Roadmap } from '@/lib/roadmaps/rules.ts'
import { dependencies } from '@/lib/roadmaps/rules.ts'
import { columns, roadmapIn } from '@/lib/roadmaps/sheet.ts'
import type { Column, Responsible, SheetRoadmap, SheetWords } from '@/lib/roadmaps/sheet.ts'
import { LARGEST_SHEET, readSheet } from '@/lib/roadmaps/workbook.ts'
import type { Sheet } from '@/lib/roadmaps/workbook.ts'
import { locales } from './locales'
import { mesa } from './mesa'

/** What a spreadsheet's columns are called in a language. */
export async function sheetWords(locale: string): Promise<SheetWords> {
  const t = await getTranslations({ locale })
  return {
    columns: Object.fromEntries(
      columns.map((column) => [column, t(`roadmaps.sheet.columns.${column}`)]),
    ) as Record<Column, string>,
    dependencies: Object.fromEntries(
      dependencies.map((dependency) => [dependency, t(`words.dependencies.${dependency}`)]),
    ) as Record<Dependency, string>,
    example: t('roadmaps.sheet.example'),
  }
}

/** Who may stand in the column of those who answer: the forum's organisations and seats, by every name that they go by. */
export async function responsiblesOf(viewer: Viewer): Promise<Responsible[]> {
  const [organisations, bodies] = await Promise.all([organisationsSeenBy(viewer), bodiesSeenBy(viewer)])
  const names = (...given: (string | null | undefined)[]) =>
    given.filter((one): one is string => Boolean(one))
  return [
    ...organisations.map(({ id, name, shortName }) => ({
      id,
      names: names(name.es, name.en, shortName),
    })),
    ...bodies.flatMap((body) =>
      body.seats.map(({ id, name }) => {
        const called = seatCalled({ name, body })
        return { id, names: names(called.es, called.en) }
      }),
    ),
  ]
}

/** The first sheet of a file that this person brought. */
export async function sheetIn(viewer: Viewer, upload: string): Promise<Sheet | Refusal> {
  const file = Id.safeParse(upload).success ? await waitingFile(viewer, upload) : null
  if (file && file.size > LARGEST_SHEET)
    return refuse('roadmaps.sheetTooLarge', { most: LARGEST_SHEET / 1024 / 1024 })
  const opened = file && (await mesa().receiving.open(file.digest))
  return opened ? readSheet(await buffer(opened.stream)) : refuse('roadmaps.sheetGone')
}

/** A roadmap's spreadsheet, read against the working paper; nothing is written. */
export async function sheetBrought(
  viewer: Viewer,
  upload: string,
  paper: DraftRoadmap,
): Promise<SheetRoadmap | Refusal> {
  const sheet = await sheetIn(viewer, upload)
  if (isRefusal(sheet)) return sheet
  const present = roadmapOfPaper(paper) as Roadmap
  const known = new Map(
    present.keyActions.flatMap((action) => [
      [String(action.number), action.id] as const,
      ...action.activities.map((each) => [each.number, each.id] as const),
    ]),
  )
  const [words, responsibles] = await Promise.all([
    Promise.all(locales.map((locale) => sheetWords(locale))),
    responsiblesOf(viewer),
  ])
  return roadmapIn(sheet, { words, responsibles, known, newId: randomUUID })
}
