import report from '../prisma/demonstration/mexico-report.json' with { type: 'json' }
import { expect, test } from './server.ts'

// The record of a real forum, read as anybody reads it: what its report says is there, and what no source says is not claimed.

const plan = 'mexico/plans/2019-2022'

for (const lang of ['es', 'en'] as const) {
  test(`each sentence of the evaluator’s report that states a fact stands on the plan’s page (${lang})`, async ({
    page,
  }) => {
    await page.goto(`/${lang}/${plan}`)
    // Part by part, as a reader opens them.
    const parts = page.locator('#report summary')
    for (let part = (await parts.count()) - 1; part >= 0; part -= 1) await parts.nth(part).click()
    const said = await page.locator('#report').innerText()
    const missing = (report as { at: string; es?: string; en?: string }[]).flatMap((sentence) => {
      const text = sentence[lang]
      return text && !said.includes(text) ? [sentence.at] : []
    })
    expect(missing).toEqual([])
    await expect(page.locator('#next-plan li')).toHaveCount(4)
    await expect(page.locator('#undated-events li')).toHaveCount(5)
    await expect(page.locator('#results')).toContainText(
      lang === 'es'
        ? 'Nueve de los trece compromisos lograron resultados tempranos.'
        : 'Nine of the thirteen commitments achieved early results.',
    )
    await expect(page.locator('#findings')).toContainText(
      lang === 'es' ? 'Requisitos mínimos' : 'Minimum requirements',
    )
  })
}

test('a plan that ended says so, and nothing of it is in force', async ({ page }) => {
  for (const path of ['/es/mexico', `/es/${plan}`, '/es/mexico/commitments']) {
    await page.goto(path)
    const said = await page.locator('main').innerText()
    expect(said, path).not.toMatch(/\d+ en vigor|plan actual/)
  }
  await page.goto(`/es/${plan}`)
  await expect(page.getByText('plan terminado').first()).toBeVisible()
  await expect(page.locator('#statuses')).toContainText('10 cuyo plan terminó')
  await expect(page.locator('#statuses')).toContainText('el Comité no los declaró inactivos')
  await page.goto(`/es/${plan}/commitments/2`)
  await expect(page.getByText('Terminó su plan', { exact: true })).toBeVisible()
})

test('who decided that the trusts commitment stops, when and why, stands in the open on its page', async ({
  page,
}) => {
  await page.goto(`/es/${plan}/commitments/9`)
  const ruling = page.locator('#ruling')
  await expect(ruling).toBeVisible()
  for (const told of [
    'El Comité Coordinador, de manera consensuada.',
    'no había condiciones para continuar',
    'Se dejó de trabajar en él.',
    'La sociedad civil pausó su trabajo',
    'decreto que ordenó eliminar fideicomisos',
  ])
    await expect(ruling).toContainText(told)
  await expect(page.getByText(/Las fuentes no dicen el día de la decisión; la minuta/)).toBeVisible()
  await expect(page.locator('#cite')).toContainText(
    'con las razones en una minuta del 20 de octubre de 2022',
  )
  await page.goto(`/en/${plan}/commitments/1`)
  await expect(page.getByText('inactive since')).toHaveCount(0)
  await expect(page.locator('#cite')).toContainText('the day of the decision is not known')
  await page
    .getByRole('link', { name: /minutes of 13 December 2021/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Minutes:')
  // Whoever recorded it did nothing on that day.
  await expect(page.locator('main')).toContainText(
    '13 December 2021 · recorded on 12 January 2026 by the operator’s office',
  )
})

test('the pages in English say nothing in Spanish but names and titles of sources', async ({ page }) => {
  for (const path of [
    `/en/${plan}`,
    ...Array.from({ length: 13 }, (_, place) => `/en/${plan}/commitments/${place + 1}`),
    '/en/mexico/plans/2016-2018',
    '/en/mexico/plans/2016-2018/commitments/3',
    ...['', '/bodies', '/bodies/cc-aga', '/bodies/stt', '/bodies/gt-1', '/meetings', '/decisions'].map(
      (path) => `/en/mexico${path}`,
    ),
    ...['/history', '/sources', '/events'].map((path) => `/en/mexico${path}`),
  ]) {
    await page.goto(path)
    const spanish = await page.locator('main').evaluate((main) => {
      const words =
        /\b(fuentes?|según|informe|minutas?|razones|consta|halló|leyó|página|copias|borrador|con|por|sin)\b/i
      const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
      const found: string[] = []
      while (walker.nextNode()) {
        const text = (walker.currentNode.textContent ?? '').trim()
        // What a source alone has in Spanish, a name or a title, says so.
        if (words.test(text) && !walker.currentNode.parentElement?.closest('[lang="es"], code'))
          found.push(text)
      }
      return found
    })
    expect(spanish, path).toEqual([])
  }
})

test('the committee as of 2022 has its seats, and what is not known of their days says so', async ({
  page,
}) => {
  await page.goto('/es/mexico/bodies/cc-aga?on=2022-05-03')
  await expect(page.locator('#seats tbody tr')).toHaveCount(8)
  await expect(page.locator('#seats')).toContainText('La fuente lo nombra en diciembre de 2019')
  await page.goto('/es/mexico/bodies/cc-aga')
  await expect(page.locator('#seats')).toContainText('Con ese nombre terminó en marzo de 2025')
  await page.getByRole('link', { name: 'Asesoría técnica de la academia' }).click()
  await expect(page.locator('#mandates')).toContainText('nadie lo había ocupado')
})
