import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'

const mariana = {
  name: 'Mariana Escobedo Luna',
  email: 'mariana.escobedo@practica.example',
  password: 'practica-mesa-2026',
}

async function enter(page: Page, { email, password }: { email: string; password: string }) {
  await page.getByLabel('Correo electrónico').fill(email)
  await page.getByLabel('Contraseña').fill(password)
  await page.getByRole('button', { name: 'Entrar', exact: true }).click()
}

test('a committee member asks for a page of the desk, signs in, and is there', async ({
  page,
  context,
}) => {
  await page.goto('/es/practica/desk/meetings')
  await expect(page.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await enter(page, mariana)
  await expect(page).toHaveURL(/\/es\/practica\/desk\/meetings$/)
  await expect(page.getByText(mariana.name).first()).toBeVisible()
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ name: 'next-auth.session-token', httpOnly: true, sameSite: 'Lax' })
})

test('an unknown e-mail and a wrong password are answered alike, and the e-mail stays', async ({
  page,
}) => {
  await page.goto('/es/sign-in')
  for (const email of ['nadie@practica.example', 'elvira.santoyo@practica.example']) {
    await enter(page, { email, password: 'no es esta, seguro' })
    await expect(page.getByText('El correo y la contraseña no corresponden a una cuenta.')).toBeVisible()
    await expect(page.getByLabel('Correo electrónico')).toHaveValue(email)
    await expect(page.getByLabel('Contraseña')).toHaveValue('')
  }
})

test('whoever guesses is made to wait', async ({ page }) => {
  const refused = page.getByText('no corresponden a una cuenta')
  const wait = page.getByText('Hubo varios intentos fallidos')
  let tries = 0
  // The pause doubles with each try: however slow this machine, it soon lasts longer than filling in the form again.
  for (; tries < 10 && !(await wait.isVisible()); tries++) {
    await page.goto('/es/sign-in')
    await enter(page, {
      email: 'patricio.lozano@practica.example',
      password: `adivinanza número ${tries}`,
    })
    await expect(refused.or(wait)).toBeVisible()
  }
  await expect(wait).toBeVisible()
  expect(tries).toBeGreaterThan(3)
})

test('one click signs in as an invented person, in the language of the page', async ({ page }) => {
  await page.goto('/en/sign-in/people')
  await expect(page.getByRole('heading', { name: 'Sign in as an invented person' })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('button', { name: `as ${mariana.name}` }).click()
  await expect(page).toHaveURL(/\/en\/practica\/desk$/)
})

test('signing out everywhere ends the other logins at their next request', async ({
  page,
  browser,
  baseURL,
}) => {
  const elsewhere = await (await browser.newContext({ baseURL })).newPage()
  for (const one of [page, elsewhere]) {
    await one.goto('/es/sign-in?to=/es/account')
    await enter(one, { ...mariana, email: 'tomas.aguirre@practica.example' })
    await expect(one.getByRole('heading', { level: 1, name: 'Mi cuenta' })).toBeVisible()
  }
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('button', { name: 'Terminar todos mis accesos' }).click()
  await expect(page.getByText('Terminaron todos sus accesos')).toBeVisible()
  await elsewhere.goto('/es/practica/desk')
  await expect(elsewhere).toHaveURL(/\/es\/sign-in/)
})

test('an account without a seat in a forum is told so, and can read', async ({ page }) => {
  await page.goto('/es/mexico/desk')
  await enter(page, mariana)
  await expect(page.getByText('esa cuenta no tiene asiento en el foro')).toBeVisible()
  await page.getByRole('link', { name: /Leer lo público/ }).click()
  await expect(page).toHaveURL(/\/es\/mexico$/)
})

test('who is signed in goes from a public page to where they work at it, and back, and is asked nothing', async ({
  page,
}) => {
  await page.goto('/es/practica/bodies/coordinating-committee')
  await page.getByRole('link', { name: 'Mi escritorio / Entrar' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Entrar' })).toBeVisible()
  await enter(page, mariana)
  await expect(page).toHaveURL(/\/es\/practica\/desk\/bodies\/coordinating-committee$/)
  // The page on which they came in does not say that they have no seat.
  await page.goBack()
  await page.reload()
  await expect(page).toHaveURL(/\/es\/practica\/desk/)
  await page.goto('/es/practica/desk/bodies/coordinating-committee')
  await page.getByRole('link', { name: 'Ver lo público' }).click()
  await expect(page).toHaveURL(/\/es\/practica\/bodies\/coordinating-committee$/)
  await page.getByRole('link', { name: 'Mi escritorio / Entrar' }).click()
  await expect(page).toHaveURL(/\/es\/practica\/desk\/bodies\/coordinating-committee$/)
  // From a forum in which nobody acts: to one's own desk.
  await page.goto('/es/mexico')
  await page.getByRole('link', { name: 'Mi escritorio / Entrar' }).click()
  await expect(page).toHaveURL(/\/es\/practica\/desk$/)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the same: a mistake, then in, then out', async ({ page }) => {
    await page.goto('/es/practica/desk')
    await enter(page, { ...mariana, password: 'no es esta, seguro' })
    await expect(page.getByText('El correo y la contraseña no corresponden a una cuenta.')).toBeVisible()
    await expect(page.getByLabel('Correo electrónico')).toHaveValue(mariana.email)
    await enter(page, mariana)
    await expect(page).toHaveURL(/\/es\/practica\/desk$/)
    await page.goto('/es/account')
    await page.getByRole('button', { name: 'Salir', exact: true }).click()
    await expect(page.getByText('Su acceso terminó.')).toBeVisible()
  })

  test('pages that are not there say so', async ({ page }) => {
    const nowhere = {
      '/es/nada': 'Aquí no hay nada',
      '/en/practica/nope/nope': 'There is nothing here',
      '/fr/practica': 'Aquí no hay nada',
    }
    for (const [address, title] of Object.entries(nowhere)) {
      const answer = await page.goto(address)
      expect(answer?.status()).toBe(404)
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    }
  })
})
