import { expect, test } from './server.ts'
import { commitmentPage, propose, signedIn, takePosition } from './table.ts'

test.use({ apart: 'the-last-position-says-what-it-does' })

test('the last position says before it is taken that it adopts, and concludes the commitment', async ({
  browser,
}) => {
  const tomas = await signedIn(browser, 'tomas')
  const proposal = await propose(tomas, 2, 'Dar por concluido el compromiso 2', 'concluido')
  await takePosition(tomas, proposal, 'De acuerdo')
  const elvira = await signedIn(browser, 'elvira')
  await elvira.goto(proposal)
  await expect(elvira.getByRole('button', { name: 'Tomar posición' })).toBeVisible()
  await expect(elvira.getByText('es la posición que falta')).toHaveCount(0)
  await takePosition(elvira, proposal, 'De acuerdo')

  // The last one, and without scripts: nothing is chosen, and what agreeing would do stands there before anything is pressed.
  const fernando = await signedIn(browser, 'fernando', { javaScriptEnabled: false })
  await fernando.goto(proposal)
  const position = fernando.getByRole('region', { name: 'La posición de su sector' })
  await expect(position.getByText('es la posición que falta')).toBeVisible()
  await expect(position.getByText('queda adoptada (consenso pleno)')).toBeVisible()
  await expect(position.getByText('desde ese momento está concluido')).toBeVisible()
  await expect(position.locator('[name=stance]:checked')).toHaveCount(0)

  await position.getByRole('radio', { name: 'De acuerdo', exact: true }).check()
  await position.getByRole('button', { name: 'Tomar posición' }).click()
  const look = fernando.getByRole('group', { name: 'Léalo una vez más antes de que se registre' })
  await expect(look).toContainText('queda adoptada (consenso pleno)')
  await expect(look).toContainText('desde ese momento está concluido')
  const reader = await (await browser.newContext()).newPage()
  const stands = async (status: string) => {
    await reader.goto(commitmentPage(2))
    await expect(reader.getByText(status, { exact: true }).first()).toBeVisible()
  }
  await stands('En vigor')

  // Another answer is another act: what that one does is shown before it is done.
  await position.getByRole('radio', { name: 'De acuerdo, con reserva', exact: true }).check()
  await position.getByRole('textbox', { name: 'Razón' }).fill('Que se publique el informe.')
  await look.getByRole('button', { name: 'Confirmar: Tomar posición' }).click()
  await expect(look).toContainText('queda adoptada (consenso con reservas)')
  await stands('En vigor')

  await look.getByRole('button', { name: 'Confirmar: Tomar posición' }).click()
  await expect(fernando.getByText('La posición de su sector quedó registrada.')).toBeVisible()
  await stands('Concluido')
  await reader.goto('/es/practica/history')
  await expect(reader.getByText(/concluido/).first()).toBeVisible()
})
