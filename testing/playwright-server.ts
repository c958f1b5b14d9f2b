import { environment } from '../scripts/command.ts'
import { arePagesStale, buildPages, generateClient, isClientStale } from '../scripts/ready.ts'
import { prepareTemplate, startTestServer } from './databases.ts'

/** Playwright's global setup: the pages built, and one PostgreSQL with the demonstration ready to be cloned by each worker. */
const setup = async () => {
  if (isClientStale()) await generateClient()
  if (arePagesStale()) await buildPages()
  const server = await startTestServer(environment().dataDir)
  await prepareTemplate(server, { seeded: true })
  const { ownerUrl, appUrl, readerUrl, dataDir } = server
  Object.assign(process.env, {
    TEST_DATABASE_URL: ownerUrl,
    TEST_DATABASE_APP_URL: appUrl,
    TEST_DATABASE_READER_URL: readerUrl,
    TEST_DATA_DIR: dataDir,
  })
  return server.stop
}

export default setup
