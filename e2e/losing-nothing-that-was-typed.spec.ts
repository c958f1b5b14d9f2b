import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './server.ts'
import { propose, signedIn } from './table.ts'

const saved = /Guardado a las/

/** The draft of the Committee's last session, which the demonstration leaves unfinished, in its plain form. */
async function openDraft(page: Page): Promise<string> {
  await page.goto('/es/practica/desk')
  await page
    .getByRole('link', { name: /^Terminar/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1, name: /Borrador de minuta/ })).toBeVisible()
  const plain = `${page.url()}?plain=1`
  await page.goto(plain)
  return plain
}
const item = (page: Page, number: number) =>
  page.getByLabel(`Lo que se dijo en el punto ${number}`, { exact: true })

test('a tab that is closed, and a connection that breaks, take nothing away', async ({ browser }) => {
  const omar = await signedIn(browser, 'omar')
  const draft = await openDraft(omar)
  await item(omar, 1).fill('Se leyó el orden del día.')
  await expect(omar.getByText(saved).first()).toBeVisible()
  await omar.close()
  const again = await omar.context().newPage()
  await again.goto(draft)
  await expect(item(again, 1)).toHaveValue('Se leyó el orden del día.')

  await again.context().setOffline(true)
  await item(again, 1).fill('Se leyó el orden del día, y se aprobó.')
  await expect(
    again.getByText(
      'Sin conexión. Su texto está guardado en este equipo y se enviará al volver la conexión.',
    ),
  ).toBeVisible()
  expect((await new AxeBuilder({ page: again }).analyze()).violations).toEqual([])
  await again.context().setOffline(false)
  await expect(again.getByText(saved).first()).toBeVisible()
  await again.reload()
  await expect(item(again, 1)).toHaveValue('Se leyó el orden del día, y se aprobó.')
})

test('what was never sent comes back after the tab crashed', async ({ browser }) => {
  const omar = await signedIn(browser, 'omar')
  const draft = await openDraft(omar)
  // Not by going offline: coming back, a tab that is still closing would send what it has, and there would be nothing to bring back.
  await omar.context().route('**/draft/keep', (route) => route.abort('connectionfailed'))
  await item(omar, 2).fill('Esto no alcanzó a salir.')
  await expect(omar.getByText(/Sin conexión/)).toBeVisible()
  await omar.close()
  await omar.context().unroute('**/draft/keep')
  const again = await omar.context().newPage()
  await again.goto(draft)
  await expect(again.getByText('Recuperamos lo que no alcanzó a guardarse.')).toBeVisible()
  await expect(item(again, 2)).toHaveValue('Esto no alcanzó a salir.')
  await expect(again.getByText(saved).first()).toBeVisible()
})

test('two who write one item are told, see both texts, and settle them', async ({ browser }) => {
  const omar = await signedIn(browser, 'omar')
  const draft = await openDraft(omar)
  const other = await signedIn(browser, 'mariana')
  await other.goto(draft)
  await item(omar, 2).fill('Uno escribió esto.')
  await expect(omar.getByText(saved).first()).toBeVisible()
  await item(other, 2).fill('Otra escribió aquello.')
  await expect(other.getByText('Dos personas escribieron este punto a la vez')).toBeVisible()
  await expect(other.getByText('Uno escribió esto.').first()).toBeVisible()
  await expect(other.getByText('Otra escribió aquello.').first()).toBeVisible()
  expect((await new AxeBuilder({ page: other }).analyze()).violations).toEqual([])
  await other.getByRole('button', { name: 'Dejar este' }).first().click()
  await expect(other.getByText('Dos personas escribieron este punto a la vez')).toHaveCount(0)
  // And so it stands in the text that both write from now on.
  await expect(item(other, 2)).toHaveText('Otra escribió aquello.')
})

test('a form that was sent without a connection says so, keeps what was typed, and acts once', async ({
  browser,
}) => {
  const tomas = await signedIn(browser, 'tomas')
  const proposal = await propose(tomas, 10, 'Declarar inactivo el compromiso 10')
  await tomas.goto(proposal)
  await tomas.getByRole('radio', { name: 'De acuerdo, con reserva', exact: true }).check()
  await tomas.getByRole('textbox', { name: 'Razón' }).fill('Que se revise pronto.')
  await tomas.context().setOffline(true)
  await tomas.getByRole('button', { name: 'Tomar posición' }).click()
  await expect(tomas.getByText('No hubo conexión y no sabemos si llegó.')).toBeVisible()
  await expect(tomas.getByRole('textbox', { name: 'Razón' })).toHaveValue('Que se revise pronto.')
  await tomas.context().setOffline(false)
  await tomas.getByRole('button', { name: 'Tomar posición' }).click()
  await expect(tomas.getByText('La posición de su sector quedó registrada.')).toBeVisible()
  // Said once: nothing stands among what was said before.
  await expect(tomas.getByRole('heading', { name: 'Lo que se dijo antes' })).toHaveCount(0)
})
