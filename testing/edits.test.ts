/** @module-tag long */
import { expect, inject, it } from 'vitest'
import { publishCheckpoint } from '../lib/log/publish.ts'
import { logRows } from '../lib/log/rows.ts'
import { publicKeyIn } from '../lib/log/signer.ts'
import { openDatabase } from '../lib/db/client.ts'
import { tryEdits } from './edits.ts'
import { cloneDatabase, prepareTemplate } from './databases.ts'
import { useDatabase } from './use-database.ts'

const seeded = await useDatabase({ seeded: true })

// `npm run bench -- edits` tries a thousand.
it('finds every random edit that a superuser makes, and raises no false alarm', async () => {
  const empty = await cloneDatabase(await prepareTemplate(inject('server')))
  const database = openDatabase(seeded.appUrl, { connections: 4 })
  try {
    const { id: forum } = await database.forum.findUniqueOrThrow({ where: { slug: 'practica' } })
    await publishCheckpoint(logRows(database), forum, seeded.keysDir)
    const key = await publicKeyIn(seeded.keysDir, forum)
    if (!key) throw new Error('the demonstration is signed')
    const { edits, falseAlarms } = await tryEdits({
      ...seeded,
      emptyUrl: empty.appUrl,
      forum,
      key,
      edits: 60,
      clean: 6,
    })
    expect(falseAlarms).toEqual([])
    expect(edits.filter(({ found }) => !found)).toEqual([])
    expect(new Set(edits.map(({ edit }) => edit)).size).toBeGreaterThan(35)
  } finally {
    await database.$disconnect()
    await empty.drop()
  }
})
