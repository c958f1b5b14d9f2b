import { z } from 'zod'
import { seatCommand } from '../act/command.ts'
import { cleanText, Id, Prose, SeatId } from '../act/fields.ts'
import { firstRefusal, ok, refuse } from '../act/refusal.ts'
import type { Standing } from '../act/refusal.ts'
import type { Actor } from '../act/viewer.ts'
import { formatKey } from '../log/note.ts'
import { originOf } from '../log/signer.ts'
import { witnessDismissed, witnessNamed } from './facts.ts'
import { endorsementOf, isSameKey, namingText, witnessKeyIn } from './rules.ts'

/** A sector has one witness for the whole log: its voice in the committee names it. */
function speaksForSector(actor: Actor): Standing {
  if (actor.kind !== 'seat' || !actor.voice || !actor.hasPosition) return refuse('witnesses.noVoice')
  return actor.bodyKind === 'committee' ? ok : refuse('witnesses.voiceDoesNotReach')
}

/** As it is pasted: a form sends other line ends, and may lose the last. */
const SignedNote = cleanText(4_000).transform((text) => `${text}\n`)

/**
 * Says whose co-signatures are a sector's from here on. The key proves by a signature of its own that somebody holds it, and at a change the
 * one before it hands over; where that is lost, the record says so for everybody to see.
 */
export const nameWitness = seatCommand({
  name: 'witnesses.name',
  input: z.strictObject({ as: SeatId, vkey: cleanText(300), note: SignedNote }),
  subject: async (db, _input, { forum }) =>
    db.witness.findMany({ where: { forumId: forum.id }, orderBy: { entryIndex: 'asc' } }),
  gravity: 'binding',
  standing: speaksForSector,
  check: (witnesses, { vkey, note }, { forum }, actor) => {
    const key = witnessKeyIn(vkey)
    if (!key) return refuse('witnesses.badKey', undefined, 'vkey')
    if (witnesses.some((witness) => isSameKey(keyIn(witness), key)))
      return refuse('witnesses.keyKnown', undefined, 'vkey')
    const old = lastOf(witnesses, actor.sector)
    const text = namingText({
      origin: originOf(forum.id),
      sector: actor.sector,
      key: vkey,
      old: old?.key ?? null,
    })
    switch (endorsementOf(note, text, key, old && keyIn(old))) {
      case 'unreadable':
        return refuse('witnesses.noNote', undefined, 'note')
      case 'other-text':
        return refuse('witnesses.otherText', undefined, 'note')
      case 'not-signed':
        return refuse('witnesses.notSigned', undefined, 'note')
      default:
        return ok
    }
  },
  decide: ({ as, subject: witnesses, input, forum, draw }) => {
    const key = witnessKeyIn(input.vkey)
    if (!key) return []
    const old = lastOf(witnesses, as.sector)
    const text = namingText({
      origin: originOf(forum.id),
      sector: as.sector,
      key: input.vkey,
      old: old?.key ?? null,
    })
    const withoutOldKey = old !== null && endorsementOf(input.note, text, key, keyIn(old)) !== 'by-both'
    const witness = draw.id()
    return {
      facts: [
        witnessNamed({
          witness,
          sector: as.sector,
          key: formatKey(key),
          old: old && { witness: old.id, key: old.key },
          withoutOldKey,
          note: input.note,
          seat: as.seat,
        }),
      ],
      result: { witness },
    }
  },
})

/** Dismissed or not: a change must not look like a beginning because somebody dismissed the key first. */
function lastOf<W extends { sectorId: string }>(witnesses: W[], sector: string): W | null {
  return witnesses.findLast((witness) => witness.sectorId === sector) ?? null
}

function keyIn({ key }: { key: string }) {
  const known = witnessKeyIn(key)
  if (!known) throw new Error(`the record has a witness whose key is none: ${key}`)
  return known
}

/** From here on nobody signs for this sector. What its witness signed stays. */
export const dismissWitness = seatCommand({
  name: 'witnesses.dismiss',
  input: z.strictObject({ as: SeatId, witness: Id, reason: Prose }),
  subject: async (db, { witness }, { forum }) =>
    db.witness.findFirst({ where: { id: witness, forumId: forum.id } }),
  gravity: 'irreversible',
  standing: (actor, witness) =>
    firstRefusal(
      speaksForSector(actor),
      actor.kind === 'seat' && actor.sector === witness.sectorId
        ? ok
        : refuse('witnesses.anotherSectors'),
      witness.dismissedAt ? refuse('witnesses.alreadyDismissed') : ok,
    ),
  decide: ({ as, subject: { id, sectorId, key }, input }) => [
    witnessDismissed({ witness: id, sector: sectorId, key, reason: input.reason, seat: as.seat }),
  ],
})

export const commands = [nameWitness, dismissWitness]
