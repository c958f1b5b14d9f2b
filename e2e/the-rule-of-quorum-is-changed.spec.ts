import { expect, test } from './server.ts'
import { signedIn, takePosition } from './table.ts'

test.use({ apart: 'the-rule-of-quorum-is-changed' })

test('a seat of the Committee proposes another quorum, sees what changes before it is sent; the sectors adopt it, and everybody reads since when it is so', async ({
  browser,
}) => {
  const mariana = await signedIn(browser, 'mariana')
  await mariana.goto('/es/practica/desk/forum')
  await expect(mariana.getByRole('heading', { level: 1, name: 'Este foro' })).toBeVisible()
  await mariana.getByRole('link', { name: 'Cambiar las reglas' }).click()

  // A quorum above the seats of a sector is refused before anybody is asked, and what was typed stays.
  await mariana.getByLabel('Quórum por sector').fill('9')
  await mariana.getByRole('button', { name: 'Ver qué cambia' }).click()
  await expect(mariana.getByText('un sector tendría menos asientos')).toBeVisible()
  await mariana.getByRole('link', { name: 'Corregir lo que se propone' }).click()
  await expect(mariana.getByLabel('Quórum por sector')).toHaveValue('9')
  await mariana.getByLabel('Quórum por sector').fill('1')
  await mariana.getByLabel('Quórum del órgano').fill('60')
  await mariana.getByRole('button', { name: 'Ver qué cambia' }).click()

  await expect(mariana.locator('del')).toHaveText('50 % de los asientos que cuentan')
  await expect(mariana.locator('ins')).toHaveText('60 % de los asientos que cuentan')
  await mariana.getByLabel('Título', { exact: true }).fill('Subir el quórum')
  await mariana.getByLabel('Por qué', { exact: true }).fill('Para que las decisiones pesen más.')
  await mariana.getByLabel('Por escrito').check()
  await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(mariana.getByText('La propuesta quedó presentada.')).toBeVisible()
  await expect(mariana.locator('#change ins')).toHaveText('60 % de los asientos que cuentan')
  const proposal = mariana.url().split('?')[0] ?? ''

  // A reader sees nothing changed yet.
  const reader = await (await browser.newContext()).newPage()
  await reader.goto('/es/practica')
  await reader.getByRole('link', { name: 'Cómo funciona este foro' }).click()
  await expect(reader.getByText('50 % de los asientos que cuentan')).toBeVisible()

  for (const person of ['mariana', 'elvira', 'fernando'] as const) {
    const page = person === 'mariana' ? mariana : await signedIn(browser, person)
    await takePosition(page, proposal, 'De acuerdo')
  }
  await expect(mariana.locator('#change')).toBeVisible()

  await reader.goto('/es/practica/forum')
  const rules = reader.locator('#rules')
  await expect(rules.getByText('60 % de los asientos que cuentan')).toBeVisible()
  await expect(rules.getByText('Antes: 50 % de los asientos que cuentan')).toBeVisible()
  await rules.getByRole('link', { name: /^Desde el .* decisión \d+$/ }).click()
  await expect(reader.locator('#change ins')).toHaveText('60 % de los asientos que cuentan')
  await expect(reader.getByText('Cambió una regla del foro: quórum del órgano.')).toBeVisible()
})
