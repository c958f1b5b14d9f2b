// Every command and every query by every kind of person, asked of themselves: `npm run docs:permissions` writes docs/permissions.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { forumAllows } from '../../lib/act/act.ts'
import type { AnyCommand } from '../../lib/act/command.ts'
import { digestOf } from '../../lib/act/fields.ts'
import { isRefusal } from '../../lib/act/refusal.ts'
import type { Refusal } from '../../lib/act/refusal.ts'
import { actorFor, officeViewer, personViewer } from '../../lib/act/viewer.ts'
import type { ForumHead, Viewer } from '../../lib/act/viewer.ts'
import { commands } from '../../lib/commands.ts'
import { openDatabase } from '../../lib/db/client.ts'
import { effects } from '../../lib/effects.ts'
import { publicKeyOf } from '../../lib/log/ed25519.ts'
import { COSIGNATURE, cosignatureLine, formatKey, keyOf } from '../../lib/log/note.ts'
import { originOf } from '../../lib/log/signer.ts'
import { paperOf } from '../../lib/minutes/queries.ts'
import { contentOf } from '../../lib/minutes/rules.ts'
import { openMesa } from '../../lib/mesa.ts'
import { namingText } from '../../lib/witnesses/rules.ts'
import { idOf } from '../../prisma/demonstration/stage.ts'
import { commitmentId, es, personId, seatId } from '../../prisma/demonstration/table.ts'
import { done, smallTable } from '../../prisma/small-table.ts'
import { ROOT } from '../../scripts/child.ts'
import { adviser, everyone, forumNamed, noon, today } from './people.ts'
import type { Mesa, Someone } from './people.ts'
import { otherDoors, walkQueries } from './queries.ts'
import type { Read, Reading } from './queries.ts'

export const permissionsFile = join(ROOT, 'docs/permissions.md')

export type Cell = { someone: Someone; viewer: Viewer; refusal: Refusal | null }
/** A thing in a state in which somebody may do this to it, and what each kind of person hears. */
export type Row = {
  command: AnyCommand
  situation: string
  input: Record<string, unknown>
  now: Date
  cells: Cell[]
}

/** The situations, one after another, on a database with the demonstration: what each needs is brought about by acts. */
/** Somebody's verifier key: who may do something does not depend on whose. */
const exampleKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'

export async function walkPermissions(
  appUrl: string,
  visit: (row: Row, mesa: Mesa) => Promise<void> = async () => undefined,
): Promise<Row[]> {
  const mesa = openMesa(appUrl)
  const database = openDatabase(appUrl)
  const rows: Row[] = []
  try {
    const [practice, record] = [await forumNamed(mesa, 'practica'), await forumNamed(mesa, 'mexico')]
    const people = await everyone(mesa, await smallTable(database, 'otra-mesa'))
    const named = new Map(commands.map((anyCommand) => [anyCommand.name, anyCommand]))
    const command = (name: string): AnyCommand => {
      const found = named.get(name)
      if (!found) throw new Error(`no command is called ${name}`)
      return found
    }
    let count = 0
    const act = async (name: string, viewer: Viewer, input: Record<string, unknown>, now = noon) =>
      done(
        await mesa.act(command(name), {
          viewer,
          input,
          key: `permissions-${String(++count).padStart(6, '0')}`,
          clock: () => now,
        }),
      )
    const by = async (
      person: string,
      seat: string,
      name: string,
      input: Record<string, unknown>,
      now = noon,
    ) =>
      act(
        name,
        await personViewer(mesa.db, practice, personId(person), now),
        { as: seatId(seat), ...input },
        now,
      )

    const row = async (
      name: string,
      situation: string,
      input: Record<string, unknown>,
      { forum = practice, now = noon } = {},
    ) => {
      const asked = command(name)
      const cells: Cell[] = []
      for (const someone of people) {
        const viewer = await someone.viewer(forum, now)
        const circumstances = { forum, now, today: viewer.today, effects }
        const subject: unknown = await asked.subject(mesa.db, input, circumstances)
        if (subject === null) throw new Error(`${name}: there is no such subject (${situation})`)
        const actor = actorFor(viewer, someone.as)
        const answer = [forumAllows(forum, actor), asked.standing(actor, subject, circumstances)].find(
          isRefusal,
        )
        cells.push({ someone, viewer, refusal: answer ?? null })
      }
      const made: Row = { command: asked, situation, input, now, cells }
      rows.push(made)
      await visit(made, mesa)
    }
    const setUp = async (name: string, open: Record<string, unknown>, past: Record<string, unknown>) => {
      await row(name, 'in an open forum', open)
      await row(name, 'in a record of the past', past, { forum: record })
    }

    const practiceId = (name: string) => idOf(`practica/${name}`)
    const [plan, pastPlan, sector, organisations] = await Promise.all([
      mesa.db.plan.findFirstOrThrow({ where: { forumId: practice.id, slug: '2019-2022' } }),
      mesa.db.plan.findFirstOrThrow({ where: { forumId: record.id, slug: '2019-2022' } }),
      mesa.db.sector.findFirstOrThrow({
        where: { forumId: record.id, hasPosition: true },
        orderBy: { rank: 'asc' },
      }),
      mesa.db.organisation.findMany({
        where: { forumId: { in: [practice.id, record.id] } },
        orderBy: { id: 'asc' },
      }),
    ])
    const pair = (forum: ForumHead) => {
      const [predecessor, successor] = organisations.filter(
        (organisation) => organisation.forumId === forum.id,
      )
      return { predecessor: predecessor?.id, successor: successor?.id, happenedOn: '2025' }
    }
    const committee = practiceId('body/committee')
    const pastBody = await mesa.db.body.findFirstOrThrow({
      where: { forumId: record.id, kind: 'committee' },
    })
    const pastCommitment = await mesa.db.commitment.findFirstOrThrow({
      where: { planId: pastPlan.id, number: 1 },
    })
    const civil = practiceId('civil-society')
    const source = { text: 'Fuente' }
    const name = { es: 'Nombre' }
    const statement = { field: 'titles', value: 'Valor', source: null, sure: 'read' }
    const finding = { author: 'irm', measure: 'design', level: 'limited', source, sure: 'read' }

    await row('bodies.found-forum', 'any time', {
      slug: 'nueva-mesa',
      name,
      kind: 'live',
      timeZone: 'UTC',
      sectors: [{ slug: 'uno', name, hasPosition: true, shape: 'circle', hue: 'civil' }],
    })
    await setUp('bodies.open-forum', {}, {})
    await setUp('bodies.register-organisation', { sector: civil, name }, { sector: sector.id, name })
    await setUp('bodies.record-succession', pair(practice), pair(record))
    const body = { slug: 'otro-cuerpo', kind: 'group', name, shortName: 'OC', seats: [] }
    await setUp('bodies.establish-body', body, body)
    const [voiced, voiceless] = ['committee/representative', 'committee/technical-adviser'].map(
      (seat) => ({ seat: seatId(seat), ...adviser }),
    )
    const [withVoice, withoutVoice] = [
      'to a seat of civil society, which has somebody with its voice',
      'to a seat of a sector that has nobody with its voice',
    ]
    await row('bodies.appoint', withVoice, { ...voiced, capacity: 'titular' })
    await row('bodies.appoint', withoutVoice, { ...voiceless, capacity: 'titular' })
    await row('bodies.appoint-for-sector', withVoice, { ...voiced, reason: es('x') })
    await row('bodies.appoint-for-sector', withoutVoice, { ...voiceless, reason: es('x') })
    await act('bodies.appoint-for-sector', officeViewer(mesa.db, practice, 'operator', noon), {
      ...voiceless,
      reason: es('x'),
    })
    const mandate = await mesa.db.mandate.findFirstOrThrow({
      where: { seatId: seatId('committee/representative'), capacity: 'alternate' },
    })
    await row('bodies.end-mandate', 'of the alternate of civil society', {
      mandate: mandate.id,
      untilOn: '2026-12-01',
    })

    const proposal = await mesa.db.proposal.findFirstOrThrow({
      where: { forumId: practice.id, number: 5 },
    })
    const onProposal = { proposal: proposal.id, digest: proposal.digest }
    await row('proposals.take-position', 'on a proposal open in writing', {
      ...onProposal,
      stance: 'agree',
    })
    await row('proposals.withdraw', 'the proposal that civil society’s co-representative put forward', {
      proposal: proposal.id,
      reason: es('x'),
    })
    await row(
      'commitments.revise-status-proposal',
      'the proposal that civil society’s co-representative put forward',
      {
        ...onProposal,
        ...requestFor('concluded'),
        deadlineOn: '2027-12-15',
      },
    )
    await row('proposals.close-without-consensus', 'before every sector has spoken', onProposal)
    await by('elvira.santoyo', 'committee/commissioner', 'proposals.take-position', {
      ...onProposal,
      stance: 'object',
      reason: es('Falta el diccionario.'),
    })
    await row(
      'proposals.close-without-consensus',
      'when every sector has spoken and one objects',
      onProposal,
    )
    await row('proposals.close-at-deadline', 'before the deadline', { proposal: proposal.id })
    await row(
      'proposals.close-at-deadline',
      'after the deadline',
      { proposal: proposal.id },
      { now: new Date('2028-01-01T18:00:00Z') },
    )
    await row('proposals.suspend-participation', 'in the whole forum', { reason: es('x') })
    const suspension = await mesa.db.suspension.findFirstOrThrow({
      where: { forumId: practice.id, resumedAt: null },
    })
    await row('proposals.resume-participation', 'that civil society suspended', {
      suspension: suspension.id,
    })
    const past = { declaredOn: '2022-10-27', reason: es('x'), source }
    await setUp(
      'proposals.take-over-suspension',
      { sector: civil, ...past },
      { sector: sector.id, ...past },
    )

    const planInput = { slug: 'otro-plan', name }
    await setUp('commitments.record-plan', planInput, planInput)
    await setUp(
      'commitments.record-commitment',
      { plan: plan.id, number: 99, title: name },
      { plan: pastPlan.id, number: 99, title: name },
    )
    const became = { to: 'concluded', decidedOn: '2022-08-31', source, missing: [] }
    await setUp(
      'commitments.take-over-status',
      { commitment: commitmentId('2019-2022', 9), ...became },
      { commitment: pastCommitment.id, ...became },
    )
    await setUp(
      'commitments.record-findings',
      { plan: plan.id, findings: [finding] },
      { plan: pastPlan.id, findings: [finding] },
    )
    await setUp(
      'commitments.keep-statements',
      { subject: plan.id, statements: [statement] },
      { subject: pastPlan.id, statements: [statement] },
    )
    const events = { events: [{ happenedOn: '2025', what: name, source }] }
    await setUp('commitments.record-outside-events', events, events)
    await row('commitments.propose-status', 'of a commitment in force, decided by the Committee', {
      commitment: commitmentId('2019-2022', 9),
      mode: 'written',
      ...requestFor('concluded'),
      deadlineOn: '2027-12-15',
    })

    const water = commitmentId('2026-2028', 1)
    const asked = {
      title: es('x'),
      text: es('x'),
      deadlineOn: '2027-12-15',
      reasonClass: 'law',
      effectOnGoal: es('x'),
      revision: 1,
    }
    await row('roadmaps.propose', 'of a commitment with a working group', {
      commitment: water,
      mode: 'written',
      ...asked,
    })
    const change = await mesa.db.proposal.findFirstOrThrow({
      where: {
        forumId: practice.id,
        closedAt: null,
        commitmentId: water,
        effect: { path: ['kind'], equals: 'roadmaps.version' },
      },
    })
    await row('roadmaps.revise-proposal', 'the change that SFP’s second seat asked for', {
      proposal: change.id,
      digest: change.digest,
      ...asked,
    })
    const practised = { commitment: water, activity: practiceId('roadmap/water/2.2') }
    const aboutIt = { ...practised, title: es('x') }
    await row('evidence.hand-in-file', 'for an activity of a sealed roadmap', {
      ...aboutIt,
      upload: water,
    })
    await row('evidence.hand-in-link', 'for an activity of a sealed roadmap', {
      ...aboutIt,
      address: 'https://b.example/',
    })
    const { evidence } = await by(
      'gabriela.montano',
      'committee/head-of-unit',
      'evidence.hand-in-link',
      { ...aboutIt, address: 'https://a.example/' },
    )
    const link = { id: String(evidence) }
    await row('evidence.judge', 'what SFP’s second seat handed in', {
      evidence: link.id,
      word: 'accepted',
    })
    await row('evidence.withdraw', 'what SFP’s second seat handed in', {
      evidence: link.id,
      reason: es('x'),
    })
    await row('evidence.record-link-checks', 'of a link that was handed in', {
      changed: [],
      unchanged: [link.id],
    })
    const unsigned = { after: 1, note: 'x' }
    await row('keeping.change-key', 'of the forum’s log', {
      previous: exampleKey,
      key: exampleKey,
      ...unsigned,
    })
    await row('keeping.freeze-log', 'the forum’s log', {
      key: exampleKey,
      successor: null,
      reason: es('x'),
      ...unsigned,
    })
    await row('keeping.erase-payloads', 'beside an act', {
      payloads: [`${'A'.repeat(43)}=`],
      reason: es('x'),
      note: null,
    })
    await row('events.link', 'to an activity of a sealed roadmap', {
      commitment: water,
      activities: [practised.activity],
      effect: es('x'),
      happenedOn: '2026',
      what: es('x'),
      source: 'x',
    })
    await row('commitments.record-descent', 'of a commitment of the practice plan', {
      ancestor: commitmentId('2019-2022', 9),
      heir: water,
      note: es('x'),
    })
    await row(
      'commitments.record-descent',
      'in a record of the past',
      { ancestor: pastCommitment.id, heir: pastCommitment.id, source },
      { forum: record },
    )
    await row('roadmaps.report-progress', 'of an activity of a sealed roadmap', {
      commitment: water,
      activity: practiceId('roadmap/water/2.2'),
      state: 'complete',
    })
    await row('readings.give', 'of a commitment with a working group', {
      commitment: water,
      level: 'limited',
      text: es('x'),
    })
    await row('readings.file-assessment', 'of a plan of which SFP alone leads a commitment', {
      plan: practiceId('2026-2028'),
      term: 'end',
      title: es('x'),
      text: es('x'),
    })

    await row('meetings.convene', 'the Committee', {
      body: committee,
      kind: 'extraordinary',
      day: today,
      time: '12:30',
      place: es('Sala'),
      items: [],
    })
    const template = { body: committee, name, kind: 'ordinary', items: [{ title: name }] }
    await row('meetings.set-template', 'of the Committee', template)
    const made = await by('omar.villasenor', 'committee/secretary', 'meetings.set-template', template)
    await row('meetings.drop-template', 'that no series uses', { template: made.template })
    const rhythm = {
      body: committee,
      kind: 'ordinary',
      rhythm: 'weeks',
      every: 2,
      weekday: 'tuesday',
      fromOn: '2027-03-02',
      time: '10:00',
    }
    await row('meetings.set-series', 'of the Committee', rhythm)
    const { series } = await by('omar.villasenor', 'committee/secretary', 'meetings.set-series', rhythm)
    await row('meetings.set-series-exception', 'of the Committee', {
      series,
      day: '2027-03-16',
      change: 'out',
      reason: es('x'),
    })
    await row('meetings.end-series', 'of the Committee', { series })
    const later = await mesa.db.meeting.findFirstOrThrow({
      where: { forumId: practice.id, bodyId: committee, heldOn: new Date('2027-02-10') },
    })
    await row('meetings.add-agenda-item', 'of a meeting to come of the Committee', {
      meeting: later.id,
      title: es('x'),
    })
    const item = await mesa.db.agendaItem.findFirstOrThrow({
      where: { meetingId: later.id, proposedBy: seatId('committee/co-representative') },
    })
    await row('meetings.withdraw-agenda-item', 'that civil society proposed', { item: item.id })
    await row('meetings.postpone-agenda-item', 'that civil society proposed', {
      item: item.id,
      reason: es('x'),
    })
    const { meeting } = await by('omar.villasenor', 'committee/secretary', 'meetings.convene', {
      body: committee,
      kind: 'extraordinary',
      day: today,
      time: '12:30',
      place: es('Sala'),
      items: [],
    })
    const seats = [{ seat: seatId('committee/chair'), state: 'present' }]
    await row('meetings.open', 'on its day', { meeting })
    await row('meetings.cancel', 'before it is opened', { meeting, reason: es('x') })
    const one = new Date('2026-11-23T19:00:00Z')
    await row(
      'meetings.declare-not-held',
      'when its hour has come without a quorum',
      { meeting },
      { now: one },
    )
    await by('omar.villasenor', 'committee/secretary', 'meetings.open', { meeting }, one)
    await row('meetings.record-attendance', 'in session', { meeting, seats }, { now: one })
    await by(
      'omar.villasenor',
      'committee/secretary',
      'meetings.record-attendance',
      { meeting, seats },
      one,
    )
    await row('meetings.close', 'in session', { meeting }, { now: one })
    const takenOver = { heldOn: '2021-12-13', agenda: [], source, missing: [] }
    await setUp(
      'meetings.take-over',
      { body: committee, ...takenOver },
      { body: pastBody.id, ...takenOver },
    )

    const held = await mesa.db.meeting.findFirstOrThrow({
      where: { forumId: practice.id, bodyId: committee, heldOn: new Date('2026-11-19') },
    })
    const paper = await paperOf(mesa.db, { forum: practice, today }, held.id)
    const digest = paper ? digestOf(contentOf(paper.paper)) : ''
    await row(
      'meetings.circulate-minutes',
      'of a session that has ended',
      { meeting: held.id, digest },
      { now: one },
    )
    const { minutes } = await by(
      'omar.villasenor',
      'committee/secretary',
      'meetings.circulate-minutes',
      { meeting: held.id, digest },
      one,
    )
    await row('meetings.observe', 'on minutes that circulate', { minutes, text: es('x') }, { now: one })
    await row(
      'meetings.approve-minutes',
      'that circulate and nobody has approved',
      { minutes, digest },
      { now: one },
    )
    const published = await mesa.db.minutes.findFirstOrThrow({
      where: { forumId: practice.id, number: 'CC-2026-04' },
    })
    await row(
      'meetings.propose-erratum',
      'to published minutes',
      { minutes: published.id, wrong: es('a'), right: es('b'), reason: es('c') },
      { now: one },
    )
    const erratum = await mesa.db.erratum.findFirstOrThrow({
      where: { minutesId: published.id, approvedAt: null },
    })
    await row(
      'meetings.approve-erratum',
      'that nobody has approved',
      { erratum: erratum.id, digest: erratum.digest },
      { now: one },
    )
    await row(
      'meetings.withdraw-erratum',
      'that INAI’s second seat proposed',
      { erratum: erratum.id },
      { now: one },
    )
    const action = await mesa.db.agreement.findFirstOrThrow({
      where: { minutesId: published.id, kind: 'action', closedAt: null },
    })
    await row(
      'meetings.close-agreement',
      'an action of SFP’s second seat',
      { agreement: action.id, note: es('x') },
      { now: one },
    )
    await row('meetings.conclude-minutes', 'while sectors are waited for', { minutes }, { now: one })
    await by(
      'mariana.escobedo',
      'committee/representative',
      'meetings.approve-minutes',
      { minutes, digest },
      one,
    )
    await by(
      'fernando.quintanar',
      'committee/chair',
      'meetings.approve-minutes',
      { minutes, digest },
      one,
    )
    await by(
      'elvira.santoyo',
      'committee/commissioner',
      'proposals.suspend-participation',
      { reason: es('x') },
      one,
    )
    await row(
      'meetings.conclude-minutes',
      'when whoever was waited for has suspended its participation',
      { minutes },
      { now: one },
    )

    const naming = witnessOfCivilSociety(practice.id, civil)
    await row('witnesses.name', 'for one’s own sector', naming)
    await by('mariana.escobedo', 'committee/representative', 'witnesses.name', naming)
    const witness = await mesa.db.witness.findFirstOrThrow({ where: { forumId: practice.id } })
    const enrolling = {
      credentialId: 'A'.repeat(22),
      publicKey: Buffer.from(`a4010103272006215820${'00'.repeat(32)}`, 'hex').toString('base64'),
      rpId: 'localhost',
    }
    await row('devices.enrol', 'a passkey of one’s own', enrolling)
    const { device } = await by(
      'mariana.escobedo',
      'committee/representative',
      'devices.enrol',
      enrolling,
    )
    await row('devices.endorse', 'the passkey of civil society’s representative', { device, note: 'x' })
    await row('devices.lose', 'the passkey of civil society’s representative', { device })
    await row('witnesses.dismiss', 'the witness of civil society', {
      witness: witness.id,
      reason: es('x'),
    })
  } finally {
    await Promise.all([mesa.close(), database.$disconnect()])
  }
  return rows
}

/** A key, and its own word that it is civil society's witness from here on. */
function witnessOfCivilSociety(forum: string, sector: string) {
  const [name, seed] = ['civil.example/witness', Buffer.alloc(32, 7)]
  const key = formatKey(keyOf(name, publicKeyOf(seed), COSIGNATURE))
  const text = namingText({ origin: originOf(forum), sector, key, old: null })
  return { vkey: key, note: `${text}\n${cosignatureLine(text, name, seed, noon.getTime() / 1000)}` }
}

function requestFor(to: string) {
  return { title: es('x'), text: es('x'), reasonClass: 'fulfilled', tried: es('x'), to }
}

/** The rows as the document in docs/: a mark where one may, the number of the reason where one may not; then what each reads. */
export function permissionsDocument(rows: Row[], reads: Read[]): string {
  const reasons = [
    ...new Set(rows.flatMap((row) => row.cells.flatMap((cell) => cell.refusal?.refused ?? []))),
  ]
  const mark = ({ refusal }: Cell) => (refusal ? String(reasons.indexOf(refusal.refused) + 1) : '✓')
  const letters = (rows[0]?.cells ?? []).map(
    (cell, place) => [String.fromCharCode(65 + place), cell.someone.kind] as const,
  )
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const table = (of: string, lines: string[][]) => [
    line([of, 'Situation', ...letters.map(([letter]) => letter)]),
    line(['---', '---', ...letters.map(() => ':-:')]),
    ...lines.map(line),
    '',
  ]
  const titled = (capability: string) => `${capability.charAt(0).toUpperCase()}${capability.slice(1)}`
  const capabilities = [...new Set(rows.map((row) => row.command.name.split('.')[0] ?? ''))]
  return [
    '# Who may do what',
    '',
    'Written by `npm run docs:permissions`, which asks `standing` of every command, and every query itself, on the demonstration’s practice table;',
    'do not edit it by hand. A test makes it again and compares, and tries the refused acts of proposals and meetings at the door.',
    '',
    'Commands: ✓ may; a number says why not. What was sent is checked after that, and can still be refused. [Queries](#queries) follow.',
    '',
    '## The kinds of person',
    '',
    ...letters.map(([letter, kind]) => `- **${letter}**: ${kind}`),
    '',
    ...capabilities.flatMap((capability) => [
      `## ${titled(capability)}`,
      '',
      ...table(
        'Command',
        rows
          .filter((row) => row.command.name.startsWith(`${capability}.`))
          .map((row) => [
            `\`${row.command.name.split('.')[1] ?? ''}\``,
            row.situation,
            ...row.cells.map(mark),
          ]),
      ),
    ]),
    '## Why not',
    '',
    ...reasons.map((reason, place) => `${place + 1}. ${sentenceOf(reason)} (\`${reason}\`)`),
    '',
    '## Queries',
    '',
    'Each was called as each kind of person, who reads with all the seats that they hold, and marked words were looked for in the answer: ✓ it is whole,',
    '◐ a part of it, – none of what the situation names.',
    '',
    ...[...new Set(reads.map((read) => read.capability))].flatMap((capability) => [
      `### ${titled(capability)}: queries`,
      '',
      ...table(
        'Query',
        reads
          .filter((read) => read.capability === capability)
          .map((read) => [
            `\`${read.query}\``,
            read.situation,
            ...read.cells.map(({ seen }) => readMarks[seen]),
          ]),
      ),
    ]),
    '### Queries without a viewer',
    '',
    'These answer commands and the timer. Pages call some of them:',
    '',
    ...Object.entries(otherDoors).map(([query, door]) => `- \`${query}\`: ${door}`),
    '',
  ].join('\n')
}

const readMarks: Record<Reading['seen'], string> = { whole: '✓', part: '◐', nothing: '–' }

function sentenceOf(refusal: string): string {
  const messages = JSON.parse(readFileSync(join(ROOT, 'messages/en.json'), 'utf8')) as unknown
  const found = ['refusals', ...refusal.split('.')].reduce(
    (part, name) => (part as Record<string, unknown> | undefined)?.[name],
    messages,
  )
  if (typeof found !== 'string') throw new Error(`no sentence says ${refusal}`)
  return found
}

if (import.meta.main) {
  const { environment, orExplain } = await import('../../scripts/command.ts')
  const { cloneDatabase, prepareTemplate, startTestServer } = await import('../databases.ts')
  await orExplain(async () => {
    const server = await startTestServer(environment().dataDir)
    try {
      const template = await prepareTemplate(server, { seeded: true })
      const [acting, reading] = [await cloneDatabase(template), await cloneDatabase(template)]
      writeFileSync(
        permissionsFile,
        permissionsDocument(
          await walkPermissions(acting.appUrl),
          await walkQueries(reading.appUrl, reading.readerUrl),
        ),
      )
      await Promise.all([acting.drop(), reading.drop()])
    } finally {
      await server.stop()
    }
  })
  process.exit(0)
}
