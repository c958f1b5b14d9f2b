/** @module-tag long */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../../testing/use-database.ts'
import { openDatabase } from '../db/client.ts'
import { openStore } from '../evidence/store.ts'
import { formatKey } from '../log/note.ts'
import { publishCheckpoint } from '../log/publish.ts'
import { logRows } from '../log/rows.ts'
import { publicKeyIn } from '../log/signer.ts'
import { readSettings } from '../settings.ts'
import { Damaged, readArchive } from './read.ts'
import type { Checks } from './read.ts'
import { writeArchive } from './write.ts'
import type { For, Source } from './write.ts'

const { appUrl, keysDir } = await useDatabase({ seeded: true })
const database = openDatabase(appUrl)
afterAll(() => database.$disconnect())

const everybody: For = { audience: 'public', bodies: [] }
const operator: For = { audience: 'operator', bodies: [] }
let source: Source
let whole: Buffer

async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(Uint8Array.from(piece))
  return Buffer.concat(all)
}

async function* given(bytes: Uint8Array, step = 65_536) {
  for (let at = 0; at < bytes.length; at += step)
    yield await Promise.resolve(bytes.subarray(at, at + step))
}

const readOf = (bytes: Uint8Array, checks?: Checks, step?: number) =>
  readArchive(given(bytes, step), {}, checks)

beforeAll(async () => {
  const forum = await database.forum.findFirstOrThrow({ where: { kind: 'practice' } })
  for (const { id } of await database.forum.findMany())
    await publishCheckpoint(logRows(database), id, keysDir)
  const key = await publicKeyIn(keysDir, forum.id)
  source = {
    db: database,
    log: logRows(database),
    store: openStore(readSettings().files),
    forum,
    keys: key ? [formatKey(key)] : [],
  }
  whole = await gathered(writeArchive(source, everybody))
})

describe('an archive', () => {
  it('is checked from its first byte to its last, and tells what it holds', async () => {
    const checked = await readOf(whole)
    expect(checked.entries).toBe(checked.manifest.to)
    expect(checked).toMatchObject({
      manifest: { for: 'public', from: 0 },
      bytes: whole.length,
      missing: [],
    })
    expect(checked.files).toBeGreaterThan(0)
    expect(checked.payloads).toBeGreaterThan(100)
  })

  it('is the same, byte for byte, for the same log and reader', async () => {
    expect((await gathered(writeArchive(source, everybody))).equals(whole)).toBe(true)
  })

  it('comes in whatever pieces', async () => {
    for (const step of [1_000, 511, 37]) expect((await readOf(whole, {}, step)).bytes).toBe(whole.length)
  })

  it('is read by tar and sha256sum, which share no code with us', () => {
    const folder = mkdtempSync(join(tmpdir(), 'archive-'))
    try {
      writeFileSync(join(folder, 'a.tar'), whole)
      execFileSync('tar', ['-xf', 'a.tar'], { cwd: folder })
      expect(
        execFileSync('sha256sum', ['-c', '--quiet', 'sha256sums'], { cwd: folder, encoding: 'utf8' }),
      ).toBe('')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('has names for members, e-mail addresses for the operator alone, and neither for everybody', async () => {
    const people = await database.person.findMany({
      where: { forumId: source.forum.id, email: { not: null } },
    })
    const archiveFor = async (who: For) => (await gathered(writeArchive(source, who))).toString('utf8')
    const [forOperator, forMember, forEverybody] = [
      await archiveFor(operator),
      await archiveFor({ audience: 'seats', bodies: [] }),
      whole.toString('utf8'),
    ]
    expect(people.length).toBeGreaterThan(5)
    for (const { name, email } of people) {
      expect(
        [forOperator, forMember, forEverybody].map((archive) => archive.includes(`"${name}`)),
        `${name}`,
      ).toEqual([true, true, false])
      expect(
        [forOperator, forMember, forEverybody].map((archive) => archive.includes(`${email}`)),
        `${email}`,
      ).toEqual([true, false, false])
    }
  })

  it('continues an earlier one', async () => {
    const { manifest } = await readOf(whole)
    for (const from of [1, 255, 256, 257, manifest.to]) {
      const later = await gathered(writeArchive(source, everybody, Math.min(from, manifest.to)))
      const checked = await readOf(later)
      expect(checked.entries).toBe(manifest.to - Math.min(from, manifest.to))
    }
    await expect(gathered(writeArchive(source, everybody, manifest.to + 1))).rejects.toThrow(
      'no archive since its first',
    )
  })

  it('is not taken under another key than the one trusted', async () => {
    const other = source.keys[0]?.replace(/\+.*/, '+00000000+AAAA') ?? ''
    await expect(readOf(whole, { trusted: [other] })).rejects.toThrow(Damaged)
    expect((await readOf(whole, { trusted: source.keys })).keys).toHaveLength(1)
  })
})

/** Members by name, for tests that put them together otherwise. */
function membersOf(bytes: Buffer): { name: string; header: Buffer; body: Buffer }[] {
  const members: { name: string; header: Buffer; body: Buffer }[] = []
  for (let at = 0; bytes[at] !== 0; ) {
    const header = bytes.subarray(at, at + 512)
    const size = Number.parseInt(header.toString('latin1', 124, 135), 8)
    const end = at + 512 + Math.ceil(size / 512) * 512
    members.push({
      name: header.toString('latin1', 0, 100).replace(/\0.*/s, ''),
      header,
      body: bytes.subarray(at + 512, end),
    })
    at = end
  }
  return members
}

const joined = (members: { header: Buffer; body: Buffer }[]) =>
  Buffer.concat([...members.flatMap(({ header, body }) => [header, body]), Buffer.alloc(1024)])

/** A header that is well-formed tar, its sum included, and not one of ours. */
function headerWith(base: Buffer, change: (header: Buffer) => void): Buffer {
  const header = Buffer.from(base)
  change(header)
  header.fill(' ', 148, 156)
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
    'latin1',
  )
  return header
}

describe('a hostile or damaged archive', () => {
  it('is found with any one byte changed, wherever it stands', { timeout: 300_000 }, async () => {
    const rounds = 400
    const unseen: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const at = Math.floor(((round + Math.random()) / rounds) * whole.length)
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8))
      await readOf(bytes).then(
        () => unseen.push(at),
        (error: unknown) => expect(error).toBeInstanceOf(Damaged),
      )
    }
    expect(unseen).toEqual([])
  })

  it('is found with any byte of its heads and of its last blocks changed', {
    timeout: 300_000,
  }, async () => {
    const places = [
      ...Array.from({ length: 512 }, (_, at) => at),
      ...Array.from({ length: 40 }, (_, at) => whole.length - 1 - at * 25),
    ]
    for (const at of places) {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 0x01
      await expect(readOf(bytes), `byte ${at}`).rejects.toThrow(Damaged)
    }
  })

  it('is found cut short at every block', { timeout: 300_000 }, async () => {
    const step = Math.max(512, Math.floor(whole.length / 512 / 500) * 512)
    const near = Array.from({ length: 20 }, (_, at) => at * 512)
    const cuts = [
      ...near,
      ...near.map((one) => whole.length - 512 - one),
      ...Array.from({ length: Math.floor(whole.length / step) }, (_, at) => at * step),
    ]
    for (const end of cuts)
      await expect(readOf(whole.subarray(0, end)), `cut at ${end}`).rejects.toThrow(
        /is not complete|the end/,
      )
  })

  it.each([
    ['a name that climbs', (header: Buffer) => header.write('../../etc/passwd\0', 0)],
    ['an absolute name', (header: Buffer) => header.write('/etc/passwd\0', 0)],
    [
      'a symbolic link',
      (header: Buffer) => {
        header.write('2', 156)
        header.write('/etc/passwd\0', 157)
      },
    ],
    ['a hard link', (header: Buffer) => header.write('1', 156)],
    ['a folder', (header: Buffer) => header.write('5', 156)],
    ['a sparse file', (header: Buffer) => header.write('S', 156)],
    ['an extended header', (header: Buffer) => header.write('x', 156)],
    ['a long name of GNU', (header: Buffer) => header.write('L', 156)],
    ['a declared size of 8 GiB', (header: Buffer) => header.write('77777777777\0', 124)],
    [
      'a size in base 256',
      (header: Buffer) => {
        header[124] = 0x80
      },
    ],
    ['another owner', (header: Buffer) => header.write('0001750\0', 108)],
  ])('is refused: %s', async (_name, change) => {
    const members = membersOf(whole)
    for (const at of [0, 3, members.length - 3]) {
      const altered = members.map((member, place) =>
        place === at
          ? { ...member, header: headerWith(member.header, (header) => void change(header)) }
          : member,
      )
      await expect(readOf(joined(altered))).rejects.toThrow(Damaged)
    }
  })

  it('is refused with members swapped, doubled, left out, or in another order', async () => {
    const members = membersOf(whole)
    for (let at = 0; at + 1 < members.length; at += Math.ceil(members.length / 40)) {
      const [one, other] = [members[at], members[at + 1]]
      if (!one || !other) continue
      const swapped = members.toSpliced(at, 2, other, one)
      const bodies = members.toSpliced(
        at,
        2,
        {
          ...one,
          header: headerWith(other.header, (h) => h.write(`${one.name}\0`, 0)),
          body: other.body,
        },
        other,
      )
      for (const wrong of [swapped, bodies, members.toSpliced(at, 1), members.toSpliced(at, 0, one)]) {
        await expect(readOf(joined(wrong)), one.name).rejects.toThrow(Damaged)
      }
    }
  })

  it('is refused with a million names, at the first that does not belong', async () => {
    const members = membersOf(whole)
    const [first] = members
    if (!first) throw new Error('an archive has members')
    async function* endless() {
      yield joined(members).subarray(0, -1024)
      for (let at = 0; ; at += 1)
        yield await Promise.resolve(
          headerWith(first?.header ?? Buffer.alloc(512), (h) => {
            h.write(`files/${at}\0`, 0)
            h.write('00000000000', 124)
          }),
        )
    }
    await expect(readArchive(endless())).rejects.toThrow(Damaged)
  })

  it('of another forum does not pass as this one', async () => {
    const other = await database.forum.findFirstOrThrow({ where: { id: { not: source.forum.id } } })
    const key = await publicKeyIn(keysDir, other.id)
    const theirs = membersOf(
      await gathered(
        writeArchive({ ...source, forum: other, keys: key ? [formatKey(key)] : [] }, everybody),
      ),
    )
    const ours = membersOf(whole)
    for (const name of ['archive.json', 'checkpoint', 'keys', 'tile/entries/000']) {
      const foreign = theirs.find((other) => other.name.startsWith(name))
      const mixed = ours.map((our) => (foreign && our.name === foreign.name ? foreign : our))
      if (mixed.some((one) => one === foreign))
        await expect(readOf(joined(mixed)), name).rejects.toThrow(Damaged)
    }
    await expect(readOf(joined(theirs), { trusted: source.keys })).rejects.toThrow(
      'not the one that you trust',
    )
  })
})
