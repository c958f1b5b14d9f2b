import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { pressAndConfirm, signedIn, takeAttendance, today } from './table.ts'

const first = 'Situación del compromiso 2'

// The secretary runs the session in one window; what everybody sees on the shared screen is another person's, and follows along.
test('the secretary runs a session with quorum, and the projection follows', async ({ browser }) => {
  const omar = await signedIn(browser, 'omar')

  await test.step('convene for today, with three items', async () => {
    await omar.getByRole('link', { name: 'Convocar una sesión' }).click()
    await omar.getByRole('link', { name: 'Comité Coordinador' }).click()
    await omar.getByLabel('extraordinaria').check()
    await omar.getByLabel('Día').fill(today())
    await omar.getByLabel('Hora').fill('23:59')
    await omar.getByLabel('Lugar', { exact: true }).fill('Sala de la Secretaría')
    await omar.getByLabel('Título del punto').first().fill(first)
    const commitments = omar.getByLabel('Compromiso del que trata').first()
    const second = await commitments
      .locator('option', { hasText: /^2\. .*2019-2022/ })
      .getAttribute('value')
    await commitments.selectOption(second)
    await omar.getByRole('button', { name: 'Convocar' }).click()
    await expect(omar.getByRole('heading', { level: 1, name: /Sesión extraordinaria/ })).toBeVisible()
    for (const title of ['Asuntos generales', 'Calendario del próximo año']) await addItem(omar, title)
  })
  const meeting = new URL(omar.url()).pathname
  const mariana = await signedIn(browser, 'mariana')
  await propose(mariana, meeting)

  await test.step('plan its minutes, open it, take the attendance', async () => {
    await omar.goto(`${meeting}/session`)
    await expect(omar.getByText('La sesión todavía no se abre.')).toBeVisible()
    await omar.getByText('Prever los minutos de cada punto', { exact: true }).click()
    await omar.getByLabel(new RegExp(`: ${first}`)).fill('0')
    await omar.getByRole('button', { name: 'Guardar los minutos' }).click()
    await expect(
      omar.locator('form').getByText('Escriba un número entero de minutos, de 1 a 600.').last(),
    ).toBeVisible()
    await omar.getByLabel(new RegExp(`: ${first}`)).fill('15')
    await omar.getByRole('button', { name: 'Guardar los minutos' }).click()
    await expect(omar.getByRole('cell', { name: '15 min' })).toBeVisible()
    await omar.goto(meeting)
    await omar.getByRole('button', { name: 'Abrir la sesión' }).click()
    await expect(omar.getByText('En sesión: pase lista')).toBeVisible()
    await takeAttendance(omar)
    await expect(omar.getByText(/Hay quórum:/).first()).toBeVisible()
  })

  const screen = await signedIn(browser, 'tomas')
  await test.step('a member shows the projection before it begins', async () => {
    await screen.goto(`${meeting}/projection`)
    await expect(screen.getByRole('heading', { level: 1, name: 'Orden del día' })).toBeVisible()
    await expect(screen.getByText('Hay quórum', { exact: false })).toBeVisible()
    await screen.evaluate(() => {
      document.body.dataset.sameDocument = 'yes'
    })
  })

  await test.step('begin: the item stands on both, and its time runs', async () => {
    await omar.goto(`${meeting}/session`)
    await omar.getByRole('button', { name: 'Empezar con el primer punto' }).click()
    await goTo(omar, first)
    await expect(screen.getByRole('heading', { level: 1, name: first })).toBeVisible()
    const timer = screen.getByRole('timer')
    const before = await timer.innerText()
    await expect(timer).not.toHaveText(before)
    await expect(screen.getByText('de 15 min previstos')).toBeVisible()
    // Whoever comes later, with a clock of their own that is years behind, is told the server's time, and carries it on by what passes.
    // In a window of their own: a clock is installed for every page of its window, and would stop the screen's.
    const lateComer = await signedIn(browser, 'tomas')
    await lateComer.clock.install({ time: new Date('2001-02-03T04:05:06Z') })
    await lateComer.clock.pauseAt(new Date('2001-02-03T04:05:06Z'))
    await omar.getByRole('button', { name: 'Hacer una pausa' }).click()
    await expect(screen.getByText('En pausa')).toBeVisible()
    await lateComer.goto(`${meeting}/projection`)
    const late = lateComer.getByRole('timer')
    await expect(late).toHaveText(await timer.innerText())
    await omar.getByRole('button', { name: 'Continuar' }).click()
    await expect(screen.getByText('En pausa')).toBeHidden()
    await lateComer.reload()
    const then = await late.innerText()
    await expect
      .poll(async () => {
        await passes(lateComer, 1_000)
        return late.innerText()
      })
      .not.toBe(then)
    const running = secondsIn(await late.innerText())
    await passes(lateComer, 61_000)
    expect(secondsIn(await late.innerText())).toBe(running + 61)
    await lateComer.context().close()
    await expect(screen.getByText('Se propone declararlo inactivo.')).toBeVisible()
  })

  await test.step('somebody leaves: no quorum, said large on both, with who is missing', async () => {
    // Until its other seat is marked too, nobody knows that the sector is missing.
    await attend(omar, 'Comisionada o comisionado del INAI', 'ausente')
    await expect(screen.getByText(/Todavía no (?:hay|se sabe si hay) quórum/).first()).toBeVisible()
    await attend(omar, 'Dirección general del INAI', 'ausente')
    for (const page of [omar, screen]) await expect(page.getByText('Falta: INAI')).toBeVisible()
    await omar.getByText('Qué permite la regla mientras no hay quórum').click()
    await expect(omar.getByText(/ninguna propuesta de esta sesión se adopta/)).toBeVisible()
    await attend(omar, 'Comisionada o comisionado del INAI', 'presente')
    for (const page of [omar, screen]) await expect(page.getByText('Falta: INAI')).toBeHidden()
  })

  await test.step('a position is taken down as voiced, while nothing is lost of what is typed', async () => {
    await omar.getByLabel('Posición').nth(1).selectOption({ label: 'De acuerdo, con reserva' })
    const reason = omar.getByLabel('Razón').nth(1)
    await reason.pressSequentially('Que se revise a los seis meses, con el presupuesto a la vista.', {
      delay: 40,
    })
    await expect(screen.getByText('De acuerdo, con reserva')).toBeVisible()
    await expect(screen.getByText('con el presupuesto a la vista.')).toBeVisible()
    await expect(reason).toBeFocused()
    await expect(reason).toHaveValue('Que se revise a los seis meses, con el presupuesto a la vista.')
  })
  for (const page of [omar, screen])
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  await test.step('the next item, by a key that is no key in a field', async () => {
    await omar.getByLabel('Razón').nth(2).fill('')
    await omar.keyboard.press('n')
    await expect(omar.getByLabel('Razón').nth(2)).toHaveValue('n')
    await omar.getByLabel('Razón').nth(2).fill('')
    await goTo(omar, 'Asuntos generales')
    await omar.locator('body').click({ position: { x: 2, y: 2 } })
    await omar.keyboard.press('n')
    await expect(
      omar.getByRole('heading', { level: 2, name: 'Calendario del próximo año' }),
    ).toBeVisible()
    await expect(
      screen.getByRole('heading', { level: 1, name: 'Calendario del próximo año' }),
    ).toBeVisible()
  })

  await test.step('a pause is seen; a press that comes late does nothing, and says so', async () => {
    const late = await omar.context().newPage()
    await late.route('**/api/follow/**', (route) => route.abort())
    await late.goto(`${meeting}/session`)
    await omar.getByRole('button', { name: 'Hacer una pausa' }).click()
    await expect(screen.getByText('En pausa')).toBeVisible()
    await omar.getByRole('button', { name: 'Punto anterior' }).click()
    await expect(screen.getByRole('heading', { level: 1, name: 'Asuntos generales' })).toBeVisible()
    await late.getByRole('button', { name: 'Punto anterior' }).click()
    await expect(late.getByText(/alguien pasó antes que usted/)).toBeVisible()
    await expect(screen.getByRole('heading', { level: 1, name: 'Asuntos generales' })).toBeVisible()
    await late.close()
  })
  // All of that without the page having been loaded again.
  expect(await screen.evaluate(() => document.body.dataset.sameDocument)).toBe('yes')

  await test.step('without JavaScript the same by plain forms', async () => {
    const plain = await signedIn(browser, 'omar', { javaScriptEnabled: false })
    await plain.goto(`${meeting}/session`)
    await plain.getByRole('button', { name: 'Siguiente punto' }).click()
    await expect(
      plain.getByRole('heading', { level: 2, name: 'Calendario del próximo año' }),
    ).toBeVisible()
    await expect(
      screen.getByRole('heading', { level: 1, name: 'Calendario del próximo año' }),
    ).toBeVisible()
    await goTo(plain, first)
    await plain.getByLabel('Posición').first().selectOption({ label: 'De acuerdo' })
    await plain.getByRole('button', { name: 'Guardar', exact: true }).first().click()
    await expect(plain).toHaveURL(/\/session\?kept=saved/)
    await expect(screen.getByText('De acuerdo', { exact: true })).toBeVisible()
    await attend(plain, 'Correpresentante de sociedad civil', 'ausente')
  })

  await test.step('the session ends: so does its time', async () => {
    await omar.goto(meeting)
    await pressAndConfirm(omar, 'Terminar la sesión')
    await expect(screen.getByText('La sesión terminó')).toBeVisible()
    await omar.goto(`${meeting}/session`)
    await expect(omar.getByRole('button', { name: 'Siguiente punto' })).toBeHidden()
  })

  await test.step('whoever does not sit in the body follows nothing', async () => {
    const follow = `/api/follow/practica/${meeting.split('/').at(-1)}`
    const nobody = await (await browser.newContext()).newPage()
    expect((await nobody.request.get(follow)).status()).toBe(401)
    const nayeli = await signedIn(browser, 'nayeli')
    expect((await nayeli.request.get(follow)).status()).toBe(404)
    expect((await nayeli.goto(`${meeting}/projection`))?.status()).toBe(404)
    const patricio = await signedIn(browser, 'patricio')
    await patricio.goto(`${meeting}/projection`)
    await expect(patricio.getByText('La sesión terminó')).toBeVisible()
  })
})

/** So much passes by the page's own clock, and is drawn. */
async function passes(page: Page, ms: number) {
  await page.clock.runFor(ms)
  for (let turns = 0; turns < 5; turns += 1) {
    await page.evaluate(
      () =>
        new Promise<void>((go) => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => go()
          port2.postMessage(null)
        }),
    )
  }
}

const secondsIn = (shown: string) => shown.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

async function addItem(page: Page, title: string) {
  await page.getByText('Proponer un punto').click()
  await page.getByLabel('Título del punto').last().fill(title)
  await page.getByRole('button', { name: 'Añadir al orden del día' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: title })).toBeVisible()
}

async function propose(page: Page, meeting: string) {
  await page.goto(meeting)
  await page
    .getByRole('listitem')
    .filter({ hasText: first })
    .getByRole('link', { name: 'Presentar aquí una propuesta de estado' })
    .click()
  await page.getByLabel('inactivo').check()
  await page.getByLabel('Título', { exact: true }).fill('Declarar inactivo el compromiso 2')
  await page.getByLabel('Texto de la propuesta').fill('Se propone declararlo inactivo.')
  await page.getByLabel('Motivo principal').selectOption({ label: 'marco legal' })
  await page.getByLabel('Qué se intentó').fill('Tres mesas de trabajo.')
  await page.getByLabel('Condiciones para reactivarlo').fill('Que cambie la ley.')
  await page.getByLabel('Día de revisión').fill('2030-06-01')
  await page.getByLabel('En sesión').check()
  await page.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(
    page.getByRole('heading', { level: 1, name: 'Declarar inactivo el compromiso 2' }),
  ).toBeVisible()
}

/** Brings an item onto the table, wherever the session is: items left over from earlier sessions come first. */
async function goTo(page: Page, title: string) {
  const heading = page.getByRole('heading', { level: 2, name: title })
  const button = page.getByRole('row').filter({ hasText: title }).getByRole('button')
  await expect(heading.or(button).first()).toBeVisible()
  if (!(await heading.isVisible())) await button.click()
  await expect(heading).toBeVisible()
}

async function attend(page: Page, seat: string, state: string) {
  const row = page
    .getByRole('listitem')
    .filter({ has: page.getByLabel(`Cómo está ${seat}`, { exact: true }) })
  await row.getByRole('combobox').selectOption({ label: state })
  await row.getByRole('button', { name: 'Anotar' }).click()
  await expect(page).toHaveURL(/done=meetings\.record-attendance/)
}
