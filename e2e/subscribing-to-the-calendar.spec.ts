import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import ICAL from 'ical.js'
import { addDays } from '../lib/act/calendar.ts'
import { expect, test } from './server.ts'
import { pressAndConfirm, signedIn, today } from './table.ts'

const whole = async (page: Page) =>
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
const secret = 'https://video.example/sala;grupo?x=1,2'

/** As a calendar reads it. */
function entries(text: string) {
  return new ICAL.Component(ICAL.parse(text) as unknown[])
    .getAllSubcomponents('vevent')
    .map((component) => new ICAL.Event(component))
}
const unfolded = (text: string) => text.replaceAll('\r\n ', '')

test('anybody subscribes to a body, and its meetings are there, changed and cancelled', async ({
  browser,
  page,
  request,
  server,
}) => {
  const day = addDays(today(), 12)
  const nayeli = await signedIn(browser, 'nayeli')
  await nayeli.goto('/es/practica/desk/meetings/new?body=gtp-1')
  await nayeli.getByLabel('Día', { exact: true }).fill(day)
  await nayeli.getByLabel('Hora', { exact: true }).fill('17:15')
  await nayeli.getByLabel('Lugar').fill('Sala 3; piso 2, al fondo')
  await nayeli.getByLabel('Enlace de video').fill(secret)
  await nayeli.getByRole('button', { name: 'Convocar', exact: true }).click()
  await expect(nayeli.getByText(/La sesión está convocada/)).toBeVisible()
  const meeting = nayeli.url().match(/meetings\/([0-9a-f-]{36})/)?.[1] ?? ''

  // Who reads without an account finds the address, and no way into the call.
  await page.goto('/es/practica/bodies/gtp-1')
  await expect(
    page.getByRole('link', { name: 'Suscribirse al calendario de este órgano' }),
  ).toHaveAttribute(
    'href',
    /^webcal:\/\/localhost:\d+\/api\/calendar\/practica\/bodies\/[0-9a-f-]{36}\.ics\?lang=es$/,
  )
  const feed = await page.getByLabel('Dirección para copiar').inputValue()
  expect(feed.startsWith(server.url)).toBe(true)
  await whole(page)
  const first = await request.get(feed)
  expect(first.headers()).toMatchObject({
    'content-type': 'text/calendar; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  })
  const text = await first.text()
  expect(unfolded(text)).not.toContain('video.example')
  const found = entries(text).find((one) => one.uid === `${meeting}@practica.mesa-abierta`)
  expect(found).toMatchObject({ sequence: 0, location: 'Sala 3; piso 2, al fondo' })
  expect(found?.startDate.toString()).toBe(`${day}T17:15:00`)
  expect(found?.summary).toContain('sesión ordinaria')
  expect(found?.description).toContain(`${server.url}/es/practica/meetings/${meeting}`)
  // Asked again, nothing has changed.
  const etag = first.headers().etag ?? ''
  expect((await request.get(feed, { headers: { 'If-None-Match': etag } })).status()).toBe(304)

  // In English, and one meeting alone: without the call for the public, with it for who sits there.
  await page.goto(`/en/practica/meetings/${meeting}`)
  const file = (await page.getByRole('link', { name: 'Add to the calendar' }).getAttribute('href')) ?? ''
  const open = await request.get(file)
  expect(open.headers()['cache-control']).toBe('no-cache')
  expect(unfolded(await open.text())).not.toContain('video.example')
  expect(unfolded(await open.text())).toContain('ordinary meeting')
  await nayeli.goto(`/es/practica/desk/meetings/${meeting}`)
  const own = await nayeli.request.get(
    (await nayeli
      .getByRole('link', { name: 'Agregar al calendario, con la videollamada' })
      .getAttribute('href')) ?? '',
  )
  expect(own.headers()).toMatchObject({ 'cache-control': 'private, no-store' })
  expect(unfolded(await own.text())).toContain(`CONFERENCE;VALUE=URI;FEATURE=VIDEO:${secret}\r\n`)
  // The feed for everybody is the same for her.
  expect(unfolded(await (await nayeli.request.get(feed)).text())).not.toContain('video.example')

  await nayeli.getByText('Cancelar la sesión').first().click()
  await nayeli.getByRole('textbox', { name: 'Razón' }).fill('BEGIN:VEVENT\nUID:falso')
  await pressAndConfirm(nayeli, 'Cancelar la sesión')
  await expect(nayeli.getByText(/La sesión está cancelada/)).toBeVisible()
  const after = await request.get(feed, { headers: { 'If-None-Match': etag } })
  expect(after.status()).toBe(200)
  const cancelled = entries(await after.text()).find(
    (one) => one.uid === `${meeting}@practica.mesa-abierta`,
  )
  expect(cancelled?.sequence).toBe(1)
  expect(cancelled?.component.getFirstPropertyValue('status')).toBe('CANCELLED')
  expect(cancelled?.summary).toMatch(/^\[Ejemplo\] Cancelada · /)

  for (const wrong of [
    'meetings/x.ics',
    `meetings/${meeting}`,
    `bodies/${meeting}.ics`,
    'private/x.ics',
  ]) {
    expect((await request.get(`/api/calendar/practica/${wrong}`)).status(), wrong).toBe(404)
  }
  expect((await request.get(`/api/calendar/mexico/meetings/${meeting}.ics`)).status()).toBe(404)
})

test('a member makes a private address, and revokes it', async ({ browser, request }) => {
  const omar = await signedIn(browser, 'omar')
  await omar.goto('/es/practica/desk/bodies')
  await omar.getByRole('link', { name: 'Comité Coordinador' }).first().click()
  await omar.getByRole('link', { name: 'Suscribirse al calendario de este órgano' }).click()
  await whole(omar)
  await omar.getByRole('button', { name: 'Hacer mi dirección' }).click()
  const address = await omar.getByLabel('Su dirección').inputValue()
  await whole(omar)
  const answer = await request.get(address)
  expect(answer.headers()).toMatchObject({
    'cache-control': 'private, no-store',
    'content-type': 'text/calendar; charset=utf-8',
  })
  expect(entries(await answer.text()).length).toBeGreaterThan(1)
  // Told once.
  await omar.reload()
  expect(await omar.content()).not.toContain(
    new URL(address).pathname.split('/').at(-1)?.slice(0, 43) ?? 'x',
  )
  await omar.getByRole('button', { name: 'Hacer otra dirección' }).click()
  const second = await omar.getByLabel('Su dirección').inputValue()
  expect((await request.get(address)).status()).toBe(404)
  expect((await request.get(second)).status()).toBe(200)
  await omar.reload()
  await omar.getByRole('button', { name: 'Revocar la dirección' }).click()
  await expect(omar.getByText(/La dirección ya no sirve/)).toBeVisible()
  const gone = await request.get(second)
  expect(gone.status()).toBe(404)
  expect(gone.headers()['cache-control']).toBe('private, no-store')
  await expect(omar.getByRole('button', { name: 'Hacer mi dirección' })).toBeVisible()
})
