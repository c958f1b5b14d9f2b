// The thread on which the portal's pages are made (renderer.ts).
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { parentPort } from 'node:worker_threads'
import next from 'next'
import { openMesa } from '../../lib/mesa.ts'
import { settings } from '../../lib/settings.ts'
import { bodyOf, keepingMoment, render, withoutScripts } from '../rendering.ts'
import type { Answer, Asked } from './renderer.ts'

const given = settings()
const { host } = new URL(given.publicUrl)
const mesa = openMesa(given.databaseUrl, given)
Object.assign(globalThis, { mesa })
const app = next({
  dev: false,
  dir: process.cwd(),
  hostname: 'localhost',
  port: given.port,
  // It is given one lest it make one: nothing is listened to here.
  httpServer: createServer(),
})
await app.prepare()
const handle = app.getRequestHandler() as RequestListener

async function made({ address, ...of }: Asked) {
  const response = await render(handle, address, host, of)
  const location = response.getHeader('location')
  return {
    status: response.statusCode,
    location: location === undefined ? undefined : String(location),
    html: keepingMoment(withoutScripts(bodyOf(response).toString('utf8'))),
  }
}

async function stop() {
  parentPort?.close()
  await mesa.close()
  await app.close()
  process.exit()
}

// What was asked meanwhile has waited for somebody to listen.
parentPort?.on('message', (said: 'stop' | ({ id: number } & Asked)) => {
  if (said === 'stop') return void stop()
  const { id, ...asked } = said
  const answer = (answered: Answer) => parentPort?.postMessage(answered)
  made(asked).then(
    (page) => answer({ id, made: page }),
    (error: unknown) =>
      answer({ id, failed: error instanceof Error ? String(error.stack) : String(error) }),
  )
})
