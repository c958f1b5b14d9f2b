import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

const header =
  'Número,Título (español),Peso,Producto (español),Responsables,Inicio,Fin,Espera a,De qué depende\n'
const csv = (rows: string) => ({
  name: 'hoja.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(header + rows),
})

async function toImport(page: Page) {
  await page.goto('/es/practica/desk/roadmaps')
  await page.getByRole('link', { name: /^2\. Incidencia ciudadana/ }).click()
  await page.getByRole('link', { name: 'Traer de una hoja de cálculo' }).click()
}

async function choose(page: Page, file: Parameters<ReturnType<Page['getByLabel']>['setInputFiles']>[0]) {
  await page.getByLabel('Hoja de cálculo').setInputFiles(file)
  await page.getByRole('button', { name: 'Ver qué trae' }).click()
}

for (const javaScriptEnabled of [true, false]) {
  test(`a roadmap comes in from a spreadsheet, ${javaScriptEnabled ? 'with' : 'without'} scripts: first its faults, then what it would change, then the draft`, async ({
    browser,
  }) => {
    const page = await signedIn(browser, javaScriptEnabled ? 'omar' : 'fernando', { javaScriptEnabled })
    await toImport(page)
    if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

    await choose(
      page,
      csv(
        '1,Un mecanismo,2,,SFP,2026-01-05,2026-12-18,,\n1.1,Padrón,,Padrón publicado,Nadie,03/04/2026,30 de junio de 2026,,\n1.2,=A1,,,,2026-07-01,2026-06-01,9.9,\n',
      ),
    )
    await expect(
      page.getByText('5 faltas: corríjalas en el archivo y súbalo de nuevo. Nada cambió.'),
    ).toBeVisible()
    const row = (number: string) => page.getByRole('row', { name: new RegExp(`^${number} `) })
    await expect(row('3')).toContainText(
      'Responsables: «Nadie» no es una organización ni un asiento de este foro.',
    )
    await expect(row('3')).toContainText(
      'Inicio: «03/04/2026» puede ser el 3 de abril de 2026 o el 4 de marzo de 2026.',
    )
    await expect(row('4')).toContainText('Título (español): Es una fórmula.')
    await expect(row('4')).toContainText(
      'Espera a: «9.9» no es el número de una actividad de esta hoja.',
    )
    await expect(page.getByRole('button', { name: 'Ponerlo en el borrador' })).toHaveCount(0)
    if (javaScriptEnabled) expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

    await page.getByRole('link', { name: 'Elegir otro archivo' }).click()
    const mark = javaScriptEnabled ? 'primera' : 'segunda'
    await choose(
      page,
      csv(
        `1,Un mecanismo de participación (${mark}),2,,SFP,2026-01-05,2026-12-18,,\n1.1,Padrón,,Padrón publicado,SFP; INAI,04/05/2026,30 de junio de 2026,,sin presupuesto asignado\n1.2,-2 reglas,,,,2026-07-01,2026-09-30,1.1,\n`
          .replace('04/05/2026', '2026-05-04')
          .replace('sin presupuesto asignado', ''),
      ),
    )
    await expect(page.getByText('Sin faltas.')).toBeVisible()
    await expect(page.getByText(`Un mecanismo de participación (${mark})`).first()).toBeVisible()
    await page.getByRole('button', { name: 'Ponerlo en el borrador' }).click()
    await expect(page.getByText('El borrador quedó guardado.')).toBeVisible()
    await expect(
      page.getByRole('link', { name: `1. Un mecanismo de participación (${mark})` }),
    ).toBeVisible()
    await expect(page.getByRole('link', { name: '1.2 -2 reglas' })).toBeVisible()

    // Taken out again it says the same, and none of its cells is a formula.
    const address =
      (await page.getByRole('link', { name: /^Descargar \(borrador/ }).getAttribute('href')) ?? ''
    const taken = await page.request.get(`${address}&format=csv`)
    expect(await taken.text()).toContain(
      `1.2,"'-2 reglas"`.replaceAll('"', (await taken.text()).includes(`1.2,"'-2`) ? '"' : ''),
    )
    expect(taken.headers()).toMatchObject({
      'content-disposition': expect.stringContaining('.csv'),
      'x-content-type-options': 'nosniff',
    })
    const workbook = await page.request.get(`${address}&format=xlsx`)
    await page.getByRole('link', { name: 'Traer de una hoja de cálculo' }).click()
    await choose(page, {
      name: 'hoja.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: await workbook.body(),
    })
    await expect(page.getByText('El archivo dice lo mismo que el borrador.')).toBeVisible()
  })
}

test('the template can be filled in and read; what is private stays so', async ({ browser }) => {
  const page = await signedIn(browser, 'omar')
  await toImport(page)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Plantilla (XLSX)' }).click()
  const template = readFileSync((await (await download).path()) ?? '')
  await choose(page, {
    name: 'plantilla.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: template,
  })
  await expect(page.getByText('Se dejaron fuera 2 renglones de ejemplo.')).toBeVisible()
  await expect(page.getByText('Hay otra hoja en el archivo, que no se leyó.')).toBeVisible()

  await page.goto('/es/practica/desk/roadmaps')
  const commitment =
    (await page.getByRole('link', { name: /^1\. Datos del agua/ }).getAttribute('href'))
      ?.split('/')
      .at(-1) ?? ''
  const draft = `/api/sheets/practica/${commitment}?version=draft`
  expect((await page.request.get(draft)).status()).toBe(200)
  await page.context().clearCookies()
  expect((await page.request.get(draft)).status()).toBe(404)
  expect((await page.request.get(`/api/sheets/practica/${commitment}?version=99`)).status()).toBe(404)
})
