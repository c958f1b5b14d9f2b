import { describe, expect, test } from 'vitest'
import { asEnvironment, forServer, Mistake, readSettings } from './settings.ts'

const SECRET = 'x'.repeat(32)
const URL = 'postgresql://mesa_app:secret@localhost:5432/mesa'

describe('settings', () => {
  test('nothing set: production, with every default', () => {
    expect(readSettings({})).toMatchObject({
      mode: 'production',
      host: '0.0.0.0',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      dataDir: expect.stringMatching(/\.data$/),
      keysDir: expect.stringMatching(/\.data\/keys$/),
      databaseUrl: undefined,
      databaseOwnerUrl: undefined,
      loginSecret: undefined,
    })
  })

  test('an empty value is no value, as compose files pass it', () => {
    const read = readSettings({ PORT: '', HOST: ' ', DATABASE_URL: '' })
    expect(read).toMatchObject({ port: 3000, host: '0.0.0.0', databaseUrl: undefined })
  })

  test('the demonstration listens on this machine alone', () => {
    expect(readSettings({ MESA_MODE: 'demonstration' }).host).toBe('127.0.0.1')
  })

  test('the public address follows the port and loses its last slash', () => {
    expect(readSettings({ PORT: '4000' }).publicUrl).toBe('http://localhost:4000')
    expect(readSettings({ PUBLIC_URL: 'https://mesa.example/' }).publicUrl).toBe('https://mesa.example')
  })

  test('archives are made where a folder is named, and not by half a setting', () => {
    expect(readSettings({}).archives).toBeUndefined()
    expect(readSettings({ ARCHIVE_DIR: '/backup' }).archives).toEqual({
      directory: '/backup',
      everyHours: 24,
      keep: 14,
      recipient: undefined,
    })
    for (const wrong of [
      { ARCHIVE_EVERY_HOURS: '0' },
      { ARCHIVE_KEEP: '1' },
      { ARCHIVE_AGE_RECIPIENT: 'AGE-SECRET-KEY-1' },
    ]) {
      expect(() => readSettings({ ARCHIVE_DIR: '/backup', ...wrong })).toThrow(Mistake)
    }
  })

  test.each([
    [{ MESA_MODE: 'prodution' }, /MESA_MODE is "prodution"/],
    [{ PORT: 'http' }, /PORT is "http"; it must be a number/],
    [{ PORT: '0' }, /PORT is "0"/],
    [{ PORT: '70000' }, /PORT is "70000"/],
    [{ PORT: '80.5' }, /PORT is "80.5"/],
    [{ MESA_MODE: 'demonstration', HOST: '0.0.0.0' }, /listens on this machine alone/],
    [{ PUBLIC_URL: 'mesa.example' }, /PUBLIC_URL is "mesa.example"/],
    [{ PUBLIC_URL: 'http://mesa.example' }, /PUBLIC_URL is "http:\/\/mesa.example"/],
    [{ PUBLIC_URL: 'https://mesa.example/foro' }, /without a path/],
    [{ DATABASE_URL: 'mysql://localhost/mesa' }, /DATABASE_URL is no PostgreSQL address/],
    [{ DATABASE_URL: 'localhost' }, /DATABASE_URL is no PostgreSQL address/],
    [{ DATABASE_OWNER_URL: URL }, /DATABASE_OWNER_URL is set without DATABASE_URL/],
    [{ DATABASE_READER_URL: URL }, /DATABASE_READER_URL is set without DATABASE_URL/],
    [{ SESSION_SECRET: 'short' }, /SESSION_SECRET has 5 characters; it needs at least 32/],
  ])('%o is refused with a sentence', (env, sentence) => {
    expect(() => readSettings(env)).toThrow(sentence)
    expect(() => readSettings(env)).toThrow(Mistake)
  })

  test('all mistakes are said at once', () => {
    expect(() => readSettings({ PORT: 'x', SESSION_SECRET: 'y' })).toThrow(/PORT[^]*SESSION_SECRET/)
  })

  test('a server needs a database and a secret', () => {
    expect(() => forServer(readSettings({}))).toThrow(
      /DATABASE_URL is not set[^]*SESSION_SECRET is not set/,
    )
    const read = forServer(readSettings({ DATABASE_URL: URL, SESSION_SECRET: SECRET }))
    expect(read).toMatchObject({ databaseUrl: URL, loginSecret: SECRET })
  })

  test('handed on to a process, they read the same', () => {
    const settings = readSettings({
      MESA_MODE: 'demonstration',
      PORT: '4000',
      DATABASE_URL: URL,
      SESSION_SECRET: SECRET,
    })
    expect(readSettings(asEnvironment(settings))).toEqual(settings)
    expect(asEnvironment(settings)).toMatchObject({ NEXTAUTH_URL: 'http://localhost:4000' })
  })
})
