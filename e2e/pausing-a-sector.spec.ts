import { expect, test } from './server.ts'
import { commitmentPage, pressAndConfirm, propose, signedIn, takePosition } from './table.ts'

test('a sector pauses in one commitment on its own word, and resumes by it', async ({ browser }) => {
  const elvira = await signedIn(browser, 'elvira')
  const proposal = await propose(elvira, 7, 'Declarar inactivo el compromiso 7')
  await takePosition(elvira, proposal, 'De acuerdo')
  await elvira.goto('/es/practica/desk/participation')
  await elvira.getByLabel('Alcance').selectOption({
    label:
      '7. Controles democráticos a la intervención de comunicaciones privadas (Cuarto Plan de Acción 2019-2022)',
  })
  await elvira.getByRole('textbox', { name: 'Razón' }).fill('Faltan condiciones mínimas de confianza.')
  await pressAndConfirm(elvira, 'Suspender la participación')
  await expect(
    elvira.getByText('La participación de su sector está suspendida desde este momento.'),
  ).toBeVisible()

  // Public at once, with its reason; and what needs its position cannot be adopted.
  const reader = await (await browser.newContext()).newPage()
  await reader.goto('/es/practica/decisions')
  await expect(reader.getByText('Faltan condiciones mínimas de confianza.')).toBeVisible()
  await takePosition(await signedIn(browser, 'mariana'), proposal, 'De acuerdo')
  const fernando = await signedIn(browser, 'fernando')
  await takePosition(fernando, proposal, 'De acuerdo')
  await expect(fernando.getByText('Participación suspendida').first()).toBeVisible()
  await reader.goto(commitmentPage(7))
  await expect(reader.getByText('En vigor', { exact: true })).toBeVisible()

  // Nobody else can end it.
  await fernando.goto('/es/practica/desk/participation')
  await expect(fernando.getByText('Faltan condiciones mínimas de confianza.')).toBeVisible()
  await expect(fernando.getByRole('button', { name: 'Reanudar la participación' })).toHaveCount(0)

  await elvira.goto('/es/practica/desk/participation')
  await pressAndConfirm(elvira, 'Reanudar la participación')
  await expect(elvira.getByText('Su sector reanudó su participación.')).toBeVisible()
  await takePosition(elvira, proposal, 'De acuerdo')
  await reader.goto(commitmentPage(7))
  await expect(reader.getByText('Inactivo', { exact: true })).toBeVisible()
})
