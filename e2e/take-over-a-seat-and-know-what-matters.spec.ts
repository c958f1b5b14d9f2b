import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

test.use({ apart: 'take-over-a-seat' })

test('whoever takes over the seat of SFP’s head finds on one page what matters, takes it away, and says so in the log', async ({
  browser,
  baseURL,
}) => {
  const fernando = await signedIn(browser, 'fernando', { baseURL })
  // The desk is the brief's first part: mine, my sector's, my bodies'.
  for (const name of [/^Mis asientos/, /^Mi sector/, /^En mis órganos/])
    await expect(fernando.getByRole('heading', { level: 2, name })).toBeVisible()
  const sector = fernando.locator('#work-sector')
  await expect(sector.getByText(/se convocó y nunca se abrió/)).toBeVisible()
  await expect(sector.getByText(/no ha circulado/)).toBeVisible()
  await expect(sector.getByText('Invitar a las universidades', { exact: false })).toBeVisible()

  await fernando.getByRole('link', { name: 'Informe de relevo', exact: true }).first().click()
  await expect(fernando.getByRole('heading', { level: 1 })).toContainText('Titular de la SFP')
  const section = (id: string) => fernando.locator(`#${id}`)
  await expect(
    section('due')
      .getByText(/las dos|dice .* de 2027/)
      .first(),
  ).toBeAttached()
  await expect(section('due').getByText('Por aclarar').first()).toBeVisible()
  await expect(section('blocked').getByText(/Compromiso 2, .*: inactivo desde/)).toBeVisible()
  await expect(
    section('blocked').getByText('Preferimos un compromiso más pequeño y vivo', { exact: false }),
  ).toBeVisible()
  await expect(section('promised').getByText(/3 vencidas/)).toBeVisible()
  await expect(section('changed').getByText(/46 días después/)).toBeVisible()
  await expect(section('disputed').getByText(/cuestionó el/)).toBeVisible()
  await expect(section('outside').getByText(/Nadie ha convocado a revisarlo/)).toBeVisible()
  await expect(section('people').getByText(/vacante desde el/)).toBeVisible()
  await expect(section('next').getByText(/pide lo que ya resolvió la decisión 4/)).toBeVisible()

  // A line leads to the act that it stands on.
  const act = section('blocked')
    .getByRole('link', { name: /^acto \d+$/ })
    .first()
  const number = (await act.innerText()).replace(/\D/g, '')
  await act.click()
  await expect(fernando).toHaveURL(new RegExp(`/history/${number}$`))
  await fernando.goBack()

  // To take away, in the language of the page.
  for (const [name, begins] of [
    ['PDF', '%PDF'],
    ['Markdown', '>'],
  ] as const) {
    const href = await fernando.getByRole('link', { name, exact: true }).getAttribute('href')
    const answer = await fernando.request.get(href ?? '')
    expect(answer.status()).toBe(200)
    expect((await answer.body()).toString('latin1').slice(0, 200)).toContain(begins)
  }

  // While one was away: the same, since another day.
  await fernando.goto(`${fernando.url()}${fernando.url().includes('?') ? '&' : '?'}since=2026-11-01`)
  await expect(fernando.getByText(/Cuenta los cambios desde el 1 de noviembre de 2026/)).toBeVisible()

  await fernando.goto('/es/practica/desk/brief')
  await fernando.getByText('Dejar una nota', { exact: true }).click()
  await fernando
    .getByLabel('Nota', { exact: true })
    .fill('Antes de la sesión, llame a la secretaría del GTP 1.')
  await fernando.getByLabel('para quien ocupe el asiento').check()
  await fernando.getByRole('button', { name: 'Dejar la nota' }).click()
  await expect(fernando.getByText('La nota quedó guardada con el asiento.')).toBeVisible()
  await expect(
    fernando.locator('#notes blockquote').getByText('llame a la secretaría del GTP 1', { exact: false }),
  ).toBeVisible()

  await fernando.getByRole('button', { name: 'Leído y recibido' }).click()
  await expect(
    fernando.getByText('Quedó registrado que leyó el informe', { exact: false }),
  ).toBeVisible()
  await expect(fernando.getByText(/lo leyó y recibió el/)).toBeVisible()
  await fernando.goto('/es/practica/history?topic=handovers')
  await expect(fernando.getByText(/Leyó el informe de relevo de Titular de la SFP/)).toBeVisible()
  // What the note says is for whoever comes after, and for no public page.
  await expect(fernando.getByText('llame a la secretaría', { exact: false })).toHaveCount(0)

  // Another sector reads the same brief, without the note.
  const mariana = await signedIn(browser, 'mariana', { baseURL })
  await mariana.goto('/es/practica/desk/brief')
  await mariana
    .getByRole('combobox', { name: 'Asiento' })
    .selectOption({ label: 'Titular de la SFP (preside) (CC)' })
  await mariana.getByRole('button', { name: 'Mostrar' }).click()
  await expect(mariana.getByRole('heading', { level: 1 })).toContainText('Titular de la SFP')
  await expect(mariana.getByText('llame a la secretaría', { exact: false })).toHaveCount(0)
  await expect(mariana.getByRole('button', { name: 'Leído y recibido' })).toHaveCount(0)
})
