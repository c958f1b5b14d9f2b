#!/usr/bin/env node
/**
 * The witness: it keeps in mind what a log has shown it, and signs a checkpoint only if that continues all it signed before. Whoever runs
 * it on a machine of their own can prove later what the log said, and finds out when its host rewrites, cuts or forks it.
 *
 * One file that shares no code with the project and needs nothing but Node (20.19 or later): copy it to another machine and read it first.
 *
 *   node witness.mjs --key KEYFILE                              makes the key on first use, and shows its public half
 *   node witness.mjs --key KEYFILE --forum https://host/forum   looks at a forum's log once, co-signs it, and hands the signature in
 *   node witness.mjs --key KEYFILE --listen PORT --log VKEY     serves C2SP tlog-witness, for logs that come and ask
 *   node witness.mjs --key KEYFILE --endorse FILE               signs a text that a forum asks for: says what it asks, and writes it signed
 *                                                               (put > FILE.signed behind it)
 *
 *   --name NAME        the key's name, when it is made: a host name of yours and a word, civil.example/witness
 *   --log VKEY         a log's key, had from elsewhere; without it the first one that the host shows is believed, and kept in mind
 *   --every SECONDS    goes on, with that pause
 *   --compare ADDRESS  of what another witness signed last (its /<hash>/checkpoint, or a file): both must have seen one log
 *   --host ADDRESS     where --listen listens (127.0.0.1)
 *   --webhook URL, --alarm COMMAND, --mail smtp[s]://user:password@host:port?from=A&to=B     whom to tell of a contradiction
 *
 * It leaves with 0 when it co-signed, 1 when something could not be done, 2 when it was called wrongly, and 3 when a log contradicts what
 * it signed before: then it has signed nothing, and KEYFILE.d/evidence holds both. It also leaves with 3 where an act says that it was
 * recorded before a time at which the witness saw a log without it, or where another witness saw another log.
 *
 * Its memory lies in KEYFILE.d. Never put back an older copy of that folder: it would sign again what it has seen to be otherwise.
 *
 * Formats: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles, tlog-witness; tree: RFC 6962.
 */
import { spawn } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect as connectPlainly } from 'node:net'
import { join } from 'node:path'
import { connect as connectSecurely } from 'node:tls'
import { parseArgs } from 'node:util'

/** Something that cannot be signed, and the status with which tlog-witness says so. */
class Refused extends Error {
  constructor(status, sentence) {
    super(sentence)
    this.status = status
  }
}

/** What the log shows and what was signed before cannot both be. */
class Contradiction extends Error {
  constructor(kind, sentence, evidence) {
    super(sentence)
    this.kind = kind
    this.evidence = evidence
  }
}

const refuse = (status, sentence) => {
  throw new Refused(status, sentence)
}

// Bytes

const sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const base64 = (text) => {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text
    ? bytes
    : refuse(400, 'Base64 that is not as it should be written.')
}

// Keys and signed notes

const LOG = 1
const WITNESS = 4

// Keys of small order, under which one signature is good for many texts: OpenSSL takes them, stricter readers do not.
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]
const PRIME = (1n << 255n) - 19n

const isSound = (publicKey) => {
  const y = Buffer.from(publicKey)
  y[31] &= 0x7f
  return (
    !SMALL_ORDER.includes(y.toString('hex')) &&
    BigInt(`0x${Buffer.from(y).reverse().toString('hex')}`) < PRIME
  )
}

export const verifyEd25519 = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64 || !isSound(publicKey)) return false
  try {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') },
      format: 'jwk',
    })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}

const keyId = (name, type, publicKey) => sha256(`${name}\n`, Buffer.of(type), publicKey).subarray(0, 4)

const formatKey = (name, type, publicKey) =>
  `${name}+${keyId(name, type, publicKey).toString('hex')}+${Buffer.concat([Buffer.of(type), publicKey]).toString('base64')}`

const readLogKey = (vkey) => {
  const [, name, id, encoded] =
    /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? refuse(400, `Not a verifier key: ${vkey}`)
  const [type, publicKey] = [base64(encoded)[0], base64(encoded).subarray(1)]
  if (type !== LOG || publicKey.length !== 32 || keyId(name, type, publicKey).toString('hex') !== id)
    refuse(400, `Not a log's Ed25519 key: ${vkey}`)
  return { vkey, name, id, publicKey }
}

/** The text ends at the last blank line. Lines that are no signatures make the whole unreadable. */
const readNote = (note) => {
  const end = note.lastIndexOf('\n\n')
  const lines = note.slice(end + 2).split('\n')
  if (end < 0 || lines.pop() !== '' || lines.length === 0 || lines.length > 100)
    refuse(400, 'Not a signed note.')
  if (!note.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(note))
    refuse(400, 'A note with control characters.')
  const signatures = lines.map((line) => {
    const [, name, encoded] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? refuse(400, 'Not a signature line.')
    const bytes = base64(encoded)
    return { name, id: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) }
  })
  return { text: note.slice(0, end + 1), signatures }
}

const readCheckpoint = (text) => {
  const [origin, size, root, ...rest] = text.split('\n')
  if (!origin || !/^(0|[1-9][0-9]{0,14})$/.test(size ?? '') || rest.pop() !== '' || rest.includes(''))
    refuse(400, 'Not a checkpoint.')
  const hash = base64(root)
  return hash.length === 32
    ? { origin, size: Number(size), root: hash }
    : refuse(400, 'A root hash has 32 bytes.')
}

/** A checkpoint that this log signed; others' signatures are left aside. */
const openCheckpoint = (note, log) => {
  const { text, signatures } = readNote(note)
  const checkpoint = readCheckpoint(text)
  const own = signatures.filter(({ name, id }) => name === log.name && id === log.id)
  if (own.length === 0) refuse(403, `Not signed by the log's key that this witness knows (${log.vkey}).`)
  if (!own.every(({ bytes }) => verifyEd25519(log.publicKey, Buffer.from(text), bytes)))
    refuse(403, 'The signature of the log is bad.')
  if (checkpoint.origin !== log.name)
    refuse(400, `A checkpoint of ${checkpoint.origin}, signed by ${log.name}.`)
  return { ...checkpoint, text }
}

// The tree

const EMPTY = sha256('')
const nodeHash = (left, right) => sha256('\x01', left, right)
const joined = (hashes) => hashes.reduceRight((right, left) => nodeHash(left, right))
const half = (value) => Math.floor(value / 2)

/** RFC 9162, 2.1.4.2. */
const isContinued = (old, oldRoot, size, root, proof) => {
  if (old === size) return proof.length === 0 && oldRoot.equals(root)
  let [place, last] = [old - 1, size - 1]
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  const [first, ...rest] = place === 0 ? [oldRoot, ...proof] : proof
  if (!first || proof.length === 0) return false
  let [before, now] = [first, first]
  for (const part of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      ;[before, now] = [nodeHash(part, before), nodeHash(part, now)]
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else {
      now = nodeHash(now, part)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && before.equals(oldRoot) && now.equals(root)
}

/** The spans of leaves whose hashes prove that a tree of `size` continues one of `old` (RFC 6962, 2.1.2). */
const provingSpans = (old, size) => {
  const spans = []
  let [from, to] = [0, size]
  while (old < to) {
    let middle = 1
    while (2 * middle < to - from) middle *= 2
    middle += from
    if (old <= middle) {
      spans.unshift([middle, to])
      to = middle
    } else {
      spans.unshift([from, middle])
      from = middle
    }
  }
  return from > 0 ? [[from, to], ...spans] : spans
}

/** The complete subtrees in a span, largest first. */
const subtreesOf = ([from, to]) => {
  const nodes = []
  for (let at = from; at < to; ) {
    let [level, width] = [0, 1]
    while (at + 2 * width <= to && at % (2 * width) === 0) [level, width] = [level + 1, 2 * width]
    nodes.push({ level, index: at / width })
    at += width
  }
  return nodes
}

const tilePath = (level, index, width) => {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g)
  return `tile/${level}/${groups.map((group, place) => (place < groups.length - 1 ? `x${group}` : group)).join('/')}${width < 256 ? `.p/${width}` : ''}`
}

/** Made from the log's tiles: what a log that comes and asks sends along. */
const proofFromTiles = async (log, old, size) => {
  const tiles = new Map()
  const hashAt = async ({ level, index }) => {
    const [height, span] = [Math.floor(level / 8), 2 ** (level % 8)]
    const tile = Math.floor((index * span) / 256)
    const width = Math.min(256, Math.floor(size / 256 ** height) - tile * 256)
    const path = tilePath(height, tile, width)
    if (!tiles.has(path)) tiles.set(path, await get(`${log}/${path}`, 256 * 32))
    const bytes = tiles.get(path)
    if (bytes.length !== width * 32) refuse(422, `${path} does not hold ${width} hashes.`)
    const from = index * span - tile * 256
    let hashes = Array.from({ length: span }, (_, place) =>
      bytes.subarray((from + place) * 32, (from + place + 1) * 32),
    )
    while (hashes.length > 1)
      hashes = Array.from({ length: hashes.length / 2 }, (_, place) =>
        nodeHash(hashes[2 * place], hashes[2 * place + 1]),
      )
    return hashes[0]
  }
  const proof = []
  for (const span of provingSpans(old, size)) {
    const hashes = []
    for (const node of subtreesOf(span)) hashes.push(await hashAt(node))
    proof.push(joined(hashes))
  }
  return proof
}

const get = async (address, most = 1_000_000) => {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(20_000) })
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}.`)
  const bytes = Buffer.from(await answer.arrayBuffer())
  return bytes.length <= most ? bytes : refuse(400, `${address} answers with ${bytes.length} bytes.`)
}

// The key

/** On the disk before it is used, and never written over. */
const writeOnce = async (path, text) => {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } finally {
    await rm(draft)
  }
  const folder = await open(join(path, '..'), 'r')
  await folder.sync().catch(() => undefined)
  await folder.close()
}

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

const openKey = async (path, name) => {
  try {
    const given = name ?? `witness-${randomBytes(3).toString('hex')}`
    if (!/^[^\s+\u0085\u0000-\u001f]+$/.test(given))
      refuse(400, 'A key name has neither spaces nor plus signs.')
    await writeOnce(
      path,
      `${JSON.stringify({ name: given, seed: randomBytes(32).toString('base64') })}\n`,
    )
    console.error(
      `A new key lies in ${path}. Nobody else may have it; keep a copy where the host has no hand.`,
    )
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const { name: stored, seed } = JSON.parse(await readFile(path, 'utf8'))
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8, base64(seed)]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x, 'base64url')
  const id = keyId(stored, WITNESS, publicKey)
  return {
    vkey: formatKey(stored, WITNESS, publicKey),
    /** cosignature/v1: the time above the whole text, so that neither can be moved to another. */
    line: (text, time) => {
      const seconds = Buffer.alloc(8)
      seconds.writeBigUInt64BE(BigInt(time))
      return `— ${stored} ${Buffer.concat([id, seconds, sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), privateKey)]).toString('base64')}\n`
    },
  }
}

// The memory

const hashed = (origin) => sha256(origin).toString('hex')

/**
 * What was signed last, of each log: files numbered upwards, each linked into its place, which fails where another has been. So of two
 * that begin at the same word, in this process or another, one has to begin again, and a crash leaves the word of before.
 */
const openMemory = (folder) => {
  const numbersOf = async (origin) =>
    (await readdir(join(folder, hashed(origin))).catch(() => []))
      .flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []))
      .sort((one, other) => other - one)
  const pathOf = (origin, number) => join(folder, hashed(origin), String(number))

  const last = async (origin) => {
    for (;;) {
      const [number] = await numbersOf(origin)
      if (number === undefined) return { number: 0, log: null, note: null, time: 0 }
      try {
        return { number, ...JSON.parse(await readFile(pathOf(origin, number), 'utf8')) }
      } catch (error) {
        // Tidied away, since another has gone on.
        if (error.code !== 'ENOENT') throw error
      }
    }
  }

  /** False: somebody else was faster. */
  const replace = async (origin, { number }, word) => {
    await mkdir(join(folder, hashed(origin)), { recursive: true })
    try {
      await writeOnce(pathOf(origin, number + 1), JSON.stringify(word))
    } catch (error) {
      if (error.code === 'EEXIST') return false
      throw error
    }
    const numbers = await numbersOf(origin)
    if (numbers[0] !== number + 1) return false
    for (const old of numbers.slice(8)) await rm(pathOf(origin, old), { force: true })
    return true
  }

  const evidence = async (origin, files) => {
    await mkdir(join(folder, 'evidence'), { recursive: true })
    const paths = []
    for (const [name, text] of Object.entries(files)) {
      const path = join(
        folder,
        'evidence',
        `${hashed(origin).slice(0, 8)}-${sha256(text).toString('hex', 0, 4)}-${name}`,
      )
      await writeOnce(path, text).catch((error) => {
        if (error.code !== 'EEXIST') throw error
      })
      paths.push(path)
    }
    return paths
  }
  return { last, replace, evidence }
}

// Signing

/**
 * The only way to a signature: what is asked continues what was signed last, and is kept on the disk, before it is signed. `prove` gives the
 * proof for the size that was signed last, or refuses. What contradicts it is told with both sides.
 */
const cosign = async ({ key, memory, log, note, prove }) => {
  const next = openCheckpoint(note, log)
  if (next.size === 0 && !next.root.equals(EMPTY)) refuse(422, 'An empty log has another root.')
  for (;;) {
    const before = await memory.last(log.name)
    const kept = before.note ? readCheckpoint(readNote(before.note).text) : { size: 0, root: EMPTY }
    const proof = await prove(kept.size, next)
    const evidence = {
      'kept.txt': before.note ?? '',
      'shown.txt': note,
      'proof.txt': proof.map((hash) => `${hash.toString('base64')}\n`).join(''),
    }
    if (next.size < kept.size)
      throw new Contradiction(
        'rollback',
        `The log had ${kept.size} entries and now shows ${next.size}: it was cut, or put back.`,
        evidence,
      )
    if (kept.size === 0 && proof.length > 0) refuse(422, 'Nothing has to be proven from an empty log.')
    if (kept.size > 0 && !isContinued(kept.size, kept.root, next.size, next.root, proof)) {
      throw new Contradiction(
        'fork',
        `The log of ${next.size} entries does not begin with the ${kept.size} entries signed before: it was rewritten, or shows different people different things.`,
        evidence,
      )
    }
    // A clock that was set back must not make a later word look earlier.
    const time = Math.max(Math.floor(Date.now() / 1000), before.time)
    if (
      await memory.replace(log.name, before, {
        log: log.vkey,
        note: `${next.text}\n${note.slice(note.lastIndexOf('\n\n') + 2)}`,
        time,
      })
    ) {
      return {
        ...next,
        note,
        time,
        line: key.line(next.text, time),
        before: { size: kept.size, time: before.time, note: before.note },
      }
    }
  }
}

// Looking at a forum's log, once

/** How far the clocks of a host and a witness may be apart, in seconds. */
const APART = 300

/** An act that is new to the witness cannot have been recorded before the witness saw the log without it. */
const refuseBackDated = async (address, { size, before }, note) => {
  if (before.size === 0) return
  for (let at = before.size; at < size; ) {
    const bundle = Math.floor(at / 256)
    const width = Math.min(256, size - bundle * 256)
    const bytes = await get(`${address}/${tilePath('entries', bundle, width)}`, 256 * 65_537)
    for (let [place, from] = [bundle * 256, 0]; from < bytes.length; place += 1) {
      const to = from + 2 + bytes.readUInt16BE(from)
      const [, said] =
        (place >= at && /"recordedAt":"([^"]+)"/.exec(bytes.toString('utf8', from + 2, to))) || []
      const recorded = Date.parse(said) / 1000
      if (recorded < before.time - APART) {
        throw new Contradiction(
          'backdated',
          `Act ${place} says that it was recorded at ${new Date(recorded * 1000).toISOString()}; at ${new Date(before.time * 1000).toISOString()} the log was signed without it.`,
          {
            'kept.txt': before.note,
            'shown.txt': note,
            'act.json': bytes.toString('utf8', from + 2, to),
          },
        )
      }
      from = to
    }
    at = (bundle + 1) * 256
  }
}

/** What another witness was shown must be how this log begins. What it saw beyond it, the next look compares. */
const refuseOther = async (address, log, signed, other) => {
  const note = (/^https?:/.test(other) ? await get(other) : await readFile(other)).toString()
  const seen = openCheckpoint(note, log)
  if (seen.size > signed.size || seen.size === 0) return
  const proof = seen.size === signed.size ? [] : await proofFromTiles(address, seen.size, signed.size)
  if (!isContinued(seen.size, seen.root, signed.size, signed.root, proof)) {
    throw new Contradiction(
      'split',
      `Another witness was shown another log of ${seen.size} entries: the host tells different people different things.`,
      { 'kept.txt': note, 'shown.txt': signed.note },
    )
  }
}

/** The key kept in mind; at the first sight the one given, or shown by the host, that signs for its own origin. */
const logKeyOf = async ({ memory, address, note, given }) => {
  const { origin } = readCheckpoint(readNote(note).text)
  const { log: kept } = await memory.last(origin)
  if (given) return readLogKey(given)
  if (kept) return readLogKey(kept)
  const shown = (await get(`${address}/keys`)).toString().split('\n').filter(Boolean)
  const log = shown
    .map(readLogKey)
    .find((one) => one.name === origin && readNote(note).signatures.some(({ id }) => id === one.id))
  if (!log) refuse(403, 'None of the keys that the host shows has signed this checkpoint.')
  console.error(
    `First sight of ${origin}. Its key, as the host shows it: compare it with what others have.\n  ${log.vkey}`,
  )
  return log
}

const look = async ({ key, memory, forum, given, compare }) => {
  const address = `${forum.replace(/\/+$/, '')}/log`
  const note = (await get(`${address}/checkpoint`)).toString()
  const log = await logKeyOf({ memory, address, note, given })
  try {
    const prove = async (old, { size }) =>
      old === 0 || old >= size ? [] : proofFromTiles(address, old, size)
    const signed = await cosign({ key, memory, log, note, prove })
    const answer = await fetch(`${address}/cosignature`, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(20_000),
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: `${signed.text}\n${signed.line}`,
    })
    const said = (await answer.text()).trim().slice(0, 300)
    await refuseBackDated(address, signed, note)
    for (const other of compare) await refuseOther(address, log, signed, other)
    console.log(
      `${new Date().toISOString()}  co-signed ${signed.size} entries of ${log.name}${answer.ok ? '' : `; the host did not take it: ${answer.status} ${said}`}`,
    )
    return answer.ok
  } catch (error) {
    // A checkpoint that the log's own key did not sign is no honest one either.
    const found =
      error instanceof Refused && (error.status === 403 || error.status === 422)
        ? new Contradiction('unsigned', error.message, {
            'kept.txt': (await memory.last(log.name)).note ?? '',
            'shown.txt': note,
          })
        : error
    if (!(found instanceof Contradiction)) throw found
    const paths = await memory.evidence(log.name, found.evidence)
    throw Object.assign(found, {
      told: {
        kind: found.kind,
        log: log.name,
        forum,
        says: found.message,
        evidence: paths,
        ...found.evidence,
      },
    })
  }
}

// Telling

const tellCommand = (command, told) =>
  new Promise((done, failed) => {
    const child = spawn(command, { shell: true, stdio: ['pipe', 'inherit', 'inherit'] })
    child.on('error', failed)
    child.on('close', (code) =>
      code === 0 ? done() : failed(new Error(`${command} left with ${code}.`)),
    )
    child.stdin.on('error', () => undefined)
    child.stdin.end(JSON.stringify(told, null, 2))
  })

const tellWebhook = async (address, told) => {
  const answer = await fetch(address, {
    method: 'POST',
    signal: AbortSignal.timeout(20_000),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: `${told.log}: ${told.says}`, ...told }),
  })
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}.`)
}

/** One letter by SMTP: each line waits for its answer. */
const tellMail = (address, told) =>
  new Promise((done, failed) => {
    const { protocol, hostname: host, port, username, password, searchParams } = new URL(address)
    const [from, to] = [searchParams.get('from'), searchParams.get('to')]
    const socket =
      protocol === 'smtps:'
        ? connectSecurely({ host, port: Number(port || 465), servername: host })
        : connectPlainly({ host, port: Number(port || 25) })
    const login = Buffer.from(
      `\0${decodeURIComponent(username)}\0${decodeURIComponent(password)}`,
    ).toString('base64')
    const letter = [
      `From: ${from}`,
      `To: ${to}`,
      `Date: ${new Date().toUTCString()}`,
      `Subject: ${told.kind}: ${told.log}`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(JSON.stringify(told, null, 2))
        .toString('base64')
        .replace(/.{76}/g, '$&\r\n'),
      '.',
    ].join('\r\n')
    const words = [
      [220, 'EHLO witness'],
      ...(username
        ? [
            [250, `AUTH PLAIN ${login}`],
            [235, `MAIL FROM:<${from}>`],
          ]
        : [[250, `MAIL FROM:<${from}>`]]),
      [250, `RCPT TO:<${to}>`],
      [250, 'DATA'],
      [354, letter],
      [250, 'QUIT'],
      [221, null],
    ]
    let said = ''
    socket.setTimeout(20_000, () => socket.destroy(new Error('The mail server does not answer.')))
    socket.on('error', failed)
    socket.on('close', () => failed(new Error('The mail server hung up.')))
    socket.on('data', (part) => {
      said += part
      // Of an answer of several lines the last has a space behind its number.
      const [whole, code] = /^(?:\d{3}-.*\r\n)*(\d{3}) .*\r\n$/.exec(said) ?? []
      if (!whole) return
      const [wanted, word] = words.shift()
      if (Number(code) !== wanted)
        return socket.destroy(new Error(`The mail server says: ${said.trim()}`))
      said = ''
      if (word) return socket.write(`${word}\r\n`)
      done()
      socket.end()
    })
  })

const raiseAlarm = async ({ webhook, alarm, mail }, told) => {
  console.error(
    `\nCONTRADICTION (${told.kind}) in ${told.log}\n${told.says}\nBoth sides are kept:\n${told.evidence.map((path) => `  ${path}`).join('\n')}`,
  )
  const results = await Promise.allSettled([
    webhook && tellWebhook(webhook, told),
    alarm && tellCommand(alarm, told),
    mail && tellMail(mail, told),
  ])
  for (const one of results)
    if (one.status === 'rejected') console.error(`Could not be told: ${one.reason.message}`)
}

// Serving logs that come and ask (C2SP tlog-witness)

const readRequest = (body) => {
  const [, old, hashes, note] =
    /^old (0|[1-9][0-9]{0,14})\n((?:[^\n]+\n)*)\n([\s\S]+)$/.exec(body) ??
    refuse(400, 'Not a request to add a checkpoint.')
  const proof = hashes.split('\n').filter(Boolean).map(base64)
  if (proof.length > 63 || proof.some((hash) => hash.length !== 32))
    refuse(400, 'A proof has at most 63 hashes of 32 bytes.')
  return { old: Number(old), proof, note }
}

const addCheckpoint = async ({ key, memory, logs }, body) => {
  const { old, proof, note } = readRequest(body)
  const { origin } = readCheckpoint(readNote(note).text)
  const log = logs.get(origin) ?? refuse(404, 'This witness does not know that log.')
  const prove = async (kept, { size }) => {
    if (old > size) refuse(400, 'The old size is larger than the new one.')
    if (old !== kept)
      throw Object.assign(new Refused(409, String(kept)), { contentType: 'text/x.tlog.size' })
    return proof
  }
  try {
    return (await cosign({ key, memory, log, note, prove })).line
  } catch (error) {
    // Whoever asks may be anybody: a bad proof is no contradiction of the log's, unless the log signed two of one size.
    if (!(error instanceof Contradiction)) throw error
    const [one, other] = [error.evidence['kept.txt'], note].map((each) =>
      readCheckpoint(readNote(each).text),
    )
    if (one.size === other.size) {
      const paths = await memory.evidence(origin, error.evidence)
      console.error(
        `CONTRADICTION: ${origin} signed two logs of ${one.size} entries. Both are kept:\n${paths.join('\n')}`,
      )
    }
    return refuse(
      422,
      'The consistency proof does not hold: this log does not continue the one signed before.',
    )
  }
}

const serveWitness = async ({ key, memory, logs, port, host }) => {
  const answer = async (request) => {
    const { pathname } = new URL(request.url, 'http://witness')
    if (request.method === 'POST' && pathname === '/add-checkpoint') {
      const parts = []
      let length = 0
      for await (const part of request) {
        length += part.length
        if (length > 1_000_000) refuse(413, 'Too large.')
        parts.push(part)
      }
      return addCheckpoint({ key, memory, logs }, Buffer.concat(parts).toString())
    }
    const origin = [...logs.keys()].find((one) => pathname === `/${hashed(one)}/checkpoint`)
    const { note, time } =
      request.method === 'GET' && origin !== undefined
        ? await memory.last(origin)
        : { note: null, time: 0 }
    return note ? `${note}${key.line(readNote(note).text, time)}` : refuse(404, 'Nothing here.')
  }
  const server = createServer((request, response) => {
    const send = (status, body, contentType = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': contentType }).end(body)
    answer(request).then(
      (body) => send(200, body),
      (error) => {
        if (error instanceof Refused) return send(error.status, `${error.message}\n`, error.contentType)
        console.error(error)
        return send(500, 'The witness could not answer.\n')
      },
    )
  })
  await new Promise((done, failed) => server.once('error', failed).listen(port, host, done))
  console.log(
    `Listening on http://${host}:${server.address().port} for ${[...logs.keys()].join(', ') || 'no log yet: name one with --log'}`,
  )
}

// Texts of the forum's that the key says yes to: naming it, changing it, a member's device

const onTheDesk = 'Paste the whole signed text on the desk, where the text came from.'
const toTheOperator =
  'Send its last line, which begins with a dash (—), to whoever runs the forum. The witnesses of at least two sectors must sign.'
/** By its first line: what a text asks for, and where the signed one goes. */
const asked = [
  [
    'mesa-abierta witness ',
    'It names the key on its fourth line as the witness of a sector; at a change the earlier key signs it too.',
    onTheDesk,
  ],
  [
    'mesa-abierta device enrolment ',
    'It vouches for a passkey, as that of the person named there.',
    onTheDesk,
  ],
  ['mesa-abierta device loss ', 'It takes a passkey out of use, because it was lost.', onTheDesk],
  ['mesa-abierta key change ', 'It agrees that another key signs the log from here on.', toTheOperator],
  [
    'mesa-abierta freeze ',
    'It agrees that the log is closed for good: nothing is recorded after that. It counts for thirty days.',
    toTheOperator,
  ],
  [
    'mesa-abierta erasure ',
    'It agrees that what stands behind these hashes is erased for good. The text does not show it: look it up before.',
    toTheOperator,
  ],
]

const endorse = async (key, file) => {
  const given = await readFile(file, 'utf8')
  const text = given.includes('\n\n— ')
    ? given.slice(0, given.lastIndexOf('\n\n— ') + 1)
    : `${given.trimEnd()}\n`
  // Nothing else is signed here, above all no checkpoint.
  const [first = '', second = ''] = text.split('\n')
  if (!/^mesa-abierta [a-z-]+(?: [a-z-]+)* v[1-9][0-9]*$/.test(first) || !/^mesa-abierta\//.test(second))
    refuse(400, 'This is not a text that a forum asks to be signed.')
  const before = given === text ? '' : given.slice(text.length + 1)
  const asks = asked.find(([kind]) => first.startsWith(kind))
  // All of it before the signed text: where both go to one place, that stands last and whole.
  console.error(
    [
      `This text was signed with the key ${key.vkey}:`,
      '',
      text.trimEnd().replace(/^/gm, '  '),
      '',
      ...(asks ? [asks[1], asks[2]] : ['This program does not know what such a text asks for.']),
      'If that is not what you want, throw the signed text away: nothing was handed in, and it counts only where it is handed in.',
      ...(process.stdout.isTTY
        ? [
            `The signed text follows; to have it in a file, put  > ${file}.signed  behind the command.`,
            '',
          ]
        : ['The signed text was written where the output of this command goes.', '']),
    ].join('\n'),
  )
  process.stdout.write(
    `${text}\n${before.includes('— ') ? `${before.trimEnd()}\n` : ''}${key.line(text, Math.floor(Date.now() / 1000))}`,
  )
}

const main = async () => {
  const { values } = parseArgs({
    options: {
      key: { type: 'string' },
      name: { type: 'string' },
      forum: { type: 'string' },
      log: { type: 'string', multiple: true },
      compare: { type: 'string', multiple: true },
      every: { type: 'string' },
      listen: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      endorse: { type: 'string' },
      webhook: { type: 'string' },
      alarm: { type: 'string' },
      mail: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help || !values.key)
    throw Object.assign(
      new Error('Which key? node witness.mjs --key KEYFILE … (the beginning of this file says how)'),
      { code: 'ERR_PARSE_ARGS' },
    )
  // A name that was mistyped must not make another key, which no sector has named.
  if (values.endorse && !(await readFile(values.key).catch(() => null)))
    refuse(
      400,
      `There is no key in ${values.key}. To make one: node witness.mjs --key ${values.key} --name NAME`,
    )
  const key = await openKey(values.key, values.name)
  if (values.endorse) return endorse(key, values.endorse)
  console.log(`Key  ${key.vkey}`)
  const memory = openMemory(`${values.key}.d`)
  const given = (values.log ?? []).map(readLogKey)
  if (values.listen !== undefined) {
    await serveWitness({
      key,
      memory,
      logs: new Map(given.map((log) => [log.name, log])),
      port: Number(values.listen),
      host: values.host,
    })
  }
  if (!values.forum) return
  for (;;) {
    const done = await look({
      key,
      memory,
      forum: values.forum,
      given: values.log?.[0],
      compare: values.compare ?? [],
    }).catch(async (error) => {
      if (error instanceof Contradiction) {
        await raiseAlarm(values, error.told)
        process.exit(3)
      }
      if (!values.every) throw error
      console.error(`${new Date().toISOString()}  ${sentenceOf(error)}`)
      return false
    })
    if (!values.every) {
      process.exitCode = done ? 0 : 1
      return
    }
    await new Promise((next) => {
      setTimeout(next, Number(values.every) * 1000)
    })
  }
}

const sentenceOf = (error) =>
  `${error.message}${error.cause ? ` (${error.cause.code ?? error.cause.message})` : ''}`

if (import.meta.main ?? process.argv[1]?.endsWith('witness.mjs')) {
  try {
    await main()
  } catch (error) {
    console.error(sentenceOf(error))
    process.exitCode = String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1
  }
}
