// Stands between a server and its database, and counts what goes by: statements and rows say the same on
// a slow machine as on a fast one.
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { freePort } from '../scripts/postgres.ts'

export type Counted = {
  statements: string[]
  rows: number
  /** each statement with the rows that it was answered with, and the role that asked */
  answers: { statement: string; rows: number; role: string }[]
}
export type Counting = {
  /** the same database by way of the counter */
  through: (url: string) => string
  /** what went by since it was asked last */
  taken: () => Counted
  close: () => void
}

/** Transactions and listening are no questions. */
const ASIDE = /^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|LISTEN|DEALLOCATE|SELECT 1\s*$)/i

/** The first message of a connection has no letter. */
const OPENING = ''

/** Whole messages of PostgreSQL's protocol (chapter 55.7): a letter, a length that counts itself, a body. */
function messages(untyped: boolean, tell: (type: string, body: Buffer) => void) {
  let rest = Buffer.alloc(0)
  let opening = untyped
  return (part: Buffer) => {
    rest = Buffer.concat([rest, part])
    for (;;) {
      const head = opening ? 0 : 1
      if (rest.length < head + 4) return
      const end = head + rest.readInt32BE(head)
      if (rest.length < end) return
      tell(opening ? OPENING : String.fromCharCode(rest[0] ?? 0), rest.subarray(head + 4, end))
      opening = false
      rest = rest.subarray(end)
    }
  }
}

const textAt = (body: Buffer, from: number) => body.toString('utf8', from, body.indexOf(0, from))

/** An opening is its version, and names each with its value. */
function roleIn(opening: Buffer): string {
  const words = opening.toString('utf8', 4).split('\0')
  return words[words.indexOf('user') + 1] ?? ''
}

export async function countStatements(databaseUrl: string): Promise<Counting> {
  const { hostname, port } = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let counted: Counted = { statements: [], rows: 0, answers: [] }
  const server = createServer((client) => {
    const database = connect(Number(port), hostname)
    // A connection is asked one thing after the other. What is prepared under a name is parsed once, and
    // asked as often as it is bound.
    let asked = { statement: '', rows: 0, role: '' }
    const prepared = new Map<string, string>()
    const ask = (statement: string) => {
      asked = { statement, rows: 0, role: asked.role }
      if (ASIDE.test(statement)) return
      counted.statements.push(statement)
      counted.answers.push(asked)
    }
    for (const socket of [client, database]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        database.destroy()
        sockets.delete(socket)
      })
    }
    client.on(
      'data',
      messages(true, (type, body) => {
        if (type === OPENING) asked.role = roleIn(body)
        if (type === 'Q') ask(textAt(body, 0))
        if (type === 'P') prepared.set(textAt(body, 0), textAt(body, body.indexOf(0) + 1))
        if (type === 'B') ask(prepared.get(textAt(body, body.indexOf(0) + 1)) ?? '')
      }),
    )
    database.on(
      'data',
      messages(false, (type) => {
        if (type !== 'D') return
        counted.rows += 1
        asked.rows += 1
      }),
    )
    client.pipe(database)
    database.pipe(client)
  })
  const own = await freePort()
  await new Promise<void>((ready) => server.listen(own, '127.0.0.1', ready))
  return {
    through: (url) => {
      const by = new URL(url)
      by.host = `127.0.0.1:${own}`
      return by.href
    },
    taken: () => {
      const taken = counted
      counted = { statements: [], rows: 0, answers: [] }
      return taken
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
