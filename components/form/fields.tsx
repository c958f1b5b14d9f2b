import type { ReactNode } from 'react'
import { Area } from './area'

/** `scope` keeps the ids of two forms on one page apart. */
type Common = {
  name: string
  label: string
  hint?: ReactNode | undefined
  error?: string | undefined
  required?: boolean
  scope?: string | undefined
}

const idOf = (name: string, scope?: string) => `f-${scope ? `${scope}-` : ''}${name.replace(/\W/g, '-')}`

/** A label, a hint and an error, tied to whatever is filled in. `optional` is said, for most fields are not. */
function Field({
  name,
  label,
  hint,
  error,
  children,
  optional,
  scope,
}: Common & { children: ReactNode; optional?: string | undefined }) {
  return (
    <div className={error ? 'field field-faulty' : 'field'}>
      <label className="label" htmlFor={idOf(name, scope)}>
        {label}
        {optional && <span className="hint font-normal"> ({optional})</span>}
      </label>
      {hint && (
        <p className="hint" id={`${idOf(name, scope)}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="fault" id={`${idOf(name, scope)}-error`}>
          {error}
        </p>
      )}
      {children}
    </div>
  )
}

function wiring({
  name,
  hint,
  error,
  required,
  scope,
}: Pick<Common, 'name' | 'hint' | 'error' | 'required' | 'scope'>) {
  const described = [hint && `${idOf(name, scope)}-hint`, error && `${idOf(name, scope)}-error`]
    .filter(Boolean)
    .join(' ')
  return {
    id: idOf(name, scope),
    name,
    ...(described && { 'aria-describedby': described }),
    ...(error && { 'aria-invalid': true as const }),
    ...(required && { 'aria-required': true as const }),
  }
}

type TextProps = Common & {
  value?: string | undefined
  optional?: string | undefined
  type?: 'text' | 'email' | 'password' | 'url' | 'date' | 'time' | 'number'
  autoComplete?: string
  width?: string
  lang?: string
  spellCheck?: boolean
}

export function TextInput({
  value,
  type = 'text',
  autoComplete,
  width,
  lang,
  spellCheck,
  ...common
}: TextProps) {
  return (
    <Field {...common}>
      <input
        {...wiring(common)}
        className={`input ${width ?? ''}`}
        type={type}
        defaultValue={value ?? ''}
        autoComplete={autoComplete}
        lang={lang}
        spellCheck={spellCheck}
      />
    </Field>
  )
}

export function FileInput({
  accept,
  ...common
}: Common & { /** endings and types, as the browser's own attribute takes them */ accept?: string }) {
  return (
    <Field {...common}>
      <input {...wiring(common)} className="input input-file" type="file" accept={accept} />
    </Field>
  )
}

export function DayInput(props: Omit<TextProps, 'type'>) {
  return <TextInput {...props} type="date" width="max-w-[12rem]" />
}

export function TimeInput(props: Omit<TextProps, 'type'>) {
  return <TextInput {...props} type="time" width="max-w-[9rem]" />
}

type AreaProps = Common & {
  value?: string | undefined
  rows?: number
  signed?: boolean
  lang?: string
  optional?: string | undefined
  /** what is put around the area itself: tabs with a preview */
  around?: ((area: ReactNode) => ReactNode) | undefined
}

export function TextArea({
  value,
  rows = 5,
  signed = false,
  lang,
  optional,
  around = (area) => area,
  ...common
}: AreaProps) {
  return (
    <Field {...common} optional={optional}>
      {around(
        <Area
          {...wiring(common)}
          className={signed ? 'input signed' : 'input'}
          rows={rows}
          start={value ?? ''}
          lang={lang}
        />,
      )}
    </Field>
  )
}

export type Option = { value: string; label: string; hint?: string; disabled?: boolean }

export function Select({
  value,
  options,
  empty,
  optional,
  ...common
}: Common & {
  value?: string | undefined
  options: Option[] /** the words of “choose one” */
  empty?: string
  optional?: string | undefined
}) {
  return (
    <Field {...common} optional={optional}>
      <select
        {...wiring(common)}
        className="input max-w-[30rem]"
        defaultValue={value ?? ''}
        data-start={value ?? ''}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

export function RadioGroup({
  name,
  label,
  hint,
  error,
  value,
  options,
  inline = false,
  scope,
}: Common & { value?: string | undefined; options: Option[]; inline?: boolean }) {
  const described = [hint && `${idOf(name, scope)}-hint`, error && `${idOf(name, scope)}-error`]
    .filter(Boolean)
    .join(' ')
  return (
    <fieldset
      id={idOf(name, scope)}
      className={error ? 'field field-faulty' : 'field'}
      {...(described && { 'aria-describedby': described })}
      {...(options.some((option) => option.value === value) && { 'data-preset': '' })}
      tabIndex={-1}
    >
      <legend className="label">{label}</legend>
      {hint && (
        <p className="hint" id={`${idOf(name, scope)}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="fault" id={`${idOf(name, scope)}-error`}>
          {error}
        </p>
      )}
      <div className={inline ? 'flex flex-wrap gap-x-6' : ''}>
        {options.map((option) => (
          <div className="choice" key={option.value}>
            <input
              type="radio"
              id={`${idOf(name, scope)}-${option.value}`}
              name={name}
              value={option.value}
              defaultChecked={value === option.value}
              disabled={option.disabled}
              {...(option.hint && { 'aria-describedby': `${idOf(name, scope)}-${option.value}-hint` })}
            />
            <label htmlFor={`${idOf(name, scope)}-${option.value}`}>{option.label}</label>
            {option.hint && (
              <p className="hint" id={`${idOf(name, scope)}-${option.value}-hint`}>
                {option.hint}
              </p>
            )}
          </div>
        ))}
      </div>
    </fieldset>
  )
}

/** Any of several. Each box is an entry of a list: `name.0`, `name.1`. */
export function CheckGroup({
  name,
  label,
  hint,
  error,
  values,
  options,
  scope,
}: Common & { values: (index: number, option: Option) => boolean; options: Option[] }) {
  return (
    <fieldset
      id={idOf(name, scope)}
      className={error ? 'field field-faulty' : 'field'}
      aria-describedby={wiring({ name, hint, error, scope })['aria-describedby']}
      tabIndex={-1}
    >
      <legend className="label">{label}</legend>
      {hint && (
        <p className="hint" id={`${idOf(name, scope)}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="fault" id={`${idOf(name, scope)}-error`}>
          {error}
        </p>
      )}
      <div>
        {options.map((option, index) => (
          <div className="choice" key={option.value}>
            <input
              type="checkbox"
              id={`${idOf(name, scope)}-${option.value}`}
              name={`${name}.${index}`}
              value={option.value}
              defaultChecked={values(index, option)}
            />
            <label htmlFor={`${idOf(name, scope)}-${option.value}`}>{option.label}</label>
          </div>
        ))}
      </div>
    </fieldset>
  )
}

/** A box of a group is told of as its group: `leads.0` is one of `leads`. */
export const groupOf = (name: string) => name.replace(/\.\d+$/, '')

/** What is wrong, at the top, with a way to each field: written once, and reachable from everywhere (after GOV.UK's pattern). */
export function ErrorSummary({
  title,
  message,
  errors,
  labels,
  scope,
}: {
  title: string
  message?: string | undefined
  errors: Record<string, string>
  labels?: Record<string, string>
  scope?: string
}) {
  const listed = Object.entries(errors)
  if (!message && listed.length === 0) return null
  return (
    <div className="notice notice-error my-4" role="alert" tabIndex={-1} data-error-summary>
      <p className="font-semibold">{title}</p>
      {message && <p>{message}</p>}
      {listed.length > 0 && (
        <ul className="mt-1 list-disc pl-5">
          {listed.map(([sent, sentence]) => {
            const name = labels?.[groupOf(sent)] ? groupOf(sent) : sent
            return (
              <li key={sent}>
                <a href={`#${idOf(name, scope)}`}>
                  {labels?.[name] ? `${labels[name]}: ` : ''}
                  {sentence}
                </a>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
