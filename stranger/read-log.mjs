#!/usr/bin/env node
/**
 * The stranger: reads a log from its public addresses alone and checks all of it. It shares no code with the project and needs
 * nothing but Node (20.19 or later), so that it can be read in one go, copied elsewhere, and run by somebody who does not trust
 * the host.
 *
 *   node read-log.mjs http://localhost:3000/practica/log [--key <vkey>] [--save <file>] [--since <file>]
 *
 *   --key    the log's verifier key, had from elsewhere; without it the key is the one that the host shows, and proves only that
 *            the log agrees with itself
 *   --save   keeps the checkpoint, for a later --since
 *   --since  a checkpoint kept earlier: the log of then must be how the log of today begins
 *
 * Formats: c2sp.org/signed-note, tlog-checkpoint, tlog-tiles; tree: RFC 6962, section 2.1.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'

class Difference extends Error {}

const differ = (sentence) => {
  throw new Difference(sentence)
}

const sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const base64 = (text) => {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : differ(`Not base64: ${text.slice(0, 60)}`)
}

// Reading

const get = async (address) => {
  const answer = await fetch(address, { redirect: 'error' })
  if (!answer.ok) differ(`${address} answers ${answer.status}.`)
  return Buffer.from(await answer.arrayBuffer())
}

const tileName = (index, width) => {
  const digits = String(index)
  const groups = digits.padStart(digits.length + ((3 - (digits.length % 3)) % 3), '0').match(/.../g)
  const path = groups
    .map((group, place) => (place === groups.length - 1 ? group : `x${group}`))
    .join('/')
  return width === 256 ? path : `${path}.p/${width}`
}

/** The tiles of one level, or the entry bundles, as [index, width]. */
const tilesFor = (count) =>
  Array.from({ length: Math.ceil(count / 256) }, (_, index) => [
    index,
    Math.min(256, count - 256 * index),
  ])

const entriesIn = (bundle, width, name) => {
  const entries = []
  let at = 0
  while (at + 2 <= bundle.length) {
    const end = at + 2 + bundle.readUInt16BE(at)
    entries.push(bundle.subarray(at + 2, end))
    at = end
  }
  if (at !== bundle.length || entries.length !== width)
    differ(`${name} does not hold ${width} whole entries.`)
  return entries
}

// Checking

const readKey = (vkey) => {
  const [, name, id, encoded] =
    /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? differ(`Not a verifier key: ${vkey}`)
  const typed = base64(encoded)
  if (typed[0] !== 1 || typed.length !== 33) differ('The verifier key is not an Ed25519 key.')
  if (sha256(`${name}\n`, typed).toString('hex', 0, 4) !== id)
    differ('The verifier key does not carry its own id.')
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: typed.subarray(1).toString('base64url') }
  return { name, id, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) }
}

const openCheckpoint = (note, { name, id, publicKey }) => {
  const end = note.lastIndexOf('\n\n')
  const text = note.slice(0, end + 1)
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .flatMap((line) => {
      const [, signer, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? []
      const bytes = encoded ? base64(encoded) : Buffer.alloc(0)
      return signer === name && bytes.toString('hex', 0, 4) === id ? [bytes.subarray(4)] : []
    })
  if (end < 0 || signatures.length === 0) differ(`The checkpoint is not signed by ${name}.`)
  const isGood = (signature) => verify(null, Buffer.from(text), publicKey, signature)
  if (!signatures.every(isGood)) differ('The signature of the checkpoint is bad.')
  const [origin, size, root] = text.split('\n')
  if (origin !== name) differ(`The checkpoint is of ${origin}, the key is of ${name}.`)
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size)) differ(`The checkpoint has no size: ${size}`)
  return { origin, size: Number(size), root: base64(root) }
}

/** RFC 6962, 2.1, from left to right: what is complete is folded at once, the rest at the end. */
const rootOf = (leaves) => {
  const complete = []
  for (const leaf of leaves) {
    let here = { hash: leaf, width: 1 }
    while (complete.at(-1)?.width === here.width) {
      here = { hash: sha256('\x01', complete.pop().hash, here.hash), width: 2 * here.width }
    }
    complete.push(here)
  }
  if (complete.length === 0) return sha256('')
  return complete.map(({ hash }) => hash).reduceRight((right, left) => sha256('\x01', left, right))
}

/** Every tile of every level must hold what the entries give. */
const checkTiles = async (log, leaves) => {
  let count = 0
  for (let level = 0, hashes = leaves; hashes.length > 0; level += 1) {
    for (const [index, width] of tilesFor(hashes.length)) {
      const name = `tile/${level}/${tileName(index, width)}`
      const tile = await get(`${log}/${name}`)
      const given = Buffer.concat(hashes.slice(256 * index, 256 * index + width))
      if (!tile.equals(given)) differ(`${name} is not what the entries give.`)
      count += 1
    }
    const full = Math.floor(hashes.length / 256)
    hashes = Array.from({ length: full }, (_, index) =>
      rootOf(hashes.slice(256 * index, 256 * (index + 1))),
    )
  }
  return count
}

/**
 * The times are the host's own claims: order comes from the place in the log, so a clock that went back is told and is no
 * difference.
 */
const timesIn = (entries) => {
  const times = entries
    .map((entry) => {
      try {
        return Date.parse(JSON.parse(entry.toString()).recordedAt)
      } catch {
        return NaN
      }
    })
    .filter((time) => !Number.isNaN(time))
  if (times.length === 0) return 'none of which says when it was recorded'
  const [first, last] = [times[0], times.at(-1)].map((time) => new Date(time).toISOString())
  const back = times.filter((time, place) => place > 0 && time < times[place - 1]).length
  return `recorded, as they say themselves, from ${first} to ${last}${back ? `; the clock went back ${back} times` : ''}`
}

const main = async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, since: { type: 'string' }, save: { type: 'string' } },
  })
  const log = positionals[0]?.replace(/\/+$/, '')
  if (!log || positionals.length > 1)
    differ('Which log? node read-log.mjs http://localhost:3000/practica/log')

  const shown = (await get(`${log}/keys`)).toString().split('\n').filter(Boolean)
  if (values.key && !shown.includes(values.key)) differ('The host does not show the key that you gave.')
  const vkey = values.key ?? shown[0] ?? differ('The host shows no key.')
  const key = readKey(vkey)
  const note = (await get(`${log}/checkpoint`)).toString()
  const { origin, size, root } = openCheckpoint(note, key)

  const entries = []
  for (const [index, width] of tilesFor(size)) {
    const name = `tile/entries/${tileName(index, width)}`
    entries.push(...entriesIn(await get(`${log}/${name}`), width, name))
  }
  const leaves = entries.map((entry) => sha256('\x00', entry))
  if (!rootOf(leaves).equals(root))
    differ(`The ${size} entries do not have the root that the checkpoint signs.`)
  const tiles = await checkTiles(log, leaves)

  console.log(`Log         ${origin}`)
  console.log(
    `Key         ${vkey}${values.key ? '' : '  (as the host shows it: compare it with what others have)'}`,
  )
  console.log(`Entries     ${size}${size ? `, ${timesIn(entries)}` : ''}`)
  console.log(`Root        ${root.toString('base64')}, recomputed from every entry, signed by the key`)
  console.log(`Tiles       ${tiles}, each as the entries give it`)
  if (values.since) {
    const old = openCheckpoint(await readFile(values.since, 'utf8'), key)
    if (old.size > size) differ(`The log had ${old.size} entries and now has ${size}: it was cut.`)
    const then = rootOf(leaves.slice(0, old.size))
    if (!then.equals(old.root))
      differ(`The first ${old.size} entries are not what they were: the log was rewritten.`)
    console.log(
      `Since then  the ${old.size} entries of ${values.since} stand unchanged, ${size - old.size} came after them`,
    )
  }
  if (values.save) {
    await writeFile(values.save, note)
    console.log(`Kept        ${values.save}`)
  }
  console.log('No difference.')
}

try {
  await main()
} catch (error) {
  const cause = error.cause ? ` (${error.cause.code ?? error.cause.message})` : ''
  console.error(
    error instanceof Difference
      ? `DIFFERENCE: ${error.message}`
      : `Could not be read: ${error.message}${cause}`,
  )
  process.exitCode = 1
}
