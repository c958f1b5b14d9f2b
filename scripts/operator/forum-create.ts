// Makes a forum and invites its first people.
//   npm run forum:create                 asks
//   npm run forum:create -- FILE.json    takes a file such as docs/forum.example.json
//   npm run forum:create -- --answers FILE   asks, and keeps what was answered there: taken up again, it asks for the rest
//   --language en                        the links for its people lead to pages in English
import { makeForum, NotMade } from '../../lib/foundings/making.ts'
import { openMesa } from '../../lib/mesa.ts'
import type { Mesa } from '../../lib/mesa.ts'
import { Mistake } from '../../lib/settings.ts'
import { orExplain, readArguments, withDatabase } from '../command.ts'
import { askForPlan } from './forum-questions.ts'
import { invitationLink, languageAsked } from './invitation.ts'
import { planFrom, planInFile } from './plan-file.ts'
import { applyMigrations } from '../migrate.ts'
import { sentenceOf } from '../words.ts'

export type Invited = { name: string; email: string; seat: string; link: string | null }

/** All of it or nothing: what fails on its way leaves no address behind. */
export const createForum = async (
  mesa: Mesa,
  given: unknown,
  publicUrl: string,
  language?: string,
): Promise<Invited[]> => {
  const plan = planFrom(given)
  const there = await mesa.db.forum.findUnique({ where: { slug: plan.slug } })
  if (there?.openedAt)
    throw new Mistake(`There is an open forum at /${plan.slug} already. Choose another address.`)
  const { seated } = await mesa
    .together((act, db) => makeForum({ act, db }, plan, { kind: 'live' }))
    .catch((error: unknown) => {
      throw error instanceof NotMade ? new Mistake(whyNot(error)) : error
    })
  const invited: Invited[] = []
  for (const { name, email, seat, body } of seated) {
    const token = await mesa.accounts.inviteNewcomer(email)
    const link = token && invitationLink(publicUrl, language, token)
    invited.push({ name, email, seat: `${seat.es}, ${body}`, link })
  }
  return invited
}

const whyNot = ({ faults }: NotMade): string =>
  [
    'The forum could not be made, and nothing of it is there:',
    ...faults.map(({ path, says, params }) => {
      const at = path.map(String).join('.')
      return `  ${at && `${at}: `}${sentenceOf(says, params)}`
    }),
  ].join('\n')

if (import.meta.main) {
  const {
    values: { language, answers },
    positionals: [file],
  } = readArguments({
    allowPositionals: true,
    options: { language: { type: 'string' }, answers: { type: 'string' } },
  })
  await orExplain(async () => {
    languageAsked(language)
    // Before the database is asked for: what is wrong with a file is said at once.
    const written = file ? planInFile(file) : null
    const found = async (mesa: Mesa, publicUrl: string) => {
      const open = await mesa.db.forum.findMany({ where: { openedAt: { not: null } } })
      const plan =
        written ??
        (await askForPlan(
          open.map(({ slug }) => slug),
          answers,
        ))
      return createForum(mesa, plan, publicUrl, language)
    }
    await withDatabase(async (settings) => {
      await applyMigrations(settings.databaseOwnerUrl)
      const mesa = openMesa(settings.databaseUrl, settings)
      const invited = await found(mesa, settings.publicUrl).finally(() => mesa.close())
      console.log('\nThe forum is open. Send each person their link; it works once, within a week.\n')
      for (const { name, email, seat, link } of invited) {
        console.log(
          `${name} <${email}>, ${seat}\n  ${link ?? 'has a password already, and signs in with it'}`,
        )
      }
    })
  })
  process.exit(0)
}
