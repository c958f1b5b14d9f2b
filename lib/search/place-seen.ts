import { fromDate } from '../act/calendar.ts'
import { sitsIn } from '../act/viewer.ts'
import type { Viewer } from '../act/viewer.ts'
import { proposalsSeenBy } from '../proposals/seen.ts'
import { activitiesOf } from '../roadmaps/rules.ts'

type Words = { es?: string; en?: string }

/** A thing of the forum as a list of what was found names it, and where its pages are (inside the forum). */
export type Place = {
  thing: string
  id: string
  title: Words | null
  number: string | null
  /** of what it is a part: a body, a plan, the meeting's body */
  within: Words | null
  on: string | null
  path: string
  /** its page on the desk, where it has another one there */
  desk: string | null
}

type Wanted = { thing: string; id: string; commitment: string | null }
type Text = Words | { lang: 'es' | 'en'; text: string } | null

/** A text of one language and a text of both, as one. */
function wordsOf(text: Text): Words | null {
  if (!text) return null
  return 'text' in text ? { [text.lang]: text.text } : text
}

type PlaceOf = Omit<Place, 'thing' | 'id'>
const bare: PlaceOf = { title: null, number: null, within: null, on: null, path: '', desk: null }
type Finder = (viewer: Viewer, wanted: Wanted[]) => Promise<[string, PlaceOf][]>

const ids = (wanted: Wanted[]) => wanted.map((one) => one.id)

async function commitmentsOf({ db, forum }: Viewer, wanted: string[]) {
  const rows = await db.commitment.findMany({
    where: { forumId: forum.id, id: { in: wanted } },
    include: { plan: true },
  })
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...bare,
        title: row.title,
        number: String(row.number),
        within: row.plan.name,
        path: `/plans/${row.plan.slug}/commitments/${row.number}`,
      },
    ]),
  )
}

const proposals: Finder = async (viewer, wanted) => {
  const seen = await proposalsSeenBy(viewer, { ids: ids(wanted), brief: true })
  return seen.map((proposal) => [
    proposal.id,
    {
      title: wordsOf(proposal.title),
      number: String(proposal.number),
      within: proposal.body.name,
      on: proposal.decision ? proposal.decision.decidedOn : null,
      path: `/proposals/${proposal.number}`,
      desk: `/desk/proposals/${proposal.id}`,
    },
  ])
}

const meetings: Finder = async ({ db, forum }, wanted) => {
  const rows = await db.meeting.findMany({
    where: { forumId: forum.id, id: { in: ids(wanted) } },
    include: { body: true },
  })
  return rows.map((row) => [
    row.id,
    {
      ...bare,
      within: row.body.name,
      on: fromDate(row.heldOn),
      path: `/meetings/${row.id}`,
      desk: `/desk/meetings/${row.id}`,
    },
  ])
}

/** Minutes that are not approved yet have a page on the desk alone. */
const minutes: Finder = async (viewer, wanted) => {
  const { db, forum } = viewer
  const found = await db.minutes.findMany({
    where: { forumId: forum.id, id: { in: ids(wanted) } },
    include: { meeting: { include: { body: true } } },
  })
  const rows = found.filter((row) => row.approvedAt || sitsIn(viewer, row.bodyId))
  return rows.map((row) => [
    row.id,
    {
      ...bare,
      number: row.number,
      within: row.meeting.body.name,
      on: fromDate(row.meeting.heldOn),
      path: row.number ? `/minutes/${encodeURIComponent(row.number)}` : `/meetings/${row.meetingId}`,
      desk: row.number ? null : `/desk/meetings/${row.meetingId}/minutes`,
    },
  ])
}

const commitments: Finder = async (viewer, wanted) => [...(await commitmentsOf(viewer, ids(wanted)))]

const roadmaps: Finder = async (viewer, wanted) =>
  [...(await commitmentsOf(viewer, ids(wanted)))].map(([id, place]) => [
    id,
    { ...place, path: `${place.path}/roadmap` },
  ])

const activities: Finder = async (viewer, wanted) => {
  const of = wanted.flatMap((one) => one.commitment ?? [])
  const [places, versions] = await Promise.all([
    commitmentsOf(viewer, of),
    viewer.db.roadmapVersion.findMany({
      where: { forumId: viewer.forum.id, commitmentId: { in: of } },
      orderBy: { number: 'desc' },
    }),
  ])
  return wanted.flatMap(({ id, commitment }) => {
    const place = places.get(commitment ?? '')
    if (!place) return []
    const activity = versions
      .filter((version) => version.commitmentId === commitment)
      .flatMap((version) => activitiesOf(version.content))
      .find((one) => one.id === id)
    return [
      [
        id,
        {
          ...place,
          title: activity ? activity.title : place.title,
          number: activity ? activity.number : place.number,
          within: place.title,
          path: `${place.path}/roadmap/activities/${id}`,
        },
      ] satisfies [string, PlaceOf],
    ]
  })
}

const bodies: Finder = async ({ db, forum }, wanted) => {
  const rows = await db.body.findMany({ where: { forumId: forum.id, id: { in: ids(wanted) } } })
  return rows.map((row) => [row.id, { ...bare, title: row.name, path: `/bodies/${row.slug}` }])
}

const seats: Finder = async ({ db, forum }, wanted) => {
  const rows = await db.seat.findMany({
    where: { forumId: forum.id, id: { in: ids(wanted) } },
    include: { body: true },
  })
  return rows.map((row) => [
    row.id,
    { ...bare, title: row.name, within: row.body.name, path: `/seats/${row.id}` },
  ])
}

/** A person has no page: the seat that they held last has one. */
const people: Finder = async ({ db, forum }, wanted) => {
  const rows = await db.mandate.findMany({
    where: { forumId: forum.id, personId: { in: ids(wanted) } },
    include: { person: true, seat: { include: { body: true } } },
    orderBy: [{ fromOn: 'desc' }, { id: 'asc' }],
  })
  const last = new Map(rows.toReversed().map((row) => [row.personId, row]))
  return [...last].map(([id, { person, seat }]) => [
    id,
    {
      ...bare,
      title: person.name ? { es: person.name, en: person.name } : null,
      within: seat.body.name,
      path: `/seats/${seat.id}`,
    },
  ])
}

const organisations: Finder = async ({ db, forum }, wanted) => {
  const rows = await db.organisation.findMany({ where: { forumId: forum.id, id: { in: ids(wanted) } } })
  return rows.map((row) => [row.id, { ...bare, title: row.name, path: '/bodies#organisations' }])
}

const plans: Finder = async ({ db, forum }, wanted) => {
  const rows = await db.plan.findMany({ where: { forumId: forum.id, id: { in: ids(wanted) } } })
  return rows.map((row) => [row.id, { ...bare, title: row.name, path: `/plans/${row.slug}` }])
}

const assessments: Finder = async ({ db, forum }, wanted) => {
  const rows = await db.assessment.findMany({ where: { forumId: forum.id, id: { in: ids(wanted) } } })
  const of = await db.plan.findMany({
    where: { forumId: forum.id, id: { in: rows.map((row) => row.planId) } },
  })
  return rows.flatMap((row) => {
    const plan = of.find((one) => one.id === row.planId)
    if (!plan) return []
    const path = `/plans/${plan.slug}/assessments/${row.id}`
    return [[row.id, { ...bare, title: wordsOf(row.title), within: plan.name, path }]]
  })
}

const events: Finder = async ({ db, forum }, wanted) => {
  const rows = await db.outsideEvent.findMany({ where: { forumId: forum.id, id: { in: ids(wanted) } } })
  return rows.map((row) => [
    row.id,
    { ...bare, on: row.happenedOn, path: `/events?before=${row.happenedOn}_${BEHIND_ALL}` },
  ])
}

/**
 * The list of events begins behind its cursor: behind an id that is after all others of that day it begins
 * with that day.
 */
const BEHIND_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const pauses: Finder = async ({ db, forum }, wanted) => {
  const rows = await db.suspension.findMany({ where: { forumId: forum.id, id: { in: ids(wanted) } } })
  const sectors = await db.sector.findMany({ where: { forumId: forum.id } })
  return rows.map((row) => [
    row.id,
    {
      ...bare,
      title: sectors.find((sector) => sector.id === row.sectorId)?.name ?? null,
      on: fromDate(row.declaredOn),
      path: `/decisions#suspension-${row.id}`,
    },
  ])
}

const records: Finder = async ({ db, forum }, wanted) => {
  const rows = await db.takenOver.findMany({ where: { forumId: forum.id, id: { in: ids(wanted) } } })
  return rows.map((row) => [
    row.id,
    {
      ...bare,
      title: wordsOf(row.title),
      number: String(row.number),
      on: row.happenedOn,
      path: `/records#record-${row.number}`,
    },
  ])
}

/** A document has its place beside a thing: that page, at the document. */
const documents: Finder = async (viewer, wanted) => {
  const { db, forum } = viewer
  const rows = await db.document.findMany({ where: { forumId: forum.id, id: { in: ids(wanted) } } })
  const items = await db.agendaItem.findMany({
    where: { forumId: forum.id, id: { in: rows.map((row) => row.thingId) } },
    select: { id: true, meetingId: true },
  })
  const beside = rows.map((row) => {
    const item = items.find((one) => one.id === row.thingId)
    const [thing, id] =
      row.about === 'item'
        ? ['meeting', item?.meetingId ?? '']
        : [row.about === 'suspension' ? 'pause' : row.about, row.thingId]
    return { row, thing, id }
  })
  const places = await placesSeenBy(
    viewer,
    beside.map(({ thing, id }) => ({ thing, id, commitment: null })),
  )
  return beside.flatMap(({ row, id }) => {
    const place = places.find((one) => one.id === id)
    if (!place) return []
    return [
      [row.id, { ...place, title: wordsOf(row.title), number: null, on: fromDate(row.handedInOn) }],
    ]
  })
}

const finders: Record<string, Finder> = {
  commitment: commitments,
  roadmap: roadmaps,
  activity: activities,
  proposal: proposals,
  meeting: meetings,
  minutes,
  body: bodies,
  seat: seats,
  person: people,
  organisation: organisations,
  plan: plans,
  assessment: assessments,
  event: events,
  pause: pauses,
  record: records,
  document: documents,
}

/** Where things are, by their ids: what the viewer does not read has no place. */
export async function placesSeenBy(viewer: Viewer, wanted: Wanted[]): Promise<Place[]> {
  const kinds = [...new Set(wanted.map((one) => one.thing))]
  const found = await Promise.all(
    kinds.map(async (thing) => {
      const of = wanted.filter((one) => one.thing === thing)
      const places = (await finders[thing]?.(viewer, of)) ?? []
      return places.map(([id, place]) => ({ ...place, thing, id }))
    }),
  )
  return found.flat()
}
