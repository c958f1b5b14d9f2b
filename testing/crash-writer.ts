// For crash.test.ts: takes one position after another, says which it sent and which was answered, until it is killed.
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { forumBySlug, personViewer } from '../lib/act/viewer.ts'
import { openMesa } from '../lib/mesa.ts'
import { takePosition } from '../lib/proposals/commands.ts'

const [url = '', slug = '', person = '', seat = '', proposal = '', digest = ''] = process.argv.slice(2)
const mesa = openMesa(url)
const forum = await forumBySlug(mesa.db, slug)
if (!forum) throw new Error(`no forum ${slug}`)
const viewer = await personViewer(mesa.db, forum, person, new Date())
for (;;) {
  const key = randomUUID()
  // Written at once, past every buffer: what was said must outlive a SIGKILL.
  writeSync(1, `sent ${key}\n`)
  const outcome = await mesa.act(takePosition, {
    viewer,
    key,
    input: { as: seat, proposal, digest, stance: 'agree' },
  })
  if (outcome.is !== 'done') throw new Error(JSON.stringify(outcome))
  writeSync(1, `kept ${key} ${outcome.index}\n`)
}
