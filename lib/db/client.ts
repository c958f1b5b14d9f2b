import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/client.ts'
import type { Prisma } from './generated/client.ts'

type Reading = 'findMany' | 'findFirst' | 'findUnique' | 'findUniqueOrThrow' | 'findFirstOrThrow' | 'count' | 'aggregate' | 'groupBy'
type Models = Exclude<keyof Prisma.TransactionClient, `$${string}` | symbol>

/** The handle of every query: it reads, and has no method that writes. */
export type Reader = { [M in Models]: Pick<Prisma.TransactionClient[M], Reading & keyof Prisma.TransactionClient[M]> } & Pick<
  Prisma.TransactionClient,
  '$queryRaw'
>

/** The handle of `apply`. It comes from lib/act alone, inside one transaction. */
export type Writer = Prisma.TransactionClient

export type Database = PrismaClient

export function openDatabase(url: string, { connections = 20 } = {}): Database {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: connections, statement_timeout: 30_000 }),
    transactionOptions: { maxWait: 20_000, timeout: 20_000 },
  })
}
