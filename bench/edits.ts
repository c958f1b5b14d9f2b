import { openDatabase } from '../lib/db/client.ts'
import { publishCheckpoint } from '../lib/log/publish.ts'
import { logRows } from '../lib/log/rows.ts'
import { publicKeyIn } from '../lib/log/signer.ts'
import { tryEdits } from '../testing/edits.ts'
import type { TestDatabase } from '../testing/databases.ts'
import type { Figure } from './figures.ts'

/** Random edits that a superuser makes with every guard off, against those that `npm run verify`'s check finds; and clean looks, for false alarms. */
export async function benchEdits(
  seeded: TestDatabase,
  empty: TestDatabase,
  count: number,
): Promise<Figure[]> {
  const database = openDatabase(seeded.appUrl, { connections: 4 })
  try {
    const { id: forum } = await database.forum.findUniqueOrThrow({ where: { slug: 'practica' } })
    await publishCheckpoint(logRows(database), forum, seeded.keysDir)
    const key = await publicKeyIn(seeded.keysDir, forum)
    if (!key) throw new Error('signed just now')
    const { edits, clean, falseAlarms } = await tryEdits({
      ...seeded,
      emptyUrl: empty.appUrl,
      forum,
      key,
      edits: count,
      clean: count,
      seed: Date.now() % 1_000_000,
    })
    for (const { edit } of edits.filter((tried) => !tried.found)) console.log(`  not found: ${edit}`)
    return [
      {
        name: 'Random edits by a superuser that are found, of all that were made',
        ours: edits.filter((edit) => edit.found).length,
        floor: edits.length,
        unit: '',
        better: 'higher',
        target: 1,
      },
      {
        name: 'Clean records that raise no alarm, of all that were looked at',
        ours: clean - Math.min(clean, falseAlarms.length),
        floor: clean,
        unit: '',
        better: 'higher',
        target: 1,
      },
    ]
  } finally {
    await database.$disconnect()
  }
}
