import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('what was said about the trusts is found with a typing error, and leads to where it stands', async ({
    page,
  }) => {
    await page.goto('/es/mexico')
    await page.getByRole('searchbox', { name: 'Buscar en este foro' }).fill('fideicomizos')
    await page.getByRole('searchbox', { name: 'Buscar en este foro' }).press('Enter')
    await expect(page).toHaveURL(/\/es\/mexico\/search\?q=fideicomizos$/)
    // What was typed stays, and the page says what was looked for instead.
    await expect(page.getByLabel('Palabras que busca')).toHaveValue('fideicomizos')
    await expect(page.getByText('Nadie escribió «fideicomizos»')).toBeVisible()
    await expect(page.getByRole('heading', { level: 2, name: /resultados? para/ })).toBeVisible()
    await expect(page.locator('mark', { hasText: /^fideicomisos$/i }).first()).toBeVisible()
    expect(await page.locator('script').count()).toBe(0)
    await page.getByRole('link', { name: /^9\s*Transparencia para el monitoreo/ }).click()
    await expect(page.getByRole('heading', { level: 1, name: /fideicomisos/i })).toBeVisible()
  })

  test('whatever is typed is answered with a sentence', async ({ page }) => {
    for (const [q, sentence] of [
      ['', 'Cómo buscar'],
      ['"', 'Escriba al menos una palabra'],
      ['-nada', 'Escriba también una palabra'],
      ['de la', 'Esas palabras están en casi todos los textos'],
      ['a'.repeat(10_000), 'La búsqueda admite hasta 120 letras'],
      ['zzzzzzqqqq', 'Nada de lo que usted puede leer dice'],
      ['"abierto', 'para «"abierto»'],
    ] as const) {
      const answer = await page.goto(`/es/mexico/search?${new URLSearchParams({ q })}`)
      expect(answer?.status(), q.slice(0, 20)).toBe(200)
      await expect(page.getByText(sentence).first(), q.slice(0, 20)).toBeVisible()
    }
    for (const raw of ['q=%00', 'q=%ff%fe', 'q=a&kind=x&body=x&plan=1&from=nunca&after=x', 'q=%27%3B--'])
      expect((await page.goto(`/es/mexico/search?${raw}`))?.status(), raw).toBe(200)
  })

  test('as of a day before it, it is not found', async ({ page }) => {
    await page.goto('/en/mexico/search?q=trusts&kind=event&on=2019-01-15')
    await expect(page.getByText('Nothing that you can read says “trusts”')).toBeVisible()
    await page.goto('/en/mexico/search?q=trusts&kind=event')
    await expect(page.getByRole('heading', { level: 2, name: /results? for “trusts”/ })).toBeVisible()
  })
})

test('minutes in circulation are found on the desk by whoever sits there, by the key /, and not in public', async ({
  browser,
  page,
}) => {
  const desk = await signedIn(browser, 'omar')
  await desk.keyboard.press('/')
  await desk.keyboard.type('candidaturas')
  await desk.keyboard.press('Enter')
  await expect(desk).toHaveURL(/\/desk\/search\?q=candidaturas/)
  await expect(desk.getByRole('link', { name: /quién recibe las candidaturas/ })).toBeVisible()
  expect((await new AxeBuilder({ page: desk }).analyze()).violations).toEqual([])
  await page.goto('/es/practica/search?q=candidaturas')
  await expect(page.getByText(/quién recibe/)).toHaveCount(0)
  await page.goto('/es/practica/search?q=agua')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
})
