import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { addDays } from '../lib/act/calendar.ts'
import { codesOf, foundingLink } from './founding.ts'
import { today } from './table.ts'
import { expect, test } from './server.ts'

const password = 'cuatro palabras que no van juntas'
const phone = { viewport: { width: 390, height: 844 } }

/** What is filled in and pressed by hand, counted: ten minutes is what it may take. */
const count = { fields: 0, presses: 0 }

async function fill(page: Page, name: string, text: string, nth = 0) {
  count.fields += 1
  await page.getByLabel(name, { exact: true }).nth(nth).fill(text)
}

async function press(page: Page, name: string) {
  count.presses += 1
  await page.getByRole('button', { name, exact: true }).click()
}

async function isWhole(page: Page) {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(wide).toBe(false)
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

async function opened(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await page.goto(address)
  return page
}

const people = [
  ['Ana Vecina', 'ana@vecinas.example'],
  ['Gilberto Garante', 'gilberto@garante.example'],
  ['Elena Ejecutiva', 'elena@ejecutivo.example'],
] as const

/** Name, sectors and committee at a desk; rules on a phone; people without scripts; the plan at a desk again. */
async function write(browser: Browser, address: string): Promise<Page> {
  const founder = await opened(browser, address)
  await founder.getByRole('link', { name: '1. Cómo se llama' }).click()
  await press(founder, 'Guardar y seguir')
  await expect(founder.getByText('Este dato es necesario.').first()).toBeVisible()
  await fill(founder, 'Nombre en español', 'Foro de tres')
  await isWhole(founder)
  await press(founder, 'Guardar y seguir')
  await expect(heading(founder, 'Sectores')).toBeVisible()
  await press(founder, 'Los tres de México')
  await expect(founder.getByLabel('Nombre en español').first()).toHaveValue('Sociedad civil')
  await press(founder, 'Guardar y seguir')
  await expect(heading(founder, 'El comité y sus asientos')).toBeVisible()
  await isWhole(founder)
  await press(founder, 'Guardar y seguir')
  await expect(heading(founder, 'Reglas')).toBeVisible()

  const onPhone = await opened(browser, `${address}/rules`, phone)
  await isWhole(onPhone)
  await press(onPhone, 'Guardar y seguir')
  await expect(heading(onPhone, 'Primeras personas')).toBeVisible()

  const plain = await opened(browser, `${address}/people`, { javaScriptEnabled: false })
  for (const [row, [name, email]] of people.entries()) {
    await fill(plain, 'Nombre', name, row)
    // One login must not hold the voices of two sectors.
    await fill(plain, 'Correo electrónico', row === 1 ? people[0][1] : email, row)
  }
  await press(plain, 'Guardar y seguir')
  await expect(plain.getByText(/ya ocupa un asiento de otro sector/).first()).toBeVisible()
  await expect(plain.getByLabel('Nombre', { exact: true }).nth(2)).toHaveValue('Elena Ejecutiva')
  await fill(plain, 'Correo electrónico', people[1][1], 1)
  await press(plain, 'Guardar y seguir')
  await expect(heading(plain, 'Plan de acción')).toBeVisible()

  await founder.goto(`${address}/plan`)
  await founder.getByLabel('Hay un plan: entra ahora').check()
  await fill(founder, 'Nombre del plan en español', 'Plan 2027')
  await fill(founder, 'Día en que se adoptó', '2026-10-01')
  await founder.getByLabel('O tomarlos de una hoja de cálculo').setInputFiles({
    name: 'plan.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Núm.;Compromiso;Title\n1;Agua clara;Clear water\n2;Calles abiertas;\n'),
  })
  await press(founder, 'Leer la hoja')
  await expect(founder.getByText('Se leyeron 2 compromisos de la hoja')).toBeVisible()
  await expect(founder.getByLabel('Compromisos', { exact: true })).toHaveValue(
    '1. Agua clara | Clear water\n2. Calles abiertas',
  )
  await press(founder, 'Guardar y seguir')
  await expect(founder.getByRole('heading', { name: 'Texto fundacional' })).toBeVisible()
  await isWhole(founder)
  return founder
}

const linkFor = (founder: Page, name: string) =>
  founder
    .getByRole('listitem')
    .filter({ hasText: name })
    .getByRole('link', { name: /acceptance/ })
    .getAttribute('href')
    .then(String)

/** By the code that the operator told them; without one they have chosen a password already, and say it again. */
async function accept(page: Page, code: string | null) {
  await page.getByLabel('Leí el texto fundacional y lo acepto por mi sector').check()
  if (code !== null) await fill(page, 'Código que le dio quien opera la instalación', code)
  await fill(page, code === null ? 'Su contraseña' : 'Elija una contraseña', password)
  await press(page, 'Aceptar por mi sector')
}

test('a forum is founded by a link, accepted by three strangers, and meets', async ({
  browser,
  server,
}) => {
  const address = await foundingLink(server)
  expect(address).toContain('/es/founding/')
  const founder = await write(browser, address)
  await press(founder, 'Pedir que lo acepten')
  await expect(founder.getByText('Todavía no responde.')).toHaveCount(3)
  const visitor = await opened(browser, '/es')
  await expect(visitor.getByText('Foro de tres')).toHaveCount(0)
  expect((await visitor.goto('/es/foro-de-tres'))?.status()).toBe(404)

  const [ana, gilberto, elena] = (await Promise.all(
    people.map(async ([name], at) =>
      opened(browser, await linkFor(founder, name), at === 1 ? phone : {}),
    ),
  )) as [Page, Page, Page]
  await isWhole(gilberto)
  // Whoever founds has this link too, and does not know the code.
  await accept(ana, 'ABCDE-FGHJK')
  await expect(ana.getByText(/Ese no es el código/).first()).toBeVisible()
  const codes = await codesOf(server)
  const codeOf = (at: 0 | 1 | 2) => codes.get(people[at][1]) ?? ''
  await accept(ana, codeOf(0))
  await expect(ana.getByText(/Usted aceptó. Faltan: Órgano garante, Ejecutivo federal/)).toBeVisible()

  // One of them does not; the text is mended, and all are asked again.
  await gilberto.getByText('No lo acepto').click()
  await gilberto.getByLabel('Por qué no').fill('Cinco días de aviso son pocos.')
  await press(gilberto, 'No aceptar')
  await expect(gilberto.getByText(/Usted no aceptó/)).toBeVisible()
  await founder.goto(address)
  await expect(founder.getByText(/Cinco días de aviso son pocos/)).toBeVisible()
  await founder.goto(`${address}/rules`)
  await founder.getByLabel('Días de aviso, reunión ordinaria').fill('7')
  await press(founder, 'Guardar y seguir')
  await expect(heading(founder, 'Primeras personas')).toBeVisible()
  await founder.goto(address)
  await press(founder, 'Pedir que acepten el texto de ahora')
  await expect(founder.getByText(/Respondió a un texto anterior/)).toHaveCount(2)
  await ana.reload()
  await expect(ana.getByText('Días de aviso, reunión ordinaria: 5')).toBeVisible()
  await expect(ana.getByText('Días de aviso, reunión ordinaria: 7').first()).toBeVisible()
  await accept(ana, null)
  await expect(ana.getByText(/Usted aceptó. Falta/)).toBeVisible()
  await gilberto.reload()
  await accept(gilberto, codeOf(1))
  await expect(gilberto.getByText(/Usted aceptó. Falta: Ejecutivo federal/)).toBeVisible()
  await elena.reload()
  await accept(elena, codeOf(2))
  await expect(elena).toHaveURL(/\/es\/foro-de-tres\/desk/)
  await founder.goto(address)
  await expect(heading(founder, 'El foro está abierto.')).toBeVisible()

  await visitor.goto('/es/foro-de-tres/history')
  await expect(visitor.getByText(/aceptó el texto fundacional por Sociedad civil/)).toBeVisible()
  await convene(ana)
  test.info().annotations.push({ type: 'by hand', description: JSON.stringify(count) })
  expect(count.fields + count.presses).toBeLessThan(60)
})

/** The chair signs in with what she chose, and calls the first meeting. */
async function convene(chair: Page) {
  await chair.goto('/es/sign-in?to=/es/foro-de-tres/desk/meetings/new')
  await fill(chair, 'Correo electrónico', people[0][1])
  await fill(chair, 'Contraseña', password)
  await press(chair, 'Entrar')
  await fill(chair, 'Día', addDays(today(), 14))
  await fill(chair, 'Hora', '10:00')
  await fill(chair, 'Lugar', 'Sala uno')
  await chair.getByLabel('Título del punto').first().fill('Instalación del foro')
  await pressConvene(chair)
  await expect(chair.getByText(/La sesión está convocada/).first()).toBeVisible()
}

async function pressConvene(chair: Page) {
  await press(chair, 'Convocar')
  const again = chair.getByRole('button', { name: 'Confirmar: Convocar', exact: true })
  await expect(
    chair
      .getByText(/La sesión está convocada/)
      .or(again)
      .first(),
  ).toBeVisible()
  if (await again.isVisible()) await again.click()
}

test('what two windows save is lost in neither, and what never opened is discarded', async ({
  browser,
  server,
}) => {
  const address = await foundingLink(server)
  const founder = await opened(browser, `${address}/name`)
  await founder.getByLabel('Nombre en español').fill('Foro de prueba')
  await founder.getByRole('button', { name: 'Guardar y seguir' }).click()
  await expect(heading(founder, 'Sectores')).toBeVisible()
  // Another window, which was open since before, saves the same step.
  const other = await opened(browser, `${address}/name`)
  await founder.goto(`${address}/name`)
  await founder.getByLabel('Nombre en español').fill('Foro del agua')
  await founder.getByRole('button', { name: 'Guardar y seguir' }).click()
  await expect(heading(founder, 'Sectores')).toBeVisible()
  await other.getByLabel('Nombre en español').fill('Foro de la tierra')
  await other.getByRole('button', { name: 'Guardar y seguir' }).click()
  await expect(other.getByText(/se guardó entretanto en otra ventana.*Foro del agua/)).toBeVisible()
  await expect(other.getByLabel('Nombre en español')).toHaveValue('Foro de la tierra')
  await founder.goto(address)
  await founder.getByText('Descartar este foro').click()
  await founder.getByLabel('Sí, quiero descartarlo').check()
  await founder.getByRole('button', { name: 'Descartar', exact: true }).click()
  await expect(founder.getByText(/Se descartó/)).toBeVisible()
  await other.goto(`${address}/name`)
  await expect(heading(other, 'Este enlace ya no sirve')).toBeVisible()
})
