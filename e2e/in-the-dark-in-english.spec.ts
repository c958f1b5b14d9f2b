import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

test('every kind of page is accessible in English, in the dark', async ({ browser }) => {
  const page = await signedIn(browser, 'omar', { colorScheme: 'dark' })
  for (const path of [
    '/en',
    '/en/practica',
    '/en/mexico/plan',
    '/en/practica/commitments',
    '/en/practica/commitments/2',
    '/en/practica/bodies',
    '/en/practica/bodies/coordinating-committee',
    '/en/practica/meetings',
    '/en/practica/minutes/CC-2026-05',
    '/en/practica/decisions',
    '/en/practica/decisions/1',
    '/en/practica/history',
    '/en/practica/history/198',
    '/en/practica/verify',
    '/en/mexico/sources',
    '/en/practica/desk',
    '/en/practica/desk/meetings',
    '/en/practica/desk/meetings/new?body=coordinating-committee',
    '/en/practica/desk/proposals',
    '/en/practica/desk/actions',
    '/en/practica/plans/2026-2028/commitments/1/roadmap',
    '/en/practica/plans/2026-2028/commitments/1/roadmap/compare',
    '/en/mexico/plans/2019-2022/commitments/7/roadmap',
    '/en/practica/plans/2026-2028',
    '/en/practica/plans/2026-2028/commitments/1',
    '/en/mexico/plans/2016-2018',
    '/en/practica/desk/roadmaps/assessments/2026-2028',
    '/en/practica/desk/roadmaps',
    '/en/practica/desk/bodies',
    '/en/practica/desk/bodies/coordinating-committee',
    '/en/practica/desk/participation',
    '/en/account',
  ]) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(200)
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect(
      violations.map(
        (violation) => `${path}: ${violation.id} ${violation.nodes[0]?.html.slice(0, 120)}`,
      ),
    ).toEqual([])
  }
})
