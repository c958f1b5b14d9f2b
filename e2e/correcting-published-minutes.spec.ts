import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { pressAndConfirm, signedIn } from './table.ts'

test('published minutes are corrected by an erratum that each sector approves, numbered, at its spot', async ({
  browser,
}) => {
  const minutes = '/es/practica/minutes/CC-2026-04'
  const reader = await (await browser.newContext()).newPage()
  await reader.goto(minutes)
  const before = await reader.getByText(/^Fe de erratas/).count()
  await expect(reader.getByRole('insertion').filter({ hasText: 'contestaron que sí' })).toHaveCount(0)

  for (const person of ['mariana', 'elvira', 'fernando'] as const) {
    const page = await signedIn(browser, person)
    await page.getByRole('link', { name: 'Aprobar una fe de erratas de la minuta CC-2026-04' }).click()
    await pressAndConfirm(page, 'Aprobar la fe de erratas')
    await expect(page.getByText('La aprobación de la fe de erratas quedó registrada.')).toBeVisible()
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  }
  await reader.goto(minutes)
  await expect(reader.getByText(/^Fe de erratas/)).toHaveCount(before + 1)
  await expect(reader.getByRole('insertion').filter({ hasText: 'contestaron que sí' })).toBeVisible()
  await expect(
    reader.getByRole('deletion').filter({ hasText: 'solo tres de los diez municipios contestaron' }),
  ).toBeVisible()
  expect((await new AxeBuilder({ page: reader }).analyze()).violations).toEqual([])
})

test('an erratum that is proposed can be taken back by who proposed it, and stays visible as withdrawn', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  await omar.goto('/es/practica/desk/meetings')
  const meeting =
    (await (await omar.request.get('/es/practica/minutes/CC-2026-01')).text()).match(
      /\/meetings\/([0-9a-f-]{36})/,
    )?.[1] ?? ''
  await omar.goto(`/es/practica/desk/meetings/${meeting}/minutes`)
  await omar.getByText('Proponer una fe de erratas').click()
  await omar.getByLabel('Dice').fill('siete de siete')
  await omar.getByLabel('Debe decir').fill('siete de ocho')
  await omar.getByLabel('Razón').fill('Se contó mal.')
  await omar.getByRole('button', { name: 'Proponer la fe de erratas' }).click()
  await expect(
    omar.getByText('La fe de erratas se propuso. Espera la aprobación de cada sector.'),
  ).toBeVisible()
  await pressAndConfirm(omar, 'Retirar la fe de erratas')
  await expect(omar.getByText('La fe de erratas propuesta se retiró.')).toBeVisible()
  await expect(omar.getByText('Retirada por quien la propuso')).toBeVisible()
})
