import { openMesa } from '../lib/mesa.ts'
import { Signer } from '../lib/log/signer.ts'
import { recordMexico } from './demonstration/mexico.ts'
import { Days } from './demonstration/days.ts'
import { cast } from './demonstration/people.ts'
import { playPractice } from './demonstration/practice.ts'
import { fixedSeed, Stage } from './demonstration/stage.ts'

export { demonstrationPeople } from './demonstration/people.ts'

type Place = {
  appUrl: string
  ownerUrl: string
  keysDir: string
  /** the day on which the practice table is opened: its year lies before it. The same day gives the same log */
  today: string
}

/**
 * The demonstration: everything in it came in by an act, with a clock, keys and salts of its own, so that its log is the same everywhere.
 * `mexico` is the real record and `practica` the table to try on; the two know nothing of each other, and load side by side.
 */
export async function loadDemonstration({ appUrl, keysDir, today }: Place): Promise<void> {
  const mesa = openMesa(appUrl)
  try {
    const mexico = new Stage(mesa, 'mexico', 'America/Mexico_City')
    const practice = new Stage(mesa, 'practica', 'America/Mexico_City', new Days(today))
    await Promise.all([
      recordMexico(mexico),
      playPractice(practice, mesa),
      ...cast.map(({ email, password }) => mesa.accounts.createUser(email, password)),
      ...(
        [
          ['mexico', mexico],
          ['practica', practice],
        ] as const
      ).map(([slug, { forumId }]) =>
        Signer.open({
          keysDir,
          forum: forumId,
          seed: fixedSeed(slug),
          exclusively: (work) => work(),
        }),
      ),
    ])
  } finally {
    await mesa.close()
  }
}
