// What `npm run forum:create` asks where it is given no file. An answer that will not do is asked for again:
// nobody begins anew for one slip.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { dayIn, isZone } from '../../lib/act/calendar.ts'
import { Day, Email, Line, Slug } from '../../lib/act/fields.ts'
import { ForumSlug } from '../../lib/bodies/commands.ts'
import { Mistake } from '../../lib/settings.ts'
import { marks, slugOf } from '../../lib/foundings/plan.ts'
import type { ForumPlan } from '../../lib/foundings/plan.ts'
import { sentenceOf } from '../words.ts'

type Question = { question: string; otherwise?: string; field?: z.ZodType<string>; mayBeEmpty?: boolean }
type Ask = (asked: Question) => Promise<string>
type Name = { es: string; en?: string }
type Person = { name: string; email: string }
type Sector = { slug: string; name: Name; hasPosition: boolean; people: Person[] }

const YesOrNo = z.stringFormat('yes or no', /^(y|yes|n|no)$/i, 'Answer y or n.')
const Zone = z.string().refine(isZone, 'errors.unknownZone')

/** Enough for a committee to meet: its sectors, who speaks for each, who presides and who keeps the minutes. */
export const askForPlan = async (taken: string[], kept?: string): Promise<ForumPlan> => {
  const terminal = openTerminal(kept)
  try {
    return await askForForum(terminal.ask, taken)
  } finally {
    terminal.close()
  }
}

const memberOrAdviser = (hasPosition: boolean) => (hasPosition ? 'member' : 'adviser')

/**
 * Answers may come from a keyboard or from a file. `kept` is a file in which each good answer is put down, a line for each: what was cut short is taken
 * up again there.
 */
const openTerminal = (kept?: string): { ask: Ask; close: () => void } => {
  const before = kept && existsSync(kept) ? readFileSync(kept, 'utf8').split('\n').slice(0, -1) : []
  const keep = (answer: string) => {
    if (kept) appendFileSync(kept, `${answer}\n`, { mode: 0o600 })
  }
  const { isTTY } = process.stdin
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: isTTY })
  const answers = lines[Symbol.asyncIterator]()
  let asked = 0
  const ask: Ask = async ({ question, otherwise = '', field = Line, mayBeEmpty = false }) => {
    const earlier = before.shift()
    const taken = earlier === undefined ? null : takenUp(earlier, field, mayBeEmpty)
    if (taken !== null) {
      asked += 1
      console.log(`${question}: ${taken}`)
      return taken
    }
    if (earlier !== undefined)
      throw new Mistake(
        `${kept} has "${earlier}" where it asks "${question}". Mend that line, or give another file.`,
      )
    for (;;) {
      lines.setPrompt(`${question}${otherwise && ` [${otherwise}]`}: `)
      lines.prompt()
      const { value, done } = (await answers.next()) as IteratorResult<string>
      if (done && !isTTY && asked === 0) {
        throw new Mistake(
          'There is nobody to ask here. Give a file: npm run forum:create -- docs/forum.example.json',
        )
      }
      if (done)
        throw new Mistake(
          'The answers ended before the forum was described, and nothing was made.' +
            (kept
              ? ` What was answered is kept in ${kept}: the same command goes on from there.`
              : ' With --answers FILE they are kept, and the same command goes on from there.'),
        )
      asked += 1
      const given = value.trim() || otherwise
      const answer = takenUp(given, field, mayBeEmpty)
      if (answer !== null) {
        keep(answer)
        return answer
      }
      const wrong = field.safeParse(given).error?.issues[0]
      console.log(`  ${sentenceOf(wrong?.message ?? '')}`)
    }
  }
  return { ask, close: () => lines.close() }
}

const takenUp = (given: string, field: z.ZodType<string>, mayBeEmpty: boolean): string | null => {
  if (!given && mayBeEmpty) return given
  return field.safeParse(given).data ?? null
}

const askForForum = async (ask: Ask, taken: string[]): Promise<ForumPlan> => {
  const name = await askForName(ask, { what: 'Name of the forum' })
  const slug = await ask({
    question: 'Its address, in small letters',
    otherwise: slugOf(name.es),
    field: ForumSlug.refine((one) => !taken.includes(one), 'bodies.slugTaken'),
  })
  const timeZone = await ask({
    question: 'Its time zone',
    otherwise: 'America/Mexico_City',
    field: Zone,
  })
  const sectors = await askForSectors(ask, marks.length)
  const numbered = sectors.map((sector, at) => `${at + 1} ${sector.name.es}`).join(', ')
  const oneOf = z
    .string()
    .refine((answer) => sectors[Number(answer) - 1], `Answer with a number from 1 to ${sectors.length}.`)
  const chair =
    Number(
      await ask({ question: `Which of them presides? ${numbered}`, otherwise: '1', field: oneOf }),
    ) - 1
  const keeper =
    Number(
      await ask({
        question: 'Which of them keeps the minutes?',
        otherwise: String(chair + 1),
        field: oneOf,
      }),
    ) - 1
  const secretary = await askForPerson(
    ask,
    'Who keeps the minutes',
    sectors.filter((_, at) => at !== keeper),
  )
  const plans = await askForActionPlan(ask, dayIn(timeZone, new Date()))

  const seats: ForumPlan['bodies'][number]['seats'] = sectors.map(
    ({ slug, name, hasPosition, people }, at) => ({
      slug,
      sector: slug,
      people,
      voice: hasPosition,
      function: at === chair ? 'chair' : memberOrAdviser(hasPosition),
      name: { es: `Representación: ${name.es}`, ...(name.en && { en: `Representative: ${name.en}` }) },
    }),
  )
  for (const sector of sectors.slice(keeper, keeper + 1)) {
    seats.push({
      slug: 'secretary',
      sector: sector.slug,
      function: 'secretary',
      people: secretary,
      name: { es: 'Secretaría técnica', en: 'Technical secretary' },
    })
  }
  return {
    slug,
    name,
    timeZone,
    plans,
    sectors: sectors.map(({ people: _people, ...sector }) => sector),
    bodies: [
      {
        slug: 'committee',
        kind: 'committee',
        shortName: 'CC',
        seats,
        name: { es: 'Comité Coordinador', en: 'Coordinating Committee' },
      },
    ],
  }
}

type Naming = { what: string; field?: z.ZodType<string>; mayBeEmpty?: boolean }

const askForName = async (
  ask: Ask,
  { what, field = Line, mayBeEmpty = false }: Naming,
): Promise<Name> => {
  const es = await ask({ question: `${what}, in Spanish`, field, mayBeEmpty })
  const en = es && (await ask({ question: `${what}, in English (may stay empty)`, mayBeEmpty: true }))
  return { es, ...(en && { en }) }
}

/** `others`: e-mails of people of other sectors. One login does not hold the voices of two. */
const askForPerson = async (ask: Ask, what: string, others: Sector[]): Promise<Person[]> => {
  const OwnEmail = Email.refine(
    (email) => !others.some(({ people }) => people.some((person) => person.email === email)),
    'Somebody of another sector has that e-mail. Each sector needs a person of its own.',
  )
  const name = await ask({ question: `${what}: name (empty: the seat stays vacant)`, mayBeEmpty: true })
  return name ? [{ name, email: await ask({ question: `${what}: e-mail`, field: OwnEmail }) }] : []
}

const askForSectors = async (ask: Ask, most: number): Promise<Sector[]> => {
  const sectors: Sector[] = []
  // The secretary's seat has an address too, beside those that are made from the sectors' names.
  const isFree = (name: string) =>
    !['secretary', ...sectors.map(({ slug }) => slug)].includes(slugOf(name))
  const SectorName = Line.refine(
    (name) => Slug.safeParse(slugOf(name)).success,
    'Its name needs two letters or digits.',
  ).refine(isFree, 'Another sector has that name.')
  while (sectors.length < most) {
    const isFirst = sectors.length === 0
    const what = isFirst ? 'First sector' : 'Next sector (empty: that was all)'
    const name = await askForName(ask, { what, field: SectorName, mayBeEmpty: !isFirst })
    if (!name.es && sectors.some((sector) => sector.hasPosition)) break
    if (!name.es) {
      console.log(`  ${sentenceOf('foundings.nobodyDecides')}`)
      continue
    }
    const hasPosition = /^y/i.test(
      await ask({ question: 'Does it take positions? y or n', otherwise: 'y', field: YesOrNo }),
    )
    sectors.push({
      slug: slugOf(name.es),
      name,
      hasPosition,
      people: await askForPerson(ask, 'Who speaks for it in the committee', sectors),
    })
  }
  return sectors
}

/** Its titles alone: objectives, organisations and working groups are better written down in a file. */
const askForActionPlan = async (ask: Ask, today: string): Promise<ForumPlan['plans']> => {
  const Named = Line.refine(
    (name) => Slug.safeParse(slugOf(name)).success,
    'Its name needs two letters or digits.',
  )
  const what = 'Name of the action plan (empty: none; it cannot be added later)'
  const name = await askForName(ask, { what, field: Named, mayBeEmpty: true })
  if (!name.es) return []
  const adoptedOn = await ask({
    question: 'Day on which it was adopted',
    otherwise: today,
    field: Day,
  })
  const text = await ask({
    question: 'Where its adopted text stands, a document or an address',
    otherwise: name.es,
  })
  const commitments: { number: number; title: Name }[] = []
  for (;;) {
    const isFirst = commitments.length === 0
    const title = await askForName(ask, {
      what: isFirst ? 'Commitment 1' : 'Next commitment (empty: that was all)',
      mayBeEmpty: !isFirst,
    })
    if (!title.es) break
    commitments.push({ number: commitments.length + 1, title })
  }
  return [
    {
      slug: slugOf(name.es),
      name,
      adoptedOn,
      source: { text, ...(/^https?:/.test(text) && { url: text }) },
      commitments,
    },
  ]
}
