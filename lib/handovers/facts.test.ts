import { id, keepTheirBytes, prose } from '../../testing/golden-facts.ts'
import { facts, noteLeft, takenOver } from './facts.ts'

const seat = { seat: id(6), mandate: id(7), body: id(2), sector: id(5) }

keepTheirBytes(facts, [
  [
    takenOver({ handover: id(1), ...seat, upTo: 267, takenOn: '2026-11-29' }),
    'f42b99853e02559194371f8cdab189d3fae62d84f450b50cf0679073359baaa5',
  ],
  [
    noteLeft({
      note: id(1),
      ...seat,
      audience: 'successor',
      text: prose('Nota'),
      writtenOn: '2026-11-29',
    }),
    '6491e2f510a413dad27c28af953b78df7ac28d154f8e3bfa9e49df22203ab734',
  ],
])
