// The link by which somebody chooses a password, in the language in which they are to read its page.
import { Lang } from '../../lib/act/fields.ts'
import { Mistake } from '../../lib/settings.ts'

/** Where nothing is said, it is the language that every forum has its name in. */
export const languageAsked = (language = 'es'): string => {
  const asked = Lang.safeParse(language)
  if (!asked.success)
    throw new Mistake(
      `There are no pages in "${language}". Say --language ${Lang.options.join(' or ')}.`,
    )
  return asked.data
}

export const invitationLink = (publicUrl: string, language: string | undefined, token: string): string =>
  `${publicUrl}/${languageAsked(language)}/invitation/${token}`
