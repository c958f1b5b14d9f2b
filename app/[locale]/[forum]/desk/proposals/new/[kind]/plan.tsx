import { mayAct } from '@/app/_request/may'
import { planSheetBrought } from '@/app/_request/plan-sheets'
import { defaultLocale, isLocale } from '@/app/_request/locales'
import { speaker } from '@/app/_request/words'
import { FormArea, FormText } from '@/components/form/action-form'
import { UploadForm } from '@/components/evidence/upload-form'
import { FileInput } from '@/components/form/fields'
import { Notice, Section } from '@/components/page/page'
import { isRefusal } from '@/lib/act/refusal.ts'
import { proposePlan } from '@/lib/plans/commands.ts'
import { plansToChange } from '@/lib/plans/queries.ts'
import { LARGEST_SHEET } from '@/lib/roadmaps/workbook.ts'
import { Why } from '../../../parts'
import { proposePlanAction } from '../../actions'
import { Asking, HowLinesRead } from './frame'
import type { FormProps } from './frame'

/** A plan with its commitments: typed or pasted line by line, or begun with a spreadsheet. */
export async function PlanForm({ frame, asked }: FormProps) {
  const { t, viewer, locale } = frame
  const may = await mayAct(viewer, proposePlan, {})
  if (may.seats.length === 0) return <Why>{may.refusal}</Why>
  const { organisations } = await plansToChange(viewer)
  const brought = asked.upload ? await planSheetBrought(viewer, asked.upload) : null
  const refused =
    asked.refused && /^(evidence|errors|act|bodies)\.\w+$/.test(asked.refused)
      ? { refused: asked.refused, params: {} }
      : null
  const refusal = isRefusal(brought) ? brought : refused
  const say = await speaker(isLocale(locale) ? locale : defaultLocale)
  return (
    <>
      {refusal && (
        <Notice tone="warning" title={t('evidence.notTaken')}>
          {say(refusal.refused, {
            most: LARGEST_SHEET / 1024 / 1024,
            kind: '',
            name: '',
            ...refusal.params,
          })}
        </Notice>
      )}
      {typeof brought === 'string' && <Notice tone="done">{t('plans.form.sheetRead')}</Notice>}
      <Asking
        frame={frame}
        asked={asked}
        may={may}
        action={proposePlanAction}
        hidden={{ lang: locale }}
        labels={{
          nameEs: t('plans.form.nameEs'),
          nameEn: t('plans.form.nameEn'),
          slug: t('plans.form.slug'),
          startsOn: t('plans.form.startsOn'),
          endsOn: t('plans.form.endsOn'),
          lines: t('plans.form.lines'),
        }}
        start={typeof brought === 'string' ? { lines: brought } : {}}
      >
        <FormText name="nameEs" label={t('plans.form.nameEs')} required />
        <FormText name="nameEn" label={t('plans.form.nameEn')} optional={t('plans.form.optional')} />
        <FormText name="slug" label={t('plans.form.slug')} hint={t('plans.form.slugHint')} required />
        <FormText
          name="startsOn"
          label={t('plans.form.startsOn')}
          hint={t('plans.form.looseHint')}
          optional={t('plans.form.optional')}
        />
        <FormText name="endsOn" label={t('plans.form.endsOn')} optional={t('plans.form.optional')} />
        <FormArea
          name="lines"
          label={t('plans.form.lines')}
          hint={t('plans.form.linesHint')}
          rows={14}
          required
        />
        <HowLinesRead frame={frame} organisations={organisations} />
      </Asking>
      <Sheet frame={frame} />
    </>
  )
}

/** The same from a spreadsheet: its rows become the lines above, to be read and mended there. */
function Sheet({ frame: { t, forum, locale, desk } }: Pick<FormProps, 'frame'>) {
  const most = LARGEST_SHEET / 1024 / 1024
  const here = `${desk}/proposals/new/plan`
  return (
    <Section title={t('plans.form.sheet')} id="evidence">
      <p className="mb-4 max-w-[62ch]">{t('plans.form.sheetText')}</p>
      <UploadForm
        forum={forum}
        back={here}
        largest={LARGEST_SHEET}
        action={`/api/uploads/form?${new URLSearchParams({ forum, locale, back: here })}`}
        words={{
          submit: t('plans.form.sheetSubmit'),
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
  )
}
