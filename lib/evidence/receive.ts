import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy } from '@fastify/busboy'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'
import { hoursAfter } from '../act/calendar.ts'
import { isRefusal, ok, refuse } from '../act/refusal.ts'
import type { Refusal, Standing } from '../act/refusal.ts'
import type { Viewer } from '../act/viewer.ts'
import type { Database } from '../db/client.ts'
import type { FileSettings } from '../settings.ts'
import { fileKindOf } from './file-kinds.ts'
import { LARGEST_FILE, plainName } from './rules.ts'
import { openStore } from './store.ts'
import type { Opened, Range, Store } from './store.ts'

// The third door: it streams a file into storage under its digest, and writes `upload`, nothing
// else. Handing it in is an act.

const MOST_A_DAY = 200
/** What nobody handed in by then is thrown away: three times 24 hours, which no page tells as a day. */
const KEPT_HOURS = 72
export const uploadsPath = '/api/uploads'

export type Receiving = {
  /**
   * tus 1.0: a broken upload goes on where it stopped. The caller has checked that the request comes from our
   * own pages.
   */
  handle: (viewer: Viewer, request: Request) => Promise<Response>
  /** A plain form, for browsers without scripts: one file in one go. */
  form: (viewer: Viewer, request: Request) => Promise<string | Refusal>
  /**
   * Digests what arrived, looks what it is, and keeps it. Asked again it does no more; what failed before is
   * tried anew.
   */
  settle: (viewer: Viewer, upload: string) => Promise<void>
  open: (digest: string, range?: Range) => Promise<Opened | null>
  tidy: (now: Date) => Promise<void>
}

/** Whoever takes part in a body of this forum may bring files; others would fill the disk. */
export function mayBring(viewer: Viewer): Standing {
  if (!viewer.person) return refuse('errors.signedOut')
  if (viewer.forum.kind === 'record') return refuse('bodies.recordOnly')
  return viewer.seats.some((seat) => seat.function !== 'observer') ? ok : refuse('act.noSeat')
}

/** Where files come in: those that are still arriving lie apart from what is kept. */
type Intake = { database: Database; store: Store; arriving: string }

export function openReceiving(database: Database, files: FileSettings): Receiving {
  const intake: Intake = {
    database,
    store: openStore(files),
    arriving: join(files.directory, 'arriving'),
  }
  const asking = new AsyncLocalStorage<Viewer>()
  let tus: Server | undefined
  return {
    async handle(viewer, request) {
      const may = mayBring(viewer)
      if (isRefusal(may)) return Response.json(may, { status: viewer.person ? 403 : 401 })
      await mkdir(intake.arriving, { recursive: true })
      const server = (tus ??= tusServer(intake, asking))
      return asking.run(viewer, () => server.handleWeb(request as Parameters<Server['handleWeb']>[0]))
    },
    form: (viewer, request) => receiveForm(intake, viewer, request),
    async settle(viewer, upload) {
      const own = await database.upload.count({
        where: { id: upload, forumId: viewer.forum.id, personId: viewer.person ?? '' },
      })
      if (own > 0) await settleOrSay(intake, upload)
    },
    open: (digest, range) => intake.store.open(digest, range),
    tidy: (now) => tidy(intake, now),
  }
}

function placeOf({ arriving }: Intake, id: string): string {
  return join(arriving, id)
}

async function begin(
  { database }: Intake,
  viewer: Viewer,
  { id, name, size }: { id: string; name: string; size: number },
): Promise<Standing> {
  const may = mayBring(viewer)
  if (isRefusal(may)) return may
  const since = hoursAfter(viewer.now, -24)
  const person = viewer.person ?? ''
  if (
    (await database.upload.count({ where: { personId: person, createdAt: { gt: since } } })) >=
    MOST_A_DAY
  )
    return refuse('evidence.tooManyUploads', { most: MOST_A_DAY })
  if (size > LARGEST_FILE) return refuse('evidence.tooLarge', { most: LARGEST_FILE / 1024 / 1024 })
  await database.upload.create({
    data: {
      id,
      forumId: viewer.forum.id,
      personId: person,
      name: plainName(name),
      size,
      createdAt: viewer.now,
    },
  })
  return ok
}

/** What goes wrong here is not the sender's: the file has arrived, and the page that hands it in tries again. */
async function settleOrSay(intake: Intake, id: string): Promise<void> {
  await settleRow(intake, id).catch((error: unknown) => console.error(error))
}

async function settleRow(intake: Intake, id: string): Promise<void> {
  const { database, store } = intake
  const path = placeOf(intake, id)
  const row = await database.upload.findUnique({ where: { id } })
  const arrived = row && !row.digest && !row.refused ? await stat(path).catch(() => null) : null
  if (!row || !arrived || arrived.size !== row.size) return
  const kind = await fileKindOf(path, row.name)
  if (isRefusal(kind)) {
    await database.upload.update({
      where: { id },
      data: { refused: kind as object, doneAt: new Date() },
    })
  } else {
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    const digest = hash.digest('hex')
    await store.keep(path, digest, row.size)
    await database.upload.update({
      where: { id },
      data: { digest, type: kind.type, doneAt: new Date() },
    })
  }
  await clear(intake, id)
}

async function clear(intake: Intake, id: string): Promise<void> {
  const path = placeOf(intake, id)
  await Promise.all([rm(path, { force: true }), rm(`${path}.json`, { force: true })])
}

/** An answer that tus passes on as it is. */
type Answer = { status_code: number; body: string }

/** Its questions come without the viewer, who is in what is being asked at the moment. */
function tusServer(intake: Intake, asking: AsyncLocalStorage<Viewer>): Server {
  const { database } = intake
  return new Server({
    path: uploadsPath,
    relativeLocation: true,
    maxSize: LARGEST_FILE,
    datastore: new FileStore({ directory: intake.arriving }),
    allowedOrigins: [],
    namingFunction: () => randomUUID(),
    onIncomingRequest: async (_request, id) => {
      const viewer = asking.getStore()
      const own = id
        ? await database.upload.count({
            where: { id, forumId: viewer?.forum.id ?? '', personId: viewer?.person ?? '' },
          })
        : 0
      // The first request names no upload yet, or the one that is being made.
      if (own === 0 && (await database.upload.count({ where: { id } })) > 0)
        throw { status_code: 404, body: 'evidence.noUpload' } satisfies Answer
    },
    onUploadCreate: async (_request, { id, metadata, size }) => {
      const viewer = asking.getStore()
      const begun = viewer
        ? await begin(intake, viewer, {
            id,
            name: metadata?.filename ?? '',
            size: size ?? LARGEST_FILE + 1,
          })
        : refuse('errors.signedOut')
      if (isRefusal(begun)) throw { status_code: 403, body: JSON.stringify(begun) } satisfies Answer
      return { metadata: {} }
    },
    onUploadFinish: async (_request, upload) => {
      await settleOrSay(intake, upload.id)
      return {}
    },
    onResponseError: (_request, error) =>
      'status_code' in error && /receiving the file/i.test(error.body)
        ? { status_code: 507, body: 'evidence.noRoom' }
        : undefined,
  })
}

async function receiveForm(intake: Intake, viewer: Viewer, request: Request): Promise<string | Refusal> {
  const may = mayBring(viewer)
  if (isRefusal(may)) return may
  await mkdir(intake.arriving, { recursive: true })
  const id = randomUUID()
  const path = placeOf(intake, id)
  const name = await takeForm(request, path)
  if (typeof name !== 'string') {
    await clear(intake, id)
    return name
  }
  const begun = await begin(intake, viewer, { id, name, size: (await stat(path)).size })
  if (isRefusal(begun)) {
    await clear(intake, id)
    return begun
  }
  await settleOrSay(intake, id)
  return id
}

async function tidy(intake: Intake, now: Date): Promise<void> {
  const { database, store, arriving } = intake
  const old = await database.upload.findMany({
    where: { createdAt: { lt: hoursAfter(now, -KEPT_HOURS) } },
    take: 200,
  })
  for (const { id, digest } of old) {
    await database.upload.delete({ where: { id } })
    await clear(intake, id)
    const used = digest
      ? (await database.evidence.count({ where: { digest } })) +
        (await database.document.count({ where: { digest } })) +
        (await database.upload.count({ where: { digest } }))
      : 1
    if (digest && used === 0) await store.drop(digest)
  }
  // What no row speaks of any more: begun, and cut off before its row was written.
  for (const name of await readdir(arriving).catch(() => [] as string[])) {
    const there = await stat(join(arriving, name)).catch(() => null)
    if (there && there.mtime < hoursAfter(now, -KEPT_HOURS))
      await rm(join(arriving, name), { force: true })
  }
}

/** Streams the one file of a form to its place; answers with the name it came under. */
async function takeForm(request: Request, path: string): Promise<string | Refusal> {
  const type = request.headers.get('content-type') ?? ''
  if (!request.body || !/^multipart\/form-data;/i.test(type)) return refuse('evidence.chooseFile')
  const busboy = new Busboy({
    headers: { 'content-type': type },
    limits: { files: 1, fileSize: LARGEST_FILE, fields: 20, fieldSize: 1_000 },
  })
  let [name, cut] = ['', false]
  let writing: Promise<unknown> = Promise.resolve()
  busboy.on('file', (_field, file, filename) => {
    name = filename ?? ''
    file.on('limit', () => {
      cut = true
    })
    if (name)
      writing = pipeline(file, createWriteStream(path, { flags: 'wx' })).then(() => flushed(path))
    else file.resume()
  })
  try {
    await pipeline(Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]), busboy)
    await writing
  } catch (error) {
    await writing.catch(() => undefined)
    console.error(error)
    return refuse(
      (error as { code?: unknown } | null)?.code === 'ENOSPC' ? 'evidence.noRoom' : 'evidence.brokenOff',
    )
  }
  if (!name) return refuse('evidence.chooseFile')
  return cut ? refuse('evidence.tooLarge', { most: LARGEST_FILE / 1024 / 1024 }) : name
}

async function flushed(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
