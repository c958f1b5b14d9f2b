import { inject } from 'vitest'
import { checkLog, compareRows, Differences } from '../lib/act/verify.ts'
import { openDatabase } from '../lib/db/client.ts'
import type { Database } from '../lib/db/client.ts'
import { factKindNamed } from '../lib/facts.ts'
import { cloneDatabase, prepareTemplate } from './databases.ts'

/** What of a record is not what its log says, and what of the log does not hold: nothing, where it is whole. */
export async function notWhole(db: Database, forum: string) {
  const differences = new Differences()
  await checkLog(db, forum, null, differences)
  const fresh = await cloneDatabase(await prepareTemplate(inject('server')))
  const into = openDatabase(fresh.appUrl, { connections: 2 })
  const rows = await compareRows(db, into, forum, factKindNamed).finally(() => into.$disconnect())
  await fresh.drop()
  return [...differences.told, ...rows]
}
