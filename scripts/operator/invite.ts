// A lost password is a new invitation: npm run invite -- ana@example.org
import { openMesa } from '../../lib/mesa.ts'
import { Mistake } from '../../lib/settings.ts'
import { environment, orExplain, withDatabase } from '../command.ts'

await orExplain(async () => {
  const email = process.argv[2]?.trim().toLowerCase()
  if (!email) throw new Mistake('Say for whom: npm run invite -- ana@example.org')
  const { publicUrl } = environment()
  await withDatabase(async ({ appUrl }) => {
    const mesa = openMesa(appUrl)
    try {
      if ((await mesa.db.person.count({ where: { email } })) === 0) {
        throw new Mistake(
          `Nobody in any forum has the e-mail ${email}. Whoever holds a seat is appointed by their sector, on the desk.`,
        )
      }
      console.log(
        `For ${email}; it works once, within a week. The password of now holds until it is used:`,
      )
      console.log(`  ${publicUrl}/es/invitation/${await mesa.accounts.inviteUser(email)}`)
    } finally {
      await mesa.close()
    }
  })
})
process.exit(0)
