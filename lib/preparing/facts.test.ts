import { id, keepTheirBytes, prose } from '../../testing/golden-facts.ts'
import {
  agendaItemCorrected,
  agendaReordered,
  facts,
  guestNoted,
  guestRemoved,
  meetingMoved,
} from './facts.ts'

const place = { meeting: id(1), body: id(2) }

keepTheirBytes(facts, [
  [
    meetingMoved({
      ...place,
      number: 1,
      fromDay: '2026-05-04',
      day: '2026-05-11',
      startsAt: '2026-05-11T16:00:00Z',
      place: prose('Sala'),
      videoLink: 'https://sala.example/1',
      reason: prose('Falta un dato'),
    }),
    'fbffe2b9a212dfe20ac0d6aac8f00f70774f8c7523a7f1c7bcb76d9fea4326d3',
  ],
  [
    agendaItemCorrected({
      ...place,
      item: id(4),
      number: 1,
      title: prose('Ordinar'),
      note: prose('Nota'),
      commitment: id(8),
      brought: { seat: id(6), sector: id(5) },
    }),
    '117f1331acc562ffb63819af0c0d736d78b1616e6a1128c6a4e61d61580b8976',
  ],
  [
    agendaReordered({ ...place, item: id(4), order: [id(3), id(4)] }),
    'd9f0a2b29e7320062b857677410873952fe367ccf5a4e60deec35c5f752e8130',
  ],
  [
    guestNoted({ ...place, guest: id(9), name: 'Nota Uno', office: prose('Sala') }),
    '114ebcaf0e9f3470c42bd4a55f2d13966ea4268e74de706c10d94df03fdebe93',
  ],
  [
    guestRemoved({ ...place, guest: id(9) }),
    'e27b55b13029e1e9027b6c11f571c5e64a7e299025d767fcac40c493b766c307',
  ],
])
