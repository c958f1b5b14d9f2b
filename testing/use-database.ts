import { afterAll, inject } from 'vitest'
import { cloneDatabase, filesOf, prepareTemplate } from './databases.ts'
import type { TestDatabase, TestServer } from './databases.ts'

declare module 'vitest' {
  interface ProvidedContext {
    server: TestServer
  }
}

/**
 * A database for this test file alone: migrated and empty, or with the demonstration. The settings point at it.
 * Call it at the top of the file, before anything asks for the settings: `const database = await useDatabase()`.
 */
export const useDatabase = async (options: { seeded?: boolean } = {}): Promise<TestDatabase> => {
  const database = await cloneDatabase(await prepareTemplate(inject('server'), options))
  Object.assign(process.env, {
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_READER_URL: database.readerUrl,
    KEYS_DIR: database.keysDir,
    FILES_DIR: filesOf(inject('server')),
  })
  afterAll(() => database.drop())
  return database
}
