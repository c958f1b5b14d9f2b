import { createHash, randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallTable } from '../../prisma/small-table.ts'
import { useDatabase } from '../../testing/use-database.ts'
import { publicViewer } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { openDatabase } from '../db/client.ts'
import { uploadSeenBy } from './seen.ts'
import { openReceiving } from './receive.ts'
import { LARGEST_FILE } from './rules.ts'
import { pdf, png } from './samples.test.ts'

const { appUrl } = await useDatabase()
const database = openDatabase(appUrl)
const directory = mkdtempSync(join(tmpdir(), 'mesa-files-'))
const receiving = openReceiving(database, { directory })
const arriving = join(directory, 'arriving')
let [ana, beto, observer, nobody]: Viewer[] = []

beforeAll(async () => {
  const table = await smallTable(database, 'archivos')
  ;[ana, beto, observer] = await Promise.all(
    [table.civil, table.oversight, table.observer].map((place) => table.viewerOf(place.person)),
  )
  nobody = publicViewer(table.db, table.forum, new Date())
})
afterAll(async () => {
  await database.$disconnect()
  rmSync(directory, { recursive: true, force: true })
})

const as = (viewer: Viewer | undefined): Viewer => {
  if (!viewer) throw new Error('not there yet')
  return viewer
}
const at = 'http://localhost/api/uploads'
const tus = { 'Tus-Resumable': '1.0.0' }

function begin(viewer: Viewer | undefined, name: string, size: number) {
  const named = `filename ${Buffer.from(name).toString('base64')}`
  return receiving.handle(
    as(viewer),
    new Request(at, {
      method: 'POST',
      headers: { ...tus, 'Upload-Length': String(size), 'Upload-Metadata': named },
    }),
  )
}
function patch(viewer: Viewer | undefined, id: string, offset: number, body: BodyInit) {
  return receiving.handle(
    as(viewer),
    new Request(`${at}/${id}`, {
      method: 'PATCH',
      body,
      duplex: 'half',
      headers: {
        ...tus,
        'Upload-Offset': String(offset),
        'Content-Type': 'application/offset+octet-stream',
      },
    } as RequestInit),
  )
}
const offsetOf = async (viewer: Viewer | undefined, id: string) =>
  Number(
    (
      await receiving.handle(as(viewer), new Request(`${at}/${id}`, { method: 'HEAD', headers: tus }))
    ).headers.get('upload-offset'),
  )
const idIn = (answer: Response) => answer.headers.get('location')?.split('/').at(-1) ?? ''
async function bring(viewer: Viewer | undefined, name: string, bytes: Buffer) {
  const id = idIn(await begin(viewer, name, bytes.length))
  await patch(viewer, id, 0, new Uint8Array(bytes))
  return id
}
const kept = async (digest: string) => {
  const opened = await receiving.open(digest)
  return opened && buffer(opened.stream)
}
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const whole = (size: number) => Buffer.concat([pdf(), Buffer.alloc(size - pdf().length, 0x20)])

describe('a file that comes in', () => {
  it('is kept under its digest, and waits to be handed in', async () => {
    const bytes = pdf('uno')
    const id = await bring(ana, 'informe.pdf', bytes)
    expect(await uploadSeenBy(as(ana), id)).toEqual({
      id,
      name: 'informe.pdf',
      size: bytes.length,
      type: 'application/pdf',
      done: true,
      refused: null,
    })
    expect((await kept(sha(bytes)))?.equals(bytes)).toBe(true)
    expect(existsSync(join(arriving, id))).toBe(false)
  })

  it('goes on where a broken connection stopped it', async () => {
    const bytes = whole(200_000)
    const id = idIn(await begin(ana, 'informe.pdf', bytes.length))
    const broken = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(bytes.subarray(0, 70_000))),
      async pull(controller) {
        await expect
          .poll(() => statSync(join(arriving, id), { throwIfNoEntry: false })?.size ?? 0)
          .toBeGreaterThan(0)
        controller.error(new Error('the connection is gone'))
      },
    })
    await patch(ana, id, 0, broken).catch(() => undefined)
    const arrived = await offsetOf(ana, id)
    expect(arrived).toBeGreaterThan(0)
    expect(arrived).toBeLessThan(bytes.length)
    expect((await uploadSeenBy(as(ana), id))?.done).toBe(false)
    expect((await patch(ana, id, arrived, new Uint8Array(bytes.subarray(arrived)))).status).toBe(204)
    expect((await kept(sha(bytes)))?.equals(bytes)).toBe(true)
  })

  it('with a wrong offset changes nothing', async () => {
    const bytes = whole(1_000)
    const id = idIn(await begin(ana, 'informe.pdf', bytes.length))
    expect((await patch(ana, id, 500, new Uint8Array(bytes.subarray(500)))).status).toBe(409)
    expect(await offsetOf(ana, id)).toBe(0)
  })

  it('twice is stored once', async () => {
    const bytes = pdf('dos veces')
    await bring(ana, 'a.pdf', bytes)
    await bring(beto, 'b.pdf', bytes)
    expect(readdirSync(join(directory, 'kept', sha(bytes).slice(0, 2)))).toEqual([sha(bytes)])
  })

  it('whose type lies is refused with the reason, and not kept', async () => {
    const id = await bring(ana, 'informe.pdf', png)
    expect(await uploadSeenBy(as(ana), id)).toMatchObject({
      done: false,
      refused: { refused: 'evidence.lyingName' },
    })
    expect(await kept(sha(png))).toBe(null)
    expect(existsSync(join(arriving, id))).toBe(false)
  })

  it('too large is refused before a byte of it', async () => {
    expect((await begin(ana, 'grande.pdf', LARGEST_FILE + 1)).status).toBe(413)
    const id = idIn(await begin(ana, 'chico.pdf', 10))
    expect((await patch(ana, id, 0, new Uint8Array(11))).status).toBeGreaterThanOrEqual(400)
    expect((await uploadSeenBy(as(ana), id))?.done).toBe(false)
  })

  it('that nobody hands in is thrown away after three days', async () => {
    const bytes = pdf('olvidado')
    const id = await bring(ana, 'a.pdf', bytes)
    await receiving.tidy(new Date(Date.now() + 2 * 864e5))
    expect(await kept(sha(bytes))).not.toBe(null)
    await receiving.tidy(new Date(Date.now() + 4 * 864e5))
    expect(await uploadSeenBy(as(ana), id)).toBe(null)
    expect(await kept(sha(bytes))).toBe(null)
  })
})

describe('a full disk', () => {
  it('in mid-upload is told, and what arrived is kept', async () => {
    const bytes = whole(100_000)
    const id = idIn(await begin(ana, 'informe.pdf', bytes.length))
    await patch(ana, id, 0, new Uint8Array(bytes.subarray(0, 40_000)))
    // /dev/full answers every write with ENOSPC, as a full disk does.
    unlinkSync(join(arriving, id))
    symlinkSync('/dev/full', join(arriving, id))
    const full = await patch(ana, id, 0, new Uint8Array(bytes))
    expect([full.status, await full.text()]).toEqual([507, 'evidence.noRoom'])
    unlinkSync(join(arriving, id))
    writeFileSync(join(arriving, id), bytes.subarray(0, 40_000))
    expect(await offsetOf(ana, id)).toBe(40_000)
    await patch(ana, id, 40_000, new Uint8Array(bytes.subarray(40_000)))
    expect((await kept(sha(bytes)))?.equals(bytes)).toBe(true)
  })

  it('when it is kept leaves it waiting, and it is tried again', async () => {
    const bytes = pdf('sin lugar')
    // A file where a folder is wanted: nothing can be kept.
    const folder = join(directory, 'kept', sha(bytes).slice(0, 2))
    rmSync(folder, { recursive: true, force: true })
    writeFileSync(folder, '')
    const id = await bring(ana, 'informe.pdf', bytes)
    expect(await uploadSeenBy(as(ana), id)).toMatchObject({ done: false, refused: null })
    unlinkSync(folder)
    await receiving.settle(as(beto), id)
    expect((await uploadSeenBy(as(ana), id))?.done).toBe(false)
    await receiving.settle(as(ana), id)
    expect((await uploadSeenBy(as(ana), id))?.done).toBe(true)
  })

  it('and a file that shrank on the disk is no whole file', async () => {
    const bytes = whole(5_000)
    const id = idIn(await begin(ana, 'informe.pdf', bytes.length))
    await patch(ana, id, 0, new Uint8Array(bytes.subarray(0, 4_000)))
    truncateSync(join(arriving, id), 2_000)
    expect(await offsetOf(ana, id)).toBe(2_000)
  })
})

describe('who brings files', () => {
  it('holds a seat that takes part', async () => {
    expect((await begin(nobody, 'a.pdf', 10)).status).toBe(401)
    expect((await begin(observer, 'a.pdf', 10)).status).toBe(403)
  })

  it('sees and goes on with their own alone', async () => {
    const id = idIn(await begin(ana, 'a.pdf', 1_000))
    expect(await uploadSeenBy(as(beto), id)).toBe(null)
    expect((await patch(beto, id, 0, new Uint8Array(10))).status).toBe(404)
    expect(
      (await receiving.handle(as(beto), new Request(`${at}/${id}`, { method: 'HEAD', headers: tus })))
        .status,
    ).toBe(404)
    expect(await offsetOf(ana, id)).toBe(0)
  })

  it('brings two hundred a day at most', async () => {
    const { person, forum, now } = as(beto)
    await database.upload.createMany({
      data: Array.from({ length: 200 }, () => ({
        id: crypto.randomUUID(),
        forumId: forum.id,
        personId: person ?? '',
        name: 'a',
        size: 1,
        createdAt: now,
      })),
    })
    const answer = await begin(beto, 'a.pdf', 10)
    expect([answer.status, await answer.json()]).toEqual([
      403,
      { refused: 'evidence.tooManyUploads', params: { most: 200 } },
    ])
  })

  it.each(['../../etc/passwd', 'x'])('under no name of their own choosing: %s', async (id) => {
    expect(
      (await patch(ana, encodeURIComponent(id), 0, new Uint8Array(10))).status,
    ).toBeGreaterThanOrEqual(400)
  })
})

describe('a plain form', () => {
  const form = (parts: [string, Blob, string][]) => {
    const data = new FormData()
    for (const [name, blob, filename] of parts) data.append(name, blob, filename)
    return new Request(`${at}/form`, { method: 'POST', body: data })
  }

  it('brings a file in one go', async () => {
    const bytes = pdf('formulario')
    const id = await receiving.form(
      as(ana),
      form([['file', new Blob([new Uint8Array(bytes)]), 'informe.pdf']]),
    )
    expect(await uploadSeenBy(as(ana), String(id))).toMatchObject({
      name: 'informe.pdf',
      size: bytes.length,
      done: true,
    })
  })

  it.each([
    ['no file', form([['file', new Blob([]), '']]), 'evidence.chooseFile'],
    ['no form', new Request(`${at}/form`, { method: 'POST', body: 'x' }), 'evidence.chooseFile'],
    [
      'too much',
      form([['file', new Blob([randomBytes(LARGEST_FILE + 1)]), 'a.txt']]),
      'evidence.tooLarge',
    ],
    [
      'a form cut off',
      new Request(`${at}/form`, {
        method: 'POST',
        body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF',
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
      }),
      'evidence.brokenOff',
    ],
  ])('with %s says so', async (_what, request, refused) => {
    const before = existsSync(arriving) ? readdirSync(arriving).length : 0
    expect(await receiving.form(as(ana), request)).toMatchObject({ refused })
    expect(readdirSync(arriving).length).toBe(before)
  })

  it('from somebody without a seat brings nothing', async () => {
    expect(await receiving.form(as(nobody), form([]))).toMatchObject({ refused: 'errors.signedOut' })
  })
})
