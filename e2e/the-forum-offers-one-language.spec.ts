import { expect, test } from './server.ts'
import { signedIn, takePosition } from './table.ts'

test.use({ apart: 'the-forum-offers-one-language' })

test('the sectors decide that the forum offers Spanish alone: an English address leads to the same page, and forms ask for Spanish alone', async ({
  browser,
}) => {
  const mariana = await signedIn(browser, 'mariana')
  await mariana.goto('/es/practica/desk/forum')
  await expect(mariana.getByText('español e inglés, primero español')).toBeVisible()
  await mariana.getByRole('link', { name: 'Cambiar los idiomas del foro' }).click()
  await mariana.getByLabel('Idiomas').selectOption('español solamente')
  await mariana.getByRole('button', { name: 'Ver qué cambia' }).click()
  await expect(mariana.locator('del')).toHaveText('español e inglés, primero español')
  await expect(mariana.locator('ins')).toHaveText('español solamente')
  await mariana.getByLabel('Título', { exact: true }).fill('Publicar en español')
  await mariana.getByLabel('Por qué', { exact: true }).fill('Es el idioma de quienes nos leen.')
  await mariana.getByLabel('Por escrito').check()
  await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(mariana.getByText(/La propuesta quedó presentada/)).toBeVisible()
  const proposal = mariana.url().split('?')[0] ?? ''

  // Nothing is otherwise yet.
  const reader = await (await browser.newContext()).newPage()
  await reader.goto('/practica')
  await expect(reader).toHaveURL(/\/es\/practica$/)
  await reader.getByRole('link', { name: 'English' }).click()
  await expect(reader).toHaveURL(/\/en\/practica$/)

  for (const person of ['mariana', 'elvira', 'fernando'] as const) {
    const page = person === 'mariana' ? mariana : await signedIn(browser, person)
    await takePosition(page, proposal, 'De acuerdo')
  }
  await mariana.goto(proposal)
  await expect(mariana.locator('#change')).toContainText('En vigor desde el')

  // The same page, with what it was asked for; and who came for English is told why it is not.
  await reader.goto('/en/practica/meetings?state=held')
  await expect(reader).toHaveURL(/\/es\/practica\/meetings\?state=held$/)
  await expect(reader.getByRole('link', { name: 'English' })).toHaveCount(0)
  await expect(reader.getByText('In Spanish only').first()).toHaveAttribute('lang', 'en')
  await reader.goto('/es/practica/forum')
  await expect(reader.locator('main').getByText('español solamente').first()).toBeVisible()
  // The record of another forum is offered in both still.
  await reader.goto('/en/mexico')
  await expect(reader).toHaveURL(/\/en\/mexico$/)

  await mariana.goto('/en/practica/desk/forum')
  await expect(mariana).toHaveURL(/\/es\/practica\/desk\/forum$/)
  await mariana.getByRole('link', { name: 'Registrar una organización', exact: true }).click()
  await expect(mariana.getByLabel('Nombre', { exact: true })).toBeVisible()
  await expect(mariana.getByLabel('Nombre en inglés')).toHaveCount(0)

  // English first, by another decision: an address without a language leads there.
  await mariana.goto('/es/practica/desk/forum/change?change.kind=languages-changed')
  await mariana.getByLabel('Idiomas').selectOption('inglés y español, primero inglés')
  await mariana.getByRole('button', { name: 'Ver qué cambia' }).click()
  await mariana.getByLabel('Título', { exact: true }).fill('Primero en inglés')
  await mariana.getByLabel('Por qué', { exact: true }).fill('Para quien nos evalúa.')
  await mariana.getByLabel('Por escrito').check()
  await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(mariana.getByText(/La propuesta quedó presentada/)).toBeVisible()
  const second = mariana.url().split('?')[0] ?? ''
  for (const person of ['mariana', 'elvira', 'fernando'] as const) {
    const page = person === 'mariana' ? mariana : await signedIn(browser, person)
    await takePosition(page, second, 'De acuerdo')
  }
  await mariana.goto(second)
  await expect(mariana.locator('#change')).toContainText('En vigor desde el')
  await reader.goto('/practica')
  await expect(reader).toHaveURL(/\/en\/practica$/)
})
