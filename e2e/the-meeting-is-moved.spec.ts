import { datesOf } from '../app/_request/dates.ts'
import { addDays } from '../lib/act/calendar.ts'
import { expect, test } from './server.ts'
import { signedIn, today } from './table.ts'

test.use({ apart: 'a meeting that is moved' })

const said = datesOf('es', 'America/Mexico_City').day

test('a meeting is moved, its agenda put right, and everybody reads what it was', async ({
  browser,
  request,
}) => {
  const [first, then] = [addDays(today(), 20), addDays(today(), 27)]
  const nayeli = await signedIn(browser, 'nayeli')
  const reader = await (await browser.newContext()).newPage()
  const idOf = () => new URL(nayeli.url()).pathname.split('/').at(-1) ?? ''
  let meeting = ''
  const calendar = async () => {
    const answer = await request.get(`/api/calendar/practica/meetings/${meeting}.ics?lang=es`)
    const text = await answer.text()
    return { uid: /UID:(.*)/.exec(text)?.[1], sequence: Number(/SEQUENCE:(\d+)/.exec(text)?.[1]) }
  }

  await test.step('the secretary of a group convenes it, with two items', async () => {
    await nayeli.goto('/es/practica/desk/meetings/new?body=gtp-1')
    await nayeli.getByLabel('ordinaria', { exact: true }).check()
    await nayeli.getByLabel('Día', { exact: true }).fill(first)
    await nayeli.getByLabel('Hora', { exact: true }).fill('10:00')
    await nayeli.getByLabel('Lugar', { exact: true }).fill('Sala de juntas')
    await nayeli.getByRole('button', { name: 'Convocar', exact: true }).click()
    await expect(nayeli).toHaveURL(/done=meetings\.convene/)
    meeting = idOf()
    for (const title of ['Padrón de pozos', 'Calendario de vistas']) {
      const add = nayeli.getByRole('button', { name: 'Añadir al orden del día' })
      if (!(await add.isVisible())) await nayeli.getByText('Proponer un punto', { exact: true }).click()
      await add
        .locator('xpath=ancestor::form')
        .getByLabel('Título del punto', { exact: true })
        .fill(title)
      await add.click()
      await expect(nayeli).toHaveURL(/done=meetings\.add-agenda-item/)
      await expect(nayeli.getByText(title, { exact: true })).toBeVisible()
    }
  })

  const before = await calendar()

  await test.step('another day asks for the notice of its kind, and then it is moved', async () => {
    await nayeli.getByText('Mover la sesión', { exact: true }).click()
    const form = nayeli.locator('form', {
      has: nayeli.getByRole('button', { name: 'Mover', exact: true }),
    })
    await expect(form.getByLabel('Lugar', { exact: true })).toHaveValue('Sala de juntas')
    await form.getByLabel('Día', { exact: true }).fill(addDays(today(), 1))
    await form.getByLabel('Razón').fill('La sala está en obra.')
    await form.getByRole('button', { name: 'Mover', exact: true }).click()
    await expect(form.getByText(/cuenta de nuevo la anticipación/).first()).toBeVisible()
    await expect(form.getByLabel('Razón')).toHaveValue('La sala está en obra.')
    await form.getByLabel('Día', { exact: true }).fill(then)
    await form.getByLabel('Hora', { exact: true }).fill('12:00')
    await form.getByRole('button', { name: 'Mover', exact: true }).click()
    await expect(nayeli).toHaveURL(/done=meetings\.move/)
    await expect(nayeli.getByRole('heading', { level: 1, name: said(then) })).toBeVisible()
  })

  await test.step('calendars know the same meeting, later', async () => {
    const after = await calendar()
    expect(after.uid).toBe(before.uid)
    expect(after.sequence).toBeGreaterThan(before.sequence)
  })

  await test.step('an item is corrected, and they change places', async () => {
    const item = nayeli.getByRole('listitem').filter({ hasText: 'Calendario de vistas' })
    await item.getByText('Corregir este punto').click()
    await item.getByLabel('Título del punto', { exact: true }).fill('Calendario de visitas')
    await item.getByRole('button', { name: 'Guardar la corrección' }).click()
    await expect(nayeli).toHaveURL(/done=meetings\.correct-agenda-item/)
    const corrected = nayeli.getByRole('listitem').filter({ hasText: 'Calendario de visitas' })
    await expect(corrected.getByText(/Se corrigió una vez/)).toBeVisible()
    await corrected.getByRole('button', { name: /^Subir el punto/ }).click()
    await expect(nayeli).toHaveURL(/done=meetings\.reorder-agenda/)
  })

  await test.step('a guest is noted, and a link laid beside it', async () => {
    await nayeli.getByText('Anotar a una persona invitada', { exact: true }).click()
    await nayeli.getByLabel('Nombre', { exact: true }).fill('Rosa Invitada')
    await nayeli.getByLabel('Cargo o institución con que viene').fill('Dirección de Archivos')
    await nayeli.getByRole('button', { name: 'Anotar', exact: true }).click()
    await expect(nayeli).toHaveURL(/done=meetings\.note-guest/)
    await nayeli.goto(`/es/practica/desk/documents/meeting/${meeting}`)
    await nayeli.getByLabel('Dirección web').fill('https://ejemplo.mx/convocatoria')
    await nayeli.getByLabel('Título', { exact: true }).fill('Convocatoria')
    await nayeli.getByRole('button', { name: 'Entregar el enlace' }).click()
    await expect(nayeli).toHaveURL(/done=documents\.hand-in-link/)
  })

  await test.step('everybody reads both days, the red-line, the guest and the document', async () => {
    await reader.goto(`/es/practica/meetings/${meeting}`)
    await expect(reader.getByRole('heading', { level: 1, name: said(then) })).toBeVisible()
    const moved = reader.getByRole('region', { name: 'Se movió' })
    await expect(moved.locator('del').first()).toContainText(said(first))
    await expect(moved.getByText('La sala está en obra.')).toBeVisible()
    await reader.getByText(/Se corrigió una vez/).click()
    await expect(reader.locator('del').filter({ hasText: 'vistas' })).toBeVisible()
    await expect(reader.getByText('Rosa Invitada', { exact: false })).toBeVisible()
    await expect(reader.getByRole('link', { name: 'Convocatoria' })).toBeVisible()
    await expect(reader.getByText(/se movió al/).first()).toBeVisible()
    await reader.goto('/es/practica/history')
    await expect(reader.getByText('Rosa Invitada')).toHaveCount(0)
  })
})
