import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { copyFile, readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { expect, test } from './server.ts'
import { propose, signedIn, takePosition } from './table.ts'

const word = (page: Page) => page.locator('.verify-word')

/** Downloads what a link leads to, and answers where it lies. */
async function taken(page: Page, link: string | RegExp): Promise<string> {
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: link }).first().click()
  return (await coming).path()
}

async function check(page: Page, receipt: string): Promise<void> {
  await page.getByLabel('O pegue aquí el texto de un recibo').fill(receipt)
  await page.getByRole('button', { name: 'Comprobar el recibo' }).click()
}

test('a member acts, keeps the receipt, and proves it later; an altered one, one cut off and one of another log are told apart', async ({
  browser,
}) => {
  const tomas = await signedIn(browser, 'tomas')
  await takePosition(tomas, await propose(tomas, 1, 'Declarar inactivo el compromiso 1'), 'De acuerdo')
  const file = await taken(tomas, 'Descargar el recibo')
  const receipt = await readFile(file, 'utf8')
  expect(receipt).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra /)

  const page = await (await browser.newContext()).newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto('/es/practica/verify')
  await page
    .getByLabel('Elegir un archivo')
    .setInputFiles({ name: 'acto.tlog-proof', mimeType: 'text/plain', buffer: Buffer.from(receipt) })
  await expect(word(page)).toHaveText('Verificado')
  await expect(page.locator('.verify-step')).toContainText(['El recibo se lee', 'La bitácora firmó'])
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  // The receipt went nowhere.
  expect(asked.filter((path) => path.includes('/log/'))).toEqual([])

  await check(
    page,
    receipt.replace(/^extra (.)/m, (_line, letter: string) => `extra ${letter === 'e' ? 'f' : 'e'}`),
  )
  await expect(word(page)).toHaveText('Falso')
  await check(page, receipt.slice(0, 200))
  await expect(word(page)).toHaveText('Falso')
  await expect(page.locator('.verify-step')).toContainText(['Esto no es un recibo entero'])
  // A link may ask for one act.
  await page.goto('/es/practica/verify?#3')
  await expect(word(page)).toHaveText('Verificado')
  await page.goto('/es/mexico/verify')
  await check(page, receipt)
  await expect(word(page)).toHaveText('Falso')
  await expect(page.locator('.verify-step')).toContainText(['El recibo se lee', 'Es de otra bitácora'])
})

test('the receipt of an act that is not public yet says to its actor alone what it was', async ({
  browser,
  playwright,
  baseURL,
}) => {
  const mariana = await signedIn(browser, 'mariana')
  await mariana
    .getByRole('link', { name: /Aprobar la minuta de la sesión/ })
    .first()
    .click()
  const general = mariana.getByRole('region', { name: 'Observaciones generales' })
  await general.locator('summary').click()
  await general.getByLabel('Observación', { exact: true }).fill('Falta un nombre.')
  await general.getByRole('button', { name: /observación/i }).click()
  const link = mariana.getByRole('link', { name: 'Descargar el recibo' })
  const address = (await link.getAttribute('href')) ?? ''
  const opened = await mariana.request.get(address)
  const anybody = await playwright.request.newContext({ baseURL })
  const closed = await anybody.get(address)
  const extraOf = (receipt: string) =>
    Buffer.from(/^extra (.+)$/m.exec(receipt)?.[1] ?? '', 'base64').toString()
  expect(extraOf(await opened.text())).toContain('"value"')
  expect(extraOf(await closed.text())).not.toContain('"value"')
  const page = await (await browser.newContext()).newPage()
  await page.goto('/es/practica/verify')
  await check(page, await opened.text())
  await expect(word(page)).toHaveText('Verificado')
  await expect(page.locator('[data-part="text"]')).toContainText('meetings.observation-made')
  await anybody.dispose()
})

test('a page saved to a disk checks a receipt without a network, and a server that lies is found', async ({
  browser,
}) => {
  const page = await (await browser.newContext()).newPage()
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto('/es/practica/verify')
  await page.getByRole('button', { name: 'Comprobar todo' }).click()
  await expect(word(page)).toHaveText('Verificado')
  // From now on this browser knows how the log began: one that is shorter is refused.
  const saved = await taken(page, /guardar esta página/)
  const receipt = await (await page.request.get('/practica/log/proof/5')).text()
  await page.route('**/log/tile/entries/**', async (route) => {
    const answer = await route.fetch()
    const body = await answer.body()
    body[100] = (body[100] ?? 0) ^ 1
    await route.fulfill({ response: answer, body })
  })
  await page.getByRole('button', { name: 'Comprobar todo' }).click()
  await expect(word(page)).toHaveText('Falso')
  expect(errors).toEqual([])

  const context = await browser.newContext({ offline: true })
  const alone = await context.newPage()
  const asked: string[] = []
  alone.on('request', (request) => asked.push(request.url()))
  const copy = test.info().outputPath('verify.html')
  await copyFile(saved, copy)
  await alone.goto(pathToFileURL(copy).href)
  await check(alone, receipt)
  await expect(word(alone)).toHaveText('Verificado')
  await check(alone, receipt.replace(/^index 5$/m, 'index 6'))
  await expect(word(alone)).toHaveText('Falso')
  expect(
    asked.filter((address) => !address.startsWith('file:') && !address.startsWith('data:')),
  ).toEqual([])
})

test('minutes on paper are compared with the text that the log has under seal', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto('/es/practica/verify')
  const pdf = await (await page.request.get('/api/minutes/practica/CC-2026-05.pdf')).body()
  await page
    .getByLabel('Elegir un archivo')
    .setInputFiles({ name: 'minuta.pdf', mimeType: 'application/pdf', buffer: pdf })
  await expect(word(page)).toHaveText('Verificado')
  await page.getByLabel('Elegir un archivo').setInputFiles({
    name: 'otra.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.7\n%%EOF'),
  })
  await expect(word(page)).toHaveText('Incompleto')
})
