import { dayIn } from '../act/calendar.ts'
import type { Viewer } from '../act/viewer.ts'
import { originOf } from '../log/signer.ts'
import { witnessKeys } from '../witnesses/record.ts'
import { enrolmentText, lossText } from './rules.ts'

export type DeviceState = 'waiting' | 'endorsed' | 'lost'

export type DeviceSeen = {
  id: string
  person: string
  name: string | null
  own: boolean
  label: string | null
  state: DeviceState
  requestedOn: string
  entryIndex: number
  /** what the sector's witness is to sign */
  enrolment: string
  loss: string
}

/** The viewer's own passkeys, and those of the other members of the sectors for which they sit; `witnessed` says which of these have a witness. */
export async function devicesOf({
  db,
  forum,
  person,
  seats,
}: Viewer): Promise<{ devices: DeviceSeen[]; witnessed: string[] }> {
  if (!person) return { witnessed: [], devices: [] }
  const sectors = [...new Set(seats.map((seat) => seat.sector))]
  const rows = await db.device.findMany({
    where: { forumId: forum.id, OR: [{ personId: person }, { sectorId: { in: sectors } }] },
    orderBy: { entryIndex: 'asc' },
  })
  const [people, witnesses] = await Promise.all([
    db.person.findMany({ where: { id: { in: rows.map((row) => row.personId) } } }),
    witnessKeys(db, forum.id),
  ])
  const names = new Map(people.map((one) => [one.id, one.name]))
  const origin = originOf(forum.id)
  return {
    witnessed: witnesses.map((witness) => witness.sector).filter((sector) => sectors.includes(sector)),
    devices: rows.map((row) => {
      const own = row.personId === person
      const named = {
        person: row.personId,
        sector: row.sectorId,
        credentialId: row.credentialId,
        publicKey: row.publicKey,
        rpId: row.rpId,
      }
      return {
        id: row.id,
        person: row.personId,
        name: names.get(row.personId) ?? null,
        own,
        label: own ? row.label : null,
        state: stateOf(row),
        requestedOn: dayIn(forum.timeZone, row.requestedAt),
        entryIndex: row.entryIndex,
        enrolment: enrolmentText(origin, named),
        loss: lossText(origin, named),
      }
    }),
  }
}

function stateOf({ endorsedAt, lostAt }: { endorsedAt: Date | null; lostAt: Date | null }): DeviceState {
  if (lostAt) return 'lost'
  return endorsedAt ? 'endorsed' : 'waiting'
}
