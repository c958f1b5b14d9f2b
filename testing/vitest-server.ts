import type { TestProject } from 'vitest/node'
import { environment } from '../scripts/command.ts'
import { startTestServer } from './databases.ts'

/** Vitest's global setup: one PostgreSQL for the whole run. */
const setup = async (project: TestProject) => {
  const server = await startTestServer(environment().dataDir)
  const { ownerUrl, appUrl, readerUrl, dataDir } = server
  project.provide('server', { ownerUrl, appUrl, readerUrl, dataDir })
  return server.stop
}

export default setup
