// The operator's complete archive of a forum, personal data included.
//   npm run archive -- --forum SLUG --to FILE|DIR/ [--since N] [--age RECIPIENT]     --since N: what came after the first N acts
import { NothingSigned } from '../../lib/archive/write.ts'
import { isAgeRecipient, Mistake } from '../../lib/settings.ts'
import { archiveTo } from '../../lib/archive/files.ts'
import { environment, orExplain, readArguments, withMesa } from '../command.ts'
import { actsSaid } from '../words.ts'

if (import.meta.main) {
  await orExplain(async () => {
    const { values } = readArguments({
      options: {
        forum: { type: 'string' },
        to: { type: 'string' },
        since: { type: 'string' },
        age: { type: 'string' },
      },
    })
    const settings = environment()
    const {
      forum: slug,
      to = settings.archives && `${settings.archives.directory}/`,
      since = '0',
      age: recipient = settings.archives?.recipient,
    } = values
    if (!slug || !to || !/^\d+$/.test(since))
      throw new Mistake(
        'Say which forum and whereto: npm run archive -- --forum SLUG --to FILE|DIR/ [--since N] [--age RECIPIENT]',
      )
    if (recipient && !isAgeRecipient(recipient))
      throw new Mistake(
        `${recipient} is no age recipient; it looks like age1… and is printed by age-keygen.`,
      )
    await withMesa(async (mesa, { keysDir }) => {
      const source = await mesa.archiveSource(slug, keysDir)
      if (!source) throw new Mistake(`There is no forum ${slug}.`)
      const { path, bytes, size } = await archiveTo(source, {
        to,
        since: Number(since),
        recipient,
      }).catch((error: unknown) => {
        throw error instanceof NothingSigned || error instanceof RangeError
          ? new Mistake(error.message)
          : error
      })
      console.log(
        `${path}: ${actsSaid(Number(since), size)}; ${bytes} bytes${recipient ? `, readable by the key of ${recipient}` : ''}`,
      )
    })
  })
  process.exit()
}
