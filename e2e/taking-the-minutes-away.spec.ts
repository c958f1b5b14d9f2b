import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

const formats = [
  { name: 'PDF', ending: 'pdf', begins: '%PDF-1.7', type: 'application/pdf' },
  {
    name: 'Word',
    ending: 'docx',
    begins: 'PK',
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  { name: 'Markdown', ending: 'md', begins: '> Ejemplo:', type: 'text/markdown; charset=utf-8' },
  { name: 'JSON', ending: 'json', begins: '{', type: 'application/json' },
]

test('anybody takes published minutes away, without a script, and the files are of the text on the page', async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/es/practica/minutes/CC-2026-05')
  const digest = await page.locator('code.digest').innerText()
  expect(digest).toMatch(/^[0-9a-f]{64}$/)
  for (const { name, ending, begins, type } of formats) {
    const link = page.getByRole('link', { name, exact: true })
    const coming = page.waitForEvent('download')
    await link.click()
    expect((await coming).suggestedFilename()).toBe(`minuta-cc-2026-05.${ending}`)
    const address = (await link.getAttribute('href')) ?? ''
    const file = await page.request.get(address)
    const text = (await file.body()).toString('latin1')
    expect(Buffer.from(text, 'latin1').toString().slice(0, begins.length)).toBe(begins)
    // A Word file is compressed: its digest is looked for where it is unpacked (lib/papers/files.test.ts).
    if (ending !== 'docx') expect(text).toContain(digest)
    expect(file.headers()).toMatchObject({
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    })
    expect(
      (
        await page.request.get(address, { headers: { 'If-None-Match': file.headers().etag ?? '' } })
      ).status(),
    ).toBe(304)
  }
  expect(await (await page.request.get('/api/minutes/practica/CC-2026-05.json')).json()).toMatchObject({
    schema: 'mesa-abierta/minutes/1',
    number: 'CC-2026-05',
    digest,
  })
  await page.goto('/en/practica/minutes/CC-2026-05')
  const english = page.waitForEvent('download')
  await page.getByRole('link', { name: 'PDF', exact: true }).click()
  expect((await english).suggestedFilename()).toBe('minutes-cc-2026-05.pdf')
  for (const path of ['CC-2026-05.exe', 'CC-1999-01.pdf', 'CC-2026-05.pdf?lang=fr'])
    expect((await page.request.get(`/api/minutes/practica/${path}`)).status()).toBe(404)
})

test('a member takes circulated minutes away, marked as such; nobody else does, and a draft nobody', async ({
  browser,
  playwright,
  baseURL,
}) => {
  const mariana = await signedIn(browser, 'mariana')
  await mariana
    .getByRole('link', { name: /Aprobar la minuta de la sesión/ })
    .first()
    .click()
  await expect(mariana.getByText('Llevársela:')).toBeVisible()
  expect((await new AxeBuilder({ page: mariana }).analyze()).violations).toEqual([])
  const anybody = await playwright.request.newContext({ baseURL })
  for (const { name, ending, begins } of formats) {
    const address = (await mariana.getByRole('link', { name, exact: true }).getAttribute('href')) ?? ''
    const file = await mariana.request.get(address)
    expect(file.status()).toBe(200)
    expect((await file.body()).toString().slice(0, begins.length)).toBe(begins)
    expect(file.headers()['cache-control']).toBe('private, no-store')
    expect(file.headers()['content-disposition']).toMatch(
      new RegExp(`minuta-[a-z-]+-\\d{4}-\\d{2}-\\d{2}-v\\d+\\.${ending}`),
    )
    expect((await anybody.get(address)).status()).toBe(404)
    if (ending === 'md') expect(await file.text()).toContain('Circulada, no aprobada')
    if (ending === 'json')
      expect(await file.json()).toMatchObject({
        state: 'circulated',
        number: null,
        approvedAt: null,
        addresses: null,
      })
  }
  // Held on 19 November, its minutes are being written, and never went round.
  await mariana.goto('/es/practica/desk/meetings')
  const drafted = mariana
    .getByRole('listitem')
    .filter({ hasText: '19 de noviembre de 2026' })
    .getByRole('link')
    .first()
  const meeting = /[0-9a-f-]{36}/.exec((await drafted.getAttribute('href')) ?? '')?.[0] ?? ''
  expect(meeting).not.toBe('')
  expect((await mariana.request.get(`/api/minutes/practica/${meeting}.pdf`)).status()).toBe(404)
  await anybody.dispose()
})
