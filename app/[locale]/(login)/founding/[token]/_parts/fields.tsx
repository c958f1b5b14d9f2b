import { isFirstVoice } from '@/app/_request/founding'
import { FormArea, FormDay, FormRadios, FormSelect, FormText } from '@/components/form/action-form'
import { functions } from '@/lib/bodies/rules.ts'
import {
  choiceRules,
  MOST_SEATS,
  MOST_SECTORS,
  numberRules,
  seatRows,
  sectorRows,
  textIn,
  valuesOf,
} from '@/lib/foundings/answers.ts'
import type { Answers, Step, Typed } from '@/lib/foundings/answers.ts'
import type { T } from './frame'

type Props = { t: T; answers: Answers; values: Typed; more: boolean }

export function Fields({ step, ...props }: Props & { step: Step }) {
  switch (step) {
    case 'name':
      return <NameFields {...props} />
    case 'sectors':
      return <SectorFields {...props} />
    case 'bodies':
      return <BodyFields {...props} />
    case 'rules':
      return <RuleFields {...props} />
    case 'people':
      return <PeopleFields {...props} />
    case 'plan':
      return <PlanFields {...props} />
  }
}

/** By what each field is called in the list of what wants mending. */
export function labelsOf(step: Step, t: T): Record<string, string> {
  if (step === 'name')
    return {
      'name.es': t('founding.name.es'),
      'name.en': t('founding.name.en'),
      slug: t('founding.name.slug'),
      timeZone: t('founding.name.zone'),
    }
  if (step === 'sectors')
    return rowLabels(MOST_SECTORS, 'sectors', (number) => t('founding.sectors.row', { number }))
  if (step === 'bodies')
    return {
      'body.es': t('founding.bodies.name'),
      'body.short': t('founding.bodies.short'),
      groups: t('founding.bodies.groups'),
      ...rowLabels(MOST_SEATS, 'seats', (number) => t('founding.bodies.row', { number })),
    }
  if (step === 'rules')
    return Object.fromEntries(
      Object.keys(numberRules).map((rule) => [rule, t(`founding.rules.${rule}.label`)]),
    )
  if (step === 'people')
    return rowLabels(MOST_SEATS, 'people', (number) => t('founding.bodies.row', { number }))
  return Object.fromEntries(
    ['adoptedOn', 'startsOn', 'endsOn', 'source', 'url', 'lines', 'sheet'].map((field) => [
      field,
      t(`founding.plan.${field}`),
    ]),
  )
}

function rowLabels(most: number, list: string, said: (number: number) => string) {
  const fields = [
    'es',
    'en',
    'sector',
    'function',
    'voice',
    'organisation',
    'name',
    'email',
    'altName',
    'altEmail',
    'altName2',
    'altEmail2',
  ]
  return Object.fromEntries(
    Array.from({ length: most }, (_, row) => row).flatMap((row) =>
      fields.map((field) => [`${list}.${row}.${field}`, said(row + 1)]),
    ),
  )
}

function NameFields({ t, values }: Props) {
  return (
    <>
      <FormText name="name.es" label={t('founding.name.es')} start={values['name.es'] ?? ''} required />
      <FormText
        name="name.en"
        label={t('founding.name.en')}
        start={values['name.en'] ?? ''}
        optional={t('founding.optional')}
      />
      <FormText
        name="slug"
        label={t('founding.name.slug')}
        hint={t('founding.name.slugHint')}
        start={values.slug ?? ''}
        optional={t('founding.optional')}
      />
      <FormText
        name="timeZone"
        label={t('founding.name.zone')}
        hint={t('founding.name.zoneHint')}
        start={values.timeZone ?? ''}
      />
      <FormRadios
        name="kind"
        label={t('founding.name.kind')}
        start={values.kind ?? 'live'}
        options={['live', 'practice'].map((value) => ({ value, label: t(`founding.name.${value}`) }))}
      />
    </>
  )
}

function SectorFields({ t, answers, values }: Props) {
  const shown = Math.min(MOST_SECTORS, Math.max(3, (sectorRows(answers).at(-1) ?? -1) + 2))
  return Array.from({ length: shown }, (_, row) => (
    <fieldset key={row} className="field">
      <legend className="label">{t('founding.sectors.row', { number: row + 1 })}</legend>
      <div className="grid gap-4 sm:grid-cols-3">
        {(['es', 'en'] as const).map((lang) => (
          <FormText
            key={lang}
            name={`sectors.${row}.${lang}`}
            label={t(`founding.sectors.${lang}`)}
            start={values[`sectors.${row}.${lang}`] ?? ''}
          />
        ))}
        <FormSelect
          name={`sectors.${row}.position`}
          label={t('founding.sectors.position')}
          start={values[`sectors.${row}.position`] ?? 'yes'}
          options={['yes', 'no'].map((value) => ({ value, label: t(`founding.sectors.${value}`) }))}
        />
      </div>
    </fieldset>
  ))
}

function BodyFields({ t, answers, values, more }: Props) {
  const sectors = sectorRows(answers)
  if (sectors.length === 0) return <p>{t('founding.bodies.noSectors')}</p>
  const names = valuesOf(answers, 'sectors')
  const last = Object.keys(values).reduce((most, name) => {
    const row = /^seats\.(\d+)\.es$/.exec(name)?.[1]
    return row === undefined ? most : Math.max(most, Number(row))
  }, -1)
  const shown = Math.min(MOST_SEATS, last + (more ? 2 : 1))
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        <FormText
          name="body.es"
          label={t('founding.bodies.name')}
          start={values['body.es'] ?? ''}
          required
        />
        <FormText name="body.en" label={t('founding.bodies.nameEn')} start={values['body.en'] ?? ''} />
        <FormText
          name="body.short"
          label={t('founding.bodies.short')}
          start={values['body.short'] ?? ''}
          required
        />
      </div>
      {Array.from({ length: shown }, (_, row) => (
        <SeatFields
          key={row}
          t={t}
          values={values}
          row={row}
          id={more && row === shown - 1 ? 'more' : undefined}
          sectors={sectors.map((sector) => ({
            value: String(sector),
            label: textIn(names, `sectors.${sector}.es`) || textIn(names, `sectors.${sector}.en`),
          }))}
        />
      ))}
      <FormArea
        name="groups"
        label={t('founding.bodies.groups')}
        hint={t('founding.bodies.groupsHint')}
        start={values.groups ?? ''}
        optional={t('founding.optional')}
        rows={3}
      />
    </>
  )
}

function SeatFields({
  t,
  values,
  row,
  sectors,
  id,
}: {
  t: T
  values: Typed
  row: number
  sectors: { value: string; label: string }[]
  id: string | undefined
}) {
  const at = (name: string) => `seats.${row}.${name}`
  return (
    <fieldset className="field" id={id}>
      <legend className="label">{t('founding.bodies.row', { number: row + 1 })}</legend>
      <div className="grid gap-4 sm:grid-cols-3">
        <FormText name={at('es')} label={t('founding.bodies.seatEs')} start={values[at('es')] ?? ''} />
        <FormText name={at('en')} label={t('founding.bodies.seatEn')} start={values[at('en')] ?? ''} />
        <FormText
          name={at('organisation')}
          label={t('founding.bodies.organisation')}
          hint={t('founding.bodies.organisationHint')}
          start={values[at('organisation')] ?? ''}
          optional={t('founding.optional')}
        />
        <FormSelect
          name={at('sector')}
          label={t('founding.bodies.sector')}
          start={values[at('sector')] ?? sectors[0]?.value ?? ''}
          options={sectors}
        />
        <FormSelect
          name={at('function')}
          label={t('founding.bodies.function')}
          start={values[at('function')] ?? 'member'}
          options={functions.map((value) => ({ value, label: t(`words.functions.${value}`) }))}
        />
        <FormSelect
          name={at('voice')}
          label={t('founding.bodies.voice')}
          start={values[at('voice')] ?? 'no'}
          options={[
            { value: 'yes', label: t('founding.bodies.voiceYes') },
            { value: 'no', label: t('founding.bodies.voiceNo') },
          ]}
        />
      </div>
    </fieldset>
  )
}

function RuleFields({ t, values }: Props) {
  const options: Record<string, (value: string) => string> = {
    statusDecidedBy: (value) => t(`founding.rules.options.${value}`),
    roadmapsDecidedBy: (value) => t(`founding.rules.options.${value}`),
  }
  return (
    <>
      {Object.keys(numberRules).map((rule) => (
        <FormText
          key={rule}
          name={rule}
          type="number"
          label={t(`founding.rules.${rule}.label`)}
          hint={t(`founding.rules.${rule}.hint`)}
          start={values[rule] ?? ''}
        />
      ))}
      {Object.entries(choiceRules).map(([rule, choices]) => (
        <FormRadios
          key={rule}
          name={rule}
          inline
          label={t(`founding.rules.${rule}.label`)}
          hint={t(`founding.rules.${rule}.hint`)}
          start={values[rule] ?? choices[0]}
          options={choices.map((value) => ({
            value,
            label: (options[rule] ?? ((one: string) => t(`founding.rules.options.${rule}.${one}`)))(
              value,
            ),
          }))}
        />
      ))}
    </>
  )
}

function PeopleFields({ t, answers, values }: Props) {
  const seats = seatRows(answers)
  if (seats.length === 0) return <p>{t('founding.people.none')}</p>
  const bodies = valuesOf(answers, 'bodies')
  const sectors = valuesOf(answers, 'sectors')
  return seats.map((row) => {
    const first = isFirstVoice(answers, row)
    return (
      <fieldset key={row} className="field">
        <legend className="label">
          {t('founding.people.seat', {
            seat: textIn(bodies, `seats.${row}.es`),
            sector: textIn(sectors, `sectors.${bodies[`seats.${row}.sector`] ?? '0'}.es`),
          })}
          {first && <span className="hint font-normal">, {t('founding.people.first')}</span>}
        </legend>
        <div className="grid gap-4 sm:grid-cols-2">
          <FormText
            name={`people.${row}.name`}
            label={t('founding.people.name')}
            start={values[`people.${row}.name`] ?? ''}
            required={first}
          />
          <FormText
            name={`people.${row}.email`}
            type="email"
            label={t('founding.people.email')}
            start={values[`people.${row}.email`] ?? ''}
            required={first}
          />
          <Alternate t={t} values={values} row={row} which="" />
        </div>
        <details
          className="mt-3"
          open={Boolean(values[`people.${row}.altName2`] || values[`people.${row}.altEmail2`])}
        >
          <summary className="text-accent">{t('founding.people.another')}</summary>
          <div className="mt-3 grid gap-4 sm:grid-cols-2">
            <Alternate t={t} values={values} row={row} which="2" />
          </div>
        </details>
      </fieldset>
    )
  })
}

function Alternate({
  t,
  values,
  row,
  which,
}: Pick<Props, 't' | 'values'> & { row: number; which: '' | '2' }) {
  const [named, mailed] = [`people.${row}.altName${which}`, `people.${row}.altEmail${which}`]
  return (
    <>
      <FormText
        name={named}
        label={t(`founding.people.altName${which}`)}
        start={values[named] ?? ''}
        optional={t('founding.optional')}
      />
      <FormText
        name={mailed}
        type="email"
        label={t(`founding.people.altEmail${which}`)}
        start={values[mailed] ?? ''}
        optional={t('founding.optional')}
      />
    </>
  )
}

function PlanFields({ t, values }: Props) {
  return (
    <>
      <FormRadios
        name="has"
        label={t('founding.plan.has')}
        start={values.has ?? 'none'}
        options={['none', 'now'].map((value) => ({ value, label: t(`founding.plan.${value}`) }))}
      />
      {(['es', 'en'] as const).map((lang) => (
        <FormText
          key={lang}
          name={`plan.${lang}`}
          label={t(`founding.plan.${lang}`)}
          start={values[`plan.${lang}`] ?? ''}
        />
      ))}
      <div className="grid gap-4 sm:grid-cols-3">
        {(['adoptedOn', 'startsOn', 'endsOn'] as const).map((day) => (
          <FormDay key={day} name={day} label={t(`founding.plan.${day}`)} start={values[day] ?? ''} />
        ))}
      </div>
      <FormText
        name="source"
        label={t('founding.plan.source')}
        hint={t('founding.plan.sourceHint')}
        start={values.source ?? ''}
        optional={t('founding.optional')}
      />
      <FormText
        name="url"
        type="url"
        label={t('founding.plan.url')}
        start={values.url ?? ''}
        optional={t('founding.optional')}
      />
      <FormArea
        name="lines"
        label={t('founding.plan.lines')}
        hint={t('founding.plan.linesHint')}
        start={values.lines ?? ''}
        rows={10}
      />
    </>
  )
}
