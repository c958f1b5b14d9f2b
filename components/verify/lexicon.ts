import type { Lexicon } from '../../lib/log/fact.ts'

declare const __LEXICON__: Lexicon

/** Which kinds of fact bind, and which speak of devices: written into the script when it is made (scripts/bundle.ts), for the facts themselves
 * bring the validator of acts along. */
export const lexicon = __LEXICON__
