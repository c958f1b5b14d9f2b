import AxeBuilder from '@axe-core/playwright'
import { parseKey, openNote } from '../lib/log/note.ts'
import { openByPolicy, parsePolicy } from '../lib/log/policy.ts'
import { parseReceipt } from '../lib/log/proof.ts'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'
import { machine, nameWitness } from './witness.ts'

test('civil society names a witness of its own, co-signs from its own machine, and everybody sees it', async ({
  browser,
  baseURL,
}) => {
  const civil = await machine()
  const reader = await (await browser.newContext()).newPage()
  await reader.goto('/es/practica/witnesses')
  await expect(reader.getByText('Ningún testigo ha firmado todos.')).toBeVisible()
  await expect(reader.getByText(/ha nombrado testigo\. De lo que diga/)).toHaveCount(3)

  // Without JavaScript: two steps, each an ordinary form.
  const vkey = await nameWitness(
    await signedIn(browser, 'mariana', { javaScriptEnabled: false }),
    civil,
    'civil.example/testigo',
  )
  await reader.reload()
  await expect(reader.getByText('Nombró testigo, que todavía no firma.')).toBeVisible()

  expect(await civil.run('--forum', `${baseURL}/practica`)).toContain('co-signed')
  await expect(async () => {
    await reader.reload()
    await expect(reader.getByText('Ha firmado toda la bitácora.')).toBeVisible({ timeout: 500 })
  }).toPass()
  expect((await new AxeBuilder({ page: reader }).analyze()).violations).toEqual([])

  // What is served carries the line; a receipt of an old act, too.
  const log = `${baseURL}/practica/log`
  const witnessed = await (await fetch(`${log}/witnessed`)).text()
  expect(openNote(witnessed, [parseKey(vkey)]).verified).toHaveLength(1)
  expect(await (await fetch(`${log}/checkpoint`)).text()).toBe(witnessed)
  expect(
    openNote(parseReceipt(await (await fetch(`${log}/proof/0`)).text()).checkpoint, [parseKey(vkey)])
      .verified,
  ).toHaveLength(1)
  await reader.goto('/es/practica/history/0')
  await expect(
    reader.getByRole('img', { name: 'Sociedad civil: su testigo ha firmado este acto' }),
  ).toBeVisible()
  await expect(reader.getByRole('img', { name: /sin firma de su testigo/ })).toHaveCount(2)

  // A policy needs a second witness: INAI's.
  expect((await fetch(`${log}/policy/civil-society`)).status).toBe(404)
  const oversight = await machine()
  await nameWitness(await signedIn(browser, 'elvira'), oversight, 'inai.example/testigo')
  const policy = parsePolicy(await (await fetch(`${log}/policy/civil-society`)).text())
  // Naming it was an act: civil society's word is one act old, and INAI has not said any.
  expect(() => openByPolicy(witnessed, policy)).toThrow('too few')
  await reader.goto('/es/practica/witnesses')
  await expect(reader.getByText('Falta un acto por firmar.')).toBeVisible()
  for (const sector of [civil, oversight]) await sector.run('--forum', `${baseURL}/practica`)
  expect(openByPolicy(await (await fetch(`${log}/witnessed`)).text(), policy).verified).toHaveLength(3)

  // What is no witness's word is refused, in one line.
  const foreign = await fetch(`${log}/cosignature`, { method: 'POST', body: 'hola\n' })
  expect([foreign.status, await foreign.text()]).toEqual([400, 'a note without signatures.\n'])
  await Promise.all([civil.away(), oversight.away()])
})
