import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'

test('anybody filters the history, pages through it, and opens an act with its bytes and its proof', async ({
  page,
}) => {
  await page.goto('/es/practica/history')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const acts = page.getByRole('link', { name: /^acto \d+$/ })
  const first = await acts.first().innerText()
  await page.getByRole('link', { name: 'Anteriores' }).click()
  await expect(page.getByRole('link', { name: 'Los más recientes' })).toBeVisible()
  expect(await acts.first().innerText()).not.toBe(first)

  await page.goto('/es/practica/history')
  await page.getByLabel('De qué trata').selectOption({ label: 'compromisos' })
  await page.getByLabel('Desde').fill('2026-10-01')
  await page.getByRole('button', { name: 'Mostrar' }).click()
  // The sentence stands on the page before as well.
  await expect(page).toHaveURL(/from=2026-10-01/)
  const line = page.getByRole('listitem').filter({
    hasText: 'El compromiso 2. Compras escolares a la vista de las familias pasó a «inactivo».',
  })
  await line
    .getByRole('link', { name: /^acto \d+$/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { name: 'Los bytes que se firmaron' })).toBeVisible()
  await expect(page.getByText('"kind":"commitments.status-changed/1"')).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Descargar la prueba (.tlog-proof)' }).click()
  expect((await download).suggestedFilename()).toMatch(/^practica-ejemplo-\d+\.tlog-proof$/)

  await page.goto('/es/practica/history?from=1990-01-01&to=1990-01-02')
  await expect(page.getByText('No hay actos que cumplan con lo que se pide')).toBeVisible()
})

test('a reader that shares no code with the project verifies both logs', async ({ baseURL }) => {
  for (const forum of ['practica', 'mexico']) {
    const { stdout } = await promisify(execFile)(process.execPath, [
      'stranger/read-log.mjs',
      `${baseURL}/${forum}/log`,
    ])
    expect(stdout).toContain('No difference.')
  }
})

test('a commitment’s status is told for any day', async ({ page }) => {
  await page.goto('/es/mexico/commitments/5')
  await page.getByLabel('Día', { exact: true }).fill('2021-01-15')
  await page.getByRole('button', { name: 'Consultar' }).click()
  await expect(page).toHaveURL(/on=2021-01-15/)
  await expect(page.getByText(/en vigor/i).first()).toBeVisible()
})

test('what happened in a month is read in a minute: an act a line, by day, its facts folded under it', async ({
  browser,
}) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await page.goto('/es/practica/history?topic=meetings')
  await expect(page.getByRole('heading', { level: 2, name: /^Registrado el / }).first()).toBeVisible()
  const closed = page.getByText(/^Se cerró la sesión .*, con quórum: \d+ presentes/)
  await expect(closed.first()).toBeVisible()
  const attendance = page
    .getByRole('listitem')
    .filter({ hasText: /^Se pasó lista en la sesión/ })
    .first()
  const seat = attendance.getByText(/^Asistencia: «/).first()
  await expect(seat).toBeHidden()
  await attendance.getByText(/^Ver lo que registró este acto/).click()
  await expect(seat).toBeVisible()
  await page.goto('/en/practica/history?topic=meetings')
  await expect(
    page.getByText(/^The meeting .* was closed, with a quorum: \d+ present/).first(),
  ).toBeVisible()
})
