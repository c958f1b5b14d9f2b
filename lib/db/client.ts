import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type { Types } from '@prisma/client/runtime/client'
import type { Columns } from './columns.ts'
import { Prisma, PrismaClient } from './generated/client.ts'

type Reading =
  | 'findMany'
  | 'findFirst'
  | 'findUnique'
  | 'findUniqueOrThrow'
  | 'findFirstOrThrow'
  | 'count'
  | 'aggregate'
  | 'groupBy'
type Nothing = Record<never, never>

/**
 * What Prisma takes for the types of computed fields: here of columns that it does not know better than as JSON or as text. Nothing is
 * computed.
 */
type Typed = Types.Extensions.InternalArgs<
  {
    [Model in keyof Columns]: {
      [Column in keyof Columns[Model]]: { compute: () => Columns[Model][Column] }
    }
  },
  Nothing,
  Nothing,
  Nothing
>
type Client = PrismaClient<never, Prisma.PrismaClientOptions['omit'], Typed>
type Options = Parameters<PrismaClient['$transaction']>[1]

/** The handle of `apply`. It comes from lib/act alone, inside one transaction. */
export type Writer = Omit<
  Client,
  `$${'connect' | 'disconnect' | 'on' | 'transaction' | 'extends'}` | symbol
>

/** Prisma forgets in a transaction what it was told of columns. */
export type Database = Writer &
  Pick<Client, '$connect' | '$disconnect'> & {
    $transaction<T>(work: (tx: Writer) => Promise<T>, options?: Options): Promise<T>
    $transaction<P extends Prisma.PrismaPromise<unknown>[]>(
      statements: [...P],
      options?: Options,
    ): Promise<{ [K in keyof P]: Awaited<P[K]> }>
  }

type Models = Exclude<keyof Writer, `$${string}`>

/** A whole row of a table. */
export type Row<M extends Models> = Prisma.TypeMap<Typed>['model'][Capitalize<M>]['payload']['scalars']

/** The handle of every query: it reads, and has no method that writes. */
export type Reader = {
  [M in Models]: Pick<Writer[M], Reading & keyof Writer[M]>
} & Pick<Writer, '$queryRaw'>

/** Leaves a JSON column empty where a row is written over: `null` would be JSON's own word. */
export const noJson = Prisma.DbNull

const names = new Map<string, string>()
const MOST_NAMES = 400

/**
 * A named statement is planned once for its connection. Statements differ in their text, never in their values, so there are few; lists of
 * many lengths make more, and what is over the limit goes unnamed.
 */
function statementName({ sql }: { sql: string }): string {
  const known = names.get(sql)
  if (known !== undefined || names.size >= MOST_NAMES) return known ?? ''
  const name = `m${createHash('sha256').update(sql).digest('base64url').slice(0, 20)}`
  names.set(sql, name)
  return name
}

/** What the portal reads by: the role of readers, and of its tables the published views of the same names (migration `readers`). */
export function openPublished(
  url: string,
  options?: { connections?: number; longestMs?: number },
): Database {
  return openDatabase(url, { ...options, schema: 'published' })
}

export function openDatabase(
  url: string,
  { connections = 20, schema = 'public', longestMs = 30_000 } = {},
): Database {
  return openIn(
    { connectionString: inSchema(url, schema), max: connections, statement_timeout: longestMs },
    schema,
  )
}

/** Whether a statement was ended because it took longer than its connection allows (SQLSTATE 57014). */
export function tookTooLong(error: unknown): boolean {
  return /57014|statement timeout/.test(String(error instanceof Error ? error.message : error))
}

export function openIn(
  connections: ConstructorParameters<typeof PrismaPg>[0],
  schema: string,
): Database {
  // The one place that says what a column holds without having looked: lib/columns.test.ts has.
  return new PrismaClient({
    adapter: new PrismaPg(connections, { schema, statementNameGenerator: statementName }),
    transactionOptions: { maxWait: 20_000, timeout: 20_000 },
  }) as unknown as Database
}

/**
 * Statements written by hand name no schema: they find the tables of theirs. Prisma's adapter reads an instant without its offset, as if every database's
 * clock stood at UTC; one that was set up in Mexico would give each instant six hours early. So the session's does, whatever the database's own is.
 */
export function inSchema(url: string, schema: string): string {
  const address = new URL(url)
  const readOnly =
    schema === 'public' ? [] : [`search_path=${schema}`, 'default_transaction_read_only=on']
  const given = address.searchParams.get('options') ?? ''
  address.searchParams.set(
    'options',
    [given, ...[...readOnly, 'TimeZone=UTC'].map((one) => `-c ${one}`)].join(' ').trim(),
  )
  return address.href
}
