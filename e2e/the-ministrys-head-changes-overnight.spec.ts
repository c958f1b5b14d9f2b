import { addDays } from '../lib/act/calendar.ts'
import { seatId } from '../prisma/demonstration/table.ts'
import { expect, ownServer, test } from './server.ts'
import { pressAndConfirm, signedIn, today } from './table.ts'

test('a ministry’s head leaves today and another comes tomorrow: one form, with what stays, and a way in that works once', async ({
  browser,
}) => {
  const host = await ownServer()
  const options = { baseURL: host.url() }
  try {
    const fernando = await signedIn(browser, 'fernando', options)
    const seat = `/es/practica/desk/seats/${seatId('committee/chair')}`
    await fernando.goto(seat)
    const leaving = fernando.locator('details', { hasText: 'Nombre completo de quien sigue' }).first()
    await leaving.locator('summary').click()
    await expect(leaving.getByText('Esto se queda en el asiento')).toBeVisible()
    await leaving.getByLabel('Último día del mandato').fill(today())
    await leaving.getByLabel('Nombre completo de quien sigue').fill('Rosa Tamez Aguilar')
    await leaving.getByLabel('Correo electrónico de quien sigue').fill('rosa@practica.example')
    // Nobody is in two seats at once, nor the seat twice: said at the day, with all that was typed still there.
    await leaving.getByLabel('Primer día de quien sigue').fill(today())
    await leaving.getByRole('button', { name: 'Terminar el mandato' }).click()
    await expect(leaving.getByText('Quien llega empieza ese día o después.').first()).toBeVisible()
    await expect(leaving.getByLabel('Nombre completo de quien sigue')).toHaveValue('Rosa Tamez Aguilar')
    await leaving.getByLabel('Primer día de quien sigue').fill(addDays(today(), 1))
    await leaving
      .getByLabel('En calidad de')
      .selectOption({ label: 'encargada o encargado de despacho' })
    await pressAndConfirm(leaving, 'Terminar el mandato')
    await expect(fernando.getByText('El fin del mandato quedó registrado.')).toBeVisible()
    await expect(fernando.getByText('encargada o encargado de despacho · desde el')).toBeVisible()

    // The link is shown once; another takes its place, and the first works no more.
    const link = async () => {
      await fernando.goto(seat)
      await fernando.getByRole('button', { name: 'Crear un enlace de invitación' }).click()
      return fernando.getByLabel('Enlace de invitación').inputValue()
    }
    const [first, second] = [await link(), await link()]
    const rosa = await (await browser.newContext(options)).newPage()
    const pathOf = (address: string) => new URL(address).pathname
    await rosa.goto(pathOf(first))
    await expect(rosa.getByLabel('Contraseña')).toHaveCount(0)
    await rosa.goto(pathOf(second))
    await rosa.getByLabel('Contraseña').fill('tres palabras que no van juntas')
    await rosa.getByRole('button', { name: 'Guardar y entrar' }).click()
    await expect(rosa).toHaveURL(/\/es\//)
    const other = await (await browser.newContext(options)).newPage()
    await other.goto(pathOf(second))
    await expect(other.getByLabel('Contraseña')).toHaveCount(0)

    // Everybody reads who leaves, who comes, in which capacity and from which day.
    const reader = await (await browser.newContext(options)).newPage()
    await reader.goto(`/es/practica/seats/${seatId('committee/chair')}`)
    await expect(reader.getByRole('row', { name: /Rosa Tamez Aguilar/ })).toContainText(
      'Encargada o encargado de despacho',
    )
    await reader.goto('/es/practica/history')
    await expect(
      reader.getByText('Rosa Tamez Aguilar ocupa el asiento', { exact: false }).first(),
    ).toBeVisible()
    await reader.goto('/es/practica/roster')
    await expect(reader.getByRole('heading', { name: 'Directorio' })).toBeVisible()

    // Fernando would rather not be named in public from now on.
    await fernando.goto(seat)
    await fernando.getByText('Cambiarlo', { exact: true }).click()
    await fernando.getByLabel('No, solo mi asiento y mi sector').check()
    await fernando.getByRole('button', { name: 'Guardar mi elección' }).click()
    await expect(fernando.getByText('Quedó como usted eligió')).toBeVisible()
    await reader.goto(`/es/practica/seats/${seatId('committee/chair')}`)
    await expect(reader.getByText('una persona que no da su nombre en público').first()).toBeVisible()
    await expect(reader.getByText('Fernando')).toHaveCount(0)
  } finally {
    await host.close()
  }
})
