import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

test('an outside event is recorded where it hits, and comes onto the next agenda by itself', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  await omar.goto('/es/practica/desk/roadmaps')
  await omar.getByRole('link', { name: /^1\. Datos del agua/ }).click()
  // The one of the demonstration; another errand may have convened the meeting whose agenda it came onto.
  await expect(
    omar.getByText(/Se revisará en la próxima sesión de|Está en el orden del día de/).first(),
  ).toBeVisible()
  await omar.getByRole('link', { name: 'Registrar un hecho externo' }).click()
  expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])
  await omar.getByLabel('Qué pasó').fill('Sequía declarada en seis municipios (ejemplo)')
  await omar.getByLabel(/^2\.2 Reporte mensual/).check()
  await omar.getByLabel('Qué les hace').fill('Hay menos agua que reportar y más que explicar.')
  await omar.getByRole('button', { name: 'Registrar', exact: true }).click()
  // What was typed and ticked stays; what is missing is said at its field.
  await expect(omar.getByLabel('Cuándo')).toHaveAttribute('aria-invalid', 'true')
  await expect(omar.getByLabel('Qué pasó')).toHaveValue('Sequía declarada en seis municipios (ejemplo)')
  await expect(omar.getByLabel(/^2\.2 Reporte mensual/)).toBeChecked()
  await omar.getByLabel('Cuándo').fill('2026-10')
  await omar.getByLabel('De dónde se sabe').fill('Ejemplo de boletín')
  await omar.getByRole('button', { name: 'Registrar', exact: true }).click()
  await expect(
    omar.getByText('El hecho quedó registrado; su revisión entra al próximo orden del día.'),
  ).toBeVisible()

  const nayeli = await signedIn(browser, 'nayeli')
  await nayeli.goto('/es/practica/desk/meetings/new?body=gtp-1')
  await expect(nayeli.getByText('Sequía declarada en seis municipios (ejemplo)')).toBeVisible()
  await nayeli.getByLabel('Lugar').fill('Sala')
  await nayeli.getByRole('button', { name: /Convocar/ }).click()
  await expect(nayeli.getByText(/La sesión está convocada/)).toBeVisible()
  await expect(nayeli.getByText('Sequía declarada en seis municipios (ejemplo)').first()).toBeVisible()

  await omar.context().clearCookies()
  await omar.goto('/es/practica/plans/2026-2028/commitments/1/roadmap#events')
  await expect(omar.getByText('Hay menos agua que reportar y más que explicar.')).toBeVisible()
  await expect(omar.getByRole('link', { name: /Está en el orden del día de/ }).first()).toBeVisible()
  expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])
  await omar.goto('/es/practica/events')
  await expect(omar.getByText('Sequía declarada en seis municipios (ejemplo)')).toBeVisible()
  expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])
  await omar.goto('/es/practica/plans/2026-2028/commitments/1')
  await expect(
    omar
      .getByText(/registró un hecho externo|un hecho externo alcanza/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible()
})

test('a commitment says from which it comes, and what was left open there', async ({ browser }) => {
  const fernando = await signedIn(browser, 'fernando')
  await fernando.goto('/es/practica/desk/roadmaps')
  await fernando.getByRole('link', { name: /^3\. / }).first().click()
  await fernando.getByRole('link', { name: 'Decir de qué compromiso viene' }).click()
  await fernando.getByRole('button', { name: 'Registrar', exact: true }).click()
  await expect(fernando.getByLabel('Compromiso anterior')).toHaveAttribute('aria-invalid', 'true')
  await fernando.getByLabel('Compromiso anterior').selectOption({ index: 8 })
  await fernando.getByLabel('Qué continúa').fill('El padrón que quedó a medias.')
  await fernando.getByRole('button', { name: 'Registrar', exact: true }).click()
  await expect(fernando.getByText('El linaje quedó registrado.')).toBeVisible()
  await fernando.goto('/es/practica/plans/2026-2028/commitments/3')
  await expect(fernando.getByRole('heading', { name: 'De dónde viene y qué sigue' })).toBeVisible()
  await expect(fernando.getByText('El padrón que quedó a medias.')).toBeVisible()
  expect((await new AxeBuilder({ page: fernando }).analyze()).violations).toEqual([])
})
