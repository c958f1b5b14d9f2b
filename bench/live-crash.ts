// The long form of live-crash.test.ts. Its PostgreSQL is its own, for it is killed.
import { rmSync } from 'node:fs'
import { crashRounds, victims } from '../testing/live-crash.ts'
import { liveCommittee } from '../testing/live-committee.ts'
import { startPostgres } from '../scripts/postgres.ts'
import { cloneDatabase, filesOf, prepareTemplate } from '../testing/databases.ts'
import type { Figure } from './figures.ts'

export async function benchCrashes(
  dataDir: string,
  { rounds, marks }: { rounds: number; marks: number },
): Promise<Figure[]> {
  const postgres = await startPostgres({ dataDir })
  const { appUrl: databaseUrl } = await cloneDatabase(await prepareTemplate({ ...postgres, dataDir }))
  const committee = await liveCommittee(databaseUrl, 'caidas-en-vivo')
  try {
    const figures: Figure[] = []
    for (const victim of victims) {
      const count = await crashRounds({
        committee,
        databaseUrl,
        postgres,
        dataDir,
        files: filesOf({ dataDir }),
        victim,
        rounds,
        marks,
      })
      console.log(`  ${victim}: ${JSON.stringify(count)}`)
      figures.push({
        name: `Acknowledged words that \`kill -9\` of ${victim} lost or doubled, ${rounds} rounds`,
        ours: count.lost + count.doubled + count.lostWithKeep,
        floor: count.acknowledged,
        unit: 'words',
        better: 'lower',
        most: 0,
      })
    }
    return figures
  } finally {
    await committee.database.$disconnect()
    await startPostgres({ dataDir, throwaway: true }).then((one) => one.stop())
    rmSync(dataDir, { recursive: true, force: true })
  }
}
