import { expect, test } from './server.ts'
import { commitmentPage, pressAndConfirm, propose, signedIn, takePosition } from './table.ts'

test('one sector objects: nothing changes, and the minority text stays with the decision', async ({
  browser,
}) => {
  const fernando = await signedIn(browser, 'fernando')
  const proposal = await propose(fernando, 6, 'Declarar inactivo el compromiso 6')
  await takePosition(fernando, proposal, 'De acuerdo')
  await takePosition(await signedIn(browser, 'elvira'), proposal, 'De acuerdo')
  await takePosition(
    await signedIn(browser, 'mariana'),
    proposal,
    'Objeta',
    'No se consultó a las organizaciones.',
  )

  await fernando.goto(proposal)
  await expect(fernando.getByText('Todos los sectores hablaron', { exact: true })).toBeVisible()
  await fernando.locator('summary').filter({ hasText: 'Cerrar sin consenso' }).click()
  await pressAndConfirm(fernando, 'Cerrar sin consenso')
  await expect(fernando.getByText('No se adoptó: objetó Sociedad civil.').first()).toBeVisible()

  const reader = await (await browser.newContext()).newPage()
  await reader.goto(commitmentPage(6))
  await expect(reader.getByText('En vigor', { exact: true })).toBeVisible()
  await reader.goto('/es/practica/decisions')
  await reader.getByRole('link', { name: 'Declarar inactivo el compromiso 6' }).click()
  await expect(reader.getByText('No se adoptó: objetó Sociedad civil.').first()).toBeVisible()
  await expect(reader.getByText('No se consultó a las organizaciones.').first()).toBeVisible()
  await expect(reader.getByText('Nada cambia: ningún sector vence a otro')).toBeVisible()
})
