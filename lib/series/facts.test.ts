import { id, keepTheirBytes, prose } from '../../testing/golden-facts.ts'
import {
  facts,
  templateSet,
  templateDropped,
  seriesSet,
  seriesExceptionSet,
  seriesEnded,
} from './facts.ts'

keepTheirBytes(facts, [
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
])
