import { expect, test } from './server.ts'
import { pressAndConfirm, signedIn } from './table.ts'

test.use({ apart: 'a sector that pauses and comes back' })

test('a sector pauses, says what it asks for, and comes back on its own word', async ({ browser }) => {
  const elvira = await signedIn(browser, 'elvira')
  const fernando = await signedIn(browser, 'fernando')
  const reader = await (await browser.newContext()).newPage()
  const participation = '/es/practica/desk/participation'

  await test.step('it pauses in the whole forum, and names a condition', async () => {
    await elvira.goto(participation)
    await elvira.getByLabel('Alcance').selectOption({ label: 'Todo el foro' })
    await elvira.getByRole('textbox', { name: 'Razón' }).fill('No hay calendario.')
    await elvira.getByRole('textbox', { name: 'Condición 1' }).fill('Publicar un calendario.')
    await pressAndConfirm(elvira, 'Suspender la participación')
    await expect(elvira.getByText('Publicar un calendario.')).toBeVisible()
  })

  await test.step('its statement stands beside it as a document', async () => {
    await elvira.getByRole('link', { name: 'Adjuntar la declaración, como archivo o enlace' }).click()
    await elvira.getByLabel('Archivo', { exact: true }).setInputFiles({
      name: 'declaracion.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Declaración del sector.'),
    })
    await elvira.getByRole('button', { name: 'Subir', exact: true }).click()
    await elvira.getByRole('button', { name: 'Entregar el documento' }).click()
    await expect(elvira).toHaveURL(/done=documents\.hand-in-file/)
  })

  await test.step('another sector answers, and says that the condition is met', async () => {
    await fernando.goto(participation)
    await expect(fernando.getByRole('button', { name: /Aceptarla como cumplida/ })).toHaveCount(0)
    const card = fernando.locator('.card').filter({ hasText: 'No hay calendario.' })
    await card.getByText('Responder por su sector').click()
    await card.getByLabel('Respuesta de su sector').fill('Lo tendrá el viernes.')
    await card.getByRole('button', { name: 'Responder', exact: true }).click()
    await expect(fernando).toHaveURL(/done=proposals\.answer-suspension/)
    await card.getByText('Decir que la condición 1 está cumplida').click()
    await card.getByLabel('Cómo se cumplió').fill('Se publicó.')
    await card.getByLabel('Enlace que lo muestra').fill('https://ejemplo.mx/calendario')
    await card.getByRole('button', { name: 'Dar por cumplida la condición 1' }).click()
    await expect(fernando).toHaveURL(/done=proposals\.say-condition-met/)
  })

  await test.step('everybody reads it all beside the suspension, and what it stops', async () => {
    await reader.goto('/es/practica/decisions')
    for (const text of [
      'No hay calendario.',
      'Publicar un calendario.',
      'Se publicó.',
      'Lo tendrá el viernes.',
    ])
      await expect(reader.getByText(text, { exact: true })).toBeVisible()
    await expect(reader.getByRole('link', { name: 'declaracion' })).toBeVisible()
    await fernando.goto('/es/practica/desk/proposals')
    await fernando
      .getByRole('main')
      .getByRole('link', { name: /datos del agua/ })
      .first()
      .click()
    await expect(fernando.getByText(/está en pausa desde el/).first()).toBeVisible()
  })

  await test.step('it alone accepts, and comes back', async () => {
    await elvira.goto(participation)
    await elvira.getByText('Aceptar la condición 1').click()
    await elvira.getByRole('button', { name: 'Aceptarla como cumplida (1)' }).click()
    await expect(elvira).toHaveURL(/done=proposals\.accept-condition/)
    const card = elvira.locator('.card').filter({ hasText: 'No hay calendario.' })
    await pressAndConfirm(card, 'Reanudar la participación')
    await expect(elvira.getByText('Su sector reanudó su participación.')).toBeVisible()
  })
})
