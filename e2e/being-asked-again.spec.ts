import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { pressAndConfirm, signedIn, takeAttendance, today } from './table.ts'

test.use({ apart: 'being-asked-again' })

const title = 'Situación del compromiso 4'
const asked = 'Declarar inactivo el compromiso 4'

// An approval was promised to stay in sight. It does, with its name and its day, when another version circulates, and everybody reads why it is
// asked for again; nobody reads that a sector has suspended its participation, which it has not.
test('INAI’s approval lapses and everybody sees why', async ({ browser }) => {
  const omar = await signedIn(browser, 'omar')
  const mariana = await signedIn(browser, 'mariana')
  const elvira = await signedIn(browser, 'elvira')
  const { meeting, proposal } = await sessionWithAProposal(omar, mariana)

  await test.step('the minutes circulate, and INAI approves them with what they say of it', async () => {
    await write(omar, meeting, 'Se revisó el avance y se propuso la pausa')
    for (const place of [0, 1, 2])
      await omar.getByLabel('Posición').nth(place).selectOption({ label: 'De acuerdo' })
    await expect(omar.getByText(/Guardado a las/)).toHaveCount(3)
    await circulate(omar)
    await approve(elvira, meeting)
    await elvira.goto(proposal)
    await expect(
      elvira
        .getByText('Elvira Santoyo Paz, Comisionada o comisionado del INAI, Comité Coordinador')
        .first(),
    ).toBeVisible()
  })

  await test.step('the secretary adds a comma, and sends another version', async () => {
    await write(omar, meeting, ', con detalle')
    await circulate(omar)
  })

  await test.step('her desk says which version she approved, which circulates, and what changed', async () => {
    await elvira.goto('/es/practica/desk')
    await expect(
      elvira.getByRole('listitem').filter({
        hasText:
          /Su sector aprobó la versión 1 el .* circula la versión 2, porque hubo cambios en el punto \d+\./,
      }),
    ).toBeVisible()
    await elvira.goto(`${meeting}/minutes`)
    await expect(elvira.getByText('Su sector aprobó la versión 1, y se le pide de nuevo')).toBeVisible()
    await elvira.getByRole('link', { name: 'Ver qué cambió, palabra por palabra' }).click()
    await expect(elvira.locator('#changes ins').filter({ hasText: 'con detalle' })).toBeVisible()
    expect((await new AxeBuilder({ page: elvira }).analyze()).violations).toEqual([])
  })

  await test.step('the others see her approval and who sent the new version', async () => {
    await mariana.goto(`${meeting}/minutes`)
    await expect(
      mariana
        .getByText(
          /Aprobó la versión 1 el .* \(Elvira Santoyo Paz, Comisionada o comisionado del INAI, Comité Coordinador\)\. Desde el .* circula la versión 2, porque hubo cambios en el punto \d+\. La envió Omar Villaseñor Cruz, Secretaría técnica, Comité Coordinador\./,
        )
        .first(),
    ).toBeVisible()
    await mariana.goto(proposal)
    const why = mariana.getByText(/dejó de contar el .*: circuló otra versión de la minuta/)
    await expect(why.first()).toBeVisible()
    await expect(mariana.getByText(/suspendió su participación/)).toHaveCount(0)
  })

  await test.step('all approve the new version: the result is told first, here and to everybody', async () => {
    await approve(elvira, meeting)
    await approve(mariana, meeting)
    const fernando = await signedIn(browser, 'fernando')
    await approve(fernando, meeting)
    const result = /^Adoptada por consenso: el compromiso 4 está inactivo desde el .*\.$/
    await expect(fernando.getByText(result).first()).toBeVisible()

    const reader = await (await browser.newContext()).newPage()
    await reader.goto('/es/practica/decisions')
    await expect(reader.getByText(result)).toBeVisible()
    await reader.getByRole('link', { name: asked }).click()
    await expect(reader.getByText(result)).toBeVisible()
    await expect(
      reader.getByText(/^dejó de contar el .*: circuló otra versión de la minuta$/),
    ).toBeVisible()
    await expect(reader.getByText('Podían hablar por el sector 2 personas:').first()).toBeVisible()
    expect((await new AxeBuilder({ page: reader }).analyze()).violations).toEqual([])
    await reader.goto('/es/practica/history?topic=proposals')
    await expect(
      reader.getByText(
        new RegExp(`^Decisión \\d+: se adoptó por consenso la propuesta \\d+\\. ${asked}\\.$`),
      ),
    ).toBeVisible()
  })

  await test.step('whoever asks to bring it back reads the conditions that were set', async () => {
    await mariana.goto('/es/practica/desk/proposals/new')
    await mariana
      .getByRole('link', { name: /^4\. Derechos sexuales/ })
      .first()
      .click()
    await expect(
      mariana.getByRole('heading', { name: 'Condiciones que se fijaron al declararlo inactivo' }),
    ).toBeVisible()
    await expect(mariana.getByText('Que haya presupuesto.')).toBeVisible()
  })
})

async function sessionWithAProposal(
  omar: Page,
  mariana: Page,
): Promise<{ meeting: string; proposal: string }> {
  await omar.getByRole('link', { name: 'Convocar una sesión' }).click()
  await omar.getByRole('link', { name: 'Comité Coordinador' }).click()
  await omar.getByLabel('extraordinaria').check()
  await omar.getByLabel('Día').fill(today())
  await omar.getByLabel('Hora').fill('23:57')
  await omar.getByLabel('Lugar', { exact: true }).fill('A distancia')
  await omar.getByLabel('Título del punto').first().fill(title)
  await omar.getByRole('button', { name: 'Convocar' }).click()
  await expect(omar.getByRole('heading', { level: 1, name: /Sesión extraordinaria/ })).toBeVisible()
  const meeting = new URL(omar.url()).pathname

  await mariana.goto(meeting)
  await mariana
    .getByRole('listitem')
    .filter({ hasText: title })
    .getByRole('link', { name: 'Presentar aquí una propuesta de estado' })
    .click()
  await mariana
    .getByRole('link', { name: /^4\. Derechos sexuales/ })
    .first()
    .click()
  await mariana.getByLabel('inactivo').check()
  await mariana.getByLabel('Título', { exact: true }).fill(asked)
  await mariana.getByLabel('Texto de la propuesta').fill('Se propone declararlo inactivo.')
  await mariana.getByLabel('Motivo principal').selectOption({ label: 'presupuesto' })
  await mariana.getByLabel('Qué se intentó').fill('Dos oficios.')
  await mariana.getByLabel('Condiciones para reactivarlo').fill('Que haya presupuesto.')
  await mariana.getByLabel('Día de revisión').fill('2030-06-01')
  await mariana.getByLabel('En sesión').check()
  await mariana.getByRole('button', { name: 'Presentar la propuesta' }).click()
  await expect(mariana.getByRole('heading', { level: 1, name: asked })).toBeVisible()
  const proposal = new URL(mariana.url()).pathname

  await omar.goto(meeting)
  await omar.getByRole('button', { name: 'Abrir la sesión' }).click()
  await takeAttendance(omar)
  await pressAndConfirm(omar, 'Terminar la sesión')
  await expect(omar.getByText('Falta terminar la minuta y circularla')).toBeVisible()
  return { meeting, proposal }
}

/** Goes on with the text of the item, at its end. */
async function write(omar: Page, meeting: string, words: string): Promise<void> {
  await omar.goto(`${meeting}/draft`)
  const headings = await omar.getByRole('heading', { level: 2 }).allInnerTexts()
  const heading = headings.map((one) => one.replace(/\s+/g, ' ')).find((one) => one.includes(title))
  const item = Number(heading?.match(/^\d+/)?.[0])
  const text = omar.getByLabel(`Lo que se dijo en el punto ${item}`, { exact: true })
  await text.click()
  await omar.keyboard.press('Control+End')
  await text.pressSequentially(words)
  await expect(omar.getByText('Guardado', { exact: true })).toBeVisible()
}

async function circulate(omar: Page): Promise<void> {
  await omar.getByRole('link', { name: 'Revisar y circular' }).click()
  await omar.getByRole('button', { name: 'Circular la minuta' }).click()
  await expect(omar.getByText('Circula desde el')).toBeVisible()
}

async function approve(page: Page, meeting: string): Promise<void> {
  await page.goto(`${meeting}/minutes`)
  await pressAndConfirm(page, 'Aprobar la minuta')
  await expect(page.getByText('La aprobación de su sector quedó registrada.')).toBeVisible()
}
