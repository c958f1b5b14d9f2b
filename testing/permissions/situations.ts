// The situations of docs/permissions.md, one after another: what each needs is brought about by acts.
import { changePlans, takeOverRecords } from './plans.ts'
import { digestOf } from '../../lib/act/fields.ts'
import { officeViewer, personViewer, publicViewer } from '../../lib/act/viewer.ts'
import type { ForumHead } from '../../lib/act/viewer.ts'
import { publicKeyOf } from '../../lib/log/ed25519.ts'
import { COSIGNATURE, cosignatureLine, formatKey, keyOf } from '../../lib/log/note.ts'
import { originOf } from '../../lib/log/signer.ts'
import { paperOf } from '../../lib/minutes/draft-record.ts'
import { textsBesideSeenBy } from '../../lib/confirmations/seen.ts'
import { contentOf } from '../../lib/minutes/rules.ts'
import { positionTaken } from '../../lib/proposals/facts.ts'
import { namingText } from '../../lib/witnesses/rules.ts'
import { idOf } from '../../prisma/demonstration/stage.ts'
import { commitmentId, es, seatId } from '../../prisma/demonstration/table.ts'
import { amendTheForum } from './amendments.ts'
import { adviser, noon, today } from './people.ts'
import type { Mesa } from './people.ts'
import type { Walk } from './walk.ts'

/** Somebody's verifier key: who may do something does not depend on whose. */
const exampleKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
/** The hour of the session. */
const one = new Date('2026-11-23T19:00:00Z')
const practiceId = (name: string) => idOf(`practica/${name}`)
const committee = practiceId('body/committee')
const civil = practiceId('civil-society')
const water = commitmentId('2026-2028', 1)
const practised = { commitment: water, activity: practiceId('roadmap/water/2.2') }
const source = { text: 'Fuente' }
const name = { es: 'Nombre' }
const statement = { field: 'titles', value: 'Valor', source: null, sure: 'read' }
const finding = { author: 'irm', measure: 'design', level: 'limited', source, sure: 'read' }

/** Each leaves the table as the next one finds it. */
export async function walkSituations(walk: Walk) {
  await foundForums(walk)
  await seatPeople(walk)
  await decideInWriting(walk)
  await amendTheForum(walk)
  await suspend(walk)
  await recordPlans(walk)
  await changeRoadmaps(walk)
  await handIn(walk)
  await keepTheLog(walk)
  await followCommitments(walk)
  await convene(walk)
  await meetInSeries(walk)
  await setAgenda(walk)
  await holdSession(walk)
  const circulating = await circulate(walk)
  await amendPublished(walk)
  await conclude(walk, circulating)
  await nameWitness(walk)
  await changePlans(walk)
  await takeOverRecords(walk)
  await handOver(walk)
  await fillSeats(walk)
  await confirmByAnother(walk)
  await loseVoice(walk)
}

async function foundForums({ row, setUp, mesa, practice, record }: Walk) {
  const organisations = await mesa.db.organisation.findMany({
    where: { forumId: { in: [practice.id, record.id] } },
    orderBy: { id: 'asc' },
  })
  const sector = await recordedSector(mesa, record)
  const pair = (forum: ForumHead) => {
    const [predecessor, successor] = organisations.filter(
      (organisation) => organisation.forumId === forum.id,
    )
    return { predecessor: predecessor?.id, successor: successor?.id, happenedOn: '2025' }
  }
  await row('bodies.found-forum', 'any time', {
    slug: 'nueva-mesa',
    name,
    kind: 'live',
    timeZone: 'UTC',
    sectors: [{ slug: 'uno', name, hasPosition: true, shape: 'circle', hue: 'civil' }],
  })
  await setUp('bodies.open-forum', {}, {})
  const spoken = await mesa.db.mandate.findFirstOrThrow({
    where: { forumId: practice.id, seat: { voice: true }, capacity: 'titular' },
  })
  const acceptance = {
    seat: spoken.seatId,
    person: spoken.personId,
    text: 'a'.repeat(64),
    acceptedAt: '2026-11-01T12:00:00Z',
  }
  await row('bodies.record-acceptance', 'before the forum opens', acceptance, {
    forum: { ...practice, openedAt: null },
  })
  await row('bodies.record-acceptance', 'in an open forum', acceptance)
  await setUp('bodies.register-organisation', { sector: civil, name }, { sector: sector.id, name })
  await setUp('bodies.record-succession', pair(practice), pair(record))
  const body = { slug: 'otro-cuerpo', kind: 'group', name, shortName: 'OC', seats: [] }
  await setUp('bodies.establish-body', body, body)
}

async function seatPeople({ row, act, mesa, practice }: Walk) {
  const [voiced, voiceless] = ['committee/representative', 'committee/technical-adviser'].map(
    (seat) => ({ seat: seatId(seat), ...adviser }),
  )
  const [withVoice, withoutVoice] = [
    'to a seat of civil society, which has somebody with its voice',
    'to a seat of a sector that has nobody with its voice',
  ]
  await row('bodies.appoint', withVoice, { ...voiced, capacity: 'titular' })
  await row('bodies.appoint', withoutVoice, { ...voiceless, capacity: 'titular' })
  const founding = officeViewer(mesa.db, { ...practice, openedAt: null }, 'operator', noon)
  await act('bodies.appoint', founding, { ...voiceless, capacity: 'titular' })
  const mandate = await mesa.db.mandate.findFirstOrThrow({
    where: { seatId: seatId('committee/representative'), capacity: 'alternate' },
  })
  await row('bodies.end-mandate', 'of the alternate of civil society', {
    mandate: mandate.id,
    untilOn: '2026-12-01',
  })
}

/** Seats that a sector fills itself, and those that the Committee does. */
async function fillSeats({ row }: Walk) {
  const seat = seatId('committee/chair')
  await row('bodies.name-recovery-seat', 'a seat of the executive', {
    seat: seatId('committee/head-of-unit'),
  })
  await row('bodies.give-seat-contact', 'of the chair’s seat', { seat, phone: '55 1234 5678' })
  await row('bodies.choose-public-naming', 'of oneself', { named: 'no' })
  await row('bodies.keep-in-office', 'while somebody can act', {})
  const asked = {
    seat: seatId('committee/technical-adviser'),
    mode: 'written',
    title: es('x'),
    text: es('x'),
    deadlineOn: '2027-12-15',
  }
  await row('appointments.propose', 'to a seat of a sector without a voice', {
    ...asked,
    name: adviser.name,
    email: adviser.email,
    fromOn: adviser.fromOn,
    capacity: 'alternate',
  })
  await row('appointments.propose-ending', 'of a mandate in a sector without a voice', {
    ...asked,
    mandate: seat,
    lastOn: '2027-12-15',
  })
}

/** What one sector asks, and another confirms: a text that goes, and a voice in a group where the asker has none. */
async function confirmByAnother({ row, by, mesa, practice }: Walk) {
  const reason = es('Pone en riesgo a alguien')
  const said = await mesa.db.historyLine.findMany({
    where: { forumId: practice.id, kind: positionTaken.kind, held: false },
    select: { index: true },
  })
  const [text] = await textsBesideSeenBy(
    publicViewer(mesa.db, practice, noon),
    said.map(({ index }) => index),
  )
  if (!text) throw new Error('somebody gave a reason')
  const texts = [text.seal]
  await row('confirmations.ask-takedown', 'of a text that stands beside an act', { texts, reason })
  await row('confirmations.ask-appointment', 'of who speaks for civil society in a working group', {
    seat: seatId('gtp-1/civil-society'),
    email: 'nueva@practica.example',
    reason,
  })
  await by('mariana.escobedo', 'committee/representative', 'confirmations.ask-takedown', {
    texts,
    reason,
  })
  const { id: request } = await mesa.db.confirmationRequest.findFirstOrThrow()
  await row('confirmations.confirm', 'that civil society asked for', { request })
  await row('confirmations.decline', 'that civil society asked for', { request, reason })
  await row('confirmations.withdraw', 'that civil society asked for', { request })
}

/** The last mandate with a sector's voice had a term, and it is over. */
async function loseVoice({ row, act, by, mesa, practice }: Walk) {
  const seat = seatId('committee/commissioner')
  const { name: called, email } = adviser
  const lost = { seat, name: called, email, letter: seat, reason: es('x') }
  await row('appointments.ask-restoration', 'of a sector that has somebody who appoints', lost)
  const mandate = await mesa.db.mandate.findFirstOrThrow({
    where: { seatId: seat, capacity: 'titular', untilOn: null },
  })
  const founding = officeViewer(mesa.db, { ...practice, openedAt: null }, 'operator', noon)
  await act('bodies.end-mandate', founding, { mandate: mandate.id, untilOn: today })
  await row('appointments.ask-restoration', 'of a sector that has nobody left', lost)
  const person = await mesa.db.person.findFirstOrThrow({
    where: { email: 'mariana.escobedo@practica.example' },
  })
  const letter = practiceId('letter')
  await mesa.receiving.form(
    await personViewer(mesa.db, practice, person.id, noon),
    new Request('http://localhost/', { method: 'POST', body: letterForm(letter) }),
  )
  const upload = await mesa.db.upload.findFirstOrThrow({ where: { personId: person.id } })
  await by('mariana.escobedo', 'committee/representative', 'appointments.ask-restoration', {
    ...lost,
    email: 'nueva@practica.example',
    letter: upload.id,
  })
  const { id: restoration } = await mesa.db.restoration.findFirstOrThrow()
  await row('appointments.confirm-restoration', 'which civil society has confirmed', { restoration })
  await row('appointments.settle-restoration', 'before it is confirmed', { restoration })
  await row('appointments.object-to-restoration', 'before it is confirmed', {
    restoration,
    reason: es('x'),
  })
}

function letterForm(name: string): FormData {
  const form = new FormData()
  form.append('file', new Blob(['Un oficio']), `${name}.txt`)
  return form
}

async function decideInWriting({ row, by, mesa, practice }: Walk) {
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
}

async function suspend({ row, by, setUp, mesa, practice, record }: Walk) {
  const sector = await recordedSector(mesa, record)
  await row('proposals.suspend-participation', 'in the whole forum', { scope: 'forum', reason: es('x') })
  const suspension = await mesa.db.suspension.findFirstOrThrow({
    where: { forumId: practice.id, resumedAt: null },
  })
  await row('proposals.resume-participation', 'that civil society suspended', {
    suspension: suspension.id,
  })
  const past = { declaredOn: '2022-10-27', reason: es('x'), source }
  await pauseInFull({ row, by, mesa }, suspension.id)
  await setUp(
    'proposals.take-over-suspension',
    { sector: civil, ...past },
    { sector: sector.id, ...past },
  )
}

/** Beside a suspension: answers, and what is asked for to come back. */
async function pauseInFull({ row, by, mesa }: Pick<Walk, 'row' | 'by' | 'mesa'>, suspension: string) {
  const beside = 'that civil society suspended'
  await row('proposals.answer-suspension', beside, { suspension, text: es('x') })
  await row('proposals.name-return-conditions', beside, { suspension, conditions: [es('x')] })
  await by('mariana.escobedo', 'committee/representative', 'proposals.name-return-conditions', {
    suspension,
    conditions: [es('Publicar un calendario.')],
  })
  const condition = await mesa.db.returnCondition.findFirstOrThrow({
    where: { suspensionId: suspension },
  })
  const about = { condition: condition.id }
  await row('proposals.say-condition-met', beside, { ...about, text: es('x') })
  await row('proposals.accept-condition', beside, about)
  await row('proposals.drop-condition', beside, about)
  await row('documents.hand-in-link', 'beside a suspension of civil society', {
    of: 'suspension',
    thing: suspension,
    address: 'https://a.example/',
    title: es('x'),
  })
}

async function recordPlans({ row, setUp, mesa, practice, record }: Walk) {
  const [plan, pastPlan] = await Promise.all([
    mesa.db.plan.findFirstOrThrow({ where: { forumId: practice.id, slug: '2019-2022' } }),
    mesa.db.plan.findFirstOrThrow({ where: { forumId: record.id, slug: '2019-2022' } }),
  ])
  const pastCommitment = await recordedCommitment(mesa, record)
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
}

async function changeRoadmaps({ row, mesa, practice }: Walk) {
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
}

async function handIn({ row, by }: Walk) {
  const aboutIt = { ...practised, title: es('x') }
  await row('evidence.hand-in-file', 'for an activity of a sealed roadmap', {
    ...aboutIt,
    upload: water,
  })
  await row('evidence.hand-in-link', 'for an activity of a sealed roadmap', {
    ...aboutIt,
    address: 'https://b.example/',
  })
  const { evidence } = await by('gabriela.montano', 'committee/head-of-unit', 'evidence.hand-in-link', {
    ...aboutIt,
    address: 'https://a.example/',
  })
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
}

async function keepTheLog({ row }: Walk) {
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
}

async function followCommitments({ row, mesa, record }: Walk) {
  const pastCommitment = await recordedCommitment(mesa, record)
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
}

async function convene({ row, by }: Walk) {
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
}

async function meetInSeries({ row, by }: Walk) {
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
}

/** What is changed of a meeting before it opens. */
async function prepareMeeting(
  { row, by, mesa }: Pick<Walk, 'row' | 'by' | 'mesa'>,
  meeting: string,
  item: string,
) {
  const toCome = 'of a meeting to come of the Committee'
  await row('meetings.move', toCome, {
    meeting,
    seen: 0,
    day: '2027-02-17',
    time: '12:00',
    place: es('x'),
    reason: es('x'),
  })
  await row('meetings.correct-agenda-item', 'that civil society proposed', {
    item,
    seen: 0,
    title: es('x'),
  })
  await row('meetings.reorder-agenda', 'that civil society proposed', { item, seen: 1, to: 'down' })
  await row('meetings.note-guest', toCome, { meeting, name: 'x' })
  await by('omar.villasenor', 'committee/secretary', 'meetings.note-guest', {
    meeting,
    office: es('Archivo'),
  })
  const guest = await mesa.db.guest.findFirstOrThrow({ where: { meetingId: meeting } })
  await row('meetings.remove-guest', toCome, { guest: guest.id })
  const beside = { of: 'meeting', thing: meeting, title: es('x') }
  await row('documents.hand-in-file', 'beside a meeting of the Committee', { ...beside, upload: water })
  await row('documents.hand-in-link', 'beside a meeting of the Committee', {
    ...beside,
    address: 'https://b.example/',
  })
  const { document } = await by('omar.villasenor', 'committee/secretary', 'documents.hand-in-link', {
    ...beside,
    address: 'https://a.example/',
  })
  await row('documents.withdraw', 'that the secretary handed in', { document, reason: es('x') })
}

async function setAgenda({ row, by, mesa, practice }: Walk) {
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
  await prepareMeeting({ row, by, mesa }, later.id, item.id)
  await row('meetings.withdraw-agenda-item', 'that civil society proposed', { item: item.id })
  await row('meetings.postpone-agenda-item', 'that civil society proposed', {
    item: item.id,
    reason: es('x'),
  })
}

async function holdSession({ row, setUp, by, mesa, record }: Walk) {
  const pastBody = await mesa.db.body.findFirstOrThrow({
    where: { forumId: record.id, kind: 'committee' },
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
  const takenOver = { heldOn: '2021-12-13', source, missing: [] }
  await setUp(
    'meetings.take-over',
    { body: committee, ...takenOver },
    { body: pastBody.id, ...takenOver },
  )
}

/** Answers the minutes that circulate from then on, and what of them is approved. */
async function circulate({ row, by, mesa, practice }: Walk) {
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
  return { minutes, digest }
}

async function amendPublished({ row, mesa, practice }: Walk) {
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
}

async function conclude({ row, by }: Walk, { minutes, digest }: Awaited<ReturnType<typeof circulate>>) {
  await row('meetings.conclude-minutes', 'while sectors are waited for', { minutes }, { now: one })
  await by(
    'mariana.escobedo',
    'committee/representative',
    'meetings.approve-minutes',
    { minutes, digest },
    one,
  )
  await by('fernando.quintanar', 'committee/chair', 'meetings.approve-minutes', { minutes, digest }, one)
  await by(
    'elvira.santoyo',
    'committee/commissioner',
    'proposals.suspend-participation',
    { scope: 'forum', reason: es('x') },
    one,
  )
  await row(
    'meetings.conclude-minutes',
    'when whoever was waited for has suspended its participation',
    { minutes },
    { now: one },
  )
}

async function nameWitness({ row, by, mesa, practice }: Walk) {
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
  const { device } = await by('mariana.escobedo', 'committee/representative', 'devices.enrol', enrolling)
  await row('devices.endorse', 'the passkey of civil society’s representative', { device, note: 'x' })
  await row('devices.lose', 'the passkey of civil society’s representative', { device })
  await row('witnesses.dismiss', 'the witness of civil society', {
    witness: witness.id,
    reason: es('x'),
  })
}

/** By whoever holds a seat, for that seat: no act speaks for another's. */
async function handOver({ row }: Walk) {
  const as = seatId('committee/chair')
  await row('handovers.take-over', 'the work of one’s own seat', { as, upTo: 1 })
  await row('handovers.leave-note', 'with one’s own seat', { as, audience: 'body', text: es('x') })
}

async function recordedSector({ db }: Mesa, record: ForumHead) {
  return db.sector.findFirstOrThrow({
    where: { forumId: record.id, hasPosition: true },
    orderBy: { rank: 'asc' },
  })
}

async function recordedCommitment({ db }: Mesa, record: ForumHead) {
  const plan = await db.plan.findFirstOrThrow({ where: { forumId: record.id, slug: '2019-2022' } })
  return db.commitment.findFirstOrThrow({ where: { planId: plan.id, number: 1 } })
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
