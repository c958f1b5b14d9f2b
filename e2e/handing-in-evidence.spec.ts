import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

async function toActivity(page: Page, name: RegExp) {
  await page.goto('/es/practica/desk/roadmaps')
  await page.getByRole('link', { name: /^1\. Datos del agua/ }).click()
  await page.getByRole('link', { name }).first().click()
  await expect(page.getByRole('heading', { name: 'Medios de verificación' })).toBeVisible()
}

const report = (size: number) =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n'),
    Buffer.alloc(size, 0x20),
  ])

test('a file is handed in over a connection that breaks, and another sector questions it', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  await toActivity(omar, /^2\.3 Diccionario de datos/)
  expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])

  // The second piece of five megabytes does not get through, until the connection is back.
  let [broken, pieces] = [true, 0]
  await omar.route('**/api/uploads/*', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    pieces += 1
    return broken && pieces > 1 ? route.abort('connectionreset') : route.continue()
  })
  await omar
    .getByLabel('Archivo', { exact: true })
    .setInputFiles({ name: 'diccionario.pdf', mimeType: 'application/pdf', buffer: report(8_000_000) })
  await omar.getByRole('button', { name: 'Subir' }).click()
  await expect(
    omar.getByText('La carga se detuvo. Lo que llegó está guardado: sigue donde se quedó.'),
  ).toBeVisible()
  broken = false
  const before = pieces
  await omar.getByRole('button', { name: 'Seguir la carga' }).click()
  await expect(omar.getByText('Llegó «diccionario.pdf» (8 MB). Falta entregarlo.')).toBeVisible()
  expect(pieces - before).toBe(1)

  await omar.getByLabel('Qué es').first().fill('Diccionario de datos, primera versión')
  await omar.getByLabel('Nota (opcional)').first().fill('Faltan las series de presión.')
  await omar.getByRole('button', { name: 'Entregar el archivo' }).click()
  await expect(omar.getByText('El archivo quedó entregado.')).toBeVisible()
  const piece = omar.getByRole('listitem').filter({ hasText: 'Diccionario de datos, primera versión' })
  await expect(piece).toContainText('SFP: lo entregó')
  await expect(piece).toContainText('Sociedad civil: no se ha pronunciado')

  const mariana = await signedIn(browser, 'mariana')
  await toActivity(mariana, /^2\.3 Diccionario de datos/)
  const seen = mariana.getByRole('listitem').filter({ hasText: 'Diccionario de datos, primera versión' })
  await seen.getByText('Aceptar o cuestionar').click()
  await seen.getByLabel('Lo cuestiona').check()
  await seen.getByRole('button', { name: 'Registrar' }).click()
  await expect(seen.getByText('Escriba la razón.').or(seen.getByRole('alert')).first()).toBeVisible()
  await expect(seen.getByLabel('Lo cuestiona')).toBeChecked()
  await seen.getByLabel('Por qué').fill('Sin las series de presión no sirve para comparar colonias.')
  await seen.getByRole('button', { name: 'Registrar' }).click()
  await expect(mariana.getByText('Registrado.')).toBeVisible()

  // Anybody reads both, takes the file, and finds the acts.
  await mariana.context().clearCookies()
  await mariana.goto('/es/practica/plans/2026-2028/commitments/1/roadmap')
  await expect(mariana.getByRole('row', { name: /2\.3/ })).toContainText(
    '1 medio de verificación, 1 cuestionado',
  )
  await mariana.getByRole('link', { name: 'Diccionario de datos', exact: true }).click()
  await expect(
    mariana.getByText('Sin las series de presión no sirve para comparar colonias.'),
  ).toBeVisible()
  await expect(mariana.getByText('Sociedad civil: lo cuestiona')).toBeVisible()
  expect((await new AxeBuilder({ page: mariana }).analyze()).violations).toEqual([])
  const address =
    (await mariana.getByRole('link', { name: 'diccionario.pdf' }).getAttribute('href')) ?? ''
  const file = await mariana.request.get(address)
  expect((await file.body()).length).toBe(report(8_000_000).length)
  expect(file.headers()).toMatchObject({
    'content-type': 'application/pdf',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': expect.stringContaining('sandbox'),
    'content-disposition': expect.stringContaining('attachment'),
  })
  const part = await mariana.request.get(address, { headers: { Range: 'bytes=0-7' } })
  expect([part.status(), (await part.body()).toString()]).toEqual([206, '%PDF-1.7'])
  expect(
    (
      await mariana.request.get(address, { headers: { 'If-None-Match': file.headers().etag ?? '' } })
    ).status(),
  ).toBe(304)
  expect((await mariana.request.get(address.replace(/[0-9a-f]{64}/, 'f'.repeat(64)))).status()).toBe(404)
  await mariana.goto('/es/practica/history')
  await expect(
    mariana.getByText(/Sociedad civil cuestionó un medio de verificación de la actividad 2\.3/).first(),
  ).toBeVisible()
})

test('a link is looked at, and stands on the board when it is dead', async ({ browser }) => {
  let alive = true
  const site = createServer((_request, response) => {
    response.statusCode = alive ? 200 : 404
    response
      .setHeader('Content-Type', 'text/html; charset=utf-8')
      .end('<title>Reporte de octubre</title>')
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/octubre`
  try {
    const omar = await signedIn(browser, 'omar')
    await toActivity(omar, /^2\.2 Reporte mensual/)
    await omar.getByLabel('Dirección web').fill('octubre.example')
    await omar.getByRole('button', { name: 'Entregar el enlace' }).click()
    await expect(omar.getByLabel('Dirección web')).toHaveAttribute('aria-invalid', 'true')
    await expect(omar.getByLabel('Dirección web')).toHaveValue('octubre.example')
    await omar.getByLabel('Dirección web').fill(address)
    await omar.getByLabel('Qué es').fill('Reporte de octubre')
    await omar.getByRole('button', { name: 'Entregar el enlace' }).click()
    await expect(
      omar.getByText('El enlace quedó entregado; en un momento se anota qué hay ahí.'),
    ).toBeVisible()
    const piece = omar.getByRole('listitem').filter({ hasText: address })
    await expect(async () => {
      await omar.reload()
      await expect(piece).toContainText('Responde, con lo mismo que al entregarse', { timeout: 500 })
    }).toPass()
    await piece.getByText(/Qué había el/).click()
    await expect(piece.getByText('Título: Reporte de octubre')).toBeVisible()

    await omar.goto('/es/practica/links?state=alive')
    await expect(omar.getByRole('link', { name: address })).toBeVisible()
    await omar.goto('/es/practica/links')
    await expect(omar.getByText('https://agua.sfp.example/formatos-de-prueba')).toBeVisible()
    expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])
  } finally {
    alive = false
    site.close()
  }
})

test('without scripts a file is handed in as well, and one whose type lies is refused with the reason', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar', { javaScriptEnabled: false })
  await toActivity(omar, /^1\.3 Lista de palabras/)
  await omar.getByLabel('Archivo', { exact: true }).setInputFiles({
    name: 'lista.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('<html><script>alert(1)</script>'),
  })
  await omar.getByRole('button', { name: 'Subir' }).click()
  await expect(omar.getByText('Ese archivo no se puede entregar')).toBeVisible()
  await omar.getByLabel('Archivo', { exact: true }).setInputFiles({
    name: 'lista.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('dotación: litros por persona al día\n'),
  })
  await omar.getByRole('button', { name: 'Subir' }).click()
  await expect(omar.getByText(/Llegó «lista\.txt»/)).toBeVisible()
  await omar.getByLabel('Qué es').first().fill('Lista de palabras')
  await omar.getByRole('button', { name: 'Entregar el archivo' }).click()
  await expect(omar.getByText('El archivo quedó entregado.')).toBeVisible()

  // Nothing comes in from another site, or from somebody who is not signed in.
  const foreign = await omar.request.post('/api/uploads/form?forum=practica', {
    headers: { Origin: 'https://otro.example' },
    multipart: { file: { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') } },
  })
  expect(foreign.status()).toBe(403)
})
