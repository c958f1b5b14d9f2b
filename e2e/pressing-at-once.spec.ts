import type { BrowserContext, Page } from '@playwright/test'
import { openMesa } from '@/lib/mesa.ts'
import { readSettings } from '@/lib/settings.ts'
import {
  awake,
  lostOf,
  pressedInVain,
  pressEverything,
  refreshed,
  routeOf,
  routes,
  scriptsHeldBack,
  slowly,
  walk,
} from './at-once.ts'
import { seatId } from '../prisma/demonstration/table.ts'
import { foundingLink } from './founding.ts'
import { expect, test } from './server.ts'
import { people, signedIn, today } from './table.ts'
import type { Person } from './table.ts'

/**
 * While a page does this it has the processor of a telephone of some years ago. What a test does beside
 * it need not be slow.
 */
async function slowed<T>(page: Page, work: () => Promise<T>): Promise<T> {
  const browser = await page.context().newCDPSession(page)
  await browser.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  const result = await work()
  await browser.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await browser.detach()
  return result
}

/** Presses everything before the scripts wake; they wake; the page is made anew. Answers what was lost of it, and what was pressed in vain. */
async function pressedAtOnce(
  context: BrowserContext,
  address: string,
): Promise<{ pressed: number; problems: string[] }> {
  const page = await context.newPage()
  const wake = await scriptsHeldBack(page)
  await page.goto(address, { waitUntil: 'commit' })
  await page.waitForFunction(() => document.readyState !== 'loading')
  const pressed = await pressEverything(page)
  const inVain = await pressedInVain(page)
  await slowed(page, async () => {
    wake()
    await awake(page)
  })
  const problems = [
    ...inVain.map((one) => `asleep and silent: ${one}`),
    ...(await lostOf(page, pressed)).map((one) => `when the scripts woke: ${one}`),
  ]
  await refreshed(page)
  problems.push(...(await lostOf(page, pressed)).map((one) => `when the page was made anew: ${one}`))
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.close()
  return { pressed: pressed.length, problems: problems.map((problem) => `${address}: ${problem}`) }
}

/** The latest session of the Committee, opened: what is pressed there matters most. */
async function openedMeeting(omar: Page): Promise<string> {
  await omar.goto('/es/practica/desk/meetings/new')
  await omar.getByRole('link', { name: 'Comité Coordinador' }).click()
  await omar.getByLabel('extraordinaria').check()
  await omar.getByLabel('Día').fill(today())
  await omar.getByLabel('Hora').fill('23:57')
  await omar.getByLabel('Lugar', { exact: true }).fill('Sala')
  await omar.getByLabel('Título del punto').first().fill('Un punto')
  await omar.getByRole('button', { name: 'Convocar' }).click()
  await expect(omar.getByRole('heading', { level: 1, name: /Sesión extraordinaria/ })).toBeVisible()
  return new URL(omar.url()).pathname
}

async function invitation(databaseUrl: string): Promise<string> {
  const mesa = openMesa(databaseUrl, { ...readSettings(), databaseReaderUrl: '' })
  try {
    return `/es/invitation/${await mesa.accounts.inviteNewcomer('alguien.nuevo@practica.example')}`
  } finally {
    await mesa.close()
  }
}

test.describe.configure({ mode: 'parallel' })

test('whatever is pressed and typed before the scripts wake, on every page, is still there when they have, and when the page was made anew', async ({
  browser,
  server,
}) => {
  const stranger = await browser.newContext()
  const omar = await signedIn(browser, 'omar')
  const meeting = await openedMeeting(omar)
  await omar.getByRole('button', { name: 'Abrir la sesión' }).click()
  await expect(omar.getByText('En sesión: pase lista')).toBeVisible()
  await omar.goto(`${meeting}/session`)
  await omar.getByRole('button', { name: 'Empezar con el primer punto' }).click()
  await expect(omar.locator('#press-next')).toBeVisible()

  const targets = new Map<string, { address: string; context: BrowserContext; controls: number }>()
  const look = async (context: BrowserContext, starts: string[], most = 2) => {
    for (const [route, { address, controls }] of await walk(context.request, starts, most)) {
      if (controls > (targets.get(route)?.controls ?? -1))
        targets.set(route, { address, context, controls })
    }
  }
  await look(stranger, [
    '/es/sign-in',
    '/es/sign-in/people',
    '/es/mail',
    await invitation(server.database.appUrl),
    new URL(await foundingLink(server)).pathname,
  ])
  const desk = [
    '/es/practica/desk',
    '/es/account',
    meeting,
    `${meeting}/session`,
    `${meeting}/projection`,
    `${meeting}/draft`,
    `${meeting}/draft?plain=1`,
    '/es/practica/desk/restorations',
    '/es/practica/desk/search?q=agua',
    `/es/practica/desk/seats/${seatId('committee/technical-adviser')}/propose`,
  ]
  await look(omar.context(), desk)
  for (const [person, most] of [
    // One of the open proposals is his to revise: all are looked at.
    ['tomas', 8],
    ['nayeli', 1],
  ] satisfies [Person, number][]) {
    await look((await signedIn(browser, person)).context(), ['/es/practica/desk'], most)
  }
  expect(
    // Their links are made for one person, and tried by their errands: found-a-forum…, i-was-told-in-time.
    routes.filter(
      (route) => !targets.has(route) && !/\/(?:acceptance|stop-mail)\/\[token\]$/.test(route),
    ),
    'pages to which no link of these people leads: give the walk a start there',
  ).toEqual([])

  const asked = [...targets.values()].filter(({ controls }) => controls > 0)
  // Both are pages of one route.
  asked.push({ address: `${meeting}/draft?plain=1`, context: omar.context(), controls: 1 })
  const told: { pressed: number; problems: string[] }[] = []
  const next = async (): Promise<void> => {
    const one = asked.pop()
    if (!one) return
    told.push(await test.step(one.address, () => pressedAtOnce(one.context, one.address)))
    await next()
  }
  await Promise.all([next(), next()])
  expect(told.flatMap(({ problems }) => problems)).toEqual([])
  expect(told.reduce((sum, { pressed }) => sum + pressed, 0)).toBeGreaterThan(100)
})

test('what is pressed in the instant in which an act has its page drawn anew stays pressed, and so does what was typed beside it', async ({
  browser,
}) => {
  for (const asleep of [false, true]) {
    const omar = await signedIn(browser, 'omar')
    const meeting = await openedMeeting(omar)
    const page = await omar.context().newPage()
    const wake = asleep ? await scriptsHeldBack(page) : () => {}
    await page.goto(meeting, { waitUntil: 'commit' })
    if (!asleep) await awake(page)
    await page.getByText('Proponer un punto').click()
    await page.getByLabel('Título del punto').last().fill('A medio escribir')
    // As soon as there is something to press: with scripts in the page that is drawn in place, without them in the one that follows.
    await page.addInitScript(pressWhenDrawn)
    await page.evaluate(pressWhenDrawn)
    await slowed(page, async () => {
      await page.getByRole('button', { name: 'Abrir la sesión' }).click()
      await expect(page).toHaveURL(/done=meetings\.open/)
      wake()
      await awake(page)
    })
    const seats = page.getByRole('radio', { name: 'presente', exact: true, disabled: false })
    expect(await seats.count()).toBeGreaterThan(4)
    for (const seat of await seats.all()) await expect(seat).toBeChecked()
    // What was counted is what was pressed, whoever was awake.
    await expect(page.getByRole('status').filter({ hasText: 'Hay quórum:' })).toBeVisible()
    if (!asleep) await expect(page.getByLabel('Título del punto').last()).toHaveValue('A medio escribir')
    await slowed(page, () => refreshed(page))
    for (const seat of await seats.all()) await expect(seat).toBeChecked()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await omar.context().close()
  }
})

/** In the page: marks everybody as present in the very moment in which a finger could. */
function pressWhenDrawn(): void {
  const pressed = new Set<string>()
  const press = () =>
    document
      .querySelectorAll<HTMLInputElement>('input[type=radio][value=present]:enabled')
      .forEach((radio) => {
        if (pressed.has(radio.name) || getComputedStyle(radio).pointerEvents === 'none') return
        pressed.add(radio.name)
        radio.click()
      })
  new MutationObserver(press).observe(document, { childList: true, subtree: true })
}

test('what is taken in a choice while the page still arrives stays, though the page comes to what was marked before', async ({
  browser,
  server,
}) => {
  const omar = await signedIn(browser, 'omar')
  const meeting = await openedMeeting(omar)
  await omar.getByRole('button', { name: 'Abrir la sesión' }).click()
  const group = (page: Page) => page.getByRole('group', { name: /^Representante de sociedad civil/ })
  await group(omar).getByLabel('ausente').check()
  await omar.getByRole('button', { name: 'Guardar la asistencia' }).click()
  await expect(omar).toHaveURL(/done=meetings\.record-attendance/)
  const slow = await slowly(server.url, (html) => html.search(/<input[^>]*type="radio"[^>]*checked/))
  try {
    const page = await omar.context().newPage()
    await page.goto(`${slow.url}${meeting}`, { waitUntil: 'commit' })
    await expect(group(page).getByLabel('presente')).toBeVisible()
    await expect(group(page).getByLabel('ausente')).toHaveCount(0)
    // With a mouse as it is: nothing here waits until a press would be taken.
    await group(page).getByLabel('presente').scrollIntoViewIfNeeded()
    const place = await group(page).getByLabel('presente').boundingBox()
    expect(place?.y).toBeLessThan(page.viewportSize()?.height ?? 0)
    await page.mouse.click(place ? place.x + 5 : 0, place ? place.y + 5 : 0)
    const taken = await group(page).getByLabel('presente').isChecked()
    slow.goOn()
    await page.waitForLoadState('domcontentloaded')
    expect(await group(page).getByLabel('presente').isChecked()).toBe(taken)
    await group(page).getByLabel('presente').click()
    await expect(group(page).getByLabel('presente')).toBeChecked()
  } finally {
    await slow.close()
  }
})

test('what is typed while an answer is on its way stays, and what was sent goes', async ({
  browser,
}) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto('/es/sign-in')
  await page.getByLabel('Correo electrónico').fill(people.omar)
  await page.getByLabel('Contraseña').fill('no es esta')
  let answer = () => {}
  const answered = new Promise<void>((go) => {
    answer = go
  })
  await page.route('**/es/sign-in', async (route) => {
    if (route.request().method() === 'POST') await answered
    await route.continue()
  })
  await awake(page)
  await page.getByRole('button', { name: 'Entrar', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Entrando…' })).toBeVisible()
  await page.getByLabel('Correo electrónico').fill(people.mariana)
  answer()
  await expect(page.getByRole('alert').filter({ hasText: 'No se pudo entrar' })).toBeVisible()
  await expect(page.getByLabel('Correo electrónico')).toHaveValue(people.mariana)
  await expect(page.getByLabel('Contraseña')).toHaveValue('')
})

test('the page of a session that somebody else moves on keeps what one is in the middle of', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  const meeting = await openedMeeting(omar)
  await omar.getByRole('button', { name: 'Abrir la sesión' }).click()
  await expect(omar).toHaveURL(/done=meetings\.open/)
  const page = await omar.context().newPage()
  await page.goto(`${meeting}/session`)
  await awake(page)
  const seat = (of: Page) => of.getByLabel('Cómo está Representante de sociedad civil', { exact: true })
  await seat(page).selectOption({ label: 'a distancia' })
  await slowed(page, async () => {
    await omar.goto(`${meeting}/session`)
    await seat(omar).selectOption({ label: 'presente' })
    await omar
      .getByRole('listitem')
      .filter({ has: seat(omar) })
      .getByRole('button', { name: 'Anotar' })
      .click()
    await expect(omar).toHaveURL(/done=meetings\.record-attendance/)
    await expect(page.getByText(/no hay quórum: 1 de/).first()).toBeVisible()
  })
  await expect(seat(page)).toHaveValue('remote')
  await expect(seat(omar)).toHaveValue('present')
})

/** A route that was not walked would be a hole in all of this. */
test('every address is of the route that serves it', () => {
  expect(routeOf('/es/practica/desk/meetings/new?body=comite')).toBe(
    '/[locale]/[forum]/desk/meetings/new',
  )
  expect(routeOf('/es/practica/desk/meetings/0190/draft')).toBe(
    '/[locale]/[forum]/desk/meetings/[meeting]/draft',
  )
  expect(routeOf('/es/practica/meetings')).toBeUndefined()
})
