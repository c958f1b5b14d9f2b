import { z } from 'zod'
import { seatCommand } from '../act/command.ts'
import { cleanText, Id, Line, SeatId } from '../act/fields.ts'
import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import type { Reader } from '../db/client.ts'
import { parseCoseKey } from '../log/assertion.ts'
import { fromBase64, Malformed } from '../log/encoding.ts'
import { originOf } from '../log/signer.ts'
import { witnessKeys } from '../witnesses/record.ts'
import { deviceEndorsed, deviceEnrolled, deviceLost } from './facts.ts'
import { enrolmentText, lossText, vouchedFor } from './rules.ts'

const CredentialId = z.string().regex(/^[A-Za-z0-9_-]{16,1364}$/, 'errors.notUnderstood')
/** A name in which a browser would also find its way (WebAuthn: RP ID). */
const Site = z.string().regex(/^[a-z0-9.-]{1,253}$/, 'errors.notUnderstood')

function isKey(text: string): boolean {
  try {
    return parseCoseKey(fromBase64(text)) !== null
  } catch (error) {
    if (error instanceof Malformed) return false
    throw error
  }
}

/** The key of a passkey that was just made on the member's device. Whoever sits at the table may; it counts once their sector vouches for it. */
export const enrolDevice = seatCommand({
  name: 'devices.enrol',
  input: z.strictObject({
    as: SeatId,
    credentialId: CredentialId,
    publicKey: z.string().max(200).refine(isKey, 'errors.notUnderstood'),
    rpId: Site,
    label: Line.optional(),
  }),
  subject: (db, { credentialId }, { forum }) =>
    Promise.resolve(
      db.device.count({ where: { forumId: forum.id, ...(credentialId && { credentialId }) } }),
    ).then((known) => ({ known })),
  gravity: 'public',
  standing: (actor) => (actor.kind === 'seat' ? ok : refuse('devices.seatOnly')),
  check: ({ known }) => (known > 0 ? refuse('devices.known') : ok),
  decide: ({ as, input: { as: _seat, label, ...key }, draw }) => {
    const device = draw.id()
    return {
      facts: [
        deviceEnrolled({
          device,
          person: as.person,
          sector: as.sector,
          ...key,
          label: label ?? null,
          seat: as.seat,
        }),
      ],
      result: { device },
    }
  },
})

async function deviceWithWitness(db: Reader, id: string, forum: string) {
  const device = await db.device.findFirst({ where: { id, forumId: forum } })
  const witness = device && (await witnessKeys(db, forum)).find((one) => one.sector === device.sectorId)
  return (
    device && {
      device,
      witness: witness?.key ?? null,
      named: {
        person: device.personId,
        sector: device.sectorId,
        credentialId: device.credentialId,
        publicKey: device.publicKey,
        rpId: device.rpId,
      },
    }
  )
}
type DeviceWithWitness = NonNullable<Awaited<ReturnType<typeof deviceWithWitness>>>

function stillThere({ device }: DeviceWithWitness): Standing {
  return device.lostAt ? refuse('devices.lostAlready') : ok
}

function ofItsSector(actor: Actor, { device }: DeviceWithWitness): Standing {
  if (actor.kind !== 'seat') return refuse('devices.seatOnly')
  return actor.sector === device.sectorId ? ok : refuse('devices.anotherSectors')
}

/** As it is pasted: a form sends other line ends, and may lose the last. */
const SignedNote = cleanText(4_000).transform((text) => `${text}\n`)

function vouching(note: string, text: string, witness: string | null): Standing {
  switch (witness === null ? 'no-witness' : vouchedFor(note, text, witness)) {
    case 'no-witness':
      return refuse('devices.noWitness')
    case 'unreadable':
      return refuse('devices.noNote', undefined, 'note')
    case 'other-text':
      return refuse('devices.otherText', undefined, 'note')
    case 'not-signed':
      return refuse('devices.notSigned', undefined, 'note')
    default:
      return ok
  }
}

/** What decides is the witness's signature, which the host cannot make; so any seat of the sector may bring it. */
export const endorseDevice = seatCommand({
  name: 'devices.endorse',
  input: z.strictObject({ as: SeatId, device: Id, note: SignedNote }),
  subject: (db, { device }, { forum }) => deviceWithWitness(db, device, forum.id),
  gravity: 'binding',
  standing: (actor, subject) =>
    firstRefusal(
      ofItsSector(actor, subject),
      stillThere(subject),
      subject.device.endorsedAt ? refuse('devices.endorsedAlready') : ok,
      subject.witness ? ok : refuse('devices.noWitness'),
    ),
  check: ({ named, witness }, { note }, { forum }) =>
    vouching(note, enrolmentText(originOf(forum.id), named), witness),
  decide: ({ as, subject: { device, named, witness }, input: { note } }) =>
    witness
      ? [
          deviceEndorsed({
            device: device.id,
            person: named.person,
            sector: named.sector,
            witness,
            note,
            seat: as.seat,
          }),
        ]
      : [],
})

/** The member's own word is enough: it only takes away. For anybody else the sector's witness speaks. */
export const loseDevice = seatCommand({
  name: 'devices.lose',
  input: z.strictObject({ as: SeatId, device: Id, note: SignedNote.optional() }),
  subject: (db, { device }, { forum }) => deviceWithWitness(db, device, forum.id),
  gravity: 'irreversible',
  standing: (actor, subject) =>
    firstRefusal(
      actor.kind === 'seat' && actor.person === subject.device.personId
        ? ok
        : ofItsSector(actor, subject),
      stillThere(subject),
    ),
  check: ({ device, named, witness }, { note }, { forum }, actor) => {
    if (actor.person === device.personId) return ok
    return vouching(note ?? '', lossText(originOf(forum.id), named), witness)
  },
  decide: ({ as, subject: { device, named, witness }, input: { note } }) => {
    const own = as.person === named.person
    return [
      deviceLost({
        device: device.id,
        person: named.person,
        sector: named.sector,
        witness: own ? null : witness,
        note: own ? null : (note ?? null),
        seat: as.seat,
      }),
    ]
  },
})

export const commands = [enrolDevice, endorseDevice, loseDevice]
