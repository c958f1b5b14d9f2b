import type { Browser, Page } from '@playwright/test'
import { expect } from './server.ts'

/** The demonstration's people whom the errands are told by (prisma/demonstration/people.ts). */
export const people = {
  mariana: 'mariana.escobedo@practica.example', tomas: 'tomas.aguirre@practica.example', jimena: 'jimena.orozco@practica.example',
  elvira: 'elvira.santoyo@practica.example', fernando: 'fernando.quintanar@practica.example', omar: 'omar.villasenor@practica.example',
  patricio: 'patricio.lozano@practica.example', hugo: 'hugo.barrera@practica.example',
} as const
const password = 'practica-mesa-2026'

export type Person = keyof typeof people

/** Signs in through the real form, in a browser window of their own. */
export async function signedIn(browser: Browser, person: Person, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
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
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Mexico_City' }).format(new Date())
}
