import { expect, test } from './server.ts'
import { propose, signedIn, takePosition } from './table.ts'

test('without JavaScript one signs in, proposes, mends a fault and takes a position', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'tomas', { javaScriptEnabled: false })
  await page.goto('/es/practica/desk/proposals/new')
  await page.getByRole('link', { name: /^4\. Derechos/ }).click()
  await page.getByLabel('Título', { exact: true }).fill('Un título que no se pierde')
  await page.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(page.getByText('Todavía no se envió')).toBeVisible()
  await expect(page.getByLabel('Título', { exact: true })).toHaveValue('Un título que no se pierde')
  const proposal = await propose(page, 4, 'Declarar inactivo el compromiso 4')
  await takePosition(page, proposal, 'De acuerdo')
  await takePosition(page, proposal, 'Se aparta sin oponerse')
  await expect(page.getByRole('heading', { name: 'Lo que se dijo antes' })).toBeVisible()
})
