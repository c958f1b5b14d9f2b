import type { Metadata } from 'next'
import { mayAct } from '@/app/_request/may'
import { mesa } from '@/app/_request/mesa'
import { sheetBrought } from '@/app/_request/sheets'
import { defaultLocale, isLocale } from '@/app/_request/locales'
import { speaker } from '@/app/_request/words'
import { UploadForm } from '@/components/evidence/upload-form'
import { FileInput } from '@/components/form/fields'
import { Notice, Section } from '@/components/page/page'
import { DataTable } from '@/components/page/table'
import { Id } from '@/lib/act/fields.ts'
import { isRefusal } from '@/lib/act/refusal.ts'
import type { Refusal } from '@/lib/act/refusal.ts'
import { uploadSeenBy } from '@/lib/evidence/queries.ts'
import { proposeRoadmap } from '@/lib/roadmaps/commands.ts'
import { compare, isUnchanged } from '@/lib/roadmaps/compare.ts'
import { roadmapIn } from '@/lib/roadmaps/draft.ts'
import type { Roadmap } from '@/lib/roadmaps/rules.ts'
import { faultCount } from '@/lib/roadmaps/sheet.ts'
import type { RowFault, SheetRoadmap } from '@/lib/roadmaps/sheet.ts'
import { responsiblesSeenBy } from '@/lib/roadmaps/queries.ts'
import { LARGEST_SHEET } from '@/lib/roadmaps/workbook.ts'
import type { DeskFrame } from '../../../frame'
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
  const id = typeof asked.upload === 'string' && Id.safeParse(asked.upload).success ? asked.upload : null
  if (id) await mesa().receiving.settle(viewer, id)
  const upload = id ? await uploadSeenBy(viewer, id) : null
  const named =
    typeof asked.refused === 'string' && /^(evidence|errors|act|bodies)\.\w+$/.test(asked.refused)
      ? { refused: asked.refused }
      : null
  const read = id && !upload?.refused ? await sheetBrought(viewer, id, paper.content) : null
  const refused: Refusal | null = upload?.refused ?? named ?? (isRefusal(read) ? read : null)
  const step = () => {
    if (may.seats.length === 0) return <Why>{may.refusal}</Why>
    if (read && !isRefusal(read))
      return <Preview desk={desk} read={read} upload={id ?? ''} here={`${here}/import`} />
    return <Choose desk={desk} here={`${here}/import`} refused={refused} />
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

async function Choose({
  desk: { frame },
  here,
  refused,
}: {
  desk: RoadmapDesk
  here: string
  refused: Refusal | null
}) {
  const { t, forum, locale } = frame
  const say = await speaker(isLocale(locale) ? locale : defaultLocale)
  const most = LARGEST_SHEET / 1024 / 1024
  return (
    <>
      {refused && (
        <Notice tone="warning" title={t('evidence.notTaken')}>
          {say(refused.refused, { most, kind: '', name: '', ...refused.params })}
        </Notice>
      )}
      <Section title={t('roadmaps.sheet.choose')} id="evidence">
        <UploadForm
          forum={forum}
          back={here}
          largest={LARGEST_SHEET}
          action={`/api/uploads/form?${new URLSearchParams({ forum, locale, back: here })}`}
          words={{
            submit: t('roadmaps.sheet.preview'),
            progress: t('evidence.progress'),
            sending: t.raw('evidence.sending') as string,
            stopped: t('evidence.stopped'),
            noRoom: t('refusals.evidence.noRoom'),
            tooLarge: t('refusals.roadmaps.sheetTooLarge', { most }),
            again: t('evidence.goOn'),
            choose: t('refusals.evidence.chooseFile'),
          }}
        >
          <FileInput
            name="file"
            label={t('roadmaps.sheet.file')}
            hint={t('roadmaps.sheet.fileHint', { most })}
            accept=".csv,.xlsx,.tsv,.txt"
          />
        </UploadForm>
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
