import { createHmac, timingSafeEqual } from 'node:crypto'
import { noticeKinds } from '../log/fact.ts'
import type { NoticeKind } from '../log/fact.ts'

export type Stopping = { person: string; kinds: NoticeKind[] }

/**
 * What stands in the link by which one stops a kind of mail, from the mail itself and without signing in
 * (RFC 8058). It can do that and nothing else, so it may lie in a mailbox for years; nothing is kept of
 * it here.
 */
export function stoppingToken({ person, kinds }: Stopping, secret: string): string {
  const said = `${person}.${[...kinds].toSorted().join('-')}`
  return `${said}.${macOf(said, secret)}`
}

export function stoppingIn(token: string, secret: string): Stopping | null {
  const [person = '', listed = '', mac = ''] = token.split('.')
  const [given, expected] = [Buffer.from(mac), Buffer.from(macOf(`${person}.${listed}`, secret))]
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return { person, kinds: noticeKinds.filter((kind) => listed.split('-').includes(kind)) }
}

function macOf(said: string, secret: string): string {
  return createHmac('sha256', secret).update(`stop-mail/v1\0${said}`).digest('base64url')
}
