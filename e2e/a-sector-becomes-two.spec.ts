import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

test('a sector that would become two: what it has is named to one of them and seen before it is sent; what only the whole sector can finish comes first', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'mariana')
  await page.goto('/es/practica/desk/forum')
  const row = page.locator('#sectors li').filter({ hasText: 'Sociedad civil' })
  await row.getByRole('link', { name: 'Dividir un sector en dos' }).click()
  const halves = ['Primer sector', 'Segundo sector'].map((name) =>
    page.getByRole('group', { name, exact: true }),
  )
  const wanted = [
    ['Redes ciudadanas', 'círculo', 'azul'],
    ['Consejo ciudadano', 'pentágono', 'gris'],
  ]
  for (const [at, [name = '', shape = '', hue = '']] of wanted.entries()) {
    await halves[at]?.getByLabel('Nombre en español').fill(name)
    await halves[at]?.getByLabel('Figura').selectOption(shape)
    await halves[at]?.getByLabel('Color').selectOption(hue)
  }
  await page.getByRole('button', { name: 'Ver qué cambia' }).click()

  // Nothing is guessed, and what was typed is there; from here on the two are called by their names.
  await expect(page.getByText('Diga a cuál de los dos sectores pasa')).toBeVisible()
  await expect(page.getByLabel('Nombre en español').first()).toHaveValue('Redes ciudadanas')
  const choices = page.locator('select[name^="change.whose."], select[name^="change.halfOf."]')
  for (const choice of await choices.all()) await choice.selectOption({ label: 'Redes ciudadanas' })
  await page.getByLabel(/^Correpresentante/).selectOption({ label: 'Consejo ciudadano' })
  await page.getByRole('button', { name: 'Ver qué cambia' }).click()

  const change = page.locator('#change')
  await expect(change.getByRole('row', { name: /^Sector Sociedad civil/ })).toContainText(
    'Redes ciudadanas · Consejo ciudadano',
  )
  await expect(change.getByRole('row', { name: /Correpresentante/ })).toContainText('Consejo ciudadano')
  // In the demonstration it has suspended its participation in a commitment, and alone resumes.
  await expect(change.getByText('El sector suspendió su participación')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Presentar la propuesta' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Corregir lo que se propone' }).click()
  await expect(page.getByLabel(/^Correpresentante/)).toHaveValue('other')
})
