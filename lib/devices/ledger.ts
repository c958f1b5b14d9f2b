import { binds, checkAssertion, parseAuthenticatorData } from '../log/assertion.ts'
import type { AssertionFault, SignableBody } from '../log/assertion.ts'
import { fromBase64, Malformed } from '../log/encoding.ts'
import type { Lexicon } from '../log/fact.ts'
import { enrolmentText, lossText, vouchedFor } from './rules.ts'
import type { DeviceNamed } from './rules.ts'

/** Why a signature in the log does not count, or a word about a device does not. */
export type SignatureFault =
  | AssertionFault
  | 'unknown-device'
  | 'not-vouched-for'
  | 'lost-before'
  | 'of-somebody-else'
  | 'used-before'
  | 'counted-back'
  | 'vouched-by-nobody'
  | 'given-up-by-nobody'

type KeptDevice = DeviceNamed & { endorsed: boolean; lost: boolean; counter: number }
type Fields = Record<string, unknown>

/**
 * Follows a log from its beginning, entry by entry in order, and judges each signature of a device by what the log had said until then: whose
 * the device is, whether the sector's witness had vouched for it, whether it was lost. Nothing of a database is asked, so that any reader's
 * machine comes to the same verdict.
 */
export class DeviceLedger {
  readonly #origin: string
  readonly #forum: string
  readonly #lexicon: Lexicon
  readonly #holders = new Map<string, string>()
  readonly #witnesses = new Map<string, string>()
  readonly #devices = new Map<string, KeptDevice>()
  readonly #answered = new Set<string>()
  signed = 0
  unsigned = 0

  constructor(forum: string, origin: string, lexicon: Lexicon) {
    this.#forum = forum
    this.#origin = origin
    this.#lexicon = lexicon
  }

  /** An act in full: of a held one, what its entry is the seal of. */
  take(body: SignableBody): SignatureFault[] {
    const faults: SignatureFault[] = []
    const judged = body.signed ? this.#faultOf(body) : null
    if (judged) faults.push(judged)
    if (body.signed && !judged) this.signed += 1
    if (!body.signed && binds(body, this.#lexicon)) this.unsigned += 1
    for (const { kind, fields } of body.facts) {
      const fault = this.#learn(kind, fields, body)
      if (fault) faults.push(fault)
    }
    return faults
  }

  #faultOf(body: SignableBody): SignatureFault | null {
    const device = this.#devices.get(body.signed?.device ?? '')
    if (!body.signed || !device) return 'unknown-device'
    if (!device.endorsed) return 'not-vouched-for'
    if (device.lost) return 'lost-before'
    if (this.#holders.get(body.mandate ?? '') !== device.person) return 'of-somebody-else'
    // A key names one act of one person: by it a second use is known, whatever was done to the signature's bytes.
    const use = `${device.person} ${body.key}`
    if (this.#answered.has(use)) return 'used-before'
    const fault = checkAssertion({
      forum: this.#forum,
      body,
      publicKey: fromBase64(device.publicKey),
      rpId: device.rpId,
      lexicon: this.#lexicon,
    })
    if (fault) return fault
    const { counter } = parseAuthenticatorData(fromBase64(body.signed.authenticatorData))
    if ((counter > 0 || device.counter > 0) && counter <= device.counter) return 'counted-back'
    device.counter = counter
    this.#answered.add(use)
    return null
  }

  #learn(kind: string, fields: Fields, body: SignableBody): SignatureFault | null {
    const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
    const device = this.#devices.get(text('device'))
    switch (this.#lexicon.lessons[kind]) {
      case 'holder':
        this.#holders.set(text('mandate'), text('person'))
        return null
      case 'witness':
        this.#witnesses.set(text('sector'), text('key'))
        return null
      case 'witness-gone':
        if (this.#witnesses.get(text('sector')) === text('key')) this.#witnesses.delete(text('sector'))
        return null
      case 'device':
        this.#devices.set(text('device'), {
          person: text('person'),
          sector: text('sector'),
          credentialId: text('credentialId'),
          publicKey: text('publicKey'),
          rpId: text('rpId'),
          endorsed: false,
          lost: false,
          counter: 0,
        })
        return null
      case 'device-vouched-for':
        if (!device || !this.#isVouchedFor(device, text('note'), enrolmentText))
          return 'vouched-by-nobody'
        device.endorsed = true
        return null
      case 'device-lost': {
        if (!device) return 'unknown-device'
        // It only takes away: it holds even where nobody was entitled to say so, and that is told.
        device.lost = true
        const own = this.#holders.get(body.mandate ?? '') === device.person
        return own || this.#isVouchedFor(device, text('note'), lossText) ? null : 'given-up-by-nobody'
      }
      default:
        return null
    }
  }

  #isVouchedFor(
    device: KeptDevice,
    note: string,
    textOf: (origin: string, device: DeviceNamed) => string,
  ): boolean {
    const witness = this.#witnesses.get(device.sector)
    try {
      return witness !== undefined && vouchedFor(note, textOf(this.#origin, device), witness) === 'yes'
    } catch (error) {
      if (error instanceof Malformed) return false
      throw error
    }
  }
}
