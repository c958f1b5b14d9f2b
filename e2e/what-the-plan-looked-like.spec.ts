import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

// Errand: what did the plan look like on 3 May 2022?

const axe = async (page: Page) =>
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
const row = (page: Page, number: number) =>
  page.getByRole('row').filter({ has: page.locator('.number', { hasText: new RegExp(`^${number}$`) }) })

test('by hand: one writes the day on the plan’s page, and every link stays there until one goes back', async ({
  page,
}) => {
  await page.goto('/es/mexico/plan')
  await expect(page.getByText('Así estaba')).toHaveCount(0)
  await page.getByText('Leer esta página como estaba otro día').click()
  await axe(page)
  await page.getByLabel('Lo que estaba en vigor el día').fill('2022-05-03')
  await page.getByRole('button', { name: 'Leer', exact: true }).click()
  await expect(page).toHaveURL(/\/es\/mexico\/plan\?on=2022-05-03/)
  await expect(page.getByText('Así estaba el 3 de mayo de 2022', { exact: true })).toBeVisible()
  await expect(row(page, 1)).toContainText('Inactivo')
  await expect(row(page, 5)).toContainText('con razones en una minuta del 3 de mayo de 2022')
  // Commitment 9 was declared inactive in October.
  await expect(row(page, 9)).toContainText('En vigor')
  await expect(row(page, 9)).toContainText('Hoy: Inactivo')
  await expect(page.getByText(/Qué es distinto hoy/)).toBeVisible()
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', /noindex/)
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute('href', /\/es\/mexico\/plan$/)
  await axe(page)

  await row(page, 9).getByRole('link').first().click()
  await expect(page).toHaveURL(/commitments\/9\?on=2022-05-03/)
  await expect(page.getByText('Así estaba el 3 de mayo de 2022', { exact: true })).toBeVisible()
  await expect(page.getByText('Estado: en vigor')).toBeVisible()
  await page.getByText('Qué se ha hecho desde entonces').click()
  await expect(page.getByText(/el compromiso 9\. .* figura como «inactivo»\./)).toBeVisible()
  await axe(page)
  await page.getByRole('link', { name: 'Órganos' }).click()
  await expect(page).toHaveURL(/\/bodies\?on=2022-05-03/)
  await page.getByRole('link', { name: 'Volver a hoy' }).click()
  await expect(page).toHaveURL(/\/bodies$/)
})

test('by link, in English, and by an act of the log', async ({ page }) => {
  await page.goto('/en/mexico/plan?on=2022-05-02')
  await expect(page.getByText('As it stood on 2 May 2022', { exact: true })).toBeVisible()
  await expect(row(page, 1)).toContainText('Inactive')
  await expect(row(page, 5)).toContainText('In force')
  await axe(page)
  await page.getByRole('link', { name: 'Español' }).click()
  await expect(page.getByText('Así estaba el 2 de mayo de 2022', { exact: true })).toBeVisible()

  // A filter of the list keeps to the moment.
  await page.goto('/en/mexico/commitments?on=2022-05-03')
  await page.getByLabel(/^Status by the forum/).selectOption({ label: 'inactive' })
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/on=2022-05-03/)
  await expect(page.getByRole('row')).toHaveCount(3)

  await page.goto('/en/mexico/history?commitment=&topic=commitments')
  await page
    .getByRole('link', { name: /^act \d+$/ })
    .first()
    .click()
  await page.getByRole('link', { name: 'The plan as it was on record at this act' }).click()
  await expect(page.getByText(/^As it was on record at act \d+$/)).toBeVisible()
  await axe(page)
})

test('a day that is none, one to come and an act that is not there are said at their field; what was not there then says so', async ({
  page,
}) => {
  for (const [query, said] of [
    ['on=2022-02-30', '«2022-02-30» no es un día que exista.'],
    ['on=2199-01-01', 'no ha llegado'],
    ['at=999999', 'No hay un acto 999999'],
    ['at=-1', '«-1» no es un número de acto'],
    ['on=2022-05-03&at=3', 'no los dos a la vez'],
  ]) {
    await page.goto(`/es/mexico/plan?${query}`)
    await expect(page.getByRole('alert')).toContainText(said ?? '')
    await expect(page.getByText('Así estaba')).toHaveCount(0)
  }
  await axe(page)
  expect((await page.goto('/es/mexico/plans/2019-2022/commitments/5?on=2018-01-01'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1, name: 'Ese día esto no estaba' })).toBeVisible()
  await axe(page)
  await page.getByRole('link', { name: 'La misma página, hoy' }).click()
  await expect(
    page.getByRole('heading', { level: 1, name: /fomentar la inclusión laboral/ }),
  ).toBeVisible()
})

test('who held a seat, what a roadmap was and which minutes there were, in the practice forum', async ({
  page,
}) => {
  await page.goto('/es/practica/bodies/coordinating-committee?on=2026-06-01')
  const unit = page.getByRole('row').filter({ hasText: 'Titular de unidad de la SFP' })
  await expect(unit).toContainText('Hugo Barrera Solís')
  await expect(unit).toContainText('Hoy: Gabriela Montaño Silva')
  await axe(page)
  for (const path of [
    'meetings',
    'decisions',
    'bodies',
    'plans/2026-2028/commitments/1',
    'plans/2026-2028/commitments/1/roadmap',
  ]) {
    await page.goto(`/es/practica/${path}?on=2026-06-01`)
    await expect(page.getByText('Así estaba el 1 de junio de 2026', { exact: true })).toBeVisible()
    await axe(page)
  }
  await page.goto('/es/practica/meetings?on=2026-03-11')
  await expect(page.getByRole('link', { name: 'CC-2026-02' })).toHaveCount(0)
})

test('two days of the plan are compared, as a page and as data', async ({ page }) => {
  await page.goto('/en/mexico/history')
  await page.getByRole('link', { name: 'Compare two days of the plan' }).click()
  await page.getByLabel('From').fill('2021-12-13')
  await page.getByLabel('To', { exact: true }).fill('2022-10-20')
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(
    page.getByRole('heading', { name: 'From 13 December 2021 to 20 October 2022' }),
  ).toBeVisible()
  for (const number of [5, 9]) {
    const commitment = page.locator(`article:has(#compared-${number})`)
    await expect(commitment).toContainText('13 December 2021: in force')
    await expect(commitment).toContainText('20 October 2022: inactive')
    await expect(commitment.getByRole('link', { name: /^act \d+$/ })).toHaveCount(1)
  }
  // Declared on the first of the two days itself.
  await expect(page.locator('article:has(#compared-1)')).toContainText('stands as “inactive”')
  await axe(page)
  const address =
    (await page.getByRole('link', { name: 'Download as data (JSON)' }).getAttribute('href')) ?? ''
  const data = (await (await page.request.get(address)).json()) as {
    commitments: {
      number: number
      differences: object[]
      acts: { kind: string; happenedOn: string }[]
    }[]
    complete: boolean
  }
  expect(data.complete).toBe(true)
  expect(
    data.commitments.map(({ number, differences, acts }) => [
      number,
      differences.length,
      acts.map((act) => act.happenedOn),
    ]),
  ).toEqual(
    // The plan ended on 31 August 2022: what was in force then was so no more, without an act.
    Array.from({ length: 13 }, (_, place) => {
      const acts: Record<number, string> = { 1: '2021-12-13', 5: '2022-05-03', 9: '2022-10-20' }
      const act = acts[place + 1]
      return [place + 1, place === 0 ? 0 : 1, act ? [act] : []]
    }),
  )
  expect((await page.request.get('/api/compare/mexico?from=2021-12-13&to=x')).status()).toBe(400)

  await page.goto('/es/mexico/history/compare?from=2022-10-20&to=2021-12-13')
  await expect(page.getByText('se comparan en el orden del calendario')).toBeVisible()
  await page.goto('/es/mexico/history/compare?from=2022-13-13&to=2022-10-20')
  await expect(page.getByRole('alert')).toContainText('«2022-13-13» no es un día que exista')
  await axe(page)
})

test('on the desk one reads what the body read then, and acts on nothing', async ({ browser }) => {
  const page = await signedIn(browser, 'elvira')
  await page.goto('/es/practica/desk/bodies/coordinating-committee?on=2026-06-01')
  await expect(page.getByText('Así estaba el 1 de junio de 2026', { exact: true })).toBeVisible()
  await expect(page.getByText('Hugo Barrera Solís').first()).toBeVisible()
  await axe(page)
  await page.goto('/es/practica/desk/meetings?on=2026-03-11')
  await expect(page.getByText('Así estaba el 11 de marzo de 2026', { exact: true })).toBeVisible()
  await expect(page.getByText('CC-2026-02')).toHaveCount(0)
  // What waits for a position today is read there as it stood, with no form.
  await page.goto('/es/practica/desk/proposals')
  const open = page.getByRole('main').getByRole('link').filter({ hasText: /./ })
  const address = await open.evaluateAll((links) =>
    links
      .map((link) => link.getAttribute('href') ?? '')
      .find((href) => /desk\/proposals\/[0-9a-f-]{36}$/.test(href)),
  )
  await page.goto(`${address ?? ''}?at=9999`)
  await expect(page.getByRole('alert').first()).toContainText('No hay un acto 9999')
  const last = /el último es el (\d+)/.exec(await page.getByRole('alert').first().innerText())?.[1] ?? ''
  await page.goto(`${address ?? ''}?at=${last}`)
  await expect(page.getByText(`Así estaba el registro en el acto ${last}`)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Tomar posición' })).toHaveCount(0)
  await axe(page)
  await page.getByRole('link', { name: 'Volver a hoy' }).click()
  await expect(page).toHaveURL(/desk\/proposals\/[0-9a-f-]{36}$/)
})
