/**
 * What a person pressed or typed is theirs until the server has it: it outlives the script that wakes late, and each renewal of the page.
 * A control follows the server for as long as it shows what the server knows of it. All controls of a form are held here, whoever drew them
 * (decision 063).
 */
type Drawn = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** One question and what answers it: a field, a box, or all the buttons of one choice. */
type Control = { name: string; parts: [Drawn, ...Drawn[]]; of: 'text' | 'box' | 'choice' | 'list' }

/** `said`: by the page, last. `known`: to the server, as far as one can tell here. `due`: what was said is still to be shown. */
type Held = { said: string; known: string; due: false | 'left' | 'answered' }

const held = new WeakMap<Drawn, Held>()
const bases = new WeakMap<HTMLInputElement, string>()
const silent = new Set(['hidden', 'file', 'submit', 'button', 'image', 'reset'])

function controlsOf(form: HTMLFormElement): Control[] {
  const choices = new Map<string, Control>()
  const controls: Control[] = []
  for (const part of form.elements) {
    if (
      !(
        part instanceof HTMLInputElement ||
        part instanceof HTMLTextAreaElement ||
        part instanceof HTMLSelectElement
      )
    )
      continue
    if (!part.name || silent.has(part.type)) continue
    const choice = part.type === 'radio' ? choices.get(part.name) : undefined
    if (choice) choice.parts.push(part)
    else {
      const control: Control = { name: part.name, parts: [part], of: kindOf(part) }
      if (control.of === 'choice') choices.set(part.name, control)
      controls.push(control)
    }
  }
  return controls
}

function kindOf(part: Drawn): Control['of'] {
  if (part instanceof HTMLSelectElement) return 'list'
  if (part.type === 'radio') return 'choice'
  return part.type === 'checkbox' ? 'box' : 'text'
}

const chosenIn = (parts: Drawn[], is: (part: HTMLInputElement) => boolean) =>
  parts.find((part) => part instanceof HTMLInputElement && is(part))?.value ?? ''

function shownBy({ of, parts }: Control): string {
  const [first] = parts
  if (of === 'choice') return chosenIn(parts, (part) => part.checked)
  if (of === 'box') return first instanceof HTMLInputElement && first.checked ? first.value : ''
  return first.value
}

function saidOf({ of, parts }: Control): string {
  const [first] = parts
  if (of === 'choice') return chosenIn(parts, (part) => part.defaultChecked)
  if (of === 'box') return first instanceof HTMLInputElement && first.defaultChecked ? first.value : ''
  if (!(first instanceof HTMLSelectElement)) return first.defaultValue
  // React moves what a list starts with no further once it is drawn: our own says it beside.
  return (
    first.dataset.start ??
    [...first.options].find((option) => option.defaultSelected)?.value ??
    first.options[0]?.value ??
    ''
  )
}

function show({ of, parts }: Control, value: string): void {
  const [first] = parts
  if (of === 'choice')
    parts.forEach((part) => {
      if (part instanceof HTMLInputElement) part.checked = part.value === value
    })
  else if (of === 'box') {
    if (first instanceof HTMLInputElement) first.checked = value !== ''
  } else first.value = value
}

/** One does not change words under the hands of whoever is writing them. */
const isWrittenIn = ({ of, parts }: Control) => of === 'text' && parts[0] === document.activeElement

function heldOf(control: Control): Held {
  const known = held.get(control.parts[0])
  if (known) return known
  // Seen for the first time: what differs from the page was pressed or typed before anybody was awake to see it.
  const said = saidOf(control)
  const fresh: Held = { said, known: said, due: false }
  held.set(control.parts[0], fresh)
  return fresh
}

const isTouched = (control: Control) => shownBy(control) !== heldOf(control).known

/** Somebody has pressed or typed here what the server does not know. */
export const wasTouched = (form: HTMLFormElement) => controlsOf(form).some(isTouched)

/** Told after each renewal, for whoever counts what is marked. */
export const TAKEN_IN = 'mesa-taken-in'

/** The page was made anew: takes in what it says, but where somebody has pressed or typed since. */
export function takeIn(form: HTMLFormElement): void {
  const controls = controlsOf(form)
  if (!keepBase(form, controls.some(isTouched))) return
  for (const control of controls) {
    const one = heldOf(control)
    const said = saidOf(control)
    if (said === one.said && !one.due) continue
    one.said = said
    if (shownBy(control) !== one.known) {
      ;[one.known, one.due] = [said, false]
    } else if (one.due !== 'answered' && isWrittenIn(control)) one.due = 'left'
    else {
      show(control, said)
      ;[one.known, one.due] = [said, false]
    }
  }
  form.dispatchEvent(new Event(TAKEN_IN))
}

/** The server has all that the controls show; or what was sent, where it still stands there: then the page that follows says what they show next. */
export function settle(form: HTMLFormElement, sent?: FormData): void {
  for (const control of controlsOf(form)) {
    const one = heldOf(control)
    const shown = shownBy(control)
    if (sent && shown !== String(sent.get(control.name) ?? '')) continue
    one.known = shown
    if (sent) one.due = 'answered'
  }
}

const baseIn = (form: HTMLFormElement) =>
  form.querySelector<HTMLInputElement>('input[type=hidden][name=base]')

/**
 * The revision that somebody's words were written over goes with the words, so that the server sees where two wrote at once. Answers whether
 * the page is new enough to be looked at: one that was made before the last save says less than is known here.
 */
function keepBase(form: HTMLFormElement, touched: boolean): boolean {
  const base = baseIn(form)
  if (!base) return true
  const before = bases.get(base)
  // None at all is no older one: it was removed.
  const older = before !== undefined && Number(base.value) > 0 && Number(base.value) < Number(before)
  if (before !== undefined && (touched || older)) setBase(form, before)
  else setBase(form, base.value)
  return !older
}

/** The form that removes it stands beside this one, and must speak of the same revision. */
export function setBase(form: HTMLFormElement, revision: string): void {
  const base = baseIn(form)
  if (!base) return
  base.value = revision
  bases.set(base, revision)
  const { baseName } = base.dataset
  if (baseName)
    document
      .querySelectorAll<HTMLInputElement>(`[data-base-of="${CSS.escape(baseName)}"]`)
      .forEach((field) => {
        field.value = revision
      })
}

/** Holds a form's controls: React would empty them after each answer. Returns how to stop. */
export function hold(form: HTMLFormElement): () => void {
  // By itself, before React: while it draws, it hears no events.
  const keep = (event: Event) => event.preventDefault()
  const left = () => takeIn(form)
  form.addEventListener('reset', keep)
  form.addEventListener('focusout', left)
  takeIn(form)
  return () => {
    form.removeEventListener('reset', keep)
    form.removeEventListener('focusout', left)
  }
}
