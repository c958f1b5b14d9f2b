import type { ReactNode } from 'react'
import { asksInEnglish } from '@/app/_request/languages'
import type { May } from '@/app/_request/may'
import type { FormAction } from '@/app/_request/seam'
import { FormArea, FormChecks, FormDay, FormText } from '@/components/form/action-form'
import { Section } from '@/components/page/page'
import { choicesFor } from '@/lib/notices/seen.ts'
import { plansToChange } from '@/lib/plans/seen.ts'
import type { PlanToChange } from '@/lib/plans/seen.ts'
import type { DeskFrame } from '../../../frame'
import { Act, ActingSeat, Why } from '../../../parts'
import { startOfWay, Way } from '../../way'

/** What the address asks for: `plan`, `commitment`, `upload`, `item`. */
export type Asked = Record<string, string>
export type FormProps = { frame: DeskFrame; asked: Asked }
type Organisations = Awaited<ReturnType<typeof plansToChange>>['organisations']

export const titleOf = (title: { es?: string; en?: string }, locale: string) =>
  title[locale === 'en' ? 'en' : 'es'] ?? title.es ?? title.en ?? ''

/** A form that asks the sectors for something: what it is about, why, how it is decided, and from which day on it is in force. */
export async function Asking({
  frame,
  asked,
  may,
  action,
  hidden = {},
  labels = {},
  start = {},
  inForce = true,
  children,
}: FormProps & {
  may: May
  action: FormAction
  hidden?: Record<string, string>
  labels?: Record<string, string>
  start?: Record<string, string>
  /** whether it can be in force from a later day on */
  inForce?: boolean
  children: ReactNode
}) {
  const { t, viewer, locale } = frame
  if (may.seats.length === 0) return <Why>{may.refusal}</Why>
  const choices = await choicesFor(viewer)
  const items = choices.items.filter((item) => may.seats.some((seat) => seat.body === item.body))
  return (
    <Act
      frame={frame}
      action={action}
      hidden={{ 'title.lang': locale, 'text.lang': locale, ...hidden }}
      labels={{
        'title.text': t('plans.form.title'),
        'text.text': t('plans.form.text'),
        mode: t('proposals.form.mode'),
        agendaItem: t('proposals.form.item'),
        deadlineOn: t('proposals.form.deadline'),
        inForceOn: t('plans.form.inForceOn'),
        ...labels,
      }}
      submit={t('proposals.new.submit')}
      start={{ ...startOfWay(choices, asked.item), ...start }}
    >
      <ActingSeat frame={frame} may={may} />
      {children}
      <FormText
        name="title.text"
        label={t('plans.form.title')}
        hint={t('plans.form.titleHint')}
        required
      />
      <FormArea
        name="text.text"
        label={t('plans.form.text')}
        hint={t(inForce ? 'plans.form.textHint' : 'plans.form.resolutionHint')}
        rows={6}
        signed
        required
      />
      {inForce && (
        <FormDay
          name="inForceOn"
          label={t('plans.form.inForceOn')}
          hint={t('plans.form.inForceOnHint')}
          optional={t('plans.form.optional')}
        />
      )}
      <Way frame={frame} choices={choices} items={items} />
    </Act>
  )
}

/** How a commitment reads in both languages, and who answers for it. */
export function WordingFields({
  frame,
  organisations,
  now,
  leads,
  supports,
}: {
  frame: DeskFrame
  organisations: Organisations
  /** how it reads now */
  now?: { title: { en?: string }; objective: { en?: string } | null }
  leads?: string[]
  supports?: string[]
}) {
  const { t, say, viewer } = frame
  const inEnglish = asksInEnglish(viewer.forum, now?.title.en, now?.objective?.en)
  const options = organisations.map(({ id, name, shortName }) => ({
    value: id,
    label: shortName ? `${say(name)} (${shortName})` : say(name),
  }))
  return (
    <fieldset className="stack">
      <legend className="float-left w-full font-serif text-lg font-semibold">
        {t('plans.form.wording')}
      </legend>
      {inEnglish && <p className="hint clear-both">{t('plans.form.wordingHint')}</p>}
      <FormText name="titleEs" label={t('plans.form.titleEs')} />
      {inEnglish && <FormText name="titleEn" label={t('plans.form.titleEn')} />}
      <FormArea name="objectiveEs" label={t('plans.form.objectiveEs')} rows={3} />
      {inEnglish && <FormArea name="objectiveEn" label={t('plans.form.objectiveEn')} rows={3} />}
      {options.length > 0 && (
        <>
          <FormChecks name="leads" label={t('plans.form.leads')} options={options} start={leads} />
          <FormChecks
            name="supports"
            label={t('plans.form.supports')}
            options={options}
            start={supports}
          />
        </>
      )}
    </fieldset>
  )
}

export function wordingLabels({ t }: DeskFrame): Record<string, string> {
  return Object.fromEntries(
    ['titleEs', 'titleEn', 'objectiveEs', 'objectiveEn', 'leads', 'supports'].map((name) => [
      name,
      t(`plans.form.${name}`),
    ]),
  )
}

/** How lines are written, with the names that they may use. */
export function HowLinesRead({
  frame: { t, say },
  organisations,
}: {
  frame: DeskFrame
  organisations: Organisations
}) {
  return (
    <details className="max-w-2xl">
      <summary className="w-fit cursor-pointer py-1.5 underline decoration-accent underline-offset-4">
        {t('plans.form.howLines')}
      </summary>
      <div className="mt-2 grid gap-2 border-l-2 border-rule pl-4">
        <p>{t('plans.form.howLinesText')}</p>
        <pre className="overflow-x-auto text-sm">{t('plans.form.linesExample')}</pre>
        {organisations.length === 0 ? (
          <p>{t('plans.form.noOrganisations')}</p>
        ) : (
          <>
            <p>{t('plans.form.organisations')}</p>
            <ul className="list-disc pl-5">
              {organisations.map(({ id, name, shortName }) => (
                <li key={id}>{shortName ? `${say(name)} (${shortName})` : say(name)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </details>
  )
}

/** A step before the form: of which plan, or of which commitment of it. Those that are over, or stand in a closed plan, are not offered. */
export function Choose({
  frame: { t, say, desk, locale },
  kind,
  plans,
  asked,
  of,
}: FormProps & { kind: string; plans: PlanToChange[]; of: 'plan' | 'commitment' }) {
  const suffix = asked.item ? `&item=${asked.item}` : ''
  const href = (id: string) => `${desk}/proposals/new/${kind}?${of}=${id}${suffix}`
  const open = plans.filter(({ isClosed }) => !isClosed)
  if (open.length === 0) return <Why>{t('plans.form.noPlan')}</Why>
  if (of === 'plan')
    return (
      <Section title={t('plans.form.whichPlan')}>
        <ul>
          {open.map(({ id, name }) => (
            <li key={id} className="border-b border-rule py-2.5">
              <a href={href(id)}>{say(name)}</a>
            </li>
          ))}
        </ul>
      </Section>
    )
  return open.map((plan) => (
    <Section key={plan.id} title={say(plan.name)}>
      <ul>
        {plan.commitments.map(({ id, number, title, isOver, status }) => (
          <li key={id} className="grid gap-x-6 border-b border-rule py-2.5 sm:grid-cols-[1fr_10rem]">
            {isOver ? (
              <span className="text-soft">
                {number}. {titleOf(title, locale)}
              </span>
            ) : (
              <a href={href(id)}>
                {number}. {titleOf(title, locale)}
              </a>
            )}
            <span className="when">{t(`words.statuses.${status}`)}</span>
          </li>
        ))}
      </ul>
    </Section>
  ))
}
