import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { openDatabase } from '../lib/db/client.ts'
import { formatCheckpoint } from '../lib/log/checkpoint.ts'
import { EMPTY_ROOT } from '../lib/log/tree.ts'
import { forget, rewriteReason } from '../testing/malicious-host.ts'
import { expect, ownServer, test } from './server.ts'
import { signedIn } from './table.ts'

test('a sector without a machine of its own is its witness in a browser, and finds that history was rewritten', async ({
  browser,
}) => {
  const host = await ownServer()
  const database = openDatabase(host.database.appUrl, { connections: 2 })
  try {
    const page = await signedIn(browser, 'mariana', { baseURL: host.url() })
    const witness = await page.context().newPage()
    await witness.goto('/es/practica/witnesses')
    await witness
      .getByRole('link', { name: 'Sin una máquina propia: firmar desde un navegador' })
      .click()
    await witness.getByLabel('Nombre del testigo').fill('con espacios y +')
    await witness.getByRole('button', { name: 'Hacer la llave' }).click()
    await expect(
      witness.getByText('Un nombre de 3 a 100 caracteres, sin espacios ni signos de más.'),
    ).toBeVisible()
    await witness.getByLabel('Nombre del testigo').fill('civil.example/navegador')
    await witness.getByRole('button', { name: 'Hacer la llave' }).click()
    await expect(
      witness.getByText('Todavía no es el testigo de ningún sector: falta nombrarla.'),
    ).toBeVisible()
    expect((await new AxeBuilder({ page: witness }).analyze()).violations).toEqual([])
    const key = await witness.locator('[data-part="vkey"]').innerText()

    await test.step('the sector names it, with a text that this browser signs', async () => {
      await page.goto('/es/practica/desk/witness')
      await page.getByLabel('Llave del testigo').fill(key)
      await page.getByRole('button', { name: 'Mostrar el texto por firmar' }).click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Descargar el texto' }).click(),
      ])
      await witness.getByText('Firmar un texto con esta llave').click()
      // Whoever gets a checkpoint signed as a text would have a word of this witness on a log that it never compared.
      await witness
        .getByLabel('El texto', { exact: true })
        .fill(formatCheckpoint({ origin: 'mesa-abierta/foro', size: 1, root: EMPTY_ROOT }))
      await witness.getByRole('button', { name: 'Firmar este texto' }).click()
      await expect(
        witness.getByText('Ese texto no es de los que un foro pide firmar, y no se firma.'),
      ).toBeVisible()
      await expect(witness.getByLabel('El texto firmado')).toBeHidden()
      await witness
        .getByLabel('El texto', { exact: true })
        .fill(await readFile(await download.path(), 'utf8'))
      await witness.getByRole('button', { name: 'Firmar este texto' }).click()
      await page
        .getByLabel('Texto firmado')
        .fill(await witness.getByLabel('El texto firmado').inputValue())
      await page.getByRole('button', { name: 'Nombrar', exact: true }).click()
      await expect(page.getByText('El testigo quedó nombrado.')).toBeVisible()
    })

    const check = witness.getByRole('button', { name: 'Revisar y firmar' })
    await test.step('it reads the whole log, and signs; anybody sees it', async () => {
      await witness.reload()
      await expect(witness.getByText('Es el testigo de: Sociedad civil.')).toBeVisible()
      await check.click()
      await expect(witness.getByText(/^Firmado: \d+ actos\. El foro ya lo muestra\.$/)).toBeVisible()
      await expect(witness.getByText(/^Lo último que firmó: \d+ actos\.$/)).toBeVisible()
      const reader = await (await browser.newContext({ baseURL: host.url() })).newPage()
      await expect(async () => {
        await reader.goto('/es/practica/witnesses')
        await expect(reader.getByText('Ha firmado toda la bitácora.')).toBeVisible({ timeout: 500 })
      }).toPass()
    })

    const saved = await test.step('key and memory are saved to a file', async () => {
      const [download] = await Promise.all([
        witness.waitForEvent('download'),
        witness.getByRole('button', { name: 'Guardar llave y memoria' }).click(),
      ])
      return download.path()
    })

    await test.step('the site is away: nothing is signed', async () => {
      await witness.context().setOffline(true)
      await check.click()
      await expect(witness.getByText('No se pudo preguntar al sitio. No se firmó nada.')).toBeVisible()
      await witness.context().setOffline(false)
    })

    await host.whileStopped(async () => {
      const { id: forum } = await database.forum.findUniqueOrThrow({ where: { slug: 'practica' } })
      await rewriteReason(database, host.database.ownerUrl, forum, 'Nunca hubo motivo de desconfianza.')
      await forget(host.database.ownerUrl, host.database.keysDir, forum)
    })

    await test.step('another browser, with the file, finds what the host did, and hands over the evidence', async () => {
      const other = await (await browser.newContext({ baseURL: host.url() })).newPage()
      await other.goto('/es/practica/witnesses/sign')
      await other.getByLabel(/^O traer la llave/).setInputFiles({
        name: 'llave.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{"name":"x"}'),
      })
      await expect(other.getByText('Ese archivo no trae la llave de un testigo.')).toBeVisible()
      await other.getByLabel(/^O traer la llave/).setInputFiles(saved)
      await expect(other.getByText('Es el testigo de: Sociedad civil.')).toBeVisible()
      const [evidence] = await Promise.all([
        other.waitForEvent('download'),
        other.getByRole('button', { name: 'Revisar y firmar' }).click(),
      ])
      await expect(
        other.getByText(/^No se firma\. .* No continúa los \d+ actos que vio\.$/),
      ).toBeVisible()
      expect((await readFile(await evidence.path(), 'utf8')).match(/^mesa-abierta\//gm)).toHaveLength(2)
      await other.goto('/es/practica/witnesses')
      await expect(other.getByText('Ha firmado toda la bitácora.')).toHaveCount(0)
    })
  } finally {
    await database.$disconnect()
    await host.close()
  }
})
