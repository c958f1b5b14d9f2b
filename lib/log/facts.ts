import { z } from 'zod'
import { factKind } from './fact.ts'

/** What entered the log as the seal of its whole body is public from here on. */
export const opened = factKind('log.opened/1', {
  notices: [],
  fields: z.strictObject({ entries: z.array(z.int().min(0)) }),
  about: () => ({}),
  apply: (tx, { entries }, { forum }) =>
    tx.$executeRaw`SELECT open_entries(${forum}::uuid, ${entries}::int[])`,
})

export const columns = { historyLine: { fields: z.record(z.string(), z.unknown()) } }

export const facts = [opened]
