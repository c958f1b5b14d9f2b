import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { pressAndConfirm, saidPlace, signedIn, takeAttendance, today } from './table.ts'

// The main job, on a commitment of the real plan: a session, its minutes, and a status that changes by consensus of the three sectors.
test('the secretary records the minutes, three sectors approve them, and a commitment’s status changes', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')

  await test.step('convene an extraordinary meeting for today', async () => {
    await omar.getByRole('link', { name: 'Convocar una sesión' }).click()
    await omar.getByRole('link', { name: 'Comité Coordinador' }).click()
    await omar.getByLabel('extraordinaria').check()
    await omar.getByLabel('Día').fill(today())
    await omar.getByLabel('Hora').fill('23:59')
    await omar.getByRole('button', { name: 'Convocar' }).click()
    // Nothing is lost of what was typed, and each fault is said at its field.
    await expect(omar.getByText('Todavía no se envió')).toBeVisible()
    await expect(omar.getByLabel('Hora')).toHaveValue('23:59')
    await omar.getByLabel('Lugar', { exact: true }).fill('Sala de la Secretaría')
    await omar.getByLabel('Título del punto').first().fill('Situación del compromiso 12')
    await omar.getByLabel('Compromiso del que trata').first().selectOption({
      label: '12. Transparencia del flujo y control de armas (Cuarto Plan de Acción 2019-2022)',
    })
    await omar.getByRole('button', { name: 'Convocar' }).click()
    await expect(omar.getByRole('heading', { level: 1, name: /Sesión extraordinaria/ })).toBeVisible()
  })
  const meeting = new URL(omar.url()).pathname
  expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])

  const mariana = await signedIn(browser, 'mariana')
  await test.step('a seat proposes the status at that item', async () => {
    await mariana.goto(meeting)
    await mariana
      .getByRole('listitem')
      .filter({ hasText: 'Situación del compromiso 12' })
      .getByRole('link', { name: 'Presentar aquí una propuesta de estado' })
      .click()
    await mariana.getByLabel('inactivo').check()
    await mariana.getByLabel('Título', { exact: true }).fill('Declarar inactivo el compromiso 12')
    await mariana.getByLabel('Texto de la propuesta').fill('Se propone declararlo inactivo.')
    await mariana.getByLabel('Motivo principal').selectOption({ label: 'marco legal' })
    await mariana.getByLabel('Qué se intentó').fill('Tres mesas de trabajo.')
    await mariana.getByLabel('Condiciones para reactivarlo').fill('Que cambie la ley.')
    await mariana.getByLabel('Día de revisión').fill('2030-06-01')
    await mariana.getByLabel('En sesión').check()
    await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
    await expect(
      mariana.getByRole('heading', { level: 1, name: 'Declarar inactivo el compromiso 12' }),
    ).toBeVisible()
  })

  await test.step('open, take attendance, see the quorum, close', async () => {
    await omar.goto(meeting)
    await omar.getByRole('button', { name: 'Abrir la sesión' }).click()
    await expect(omar.getByText('En sesión: pase lista')).toBeVisible()
    await expect(omar.getByText(/no se sabe si hay quórum/).first()).toBeVisible()
    await takeAttendance(omar)
    await expect(omar.getByText(/Hay quórum:/).first()).toBeVisible()
    await pressAndConfirm(omar, 'Terminar la sesión')
    await expect(omar.getByText('Falta terminar la minuta y circularla')).toBeVisible()
  })

  await test.step('write the draft: it is saved as one types, and survives a reload', async () => {
    await omar.getByRole('link', { name: 'Escribir la minuta' }).click()
    const item = await saidPlace(omar, 'Situación del compromiso 12')
    const text = omar.getByLabel(`Lo que se dijo en el punto ${item}`, { exact: true })
    await text.click()
    await text.pressSequentially('Los tres sectores revisaron **lo ocurrido** con el compromiso.')
    await expect(omar.getByText('Guardado', { exact: true })).toBeVisible()
    await omar.reload()
    await expect(text).toHaveText('Los tres sectores revisaron lo ocurrido con el compromiso.')
    await expect(text.locator('strong')).toHaveText('lo ocurrido')
  })

  await test.step('take down what each sector said, and an action with who and by when', async () => {
    const stances = [
      ['Sociedad civil', 'De acuerdo', ''],
      ['INAI', 'De acuerdo, con reserva', 'Que se revise a los seis meses.'],
      ['SFP', 'De acuerdo', ''],
    ]
    for (const [place, [, stance = '', reason = '']] of stances.entries()) {
      await omar.getByLabel('Posición').nth(place).selectOption({ label: stance })
      if (reason) await omar.getByLabel('Razón').nth(place).fill(reason)
    }
    await expect(omar.getByText(/Guardado a las/)).toHaveCount(3)
    await omar.getByRole('button', { name: 'Añadir una acción' }).first().click()
    await expect(omar.getByRole('textbox', { name: /^Texto del acuerdo/ })).toBeFocused()
    await omar.keyboard.type('Avisar a las organizaciones que participaban.')
    await omar.getByLabel('Asiento responsable').selectOption({ label: 'Secretaría técnica' })
    await omar.getByLabel('Para el día').fill('2030-01-15')
    await expect(omar.getByText('Guardado', { exact: true })).toBeVisible()
    await omar.reload()
    await expect(omar.getByRole('textbox', { name: /^Texto del acuerdo/ })).toHaveText(
      'Avisar a las organizaciones que participaban.',
    )
    await expect(omar.getByLabel('Posición').nth(1)).toHaveValue('agree-with-reservation')
  })

  await test.step('circulate: the text is fixed', async () => {
    await omar.getByRole('link', { name: 'Revisar y circular' }).click()
    await omar.getByRole('button', { name: 'Circular la minuta' }).click()
    await expect(omar.getByText('Circula desde el')).toBeVisible()
  })
  // Not public before it is approved.
  await omar.goto('/es/practica/plans/2019-2022/commitments/12')
  await expect(omar.getByText('En vigor', { exact: true })).toBeVisible()

  await test.step('each sector approves the exact text', async () => {
    const approving = [mariana, await signedIn(browser, 'elvira'), await signedIn(browser, 'fernando')]
    for (const page of approving) {
      await page.goto(`${meeting}/minutes`)
      await expect(page.getByText(/Al aprobar, confirma una posición de su sector/)).toBeVisible()
      await pressAndConfirm(page, 'Aprobar la minuta')
      await expect(page.getByText(/aprobó/).first()).toBeVisible()
    }
    await expect(
      approving[2]?.getByText('Está publicada y no cambia.') ?? omar.getByText('never'),
    ).toBeVisible()
  })

  await test.step('anybody reads the result: status, minutes, decision, history', async () => {
    const reader = await (await browser.newContext()).newPage()
    await reader.goto('/es/practica/plans/2019-2022/commitments/12')
    await expect(reader.getByText('Inactivo', { exact: true })).toBeVisible()
    await expect(reader.getByText(/Consenso con reservas/i).first()).toBeVisible()
    await expect(reader.getByText('Que se revise a los seis meses.')).toBeVisible()
    await reader.getByRole('link', { name: /^minuta CC-/ }).click()
    await expect(
      reader.getByText('Los tres sectores revisaron lo ocurrido con el compromiso.'),
    ).toBeVisible()
    await expect(reader.getByText('Avisar a las organizaciones que participaban.').first()).toBeVisible()
    expect((await new AxeBuilder({ page: reader }).analyze()).violations).toEqual([])
    await reader.goto('/es/practica/history?topic=commitments')
    await expect(
      reader.getByText(
        'El compromiso 12. Transparencia del flujo y control de armas pasó a «inactivo».',
      ),
    ).toBeVisible()
    expect(await reader.context().cookies()).toEqual([])
  })

  await test.step('the action waits on the desk of its seat', async () => {
    await omar.goto('/es/practica/desk')
    await expect(
      omar.getByRole('link', { name: 'Avisar a las organizaciones que participaban.' }),
    ).toBeVisible()
  })
})
