// What a host can do that has everything: the database's owner, the log's key and the signer's memory. For tests of who finds it.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reader } from '../lib/db/client.ts'
import { sealOf } from '../lib/log/seal.ts'
import { toBase64 } from '../lib/log/encoding.ts'
import { leafHash } from '../lib/log/tree.ts'
import { withClient } from '../scripts/roles.ts'

const GUARDED = ['log_entry', 'log_payload', 'log_head', 'log_checkpoint', 'history_line', 'suspension']

/** As the owner of the tables, with their guards switched off. */
export function asOwner(ownerUrl: string, statements: string[]): Promise<void> {
  return withClient(ownerUrl, async (client) => {
    for (const table of GUARDED) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    for (const statement of statements) await client.query(statement)
    for (const table of GUARDED) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
  })
}

/** Puts other words into the reason of a forum's first suspension, wherever they stand: entry, leaf, commitment, history, row, and the row's past. */
export async function rewriteReason(
  db: Reader,
  ownerUrl: string,
  forum: string,
  words: string,
): Promise<{ index: number; before: Uint8Array; after: Uint8Array }> {
  const { entryIndex: index, reason } = await db.suspension.findFirstOrThrow({
    where: { forumId: forum },
    orderBy: { entryIndex: 'asc' },
  })
  const payloads = await db.logPayload.findMany({ where: { forumId: forum, index } })
  const payload = payloads.find((one) =>
    one.value?.includes(JSON.stringify((reason as { text: string }).text)),
  )
  const { body } = await db.logEntry.findFirstOrThrow({ where: { forumId: forum, index } })
  if (!payload?.salt) throw new Error(`no words beside act ${index}`)
  const value = JSON.stringify({ lang: 'es', text: words })
  const other = sealOf(payload.salt, value)
  const [from, to] = [toBase64(payload.seal), toBase64(other)]
  const after = Buffer.from(Buffer.from(body).toString().replace(from, to))
  const here = `WHERE "forumId" = '${forum}' AND index = ${index}`
  const quoted = value.replaceAll("'", "''")
  await asOwner(ownerUrl, [
    `UPDATE log_entry SET body = '\\x${after.toString('hex')}', leaf = '\\x${Buffer.from(leafHash(after)).toString('hex')}' ${here}`,
    `UPDATE log_payload SET commitment = '\\x${Buffer.from(other).toString('hex')}', value = '${quoted}' ${here} AND commitment = '\\x${Buffer.from(payload.seal).toString('hex')}'`,
    `UPDATE history_line SET fields = replace(fields::text, '${from}', '${to}')::jsonb ${here}`,
    ...['public', 'past'].map(
      (schema) =>
        `UPDATE ${schema}.suspension SET reason = '${quoted}' WHERE "forumId" = '${forum}' AND "entryIndex" = ${index}`,
    ),
  ])
  return { index, before: body, after }
}

/** The signer forgets what it signed, and so does the database: all that stands in the host's own way. */
export async function forget(ownerUrl: string, keysDir: string, forum: string): Promise<void> {
  const path = join(keysDir, `${forum}.json`)
  await writeFile(
    path,
    JSON.stringify({ ...(JSON.parse(await readFile(path, 'utf8')) as object), last: null }),
  )
  await asOwner(ownerUrl, [
    `DELETE FROM log_checkpoint WHERE "forumId" = '${forum}'`,
    `DELETE FROM log_cosignature WHERE "forumId" = '${forum}'`,
  ])
}
