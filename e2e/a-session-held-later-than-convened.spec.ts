import { randomUUID } from 'node:crypto'
import { datesOf } from '../app/_request/dates.ts'
import { openDoor } from '../lib/act/act.ts'
import { addDays, instantIn } from '../lib/act/calendar.ts'
import { forumBySlug, personViewer } from '../lib/act/viewer.ts'
import { openDatabase } from '../lib/db/client.ts'
import { effects } from '../lib/effects.ts'
import { convene } from '../lib/meetings/commands.ts'
import { seatId } from '../prisma/demonstration/table.ts'
import { done } from '../prisma/small-table.ts'
import type { TestDatabase } from '../testing/databases.ts'
import { expect, ownServer, test } from './server.ts'
import { people, pressAndConfirm, signedIn, today } from './table.ts'

const zone = 'America/Mexico_City'
const said = datesOf('es', zone).day

/** Some days ago the secretary convened a session for the day after. */
async function convenedBefore({ appUrl }: TestDatabase, day: string): Promise<string> {
  const database = openDatabase(appUrl, { connections: 2 })
  const at = instantIn(zone, addDays(day, -1), '10:00') ?? new Date()
  try {
    const forum = await forumBySlug(database, 'practica')
    const { id, bodyId } = await database.seat.findUniqueOrThrow({
      where: { id: seatId('committee/secretary') },
    })
    const person = await database.person.findFirstOrThrow({ where: { email: people.omar } })
    if (!forum) throw new Error('the demonstration has this forum')
    const { meeting } = done(
      await openDoor(database, effects)(convene, {
        viewer: await personViewer(database, forum, person.id, at),
        key: randomUUID(),
        clock: () => at,
        input: {
          as: id,
          body: bodyId,
          kind: 'extraordinary',
          day,
          time: '10:00',
          place: { lang: 'es', text: 'Sala de ejemplo' },
        },
      }),
    )
    return String(meeting)
  } finally {
    await database.$disconnect()
  }
}

test('a session that is opened days later says both days, and what it decides is of the later one', async ({
  browser,
}) => {
  const [planned, now] = [addDays(today(), -3), today()]
  let meeting = ''
  const host = await ownServer(async (database) => {
    meeting = await convenedBefore(database, planned)
  })
  const options = { baseURL: host.url() }
  try {
    const omar = await signedIn(browser, 'omar', options)
    await omar.goto(`/es/practica/desk/meetings/${meeting}`)
    await expect(omar.getByRole('heading', { level: 1, name: said(planned) })).toBeVisible()

    await test.step('nothing is recorded before it is open', async () => {
      await expect(omar.getByText('La asistencia se toma cuando la sesión está abierta.')).toBeVisible()
      await expect(omar.getByRole('button', { name: 'Guardar la asistencia' })).toHaveCount(0)
    })

    await test.step('it is opened today, and is of today', async () => {
      await omar.getByRole('button', { name: 'Abrir la sesión' }).click()
      await expect(omar.getByRole('heading', { level: 1, name: said(now) })).toBeVisible()
      await expect(omar.getByText(new RegExp(`Se convocó para: ${said(planned)}`))).toBeVisible()
    })

    await test.step('nobody is absent whom nobody marked', async () => {
      await expect(omar.getByRole('radio', { checked: true })).toHaveCount(0)
      await expect(omar.getByText('Todavía no se toma la asistencia').first()).toBeVisible()
      await omar.getByRole('button', { name: 'Guardar la asistencia' }).click()
      await expect(omar.getByText('Marque cómo estuvo al menos un asiento.').first()).toBeVisible()
      const absent = omar.getByRole('group', { name: /^Dirección general del INAI/ })
      await absent.getByLabel('ausencia justificada').check()
      await omar.getByRole('button', { name: 'Marcar presentes a quienes faltan de marcar' }).click()
      await expect(absent.getByLabel('ausencia justificada')).toBeChecked()
      await omar.getByRole('button', { name: 'Guardar la asistencia' }).click()
      await expect(omar).toHaveURL(/done=meetings\.record-attendance/)
      await pressAndConfirm(omar, 'Terminar la sesión')
    })

    await test.step('everybody reads when it was held, and for when it was convened', async () => {
      await omar.goto(`/es/practica/meetings/${meeting}`)
      await expect(omar.getByRole('heading', { level: 1, name: said(now) })).toBeVisible()
      await expect(omar.getByRole('definition').filter({ hasText: said(planned) })).toBeVisible()
      await expect(
        omar.getByRole('definition').filter({ hasText: new RegExp(`${said(now)}, \\d\\d:\\d\\d a`) }),
      ).toBeVisible()
      await expect(omar.getByRole('row', { name: /Asesoría técnica/ })).toContainText('vacante')
      await expect(omar.getByRole('row', { name: /Dirección general del INAI/ })).toContainText(
        'ausencia justificada',
      )
    })

    await test.step('the history tells the call on the day of the call, for the day to come', async () => {
      await omar.goto('/es/practica/history')
      const day = omar.locator('section').filter({
        has: omar.getByRole('heading', { name: `Registrado el ${said(addDays(planned, -1))}` }),
      })
      const call = day
        .getByRole('listitem')
        .filter({ hasText: `Se convocó la sesión extraordinaria` })
        .first()
      await expect(call).toContainText(`para el ${said(planned)}`)
    })
  } finally {
    await host.close()
  }
})
