// A real SMTP server for tests, which does as it is told, and what it has taken, read by a parser that
// shares no code with the writer.
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import type { Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

type Taken = { to: string; raw: string; mail: Email }
/** What the server says to a recipient, or to a whole mail: nothing is yes; null: it never answers. */
type Answer = { code: number; text: string } | null | undefined

export type MailServer = {
  url: string
  taken: Taken[]
  /** asked of each recipient, and of each mail when it has come in */
  answers: { recipient: (address: string) => Answer; mail: (to: string) => Answer }
  stop: () => Promise<void>
}

export async function startMailServer(port = 0): Promise<MailServer> {
  const taken: Taken[] = []
  const answers: MailServer['answers'] = { recipient: () => undefined, mail: () => undefined }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _session, callback) => said(answers.recipient(address), callback),
    onData(stream, session, callback) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString()
        const to = session.envelope.rcptTo[0]?.address ?? ''
        const answer = answers.mail(to)
        if (answer !== undefined) return said(answer, callback)
        void PostalMime.parse(raw).then((mail) => {
          taken.push({ to, raw, mail })
          callback()
        })
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const address = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    taken,
    answers,
    stop: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}

function said(answer: Answer, callback: (error?: Error | null) => void): void {
  if (answer === null) return
  callback(answer && Object.assign(new Error(answer.text), { responseCode: answer.code }))
}
