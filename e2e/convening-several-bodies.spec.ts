import { addDays } from '../lib/act/calendar.ts'
import { expect, test } from './server.ts'
import { signedIn, today } from './table.ts'

test.use({ apart: 'convening-several-bodies' })

test('who keeps the book of several bodies convenes them in one sending: all, or none while something stands in the way of one', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  await omar.goto('/es/practica/desk/meetings/new')
  await omar.getByRole('link', { name: 'Convocar a varios órganos' }).click()
  const times = omar.locator('input[name$=".time"]')
  expect(await times.count()).toBeGreaterThan(1)
  const send = omar.getByRole('button', { name: 'Convocar a los órganos con hora' })
  const day = addDays(today(), 12)
  const convened = async () => {
    await omar.goto('/es/practica/desk/meetings')
    return omar.locator('section').filter({ hasText: 'Convocadas y en curso' }).getByRole('link').count()
  }
  const before = await convened()

  await omar.goto('/es/practica/desk/meetings/new/several')
  await omar.getByLabel('ordinaria', { exact: true }).check()
  await omar.getByLabel('Día', { exact: true }).fill(day)
  await omar.getByLabel('Lugar', { exact: true }).fill('Sala de juntas')
  await omar.getByLabel('Punto 1').fill('Avance del trimestre')
  await send.click()
  await expect(omar.getByText('Ponga la hora al menos de un órgano.').first()).toBeVisible()
  await expect(omar.getByLabel('Punto 1')).toHaveValue('Avance del trimestre')

  await times.nth(0).fill('10:00')
  await times.nth(1).fill('12:30')
  await send.click()
  await expect(omar.getByText('Las sesiones están convocadas.')).toBeVisible()
  expect(await convened()).toBe(before + 2)

  // The first has a session at that hour now: it is told there, and the other is not convened either.
  await omar.goto('/es/practica/desk/meetings/new/several')
  await omar.getByLabel('ordinaria', { exact: true }).check()
  await omar.getByLabel('Día', { exact: true }).fill(day)
  await omar.getByLabel('Lugar', { exact: true }).fill('Sala de juntas')
  await times.nth(0).fill('10:30')
  await times.nth(1).fill('17:00')
  await send.click()
  await expect(times.nth(0)).toHaveAttribute('aria-invalid', 'true')
  await expect(times.nth(1)).not.toHaveAttribute('aria-invalid', 'true')
  await expect(times.nth(1)).toHaveValue('17:00')
  expect(await convened()).toBe(before + 2)
})
