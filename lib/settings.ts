import { resolve } from 'node:path'

/** What can be known before a database is there: the environment, read and checked here and nowhere else. */
export type Settings = {
  mode: 'demonstration' | 'production'
  host: string
  port: number
  /** Without a slash at its end. */
  publicUrl: string
  dataDir: string
  keysDir: string
  /** Named even where there is none: whoever hands the database on and forgets an address is told by the compiler. */
  databaseUrl: string | undefined
  databaseOwnerUrl: string | undefined
  /** What the portal signs in as: it reads what is public, and nothing else. Without it, `databaseUrl` is taken. */
  databaseReaderUrl: string | undefined
  loginSecret?: string
  files: FileSettings
  /** Where the server writes archives by itself, how often, to whose age key, and how many of a forum it keeps. */
  archives?: ArchiveSettings | undefined
  /** Cited links are looked at from here. Off where the machine may not reach the internet. */
  links: { checked: boolean; privateAddresses: boolean }
  /** Where mail is handed over, and from which address it comes; without it nobody is sent any. */
  mail?: MailSettings | undefined
}

export type MailSettings = { url: string; from: string }

/**
 * Where the files that are handed in lie: a folder, or a bucket of any store that speaks S3. Files on their
 * way in are always in the folder.
 */
export type FileSettings = {
  directory: string
  s3?: { url: string; region: string; keyId: string; secret: string } | undefined
}

export type ArchiveSettings = {
  directory: string
  everyHours: number
  recipient?: string | undefined
  keep: number
}

/** Settings with a database behind them, by the address of each role: what the server and every command work with. */
export type Reached = Settings & {
  databaseUrl: string
  databaseOwnerUrl: string
  databaseReaderUrl: string
}

/** What a server needs before it may answer. */
export type ServerSettings = Settings & { databaseUrl: string; loginSecret: string }

/** Something that the reader of the terminal can put right: said as a sentence, without a stack. */
export class Mistake extends Error {
  override name = 'Mistake'
}

export const SECRET_LENGTH = 32

/** Production unless told otherwise: nobody gets the demonstration's passwords by leaving something out. */
export const readSettings = (env: Record<string, string | undefined> = process.env): Settings => {
  const mistakes: string[] = []
  const text = (name: string) => env[name]?.trim() || undefined
  const mode = text('MESA_MODE') ?? 'production'
  const port = Number(text('PORT') ?? 3000)
  const host = text('HOST') ?? (mode === 'demonstration' ? '127.0.0.1' : '0.0.0.0')
  const publicUrl = (text('PUBLIC_URL') ?? `http://localhost:${port}`).replace(/\/+$/, '')
  const dataDir = resolve(/* turbopackIgnore: true */ text('DATA_DIR') ?? '.data')
  const loginSecret = text('SESSION_SECRET')

  if (mode !== 'demonstration' && mode !== 'production') {
    mistakes.push(`MESA_MODE is "${mode}"; it may be "demonstration" or "production".`)
  }
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    mistakes.push(`PORT is "${env.PORT}"; it must be a number from 1 to 65535, for example PORT=3000.`)
  }
  if (mode === 'demonstration' && !isLoopback(host)) {
    mistakes.push(
      `HOST is "${host}", but the demonstration's passwords are public, so it listens on this machine alone. ` +
        'Leave HOST out, or use `npm run serve` for an installation of your own.',
    )
  }
  if (text('PUBLIC_URL') && !isPublicUrl(publicUrl)) {
    mistakes.push(
      `PUBLIC_URL is "${publicUrl}"; it must be the address that people type, without a path: ` +
        'https://example.org, or http:// on localhost.',
    )
  }
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_READER_URL']) {
    const value = text(name)
    if (value && !isDatabaseUrl(value)) {
      mistakes.push(
        `${name} is no PostgreSQL address; it looks like postgresql://user:password@host:5432/database.`,
      )
    }
  }
  for (const name of ['DATABASE_OWNER_URL', 'DATABASE_READER_URL']) {
    if (!text(name) || text('DATABASE_URL')) continue
    mistakes.push(
      `${name} is set without DATABASE_URL: set both, or neither to use the built-in database.`,
    )
  }
  if (loginSecret && loginSecret.length < SECRET_LENGTH) {
    mistakes.push(
      `SESSION_SECRET has ${loginSecret.length} characters; it needs at least ${SECRET_LENGTH}. ` +
        'Make one with: openssl rand -hex 32',
    )
  }
  const s3 = bucketIn(text, mistakes)
  const archives = archivesIn(text, mistakes)
  const mail = mailIn(text, mistakes)
  const checks = text('LINK_CHECKS') ?? 'public'
  if (!['public', 'private', 'off'].includes(checks)) {
    mistakes.push(
      `LINK_CHECKS is "${checks}"; it may be "public" (addresses of the internet), ` +
        '"private" (those of this network too) or "off".',
    )
  }
  if (mistakes.length > 0) throw new Mistake(mistakes.join('\n'))

  return {
    mode: mode as Settings['mode'],
    host,
    port,
    publicUrl,
    dataDir,
    loginSecret,
    files: {
      directory: resolve(/* turbopackIgnore: true */ text('FILES_DIR') ?? `${dataDir}/files`),
      s3,
    },
    archives,
    links: { checked: checks !== 'off', privateAddresses: checks === 'private' },
    mail,
    keysDir: resolve(/* turbopackIgnore: true */ text('KEYS_DIR') ?? `${dataDir}/keys`),
    databaseUrl: text('DATABASE_URL'),
    databaseOwnerUrl: text('DATABASE_OWNER_URL'),
    databaseReaderUrl: text('DATABASE_READER_URL'),
  }
}

/** All four, or none: half a bucket would lose files only when the first is handed in. */
const bucketIn = (
  text: (name: string) => string | undefined,
  mistakes: string[],
): FileSettings['s3'] => {
  const names = ['FILES_S3_URL', 'FILES_S3_KEY_ID', 'FILES_S3_SECRET'] as const
  const [url, keyId, secret] = names.map(text)
  if (!url && !keyId && !secret) return undefined
  if (!url || !keyId || !secret) {
    mistakes.push(
      `${names.filter((name) => !text(name)).join(' and ')} is missing: ` +
        'a store of files needs FILES_S3_URL, FILES_S3_KEY_ID and FILES_S3_SECRET.',
    )
    return undefined
  }
  if (
    !URL.canParse(url) ||
    !/^https?:$/.test(new URL(url).protocol) ||
    new URL(url).pathname.length < 2
  ) {
    mistakes.push(
      `FILES_S3_URL is "${url}"; it must be the bucket's address by path, ` +
        'for example https://s3.example.org/mesa-files',
    )
  }
  return { url: url.replace(/\/+$/, ''), region: text('FILES_S3_REGION') ?? 'us-east-1', keyId, secret }
}

const archivesIn = (
  text: (name: string) => string | undefined,
  mistakes: string[],
): ArchiveSettings | undefined => {
  const [directory, recipient] = [text('ARCHIVE_DIR'), text('ARCHIVE_AGE_RECIPIENT')]
  const [everyHours, keep] = [
    Number(text('ARCHIVE_EVERY_HOURS') ?? 24),
    Number(text('ARCHIVE_KEEP') ?? 14),
  ]
  if (!(everyHours > 0 && everyHours <= 24 * 31))
    mistakes.push(
      `ARCHIVE_EVERY_HOURS is "${text('ARCHIVE_EVERY_HOURS')}"; ` +
        'it must be a number of hours, up to a month, for example 24.',
    )
  if (!Number.isInteger(keep) || keep < 2)
    mistakes.push(
      `ARCHIVE_KEEP is "${text('ARCHIVE_KEEP')}"; it must be a number of archives, two or more: ` +
        'the newest may be the bad one.',
    )
  if (recipient && !isAgeRecipient(recipient))
    mistakes.push(
      'ARCHIVE_AGE_RECIPIENT is no age recipient; it looks like age1… and is printed by age-keygen.',
    )
  return directory
    ? { directory: resolve(/* turbopackIgnore: true */ directory), everyHours, keep, recipient }
    : undefined
}

/** Both, or none. */
const mailIn = (
  text: (name: string) => string | undefined,
  mistakes: string[],
): MailSettings | undefined => {
  const [url, from] = [text('SMTP_URL'), text('MAIL_FROM')]
  if (!url && !from) return undefined
  if (!url || !from) {
    mistakes.push(`${url ? 'MAIL_FROM' : 'SMTP_URL'} is missing: mail needs SMTP_URL and MAIL_FROM.`)
    return undefined
  }
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol))
    mistakes.push(
      'SMTP_URL is no mail server; it looks like smtp://user:password@mail.example.org:587 (STARTTLS), ' +
        'or smtps:// with port 465 (TLS).',
    )
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(from))
    mistakes.push(`MAIL_FROM is "${from}"; it must be an address alone, for example avisos@example.org.`)
  return { url, from }
}

export const isAgeRecipient = (text: string) => /^age1[0-9a-z]{20,}$/.test(text)

/** Whether anybody is sent mail: a demonstration without a mail server catches it. */
export const sendsMail = ({ mail, mode }: Pick<Settings, 'mail' | 'mode'>) =>
  mail !== undefined || mode === 'demonstration'

export const isLoopback = (host: string) => ['localhost', '127.0.0.1', '::1'].includes(host)

/** Plain http only where nobody listens in between: sign-ins must not travel readable. */
const isPublicUrl = (value: string) => {
  if (!URL.canParse(value)) return false
  const { protocol, hostname, pathname, search, hash } = new URL(value)
  const secure =
    protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')))
  return secure && pathname === '/' && !search && !hash
}

const isDatabaseUrl = (value: string) =>
  URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)

export const forServer = (settings: Settings): ServerSettings => {
  const { databaseUrl, loginSecret } = settings
  const mistakes: string[] = []
  if (!databaseUrl) {
    mistakes.push(
      'DATABASE_URL is not set: production needs a PostgreSQL 16 or later of its own, ' +
        'for example DATABASE_URL=postgresql://mesa_app:password@localhost:5432/mesa',
    )
  }
  if (!loginSecret) {
    mistakes.push(
      'SESSION_SECRET is not set: logins are encrypted with it. ' +
        `Make one of at least ${SECRET_LENGTH} characters with: openssl rand -hex 32`,
    )
  }
  if (!databaseUrl || !loginSecret) throw new Mistake(mistakes.join('\n'))
  return { ...settings, databaseUrl, loginSecret }
}

let read: ServerSettings | undefined

/** For the running server: read once, at the first question, since a build has no environment. */
export const settings = (): ServerSettings => (read ??= forServer(readSettings()))

function linkChecksOf({ checked, privateAddresses }: Settings['links']): string {
  if (!checked) return 'off'
  return privateAddresses ? 'private' : 'public'
}

/** The same settings for a process that we start. next-auth takes its own address from NEXTAUTH_URL. */
export const asEnvironment = (settings: Settings): Record<string, string> => {
  const all = {
    MESA_MODE: settings.mode,
    HOST: settings.host,
    PORT: String(settings.port),
    PUBLIC_URL: settings.publicUrl,
    NEXTAUTH_URL: settings.publicUrl,
    DATA_DIR: settings.dataDir,
    KEYS_DIR: settings.keysDir,
    DATABASE_URL: settings.databaseUrl,
    DATABASE_OWNER_URL: settings.databaseOwnerUrl,
    DATABASE_READER_URL: settings.databaseReaderUrl,
    SESSION_SECRET: settings.loginSecret,
    FILES_DIR: settings.files.directory,
    FILES_S3_URL: settings.files.s3?.url,
    FILES_S3_REGION: settings.files.s3?.region,
    FILES_S3_KEY_ID: settings.files.s3?.keyId,
    FILES_S3_SECRET: settings.files.s3?.secret,
    ARCHIVE_DIR: settings.archives?.directory,
    ARCHIVE_EVERY_HOURS: settings.archives && String(settings.archives.everyHours),
    ARCHIVE_AGE_RECIPIENT: settings.archives?.recipient,
    ARCHIVE_KEEP: settings.archives && String(settings.archives.keep),
    LINK_CHECKS: linkChecksOf(settings.links),
    SMTP_URL: settings.mail?.url,
    MAIL_FROM: settings.mail?.from,
  }
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
