import { fromUtf8 } from '../log/encoding.ts'
import type { Step } from '../log/check.ts'
import type { Lexicon } from '../log/fact.ts'
import type { SignableBody } from '../log/assertion.ts'
import { DeviceLedger } from './ledger.ts'

/**
 * Judges the signatures of members' devices while somebody reads a whole log, on whatever machine that is. Of an act that is held only its
 * seal is there to be read: it is judged once it is opened.
 */
export function watchDevices(
  origin: string,
  lexicon: Lexicon,
): {
  visit: (index: number, entry: Uint8Array) => void
  step: () => Step
} {
  const ledger = new DeviceLedger(origin.slice(origin.indexOf('/') + 1), origin, lexicon)
  const faults: string[] = []
  return {
    visit(index, entry) {
      try {
        const body = JSON.parse(fromUtf8(entry)) as Partial<SignableBody>
        if (Array.isArray(body.facts))
          faults.push(...ledger.take(body as SignableBody).map((fault) => `${index}: ${fault}`))
      } catch {
        // A host may hand out anything: what is no act is a fault, and the reading goes on to tell what else is wrong.
        faults.push(`${index}: not an act`)
      }
    },
    step: () => ({
      name: 'devices-signed',
      ok: faults.length === 0,
      told: {
        signed: ledger.signed,
        unsigned: ledger.unsigned,
        faults: faults.length,
        problem: faults.slice(0, 5).join(', '),
      },
    }),
  }
}
