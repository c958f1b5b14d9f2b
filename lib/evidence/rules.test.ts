import { describe, expect, it } from 'vitest'
import { extensionOf, isSameCapture, plainName, stateOfLink } from './rules.ts'
import type { Capture } from './rules.ts'

const found: Capture = {
  reached: true,
  problem: null,
  status: 200,
  finalAddress: null,
  title: 'Informe',
  type: 'text/html',
  size: 10,
  digest: 'a',
}

describe('plainName', () => {
  it.each([
    ['informe.pdf', 'informe.pdf'],
    ['C:\\Users\\ana\\informe final.pdf', 'informe final.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['lista"<script>.csv', 'listascript.csv'],
    ['informe‮fdp.exe', 'informefdp.exe'],
    ['line\r\nbreak.txt', 'linebreak.txt'],
    ['', 'documento'],
    ['.pdf', '.pdf'],
    [`${'x'.repeat(400)}.pdf`, `${'x'.repeat(150)}.pdf`],
    ['minuta.año2021', 'minuta.año2021'],
  ])('%j is kept as %j', (given, kept) => expect(plainName(given)).toBe(kept))

  it('tells the ending', () => {
    expect(extensionOf('Informe.FINAL.PDF')).toBe('pdf')
    expect(extensionOf('informe')).toBe('')
  })
})

describe('stateOfLink', () => {
  const dead = { reached: false, digest: null }
  it.each([
    [[], 'not-yet'],
    [[found], 'alive'],
    [[found, dead], 'dead'],
    [[dead], 'dead'],
    [[dead, found], 'alive'],
    [[found, { reached: true, digest: 'b' }], 'changed'],
    [[found, dead, found], 'alive'],
  ])('%j: %s', (captures, state) => expect(stateOfLink(captures)).toBe(state))
})

describe('isSameCapture', () => {
  it('compares what was there, and how it was reached', () => {
    expect(isSameCapture(found, { ...found, status: 203, title: 'Otro' })).toBe(true)
    expect(isSameCapture(found, { ...found, digest: 'b' })).toBe(false)
    expect(isSameCapture(found, { ...found, finalAddress: 'https://otra.example/' })).toBe(false)
    expect(isSameCapture(found, { ...found, reached: false, problem: 'slow', digest: null })).toBe(false)
  })
})
