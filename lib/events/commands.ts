import { z } from 'zod'
import { seatCommand } from '../act/command.ts'
import { Id, Line, LooseDay, Prose, SeatId, ShortProse, WebAddress } from '../act/fields.ts'
import { ok, refuse } from '../act/refusal.ts'
import type { Refusal } from '../act/refusal.ts'
import { takesPart } from '../bodies/rules.ts'
import { outsideEventRecorded } from '../commitments/facts.ts'
import { draftingBodies, sealedVersions } from '../roadmaps/record.ts'
import { activitiesOf } from '../roadmaps/rules.ts'
import { eventLinked } from './facts.ts'

/**
 * Says that something outside hits activities of a roadmap: an event of the register, or a new one with its day and its source. The body that
 * carries the roadmap out finds it on its next agenda.
 */
export const linkEvent = seatCommand({
  name: 'events.link',
  input: z.strictObject({
    as: SeatId,
    commitment: Id,
    event: Id.optional(),
    happenedOn: LooseDay.optional(),
    what: ShortProse.optional(),
    source: Line.optional(),
    address: WebAddress.optional(),
    activities: z
      .array(Id, { error: 'errors.chooseActivities' })
      .min(1, 'errors.chooseActivities')
      .max(250),
    effect: Prose,
  }),
  subject: async (db, { commitment, event }, { forum, today }) => {
    const found = await db.commitment.findFirst({ where: { id: commitment, forumId: forum.id } })
    const latest = found && (await sealedVersions(db, commitment)).at(-1)
    if (!found || !latest) return null
    const [bodies, groups, known, linked] = await Promise.all([
      draftingBodies(db, forum.id, commitment),
      db.body.findMany({
        where: {
          forumId: forum.id,
          OR: [{ commitmentId: commitment, kind: 'group' }, { kind: 'committee' }],
        },
        orderBy: [{ kind: 'desc' }, { slug: 'asc' }],
      }),
      event ? db.outsideEvent.findFirst({ where: { id: event, forumId: forum.id } }) : null,
      event
        ? db.eventLink.findMany({
            where: { eventId: event, commitmentId: commitment },
            select: { activityIds: true },
          })
        : [],
    ])
    // `group` comes after `committee`: the group first, where there is one that still meets.
    const body = groups.find((group) => !group.until || group.until > today)
    if ((event && !known) || !body) return null
    return {
      commitment,
      activities: activitiesOf(latest.roadmap),
      bodies,
      body: body.id,
      known,
      linked: new Set(linked.flatMap((one) => one.activityIds)),
    }
  },
  gravity: 'public',
  standing: (actor, { bodies }) =>
    bodies.some((body) => takesPart(actor, body)) ? ok : refuse('roadmaps.notOfThisGroup'),
  check: ({ activities, known, linked }, input, { today }) => {
    const faults: (Refusal | false)[] = [
      input.activities.some((id) => !activities.some((activity) => activity.id === id)) &&
        refuse('errors.unknownThing', undefined, 'activities'),
      known !== null &&
        input.activities.every((id) => linked.has(id)) &&
        refuse('events.alreadyLinked', undefined, 'activities'),
      !known && !input.happenedOn && refuse('errors.required', undefined, 'happenedOn'),
      !known &&
        Boolean(input.happenedOn) &&
        (input.happenedOn ?? '') > today &&
        refuse('events.notYet', undefined, 'happenedOn'),
      !known && !input.what && refuse('errors.required', undefined, 'what.text'),
      !known && !input.source && refuse('events.sourceNeeded', undefined, 'source'),
    ]
    return faults.filter((fault) => fault !== false)
  },
  decide: ({ as, subject, input, draw, today }) => {
    const { happenedOn, what, source, address } = input
    const event = subject.known?.id ?? draw.id()
    const numbers = subject.activities
      .filter((activity) => input.activities.includes(activity.id))
      .map((activity) => activity.number)
    const recorded =
      !subject.known && happenedOn && what && source
        ? [
            outsideEventRecorded({
              event,
              happenedOn,
              what: { [what.lang]: what.text },
              source: { text: source, ...(address && { url: address }) },
            }),
          ]
        : []
    return {
      facts: [
        ...recorded,
        eventLinked({
          link: draw.id(),
          event,
          commitment: subject.commitment,
          activities: input.activities,
          numbers,
          effect: input.effect,
          body: subject.body,
          sector: as.sector,
          seat: as.seat,
          mandate: as.mandate,
          linkedOn: today,
        }),
      ],
      result: { commitment: subject.commitment },
    }
  },
})

export const commands = [linkEvent]
