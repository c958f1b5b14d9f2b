import { id, keepTheirBytes, prose } from '../../testing/golden-facts.ts'
import { facts, recordAnswered, recordTakenOver } from './facts.ts'

const by = { sector: id(5), seat: id(6), mandate: id(7) }

keepTheirBytes(facts, [
  [
    recordTakenOver({
      record: id(60),
      number: 1,
      body: id(2),
      of: 'status',
      commitment: id(3),
      status: 'inactive',
      title: prose('Nota de la sesión'),
      text: prose('Se dijo que quedaba inactivo'),
      happenedOn: '2021-12',
      source: { text: 'Informe', url: 'https://fuente.example/1' },
      takenOn: '2026-05-04',
      ...by,
    }),
    '285bc81e3d4bae08c8941a6e011b5e3fcc87f1b12f0a09f035eaa47a31278010',
  ],
  [
    recordAnswered({
      word: id(61),
      record: id(60),
      number: 1,
      body: id(2),
      commitment: id(3),
      says: 'questions',
      words: prose('Falta la minuta'),
      saidOn: '2026-05-05',
      ...by,
    }),
    'a116f80ce293dc691d26a3d7e67d5842dee4434588df3da416382b053d426636',
  ],
])
