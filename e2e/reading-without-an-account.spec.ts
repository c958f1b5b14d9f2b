import { expect, test } from './server.ts'

const pages = [
  '/es',
  '/es/mexico',
  '/es/mexico/plan',
  '/es/mexico/commitments',
  '/es/mexico/commitments/10',
  '/es/mexico/bodies',
  '/es/mexico/meetings',
  '/es/mexico/decisions',
  '/es/mexico/history',
  '/es/mexico/sources',
  '/es/mexico/plans/2016-2018',
  '/en/practica',
  '/en/practica/commitments/2',
  '/en/practica/bodies/coordinating-committee',
  '/en/practica/meetings',
  '/en/practica/minutes/CC-2026-05',
  '/en/practica/decisions/1',
  '/en/practica/witnesses',
  '/en/practica/archive',
  '/en/practica/history/compare',
]

test('the portal is read without a cookie, without a script, and without calling anybody else', async ({
  page,
  context,
  baseURL,
}) => {
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(`${baseURL}/`) && !request.url().startsWith('data:'))
      elsewhere.push(request.url())
  })
  for (const path of pages) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(200)
    expect(await page.locator('script').count(), path).toBe(0)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', path.slice(1, 3))
  }
  // The page that checks has to compute: one script, in the page itself, and it asks nobody but this host.
  await page.goto('/en/practica/verify')
  expect(await page.locator('script').count()).toBe(1)
  expect(await page.locator('script[src]').count()).toBe(0)
  expect(elsewhere).toEqual([])
  expect(await context.cookies()).toEqual([])
})

test('the report’s numbers stand on the plan page with their source, and nothing is invented', async ({
  page,
}) => {
  await page.goto('/es/mexico/plan')
  for (const told of [
    '7 limitados',
    '5 sustanciales',
    '1 completo',
    '4 sin evidencia',
    '5 marginales',
    '3 significativos',
    '1 sobresaliente',
  ]) {
    await expect(page.getByText(told).filter({ visible: true }).first()).toBeVisible()
  }
  await expect(
    page
      .getByText(/ninguno identificado por su nombre en las fuentes/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible()
  await expect(
    page.getByRole('link', { name: /IRM.*Results Report|IRM Mexico Results Report/ }).first(),
  ).toBeVisible()
  await page.goto('/es/mexico/commitments/9')
  await expect(page.getByText('Inactivo', { exact: true })).toBeVisible()
  await expect(page.getByText(/20 de octubre de 2022/).first()).toBeVisible()
})

test('what is not public is not there', async ({ page }) => {
  for (const path of ['/es/practica/desk', '/es/practica/desk/meetings']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible()
  }
})

test('what does not exist gets a page that helps', async ({ page }) => {
  const missing = [
    '/fr/mexico',
    '/es/no-hay-tal-foro',
    '/es/mexico/commitments/99',
    '/es/mexico/commitments/uno',
    '/es/mexico/minutes/CC-2026-05',
    '/es/practica/history/999999',
    '/es/practica/decisions/0',
    '/es/practica/meetings/00000000-0000-4000-8000-000000000000',
    '/es/practica/bodies/nada',
    '/es/practica/desk-nada',
  ]
  for (const path of missing) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(404)
    await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible()
    expect(await page.getByRole('link').count(), path).toBeGreaterThan(0)
  }
})
