import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { mailTo, people } from './table.ts'

test.use({ apart: 'a password is lost', javaScriptEnabled: false })

test('a member who lost the password asks for a link by mail, chooses another, and comes in', async ({
  page,
}) => {
  await page.goto('/es/sign-in')
  await page.getByRole('link', { name: 'Perdí mi contraseña' }).click()
  await test.step('what is no e-mail is said at its field, and what was typed stays', async () => {
    await page.getByLabel('Correo electrónico').fill('mariana')
    await page.getByRole('button', { name: 'Enviarme un enlace' }).click()
    await expect(page.getByText(/Escriba un correo electrónico completo/).first()).toBeVisible()
    await expect(page.getByLabel('Correo electrónico')).toHaveValue('mariana')
  })

  const asked = 'Si alguien con ese correo ocupa un asiento'
  await test.step('whoever asks is answered alike', async () => {
    for (const email of ['nadie@practica.example', people.patricio]) {
      await page.goto('/es/sign-in/lost-password')
      await page.getByLabel('Correo electrónico').fill(email)
      await page.getByRole('button', { name: 'Enviarme un enlace' }).click()
      await expect(page.getByText(asked)).toBeVisible()
    }
  })

  await test.step('one letter comes, to whoever has a seat', async () => {
    const mail = await mailTo(page, people.patricio, /elegir otra contraseña/)
    await expect(page.getByText('nadie@practica.example')).toHaveCount(0)
    await mail.getByRole('link', { name: /\/invitation\// }).click()
    await page.getByLabel('Contraseña').fill('un nopal entre piedras')
    await page.getByRole('button', { name: 'Guardar y entrar' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Escritorio' })).toBeVisible()
  })

  await test.step('the link opened once, and the password of before opens nothing', async () => {
    const mail = await mailTo(page, people.patricio, /elegir otra contraseña/)
    await mail.getByRole('link', { name: /\/invitation\// }).click()
    await expect(page.getByLabel('Contraseña')).toHaveCount(0)
    await page.context().clearCookies()
    await page.goto('/es/sign-in')
    await page.getByLabel('Correo electrónico').fill(people.patricio)
    await page.getByLabel('Contraseña').fill('practica-mesa-2026')
    await page.getByRole('button', { name: 'Entrar', exact: true }).click()
    await expect(
      page.getByText('El correo y la contraseña no corresponden a una cuenta.').first(),
    ).toBeVisible()
  })
})

test('its page can be used by everybody', async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: true })).newPage()
  await page.goto('/en/sign-in/lost-password')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
})
