import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { expect } from './server.ts'

/** A sector's own machine: a folder with one file of the project's in it, and nothing else. */
export async function machine() {
  const folder = await mkdtemp(join(tmpdir(), 'sector-'))
  await copyFile('stranger/witness.mjs', join(folder, 'witness.mjs'))
  const run = async (...args: string[]) =>
    (
      await promisify(execFile)(process.execPath, ['witness.mjs', '--key', 'witness.key', ...args], {
        cwd: folder,
      })
    ).stdout
  return {
    folder,
    run,
    write: (name: string, text: string) => writeFile(join(folder, name), text),
    kept: () => readdir(join(folder, 'witness.key.d/evidence')),
    away: () => rm(folder, { recursive: true }),
  }
}

/** Names the sector's witness by the desk's two steps, and the signature made elsewhere. */
export async function nameWitness(
  page: Page,
  sector: Awaited<ReturnType<typeof machine>>,
  name: string,
): Promise<string> {
  const vkey = /Key {2}(\S+)/.exec(await sector.run('--name', name))?.[1] ?? ''
  await page.goto('/es/practica/desk/witness')
  await page.getByLabel('Llave del testigo').fill('una llave')
  await page.getByRole('button', { name: 'Mostrar el texto por firmar' }).click()
  await expect(page.getByText('Esto no es la llave de un testigo.')).toBeVisible()
  await page.getByLabel('Llave del testigo').fill(vkey)
  await page.getByRole('button', { name: 'Mostrar el texto por firmar' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Descargar el texto' }).click(),
  ])
  const text = await readFile(await download.path(), 'utf8')
  await expect(page.getByText(text.split('\n')[0] ?? '', { exact: false }).first()).toBeVisible()
  // Another text, signed by the right key, is not taken; what was pasted is still there.
  await sector.write('text', text.replace(/\n-\n$/, '\nx\n'))
  await page.getByLabel('Texto firmado').fill(await sector.run('--endorse', 'text'))
  await page.getByRole('button', { name: 'Nombrar', exact: true }).click()
  await expect(page.getByText('Está firmado otro texto.').first()).toBeVisible()
  await sector.write('text', text)
  await page.getByLabel('Texto firmado').fill(await sector.run('--endorse', 'text'))
  await page.getByRole('button', { name: 'Nombrar', exact: true }).click()
  await expect(page.getByText('El testigo quedó nombrado.')).toBeVisible()
  return vkey
}
