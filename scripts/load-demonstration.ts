import { loadDemonstration } from '../prisma/seed.ts'
import { forServer } from '../lib/settings.ts'
import { environment, orExplain } from './command.ts'

await orExplain(async () => {
  const { databaseUrl: appUrl, databaseOwnerUrl: ownerUrl = appUrl, keysDir } = forServer(environment())
  await loadDemonstration({ appUrl, ownerUrl, keysDir })
})
process.exit(0)
