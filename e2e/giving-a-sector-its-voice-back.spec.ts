import { randomUUID } from 'node:crypto'
import { openDoor } from '../lib/act/act.ts'
import { forumBySlug, officeViewer } from '../lib/act/viewer.ts'
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

const command = ({ database }: Host, script: string, args: string[] = []) =>
  run(script, args, {
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_READER_URL: database.readerUrl,
    KEYS_DIR: database.keysDir,
    TEST_DATABASE_URL: database.ownerUrl,
  })

test('the last voice of a sector leaves when somebody follows; where a term ran out, the operator opens the way and is out again', async ({
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
    await expect(ending.getByText('no quedaría en el sector nadie que pueda nombrar')).toBeVisible()
    // Nothing is chosen for anybody.
    const lastDay = ending.getByLabel('Último día del mandato')
    await expect(lastDay).toHaveValue('')
    await lastDay.fill(today())
    await ending.getByLabel('Nombre completo de quien sigue').fill('Rosa Tamez Aguilar')
    await ending.getByRole('button', { name: 'Terminar el mandato' }).click()
    await expect(ending.getByLabel('Correo electrónico de quien sigue')).toHaveAttribute(
      'aria-invalid',
      'true',
    )
    await ending.getByLabel('Nombre completo de quien sigue').fill('')
    await ending.getByRole('button', { name: 'Terminar el mandato' }).click()
    await expect(ending.getByText('Diga quién sigue en este asiento').first()).toBeVisible()
    await expect(lastDay).toHaveValue(today())
    await ending.getByLabel('Nombre completo de quien sigue').fill('Rosa Tamez Aguilar')
    await ending.getByLabel('Correo electrónico de quien sigue').fill('rosa@practica.example')
    await pressAndConfirm(ending, 'Terminar el mandato')
    await expect(fernando.getByText('El fin del mandato quedó registrado.')).toBeVisible()
    await expect(fernando.getByText('Rosa Tamez Aguilar', { exact: true })).toBeVisible()
    await fernando.getByRole('button', { name: 'Crear un enlace de invitación' }).click()
    await expect(fernando.getByLabel('Enlace de invitación')).toHaveValue(/\/es\/invitation\//)

    // INAI's ran out: its other seats and everybody read so.
    await runsOut(host, seatId('committee/commissioner'))
    const title = 'INAI: nadie puede nombrar'
    const rogelio = await signedIn(browser, 'rogelio', options)
    await expect(rogelio.getByText(title)).toBeVisible()
    const reader = await (await browser.newContext(options)).newPage()
    for (const page of ['bodies/coordinating-committee', `seats/${seatId('committee/commissioner')}`]) {
      await reader.goto(`/es/practica/${page}`)
      await expect(reader.getByText(title)).toBeVisible()
    }

    const reason = 'El mandato de la comisionada venció y nadie más tenía la voz.'
    const said = await command(host, 'scripts/operator/appoint.ts', [
      '--forum',
      'practica',
      '--seat',
      'coordinating-committee/commissioner',
      '--name',
      'Irene Cobo Salas',
      '--email',
      'irene@practica.example',
      '--reason',
      reason,
    ])
    expect(said).toMatchObject({ code: 0 })
    const [, token] = /\/es\/invitation\/([\w-]+)/.exec(said.text) ?? []
    const irene = await (await browser.newContext(options)).newPage()
    await irene.goto(`/es/invitation/${token}`)
    await expect(irene.getByText('Se le invita a ocupar este asiento:')).toBeVisible()
    await irene.getByLabel('Contraseña').fill('tres palabras que no van juntas')
    await irene.getByRole('button', { name: 'Guardar y entrar' }).click()
    await expect(irene).toHaveURL(/\/es\/practica\/desk/)

    await irene.goto(`/es/practica/desk/seats/${seatId('committee/commissioner')}`)
    await expect(irene.getByText(title)).toHaveCount(0)
    const naming = irene.locator('form', {
      has: irene.getByRole('button', { name: 'Nombrar', exact: true }),
    })
    await naming.getByLabel('Nombre completo').fill('Saúl Prado Lira')
    await naming.getByLabel('Correo electrónico').fill('saul@practica.example')
    await naming.getByLabel('En calidad de').selectOption({ label: 'suplente' })
    await naming.getByLabel('Desde el día').fill(today())
    await naming.getByRole('button', { name: 'Nombrar', exact: true }).click()
    await expect(irene.getByText('El nombramiento quedó registrado.')).toBeVisible()

    // Everybody reads what it was, and why; from here on the operator is refused.
    await reader.goto('/es/practica/history')
    await expect(reader.getByText(`porque nadie de INAI podía hacerlo: ${reason}`)).toBeVisible()
    await reader.goto('/es/practica/bodies/coordinating-committee')
    await expect(reader.getByText(title)).toHaveCount(0)
    const again = await command(host, 'scripts/operator/appoint.ts', [
      '--forum',
      'practica',
      '--seat',
      'commissioner',
      '--name',
      'Otra',
      '--email',
      'otra@practica.example',
      '--reason',
      reason,
    ])
    expect(again).toMatchObject({ code: 1 })
    expect(again.text).toContain('The sector has somebody who can appoint')
    const verified = await command(host, 'scripts/operator/verify.ts')
    expect(verified, verified.text).toMatchObject({ code: 0 })
  } finally {
    await host.close()
  }
})
