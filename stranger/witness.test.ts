/** @module-tag long */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Server as TcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatCheckpoint } from '../lib/log/checkpoint.ts'
import { publicKeyOf, verifyEd25519 } from '../lib/log/ed25519.ts'
import { toBase64, toUtf8 } from '../lib/log/encoding.ts'
import { formatKey, keyOf, openNote, parseKey, parseNote, signNote } from '../lib/log/note.ts'
import { bundleBytes, levelsOver, parseTilePath, tileBytes } from '../lib/log/tiles.ts'
import { consistencyProof, EMPTY_ROOT, leafHash, readerOver, rootOf } from '../lib/log/tree.ts'
import type { Hash } from '../lib/log/tree.ts'
import { unhex, vectors } from '../lib/log/vectors.ts'
import { run, ROOT } from '../scripts/child.ts'
import { verifyEd25519 as witnessVerifies } from './witness.mjs'

const SCRIPT = join(ROOT, 'stranger/witness.mjs')
const folders: string[] = []
const children: ChildProcess[] = []
const servers: (Server | TcpServer)[] = []
const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'witness-'))
  folders.push(made)
  return made
}
afterAll(async () => {
  for (const child of children) child.kill()
  for (const server of servers) server.close()
  await Promise.all(folders.map((one) => rm(one, { recursive: true, force: true })))
})

/** A witness of its own process that listens. */
async function listening(
  key: string,
  logs: string[],
): Promise<{ address: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [
    SCRIPT,
    '--key',
    key,
    '--name',
    'example.com/witness',
    '--listen',
    '0',
    ...logs.flatMap((log) => ['--log', log]),
  ])
  children.push(child)
  return new Promise((done, failed) => {
    let said = ''
    const hear = (part: Buffer) => {
      said += part.toString()
      const address = /Listening on (http:\/\/\S+)/.exec(said)?.[1]
      if (address) done({ address, child })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', (part: Buffer) => {
      said += part.toString()
    })
    child.once('exit', () => failed(new Error(said)))
  })
}

/** A log whose acts can be told otherwise from one on. */
function logWith({
  origin = `mesa-abierta/${randomBytes(4).toString('hex')}`,
  seed = randomBytes(32) as Uint8Array,
} = {}) {
  const known = new Map<string, Hash[]>()
  const leavesOf = (size: number, otherFrom = Infinity) => {
    const leaves =
      known.get(`${size} ${otherFrom}`) ??
      Array.from({ length: size }, (_, index) =>
        leafHash(toUtf8(`${index >= otherFrom ? 'other' : 'act'} ${index}`)),
      )
    known.set(`${size} ${otherFrom}`, leaves)
    return leaves
  }
  const checkpoint = (size: number, otherFrom?: number) =>
    signNote(formatCheckpoint({ origin, size, root: rootOf(leavesOf(size, otherFrom)) }), origin, seed)
  const request = async (old: number, size: number, otherFrom?: number) => {
    const proof =
      old === 0 || old > size
        ? []
        : await consistencyProof(old, size, readerOver(leavesOf(size, otherFrom)))
    return `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint(size, otherFrom)}`
  }
  return {
    origin,
    seed,
    vkey: formatKey(keyOf(origin, publicKeyOf(seed))),
    leavesOf,
    checkpoint,
    request,
  }
}

const add = async (address: string, body: string) => {
  const answer = await fetch(`${address}/add-checkpoint`, { method: 'POST', body })
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() }
}
const shown = (address: string, origin: string) =>
  fetch(`${address}/${createHash('sha256').update(origin).digest('hex')}/checkpoint`)
const keyShown = async (path: string) =>
  parseKey(/Key {2}(\S+)/.exec((await run('stranger/witness.mjs', ['--key', path])).text)?.[1] ?? '')

describe.runIf(vectors)('the published script for witnesses', () => {
  const script = vectors?.witness_add_checkpoint_sequence
  let address = ''
  beforeAll(async () => {
    if (!script) return
    address = (
      await listening(join(await folder(), 'key'), [
        formatKey(keyOf(script.origin, unhex(script.log_public_key_hex))),
      ])
    ).address
  })

  it.each((script?.steps ?? []).map((step) => [step.step, step] as const))('%s', async (_name, step) => {
    const answer = await add(address, step.body)
    expect(step.want_status_any ?? [step.want_status]).toContain(answer.status)
    if (answer.status === 200) expect(answer.body).toContain(step.reference_body_contains)
    if (answer.status === 409)
      expect([answer.type, answer.body]).toEqual(['text/x.tlog.size', step.reference_body_contains])
  })
})

describe('a witness that logs come to', () => {
  it('signs growth, and nothing else', async () => {
    const log = logWith()
    const [empty, key] = [logWith(), join(await folder(), 'key')]
    let { address, child } = await listening(key, [log.vkey, empty.vkey])
    const wrongRoot = signNote(
      formatCheckpoint({ origin: empty.origin, size: 0, root: rootOf(log.leavesOf(1)) }),
      empty.origin,
      empty.seed,
    )
    const rightRoot = signNote(
      formatCheckpoint({ origin: empty.origin, size: 0, root: EMPTY_ROOT }),
      empty.origin,
      empty.seed,
    )
    const foreign = logWith({ origin: log.origin })
    const steps: [string, string | Promise<string>, number, string?][] = [
      ['first sight', log.request(0, 5), 200],
      ['the same again: a retry', log.request(5, 5), 200],
      ['a retry of the first request', log.request(0, 5), 409, '5\n'],
      ['growth across tiles', log.request(5, 600), 200],
      ['a restored backup, told as it is', log.request(600, 5), 400],
      ['a restored backup, told as it was', log.request(5, 5), 409, '600\n'],
      ['an act rewritten, with the proof of the new history', log.request(600, 610, 3), 422],
      ['the same size with another root', log.request(600, 600, 3), 422],
      ['another’s key', foreign.request(600, 601), 403],
      ['a log that nobody named', logWith().request(0, 1), 404],
      [
        'a proof of 64 hashes',
        `old 600\n${`${toBase64(EMPTY_ROOT)}\n`.repeat(64)}\n${log.checkpoint(601)}`,
        400,
      ],
      ['a proof from nothing', `old 0\n${toBase64(EMPTY_ROOT)}\n\n${empty.checkpoint(2)}`, 422],
      ['an empty log with another root', `old 0\n\n${wrongRoot}`, 422],
      ['an empty log', `old 0\n\n${rightRoot}`, 200],
    ]
    for (const [what, body, status, said] of steps) {
      const answer = await add(address, await body)
      expect([what, answer.status]).toEqual([what, status])
      if (said) expect([what, answer.body, answer.type]).toEqual([what, said, 'text/x.tlog.size'])
    }
    // It remembers in its next life, and after a crash.
    child.kill('SIGKILL')
    ;({ address, child } = await listening(key, [log.vkey]))
    expect(await add(address, await log.request(0, 700, 3))).toMatchObject({
      status: 409,
      body: '600\n',
    })
    expect(await add(address, await log.request(600, 700))).toMatchObject({ status: 200 })
    const note = await (await shown(address, log.origin)).text()
    expect(openNote(note, [parseKey(log.vkey), await keyShown(key)]).verified).toHaveLength(2)
    expect(parseNote(note).text).toBe(parseNote(log.checkpoint(700)).text)
    expect((await shown(address, logWith().origin)).status).toBe(404)
  })

  it('never signs two histories, asked a thousand times at once through two processes', async () => {
    const log = logWith()
    const key = join(await folder(), 'key')
    const { address: first } = await listening(key, [log.vkey])
    const { address: second } = await listening(key, [log.vkey])
    expect((await add(first, await log.request(0, 5))).status).toBe(200)
    // Two histories part at act 5; both grow, from every size to every larger one.
    const asked = Array.from({ length: 1_200 }, (_, at) => ({
      old: 5 + (at % 4),
      size: 6 + (at % 7),
      otherFrom: at % 2 === 0 ? undefined : 5,
      address: at % 3 === 0 ? first : second,
    })).filter(({ old, size }) => old <= size)
    expect(asked.length).toBeGreaterThan(1_000)
    const answers = await Promise.all(
      asked.map(async (one) => ({
        ...one,
        ...(await add(one.address, await log.request(one.old, one.size, one.otherFrom))),
      })),
    )
    const signed = answers.filter((one) => one.status === 200)
    expect(new Set(signed.map((one) => one.otherFrom)).size).toBe(1)
    expect(answers.filter((one) => ![200, 409, 422].includes(one.status))).toEqual([])
    const key1 = await keyShown(key)
    for (const { size, otherFrom, body } of signed)
      openNote(`${parseNote(log.checkpoint(size, otherFrom)).text}\n${body}`, [key1])
  })
})

describe('a witness that looks at a forum', () => {
  type Host = {
    size: number
    otherFrom?: number
    keys?: string
    note?: string
    posted: string[]
    heard: unknown[]
    status: number
  }
  const log = logWith()
  const host: Host = { size: 0, posted: [], heard: [], status: 200 }
  let [address, mailbox] = ['', '']
  const letters: string[] = []

  const bodyOf = async (request: IncomingMessage) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    return Buffer.concat(parts).toString()
  }
  const served = async (request: IncomingMessage): Promise<Uint8Array | string | null> => {
    const path = (request.url ?? '').replace('/foro/log/', '')
    if (path === 'cosignature') return String(host.posted.push(await bodyOf(request)))
    if (path === '/hook') return String(host.heard.push(JSON.parse(await bodyOf(request))))
    if (path === 'checkpoint') return host.note ?? log.checkpoint(host.size, host.otherFrom)
    if (path === 'keys') return host.keys ?? `${log.vkey}\n`
    const tile = parseTilePath(path)
    const leaves = log.leavesOf(host.size, host.otherFrom)
    if (tile?.level === 'entries')
      return bundleBytes(
        Array.from({ length: tile.width }, (_, place) => toUtf8(`act ${tile.index * 256 + place}`)),
      )
    return tile
      ? tileBytes(
          { ...tile, level: Number(tile.level) },
          levelsOver((from, to) => Promise.resolve(leaves.slice(from, to))),
        )
      : null
  }
  beforeAll(async () => {
    const server = createServer((request, response) => {
      void served(request).then((body) => {
        const found = request.method === 'POST' ? host.status : 200
        response.writeHead(body === null ? 404 : found).end(body)
      })
    })
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done)
    })
    const mail = createTcpServer((socket) => {
      socket.write('220-welcome\r\n220 here\r\n')
      let [letter, inLetter] = ['', false]
      socket.on('data', (part) => {
        if (inLetter) {
          letter += part.toString()
          if (!letter.endsWith('\r\n.\r\n')) return
          letters.push(letter)
          inLetter = false
          return socket.write('250 taken\r\n')
        }
        const word = part.toString().slice(0, 4)
        inLetter = word === 'DATA'
        return socket.write(
          {
            EHLO: '250-witness\r\n250 AUTH PLAIN\r\n',
            AUTH: '235 yes\r\n',
            DATA: '354 go on\r\n',
            QUIT: '221 bye\r\n',
          }[word] ?? '250 ok\r\n',
        )
      })
    })
    await new Promise<void>((done) => {
      mail.listen(0, '127.0.0.1', done)
    })
    servers.push(server, mail)
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { port } = mail.address() as AddressInfo
    const letter = 'from=testigo@civil.example&to=equipo@civil.example'
    mailbox = `smtp://civil:secreto@127.0.0.1:${port}?${letter}`
  })
  const look = (key: string, ...more: string[]) =>
    run('stranger/witness.mjs', ['--key', key, '--forum', `${address}/foro`, ...more])

  it('co-signs growth and hands it in; refuses with evidence what was put back, rewritten or of another', async () => {
    const here = await folder()
    const key = join(here, 'key')
    Object.assign(host, { size: 3 })
    expect(await look(key)).toMatchObject({ code: 0 })
    // Across three levels of tiles, with partial ones.
    for (const size of [3, 256, 300, 70_000]) {
      Object.assign(host, { size })
      expect((await look(key)).code).toBe(0)
    }
    const own = await keyShown(key)
    expect(host.posted.map((note) => openNote(note, [own]).text.split('\n')[1])).toEqual([
      '3',
      '3',
      '256',
      '300',
      '70000',
    ])
    expect(host.posted.every((note) => parseNote(note).signatures.length === 1)).toBe(true)

    const alarms = [
      '--webhook',
      `${address}/hook`,
      '--alarm',
      `cat > ${join(here, 'told')}`,
      '--mail',
      mailbox,
    ]
    const other = logWith({ origin: log.origin })
    const attacks: [string, Partial<Host>][] = [
      ['rollback', { size: 69_995 }],
      ['fork', { size: 70_000, otherFrom: 12 }],
      ['fork', { size: 70_003, otherFrom: 12 }],
      ['unsigned', { size: 70_001, note: other.checkpoint(70_001), keys: `${other.vkey}\n` }],
    ]
    const before = host.posted.length
    for (const [kind, lie] of attacks) {
      Object.assign(host, { otherFrom: undefined, note: undefined, keys: undefined, ...lie })
      const { code, text } = await look(key, ...alarms)
      expect([code, text]).toEqual([3, expect.stringContaining(`CONTRADICTION (${kind})`)])
      const told = JSON.parse(await readFile(join(here, 'told'), 'utf8')) as {
        kind: string
        evidence: string[]
        'shown.txt': string
        'kept.txt': string
      }
      expect(told.kind).toBe(kind)
      expect(told.evidence.length).toBeGreaterThan(1)
      // Both sides can be shown to others: the log signed them both.
      expect(openNote(told['kept.txt'], [parseKey(log.vkey)]).text).toBe(
        parseNote(log.checkpoint(70_000)).text,
      )
      expect(told['shown.txt']).toBe(lie.note ?? log.checkpoint(host.size, host.otherFrom))
    }
    expect(host.posted).toHaveLength(before)
    expect(host.heard.map((one) => (one as { kind: string }).kind)).toEqual(
      attacks.map(([kind]) => kind),
    )
    expect(letters).toHaveLength(attacks.length)
    expect(letters[0]).toContain('Subject: rollback')
    expect((await readdir(join(here, 'key.d/evidence'))).length).toBeGreaterThan(4)

    Object.assign(host, { otherFrom: undefined, note: undefined, keys: undefined, size: 70_004 })
    expect((await look(key)).code).toBe(0)
  })

  it('says what the host does not take, and what cannot be reached', async () => {
    const key = join(await folder(), 'key')
    Object.assign(host, { size: 4, status: 403 })
    expect(await look(key)).toMatchObject({
      code: 1,
      text: expect.stringContaining('the host did not take it: 403') as string,
    })
    host.status = 200
    expect(
      await run('stranger/witness.mjs', ['--key', key, '--forum', 'http://127.0.0.1:9/foro']),
    ).toMatchObject({ code: 1 })
    expect(await run('stranger/witness.mjs', [])).toMatchObject({ code: 2 })
    expect((await look(key, '--log', logWith().vkey)).code).toBe(3)
  })

  it('believes a key had from elsewhere, and no other', async () => {
    const key = join(await folder(), 'key')
    const other = logWith({ origin: log.origin })
    Object.assign(host, { size: 4, note: other.checkpoint(4), keys: `${other.vkey}\n` })
    expect((await look(key, '--log', log.vkey)).code).toBe(3)
    Object.assign(host, { note: undefined, keys: undefined })
    expect((await look(key, '--log', log.vkey)).code).toBe(0)
  })
})

describe('endorsing', () => {
  it('signs a text of the forum’s, adds to another’s signature, and signs no checkpoint', async () => {
    const here = await folder()
    const [one, two, file] = [join(here, 'one'), join(here, 'two'), join(here, 'text')]
    const [first, second] = [await keyShown(one), await keyShown(two)]
    const text = 'mesa-abierta witness v1\nmesa-abierta/foro\nsector\nllave\n-\n'
    await writeFile(file, text)
    const endorsed = async (key: string) => {
      const { code, text: said } = await run('stranger/witness.mjs', ['--key', key, '--endorse', file])
      return { code, note: said.slice(said.lastIndexOf('mesa-abierta witness v1')) }
    }
    const once = await endorsed(one)
    expect(openNote(once.note, [first]).text).toBe(text)
    await writeFile(file, once.note)
    expect(openNote((await endorsed(two)).note, [first, second]).verified).toHaveLength(2)
    await writeFile(file, formatCheckpoint({ origin: 'mesa-abierta/foro', size: 1, root: EMPTY_ROOT }))
    expect((await endorsed(one)).code).toBe(1)
  })

  it('says what a text asks for and where the signed one goes, and makes no key for it', async () => {
    const here = await folder()
    const [own, file] = [join(here, 'key'), join(here, 'text')]
    await writeFile(file, 'mesa-abierta freeze v1\nmesa-abierta/foro\nafter 12\nsuccessor none\n')
    const call = () => run('stranger/witness.mjs', ['--key', own, '--endorse', file])
    const missing = await call()
    expect(missing).toMatchObject({ code: 1 })
    expect(missing.text).toContain(`There is no key in ${own}`)
    await keyShown(own)
    const { code, text } = await call()
    expect(code).toBe(0)
    expect(text).toContain('the log is closed for good')
    expect(text).toMatch(/Send its last line.*\nIf that is not what you want/)
  })
})

describe.runIf(vectors)('its verdict on a signature', () => {
  it('is the project’s on every edge case that has been published', () => {
    const cases = vectors?.ed25519_edge_cases.cases ?? []
    expect(cases.length).toBeGreaterThan(60)
    const differing = cases.filter(({ key, sig, msg }) => {
      const [publicKey, message, signature] = [unhex(key), toUtf8(msg), unhex(sig)]
      return (
        witnessVerifies(publicKey, message, signature) !== verifyEd25519(publicKey, message, signature)
      )
    })
    expect(differing.map((one) => one.number)).toEqual([])
  })
})
