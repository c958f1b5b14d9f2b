import { openDatabase } from '../lib/db/client.ts'
import { parseReceipt } from '../lib/log/proof.ts'
import { forget, rewriteReason } from '../testing/malicious-host.ts'
import { expect, ownServer, test } from './server.ts'
import { signedIn } from './table.ts'
import { machine, nameWitness } from './witness.ts'

test('the host rewrites an old act with everything in its hands; a witness finds it, and a receipt proves it', async ({
  browser,
}) => {
  const [host, civil] = [await ownServer(), await machine()]
  const database = openDatabase(host.database.appUrl, { connections: 2 })
  try {
    await nameWitness(
      await signedIn(browser, 'mariana', { baseURL: host.url() }),
      civil,
      'civil.example/testigo',
    )
    expect(await civil.run('--forum', `${host.url()}/practica`)).toContain('co-signed')
    const { id: forum } = await database.forum.findUniqueOrThrow({ where: { slug: 'practica' } })
    const { entryIndex, reason } = await database.suspension.findFirstOrThrow({
      where: { forumId: forum },
      orderBy: { entryIndex: 'asc' },
    })
    const receipt = await (await fetch(`${host.url()}/practica/log/proof/${entryIndex}`)).text()

    // Words, entry, tree, signature: all of it fits, and the signer has forgotten. The pages show the new words as if they had always stood there.
    await host.whileStopped(async () => {
      await rewriteReason(database, host.database.ownerUrl, forum, 'Nunca hubo motivo de desconfianza.')
      await forget(host.database.ownerUrl, host.database.keysDir, forum)
    })
    const reader = await (await browser.newContext({ baseURL: host.url() })).newPage()
    await reader.goto(`/es/practica/history/${entryIndex}`)
    await expect(reader.getByText('Nunca hubo motivo de desconfianza.').first()).toBeVisible()
    await expect(reader.getByText((reason as { text: string }).text)).toHaveCount(0)
    // Without words of witnesses, for nobody has signed this history: the page has to say so.
    await reader.goto('/es/practica/witnesses')
    await expect(reader.getByText('Nombró testigo, que todavía no firma.')).toBeVisible()

    // Civil society's own machine remembers: it signs nothing, keeps both sides and leaves with 3.
    await expect(civil.run('--forum', `${host.url()}/practica`)).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringContaining('CONTRADICTION (fork)') as unknown,
    })
    expect((await civil.kept()).length).toBeGreaterThan(1)

    // And whoever kept the receipt holds the log's own signature over what stood there: their browser says so, without asking this host.
    await reader.goto('/es/practica/verify')
    await reader.getByLabel('O pegue aquí el texto de un recibo').fill(receipt)
    await reader.getByRole('button', { name: 'Comprobar el recibo' }).click()
    await expect(reader.getByText('Verificado', { exact: true })).toBeVisible()
    const today = await (await fetch(`${host.url()}/practica/log/proof/${entryIndex}`)).text()
    const [before, after] = [parseReceipt(receipt), parseReceipt(today)]
    expect(after.index).toBe(before.index)
    expect(Buffer.from(after.extra ?? []).equals(Buffer.from(before.extra ?? []))).toBe(false)
  } finally {
    await database.$disconnect()
    await host.close()
    await civil.away()
  }
})
