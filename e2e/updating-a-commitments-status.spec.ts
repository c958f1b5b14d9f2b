import { expect, test } from './server.ts'
import { commitmentPage, propose, signedIn, takePosition } from './table.ts'

test('in writing, three sectors agree and a commitment becomes inactive', async ({ browser }) => {
  const tomas = await signedIn(browser, 'tomas')
  const proposal = await propose(tomas, 9, 'Declarar inactivo el compromiso 9')
  await takePosition(tomas, proposal, 'De acuerdo')
  const elvira = await signedIn(browser, 'elvira')
  // A reservation without a reason is sent back with what was chosen.
  await elvira.goto(proposal)
  await elvira.getByRole('radio', { name: 'De acuerdo, con reserva', exact: true }).check()
  await elvira.getByRole('button', { name: 'Tomar posición' }).click()
  await expect(elvira.getByText('Todavía no se envió')).toBeVisible()
  await expect(elvira.getByRole('radio', { name: 'De acuerdo, con reserva', exact: true })).toBeChecked()
  await takePosition(elvira, proposal, 'De acuerdo, con reserva', 'Que se revise a los seis meses.')

  const reader = await (await browser.newContext()).newPage()
  await reader.goto(commitmentPage(9))
  await expect(reader.getByText('En vigor', { exact: true })).toBeVisible()

  await takePosition(await signedIn(browser, 'fernando'), proposal, 'De acuerdo')
  await reader.goto(commitmentPage(9))
  await expect(reader.getByText('Inactivo', { exact: true })).toBeVisible()
  await expect(reader.getByText('Que se revise a los seis meses.')).toBeVisible()
  await reader
    .getByRole('link', { name: /^decisión \d+$/ })
    .first()
    .click()
  await expect(
    reader.getByText(
      /^Adoptada por consenso, con reserva de INAI: el compromiso 9 está inactivo desde el /,
    ),
  ).toBeVisible()
  await expect(reader.getByRole('heading', { name: 'Lo que quedó fijo al cerrarse' })).toBeVisible()

  // What it was on a day before.
  await reader.goto(`${commitmentPage(9)}?on=2021-05-01`)
  await expect(reader.getByText(/en vigor/i).first()).toBeVisible()

  // Closed is closed: whoever had the page open is told so.
  await tomas.goto(proposal)
  await expect(tomas.getByText(/^Adoptada por consenso, con reserva de INAI: /)).toBeVisible()
  await expect(tomas.getByRole('button', { name: /posición/ })).toHaveCount(0)
})
