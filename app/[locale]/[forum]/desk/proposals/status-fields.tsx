import { FormArea, FormDay, FormRadios, FormSelect, FormText } from '@/components/form/action-form'
import { decidableStatuses, reasonClasses } from '@/lib/commitments/rules.ts'
import type { DecidableStatus } from '@/lib/commitments/rules.ts'
import type { DeskFrame } from '../frame'

/** Rows for evidence: these, and one more than there are already. */
const fewest = 4

/** What is sent along with the texts: the language that they are written in. */
export function languages(locale: string): Record<string, string> {
  return Object.fromEntries(
    ['title', 'text', 'tried', 'conditions'].map((name) => [`${name}.lang`, locale]),
  )
}

export function statusLabels({ t }: DeskFrame): Record<string, string> {
  return {
    to: t('proposals.form.to'),
    'title.text': t('proposals.form.title'),
    'text.text': t('proposals.form.text'),
    reasonClass: t('proposals.form.reasonClass'),
    'tried.text': t('proposals.form.tried'),
    'conditions.text': t('proposals.form.conditions'),
    reviewOn: t('proposals.form.reviewOn'),
    deadlineOn: t('proposals.form.deadline'),
    mode: t('proposals.form.mode'),
    agendaItem: t('proposals.form.item'),
  }
}

/** What a proposal about a commitment's status says: the same when it is made and when it is revised. */
export function StatusFields({
  frame: { t },
  moves,
  evidence = 0,
}: {
  frame: DeskFrame
  moves: DecidableStatus[]
  evidence?: number
}) {
  return (
    <>
      <FormRadios
        name="to"
        label={t('proposals.form.to')}
        options={decidableStatuses
          .filter((to) => moves.includes(to))
          .map((value) => ({
            value,
            label: t(`words.statuses.${value}`),
            hint: t(`proposals.form.toHint.${value}`),
          }))}
      />
      <FormText
        name="title.text"
        label={t('proposals.form.title')}
        hint={t('proposals.form.titleHint')}
        required
      />
      <FormArea
        name="text.text"
        label={t('proposals.form.text')}
        hint={t('proposals.form.textHint')}
        rows={6}
        signed
        required
      />
      <FormSelect
        name="reasonClass"
        label={t('proposals.form.reasonClass')}
        hint={t('proposals.form.reasonClassHint')}
        empty={t('desk.form.choose')}
        options={reasonClasses.map((value) => ({ value, label: t(`words.reasonClasses.${value}`) }))}
      />
      <FormArea
        name="tried.text"
        label={t('proposals.form.tried')}
        hint={t('proposals.form.triedHint')}
        rows={4}
        signed
        required
      />
      <Waking t={t} />
      <EvidenceRows t={t} given={evidence} />
    </>
  )
}

/** What would wake a commitment that is put to rest. */
function Waking({ t }: { t: DeskFrame['t'] }) {
  return (
    <fieldset
      className={[
        'stack border-l-2 border-rule pl-4',
        '[form:has([name=to][value=concluded]:checked)_&]:hidden',
        '[form:has([name=to][value=in-force]:checked)_&]:hidden',
        '[form:has([name=to][value=withdrawn]:checked)_&]:hidden',
      ].join(' ')}
    >
      <legend className="float-left w-full font-serif text-lg font-semibold">
        {t('proposals.form.waking')}
      </legend>
      <p className="hint clear-both">{t('proposals.form.wakingHint')}</p>
      <FormArea
        name="conditions.text"
        label={t('proposals.form.conditions')}
        hint={t('proposals.form.conditionsHint')}
        rows={3}
        signed
      />
      <FormDay
        name="reviewOn"
        label={t('proposals.form.reviewOn')}
        hint={t('proposals.form.reviewHint')}
      />
    </fieldset>
  )
}

function EvidenceRows({ t, given }: { t: DeskFrame['t']; given: number }) {
  const rows = Array.from({ length: Math.max(fewest, Math.min(given + 1, 20)) }, (_, row) => row)
  return (
    <fieldset className="stack">
      <legend className="font-semibold">{t('proposals.form.evidence')}</legend>
      <p className="hint">{t('proposals.form.evidenceHint')}</p>
      {rows.map((row) => (
        <div key={row} className="grid max-w-2xl gap-4 sm:grid-cols-2">
          <FormText
            name={`evidence.${row}.title`}
            label={t('proposals.form.evidenceTitle', { number: row + 1 })}
          />
          <FormText
            name={`evidence.${row}.address`}
            type="url"
            label={t('proposals.form.evidenceAddress', { number: row + 1 })}
          />
        </div>
      ))}
    </fieldset>
  )
}
