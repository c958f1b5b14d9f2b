import { expect, it } from 'vitest'
import { GET } from '@/app/api/mail/[id]/route'
import MailboxPage from './page'

// An installation of one's own, as nobody has said that it is a demonstration.
Object.assign(process.env, {
  DATABASE_URL: 'postgresql://nobody@localhost:1/nothing',
  SESSION_SECRET: 's'.repeat(32),
})
delete process.env.MESA_MODE

it('there are no caught mails, and no page of them, but in a demonstration', async () => {
  await expect(MailboxPage({ params: Promise.resolve({ locale: 'es' }) })).rejects.toThrow(/404/)
  const answer = await GET(new Request('http://localhost/'), { params: Promise.resolve({ id: 'x' }) })
  expect(answer.status).toBe(404)
})
