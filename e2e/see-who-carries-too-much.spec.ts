import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

test('a member sees how the work is spread, in figures that blame nobody, and begins an agenda item about it', async ({
  browser,
  baseURL,
}) => {
  const omar = await signedIn(browser, 'omar', { baseURL })
  await omar.getByRole('link', { name: 'Cómo se reparte el trabajo' }).click()
  await expect(omar.getByRole('heading', { level: 1, name: 'Cómo se reparte el trabajo' })).toBeVisible()
  // The heat map is its own table: each cell says its figure.
  const sectors = omar.getByRole('table', { name: 'Por sector' })
  await expect(sectors.getByRole('row')).toHaveCount(4)
  const executive = sectors.getByRole('row', { name: /SFP/ })
  await expect(executive.getByRole('cell')).toHaveText([/%/, /\d|sin datos/, /\d/, /\d/])
  await expect(omar.getByRole('table', { name: 'Por asiento' })).toContainText('Correpresentante')

  const warnings = omar.locator('#warnings')
  await expect(warnings.getByRole('listitem').first()).toBeVisible()
  const first = await warnings.getByRole('listitem').first().innerText()
  await warnings.getByRole('link', { name: 'Proponer un punto para acordar el reparto' }).click()
  await expect(omar.getByLabel('Título del punto').last()).toHaveValue(/^Reparto del trabajo/)
  await expect(omar.getByLabel('Nota para quienes asisten').last()).toHaveValue(
    new RegExp(first.slice(0, 20)),
  )
})
