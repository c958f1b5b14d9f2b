// The floor of a tile: bare node:http with the same bytes in memory, and nothing else to say than what they are.
import { createServer } from 'node:http'

const files = new Map<string, { type: string; body: Buffer }>()
for (const address of process.argv.slice(2)) {
  const answer = await fetch(address)
  files.set(new URL(address).pathname, {
    type: answer.headers.get('content-type') ?? '',
    body: Buffer.from(await answer.arrayBuffer()),
  })
}
createServer((request, response) => {
  const file = files.get(request.url ?? '')
  if (!file) {
    response.writeHead(404).end()
    return
  }
  response.setHeader('Content-Type', file.type)
  response.setHeader('Content-Length', file.body.length)
  response.end(file.body)
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
