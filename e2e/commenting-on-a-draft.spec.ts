import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'
import { beside, heldMeeting, item, standing } from './together.ts'

test('a change is suggested and accepted, a comment settled, a version named and brought back', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  const { draft, number } = await heldMeeting(omar, 'Decir algo del borrador')
  const mariana = await beside(browser, draft)

  await test.step('whoever sits in the body suggests other words for a passage', async () => {
    await item(omar, number).click()
    await omar.keyboard.type('Se acordó publicar la lista el lunes.')
    await expect(item(mariana, number)).toContainText('el lunes.')
    await expect(standing(omar, 'Guardado')).toBeVisible()
    await item(mariana, number).getByText('Se acordó').dblclick()
    await mariana.keyboard.press('End')
    for (let at = 0; at < 'el lunes.'.length; at += 1) await mariana.keyboard.press('Shift+ArrowLeft')
    await mariana
      .getByRole('toolbar', { name: `Herramientas: Lo que se dijo en el punto ${number}` })
      .getByRole('button', { name: 'Sugerir un cambio' })
      .click()
    await expect(mariana.getByText('Sobre: «el lunes.»')).toBeVisible()
    await mariana.getByLabel('Lo que diría en su lugar').fill('a más tardar el viernes.')
    await mariana.getByLabel('Por qué (si hace falta)').fill('El lunes no es hábil.')
    await mariana.getByRole('button', { name: 'Sugerir este cambio' }).click()
    await expect(omar.getByText('El lunes no es hábil.')).toBeVisible()
    await expect(item(omar, number).locator('.live-commented')).toHaveText('el lunes.')
    await expect(mariana.getByRole('button', { name: 'Aceptar el cambio' })).toHaveCount(0)
  })

  await test.step('the secretary accepts it, and the text says so for both', async () => {
    expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])
    await omar.getByRole('button', { name: 'Aceptar el cambio' }).click()
    await expect(item(omar, number)).toHaveText('Se acordó publicar la lista a más tardar el viernes.')
    await expect(item(mariana, number)).toHaveText(
      'Se acordó publicar la lista a más tardar el viernes.',
    )
    await expect(omar.getByText('Uno ya atendido')).toBeVisible()
  })

  await test.step('nothing selected, nothing lost: one is told', async () => {
    await item(mariana, number).click()
    await mariana
      .getByRole('toolbar', { name: `Herramientas: Lo que se dijo en el punto ${number}` })
      .getByRole('button', { name: 'Comentar' })
      .click()
    await expect(mariana.locator('.live-bar').getByText('Seleccione primero las palabras')).toBeVisible()
  })

  await test.step('without scripts one comments on the item, and settles one’s own', async () => {
    const plain = await signedIn(browser, 'mariana', { javaScriptEnabled: false })
    await plain.goto(draft)
    const section = plain
      .locator('section')
      .filter({ has: plain.getByRole('heading', { level: 2, name: /Decir algo del borrador/ }) })
      .last()
    await section.getByText('Comentar este punto').click()
    await section.getByRole('button', { name: 'Dejar el comentario' }).click()
    // Sent empty it comes back open, with what is missing.
    await section.getByLabel('Comentario', { exact: true }).fill('Falta decir quién la publica.')
    await section.getByRole('button', { name: 'Dejar el comentario' }).click()
    await expect(plain.getByText('Falta decir quién la publica.')).toBeVisible()
    await expect(omar.getByText('Falta decir quién la publica.')).toBeVisible()
    await plain.getByRole('button', { name: 'Darlo por atendido' }).click()
    await expect(omar.getByText('2 ya atendidos')).toBeVisible()
    await plain.context().close()
  })

  await test.step('the draft is kept under a name, changed, compared by word, and brought back', async () => {
    await omar.getByRole('link', { name: 'Versiones del borrador' }).click()
    await omar.getByRole('textbox', { name: 'Nombre' }).fill('Antes de la revisión')
    await omar.getByRole('button', { name: 'Guardar con este nombre' }).click()
    await expect(omar.getByText('El borrador quedó guardado con ese nombre.')).toBeVisible()
    expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])

    await item(mariana, number).click()
    await mariana.keyboard.press('Control+A')
    await mariana.keyboard.type('Otra cosa.')
    await expect(standing(mariana, 'Guardado')).toBeVisible()

    await omar.getByRole('link', { name: 'Antes de la revisión' }).click()
    await expect(omar.locator('ins').filter({ hasText: 'Otra' })).toBeVisible()
    await expect(omar.locator('del').filter({ hasText: 'publicar' })).toBeVisible()
    await omar.emulateMedia({ colorScheme: 'dark' })
    await omar.goto(omar.url().replace('/es/', '/en/'))
    expect((await new AxeBuilder({ page: omar }).analyze()).violations).toEqual([])
    await omar.getByLabel('What goes back').selectOption({ label: `${number}. Decir algo del borrador` })
    await omar.getByRole('button', { name: 'Go back to this version' }).click()
    await expect(omar.getByText('The draft went back to that version.')).toBeVisible()
    await expect(item(mariana, number)).toHaveText(
      'Se acordó publicar la lista a más tardar el viernes.',
    )
  })
})
