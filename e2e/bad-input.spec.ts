import { expect, test } from './server.ts'
import { propose, signedIn, takePosition } from './table.ts'

test('what is wrong is said at its field, and what was typed is still there', async ({ browser }) => {
  const page = await signedIn(browser, 'tomas')
  await page.goto('/es/practica/desk/proposals/new')
  await page
    .getByRole('link', { name: /^8\. Fortalecer/ })
    .first()
    .click()
  const title = page.getByLabel('Título', { exact: true })
  const text = page.getByLabel('Texto de la propuesta')
  const send = page.getByRole('button', { name: 'Presentar la propuesta' })
  const long = 'palabra '.repeat(125_000)
  await page.getByLabel('inactivo').check()
  await title.fill('Pago\u202Eodicnev')
  await text.fill(long)
  await page.getByLabel('Por escrito').check()
  await page.getByLabel('Plazo: último día').fill('2020-01-01')
  await send.click()
  await expect(page.getByText('Todavía no se envió')).toBeVisible()
  await expect(title).toHaveAttribute('aria-invalid', 'true')
  await expect(text).toHaveAttribute('aria-invalid', 'true')
  expect((await text.inputValue()).length).toBeGreaterThan(900_000)
  expect(await title.inputValue()).toContain('\u202E')

  // HTML is shown as the letters that were typed, and runs nowhere.
  const proposal = await propose(page, 8, 'Título con <b>etiquetas</b> y 👩‍👩‍👧 emoji')
  await takePosition(
    page,
    proposal,
    'De acuerdo, con reserva',
    '<script>alert(1)</script> <img src=x onerror=alert(2)> [enlace](javascript:alert(3))',
  )
  await expect(page.getByText('<script>alert(1)</script>', { exact: false }).first()).toBeVisible()
  expect(await page.locator('main img, main script').count()).toBe(0)
  expect(await page.locator('main a[href^="javascript:"]').count()).toBe(0)
})

test('a stale tab is told that the text changed; a double press is one act', async ({ browser }) => {
  const tomas = await signedIn(browser, 'tomas')
  const proposal = await propose(tomas, 13, 'Declarar inactivo el compromiso 13')
  const elvira = await signedIn(browser, 'elvira')
  await elvira.goto(proposal)
  await elvira.getByRole('radio', { name: 'De acuerdo', exact: true }).check()

  await tomas.goto(`${proposal}/revise`)
  await tomas.getByLabel('Texto de la propuesta').fill('Otro texto.')
  await tomas.getByLabel('Plazo: último día').fill('2029-07-01')
  await tomas.getByRole('button', { name: 'Guardar el texto nuevo' }).dblclick()
  await expect(tomas.getByText('El texto cambió.', { exact: false }).first()).toBeVisible()

  await elvira.getByRole('button', { name: 'Tomar posición' }).click()
  await expect(elvira.getByText('Todavía no se envió')).toBeVisible()
  await expect(elvira.getByText(/texto/i).first()).toBeVisible()
  await elvira.goto(proposal)
  await elvira.getByRole('radio', { name: 'De acuerdo', exact: true }).check()
  await elvira.getByRole('button', { name: 'Tomar posición' }).dblclick()
  await expect(elvira.getByText('La posición de su sector quedó registrada.')).toBeVisible()
  const history = await (await browser.newContext()).newPage()
  await history.goto('/es/practica/history?topic=proposals')
  await expect(
    history.getByText(/INAI dijo «de acuerdo» a la propuesta \d+\. Declarar inactivo el compromiso 13/),
  ).toHaveCount(1)
  await expect(
    history.getByText(/Cambió el texto de la propuesta \d+\. Declarar inactivo el compromiso 13/),
  ).toHaveCount(1)
})

test('addresses that nobody wrote do no harm', async ({ page }) => {
  for (const path of [
    '/es/practica/history?before=99999999999.1',
    '/es/practica/history?before=-1.x&topic=%00',
    '/es/practica/history?from=2026-02-30&body=nada',
    '/es/practica/meetings?before=x&state=y',
    '/es/practica/decisions?before=-5&outcome=z',
    '/es/practica/commitments?status=z&order=z',
    '/es/practica/commitments/2?on=2026-13-45',
  ]) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(200)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  for (const path of [
    '/es/%zz',
    '/es/practica/%E0%A4%A',
    '/practica/log/%zz',
    '/api/minutes/%zz/x.pdf',
  ]) {
    expect((await page.request.get(path)).status(), path).toBe(404)
  }
})
