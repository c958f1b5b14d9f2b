import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { commitmentPage, signedIn, takePosition } from './table.ts'

const both = (label: string) => `${label} (español)`

test('a roadmap is drafted, the three sectors seal it, and its baseline is public', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  await omar.goto('/es/practica/desk/roadmaps')
  await omar
    .getByRole('link', { name: /^11\. / })
    .last()
    .click()
  await expect(omar.getByText('Todavía no hay acciones clave')).toBeVisible()
  expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])
  const desk = new URL(omar.url()).pathname

  await omar.getByRole('link', { name: 'Agregar una acción clave' }).click()
  await omar.getByLabel(both('Título')).fill('Saber qué se compra')
  await omar.getByLabel('Peso').fill('0')
  await omar.getByRole('button', { name: 'Guardar en el borrador' }).click()
  await expect(omar.getByText('El peso es un número entero, de 1 a 1000.').first()).toBeVisible()
  await expect(omar.getByLabel(both('Título'))).toHaveValue('Saber qué se compra')
  await omar.getByLabel('Peso').fill('2')
  await omar.getByLabel('Inicio').fill('2027-01-01')
  await omar.getByLabel('Fin', { exact: true }).fill('2027-12-31')
  await omar.getByRole('button', { name: 'Guardar en el borrador' }).click()
  await expect(omar.getByText('El borrador quedó guardado.')).toBeVisible()

  await omar.getByRole('link', { name: 'Agregar una actividad a la acción clave 1' }).click()
  await expect(omar.getByLabel('Número')).toHaveValue('1.1')
  await omar.getByLabel(both('Título')).fill('Pedir los contratos')
  await omar.getByLabel(both('Producto')).fill('Lista de contratos')
  await omar.getByLabel('Red Nopal Azul').check()
  await omar.getByLabel('depende de otro poder').check()
  expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])
  await omar.getByRole('button', { name: 'Guardar en el borrador' }).click()
  await expect(omar.getByText('Metas y participación: Meta al fin del plan')).toBeVisible()

  await omar.getByRole('link', { name: 'Metas, participación y rendición de cuentas' }).click()
  await omar.getByLabel(both('Meta al fin del plan')).fill('Que nadie compre vigilancia a escondidas.')
  await omar.getByLabel('No fue posible').check()
  await omar.getByLabel(both('Por qué no hay participación')).fill('La información está reservada.')
  await omar.getByRole('button', { name: 'Guardar en el borrador' }).click()

  // Nobody outside sees the paper; the public page says what there is not.
  const reader = await (await browser.newContext()).newPage()
  await reader.goto(`${commitmentPage(11)}/roadmap`)
  await expect(reader.getByText('Esta hoja de ruta no se ha sellado')).toBeVisible()
  await expect(reader.getByText('Pedir los contratos')).toHaveCount(0)

  await omar.getByRole('link', { name: 'Pedir que se selle' }).click()
  await omar.getByLabel('Qué se pide').fill('Que se selle como la dejó el grupo.')
  await omar.getByLabel('Por escrito').check()
  await omar.getByLabel('Plazo: último día').fill('2029-06-01')
  expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])
  await omar.getByRole('button', { name: 'Presentar la solicitud' }).click()
  await expect(omar.getByText('La solicitud quedó presentada')).toBeVisible()
  await expect(omar.getByText('Pedir los contratos')).toBeVisible()
  const proposal = new URL(omar.url()).pathname

  for (const person of ['tomas', 'elvira', 'fernando'] as const)
    await takePosition(await signedIn(browser, person), proposal, 'De acuerdo')
  await reader.goto(`${commitmentPage(11)}/roadmap`)
  await expect(reader.getByText(/Rige la línea base, sellada el/)).toBeVisible()
  await expect(reader.getByRole('table', { name: 'Actividad por actividad' })).toContainText(
    'Pedir los contratos',
  )
  await expect(reader.getByText('1.1 Pedir los contratos: depende de otro poder')).toBeVisible()
  expect((await new AxeBuilder({ page: reader }).analyze()).violations).toEqual([])
  await reader.getByRole('link', { name: 'Ver el acto' }).click()
  await expect(
    reader.getByText(/Se selló la línea base de la hoja de ruta del compromiso 11/).first(),
  ).toBeVisible()
  await omar.goto(desk)
  await expect(omar.getByText(/Línea base vigente, sellada el/)).toBeVisible()
})
