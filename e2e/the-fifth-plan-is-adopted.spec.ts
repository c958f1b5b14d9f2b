import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { signedIn, takePosition } from './table.ts'

test.use({ apart: 'fifth-plan' })

const desk = '/es/practica/desk/proposals/new'

async function says(page: Page, title: string, why: string) {
  await page.getByLabel('Título de la propuesta').fill(title)
  await page.getByLabel('Por qué', { exact: true }).fill(why)
  await page.getByLabel('Por escrito').check()
  await page.getByLabel('Plazo: último día').fill('2029-06-01')
}

/** Every sector agrees; the last word decides. */
async function agreed(browser: Browser, proposal: string) {
  for (const person of ['mariana', 'elvira', 'fernando'] as const)
    await takePosition(await signedIn(browser, person), proposal, 'De acuerdo')
}

const lines = [
  '1 | Agua que se mide y se publica | Que cada cuenca publique su medición | | | Agua | 2019-2022/9',
  '2 | Gasto abierto de los municipios',
].join('\n')

test('the fifth plan is pasted, read whole, agreed on, and in force; one of its commitments is reworded', async ({
  browser,
}) => {
  const mariana = await signedIn(browser, 'mariana')
  await mariana.goto('/es/practica/desk/proposals')
  await mariana.getByRole('link', { name: 'Presentar una propuesta' }).first().click()
  expect((await new AxeBuilder({ page: mariana }).analyze()).violations).toEqual([])
  await mariana.getByRole('link', { name: 'Adoptar un plan' }).click()

  // A line that cannot be read is told with all else, and nothing typed is lost.
  await mariana.getByLabel('Nombre del plan').fill('Quinto Plan de Acción')
  await mariana.getByLabel('Dirección', { exact: true }).fill('2029-2033')
  await mariana.getByLabel('Empieza').fill('2029')
  await mariana.getByLabel('Los compromisos, uno por línea').fill(`${lines}\n2 | Otro | | IFAI`)
  await says(mariana, 'Adoptar el Quinto Plan', 'Los sectores lo escribieron juntos.')
  await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(
    mariana.getByRole('alert').getByText(/Línea 3: el número 2 ya está en una línea anterior/),
  ).toBeVisible()
  expect((await new AxeBuilder({ page: mariana }).analyze()).violations).toEqual([])

  await mariana.getByLabel('Los compromisos, uno por línea').fill(lines)
  await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(mariana.getByText(/Así quedarían los 2 compromisos/)).toBeVisible()
  await expect(mariana.getByText(/viene de un compromiso anterior/)).toBeVisible()
  await mariana.getByRole('button', { name: 'Confirmar: Presentar la propuesta' }).click()
  await expect(mariana.getByRole('heading', { level: 1, name: 'Adoptar el Quinto Plan' })).toBeVisible()
  await expect(mariana.getByRole('table', { name: '2 compromisos' })).toBeVisible()
  expect((await new AxeBuilder({ page: mariana }).analyze()).violations).toEqual([])
  await agreed(browser, new URL(mariana.url()).pathname)

  await mariana.goto('/es/practica/plan')
  await expect(mariana.getByRole('heading', { level: 1, name: 'Quinto Plan de Acción' })).toBeVisible()
  await expect(mariana.getByText(/Lo adoptó la Decisión/)).toBeVisible()
  await mariana.goto('/es/practica/plans/2029-2033/commitments/1')
  await expect(mariana.getByText('En vigor', { exact: true }).first()).toBeVisible()
  await expect(mariana.locator('#lineage')).toContainText('9')

  // The same plan is not adopted twice.
  await mariana.goto(`${desk}/plan`)
  await mariana.getByLabel('Nombre del plan').fill('Quinto Plan de Acción')
  await mariana.getByLabel('Dirección', { exact: true }).fill('2029-2033')
  await mariana.getByLabel('Los compromisos, uno por línea').fill(lines)
  await says(mariana, 'Otra vez', 'Por error.')
  await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(mariana.getByText(/Ya hay un plan con esa dirección/).first()).toBeVisible()

  // Reworded: the red-line in the proposal, and afterwards on the commitment's page.
  await mariana.goto(`${desk}/rewording`)
  await mariana.getByRole('link', { name: '2. Gasto abierto de los municipios' }).click()
  await mariana.getByLabel('Título, en español').fill('Gasto abierto de los estados y los municipios')
  await says(mariana, 'Que abarque a los estados', 'El gasto pasa por los estados.')
  await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(
    mariana.getByRole('heading', { level: 1, name: 'Que abarque a los estados' }),
  ).toBeVisible()
  await expect(mariana.getByRole('insertion').filter({ hasText: 'estados' }).first()).toBeVisible()
  await agreed(browser, new URL(mariana.url()).pathname)
  await mariana.goto('/es/practica/plans/2029-2033/commitments/2')
  await expect(
    mariana.getByRole('heading', { level: 1, name: /Gasto abierto de los estados/ }),
  ).toBeVisible()
  await expect(mariana.locator('#texts').getByText('Cambió su texto')).toBeVisible()
  await expect(mariana.locator('#texts').getByRole('insertion').first()).toBeVisible()
  expect((await new AxeBuilder({ page: mariana }).analyze()).violations).toEqual([])
})

test('any other decision is its own text', async ({ browser }) => {
  const mariana = await signedIn(browser, 'mariana')
  await mariana.goto(`${desk}/resolution`)
  await mariana.getByLabel('Un calendario').check()
  const title = 'Calendario de sesiones del año'
  await says(mariana, title, 'El comité sesiona el primer lunes de cada mes.')
  await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(mariana.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await agreed(browser, new URL(mariana.url()).pathname)
  await mariana.goto('/es/practica/decisions')
  await mariana.getByRole('link', { name: title }).click()
  await expect(mariana.getByText(/El comité sesiona el primer lunes/)).toBeVisible()
  await expect(mariana.getByText(/lo que se decide es este texto/)).toBeVisible()
  await expect(mariana.getByText('Pide que el compromiso pase')).toHaveCount(0)
})
