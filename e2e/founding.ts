import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Server } from './server.ts'

/** The operator's link, as it is printed. */
export async function foundingLink(server: Server): Promise<string> {
  return /http\S+\/founding\/\S+/.exec(await found(server))?.[0] ?? ''
}

/** The code that the operator tells this person. */
export async function codeOf(server: Server, email: string): Promise<string> {
  const listed = (await found(server, '--list')).split('\n').filter((line) => line.includes('accepted'))
  const told = await Promise.all(
    listed.map((line) => found(server, '--codes', line.split(' ')[0] ?? '')),
  )
  const line = told
    .join('\n')
    .split('\n')
    .find((one) => one.includes(`<${email}>`))
  return line?.trim().split(/\s+/)[0] ?? ''
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
