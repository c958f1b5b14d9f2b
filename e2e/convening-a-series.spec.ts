import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { addDays, toDate } from '../lib/act/calendar.ts'
import { expect, test } from './server.ts'
import { signedIn, today } from './table.ts'

const body = '/es/practica/desk/bodies/gtp-1'
const whole = async (page: Page) =>
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
// days: as a person reads them, in the test's own words.
const said = (day: string) =>
  new Intl.DateTimeFormat('es-MX', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(toDate(day))
// days: as above.
const weekday = (day: string) =>
  new Intl.DateTimeFormat('es-MX', { weekday: 'long', timeZone: 'UTC' }).format(toDate(day))

test('a secretary sets a rhythm, and convenes its next day from a template', async ({ browser }) => {
  const nayeli = await signedIn(browser, 'nayeli')
  await nayeli.goto(body)
  await nayeli.getByRole('link', { name: 'Plantillas' }).click()
  await expect(nayeli.getByText('No hay plantillas')).toBeVisible()
  await nayeli.getByRole('link', { name: 'Hacer una plantilla' }).click()
  await whole(nayeli)
  await nayeli.getByLabel('Nombre en español').fill('Ordinaria del grupo')
  await nayeli.getByRole('button', { name: 'Guardar la plantilla' }).click()
  // A template without items is none: it is said, and what was typed is still there.
  await expect(nayeli.getByText(/Escriba al menos un punto/)).toBeVisible()
  await expect(nayeli.getByLabel('Nombre en español')).toHaveValue('Ordinaria del grupo')
  const first = nayeli.getByRole('region', { name: 'Punto 1', exact: true })
  await first.getByLabel('Título en español').fill('Avances del mes')
  await first.getByLabel('Título en inglés').fill('Progress of the month')
  await first.getByLabel('Minutos previstos').fill('40')
  await nayeli
    .getByRole('region', { name: 'Punto 2', exact: true })
    .getByLabel('Título en español')
    .fill('Asuntos varios')
  await nayeli.getByRole('button', { name: 'Guardar la plantilla' }).click()
  await expect(nayeli.getByText('La plantilla quedó guardada.')).toBeVisible()
  await expect(nayeli.getByText('Avances del mes')).toBeVisible()
  await whole(nayeli)

  // The notice here is three days; the desk begins to say so three days before that.
  const start = addDays(today(), 5)
  await nayeli.goto(`${body}/series`)
  await nayeli.getByRole('link', { name: 'Fijar una serie' }).click()
  await whole(nayeli)
  await nayeli.getByRole('radio', { name: 'Cada tantas semanas' }).check()
  await nayeli.getByLabel('Día de la semana').selectOption({ label: weekday(start) })
  await nayeli.getByLabel('Cada cuántas semanas').fill('0')
  await nayeli.getByLabel('Desde el día').fill(start)
  await nayeli.getByLabel('Último día').fill(addDays(start, -1))
  await nayeli.getByLabel('Plantilla').selectOption({ label: 'Ordinaria del grupo' })
  await nayeli.getByLabel('Lugar').fill('Sala del grupo')
  await nayeli.getByRole('button', { name: 'Guardar la serie' }).click()
  await expect(nayeli.getByLabel('Cada cuántas semanas')).toHaveAttribute('aria-invalid', 'true')
  await nayeli.getByLabel('Cada cuántas semanas').fill('2')
  await nayeli.getByRole('button', { name: 'Guardar la serie' }).click()
  await expect(nayeli.getByLabel('Último día')).toHaveAttribute('aria-invalid', 'true')
  await nayeli.getByLabel('Último día').fill('')
  await nayeli.getByRole('button', { name: 'Guardar la serie' }).click()
  await expect(nayeli.getByText(/La serie quedó fijada/)).toBeVisible()
  await expect(
    nayeli.getByRole('heading', { name: `Cada dos semanas, en ${weekday(start)}, a las 10:00` }),
  ).toBeVisible()

  // The second day falls out, the third moves.
  const change = async (day: string) => {
    await nayeli.getByText(`Cambiar el ${said(day)}`).click()
    return nayeli.locator('details[open]').filter({ hasText: `Cambiar el ${said(day)}` })
  }
  const out = await change(addDays(start, 14))
  await out.getByRole('radio', { name: 'No habrá sesión' }).check()
  await out.getByRole('button', { name: 'Guardar el cambio' }).click()
  await expect(out.getByLabel('Razón')).toHaveAttribute('aria-invalid', 'true')
  await out.getByLabel('Razón').fill('Se pinta la sala')
  await out.getByRole('button', { name: 'Guardar el cambio' }).click()
  await expect(nayeli.getByText('El cambio quedó registrado.')).toBeVisible()
  await expect(nayeli.getByText(`No hay sesión el ${said(addDays(start, 14))}`)).toBeVisible()
  const moved = await change(addDays(start, 28))
  await moved.getByRole('radio', { name: 'Se pasa a otro día' }).check()
  await moved.getByLabel('A qué día').fill(addDays(start, 29))
  await moved.getByLabel('Razón').fill('Es feriado')
  await moved.getByRole('button', { name: 'Guardar el cambio' }).click()
  await expect(nayeli.getByText(`en lugar del ${said(addDays(start, 28))}`)).toBeVisible()
  await whole(nayeli)

  // What everybody reads: the rhythm and the next days, as planned and no more.
  const visitor = await (await browser.newContext()).newPage()
  await visitor.goto('/es/practica/bodies/gtp-1')
  const planned = visitor.locator('#planned')
  await expect(planned.getByText(`Cada dos semanas, en ${weekday(start)}`)).toBeVisible()
  await expect(planned.getByText(said(start))).toBeVisible()
  await expect(planned.getByText('Se pinta la sala')).toBeVisible()
  await expect(planned.getByText(/No son una convocatoria/)).toBeVisible()
  await whole(visitor)

  await nayeli.goto('/es/practica/desk')
  await nayeli.getByRole('link', { name: `Convocar la sesión del ${said(start)}` }).click()
  await expect(nayeli.getByLabel('Día', { exact: true })).toHaveValue(start)
  await expect(nayeli.getByLabel('Lugar')).toHaveValue('Sala del grupo')
  await expect(nayeli.getByLabel('Título del punto').first()).toHaveValue('Avances del mes')
  await expect(nayeli.getByLabel('Minutos previstos').first()).toHaveValue('40')
  await whole(nayeli)
  await nayeli.getByRole('button', { name: 'Convocar', exact: true }).click()
  await expect(nayeli.getByText(/La sesión está convocada/)).toBeVisible()
  await expect(nayeli.getByText('40 minutos previstos')).toBeVisible()

  // The day is planned no more; and another one like it begins with what a person wrote.
  await nayeli.getByRole('link', { name: 'Convocar otra como esta' }).click()
  await expect(nayeli.getByLabel('Día', { exact: true })).toHaveValue(addDays(start, 7))
  await expect(nayeli.getByLabel('Título del punto').first()).toHaveValue('Avances del mes')
  await expect(nayeli.getByLabel('Título del punto').nth(1)).toHaveValue('Asuntos varios')
  await nayeli.goto(`${body}/series`)
  await expect(nayeli.getByRole('link', { name: `Convocar ${said(start)}` })).toHaveCount(0)
  await expect(nayeli.getByRole('link', { name: `Convocar ${said(addDays(start, 29))}` })).toBeVisible()
  await visitor.goto('/es/practica/history')
  await expect(
    visitor.getByText(/fijó en qué ritmo piensa reunirse: cada dos semanas/).first(),
  ).toBeVisible()
})

test('what came onto an agenda by itself says where from', async ({ browser }) => {
  const visitor = await (await browser.newContext()).newPage()
  await visitor.goto('/es/practica/bodies/coordinating-committee')
  await visitor.getByRole('link', { name: '10 de febrero de 2027' }).click()
  const meeting = new URL(visitor.url()).pathname.split('/').at(-1) ?? ''
  await expect(visitor.getByText('Acción abierta: CC-2026-05/2')).toBeVisible()
  await whole(visitor)
  await visitor
    .getByText('Fe de erratas de la minuta CC-2026-04', { exact: true })
    .getByRole('link')
    .click()
  await expect(visitor).toHaveURL(/minutes\/CC-2026-04$/)
  await visitor.goto(`/en/practica/meetings/${meeting}`)
  await expect(visitor.getByText('Erratum of the minutes CC-2026-04', { exact: true })).toBeVisible()
  const omar = await signedIn(browser, 'omar')
  await omar.goto(`/es/practica/desk/meetings/${meeting}`)
  await expect(omar.getByText('Fe de erratas de la minuta CC-2026-04', { exact: true })).toBeVisible()
  await whole(omar)
})
