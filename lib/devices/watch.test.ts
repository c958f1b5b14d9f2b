import { expect, test } from 'vitest'
import { toUtf8 } from '../log/encoding.ts'
import { lexicon } from '../facts.ts'
import { watchDevices } from './watch.ts'

test('what is no act is a fault of the log, and does not stop who reads it', () => {
  const devices = watchDevices('mesa-abierta/practica', lexicon)
  const strange = [
    Uint8Array.of(0xff, 0xfe),
    toUtf8('{"v":1'),
    toUtf8('null'),
    toUtf8('{"facts":[null]}'),
    toUtf8('{"facts":[{}]}'),
  ]
  strange.forEach((entry, index) => {
    devices.visit(index, entry)
  })
  expect(devices.step()).toMatchObject({
    name: 'devices-signed',
    ok: false,
    told: { problem: expect.stringContaining('0: not an act') as string },
  })
  const honest = watchDevices('mesa-abierta/practica', lexicon)
  honest.visit(0, toUtf8('{"v":1,"recordedAt":"2026-11-23T00:00:00Z","commitment":"x"}'))
  expect(honest.step().ok).toBe(true)
})
