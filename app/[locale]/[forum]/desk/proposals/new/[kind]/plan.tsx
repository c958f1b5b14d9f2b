import { asksInEnglish } from '@/app/_request/languages'
import { mayAct } from '@/app/_request/may'
import { planSheetBrought } from '@/app/_request/plan-sheets'
import { FormArea, FormText } from '@/components/form/action-form'
import { Notice } from '@/components/page/page'
import { isRefusal } from '@/lib/act/refusal.ts'
import { proposePlan } from '@/lib/plans/commands.ts'
import { plansToChange } from '@/lib/plans/seen.ts'
import { BringFile, broughtTo } from '../../../bring'
import type { Brought } from '../../../bring'
import type { DeskFrame } from '../../../frame'
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
  const brought = await broughtTo(frame, asked)
  const lines = brought.file && (await planSheetBrought(viewer, brought.file.id))
  const read = typeof lines === 'string' ? lines : null
  return (
    <>
      {read === null ? (
        <Sheet frame={frame} brought={isRefusal(lines) ? { ...brought, refused: lines } : brought} />
      ) : (
        <Notice tone="done">{t('plans.form.sheetRead')}</Notice>
      )}
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
        start={read === null ? {} : { lines: read }}
      >
        <FormText name="nameEs" label={t('plans.form.nameEs')} required />
        {asksInEnglish(viewer.forum) && (
          <FormText name="nameEn" label={t('plans.form.nameEn')} optional={t('plans.form.optional')} />
        )}
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
    </>
  )
}

/** Begun with a spreadsheet, before anything is typed: its rows become the lines below, to be read and mended there. */
function Sheet({ frame, brought }: { frame: DeskFrame; brought: Brought }) {
  const { t, desk } = frame
  return (
    <details
      id="evidence"
      className="mb-6 max-w-2xl"
      open={brought.refused !== null || brought.waiting !== null}
    >
      <summary className="w-fit cursor-pointer py-1.5 underline decoration-accent underline-offset-4">
        {t('plans.form.sheet')}
      </summary>
      <div className="mt-2 grid gap-3 border-l-2 border-rule pl-4">
        <p>{t('plans.form.sheetText')}</p>
        <BringFile
          sheet
          frame={frame}
          here={`${desk}/proposals/new/plan`}
          brought={brought}
          words={{ submit: t('plans.form.sheetSubmit') }}
        />
      </div>
    </details>
  )
}
