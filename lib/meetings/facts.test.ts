import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { seal } from '../log/append.ts'
import type { Fact } from '../log/fact.ts'
import {
  agendaItemAdded,
  agendaItemPostponed,
  agendaItemWithdrawn,
  agreementClosed,
  agreementReached,
  attendanceRecorded,
  convened,
  erratumApproved,
  erratumProposed,
  erratumScheduled,
  erratumWithdrawn,
  facts,
  meetingCancelled,
  meetingNotHeld,
  meetingTakenOver,
  minutesApproved,
  minutesCirculated,
  minutesPublished,
  observationMade,
  seriesEnded,
  seriesExceptionSet,
  seriesSet,
  sessionClosed,
  sessionOpened,
  templateDropped,
  templateSet,
  timePlanned,
} from './facts.ts'

const id = (of: number) => `00000000-0000-4000-8000-${String(of).padStart(12, '0')}`
const prose = (text: string) => ({ lang: 'es' as const, text })
const place = { meeting: id(1), body: id(2) }
const minutes = { minutes: id(3), ...place }
const digest = 'd'.repeat(64)
const sector = { sector: id(5), there: 1, of: 2, needed: 1, reached: true }
const quorum = { reached: true, there: 1, of: 2, needed: 1, sectors: [sector] }
const given = { sector: id(5), seat: id(6), mandate: id(7) }
const agreement = {
  number: 1,
  kind: 'action' as const,
  text: prose('Avisar'),
  proposal: null,
  seat: id(6),
  dueOn: '2026-06-01',
}
const content = {
  ...place,
  year: 2026,
  number: 4,
  kind: 'ordinary' as const,
  heldOn: '2026-05-04',
  attendance: [{ ...given, state: 'remote' as const }],
  quorum,
  items: [
    {
      item: id(4),
      title: prose('Uno'),
      commitment: id(8),
      postponed: null,
      text: prose('Se dijo'),
      agreements: [agreement],
    },
  ],
  claims: [{ proposal: id(9), digest, ...given, stance: 'object' as const, reason: prose('No') }],
}

// One of each, with the hash of its entry's bytes. A hash that changes is a kind that was edited: a new version is a new kind.
const golden: [Fact, string][] = [
  [
    convened({
      ...place,
      year: 2026,
      number: 4,
      kind: 'ordinary',
      heldOn: '2026-05-04',
      startsAt: '2026-05-04T16:00:00Z',
      place: prose('Sala'),
      videoLink: 'https://sala.example/1',
    }),
    'e17c9ce9fd0e37deac71752b83ff610e51701bb664ee82c5fab67085438ff093',
  ],
  [
    meetingTakenOver({
      ...place,
      year: 2021,
      number: 1,
      heldOn: '2021-12-13',
      source: { text: 'Informe' },
      missing: ['quórum'],
    }),
    'a38cbfad5cca74f0c2dfc111b21a686ef42fb9480d9cb047a58dec3293f460fc',
  ],
  [
    agendaItemAdded({
      item: id(4),
      ...place,
      rank: 0,
      title: prose('Uno'),
      note: prose('Nota'),
      commitment: id(8),
      continues: null,
      proposedBy: id(6),
      sector: id(5),
    }),
    'b537595f6ceb2ae80beba6b15de8daa3f1cc91b3e5833e950751839e0d1062ee',
  ],
  [
    agendaItemWithdrawn({ item: id(4), ...place, commitment: null }),
    'fa0e5f34f31ad79db52669a90fb1cc0231dd4680027a212cf2bde7afe80a6f85',
  ],
  [
    agendaItemPostponed({ item: id(4), ...place, commitment: null, reason: prose('Falta un dato') }),
    'a8092efa08a503f2aeddce331b88440aeb1481615cc82454684e99baba769f13',
  ],
  [sessionOpened(place), '1dd38c0ea34ce37059c48d46b10e68dc5f6d750e10551367ff5338151dae192c'],
  [
    attendanceRecorded({ ...place, ...given, from: 'absent', state: 'represented' }),
    '9feb5bd35b3fa43f3db099f4cb34089ecbd6c9bbda12484e559711d64780b9de',
  ],
  [
    sessionClosed({ ...place, quorum }),
    '9b4023563bedb178dca70f4ce8f1173a22337ab6acc195e207d3d1f030fb86f7',
  ],
  [
    meetingCancelled({ ...place, reason: prose('Sismo') }),
    '227635b52f2d84caf35a05e17a08141580dad939ccc68478b8c9d750a8335209',
  ],
  [
    meetingNotHeld({ ...place, quorum }),
    '58bb5af778959d7bd41b3e8f94ad6b1d49901cbc65651ae85a388be0351bd0f3',
  ],
  [
    minutesCirculated({
      ...minutes,
      version: 2,
      from: digest,
      digest,
      content,
      windowEndsAt: '2026-05-10T06:00:00Z',
      seat: id(6),
    }),
    '5ca2df9302db1439e93ba38036240751bd6a4bff94aaeca061dce4dd99594045',
  ],
  [
    observationMade({
      observation: id(10),
      ...minutes,
      version: 1,
      item: id(4),
      seat: id(6),
      sector: id(5),
      text: prose('Falta la fuente'),
    }),
    '1ae218740018cc3c94015e5ecbc5fda1807de415de1edf03f01394ec0af91227',
  ],
  [
    minutesApproved({ ...minutes, version: 1, digest, ...given }),
    'a7c46787b036feadc9023da1c41a1f633c2fbc479616995d47aa610790085400',
  ],
  [
    minutesPublished({
      ...minutes,
      version: 1,
      digest,
      number: 'CC-2026-04',
      silent: [{ sector: id(5), why: 'suspended', since: '2026-05-01' }],
    }),
    '49e3768391de04bf8148c8b22f3a1139b81ae7c5ae9800483c1bcb05ba2db1d1',
  ],
  [
    agreementReached({
      agreement: id(11),
      ...minutes,
      item: id(4),
      ...agreement,
      number: 'CC-2026-04/1',
      commitment: id(8),
      agreedOn: '2026-05-04',
    }),
    'bdfffd11360408a028b231fb1a90f20a801b04e2334e1fe85a83684d06c1e297',
  ],
  [
    agreementClosed({
      agreement: id(11),
      ...place,
      number: 'CC-2026-04/1',
      seat: id(6),
      note: prose('Hecho'),
      evidence: 'https://ejemplo.mx/1',
    }),
    '90150dd0e72404a85f42fde0d0f887cc4be2c9c0f788469e858dfd9fc29d4112',
  ],
  [
    erratumProposed({
      erratum: id(12),
      ...minutes,
      item: id(4),
      digest,
      wrong: prose('a'),
      right: prose('b'),
      reason: prose('c'),
      seat: id(6),
    }),
    '478e6452075ada008b913fcb675d224d1bc92b66bb7c3fc942f04651ad1169d4',
  ],
  [
    erratumApproved({ erratum: id(12), ...minutes, digest, ...given, number: 1 }),
    'c44f901abc64d8c81c3971b93d3778cd00babaad02878b0c7ba8d05b5742b0b6',
  ],
  [
    erratumWithdrawn({ erratum: id(12), ...minutes }),
    '5bb4c1b35b4e8c4f77c24d034d812242179f5ce226ce4b0358edc445981a443c',
  ],
  [
    erratumScheduled({ erratum: id(12), item: id(4), minutes: id(3), number: 'CC-2026-04', ...place }),
    'fe3aec8a4ad42da22df2b19fbf6ac72e454789c5125f11ed56f0b43190ac1955',
  ],
  [
    timePlanned({ ...place, items: [{ item: id(4), minutes: 20 }] }),
    '23c9f3e5858c51dda968d4656cb9cc95a5de41819cc4ae6aa12972a90cc08552',
  ],
  [
    templateSet({
      template: id(13),
      body: id(2),
      name: { es: 'Ordinaria', en: 'Ordinary' },
      kind: 'ordinary',
      place: prose('Sala'),
      items: [{ title: { es: 'Uno', en: 'One' }, note: prose('Nota'), minutes: 20, commitment: id(8) }],
    }),
    '03ee9ac9bf791839c50abadb1d26ffa1d08ef893c6bb4dbc941e96ee10458ae4',
  ],
  [
    templateDropped({ template: id(13), body: id(2) }),
    '897f218585b110a891e8462135de363284f7327266bcfed1e3cde5a16a064327',
  ],
  [
    seriesSet({
      series: id(14),
      body: id(2),
      kind: 'ordinary',
      rhythm: 'month',
      every: null,
      nth: 'second',
      weekday: 'tuesday',
      fromOn: '2026-05-01',
      lastOn: '2026-12-31',
      time: '10:00',
      place: prose('Sala'),
      template: id(13),
    }),
    'bea6b70f23c6a9e38625cbd4f256cd4b4de05845feec4f6d0bbeae573b5c6741',
  ],
  [
    seriesExceptionSet({
      series: id(14),
      body: id(2),
      day: '2026-06-09',
      change: 'moved',
      movedTo: '2026-06-10',
      reason: prose('Falta quórum'),
    }),
    'e3e439c72fdac678be92ccd69919c93c9d5cad278d6e59a2b8cce38cab6c3af6',
  ],
  [
    seriesEnded({ series: id(14), body: id(2) }),
    'ae343f88ef51e0359f8ac4bdbcfa37bafd4836d86999b5de5542d2e9f956f813',
  ],
]

const draw = { id: () => id(0), salt: () => new Uint8Array(32).fill(7) }
const stamp = {
  recordedAt: '2026-05-04T18:00:00Z',
  seat: id(6),
  mandate: id(7),
  key: 'golden-golden-golden',
}
const bodyOf = (fact: Fact) => seal(stamp, [fact], { held: false, draw }).body

it.each(golden.map(([fact, hash]) => [fact.of.kind, fact, hash] as const))(
  '%s keeps its bytes',
  (_kind, fact, hash) => {
    expect(createHash('sha256').update(bodyOf(fact)).digest('hex')).toBe(hash)
  },
)

it('has golden bytes for every kind', () => {
  expect(golden.map(([fact]) => fact.of.kind).toSorted()).toEqual(
    facts.map((fact) => fact.kind).toSorted(),
  )
})

it('says in the entry nothing that a person wrote, and no link that lets somebody in', () => {
  const written = /Sala|sala\.example|Nota|Falta|Sismo|Se dijo|Avisar|Hecho|ejemplo\.mx|Ordinar/
  expect(
    golden
      .filter(([fact]) => written.test(Buffer.from(bodyOf(fact)).toString()))
      .map(([fact]) => fact.of.kind),
  ).toEqual([])
})
