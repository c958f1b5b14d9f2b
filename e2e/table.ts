import type { Browser, Locator, Page } from '@playwright/test'
import { dayIn } from '../lib/act/calendar.ts'
import { expect } from './server.ts'

/** The demonstration's people whom the errands are told by (prisma/demonstration/people.ts). */
export const people = {
  mariana: 'mariana.escobedo@practica.example',
  tomas: 'tomas.aguirre@practica.example',
  jimena: 'jimena.orozco@practica.example',
  elvira: 'elvira.santoyo@practica.example',
  fernando: 'fernando.quintanar@practica.example',
  omar: 'omar.villasenor@practica.example',
  rogelio: 'rogelio.campos@practica.example',
  patricio: 'patricio.lozano@practica.example',
  nayeli: 'nayeli.cortes@practica.example',
  hugo: 'hugo.barrera@practica.example',
} as const
const password = 'practica-mesa-2026'

export type Person = keyof typeof people

/** Signs in through the real form, in a browser window of their own. */
export async function signedIn(
  browser: Browser,
  person: Person,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await page.goto('/es/sign-in?to=/es/practica/desk')
  await page.getByLabel('Correo electrónico').fill(people[person])
  await page.getByLabel('Contraseña').fill(password)
  await page.getByRole('button', { name: 'Entrar', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Escritorio' })).toBeVisible()
  return page
}

/** Today in the forum's zone, as a date field takes it. */
export function today(): string {
  return dayIn('America/Mexico_City', new Date())
}

export const commitmentPage = (number: number) => `/es/practica/plans/2019-2022/commitments/${number}`

/**
 * Puts a written proposal on the table: that a commitment of the real plan become inactive, or be concluded. Leaves the page of the proposal open. Errands
 * share a table: each has a commitment of its own.
 */
export async function propose(
  page: Page,
  number: number,
  title: string,
  to: 'inactivo' | 'concluido' = 'inactivo',
): Promise<string> {
  await page.goto('/es/practica/desk/proposals/new')
  await page
    .getByRole('link', { name: new RegExp(`^${number}\\. `) })
    .first()
    .click()
  await page.getByLabel(to).check()
  await page.getByLabel('Título', { exact: true }).fill(title)
  await page.getByLabel('Texto de la propuesta').fill(`Se propone declararlo **${to}**.`)
  await page.getByLabel('Motivo principal').selectOption({ label: 'marco legal' })
  await page.getByLabel('Qué se intentó').fill('Tres mesas de trabajo.')
  if (to === 'inactivo') {
    await page.getByLabel('Condiciones para reactivarlo').fill('Que cambie la ley.')
    await page.getByLabel('Día de revisión').fill('2030-06-01')
  }
  await page.getByLabel('Por escrito').check()
  await page.getByLabel('Plazo: último día').fill('2029-06-01')
  await page.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  return new URL(page.url()).pathname
}

/** Presses what is final: what it brings about is shown first, and by the second press it is done. */
export async function pressAndConfirm(place: Page | Locator, name: string): Promise<void> {
  await place.getByRole('button', { name, exact: true }).click()
  await place.getByRole('button', { name: `Confirmar: ${name}`, exact: true }).click()
}

/** On the page of an open session of the Committee: five of its seats are there, of every sector, which is a quorum. */
export async function takeAttendance(secretary: Page): Promise<void> {
  for (const seat of [
    'Representante de sociedad civil',
    'Correpresentante de sociedad civil',
    'Comisionada o comisionado del INAI',
    'Titular de la SFP',
    'Secretaría técnica',
  ]) {
    await secretary
      .getByRole('group', { name: new RegExp(`^${seat}`) })
      .getByLabel('presente')
      .check()
  }
  await secretary.getByRole('button', { name: 'Guardar la asistencia' }).click()
}

/** Says what one's sector says, on the page of the proposal. The one that adopts is looked at once more. */
export async function takePosition(
  page: Page,
  proposal: string,
  stance: string,
  reason = '',
): Promise<void> {
  await page.goto(proposal)
  await page.getByRole('radio', { name: stance, exact: true }).check()
  if (reason) await page.getByRole('textbox', { name: 'Razón' }).fill(reason)
  await page.getByRole('button', { name: /^(Tomar posición|Cambiar la posición)$/ }).click()
  const done = page.getByText('La posición de su sector quedó registrada.')
  const again = page.getByRole('button', { name: /^Confirmar: / })
  await expect(done.or(again)).toBeVisible()
  if (await again.isVisible()) await again.click()
  await expect(done).toBeVisible()
}

/** Which place an item has on the agenda: items left over from earlier sessions come first. */
export async function saidPlace(page: Page, title: string): Promise<number> {
  const headings = await page.getByRole('heading', { level: 2 }).allInnerTexts()
  const place = headings
    .map((heading) => heading.replace(/\s+/g, ' '))
    .find((one) => one.includes(title))
  return Number(place?.match(/^\d+/)?.[0] ?? 0)
}

/** The mail to somebody, once it has come: the demonstration's page of mails is asked again until it is there. */
export async function mailTo(page: Page, email: string, words: RegExp) {
  const mail = page.getByRole('article').filter({ hasText: email }).filter({ hasText: words }).first()
  await expect(async () => {
    await page.goto('/es/mail')
    await expect(mail).toBeVisible({ timeout: 500 })
  }).toPass()
  return mail
}
