// Makes a forum and invites its first people.
//   npm run forum:create                 asks
//   npm run forum:create -- FILE.json    takes a file such as docs/forum.example.json
//   --language en                        the links for its people lead to pages in English
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import type { Outcome } from '../../lib/act/act.ts'
import { dayIn } from '../../lib/act/calendar.ts'
import type { Command } from '../../lib/act/command.ts'
import { forumBySlug, officeViewer } from '../../lib/act/viewer.ts'
import type { ForumHead } from '../../lib/act/viewer.ts'
import {
  appoint,
  establishBody,
  foundForum,
  openForum,
  registerOrganisation,
} from '../../lib/bodies/commands.ts'
import { recordCommitment, recordPlan } from '../../lib/commitments/commands.ts'
import { openMesa } from '../../lib/mesa.ts'
import type { Mesa } from '../../lib/mesa.ts'
import { Mistake } from '../../lib/settings.ts'
import { orExplain, readArguments, withDatabase } from '../command.ts'
import { checkedPlan, marks, nameOf } from './forum-plan.ts'
import type { Plan } from './forum-plan.ts'
import { askForPlan } from './forum-questions.ts'
import { invitationLink, languageAsked } from './invitation.ts'
import { applyMigrations } from '../migrate.ts'
import { sentenceOf } from '../words.ts'

export type Invited = { name: string; email: string; seat: string; link: string | null }

/** A forum that is being made, and how an act is done in it. */
type Making = {
  mesa: Mesa
  forum: ForumHead
  play: <I extends z.ZodType, S>(
    key: string,
    command: Command<I, S>,
    input: z.input<I>,
  ) => ReturnType<typeof playAs<I, S>>
}
/** By their names in the plan. */
type Ids = Map<string, string>

/**
 * As acts of the operator's office, under keys of their own: what was cut short goes on where it stopped
 * when run again.
 */
export const createForum = async (
  mesa: Mesa,
  given: unknown,
  publicUrl: string,
  language?: string,
): Promise<Invited[]> => {
  const plan = checkedPlan(given)
  const before = await forumBySlug(mesa.db, plan.slug)
  if (before?.openedAt)
    throw new Mistake(`There is an open forum at /${plan.slug} already. Choose another address.`)
  const forum: ForumHead = before ?? {
    id: randomUUID(),
    slug: plan.slug,
    name: plan.name,
    kind: 'live',
    timeZone: plan.timeZone,
    rules: {},
    openedAt: null,
  }
  const making: Making = {
    mesa,
    forum,
    play: (key, command, input) => playAs(mesa, forum, keyOf(key), command, input),
  }
  await making.play('found', foundForum, {
    slug: plan.slug,
    name: plan.name,
    kind: 'live',
    timeZone: plan.timeZone,
    rules: plan.rules,
    sectors: plan.sectors.map((sector, rank) => ({ ...sector, ...(marks[rank] ?? marks[0]) })),
  })
  const sectorRows = await mesa.db.sector.findMany({ where: { forumId: forum.id } })
  const sectors: Ids = new Map(sectorRows.map(({ slug, id }) => [slug, id]))
  const organisations = await registerOrganisations(making, plan.organisations, sectors)
  const commitments = await recordPlans(making, plan.plans, organisations)
  const invited: Invited[] = []
  const linkTo = (token: string) => invitationLink(publicUrl, language, token)
  for (const body of plan.bodies) {
    const seatIds = await establish(making, body, { sectors, organisations, commitments })
    invited.push(...(await seatPeople(making, body, seatIds, linkTo)))
  }
  await making.play('open', openForum, {})
  return invited
}

const registerOrganisations = async (
  { play }: Making,
  planned: Plan['organisations'],
  sectors: Ids,
): Promise<Ids> => {
  const organisations: Ids = new Map()
  for (const { slug, sector, ...fields } of planned) {
    const input = { sector: idIn(sectors, sector), ...fields }
    const { organisation } = await play(`organisation ${slug}`, registerOrganisation, input)
    organisations.set(slug, String(organisation))
  }
  return organisations
}

/** Answers their commitments. */
const recordPlans = async (
  { play }: Making,
  planned: Plan['plans'],
  organisations: Ids,
): Promise<Ids> => {
  const commitments: Ids = new Map()
  for (const { commitments: promised, adoptedOn, source, ...fields } of planned) {
    const { plan: id } = await play(`plan ${fields.slug}`, recordPlan, { ...fields, adoptedOn, source })
    for (const { lead, support, ...commitment } of promised) {
      const named = [
        ...lead.map((slug) => ({ slug, role: 'lead' as const })),
        ...support.map((slug) => ({ slug, role: 'support' as const })),
      ]
      const name = nameOf({ plan: fields.slug, number: commitment.number })
      const made = await play(`commitment ${name}`, recordCommitment, {
        ...commitment,
        plan: String(id),
        inForceFrom: { day: adoptedOn, source },
        participants: named.map(({ slug, role }) => ({ organisation: idIn(organisations, slug), role })),
      })
      commitments.set(name, String(made.commitment))
    }
  }
  return commitments
}

/** Answers the body's seats. */
const establish = async (
  { mesa, forum, play }: Making,
  { seats, commitment, ...fields }: Plan['bodies'][number],
  { sectors, organisations, commitments }: Record<'sectors' | 'organisations' | 'commitments', Ids>,
): Promise<Ids> => {
  const { body } = await play(`body ${fields.slug}`, establishBody, {
    ...fields,
    ...(commitment && { commitment: idIn(commitments, nameOf(commitment)) }),
    seats: seats.map(({ people: _people, sector, organisation, ...seat }) => ({
      ...seat,
      sector: idIn(sectors, sector),
      ...(organisation && { organisation: idIn(organisations, organisation) }),
    })),
  })
  const seatRows = await mesa.db.seat.findMany({ where: { forumId: forum.id, bodyId: String(body) } })
  return new Map(seatRows.map(({ slug, id }) => [slug, id]))
}

const seatPeople = async (
  { mesa, forum, play }: Making,
  { slug, shortName, seats }: Plan['bodies'][number],
  seatIds: Ids,
  linkTo: (token: string) => string,
): Promise<Invited[]> => {
  const invited: Invited[] = []
  for (const [rank, seat] of seats.entries()) {
    for (const [turn, person] of seat.people.entries()) {
      await play(`mandate ${slug} ${rank} ${turn}`, appoint, {
        ...person,
        seat: idIn(seatIds, seat.slug),
        fromOn: dayIn(forum.timeZone, new Date()),
      })
      const token = await mesa.accounts.inviteNewcomer(person.email)
      const link = token && linkTo(token)
      invited.push({
        name: person.name,
        email: person.email,
        seat: `${seat.name.es}, ${shortName}`,
        link,
      })
    }
  }
  return invited
}

const keyOf = (label: string) => createHash('sha256').update(`forum:create ${label}`).digest('base64url')

const playAs = async <I extends z.ZodType, S>(
  mesa: Mesa,
  forum: ForumHead,
  key: string,
  command: Command<I, S>,
  input: z.input<I>,
) => {
  const present = (await forumBySlug(mesa.db, forum.slug)) ?? forum
  const outcome = await mesa.act(command, {
    viewer: officeViewer(mesa.db, present, 'operator', new Date()),
    input,
    key,
  })
  if (outcome.is === 'done') return outcome.result
  throw new Mistake(`The forum could not be made. ${command.name}: ${whyNot(outcome)}`)
}

const whyNot = (outcome: Exclude<Outcome, { is: 'done' }>): string => {
  if (outcome.is === 'refused') return sentenceOf(outcome.refusal.refused, outcome.refusal.params)
  if (outcome.is === 'invalid')
    return outcome.problems
      .map(({ path, key, params }) => `${path}: ${sentenceOf(key, params)}`)
      .join(', ')
  if (outcome.is === 'conflict') return 'it was begun before, and described otherwise then'
  return 'something it speaks of is not there'
}

const idIn = (ids: Map<string, string>, slug: string) => {
  const id = ids.get(slug)
  if (!id) throw new Mistake(`There is no "${slug}" in what was made so far.`)
  return id
}

const read = (file: string): unknown => {
  try {
    const text = readFileSync(file, 'utf8')
    return checkedPlan(JSON.parse(text), text)
  } catch (error) {
    if (error instanceof Mistake) throw error
    throw new Mistake(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

if (import.meta.main) {
  const {
    values: { language },
    positionals: [file],
  } = readArguments({ allowPositionals: true, options: { language: { type: 'string' } } })
  await orExplain(async () => {
    languageAsked(language)
    // Before the database is asked for: what is wrong with a file is said at once.
    const written = file ? read(file) : null
    await withDatabase(async (settings) => {
      const plan = written ?? (await askForPlan(marks.length))
      await applyMigrations(settings.databaseOwnerUrl)
      const mesa = openMesa(settings.databaseUrl, settings)
      const invited = await createForum(mesa, plan, settings.publicUrl, language).finally(() =>
        mesa.close(),
      )
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
