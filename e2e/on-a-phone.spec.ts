import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { commitmentPage, propose, signedIn, takePosition } from './table.ts'

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

test('everything fits on a phone, and a position is taken with a thumb', async ({ browser }) => {
  const page = await signedIn(browser, 'mariana', phone)
  const pages = [
    '/es/practica',
    '/es/practica/plan',
    '/es/practica/commitments',
    '/es/practica/commitments/2',
    '/es/practica/bodies/coordinating-committee',
    '/es/practica/meetings',
    '/es/practica/minutes/CC-2026-05',
    '/es/practica/decisions/2',
    '/es/practica/history',
    '/es/practica/history/198',
    '/es/practica/verify',
    '/es/mexico/plan',
    '/es/practica/plans/2026-2028/commitments/1',
    '/es/mexico/plans/2016-2018',
    '/es/practica/desk/roadmaps/assessments/2026-2028',
    '/es/practica/desk',
    '/es/practica/desk/meetings',
    '/es/practica/desk/proposals',
    '/es/practica/desk/actions',
    '/es/practica/desk/bodies',
    '/es/practica/desk/participation',
  ]
  for (const path of pages) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      path,
    ).toBeLessThanOrEqual(0)
    expect(
      (await new AxeBuilder({ page }).analyze()).violations.map(
        (violation) => `${path}: ${violation.id}`,
      ),
    ).toEqual([])
  }
  const proposal = await propose(page, 5, 'Declarar inactivo el compromiso 5')
  await takePosition(page, proposal, 'De acuerdo')
  await page.goto(commitmentPage(5))
  await expect(page.getByText('En vigor', { exact: true })).toBeVisible()
})
