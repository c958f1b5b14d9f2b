import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { propose, signedIn } from './table.ts'

/** Tabs until what is in focus has this name: nobody touches the mouse. */
async function tabTo(page: Page, name: RegExp, most = 90): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const at = document.activeElement
      const labels =
        at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement
          ? [...(at.labels ?? [])].map((label) => label.innerText).join(' ')
          : ''
      return `${labels} ${at?.textContent ?? ''}`.trim()
    })
    if (name.test(focused)) return
  }
  throw new Error(`nothing named ${name} came into focus`)
}

test('a position is taken by keyboard alone, from the skip link to the thanks', async ({ browser }) => {
  const setup = await signedIn(browser, 'tomas')
  const proposal = await propose(setup, 3, 'Declarar inactivo el compromiso 3 del cuarto plan')
  const page = await signedIn(browser, 'elvira')
  await page.goto(proposal)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Ir al contenido' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, /^De acuerdo/)
  await page.keyboard.press('Space')
  await expect(page.getByRole('radio', { name: 'De acuerdo', exact: true })).toBeChecked()
  await tabTo(page, /Tomar posición/)
  await page.keyboard.press('Enter')
  await expect(page.getByText('La posición de su sector quedó registrada.')).toBeVisible()
})
