import { openAsBlob, createReadStream } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import type { FileSettings } from '../settings.ts'

export type Range = { start: number; end: number }
export type Opened = { stream: Readable; size: number }

/** Where files lie, each under the SHA-256 of its bytes. The same bytes are kept once, whoever brings them. */
export type Store = {
  keep: (path: string, digest: string, size: number) => Promise<void>
  /** null where there is none of that digest */
  open: (digest: string, range?: Range) => Promise<Opened | null>
  drop: (digest: string) => Promise<void>
}

export function openStore({ directory, s3 }: FileSettings): Store {
  return s3 ? bucketStore(s3) : folderStore(join(directory, 'kept'))
}

/** A folder: what is there is whole, for a name appears only after its bytes are on the disk. */
export function folderStore(directory: string): Store {
  const placeOf = (digest: string) => join(directory, digest.slice(0, 2), digest)
  return {
    async keep(path, digest, size) {
      const place = placeOf(digest)
      const there = await stat(place).catch(() => null)
      if (there?.size === size) return
      await mkdir(dirname(place), { recursive: true })
      const arriving = `${place}.${process.pid}.arriving`
      try {
        await copyFile(path, arriving)
        await flush(arriving)
        await rename(arriving, place)
        await flush(dirname(place))
      } catch (error) {
        await rm(arriving, { force: true })
        throw error
      }
    },
    async open(digest, range) {
      const place = placeOf(digest)
      const there = await stat(place).catch(() => null)
      return there && { stream: createReadStream(place, range ?? {}), size: there.size }
    },
    drop: (digest) => rm(placeOf(digest), { force: true }),
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Any store that speaks S3, addressed by path. The digest is part of what is signed, so that a store which checks it refuses other bytes. */
export function bucketStore({ url, region, keyId, secret }: NonNullable<FileSettings['s3']>): Store {
  const client = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    region,
    service: 's3',
    retries: 2,
  })
  const addressOf = (digest: string) => `${url}/${digest.slice(0, 2)}/${digest}`
  const told = async (doing: string, answer: Response) =>
    new Error(
      `The file store answered ${answer.status} to ${doing}: ${(await answer.text()).slice(0, 300)}`,
    )
  return {
    async keep(path, digest, size) {
      const there = await client.fetch(addressOf(digest), { method: 'HEAD' })
      if (there.ok && Number(there.headers.get('content-length')) === size) return
      // A blob over the file is read as it is sent: 25 MB do not pass through memory.
      const answer = await client.fetch(addressOf(digest), {
        method: 'PUT',
        body: await openAsBlob(path),
        headers: {
          'X-Amz-Content-Sha256': digest,
          'Content-Length': String(size),
          'Content-Type': 'application/octet-stream',
        },
      })
      if (!answer.ok) throw await told('PUT', answer)
      await answer.body?.cancel()
    },
    async open(digest, range) {
      const answer = await client.fetch(
        addressOf(digest),
        range ? { headers: { Range: `bytes=${range.start}-${range.end}` } } : {},
      )
      if (answer.status === 404) return null
      if (!answer.ok || !answer.body) throw await told('GET', answer)
      const whole = Number(
        answer.headers.get('content-range')?.split('/')[1] ?? answer.headers.get('content-length'),
      )
      return {
        stream: Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]),
        size: whole,
      }
    },
    async drop(digest) {
      const answer = await client.fetch(addressOf(digest), { method: 'DELETE' })
      if (!answer.ok && answer.status !== 404) throw await told('DELETE', answer)
    },
  }
}
