import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { signedIn, takePosition } from './table.ts'

test.use({ apart: 'a-sector-becomes-two' })

test('civil society becomes two: each organisation and each seat is named to one of them, seen before it is sent, and both sit at the table from then on', async ({
  browser,
}) => {
  const mariana = await signedIn(browser, 'mariana')
  const others = [await signedIn(browser, 'elvira'), await signedIn(browser, 'fernando')]
  const send = async (title: string) => {
    await mariana.getByLabel('Título', { exact: true }).fill(title)
    await mariana.getByLabel('Por qué', { exact: true }).fill('Lo pidieron sus organizaciones.')
    await mariana.getByLabel('Por escrito').check()
    await mariana.getByRole('button', { name: 'Poner la propuesta sobre la mesa' }).click()
    await expect(mariana.getByText('La propuesta está sobre la mesa.')).toBeVisible()
    const proposal = mariana.url().split('?')[0] ?? ''
    for (const page of [mariana, ...others]) await takePosition(page, proposal, 'De acuerdo')
    await mariana.goto(proposal)
    await expect(mariana.locator('#change')).toContainText('En vigor desde el')
  }
  // Groups in which one of the two has no seat go on: the quorum asks for none of each sector.
  await mariana.goto('/es/practica/desk/forum/change?change.kind=rules')
  await mariana.getByLabel('Quórum por sector').fill('0')
  await mariana.getByRole('button', { name: 'Ver qué cambia' }).click()
  await send('Sin mínimo por sector')

  const asked = async (page: Page) => {
    await page.goto('/es/practica/desk/forum')
    const row = page.locator('#sectors li').filter({ hasText: 'Sociedad civil' })
    await row.getByRole('link', { name: 'Dividir un sector en dos' }).click()
    const [one, other] = [
      page.getByRole('group', { name: 'Primer sector' }),
      page.getByRole('group', { name: 'Segundo sector' }),
    ]
    await one.getByLabel('Nombre en español').fill('Redes ciudadanas')
    await one.getByLabel('Figura').selectOption('círculo')
    await one.getByLabel('Color').selectOption('azul')
    await other.getByLabel('Nombre en español').fill('Consejo ciudadano')
    await other.getByLabel('Figura').selectOption('pentágono')
    await other.getByLabel('Color').selectOption('gris')
  }
  await asked(mariana)
  await mariana.getByRole('button', { name: 'Ver qué cambia' }).click()
  // Nothing is guessed, and what was typed is there.
  await expect(mariana.getByText('Diga a cuál de los dos sectores pasa')).toBeVisible()
  await mariana
    .getByRole('link', { name: 'Corregir lo que se propone' })
    .or(mariana.locator('h1'))
    .first()
    .waitFor()
  await expect(mariana.getByLabel('Nombre en español').first()).toHaveValue('Redes ciudadanas')
  const choices = mariana.locator('select[name^="change.whose."], select[name^="change.halfOf."]')
  for (const choice of await choices.all()) await choice.selectOption('Redes ciudadanas')
  await mariana.getByRole('button', { name: 'Ver qué cambia' }).click()
  await expect(mariana.getByText('Uno de los dos sectores no tendría en el Comité')).toBeVisible()
})
