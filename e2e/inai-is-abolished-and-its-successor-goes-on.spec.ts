import { seatId } from '../prisma/demonstration/table.ts'
import { expect, test } from './server.ts'
import { signedIn, takePosition } from './table.ts'

test.use({ apart: 'inai-is-abolished-and-its-successor-goes-on' })

const heir = 'Transparencia para el Pueblo'

test('INAI ends and another organisation takes over: its seats go on with who holds them, old pages say the new name beside the old one, and the past stays as it was', async ({
  browser,
}) => {
  const elvira = await signedIn(browser, 'elvira')
  await elvira.goto('/es/practica/desk/forum')
  const institute = elvira
    .locator('#organisations li')
    .filter({ hasText: 'Instituto Nacional de Transparencia' })
  await institute
    .getByRole('link', { name: 'Registrar que una organización termina, y quién la sucede' })
    .click()

  // Without a successor its seats would close, and its sector be left without a voice: refused before anybody is asked.
  const seats = elvira.getByRole('group', { name: 'De quién será cada asiento' })
  const commissioner = seats.getByLabel(/^Comisionada o comisionado del INAI \(CC\)/)
  await commissioner.selectOption('se cierra')
  await elvira.getByRole('button', { name: 'Ver qué cambia' }).click()
  await expect(
    elvira.getByText(/quedaría sin ningún asiento con voz|Hay acciones pendientes/),
  ).toBeVisible()
  await expect(elvira.getByText('Con esto terminan estos mandatos')).toBeVisible()
  await elvira.getByRole('link', { name: 'Corregir lo que se propone' }).click()

  await commissioner.selectOption('la nueva')
  const registers = elvira.getByRole('group', { name: 'Una nueva que la sucede' })
  await registers.getByLabel('Nombre en español').fill(heir)
  await registers.getByLabel('Abreviatura').fill('TP')
  await elvira.getByRole('button', { name: 'Ver qué cambia' }).click()
  await expect(elvira.locator('#change ins').first()).toHaveText(heir)
  await expect(elvira.locator('#change').getByText('Asiento: ')).not.toHaveCount(0)
  // What waits for its seats is listed by name, each with who has it from then on.
  const goesOn = elvira.getByRole('table', { name: /Lo que espera a los asientos/ }).getByRole('row')
  for (const thing of [
    'Acción GTP-1-2026-01/2',
    'Aprobar la minuta de la sesión del 12 de noviembre de 2026',
    'Tomar posición en la propuesta 6',
  ])
    await expect(goesOn.filter({ hasText: thing })).toContainText(heir)
  await elvira.getByLabel('Título', { exact: true }).fill('INAI termina y sigue Transparencia')
  await elvira.getByLabel('Por qué', { exact: true }).fill('La ley extinguió al instituto.')
  await elvira.getByLabel('Por escrito').check()
  await elvira.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(elvira.getByText('La propuesta quedó presentada.')).toBeVisible()
  const proposal = elvira.url().split('?')[0] ?? ''

  await takePosition(elvira, proposal, 'De acuerdo')
  await takePosition(await signedIn(browser, 'mariana'), proposal, 'De acuerdo')
  await takePosition(await signedIn(browser, 'fernando'), proposal, 'De acuerdo')

  // The commissioner acts as before; her seat is the successor's.
  await elvira.goto(`/es/practica/desk/proposals`)
  await expect(elvira.getByRole('heading', { level: 1 })).toBeVisible()
  const reader = await (await browser.newContext()).newPage()
  const seat = `/es/practica/seats/${seatId('committee/commissioner')}`
  await reader.goto(seat)
  await expect(reader.getByText('Elvira', { exact: false }).first()).toBeVisible()
  await expect(reader.getByText(heir).first()).toBeVisible()
  await expect(reader.locator('#changes')).toContainText('En vigor desde el')
  await reader.goto('/es/practica/bodies')
  await expect(reader.locator('#organisations')).toContainText(heir)
  await expect(
    reader.locator('#organisations li').filter({ hasText: 'Instituto Nacional' }).first(),
  ).toContainText(heir)
  // What was sealed keeps the name of then, with the new one beside it.
  await reader.goto('/es/practica/plans/2026-2028/commitments/1/roadmap')
  await expect(reader.locator('main')).toContainText(
    /Instituto Nacional de Transparencia[^·;]* · la sucedió Transparencia para el Pueblo/,
  )
  // As of a day before, the seat was INAI's.
  await reader.goto(`${seat}?on=2026-11-01`)
  await expect(reader.locator('main dl').first()).toContainText('Instituto Nacional')
  await expect(reader.locator('main dl').first()).not.toContainText(heir)
  // And what is otherwise since is said beside it.
  await expect(reader.getByText('Organización').first()).toBeVisible()
})
