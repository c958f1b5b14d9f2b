/** What a server says of a mail that it took and could not deliver (RFC 3464), read for us. */
export type Bounce = {
  letter: string
  /** RFC 3463: whether it is the reader's address that is no good, and no passing trouble or opinion of the mail */
  address: boolean
  answer: string
}

const LETTER = /<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/i
/** No such mailbox, no such domain, moved away; a mailbox that is closed. One that is full may be emptied. */
const BAD_ADDRESS = /^5\.(?:1\.(?:[0-6]|10)|2\.1)$/

/**
 * From the report for programs and the head of our mail that comes back with it. Null: nothing failed for
 * good, or it is none of our letters. Only who got the letter, or carried it, knows its number.
 */
export function bounceIn({ report, returned }: { report: string; returned: string }): Bounce | null {
  const [, letter] = LETTER.exec(fieldIn(headOf(returned), 'message-id') ?? '') ?? []
  const failed = report
    .split(/\r?\n\s*\r?\n/)
    .map((group) => ({
      action: fieldIn(group, 'action'),
      status: fieldIn(group, 'status'),
      said: fieldIn(group, 'diagnostic-code'),
    }))
    .find(({ action, status }) => action?.toLowerCase() === 'failed' && /^5\./.test(status ?? ''))
  if (!letter || !failed) return null
  const status = /^5\.\d{1,3}\.\d{1,3}/.exec(failed.status ?? '')?.[0] ?? '5.0.0'
  return {
    letter: letter.toLowerCase(),
    address: BAD_ADDRESS.test(status),
    answer: [status, failed.said].filter(Boolean).join(' '),
  }
}

function headOf(message: string): string {
  return message.split(/\r?\n\r?\n/, 1)[0] ?? ''
}

/** A field may go on over lines that begin with a blank (RFC 5322, 2.2.3). */
function fieldIn(head: string, name: string): string | undefined {
  const unfolded = head.replace(/\r?\n[ \t]+/g, ' ')
  return unfolded
    .split(/\r?\n/)
    .find((line) => line.toLowerCase().startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim()
}
