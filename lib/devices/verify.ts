import { bodyOf, entriesOf } from '../act/replay.ts'
import type { Differences } from '../act/verify.ts'
import type { Reader } from '../db/client.ts'
import type { Lexicon } from '../log/fact.ts'
import { originOf } from '../log/signer.ts'
import { DeviceLedger } from './ledger.ts'

/** Every signature of a device in a forum's log, judged by the log alone. What was erased cannot be judged any more, and is passed over. */
export async function checkSignatures(
  db: Reader,
  forum: string,
  differences: Differences,
  lexicon: Lexicon,
): Promise<{ signed: number; unsigned: number }> {
  const ledger = new DeviceLedger(forum, originOf(forum), lexicon)
  for await (const entry of entriesOf(db, forum)) {
    const { body } = bodyOf(entry)
    // A body that was taken down has no facts left.
    if (!Array.isArray(body.facts)) continue
    for (const fault of ledger.take(body))
      differences.add(`entry ${entry.index}`, `what stands in it about a device does not hold: ${fault}`)
  }
  return { signed: ledger.signed, unsigned: ledger.unsigned }
}
