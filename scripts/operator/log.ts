// How a log is kept, by acts of the operator's office that keys sign. Each prints what has to be signed, and where.
//   npm run log -- status                                               who signs each log, and what it signed last
//   npm run log -- rotate   --forum SLUG                                another key from here on: the old one signs the change too
//   npm run log -- continue --forum SLUG --previous VKEY [--note FILE]  the old key is elsewhere: a new one, signed by sectors' witnesses
//   npm run log -- freeze   --forum SLUG --reason TEXT [--successor VKEY] [--note FILE]
//   npm run log -- erase    --forum SLUG --reason TEXT --person E-MAIL | --value SEAL … [--note FILE]
// Where witnesses have to sign, the first call writes a file for them (npm run witness -- --endorse FILE); called again with --note and their
// signatures beneath that text, it is done.
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dayIn } from '../../lib/act/calendar.ts'
import type { AnyCommand } from '../../lib/act/command.ts'
import type { Outcome } from '../../lib/act/act.ts'
import { forumBySlug, officeViewer } from '../../lib/act/viewer.ts'
import type { ForumHead } from '../../lib/act/viewer.ts'
import { voiceGapsSeenBy } from '../../lib/bodies/seen.ts'
import { changeKey, erasePayloads, freezeLog } from '../../lib/keeping/commands.ts'
import { keepingSeenBy } from '../../lib/keeping/seen.ts'
import { keptNow } from '../../lib/keeping/record.ts'
import { erasureText, freezeText, keyChangeText, SECTORS_NEEDED } from '../../lib/keeping/rules.ts'
import { formatKey, parseNote } from '../../lib/log/note.ts'
import { publishCheckpoint, signedSize } from '../../lib/log/publish.ts'
import { beginStore, originOf, publicKeyIn, signAsLog, signKeyChange } from '../../lib/log/signer.ts'
import type { Mesa } from '../../lib/mesa.ts'
import { Mistake } from '../../lib/settings.ts'
import { witnessesOf } from '../../lib/witnesses/seen.ts'
import { orExplain, readArguments, withMesa } from '../command.ts'
import { actsSaid, sentenceOf } from '../words.ts'
import { statusOf } from './log-status.ts'

const {
  values: given,
  positionals: [what],
} = readArguments({
  allowPositionals: true,
  options: {
    forum: { type: 'string' },
    note: { type: 'string' },
    reason: { type: 'string' },
    successor: { type: 'string' },
    previous: { type: 'string' },
    person: { type: 'string' },
    value: { type: 'string', multiple: true },
  },
})

type At = { mesa: Mesa; forum: ForumHead; keysDir: string }

async function act({ mesa, forum, keysDir }: At, command: AnyCommand, input: object): Promise<void> {
  const viewer = officeViewer(mesa.db, forum, 'operator', new Date())
  const outcome: Outcome = await mesa.act(command, { viewer, key: randomUUID(), input })
  if (outcome.is === 'refused')
    throw new Mistake(`Refused: ${sentenceOf(outcome.refusal.refused, outcome.refusal.params)}`)
  if (outcome.is === 'invalid') {
    throw new Mistake(
      `Not done. ${outcome.problems.map(({ path, key, params }) => `${path}: ${sentenceOf(key, params)}`).join('\n')}`,
    )
  }
  if (outcome.is !== 'done') throw new Mistake('Not done: there is no such thing in this forum.')
  const { size } = await publishCheckpoint(mesa.log, forum.id, keysDir)
  console.log(`Done: entry ${outcome.index} of ${forum.slug}, signed in a checkpoint over ${size} acts.`)
}

/** The text that witnesses must sign, or, with --note, the note in which they did. A file that is there may bear signatures: it stays. */
function signedByWitnesses(kind: string, { forum }: At, own: string): string {
  const brought = noteGiven()
  if (brought !== null) return mergeNotes(own, brought)
  const file = `${kind}-${forum.slug}.txt`
  if (existsSync(file))
    throw new Mistake(
      `${file} is there already, and may bear signatures. Call this with --note ${file}, or take the file away to begin anew.`,
    )
  writeFileSync(file, own)
  throw new Mistake(
    `The witnesses of at least two sectors have to sign this. It stands in ${file}:\n\n${parseNote(own).text}\n` +
      `Each sector signs with: npm run witness -- --endorse ${file} --key THEIR-KEY\n` +
      `Put their signature lines at the end of the file, and call this again with --note ${file}`,
  )
}

/** Our own signatures, and those that came in with the file, which must be of the same text. */
function mergeNotes(own: string, file: string): string {
  const { text } = parseNote(own)
  const theirs = parseNote(file)
  if (theirs.text !== text)
    throw new Mistake(`The file is about another text. What is to be signed now:\n\n${text}`)
  const lines = new Set(
    [...own.slice(text.length + 1).split('\n'), ...file.slice(text.length + 1).split('\n')].filter(
      Boolean,
    ),
  )
  return `${text}\n${[...lines].map((line) => `${line}\n`).join('')}`
}

async function status(mesa: Mesa, keysDir: string): Promise<void> {
  for (const { slug } of await mesa.db.forum.findMany({ orderBy: { slug: 'asc' } })) {
    const forum = await forumBySlug(mesa.db, slug)
    if (forum) console.log((await statusOf(mesa, forum, keysDir)).join('\n'))
  }
}

/** Nothing is written, made or signed for a log that takes in nothing more. */
async function refuseIfClosed({ mesa, forum }: At): Promise<void> {
  const { freeze } = await keepingSeenBy(officeViewer(mesa.db, forum, 'operator', new Date()))
  if (freeze)
    throw new Mistake(
      `The log of ${forum.slug} was closed on ${dayIn(forum.timeZone, freeze.frozenAt)} by act ${freeze.entryIndex}, and takes in nothing more.`,
    )
}

/** Who would have to sign must be there first: else a file would be written that nobody can sign. */
async function refuseWithoutWitnesses({ mesa, forum }: At): Promise<void> {
  const { sectors } = await witnessesOf(officeViewer(mesa.db, forum, 'operator', new Date()))
  const named = sectors.filter(({ witness }) => witness).map(({ sector }) => sector.slug)
  if (named.length < SECTORS_NEEDED)
    throw new Mistake(
      `The witnesses of at least two sectors have to sign this, and of the sectors of ${forum.slug} ${named.length === 0 ? 'none has' : `only ${named.join(', ')} has`} named one. ` +
        'A sector’s voice names it on its desk: Participation, then The sector’s witness.',
    )
}

async function rotate(at: At): Promise<void> {
  await refuseIfClosed(at)
  const { size } = await keptNow(at.mesa.db, at.forum.id)
  const signed = await signKeyChange(at.keysDir, at.forum.id, (previous, key) =>
    keyChangeText({ origin: originOf(at.forum.id), previous, key, size }),
  )
  await act(at, changeKey, { ...signed, after: size })
  console.log(
    `From here on ${signed.key} signs; the old key signs beside it, for readers who know no other yet.`,
  )
}

async function goOn(at: At): Promise<void> {
  await refuseIfClosed(at)
  await refuseWithoutWitnesses(at)
  const log = await keptNow(at.mesa.db, at.forum.id)
  if (!log.checkpoint)
    throw new Mistake('This log was never signed: it simply begins, when the server starts.')
  const previous = log.keys.at(-1) ?? given.previous
  if (!previous)
    throw new Mistake(
      'Say with which key the log was signed so far: --previous and its verifier key, the first line of its `keys`.',
    )
  const key = formatKey(await beginStore(at.keysDir, at.forum.id, log.checkpoint))
  if (key === previous)
    throw new Mistake('The key of this log is in this store already: it can be rotated.')
  const after = signedSize(log.checkpoint)
  const own = await signAsLog(
    at.keysDir,
    at.forum.id,
    keyChangeText({ origin: originOf(at.forum.id), previous, key, size: after }),
  )
  await act(at, changeKey, { previous, key, after, note: signedByWitnesses('continue', at, own) })
}

async function freeze(at: At): Promise<void> {
  const [why, brought] = [reason(), noteGiven()]
  await refuseIfClosed(at)
  await refuseWithoutWitnesses(at)
  const key = await publicKeyIn(at.keysDir, at.forum.id)
  if (!key) throw new Mistake('The key of this log is not in this store.')
  const { size } = await keptNow(at.mesa.db, at.forum.id)
  const known = /^after (\d+)$/m.exec(brought ?? '')?.[1]
  const after = known === undefined ? size : Number(known)
  const successor = given.successor ?? null
  const own = await signAsLog(
    at.keysDir,
    at.forum.id,
    freezeText({ origin: originOf(at.forum.id), size: after, successor }),
  )
  const note = signedByWitnesses('freeze', at, own)
  if (after < size)
    console.log(`Since this was written to be signed, more was recorded: ${actsSaid(after, size)}.`)
  await act(at, freezeLog, {
    key: formatKey(key),
    after,
    successor,
    note,
    reason: { lang: 'es', text: why },
  })
}

async function erase(at: At): Promise<void> {
  const { mesa, forum } = at
  const payloads = [
    ...(given.value ?? []).map((one) =>
      /^[0-9a-f]{64}$/.test(one) ? Buffer.from(one, 'hex').toString('base64') : one,
    ),
  ]
  if (given.person) {
    const values = await mesa.db.logPayload.findMany({
      where: { forumId: forum.id, open: false, value: JSON.stringify(given.person.toLowerCase()) },
    })
    if (values.length === 0) {
      // Cut short between the act and the login, the same call is made again.
      if (await mesa.accounts.forget(given.person)) return console.log('The login is gone.')
      throw new Mistake(`Nobody of ${forum.slug} has the e-mail ${given.person}.`)
    }
    const entries = [...new Set(values.map((value) => value.index))]
    const beside = await mesa.db.logPayload.findMany({
      where: { forumId: forum.id, open: false, index: { in: entries }, erasedAt: null },
    })
    payloads.push(...beside.map((one) => Buffer.from(one.seal).toString('base64')))
  }
  if (payloads.length === 0)
    throw new Mistake(
      'Say what: --person E-MAIL, or --value and a seal, as the page of the act shows it.',
    )
  const why = reason()
  await refuseIfClosed(at)
  const open = await mesa.db.logPayload.count({
    where: {
      forumId: forum.id,
      open: true,
      seal: { in: payloads.map((payload) => Buffer.from(payload, 'base64')) },
    },
  })
  if (open > 0) await refuseWithoutWitnesses(at)
  const text = erasureText({ origin: originOf(forum.id), payloads: [...payloads].toSorted() })
  const note =
    open > 0 ? signedByWitnesses('erase', at, await signAsLog(at.keysDir, forum.id, text)) : null
  await act(at, erasePayloads, { payloads, reason: { lang: 'es', text: why }, note })
  console.log(
    'It is gone here. Backups and archives that were made before still have it: see docs/operations.md.',
  )
  if (given.person)
    console.log(
      (await mesa.accounts.forget(given.person))
        ? 'The login is gone, too.'
        : 'There was no login, or it is kept for another forum in which somebody has that e-mail.',
    )
  // Nobody holds a seat any more as a person who was erased: with them a sector may have lost its voice.
  const viewer = officeViewer(mesa.db, forum, 'operator', new Date())
  for (const { sector, from, bodies } of await voiceGapsSeenBy(viewer)) {
    if (from > viewer.today) continue
    console.log(
      `Nobody of the sector ${sector.slug} can appoint any more (${bodies.map((body) => body.slug).join(', ')}). Its page says the ways back: /es/${forum.slug}/desk/restorations`,
    )
  }
}

/** What the witnesses signed, where it was brought. */
function noteGiven(): string | null {
  return given.note === undefined ? null : readFileSync(given.note, 'utf8')
}

function reason(): string {
  if (!given.reason) throw new Mistake('Say why: --reason "…". It stands in the history for good.')
  return given.reason
}

const kinds: Record<string, (at: At) => Promise<void>> = { rotate, continue: goOn, freeze, erase }

await orExplain(() =>
  withMesa(async (mesa, { keysDir }) => {
    if (what === 'status') return status(mesa, keysDir)
    const kind = kinds[what ?? '']
    if (!kind)
      throw new Mistake(`Say what: npm run log -- ${['status', ...Object.keys(kinds)].join(' | ')}`)
    const forum = await forumBySlug(mesa.db, given.forum ?? '')
    if (!forum) throw new Mistake('Say which: --forum SLUG')
    await kind({ mesa, forum, keysDir })
  }),
)
process.exit()
