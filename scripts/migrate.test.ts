import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { applyMigrations, missingSql } from './migrate.ts'
import { asAppRole, withClient } from './roles.ts'
import { emptyDatabase } from '../testing/databases.ts'

const folder = mkdtempSync(join(tmpdir(), 'migrations-'))
const folders = { migrations: join(folder, 'migrations'), schema: join(folder, 'schema') }
const database = await emptyDatabase(inject('server'))
const { ownerUrl } = database
const ask = (sql: string, url = ownerUrl) =>
  withClient(url, async (client) => (await client.query(sql)).rows as unknown[])

mkdirSync(folders.migrations)
mkdirSync(folders.schema)
cpSync('prisma/migrations/migration_lock.toml', join(folders.migrations, 'migration_lock.toml'))
writeFileSync(join(folders.schema, 'main.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n')
writeFileSync(
  join(folders.schema, 'room.prisma'),
  'model Room {\n  id String @id\n  kind String\n  @@map("room")\n}\n',
)

afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

const write = (name: string, sql: string) => {
  mkdirSync(join(folders.migrations, name), { recursive: true })
  writeFileSync(join(folders.migrations, name, 'migration.sql'), sql)
}

describe('migrations', () => {
  test('the difference between schema and migrations becomes a migration, and none is left', async () => {
    const sql = await missingSql(ownerUrl, folders)
    expect(sql).toContain('CREATE TABLE "room"')
    write('20260101000000_rooms', sql)
    expect(await missingSql(ownerUrl, folders)).toBe('')
  })

  test('they are applied once, with functions whose bodies hold semicolons, and with grants to the application', async () => {
    write(
      '20260101000001_guard',
      `
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; RETURN NULL; END; $$;
      CREATE TRIGGER refused BEFORE DELETE ON room FOR EACH ROW EXECUTE FUNCTION refuse();
      GRANT SELECT, INSERT ON room TO mesa_app`,
    )
    expect(await missingSql(ownerUrl, folders)).toBe('')
    expect(await applyMigrations(ownerUrl, folders)).toEqual([
      '20260101000000_rooms',
      '20260101000001_guard',
    ])
    expect(await applyMigrations(ownerUrl, folders)).toEqual([])
    await ask(`INSERT INTO room VALUES ('1', 'hall')`, asAppRole(ownerUrl))
    await expect(ask('DROP TABLE room', asAppRole(ownerUrl))).rejects.toThrow(/must be owner/)
  })

  test('one that fails leaves nothing behind, says what PostgreSQL said, and is applied when put right', async () => {
    write(
      '20260101000002_size',
      'ALTER TABLE room ADD COLUMN size int; ALTER TABLE rooom ADD COLUMN height int',
    )
    await expect(applyMigrations(ownerUrl, folders)).rejects.toThrow(/rooom.* does not exist/)
    write('20260101000002_size', 'ALTER TABLE room ADD COLUMN size int')
    expect(await applyMigrations(ownerUrl, folders)).toEqual(['20260101000002_size'])
    expect(await ask('SELECT size FROM room')).toEqual([{ size: null }])
  })

  test('one that was cut off by a kill is done again', async () => {
    write('20260101000003_floor', 'ALTER TABLE room ADD COLUMN floor int')
    await ask(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'y', '20260101000003_floor')`,
    )
    expect(await applyMigrations(ownerUrl, folders)).toEqual(['20260101000003_floor'])
  })

  test('two starts at once apply them once', async () => {
    write('20260101000004_name', 'ALTER TABLE room ADD COLUMN name text')
    const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(ownerUrl, folders)))
    expect(applied.flat()).toEqual(['20260101000004_name'])
  })

  test('one that was changed after it was applied is not passed over', async () => {
    write('20260101000004_name', 'ALTER TABLE room ADD COLUMN label text')
    await expect(applyMigrations(ownerUrl, folders)).rejects.toThrow(
      /20260101000004_name was changed after/,
    )
  })

  test('a database of a newer version is left alone', async () => {
    rmSync(join(folders.migrations, '20260101000004_name'), { recursive: true })
    await expect(applyMigrations(ownerUrl, folders)).rejects.toThrow(
      /newer version .*20260101000004_name/,
    )
  })
})
