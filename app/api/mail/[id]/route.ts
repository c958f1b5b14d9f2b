import { mesa } from '@/app/_request/mesa'
import { settings } from '@/lib/settings.ts'

type Asked = { params: Promise<{ id: string }> }

const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  // As in a mail program: nothing is loaded, and nothing runs.
  'Content-Security-Policy':
    "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; style-src-attr 'unsafe-inline'",
}

/** A caught mail with its formatting; of a demonstration alone. */
export async function GET(_request: Request, { params }: Asked): Promise<Response> {
  const { id } = await params
  const mail =
    settings().mode === 'demonstration' ? mesa().caught.find((one) => one.id === id) : undefined
  return mail ? new Response(mail.html, { headers }) : new Response(null, { status: 404 })
}
