// Makes the link by which a forum is founded in the browser.
//   npm run found                        makes one, and prints it; --language en: its pages are in English
//   npm run found -- --list              which links there are, and how far each is
//   npm run found -- --codes ID          the code of each first voice: tell each person theirs, and nobody else
//   npm run found -- --withdraw ID       that link works no more, and what was typed there is deleted
import { Mistake } from '../../lib/settings.ts'
import { Id } from '../../lib/act/fields.ts'
import { toInstant } from '../../lib/act/calendar.ts'
import type { Mesa } from '../../lib/mesa.ts'
import { orExplain, readArguments, withMesa } from '../command.ts'
import { languageAsked } from './invitation.ts'

const list = async ({ foundings }: Mesa) => {
  const links = await foundings.listed()
  if (links.length === 0) console.log('No forum is being founded.')
  for (const { id, slug, state, madeAt, expiresAt } of links)
    console.log(
      `${id}  ${slug ? `/${slug}` : '(no name yet)'}, ${state}; made ${toInstant(madeAt)}, until ${toInstant(expiresAt)}`,
    )
}

/** Whoever founds can see the links of the first voices, and not these: who accepts was told theirs by the operator. */
const codes = async ({ foundings }: Mesa, id: string) => {
  const told = Id.safeParse(id).success ? await foundings.codes(id) : null
  if (!told) throw new Mistake(`There is no link ${id}. npm run found -- --list tells which there are.`)
  if (told.length === 0) throw new Mistake('It was not put before the first voices yet.')
  console.log('Tell each person their code yourself, where you know that it is they, and nobody else:')
  for (const { sector, name, email, code } of told)
    console.log(`  ${code ?? '(their own password)'}  ${name} <${email}>, ${sector}`)
}

const withdraw = async ({ foundings }: Mesa, id: string) => {
  if (!Id.safeParse(id).success || !(await foundings.withdraw(id)))
    throw new Mistake(`There is no link ${id}. npm run found -- --list tells which there are.`)
  console.log('Withdrawn: the link works no more, and what was typed there is deleted.')
}

await orExplain(async () => {
  const { values } = readArguments({
    options: {
      language: { type: 'string' },
      list: { type: 'boolean' },
      codes: { type: 'string' },
      withdraw: { type: 'string' },
    },
  })
  const language = languageAsked(values.language)
  await withMesa(async (mesa, { publicUrl }) => {
    if (values.list) return list(mesa)
    if (values.codes !== undefined) return codes(mesa, values.codes)
    if (values.withdraw !== undefined) return withdraw(mesa, values.withdraw)
    const { token, expiresAt } = await mesa.foundings.make()
    console.log(
      `Whoever opens this link founds a forum. Give it to nobody else; it works until ${toInstant(expiresAt)}:`,
    )
    console.log(`  ${publicUrl}/${language}/founding/${token}`)
  })
})
process.exit(0)
