import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { openDoor } from '../lib/act/act.ts'
import { addDays, dayIn, startOfDay } from '../lib/act/calendar.ts'
import { forumBySlug, officeViewer } from '../lib/act/viewer.ts'
import { settleRestoration } from '../lib/appointments/commands.ts'
import { endMandate } from '../lib/bodies/commands.ts'
import { openDatabase } from '../lib/db/client.ts'
import { effects } from '../lib/effects.ts'
import { seatId } from '../prisma/demonstration/table.ts'
import { done } from '../prisma/small-table.ts'
import { run } from '../scripts/child.ts'
import { expect, ownServer, test } from './server.ts'
import { pressAndConfirm, signedIn, today } from './table.ts'

type Host = Awaited<ReturnType<typeof ownServer>>

/** The forum was founded with a term for this mandate, and its last day has passed. */
async function runsOut({ database: { appUrl } }: Host, seat: string): Promise<void> {
  const database = openDatabase(appUrl, { connections: 2 })
  try {
    const forum = await forumBySlug(database, 'practica')
    const mandate = await database.mandate.findFirstOrThrow({
      where: { seatId: seat, capacity: 'titular', untilOn: null },
    })
    if (!forum) throw new Error('the demonstration has this forum')
    const viewer = officeViewer(database, { ...forum, openedAt: null }, 'operator', new Date())
    done(
      await openDoor(database, effects)(endMandate, {
        viewer,
        key: randomUUID(),
        input: { mandate: mandate.id, untilOn: today() },
      }),
    )
  } finally {
    await database.$disconnect()
  }
}

/** The days to object are over: the system's office settles the letter, as it does before each act and by itself. */
async function daysPass({ database: { appUrl } }: Host, days: number): Promise<string> {
  const database = openDatabase(appUrl, { connections: 2 })
  try {
    const forum = await forumBySlug(database, 'practica')
    if (!forum) throw new Error('the demonstration has this forum')
    const { id } = await database.restoration.findFirstOrThrow({ where: { outcome: null } })
    const then = startOfDay(forum.timeZone, addDays(dayIn(forum.timeZone, new Date()), days))
    done(
      await openDoor(database, effects)(settleRestoration, {
        viewer: officeViewer(database, forum, 'system', then),
        key: randomUUID(),
        clock: () => then,
        input: { restoration: id },
      }),
    )
    return dayIn(forum.timeZone, then)
  } finally {
    await database.$disconnect()
  }
}

const letter = {
  name: 'oficio.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from('Se nombra a Irene Cobo Salas.'),
}

async function handsInTheLetter(page: Page): Promise<void> {
  await page.getByLabel('Carta de nombramiento').setInputFiles(letter)
  await page.getByRole('button', { name: 'Traer la carta' }).click()
  await expect(page.getByText('Llegó la carta: oficio.txt')).toBeVisible()
  await page.getByLabel('¿Por cuál de sus asientos actúa?').selectOption({ index: 1 })
  await page.getByLabel('Asiento', { exact: true }).selectOption({ index: 1 })
  await page.getByLabel('Nombre completo de quien nombra la carta').fill('Irene Cobo Salas')
  await page.getByLabel('Correo electrónico').fill('irene@practica.example')
  await page.getByLabel('Por qué hace falta').fill('El mandato de la comisionada venció.')
  await pressAndConfirm(page.locator('main'), 'Entregar la carta')
}

test('the last voice of a sector leaves when somebody follows; where a term ran out, a letter that the others confirm gives it back', async ({
  browser,
}) => {
  const host = await ownServer()
  const options = { baseURL: host.url() }
  try {
    // SFP has one seat with its voice. Without a successor its mandate does not end, and nothing that was typed is lost.
    const fernando = await signedIn(browser, 'fernando', options)
    await fernando.goto(`/es/practica/desk/seats/${seatId('committee/chair')}`)
    const ending = fernando.locator('details', {
      hasText: 'no quedaría en el sector nadie que pueda nombrar',
    })
    await ending.locator('summary').click()
    await expect(ending.getByText('Esto se queda en el asiento')).toBeVisible()
    const lastDay = ending.getByLabel('Último día del mandato')
    await expect(lastDay).toHaveValue('')
    await lastDay.fill(today())
    await ending.getByRole('button', { name: 'Terminar el mandato' }).click()
    await expect(ending.getByText('Diga quién sigue en este asiento').first()).toBeVisible()
    await expect(lastDay).toHaveValue(today())

    // INAI's ran out: its other seats and everybody read so.
    await runsOut(host, seatId('committee/commissioner'))
    const title = 'INAI: nadie puede nombrar'
    const rogelio = await signedIn(browser, 'rogelio', options)
    await expect(rogelio.getByText(title)).toBeVisible()
    const reader = await (await browser.newContext(options)).newPage()
    await reader.goto('/es/practica/bodies/coordinating-committee')
    await expect(reader.getByText(title)).toBeVisible()

    const mariana = await signedIn(browser, 'mariana', options)
    await mariana.goto('/es/practica/desk/restorations')
    await handsInTheLetter(mariana)
    await expect(mariana.getByText('La carta quedó entregada, a la vista de todos.')).toBeVisible()

    // Everybody reads it while it waits; the other sector confirms it, and nobody may do so twice.
    await reader.goto('/es/practica/roster')
    await expect(reader.getByText('Irene Cobo Salas')).toBeVisible()
    await fernando.goto('/es/practica/desk/restorations')
    await pressAndConfirm(fernando.locator('main'), 'Confirmar por mi sector')
    await expect(fernando.getByText('La confirmación de su sector quedó registrada.')).toBeVisible()
    await expect(fernando.getByRole('button', { name: 'Confirmar por mi sector' })).toHaveCount(0)
    await reader.goto('/es/practica/roster')
    await expect(reader.getByText('Se puede objetar hasta el')).toBeVisible()

    const day = await daysPass(host, 11)
    expect(day).toBe(addDays(today(), 11))
    await reader.goto('/es/practica/history')
    await expect(
      reader.getByText('Nadie objetó la carta: Irene Cobo Salas ocupa el asiento'),
    ).toBeVisible()
    const verified = await run('scripts/operator/verify.ts', [], {
      DATABASE_URL: host.database.appUrl,
      DATABASE_OWNER_URL: host.database.ownerUrl,
      DATABASE_READER_URL: host.database.readerUrl,
      KEYS_DIR: host.database.keysDir,
      TEST_DATABASE_URL: host.database.ownerUrl,
    })
    expect(verified, verified.text).toMatchObject({ code: 0 })
  } finally {
    await host.close()
  }
})
