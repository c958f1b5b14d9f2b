// A lost password is a new invitation: npm run invite -- ana@example.org
import { Mistake } from '../../lib/settings.ts'
import { orExplain, withMesa } from '../command.ts'

await orExplain(async () => {
  const email = process.argv[2]?.trim().toLowerCase()
  if (!email) throw new Mistake('Say for whom: npm run invite -- ana@example.org')
  await withMesa(async (mesa, { publicUrl }) => {
    if ((await mesa.db.person.count({ where: { email } })) === 0) {
      throw new Mistake(
        `Nobody in any forum has the e-mail ${email}. Whoever holds a seat is appointed by their sector, on the desk.`,
      )
    }
    const hasPassword = await mesa.accounts.hasPassword(email)
    console.log(
      `For ${email}; it works once, within a week.${hasPassword ? ' The password of now holds until it is used, which ends all sign-ins:' : ''}`,
    )
    console.log(`  ${publicUrl}/es/invitation/${await mesa.accounts.inviteUser(email)}`)
  })
})
process.exit(0)
