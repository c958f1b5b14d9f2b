import { createServer } from 'node:http'
import next from 'next'
import type { ServerSettings } from '../lib/settings.ts'

export const startServer = async ({ host, port, publicUrl }: ServerSettings): Promise<{ url: string; stop: () => Promise<void> }> => {
  const app = next({ dev: process.env.NODE_ENV === 'development', hostname: host, port })
  await app.prepare()
  const handle = app.getRequestHandler()
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((listening, failed) => server.on('error', failed).listen(port, host, listening))
  return {
    url: publicUrl,
    stop: async () => {
      server.closeIdleConnections()
      await new Promise((closed) => server.close(closed))
      await app.close()
    },
  }
}
