import { z } from 'zod'
import { Id, Line } from '../act/fields.ts'
import { factKind } from '../log/fact.ts'

/** A passkey was made on a member's own device. It signs for nobody yet. */
export const deviceEnrolled = factKind('devices.enrolled/1', {
  notices: [],
  teaches: 'device',
  fields: z.strictObject({
    device: Id,
    person: Id,
    sector: Id,
    credentialId: z.string(),
    publicKey: z.string(),
    rpId: z.string(),
    label: Line.nullable(),
    seat: Id,
  }),
  sealed: { label: 'personal' },
  about: (fields) => ({ person: fields.person, sector: fields.sector, seat: fields.seat }),
  apply: (
    tx,
    { device, person, sector, credentialId, publicKey, rpId, label },
    { forum, index, recordedAt },
  ) =>
    tx.device.create({
      data: {
        id: device,
        forumId: forum,
        personId: person,
        sectorId: sector,
        credentialId,
        publicKey,
        rpId,
        label,
        requestedAt: recordedAt,
        entryIndex: index,
      },
    }),
})

/** The sector's witness vouched for it: acts after this one can be signed with it. */
export const deviceEndorsed = factKind('devices.endorsed/1', {
  notices: [],
  teaches: 'device-vouched-for',
  fields: z.strictObject({
    device: Id,
    person: Id,
    sector: Id,
    witness: z.string(),
    note: z.string(),
    seat: Id,
  }),
  about: (fields) => ({ person: fields.person, sector: fields.sector, seat: fields.seat }),
  apply: (tx, { device, note }, { index, recordedAt }) =>
    tx.device.update({
      where: { id: device },
      data: { endorsedAt: recordedAt, endorsedIn: index, note },
    }),
})

/** Nothing that it signs after this counts. `note` is the sector's word, where it was not the member's own. */
export const deviceLost = factKind('devices.lost/1', {
  notices: [],
  teaches: 'device-lost',
  fields: z.strictObject({
    device: Id,
    person: Id,
    sector: Id,
    witness: z.string().nullable(),
    note: z.string().nullable(),
    seat: Id,
  }),
  about: (fields) => ({ person: fields.person, sector: fields.sector, seat: fields.seat }),
  consequence: () => ({ says: 'consequences.deviceLost', final: true }),
  apply: (tx, { device }, { index, recordedAt }) =>
    tx.device.update({ where: { id: device }, data: { lostAt: recordedAt, lostIn: index } }),
})

export const facts = [deviceEnrolled, deviceEndorsed, deviceLost]
