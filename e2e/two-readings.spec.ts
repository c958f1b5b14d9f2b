import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

const plan = '/es/practica/plans/2026-2028'
const section = 'Las dos lecturas, una junto a otra'

test('anybody reads what each sector says of how far a commitment got, side by side, and silence as silence', async ({
  page,
}) => {
  await page.goto(`${plan}/commitments/1`)
  const readings = page.getByRole('region', { name: section })
  await expect(readings.getByText('En disputa')).toBeVisible()
  await expect(readings.getByRole('listitem').filter({ hasText: 'SFP' })).toContainText('Sustancial')
  await expect(readings.getByRole('listitem').filter({ hasText: 'SFP' })).toContainText('Autoevaluación')
  await expect(readings.getByRole('listitem').filter({ hasText: 'Sociedad civil' })).toContainText(
    'nadie los entiende',
  )
  await expect(readings.getByRole('listitem').filter({ hasText: 'IRM' })).toContainText(
    'Aquí no hay registrado un hallazgo suyo',
  )
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  await page.goto(plan)
  await expect(page.getByRole('row', { name: /Datos del agua/ }).getByText('En disputa')).toBeVisible()
  await expect(page.getByRole('row', { name: /Compras escolares/ }).getByText('En disputa')).toHaveCount(
    0,
  )
  await page
    .getByRole('link', { name: 'Autoevaluación de medio término del Plan de práctica 2026-2028' })
    .click()
  await expect(page.getByRole('heading', { name: 'Lo que aprendimos' })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
})

test('two counts of the third plan stand side by side, each with its source', async ({ page }) => {
  await page.goto('/es/mexico/plans/2016-2018')
  const counts = page.getByRole('region', { name: 'Dos cuentas del mismo plan' })
  await expect(counts.getByText('En disputa')).toBeVisible()
  await expect(counts.getByRole('figure').filter({ hasText: 'IRM' })).toContainText(
    'Completo: ninguno de 11',
  )
  await expect(counts.getByRole('figure').filter({ hasText: 'Tablero del gobierno' })).toContainText(
    'Completado: 8 de 11',
  )
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  // Nobody speaks in a record: silence is nobody's there.
  await page.goto('/es/mexico/plans/2016-2018/commitments/1')
  await expect(page.getByRole('region', { name: section })).toHaveCount(0)
})

test('a member gives a reading that differs: the page says disputed, both texts stand side by side, and the history has its line', async ({
  browser,
}) => {
  const openReading = async (page: Awaited<ReturnType<typeof signedIn>>) => {
    await page.goto('/es/practica/desk/roadmaps')
    await page.getByRole('link', { name: /^4\. Respuestas claras/ }).click()
    await page.getByRole('link', { name: 'Las lecturas, y la de su sector' }).click()
  }
  const fernando = await signedIn(browser, 'fernando')
  await openReading(fernando)
  await fernando.getByLabel('sustancial', { exact: true }).check()
  await fernando.getByRole('button', { name: 'Registrar la lectura' }).click()
  await expect(fernando.getByText('Todavía no se envió')).toBeVisible()
  await expect(fernando.getByLabel('sustancial', { exact: true })).toBeChecked()
  expect((await new AxeBuilder({ page: fernando }).analyze()).violations).toEqual([])
  await fernando.getByRole('textbox', { name: 'Por qué' }).fill('La guía ya se usa en dos ventanillas.')
  await fernando.getByRole('button', { name: 'Registrar la lectura' }).click()
  await expect(fernando.getByText('La lectura de su sector quedó registrada.')).toBeVisible()

  const reader = await (await browser.newContext()).newPage()
  const commitment = `${plan}/commitments/4`
  await reader.goto(commitment)
  const readings = reader.getByRole('region', { name: section })
  await expect(readings).toContainText('La guía ya se usa en dos ventanillas.')
  await expect(reader.getByText('En disputa')).toHaveCount(0)
  await expect(readings.getByRole('listitem').filter({ hasText: 'Sociedad civil' })).toContainText(
    'No ha dicho su lectura.',
  )

  // Without scripts the same form is posted by the browser itself.
  const mariana = await signedIn(browser, 'mariana', { javaScriptEnabled: false })
  await openReading(mariana)
  await mariana.getByLabel('limitado', { exact: true }).check()
  await mariana
    .getByRole('textbox', { name: 'Por qué' })
    .fill('Nadie ha visto la guía fuera de la oficina.')
  await mariana.getByRole('button', { name: 'Registrar la lectura' }).click()
  await expect(mariana.getByText('La lectura de su sector quedó registrada.')).toBeVisible()

  await expect(async () => {
    await reader.goto(commitment)
    await expect(readings.getByText('En disputa')).toBeVisible({ timeout: 500 })
  }).toPass()
  await expect(readings.getByRole('listitem').filter({ hasText: 'Sociedad civil' })).toContainText(
    'Nadie ha visto la guía fuera de la oficina.',
  )
  await expect(readings.getByRole('listitem').filter({ hasText: 'SFP' })).toContainText(
    'La guía ya se usa en dos ventanillas.',
  )
  await readings
    .getByRole('listitem')
    .filter({ hasText: 'Sociedad civil' })
    .getByRole('link', { name: /^acto \d+$/ })
    .click()
  await expect(
    reader
      .getByText(
        /Sociedad civil dio su lectura del compromiso 4.*cumplimiento limitado \(lectura de otro sector\)/,
      )
      .first(),
  ).toBeVisible()
  await expect(
    reader.locator('pre').filter({ hasText: 'Nadie ha visto la guía fuera de la oficina.' }),
  ).toBeAttached()

  // The same words again are refused, and what was typed is still there.
  await openReading(mariana)
  await mariana.getByLabel('limitado', { exact: true }).check()
  await mariana
    .getByRole('textbox', { name: 'Por qué' })
    .fill('Nadie ha visto la guía fuera de la oficina.')
  await mariana.getByRole('button', { name: 'Registrar la lectura' }).click()
  await expect(mariana.getByText('sigue valiendo y no hace falta repetirlo').first()).toBeVisible()
  await expect(mariana.getByRole('textbox', { name: 'Por qué' })).toHaveValue(
    'Nadie ha visto la guía fuera de la oficina.',
  )
})

test('a self-assessment is filed by who leads, replaces the one of its term, and both stay readable', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  await omar.goto('/es/practica/desk/roadmaps/assessments/2026-2028')
  await omar.getByLabel('Medio término').check()
  await omar.getByLabel('Título').fill('Medio término, corregida')
  await omar
    .getByRole('textbox', { name: 'Texto' })
    .fill('## Corrección\n\nLos talleres empiezan en febrero.')
  await omar.getByLabel('Dirección del original').fill('no es una dirección')
  await omar.getByRole('button', { name: 'Presentar', exact: true }).click()
  await expect(omar.getByText('Escriba una dirección web').first()).toBeVisible()
  expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])
  await omar.getByLabel('Dirección del original').fill('https://ejemplo.example/medio-termino.pdf')
  await omar.getByRole('button', { name: 'Presentar', exact: true }).click()
  await expect(omar.getByText('La autoevaluación quedó presentada.')).toBeVisible()

  await omar.goto('/es/practica/desk/roadmaps/assessments/2019-2022')
  await expect(
    omar.getByText('La presenta un sector que responde por algún compromiso de este plan.'),
  ).toBeVisible()

  const reader = await (await browser.newContext()).newPage()
  await reader.goto(plan)
  const list = reader.getByRole('region', { name: 'Autoevaluaciones del plan' })
  await expect(
    list.getByRole('listitem').filter({ hasText: 'del Plan de práctica 2026-2028' }),
  ).toContainText('sustituida')
  await list
    .getByRole('link', { name: 'Autoevaluación de medio término del Plan de práctica 2026-2028' })
    .click()
  await reader.getByRole('link', { name: 'Leer la que la sustituyó' }).click()
  await expect(
    reader.getByRole('link', { name: 'https://ejemplo.example/medio-termino.pdf' }),
  ).toBeVisible()
})
