import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { documentedIn } from '../../testing/documents.ts'
import { formatCheckpoint } from './checkpoint.ts'
import { publicKeyOf } from './ed25519.ts'
import { toUtf8 } from './encoding.ts'
import { cosignatureLine, formatKey, keyOf, signNote } from './note.ts'
import { formatReceipt } from './proof.ts'
import { inclusionProof, leafHash, readerOver, rootOf } from './tree.ts'

/** The commands of the page for those who trust nothing of ours, as they stand there. */
const commands = documentedIn('docs/checking-without-us.md')
  .filter(({ language }) => language === 'bash')
  .map(({ text }) => text)
  .join('\n')

const canRun = (program: string) => spawnSync(program, ['--version']).error === undefined
const equipped =
  ['bash', 'openssl', 'sha256sum', 'xxd'].every(canRun) &&
  /OpenSSL 3/.test(String(execFileSync('openssl', ['version'])))

const folder = mkdtempSync(join(tmpdir(), 'without-us-'))
afterAll(() => rmSync(folder, { recursive: true }))

const seed = new Uint8Array(32).fill(3)
const key = keyOf('mesa-abierta/practica', publicKeyOf(seed))

async function receiptOf(size: number, index: number, by = seed): Promise<string> {
  const entries = Array.from({ length: size }, (_, place) => toUtf8(`{"act":${place}}`))
  const leaves = entries.map(leafHash)
  const text = formatCheckpoint({ origin: key.name, size, root: rootOf(leaves) })
  const checkpoint = `${signNote(text, key.name, by)}${cosignatureLine(text, 'civil.example', new Uint8Array(32).fill(4), 1_800_000_000)}`
  const [extra] = entries.slice(index)
  return formatReceipt({
    index,
    proof: await inclusionProof(index, size, readerOver(leaves)),
    checkpoint,
    ...(extra && { extra }),
  })
}

function run(receipt: string, vkey = formatKey(key)): { status: number | null; said: string } {
  writeFileSync(join(folder, 'receipt.tlog-proof'), receipt)
  writeFileSync(join(folder, 'vkey'), `${vkey}\n`)
  const { status, stdout } = spawnSync('bash', ['-c', commands], { cwd: folder, encoding: 'utf8' })
  return { status, said: stdout.trim().split('\n').at(-1) ?? '' }
}

test.skipIf(!equipped)('the commands prove an act at every place of trees of many shapes', async () => {
  expect(commands).toContain('openssl pkeyutl -verify')
  for (const [size, index] of [
    [1, 0],
    [2, 1],
    [5, 4],
    [7, 3],
    [7, 6],
    [8, 0],
    [70, 69],
    [257, 256],
    [300, 17],
  ] as const) {
    expect(run(await receiptOf(size, index))).toEqual({
      status: 0,
      said: `act ${index} is in the tree of ${size}`,
    })
  }
})

test.skipIf(!equipped)(
  'and refuse another place, another act, another log, another key, and a proof too long or too short',
  async () => {
    const receipt = await receiptOf(7, 3)
    const lines = receipt.split('\n')
    const other = new Uint8Array(32).fill(9)
    const told: [string, string][] = [
      [receipt.replace('index 3', 'index 2'), 'the act is not what this receipt proves'],
      [receipt.replace('index 3', 'index 7'), 'no such act'],
      [
        receipt.replace(/^extra .*/m, `extra ${Buffer.from('{"act":4}').toString('base64')}`),
        'the act is not what this receipt proves',
      ],
      [lines.toSpliced(3, 1).join('\n'), 'the act is not what this receipt proves'],
      [lines.toSpliced(3, 0, lines[3] ?? '').join('\n'), 'the proof is too long'],
      [await receiptOf(7, 3, other), 'another key'],
      [receipt.replaceAll('mesa-abierta/practica', 'mesa-abierta/otra'), 'another log'],
    ]
    for (const [altered, says] of told) expect(run(altered)).toMatchObject({ status: 1, said: says })
    // Another root, under a signature that was of this one.
    expect(run(receipt.replace(/^(7\n)./m, '$1_')).status).toBe(1)
    expect(run(receipt.replace(/^7$/m, '8')).status).toBe(1)
  },
)
