import { defaultLocale, isLocale } from '@/app/_request/locales'
import { mesa } from '@/app/_request/mesa'
import { stoppingAsked } from '@/app/_request/stop-mail'
import { settings } from '@/lib/settings.ts'

type Asked = { params: Promise<{ token: string }> }

const quiet = { 'Cache-Control': 'private, no-store', 'Referrer-Policy': 'no-referrer' }

/** Programs that look through mail follow every link: by looking alone nothing is stopped. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  return leadTo(defaultLocale, (await params).token)
}

/**
 * The one click of a mail program (RFC 8058): it comes without a cookie and from nowhere, and is not led
 * elsewhere. The page's own button posts the same, and is led back to its page.
 */
export async function POST(request: Request, { params }: Asked): Promise<Response> {
  const { token } = await params
  const [asked, form] = [await stoppingAsked(token), await request.formData().catch(() => null)]
  if (!asked) return new Response(null, { status: 404, headers: quiet })
  await mesa().notices.stopKinds(asked.person, asked.kinds)
  if (form?.get('List-Unsubscribe') === 'One-Click') return new Response(null, { headers: quiet })
  const locale = form?.get('locale')
  return leadTo(isLocale(locale) ? locale : defaultLocale, token, '?done=1')
}

function leadTo(locale: string, token: string, asking = ''): Response {
  const to = `${settings().publicUrl}/${locale}/stop-mail/${encodeURIComponent(token)}${asking}`
  return new Response(null, { status: 303, headers: { ...quiet, Location: to } })
}
