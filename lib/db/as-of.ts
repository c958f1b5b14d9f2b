import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import type { Database, Reader } from './client.ts'
import { inSchema, openIn } from './client.ts'

/** Which moment the views of the schema `asof` show (migration `past`). */
type Moment = { on: string } | { at: number }

const asked = new AsyncLocalStorage<Moment>()

type StandingClient = pg.PoolClient & { moment?: string }

/** Each statement runs where it was asked for: a connection is told the moment when it stands at another one. Without one, it fails. */
class MomentPool extends pg.Pool {
  override query = (async (...given: Parameters<pg.PoolClient['query']>) => {
    const moment = asked.getStore()
    if (!moment) throw new Error('the past was asked without a moment')
    const client: StandingClient = await this.connect()
    try {
      const [at, on] = 'on' in moment ? ['', moment.on] : [String(moment.at), '']
      if (client.moment !== `${at}/${on}`) {
        await client.query({
          name: 'stand',
          text: `SELECT set_config('mesa.at_index', $1, false), set_config('mesa.at_day', $2, false)`,
          values: [at, on],
        })
        client.moment = `${at}/${on}`
      }
      return await client.query(...given)
    } finally {
      client.release()
    }
  }) as unknown as pg.Pool['query']
}

export type AsOf = { at: (moment: Moment) => Reader; close: () => Promise<void> }

/** The past in the shape of the present: the same client over views of the same names, so that every query serves for then as it is. */
export function openAsOf(
  url: string,
  schema: 'asof' | 'asof_published',
  { connections = 6, longestMs = 30_000 } = {},
): AsOf {
  let opened: { database: Database; pool: pg.Pool } | undefined
  const open = () => {
    if (opened) return opened
    const pool = new MomentPool({
      connectionString: inSchema(url, schema),
      max: connections,
      statement_timeout: longestMs,
    })
    return (opened = { pool, database: openIn(pool, schema) })
  }
  return {
    at: (moment) => standing(open().database, moment),
    close: async () => {
      if (!opened) return
      const { database, pool } = opened
      // A pool says that it has ended before its connections are gone.
      let left = pool.totalCount
      const gone = new Promise<void>((resolve) => {
        if (left === 0) resolve()
        pool.on('remove', () => --left === 0 && resolve())
      })
      await database.$disconnect()
      if (!pool.ended) await pool.end()
      await gone
    },
  }
}

type Method = (...given: unknown[]) => PromiseLike<unknown>

/** The client with the moment around each of its calls. */
function standing(database: Database, moment: Moment): Reader {
  const around =
    (of: object, method: Method): Method =>
    (...given) =>
      asked.run(moment, async () => Reflect.apply(method, of, given) as unknown)
  return new Proxy(database, {
    get(target, name) {
      const part: unknown = Reflect.get(target, name)
      if (typeof part === 'function') return around(target, part as Method)
      if (!part || typeof part !== 'object') return part
      return new Proxy(part, {
        get(model, method) {
          // Finding one by its key would be put together with what others ask for in the same instant, at their moment.
          if (method === 'findUnique' || method === 'findUniqueOrThrow') {
            const first = Reflect.get(model, method.replace('Unique', 'First')) as Method
            return around(model, (given) => first.call(model, plainly(given as { where: object })))
          }
          const own: unknown = Reflect.get(model, method)
          return typeof own === 'function' ? around(model, own as Method) : own
        },
      })
    },
  }) as Reader
}

/** A key of several fields stands under one name (`forumId_index`); a condition names each. */
function plainly({ where, ...rest }: { where: object }): object {
  const fields = Object.entries(where).map(([name, value]) =>
    name.includes('_') ? (value as object) : { [name]: value as unknown },
  )
  return { ...rest, where: Object.assign({}, ...fields) as object }
}
