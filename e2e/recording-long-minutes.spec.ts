import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { pressAndConfirm, signedIn } from './table.ts'
import { heldMeeting, item, standing } from './together.ts'

/** What a stenographer hands in: paragraphs of some five hundred letters, and the last of exactly as many as are left. */
function spoken(length: number): string {
  const paragraph =
    'La representación de la sociedad civil preguntó por el avance y la Secretaría respondió lo que consta. '
      .repeat(5)
      .trimEnd()
  return `${paragraph}\n\n`
    .repeat(Math.ceil(length / (paragraph.length + 2)))
    .slice(0, length - 1)
    .trimEnd()
    .padEnd(length, '.')
}

async function paste(page: Page, number: number, text: string): Promise<void> {
  await item(page, number).click()
  await page.keyboard.press('Control+End')
  await item(page, number).evaluate((place, given) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', given)
    place.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

test('stenographic minutes are written, circulated, approved, read and printed; and what is too long is told at its item', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  const { draft, number } = await heldMeeting(omar, 'Versión estenográfica')
  const meeting = draft.replace(/\/draft$/, '')
  const fault = omar.getByText(/^Este texto tiene .* caracteres y caben 200,000; sobran/)

  await test.step('pasted into the shared draft, and too much of it told while one writes', async () => {
    await paste(omar, number, spoken(150_000))
    await expect(standing(omar, 'Guardado')).toBeVisible({ timeout: 60_000 })
    await expect(fault).toHaveCount(0)
    await paste(omar, number, spoken(60_000))
    await expect(fault).toBeVisible({ timeout: 60_000 })
    await expect(standing(omar, 'Guardado')).toBeVisible({ timeout: 60_000 })
  })

  await test.step('before it is circulated, at its item', async () => {
    await omar.goto(`${draft}/circulate`)
    const told = omar.getByRole('link', {
      name: new RegExp(`^Punto ${number}: el texto tiene .* sobran`),
    })
    await expect(told).toBeVisible()
    await expect(omar.getByRole('button', { name: 'Circular la minuta' })).toHaveCount(0)
    await told.click()
    await expect(omar.getByText(new RegExp(`^Punto ${number}: el texto tiene`))).toBeVisible()
  })

  await test.step('in the plain form too, where nothing that was typed is lost', async () => {
    const plain = await signedIn(browser, 'omar', { javaScriptEnabled: false })
    await plain.goto(`${draft}?plain=1`)
    const [area, save] = [
      plain.getByLabel(`Lo que se dijo en el punto ${number}`, { exact: true }),
      plain.getByRole('button', { name: 'Guardar', exact: true }),
    ]
    await area.fill(spoken(200_001))
    await save.nth(number - 1).click()
    await expect(plain.getByText('Caben 200,000 caracteres, y hay 200,001.').first()).toBeVisible()
    expect((await area.inputValue()).length).toBe(200_001)
    await area.fill(spoken(150_000))
    await save.nth(number - 1).click()
    await expect(plain.getByText('Guardado.', { exact: true })).toBeVisible()
    await plain.context().close()
  })

  await test.step('circulated, approved by three sectors, and published', async () => {
    await omar.goto(`${draft}/circulate`)
    await omar.getByRole('button', { name: 'Circular la minuta' }).click()
    await expect(omar.getByText('Circula desde el')).toBeVisible({ timeout: 60_000 })
    for (const who of ['mariana', 'elvira', 'fernando'] as const) {
      const page = await signedIn(browser, who)
      await page.goto(`${meeting}/minutes`)
      await pressAndConfirm(page, 'Aprobar la minuta')
      await expect(page).toHaveURL(/done=meetings\.approve-minutes/, { timeout: 60_000 })
    }
  })

  await test.step('read by anybody, and taken away on paper', async () => {
    await omar.goto(`${meeting}/minutes`)
    const name = /CC-\d{4}-\d+/.exec(await omar.getByRole('main').innerText())?.[0] ?? ''
    const reader = await (await browser.newContext()).newPage()
    await reader.goto(`/es/practica/minutes/${name}`)
    await expect(reader.getByRole('heading', { name: /Versión estenográfica/ })).toBeVisible()
    const file = await reader.request.get(`/api/minutes/practica/${name}.pdf`, { timeout: 120_000 })
    expect(file.status()).toBe(200)
    expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')
  })
})
