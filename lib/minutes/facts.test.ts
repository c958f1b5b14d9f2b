import { id, keepTheirBytes, prose } from '../../testing/golden-facts.ts'
import {
  facts,
  minutesCirculated,
  observationMade,
  minutesApproved,
  minutesPublished,
  agreementReached,
  agreementClosed,
  erratumProposed,
  erratumApproved,
  erratumWithdrawn,
} from './facts.ts'

const place = { meeting: id(1), body: id(2) }
const minutes = { minutes: id(3), ...place }
const given = { sector: id(5), seat: id(6), mandate: id(7) }
const digest = 'd'.repeat(64)
const sector = { sector: id(5), there: 1, of: 2, needed: 1, reached: true }
const quorum = { reached: true, there: 1, of: 2, needed: 1, sectors: [sector] }
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

keepTheirBytes(facts, [
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
])
