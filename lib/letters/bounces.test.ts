import { describe, expect, it } from 'vitest'
import { bounceIn } from './bounces.ts'

const letter = '3b0c2f4e-8f1d-4b7a-9c55-0a1b2c3d4e5f'
const returned = `From: Mesa <avisos@example.org>\r\nMessage-ID:\r\n <${letter}@example.org>\r\nSubject: Mesa\r\n\r\nMessage-ID: <no>`
const report = (status: string, action = 'failed') =>
  [
    'Reporting-MTA: dns; relay.example.org\r\n',
    `Final-Recipient: rfc822; ana@example.org\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n  no such user\r\n`,
  ].join('\r\n')

describe('a mail that comes back', () => {
  it('names the letter, and says whether its address is no good', () => {
    expect(bounceIn({ report: report('5.1.1'), returned })).toEqual({
      letter,
      address: true,
      answer: '5.1.1 smtp; 550 5.1.1 no such user',
    })
  })

  it.each([
    ['5.1.2 (no such domain)', true],
    ['5.1.10', true],
    ['5.2.1', true],
    // Full, too large, or taken for unwanted: the address itself is right.
    ['5.2.2', false],
    ['5.3.4', false],
    ['5.7.1', false],
    ['5.0.0', false],
  ])('%s', (status, address) => {
    expect(bounceIn({ report: report(status), returned })).toMatchObject({ letter, address })
  })

  it('says nothing of what is only late, was delivered, or is not ours', () => {
    expect(bounceIn({ report: report('4.4.1', 'delayed'), returned })).toBeNull()
    expect(bounceIn({ report: report('2.0.0', 'delivered'), returned })).toBeNull()
    expect(bounceIn({ report: report('4.2.2'), returned })).toBeNull()
    expect(bounceIn({ report: report('5.1.1'), returned: 'Message-ID: <x@example.org>\n\n' })).toBeNull()
    expect(bounceIn({ report: '', returned: '' })).toBeNull()
  })
})
