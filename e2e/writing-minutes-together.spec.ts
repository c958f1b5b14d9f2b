import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'
import { beside, heldMeeting, item, standing } from './together.ts'

test('two people write one text at once, with an agreement, a link and a table', async ({ browser }) => {
  const omar = await signedIn(browser, 'omar')
  const { draft, number } = await heldMeeting(omar, 'Escribir entre dos')
  const mariana = await beside(browser, draft)

  await test.step('each sees who is there, and what the other writes', async () => {
    await item(omar, number).click()
    await omar.keyboard.type('Se revisó **lo ocurrido** con el plan.')
    await expect(item(mariana, number).locator('strong')).toHaveText('lo ocurrido')
    await expect(mariana.locator('.live-here').getByText(/^Omar/)).toBeVisible()
    await expect(mariana.getByRole('link', { name: `en el punto ${number}` })).toBeVisible()
    await expect(mariana.locator('.live-caret')).toHaveAttribute('data-name', /^Omar/)
    await item(mariana, number).click()
    await mariana.keyboard.press('Control+End')
    await mariana.keyboard.press('Enter')
    await Promise.all([
      omar.keyboard.type(' Y se acordó seguir.'),
      mariana.keyboard.type('Sociedad civil pidió los datos.'),
    ])
    for (const page of [omar, mariana])
      await expect(item(page, number)).toHaveText(
        'Se revisó lo ocurrido con el plan. Y se acordó seguir.Sociedad civil pidió los datos.',
      )
  })

  await test.step('a stroke inserts an agreement, and a link to a commitment', async () => {
    await omar.keyboard.press('Control+End')
    await omar.keyboard.press('Enter')
    await omar.keyboard.type('Véase /guía')
    await omar.keyboard.press('Backspace')
    for (let at = 0; at < 3; at += 1) await omar.keyboard.press('Backspace')
    await omar.keyboard.type('compromiso 9')
    await expect(omar.getByRole('option').first()).toBeVisible()
    await omar.keyboard.press('Enter')
    await expect(item(mariana, number).getByRole('link', { name: /^Compromiso 9/ })).toHaveAttribute(
      'href',
      /\/es\/practica\/plans\/.*\/commitments\/9$/,
    )
    await omar.keyboard.type('/acción')
    await omar.keyboard.press('Enter')
    await omar.keyboard.type('Enviar la lista a las tres partes.')
    const agreement = mariana.getByRole('textbox', { name: /^Texto del acuerdo/ })
    await expect(agreement).toHaveText('Enviar la lista a las tres partes.')
    await mariana.getByLabel('Asiento responsable').selectOption({ label: 'Secretaría técnica' })
    await mariana.getByLabel('Para el día').fill('2030-02-01')
    await expect(omar.getByLabel('Para el día')).toHaveValue('2030-02-01')
  })

  await test.step('a table, by keyboard alone', async () => {
    await item(omar, number).click()
    await omar.keyboard.press('Control+End')
    await omar.keyboard.press('Enter')
    await omar.keyboard.type('/tabla')
    await omar.keyboard.press('Enter')
    await omar.keyboard.type('Sector')
    await omar.keyboard.press('Tab')
    await omar.keyboard.type('Dijo')
    await omar.keyboard.press('Tab')
    await omar.keyboard.type('Pide')
    await expect(item(mariana, number).getByRole('columnheader', { name: 'Pide' })).toBeVisible()
  })

  await test.step('who wrote what, on demand; and nothing that a screen reader stumbles over', async () => {
    await omar.getByLabel('Ver quién escribió qué').check()
    await expect(item(omar, number).locator('.author').filter({ hasText: 'datos' })).toHaveAttribute(
      'title',
      /^Mariana/,
    )
    expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])
  })

  await test.step('what was written is what is circulated', async () => {
    await expect(standing(omar, 'Guardado')).toBeVisible()
    await omar.getByRole('link', { name: 'Revisar y circular' }).click()
    await expect(omar.getByText('Sociedad civil pidió los datos.')).toBeVisible()
    await expect(omar.getByText('Enviar la lista a las tres partes.')).toBeVisible()
    // The attendance above has such a column, too.
    await expect(omar.getByRole('columnheader', { name: 'Sector' }).last()).toBeVisible()
  })
})

test('the connection is lost, one goes on, and it merges without a question', async ({ browser }) => {
  const omar = await signedIn(browser, 'omar')
  let down = false
  const lines: { close: () => Promise<void> }[] = []
  await omar.context().routeWebSocket(/\/collab\//, (near) => {
    if (down) return void near.close()
    lines.push(near)
    near.connectToServer()
  })
  const { draft, number } = await heldMeeting(omar, 'Perder la conexión')
  const mariana = await beside(browser, draft)
  await item(omar, number).click()
  await omar.keyboard.type('Antes.')
  await expect(item(mariana, number)).toHaveText('Antes.')

  down = true
  for (const line of lines) await line.close()
  await expect(standing(omar, /^Sin conexión/)).toBeVisible()
  await omar.keyboard.type(' Sin red.')
  await expect(standing(omar, 'Sin conexión: 9 cambios guardados en este equipo.')).toBeVisible()
  await expect(item(mariana, number)).toHaveText('Antes.')
  await item(mariana, number).click()
  await mariana.keyboard.press('Control+Home')
  await mariana.keyboard.type('Primero: ')
  down = false
  for (const page of [omar, mariana])
    await expect(item(page, number)).toHaveText('Primero: Antes. Sin red.')
  await expect(standing(omar, 'Guardado')).toBeVisible()
})

test('a tab that crashes while nothing gets through loses nothing', async ({ browser }) => {
  const omar = await signedIn(browser, 'omar')
  const { draft, number } = await heldMeeting(omar, 'Una pestaña que se cae')
  await omar.close()
  // From here on the server's answers do not arrive: nothing is acknowledged.
  const context = omar.context()
  let silent = true
  await context.routeWebSocket(/\/collab\//, (near) => {
    const far = near.connectToServer()
    near.onMessage((message) => {
      if (!silent || typeof message === 'string' || message[0] === 0) far.send(message)
    })
    far.onMessage((message) => near.send(message))
  })
  const first = await context.newPage()
  await first.goto(draft)
  await expect(standing(first, 'Guardado')).toBeVisible()
  await item(first, number).click()
  await first.keyboard.type('No alcanzó a salir.')
  await expect(standing(first, 'Guardando…')).toBeVisible()
  // On this device it is, which is all that is left when the tab has gone.
  await first.waitForFunction(
    () =>
      new Promise<boolean>((answer) => {
        const opening = indexedDB.open('mesa-drafts')
        opening.onsuccess = () => {
          const all = opening.result.transaction('changes').objectStore('changes').getAll()
          all.onsuccess = () => {
            const bytes = (all.result as { update: Uint8Array }[]).flatMap(({ update }) => [...update])
            opening.result.close()
            answer(
              String.fromCharCode(...bytes.filter((byte) => byte > 31 && byte < 127)).includes(
                'salir',
              ) || bytes.filter((byte) => byte === 46).length > 0,
            )
          }
        }
      }),
  )
  await first.close({ runBeforeUnload: false })
  silent = false
  const again = await context.newPage()
  await again.goto(draft)
  await expect(item(again, number)).toHaveText('No alcanzó a salir.')
  await expect(standing(again, 'Guardado')).toBeVisible()
})

test('it is circulated while somebody types: they are told, and what comes later goes to the next draft', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  const { draft, number } = await heldMeeting(omar, 'Circular mientras se escribe')
  const mariana = await beside(browser, draft)
  await item(mariana, number).click()
  await mariana.keyboard.type('Lo que se circula.')
  await expect(item(omar, number)).toHaveText('Lo que se circula.')
  await expect(standing(mariana, 'Guardado')).toBeVisible()
  await omar.getByRole('link', { name: 'Revisar y circular' }).click()
  await expect(omar.getByText('Lo que se circula.')).toBeVisible()
  await omar.getByRole('button', { name: 'Circular la minuta' }).click()
  await expect(omar.getByText('Circula desde el')).toBeVisible()
  await expect(mariana.getByText('Se circuló la versión 1.')).toBeVisible()
  await mariana.keyboard.type(' Y lo que viene después.')
  await expect(standing(mariana, 'Guardado')).toBeVisible()
  await omar.reload()
  await expect(omar.getByText('Lo que se circula.')).toBeVisible()
  await expect(omar.getByText('Y lo que viene después.')).toHaveCount(0)
  await omar.goto(draft)
  await expect(item(omar, number)).toHaveText('Lo que se circula. Y lo que viene después.')
})

test('who signs out elsewhere is cut off, and told', async ({ browser }) => {
  const omar = await signedIn(browser, 'omar')
  const { draft, number } = await heldMeeting(omar, 'Salir en otro lado')
  const second = await omar.context().newPage()
  await second.goto(draft)
  await expect(standing(second, 'Guardado')).toBeVisible()
  await omar.goto('/es/account')
  await omar.getByRole('button', { name: 'Terminar todos mis accesos' }).click()
  await expect(second.getByText('Su acceso terminó en otro lado.')).toBeVisible()
  await expect(item(second, number)).toHaveAttribute('contenteditable', 'false')
})

test('what is pasted from Word and from web pages is cleaned, and told', async ({ browser }) => {
  const omar = await signedIn(browser, 'omar')
  const { number } = await heldMeeting(omar, 'Pegar de Word')
  await item(omar, number).click()
  await item(omar, number).evaluate((element) => {
    const data = new DataTransfer()
    data.setData(
      'text/html',
      `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head><body>
      <p class="MsoNormal">Del <b>informe</b><o:p></o:p></p><script>window.ran = true</script><img src="file:///C:/foto.png" onerror="window.ran = true">
      <p>Se <ins>añade</ins><del>borra</del> esto</p><p><a href="javascript:alert(1)">mala liga</a></p>
      <table class="MsoTableGrid"><tr><td><p>Uno</p><p>dos</p></td><td><p>tres</p></td></tr></table></body></html>`,
    )
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  })
  const text = item(omar, number)
  await expect(text.locator('strong')).toHaveText('informe')
  await expect(text.getByRole('cell').first()).toContainText('Uno')
  await expect(text).not.toContainText('borra')
  await expect(text.getByRole('link')).toHaveCount(0)
  await expect(text.locator('img:not(.ProseMirror-separator)')).toHaveCount(0)
  expect(await omar.evaluate(() => 'ran' in window)).toBe(false)
  await expect(
    omar
      .getByText(
        'Se pegó el texto; las imágenes se quedaron fuera. Entréguelas como medio de verificación o enlácelas.',
      )
      .last(),
  ).toBeVisible()
  await expect(standing(omar, 'Guardado')).toBeVisible()
})
