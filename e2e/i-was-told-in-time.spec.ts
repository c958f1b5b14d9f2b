import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { mailTo, people, pressAndConfirm, saidPlace, signedIn, takeAttendance, today } from './table.ts'

test.use({ apart: 'told-in-time' })
// The second stops what the first was told.
test.describe.configure({ mode: 'serial' })

test('minutes circulate, a mail says so, its button leads to them, and they are approved', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  await test.step('a session is held, and its minutes circulate', async () => {
    await omar.getByRole('link', { name: 'Convocar una sesión' }).click()
    await omar.getByRole('link', { name: 'Comité Coordinador' }).click()
    await omar.getByLabel('extraordinaria').check()
    await omar.getByLabel('Día').fill(today())
    await omar.getByLabel('Hora').fill('23:59')
    await omar.getByLabel('Lugar', { exact: true }).fill('Sala de la Secretaría')
    await omar.getByLabel('Título del punto').first().fill('Avisos por correo')
    await omar.getByRole('button', { name: 'Convocar' }).click()
    await omar.getByRole('button', { name: 'Abrir la sesión' }).click()
    await expect(omar.getByText('En sesión: pase lista')).toBeVisible()
    await takeAttendance(omar)
    await expect(omar.getByText(/Hay quórum:/).first()).toBeVisible()
    await pressAndConfirm(omar, 'Terminar la sesión')
    await expect(omar.getByText('Falta terminar la minuta y circularla')).toBeVisible()
    await omar.getByRole('link', { name: 'Escribir la minuta' }).click()
    const item = await saidPlace(omar, 'Avisos por correo')
    const text = omar.getByLabel(`Lo que se dijo en el punto ${item}`, { exact: true })
    await text.click()
    await text.pressSequentially('Se acordó avisar por correo.')
    await expect(omar.getByText('Guardado', { exact: true })).toBeVisible()
    await omar.getByRole('link', { name: 'Revisar y circular' }).click()
    await omar.getByRole('button', { name: 'Circular la minuta' }).click()
    await expect(omar.getByText('Circula desde el')).toBeVisible()
  })

  const mariana = await signedIn(browser, 'mariana')
  const mail = await mailTo(mariana, people.mariana, /Aprobar la minuta/)
  await test.step('what is asked, by when, and what otherwise; whoever circulated is told nothing', async () => {
    await expect(mail).toContainText('se le pide una respuesta')
    await expect(mail).toContainText('Sin la aprobación de cada sector la minuta no se publica.')
    await expect(mariana.getByRole('article').filter({ hasText: people.omar })).toHaveCount(0)
    expect((await new AxeBuilder({ page: mariana }).analyze()).violations).toEqual([])
  })

  await test.step('its button leads to the minutes, and there they are approved', async () => {
    await mail.getByRole('link', { name: 'Como se ve con formato' }).click()
    await mariana.getByRole('link', { name: 'Abrir y responder' }).click()
    await pressAndConfirm(mariana, 'Aprobar la minuta')
    await expect(mariana.getByText(/aprobó/).first()).toBeVisible()
  })
})

test('stopping one kind of notices, from the mail and without signing in', async ({ browser }) => {
  const stranger = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  const mail = await mailTo(stranger, people.elvira, /Aprobar la minuta/)
  const [link] = (await mail.textContent())?.match(/http:\S+\/stop-mail\/[\w.-]+/) ?? []
  await stranger.goto(link ?? '')
  await expect(stranger.getByText('Lo que se le pide')).toBeVisible()
  await stranger.getByRole('button', { name: 'Dejar de recibirlos' }).click()
  await expect(stranger.getByText('Hecho: ya no se le envían estos avisos.')).toBeVisible()
  expect(await stranger.context().cookies()).toEqual([])

  const elvira = await signedIn(browser, 'elvira')
  await elvira.goto('/es/practica/desk/notices')
  const all = elvira.getByRole('group', { name: 'Todo el foro', exact: true })
  await expect(all.getByLabel('Lo que se le pide')).toHaveValue('none')
  await expect(all.getByLabel('Para su conocimiento')).toHaveValue('')
  expect((await new AxeBuilder({ page: elvira }).analyze()).violations).toEqual([])
  await all.getByLabel('Lo que se le pide').selectOption({ label: 'una vez al día' })
  await elvira.getByRole('button', { name: 'Guardar' }).click()
  await expect(elvira.getByText('Sus avisos quedaron guardados.')).toBeVisible()
  await expect(all.getByLabel('Lo que se le pide')).toHaveValue('daily')
})
