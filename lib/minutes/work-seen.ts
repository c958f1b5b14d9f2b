import { fromDate } from '../act/calendar.ts'
import type { HeldSeat, Viewer } from '../act/viewer.ts'
import { bodyName, openActionsOf, upcomingMeetings } from '../meetings/seen.ts'
import { suspendedSectors } from './record.ts'

async function circulatingIn({ db, forum }: Viewer, bodies: string[]) {
  return db.minutes.findMany({
    where: { forumId: forum.id, bodyId: { in: bodies }, approvedAt: null },
    include: {
      meeting: { include: { body: true } },
      versions: { orderBy: { number: 'desc' }, take: 1, include: { approvals: true } },
    },
  })
}
type Circulating = Awaited<ReturnType<typeof circulatingIn>>[number]

async function openErrataIn({ db, forum }: Viewer, bodies: string[]) {
  return db.erratum.findMany({
    where: {
      forumId: forum.id,
      approvedAt: null,
      withdrawnAt: null,
      minutes: { bodyId: { in: bodies } },
    },
    include: { approvals: true, minutes: { include: { meeting: { include: { body: true } } } } },
    orderBy: { proposedAt: 'asc' },
  })
}
type OpenErratum = Awaited<ReturnType<typeof openErrataIn>>[number]

/** Sessions that were held and have no minutes yet, of bodies whose secretary or chair the viewer is. */
async function withoutMinutes({ db, forum, seats }: Viewer) {
  return db.meeting.findMany({
    where: {
      forumId: forum.id,
      takenOver: false,
      state: 'held',
      minutes: null,
      bodyId: {
        in: seats
          .filter((seat) => seat.function === 'secretary' || seat.function === 'chair')
          .map((seat) => seat.body),
      },
    },
    include: { body: true },
    orderBy: { heldOn: 'asc' },
  })
}

/** The viewer's seat that can still speak in this body for a sector that has not spoken. */
type SpeakerIn = (body: string, spokenFor: string[]) => HeldSeat | undefined

function toApprove({ id, bodyId, meeting, versions: [version] }: Circulating, speakerIn: SpeakerIn) {
  const seat =
    version &&
    speakerIn(
      bodyId,
      version.approvals.map((approval) => approval.sectorId),
    )
  return seat
    ? [
        {
          minutes: id,
          meeting: meeting.id,
          body: bodyName(meeting.body),
          heldOn: fromDate(meeting.heldOn),
          seat: seat.seat,
          version: version.number,
          circulatedAt: version.circulatedAt,
          windowEndsAt: version.windowEndsAt,
        },
      ]
    : []
}

function erratumToApprove({ id, minutes, approvals, proposedAt }: OpenErratum, speakerIn: SpeakerIn) {
  const seat = speakerIn(
    minutes.bodyId,
    approvals.map((approval) => approval.sectorId),
  )
  return seat
    ? [
        {
          erratum: id,
          minutes: minutes.id,
          number: minutes.number,
          meeting: minutes.meetingId,
          body: bodyName(minutes.meeting.body),
          seat: seat.seat,
          proposedAt,
        },
      ]
    : []
}

/** What waits in meetings and minutes for the seats that the viewer holds. */
export async function minutesWorkOf(viewer: Viewer) {
  const bodies = [...new Set(viewer.seats.map((seat) => seat.body))]
  const voices = viewer.seats.filter((seat) => seat.voice && seat.hasPosition)
  const spoken = [...new Set(voices.map((seat) => seat.body))]
  const [circulated, open, suspensions, actions, upcoming, undrafted] = await Promise.all([
    circulatingIn(viewer, spoken),
    openErrataIn(viewer, spoken),
    suspendedSectors(viewer.db, viewer.forum.id),
    openActionsOf(viewer, { seats: viewer.seats.map((seat) => seat.seat) }),
    upcomingMeetings(viewer, bodies),
    withoutMinutes(viewer),
  ])
  const speakerIn: SpeakerIn = (body, spokenFor) =>
    voices.find(
      (seat) =>
        seat.body === body &&
        !spokenFor.includes(seat.sector) &&
        !suspensions.some((suspension) => suspension.sectorId === seat.sector),
    )
  return {
    toApprove: circulated.flatMap((minutes) => toApprove(minutes, speakerIn)),
    errata: open.flatMap((erratum) => erratumToApprove(erratum, speakerIn)),
    actions,
    upcoming,
    toCirculate: undrafted.map((one) => ({
      meeting: one.id,
      body: bodyName(one.body),
      heldOn: fromDate(one.heldOn),
    })),
  }
}
