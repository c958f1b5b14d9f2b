import type { Browser, Page } from '@playwright/test'
import { expect } from './server.ts'
import { pressAndConfirm, signedIn, takeAttendance, today } from './table.ts'

/** The text of an item, in the order of the agenda. */
export const item = (page: Page, number: number) =>
  page.getByRole('textbox', { name: `Lo que se dijo en el punto ${number}`, exact: true })
export const standing = (page: Page, words: string | RegExp) =>
  page.locator('.live-standing').getByText(words)

/** A meeting of the Committee that was held, with one item of its own: each errand writes in one that nobody else has. */
export async function heldMeeting(
  omar: Page,
  title: string,
): Promise<{ draft: string; number: number }> {
  await omar.goto('/es/practica/desk')
  await omar.getByRole('link', { name: 'Convocar una sesión' }).click()
  await omar.getByRole('link', { name: 'Comité Coordinador' }).click()
  await omar.getByLabel('extraordinaria').check()
  await omar.getByLabel('Día').fill(today())
  await omar.getByLabel('Hora').fill('23:58')
  await omar.getByLabel('Lugar', { exact: true }).fill('A distancia')
  await omar.getByLabel('Título del punto').first().fill(title)
  await omar.getByRole('button', { name: 'Convocar' }).click()
  await expect(omar.getByRole('heading', { level: 1, name: /Sesión extraordinaria/ })).toBeVisible()
  const meeting = new URL(omar.url()).pathname
  await omar.getByRole('button', { name: 'Abrir la sesión' }).click()
  await takeAttendance(omar)
  await pressAndConfirm(omar, 'Terminar la sesión')
  await expect(omar.getByText('Falta terminar la minuta y circularla')).toBeVisible()
  await omar.goto(`${meeting}/draft`)
  await expect(standing(omar, 'Guardado')).toBeVisible()
  const headings = await omar.getByRole('heading', { level: 2 }).allInnerTexts()
  return {
    draft: `${meeting}/draft`,
    number: Number(
      headings
        .map((heading) => heading.replace(/\s+/g, ' '))
        .find((one) => one.includes(title))
        ?.match(/^\d+/)?.[0],
    ),
  }
}

/** Somebody else, who opens the same draft. */
export async function beside(browser: Browser, draft: string): Promise<Page> {
  const mariana = await signedIn(browser, 'mariana')
  await mariana.goto(draft)
  await expect(standing(mariana, 'Guardado')).toBeVisible()
  return mariana
}
