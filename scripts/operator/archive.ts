// The operator's complete archive of a forum, personal data included.
//   npm run archive -- --forum SLUG --to FILE|DIR/ [--since N] [--age RECIPIENT]
import { parseArgs } from 'node:util'
import { NothingSigned } from '../../lib/archive/write.ts'
import { openMesa } from '../../lib/mesa.ts'
import { Mistake } from '../../lib/settings.ts'
import { archiveTo } from '../../lib/archive/files.ts'
import { environment, orExplain, withDatabase } from '../command.ts'

if (import.meta.main) {
  await orExplain(async () => {
    const { values } = parseArgs({
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
    await withDatabase(async ({ appUrl }) => {
      const mesa = openMesa(appUrl, settings)
      try {
        const source = await mesa.archiveSource(slug, settings.keysDir)
        if (!source) throw new Mistake(`There is no forum ${slug}.`)
        const { path, bytes } = await archiveTo(source, { to, since: Number(since), recipient })
        console.log(`${path}: ${bytes} bytes${recipient ? `, readable by the key of ${recipient}` : ''}`)
      } catch (error) {
        throw error instanceof NothingSigned || error instanceof RangeError
          ? new Mistake(error.message)
          : error
      } finally {
        await mesa.close()
      }
    })
  })
  process.exit()
}
