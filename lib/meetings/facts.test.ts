import { id, keepTheirBytes, prose } from '../../testing/golden-facts.ts'
import {
  facts,
  convened,
  calledBySector,
  meetingTakenOver,
  agendaItemAdded,
  agendaItemWithdrawn,
  agendaItemPostponed,
  sessionOpened,
  sessionOpenedAsPlanned,
  attendanceRecorded,
  sessionClosed,
  meetingCancelled,
  meetingNotHeld,
  timePlanned,
  erratumScheduled,
} from './facts.ts'

const given = { sector: id(5), seat: id(6), mandate: id(7) }
const place = { meeting: id(1), body: id(2) }
const sector = { sector: id(5), there: 1, of: 2, needed: 1, reached: true }
const quorum = { reached: true, there: 1, of: 2, needed: 1, sectors: [sector] }

keepTheirBytes(facts, [
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
    calledBySector({ ...place, sector: id(5), since: '2026-01-12', days: 90 }),
    '69eaa37285e2dcf1f5b18c24a0dfd09c983350938f2e0f15e7203120f9feb5a6',
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
  [
    sessionOpened({ ...place, on: '2026-06-12', convenedFor: '2026-06-03' }),
    '6cbe04c3f55a11eecf1defd53d26c506838c9ed8a554ea8e2dd9ce21a667530b',
  ],
  [sessionOpenedAsPlanned(place), '1dd38c0ea34ce37059c48d46b10e68dc5f6d750e10551367ff5338151dae192c'],
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
    timePlanned({ ...place, items: [{ item: id(4), minutes: 20 }] }),
    '23c9f3e5858c51dda968d4656cb9cc95a5de41819cc4ae6aa12972a90cc08552',
  ],
  [
    erratumScheduled({ erratum: id(12), item: id(4), minutes: id(3), number: 'CC-2026-04', ...place }),
    'fe3aec8a4ad42da22df2b19fbf6ac72e454789c5125f11ed56f0b43190ac1955',
  ],
])
