import type { APIRequestContext } from '@playwright/test'
import { everyRoute } from './at-once.ts'
import { expect, test } from './server.ts'
import { signedIn } from './table.ts'

/** The sign-in form as a browser without scripts would send it. */
async function signInForm(request: APIRequestContext): Promise<Record<string, string>> {
  // Also for somebody who is signed in, and would be led to their desk.
  const html = await (await request.get('/es/sign-in?other=1')).text()
  const plain = (text = '') => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  const hidden = html.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g)
  const fields = Object.fromEntries([...hidden].map(([, name, value]) => [plain(name), plain(value)]))
  return { ...fields, email: 'leticia.ek@practica.example', password: 'practica-mesa-2026' }
}

const elsewhere: Record<string, string>[] = [
  { origin: 'null' },
  { origin: 'https://example.org' },
  { origin: 'http://localhost:1' },
  {},
  { origin: 'own', 'sec-fetch-site': 'cross-site' },
]

test('a form is taken from our own pages alone', async ({ request, baseURL }) => {
  const multipart = await signInForm(request)
  for (const sent of elsewhere) {
    const headers = { ...sent, ...(sent.origin === 'own' && { origin: baseURL }) }
    const answer = await request.post('/es/sign-in', { headers, multipart, maxRedirects: 0 })
    expect(answer.status(), JSON.stringify(sent)).toBe(403)
    expect(await answer.text()).toContain('El formulario no vino de aquí')
    expect(answer.headers()['set-cookie']).toBeUndefined()
  }
  const own = await request.post('/es/sign-in', {
    headers: { origin: baseURL },
    multipart,
    maxRedirects: 0,
  })
  expect(own.status()).toBe(303)
  expect(own.headers()['set-cookie']).toContain('HttpOnly')
})

test('a page in a sandboxed frame cannot send one either (CVE-2026-27978)', async ({
  page,
  baseURL,
}) => {
  const form = `<form method="post" enctype="multipart/form-data" target="_top" action="${baseURL}/es/sign-in"></form>
    <script>document.forms[0].submit()</script>`
  await page.route('**/frame', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<iframe sandbox="allow-forms allow-scripts allow-top-navigation" srcdoc='${form}'></iframe>`,
    }),
  )
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.goto('/frame')
  const answer = await answered
  expect((await answer.request().allHeaders()).origin).toBe('null')
  expect(answer.status()).toBe(403)
})

test('after signing in one stays on this site', async ({ request, baseURL }) => {
  for (const to of [
    'https://example.org',
    '//example.org',
    '/\\example.org',
    'javascript:alert(1)',
    '/es/../..//example.org',
  ]) {
    const multipart = { ...(await signInForm(request)), to }
    const answer = await request.post('/es/sign-in', {
      headers: { origin: baseURL },
      multipart,
      maxRedirects: 0,
    })
    expect(answer.status(), to).toBe(303)
    expect(answer.headers().location, to).toMatch(/^\/es\/(practica\/desk|account)$/)
  }
})

const crafted: Record<string, string>[] = [
  ...[
    'middleware',
    'src/middleware',
    'proxy',
    'pages/_middleware',
    'middleware:middleware:middleware:middleware:middleware',
  ].map((value) => ({ 'x-middleware-subrequest': value })), // CVE-2025-29927
  { rsc: '1', 'next-router-prefetch': '1' },
  { rsc: '1', 'next-router-segment-prefetch': '/_tree' },
  { 'x-nextjs-data': '1' },
  { 'x-matched-path': '/es/practica/desk' },
  { 'x-invoke-path': '/es/practica/desk' },
  { 'x-forwarded-host': 'example.org' },
  { cookie: 'next-auth.session-token=forged' },
  { authorization: 'Bearer forged' },
]

test('no header opens the desk', async ({ request }) => {
  for (const headers of crafted) {
    const answer = await request.get('/es/practica/desk', { headers, maxRedirects: 0 })
    const text = await answer.text()
    expect(answer.headers().location ?? text, JSON.stringify(headers)).not.toContain('example.org')
    expect(text, JSON.stringify(headers)).not.toContain('Mariana Escobedo')
    expect([200, 307], JSON.stringify(headers)).toContain(answer.status())
  }
})

test('a nonce comes from us, and is never the same (CVE-2026-44581)', async ({ request }) => {
  const policyOf = async () => {
    const headers = { 'x-nonce': 'chosen', 'content-security-policy': "script-src 'nonce-chosen'" }
    const answer = await request.get('/es/sign-in', { headers })
    expect(await answer.text()).not.toContain('chosen')
    return answer.headers()['content-security-policy'] ?? ''
  }
  const [first, second] = [await policyOf(), await policyOf()]
  expect(first).toMatch(/script-src 'nonce-[\w+/=]{24}' 'strict-dynamic'/)
  expect(first).not.toBe(second)
  expect(first).not.toMatch(/script-src[^;]*unsafe/)
})

test('what nobody can read, and what is too large, is answered at once', async ({
  request,
  baseURL,
}) => {
  const malformed = {
    origin: baseURL ?? '',
    'next-action': '7f'.padEnd(42, '0'),
    'content-type': 'text/plain',
  }
  for (const data of ['["$F1","$@1",{"a":"$Q2"}]', '$K1', '{"then":"$1:__proto__:then"}', '']) {
    expect(
      (await request.post('/es/sign-in', { headers: malformed, data, timeout: 60_000 })).status(),
    ).toBeLessThan(500)
  }
  const large = await request.post('/es/sign-in', {
    headers: { origin: baseURL ?? '' },
    multipart: { ...(await signInForm(request)), to: 'x'.repeat(9_000_000) },
    timeout: 60_000,
  })
  expect(large.status()).toBe(413)
  expect(await large.text()).toContain('El formulario es demasiado grande')
})

/**
 * What stands where an address names a thing: what nobody wrote, what was never there, a number, a byte
 * that no database takes.
 */
const nothings = [
  'none',
  '00000000-0000-4000-8000-000000000000',
  '0',
  '-1',
  '99999999999999',
  '%00',
  '%ED%A0%80',
]

test('an address of something that is not there is answered, on every page, and never by a fault of ours', async ({
  browser,
}) => {
  const omar = await signedIn(browser, 'omar')
  const addresses = everyRoute
    .filter((route) => /\[(?!locale|forum)/.test(route))
    .flatMap((route) =>
      nothings.map((nothing) =>
        route
          .replace('[locale]', 'es')
          .replace('[forum]', 'practica')
          .replaceAll(/\[\w+\]/g, nothing),
      ),
    )
  const answered = await Promise.all(
    addresses.map(async (address) => {
      const answer = await omar.request.get(address, { maxRedirects: 0 })
      return { address, status: answer.status() }
    }),
  )
  expect(addresses.length).toBeGreaterThan(200)
  expect(answered.filter(({ status }) => status >= 500)).toEqual([])
  // A link that was sent to somebody has a page that says why it opens nothing.
  const links = /^\/es\/(?:acceptance|founding|invitation|stop-mail)\//
  expect(
    answered
      .filter(({ address, status }) => status === 200 && !links.test(address))
      .map(({ address }) => address),
  ).toEqual(['/es/practica/history/0'])
})
