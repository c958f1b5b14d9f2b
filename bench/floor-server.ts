// The floor of a page: bare node:http, one query with Postgres.js, the same bytes. Of an upload: the bytes to a file, and their digest.
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'

const sql = postgres(process.env.DATABASE_URL ?? '', { max: 10 })
createServer((request, response) => {
  void (async () => {
    if (request.method === 'PUT') {
      const folder = await mkdtemp(join(tmpdir(), 'mesa-floor-'))
      const hash = createHash('sha256')
      const digesting = new Transform({
        transform(chunk: Buffer, _encoding, next) {
          hash.update(chunk)
          next(null, chunk)
        },
      })
      await pipeline(request, digesting, createWriteStream(join(folder, 'file')))
      await rm(folder, { recursive: true })
      return response.end(hash.digest('hex'))
    }
    const [row] = await sql<
      { body: string }[]
    >`SELECT body FROM bench_page WHERE path = ${request.url ?? '/'}`
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    return response.end(row?.body ?? '')
  })()
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
