import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Server } from './server.ts'

/** The operator's link, as it is printed. */
export async function foundingLink(server: Server): Promise<string> {
  return /http\S+\/founding\/\S+/.exec(await found(server))?.[0] ?? ''
}

/** The codes that the operator tells each person of a founding, by their e-mail. */
export async function codesOf(server: Server): Promise<Map<string, string>> {
  const listed = (await found(server, '--list')).split('\n').filter((line) => line.includes('accepted'))
  const told = await Promise.all(
    listed.map((line) => found(server, '--codes', line.split(' ')[0] ?? '')),
  )
  const lines = [...told.join('\n').matchAll(/^ {2}(\S+) {2}.*<(\S+)>/gm)]
  return new Map(lines.map(([, code = '', email = '']) => [email, code]))
}

async function found({ url, database }: Server, ...asked: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['scripts/operator/found.ts', ...asked],
    {
      env: Object.assign({}, process.env, {
        DATABASE_URL: database.appUrl,
        DATABASE_OWNER_URL: database.ownerUrl,
        DATABASE_READER_URL: database.readerUrl,
        PUBLIC_URL: url,
        MESA_MODE: 'demonstration',
      }),
    },
  )
  return stdout
}
