import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Server } from './server.ts'

/** The operator's link, as it is printed. */
export async function foundingLink({ url, database }: Server): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/operator/found.ts'], {
    env: Object.assign({}, process.env, {
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      DATABASE_READER_URL: database.readerUrl,
      PUBLIC_URL: url,
      MESA_MODE: 'demonstration',
    }),
  })
  return /http\S+\/founding\/\S+/.exec(stdout)?.[0] ?? ''
}
