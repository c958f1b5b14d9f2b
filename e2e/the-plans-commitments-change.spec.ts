import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { signedIn, takePosition } from './table.ts'

test.use({ apart: 'plans-commitments' })

const desk = '/es/practica/desk'
const plan = '/es/practica/plans/2019-2022'

/** Nothing is preset of how it is decided: in writing, until the earliest day that the form names. */
async function says(page: Page, title: string) {
  await page.getByLabel('Título de la propuesta').fill(title)
  await page.getByLabel('Por qué', { exact: true }).fill('Los sectores lo hablaron.')
  await expect(page.getByRole('radio', { name: 'En sesión' })).not.toBeChecked()
  await page.getByLabel('Por escrito').check()
  await page.getByRole('button', { name: 'Presentar la propuesta' }).click()
}

async function accessible(page: Page) {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
}

test('commitments are split, merged and added, a record is taken over, and the plan is closed with what became of each', async ({
  browser,
}) => {
  const mariana = await signedIn(browser, 'mariana', { viewport: { width: 390, height: 844 } })
  const elvira = await signedIn(browser, 'elvira')
  const fernando = await signedIn(browser, 'fernando')
  const agreed = async (title: string) => {
    await expect(mariana.getByRole('heading', { level: 1, name: title })).toBeVisible()
    const proposal = new URL(mariana.url()).pathname
    for (const page of [mariana, elvira, fernando]) await takePosition(page, proposal, 'De acuerdo')
  }
  const choose = async (kind: string, name: RegExp | string) => {
    await mariana.goto(`${desk}/proposals/new/${kind}`)
    await mariana.getByRole('link', { name }).last().click()
  }

  await test.step('split', async () => {
    await choose('split', /^9\. /)
    await mariana.getByLabel('Los nuevos compromisos').fill('0 | Medir el agua')
    await says(mariana, 'Dividir el noveno')
    await expect(mariana.getByText('Línea 1: 0 no es un número del 1 al 999.').first()).toBeVisible()
    await expect(mariana.getByLabel('Por escrito')).toBeChecked()
    await mariana.getByLabel('Los nuevos compromisos').fill('Medir el agua\nMedir el gasto')
    await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
    await expect(mariana.getByText(/Así quedarían los 2 compromisos/)).toBeVisible()
    await accessible(mariana)
    await mariana.getByRole('button', { name: 'Confirmar: Presentar la propuesta' }).click()
    await agreed('Dividir el noveno')
    await mariana.goto(`${plan}/commitments/9`)
    await expect(mariana.locator('#texts').getByRole('link', { name: '15', exact: true })).toBeVisible()
  })

  await test.step('merged', async () => {
    await choose('merger', 'Cuarto Plan de Acción 2019-2022')
    const merged = mariana.getByRole('group', { name: 'Compromisos que se unen' })
    await merged.getByLabel(/^1\. /).check()
    await mariana.getByLabel('Número').fill('1000')
    await mariana.getByLabel('Título, en español').fill('Gasto y programas abiertos')
    await says(mariana, 'Unir el primero y el segundo')
    // Each at its field, and what was typed stands there still.
    await expect(merged.getByText('Elija al menos dos compromisos.')).toBeVisible()
    await expect(mariana.getByLabel('Número')).toHaveValue('1000')
    await expect(mariana.getByText('Escriba un número del 1 al 999.').first()).toBeVisible()
    await accessible(mariana)
    await merged.getByLabel(/^2\. /).check()
    await mariana.getByLabel('Número').fill('16')
    await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
    await agreed('Unir el primero y el segundo')
    await mariana.goto(`${plan}/commitments/16`)
    await expect(mariana.getByRole('heading', { level: 1, name: /Gasto y programas/ })).toBeVisible()
  })

  await test.step('added', async () => {
    await choose('commitment', 'Cuarto Plan de Acción 2019-2022')
    await mariana.getByLabel('Título, en español').fill('Un padrón que se pueda leer')
    await says(mariana, 'Agregar un padrón')
    await agreed('Agregar un padrón')
    await mariana.goto(`${plan}/commitments/17`)
    await expect(mariana.getByRole('heading', { level: 1, name: /padrón/ })).toBeVisible()
  })

  await test.step('taken over', async () => {
    const omar = await signedIn(browser, 'omar')
    await omar.goto(`${desk}/records/new`)
    await omar.getByLabel('una minuta').check()
    await omar.getByLabel('Título').fill('Minuta de 2018')
    await omar.getByLabel('Qué dice la fuente').fill('Se acordó publicar el padrón.')
    await omar.getByLabel('Día, mes o año').fill('ayer')
    await omar.getByLabel('Fuente', { exact: true }).fill('Archivo del comité')
    await omar.getByRole('button', { name: 'Registrarlo' }).click()
    await expect(omar.getByText(/Escriba un día \(2026-03-15\), un mes/).first()).toBeVisible()
    await omar.getByLabel('Día, mes o año').fill('2018-05')
    await omar.getByRole('button', { name: 'Registrarlo' }).click()
    await expect(omar.getByText('Tomado de una fuente; confirmado por 0 de 3 sectores')).toBeVisible()
    for (const [at, page] of [mariana, elvira, fernando].entries()) {
      await page.goto(`${desk}/records`)
      await page.getByText('Lo que dice su sector').click()
      await page.getByLabel('Sí: mi sector lo confirma').check()
      await page.getByRole('button', { name: 'Registrar lo que dice el sector' }).click()
      await expect(page.getByText(`confirmado por ${at + 1} de 3 sectores`)).toBeVisible()
    }
    await mariana.goto('/es/practica/records')
    await expect(mariana.getByText('confirmado por 3 de 3 sectores')).toBeVisible()
    await accessible(mariana)
    // It was registered today: on another day there was nothing of it.
    await mariana.goto('/es/practica/records?on=2020-01-01')
    await expect(mariana.getByText('Minuta de 2018')).toHaveCount(0)
  })

  await test.step('closed', async () => {
    await choose('closing', 'Cuarto Plan de Acción 2019-2022')
    const outcomes = await mariana.getByLabel('Qué fue de él').all()
    for (const outcome of outcomes) await outcome.selectOption({ label: 'no cumplido' })
    await outcomes[0]?.selectOption({ label: 'cumplido' })
    await outcomes[1]?.selectOption({ label: 'pasa a otro plan' })
    await mariana.getByLabel('En palabras').first().fill('Se publicó todo.')
    await says(mariana, 'Cerrar el cuarto plan')
    await expect(mariana.getByText(/ninguno viene de él todavía/).first()).toBeVisible()
    await expect(mariana.getByLabel('En palabras').first()).toHaveValue('Se publicó todo.')
    await mariana.getByLabel('Qué fue de él').nth(1).selectOption({ label: 'cumplido en parte' })
    await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
    await mariana.getByRole('button', { name: 'Confirmar: Presentar la propuesta' }).click()
    await agreed('Cerrar el cuarto plan')
    await mariana.goto(plan)
    await expect(mariana.getByText(/1 cumplido/).first()).toBeVisible()
    await expect(mariana.getByText('Se publicó todo.')).toBeVisible()
    await accessible(mariana)
    expect(await mariana.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})
