import { setBase, settle, wasTouched } from '@/components/form/held'

/** What the draft door answers to a text that was sent to be kept. */
export type Kept =
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

/**
 * Keeps a form's text while it is being typed: first on this device, so that a crash loses nothing, then on the server, one save at a time,
 * each with the revision that its author had in front of them. Returns how to stop.
 */
export function keepForm(form: HTMLFormElement, { save, address, storageKey, tell, restored }: Options) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let sending = false
  let stopped = false

  const baseOf = () => fieldsOf(form).base ?? '0'
  const after = (delay: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void send(), delay)
  }

  async function send(): Promise<void> {
    if (stopped || sending) return
    sending = true
    const fields = fieldsOf(form)
    tell({ is: 'saving' })
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ save, fields }),
        redirect: 'error',
      })
      if (response.status === 401) return later({ is: 'signed-out' })
      if (!response.ok) return later({ is: 'offline' })
      answer((await response.json()) as Kept, fields)
    } catch {
      later({ is: 'offline' })
    } finally {
      sending = false
    }
  }

  function later(keeping: Keeping): void {
    tell(keeping)
    after(retries[Math.min(failures, retries.length - 1)] ?? 60_000)
    failures += 1
  }

  function answer(kept: Kept, sent: Record<string, string>): void {
    if (kept.is === 'saved') remember(kept.revision, sent)
    if (stopped) return
    if (kept.is === 'broken') return later({ is: 'refused', message: kept.message })
    failures = 0
    if (kept.is === 'refused')
      return tell({ is: 'refused', message: Object.values(kept.errors)[0] ?? kept.message })
    if (kept.is === 'conflict') {
      stopped = true
      return tell({ is: 'conflict', message: kept.message, theirs: kept.theirs })
    }
    setBase(form, String(kept.revision))
    const now = fieldsOf(form)
    if (typed(now) === typed(sent)) settle(form)
    if (typed(now) === typed(sent)) return tell({ is: 'saved', at: kept.at })
    store(storageKey, { base: String(kept.revision), fields: now })
    after(pause)
  }

  function remember(revision: number, sent: Record<string, string>): void {
    const copy = stored(storageKey)
    if (!copy || typed(copy.fields) === typed(sent))
      store(storageKey, { base: String(revision), fields: sent, settled: true })
  }

  function changed(): void {
    if (stopped) return
    store(storageKey, { base: baseOf(), fields: fieldsOf(form) })
    tell({ is: 'typing' })
    after(pause)
  }

  /**
   * What this device knows and the page does not: text that was never sent, or that was saved while the page was being made; and what
   * somebody typed before this script was there to see it.
   */
  function resume(): void {
    const copy = stored(storageKey)
    if (
      !copy ||
      typed(copy.fields) === typed(fieldsOf(form)) ||
      (copy.settled && Number(copy.base) <= Number(baseOf()))
    ) {
      store(storageKey, null)
      if (wasTouched(form)) changed()
      return
    }
    fill(form, copy.fields)
    setBase(form, copy.base)
    if (copy.settled) return
    restored()
    after(0)
  }

  const online = () => after(0)
  // The button saves the way typing does: two saves of one text at once would run into each other.
  function submitted(event: Event): void {
    if (stopped) return
    event.preventDefault()
    after(0)
  }

  resume()
  form.addEventListener('input', changed)
  form.addEventListener('submit', submitted)
  window.addEventListener('online', online)
  return {
    /** After a conflict: mine stands, over the text that the others saved. */
    keepMine(revision: number): void {
      stopped = false
      setBase(form, String(revision))
      void send()
    },
    /** The server has mine aside, or it is given up: from now on what the page says stands here. */
    yield(): void {
      store(storageKey, null)
      settle(form)
      stopped = false
      tell({ is: 'quiet' })
    },
    stop(): void {
      stopped = true
      clearTimeout(timer)
      form.removeEventListener('input', changed)
      form.removeEventListener('submit', submitted)
      window.removeEventListener('online', online)
    },
  }
}
