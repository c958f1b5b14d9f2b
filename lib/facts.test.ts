import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import {
  restorationAsked,
  restorationCarriedOut,
  restorationConfirmed,
  restorationNeedless,
  restorationObjected,
  restorationOpened,
} from './appointments/facts.ts'
import {
  appointedForSector,
  bodyEstablished,
  forumFounded,
  forumOpened,
  foundingAccepted,
  keptInOffice,
  mandateBegan,
  mandateBeganActing,
  mandateEnded,
  organisationRegistered,
  organisationSucceeded,
  personRegistered,
  publicNamingChosen,
  recoverySeatNamed,
  recoverySeatUsed,
  seatContactGiven,
  seatEstablished,
  sectorNamed,
} from './bodies/facts.ts'
import { ForumRules } from './bodies/rules.ts'
import {
  commitmentRecorded,
  descentRecorded,
  findingRecorded,
  outsideEventRecorded,
  participantNamed,
  planRecorded,
  statementKept,
  statusChanged,
} from './commitments/facts.ts'
import { documentHandedIn, documentWithdrawn } from './documents/facts.ts'
import { factKinds, lexicon } from './facts.ts'
import { keyChanged, logFrozen, payloadsErased } from './keeping/facts.ts'
import { seal } from './log/append.ts'
import type { Fact } from './log/fact.ts'
import { opened } from './log/facts.ts'
import { leafHash } from './log/tree.ts'
import {
  cameIntoForce,
  decided,
  forceAwaited,
  notCarriedOut,
  participationResumed,
  participationSuspended,
  positionsLapsed,
  positionTaken,
  proposalWithdrawn,
  proposed,
  textChanged,
  returnConditionAccepted,
  returnConditionDropped,
  returnConditionNamed,
  returnConditionSaidMet,
  suspensionAnswered,
} from './proposals/facts.ts'
import { eventLinked, reassessmentScheduled } from './events/facts.ts'
import { handedIn, judged, linkCaptured, linksUnchanged, withdrawn } from './evidence/facts.ts'
import { assessmentFiled, readingGiven } from './readings/facts.ts'
import { progressReported, versionSealed } from './roadmaps/facts.ts'
import { deviceEndorsed, deviceEnrolled, deviceLost } from './devices/facts.ts'
import { witnessDismissed, witnessNamed } from './witnesses/facts.ts'

const id = (of: number) => `00000000-0000-4000-8000-${String(of).padStart(12, '0')}`
const prose = (text: string) => ({ lang: 'es' as const, text })
const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const digest = 'd'.repeat(64)
const name = { es: 'Sesión «única»', en: 'Session' }
const source = { text: 'Fuente', url: 'https://fuente.example/1', sure: 'read' }
const letter = { digest, size: 10, type: 'application/pdf', name: 'nombramiento.pdf' }
const onLetter = { restoration: id(13), seat: id(8), body: id(2), sector: id(4) }
const onProposal = { proposal: id(1), body: id(2), commitment: id(3) }
const content = {
  title: prose('Título'),
  text: prose('Texto'),
  effect: { kind: 'commitments.status', commitment: id(3), to: 'inactive' },
}

const roadmap = {
  aim: { es: 'Motivo', en: 'Motivo' },
  finalAim: null,
  accountability: { es: 'Motivo' },
  participation: {
    possible: true as const,
    how: { es: 'Motivo' },
    who: { es: 'Motivo' },
    when: { es: 'Motivo' },
    feedback: { es: 'Motivo' },
  },
  keyActions: [
    {
      id: id(24),
      number: 1,
      title: { es: 'Motivo' },
      weight: 2,
      responsible: [id(5)],
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      activities: [
        {
          id: id(25),
          number: '1.1',
          title: { es: 'Motivo' },
          product: { es: 'Motivo' },
          responsible: [id(8)],
          startsOn: '2026-01-01',
          endsOn: '2026-06-30',
          verification: null,
          after: [],
          dependsOn: ['law' as const],
        },
      ],
    },
  ],
}

// One of each kind, every field filled. The kinds of meetings, amendments, plans, records and handovers keep their bytes beside their own facts.
const samples: Fact[] = [
  opened({ entries: [3, 5, 8] }),
  keyChanged({ change: id(60), previous: vkey, key: vkey, note: 'nota', withoutOld: false }),
  logFrozen({ note: 'nota', reason: prose('Motivo'), successor: vkey }),
  payloadsErased({
    payloads: [`${'A'.repeat(43)}=`],
    entries: [7],
    reason: prose('Motivo'),
    note: null,
  }),
  forumFounded({
    forum: id(9),
    slug: 'mesa',
    name,
    kind: 'live',
    timeZone: 'America/Mexico_City',
    rules: ForumRules.parse({}),
  }),
  forumOpened({}),
  foundingAccepted({
    sector: id(4),
    seat: id(8),
    body: id(2),
    person: id(10),
    text: digest,
    acceptedAt: '2026-05-04T18:00:00Z',
  }),
  sectorNamed({
    sector: id(4),
    slug: 'civil',
    name,
    hasPosition: true,
    shape: 'circle',
    hue: 'civil',
    rank: 0,
  }),
  organisationRegistered({
    organisation: id(5),
    sector: id(4),
    name,
    shortName: 'OSC',
    invented: true,
    endedOn: '2025-03',
    source,
  }),
  organisationSucceeded({
    succession: id(6),
    predecessor: id(5),
    successor: id(7),
    sector: id(4),
    happenedOn: '2025',
    source,
  }),
  bodyEstablished({
    body: id(2),
    slug: 'comite',
    kind: 'committee',
    name,
    shortName: 'CC',
    commitment: id(3),
    since: '2019',
    until: '2022-12',
    source,
  }),
  seatEstablished({
    seat: id(8),
    body: id(2),
    sector: id(4),
    organisation: id(5),
    slug: 'uno',
    name,
    function: 'member',
    voice: true,
    required: true,
    rank: 1,
    establishedOn: '2026-01-01',
    source,
  }),
  personRegistered({ person: id(10), name: 'Ana Ñuñez', email: 'ana@persona.example', invented: false }),
  mandateBegan({
    mandate: id(11),
    seat: id(8),
    body: id(2),
    sector: id(4),
    person: id(10),
    capacity: 'titular',
    fromOn: '2026-01-01',
    untilOn: '2027-01-01',
  }),
  mandateEnded({
    mandate: id(11),
    seat: id(8),
    body: id(2),
    sector: id(4),
    person: id(10),
    untilOn: '2026-07-01',
  }),
  appointedForSector({
    mandate: id(11),
    seat: id(8),
    body: id(2),
    sector: id(4),
    fromOn: '2026-07-01',
    reason: prose('Motivo'),
  }),
  mandateBeganActing({
    mandate: id(11),
    seat: id(8),
    body: id(2),
    sector: id(4),
    person: id(10),
    capacity: 'acting',
    fromOn: '2026-07-01',
    untilOn: null,
    letter,
  }),
  recoverySeatNamed({ sector: id(4), seat: id(8), body: id(2) }),
  recoverySeatUsed({ mandate: id(11), seat: id(8), by: id(12), body: id(2), sector: id(4) }),
  keptInOffice({
    mandate: id(12),
    after: id(11),
    seat: id(8),
    body: id(2),
    sector: id(4),
    person: id(10),
    fromOn: '2026-07-01',
  }),
  seatContactGiven({
    seat: id(8),
    body: id(2),
    sector: id(4),
    email: 'oficina@persona.example',
    phone: '55 1234 5678',
  }),
  publicNamingChosen({ person: id(10), named: false, seat: id(8), body: id(2), sector: id(4) }),
  restorationAsked({
    ...onLetter,
    person: id(10),
    letter,
    reason: prose('Motivo'),
    by: id(12),
    askedOn: '2026-07-01',
  }),
  restorationConfirmed({
    ...onLetter,
    confirmation: id(14),
    confirmer: id(5),
    by: id(12),
    mandate: id(11),
    confirmedOn: '2026-07-02',
  }),
  restorationOpened({
    ...onLetter,
    person: id(10),
    openedOn: '2026-07-02',
    objectUntil: '2026-07-13',
  }),
  restorationObjected({
    ...onLetter,
    by: id(12),
    reason: prose('Motivo'),
    objectedOn: '2026-07-03',
  }),
  restorationCarriedOut({ ...onLetter, mandate: id(11), person: id(10), fromOn: '2026-07-13' }),
  restorationNeedless({ ...onLetter, closedOn: '2026-07-13' }),
  proposed({
    ...onProposal,
    number: 3,
    mode: 'written',
    digest,
    content,
    meeting: id(12),
    agendaItem: id(13),
    deadlineAt: '2026-12-01T06:00:00Z',
    seat: id(8),
  }),
  textChanged({
    ...onProposal,
    version: 2,
    from: digest,
    digest,
    content,
    seat: id(8),
    deadlineAt: '2026-12-02T06:00:00Z',
  }),
  positionTaken({
    position: id(14),
    ...onProposal,
    sector: id(4),
    seat: id(8),
    mandate: id(11),
    digest,
    stance: 'object',
    from: 'agree',
    reason: prose('Motivo'),
    origin: 'seat',
    takenOn: '2026-11-01',
  }),
  positionsLapsed({ ...onProposal, positions: [id(14)] }),
  proposalWithdrawn({ ...onProposal, reason: prose('Motivo') }),
  decided({
    decision: id(15),
    ...onProposal,
    number: 1,
    outcome: 'no-consensus',
    obstacle: 'objection',
    digest,
    decidedOn: '2026-11-02',
    notCarriedOut: null,
    frozen: {
      mode: 'written',
      quorum: { reached: true, there: 1, of: 1, needed: 1 },
      sectors: [
        {
          sector: id(4),
          suspended: false,
          voices: [{ seat: id(8), mandate: id(11), capacity: 'titular' }],
          position: id(14),
          stance: 'object',
          there: 1,
          of: 1,
        },
      ],
    },
  }),
  forceAwaited({ ...onProposal, pending: id(70), decision: id(15), inForceOn: '2027-01-01' }),
  cameIntoForce({ ...onProposal, pending: id(70), decision: id(15), inForceOn: '2027-01-01' }),
  notCarriedOut({
    ...onProposal,
    pending: id(70),
    decision: id(15),
    inForceOn: '2027-01-01',
    reason: 'amendments.overtaken',
  }),
  participationSuspended({
    suspension: id(16),
    sector: id(4),
    commitment: id(3),
    reason: prose('Motivo'),
    declaredOn: '2026-11-03',
    seat: id(8),
    lapsed: [id(14)],
    source,
  }),
  participationResumed({
    suspension: id(16),
    sector: id(4),
    commitment: id(3),
    note: prose('Motivo'),
    resumedOn: '2026-11-04',
    seat: id(8),
  }),
  planRecorded({
    plan: id(17),
    slug: 'plan-4',
    name,
    rank: 0,
    adoptedOn: '2019-12',
    startsOn: '2019',
    endsOn: '2021-08-31',
    extendedTo: '2022-08-31',
    invented: false,
    source,
  }),
  commitmentRecorded({
    commitment: id(3),
    plan: id(17),
    number: 9,
    ogpId: 'MX0084',
    title: name,
    objective: { es: 'Motivo' },
    policyArea: 'agua',
    origin: 'co-created',
    startsOn: '2019-12',
    endsOn: '2022-08-31',
    invented: false,
  }),
  participantNamed({
    participant: id(18),
    commitment: id(3),
    organisation: id(5),
    role: 'lead',
    source,
  }),
  statusChanged({
    change: id(19),
    commitment: id(3),
    body: id(2),
    from: 'in-force',
    to: 'inactive',
    decidedOn: '2021-12-13',
    decision: id(15),
    proposal: id(1),
    takenOver: false,
    source,
    missing: ['quórum'],
    meeting: id(12),
    reasonClass: 'law',
    conditions: prose('Motivo'),
    reviewOn: '2027-01-01',
  }),
  findingRecorded({
    finding: id(20),
    plan: id(17),
    commitment: id(3),
    author: 'irm',
    measure: 'completion',
    level: 'limited',
    count: 2,
    note: name,
    source,
    sure: 'read',
  }),
  outsideEventRecorded({ event: id(21), happenedOn: '2022-10-27', what: { es: 'Motivo' }, source }),
  statementKept({
    statement: id(22),
    subject: id(3),
    commitment: id(3),
    field: 'title-es',
    value: 'Motivo',
    source: 'Fuente',
    sure: 'read',
    note: 'Nota',
  }),
  versionSealed({
    version: id(23),
    commitment: id(3),
    body: id(2),
    number: 2,
    over: 1,
    digest,
    content: roadmap,
    decision: id(15),
    proposal: id(1),
    sealedOn: '2026-11-03',
    reasonClass: 'law',
    effectOnGoal: prose('Motivo'),
    askedBy: id(8),
  }),
  progressReported({
    report: id(26),
    commitment: id(3),
    activity: id(25),
    number: '1.1',
    body: id(2),
    sector: id(4),
    seat: id(8),
    mandate: id(11),
    from: 'complete',
    to: 'verified',
    note: prose('Motivo'),
    reportedOn: '2026-11-04',
  }),
  descentRecorded({
    descent: id(30),
    ancestor: id(3),
    heir: id(31),
    note: prose('Motivo'),
    source,
    seat: id(8),
    mandate: id(11),
  }),
  witnessNamed({
    witness: id(30),
    sector: id(4),
    key: 'civil.example/witness+00000000+AAAA',
    old: { witness: id(31), key: 'civil.example/before+00000000+AAAA' },
    withoutOldKey: true,
    note: 'mesa-abierta witness v1\n\n— civil.example/witness AAAA\n',
    seat: id(8),
  }),
  deviceEnrolled({
    device: id(32),
    person: id(9),
    sector: id(4),
    credentialId: 'AAAAAAAAAAAAAAAAAAAAAA',
    publicKey: 'AAAA',
    rpId: 'example.org',
    label: 'Mi teléfono',
    seat: id(8),
  }),
  deviceEndorsed({
    device: id(32),
    person: id(9),
    sector: id(4),
    witness: 'civil.example/witness+00000000+AAAA',
    note: 'mesa-abierta device enrolment v1\n\n— civil.example/witness AAAA\n',
    seat: id(8),
  }),
  deviceLost({ device: id(32), person: id(9), sector: id(4), witness: null, note: null, seat: id(8) }),
  witnessDismissed({
    witness: id(30),
    sector: id(4),
    key: 'civil.example/witness+00000000+AAAA',
    reason: prose('Motivo'),
    seat: id(8),
  }),
  eventLinked({
    link: id(32),
    event: id(33),
    commitment: id(3),
    activities: [id(25)],
    numbers: ['1.1'],
    effect: prose('Motivo'),
    body: id(2),
    sector: id(4),
    seat: id(8),
    mandate: id(11),
    linkedOn: '2026-03-01',
  }),
  reassessmentScheduled({
    link: id(32),
    item: id(34),
    meeting: id(35),
    body: id(2),
    commitment: id(3),
    numbers: ['1.1'],
  }),
  handedIn({
    evidence: id(27),
    commitment: id(3),
    activity: id(25),
    number: '1.1',
    body: id(2),
    sector: id(4),
    seat: id(8),
    mandate: id(11),
    kind: 'file',
    title: prose('Motivo'),
    note: prose('Motivo'),
    digest,
    size: 1_234,
    type: 'application/pdf',
    name: 'minuta.pdf',
    address: 'https://fuente.example/1',
    handedInOn: '2026-03-01',
  }),
  judged({
    judgement: id(28),
    evidence: id(27),
    commitment: id(3),
    activity: id(25),
    number: '1.1',
    body: id(2),
    sector: id(4),
    seat: id(8),
    mandate: id(11),
    word: 'questioned',
    reason: prose('Motivo'),
    judgedOn: '2026-03-02',
  }),
  withdrawn({
    evidence: id(27),
    commitment: id(3),
    activity: id(25),
    number: '1.1',
    body: id(2),
    sector: id(4),
    seat: id(8),
    mandate: id(11),
    reason: prose('Motivo'),
    withdrawnOn: '2026-03-03',
  }),
  linkCaptured({
    capture: id(29),
    evidence: id(27),
    commitment: id(3),
    activity: id(25),
    number: '1.1',
    reached: true,
    problem: 'not-found',
    status: 404,
    finalAddress: 'https://fuente.example/2',
    title: 'Título',
    type: 'text/html',
    size: 10,
    digest,
    capturedOn: '2026-03-04',
  }),
  linksUnchanged({ evidences: [id(27)], count: 1, checkedAt: '2026-03-11T00:00:00Z' }),
  readingGiven({
    reading: id(27),
    commitment: id(3),
    sector: id(4),
    body: id(2),
    seat: id(8),
    mandate: id(11),
    role: 'view',
    level: 'limited',
    text: prose('Motivo'),
    givenOn: '2026-11-05',
  }),
  assessmentFiled({
    assessment: id(28),
    plan: id(17),
    term: 'mid',
    seat: id(8),
    mandate: id(11),
    body: id(2),
    sector: id(4),
    title: prose('Título'),
    text: prose('Texto'),
    address: 'https://persona.example/informe',
    filedOn: '2026-11-06',
  }),
  suspensionAnswered({
    answer: id(30),
    suspension: id(31),
    sector: id(4),
    commitment: null,
    seat: id(8),
    text: prose('Texto'),
    answeredOn: '2026-11-06',
  }),
  returnConditionNamed({
    condition: id(32),
    suspension: id(31),
    sector: id(4),
    commitment: id(18),
    seat: id(8),
    number: 1,
    text: prose('Texto'),
    namedOn: '2026-11-06',
  }),
  returnConditionSaidMet({
    word: id(33),
    condition: id(32),
    sector: id(5),
    commitment: null,
    seat: id(9),
    number: 1,
    text: prose('Texto'),
    address: 'https://persona.example/acta',
    saidOn: '2026-11-07',
  }),
  returnConditionAccepted({
    condition: id(32),
    sector: id(4),
    commitment: null,
    seat: id(8),
    number: 1,
    note: prose('Texto'),
    on: '2026-11-08',
  }),
  returnConditionDropped({
    condition: id(32),
    sector: id(4),
    commitment: null,
    seat: id(8),
    number: 1,
    note: null,
    on: '2026-11-08',
  }),
  documentHandedIn({
    document: id(34),
    of: 'suspension',
    thing: id(31),
    body: null,
    meeting: null,
    proposal: null,
    commitment: null,
    sector: id(4),
    seat: id(8),
    mandate: id(11),
    kind: 'file',
    title: prose('Título'),
    digest: 'ab'.repeat(32),
    size: 2048,
    type: 'application/pdf',
    name: 'Texto.pdf',
    address: null,
    handedInOn: '2026-11-06',
  }),
  documentWithdrawn({
    document: id(34),
    of: 'suspension',
    thing: id(31),
    body: null,
    meeting: null,
    proposal: null,
    commitment: null,
    sector: id(4),
    seat: id(8),
    reason: prose('Motivo'),
    withdrawnOn: '2026-11-07',
  }),
]

const stamp = {
  recordedAt: '2026-05-04T18:00:00Z',
  seat: id(8),
  mandate: id(11),
  key: 'golden-golden-golden',
}
const draw = { id: () => id(0), salt: () => new Uint8Array(32).fill(7) }

type Golden = Record<string, { entry: string; leaf: string }>
const file = resolve(import.meta.dirname, 'facts.golden.json')
const golden = (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) as Golden
const bytes = samples.map((fact) => {
  const { body } = seal(stamp, [fact], { held: false, draw })
  return [
    fact.of.kind,
    { entry: new TextDecoder().decode(body), leaf: Buffer.from(leafHash(body)).toString('hex') },
  ] as const
})

// Golden bytes are only ever added: a kind whose bytes would change is a new kind.
if (process.env.UPDATE_GOLDEN === '1') {
  const missing = bytes.filter(([kind]) => !golden[kind])
  if (missing.length > 0)
    writeFileSync(
      file,
      `${JSON.stringify(Object.assign(golden, Object.fromEntries(missing)), null, 2)}\n`,
    )
}

it.each(bytes)('%s keeps its bytes', (kind, now) => {
  expect(golden[kind]).toEqual(now)
})

it('every kind has its golden bytes', () => {
  const elsewhere = factKinds
    .map((kind) => kind.kind)
    .filter((kind) => !/^(meetings|amendments|plans|records|handovers)\./.test(kind))
    .toSorted()
  expect(samples.map((fact) => fact.of.kind).toSorted()).toEqual(elsewhere)
  expect(Object.keys(golden).toSorted()).toEqual(elsewhere)
})

it('no entry says what is sealed: what a person wrote, and who a person is', () => {
  expect(
    bytes
      .filter(([, { entry }]) => /Motivo|Texto|Título|Ana Ñuñez|persona\.example/.test(entry))
      .map(([kind]) => kind),
  ).toEqual([])
})

it('no two kinds have one name', () => {
  expect(new Set(factKinds.map((kind) => kind.kind)).size).toBe(factKinds.length)
})

// The binding facts of an entry are what a member's device signed: a kind that left this list, or came into it, would change bytes that are signed.
it('the kinds that bind, and those that tell of devices, are as they were when the first device signed', () => {
  expect([...lexicon.binding].toSorted()).toEqual([
    'appointments.restoration-confirmed/1',
    'bodies.mandate-began/1',
    'bodies.mandate-began/2',
    'meetings.erratum-approved/1',
    'meetings.minutes-approved/1',
    'proposals.participation-resumed/1',
    'proposals.participation-suspended/1',
    'proposals.position-taken/1',
  ])
  expect(lexicon.lessons).toEqual({
    'bodies.mandate-began/1': 'holder',
    'bodies.mandate-began/2': 'holder',
    'witnesses.named/1': 'witness',
    'witnesses.dismissed/1': 'witness-gone',
    'devices.enrolled/1': 'device',
    'devices.endorsed/1': 'device-vouched-for',
    'devices.lost/1': 'device-lost',
  })
})
