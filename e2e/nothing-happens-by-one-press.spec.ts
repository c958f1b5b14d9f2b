import type { Browser, Page } from '@playwright/test'
import { startsEmpty } from '@/lib/act/gravity.ts'
import { forumBySlug } from '@/lib/act/viewer.ts'
import { commands } from '@/lib/commands.ts'
import { openMesa } from '@/lib/mesa.ts'
import { readSettings } from '@/lib/settings.ts'
import { bindingPages } from './at-once.ts'
import { expect, ownServer, test } from './server.ts'
import { propose, signedIn, today } from './table.ts'
import type { Person } from './table.ts'

test.use({ apart: 'nothing-happens-by-one-press' })

/** A form as it stands there when the page has come: what it would send, and what in it was chosen or written by nobody. */
type Standing = { act: string; sent: [string, string][]; preset: string[] }

/** Each form that binds, before any script has run. */
const standing = (page: Page): Promise<Standing[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLFormElement>('form[data-gravity]')].map((form) => {
      const controls = [...form.elements].filter(
        (one) =>
          one instanceof HTMLInputElement ||
          one instanceof HTMLSelectElement ||
          one instanceof HTMLTextAreaElement,
      )
      const shows = (control: (typeof controls)[number]) => {
        if (!(control instanceof HTMLInputElement)) return control.value !== ''
        if (control.type === 'radio' || control.type === 'checkbox') return control.checked
        return control.type !== 'hidden' && control.type !== 'submit' && control.value !== ''
      }
      return {
        act: form.dataset.act ?? '',
        sent: [...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]),
        preset: controls.filter(shows).map(({ name }) => name),
      }
    }),
  )

/**
 * Acts whose forms the demonstration's people do not come by: they want a state that no errand here brings about. The same is asked of them at
 * the door (testing/permissions/gravity.test.ts).
 */
const notComeBy = [
  'witnesses.name',
  'witnesses.dismiss',
  'meetings.declare-not-held',
  'meetings.withdraw-erratum',
  'proposals.close-without-consensus',
  'devices.endorse',
  'devices.lose',
  // a record that was taken over, a document handed in, a sector that has nobody left
  'records.answer',
  'documents.withdraw',
  'appointments.ask-restoration',
  'appointments.confirm-restoration',
  'appointments.object-to-restoration',
  // what another sector asked for
  'confirmations.confirm',
  'confirmations.decline',
]

type Host = Awaited<ReturnType<typeof ownServer>>

/** A session that goes on, and a proposal that can be withdrawn: where their forms are. */
async function prepared(browser: Browser, host: Host): Promise<string[]> {
  const options = { baseURL: host.url() }
  const omar = await signedIn(browser, 'omar', options)
  await omar.goto('/es/practica/desk/meetings/new')
  await omar.getByRole('link', { name: 'Comité Coordinador' }).click()
  await omar.getByLabel('extraordinaria').check()
  await omar.getByLabel('Día').fill(today())
  await omar.getByLabel('Hora').fill('23:56')
  await omar.getByLabel('Lugar', { exact: true }).fill('Sala')
  await omar.getByLabel('Título del punto').first().fill('Un punto')
  await omar.getByRole('button', { name: 'Convocar' }).click()
  await expect(omar.getByRole('heading', { level: 1, name: /Sesión extraordinaria/ })).toBeVisible()
  const convened = new URL(omar.url()).pathname
  await omar.getByRole('button', { name: 'Abrir la sesión' }).click()
  await omar
    .getByRole('group', { name: /^Secretaría técnica/ })
    .getByLabel('presente')
    .check()
  await omar.getByRole('button', { name: 'Guardar la asistencia' }).click()
  await expect(omar.getByRole('button', { name: 'Terminar la sesión' })).toBeVisible()
  const tomas = await signedIn(browser, 'tomas', options)
  const proposal = await propose(tomas, 12, 'Nada se decide con una sola pulsación')
  return ['/es/practica/desk', convened, proposal]
}

/** Every form that binds, of everybody, sent as it stands: which there were, what in them was preset, and how many acts came of it. */
async function sentAsTheyStand(browser: Browser, host: Host, starts: string[]) {
  const options = { baseURL: host.url() }
  const mesa = openMesa(host.database.appUrl, { ...readSettings(), databaseReaderUrl: '' })
  try {
    const forum = await forumBySlug(mesa.db, 'practica')
    const size = async () =>
      (await mesa.db.logHead.findUniqueOrThrow({ where: { forumId: forum?.id ?? '' } })).size
    const before = await size()
    const found = new Map<string, number>()
    const preset: string[] = []
    for (const person of ['omar', 'tomas', 'mariana', 'elvira', 'fernando'] satisfies Person[]) {
      const page = await signedIn(browser, person, options)
      // As the server sends it: what is sent is what stands there.
      await page.context().route('**/_next/static/**/*.js', (route) => route.abort())
      const addresses = await bindingPages(page.context().request, starts, 8)
      for (const address of addresses) {
        await page.goto(address, { waitUntil: 'domcontentloaded' })
        for (const form of await standing(page)) {
          found.set(form.act, (found.get(form.act) ?? 0) + 1)
          preset.push(...form.preset.map((name) => `${address}: ${form.act}: ${name}`))
          const answer = await page.request.post(address, {
            multipart: Object.fromEntries(form.sent),
            headers: { origin: host.url() },
            maxRedirects: 0,
          })
          // It came to the act, and was answered: a field wants mending, or what it brings about is shown.
          expect
            .soft(await answer.text(), `${address}: ${form.act}`)
            .toMatch(/Todavía no se envió|Léalo una vez más antes de que se registre/)
        }
      }
    }
    expect(preset).toEqual([])
    expect(await size(), 'nothing was recorded').toBe(before)
    const grave = commands.filter(({ by, gravity }) => by !== 'office' && startsEmpty(gravity))
    expect(
      grave.map(({ name }) => name).filter((name) => !found.has(name) && !notComeBy.includes(name)),
      'acts that bind, and whose form nobody here came by',
    ).toEqual([])
  } finally {
    await mesa.close()
  }
}

test('no form of an act that binds does anything as it stands there: nothing is chosen in it, and sending it so records nothing', async ({
  browser,
}) => {
  const host = await ownServer()
  try {
    await sentAsTheyStand(browser, host, await prepared(browser, host))
  } finally {
    await host.close()
  }
})
