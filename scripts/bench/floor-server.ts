// The floor of a page: bare node:http, one query with Postgres.js, the same bytes.
import { createServer } from 'node:http'
import postgres from 'postgres'

const sql = postgres(process.env.DATABASE_URL ?? '', { max: 10 })
createServer((request, response) => {
  void sql<{ body: string }[]>`SELECT body FROM bench_page WHERE path = ${request.url ?? '/'}`.then(([row]) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(row?.body ?? '')
  })
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
