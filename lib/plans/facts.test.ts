import { id, keepTheirBytes, prose } from '../../testing/golden-facts.ts'
import {
  commitmentAdopted,
  commitmentReplaced,
  commitmentReworded,
  facts,
  outcomeAgreed,
  planAdopted,
  planClosed,
} from './facts.ts'

const decided = { body: id(2), decision: id(15), proposal: id(1), changedOn: '2026-05-04' }
const participants = [{ participant: id(20), organisation: id(21), role: 'lead' as const }]
const worded = {
  title: { es: 'Título' },
  objective: { es: 'Se dijo para qué', en: 'Goal' },
  organisations: [{ organisation: id(21), role: 'lead' as const }],
}

keepTheirBytes(facts, [
  [
    planAdopted({
      plan: id(30),
      slug: '2025-2029',
      name: { es: 'Quinto', en: 'Fifth' },
      rank: 4,
      startsOn: '2025-01',
      endsOn: null,
      commitments: 2,
      invented: false,
      ...decided,
    }),
    '1fa6f650cdacefa431173be661fb0b89856c5bd4580c92cd665f69ca9922af3b',
  ],
  [
    commitmentAdopted({
      change: id(40),
      commitment: id(3),
      plan: id(30),
      number: 1,
      how: 'carried-over',
      title: { es: 'Título' },
      objective: { es: 'Se dijo para qué' },
      policyArea: null,
      participants,
      from: [{ descent: id(41), ancestor: id(42) }],
      invented: false,
      ...decided,
    }),
    'b8bebba7114cc81f82d485462018578bbbfd5af669a8b9f3adeda6614fe578ec',
  ],
  [
    commitmentReworded({
      change: id(40),
      commitment: id(3),
      number: 1,
      title: { es: 'Título' },
      from: worded,
      to: { ...worded, objective: { es: 'Se dijo de otro modo' } },
      ended: [id(20)],
      participants,
      ...decided,
    }),
    '24d22413d54b1ab451e5acf3a981f244e6826be504d4babdcc50d15d5436bcbd',
  ],
  [
    commitmentReplaced({
      change: id(40),
      commitment: id(3),
      number: 1,
      how: 'split',
      goesOnIn: [id(50), id(51)],
      numbers: '5, 6',
      ...decided,
    }),
    'faa3dec24deb3371c2d8684b33e2f640051ddbfdbc7a441c4e1e58ff0acf5182',
  ],
  [
    planClosed({
      plan: id(30),
      completed: 1,
      partly: 2,
      not: 3,
      carriedOver: 4,
      replaced: 0,
      ...decided,
    }),
    '7f8903f62fb1449216d0728f42df62ef6fcf444af7fcd8130adc23b13dfb0872',
  ],
  [
    outcomeAgreed({
      commitment: id(3),
      plan: id(30),
      number: 1,
      outcome: 'partly',
      note: prose('Falta la mitad'),
      ...decided,
    }),
    'e2cd959425721919cd81ed34b552bdf643beb5f3e1e13a508f30bac0061807c5',
  ],
])
