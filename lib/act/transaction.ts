import type { Writer } from '../db/client.ts'

/** What a transaction is begun on: a database, or a transaction that is under way, within which another is a part of it. */
export type Transacting = {
  $transaction<T>(work: (tx: Writer) => Promise<T>, options?: { timeout: number }): Promise<T>
}

/** It failed, and is known to have left nothing behind: whoever asked may be told so. Its `cause` is what went wrong. */
export class NothingKept extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/**
 * One transaction, which says of each failure what is known. Before the COMMIT was sent, and where PostgreSQL refused it, nothing is kept:
 * `NothingKept`. Whatever else comes out of here is a COMMIT whose answer never arrived: it may have happened.
 */
export async function inTransaction<T>(
  database: Transacting,
  work: (tx: Writer) => Promise<T>,
  options?: { timeout: number },
): Promise<T> {
  let finished = false
  try {
    return await database.$transaction(async (tx) => {
      const answer = await work(tx)
      finished = true
      return answer
    }, options)
  } catch (error) {
    throw !finished || wasRefused(error) ? new NothingKept(error) : error
  }
}

/** Prisma's word for a transaction that it did not commit because its time was over. */
const OVERDUE = 'P2028'

/**
 * An answer to the COMMIT that says no. A connection that broke (class 08, 57P01 to 57P03) says nothing, and 40003 says that it does not know
 * (PostgreSQL, appendix A).
 */
function wasRefused(error: unknown): boolean {
  const { code, cause, meta } = (error ?? {}) as {
    code?: unknown
    cause?: unknown
    meta?: { driverAdapterError?: { cause?: unknown } }
  }
  if (code === OVERDUE) return true
  const told = [cause, meta?.driverAdapterError?.cause].map(
    (one) => (one as { originalCode?: unknown } | null | undefined)?.originalCode,
  )
  return told.some(
    (state) =>
      typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state) && !/^(08|57P|40003)/.test(state),
  )
}
