// One act a second, as a member's browser without scripts sends it: the form of the page, with a key and a reason of its own each time. Prints a
// line for each: its number, when it was sent, and how long it took.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

const { PAGE = '', COOKIE = '', TIMES = '0', EVERY_MS = '1000' } = process.env

function plain(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#x27;', "'")
}

/** The form by which a position is taken: all that it says of itself. */
async function positionForm(): Promise<Record<string, string>> {
  const html = await (await fetch(PAGE, { headers: { cookie: COOKIE } })).text()
  const form = html.match(/<form\b[\s\S]*?<\/form>/g)?.find((one) => one.includes('name="stance"'))
  if (!form) throw new Error(`${PAGE} has no form for a position`)
  const hidden = form.matchAll(/<input type="hidden"[^>]*? name="([^"]*)"(?:[^>]*? value="([^"]*)")?/g)
  return Object.fromEntries([...hidden].map(([, name = '', value = '']) => [plain(name), plain(value)]))
}

const hidden = await positionForm()
console.log('ready')
const begun = Date.now()
for (let turn = 0; turn < Number(TIMES); turn += 1) {
  await sleep(Math.max(0, begun + turn * Number(EVERY_MS) - Date.now()))
  const form = new FormData()
  const given = {
    ...hidden,
    key: randomUUID(),
    stance: 'object',
    'reason.text': `Todavía no: ${randomUUID()}`,
    'reason.lang': 'es',
  }
  for (const [name, value] of Object.entries(given)) form.set(name, value)
  const sent = Date.now()
  const started = performance.now()
  const answer = await fetch(PAGE, {
    method: 'POST',
    body: form,
    headers: { cookie: COOKIE, origin: new URL(PAGE).origin },
    redirect: 'manual',
  })
  const ms = performance.now() - started
  const entry = /[?&]entry=(\d+)/.exec(answer.headers.get('location') ?? '')?.[1]
  if (!entry)
    throw new Error(`the act was answered with ${answer.status}: ${(await answer.text()).slice(0, 300)}`)
  await answer.arrayBuffer()
  console.log(`act ${entry} ${sent} ${ms}`)
}
