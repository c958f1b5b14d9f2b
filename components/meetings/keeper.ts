import { setBase, settle, wasTouched } from '@/components/form/held'

/** What the draft door answers to a text that was sent to be kept. */
export type KeepAnswer =
  | { is: 'saved'; revision: number; at: string }
  | { is: 'conflict'; message: string; theirs: { revision: number; text: string } }
  | { is: 'refused'; message: string; errors: Record<string, string> }
  /** it failed here, and is tried again */
  | { is: 'broken'; message: string }

/** Where the text that is being typed stands. `saved` only after the server said so. */
export type Keeping =
  | { is: 'quiet' }
  | { is: 'typing' }
  | { is: 'saving' }
  | { is: 'saved'; at: string }
  | { is: 'offline' }
  | { is: 'signed-out' }
  | { is: 'refused'; message: string }
  | { is: 'conflict'; message: string; theirs: { revision: number; text: string } }

/** `settled`: the server has it, as revision `base`; a page that was made before that must not show less. */
type Copy = { base: string; fields: Record<string, string>; settled?: true }
type Options = {
  save: string
  address: string
  storageKey: string
  tell: (keeping: Keeping) => void
  restored: () => void
}

const pause = 900
const retries = [3_000, 8_000, 20_000, 60_000]
const ofTheForm = new Set(['key', 'forum', 'locale', 'page', 'at'])

function fieldsOf(form: HTMLFormElement): Record<string, string> {
  const entries = [...new FormData(form)].filter(
    (one): one is [string, string] => typeof one[1] === 'string',
  )
  return Object.fromEntries(
    entries.filter(([name]) => !name.startsWith('$ACTION') && !ofTheForm.has(name)),
  )
}

/** What was typed, without the revision that it was typed over. */
function typed({ base: _base, ...fields }: Record<string, string>): string {
  return JSON.stringify(Object.entries(fields).toSorted(([a], [b]) => a.localeCompare(b)))
}

function fill(form: HTMLFormElement, fields: Record<string, string>): void {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements.namedItem(name)
    if (
      field instanceof RadioNodeList ||
      field instanceof HTMLInputElement ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement
    ) {
      field.value = value
    }
  }
}

// A browser may forbid storage altogether; then the server's copy is the only one, and saving works all the same.
function stored(key: string): Copy | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Copy | null
  } catch {
    return null
  }
}

function store(key: string, copy: Copy | null): void {
  try {
    if (copy) localStorage.setItem(key, JSON.stringify(copy))
    else localStorage.removeItem(key)
  } catch {
    // see above
  }
}

/** A form that is kept, and how far that is. */
type Keeper = Options & {
  form: HTMLFormElement
  timer: ReturnType<typeof setTimeout> | undefined
  failures: number
  sending: boolean
  stopped: boolean
}

const baseOf = (form: HTMLFormElement) => fieldsOf(form).base ?? '0'

function after(keeper: Keeper, delay: number): void {
  clearTimeout(keeper.timer)
  keeper.timer = setTimeout(() => void send(keeper), delay)
}

async function send(keeper: Keeper): Promise<void> {
  const { form, save, address, tell } = keeper
  if (keeper.stopped || keeper.sending) return
  keeper.sending = true
  const fields = fieldsOf(form)
  tell({ is: 'saving' })
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ save, fields }),
      redirect: 'error',
    })
    if (response.status === 401) return later(keeper, { is: 'signed-out' })
    if (!response.ok) return later(keeper, { is: 'offline' })
    answer(keeper, (await response.json()) as KeepAnswer, fields)
  } catch {
    later(keeper, { is: 'offline' })
  } finally {
    keeper.sending = false
  }
}

function later(keeper: Keeper, keeping: Keeping): void {
  keeper.tell(keeping)
  after(keeper, retries[Math.min(keeper.failures, retries.length - 1)] ?? 60_000)
  keeper.failures += 1
}

function answer(keeper: Keeper, kept: KeepAnswer, sent: Record<string, string>): void {
  const { form, storageKey, tell } = keeper
  if (kept.is === 'saved') remember(storageKey, kept.revision, sent)
  if (keeper.stopped) return
  if (kept.is === 'broken') return later(keeper, { is: 'refused', message: kept.message })
  keeper.failures = 0
  if (kept.is === 'refused')
    return tell({ is: 'refused', message: Object.values(kept.errors)[0] ?? kept.message })
  if (kept.is === 'conflict') {
    keeper.stopped = true
    return tell({ is: 'conflict', message: kept.message, theirs: kept.theirs })
  }
  setBase(form, String(kept.revision))
  const now = fieldsOf(form)
  if (typed(now) === typed(sent)) settle(form)
  if (typed(now) === typed(sent)) return tell({ is: 'saved', at: kept.at })
  store(storageKey, { base: String(kept.revision), fields: now })
  after(keeper, pause)
}

function remember(storageKey: string, revision: number, sent: Record<string, string>): void {
  const copy = stored(storageKey)
  if (!copy || typed(copy.fields) === typed(sent))
    store(storageKey, { base: String(revision), fields: sent, settled: true })
}

function changed(keeper: Keeper): void {
  if (keeper.stopped) return
  const { form, storageKey, tell } = keeper
  store(storageKey, { base: baseOf(form), fields: fieldsOf(form) })
  tell({ is: 'typing' })
  after(keeper, pause)
}

/**
 * What this device knows and the page does not: text that was never sent, or that was saved while the page
 * was being made; and what somebody typed before this script was there to see it.
 */
function resume(keeper: Keeper): void {
  const { form, storageKey, restored } = keeper
  const copy = stored(storageKey)
  if (
    !copy ||
    typed(copy.fields) === typed(fieldsOf(form)) ||
    (copy.settled && Number(copy.base) <= Number(baseOf(form)))
  ) {
    store(storageKey, null)
    if (wasTouched(form)) changed(keeper)
    return
  }
  fill(form, copy.fields)
  setBase(form, copy.base)
  if (copy.settled) return
  restored()
  after(keeper, 0)
}

/**
 * Keeps a form's text while it is being typed: first on this device, so that a crash loses nothing, then on
 * the server, one save at a time, each with the revision that its author had in front of them. Returns how
 * to stop.
 */
export function keepForm(form: HTMLFormElement, options: Options) {
  const keeper: Keeper = {
    ...options,
    form,
    timer: undefined,
    failures: 0,
    sending: false,
    stopped: false,
  }
  const input = () => changed(keeper)
  const online = () => after(keeper, 0)
  // The button saves the way typing does: two saves of one text at once would run into each other.
  function submitted(event: Event): void {
    if (keeper.stopped) return
    event.preventDefault()
    after(keeper, 0)
  }

  resume(keeper)
  form.addEventListener('input', input)
  form.addEventListener('submit', submitted)
  window.addEventListener('online', online)
  return {
    /** After a conflict: mine stands, over the text that the others saved. */
    keepMine(revision: number): void {
      keeper.stopped = false
      setBase(form, String(revision))
      void send(keeper)
    },
    /** The server has mine aside, or it is given up: from now on what the page says stands here. */
    yield(): void {
      store(options.storageKey, null)
      settle(form)
      keeper.stopped = false
      options.tell({ is: 'quiet' })
    },
    stop(): void {
      keeper.stopped = true
      clearTimeout(keeper.timer)
      form.removeEventListener('input', input)
      form.removeEventListener('submit', submitted)
      window.removeEventListener('online', online)
    },
  }
}
