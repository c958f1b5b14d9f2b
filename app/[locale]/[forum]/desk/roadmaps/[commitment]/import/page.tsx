import type { Metadata } from 'next'
import { mayAct } from '@/app/_request/may'
import { sheetBrought } from '@/app/_request/sheets'
import { defaultLocale, isLocale } from '@/app/_request/locales'
import { speaker } from '@/app/_request/words'
import { Notice, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { isRefusal } from '@/lib/act/refusal.ts'
import { proposeRoadmap } from '@/lib/roadmaps/commands.ts'
import { compare, isUnchanged } from '@/lib/roadmaps/compare.ts'
import { roadmapIn } from '@/lib/roadmaps/draft.ts'
import type { Roadmap } from '@/lib/roadmaps/rules.ts'
import { faultCount } from '@/lib/roadmaps/sheet.ts'
import type { RowFault, SheetRoadmap } from '@/lib/roadmaps/sheet.ts'
import { responsiblesSeenBy } from '@/lib/roadmaps/seen.ts'
import type { DeskFrame } from '../../../frame'
import { BringFile, broughtTo } from '../../../bring'
import type { Brought } from '../../../bring'
import { Act, Crumbs, PageHead, Why } from '../../../parts'
import { takeInAction } from '../../actions'
import { RoadmapChanges } from '../../../../_roadmap/changes'
import { wordingIn } from '../../../../_roadmap/words'
import { roadmapDesk } from '../read'
import type { RoadmapDesk, RoadmapParams } from '../read'

type Props = {
  params: RoadmapParams
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const {
    frame: { t },
  } = await roadmapDesk(params)
  return { title: t('roadmaps.sheet.title') }
}

/**
 * A roadmap from a spreadsheet: the file, then what it would change and what is wrong with it, and only
 * then the working paper.
 */
export default async function ImportPage({ params, searchParams }: Props) {
  const desk = await roadmapDesk(params)
  const [{ frame, commitment, paper }, asked] = [desk, await searchParams]
  const { t, viewer } = frame
  const here = `${frame.desk}/roadmaps/${commitment.id}`
  const may = await mayAct(viewer, proposeRoadmap, { commitment: commitment.id })
  const brought = await broughtTo(frame, asked)
  const { file } = brought
  const read = file && (await sheetBrought(viewer, file.id, paper.content))
  const step = () => {
    if (may.seats.length === 0) return <Why>{may.refusal}</Why>
    if (file && read && !isRefusal(read))
      return <Preview desk={desk} read={read} upload={file.id} here={`${here}/import`} />
    const refused = isRefusal(read) ? read : brought.refused
    return <Choose desk={desk} here={`${here}/import`} brought={{ ...brought, refused }} />
  }
  return (
    <>
      <Crumbs
        frame={frame}
        path={[
          { href: `${frame.desk}/roadmaps`, label: t('roadmaps.list.title') },
          { href: here, label: t('roadmaps.of', { number: commitment.number }) },
        ]}
        here={t('roadmaps.sheet.title')}
      />
      <PageHead title={t('roadmaps.sheet.title')} lead={t('roadmaps.sheet.lead')} />
      {step()}
    </>
  )
}

function Choose({
  desk: { frame },
  here,
  brought,
}: {
  desk: RoadmapDesk
  here: string
  brought: Brought
}) {
  const { t, forum, locale } = frame
  return (
    <>
      <Section title={t('roadmaps.sheet.choose')} id="evidence">
        <BringFile
          sheet
          frame={frame}
          here={here}
          brought={brought}
          words={{ submit: t('roadmaps.sheet.preview') }}
        />
      </Section>
      <Section title={t('roadmaps.sheet.template')}>
        <p className="max-w-[62ch]">{t('roadmaps.sheet.templateText')}</p>
        <p className="mt-2 flex gap-5">
          {(['xlsx', 'csv'] as const).map((format) => (
            <a
              key={format}
              href={`/api/sheets/${forum}/template?${new URLSearchParams({ format, lang: locale })}`}
            >
              {t('roadmaps.sheet.template')} ({t(`roadmaps.sheet.${format}`)})
            </a>
          ))}
        </p>
      </Section>
    </>
  )
}

/** Every row with what is wrong in it, and what the whole would change; nothing has been written yet. */
async function Preview({
  desk: { frame, commitment, paper },
  read,
  upload,
  here,
}: {
  desk: RoadmapDesk
  read: SheetRoadmap
  upload: string
  here: string
}) {
  const { t, viewer, locale } = frame
  const say = await speaker(isLocale(locale) ? locale : defaultLocale)
  const count = faultCount(read)
  const present = roadmapIn(paper.content) as Roadmap
  const comparison = compare(present, { ...present, keyActions: read.keyActions })
  const names = await responsiblesSeenBy(viewer, [present, read])
  const fault = (rowFault: RowFault) =>
    rowFault.column
      ? t('roadmaps.sheet.inColumn', {
          column: t(`roadmaps.sheet.columns.${rowFault.column}`),
          said: say(rowFault.key, rowFault.params),
        })
      : say(rowFault.key, rowFault.params)
  return (
    <>
      <Faults t={t} read={read} count={count} fault={fault} />
      {count === 0 && (
        <Section title={t('roadmaps.sheet.changes')}>
          <p className="mb-4 max-w-[62ch] text-soft">{t('roadmaps.sheet.whole')}</p>
          {isUnchanged(comparison) ? (
            <p>{t('roadmaps.sheet.same')}</p>
          ) : (
            <>
              <RoadmapChanges reading={frame} names={names} comparison={comparison} />
              <div className="mt-6">
                <Act
                  frame={frame}
                  action={takeInAction}
                  hidden={{ commitment: commitment.id, base: String(paper.revision), upload }}
                  submit={t('roadmaps.sheet.take')}
                />
              </div>
            </>
          )}
        </Section>
      )}
      <p className="mt-4">
        <a href={here}>{t('roadmaps.sheet.another')}</a>
      </p>
      {read.rows.length > 0 && <Rows t={t} locale={locale} read={read} fault={fault} />}
    </>
  )
}

type Said = { t: DeskFrame['t']; read: SheetRoadmap; fault: (one: RowFault) => string }

function Faults({ t, read, count, fault }: Said & { count: number }) {
  return (
    <Notice tone={count > 0 ? 'warning' : 'done'} title={t('roadmaps.sheet.faults', { count })}>
      {read.faults.length > 0 && (
        <ul className="list-disc pl-5">
          {read.faults.map((rowFault) => (
            <li key={`${rowFault.key}${rowFault.column}`}>{fault(rowFault)}</li>
          ))}
        </ul>
      )}
      {read.ignored.columns.length > 0 && (
        <p>{t('roadmaps.sheet.ignoredColumns', { columns: read.ignored.columns.join(', ') })}</p>
      )}
      {read.ignored.examples > 0 && (
        <p>{t('roadmaps.sheet.ignoredExamples', { count: read.ignored.examples })}</p>
      )}
      {read.ignored.sheets > 0 && (
        <p>{t('roadmaps.sheet.ignoredSheets', { count: read.ignored.sheets })}</p>
      )}
    </Notice>
  )
}

function Rows({ t, locale, read, fault }: Said & { locale: string }) {
  return (
    <Section title={t('roadmaps.sheet.rows')}>
      <DataTable
        caption={t('roadmaps.sheet.rows')}
        hideCaption
        columns={[
          { key: 'row', label: t('roadmaps.sheet.row'), heading: true },
          { key: 'number', label: t('roadmaps.fields.number') },
          { key: 'title', label: t('roadmaps.sheet.what') },
          { key: 'said', label: t('roadmaps.sheet.said') },
        ]}
        rows={read.rows.map((row) => ({
          key: String(row.row),
          cells: {
            row: row.row,
            number: (
              <>
                {row.number} <span className="when">{t(`roadmaps.sheet.kinds.${row.kind}`)}</span>
              </>
            ),
            title: wordingIn(row.title, locale),
            said:
              row.faults.length === 0 ? (
                t('roadmaps.sheet.ok')
              ) : (
                <ul className="grid gap-1">
                  {row.faults.map((rowFault) => (
                    <li key={`${rowFault.column}${rowFault.key}`} className="font-semibold text-accent">
                      {fault(rowFault)}
                    </li>
                  ))}
                </ul>
              ),
          },
        }))}
      />
    </Section>
  )
}
