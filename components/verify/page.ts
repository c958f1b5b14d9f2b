import { checkOpened, checkReceipt, checkWhole, verdictOf } from '../../lib/log/check.ts'
import type { CheckedBy, LogSource, Step } from '../../lib/log/check.ts'
import { parseCheckpoint } from '../../lib/log/checkpoint.ts'
import type { Checkpoint } from '../../lib/log/checkpoint.ts'
import { fromBase64, fromUtf8, Malformed } from '../../lib/log/encoding.ts'
import { formatKey, parseKey, parseNote } from '../../lib/log/note.ts'
import type { Key } from '../../lib/log/note.ts'
import { opens } from '../../lib/log/seal.ts'
import { parseBundle, TILE_WIDTH, tilePath } from '../../lib/log/tiles.ts'
import { lexicon } from './lexicon.ts'
import { watchDevices } from '../../lib/devices/watch.ts'
import { attachmentIn } from './attachment.ts'
import { movesOn } from './bar.ts'
import { sayer } from './words.ts'
import type { Say, Words } from './words.ts'

/**
 * The page on which a reader's own browser checks the log. It runs in the page as it was served, and in a
 * copy of it that somebody saved: then there may be no network, and all that it has is what it is given.
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

/** The page's parts by name, its words, and what it was served with. */
type Page = {
  given: Given
  say: Say
  find: <E extends HTMLElement>(name: string) => E
}

/** The last check that was asked for: what an earlier one finds, nobody waits for any more. */
let running = 0

const root = document.querySelector<HTMLElement>('#verify')
if (root) start(root, JSON.parse(root.dataset.given ?? '{}') as Given)

function start(element: HTMLElement, given: Given): void {
  const find = <E extends HTMLElement>(name: string) =>
    element.querySelector<E>(`[data-part="${name}"]`) as E
  const page: Page = { given, say: sayer(given.words), find }
  for (const part of element.querySelectorAll<HTMLElement>('[data-with-script]')) part.hidden = false
  for (const part of element.querySelectorAll<HTMLElement>('[data-without-script]')) part.hidden = true
  find<HTMLTextAreaElement>('keys').value ||= given.keys.join('\n')
  tellRemembered(page)
  listen(page, element)
  // A link can ask for one act: /verify#3
  if (/^#\d{1,9}$/.test(location.hash)) void run(page, () => ofEntry(page, location.hash.slice(1)))
}

function listen(page: Page, element: HTMLElement): void {
  const { find } = page
  find<HTMLFormElement>('receipt-form').addEventListener('submit', (event) => {
    event.preventDefault()
    void run(page, () => ofText(page, find<HTMLTextAreaElement>('receipt').value))
  })
  find<HTMLInputElement>('file').addEventListener('change', (event) => {
    const input = event.currentTarget as HTMLInputElement
    const [file] = input.files ?? []
    if (file) void run(page, () => ofFile(page, file))
    input.value = ''
  })
  element.addEventListener('dragover', (event) => event.preventDefault())
  element.addEventListener('drop', (event) => {
    event.preventDefault()
    const [file] = event.dataTransfer?.files ?? []
    if (file) void run(page, () => ofFile(page, file))
  })
  find<HTMLFormElement>('entry-form').addEventListener('submit', (event) => {
    event.preventDefault()
    void run(page, () => ofEntry(page, find<HTMLInputElement>('number').value.trim()))
  })
  find('whole').addEventListener('click', () => void run(page, () => ofWhole(page)))
}

function by({ given, find }: Page): CheckedBy {
  const log = find<HTMLTextAreaElement>('keys')
    .value.split(/\s+/)
    .filter(Boolean)
    .flatMap((text) => readable(text) ?? [])
  return { log, witnesses: given.witnesses.flatMap((text) => readable(text) ?? []) }
}

async function ofText(page: Page, text: string): Promise<Answer> {
  const receipt = `${text.replaceAll('\r\n', '\n').trim()}\n`
  const first = checkReceipt(receipt, by(page))
  if (first.index === null || first.entry) return first
  // A receipt without the act's bytes: the log may still have them.
  const entry = await fetchEntry(
    page,
    first.index,
    parseCheckpoint(parseNote(receipt.slice(receipt.indexOf('\n\n') + 2)).text).size,
  ).catch(() => null)
  return entry ? checkReceipt(receipt, by(page), entry) : first
}

async function ofFile(page: Page, file: File): Promise<Answer> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-') return ofPdf(page, bytes)
  return ofText(page, fromUtf8(bytes))
}

/** Minutes on paper carry the text that was sealed, and where: whoever reads the paper can compare. */
async function ofPdf(page: Page, bytes: Uint8Array): Promise<Answer> {
  const { given } = page
  const attached = await attachmentIn(bytes)
  if (!attached) return { steps: [{ name: 'text-found', ok: null, told: {} }] }
  const { entry: index, salt, value, seal, origin, body } = attached
  const steps: Step[] = [
    {
      name: 'origin',
      ok: origin === given.origin ? true : false,
      told: { origin, expected: given.origin },
    },
  ]
  steps.push({
    name: 'values-open',
    ok: opens(fromBase64(seal), fromBase64(salt), value),
    told: { seal },
  })
  const { steps: more, entry } = await ofEntry(page, String(index))
  if (entry && body) steps.push(checkOpened(entry, body))
  const act = entry && (body?.value ?? fromUtf8(entry))
  steps.push(
    { name: 'text-found', ok: act ? act.includes(`"${seal}"`) : null, told: { index } },
    ...more,
  )
  showText(page, value)
  return { steps, entry, index }
}

async function ofEntry(page: Page, number: string): Promise<Answer> {
  const { given, say } = page
  if (!/^(0|[1-9]\d{0,8})$/.test(number)) throw new Sentence(say('noSuchNumber'))
  const response = await fetch(`${given.log}/proof/${number}`)
  if (!response.ok) throw new Sentence(say('notCovered', { number }))
  return ofText(page, await response.text())
}

async function ofWhole(page: Page): Promise<Answer> {
  const { given, say, find } = page
  const seen = remembered(page)
  const started = performance.now()
  const source: LogSource = {
    checkpoint: async () => (await asked(page, 'checkpoint')).text(),
    tile: async (tile) => new Uint8Array(await (await asked(page, tilePath(tile))).arrayBuffer()),
  }
  const devices = watchDevices(given.origin, lexicon)
  const { steps, checkpoint } = await checkWhole(source, by(page), {
    seen,
    visit: devices.visit,
    progress: movesOn(find<HTMLProgressElement>('bar'), (done, of) => {
      find('told').textContent = say('progress', { done, of })
    }),
  })
  find('result').dataset.seconds = ((performance.now() - started) / 1000).toFixed(2)
  if (checkpoint) steps.push(devices.step())
  if (checkpoint && verdictOf(steps) === 'verified') remember(page, checkpoint)
  return { steps }
}

async function fetchEntry(page: Page, index: number, size: number): Promise<Uint8Array | null> {
  const from = Math.floor(index / TILE_WIDTH)
  const width = Math.min(TILE_WIDTH, size - from * TILE_WIDTH)
  const bundle = parseBundle(
    new Uint8Array(
      await (await asked(page, tilePath({ level: 'entries', index: from, width }))).arrayBuffer(),
    ),
  )
  return bundle[index - from * TILE_WIDTH] ?? null
}

async function asked({ given, say }: Page, path: string): Promise<Response> {
  const response = await fetch(`${given.log}/${path}`)
  if (!response.ok) throw new Sentence(say('notServed', { path }))
  return response
}

async function run(page: Page, work: () => Promise<Answer>): Promise<void> {
  const { say, find } = page
  const [result, bar] = [find('result'), find<HTMLProgressElement>('bar')]
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
    if (mine === running) show(page, answer)
  } catch (error) {
    if (mine === running) fail(page, error)
  } finally {
    if (mine === running) bar.hidden = true
  }
}

function show(page: Page, { steps, entry, index, opened }: Answer): void {
  const { given, say, find } = page
  if (opened) showText(page, opened)
  const word = verdictOf(steps)
  find('result').dataset.word = word
  find('word').textContent = say(`word-${word}`)
  find('told').textContent = say(`means-${word}`)
  find('steps').replaceChildren(...steps.map((step) => lineOf(page, step)))
  if (entry && find('text').hidden) showText(page, pretty(fromUtf8(entry)))
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

function lineOf({ say }: Page, { name, ok, told }: Step): HTMLLIElement {
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

function fail({ say, find }: Page, error: unknown): void {
  find('result').dataset.word = 'incomplete'
  find('word').textContent = say('word-incomplete')
  find('told').textContent =
    error instanceof Sentence
      ? error.message
      : say(error instanceof Malformed ? 'notUnderstood' : 'noNetwork')
  find('word').focus()
}

function showText({ find }: Page, text: string): void {
  const place = find('text')
  place.hidden = false
  const pre = place.querySelector('pre')
  if (pre) pre.textContent = pretty(text)
}

// What this browser saw before: the first key is trusted as it comes, each later one is compared.
function stored({ given }: Page): { keys: string[]; note: string | null } {
  try {
    return JSON.parse(localStorage.getItem(`mesa-verify ${given.origin}`) ?? '') as {
      keys: string[]
      note: string | null
    }
  } catch {
    return { keys: [], note: null }
  }
}

function remembered(page: Page): Checkpoint | null {
  const { note } = stored(page)
  return note ? parseCheckpoint(note) : null
}

function remember(page: Page, { origin, size, root: top }: Checkpoint): void {
  try {
    const note = `${origin}\n${size}\n${btoa(String.fromCharCode(...top))}\n`
    localStorage.setItem(
      `mesa-verify ${page.given.origin}`,
      JSON.stringify({ keys: by(page).log.map(formatKey), note }),
    )
  } catch {
    // A browser that keeps nothing checks all the same; it only cannot compare with the last time.
  }
  tellRemembered(page)
}

function tellRemembered(page: Page): void {
  const { given, say, find } = page
  const { keys: before, note } = stored(page)
  const place = find('remembered')
  if (before.length === 0 || !note) return
  const same = before.some((one) => given.keys.includes(one))
  place.textContent = say(same ? 'keySame' : 'keyOther', {
    size: parseCheckpoint(note).size,
    key: before[0] ?? '',
  })
  place.dataset.state = same ? 'ok' : 'bad'
  if (!same) find<HTMLTextAreaElement>('keys').value = before.join('\n')
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
