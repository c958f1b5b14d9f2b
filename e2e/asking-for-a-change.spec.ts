import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { signedIn, takePosition } from './table.ts'

const water = '/es/practica/plans/2026-2028/commitments/1/roadmap'

test('anybody sees how far a roadmap drifted, and what became of each promise', async ({ page }) => {
  await page.goto(water)
  await expect(page.getByText(/Rige la versión 2/)).toBeVisible()
  await expect(page.getByText('29 % terminado')).toBeVisible()
  const dropped = page.getByRole('row', { name: /2\.4/ })
  await expect(dropped.getByText('Lectura telefónica del reporte')).toBeVisible()
  await expect(dropped).toContainText('quitada')
  await expect(page.getByRole('row', { name: /2\.3/ })).toContainText('46 días después')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  await page.getByRole('link', { name: 'Comparar la vigente con la línea base' }).click()
  await expect(
    page.getByText('Ninguna agregada, 1 quitada, 1 debilitada, 3 con otra fecha.'),
  ).toBeVisible()
  await expect(
    page.getByRole('deletion').filter({ hasText: '15 de octubre de 2026' }).first(),
  ).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  // As of a day: before the change, and before there was anything.
  await page.goto(`${water}?on=2026-07-01`)
  await expect(page.getByText(/Rige la línea base/)).toBeVisible()
  await page.goto(`${water}?on=2026-02-05`)
  await expect(page.getByText('Ese día no había hoja de ruta sellada')).toBeVisible()
  await page.goto(`${water}/compare?from=1&to=99`)
  await expect(page.getByRole('heading', { level: 1, name: 'Aquí no hay nada' })).toBeVisible()
})

test('a change is read as a red-line, the sectors agree, and progress is verified by another sector', async ({
  browser,
}) => {
  const elvira = await signedIn(browser, 'elvira')
  await elvira.goto('/es/practica/desk/roadmaps')
  await elvira.getByRole('link', { name: /^1\. Datos del agua/ }).click()
  await elvira.getByRole('link', { name: /Dar dos meses más al convenio/ }).click()
  await expect(elvira.getByText('Pide un cambio').or(elvira.getByText('Lo que cambia'))).toBeVisible()
  await expect(elvira.getByRole('insertion').filter({ hasText: '31 de marzo de 2027' })).toBeVisible()
  expect((await new AxeBuilder({ page: elvira }).analyze()).violations).toEqual([])
  const proposal = new URL(elvira.url()).pathname
  await takePosition(elvira, proposal, 'De acuerdo')
  for (const person of ['mariana', 'fernando'] as const)
    await takePosition(await signedIn(browser, person), proposal, 'De acuerdo')

  const omar = await signedIn(browser, 'omar')
  await omar.goto(water)
  await expect(omar.getByText(/Rige la versión 3/)).toBeVisible()
  const report = async (page: typeof omar, state: string, note: string) => {
    await page.goto('/es/practica/desk/roadmaps')
    await page.getByRole('link', { name: /^1\. Datos del agua/ }).click()
    await page
      .getByRole('link', { name: /^2\.2 Reporte mensual/ })
      .first()
      .click()
    await page.getByLabel(state, { exact: true }).check()
    if (note) await page.getByLabel('Nota', { exact: true }).fill(note)
    await page.getByRole('button', { name: 'Registrar el avance' }).click()
  }
  await report(omar, 'completa', 'Todos los reportes están publicados.')
  await expect(omar.getByText('El avance quedó registrado.')).toBeVisible()
  await report(omar, 'verificada', 'Los leí.')
  await expect(
    omar
      .getByText('Lo verifica un sector con posición distinto del que dijo que está completa.')
      .first(),
  ).toBeVisible()
  await expect(omar.getByLabel('Nota', { exact: true })).toHaveValue('Los leí.')
  await report(elvira, 'verificada', 'Los reportes abren y se entienden.')
  await expect(elvira.getByText('El avance quedó registrado.')).toBeVisible()
  await omar.goto(water)
  await expect(omar.getByRole('row', { name: /2\.2/ })).toContainText('verificada')
})
