import { id, keepTheirBytes } from '../../testing/golden-facts.ts'
import {
  facts,
  rulesChanged,
  forumRenamed,
  zoneChanged,
  languagesChanged,
  bodyRenamed,
  bodyClosed,
  seatRenamed,
  voiceChanged,
  seatMoved,
  seatPassed,
  answerPassed,
  seatClosed,
  actionsPassed,
  sectorMarked,
  sectorRenamed,
  sectorEnded,
  sectorSplit,
  seatToSector,
  organisationToSector,
  organisationRenamed,
  organisationEnded,
} from './facts.ts'

const why = { decision: id(1), proposal: id(2), inForceOn: '2027-01-01' }
const name = { es: 'Uno', en: 'One' }
const other = { es: 'Dos' }

keepTheirBytes(facts, [
  [
    rulesChanged({ ...why, from: { quorumShare: 0.5 }, to: { quorumShare: 0.6 }, rule: 'quorumShare' }),
    '34639694b90425bc00ff8fc527c927f74bab05bf0fc1636b4d5dd267be334235',
  ],
  [
    forumRenamed({ ...why, from: name, to: other }),
    '365741e6fec2f330da5fa14ece6d2cf34bca6c91960ba6b62c237c1798e420e8',
  ],
  [
    zoneChanged({ ...why, from: 'America/Mexico_City', to: 'America/Tijuana' }),
    'df2bb7978f6d88265e09618ddd5cb4b774e8e4ae8b9caf81d70717c16538c21c',
  ],
  [
    languagesChanged({ ...why, from: 'es-en', to: 'es' }),
    '2a73c26b70a635660b32809909c5c6e60f7ea15ca40067f85fe7e1996590b750',
  ],
  [
    bodyRenamed({ ...why, body: id(3), from: name, to: other, shortFrom: 'GA', shortTo: 'GB' }),
    '6cb7f86e4385d6ad6c2fb5475ecac0a1170cc9826338b9a4b18441a8f6496dcd',
  ],
  [
    bodyClosed({ ...why, body: id(3), into: id(4), takesCommitment: id(5) }),
    'd463767fe064d49279b068682a12c302cb21bc7ba505d0badb983604403ad006',
  ],
  [
    seatRenamed({ ...why, seat: id(6), from: name, to: other }),
    '2c472285a6542807616e214ff1a88340520dcc9cc84e4348a4faf86442861fa6',
  ],
  [
    voiceChanged({ ...why, seat: id(6), sector: id(7), to: true }),
    'f6eecd54ce0409129da66b4bb7d317d7d5fe19dc47559dc5f014965e9f8a5385',
  ],
  [
    seatMoved({ ...why, seat: id(6), body: id(4), slug: 'uno', rank: 2 }),
    'ef8a1d5a1e0b159df90b20b9a9de41d0622c7013a2478cf566586a7009cd52bb',
  ],
  [
    seatPassed({ ...why, seat: id(6), predecessor: id(8), successor: id(9) }),
    '08bd4341d78274a1e5a2870373bae4ac72fee86fa976a91bf63d4c1ac4c0e79c',
  ],
  [
    answerPassed({
      ...why,
      commitment: id(11),
      predecessor: id(8),
      successor: id(9),
      role: 'lead',
      ends: [id(12)],
      participant: id(13),
    }),
    'ce6d56ac4771b9298871f80439663bd14601376dd6dbfd19e161f15a654aca76',
  ],
  [
    seatClosed({ ...why, seat: id(6), body: id(3), sector: id(7) }),
    '4180430221d38944f46fb13769d33440016c61e0ebc71a4cd1793a86927db5bc',
  ],
  [
    actionsPassed({ ...why, seat: id(6), body: id(3), actions: [id(10)] }),
    'da21f5fdf8d206405a3b151c760bef7dc0bbcf02defb52b7e662dec423caed94',
  ],
  [
    sectorRenamed({ ...why, sector: id(7), from: name, to: other }),
    '010ebc8596bdc74cb5cee1872a8b42f1e93837bbdd5b0f848ccea9a7a8037aaf',
  ],
  [
    sectorMarked({
      ...why,
      sector: id(7),
      from: { shape: 'circle', hue: 'civil' },
      to: { shape: 'square', hue: 'other' },
    }),
    '3491eb994f7fb8f3399cfbd1ea04b798a67f81d92485b132473be843a0b37b27',
  ],
  [
    sectorEnded({ ...why, sector: id(7) }),
    '26085967c6a2ecff6a209ecda303fd0db19fe1a22101714b4ca816a800e40f20',
  ],
  [
    sectorSplit({ ...why, sector: id(7), into: [id(14), id(15)], one: name, other }),
    '83e7b958792324f5e03f51edafff940d8727f46f8d5697554666c0c19e3936af',
  ],
  [
    seatToSector({ ...why, seat: id(6), body: id(3), from: id(7), sector: id(14) }),
    '1ab0a629343911614a1eb9e334e751ac1e79998e8d3c3cec49e6bfe23321afb2',
  ],
  [
    organisationToSector({ ...why, organisation: id(8), from: id(7), sector: id(14) }),
    'c63ff20fe5e39c7cf87a35fcda84f30839a16213514945d6f38fffdd51be861d',
  ],
  [
    organisationRenamed({
      ...why,
      organisation: id(8),
      from: name,
      to: other,
      shortFrom: null,
      shortTo: 'TP',
    }),
    '7a0d9bc4ecc0e298f197a1b9350577356adf00312c9e7a4a5255c1658f27a870',
  ],
  [
    organisationEnded({ ...why, organisation: id(8) }),
    '4460ee711eec017b257d950cc2b4e1968a46bf73ea614cab544ff9db789e0096',
  ],
])
