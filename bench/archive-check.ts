// One way through an archive in a process of its own, whose memory is then its own: node bench/archive-check.ts ours|floor FILE BYTES
import { hash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { readArchive } from '../lib/archive/read.ts'

const [how, path = '', bytes = '700'] = process.argv.slice(2)
const pieces = createReadStream(path, { highWaterMark: 1 << 20 })
const started = performance.now()
if (how === 'floor') {
  // The same file in the same pieces, hashed in parts of an entry's length: the least that a reader could do with it.
  for await (const piece of pieces as AsyncIterable<Buffer>) {
    for (let at = 0; at < piece.length; at += Number(bytes))
      hash('sha256', piece.subarray(at, at + Number(bytes)), 'buffer')
  }
} else {
  await readArchive(pieces)
}
const ms = performance.now() - started
// Not getrusage: Linux hands its peak on from the process that started this one.
const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
console.log(JSON.stringify({ ms, kilobytes: peak ? Number(peak[1]) : process.resourceUsage().maxRSS }))
