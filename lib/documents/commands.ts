import { z } from 'zod'
import { seatCommand } from '../act/command.ts'
import type { Circumstances, SeatActor } from '../act/command.ts'
import { Id, Prose, SeatId, ShortProse, WebAddress } from '../act/fields.ts'
import { ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import { rulesOf, takesPart } from '../bodies/rules.ts'
import type { Reader } from '../db/client.ts'
import { speaksAbout } from '../proposals/commands.ts'
import { documentHandedIn, documentWithdrawn } from './facts.ts'
import { thingNamed } from './record.ts'
import type { Thing } from './record.ts'
import { documented, mostDocuments } from './rules.ts'

const beside = { of: z.enum(documented), thing: Id }

/** What it stands beside, and what stands there already. */
async function placeFor(
  db: Reader,
  { of, thing: id }: { of: (typeof documented)[number]; thing: string },
  { forum }: Circumstances,
) {
  const thing = await thingNamed(db, forum.id, {
    of,
    thing: id,
    openIsPublic: rulesOf(forum).openProposalsArePublic,
  })
  const present = await db.document.findMany({
    where: { forumId: forum.id, thingId: id, withdrawnOn: null },
    select: { digest: true, address: true },
  })
  return thing && { thing, present }
}

/**
 * What stands beside a thing is as public as the thing: so a document waits until minutes are approved, or a
 * proposal that is not open to all is closed. Any seat of the body but an observer's hands one in; a suspension's statement is
 * for a voice of the sector that declared it.
 */
function mayHandIn(actor: Actor, { body, sector, groups, held }: Thing): Standing {
  if (held) return refuse('documents.notPublicYet')
  if (body) return takesPart(actor, body) ? ok : refuse('meetings.notOfThisBody')
  if (actor.kind !== 'seat' || actor.sector !== sector) return refuse('proposals.ownSectorOnly')
  return speaksAbout(actor, groups) ? ok : refuse('proposals.voiceDoesNotReach')
}

function fits(present: unknown[]): Standing {
  return present.length >= mostDocuments
    ? refuse('documents.tooMany', { max: mostDocuments }, 'title.text')
    : ok
}

function placeOf(thing: Thing, as: SeatActor) {
  const { of, id, body, meeting, proposal, commitment } = thing
  return { of, thing: id, body, meeting, proposal, commitment, sector: as.sector, seat: as.seat }
}

const resultOf = ({ of, id, meeting }: Thing, document: string) => ({
  of,
  thing: id,
  document,
  ...(meeting && { meeting }),
})

/** Hands in a file that has arrived, as evidence is: its bytes are in the store already. */
export const handInDocumentFile = seatCommand({
  name: 'documents.hand-in-file',
  input: z.strictObject({ as: SeatId, ...beside, upload: Id, title: ShortProse }),
  subject: async (db: Reader, input, circumstances) => {
    const place = await placeFor(db, input, circumstances)
    const arrived = input.upload
      ? await db.upload.findFirst({ where: { id: input.upload, forumId: circumstances.forum.id } })
      : null
    return place && { ...place, arrived }
  },
  gravity: 'public',
  standing: (actor, { thing }) => mayHandIn(actor, thing),
  check: ({ arrived, present }, _input, _circumstances, actor) => {
    if (!arrived?.digest || arrived.personId !== actor.person) return refuse('evidence.noUpload')
    return present.some((one) => one.digest === arrived.digest)
      ? refuse('documents.alreadyHere')
      : fits(present)
  },
  decide: ({ as, subject: { thing, arrived }, input, draw, today }) => {
    if (!arrived?.digest) return []
    const document = draw.id()
    const { digest, size, type, name } = arrived
    const fact = documentHandedIn({
      document,
      ...placeOf(thing, as),
      mandate: as.mandate,
      kind: 'file',
      title: input.title,
      digest,
      size,
      type,
      name,
      address: null,
      handedInOn: today,
    })
    return { facts: [fact], result: resultOf(thing, document) }
  },
})

export const handInDocumentLink = seatCommand({
  name: 'documents.hand-in-link',
  input: z.strictObject({ as: SeatId, ...beside, address: WebAddress, title: ShortProse }),
  subject: (db: Reader, input, circumstances) => placeFor(db, input, circumstances),
  gravity: 'public',
  standing: (actor, { thing }) => mayHandIn(actor, thing),
  check: ({ present }, { address }) => {
    if (!URL.canParse(address)) return refuse('errors.badAddress', undefined, 'address')
    return present.some((one) => one.address === address)
      ? refuse('documents.alreadyHere', undefined, 'address')
      : fits(present)
  },
  decide: ({ as, subject: { thing }, input, draw, today }) => {
    const document = draw.id()
    const fact = documentHandedIn({
      document,
      ...placeOf(thing, as),
      mandate: as.mandate,
      kind: 'link',
      title: input.title,
      digest: null,
      size: null,
      type: null,
      name: null,
      address: input.address,
      handedInOn: today,
    })
    return { facts: [fact], result: resultOf(thing, document) }
  },
})

/** Takes a document back, with the reason. It stays where it was, struck through, and its digest in the log. */
export const withdrawDocument = seatCommand({
  name: 'documents.withdraw',
  input: z.strictObject({ as: SeatId, document: Id, reason: Prose }),
  subject: async (db: Reader, { document: id }, circumstances) => {
    const document = await db.document.findFirst({
      where: { id, forumId: circumstances.forum.id },
    })
    const place =
      document && (await placeFor(db, { of: document.about, thing: document.thingId }, circumstances))
    return document && place && { document, thing: place.thing }
  },
  gravity: 'irreversible',
  standing: (actor, { document }) => {
    if (document.withdrawnOn) return refuse('documents.isWithdrawn')
    return actor.kind === 'seat' && actor.seat === document.seatId
      ? ok
      : refuse('documents.onlyWhoHandedIn')
  },
  decide: ({ as, subject: { document, thing }, input, today }) => ({
    facts: [
      documentWithdrawn({
        document: document.id,
        ...placeOf(thing, as),
        reason: input.reason,
        withdrawnOn: today,
      }),
    ],
    result: resultOf(thing, document.id),
  }),
})

export const commands = [handInDocumentFile, handInDocumentLink, withdrawDocument]
