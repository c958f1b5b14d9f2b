// A lost password is a new invitation.
//   npm run invite -- ana@example.org [--language es|en]
import { Mistake } from '../../lib/settings.ts'
import { orExplain, readArguments, withMesa } from '../command.ts'
import { invitationLink, languageAsked } from './invitation.ts'

await orExplain(async () => {
  const {
    values: { language },
    positionals: [whom],
  } = readArguments({ allowPositionals: true, options: { language: { type: 'string' } } })
  const email = whom?.trim().toLowerCase()
  if (!email) throw new Mistake('Say for whom: npm run invite -- ana@example.org')
  languageAsked(language)
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
    console.log(`  ${invitationLink(publicUrl, language, await mesa.accounts.inviteUser(email))}`)
  })
})
process.exit(0)
