import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { seal } from '../lib/log/append.ts'
import type { AnyFactKind, Fact } from '../lib/log/fact.ts'

export const id = (of: number) => `00000000-0000-4000-8000-${String(of).padStart(12, '0')}`

/** What a person wrote: each begins with a word by which it would be known in an entry. */
export const prose = (text: string) => ({ lang: 'es' as const, text })

const draw = { id: () => id(0), salt: () => new Uint8Array(32).fill(7) }
const stamp = {
  recordedAt: '2026-05-04T18:00:00Z',
  seat: id(6),
  mandate: id(7),
  key: 'golden-golden-golden',
}
const bodyOf = (fact: Fact) => seal(stamp, [fact], { held: false, draw }).body

/**
 * Of each kind one fact, with the hash of its entry's bytes. A hash that changes is a kind that was edited:
 * a new version is a new kind.
 */
export function keepTheirBytes(facts: readonly AnyFactKind[], golden: [Fact, string][]): void {
  it.each(golden.map(([fact, hash]) => [fact.of.kind, fact, hash] as const))(
    '%s keeps its bytes',
    (_kind, fact, hash) => {
      expect(createHash('sha256').update(bodyOf(fact)).digest('hex')).toBe(hash)
    },
  )

  it('has golden bytes for every kind', () => {
    expect(golden.map(([fact]) => fact.of.kind).toSorted()).toEqual(
      facts.map((fact) => fact.kind).toSorted(),
    )
  })

  it('says in the entry nothing that a person wrote, and no link that lets somebody in', () => {
    const written = /Sala|sala\.example|Nota|Falta|Sismo|Se dijo|Avisar|Hecho|ejemplo\.mx|Ordinar/
    expect(
      golden
        .filter(([fact]) => written.test(Buffer.from(bodyOf(fact)).toString()))
        .map(([fact]) => fact.of.kind),
    ).toEqual([])
  })
}
