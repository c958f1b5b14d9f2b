'use client'

import {
  createContext,
  startTransition,
  useActionState,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { ReactNode, RefObject } from 'react'
import { LARGEST_FORM } from '@/lib/act/lengths.ts'
import { useFormStatus } from 'react-dom'
import {
  CheckGroup,
  DayInput,
  ErrorSummary,
  groupOf,
  RadioGroup,
  Select,
  TextArea,
  TextInput,
  TimeInput,
} from './fields'
import type { Option } from './fields'
import { isFollowed } from './followed'
import type { FormState } from './form-state'
import { hold, settle, takeIn, wasTouched } from './held'
import { knowsPasskeys, neverChanges } from './passkey'
import { SignOffer } from './sign-offer'
import type { SigningWords } from './sign-offer'
import { Preview } from './preview'
import type { PreviewWords } from './preview'

type Action = (previous: FormState, form: FormData) => Promise<FormState>

/** `scope` keeps the fields of two forms on one page apart. `grave`: nothing in it is chosen or written before somebody does. */
const State = createContext<FormState & { scope: string; grave: Grave | null }>({
  ok: true,
  key: '',
  errors: {},
  values: {},
  scope: '',
  grave: null,
})
const Previewing = createContext<PreviewWords | null>(null)

/** An act that binds (lib/act/gravity.ts): which one it is, and the words of “choose one”. */
export type Grave = { command: string; gravity: string; choose: string }

type Props = {
  action: Action
  state: FormState
  forum: string
  locale: string
  /** heads the list of what wants mending */
  faults: string
  /** said when the form could not be sent, or its answer did not arrive */
  unreachable: string
  /** said when there is more in it than a form may hold */
  tooLarge?: string
  /** values that are sent along and not seen: `as`, ids, digests */
  hidden?: Record<string, string>
  labels?: Record<string, string>
  /** what the tabs over a signed text are called; without it there are none */
  preview?: PreviewWords
  /** a form that not everybody needs: asked for first, and then shown. It never hides what wants mending */
  fold?: { title: string; open: boolean }
  /** for acts that bind: said where the member's own device may sign first */
  signing?: SigningWords
  grave?: Grave | undefined
  className?: string
  children: ReactNode
}

type Said = { unreachable: string; tooLarge: string }

/** What was sent, and what came of it: the answer of a success is the page that it leads to. */
type Sending = { form: FormData; is: 'away' | 'refused' | 'done' }
type Sent = RefObject<Sending | null>

/**
 * A connection that breaks must not take the page away with all that was typed: the form comes back, with the same key, so that sending
 * it again is harmless even if it had arrived. What is too large to arrive is not sent.
 */
export function guarded(action: Action, { unreachable, tooLarge }: Said): Action {
  return async (previous, form) => {
    const typed = [...form].filter(
      (one): one is [string, string] => typeof one[1] === 'string' && !one[0].startsWith('$ACTION'),
    )
    const values = Object.fromEntries(typed.filter(([name]) => !/password|current/i.test(name)))
    const back = (message: string): FormState => ({
      ok: false,
      key: previous.key,
      message,
      errors: {},
      values,
    })
    // The framework sends what was answered before along.
    if (bytesIn([...typed, ...Object.entries(previous.values)]) > LARGEST_FORM) return back(tooLarge)
    try {
      return await action(previous, form)
    } catch (error) {
      // Where the page that follows has the form still, it is for another act: with that page's key.
      if (isFollowed(error)) return { ok: true, key: '', errors: {}, values: {} }
      // Next leads to another page by an error of its own; every other one is a connection, or a server, that failed.
      if (String((error as { digest?: unknown } | null)?.digest).startsWith('NEXT_')) throw error
      return back(unreachable)
    }
  }
}

/** About as much as is sent: what frames a field is not more than a line of text. */
function bytesIn(fields: [string, string][]): number {
  const utf8 = new TextEncoder()
  return fields.reduce((sum, [name, value]) => sum + name.length + utf8.encode(value).length + 200, 0)
}

/** While the page is made on the server the action stays what it is: without scripts the browser posts it itself. */
function useGuarded(action: Action, { unreachable, tooLarge }: Said, sentRef: Sent): Action {
  return useMemo(() => {
    if (typeof window === 'undefined') return action
    const send = guarded(action, { unreachable, tooLarge })
    return async (previous, form) => {
      const sending: Sending = { form, is: 'away' }
      sentRef.current = sending
      const answer = await send(previous, form)
      if (!answer.offer) sending.is = answer.ok ? 'done' : 'refused'
      return answer
    }
  }, [action, unreachable, tooLarge, sentRef])
}

/** What is pressed and typed is held through every renewal of the page, and given up where the server has answered. */
function useHeld(formRef: RefObject<HTMLFormElement | null>, page: FormState, sentRef: Sent): void {
  const renewed = useRef(page.key)
  useLayoutEffect(() => (formRef.current ? hold(formRef.current) : undefined), [formRef])
  useLayoutEffect(() => {
    const here = formRef.current
    if (!here) return
    const sending = sentRef.current
    if (
      sending &&
      (sending.is === 'refused' || (sending.is === 'done' && page.key !== renewed.current))
    ) {
      settle(here, sending.form)
      sentRef.current = null
      const fold = here.closest<HTMLDetailsElement>('[data-fold]')
      if (fold && sending.is === 'done' && !wasTouched(here)) fold.open = fold.dataset.fold === 'open'
    }
    renewed.current = page.key
    takeIn(here)
  })
}

/**
 * A form that acts. With scripts it shows at once that it is on its way; without, the browser posts it and the page comes back with what was
 * typed. The key makes sure that one form is one act, however often it arrives.
 */
export function ActionForm({
  action,
  unreachable,
  tooLarge = unreachable,
  state: start,
  forum,
  locale,
  faults,
  hidden = {},
  labels,
  preview,
  fold,
  signing,
  grave,
  className = 'stack',
  children,
}: Props) {
  const form = useRef<HTMLFormElement>(null)
  const sent = useRef<Sending>(null)
  const [state, send] = useActionState(useGuarded(action, { unreachable, tooLarge }, sent), start)
  // A page that is made anew brings a new start; only an answer takes one to what wants mending.
  const [first] = useState(start)
  // What was sent and came back, and otherwise what the page says now.
  const values = state === first || !state.key ? start.values : state.values
  const told = { ...state, values, scope: first.key.slice(0, 8), grave: grave ?? null }
  useHeld(form, start, sent)
  useEffect(() => {
    if (state !== first)
      form.current?.querySelector<HTMLElement>('[data-error-summary], [data-look]')?.focus()
  }, [state, first])
  useFaultTitle(Boolean(state.message) || Object.keys(state.errors).length > 0)
  const prepares = usePasskeys() && signing !== undefined
  const [declined, decline] = useState<FormState['offer']>()
  const offer = state.offer === declined ? undefined : state.offer
  const sendWith = (answer: string) => {
    if (!form.current) return
    const data = new FormData(form.current)
    data.set('signing', answer)
    startTransition(() => send(data))
  }
  const whole = (
    <State value={told}>
      <form
        ref={form}
        action={send}
        className={className}
        noValidate
        {...(offer && { 'data-offers': true })}
        {...(grave && { 'data-act': grave.command, 'data-gravity': grave.gravity })}
      >
        <Carried values={{ key: state.key || start.key, forum, locale, ...hidden }} />
        {signing && <input type="hidden" name="signing" value={prepares ? 'prepare' : ''} />}
        {offer && signing && (
          <SignOffer
            offer={offer}
            brings={state.look?.said ?? []}
            words={signing}
            send={sendWith}
            cancel={() => decline(offer)}
          />
        )}
        <ErrorSummary
          title={faults}
          message={state.message}
          errors={state.errors}
          scope={told.scope}
          {...(labels && { labels })}
        />
        <Previewing value={preview ?? null}>{children}</Previewing>
      </form>
    </State>
  )
  return fold ? (
    <Fold {...fold} wants={!state.ok}>
      {whole}
    </Fold>
  ) : (
    whole
  )
}

/** The tab, and whoever hears the title first, learn that something wants mending. */
function useFaultTitle(faulty: boolean): void {
  useEffect(() => {
    const pattern = document.documentElement.dataset.faultTitle
    if (!faulty || !pattern) return
    const title = document.title
    document.title = pattern.replace('{title}', title)
    return () => {
      document.title = title
    }
  }, [faulty])
}

/** Without scripts, or without passkeys in this browser, nothing is signed. */
function usePasskeys(): boolean {
  return useSyncExternalStore(neverChanges, knowsPasskeys, () => false)
}

function Carried({ values }: { values: Record<string, string> }) {
  return Object.entries(values).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ))
}

/** `wants`: something in it wants mending, or a second look. */
function Fold({
  title,
  open,
  wants,
  children,
}: NonNullable<Props['fold']> & { wants: boolean; children: ReactNode }) {
  return (
    <details data-fold={open ? 'open' : ''} className="max-w-2xl" open={open || wants}>
      <summary className="w-fit cursor-pointer py-1.5 underline decoration-accent underline-offset-4">
        {title}
      </summary>
      <div className="mb-3 mt-2 border-l-2 border-rule pl-4">{children}</div>
    </details>
  )
}

type FieldProps = {
  name: string
  label: string
  hint?: string
  optional?: string
  required?: boolean /** the value before anything was typed */
  start?: string
}

/** In a form that binds a field shows what was sent and came back, and nothing else. */
function useField(name: string, start?: string) {
  const { values, errors, scope, grave } = useContext(State)
  return { value: values[name] ?? (grave ? undefined : start), error: errors[name], scope }
}

/** What was sent last and came back, by the names of its fields; nothing before that. */
export function useSent(): Record<string, string> {
  return useContext(State).values
}

export function FormText({
  start,
  ...field
}: FieldProps & { type?: 'text' | 'email' | 'url' | 'password' | 'number'; autoComplete?: string }) {
  return <TextInput {...field} {...useField(field.name, start)} />
}

export function FormDay({ start, ...field }: FieldProps) {
  return <DayInput {...field} {...useField(field.name, start)} />
}

export function FormTime({ start, ...field }: FieldProps) {
  return <TimeInput {...field} {...useField(field.name, start)} />
}

export function FormArea({
  start,
  rows,
  signed,
  ...field
}: FieldProps & { rows?: number; signed?: boolean }) {
  const words = useContext(Previewing)
  const around =
    signed && words ? (area: ReactNode) => <Preview words={words}>{area}</Preview> : undefined
  return (
    <TextArea
      {...field}
      {...useField(field.name, start)}
      around={around}
      {...(rows !== undefined && { rows })}
      {...(signed !== undefined && { signed })}
    />
  )
}

export function FormSelect({
  start,
  options,
  empty,
  ...field
}: FieldProps & { options: Option[]; empty?: string }) {
  // Without an empty line a list has chosen its first.
  const { grave } = useContext(State)
  const first = empty ?? grave?.choose
  return (
    <Select
      {...field}
      {...useField(field.name, start)}
      options={options}
      {...(first !== undefined && { empty: first })}
    />
  )
}

export function FormRadios({
  start,
  options,
  inline,
  ...field
}: FieldProps & { options: Option[]; inline?: boolean }) {
  return (
    <RadioGroup
      {...field}
      {...useField(field.name, start)}
      options={options}
      {...(inline !== undefined && { inline })}
    />
  )
}

/** Boxes that are ticked as they were sent, and before that as they start. */
export function FormChecks({
  start = [],
  options,
  ...field
}: Omit<FieldProps, 'start' | 'optional'> & { options: Option[]; start?: string[] | undefined }) {
  const state = useContext(State)
  const faulty = Object.keys(state.errors).find((name) => groupOf(name) === field.name)
  const cameBack = Object.keys(state.values).length > 0 && !state.ok
  const ticked = (index: number, option: Option) =>
    cameBack
      ? state.values[`${field.name}.${index}`] === option.value
      : !state.grave && start.includes(option.value)
  return (
    <CheckGroup
      {...field}
      error={state.errors[faulty ?? field.name]}
      scope={state.scope}
      options={options}
      values={ticked}
    />
  )
}

/** Sent along and not seen; an answer may put another value in its place. */
export function FormHidden({ name, start }: { name: string; start: string }) {
  return <input type="hidden" name={name} value={useField(name).value ?? start} />
}

/** What must be looked at before it is done, where the answer to what was sent last says so. */
export function useLook(): FormState['look'] {
  return useContext(State).look
}

/** Sends once: while it is on its way a second press does nothing. */
export function Submit({
  children,
  sending,
  kind = 'main',
  small = false,
  name,
  value,
}: {
  children: ReactNode
  sending: string
  kind?: 'main' | 'quiet' | 'plain'
  small?: boolean
  name?: string
  value?: string
}) {
  const { pending } = useFormStatus()
  return (
    <button
      type="submit"
      className={`button ${kind === 'main' ? '' : `button-${kind}`} ${small ? 'button-small' : ''}`}
      name={name}
      value={value}
      aria-disabled={pending}
      onClick={(event) => {
        if (pending) event.preventDefault()
      }}
    >
      {pending ? sending : children}
    </button>
  )
}
