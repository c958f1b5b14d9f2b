import { openDatabase } from '../lib/db/client.ts'
import { textIn } from '../lib/keeping/rules.ts'
import { positionTaken } from '../lib/proposals/facts.ts'
import { expect, ownServer, test } from './server.ts'
import { pressAndConfirm, signedIn } from './table.ts'

type Host = Awaited<ReturnType<typeof ownServer>>

/** Words that somebody said on the record, alone beside their act. */
async function saidOnce({ database: { appUrl } }: Host): Promise<{ act: number; words: string }> {
  const database = openDatabase(appUrl, { connections: 2 })
  try {
    const { id: forumId } = await database.forum.findUniqueOrThrow({ where: { slug: 'practica' } })
    const lines = await database.historyLine.findMany({
      where: { forumId, kind: positionTaken.kind, held: false },
      select: { index: true },
    })
    const payloads = await database.logPayload.findMany({
      where: { forumId, open: true, index: { in: lines.map(({ index }) => index) } },
      orderBy: { index: 'asc' },
    })
    for (const { index, value } of payloads) {
      const said = textIn(value)
      const where = { forumId, open: true, value: { contains: value ?? '' } }
      if (said && (await database.logPayload.count({ where })) === 1)
        return { act: index, words: said.text }
    }
    throw new Error('the demonstration has a position with a reason')
  } finally {
    await database.$disconnect()
  }
}

test('a text is taken down when a second sector confirms what the first asked for, and everybody reads who did', async ({
  browser,
}) => {
  const host = await ownServer()
  const options = { baseURL: host.url() }
  try {
    const { act, words } = await saidOnce(host)
    const reader = await (
      await browser.newContext({ ...options, viewport: { width: 390, height: 844 } })
    ).newPage()
    await reader.goto(`/es/practica/history/${act}`)
    await expect(reader.getByText(words).first()).toBeAttached()

    // One sector asks. An act without texts says so, and nothing is chosen beforehand.
    const mariana = await signedIn(browser, 'mariana', options)
    await mariana.goto('/es/practica/desk/confirmations')
    await mariana.getByLabel('Número del acto en que está').fill('0')
    await mariana.getByRole('button', { name: 'Ver sus textos' }).click()
    await expect(
      mariana.getByText('En ese acto no hay textos que se puedan retirar.').first(),
    ).toBeVisible()
    await mariana.getByLabel('Número del acto en que está').fill(String(act))
    await mariana.getByRole('button', { name: 'Ver sus textos' }).click()
    await mariana.getByRole('button', { name: 'Pedir que se retire' }).click()
    await expect(mariana.getByText('Elija al menos un texto.').first()).toBeVisible()
    await mariana.getByRole('checkbox').first().check()
    await mariana.getByLabel('Por qué hay que retirarlo').fill('Pone en riesgo a quien denunció.')
    await mariana.getByRole('button', { name: 'Pedir que se retire' }).click()
    await expect(mariana.getByText('No se retira nada hasta que otro sector la confirme.')).toBeVisible()
    await expect(mariana.getByRole('button', { name: 'Confirmar por mi sector' })).toHaveCount(0)

    // Nothing has happened yet, and everybody reads that it was asked for.
    await reader.reload()
    await expect(reader.getByText(words).first()).toBeAttached()
    await reader.goto('/es/practica/confirmations')
    await expect(reader.getByText('Abierta: falta que otro sector la confirme')).toBeVisible()
    await expect(reader.getByText('Pone en riesgo a quien denunció.')).toBeVisible()

    // Another confirms, after what it brings about was said.
    const fernando = await signedIn(browser, 'fernando', options)
    await fernando.goto('/es/practica/desk')
    await fernando.getByRole('link', { name: 'Leer y responder' }).click()
    await pressAndConfirm(fernando.locator('main'), 'Confirmar por mi sector')
    await expect(fernando.getByText('Quedó confirmado y está hecho.')).toBeVisible()

    await reader.goto(`/es/practica/history/${act}`)
    await expect(reader.getByText(words)).toHaveCount(0)
    await reader.getByRole('link', { name: 'Quién pidió retirarlo y quién lo confirmó' }).click()
    await expect(reader.getByText('Confirmada')).toBeVisible()
    const said = reader.locator('main')
    await expect(said).toContainText('Sociedad civil')
    await expect(said).toContainText('Titular de la SFP')
    expect(await reader.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(
      true,
    )
  } finally {
    await host.close()
  }
})
