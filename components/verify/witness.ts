import { checkWhole, verdictOf } from '../../lib/log/check.ts'
import type { LogSource, Step } from '../../lib/log/check.ts'
import { formatCheckpoint, parseCheckpoint } from '../../lib/log/checkpoint.ts'
import { newSeed, publicKeyOf } from '../../lib/log/ed25519.ts'
import { fromBase64, toBase64 } from '../../lib/log/encoding.ts'
import {
  COSIGNATURE,
  cosignatureLine,
  formatKey,
  keyOf,
  parseKey,
  parseNote,
} from '../../lib/log/note.ts'
import { tilePath } from '../../lib/log/tiles.ts'
import { isAskedText } from '../../lib/witnesses/rules.ts'
import { movesOn } from './bar.ts'
import { sayer } from './words.ts'
import type { Say, Words } from './words.ts'

/**
 * A witness for people without a machine of their own that runs all day: open, check, sign. Its key and its
 * memory are in this browser, and nowhere else unless they are saved to a file.
 */

type Given = {
  words: Words
  log: string
  keys: string[]
  origin: string
  named: { sector: string; key: string }[]
}

/**
 * `seen` is the text of the last checkpoint that this witness signed, `logKeys` those by which it knew the
 * log then.
 */
type KeptKey = { name: string; seed: string; seen: string | null; logKeys: string[] }

/** The page's parts by name, its words, what it was served with, and where this browser keeps the witness. */
type Page = {
  given: Given
  say: Say
  find: <E extends HTMLElement>(name: string) => E
  place: string
}

const root = document.querySelector<HTMLElement>('#witness')
if (root) start(root, JSON.parse(root.dataset.given ?? '{}') as Given)

function start(element: HTMLElement, given: Given): void {
  const find = <E extends HTMLElement>(name: string) =>
    element.querySelector<E>(`[data-part="${name}"]`) as E
  const place = `mesa-witness ${given.origin}`
  const page: Page = { given, say: sayer(given.words), find, place }
  for (const part of element.querySelectorAll<HTMLElement>('[data-with-script]')) part.hidden = false
  for (const part of element.querySelectorAll<HTMLElement>('[data-without-script]')) part.hidden = true
  showKey(page)

  find<HTMLFormElement>('make').addEventListener('submit', (event) => {
    event.preventDefault()
    make(page)
  })
  find('export').addEventListener('click', () => {
    const kept = read(page)
    if (kept)
      hand(`${kept.name.replaceAll(/[^\w.-]/g, '-')}.witness.json`, JSON.stringify(kept, null, 2))
  })
  find<HTMLInputElement>('import').addEventListener('change', (event) => {
    const input = event.currentTarget as HTMLInputElement
    takeIn(page, input.files?.[0])
    input.value = ''
  })
  find<HTMLFormElement>('endorse').addEventListener('submit', (event) => {
    event.preventDefault()
    endorse(page)
  })
  // One at a time in all tabs of this browser: two could otherwise sign two histories that each continue the same past.
  find('sign').addEventListener(
    'click',
    () => void (isSecureContext ? navigator.locks.request(place, () => sign(page)) : sign(page)),
  )
}

function make(page: Page): void {
  const { given, say, find } = page
  const name = find<HTMLInputElement>('name').value.trim()
  if (!/^[^\s+]{3,100}$/.test(name)) return tell(page, 'bad', say('badName'), 'told-make')
  keep(page, { name, seed: toBase64(newSeed()), seen: null, logKeys: given.keys })
  showKey(page)
}

/** A witness that was saved to a file goes on here, with what it remembers. */
function takeIn(page: Page, file: File | undefined): void {
  const { given, say } = page
  void file
    ?.text()
    .then((text) => {
      const { name, seed, seen = null, logKeys = given.keys } = JSON.parse(text) as Partial<KeptKey>
      if (typeof name !== 'string' || typeof seed !== 'string' || fromBase64(seed).length !== 32)
        throw new Error('not a key')
      keep(page, { name, seed, seen, logKeys })
      showKey(page)
    })
    .catch(() => tell(page, 'bad', say('badFile'), 'told-make'))
}

function endorse(page: Page): void {
  const { say, find } = page
  const kept = read(page)
  if (!kept) return
  const given = find<HTMLTextAreaElement>('text').value.replaceAll('\r\n', '\n')
  const end = given.lastIndexOf('\n\n')
  // A note that others have signed already keeps their lines.
  const [text, lines] =
    end > 0 && given.slice(end).includes('— ')
      ? [given.slice(0, end + 1), given.slice(end + 2)]
      : [`${given.trim()}\n`, '']
  if (!isAskedText(text)) return tell(page, 'bad', say('otherText'), 'told-text')
  find('told-text').hidden = true
  const more = lines && !lines.endsWith('\n') ? '\n' : ''
  find<HTMLTextAreaElement>('signed').value =
    `${text}\n${lines}${more}${cosignatureLine(text, kept.name, fromBase64(kept.seed), now())}`
  find('signed').parentElement?.removeAttribute('hidden')
}

async function sign(page: Page): Promise<void> {
  const { given, say, find } = page
  const kept = read(page)
  if (!kept) return
  const button = find<HTMLButtonElement>('sign')
  const bar = find<HTMLProgressElement>('bar')
  button.disabled = true
  bar.hidden = false
  tell(page, 'running', say('running'))
  try {
    const note = await (await asked(page, 'checkpoint')).text()
    const source: LogSource = {
      checkpoint: () => Promise.resolve(note),
      tile: async (tile) => new Uint8Array(await (await asked(page, tilePath(tile))).arrayBuffer()),
    }
    const { steps } = await checkWhole(
      source,
      { log: kept.logKeys.map(parseKey) },
      {
        seen: kept.seen ? parseCheckpoint(kept.seen) : null,
        progress: movesOn(bar),
      },
    )
    if (verdictOf(steps) !== 'verified') return alarm(page, kept, note, steps)
    const { text } = parseNote(note)
    // Remembered before it is given away: a witness that forgets would sign the other history tomorrow.
    keep(page, { ...kept, seen: formatCheckpoint(parseCheckpoint(text)) })
    const answer = await fetch(`${given.log}/cosignature`, {
      method: 'POST',
      body: `${text}\n${note.slice(text.length + 1)}${cosignatureLine(text, kept.name, fromBase64(kept.seed), now())}`,
    }).catch(() => null)
    if (!answer) return tell(page, 'bad', say('notSent'))
    const said = (await answer.text()).trim()
    if (answer.ok) tell(page, 'ok', say('done', { size: parseCheckpoint(text).size }))
    else if (answer.status === 403) tell(page, 'open', say('notNamedYet'))
    else tell(page, 'bad', say('notTaken', { said }))
    showKey(page)
  } catch {
    tell(page, 'open', say('noNetwork'))
  } finally {
    button.disabled = false
    bar.hidden = true
  }
}

/**
 * What was signed before and what is there now contradict each other: nothing is signed, and both are kept
 * as evidence.
 */
function alarm(page: Page, kept: KeptKey, note: string, steps: Step[]): void {
  const { say } = page
  const failed = steps.filter((step) => step.ok !== true)
  tell(
    page,
    'bad',
    `${say('alarm')} ${failed.map((step) => say(`step-${step.name}`, step.told)).join(' ')}`,
  )
  hand('evidence.txt', `${kept.seen ?? ''}\n---\n${note}`)
}

async function asked({ given }: Page, path: string): Promise<Response> {
  const response = await fetch(`${given.log}/${path}`, { cache: 'no-store' })
  if (!response.ok) throw new Error(path)
  return response
}

function showKey(page: Page): void {
  const { given, say, find } = page
  const kept = read(page)
  find('without-key').hidden = Boolean(kept)
  find('with-key').hidden = !kept
  if (!kept) return
  const key = formatKey(keyOf(kept.name, publicKeyOf(fromBase64(kept.seed)), COSIGNATURE))
  find('vkey').textContent = key
  const named = given.named.find((one) => one.key === key)
  find('named').textContent = named ? say('named', { sector: named.sector }) : say('notNamed')
  find('seen').textContent = kept.seen
    ? say('seen', { size: parseCheckpoint(kept.seen).size })
    : say('seenNothing')
}

function tell({ find }: Page, state: string, text: string, part = 'told'): void {
  const told = find(part)
  told.hidden = false
  told.dataset.state = state
  told.textContent = text
}

function read({ place }: Page): KeptKey | null {
  try {
    return JSON.parse(localStorage.getItem(place) ?? 'null') as KeptKey | null
  } catch {
    return null
  }
}

function keep({ place }: Page, kept: KeptKey): void {
  localStorage.setItem(place, JSON.stringify(kept))
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}

function hand(name: string, text: string): void {
  const link = Object.assign(document.createElement('a'), {
    href: URL.createObjectURL(new Blob([text], { type: 'text/plain' })),
    download: name,
  })
  link.click()
  URL.revokeObjectURL(link.href)
}
