import { randomBytes, randomUUID } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { forumBySlug, personViewer } from '@/lib/act/viewer.ts'
import { publicKeyOf } from '@/lib/log/ed25519.ts'
import { COSIGNATURE, cosignatureLine, formatKey, keyOf } from '@/lib/log/note.ts'
import { originOf } from '@/lib/log/signer.ts'
import { openMesa } from '@/lib/mesa.ts'
import { readSettings } from '@/lib/settings.ts'
import { nameWitness } from '@/lib/witnesses/commands.ts'
import { namingText } from '@/lib/witnesses/rules.ts'
import { personId, seatId } from '@/prisma/demonstration/table.ts'
import { expect, ownServer, test } from './server.ts'
import { pressAndConfirm, propose, signedIn, takePosition } from './table.ts'

const witness = { name: 'civil.example/testigo', seed: new Uint8Array(randomBytes(32)) }
const signedByWitness = (text: string) =>
  `${text}\n${cosignatureLine(text, witness.name, witness.seed, Math.floor(Date.now() / 1000))}`

/** Civil society has a witness, as its voice named it. */
async function withWitness(databaseUrl: string): Promise<void> {
  const mesa = openMesa(databaseUrl, { ...readSettings(), databaseReaderUrl: '' })
  try {
    const forum = await forumBySlug(mesa.db, 'practica')
    if (!forum) throw new Error('there is no practice table')
    const viewer = await personViewer(mesa.db, forum, personId('mariana.escobedo'), new Date())
    const seat = viewer.seats.find((heldSeat) => heldSeat.seat === seatId('committee/representative'))
    const key = formatKey(keyOf(witness.name, publicKeyOf(witness.seed), COSIGNATURE))
    const text = namingText({ origin: originOf(forum.id), sector: seat?.sector ?? '', key, old: null })
    const outcome = await mesa.act(nameWitness, {
      viewer,
      key: randomUUID(),
      input: { as: seat?.seat, vkey: key, note: signedByWitness(text) },
    })
    expect(outcome.is).toBe('done')
  } finally {
    await mesa.close()
  }
}

/** A device with a fingerprint reader, as far as this browser can tell. */
async function withDevice(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  await browser.send('WebAuthn.enable')
  await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

test('a member signs a position on her own device, anybody can see it, and she comes in with the same passkey', async ({
  browser,
}) => {
  const host = await ownServer()
  try {
    await withWitness(host.database.appUrl)
    const mariana = await signedIn(browser, 'mariana', { baseURL: host.url() })
    await withDevice(mariana)
    const proposal = await propose(mariana, 8, 'Declarar inactivo el compromiso 8')

    await mariana.goto('/es/practica/desk/devices')
    expect((await new AxeBuilder({ page: mariana }).analyze()).violations).toEqual([])
    await mariana.getByLabel('Cómo llamarla').fill('Mi teléfono')
    await mariana.getByRole('button', { name: 'Crear una llave de acceso' }).click()
    await expect(mariana.getByText('La llave de acceso quedó registrada.')).toBeVisible()
    await expect(mariana.getByText('Mi teléfono', { exact: true })).toBeVisible()
    await mariana.getByText('Avalar', { exact: true }).first().click()
    const text = await mariana.getByText('mesa-abierta device enrolment v1').innerText()
    // She holds two seats: for which of them she speaks nobody has chosen for her.
    const endorsing = mariana.locator('form[data-act="devices.endorse"]')
    await endorsing.getByLabel('¿Por cuál de sus asientos actúa?').selectOption({ index: 1 })
    await mariana.getByLabel('Texto firmado').fill(signedByWitness(`${text.trim()}\n`))
    await mariana.getByRole('button', { name: 'Avalar', exact: true }).click()
    await expect(mariana.getByText('La llave de acceso quedó avalada.')).toBeVisible()

    await mariana.goto(proposal)
    await mariana.getByRole('radio', { name: 'Objeta', exact: true }).check()
    await mariana.getByRole('textbox', { name: 'Razón' }).fill('Falta el diccionario de datos.')
    await mariana.getByRole('button', { name: 'Tomar posición' }).click()
    const asked = mariana.getByRole('group', { name: 'Firme en su dispositivo' })
    await expect(asked.getByText('Falta el diccionario de datos.', { exact: true })).toBeVisible()
    expect((await new AxeBuilder({ page: mariana }).analyze()).violations).toEqual([])
    await asked.getByRole('button', { name: 'Firmar con mi llave de acceso' }).click()
    await expect(mariana.getByText('La posición de su sector quedó registrada.')).toBeVisible()

    await mariana
      .locator('.notice-done')
      .getByRole('link', { name: /de la bitácora$/ })
      .click()
    await expect(mariana.getByText('Firmado en el dispositivo de quien actuó')).toBeVisible()

    // Whoever has no passkey acts as before, and the entry says so.
    const elvira = await signedIn(browser, 'elvira', { baseURL: host.url() })
    await takePosition(elvira, proposal, 'De acuerdo')
    await elvira
      .locator('.notice-done')
      .getByRole('link', { name: /de la bitácora$/ })
      .click()
    await expect(elvira.getByText('Sin firma de dispositivo')).toBeVisible()
    await elvira.goto('/es/practica/decisions')
    await elvira.getByRole('link', { name: 'Declarar inactivo el compromiso 8' }).click()
    await expect(
      elvira
        .getByRole('row', { name: /Sociedad civil/ })
        .getByRole('link', { name: 'Firmado en su dispositivo' }),
    ).toBeVisible()
    await expect(
      elvira.getByRole('row', { name: /INAI/ }).getByRole('link', { name: 'Sin firma de dispositivo' }),
    ).toBeVisible()

    await mariana.context().clearCookies()
    await mariana.goto('/es/sign-in?to=/es/practica/desk')
    await mariana.getByRole('button', { name: 'Entrar con llave de acceso' }).click()
    await expect(mariana.getByRole('heading', { level: 1, name: 'Escritorio' })).toBeVisible()
    await mariana.goto('/es/practica/desk/devices')
    await mariana.getByText('La perdí', { exact: true }).first().click()
    await mariana
      .locator('form[data-act="devices.lose"]')
      .getByLabel('¿Por cuál de sus asientos actúa?')
      .selectOption({ index: 1 })
    await pressAndConfirm(mariana, 'La perdí')
    await expect(mariana.getByText('La llave de acceso quedó dada de baja.')).toBeVisible()
    await mariana.context().clearCookies()
    await mariana.goto('/es/sign-in')
    await mariana.getByRole('button', { name: 'Entrar con llave de acceso' }).click()
    await expect(mariana.getByText('No se pudo entrar con esa llave de acceso.')).toBeVisible()
  } finally {
    await host.close()
  }
})
