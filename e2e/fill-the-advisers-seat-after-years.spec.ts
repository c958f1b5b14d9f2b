import { seatId } from '../prisma/demonstration/table.ts'
import { expect, ownServer, test } from './server.ts'
import { signedIn, takePosition, today } from './table.ts'

test('the adviser’s seat, vacant for years, is filled by the Committee’s decision', async ({
  browser,
}) => {
  const host = await ownServer()
  const options = { baseURL: host.url() }
  try {
    const seat = seatId('committee/technical-adviser')
    const reader = await (await browser.newContext(options)).newPage()
    await reader.goto('/es/practica/roster')
    await expect(reader.getByText(/Vacante desde hace \d+ días/).first()).toBeVisible()

    const mariana = await signedIn(browser, 'mariana', options)
    await mariana.goto(`/es/practica/desk/seats/${seat}`)
    await mariana.getByRole('link', { name: 'Proponer a alguien' }).click()
    const main = mariana.locator('main')
    await main.getByLabel('Nombre completo').fill('Julia Sandoval Ibarra')
    await main.getByLabel('Correo electrónico').fill('julia@practica.example')
    await main.getByLabel('En calidad de').selectOption({ label: 'titular' })
    await main.getByLabel('Desde el día').fill(today())
    await main.getByLabel('Título', { exact: true }).fill('Nombrar a la asesora técnica')
    await main.getByLabel('Por qué esta persona').fill('El asiento lleva años sin nadie.')
    await main.getByLabel('Por escrito').check()
    await main.getByLabel('Plazo: último día').fill('2029-06-01')
    await main.getByRole('button', { name: 'Presentar la propuesta' }).click()
    await expect(mariana).toHaveURL(/\/desk\/proposals\//)
    await expect(mariana.getByText('Julia Sandoval Ibarra')).toBeVisible()
    const proposal = new URL(mariana.url()).pathname

    for (const person of ['mariana', 'elvira', 'fernando'] as const) {
      const page = person === 'mariana' ? mariana : await signedIn(browser, person, options)
      await takePosition(page, proposal, 'De acuerdo')
    }
    await reader.goto('/es/practica/history')
    await reader
      .getByText(/^Ver qué más registró este acto/)
      .first()
      .click()
    await expect(
      reader.getByText('Julia Sandoval Ibarra ocupa el asiento', { exact: false }).first(),
    ).toBeVisible()
    await reader.goto(`/es/practica/seats/${seat}`)
    await expect(reader.getByText('Julia Sandoval Ibarra').first()).toBeVisible()
  } finally {
    await host.close()
  }
})
