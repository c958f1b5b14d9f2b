// For tests and figures: the shared drafts in a process of their own, which can be killed, and whose memory can be asked for.
import { startLiveServer } from './live-table.ts'

const [databaseUrl = '', directory = '', port = '0', publicUrl = ''] = process.argv.slice(2)
const server = await startLiveServer({
  databaseUrl,
  files: { directory },
  port: Number(port),
  ...(publicUrl && { publicUrl }),
})
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)))
process.on('disconnect', () => process.exit(0))
process.on('message', () => {
  globalThis.gc?.()
  process.send?.({ rss: process.memoryUsage().rss })
})
process.send?.({ port: server.port })
