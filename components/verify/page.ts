import { checkOpened, checkReceipt, checkWhole, verdictOf } from '../../lib/log/check.ts'
import type { CheckedBy, LogSource, Step } from '../../lib/log/check.ts'
import { parseCheckpoint } from '../../lib/log/checkpoint.ts'
import type { Checkpoint } from '../../lib/log/checkpoint.ts'
import { opens } from '../../lib/log/commitment.ts'
import { fromBase64, fromUtf8, Malformed } from '../../lib/log/encoding.ts'
import { formatKey, parseKey, parseNote } from '../../lib/log/note.ts'
import type { Key } from '../../lib/log/note.ts'
import { parseBundle, TILE_WIDTH, tilePath } from '../../lib/log/tiles.ts'
import { lexicon } from './lexicon.ts'
import { watchDevices } from '../../lib/devices/watch.ts'
import { attachmentIn } from './attachment.ts'
import { movesOn } from './bar.ts'
import { sayer } from './words.ts'
import type { Words } from './words.ts'

/**
 * The page on which a reader's own browser checks the log. It runs in the page as it was served, and in a copy of it that somebody saved: then
 * there may be no network, and all that it has is what it is given.
 */

type Given = {
  words: Words
  log: string
  keys: string[]
  witnesses: string[]
  origin: string
  act: string
}
type Answer = { steps: Step[]; entry?: Uint8Array | null; index?: number | null; opened?: string }

const root = document.querySelector<HTMLElement>('#verify')
if (root) start(root, JSON.parse(root.dataset.given ?? '{}') as Given)

function start(page: HTMLElement, given: Given): void {
  const say = sayer(given.words)
  let running = 0
  const find = <E extends HTMLElement>(name: string) =>
    page.querySelector<E>(`[data-part="${name}"]`) as E
  const [keys, result, bar] = [
    find<HTMLTextAreaElement>('keys'),
    find('result'),
    find<HTMLProgressElement>('bar'),
  ]
  for (const part of page.querySelectorAll<HTMLElement>('[data-with-script]')) part.hidden = false
  for (const part of page.querySelectorAll<HTMLElement>('[data-without-script]')) part.hidden = true
  keys.value ||= given.keys.join('\n')
  tellRemembered()

  find<HTMLFormElement>('receipt-form').addEventListener('submit', (event) => {
    event.preventDefault()
    void run(() => ofText(find<HTMLTextAreaElement>('receipt').value))
  })
  find<HTMLInputElement>('file').addEventListener('change', (event) => {
    const input = event.currentTarget as HTMLInputElement
    const [file] = input.files ?? []
    if (file) void run(() => ofFile(file))
    input.value = ''
  })
  page.addEventListener('dragover', (event) => event.preventDefault())
  page.addEventListener('drop', (event) => {
    event.preventDefault()
    const [file] = event.dataTransfer?.files ?? []
    if (file) void run(() => ofFile(file))
  })
  find<HTMLFormElement>('entry-form').addEventListener('submit', (event) => {
    event.preventDefault()
    void run(() => ofEntry(find<HTMLInputElement>('number').value.trim()))
  })
  find('whole').addEventListener('click', () => void run(ofWhole))
  // A link can ask for one act: /verify#3
  if (/^#\d{1,9}$/.test(location.hash)) void run(() => ofEntry(location.hash.slice(1)))

  function by(): CheckedBy {
    const log = keys.value
      .split(/\s+/)
      .filter(Boolean)
      .flatMap((text) => readable(text) ?? [])
    return { log, witnesses: given.witnesses.flatMap((text) => readable(text) ?? []) }
  }

  async function ofText(text: string): Promise<Answer> {
    const receipt = `${text.replaceAll('\r\n', '\n').trim()}\n`
    const first = checkReceipt(receipt, by())
    if (first.index === null || first.entry) return first
    // A receipt without the act's bytes: the log may still have them.
    const entry = await fetchEntry(
      first.index,
      parseCheckpoint(parseNote(receipt.slice(receipt.indexOf('\n\n') + 2)).text).size,
    ).catch(() => null)
    return entry ? checkReceipt(receipt, by(), entry) : first
  }

  async function ofFile(file: File): Promise<Answer> {
    const bytes = new Uint8Array(await file.arrayBuffer())
    if (String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-') return ofPdf(bytes)
    return ofText(fromUtf8(bytes))
  }

  /** Minutes on paper carry the text that was committed to, and where: whoever reads the paper can compare. */
  async function ofPdf(bytes: Uint8Array): Promise<Answer> {
    const attached = await attachmentIn(bytes)
    if (!attached) return { steps: [{ name: 'text-found', ok: null, told: {} }] }
    const { entry: index, salt, value, commitment, origin, body } = attached
    const steps: Step[] = [
      {
        name: 'origin',
        ok: origin === given.origin ? true : false,
        told: { origin, expected: given.origin },
      },
    ]
    steps.push({
      name: 'values-open',
      ok: opens(fromBase64(commitment), fromBase64(salt), value),
      told: { commitment },
    })
    const { steps: more, entry } = await ofEntry(String(index))
    if (entry && body) steps.push(checkOpened(entry, body))
    const act = entry && (body?.value ?? fromUtf8(entry))
    steps.push(
      { name: 'text-found', ok: act ? act.includes(`"${commitment}"`) : null, told: { index } },
      ...more,
    )
    showText(value)
    return { steps, entry, index }
  }

  async function ofEntry(number: string): Promise<Answer> {
    if (!/^(0|[1-9]\d{0,8})$/.test(number)) throw new Sentence(say('noSuchNumber'))
    const response = await fetch(`${given.log}/proof/${number}`)
    if (!response.ok) throw new Sentence(say('notCovered', { number }))
    return ofText(await response.text())
  }

  async function ofWhole(): Promise<Answer> {
    const seen = remembered()
    const started = performance.now()
    const source: LogSource = {
      checkpoint: async () => (await asked('checkpoint')).text(),
      tile: async (tile) => new Uint8Array(await (await asked(tilePath(tile))).arrayBuffer()),
    }
    const devices = watchDevices(given.origin, lexicon)
    const { steps, checkpoint } = await checkWhole(source, by(), {
      seen,
      visit: devices.visit,
      progress: movesOn(bar, (done, of) => {
        find('told').textContent = say('progress', { done, of })
      }),
    })
    result.dataset.seconds = ((performance.now() - started) / 1000).toFixed(2)
    if (checkpoint) steps.push(devices.step())
    if (checkpoint && verdictOf(steps) === 'verified') remember(checkpoint)
    return { steps }
  }

  async function fetchEntry(index: number, size: number): Promise<Uint8Array | null> {
    const from = Math.floor(index / TILE_WIDTH)
    const width = Math.min(TILE_WIDTH, size - from * TILE_WIDTH)
    const bundle = parseBundle(
      new Uint8Array(
        await (await asked(tilePath({ level: 'entries', index: from, width }))).arrayBuffer(),
      ),
    )
    return bundle[index - from * TILE_WIDTH] ?? null
  }

  async function asked(path: string): Promise<Response> {
    const response = await fetch(`${given.log}/${path}`)
    if (!response.ok) throw new Sentence(say('notServed', { path }))
    return response
  }

  async function run(work: () => Promise<Answer>): Promise<void> {
    const mine = (running += 1)
    result.hidden = false
    result.dataset.word = 'running'
    find('word').textContent = say('running')
    find('told').textContent = ''
    find('steps').replaceChildren()
    find('text').hidden = true
    bar.hidden = false
    bar.removeAttribute('value')
    try {
      const answer = await work()
      if (mine === running) show(answer)
    } catch (error) {
      if (mine === running) fail(error)
    } finally {
      if (mine === running) bar.hidden = true
    }
  }

  function show({ steps, entry, index, opened }: Answer): void {
    if (opened) showText(opened)
    const word = verdictOf(steps)
    result.dataset.word = word
    find('word').textContent = say(`word-${word}`)
    find('told').textContent = say(`means-${word}`)
    find('steps').replaceChildren(...steps.map(lineOf))
    if (entry && find('text').hidden) showText(pretty(fromUtf8(entry)))
    if (index !== undefined && index !== null && location.protocol !== 'file:') {
      const link = Object.assign(document.createElement('a'), {
        href: `${given.act}/${index}`,
        textContent: say('toAct', { index }),
      })
      find('steps').append(Object.assign(document.createElement('li'), { className: 'verify-step' }))
      find('steps').lastElementChild?.append(link)
    }
    find('word').focus()
  }

  function lineOf({ name, ok, told }: Step): HTMLLIElement {
    const state = stateOf(ok)
    const line = Object.assign(document.createElement('li'), { className: 'verify-step' })
    line.dataset.state = state
    const details = document.createElement('details')
    details.open = ok === false
    details.append(
      Object.assign(document.createElement('summary'), {
        textContent: say(`step-${name}-${state}`, told),
      }),
    )
    const facts = Object.entries(told)
      .map(([label, value]) => `${label}: ${value}`)
      .join('\n')
    details.append(
      Object.assign(document.createElement('pre'), { className: 'digest', textContent: facts }),
    )
    line.append(
      Object.assign(document.createElement('span'), {
        className: 'sr-only',
        textContent: say(`state-${state}`),
      }),
      details,
    )
    return line
  }

  function fail(error: unknown): void {
    result.dataset.word = 'incomplete'
    find('word').textContent = say('word-incomplete')
    find('told').textContent =
      error instanceof Sentence
        ? error.message
        : say(error instanceof Malformed ? 'notUnderstood' : 'noNetwork')
    find('word').focus()
  }

  function showText(text: string): void {
    const place = find('text')
    place.hidden = false
    const pre = place.querySelector('pre')
    if (pre) pre.textContent = pretty(text)
  }

  // What this browser saw before: the first key is trusted as it comes, each later one is compared.
  function stored(): { keys: string[]; note: string | null } {
    try {
      return JSON.parse(localStorage.getItem(`mesa-verify ${given.origin}`) ?? '') as {
        keys: string[]
        note: string | null
      }
    } catch {
      return { keys: [], note: null }
    }
  }

  function remembered(): Checkpoint | null {
    const { note } = stored()
    return note ? parseCheckpoint(note) : null
  }

  function remember({ origin, size, root: top }: Checkpoint): void {
    try {
      const note = `${origin}\n${size}\n${btoa(String.fromCharCode(...top))}\n`
      localStorage.setItem(
        `mesa-verify ${given.origin}`,
        JSON.stringify({ keys: by().log.map(formatKey), note }),
      )
    } catch {
      // A browser that keeps nothing checks all the same; it only cannot compare with the last time.
    }
    tellRemembered()
  }

  function tellRemembered(): void {
    const { keys: before, note } = stored()
    const place = find('remembered')
    if (before.length === 0 || !note) return
    const same = before.some((one) => given.keys.includes(one))
    place.textContent = say(same ? 'keySame' : 'keyOther', {
      size: parseCheckpoint(note).size,
      key: before[0] ?? '',
    })
    place.dataset.state = same ? 'ok' : 'bad'
    if (!same) keys.value = before.join('\n')
  }
}

class Sentence extends Error {}

function stateOf(ok: Step['ok']): 'ok' | 'bad' | 'open' {
  if (ok === null) return 'open'
  return ok ? 'ok' : 'bad'
}

function readable(text: string): Key | null {
  try {
    return parseKey(text)
  } catch {
    return null
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
