import { expect, test } from './server.ts'

test.use({ viewport: { width: 390, height: 844 } })

test('who stopped the trusts commitment, when and why, in three presses from the home page, on a phone, in English', async ({
  page,
}) => {
  await page.goto('/en')
  await page
    .getByRole('link', { name: /^Mexico\b/ })
    .last()
    .click()
  await page.getByRole('link', { name: /3 inactive/ }).click()
  await page.getByRole('link', { name: /Monitoring of Trusts/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /Monitoring of Trusts/ })).toBeVisible()
  // Nothing is unfolded: what is folded is not visible.
  for (const told of [
    /The Coordinating Committee, in a consensual manner/,
    /Comments by SFP of 27 February 2023/,
    /there were no conditions to continue/,
    /Civil society paused its work in this commitment/,
    /The day of the decision is not known/,
    /The position of each sector/,
  ])
    await expect(page.getByText(told).first()).toBeVisible()
  // What the source does not say is not said for it.
  await expect(page.getByText(/nobody decided/i)).toHaveCount(0)
})
